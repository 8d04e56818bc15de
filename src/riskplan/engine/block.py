"""The conductor: one block of iterations, from chance to totals, with no logic of its own."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.engine.cost import Times, money
from riskplan.engine.draw import Base, Chance, Source, durations
from riskplan.engine.network import backward, critical, forward
from riskplan.engine.program import Program
from riskplan.engine.streams import Stream

__all__ = ["BaseDates", "Block", "base_block", "base_dates", "run_block"]


@frozen(eq=False)
class Block:
    """What a block of iterations comes to; an array has one column for each iteration.

    Parameters
    ----------
    start : int
        The first iteration.
    happens : BoolArray, shape (n_events, count)
    cost : FloatArray, shape (count,) [currency]
    stage_cost : FloatArray, shape (n_stages + 1, count) [currency]
        The last row holds what belongs to no stage.
    event_cost : FloatArray, shape (n_events, count) [currency]
    end : FloatArray, shape (count,) [working days]
        When the last task is done.
    task_finish : FloatArray, shape (n_tasks, count) [working days]
    critical_count : IntArray, shape (n_tasks,)
        In how many iterations of the block each task is critical.
    """

    start: int
    happens: BoolArray
    cost: FloatArray
    stage_cost: FloatArray
    event_cost: FloatArray
    end: FloatArray
    task_finish: FloatArray
    critical_count: IntArray


@frozen(eq=False)
class BaseDates:
    """The base schedule, every array of shape (n_tasks,) [working days]."""

    early_start: FloatArray
    early_finish: FloatArray
    late_start: FloatArray
    late_finish: FloatArray


def run_block(program: Program, seed: int, start: int, count: int) -> Block:
    """Simulate the iterations from `start` to `start + count`."""
    return _run(program, Chance(Stream(seed, start, count)), start)


def base_block(program: Program) -> Block:
    """Return the base plan as a block of one iteration."""
    return _run(program, Base(), 0)


def base_dates(program: Program) -> BaseDates:
    """Return early and late dates of the base plan."""
    source = Base()
    days = durations(program, source, source.occurrence(program))
    starts, finish = forward(program.network, days.copy())
    late = backward(program.network, days, finish.max(axis=0, initial=0.0))
    start = np.array([row[0] for row in starts], dtype=np.float64)
    return BaseDates(start, *(dates[:, 0] for dates in (finish, *late)))


def _run(program: Program, source: Source, first: int) -> Block:
    happens = source.occurrence(program)
    days = durations(program, source, happens)
    paid = {task: days[task].copy() for task in program.paid_tasks}
    starts, finish = forward(program.network, days)
    cost = money(program, source, happens, Times(paid, starts, finish))
    return Block(
        start=first,
        happens=happens,
        cost=cost.total,
        stage_cost=cost.by_stage,
        event_cost=cost.by_event,
        end=finish.max(axis=0, initial=0.0),
        task_finish=finish,
        critical_count=np.count_nonzero(critical(program.network, starts, finish), axis=1),
    )
