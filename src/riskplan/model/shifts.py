"""Working hours within a day, and the days that differ from the others."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable
from typing import Any

from attrs import Attribute, field, frozen

from riskplan.distributions import Distribution
from riskplan.errors import PlanError, Problem
from riskplan.model import fields
from riskplan.model.spelled import are_spelled, spelled_list

__all__ = ["CalendarException", "DayShifts", "LostDays", "Shift", "Weekday", "to_shifts"]

_MINUTES_AN_HOUR = 60
_MINUTES_A_DAY = 24 * _MINUTES_AN_HOUR
_TEXT = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*", re.ASCII)


class Weekday(enum.Enum):
    """A day of the week, Monday first."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


def _in_one_form(value: Any) -> Any:
    """Return ``08:00-12:00`` for ``8:00 - 12:00``; an end at midnight is 24:00."""
    match = _TEXT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    first, last = (f"{int(match[i]):02}:{match[i + 1]}" for i in (1, 3))
    return f"{first}-{'24:00' if last == '00:00' else last}"


def _is_shift(instance: Any, attribute: Attribute[Any], value: Any) -> None:  # noqa: ARG001 - the form of a validator
    match = _TEXT.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        hours, minutes = (int(match[1]), int(match[3])), (int(match[2]), int(match[4]))
        first, last = (h * _MINUTES_AN_HOUR + m for h, m in zip(hours, minutes, strict=True))
        if max(minutes) < _MINUTES_AN_HOUR and first < last <= _MINUTES_A_DAY:
            return
    message = f"a shift cannot be read (got {fields.quoted(value)})"
    remedy = 'write "08:00-12:00", from 00:00 to 24:00; work over midnight is two shifts'
    raise PlanError([Problem("", message, remedy)])


@frozen
class Shift:
    """A stretch of working time within one day, from a minute to a later one.

    Parameters
    ----------
    text : str
        From and to, such as ``"08:00-12:00"``; ``"00:00-24:00"`` is all day.

    Examples
    --------
    >>> Shift("8:00-12:30").minutes
    270
    >>> str(Shift("16:00-00:00"))
    '16:00-24:00'
    """

    text: str = field(converter=_in_one_form, validator=_is_shift)

    @classmethod
    def from_text(cls, text: str) -> Shift:
        """Read a shift such as ``"08:00-12:00"``.

        Raises
        ------
        PlanError
            If the text is not two times of a day, the later one behind.
        """
        return cls(text)

    @classmethod
    def between(cls, first: int, last: int) -> Shift:
        """Return the shift from a minute to another, both counted from midnight [minutes]."""
        (a, b), (c, d) = divmod(first, _MINUTES_AN_HOUR), divmod(last, _MINUTES_AN_HOUR)
        return cls(f"{a:02}:{b:02}-{c:02}:{d:02}")

    @property
    def first(self) -> int:
        """When it begins [minutes after midnight]."""
        return int(self.text[:2]) * _MINUTES_AN_HOUR + int(self.text[3:5])

    @property
    def last(self) -> int:
        """When it ends [minutes after midnight]."""
        return int(self.text[6:8]) * _MINUTES_AN_HOUR + int(self.text[9:])

    @property
    def minutes(self) -> int:
        """How long it is [minutes]."""
        return self.last - self.first

    def __str__(self) -> str:
        return self.text


def to_shifts(value: str | Shift | Iterable[str | Shift]) -> tuple[Shift, ...]:
    """Turn one shift or its text, or several, into a tuple."""
    found: tuple[Shift, ...] = spelled_list(Shift, value)
    return found


@frozen
class DayShifts:
    """The working hours of one weekday that differ from those of the others.

    Parameters
    ----------
    day : Weekday
    shifts : sequence of Shift or str
        The hours worked on it; none where it is not worked.

    Examples
    --------
    >>> DayShifts(Weekday.FRIDAY, ["08:00-12:00"]).shifts
    (Shift(text='08:00-12:00'),)
    """

    day: Weekday = field(validator=fields.is_a(Weekday))
    shifts: tuple[Shift, ...] = field(default=(), converter=to_shifts, validator=are_spelled(Shift))


@frozen
class CalendarException:
    """Dates that are worked otherwise: a holiday, a shutdown, or overtime.

    Parameters
    ----------
    first : datetime.date or str
        The first date.
    last : datetime.date or str, optional
        The last date; the first one unless given.
    shifts : sequence of Shift or str
        The hours worked on each of the dates; none where they are not worked.
    name : str
        What people call it.

    Examples
    --------
    >>> CalendarException("2026-12-24", "2026-12-31", name="Shutdown").shifts
    ()
    """

    first: dt.date = field(converter=fields.to_date, validator=fields.is_date)
    last: dt.date | None = field(
        default=None, converter=fields.to_date, validator=fields.optional(fields.is_date)
    )
    shifts: tuple[Shift, ...] = field(
        default=(), converter=to_shifts, validator=are_spelled(Shift), kw_only=True
    )
    name: str = field(default="", validator=fields.is_text, kw_only=True)

    @property
    def end(self) -> dt.date:
        """The last date."""
        return self.first if self.last is None else self.last


def _is_month(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        fields.refuse(instance, attribute, value, "must be a whole number", "write 1 for January")


@frozen
class LostDays:
    """Working days that the weather takes in a month, drawn for each year.

    Parameters
    ----------
    month : int
        From 1 for January to 12 for December.
    days : Distribution, float or str [working days]
        How many are lost.

    Examples
    --------
    >>> LostDays(1, "triangular(2, 4, 9)").days
    triangular(2, 4, 9)
    """

    month: int = field(validator=_is_month)
    days: Distribution = field(converter=fields.to_distribution, validator=fields.is_distribution)
