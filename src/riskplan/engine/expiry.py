"""Expiry: what each amount over its base leaves still to come at some moments of an iteration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.engine.block import Block, Kept, fill
from riskplan.engine.cost import paid_by_day
from riskplan.engine.dates import Dates
from riskplan.engine.draw import Base, Chance, Source
from riskplan.engine.program import Program
from riskplan.engine.sampling import Sampler
from riskplan.engine.spending import Pace, Spending
from riskplan.engine.streams import Key, Stream

__all__ = ["Expiring", "ToCome", "base_outlays", "still_to_come"]

_ALL = Kept(events=True, stages=True, tasks=())
# Far less than a minute, in days and in minutes, but more than sums of days are rounded by.
_INSTANT = 1e-6
_ROUNDING = 1e-9


@frozen
class Expiring:
    """An event that can strike while some work is done, and not any more when that is done.

    Parameters
    ----------
    event : int
    key : Key
        The stream of the instant at which it strikes, where it has no window.
    tasks : tuple of int
        The work that it hits; none stand for the whole plan.
    has_struck : bool
        Whether it is known to have struck.
    """

    event: int
    key: Key
    tasks: tuple[int, ...]
    has_struck: bool = False


@frozen(eq=False)
class ToCome:
    """What is still to come over the base, by iteration.

    Parameters
    ----------
    cost : FloatArray, shape (count,) [currency]
        The total cost, as the run has it.
    at_moments : FloatArray, shape (n_moments, count) [currency]
    at_stages : FloatArray, shape (n_stages, count) [currency]
        When the last task of each stage is done.
    stage_finish : FloatArray, shape (n_stages, count)
        Those moments, as the program's clock counts time.
    """

    cost: FloatArray
    at_moments: FloatArray
    at_stages: FloatArray
    stage_finish: FloatArray


@frozen(eq=False)
class _Stretch:
    """Some tasks of a block, from their first beginning to their last end, in working time.

    Parameters
    ----------
    first, last : FloatArray, shape (count,)
    marks : FloatArray, shape (n_moments,)
    stages : list of FloatArray, n_stages of shape (count,)
        The moments that are asked about, counted in the same way.
    """

    first: FloatArray
    last: FloatArray
    marks: FloatArray
    stages: list[FloatArray]


def base_outlays(program: Program) -> list[float]:
    """Return the outlays of the base plan, in the order of those of a block."""
    source = Base()
    dates = fill(Block.empty(program, _ALL, 1), program, source, _ALL)
    return [float(amount[0]) for _, _, amount in _outlays(program, source, dates)]


def still_to_come(
    program: Program,
    sampler: Sampler,
    span: tuple[int, int],
    moments: FloatArray,
    base: Sequence[float],
    events: Sequence[Expiring],
    *,
    spent: bool,
) -> ToCome:
    """Return what is still to come over the base in some iterations.

    Parameters
    ----------
    program : Program
    sampler : Sampler
    span : (int, int)
        The first iteration, and how many.
    moments : FloatArray, shape (n_moments,)
        As the program's clock counts time.
    base : sequence of float [currency]
        What `base_outlays` returned.
    events : sequence of Expiring
        In the order in which they are added up.
    spent : bool
        Whether money counts when it is spent; otherwise, when that is decided.
    """
    start, count = span
    source = Chance(program, sampler, start, count)
    block = Block.empty(program, _ALL, count)
    dates = fill(block, program, source, _ALL)
    laying = _Laying(program, dates, moments, block.stage_finish)
    known = np.zeros(count)
    outlays = _outlays(program, source, dates)
    for (spending, is_rate, amount), usual in zip(outlays, base, strict=True):
        known += amount
        laying.lay_outlay(spending, amount - usual, spent or is_rate)
    costs = _net_costs(program, block)
    stream = Stream(sampler.seed, start, count)
    for one in events:
        known += costs[one.event]
        window = program.events[one.event].window
        if window is not None:
            laying.lay_struck(one, costs[one.event], source.instants(window), spent)
        elif spent or not one.has_struck:
            share = sampler.uniforms(stream, one.key)
            laying.lay_event(one, costs[one.event], share, spent)
    rest = block.cost - known
    rest[np.abs(rest) <= _ROUNDING * (np.abs(block.cost) + np.abs(known))] = 0.0
    if rest.any():
        laying.lay_outlay(Spending(), rest, spent=True)
    return ToCome(block.cost, laying.at_moments, laying.at_stages, block.stage_finish)


def _outlays(
    program: Program, source: Source, dates: Dates
) -> Iterator[tuple[Spending, bool, FloatArray]]:
    """Yield what is paid whatever happens: when, whether by the day, and how much."""

    def placed(spending: Spending | None, stage: int) -> Spending:
        if spending is not None:
            return spending
        return Spending(program.network.stages[stage] if stage >= 0 else ())

    for rate, stage in zip(program.task_rates, program.task_stages, strict=True):
        yield placed(rate.spending, stage), True, paid_by_day(program, source, rate, dates)
    for row in program.line_order:
        line = program.lines[row]
        yield placed(line.spending, line.stage), False, source.values(line.amount)
        if line.rate is not None:
            when = placed(line.rate.spending, line.rate.stage)
            yield when, True, paid_by_day(program, source, line.rate, dates)


def _net_costs(program: Program, block: Block) -> FloatArray:
    """Return what events cost after insurance, which pays each its share of what it covers."""
    costs = block.event_cost.copy()
    for row in program.cover_order:
        covered = sorted(program.covers[row].events)
        whole = np.zeros(len(block.cost))
        for event in covered:
            whole += block.event_cost[event]
        share = np.divide(block.recovery[row], whole, out=np.zeros(len(whole)), where=whole != 0.0)
        for event in covered:
            costs[event] -= block.event_cost[event] * share
    return costs


class _Laying:
    """Adds up what of some amounts is still to come."""

    def __init__(
        self, program: Program, dates: Dates, moments: FloatArray, stage_finish: FloatArray
    ) -> None:
        self.at_moments = np.zeros((len(moments), stage_finish.shape[1]))
        self.at_stages = np.zeros(stage_finish.shape)
        self._clock, self._dates = program.clock, dates
        self._all = tuple(range(len(program.network.durations)))
        self._moments, self._stages = moments, list(stage_finish)
        self._stretches: dict[tuple[int, ...], _Stretch] = {}

    def lay_outlay(self, spending: Spending, amount: FloatArray, spent: bool) -> None:
        """Lay what is paid whatever happens; it is decided when its work begins."""
        if spending.dates is not None and self._clock is not None:
            days = np.array([spending.dates[0], spending.dates[1] + 1]).astype("datetime64[D]")
            first, last = self._clock.moments(days)
            ends = np.full(len(amount), last)
            self._lay(amount, np.full(len(amount), first), ends, self._absolute(), even=spent)
            return
        stretch = self._stretch(spending.tasks)
        begin = stretch.last if spent and spending.pace is Pace.FINISH else stretch.first
        even = spent and spending.pace is Pace.EVEN
        self._lay(amount, begin, stretch.last, stretch, even=even)

    def lay_event(self, one: Expiring, amount: FloatArray, share: FloatArray, spent: bool) -> None:
        """Lay what an event costs that strikes after some share of the work that it hits."""
        stretch = self._stretch(one.tasks)
        begin = stretch.first
        if not one.has_struck:
            begin = begin + share * (stretch.last - stretch.first)
        self._lay(amount, begin, stretch.last, stretch, even=spent)

    def lay_struck(
        self, one: Expiring, amount: FloatArray, instants: FloatArray, spent: bool
    ) -> None:
        """Lay what an event costs that strikes at an instant."""
        if not spent:
            self._lay(amount, instants, instants, self._absolute(), even=False)
            return
        tasks, stretch = one.tasks or self._all, self._stretch(one.tasks)
        begin = np.maximum(self._dates.bounds(tasks, instants)[2], stretch.first)
        self._lay(amount, begin, np.maximum(stretch.last, begin), stretch, even=True)

    def _absolute(self) -> _Stretch:
        nothing = np.empty(0)
        return _Stretch(nothing, nothing, self._moments, self._stages)

    def _stretch(self, tasks: tuple[int, ...]) -> _Stretch:
        if tasks not in self._stretches:
            chosen = tasks or self._all
            first, last, marks = self._dates.bounds(chosen, self._moments)
            stages = [self._dates.bounds(chosen, stage)[2] for stage in self._stages]
            self._stretches[tasks] = _Stretch(first, last, marks, stages)
        return self._stretches[tasks]

    def _lay(
        self, amount: FloatArray, begin: FloatArray, end: FloatArray, at: _Stretch, *, even: bool
    ) -> None:
        """Add an amount where it is to come: all until its beginning, or evenly up to its end."""
        if not amount.any():
            return
        earliest, latest = begin.min() - _INSTANT, end.max()
        for row, mark in enumerate(at.marks):
            if mark < earliest:
                self.at_moments[row] += amount
            elif mark <= latest:
                self.at_moments[row] += amount * _share_left(begin, end, mark, even=even)
        for row, marks in enumerate(at.stages):
            self.at_stages[row] += amount * _share_left(begin, end, marks, even=even)


def _share_left(
    begin: FloatArray, end: FloatArray, mark: FloatArray | float, *, even: bool
) -> FloatArray:
    """Return which share is still to come at a moment, shape (count,)."""
    under_way = end > mark + _INSTANT
    if not even:
        left: FloatArray = (under_way & (begin >= mark - _INSTANT)).astype(np.float64)
        return left
    length = end - begin
    left = under_way.astype(np.float64)
    np.divide(end - mark, length, out=left, where=under_way & (length > 0.0))
    return np.minimum(left, 1.0, out=left)
