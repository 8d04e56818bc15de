"""The conductor: blocks of iterations, from chance to totals, with no logic of its own."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.conventions import LateRule, held_back
from riskplan.engine.cost import spend
from riskplan.engine.dates import BaseDates, Dates, base_dates, dates_of
from riskplan.engine.draw import Base, Chance, Source, durations
from riskplan.engine.network import Criticality
from riskplan.engine.program import Program
from riskplan.engine.sampling import Sampler
from riskplan.engine.spending import Ledger

__all__ = ["Block", "Kept", "base_plan", "fill", "run_into"]


Turn: TypeAlias = AbstractContextManager[object]
"""What a block holds while nobody else should: a lock, or nothing."""

_AT_ONCE: Turn = nullcontext()


@frozen
class Kept:
    """Which samples are wanted besides those of the totals.

    Parameters
    ----------
    events : bool
        Occurrence and cost of each event, and what insurers pay back.
    stages : bool
        Cost and finish of each stage.
    tasks : tuple of int
        The tasks whose finish is wanted.
    """

    events: bool
    stages: bool
    tasks: tuple[int, ...]

    def floats(self, program: Program) -> float:
        """Return how many numbers an iteration leaves behind."""
        events = len(program.events) * (1.0 + 1.0 / 8.0) + len(program.covers)
        stages = 2 * program.stage_count + 1 if self.stages else 0
        return 2.0 + (events if self.events else 0.0) + stages + len(self.tasks)


@frozen(eq=False)
class Block:
    """What some iterations come to; an array has one column for each of them.

    Parameters
    ----------
    happens : BoolArray, shape (n_events or 0, count)
    event_cost : FloatArray, shape (n_events or 0, count) [currency]
    recovery : FloatArray, shape (n_covers or 0, count) [currency]
        What insurers pay back.
    cost : FloatArray, shape (count,) [currency]
    stage_cost : FloatArray, shape (n_stages + 1 or 0, count) [currency]
        The last row holds what belongs to no stage.
    end : FloatArray, shape (count,)
        When the last task is done: working days from the start, or an instant [minutes], as the
        program's clock counts time.
    stage_finish : FloatArray, shape (n_stages or 0, count)
    task_finish : FloatArray, shape (n_kept_tasks, count)
    """

    happens: BoolArray
    event_cost: FloatArray
    recovery: FloatArray
    cost: FloatArray
    stage_cost: FloatArray
    end: FloatArray
    stage_finish: FloatArray
    task_finish: FloatArray

    @classmethod
    def empty(cls, program: Program, kept: Kept, count: int) -> Block:
        """Return arrays for so many iterations, still to be filled."""
        events = len(program.events) if kept.events else 0
        stages = program.stage_count if kept.stages else 0
        return cls(
            happens=np.empty((events, count), dtype=np.bool_),
            event_cost=np.empty((events, count)),
            recovery=np.empty((len(program.covers) if kept.events else 0, count)),
            cost=np.empty(count),
            stage_cost=np.empty((stages + 1 if kept.stages else 0, count)),
            end=np.empty(count),
            stage_finish=np.empty((stages, count)),
            task_finish=np.empty((len(kept.tasks), count)),
        )

    def columns(self, start: int, stop: int) -> Block:
        """Return some of the iterations, as views."""
        return Block(*(array[..., start:stop] for array in self._arrays()))

    def put(self, start: int, block: Block) -> None:
        """Copy a block to where it belongs."""
        part = self.columns(start, start + len(block.cost))
        for mine, other in zip(part._arrays(), block._arrays(), strict=True):
            mine[...] = other

    def _arrays(self) -> tuple[np.ndarray, ...]:
        return (
            self.happens,
            self.event_cost,
            self.recovery,
            self.cost,
            self.stage_cost,
            self.end,
            self.stage_finish,
            self.task_finish,
        )


def run_into(
    block: Block,
    program: Program,
    sampler: Sampler,
    kept: Kept,
    start: int,
    turn: Turn = _AT_ONCE,
) -> Criticality:
    """Simulate as many iterations as the block holds, from `start` on, and fill it.

    The operations on the network are short, and threads that are all at them wait for the
    interpreter's lock most of the time. So blocks on threads take turns at that part, while the
    others draw.

    Returns
    -------
    Criticality
        In how many of these iterations each task is critical.
    """
    source = Chance(program, sampler, start, len(block.cost))
    dates = fill(block, program, source, kept, turn)
    with turn:
        return dates.critical(block.end, sampler.plan.cell)


def base_plan(program: Program, convention: LateRule = held_back) -> tuple[Block, BaseDates]:
    """Return the base plan as a block of one iteration with everything kept, and its schedule."""
    network, source = program.network, Base()
    kept = Kept(events=True, stages=True, tasks=tuple(range(len(network.durations))))
    block = Block.empty(program, kept, 1)
    lengths = np.empty(block.task_finish.shape)
    durations(program, source, source.happenings(program), lengths)
    dates = fill(block, program, source, kept)
    return block, base_dates(network, lengths, dates, block.end, convention)


def fill(
    block: Block,
    program: Program,
    source: Source,
    kept: Kept,
    turn: Turn = _AT_ONCE,
    ledger: Ledger | None = None,
) -> Dates:
    """Fill a block from a source, and a ledger if any, and return the dates of its tasks."""
    network = program.network
    happen = source.happenings(program)
    finish = _finishes(block, program, kept)
    durations(program, source, happen, finish)
    with turn:
        dates = dates_of(program, source, happen, finish)
        block.end[:] = dates.last(network.last_tasks)
    stage_rows = program.stage_count + 1
    by_stage = block.stage_cost if kept.stages else np.empty((stage_rows, source.count))
    by_event = block.event_cost if kept.events else None
    recovered = block.recovery if kept.events else None
    block.cost[:] = spend(program, source, happen, dates, by_stage, by_event, recovered, ledger)
    if kept.events:
        block.happens[:] = happen.happens
    if kept.stages:
        for stage, tasks in enumerate(network.stages):
            block.stage_finish[stage] = dates.last(tasks)
    dates.put_ends(kept.tasks, block.task_finish)
    return dates


def _finishes(block: Block, program: Program, kept: Kept) -> FloatArray:
    """Return the array that holds the finish of every task: that of the block, if it keeps all."""
    tasks = len(program.network.durations)
    if kept.tasks == tuple(range(tasks)):
        return block.task_finish
    return np.empty((tasks, len(block.cost)))
