"""Late dates on calendars: how late tasks may be, which are critical, and what is done late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.calendared import EarlyDates, early_dates
from riskplan.engine.conventions import LateRule, Place, held_back
from riskplan.engine.network import Criticality
from riskplan.engine.strikes import Strike
from riskplan.engine.timing import Timing
from riskplan.engine.weather import LostTime

__all__ = ["LateDates", "critical_tasks", "ends_on", "free_until", "late_dates", "scheduled"]


@frozen(eq=False)
class LateDates:
    """The late dates of the tasks, each in minutes of its own calendar, shape (n_tasks, count)."""

    starts: FloatArray
    finishes: FloatArray


def scheduled(
    timing: Timing,
    order: Sequence[int],
    minutes: FloatArray,
    strikes: Mapping[int, Sequence[Strike]] = MappingProxyType({}),
    lost: Mapping[int, LostTime] = MappingProxyType({}),
) -> EarlyDates:
    """Return the early dates, and where what is done as late as possible lies instead.

    The parameters are those of `early_dates`.
    """
    dates = early_dates(timing, order, minutes, strikes, lost)
    late = [row for row in reversed(order) if timing.tasks[row].is_late]
    if late:
        ends = ends_on(timing, dates.last_end(timing.last_tasks))
        for row in late:
            _postpone(dates, row, minutes[row], ends)
    return dates


def ends_on(timing: Timing, end: FloatArray) -> dict[int, FloatArray]:
    """Return the instants at which the plan ends in minutes of each calendar that tasks have."""
    used = {task.calendar for task in timing.tasks}
    return {number: timing.calendars[number].minutes_at(end) for number in used}


def _postpone(
    dates: EarlyDates, row: int, minutes: FloatArray, ends: Mapping[int, FloatArray]
) -> None:
    """Move a task to where those that follow on it, as they lie, and the end just leave it."""
    if dates.timing.tasks[row].is_started:
        return
    dates.finishes[row] = np.maximum(free_until(dates, row, ends), dates.finishes[row])
    dates.forget_end(row)
    dates.starts[row] = dates.finishes[row] - minutes
    if row in dates.reached:
        dates.reached[row] = dates.timing.calendar_of(row).end(dates.finishes[row])
        dates.starts[row] = dates.finishes[row]


def free_until(dates: EarlyDates, row: int, ends: Mapping[int, FloatArray]) -> FloatArray:
    """Return when a task may end at the latest that delays neither the end nor any other task.

    Parameters
    ----------
    dates : EarlyDates
    row : int
    ends : mapping of int to FloatArray, shape (count,) [minutes]
        When the plan ends, on each calendar.

    Returns
    -------
    FloatArray, shape (count,) [minutes of the task's calendar]
    """
    timing = dates.timing
    latest = ends[timing.tasks[row].calendar]
    length = dates.finishes[row] - dates.starts[row]
    for other, tie in timing.followers[row]:
        start = dates.resumes.get(other, dates.starts[other])
        place = Place(start, dates.finishes[other], _instants_of(dates, other))
        bound = held_back(dates, other, tie, place)
        if dates.is_instant(row):
            bound = timing.calendar_of(row).minutes_at(bound)
        latest = np.minimum(latest, bound + length if tie.from_start else bound)
    return latest


def _instants_of(dates: EarlyDates, task: int) -> FloatArray | None:
    return dates.ends_at(task) if dates.is_instant(task) else None


def late_dates(
    timing: Timing,
    order: Sequence[int],
    dates: EarlyDates,
    end: FloatArray,
    convention: LateRule = held_back,
) -> LateDates:
    """Return the late dates that keep the plan's end, and the dates that bind tasks from above.

    Parameters
    ----------
    timing, order, dates
        As for `early_dates`, and what it returned.
    end : FloatArray, shape (count,) [minutes]
        The instants at which the plan ends.
    convention : LateRule
        The convention by which links carry late dates back.
    """
    shape = len(timing.tasks), len(end)
    late = LateDates(np.empty(shape), np.empty(shape))
    for row, start, finish in _late_rows(timing, order, dates, end, convention):
        late.starts[row] = start
        late.finishes[row] = finish
    return late


def critical_tasks(
    timing: Timing,
    order: Sequence[int],
    dates: EarlyDates,
    end: FloatArray,
    cell: int,
    where: dict[int, BoolArray] | None = None,
) -> Criticality:
    """Return in how many iterations each task has no float left towards the end of the plan.

    Where a dict is given, it receives the row of each task that can be critical.
    """
    result = Criticality(len(timing.tasks), cell)
    result.iterations = len(end)
    rows: dict[int, BoolArray] = {} if where is None else where
    for row, _, _ in _late_rows(timing, order, dates, end, held_back, critical=rows):
        if timing.tasks[row].can_wait:
            result.add(row, rows[row] if where is not None else rows.pop(row))
    return result


def _late_rows(
    timing: Timing,
    order: Sequence[int],
    dates: EarlyDates,
    end: FloatArray,
    convention: LateRule,
    critical: dict[int, BoolArray] | None = None,
) -> Iterator[tuple[int, FloatArray, FloatArray]]:
    """Yield each task with its late beginning and end, the last task first.

    What is late of a point is an instant, as a point may lie where its calendar rests.

    Where a dict is given, dates bind nothing from above, and it receives where each task that can
    wait has no float.
    """
    ends = ends_on(timing, end)
    late: dict[int, FloatArray] = {}
    for row in reversed(order):
        task = timing.tasks[row]
        place = _late_place(timing, row, dates, late.pop(row, None), end, ends)
        if critical is None:
            length = place.finish - place.start
            finish = task.latest_finish(place.finish, length)
            instants = None
            if place.instants is not None:
                bound = timing.calendar_of(row).begin(finish)
                instants = np.where(finish < place.finish, bound, place.instants)
            place = Place(finish - length, finish, instants)
        # On one calendar a task that can wait itself holds up no other.
        can_hold_up = True
        if critical is not None and task.can_wait:
            critical[row] = place.finish <= dates.finishes[row]
            can_hold_up = bool(critical[row].any())
        yield row, place.start, place.finish
        for tie in task.ties if task.can_wait else ():
            before = tie.predecessor
            if tie.from_start and timing.tasks[before].is_started:
                continue
            if not can_hold_up and timing.is_direct(row, tie):
                continue
            bound = convention(dates, row, tie, place)
            if dates.is_instant(before):
                known = late.get(before, end)
            else:
                known = late.get(before, ends[timing.tasks[before].calendar])
                if tie.from_start:
                    bound = bound + (dates.finishes[before] - dates.starts[before])
            late[before] = np.minimum(known, bound)


def _late_place(
    timing: Timing,
    row: int,
    dates: EarlyDates,
    late: FloatArray | None,
    end: FloatArray,
    ends: Mapping[int, FloatArray],
) -> Place:
    """Return where a task lies as late as may be, given the least that its followers leave it."""
    task = timing.tasks[row]
    if dates.is_instant(row):
        instants = end if late is None else late
        finish = timing.calendar_of(row).minutes_at(instants)
        return Place(finish, finish, instants)
    finish = ends[task.calendar] if late is None else late
    return Place(finish - (dates.finishes[row] - dates.resumes.get(row, dates.starts[row])), finish)
