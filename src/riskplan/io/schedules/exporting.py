"""A plan with its base dates becomes a schedule file, and what a file cannot say is listed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen

from riskplan.compiler.calendars import Calendars
from riskplan.compiler.timing import needs_timing
from riskplan.errors import RequestError
from riskplan.io.schedules.exporting_calendars import calendars_of, lengths_of
from riskplan.io.schedules.exporting_links import constraint_of, links_of
from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.raw import (
    Amount,
    CustomValue,
    FileCalendar,
    FileSettings,
    FileTask,
    Lengths,
    ScheduleFile,
)
from riskplan.model import (
    CONTINUOUS,
    Activity,
    Buffer,
    ConstraintPolicy,
    Hammock,
    Milestone,
    Plan,
    ScheduleItem,
    is_in_base,
)
from riskplan.model.moments import beginning, end
from riskplan.results import BaseSchedule

__all__ = ["CustomFields", "exported"]

_ID = "Activity ID"
_MINUTES_A_DAY = 24 * 60.0
_GREATEST_UID = 2**31


_Values: TypeAlias = Mapping[str, CustomValue]


@frozen
class CustomFields:
    """What tasks say beside their dates.

    Parameters
    ----------
    project : dict of str to text, number or date
    phases : dict of str to such a dict
        By the ids of the phases.
    items : tuple of such dicts
        In the order of the plan's activities.
    """

    project: _Values
    phases: Mapping[str, _Values]
    items: tuple[_Values, ...]


def exported(
    plan: Plan, base: BaseSchedule, custom: CustomFields
) -> tuple[ScheduleFile, tuple[str, ...]]:
    """Return the schedule file of a plan, and what the file leaves out or says otherwise.

    Phases become summaries. Where the ids of all items are numbers, as after reading a file of
    Microsoft Project, they are the unique ids of the tasks.

    Parameters
    ----------
    plan : Plan
    base : BaseSchedule
        The base schedule of the plan.
    custom : CustomFields

    Raises
    ------
    RequestError
        If the plan has no start.
    """
    if plan.start is None:
        raise RequestError(
            "the plan has no start, and a schedule file holds dates; give it one, "
            "or write a .csv, which holds working days"
        )
    losses = Losses()
    calendars = calendars_of(plan, losses)
    exporter = _Exporter(
        plan=plan,
        base=base,
        custom=custom,
        times=_Times(plan, base, Calendars(plan), not needs_timing(plan)),
        uids=_uids_of(plan),
        calendars=calendars,
        lengths=lengths_of(plan.calendar),
        losses=losses,
    )
    tasks = tuple(exporter.tasks())
    by_id = {task.activity_id: task for task in tasks if task.activity_id is not None}
    file = ScheduleFile(
        source=plan.name,
        settings=_settings(plan, tasks[0], exporter.lengths),
        calendars=tuple(calendars.values()),
        tasks=tasks,
        links=tuple(links_of(plan, base, exporter.times.calendars, by_id, losses)),
    )
    return file, tuple(losses)


def _uids_of(plan: Plan) -> dict[str, int]:
    ids = [item.id for item in plan.activities]
    if all(id_.isdecimal() and str(int(id_)) == id_ for id_ in ids):
        uids = {id_: int(id_) for id_ in ids}
        if all(0 < uid < _GREATEST_UID for uid in uids.values()):
            return uids
    return {id_: number for number, id_ in enumerate(ids, 1)}


def _settings(plan: Plan, project: FileTask, lengths: Lengths) -> FileSettings:
    shifts = plan.without_base(plan.calendar).usual_shifts()
    is_hard = plan.constraint_policy is ConstraintPolicy.HARD
    return FileSettings(
        name=plan.name,
        # What may begin is up to the calendars, so that the day begins with its first instant.
        start=None if plan.start is None else beginning(plan.start),
        finish=project.finish,
        status_date=None if plan.data_date is None else end(plan.data_date),
        calendar=1,
        lengths=lengths,
        default_start=_time(shifts[0].first) if shifts else None,
        default_finish=_time(shifts[-1].last) if shifts else None,
        currency=plan.currency,
        honor_constraints=is_hard,
    )


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60 % 24, minute % 60)


@frozen
class _Times:
    """How long the items of a base schedule take, to the minute.

    They are the working time between dates that are rounded to the minute, so that nothing adds
    up along a chain of tasks.
    """

    plan: Plan
    base: BaseSchedule
    calendars: Calendars
    in_days: bool

    def minutes(self, rows: Sequence[int]) -> float:
        """Return the working minutes from the first start of some items to their last finish."""
        if self.in_days:
            day = self.calendars.minutes_a_day(0)
            ends = np.rint(self.base.early_finish[rows].max() * day)
            return float(ends - np.rint(self.base.early_start[rows].min() * day))
        return self.between(rows, *self.span(rows))

    def remaining(self, row: int) -> float:
        """Return the working minutes of an item that has been begun that are left."""
        resumes = self.base.resume_dates or self.base.start_dates
        return self.between([row], resumes[row], self.base.finish_dates[row])

    def between(self, rows: Sequence[int], first: dt.datetime, last: dt.datetime) -> float:
        """Return the minutes that the calendar of some items works between two dates."""
        number = self.calendars.number_of(self.plan.activities[rows[0]]) if len(rows) == 1 else 0
        return self.calendars.minutes(number, last) - self.calendars.minutes(number, first)

    def span(self, rows: Sequence[int]) -> tuple[dt.datetime, dt.datetime]:
        """Return the first start of some items, and their last finish."""
        starts, finishes = self.base.start_dates, self.base.finish_dates
        return min(starts[row] for row in rows), max(finishes[row] for row in rows)


@frozen(kw_only=True)
class _Exporter:
    plan: Plan
    base: BaseSchedule
    custom: CustomFields
    times: _Times
    uids: Mapping[str, int]
    calendars: Mapping[str, FileCalendar]
    lengths: Lengths
    losses: Losses

    def tasks(self) -> Iterator[FileTask]:
        """Yield the project, and the items in their order, those of a phase below its summary."""
        rows = range(len(self.plan.activities))
        yield self._summary(
            rows, self.custom.project, uid=0, id=0, name=self.plan.name, outline_number="0"
        )
        groups: dict[tuple[str | None, int], list[int]] = {}
        for row, item in enumerate(self.plan.activities):
            groups.setdefault((item.phase, -1 if item.phase else row), []).append(row)
        names = {phase.id: phase.name for phase in self.plan.phases}
        place, free = 0, max(self.uids.values()) + 1
        for number, ((phase, _), members) in enumerate(groups.items(), 1):
            parent, level, outline = 0, 1, str(number)
            if phase is not None:
                place, parent, free, level = place + 1, free, free + 1, 2
                yield self._summary(
                    members,
                    self.custom.phases[phase],
                    uid=parent,
                    id=place,
                    name=names.get(phase, phase),
                    outline_level=1,
                    outline_number=outline,
                    parent=0,
                )
            for count, row in enumerate(members, 1):
                place += 1
                yield self._item(
                    row,
                    id=place,
                    outline_level=level,
                    outline_number=outline if phase is None else f"{outline}.{count}",
                    parent=parent,
                )

    def _summary(self, rows: Sequence[int], custom: _Values, **place: Any) -> FileTask:
        start, finish = self.times.span(rows)
        return FileTask(
            **place,
            summary=True,
            start=start,
            finish=finish,
            duration=self._duration(self.times.minutes(rows), elapsed=False),
            custom=custom,
        )

    def _item(self, row: int, **place: Any) -> FileTask:
        item, base = self.plan.activities[row], self.base
        own = getattr(item, "calendar", None)
        minutes = self.times.minutes([row])
        slack = float(base.total_float[row]) * self.plan.calendar_named(own).hours * 60.0
        calendar = None if own is None else self.calendars.get(own)
        task = FileTask(
            **place,
            **self._dates(row),
            **self._progress(row, minutes),
            uid=self.uids[item.id],
            activity_id=item.id,
            name=item.name,
            milestone=isinstance(item, Milestone),
            calendar=calendar.uid if calendar is not None and calendar.uid > 1 else None,
            duration=self._duration(minutes, elapsed=own == CONTINUOUS.id),
            constraint=constraint_of(item, base.start_dates[row], self.plan, self.times.calendars),
            deadline=_deadline(item),
            total_float=self._duration(slack, elapsed=False),
            critical=slack <= 0.0,
            custom={_ID: item.id, **self.custom.items[row]},
        )
        self._say_losses(item, task)
        return task

    def _dates(self, row: int) -> dict[str, Any]:
        base = self.base
        # What takes no time may end at the close of a day, and begin at the opening of the next.
        finish = base.finish_dates[row]
        dates: dict[str, Any] = {"start": min(base.start_dates[row], finish), "finish": finish}
        dates |= {f"early_{name}": date for name, date in dates.items()}
        if base.late_start_dates:
            latest = base.late_finish_dates[row]
            dates["late_start"] = min(base.late_start_dates[row], latest)
            dates["late_finish"] = latest
        return dates

    def _progress(self, row: int, minutes: float) -> dict[str, Any]:
        item, base = self.plan.activities[row], self.base
        if isinstance(item, Buffer | Hammock):
            return {}
        if item.actual_finish is not None:
            return {
                "actual_start": base.start_dates[row],
                "actual_finish": base.finish_dates[row],
                "remaining": self._duration(0.0, elapsed=False),
                "percent_complete": 100.0,
            }
        if isinstance(item, Milestone) or item.actual_start is None:
            return {}
        left = self.times.remaining(row)
        return {
            "actual_start": base.start_dates[row],
            "remaining": self._duration(left, elapsed=item.calendar == CONTINUOUS.id),
            "percent_complete": float(round(100.0 * (1.0 - left / minutes))) if minutes else 0.0,
        }

    def _duration(self, minutes: float, *, elapsed: bool) -> Amount:
        return Amount(minutes / (_MINUTES_A_DAY if elapsed else self.lengths.day), "d", elapsed)

    def _say_losses(self, item: ScheduleItem, task: FileTask) -> None:
        if isinstance(item, Buffer):
            self.losses.of_task("a buffer, written as a task that absorbs nothing", task)
        if isinstance(item, Hammock):
            self.losses.of_task("a hammock, written as a task of a fixed length", task)
        if isinstance(item, Activity) and (item.only_if is not None or item.probability < 1.0):
            what = "as in the base plan" if is_in_base(item) else "without a duration"
            self.losses.of_task(f"not needed in every case, and written {what}", task)
        if len(getattr(item, "constraints", ())) > 1:
            self.losses.of_task("with several constraints, of which one is written", task)
        doubles = Counter(link.predecessor for link in item.after).values()
        if max(doubles, default=1) > 1:
            what = "with several links to one task, of which Microsoft Project takes one"
            self.losses.of_task(what, task)


def _deadline(item: ScheduleItem) -> dt.datetime | None:
    deadline = getattr(item, "deadline", None)
    return None if deadline is None else end(deadline)
