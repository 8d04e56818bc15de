"""Recall: a block drawn once, and run again in some of its iterations with parts made neutral."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

import attrs
import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.engine.block import Block, Kept, fill
from riskplan.engine.bypass import ends_if
from riskplan.engine.cost import spend
from riskplan.engine.dates import Dates
from riskplan.engine.draw import Base, Chance, Happenings, durations
from riskplan.engine.program import Need, Network, Program, Window
from riskplan.engine.quantities import Quantity
from riskplan.engine.sampling import Sampler
from riskplan.engine.streams import Key
from riskplan.engine.weather import Month

__all__ = ["Neutral", "Parts", "Recalled"]

Neutral: TypeAlias = Mapping[int, BoolArray]
"""Parts of a program, each with the columns in which it is neutral."""

_NOTHING_KEPT = Kept(events=False, stages=False, tasks=())
_EVENTS_KEPT = Kept(events=True, stages=False, tasks=())


class Parts:
    """What of a program can be made neutral, by number: events, lines, tasks, then calendars.

    A neutral event does not happen, nor does what depends on it. A neutral line costs what it
    costs in the base plan, a neutral task is as much work and as dear a day as there, and a neutral
    calendar loses the days that it loses there.
    """

    def __init__(self, program: Program) -> None:
        timing = program.network.timing
        weather = {} if timing is None else timing.weather
        ends = np.cumsum(
            [0, len(program.events), len(program.lines), len(program.network.durations)]
        ).tolist()
        self._ends = ends
        self._calendars = {name: ends[3] + row for row, name in enumerate(weather)}
        self._weather = {one.name: self._calendars[name] for name, one in weather.items()}
        self._program = program
        self._of_key: dict[Key, int] = {}
        for row, line in enumerate(program.lines):
            self._of_key[line.amount.key] = self.line(row)
            if line.rate is not None:
                self._of_key[line.rate.quantity.key] = self.line(row)
        for rate in program.task_rates:
            self._of_key[rate.quantity.key] = self.task(rate.task)

    def event(self, row: int) -> int:
        """Return the number of an event."""
        return row

    def line(self, row: int) -> int:
        """Return the number of a line."""
        return int(self._ends[1]) + row

    def task(self, row: int) -> int:
        """Return the number of a task."""
        return int(self._ends[2]) + row

    def calendars(self) -> tuple[int, ...]:
        """Return the numbers of the calendars that the weather takes days from."""
        return tuple(self._calendars.values())

    def is_event(self, part: int) -> bool:
        """Return whether a part is an event."""
        return part < int(self._ends[1])

    def of_quantity(self, quantity: Quantity) -> int | None:
        """Return the part that an amount or a rate belongs to, if any."""
        return self._of_key.get(quantity.key)

    def of_month(self, month: Month) -> int | None:
        """Return the calendar that a month of weather belongs to."""
        return self._weather.get(month.name.rpartition("/")[0])

    def moves_time(self, part: int) -> bool:
        """Return whether a part has a say in when anything is done."""
        return part in self._timed_events if self.is_event(part) else part >= int(self._ends[2])

    @cached_property
    def _timed_events(self) -> frozenset[int]:
        """The events that act on tasks, and those without which such events cannot happen."""
        program = self._program
        acting = {effect.event for effect in (*program.factors, *program.delays)}
        acting |= {need.event for need in program.needs}
        found: set[int] = set()
        for row in acting - {-1}:
            event = row
            while event >= 0:
                found.add(event)
                event = program.events[event].parent
        return frozenset(found)


class Recalled:
    """The iterations of one block, drawn once, that can be run again without some of their parts.

    Everything is drawn at its first use, from the very streams of a run, and remembered: what
    happens, how large it is, when it strikes, the durations before any event, and the lost days.
    So a part that is neutral leaves all else as it was, and each iteration comes to the same bits
    as in a run of its own.

    Parameters
    ----------
    program : Program
    parts : Parts
        Those of the program.
    sampler : Sampler
    start, count : int
        The first iteration, and how many there are: whole cells.
    """

    def __init__(
        self, program: Program, parts: Parts, sampler: Sampler, start: int, count: int
    ) -> None:
        self.program, self.parts, self.start, self.count = program, parts, start, count
        self._chance = Chance(program, sampler, start, count)
        self._base = Base()
        self._values: dict[Key, FloatArray] = {}
        self._instants: dict[Key, FloatArray] = {}
        self._lost: dict[str, BoolArray] = {}
        self._needed: dict[Key, BoolArray] = {}

    @cached_property
    def happen(self) -> Happenings:
        """What happens, before it is known what windows miss."""
        return self._chance.happenings(self.program)

    @cached_property
    def days(self) -> FloatArray:
        """How long each task is before any event, as the network counts time, shape (n, count)."""
        days = np.empty((len(self.program.network.durations), self.count))
        self._chance.fill_durations(self.program.network, days)
        return days

    @cached_property
    def base_days(self) -> FloatArray:
        """The same in the base plan, shape (n_tasks, 1)."""
        days = np.empty((len(self.program.network.durations), 1))
        self._base.fill_durations(self.program.network, days)
        return days

    def cost(self) -> FloatArray:
        """Return what the iterations of the block cost, shape (count,) [currency]."""
        return self._whole[0].cost

    def end(self) -> FloatArray:
        """Return when they end, shape (count,) [moments of the program]."""
        return self._whole[0].end

    def happens(self, event: int) -> BoolArray:
        """Return where an event happens, and strikes what it can, shape (count,)."""
        row: BoolArray = self._whole[0].happens[event]
        return row

    def size(self, part: int) -> FloatArray:
        """Return how large the part is by itself, shape (count,), that of an event being 0 or 1.

        The amount of a line, and the work of a task before any event.
        """
        parts = self.parts
        if parts.is_event(part):
            return self.happens(part).astype(np.float64)
        if part >= parts.task(0):
            days: FloatArray = self.days[part - parts.task(0)]
            return days
        return self.values(self.program.lines[part - parts.line(0)].amount)

    def touched(self, parts: Iterable[int]) -> IntArray:
        """Return the columns in which anything can change once these parts are neutral."""
        chosen = tuple(parts)
        if all(map(self.parts.is_event, chosen)):
            anywhere = np.logical_or.reduce(self.happen.happens[list(chosen)], axis=0)
            return np.flatnonzero(anywhere)
        return np.arange(self.count)

    def rerun(self, columns: IntArray, neutral: Neutral) -> tuple[FloatArray, FloatArray]:
        """Return cost and end of some columns with parts made neutral.

        Parameters
        ----------
        columns : IntArray, shape (m,)
            Any of them, in any order, and each as often as one likes.
        neutral : mapping of int to BoolArray, shape (m,)
            Parts, each with the columns in which it is neutral.

        Returns
        -------
        tuple of FloatArray, shape (m,)
            Cost [currency], and the end [moments of the program].
        """
        if not len(columns):
            return np.empty(0), np.empty(0)
        source = _Some(self, columns, neutral)
        if any(map(self.parts.moves_time, neutral)):
            block = Block.empty(self.program, _NOTHING_KEPT, len(columns))
            fill(block, self.program, source, _NOTHING_KEPT)
            return block.cost, block.end
        known, dates = self._whole
        happen = source.happenings(self.program)
        happen.happens[...] &= known.happens[:, columns]
        by_stage = np.empty((self.program.stage_count + 1, len(columns)))
        taken = _Taken(dates, columns)
        cost = spend(self.program, source, happen, taken, by_stage, None)
        return cost, known.end[columns]

    def moves_ends_only(self, part: int) -> bool:
        """Return whether a part is a task, on one day calendar, where nothing is paid by time."""
        program = self.program
        rates = (*program.task_rates, *(line.rate for line in program.lines if line.rate))
        is_task = self.parts.task(0) <= part < self.parts.task(len(program.network.durations))
        return is_task and program.network.timing is None and not rates

    def ends_without(self, tasks: Iterable[int]) -> dict[int, FloatArray]:
        """Return when the plan ends without each of some tasks that move ends only.

        Parameters
        ----------
        tasks : iterable of int
            Parts. They share one pass through the network, whose sums may be rounded otherwise.
        """
        first, columns = self.parts.task(0), np.arange(self.count)
        everywhere = np.ones(self.count, dtype=np.bool_)
        neutral = dict.fromkeys(tasks, everywhere)
        days, other = np.empty(self.days.shape), np.empty(self.days.shape)
        durations(self.program, _Some(self, columns, {}), self.happen, days)
        durations(self.program, _Some(self, columns, neutral), self.happen, other)
        rows = {part - first: other[part - first] for part in neutral}
        ends = ends_if(self.program.network, days, rows)
        return {first + row: end for row, end in ends.items()}

    @cached_property
    def _whole(self) -> tuple[Block, Dates]:
        """The block as a run has it, and the dates of its tasks."""
        block = Block.empty(self.program, _EVENTS_KEPT, self.count)
        source = _Some(self, np.arange(self.count), {})
        return block, fill(block, self.program, source, _EVENTS_KEPT)

    def values(self, quantity: Quantity) -> FloatArray:
        """Return the draws of a quantity, shape (count,), remembered."""
        if quantity.key not in self._values:
            self._values[quantity.key] = self._chance.values(quantity)
        return self._values[quantity.key]

    def instants(self, window: Window) -> FloatArray:
        """Return the instants at which an event strikes, shape (count,), remembered."""
        if window.key not in self._instants:
            self._instants[window.key] = self._chance.instants(window)
        return self._instants[window.key]

    def lost_days(self, month: Month, lost: Quantity, days: int) -> BoolArray:
        """Return the lost days of a month, shape (days, count), remembered."""
        if month.name not in self._lost:
            self._lost[month.name] = self._chance.lost_days(month, lost, days)
        return self._lost[month.name]

    def needed(self, need: Need) -> BoolArray:
        """Return where a task is needed as things happened, shape (count,), remembered."""
        if need.key not in self._needed:
            self._needed[need.key] = self._chance.needed(need, self.happen)
        return self._needed[need.key]


class _Some:
    """A source: some columns of a block, with parts neutral."""

    def __init__(self, recalled: Recalled, columns: IntArray, neutral: Neutral) -> None:
        self.count = len(columns)
        self._recalled, self._columns, self._neutral = recalled, columns, neutral
        self._base = Base()

    def values(self, quantity: Quantity) -> FloatArray:
        """Return remembered draws, and the base value where the part is neutral."""
        values: FloatArray = self._recalled.values(quantity)[self._columns]
        mask = self._mask(self._recalled.parts.of_quantity(quantity))
        if mask is not None:
            values[mask] = quantity.base
        return values

    def values_where(self, quantity: Quantity, happens: BoolArray, otherwise: float) -> FloatArray:
        """Return remembered draws where something happens."""
        return np.where(happens, self._recalled.values(quantity)[self._columns], otherwise)

    def happenings(self, program: Program) -> Happenings:
        """Return what happens without the neutral events and all that depends on them."""
        known = self._recalled.happen
        happens: BoolArray = known.happens[:, self._columns]
        for index in program.event_order:
            mask = self._mask(self._recalled.parts.event(index))
            if mask is not None:
                happens[index] &= ~mask
            if program.events[index].parent >= 0:
                happens[index] &= happens[program.events[index].parent]
        strikes = {
            index: np.where(happens[index], counts[self._columns], 0.0)
            for index, counts in known.strikes.items()
        }
        return Happenings(happens, strikes)

    def needed(self, need: Need, happen: Happenings) -> BoolArray:
        """Return where a task is needed, which a neutral one is as in the base plan."""
        needed: BoolArray = self._recalled.needed(need)[self._columns]
        mask = self._mask(self._recalled.parts.task(need.task))
        if mask is not None:
            needed[mask] = self._base.needed(attrs.evolve(need, event=-1), happen)[mask]
        return needed if need.event < 0 else needed & happen.happens[need.event]

    def instants(self, window: Window) -> FloatArray:
        """Return remembered instants."""
        instants: FloatArray = self._recalled.instants(window)[self._columns]
        return instants

    def lost_days(self, month: Month, lost: Quantity, days: int) -> BoolArray:
        """Return remembered lost days, and those of the base plan where the calendar is neutral."""
        found: BoolArray = self._recalled.lost_days(month, lost, days)[:, self._columns]
        mask = self._mask(self._recalled.parts.of_month(month))
        if mask is not None:
            found[:, mask] = self._base.lost_days(month, lost, days)
        return found

    def fill_durations(self, network: Network, days: FloatArray) -> None:  # noqa: ARG002 - of the protocol
        """Put in remembered durations, and those of the base plan where a task is neutral."""
        # All columns are there; to have that checked takes a copy of everything.
        np.take(self._recalled.days, self._columns, axis=1, out=days, mode="clip")
        first = self._recalled.parts.task(0)
        for part, mask in self._neutral.items():
            if 0 <= part - first < len(days):
                days[part - first, mask] = self._recalled.base_days[part - first, 0]

    def _mask(self, part: int | None) -> BoolArray | None:
        return None if part is None else self._neutral.get(part)


@frozen(eq=False)
class _Taken:
    """The dates of some columns of a block, where nothing moves."""

    dates: Dates
    columns: IntArray

    def days(self, task: int) -> FloatArray:
        days: FloatArray = self.dates.days(task)[self.columns]
        return days

    def span(self, tasks: Sequence[int]) -> FloatArray:
        span: FloatArray = self.dates.span(tasks)[self.columns]
        return span
