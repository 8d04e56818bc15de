"""Money: the lines of the budget, the rates that run with time, and what events cost."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.draw import Source
from riskplan.engine.network import span
from riskplan.engine.program import Program, Rate

__all__ = ["Money", "Times", "money"]


@frozen(eq=False)
class Times:
    """When tasks run [working days].

    Parameters
    ----------
    paid : dict of int to FloatArray, shape (count,)
        How long each task takes that is paid by the day.
    starts : list of FloatArray, n_tasks of shape (count,)
    finish : FloatArray, shape (n_tasks, count)
    """

    paid: dict[int, FloatArray]
    starts: list[FloatArray]
    finish: FloatArray


@frozen(eq=False)
class Money:
    """What a block costs [currency].

    Parameters
    ----------
    total : FloatArray, shape (count,)
    by_stage : FloatArray, shape (n_stages + 1, count)
        The last row holds what belongs to no stage.
    by_event : FloatArray, shape (n_events, count)
    """

    total: FloatArray
    by_stage: FloatArray
    by_event: FloatArray


def money(program: Program, source: Source, happens: BoolArray, times: Times) -> Money:
    """Return the cost of lines, tasks and events.

    Rows are added one after the other, never by a library's sum, whose order of additions may
    depend on the size of the block.
    """
    by_stage = np.zeros((program.stage_count + 1, source.count))
    by_event = np.zeros((len(program.events), source.count))
    for rate, stage in zip(program.task_rates, program.task_stages, strict=True):
        by_stage[stage] += _paid(program, source, rate, times)
    lines: dict[int, FloatArray] = {}
    for row in program.line_order:
        line = program.lines[row]
        amount = source.values(line.amount)
        if line.rate is not None:
            amount += _paid(program, source, line.rate, times)
        by_stage[line.stage] += amount
        lines[row] = amount
    for effect in program.cost_effects:
        values = source.values_where(effect.quantity, happens[effect.event], 0.0)
        values *= effect.scale
        for line_index in effect.lines:
            part = values * lines[line_index]
            by_event[effect.event] += part
            stage = effect.stage if effect.stage >= 0 else program.lines[line_index].stage
            by_stage[stage] += part
        if not effect.lines:
            by_event[effect.event] += values
            by_stage[effect.stage] += values
    total = np.zeros(source.count)
    for stage in (*program.stage_order, -1):
        total += by_stage[stage]
    return Money(total, by_stage, by_event)


def _paid(program: Program, source: Source, rate: Rate, times: Times) -> FloatArray:
    if rate.task >= 0:
        days = times.paid[rate.task]
    else:
        days = span(program.network.stages[rate.stage], times.starts, times.finish)
    return source.values(rate.quantity) * days
