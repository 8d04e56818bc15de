"""What MPXJ hands over becomes frozen values: texts to dates, amounts and choices."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from riskplan.errors import FileError
from riskplan.io.schedules.columns import Columns
from riskplan.io.schedules.fields import (
    ASSIGNMENT,
    CUSTOM_READERS,
    SHOWN,
    STORED,
    Fields,
    amount,
    date_time,
)
from riskplan.io.schedules.mpxj import Column, Handover
from riskplan.io.schedules.raw import (
    Amount,
    CustomValue,
    FileAssignment,
    FileCalendar,
    FileConstraint,
    FileException,
    FileLink,
    FileResource,
    FileSettings,
    FileTask,
    FileWeek,
    Lengths,
    ScheduleFile,
    Stretch,
)

__all__ = ["schedule_file"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MIDNIGHT = 24 * 60


def schedule_file(given: Handover, source: str, notes: tuple[str, ...] = ()) -> ScheduleFile:
    """Return the frozen values of what MPXJ has handed over.

    Raises
    ------
    FileError
        If the schedule holds no task.
    """
    document = given.document
    tasks = tuple(_tasks(given))
    if all(task.summary or task.null for task in tasks):
        raise FileError(f"{source}: it holds no activity; is it the right file?")
    inside, outside = _links(given, {task.uid for task in tasks})
    return ScheduleFile(
        source=source,
        settings=_settings(document["property_values"]),
        calendars=tuple(_calendars(given)),
        tasks=tasks,
        links=inside,
        outside_links=outside,
        resources=tuple(map(_resource, document.get("resources", ()))),
        assignments=tuple(_assignments(given)),
        notes=(*notes, *_repeated(tasks)),
        fields={label: column.field for label, column in given.custom.items()},
    )


def _repeated(tasks: Sequence[FileTask]) -> Iterator[str]:
    counts = Counter(task.uid for task in tasks)
    twice = [str(uid) for uid, count in counts.items() if count > 1]
    if twice:
        yield f"several tasks have the same unique id, of which the last counts: {', '.join(twice)}"


def _tasks(given: Handover) -> Iterator[FileTask]:
    columns = dict(_read_columns({**STORED, **SHOWN}, given.tasks))
    for name in ("constraint", "secondary_constraint"):
        dates = columns.pop(f"{name}_date")
        columns[name] = list(map(_constraint, columns[name], dates))
    columns["manual"] = [mode == "MANUALLY_SCHEDULED" for mode in columns.pop("mode")]
    custom = _rows({name: _custom(column) for name, column in given.custom.items()})
    codes = _rows(given.codes)
    empty: dict[str, Any] = {}
    for row, values in enumerate(_filled(columns)):
        if values.get("uid") is not None:
            yield FileTask(
                **values,
                custom=custom[row] if custom else empty,
                codes=codes[row] if codes else empty,
            )


def _read_columns(fields: Fields, texts: Columns) -> Iterator[tuple[str, list[Any]]]:
    """Yield the values of each column; equal texts, of which there are many, are read once."""
    for name, (_, read) in fields.items():
        known = {text: None if text is None else read(text) for text in set(texts[name])}
        yield name, [known[text] for text in texts[name]]


def _filled(columns: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Yield what a value of each row is made of; where there is nothing, the default stays."""
    for row in zip(*columns.values(), strict=True):
        yield {name: value for name, value in zip(columns, row, strict=True) if value is not None}


def _rows(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    return list(_filled({name: list(values) for name, values in columns.items()}))


def _constraint(kind: str | None, at: dt.datetime | None) -> FileConstraint | None:
    return FileConstraint(kind, at) if kind else None


def _custom(column: Column) -> list[CustomValue | None]:
    read = CUSTOM_READERS.get(column.type, str)
    return [None if text is None else read(text) for text in column.values]


def _links(given: Handover, known: set[int]) -> tuple[tuple[FileLink, ...], tuple[FileLink, ...]]:
    """Return the links within the schedule, and those to other projects."""
    columns = (given.links[name] for name in ("predecessor", "successor", "type", "lag", "id"))
    lags = {text: amount(text or "") or Amount(0.0) for text in set(given.links["lag"])}
    found = [
        FileLink(int(first), int(last), kind or "FS", lags[lag], int(uid or 0) or None)
        for first, last, kind, lag, uid in zip(*columns, strict=True)
        if first is not None and last is not None
    ]
    inside: list[FileLink] = []
    outside: list[FileLink] = []
    for link in found:
        ours = link.predecessor in known and link.successor in known
        (inside if ours else outside).append(link)
    return tuple(inside), tuple(outside)


def _settings(item: Mapping[str, Any]) -> FileSettings:
    dates: dict[str, Any] = {
        name: _moment(item.get(key))
        for name, key in (
            ("start", "start_date"),
            ("finish", "finish_date"),
            ("planned_start", "planned_start"),
            ("must_finish_by", "must_finish_by"),
            ("status_date", "status_date"),
        )
    }
    choices: dict[str, Any] = {
        name: item[key]
        for name, key in (
            ("application", "file_application"),
            ("kind", "file_type"),
            ("name", "name"),
            ("title", "project_title"),
            ("project_id", "project_id"),
            ("calendar", "default_calendar_unique_id"),
            ("currency", "currency_code"),
            ("schedule_from", "schedule_from"),
            ("lag_calendar", "relationship_lag_calendar"),
            ("progress", "scheduling_progressed_activities"),
            ("float_type", "total_slack_calculation_type"),
            ("critical_type", "critical_activity_type"),
            ("honor_constraints", "honor_constraints"),
            ("multiple_critical_paths", "multiple_critical_paths"),
            ("open_ends_critical", "make_open_ended_activities_critical"),
            ("use_expected_finish", "use_expected_finish_dates"),
            ("start_lag_from_early_start", "compute_start_to_start_lag_from_early_start"),
            ("float_of_each_project", "calculate_float_based_on_finish_date_of_each_project"),
            ("ignore_other_projects", "ignore_relationships_to_and_from_other_projects"),
            ("split_in_progress", "split_in_progress_tasks"),
        )
        if key in item
    }
    return FileSettings(
        **dates,
        **choices,
        lengths=_lengths(item) or Lengths(),
        critical_limit=float(item.get("critical_slack_limit", 0.0)),
        default_start=_time(item.get("default_start_time")),
        default_finish=_time(item.get("default_end_time")),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return date_time(text) if text else None


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


def _lengths(item: Mapping[str, Any]) -> Lengths | None:
    """Return the lengths of the units, from days where the longer ones are not given."""
    day = item.get("minutes_per_day")
    if not day:
        return None
    week = item.get("minutes_per_week") or 5 * day
    month = item.get("minutes_per_month") or item.get("days_per_month", 20) * day
    return Lengths(
        float(day), float(week), float(month), float(item.get("minutes_per_year") or 12 * month)
    )


def _calendars(given: Handover) -> Iterator[FileCalendar]:
    for item in given.document["calendars"]:
        uid = item["unique_id"]
        yield FileCalendar(
            uid,
            item.get("name", ""),
            item.get("parent_unique_id"),
            _week(item),
            tuple(map(_week, item.get("working_weeks", ()))),
            tuple(_exceptions(given, uid, item.get("exceptions", ()))),
            _lengths(item),
            item.get("type", ""),
            item.get("personal", False),
        )


def _week(item: Mapping[str, Any]) -> FileWeek:
    days = (item.get(day, {"type": "default"}) for day in _DAYS)
    return FileWeek(
        tuple(None if day.get("type") == "default" else _shifts(day) for day in days),
        _day(item.get("effective_from")),
        _day(item.get("effective_to")),
        item.get("name", "") if "effective_from" in item else "",
    )


def _exceptions(
    given: Handover, uid: int, items: list[Mapping[str, Any]]
) -> Iterator[FileException]:
    for place, item in enumerate(items):
        shifts, name = _shifts(item), item.get("name", "")
        if "recurrence" in item:
            for text in given.recurring[uid, place]:
                day = _day(text)
                if day is not None:
                    yield FileException(day, day, shifts, name)
        else:
            first, last = _day(item.get("from")), _day(item.get("to"))
            if first is not None:
                yield FileException(first, last or first, shifts, name)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _shifts(day: Mapping[str, Any]) -> tuple[Stretch, ...]:
    """Return the working stretches of a day; one that ends at 00:00 ends at midnight."""
    if day.get("type") == "non_working":
        return ()
    hours = (
        Stretch(_minute(part["from"]), _minute(part["to"]) or _MIDNIGHT)
        for part in day.get("hours", ())
        if "from" in part and "to" in part
    )
    return tuple(sorted(hours, key=lambda stretch: stretch.first))


def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:5])


def _resource(item: Mapping[str, Any]) -> FileResource:
    return FileResource(
        item.get("unique_id", 0),
        item.get("name", ""),
        item.get("type", ""),
        item.get("calendar_unique_id"),
        item.get("max_units"),
    )


def _assignments(given: Handover) -> Iterator[FileAssignment]:
    columns = dict(_read_columns(ASSIGNMENT, given.assignments))
    return (FileAssignment(**values) for values in _filled(columns) if "task" in values)
