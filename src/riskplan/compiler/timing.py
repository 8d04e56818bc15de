"""From calendars, links, constraints and progress to the timing of the tasks."""

from __future__ import annotations

import math
from typing import Any

import attrs

from riskplan.compiler.calendars import Calendars
from riskplan.compiler.index import Index
from riskplan.compiler.quantities import Quantities
from riskplan.engine import NEVER, Task, Tie, Timing, rounded
from riskplan.model import CONTINUOUS as ROUND_THE_CLOCK
from riskplan.model import (
    Activity,
    Buffer,
    Constraint,
    ConstraintKind,
    ConstraintPolicy,
    Hammock,
    LagCalendar,
    Link,
    LinkType,
    Milestone,
    Plan,
    ScheduleItem,
)
from riskplan.model.moments import beginning, end

__all__ = ["needs_timing", "timing_of"]


def needs_timing(plan: Plan) -> bool:
    """Return whether a schedule is more than links from end to beginning on one day calendar."""
    calendar = plan.calendar
    return (
        plan.data_date is not None
        or any(risk.window is not None for risk in plan.risks)
        or any((calendar.shifts, calendar.week, calendar.exceptions, calendar.base, calendar.lost))
        or any(_needs_timing(item, plan) for item in plan.activities)
    )


def _needs_timing(item: ScheduleItem, plan: Plan) -> bool:
    if isinstance(item, Buffer | Hammock):
        return True
    dates = (item.deadline, item.actual_finish, getattr(item, "actual_start", None))
    calendar = getattr(item, "calendar", None)
    return (
        bool(item.constraints)
        or any(date is not None for date in dates)
        or calendar not in (None, plan.calendar.id)
        or any(
            link.type is not LinkType.FS or link.lag_in is LagCalendar.CONTINUOUS
            for link in item.after
        )
    )


def timing_of(plan: Plan, index: Index, calendars: Calendars, quantities: Quantities) -> Timing:
    """Return the timing of a plan's activities, milestones, buffers and hammocks."""
    tasks = tuple(_task(item, plan, index, calendars) for item in plan.activities)
    begins = 0.0 if plan.start is None else calendars.minutes(0, beginning(plan.start))
    works = calendars.works
    days = tuple(calendars.minutes_a_day(number) for number in range(len(works)))
    used = {task.calendar for task in tasks}
    weather = calendars.weather(quantities, used)
    return Timing(works, days, tasks, begins, weather)


def _task(item: ScheduleItem, plan: Plan, index: Index, calendars: Calendars) -> Task:
    number = calendars.number_of(item)
    if isinstance(item, Hammock):
        return Task(number, spans=tuple(index.task_rows[name] for name in item.over))
    task = Task(
        number,
        ties=tuple(_tie(link, item, plan, index, calendars) for link in item.after),
        starts_from=_from(plan, number, calendars),
        is_point=isinstance(item, Milestone),
    )
    if isinstance(item, Buffer):
        # Of no size it must change nothing, so that it does not wait for its calendar to open.
        follows = task.ties and plan.data_date is None and all(tie.lag >= 0.0 for tie in task.ties)
        from_ = NEVER if follows else task.starts_from
        return attrs.evolve(task, is_buffer=True, starts_from=from_)
    if item.deadline is not None:
        task = attrs.evolve(task, finishes_by=calendars.minutes(number, end(item.deadline)))
    for constraint in item.constraints:
        task = _constrained(task, constraint, plan.constraint_policy, calendars)
    return _progressed(task, item, plan, calendars)


def _from(plan: Plan, number: int, calendars: Calendars) -> float:
    """Return before when nothing can be done, in minutes of a calendar."""
    if plan.start is None:
        return 0.0
    first = beginning(plan.start)
    if plan.data_date is not None:
        first = max(first, end(plan.data_date))
    return calendars.minutes(number, first)


def _tie(link: Link, item: ScheduleItem, plan: Plan, index: Index, calendars: Calendars) -> Tie:
    row = index.task_rows[link.predecessor]
    before = plan.activities[row]
    match link.lag_in:
        case LagCalendar.PREDECESSOR:
            number = calendars.number_of(before)
        case LagCalendar.SUCCESSOR:
            number = calendars.number_of(item)
        case LagCalendar.PROJECT:
            number = calendars.number(None)
        case LagCalendar.CONTINUOUS:
            number = calendars.number(ROUND_THE_CLOCK.id)
    return Tie(
        row,
        from_start=link.type in (LinkType.SS, LinkType.SF),
        to_finish=link.type in (LinkType.FF, LinkType.SF),
        lag=rounded(link.lag * calendars.minutes_in(number, link.unit)),
        calendar=number,
    )


def _constrained(
    task: Task, constraint: Constraint, policy: ConstraintPolicy, calendars: Calendars
) -> Task:
    """Return a task bound by one more constraint."""
    moment, kind = constraint.instant, constraint.kind
    if moment is None:
        return attrs.evolve(task, is_late=True)
    minutes = calendars.minutes(task.calendar, moment)
    bounds: dict[str, Any] = {}
    if kind in (ConstraintKind.SNET, ConstraintKind.MSO):
        bounds["starts_from"] = max(task.starts_from, minutes)
    if kind in (ConstraintKind.FNET, ConstraintKind.MFO):
        bounds["finishes_from"] = max(task.finishes_from, minutes)
    must = kind in (ConstraintKind.MSO, ConstraintKind.MFO)
    holds = policy is ConstraintPolicy.HARD or (policy is ConstraintPolicy.MANDATORY and must)
    if kind in (ConstraintKind.SNLT, ConstraintKind.MSO):
        bounds["starts_by"] = min(task.starts_by, minutes)
        if holds:
            bounds["must_start_by"] = min(task.must_start_by, minutes)
    if kind in (ConstraintKind.FNLT, ConstraintKind.MFO):
        bounds["finishes_by"] = min(task.finishes_by, minutes)
        if holds:
            bounds["must_finish_by"] = min(task.must_finish_by, minutes)
    return attrs.evolve(task, **bounds)


def _progressed(task: Task, item: Activity | Milestone, plan: Plan, calendars: Calendars) -> Task:
    """Return a task with what has happened to it."""
    began = item.actual_start if isinstance(item, Activity) else item.actual_finish
    if began is None and item.actual_finish is None:
        return task
    number = task.calendar
    if item.actual_finish is not None:
        done = calendars.minutes(number, end(item.actual_finish))
        start = done if began is None else calendars.minutes(number, beginning(began))
        return attrs.evolve(task, started=min(start, done), finished=done)
    started = calendars.minutes(number, beginning(began)) if began is not None else math.nan
    if plan.data_date is None:
        # Nobody knows how far it should be by now, so that it goes on from where it began.
        return attrs.evolve(
            task, ties=(), started=started, starts_from=started, finishes_from=NEVER
        )
    starts_from = max(task.starts_from, started)
    return attrs.evolve(task, started=started, starts_from=starts_from, finishes_from=NEVER)
