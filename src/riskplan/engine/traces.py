"""Traces: what each iteration of a block was made of, from durations to what held up what.

A run counts and adds up, and forgets; a trace of the same iterations keeps what the answers about
single activities and links are made of. It comes from the same functions, and so to the same bits.
"""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

import attrs
import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.calendared import EarlyDates, asked_by_dates, asked_instants, asked_start
from riskplan.engine.dates import lost_time
from riskplan.engine.draw import Base, Chance, Source, durations
from riskplan.engine.late import critical_tasks, late_dates, scheduled
from riskplan.engine.network import backward, criticality, forward, last_finish
from riskplan.engine.program import Network, Program
from riskplan.engine.sampling import Sampler
from riskplan.engine.strikes import Strike, strikes_of
from riskplan.engine.timing import Tie, Timing
from riskplan.engine.weather import LostTime

__all__ = ["Trace", "base_trace", "trace"]


class Trace(Protocol):
    """What some iterations are made of; an array has one column for each of them.

    Days are working days of the calendar of the task in question, and of the plan's for its end.
    """

    @property
    def order(self) -> list[int]:
        """The tasks in an order in which every predecessor comes first."""
        ...

    @property
    def last_tasks(self) -> tuple[int, ...]:
        """The tasks that may end last, but for hammocks, which only end with others."""
        ...

    @property
    def end(self) -> FloatArray:
        """When the plan ends, shape (count,) [working days]."""
        ...

    @property
    def lengths(self) -> FloatArray:
        """How long each task takes, or what is left of it, shape (n_tasks, count) [days]."""
        ...

    @property
    def work(self) -> FloatArray:
        """The same before anything strikes it under way, and without days that weather takes."""
        ...

    @property
    def critical(self) -> BoolArray:
        """Where each task is critical, as the run counts it, shape (n_tasks, count)."""
        ...

    def total_float(self) -> FloatArray:
        """Return how long each task can wait, shape (n_tasks, count) [days]."""
        ...

    def ends_last(self, task: int) -> BoolArray:
        """Return where the plan ends with a task, shape (count,)."""
        ...

    def asked(self, task: int) -> list[FloatArray]:
        """Return from when each link lets a task begin, and behind them its dates [days]."""
        ...

    def held_by(self, task: int) -> list[tuple[int, BoolArray]]:
        """Return the predecessor of each link, and where it decides when the task begins.

        What has happened decides nothing any more.
        """
        ...

    def end_if(self, task: int, days: float) -> FloatArray:
        """Return when the plan would end if a task were so much work, shape (count,) [days]."""
        ...


def trace(program: Program, sampler: Sampler, start: int, count: int) -> Trace:
    """Return the trace of so many iterations, from `start` on."""
    return _trace_of(program, Chance(program, sampler, start, count))


def base_trace(program: Program) -> Trace:
    """Return the trace of the base plan, as the only iteration."""
    return _trace_of(program, Base())


def _trace_of(program: Program, source: Source) -> Trace:
    happen = source.happenings(program)
    network = program.network
    lengths = np.empty((len(network.durations), source.count))
    durations(program, source, happen, lengths)
    if network.timing is None:
        return _DayTrace(network, lengths)
    strikes = strikes_of(program, source, happen)
    lost = lost_time(network.timing, source)
    return _InstantTrace(network.timing, network.order.tolist(), lengths, strikes, lost)


@frozen(eq=False, slots=False)
class _DayTrace:
    """The trace of tasks on one day calendar."""

    network: Network
    lengths: FloatArray

    @cached_property
    def order(self) -> list[int]:
        order: list[int] = self.network.order.tolist()
        return order

    @property
    def last_tasks(self) -> tuple[int, ...]:
        return self.network.last_tasks

    @property
    def work(self) -> FloatArray:
        return self.lengths

    @cached_property
    def _dates(self) -> tuple[list[FloatArray], FloatArray]:
        finish = self.lengths.copy()
        return forward(self.network, finish), finish

    @cached_property
    def end(self) -> FloatArray:
        return last_finish(self.last_tasks, self._dates[1])

    @cached_property
    def critical(self) -> BoolArray:
        rows: dict[int, BoolArray] = {}
        criticality(self.network, *self._dates, self.end, 1, rows)
        return _stacked(rows, self.lengths.shape)

    def total_float(self) -> FloatArray:
        _, late = backward(self.network, self.lengths, self.end)
        late -= self._dates[1]
        # Backwards the same sums are rounded otherwise; what is critical has no float at all.
        late[self.critical] = 0.0
        return late

    def ends_last(self, task: int) -> BoolArray:
        last: BoolArray = self._dates[1][task] == self.end
        return last

    def asked(self, task: int) -> list[FloatArray]:
        _, finish = self._dates
        links = [finish[before] + lag for before, lag in self.network.links[task]]
        return [*links, np.zeros(len(self.end))]

    def held_by(self, task: int) -> list[tuple[int, BoolArray]]:
        starts, finish = self._dates
        return [
            (before, (finish[before] + lag if lag else finish[before]) == starts[task])
            for before, lag in self.network.links[task]
        ]

    def end_if(self, task: int, days: float) -> FloatArray:
        finish = self.lengths.copy()
        finish[task] = days
        forward(self.network, finish)
        return last_finish(self.last_tasks, finish)


@frozen(eq=False, slots=False)
class _InstantTrace:
    """The trace of tasks on calendars.

    Parameters
    ----------
    timing : Timing
    order : list of int
    minutes : FloatArray, shape (n_tasks, count) [minutes]
        How long each task would take if nothing struck it under way.
    strikes : dict of int to list of Strike
    lost : dict of int to LostTime
        The calendars, by number, that the weather takes days from.
    """

    timing: Timing
    order: list[int]
    minutes: FloatArray
    strikes: dict[int, list[Strike]]
    lost: dict[int, LostTime]

    @cached_property
    def last_tasks(self) -> tuple[int, ...]:
        return tuple(task for task in self.timing.last_tasks if not self.timing.tasks[task].spans)

    @cached_property
    def _dates(self) -> EarlyDates:
        return scheduled(self.timing, self.order, self.minutes, self.strikes, self.lost)

    @cached_property
    def _unmoved(self) -> EarlyDates:
        """The dates before anything is done as late as may be: only they tell what drives what."""
        if not any(task.is_late for task in self.timing.tasks):
            return self._dates
        tasks = tuple(attrs.evolve(task, is_late=False) for task in self.timing.tasks)
        early = attrs.evolve(self.timing, tasks=tasks)
        return scheduled(early, self.order, self.minutes, self.strikes, self.lost)

    @cached_property
    def _end(self) -> FloatArray:
        return _last_instant(self.timing, self._dates)

    @cached_property
    def end(self) -> FloatArray:
        return self.timing.days(self._end)

    @cached_property
    def lengths(self) -> FloatArray:
        dates, lengths = self._dates, np.empty(self.minutes.shape)
        for task, row in enumerate(lengths):
            start = dates.resumes.get(task, dates.starts[task])
            row[...] = (dates.finishes[task] - start) / self._day_of(task)
        return lengths

    @property
    def work(self) -> FloatArray:
        days = np.array([[self._day_of(task)] for task in range(len(self.minutes))])
        work: FloatArray = self.minutes / days
        return work

    @cached_property
    def critical(self) -> BoolArray:
        rows: dict[int, BoolArray] = {}
        critical_tasks(self.timing, self.order, self._dates, self._end, 1, rows)
        return _stacked(rows, self.minutes.shape)

    def total_float(self) -> FloatArray:
        dates = self._dates
        late = late_dates(self.timing, self.order, dates, self._end).finishes
        floats = np.empty(late.shape)
        for task, row in enumerate(floats):
            row[...] = (late[task] - dates.finishes[task]) / self._day_of(task)
        return floats

    def ends_last(self, task: int) -> BoolArray:
        last: BoolArray = self._unmoved.ends_at(task) == self._end
        return last

    def asked(self, task: int) -> list[FloatArray]:
        own, calendar = self.timing.tasks[task], self.timing.calendar_of(task)
        links = [self._asked(task, tie) for tie in own.ties]
        if own.is_point:
            links = [calendar.minutes_at(instants) for instants in links]
        dates = asked_by_dates(self._unmoved, task, self.minutes[task])
        # As days from when the plan begins, on the calendar of the task.
        begins = self.timing.calendars[0].begin(np.array([self.timing.begins]))
        return [
            (bound - calendar.minutes_at(begins)) / self._day_of(task) for bound in (*links, dates)
        ]

    def held_by(self, task: int) -> list[tuple[int, BoolArray]]:
        own, dates = self.timing.tasks[task], self._unmoved
        if own.is_finished:
            return []
        start = dates.reached.get(task, dates.resumes.get(task, dates.starts[task]))
        return [
            (tie.predecessor, self._asked(task, tie) == start)
            for tie in own.ties
            if not self._has_happened(tie)
        ]

    def end_if(self, task: int, days: float) -> FloatArray:
        minutes = self.minutes.copy()
        minutes[task] = days * self._day_of(task)
        strikes = {row: some for row, some in self.strikes.items() if row != task}
        dates = scheduled(self.timing, self.order, minutes, strikes, self.lost)
        return self.timing.days(_last_instant(self.timing, dates))

    def _asked(self, task: int, tie: Tie) -> FloatArray:
        """Return from when a link lets a task begin [minutes]; for a point, it is an instant."""
        if self.timing.tasks[task].is_point:
            return asked_instants(self._unmoved, tie)
        return asked_start(self._unmoved, task, tie, self.minutes[task])

    def _has_happened(self, tie: Tie) -> bool:
        before = self.timing.tasks[tie.predecessor]
        return before.is_finished or (tie.from_start and before.is_started)

    def _day_of(self, task: int) -> float:
        return self.timing.minutes_a_day[self.timing.tasks[task].calendar]


def _last_instant(timing: Timing, dates: EarlyDates) -> FloatArray:
    return dates.last_end(timing.last_tasks)


def _stacked(rows: dict[int, BoolArray], shape: tuple[int, ...]) -> BoolArray:
    stacked = np.zeros(shape, dtype=np.bool_)
    for task, row in rows.items():
        stacked[task] = row
    return stacked
