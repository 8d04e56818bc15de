"""From activities and links to the network, and from the calendar to the clock."""

from __future__ import annotations

from collections import deque

import numpy as np

from riskplan._typing import IntArray
from riskplan.compiler import names
from riskplan.compiler.index import Index, rows_by_id
from riskplan.compiler.quantities import ZERO, Quantities
from riskplan.distributions import Distribution
from riskplan.engine import Clock, Network, Rate
from riskplan.model import Activity, Calendar, Plan, TimeUnit, Weekday

__all__ = ["clock_of", "network_of", "task_rates_of"]

_MINUTES_AN_HOUR = 60


def network_of(plan: Plan, index: Index, quantities: Quantities) -> Network:
    """Return the network of a plan's activities and milestones."""
    calendar = plan.calendar
    durations, scales = [], []
    predecessors, lags, first_link = [], [], [0]
    for activity in plan.activities:
        duration: Distribution = ZERO
        unit = TimeUnit.DAYS
        if isinstance(activity, Activity):
            duration, unit = activity.duration, activity.unit
        durations.append(quantities.quantity(names.duration(activity.id), duration))
        scales.append(calendar.days_in(unit))
        for link in activity.after:
            predecessors.append(index.task_rows[link.predecessor])
            lags.append(link.lag * calendar.days_in(link.unit))
        first_link.append(len(predecessors))
    return Network(
        durations=tuple(durations),
        scales=np.array(scales, dtype=np.float64),
        order=_order(np.array(first_link), np.array(predecessors, dtype=np.int64)),
        first_link=np.array(first_link, dtype=np.int64),
        predecessors=np.array(predecessors, dtype=np.int64),
        lags=np.array(lags, dtype=np.float64),
        stages=tuple(_rows_of_phase(plan, phase.id) for phase in index.phases),
    )


def task_rates_of(
    plan: Plan, index: Index, quantities: Quantities
) -> tuple[tuple[Rate, ...], tuple[int, ...]]:
    """Return the day rates of activities, by id, and the phase that each is counted in."""
    rates, stages = [], []
    for row in rows_by_id(plan.activities):
        activity = plan.activities[row]
        if isinstance(activity, Activity) and activity.day_rate != ZERO:
            name = names.activity_rate(activity.id)
            rates.append(Rate(quantities.quantity(name, activity.day_rate), task=row))
            stages.append(index.phase(activity.phase))
    return tuple(rates), tuple(stages)


def clock_of(plan: Plan) -> Clock | None:
    """Return the clock of a plan, or None where it has no start."""
    if plan.start is None:
        return None
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


def _order(first_link: IntArray, predecessors: IntArray) -> IntArray:
    """Return the tasks in an order in which every predecessor comes first (Kahn 1962)."""
    count = len(first_link) - 1
    waiting = np.diff(first_link).tolist()
    successors: list[list[int]] = [[] for _ in range(count)]
    first, links = first_link.tolist(), predecessors.tolist()
    for task in range(count):
        for predecessor in links[first[task] : first[task + 1]]:
            successors[predecessor].append(task)
    ready = deque(task for task in range(count) if not waiting[task])
    order = []
    while ready:
        task = ready.popleft()
        order.append(task)
        for successor in successors[task]:
            waiting[successor] -= 1
            if not waiting[successor]:
                ready.append(successor)
    return np.array(order, dtype=np.int64)
