"""The working hours of a calendar: of each weekday, and of each date that differs."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from riskplan.model.calendars import Calendar, in_order
from riskplan.model.plan import Plan
from riskplan.model.shifts import Shift, Weekday

__all__ = ["Hours", "Week", "calendar_hours"]

Hours: TypeAlias = tuple[Shift, ...]
Week: TypeAlias = tuple[Hours, ...]

_DAY = dt.timedelta(days=1)


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
