"""Dates that may carry a time of day, and which instant a date alone means."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeAlias

from attrs import Attribute

from riskplan.model import fields

__all__ = ["Moment", "MomentLike", "beginning", "end", "is_moment", "to_moment", "written"]

Moment: TypeAlias = dt.date | dt.datetime
MomentLike: TypeAlias = dt.date | dt.datetime | str

_MIDNIGHT = dt.time()
_DATE_LENGTH = len("2026-01-05")


def to_moment(value: MomentLike | None) -> Moment | None:
    """Turn ``"2026-03-01"`` into a date, and ``"2026-03-01 17:00"`` into a date with a time."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    try:
        if len(text) <= _DATE_LENGTH:
            return dt.date.fromisoformat(text)
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return value  # type: ignore[return-value]  # is_moment refuses it, with its place


def is_moment(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but a date that exists, with or without a time of day to the minute."""
    if not isinstance(value, dt.date):
        remedy = "write it as YYYY-MM-DD, or as YYYY-MM-DD HH:MM"
        fields.refuse(instance, attribute, value, "must be a date that exists", remedy)
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            remedy = "write the local time of the project"
            fields.refuse(instance, attribute, value, "must not name a time zone", remedy)
        if value.second or value.microsecond:
            fields.refuse(instance, attribute, value, "must be a whole minute", "leave seconds out")


def beginning(moment: Moment) -> dt.datetime:
    """Return the instant that a moment means for a start: a date alone means its first instant.

    Examples
    --------
    >>> beginning(dt.date(2026, 3, 1))
    datetime.datetime(2026, 3, 1, 0, 0)
    """
    if isinstance(moment, dt.datetime):
        return moment
    return dt.datetime.combine(moment, _MIDNIGHT)


def end(moment: Moment) -> dt.datetime:
    """Return the instant that a moment means for a finish: a date alone means all of that day.

    Examples
    --------
    >>> end(dt.date(2026, 3, 1))
    datetime.datetime(2026, 3, 2, 0, 0)
    """
    if isinstance(moment, dt.datetime):
        return moment
    if moment == dt.date.max:
        return dt.datetime.max
    return dt.datetime.combine(moment + dt.timedelta(days=1), _MIDNIGHT)


def written(moment: Moment) -> str:
    """Return the text of a moment, such as ``2026-03-01`` or ``2026-03-01 17:00``."""
    if isinstance(moment, dt.datetime):
        return moment.isoformat(sep=" ", timespec="minutes")
    return moment.isoformat()
