"""The links and constraints of a plan, as near as Microsoft Project knows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import numpy as np
from attrs import frozen

from riskplan.compiler.calendars import Calendars
from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.raw import Amount, FileConstraint, FileLink, FileTask
from riskplan.model import (
    CONTINUOUS,
    Buffer,
    Constraint,
    ConstraintKind,
    Hammock,
    LagCalendar,
    Link,
    LinkType,
    Plan,
    ScheduleItem,
    TimeUnit,
)
from riskplan.model.moments import end
from riskplan.results import BaseSchedule

__all__ = ["constraint_of", "links_of"]

_MINUTES_A_DAY = 24 * 60.0
_MINUTES_AN_HOUR = 60.0

# A file holds one constraint of a task: the one that moves its early dates most.
_KINDS = {
    ConstraintKind.MSO: "MUST_START_ON",
    ConstraintKind.MFO: "MUST_FINISH_ON",
    ConstraintKind.SNET: "START_NO_EARLIER_THAN",
    ConstraintKind.FNET: "FINISH_NO_EARLIER_THAN",
    ConstraintKind.ALAP: "AS_LATE_AS_POSSIBLE",
    ConstraintKind.SNLT: "START_NO_LATER_THAN",
    ConstraintKind.FNLT: "FINISH_NO_LATER_THAN",
}


def links_of(
    plan: Plan,
    base: BaseSchedule,
    calendars: Calendars,
    tasks: Mapping[str, FileTask],
    losses: Losses,
) -> Iterator[FileLink]:
    """Yield the links of a plan, whose tasks are given by the ids of its items."""
    lags = _Lags(plan, base, calendars, {item.id: row for row, item in enumerate(plan.activities)})
    for item in plan.activities:
        for link in item.after:
            lag, is_moved = lags.of(link, item)
            task = tasks[item.id]
            if is_moved:
                losses.of_task("with a lag that the file counts in its own working time", task)
            yield FileLink(tasks[link.predecessor].uid, task.uid, link.type.value, lag)


@frozen
class _Lags:
    plan: Plan
    base: BaseSchedule
    calendars: Calendars
    rows: Mapping[str, int]

    def of(self, link: Link, item: ScheduleItem) -> tuple[Amount, bool]:
        """Return the lag of a link as the file counts it, and whether that is another calendar.

        Microsoft Project counts in working time of the successor, or around the clock.
        """
        calendars = self.calendars
        measured = self._calendar(link, item)
        minutes = link.lag * calendars.minutes_in(measured, link.unit)
        continuous = calendars.number(CONTINUOUS.id)
        counted = continuous if measured == continuous else calendars.number_of(item)
        is_moved = bool(minutes) and counted != measured
        if is_moved:
            minutes = self._recounted(link, minutes, measured, counted)
        unit, length = "d", calendars.minutes_a_day(0)
        if link.unit is TimeUnit.HOURS:
            unit, length = "h", _MINUTES_AN_HOUR
        elif counted == continuous:
            length = _MINUTES_A_DAY
        return Amount(minutes / length, unit, counted == continuous), is_moved

    def _calendar(self, link: Link, item: ScheduleItem) -> int:
        match link.lag_in:
            case LagCalendar.PREDECESSOR:
                return self.calendars.number_of(self.plan.activities[self.rows[link.predecessor]])
            case LagCalendar.SUCCESSOR:
                return self.calendars.number_of(item)
            case LagCalendar.PROJECT:
                return self.calendars.number(None)
            case LagCalendar.CONTINUOUS:
                return self.calendars.number(CONTINUOUS.id)

    def _recounted(self, link: Link, minutes: float, measured: int, counted: int) -> float:
        """Return how long a lag is on another calendar in the base plan."""
        row = self.rows[link.predecessor]
        is_from_start = link.type in (LinkType.SS, LinkType.SF)
        dates = self.base.start_dates if is_from_start else self.base.finish_dates
        first = np.array([self.calendars.instant(dates[row])])
        ours, theirs = self.calendars.works[measured], self.calendars.works[counted]
        worked = ours.minutes_at(first.copy()) + minutes
        last = ours.end(worked) if minutes > 0.0 else ours.begin(worked)
        return float((theirs.minutes_at(last) - theirs.minutes_at(first))[0])


def constraint_of(
    item: ScheduleItem, start: dt.datetime, plan: Plan, calendars: Calendars
) -> FileConstraint | None:
    """Return the constraint of an item; one for the data date where nothing else holds it.

    Of several, an earliest beginning that does not hold the item anyway gives way.
    """
    if isinstance(item, Hammock):
        return FileConstraint(_KINDS[ConstraintKind.SNET], start)
    own = () if isinstance(item, Buffer) else item.constraints
    number = calendars.number_of(item)
    begins = calendars.minutes(number, start)
    own = tuple(one for one in own if not _is_idle(one, begins, calendars, number)) or own
    for kind, name in _KINDS.items():
        found = [constraint for constraint in own if constraint.kind is kind]
        if found:
            return FileConstraint(name, _latest(found))
    if plan.data_date is None or _is_begun(item):
        return None
    known = end(plan.data_date)
    if begins > calendars.minutes(number, known):
        return None
    return FileConstraint(_KINDS[ConstraintKind.SNET], known)


def _is_idle(constraint: Constraint, begins: float, calendars: Calendars, number: int) -> bool:
    """Return whether an item begins later than its constraint asks for, by its calendar."""
    at = constraint.instant
    if constraint.kind is not ConstraintKind.SNET or at is None:
        return False
    return calendars.minutes(number, at) < begins


def _latest(constraints: list[Constraint]) -> dt.datetime | None:
    return max((one.instant for one in constraints if one.instant is not None), default=None)


def _is_begun(item: ScheduleItem) -> bool:
    dates = (getattr(item, name, None) for name in ("actual_start", "actual_finish"))
    return any(date is not None for date in dates)
