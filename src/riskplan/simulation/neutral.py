"""Neutral: the iterations of a run once more, without risks, spreads or anything that moves it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import starmap
from typing import TypeAlias

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.compiler import Index, compile_plan, names
from riskplan.engine import (
    Key,
    Parts,
    Program,
    Recalled,
    Sampler,
    key_of,
)
from riskplan.engine.streams import Stream
from riskplan.model import Plan
from riskplan.results import SimulationResult
from riskplan.simulation.redrawn import refuse_others, sampler_of, spans, whole_cells
from riskplan.simulation.scenes import recipe_of, scenario_of_run

__all__ = ["Player", "Rerun", "RerunBlock", "Totals", "rerun"]

Player: TypeAlias = frozenset[int]
"""What is made neutral together: parts of the program, by number."""

_Jobs: TypeAlias = list[tuple[int, IntArray]]
"""Rows of players, each with the columns that it touches."""

_NUMBERS_IN_A_BLOCK = 9_000_000
_ROWS_A_TASK = 3
_LONGEST_BLOCK = 8_192
_MOST_REMEMBERED = 2
_NUMBERS_AT_ONCE = 16_000_000


@frozen(eq=False)
class Totals:
    """Cost and length of some iterations, shape (count,) each; zeros where the plan has none."""

    cost: FloatArray
    days: FloatArray


@frozen(eq=False)
class RerunBlock:
    """Some iterations of a run, drawn once more and remembered.

    Parameters
    ----------
    start : int
        The first of them.
    known : Totals
        What they came to in the run.
    """

    start: int
    known: Totals
    _program: Program
    _recalled: Recalled
    _stream: Stream

    @property
    def count(self) -> int:
        """How many iterations there are."""
        return self._recalled.count

    def again(self, columns: IntArray, absent: Iterable[tuple[Player, BoolArray]]) -> Totals:
        """Return what some columns come to, with players made neutral in some of these.

        Parameters
        ----------
        columns : IntArray, shape (m,)
            Counted from the start of the block, in any order, each as often as one likes.
        absent : pairs of Player and BoolArray, shape (m,)
            Each player with where it is neutral. Players have no part in common.
        """
        neutral = {part: mask for player, mask in absent if mask.any() for part in player}
        cost, end = self._recalled.rerun(columns, neutral)
        return Totals(cost, self._program.network.days(end))

    def touched(self, player: Player) -> IntArray:
        """Return the columns in which a player can make any difference."""
        return self._recalled.touched(player)

    def size(self, part: int) -> FloatArray:
        """Return how large a part is by itself, shape (count,); that of a risk is 0 or 1."""
        return self._recalled.size(part)

    def chances(self, name: str) -> FloatArray:
        """Return uniforms of the iterations that no run draws, shape (count,), by a name."""
        return self._stream.uniforms(key_of(names.attribution(name)))

    def without(self, players: Sequence[Player]) -> Iterator[tuple[int, Totals]]:
        """Yield each player's row with what the block comes to without that player.

        Only what a player touches is worked out, that of several players at once; all else is
        copied.
        """
        ends_only = {
            min(player): row
            for row, player in enumerate(players)
            if len(player) == 1 and self._recalled.moves_ends_only(min(player))
        }
        if ends_only:
            for part, end in self._recalled.ends_without(ends_only).items():
                yield ends_only[part], Totals(self.known.cost, self._program.network.days(end))
        others = sorted(set(range(len(players))) - set(ends_only.values()))
        for batch in _batches([(row, self.touched(players[row])) for row in others], self.count):
            ends = np.cumsum([0, *(len(columns) for _, columns in batch)]).tolist()
            new = self._each(batch, ends, players)
            for (row, columns), first, last in zip(batch, ends[:-1], ends[1:], strict=True):
                yield row, self._changed(columns, new, slice(first, last))

    def _each(self, batch: _Jobs, ends: Sequence[int], players: Sequence[Player]) -> Totals:
        """Return what columns come to, side by side, each of which lacks one of the players."""
        neutral: dict[int, BoolArray] = {}
        for (row, _), first, last in zip(batch, ends[:-1], ends[1:], strict=True):
            for part in players[row]:
                mask = neutral.setdefault(part, np.zeros(ends[-1], dtype=np.bool_))
                mask[first:last] = True
        cost, end = self._recalled.rerun(np.concatenate([some for _, some in batch]), neutral)
        return Totals(cost, self._program.network.days(end))

    def _changed(self, columns: IntArray, new: Totals, part: slice) -> Totals:
        cost, days = self.known.cost.copy(), self.known.days.copy()
        cost[columns], days[columns] = new.cost[part], new.days[part]
        return Totals(cost, days)


def _batches(jobs: _Jobs, most: int) -> Iterator[_Jobs]:
    """Yield jobs together as long as they have no more columns than a block."""
    batch: _Jobs = []
    size = 0
    for job in jobs:
        if batch and size + len(job[1]) > most:
            yield batch
            batch, size = [], 0
        batch.append(job)
        size += len(job[1])
    if batch:
        yield batch


@frozen(eq=False, slots=False)
class Rerun:
    """A run whose iterations can be had again with risks, cost items or activities neutral.

    A neutral risk does not occur, and nothing does that depends on it; its responses are still
    paid for. A neutral cost item costs what it does in the base plan, and so does the day of a
    neutral activity, which is as much work as there. All else keeps its draws.

    Parameters
    ----------
    run : SimulationResult
    plan : Plan
        What it came from.
    """

    run: SimulationResult
    plan: Plan
    _program: Program
    _index: Index

    def risk(self, id: str) -> Player:  # noqa: A002 - the field is called id
        """Return the player that is the occurrence of a risk."""
        return frozenset([self._parts.event(self._index.event_rows[id])])

    def only_costs(self, id: str) -> bool:  # noqa: A002
        """Return whether a risk does no more than cost: uninsured, and nothing waits for it."""
        program, row = self._program, self._index.event_rows[id]
        return not (
            self._parts.moves_time(self._parts.event(row))
            or any(event.parent == row for event in program.events)
            or row in program.covers_by_event
        )

    def responses(self, id: str) -> Player:  # noqa: A002
        """Return the player that is the cost of the responses to a risk; empty where certain."""
        risk = self.plan.risk(id)
        return self._lines(names.response(id, response.id) for response in risk.responses)

    def premium(self, id: str) -> Player:  # noqa: A002
        """Return the player that is the premium of a policy; empty where that is certain."""
        return self._lines([names.premium(id)])

    def cost_item(self, id: str) -> Player:  # noqa: A002
        """Return the player that is a cost item; empty where that is certain."""
        return self._lines([names.amount(id)])

    def activity(self, id: str) -> Player:  # noqa: A002
        """Return the player that is an activity; empty where that is certain."""
        row = self._index.task_rows[id]
        return frozenset([self._parts.task(row)] if row in self._random_tasks else ())

    def weather(self) -> Player:
        """Return the player that is the weather of all calendars; empty where there is none."""
        return frozenset(self._parts.calendars())

    def blocks(self) -> Iterator[RerunBlock]:
        """Yield the iterations of the run, one block after the other.

        Raises
        ------
        RequestError
            If they do not come out the same again.
        """
        return iter(self._remembered or starmap(self._block, self._spans))

    def without(self, players: Sequence[Player]) -> Iterator[tuple[int, Totals]]:
        """Yield each player's row with what all iterations come to without that player.

        As many players at once as memory holds, so that their order is not that of the rows.
        """
        together = max(_NUMBERS_AT_ONCE // (2 * self.run.iterations), 1)
        for first in range(0, len(players), together):
            some = players[first : first + together]
            cost = np.empty((len(some), self.run.iterations))
            days = np.empty_like(cost)
            for block in self.blocks():
                part = slice(block.start, block.start + block.count)
                for row, totals in block.without(some):
                    cost[row, part], days[row, part] = totals.cost, totals.days
            for row in range(len(some)):
                yield first + row, Totals(cost[row], days[row])

    def sizes(self, parts: Sequence[int]) -> FloatArray:
        """Return how large parts are by themselves, shape (n_parts, n); see `RerunBlock.size`."""
        sizes = np.empty((len(parts), self.run.iterations))
        for block in self.blocks():
            for row, part in enumerate(parts):
                sizes[row, block.start : block.start + block.count] = block.size(part)
        return sizes

    @property
    def rows(self) -> int:
        """How many quantities an iteration is made of, as a measure of how long one takes."""
        return 1 + len(self._program.quantities)

    @cached_property
    def _remembered(self) -> tuple[RerunBlock, ...]:
        """All blocks, where they are so few that memory holds what they draw."""
        few = len(self._spans) <= _MOST_REMEMBERED
        return tuple(starmap(self._block, self._spans)) if few else ()

    def _block(self, start: int, count: int) -> RerunBlock:
        recalled = Recalled(self._program, self._parts, self._sampler, start, count)
        known = Totals(recalled.cost(), self._program.network.days(recalled.end()))
        refuse_others(
            self.run,
            start,
            cost=known.cost if self.run.has_cost else None,
            days=known.days if self.run.has_schedule else None,
        )
        stream = Stream(self._sampler.seed, start, count)
        return RerunBlock(start, known, self._program, recalled, stream)

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self._program)

    @cached_property
    def _sampler(self) -> Sampler:
        return sampler_of(self.run, self._program)

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        program = self._program
        tasks = len(program.network.durations)
        rows = 1 + _ROWS_A_TASK * tasks + len(program.quantities) - tasks
        size = min(max(_NUMBERS_IN_A_BLOCK // rows, 1), _LONGEST_BLOCK)
        return tuple(spans(self.run.iterations, whole_cells(size, self.run.provenance.cell)))

    def _lines(self, streams: Iterable[str]) -> Player:
        """Return the lines that vary among those whose amounts have these streams."""
        rows = (self._random_lines.get(key_of(name)) for name in streams)
        return frozenset(self._parts.line(row) for row in rows if row is not None)

    @cached_property
    def _random_lines(self) -> dict[Key, int]:
        return {
            line.amount.key: row
            for row, line in enumerate(self._program.lines)
            if line.amount.is_random or (line.rate is not None and line.rate.quantity.is_random)
        }

    @cached_property
    def _random_tasks(self) -> Collection[int]:
        program = self._program
        durations = {
            row for row, quantity in enumerate(program.network.durations) if quantity.is_random
        }
        rates = {rate.task for rate in program.task_rates if rate.quantity.is_random}
        return durations | rates | {need.task for need in program.needs if need.probability < 1.0}


def rerun(run: SimulationResult, plan: Plan | None = None) -> Rerun:
    """Return what runs the iterations of a run again with some of it neutral.

    Parameters
    ----------
    run : SimulationResult
    plan : Plan, optional
        The plan that was simulated; that of the run's recipe unless given.

    Raises
    ------
    RequestError
        If the run holds samples of another tool, or no plan and none is given.

    Examples
    --------
    >>> from riskplan import CostImpact, Plan, Risk, simulate
    >>> run = simulate(Plan("P", risks=[Risk("r", "R", 0.5, impacts=[CostImpact(8)])]), seed=1)
    >>> again = rerun(run)
    >>> [(_, without)] = again.without([again.risk("r")])
    >>> float(without.cost.max())
    0.0
    """
    plan = recipe_of(run).plan if plan is None else plan
    return Rerun(run, plan, *compile_plan(plan, scenario_of_run(run, plan)))
