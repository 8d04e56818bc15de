"""The working hours of a calendar: of each weekday, and of each date that differs."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from riskplan.model.calendars import Calendar, in_order
from riskplan.model.plan import Plan
from riskplan.model.shifts import Shift, Weekday

__all__ = ["Hours", "Week", "calendar_hours", "minutes_between"]

Hours: TypeAlias = tuple[Shift, ...]
Week: TypeAlias = tuple[Hours, ...]

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)


def calendar_hours(plan: Plan, calendar: Calendar) -> tuple[Week, dict[dt.date, Hours]]:
    """Return the working hours of the seven weekdays, Monday first, and of dates that differ.

    Parameters
    ----------
    plan : Plan
        Where a base of the calendar is looked up.
    calendar : Calendar

    Returns
    -------
    week : tuple of 7 tuples of Shift
        In order of the clock; none on a day that is not worked.
    exceptions : dict of datetime.date to tuple of Shift
        The hours of dates on which another rule holds, which may be the usual ones all the same.

    Raises
    ------
    RequestError
        If the calendar inherits from one that the plan does not have, or from itself.

    Examples
    --------
    >>> week, exceptions = calendar_hours(Plan("P"), Calendar(holidays=["2026-01-01"]))
    >>> week[0], week[6]
    ((Shift(text='09:00-17:00'),), ())
    >>> exceptions
    {datetime.date(2026, 1, 1): ()}
    """
    whole = plan.without_base(calendar)
    dates: dict[dt.date, Hours] = dict.fromkeys(whole.holidays, ())
    for exception in whole.exceptions:
        hours = in_order(exception.shifts)
        count = (exception.end - exception.first).days + 1
        dates |= {exception.first + number * _DAY: hours for number in range(count)}
    return tuple(whole.shifts_of(day) for day in Weekday), dates


def minutes_between(plan: Plan, calendar: Calendar, first: dt.datetime, last: dt.datetime) -> float:
    """Return how many minutes a calendar works from one instant to another; negative backwards.

    Examples
    --------
    >>> plan = Plan("P", calendar=Calendar())
    >>> friday, monday = dt.datetime(2026, 1, 9, 16), dt.datetime(2026, 1, 12, 10)
    >>> minutes_between(plan, plan.calendar, friday, monday)
    120.0
    """
    if last < first:
        return -minutes_between(plan, calendar, last, first)
    week, exceptions = calendar_hours(plan, calendar)
    total, date = 0.0, first.date()
    while date <= last.date():
        midnight = dt.datetime.combine(date, dt.time())
        opens = max((first - midnight) / _MINUTE, 0.0)
        closes = (last - midnight) / _MINUTE
        for shift in exceptions.get(date, week[date.weekday()]):
            total += max(min(shift.last, closes) - max(shift.first, opens), 0.0)
        date += _DAY
    return total
