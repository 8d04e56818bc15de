"""The calendars of a plan as those of a schedule file: each complete in itself, date by date."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.raw import (
    FileCalendar,
    FileException,
    FileWeek,
    Lengths,
    Stretch,
)
from riskplan.model import Calendar, Plan, Shift, TimeUnit
from riskplan.model.working_hours import calendar_hours

__all__ = ["calendars_of", "lengths_of"]

_MINUTES_AN_HOUR = 60.0
_MONTHS_A_YEAR = 12
_DAY = dt.timedelta(days=1)
_MOST_SHIFTS = 5


def calendars_of(plan: Plan, losses: Losses) -> dict[str, FileCalendar]:
    """Return the calendars of a plan by their ids, that of the plan first."""
    known = {calendar.id: calendar for calendar in (plan.calendar, *plan.calendars)}
    names = Counter((*known, *(calendar.name for calendar in known.values())))
    found = {}
    for uid, calendar in enumerate(known.values(), 1):
        name = calendar.name if names[calendar.name] == 1 else calendar.id
        found[calendar.id] = _calendar(plan, calendar, uid, name or calendar.id)
        _say_losses(calendar, found[calendar.id], plan, losses)
    return found


def lengths_of(calendar: Calendar) -> Lengths:
    """Return how long the units of a duration are on a calendar."""
    day = calendar.hours * _MINUTES_AN_HOUR
    month = calendar.days_in(TimeUnit.MONTHS) * day
    return Lengths(day, calendar.days_in(TimeUnit.WEEKS) * day, month, _MONTHS_A_YEAR * month)


def _calendar(plan: Plan, calendar: Calendar, uid: int, name: str) -> FileCalendar:
    week, dates = calendar_hours(plan, calendar)
    days = tuple(map(_stretches, week))
    called = {
        exception.first + number * _DAY: exception.name
        for exception in plan.without_base(calendar).exceptions
        for number in range((exception.end - exception.first).days + 1)
    }
    differing = [
        FileException(date, date, hours, called.get(date, ""))
        for date, shifts in sorted(dates.items())
        if (hours := _stretches(shifts)) != days[date.weekday()]
    ]
    return FileCalendar(uid, name, None, FileWeek(days), exceptions=tuple(_joined(differing)))


def _stretches(shifts: Sequence[Shift]) -> tuple[Stretch, ...]:
    return tuple(Stretch(shift.first, shift.last) for shift in shifts)


def _joined(exceptions: Sequence[FileException]) -> Iterator[FileException]:
    """Yield exceptions for single dates, those that follow on each other alike as one."""
    open_one: FileException | None = None
    for one in exceptions:
        if open_one is None:
            open_one = one
        elif (open_one.last + _DAY, open_one.shifts, open_one.name) == (
            one.first,
            one.shifts,
            one.name,
        ):
            open_one = FileException(open_one.first, one.last, one.shifts, one.name)
        else:
            yield open_one
            open_one = one
    if open_one is not None:
        yield open_one


def _say_losses(calendar: Calendar, written: FileCalendar, plan: Plan, losses: Losses) -> None:
    if calendar.lost:
        losses.say(f'the days that the weather takes are left out of calendar "{calendar.id}"')
    if calendar.hours != plan.calendar.hours:
        losses.say(
            f'a day of calendar "{calendar.id}" counts {plan.calendar.hours:g} hours, as one of '
            f"the project does, not {calendar.hours:g}"
        )
    days = (*written.week.days, *(exception.shifts for exception in written.exceptions))
    if any(len(hours or ()) > _MOST_SHIFTS for hours in days):
        losses.say(
            f'calendar "{calendar.id}" has days of more than {_MOST_SHIFTS} shifts, which '
            "Microsoft Project does not take"
        )
