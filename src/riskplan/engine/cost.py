"""Money: the lines of the budget, the rates that run with time, and what events cost."""

from __future__ import annotations

import numpy as np

from riskplan._typing import FloatArray
from riskplan.engine.dates import Dates
from riskplan.engine.draw import Happenings, Source, impact
from riskplan.engine.program import CostEffect, Program, Rate

__all__ = ["spend"]


def spend(
    program: Program,
    source: Source,
    happen: Happenings,
    dates: Dates,
    by_stage: FloatArray,
    by_event: FloatArray | None,
) -> FloatArray:
    """Return the total cost of lines, tasks and events, shape (count,) [currency].

    Rows are added one after the other, never by a library's sum, whose order of additions may
    depend on the size of the block.

    Parameters
    ----------
    program : Program
    source : Source
    happen : Happenings
    dates : Dates
    by_stage : FloatArray, shape (n_stages + 1, count) [currency]
        To be filled; the last row holds what belongs to no stage.
    by_event : FloatArray, shape (n_events, count) [currency], optional
        To be filled, if anybody wants it.
    """
    by_stage.fill(0.0)
    for rate, stage in zip(program.task_rates, program.task_stages, strict=True):
        by_stage[stage] += _paid(program, source, rate, dates)
    lines: dict[int, FloatArray] = {}
    for row in program.line_order:
        line = program.lines[row]
        amount = source.values(line.amount)
        if line.rate is not None:
            amount += _paid(program, source, line.rate, dates)
        by_stage[line.stage] += amount
        if row in program.shared_lines:
            lines[row] = amount
    _strike(program, source, happen, lines, by_stage, by_event)
    total = np.zeros(source.count)
    for stage in (*program.stage_order, -1):
        total += by_stage[stage]
    return total


def _strike(
    program: Program,
    source: Source,
    happen: Happenings,
    lines: dict[int, FloatArray],
    by_stage: FloatArray,
    by_event: FloatArray | None,
) -> None:
    """Add what the events cost."""
    begun: set[int] = set()
    for effect in program.cost_effects:
        values = impact(source, effect.quantity, effect.event, happen, 0.0, np.add)
        if effect.scale != 1.0:
            values *= effect.scale
        for stage, part in _parts(program, effect, values, lines):
            by_stage[stage] += part
            if by_event is None:
                continue
            if effect.event in begun:
                by_event[effect.event] += part
            else:
                by_event[effect.event] = part
                begun.add(effect.event)
    if by_event is not None:
        for event in set(range(len(program.events))) - begun:
            by_event[event] = 0.0


def _parts(
    program: Program, effect: CostEffect, values: FloatArray, lines: dict[int, FloatArray]
) -> list[tuple[int, FloatArray]]:
    """Return what an effect costs, by the stage that it is counted in."""
    if not effect.lines:
        return [(effect.stage, values)]
    return [
        (effect.stage if effect.stage >= 0 else program.lines[line].stage, values * lines[line])
        for line in effect.lines
    ]


def _paid(program: Program, source: Source, rate: Rate, dates: Dates) -> FloatArray:
    if rate.task >= 0:
        days = dates.days(rate.task)
    else:
        days = dates.span(program.network.stages[rate.stage])
    return source.values(rate.quantity) * days
