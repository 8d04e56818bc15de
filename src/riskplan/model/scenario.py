"""Scenarios: which responses are in force, and what else is assumed otherwise than planned."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attrs
from attrs import evolve, field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields, pairs
from riskplan.model.residual import residual
from riskplan.model.response import Response
from riskplan.model.risk import Risk

if TYPE_CHECKING:
    from riskplan.model.insurance import Policy
    from riskplan.model.plan import Plan

__all__ = ["BAND", "INHERENT", "PLANNED", "Adoption", "Scenario"]

# What stands before a band of the risk matrix where a scenario names one instead of risks.
BAND = "band:"


class Adoption(enum.Enum):
    """Which of the responses in a plan a scenario puts in force."""

    NONE = "none"
    ADOPTED = "adopted"
    ALL = "all"


@frozen(repr=False)
class Scenario:
    """A view of the plan: the responses in force in it, and what it assumes otherwise.

    Nothing that it does not name moves: every other draw is that of the plan, to the last bit, so
    that scenarios are compared on common random numbers.

    Parameters
    ----------
    id, name : str
        The name that calls use, and the one that people read.
    adoption : Adoption
        Which responses are in force: those that the plan has adopted unless given.
    adopt, drop : sequence of str
        Responses that are in force besides, or are not, such as ``"flood.dam"``: the ids of the
        risk and of the response. Also ids of insurance policies.
    occur, close : sequence of str
        Risks that are certain in it, or impossible: their ids, or a band of the risk matrix as in
        ``"band:high"``, which means every risk that stands in that band before any response. What
        a certain risk depends on is certain as well, and what it excludes is impossible.
    cost_factor : float [dimensionless]
        What the amounts of cost items and all day rates are multiplied by.
    duration_factor : float [dimensionless]
        What the durations of activities are multiplied by.
    probabilities : mapping of str to Distribution, float or str
        Probabilities of single risks, before any response.
    estimates : mapping of str to Distribution, float or str
        Single estimates, before any response, and taken as they are: the factors leave them
        alone. Quantities are named as correlations name them: an amount by the id of its cost
        item, a duration (what is left of it, once it has begun) by its activity, the size of an
        impact as ``"flood.cost"``.
    start, deadline : datetime.date or str, optional
        Dates in the place of those of the plan.
    note : str
        What the scenario is for.

    Examples
    --------
    >>> from riskplan.model import Strategy
    >>> dam = Response("dam", "Raise the dam", Strategy.MITIGATE, cost=8_000, probability=0.05)
    >>> flood = Risk("flood", "Flood", 0.15, responses=[dam])
    >>> INHERENT.view(flood).probability, PLANNED.view(flood).probability
    (0.15, 0.05)
    >>> stress = Scenario("stress", "Dear, and no dam", drop=["flood.dam"], cost_factor=1.2)
    >>> stress.view(flood).probability
    0.15
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    adoption: Adoption = field(default=Adoption.ADOPTED, validator=fields.is_a(Adoption))
    adopt: tuple[str, ...] = field(
        default=(), converter=fields.to_ids, validator=fields.is_tuple_of(str), kw_only=True
    )
    drop: tuple[str, ...] = field(
        default=(), converter=fields.to_ids, validator=fields.is_tuple_of(str), kw_only=True
    )
    occur: tuple[str, ...] = field(
        default=(), converter=fields.to_ids, validator=fields.is_tuple_of(str), kw_only=True
    )
    close: tuple[str, ...] = field(
        default=(), converter=fields.to_ids, validator=fields.is_tuple_of(str), kw_only=True
    )
    cost_factor: float = field(
        default=1.0, converter=fields.to_number, validator=fields.is_number, kw_only=True
    )
    duration_factor: float = field(
        default=1.0, converter=fields.to_number, validator=fields.is_number, kw_only=True
    )
    probabilities: pairs.Probabilities = field(
        default=(),
        converter=pairs.to_probabilities,
        validator=pairs.are_probabilities,
        kw_only=True,
    )
    estimates: pairs.Estimates = field(
        default=(), converter=pairs.to_estimates, validator=pairs.are_estimates, kw_only=True
    )
    start: dt.date | None = field(
        default=None,
        converter=fields.to_date,
        validator=fields.optional(fields.is_date),
        kw_only=True,
    )
    deadline: dt.date | None = field(
        default=None,
        converter=fields.to_date,
        validator=fields.optional(fields.is_date),
        kw_only=True,
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)

    def as_call(self, prefix: str = "") -> str:
        """Return the call that makes the scenario, without what is at its default.

        Parameters
        ----------
        prefix : str
            What stands before the names of riskplan, such as ``"rp."``.

        Examples
        --------
        >>> Scenario("dear", "Dear", Adoption.ALL, estimates={"steel": "pert(2, 4, 9)"})
        Scenario('dear', 'Dear', adoption=Adoption.ALL, estimates={'steel': 'pert(2, 4, 9)'})
        """
        parts = [repr(self.id), repr(self.name)]
        for item in attrs.fields(Scenario)[2:]:
            value = getattr(self, item.name)
            if value != item.default:
                parts.append(f"{item.name}={_spelled(value, prefix)}")
        return f"{prefix}Scenario({', '.join(parts)})"

    def __repr__(self) -> str:
        return self.as_call()

    def puts_in_force(self, name: str, adopted: bool) -> bool:
        """Return whether a response ("risk.response") or a policy is in force.

        Parameters
        ----------
        name : str
        adopted : bool
            Whether the plan has adopted it.
        """
        if name in self.drop:
            return False
        if name in self.adopt or self.adoption is Adoption.ALL:
            return True
        return adopted and self.adoption is Adoption.ADOPTED

    def in_force(self, risk: Risk) -> tuple[Response, ...]:
        """Return the responses to a risk that are in force."""
        return tuple(
            response
            for response in risk.responses
            if self.puts_in_force(f"{risk.id}.{response.id}", response.adopted)
        )

    def policies_in_force(self, policies: Iterable[Policy]) -> tuple[Policy, ...]:
        """Return the insurance policies that are in force."""
        return tuple(p for p in policies if self.puts_in_force(p.id, p.adopted))

    def view(self, risk: Risk) -> Risk:
        """Return a risk with its responses in force worked in.

        What else the scenario assumes is not worked in here: take the risk from `applied_to`.
        """
        return residual(risk, self.in_force(risk))

    def applied_to(self, plan: Plan) -> Plan:
        """Return the plan as the scenario has it, before any response is worked in.

        In it the adopted responses are those in force, so that its `planned` is this scenario.
        To apply the scenario again would scale again what it scales.

        Raises
        ------
        RequestError
            If the scenario names a band of the risk matrix: `riskplan.simulate` knows which risks
            stand in it.
        """
        from riskplan.model.overrides import applied  # a plan holds scenarios, and so comes later

        return applied(self, plan)

    def without(self, risk: str) -> Scenario:
        """Return the scenario in which a risk cannot occur, and all else is the same.

        Examples
        --------
        >>> PLANNED.without("flood").close
        ('flood',)
        """
        kept = tuple(name for name in self.occur if name != risk)
        closed = self.close if risk in self.close else (*self.close, risk)
        return evolve(self, occur=kept, close=closed)


def _spelled(value: Any, prefix: str) -> str:
    """Return a value as a call would write it."""
    if isinstance(value, Adoption):
        return f"{prefix}{type(value).__name__}.{value.name}"
    if isinstance(value, dt.date):
        return repr(value.isoformat())
    if isinstance(value, tuple) and isinstance(value[0], tuple):
        inner = (f"{name!r}: {_spelled(item, prefix)}" for name, item in value)
        return f"{{{', '.join(inner)}}}"
    if isinstance(value, Distribution):
        return repr(str(value))
    return repr(list(value) if isinstance(value, tuple) else value)


INHERENT = Scenario("inherent", "Inherent (no responses)", Adoption.NONE)
PLANNED = Scenario("planned", "Planned (adopted responses)", Adoption.ADOPTED)
