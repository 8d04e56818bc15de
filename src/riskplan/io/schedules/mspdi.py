"""The XML of Microsoft Project (MSPDI), written as its published schema says, without any Java."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias
from xml.etree import ElementTree as ET

from riskplan.io.schedules.raw import (
    Amount,
    FileCalendar,
    FileException,
    FileLink,
    FileSettings,
    FileTask,
    Lengths,
    ScheduleFile,
    Stretch,
)

__all__ = ["MOST_DATES", "mspdi"]

_NAMESPACE = "http://schemas.microsoft.com/project"
_MIDNIGHT = 24 * 60
_TENTHS = 10
_LINK_TYPES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
_FORMATS = {("h", False): 5, ("h", True): 6, ("d", False): 7, ("d", True): 8}
_CONSTRAINTS = {
    "AS_SOON_AS_POSSIBLE": 0,
    "AS_LATE_AS_POSSIBLE": 1,
    "MUST_START_ON": 2,
    "MUST_FINISH_ON": 3,
    "START_NO_EARLIER_THAN": 4,
    "START_NO_LATER_THAN": 5,
    "FINISH_NO_EARLIER_THAN": 6,
    "FINISH_NO_LATER_THAN": 7,
}
# The custom fields of tasks that are used, by the type of their values.
_FIELDS: Mapping[type, tuple[str, range]] = {
    str: ("Text", range(188743731, 188743732)),
    float: ("Number", range(188743767, 188743772)),
    dt.datetime: ("Date", range(188743945, 188743955)),
}
MOST_DATES = len(_FIELDS[dt.datetime][1])
"""How many custom fields for dates a task has."""

# What XML cannot hold, whether or not it is escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Value: TypeAlias = "str | float | dt.date | dt.time | None"
_Ids: TypeAlias = Mapping[str, tuple[int, str]]


def mspdi(file: ScheduleFile) -> bytes:
    """Return a schedule as the XML of Microsoft Project.

    Written are settings, calendars, tasks with their dates, links, and custom fields that are
    text, numbers or dates.
    """
    project = ET.Element("Project", xmlns=_NAMESPACE)
    _put_settings(project, file.settings)
    ids = _field_ids(file.tasks)
    fields = ET.SubElement(project, "ExtendedAttributes")
    for alias, (field_id, name) in ids.items():
        _put_all(
            ET.SubElement(fields, "ExtendedAttribute"),
            {"FieldID": field_id, "FieldName": name, "Alias": alias},
        )
    calendars = ET.SubElement(project, "Calendars")
    for calendar in file.calendars:
        _put_calendar(calendars, calendar)
    links: dict[int, list[FileLink]] = {}
    for link in file.links:
        links.setdefault(link.successor, []).append(link)
    tasks = ET.SubElement(project, "Tasks")
    for task in file.tasks:
        _put_task(tasks, task, links.get(task.uid, ()), file.settings.lengths, ids)
    ET.indent(project, "")
    text: bytes = ET.tostring(project, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _put_all(parent: ET.Element, values: Mapping[str, _Value]) -> None:
    """Put an element for each value that is there."""
    for tag, value in values.items():
        if value is not None:
            ET.SubElement(parent, tag).text = _text(value)


def _text(value: str | float | dt.date | dt.time) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return _NO_XML.sub("\ufffd", value) if isinstance(value, str) else repr(value)


def _put_settings(project: ET.Element, settings: FileSettings) -> None:
    lengths = settings.lengths
    _put_all(
        project,
        {
            "SaveVersion": 14,
            "Name": settings.name,
            "Title": settings.name,
            "ScheduleFromStart": True,
            "StartDate": settings.start,
            "FinishDate": settings.finish,
            "CurrencyCode": settings.currency or None,
            "CalendarUID": settings.calendar,
            "DefaultStartTime": settings.default_start,
            "DefaultFinishTime": settings.default_finish,
            "MinutesPerDay": round(lengths.day),
            "MinutesPerWeek": round(lengths.week),
            "DaysPerMonth": round(lengths.month / lengths.day),
            "DurationFormat": _FORMATS["d", False],
            "HonorConstraints": settings.honor_constraints,
            "StatusDate": settings.status_date,
        },
    )


# --- calendars ------------------------------------------------------------------------------------


def _put_calendar(calendars: ET.Element, calendar: FileCalendar) -> None:
    element = ET.SubElement(calendars, "Calendar")
    _put_all(
        element,
        {
            "UID": calendar.uid,
            "Name": calendar.name,
            "IsBaseCalendar": True,
            "BaseCalendarUID": -1,
        },
    )
    days = ET.SubElement(element, "WeekDays")
    for number, hours in enumerate(calendar.week.days):
        day = ET.SubElement(days, "WeekDay")
        ET.SubElement(day, "DayType").text = str((number + 1) % 7 + 1)  # 1 is Sunday
        _put_hours(day, hours or ())
    if calendar.exceptions:
        exceptions = ET.SubElement(element, "Exceptions")
        for exception in calendar.exceptions:
            _put_exception(exceptions, exception)


def _put_exception(exceptions: ET.Element, exception: FileException) -> None:
    element = ET.SubElement(exceptions, "Exception")
    _put_all(element, {"EnteredByOccurrences": False})
    period = ET.SubElement(element, "TimePeriod")
    last = dt.datetime.combine(exception.last, dt.time(23, 59))
    _put_all(period, {"FromDate": dt.datetime.combine(exception.first, dt.time()), "ToDate": last})
    count = (exception.last - exception.first).days + 1
    _put_all(element, {"Occurrences": count, "Name": exception.name or None, "Type": 1})
    _put_hours(element, exception.shifts)


def _put_hours(day: ET.Element, hours: Iterable[Stretch]) -> None:
    shifts = list(hours)
    _put_all(day, {"DayWorking": bool(shifts)})
    if shifts:
        times = ET.SubElement(day, "WorkingTimes")
        for shift in shifts:
            first, last = _time(shift.first), _time(shift.last)
            _put_all(ET.SubElement(times, "WorkingTime"), {"FromTime": first, "ToTime": last})


def _time(minute: int) -> dt.time:
    """Return a time of day; a shift that ends with the day ends at 00:00."""
    return dt.time(*divmod(minute % _MIDNIGHT, 60))


# --- tasks ----------------------------------------------------------------------------------------


def _field_ids(tasks: Iterable[FileTask]) -> dict[str, tuple[int, str]]:
    """Return the field and its name for each custom field in use."""
    counts = dict.fromkeys(_FIELDS, 0)
    found: dict[str, tuple[int, str]] = {}
    for task in tasks:
        for alias, value in task.custom.items():
            if alias not in found:
                kind = type(value)
                name, ids = _FIELDS[kind]
                found[alias] = ids[counts[kind]], f"{name}{counts[kind] + 1}"
                counts[kind] += 1
    return found


def _put_task(
    tasks: ET.Element, task: FileTask, links: Iterable[FileLink], lengths: Lengths, ids: _Ids
) -> None:
    element = ET.SubElement(tasks, "Task")
    constraint, duration = task.constraint, task.duration or Amount(0.0, "d")
    left = task.remaining or duration
    minutes, rest = duration.minutes(lengths), left.minutes(lengths)
    _put_all(
        element,
        {
            "UID": task.uid,
            "ID": task.id,
            "Name": task.name,
            "Active": True,
            "Manual": False,
            "Type": 1,  # of a fixed duration
            "IsNull": False,
            "OutlineNumber": task.outline_number,
            "OutlineLevel": task.outline_level,
            "Start": task.start,
            "Finish": task.finish,
            "Duration": _duration(minutes),
            "DurationFormat": _FORMATS[duration.unit, duration.elapsed],
            "Estimated": False,
            "Milestone": task.milestone,
            "Summary": task.summary,
            "Critical": task.critical,
            "EarlyStart": task.early_start,
            "EarlyFinish": task.early_finish,
            "LateStart": task.late_start,
            "LateFinish": task.late_finish,
            "TotalSlack": _tenths(task.total_float, lengths),
            "PercentComplete": None if task.summary else round(task.percent_complete),
            "ActualStart": task.actual_start,
            "ActualFinish": task.actual_finish,
            "ActualDuration": _duration(minutes - rest),
            "RemainingDuration": _duration(rest),
            "ConstraintType": 0 if constraint is None else _CONSTRAINTS[constraint.kind],
            "CalendarUID": -1 if task.calendar is None else task.calendar,
            "ConstraintDate": None if constraint is None else constraint.at,
            "Deadline": task.deadline,
        },
    )
    for link in links:
        _put_all(
            ET.SubElement(element, "PredecessorLink"),
            {
                "PredecessorUID": link.predecessor,
                "Type": _LINK_TYPES[link.type],
                "CrossProject": False,
                "LinkLag": _tenths(link.lag, lengths),
                "LagFormat": _FORMATS[link.lag.unit, link.lag.elapsed],
            },
        )
    for alias, value in task.custom.items():
        custom = ET.SubElement(element, "ExtendedAttribute")
        text = value if isinstance(value, str | float | dt.datetime) else None
        _put_all(custom, {"FieldID": ids[alias][0], "Value": text})


def _duration(minutes: float) -> str:
    """Return a duration to a tenth of a minute, which is as fine as the format goes."""
    seconds = round(minutes * _TENTHS) * 6
    return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def _tenths(amount: Amount | None, lengths: Lengths) -> int | None:
    return None if amount is None else round(amount.minutes(lengths) * _TENTHS)
