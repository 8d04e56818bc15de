"""The critical path method on calendars: early dates.

As in the network on one day calendar, all iterations of a block are done at once, one operation on
rows for each link. Rows hold working minutes of the task's own calendar, and only where a link
leads to another calendar do they pass through instants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from attrs import field, frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.strikes import Strike
from riskplan.engine.timing import NEVER, Tie, Timing, exact
from riskplan.engine.weather import LostTime

__all__ = [
    "EarlyDates",
    "asked_by_dates",
    "asked_instants",
    "asked_start",
    "early_dates",
]


@frozen(eq=False)
class EarlyDates:
    """The early dates of the tasks, each in minutes of its own calendar.

    Parameters
    ----------
    timing : Timing
    starts, finishes : dict of int to FloatArray, shape (count,) [minutes]
    resumes : dict of int to FloatArray, shape (count,) [minutes]
        Where the rest of a task that has been started is done from.
    reached : dict of int to FloatArray, shape (count,) [minutes]
        The instants at which points are reached, which may lie where their calendar rests.
    hits : dict of int to BoolArray, shape (count,)
        In which iterations each event hit a task that can only hit one that is being done.
    passed : dict of int to (BoolArray, FloatArray), shape (count,) [minutes]
        In which iterations a task between calendars takes no time, and the instants at which all
        before it is done: it lets them pass, whether or not its own calendar works then.
    lost : mapping of int to LostTime
        The calendars, by number, that the weather takes days from.
    """

    timing: Timing
    starts: dict[int, FloatArray] = field(factory=dict)
    finishes: dict[int, FloatArray] = field(factory=dict)
    resumes: dict[int, FloatArray] = field(factory=dict)
    reached: dict[int, FloatArray] = field(factory=dict)
    hits: dict[int, BoolArray] = field(factory=dict)
    passed: dict[int, tuple[BoolArray, FloatArray]] = field(factory=dict)
    lost: Mapping[int, LostTime] = MappingProxyType({})
    _ends: dict[int, FloatArray] = field(factory=dict, init=False)

    def begins_at(self, task: int) -> FloatArray:
        """Return the instants at which a task begins, shape (count,) [minutes]."""
        if task in self.reached:
            return self.reached[task]
        return self._passing(task, self.timing.calendar_of(task).begin(self.starts[task]))

    def ends_at(self, task: int) -> FloatArray:
        """Return the instants at which a task ends, shape (count,) [minutes]."""
        if task in self.reached:
            return self.reached[task]
        if task not in self._ends:
            ends = self.timing.calendar_of(task).end(self.finishes[task])
            self._ends[task] = self._passing(task, ends)
        return self._ends[task]

    def is_instant(self, task: int) -> bool:
        """Return whether a task is a point still to be reached, or never takes any time."""
        if task in self.passed:
            return bool(self.passed[task][0].all())
        return self.timing.tasks[task].is_reached

    def _passing(self, task: int, instants: FloatArray) -> FloatArray:
        if task not in self.passed:
            return instants
        nothing, asked = self.passed[task]
        return np.where(nothing, asked, instants)

    def forget_end(self, task: int) -> None:
        """Work out again when a task ends, because it has been moved."""
        self._ends.pop(task, None)

    def last_end(self, tasks: Sequence[int]) -> FloatArray:
        """Return the instants at which the last of some tasks ends, shape (count,) [minutes]."""
        latest = self.ends_at(tasks[0]).copy()
        for task in tasks[1:]:
            np.maximum(latest, self.ends_at(task), out=latest)
        return latest


def early_dates(
    timing: Timing,
    order: Sequence[int],
    minutes: FloatArray,
    strikes: Mapping[int, Sequence[Strike]] = MappingProxyType({}),
    lost: Mapping[int, LostTime] = MappingProxyType({}),
) -> EarlyDates:
    """Return the early dates.

    Parameters
    ----------
    timing : Timing
    order : sequence of int
        The tasks in an order in which every predecessor comes first, and hammocks last.
    minutes : FloatArray, shape (n_tasks, count) [minutes]
        How long each task takes, or what is left of it. Rounded to what adds up exactly.
    strikes : mapping of int to sequence of Strike
        What may hit each task while it is being done.
    lost : mapping of int to LostTime
        The calendars, by number, that the weather takes days from.
    """
    count = minutes.shape[1]
    dates = EarlyDates(timing, lost=lost)
    for row in order:
        task = timing.tasks[row]
        exact(minutes[row])
        if task.spans:
            _span(dates, row)
        elif task.is_finished:
            dates.starts[row] = np.full(count, task.started)
            dates.finishes[row] = np.full(count, task.finished)
        elif task.is_point:
            _reach(dates, row, count)
        else:
            _do(dates, row, minutes[row], strikes.get(row, ()))
    return dates


def _do(dates: EarlyDates, row: int, minutes: FloatArray, strikes: Sequence[Strike]) -> None:
    """Do a task, or the rest of one that has been started, as early as it may be."""
    task = dates.timing.tasks[row]
    start = _earliest(dates, row, minutes)
    if strikes:
        minutes = _struck(dates, row, start, minutes, strikes)
    if task.is_buffer:
        minutes = np.clip(minutes - (start - task.absorbs_from), 0.0, minutes)
    dates.starts[row] = start
    dates.finishes[row] = _after(dates, row, start, minutes)
    if row in dates.timing.crossings and not minutes.all():
        dates.passed[row] = minutes == 0.0, _asked_of_point(dates, row, len(minutes))
    if task.is_started:
        dates.resumes[row] = start
        dates.starts[row] = np.full(len(start), task.started)


def _struck(
    dates: EarlyDates,
    row: int,
    start: FloatArray,
    minutes: FloatArray,
    strikes: Sequence[Strike],
) -> FloatArray:
    """Return how long a task takes that is hit where it would be under way at a strike."""
    calendar = dates.timing.calendar_of(row)
    begins, ends = calendar.begin(start), calendar.end(start + minutes)
    longer = minutes.copy()
    for strike in strikes:
        hit = strike.happens & (begins <= strike.instants) & (strike.instants < ends)
        np.multiply(longer, strike.factor, out=longer, where=hit)
        np.add(longer, strike.delay, out=longer, where=hit)
        before = dates.hits.get(strike.event)
        dates.hits[strike.event] = hit if before is None else before | hit
    return exact(np.maximum(longer, 0.0, out=longer))


def _earliest(dates: EarlyDates, row: int, minutes: FloatArray) -> FloatArray:
    """Return the earliest beginning of a task that links and dates allow."""
    task = dates.timing.tasks[row]
    if dates.timing.only_follows(row):
        return dates.finishes[task.ties[0].predecessor]
    earliest = asked_by_dates(dates, row, minutes)
    for tie in task.ties:
        np.maximum(earliest, asked_start(dates, row, tie, minutes), out=earliest)
    if task.is_firm:
        np.minimum(earliest, task.must_start_by, out=earliest)
        np.minimum(earliest, task.must_finish_by - minutes, out=earliest)
    return earliest


def asked_by_dates(dates: EarlyDates, row: int, minutes: FloatArray) -> FloatArray:
    """Return before when dates do not let a task begin that takes so long."""
    task = dates.timing.tasks[row]
    earliest = np.full(len(minutes), task.starts_from)
    if task.finishes_from > NEVER:
        bound = np.full(len(minutes), task.finishes_from)
        np.maximum(earliest, _before(dates, row, bound, minutes), out=earliest)
    return earliest


def asked_start(dates: EarlyDates, row: int, tie: Tie, minutes: FloatArray) -> FloatArray:
    """Return before when a link does not let a task begin that takes so long.

    In minutes of the task's calendar.
    """
    bound = _bound(dates, row, tie)
    return _before(dates, row, bound, minutes) if tie.to_finish else bound


def _after(dates: EarlyDates, row: int, start: FloatArray, minutes: FloatArray) -> FloatArray:
    """Return when a task ends that begins then."""
    lost = dates.lost.get(dates.timing.tasks[row].calendar)
    return start + minutes if lost is None else lost.advance(start, minutes)


def _before(dates: EarlyDates, row: int, finish: FloatArray, minutes: FloatArray) -> FloatArray:
    """Return when a task begins that ends then."""
    lost = dates.lost.get(dates.timing.tasks[row].calendar)
    return finish - minutes if lost is None else lost.retreat(finish, minutes)


def _bound(dates: EarlyDates, row: int, tie: Tie) -> FloatArray:
    """Return what a link demands of a task, in minutes of the task's calendar."""
    if dates.timing.is_direct(row, tie):
        before = (dates.starts if tie.from_start else dates.finishes)[tie.predecessor]
        return before + tie.lag if tie.lag else before
    return dates.timing.calendar_of(row).minutes_at(asked_instants(dates, tie))


def asked_instants(dates: EarlyDates, tie: Tie) -> FloatArray:
    """Return the instants that a link leads to."""
    before, timing = tie.predecessor, dates.timing
    if not tie.lag:
        return (dates.begins_at if tie.from_start else dates.ends_at)(before)
    calendar = timing.calendars[tie.calendar]
    if tie.calendar == timing.tasks[before].calendar:
        worked = (dates.starts if tie.from_start else dates.finishes)[before]
    else:
        instants = (dates.begins_at if tie.from_start else dates.ends_at)(before)
        worked = calendar.minutes_at(instants)
    worked = worked + tie.lag
    return calendar.end(worked) if tie.lag > 0.0 else calendar.begin(worked)


def _reach(dates: EarlyDates, row: int, count: int) -> None:
    """Reach a point as soon as all its links let it, whether or not its calendar works then."""
    task, calendar = dates.timing.tasks[row], dates.timing.calendar_of(row)
    instants = _asked_of_point(dates, row, count)
    if task.must_start_by < np.inf:
        np.minimum(instants, calendar.begin(np.array([task.must_start_by])), out=instants)
    if task.must_finish_by < np.inf:
        np.minimum(instants, calendar.end(np.array([task.must_finish_by])), out=instants)
    dates.reached[row] = instants
    dates.starts[row] = dates.finishes[row] = calendar.minutes_at(instants)


def _asked_of_point(dates: EarlyDates, row: int, count: int) -> FloatArray:
    """Return the instant from which nothing keeps a task any more that takes no time."""
    task, calendar = dates.timing.tasks[row], dates.timing.calendar_of(row)
    instants = np.full(count, NEVER)
    if task.starts_from > NEVER:
        np.maximum(instants, calendar.begin(np.array([task.starts_from])), out=instants)
    if task.finishes_from > NEVER:
        np.maximum(instants, calendar.end(np.array([task.finishes_from])), out=instants)
    for tie in task.ties:
        np.maximum(instants, asked_instants(dates, tie), out=instants)
    return instants


def _span(dates: EarlyDates, row: int) -> None:
    """Stretch a hammock from the first beginning to the last end of what it spans."""
    members, calendar = dates.timing.tasks[row].spans, dates.timing.calendar_of(row)
    first = np.minimum.reduce([dates.begins_at(member) for member in members])
    last = dates.last_end(members)
    dates.starts[row] = calendar.minutes_at(first)
    dates.finishes[row] = calendar.minutes_at(last)
