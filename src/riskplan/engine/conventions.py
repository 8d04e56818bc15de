"""Conventions: how late a link lets its predecessor be, as tools carry late dates back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.engine.calendared import EarlyDates
from riskplan.engine.timing import FRACTIONS, Tie
from riskplan.engine.worktime import WorkTime

__all__ = ["LateRule", "Place", "as_in_primavera", "as_in_project", "held_back"]


@frozen(eq=False)
class Place:
    """Where a task lies: in minutes of its calendar, and the instants of a point."""

    start: FloatArray
    finish: FloatArray
    instants: FloatArray | None = None


LateRule: TypeAlias = Callable[[EarlyDates, int, Tie, Place], FloatArray]
"""How late a link of a task lets its predecessor begin or end.

It is given the early dates, the task that the link leads to, the link, and where that task lies.
The answer is in minutes of the predecessor's calendar, or instants where that is a point.
"""


def held_back(dates: EarlyDates, row: int, tie: Tie, place: Place) -> FloatArray:
    """Return how long a predecessor can be held back before it moves the task."""
    timing = dates.timing
    is_point = dates.is_instant(tie.predecessor)
    bound = place.finish if tie.to_finish else place.start
    if timing.is_direct(row, tie) and place.instants is None and not is_point:
        return bound - tie.lag
    before, instants = timing.calendar_of(tie.predecessor), place.instants
    if instants is None:
        instants = timing.calendar_of(row).begin(bound)
    if tie.lag:
        # A lag leads to the end of some work, and a lead to the beginning of what follows on it.
        calendar = timing.calendars[tie.calendar]
        worked = (_begun_by if tie.lag < 0.0 else WorkTime.minutes_at)(calendar, instants) - tie.lag
        if tie.calendar == timing.tasks[tie.predecessor].calendar and not is_point:
            return worked
        instants = calendar.begin(worked)
    if is_point:
        return instants
    return _begun_by(before, instants) if tie.from_start else before.minutes_at(instants)


def _begun_by(calendar: WorkTime, instants: FloatArray) -> FloatArray:
    """Return the most work of which what follows begins by instants.

    Where a calendar rests, work that begins when it opens again would begin too late.
    """
    minutes = calendar.minutes_at(instants)
    minutes -= (calendar.begin(minutes) > instants) / FRACTIONS
    return minutes


def as_in_primavera(dates: EarlyDates, row: int, tie: Tie, place: Place) -> FloatArray:
    """Return the date to which Primavera P6 carries a late date back.

    A late finish is the end of a shift, and a late start the beginning of one; either is carried
    over as it stands, whatever the calendars of the two tasks work in between.
    """
    return _carried(dates, tie, _late_date(dates, row, tie, place))


def as_in_project(dates: EarlyDates, row: int, tie: Tie, place: Place) -> FloatArray:
    """Return the date to which Microsoft Project carries a late date back.

    As Primavera does, but a start that is tied to a start is moved to where the predecessor works
    before the lag is taken off.
    """
    instants = _late_date(dates, row, tie, place)
    if tie.from_start and not tie.to_finish:
        before = dates.timing.calendar_of(tie.predecessor)
        instants = before.begin(before.minutes_at(instants))
    return _carried(dates, tie, instants)


def _late_date(dates: EarlyDates, row: int, tie: Tie, place: Place) -> FloatArray:
    """Return the instant that a tool shows as the late start or finish of a task."""
    own = dates.timing.calendar_of(row)
    if tie.to_finish or dates.timing.tasks[row].is_point:
        return own.end(place.finish)
    return own.begin(place.start)


def _carried(dates: EarlyDates, tie: Tie, instants: FloatArray) -> FloatArray:
    """Return instants less the lag: after a lag at the opening of a shift, after a lead its end."""
    timing = dates.timing
    if tie.lag:
        calendar = timing.calendars[tie.calendar]
        worked = calendar.minutes_at(instants) - tie.lag
        instants = calendar.begin(worked) if tie.lag > 0.0 else calendar.end(worked)
    if dates.is_instant(tie.predecessor):
        return instants
    return timing.calendar_of(tie.predecessor).minutes_at(instants)
