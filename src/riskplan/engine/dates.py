"""Dates: when the tasks of a block are done, whichever way their network counts time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import attrs
import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.engine.calendared import EarlyDates
from riskplan.engine.conventions import LateRule
from riskplan.engine.draw import Base, Happenings, Source, durations
from riskplan.engine.late import critical_tasks, ends_on, free_until, late_dates, scheduled
from riskplan.engine.network import (
    Criticality,
    backward,
    criticality,
    forward,
    last_finish,
    span,
)
from riskplan.engine.program import Network, Program
from riskplan.engine.strikes import strikes_of
from riskplan.engine.timing import Timing
from riskplan.engine.weather import LostTime
from riskplan.engine.worktime import WorkTime

__all__ = ["BaseDates", "Dates", "Spans", "base_dates", "dates_of", "lost_time", "with_buffers"]


class Spans(Protocol):
    """How long the tasks of a block take, as far as that is paid for."""

    def days(self, task: int) -> FloatArray:
        """Return the working days that a paid task takes, shape (count,)."""
        ...

    def span(self, tasks: Sequence[int]) -> FloatArray:
        """Return the working days from the first beginning of some tasks to their last end."""
        ...


class Dates(Spans, Protocol):
    """When the tasks of a block are done.

    A moment is a number of working days from the start, or an instant [minutes], as the program's
    clock counts time.
    """

    def last(self, tasks: Sequence[int]) -> FloatArray:
        """Return the moment at which the last of some tasks ends, shape (count,)."""
        ...

    def put_ends(self, tasks: Sequence[int], rows: FloatArray) -> None:
        """Put the moments at which tasks end into rows, shape (len(tasks), count)."""
        ...

    def bounds(
        self, tasks: Sequence[int], moments: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the first beginning and the last end of tasks, and moments, in working time.

        Parameters
        ----------
        tasks : sequence of int, at least one
        moments : FloatArray, shape (n_moments,)

        Returns
        -------
        tuple of FloatArray, of shapes (count,), (count,) and (n_moments,)
            All counted on the calendar that the tasks have in common, or on that of the plan.
        """
        ...

    def critical(self, end: FloatArray, cell: int) -> Criticality:
        """Return in how many iterations each task is critical, given the moments of the end."""
        ...


@frozen(eq=False)
class BaseDates:
    """The base schedule, every array of shape (n_tasks,).

    Parameters
    ----------
    early_start, early_finish, late_start, late_finish : FloatArray
        Moments, as the program's clock counts time.
    total_float, free_float : FloatArray [working days of the task's calendar]
        How long a task can wait without delaying the end, and without delaying any other task.
    resumes : FloatArray
        The moments from which what is left of a task is done: that at which it begins, unless it
        has been begun.
    """

    early_start: FloatArray
    early_finish: FloatArray
    late_start: FloatArray
    late_finish: FloatArray
    total_float: FloatArray
    free_float: FloatArray
    resumes: FloatArray


@frozen(eq=False)
class _DayDates:
    """Dates on one day calendar, in working days from the start.

    Parameters
    ----------
    network : Network
    paid : dict of int to FloatArray, shape (count,) [working days]
    starts : list of FloatArray, n_tasks of shape (count,) [working days]
    finish : FloatArray, shape (n_tasks, count) [working days]
    """

    network: Network
    paid: dict[int, FloatArray]
    starts: list[FloatArray]
    finish: FloatArray

    def last(self, tasks: Sequence[int]) -> FloatArray:
        return last_finish(tasks, self.finish)

    def put_ends(self, tasks: Sequence[int], rows: FloatArray) -> None:
        if rows is not self.finish:
            for row, task in enumerate(tasks):
                rows[row] = self.finish[task]

    def days(self, task: int) -> FloatArray:
        return self.paid[task]

    def span(self, tasks: Sequence[int]) -> FloatArray:
        return span(tasks, self.starts, self.finish)

    def bounds(
        self, tasks: Sequence[int], moments: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        first = np.minimum.reduce([self.starts[task] for task in tasks])
        return first, last_finish(tasks, self.finish), moments

    def critical(self, end: FloatArray, cell: int) -> Criticality:
        return criticality(self.network, self.starts, self.finish, end, cell)


@frozen(eq=False)
class _InstantDates:
    """Dates on calendars, as instants."""

    timing: Timing
    order: list[int]
    early: EarlyDates
    count: int

    def last(self, tasks: Sequence[int]) -> FloatArray:
        if not tasks:
            return self.timing.instants(np.zeros(self.count))
        return self.early.last_end(tasks)

    def put_ends(self, tasks: Sequence[int], rows: FloatArray) -> None:
        for row, task in enumerate(tasks):
            rows[row] = self.early.ends_at(task)

    def days(self, task: int) -> FloatArray:
        minutes = self.early.finishes[task] - self.early.starts[task]
        minutes /= self.timing.minutes_a_day[self.timing.tasks[task].calendar]
        return minutes

    def span(self, tasks: Sequence[int]) -> FloatArray:
        first = np.minimum.reduce([self.early.begins_at(task) for task in tasks])
        return self.timing.days(self.last(tasks)) - self.timing.days(first)

    def bounds(
        self, tasks: Sequence[int], moments: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        numbers = {self.timing.tasks[task].calendar for task in tasks}
        calendar = self.timing.calendars[numbers.pop() if len(numbers) == 1 else 0]
        first = np.minimum.reduce([self.early.begins_at(task) for task in tasks])
        # A table of working time knows nothing of what lies before its origin.
        marks = calendar.minutes_at(np.maximum(moments, 0.0))
        marks[moments < 0.0] = -np.inf
        return calendar.minutes_at(first), calendar.minutes_at(self.last(tasks)), marks

    def critical(self, end: FloatArray, cell: int) -> Criticality:
        return critical_tasks(self.timing, self.order, self.early, end, cell)


def dates_of(program: Program, source: Source, happen: Happenings, durations: FloatArray) -> Dates:
    """Return the dates of a block.

    Parameters
    ----------
    program : Program
    source : Source
    happen : Happenings
        An event that can only hit what is being done, and hits nothing, is taken out of it.
    durations : FloatArray, shape (n_tasks, count) [working days or minutes]
        As the network counts time; overwritten.
    """
    network = program.network
    if network.timing is not None:
        order = network.order.tolist()
        strikes = strikes_of(program, source, happen)
        lost = lost_time(network.timing, source)
        early = scheduled(network.timing, order, durations, strikes, lost)
        for event, hits in early.hits.items():
            happen.happens[event] = hits
        return _InstantDates(network.timing, order, early, durations.shape[1])
    paid = {task: durations[task].copy() for task in program.paid_tasks}
    return _DayDates(network, paid, forward(network, durations), durations)


def lost_time(timing: Timing, source: Source) -> dict[int, LostTime]:
    """Return the working time that the weather leaves of calendars, by their number."""
    return {
        number: LostTime(weather, timing.calendars[number], source.lost_days, source.count)
        for number, weather in timing.weather.items()
    }


def base_dates(
    network: Network, durations: FloatArray, dates: Dates, end: FloatArray, convention: LateRule
) -> BaseDates:
    """Return the base schedule.

    Parameters
    ----------
    network : Network
    durations : FloatArray, shape (n_tasks, 1) [working days or minutes]
    dates : Dates
        The dates of the base plan.
    end : FloatArray, shape (1,)
        The moment at which it ends.
    convention : LateRule
        The convention by which links carry late dates back; on one day calendar, all agree.
    """
    if isinstance(dates, _InstantDates):
        return _base_instants(dates, end, convention)
    finish = durations.copy()
    starts = [row[0] for row in forward(network, finish)]
    late_start, late_finish = (rows[:, 0] for rows in backward(network, durations, end))
    early = finish[:, 0]
    free = np.full(len(early), end[0])
    for task, links in enumerate(network.links):
        for predecessor, lag in links:
            free[predecessor] = min(free[predecessor], starts[task] - lag)
    start = np.array(starts)
    return BaseDates(
        start, early, late_start, late_finish, late_finish - early, free - early, start
    )


def _base_instants(base: _InstantDates, end: FloatArray, convention: LateRule) -> BaseDates:
    timing, dates = base.timing, base.early
    tasks = range(len(timing.tasks))
    late, ends = late_dates(timing, base.order, dates, end, convention), ends_on(timing, end)
    days = np.array([timing.minutes_a_day[timing.tasks[task].calendar] for task in tasks])
    start = np.array([dates.starts[task][0] for task in tasks])
    finish = np.array([dates.finishes[task][0] for task in tasks])
    resumes = np.array([dates.resumes.get(task, dates.starts[task])[0] for task in tasks])
    free = np.array([free_until(dates, task, ends)[0] for task in tasks])
    begins, over = _on_calendars(timing, start, WorkTime.begin), {*dates.reached, *dates.passed}
    goes_on = _on_calendars(timing, resumes, WorkTime.begin)
    early = _on_calendars(timing, finish, WorkTime.end)
    for task in over:  # what takes no time may lie where its calendar rests
        begins[task] = dates.begins_at(task)[0]
        early[task] = dates.ends_at(task)[0]
        goes_on[task] = goes_on[task] if task in dates.resumes else begins[task]
    late_finish = _on_calendars(timing, late.finishes[:, 0], WorkTime.end)
    # A point is reached where work ends, not later.
    is_point = np.array([task.is_point for task in timing.tasks], dtype=np.bool_)
    late_start = np.where(
        is_point,
        _on_calendars(timing, late.starts[:, 0], WorkTime.end),
        _on_calendars(timing, late.starts[:, 0], WorkTime.begin),
    )
    return BaseDates(
        early_start=begins,
        early_finish=early,
        late_start=late_start,
        late_finish=late_finish,
        total_float=(late.finishes[:, 0] - finish) / days,
        free_float=(free - finish) / days,
        resumes=goes_on,
    )


def _on_calendars(
    timing: Timing, minutes: FloatArray, instants_of: Callable[[WorkTime, FloatArray], FloatArray]
) -> FloatArray:
    """Return the instants of working minutes, each of the calendar of its task."""
    numbers = np.array([task.calendar for task in timing.tasks], dtype=np.intp)
    instants = np.empty(len(numbers))
    for number in np.unique(numbers):
        own = numbers == number
        instants[own] = instants_of(timing.calendars[number], minutes[own])
    return instants


def with_buffers(program: Program) -> Program:
    """Return a program whose buffers know where they begin in the base plan."""
    network = program.network
    timing = network.timing
    if timing is None or not any(task.is_buffer for task in timing.tasks):
        return program
    source = Base()
    minutes = np.empty((len(timing.tasks), 1))
    durations(program, source, source.happenings(program), minutes)
    # Where a buffer would begin at once, it is as long as it is.
    whole = attrs.evolve(timing, tasks=tuple(task.begun_at(np.inf) for task in timing.tasks))
    lost = lost_time(timing, source)
    starts = scheduled(whole, network.order.tolist(), minutes, lost=lost).starts
    tasks = (task.begun_at(float(starts[row][0])) for row, task in enumerate(timing.tasks))
    timing = attrs.evolve(timing, tasks=tuple(tasks))
    return attrs.evolve(program, network=attrs.evolve(network, timing=timing))
