"""Memory: what a run will need, what there is, and what to drop where it would not fit."""

from __future__ import annotations

import attrs

from riskplan.engine.network import rows_of_starts
from riskplan.errors import RequestError
from riskplan.model import Milestone, Plan
from riskplan.results import Keep
from riskplan.simulation.blocks import Task
from riskplan.simulation.free_memory import free_bytes
from riskplan.simulation.requests import kept_of

__all__ = ["bytes_needed", "fits", "refuse_too_large"]

_BYTES = 8
_MIB, _GIB = 2.0**20, 2.0**30

# Measured: rows that a block needs besides those that grow with the plan, and the rows that turning
# days into dates takes for a while.
_ROWS_OF_ANY_BLOCK = 40
_ROWS_OF_DATING = 7

# On calendars, a block knows when each task begins and ends, and the instant of its end; and of
# activities that are kept, the days and the dates are made of the instants.
_ROWS_OF_A_TASK_ON_CALENDARS = 3
_ROWS_OF_A_DATED_TASK = 2
_BLOCKS_IN_TRANSIT = 2

# What the answers take for a while, besides sorted copies: a standard deviation the most.
_ROWS_OF_ANSWERING = 3


def bytes_needed(task: Task, plan: Plan, iterations: int, workers: int) -> float:
    """Return how much memory a run takes at its peak [bytes].

    What was measured lay between two fifths of it and a tenth above: the memory that blocks gave
    back may or may not serve the answers again.

    Parameters
    ----------
    task : Task
    plan : Plan
    iterations : int
    workers : int
        How many threads; 0 where the blocks run elsewhere.
    """
    kept = task.kept.floats(task.program)
    if workers:
        block = task.size_on_threads(iterations, workers)
        at_once = min(workers, -(-iterations // block))
        rows = at_once * _rows_at_work(task)
    else:
        rows, block = _BLOCKS_IN_TRANSIT * kept, task.size_on_executor(iterations)
    each = kept + _rows_of_answers(task, plan)
    # A block that was asked for may be longer than the run.
    return _BYTES * (iterations * each + rows * min(block, iterations))


def _rows_at_work(task: Task) -> float:
    """Return how many rows of numbers there are at the peak of a block, besides what is kept."""
    program, kept = task.program, task.kept
    tasks = len(program.network.durations)
    finishes = 0 if len(kept.tasks) == tasks else tasks
    stages = 0 if kept.stages else program.stage_count + 1
    recoveries = 0 if kept.events else len(program.covers)
    moved = sum(len(group.keys) for group in program.groups)
    yes_or_no = (tasks + len(program.events)) / _BYTES
    counts = sum(event.count is not None for event in program.events)
    once_more = len(program.shared_lines) + len(program.paid_tasks)
    on_calendars = 0 if program.network.timing is None else _ROWS_OF_A_TASK_ON_CALENDARS * tasks
    return (
        finishes
        + on_calendars
        + rows_of_starts(program.network)
        + stages
        + recoveries
        + moved
        + yes_or_no
        + counts
        + once_more
        + _ROWS_OF_ANY_BLOCK
    )


def _rows_of_answers(task: Task, plan: Plan) -> int:
    """Return how many rows there are besides the samples: dates, sorted copies, a first summary."""
    totals = 2 if plan.activities else 1
    if not plan.activities or task.program.clock is None:
        return totals + _ROWS_OF_ANSWERING
    dates = 1
    if task.program.network.timing is not None and len(task.kept.tasks) == len(plan.activities):
        dates += _ROWS_OF_A_DATED_TASK * len(plan.activities)
    if task.kept.stages:
        dates += sum(isinstance(item, Milestone) for item in plan.activities)
        dates += sum(bool(tasks) for tasks in task.program.network.stages)
    return dates + max(_ROWS_OF_DATING, totals + 1 + _ROWS_OF_ANSWERING)


def fits(task: Task, plan: Plan, iterations: int, workers: int) -> bool:
    """Return whether a run would fit in memory, as far as the system tells.

    Parameters
    ----------
    task : Task
    plan : Plan
    iterations : int
    workers : int
        How many threads; 0 where the blocks run elsewhere.
    """
    return _shortage(task, plan, iterations, workers) is None


def refuse_too_large(task: Task, plan: Plan, keep: Keep, iterations: int, workers: int) -> None:
    """Refuse a run that would not fit in memory, before it begins.

    Parameters
    ----------
    task : Task
    plan : Plan
    keep : Keep
    iterations : int
    workers : int
        How many threads; 0 where the blocks run elsewhere.

    Raises
    ------
    RequestError
        Saying what it needs, what there is, and what to drop.
    """
    shortage = _shortage(task, plan, iterations, workers)
    if shortage is None:
        return
    needed, free = shortage
    remedies = []
    for level in reversed(Keep):
        if keep.covers(level) and level is not keep:
            less = attrs.evolve(task, kept=kept_of(level, plan))
            size = bytes_needed(less, plan, iterations, workers)
            if size <= free:
                remedies.append(
                    f"keep=Keep.{level.name} (riskplan simulate --keep {level.value}) needs "
                    f"{_text(size)}"
                )
    most, cell = _most_iterations(task, plan, iterations, workers, free), task.sampler.plan.cell
    if most:
        remedies.append(f"{most:,} iterations fit")
    elif cell > 1:
        remedies.append(f"not even one cell of {cell:,} iterations fits: choose a smaller cell")
    else:
        remedies.append("not even one iteration fits")
    raise RequestError(
        f"{iterations:,} iterations with keep=Keep.{keep.name} need {_text(needed)} of memory, and "
        f"{_text(free)} are free; {', '.join(remedies)}"
    )


def _shortage(task: Task, plan: Plan, iterations: int, workers: int) -> tuple[float, float] | None:
    """Return what a run needs and what is free [bytes], where it would not fit."""
    free, needed = free_bytes(), bytes_needed(task, plan, iterations, workers)
    return None if free is None or needed <= free else (needed, free)


def _most_iterations(task: Task, plan: Plan, iterations: int, workers: int, free: float) -> int:
    """Return a round number of iterations that fits, or 0."""
    most = iterations
    while most and (needed := bytes_needed(task, plan, most, workers)) > free:
        most = min(int(most * free / needed), most - 1)
    round_to: int = 10 ** max(len(str(most)) - 2, 0)
    most -= most % round_to
    return most - most % task.sampler.plan.cell


def _text(size: float) -> str:
    return f"{size / _GIB:,.1f} GiB" if size >= _GIB else f"{size / _MIB:,.1f} MiB"
