"""Which fields of tasks and assignments are taken from MPXJ, and how their text is read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from riskplan.io.schedules.raw import Amount

__all__ = ["ASSIGNMENT", "CUSTOM_READERS", "SHOWN", "STORED", "Fields", "amount", "date_time"]

_AMOUNT = re.compile(r"(-?[0-9.]+(?:E-?[0-9]+)?)(e?)(mo|[mhdwy%])")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?")

Reader: TypeAlias = Callable[[str], Any]
Fields: TypeAlias = Mapping[str, tuple[str, Reader]]


def amount(text: str) -> Amount | None:
    """Return an amount as MPXJ spells it; None for what is none.

    Examples
    --------
    >>> amount("1.5d")
    Amount(number=1.5, unit='d', elapsed=False)
    >>> amount("-50.0e%")
    Amount(number=-50.0, unit='%', elapsed=True)
    """
    match = _AMOUNT.fullmatch(text)
    return Amount(float(match[1]), match[3], bool(match[2])) if match else None


def date_time(text: str) -> dt.datetime | None:
    """Return a date and time; None for what no calendar of Python knows.

    Examples
    --------
    >>> date_time("2026-01-05T08:00")
    datetime.datetime(2026, 1, 5, 8, 0)
    """
    try:
        return dt.datetime.fromisoformat(text[:19])
    except ValueError:
        return None


def _flag(text: str) -> bool:
    return text == "true"


def _splits(text: str) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
    """Return the stretches in which a task is worked; none for a task in one piece."""
    dates = [dt.datetime.fromisoformat(found) for found in _DATE_TIME.findall(text)]
    stretches = tuple(zip(dates[0::2], dates[1::2], strict=False))
    return stretches if len(stretches) > 1 else ()


# What the file itself stores. MPXJ would calculate these where the file does not.
STORED: Fields = {
    "uid": ("UNIQUE_ID", int),
    "calendar": ("CALENDAR_UNIQUE_ID", int),
    "duration": ("DURATION", amount),
    "remaining": ("REMAINING_DURATION", amount),
    "actual_duration": ("ACTUAL_DURATION", amount),
    "manual_duration": ("MANUAL_DURATION", amount),
    "leveling_delay": ("LEVELING_DELAY", amount),
    "total_float": ("TOTAL_SLACK", amount),
    "free_float": ("FREE_SLACK", amount),
    "early_start": ("EARLY_START", date_time),
    "early_finish": ("EARLY_FINISH", date_time),
    "late_start": ("LATE_START", date_time),
    "late_finish": ("LATE_FINISH", date_time),
    "critical": ("CRITICAL", _flag),
}

SHOWN: Fields = {
    "id": ("ID", int),
    "activity_id": ("ACTIVITY_ID", str),
    "name": ("NAME", str),
    "outline_level": ("OUTLINE_LEVEL", int),
    "outline_number": ("OUTLINE_NUMBER", str),
    "parent": ("PARENT_TASK_UNIQUE_ID", int),
    "summary": ("SUMMARY", _flag),
    "milestone": ("MILESTONE", _flag),
    "null": ("NULL", _flag),
    "active": ("ACTIVE", _flag),
    "mode": ("TASK_MODE", str),
    "external": ("EXTERNAL_TASK", _flag),
    "recurring": ("RECURRING", _flag),
    "activity_type": ("ACTIVITY_TYPE", str),
    "ignore_resource_calendar": ("IGNORE_RESOURCE_CALENDAR", _flag),
    "constraint": ("CONSTRAINT_TYPE", str),
    "constraint_date": ("CONSTRAINT_DATE", date_time),
    "secondary_constraint": ("SECONDARY_CONSTRAINT_TYPE", str),
    "secondary_constraint_date": ("SECONDARY_CONSTRAINT_DATE", date_time),
    "deadline": ("DEADLINE", date_time),
    "expected_finish": ("EXPECTED_FINISH", date_time),
    "external_early_start": ("EXTERNAL_EARLY_START", date_time),
    "external_late_finish": ("EXTERNAL_LATE_FINISH", date_time),
    "percent_complete": ("PERCENT_COMPLETE", float),
    "start": ("START", date_time),
    "finish": ("FINISH", date_time),
    "actual_start": ("ACTUAL_START", date_time),
    "actual_finish": ("ACTUAL_FINISH", date_time),
    "resume": ("RESUME", date_time),
    "suspend_date": ("SUSPEND_DATE", date_time),
    "splits": ("WORK_SPLITS", _splits),
}

ASSIGNMENT: Fields = {
    "task": ("TASK_UNIQUE_ID", int),
    "resource": ("RESOURCE_UNIQUE_ID", int),
}

# By what MPXJ calls the type of a custom field; all others are text.
CUSTOM_READERS: Mapping[str, Reader] = {
    "DURATION": amount,
    "WORK": amount,
    "DELAY": amount,
    "DATE": date_time,
    "BOOLEAN": _flag,
    "NUMERIC": float,
    "CURRENCY": float,
    "PERCENTAGE": float,
    "UNITS": float,
    "INTEGER": float,
    "SHORT": float,
}
