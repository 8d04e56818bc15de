"""From activities and links to the network, and from the calendar to the clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from riskplan._typing import IntArray
from riskplan.compiler import names
from riskplan.compiler.calendars import Calendars
from riskplan.compiler.index import NONE, Index, index_of, rows_by_id
from riskplan.compiler.quantities import ZERO, Quantities
from riskplan.compiler.spending import Spendings
from riskplan.compiler.timing import needs_timing, timing_of
from riskplan.distributions import Distribution
from riskplan.engine import Clock, InstantClock, Need, Network, Quantity, Rate, Timing, key_of
from riskplan.model import (
    Activity,
    Buffer,
    Calendar,
    Hammock,
    Plan,
    ScheduleItem,
    TimeUnit,
    Weekday,
)

__all__ = ["PlanClock", "clock_of", "needs_of", "network_of", "plan_clock", "task_rates_of"]

PlanClock: TypeAlias = Clock | InstantClock

_MINUTES_AN_HOUR = 60


def network_of(
    plan: Plan, index: Index, quantities: Quantities, calendars: Calendars | None
) -> Network:
    """Return the network of a plan's schedule; in minutes where it needs its calendars."""
    durations = tuple(
        quantities.quantity(names.duration(item.id), _law(item)) for item in plan.activities
    )
    stages = tuple(_rows_of_phase(plan, phase.id) for phase in index.phases)
    if calendars is None:
        return _on_one_day_calendar(plan, index, durations, stages)
    timing = timing_of(plan, index, calendars, quantities)
    before = [(*(tie.predecessor for tie in task.ties), *task.spans) for task in timing.tasks]
    none = np.zeros(0)
    return Network(
        durations=durations,
        scales=np.array([_minutes(item, plan, calendars) for item in plan.activities]),
        order=_order(before),
        first_link=np.zeros(len(durations) + 1, dtype=np.int64),
        predecessors=none.astype(np.int64),
        lags=none,
        stages=stages,
        timing=timing,
    )


def _on_one_day_calendar(
    plan: Plan,
    index: Index,
    durations: tuple[Quantity, ...],
    stages: tuple[tuple[int, ...], ...],
) -> Network:
    calendar = plan.calendar
    predecessors, lags, first_link = [], [], [0]
    before = []
    for activity in plan.activities:
        before.append([index.task_rows[link.predecessor] for link in activity.after])
        predecessors += before[-1]
        lags += [link.lag * calendar.days_in(link.unit) for link in activity.after]
        first_link.append(len(predecessors))
    scales = [calendar.days_in(_unit(activity)) for activity in plan.activities]
    return Network(
        durations=durations,
        scales=np.array(scales, dtype=np.float64),
        order=_order(before),
        first_link=np.array(first_link, dtype=np.int64),
        predecessors=np.array(predecessors, dtype=np.int64),
        lags=np.array(lags, dtype=np.float64),
        stages=stages,
    )


def _law(item: ScheduleItem) -> Distribution:
    """Return how long something takes, or what is left of it, in its unit."""
    if isinstance(item, Activity):
        return item.duration if item.remaining is None else item.remaining
    return item.size if isinstance(item, Buffer) else ZERO


def _unit(item: ScheduleItem) -> TimeUnit:
    return item.unit if isinstance(item, Activity | Buffer) else TimeUnit.DAYS


def _minutes(item: ScheduleItem, plan: Plan, calendars: Calendars) -> float:
    """Return how many minutes of work one unit of a duration leaves to be done."""
    minutes = calendars.minutes_in(calendars.number_of(item), _unit(item))
    if isinstance(item, Activity) and item.complete and item.remaining is None:
        # Without a data date the rest goes on from where it began, as if all of it were left.
        return minutes if plan.data_date is None else minutes * (1.0 - item.complete)
    return minutes


def task_rates_of(
    plan: Plan, index: Index, quantities: Quantities, spendings: Spendings
) -> tuple[tuple[Rate, ...], tuple[int, ...]]:
    """Return the day rates of activities and hammocks, by id, and the phases they count in."""
    rates, stages = [], []
    for row in rows_by_id(plan.activities):
        activity = plan.activities[row]
        if isinstance(activity, Activity | Hammock) and activity.day_rate != ZERO:
            name = names.activity_rate(activity.id)
            quantity = quantities.quantity(name, activity.day_rate)
            rates.append(Rate(quantity, task=row, spending=spendings.of_task_rate(activity)))
            stages.append(index.phase(activity.phase))
    return tuple(rates), tuple(stages)


def needs_of(plan: Plan, index: Index) -> tuple[Need, ...]:
    """Return what decides whether activities are needed that may not be."""
    return tuple(
        Need(
            row,
            key_of(names.needed(item.id)),
            item.probability,
            NONE if item.only_if is None else index.event_rows[item.only_if],
        )
        for row, item in enumerate(plan.activities)
        if isinstance(item, Activity) and (item.probability < 1.0 or item.only_if is not None)
    )


def plan_clock(plan: Plan) -> PlanClock | None:
    """Return what turns working days from the start into dates, or None without a start."""
    if not needs_timing(plan):
        return clock_of(plan, None, None)
    calendars = Calendars(plan)
    return clock_of(plan, timing_of(plan, index_of(plan), calendars, Quantities()), calendars)


def clock_of(plan: Plan, timing: Timing | None, calendars: Calendars | None) -> PlanClock | None:
    """Return the clock of a program, or None where the plan has no start."""
    if plan.start is None:
        return None
    if timing is not None and calendars is not None:
        return InstantClock(np.datetime64(calendars.origin, "m"), timing)
    calendar: Calendar = plan.calendar
    return Clock(
        start=np.datetime64(plan.start),
        week=np.array([day in calendar.work_week for day in Weekday]),
        holidays=np.array(sorted(set(calendar.holidays)), dtype="datetime64[D]"),
        opens=round(calendar.opens * _MINUTES_AN_HOUR),
        minutes=round(calendar.hours * _MINUTES_AN_HOUR),
    )


def _rows_of_phase(plan: Plan, phase: str) -> tuple[int, ...]:
    return tuple(row for row, activity in enumerate(plan.activities) if activity.phase == phase)


def _order(before: Sequence[Sequence[int]]) -> IntArray:
    """Return the tasks in an order in which all that come before each come first (Kahn 1962)."""
    waiting = [len(tasks) for tasks in before]
    after: list[list[int]] = [[] for _ in before]
    for task, tasks in enumerate(before):
        for earlier in tasks:
            after[earlier].append(task)
    ready = deque(task for task, count in enumerate(waiting) if not count)
    order = []
    while ready:
        task = ready.popleft()
        order.append(task)
        for later in after[task]:
            waiting[later] -= 1
            if not waiting[later]:
                ready.append(later)
    return np.array(order, dtype=np.int64)
