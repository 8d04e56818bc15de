"""Working time: which days and hours are worked, and how long a week or a month is."""

from __future__ import annotations

import datetime as dt
import enum

from attrs import field, frozen

from riskplan.model import fields

__all__ = ["Calendar", "TimeUnit", "Weekday"]


class Weekday(enum.Enum):
    """A day of the week, Monday first."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class TimeUnit(enum.Enum):
    """A unit of working time; the value is how text links and files spell it."""

    HOURS = "h"
    DAYS = "d"
    WEEKS = "w"
    MONTHS = "mo"


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
        Working hours a day.
    opens : float [hours after midnight]
        When work begins each day.
    id : str
        What activities call the calendar by.

    Examples
    --------
    >>> Calendar(holidays=["2026-01-01"]).holidays
    (datetime.date(2026, 1, 1),)
    >>> Calendar().days_in(TimeUnit.WEEKS)
    5.0
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

    def works_on(self, day: dt.date) -> bool:
        """Return whether a date is a working day."""
        return day not in self.holidays and tuple(Weekday)[day.weekday()] in self.work_week

    def days_in(self, unit: TimeUnit) -> float:
        """Return how many working days [days] one unit holds.

        A week is this calendar's work week, and a month a twelfth of 52 such weeks.
        """
        if unit is TimeUnit.DAYS:
            return 1.0
        week = float(len(set(self.work_week)))
        match unit:
            case TimeUnit.HOURS:
                # A rule refuses a calendar without hours; the other rules still ask it for days.
                return 1.0 / self.hours if self.hours > 0 else 0.0
            case TimeUnit.WEEKS:
                return week
            case TimeUnit.MONTHS:
                return week * _WEEKS_A_YEAR / _MONTHS_A_YEAR
