"""The plan: the root value that holds budget, schedule, risk register and dependence."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import hashlib
import json
import operator
from collections.abc import Callable
from typing import Any

import attrs
from attrs import field, frozen

from riskplan._format import card
from riskplan.distributions import Distribution
from riskplan.errors import RequestError, counted
from riskplan.model import fields
from riskplan.model.budget import CostItem, Phase, Reserve, to_reserve
from riskplan.model.calendars import CONTINUOUS, Calendar
from riskplan.model.cash import Benefit, Escalation, Funding, to_escalations
from riskplan.model.constraints import ConstraintPolicy
from riskplan.model.correlation import Correlation
from riskplan.model.inheritance import standalone
from riskplan.model.insurance import Policy
from riskplan.model.links import Link
from riskplan.model.moments import Moment, is_moment, to_moment
from riskplan.model.risk import Risk
from riskplan.model.scales import RiskMatrix
from riskplan.model.scenario import Scenario
from riskplan.model.schedule import SCHEDULE_ITEMS, ScheduleItem

__all__ = ["Plan"]


@frozen
class Plan:
    """A plan, complete and immutable; a change returns a new one.

    Parameters
    ----------
    name : str
        What people call it.
    start : datetime.date or str, optional
        The first day of the schedule; without it, answers are in working days, not in dates.
    currency : str
        The currency of all money, for example ``"CNY"``.
    budget : float, optional [currency]
        The money approved.
    deadline : datetime.date or str, optional
        The day by which the plan must be finished.
    reserve : Reserve or float, optional
        The flat reserve that the plan keeps: below 1 a fraction of the base, from 1 upwards an
        amount [currency].
    calendar : Calendar
        Working time; Monday to Friday, 8 hours, unless given.
    calendars : sequence of Calendar
        Further calendars, which activities name by id.
    phases : sequence of Phase
        The stages; unless given, those that items name.
    costs : sequence of CostItem
    activities : sequence of Activity, Milestone, Buffer or Hammock
    risks : sequence of Risk
    policies : sequence of Policy
        The insurance of the risks.
    premium_cap : float, optional [fraction of the budget]
        The most that the premiums of all adopted policies together may come to.
    correlations : sequence of Correlation
    scenarios : sequence of Scenario
        Named ones, besides `inherent` and `planned`, which every plan has.
    matrix : RiskMatrix
        Scales, scores and bands of the risk matrix.
    constraint_policy : ConstraintPolicy
        Whether the constraints of activities hold against their links; they do not unless given
        as hard.
    data_date : datetime.date, datetime.datetime or str, optional
        Up to when it is known what has happened; a date alone means the end of that day. What
        has not, is simulated from there.
    benefits : sequence of Benefit
        What the plan brings in.
    discount_rate : float, optional [fraction a year]
        What a year is worth: money that comes a year later counts for 1 / (1 + rate) of it.
    roi_floor : float, optional [fraction]
        The least that benefits must exceed costs by, as a fraction of the costs.
    escalation : sequence of Escalation, or a rate
        How fast prices rise, from those of the month in which the plan starts.
    funding : sequence of Funding
        When the money for the plan becomes available.
    monthly_cap : float, optional [currency]
        The most that may be spent in any month.
    description : str
        What the plan is, and what in it is assumed.

    Examples
    --------
    >>> from riskplan.model import Activity
    >>> plan = Plan("Bridge", activities=[Activity("build", "Build", 60)])
    >>> plan.evolve(name="Second bridge").activities == plan.activities
    True
    >>> plan
    Plan('Bridge': 0 cost items, 1 activity, 0 risks)
    """

    name: str = field(validator=fields.is_text)
    start: dt.date | None = field(
        default=None,
        converter=fields.to_date,
        validator=fields.optional(fields.is_date),
        kw_only=True,
    )
    currency: str = field(default="", validator=fields.is_text, kw_only=True)
    budget: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    deadline: dt.date | None = field(
        default=None,
        converter=fields.to_date,
        validator=fields.optional(fields.is_date),
        kw_only=True,
    )
    reserve: Reserve | None = field(
        default=None,
        converter=to_reserve,
        validator=fields.optional(fields.is_a(Reserve)),
        kw_only=True,
    )
    calendar: Calendar = field(factory=Calendar, validator=fields.is_a(Calendar), kw_only=True)
    calendars: tuple[Calendar, ...] = field(
        default=(),
        converter=fields.to_tuple,
        validator=fields.is_tuple_of(Calendar),
        kw_only=True,
    )
    phases: tuple[Phase, ...] = field(
        default=(), converter=fields.to_tuple, validator=fields.is_tuple_of(Phase), kw_only=True
    )
    costs: tuple[CostItem, ...] = field(
        default=(), converter=fields.to_tuple, validator=fields.is_tuple_of(CostItem), kw_only=True
    )
    activities: tuple[ScheduleItem, ...] = field(
        default=(),
        converter=fields.to_tuple,
        validator=fields.is_tuple_of(*SCHEDULE_ITEMS),
        kw_only=True,
    )
    risks: tuple[Risk, ...] = field(
        default=(), converter=fields.to_tuple, validator=fields.is_tuple_of(Risk), kw_only=True
    )
    policies: tuple[Policy, ...] = field(
        default=(), converter=fields.to_tuple, validator=fields.is_tuple_of(Policy), kw_only=True
    )
    premium_cap: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    correlations: tuple[Correlation, ...] = field(
        default=(),
        converter=fields.to_tuple,
        validator=fields.is_tuple_of(Correlation),
        kw_only=True,
    )
    scenarios: tuple[Scenario, ...] = field(
        default=(), converter=fields.to_tuple, validator=fields.is_tuple_of(Scenario), kw_only=True
    )
    matrix: RiskMatrix = field(factory=RiskMatrix, validator=fields.is_a(RiskMatrix), kw_only=True)
    constraint_policy: ConstraintPolicy = field(
        default=ConstraintPolicy.SOFT, validator=fields.is_a(ConstraintPolicy), kw_only=True
    )
    data_date: Moment | None = field(
        default=None, converter=to_moment, validator=fields.optional(is_moment), kw_only=True
    )
    benefits: tuple[Benefit, ...] = field(
        default=(), converter=fields.to_tuple, validator=fields.is_tuple_of(Benefit), kw_only=True
    )
    discount_rate: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    roi_floor: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    escalation: tuple[Escalation, ...] = field(
        default=(),
        converter=to_escalations,
        validator=fields.is_tuple_of(Escalation),
        kw_only=True,
    )
    funding: tuple[Funding, ...] = field(
        default=(), converter=fields.to_tuple, validator=fields.is_tuple_of(Funding), kw_only=True
    )
    monthly_cap: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    description: str = field(default="", validator=fields.is_text, kw_only=True)

    def evolve(self, **changes: Any) -> Plan:
        """Return a copy of the plan with the given fields changed."""
        return attrs.evolve(self, **changes)

    def with_scenario(self, scenario: Scenario | str, *args: Any, **parts: Any) -> Plan:
        """Return the plan with one more scenario, in the place of one with the same id.

        Parameters
        ----------
        scenario : Scenario or str
            The scenario itself, or its id before the other arguments of `Scenario`.

        Examples
        --------
        >>> plan = Plan("Bridge").with_scenario("dear", "Dearer by a fifth", cost_factor=1.2)
        >>> plan.scenarios[0].id
        'dear'
        """
        new = Scenario(scenario, *args, **parts) if isinstance(scenario, str) else scenario
        others = (other for other in self.scenarios if other.id != getattr(new, "id", None))
        return self.evolve(scenarios=(*others, new))

    def risk(self, id: str) -> Risk:  # noqa: A002 - the field is called id
        """Return the risk with an id.

        Raises
        ------
        RequestError
            If the plan has no such risk.
        """
        for risk in self.risks:
            if risk.id == id:
                return risk
        known = ", ".join(risk.id for risk in self.risks) or "none"
        raise RequestError(f'the plan has no risk "{id}"; its risks are: {known}')

    def calendar_named(self, id: str | None) -> Calendar:  # noqa: A002 - the field is called id
        """Return the calendar with an id, or the plan's own for None, complete without a base.

        The id ``"24h"`` always means the calendar that never stops.

        Raises
        ------
        RequestError
            If the plan has no such calendar, or one of its bases does not exist.
        """
        if id is None:
            return self.without_base(self.calendar)
        known = self.calendars_by_id()
        if id not in known:
            raise RequestError(f'the plan has no calendar "{id}"; there are: {", ".join(known)}')
        return self.without_base(known[id])

    def calendars_by_id(self) -> dict[str, Calendar]:
        """Return every calendar that activities may name, the one that never stops included."""
        calendars = (*reversed(self.calendars), self.calendar, CONTINUOUS)
        return {calendar.id: calendar for calendar in calendars}

    def without_base(self, calendar: Calendar) -> Calendar:
        """Return a calendar that means the same and inherits from no other.

        Raises
        ------
        RequestError
            If a base does not exist, or if calendars inherit from each other in a circle.
        """
        if calendar.base is None:
            return calendar
        return standalone(calendar, self.calendars_by_id())

    def digest(self) -> str:
        """Return a fingerprint of everything in the plan, equal for equal plans.

        Fields at their defaults leave no trace, so the fingerprint of a plan outlives fields
        that later versions add.
        """
        text = json.dumps(_essence(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        counts = (
            counted(len(self.costs), "cost item"),
            counted(len(self.activities), "activity", "activities"),
            counted(len(self.risks), "risk"),
        )
        return f"Plan({self.name!r}: {', '.join(counts)})"

    def _repr_html_(self) -> str:
        rows = [
            ("starts", self.start),
            ("deadline", self.deadline),
            ("budget", None if self.budget is None else f"{self.budget:,.12g} {self.currency}"),
            ("phases", len(self.phases)),
            ("cost items", len(self.costs)),
            ("activities and milestones", len(self.activities)),
            ("risks", len(self.risks)),
            ("fingerprint", self.digest()),
        ]
        return card(self.name, [(label, str(value)) for label, value in rows if value is not None])


def _essence(value: Any) -> Any:
    """Reduce a value of the model to plain JSON values, leaving out what is at its default."""
    # mypy takes the class's own __hash__ for that of its instances.
    return _essence_of(type(value))(value)  # type: ignore[arg-type]


@functools.cache
def _essence_of(kind: type[Any]) -> Callable[[Any], Any]:
    """Return what reduces values of one kind: to ask each what it is would cost more than that."""
    if kind is tuple:
        return lambda items: [_essence(item) for item in items]
    if issubclass(kind, Distribution | Link):
        return str
    if issubclass(kind, enum.Enum):
        return operator.attrgetter("value")
    if issubclass(kind, dt.date):
        return operator.methodcaller("isoformat")
    if not attrs.has(kind):
        return lambda value: value
    defaults = tuple((item.name, fields.default_of(item)) for item in attrs.fields(kind))

    def essence(value: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"": kind.__name__}
        for name, default in defaults:
            item = getattr(value, name)
            if item is not default and item != default:
                found[name] = _essence(item)
        return found

    return essence
