"""Working time: which days and hours are worked, and how long a week or a month is."""

from __future__ import annotations

import datetime as dt
import enum
import functools

from attrs import field, frozen

from riskplan.model import fields
from riskplan.model.shifts import CalendarException, DayShifts, LostDays, Shift, Weekday, to_shifts
from riskplan.model.spelled import are_spelled

__all__ = ["CONTINUOUS", "Calendar", "TimeUnit", "Weekday"]


class TimeUnit(enum.Enum):
    """A unit of working time; the value is how text links and files spell it."""

    HOURS = "h"
    DAYS = "d"
    WEEKS = "w"
    MONTHS = "mo"


_MINUTES_AN_HOUR = 60
_MINUTES_A_DAY = 24 * _MINUTES_AN_HOUR
_MONTHS_A_YEAR = 12
_WEEKS_A_YEAR = 52

MONDAY_TO_FRIDAY = tuple(Weekday)[:5]


@frozen
class Calendar:
    """Working days and hours.

    Parameters
    ----------
    work_week : sequence of Weekday
        The days of the week that are worked; Monday to Friday unless given.
    holidays : sequence of datetime.date or str
        Dates that are not worked although their weekday is.
    hours : float [hours]
        Working hours a day: what one working day means as a unit of duration.
    opens : float [hours after midnight]
        When work begins each day.
    id : str
        What activities call the calendar by.
    name : str
        What people call it.
    shifts : sequence of Shift or str
        The working hours of every day of the work week; one shift unless given, of as many hours
        as a day has, from when work begins.
    week : sequence of DayShifts
        Weekdays with working hours of their own; none on a day takes it from the work week.
    exceptions : sequence of CalendarException
        Stretches of dates that are worked otherwise; they come before holidays, and the later of
        two before the earlier.
    base : str, optional
        The id of the calendar that this one inherits from: working hours, holidays and exceptions
        are those of the base, apart from weekdays and dates that this one states itself.
    lost : sequence of LostDays
        Working days that the weather takes, by month.

    Examples
    --------
    >>> Calendar(holidays=["2026-01-01"]).holidays
    (datetime.date(2026, 1, 1),)
    >>> Calendar().days_in(TimeUnit.WEEKS)
    5.0
    >>> Calendar(shifts=["08:00-12:00", "13:00-17:00"]).shifts_of(Weekday.MONDAY)
    (Shift(text='08:00-12:00'), Shift(text='13:00-17:00'))
    """

    work_week: tuple[Weekday, ...] = field(
        default=MONDAY_TO_FRIDAY, converter=fields.to_tuple, validator=fields.is_tuple_of(Weekday)
    )
    holidays: tuple[dt.date, ...] = field(
        default=(), converter=fields.to_dates, validator=fields.is_tuple_of(dt.date), kw_only=True
    )
    hours: float = field(
        default=8.0, converter=fields.to_number, validator=fields.is_number, kw_only=True
    )
    opens: float = field(
        default=9.0, converter=fields.to_number, validator=fields.is_number, kw_only=True
    )
    id: str = field(default="plan", validator=fields.is_id, kw_only=True)
    name: str = field(default="", validator=fields.is_text, kw_only=True)
    shifts: tuple[Shift, ...] = field(
        default=(), converter=to_shifts, validator=are_spelled(Shift), kw_only=True
    )
    week: tuple[DayShifts, ...] = field(
        default=(),
        converter=fields.to_tuple,
        validator=fields.is_tuple_of(DayShifts),
        kw_only=True,
    )
    exceptions: tuple[CalendarException, ...] = field(
        default=(),
        converter=fields.to_tuple,
        validator=fields.is_tuple_of(CalendarException),
        kw_only=True,
    )
    base: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    lost: tuple[LostDays, ...] = field(
        default=(),
        converter=fields.to_tuple,
        validator=fields.is_tuple_of(LostDays),
        kw_only=True,
    )

    def usual_shifts(self) -> tuple[Shift, ...]:
        """Return the working hours of a day of the work week, in order; its base is not asked."""
        if self.shifts:
            return in_order(self.shifts)
        first = round(self.opens * _MINUTES_AN_HOUR)
        last = min(first + round(self.hours * _MINUTES_AN_HOUR), _MINUTES_A_DAY)
        # A rule refuses other hours; the other rules still ask for shifts.
        return (Shift.between(first, last),) if 0 <= first < last else ()

    def shifts_of(self, day: Weekday) -> tuple[Shift, ...]:
        """Return the working hours of a weekday, in order; its base is not asked."""
        own = _by_weekday(self.week).get(day)
        if own is not None:
            return own
        return self.usual_shifts() if day in self.work_week else ()

    def works_on(self, day: dt.date) -> bool:
        """Return whether a date is a working day; its base is not asked."""
        for exception in reversed(self.exceptions):
            if exception.first <= day <= exception.end:
                return bool(exception.shifts)
        return day not in self.holidays and tuple(Weekday)[day.weekday()] in self._worked()

    def days_in(self, unit: TimeUnit) -> float:
        """Return how many working days [days] one unit holds.

        A week is this calendar's work week, and a month a twelfth of 52 such weeks.
        """
        if unit is TimeUnit.DAYS:
            return 1.0
        week = float(len(self._worked()))
        match unit:
            case TimeUnit.HOURS:
                # A rule refuses a calendar without hours; the other rules still ask it for days.
                return 1.0 / self.hours if self.hours > 0 else 0.0
            case TimeUnit.WEEKS:
                return week
            case TimeUnit.MONTHS:
                return week * _WEEKS_A_YEAR / _MONTHS_A_YEAR

    def _worked(self) -> set[Weekday]:
        own = _by_weekday(self.week)
        return (set(self.work_week) - set(own)) | {day for day, shifts in own.items() if shifts}


def in_order(shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
    """Return shifts from the earliest to the latest."""
    return tuple(sorted(shifts, key=lambda shift: (shift.first, shift.last)))


@functools.lru_cache(maxsize=256)
def _by_weekday(week: tuple[DayShifts, ...]) -> dict[Weekday, tuple[Shift, ...]]:
    return {own.day: in_order(own.shifts) for own in week}


CONTINUOUS = Calendar(tuple(Weekday), hours=24, opens=0, id="24h", name="24 hours")
