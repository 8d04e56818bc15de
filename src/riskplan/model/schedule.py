"""The schedule network: activities and milestones, and what else may stand in it."""

from __future__ import annotations

from typing import TypeAlias

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields
from riskplan.model.buffers import Buffer
from riskplan.model.calendars import TimeUnit
from riskplan.model.constraints import Constraint, to_constraints
from riskplan.model.hammocks import Hammock
from riskplan.model.links import Link, to_links
from riskplan.model.moments import Moment, is_moment, to_moment
from riskplan.model.spelled import are_spelled

__all__ = ["SCHEDULE_ITEMS", "Activity", "Milestone", "ScheduleItem", "is_in_base"]

_EVEN = 0.5


@frozen
class Activity:
    """A piece of work with an uncertain duration.

    Parameters
    ----------
    id, name : str
        The name that links use, and the one that people read.
    duration : Distribution, float or str [unit]
        How long it takes; a plain number is certain.
    after : sequence of str or Link
        What must come first: ids, or text links such as ``"design FS+5d"``.
    phase : str, optional
        The phase it belongs to.
    day_rate : Distribution, float or str [currency / working day]
        Cost of each working day of its simulated duration.
    unit : TimeUnit
        The unit of the duration; working days unless given.
    calendar : str, optional
        The id of its own calendar; the plan's unless given.
    constraints : sequence of str or Constraint
        Dates that hold it besides its links, such as ``"SNET 2026-03-01"``.
    deadline : datetime.date, datetime.datetime or str, optional
        When it should be finished; a date alone means the end of that day.
    actual_start, actual_finish : datetime.date, datetime.datetime or str, optional
        What has happened; a date alone means the beginning of the day for a start, and its end
        for a finish.
    remaining : Distribution, float or str, optional [unit]
        How much longer it takes from the plan's data date.
    complete : float, optional [fraction]
        How much of it is done, from 0 to 1; unless told otherwise, the rest of its duration
        remains.
    probability : float
        The chance that it is needed at all, 1 unless given; where it is not, its links hold as if
        it took no time.
    only_if : str, optional
        The id of a risk: it is only needed where that one has occurred.
    category : str, optional
        A class of work, which impacts may name as ``"category:electrical"``.
    note : str
        A remark, for example the source of the estimate.

    Examples
    --------
    >>> Activity("build", "Build", "pert(60, 80, 130)", after="design FS+5d").duration
    pert(60, 80, 130)
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    duration: Distribution = field(
        converter=fields.to_distribution, validator=fields.is_distribution
    )
    after: tuple[Link, ...] = field(
        default=(), converter=to_links, validator=are_spelled(Link), kw_only=True
    )
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    day_rate: Distribution = field(
        default=fields.ZERO,
        converter=fields.to_distribution,
        validator=fields.is_distribution,
        kw_only=True,
    )
    unit: TimeUnit = field(default=TimeUnit.DAYS, validator=fields.is_a(TimeUnit), kw_only=True)
    calendar: str | None = field(
        default=None, validator=fields.optional(fields.is_id), kw_only=True
    )
    constraints: tuple[Constraint, ...] = field(
        default=(),
        converter=to_constraints,
        validator=are_spelled(Constraint),
        kw_only=True,
    )
    deadline: Moment | None = field(
        default=None, converter=to_moment, validator=fields.optional(is_moment), kw_only=True
    )
    actual_start: Moment | None = field(
        default=None, converter=to_moment, validator=fields.optional(is_moment), kw_only=True
    )
    actual_finish: Moment | None = field(
        default=None, converter=to_moment, validator=fields.optional(is_moment), kw_only=True
    )
    remaining: Distribution | None = field(
        default=None,
        converter=fields.to_optional_distribution,
        validator=fields.optional(fields.is_distribution),
        kw_only=True,
    )
    complete: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    probability: float = field(
        default=1.0, converter=fields.to_number, validator=fields.is_number, kw_only=True
    )
    only_if: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    category: str | None = field(
        default=None, validator=fields.optional(fields.is_text), kw_only=True
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)


@frozen
class Milestone:
    """A point in time that is reached when all its predecessors are.

    Parameters
    ----------
    id, name : str
        The name that links use, and the one that people read.
    after : sequence of str or Link
        What must come first.
    phase : str, optional
        The phase it belongs to.
    calendar : str, optional
        The id of the calendar that its float, and a lag that leads to it, are measured in; the
        plan's unless given.
    constraints : sequence of str or Constraint
        Dates that hold it besides its links, such as ``"SNET 2026-03-01"``.
    deadline : datetime.date, datetime.datetime or str, optional
        When it should be finished; a date alone means the end of that day.
    actual_finish : datetime.date, datetime.datetime or str, optional
        When it was reached; a date alone means the end of that day.
    note : str
        A remark.

    Examples
    --------
    >>> Milestone("handover", "Hand-over", after=["build FS+5d"]).after[0].lag
    5.0
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    after: tuple[Link, ...] = field(
        default=(), converter=to_links, validator=are_spelled(Link), kw_only=True
    )
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    calendar: str | None = field(
        default=None, validator=fields.optional(fields.is_id), kw_only=True
    )
    constraints: tuple[Constraint, ...] = field(
        default=(),
        converter=to_constraints,
        validator=are_spelled(Constraint),
        kw_only=True,
    )
    deadline: Moment | None = field(
        default=None, converter=to_moment, validator=fields.optional(is_moment), kw_only=True
    )
    actual_finish: Moment | None = field(
        default=None, converter=to_moment, validator=fields.optional(is_moment), kw_only=True
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)


def is_in_base(activity: Activity) -> bool:
    """Return whether the base plan, in which no risk occurs, needs an activity.

    As for every other quantity, the base takes the likelier value.
    """
    return activity.only_if is None and activity.probability >= _EVEN


ScheduleItem: TypeAlias = Activity | Milestone | Buffer | Hammock
SCHEDULE_ITEMS: tuple[type, ...] = (Activity, Milestone, Buffer, Hammock)
