"""Money: the lines of the budget, rates that run with time, what events cost, and insurance."""

from __future__ import annotations

import numpy as np

from riskplan._typing import FloatArray
from riskplan.engine.dates import Spans
from riskplan.engine.draw import Happenings, Source, impact
from riskplan.engine.insurance import recover
from riskplan.engine.program import CostEffect, Cover, Program, Rate
from riskplan.engine.quantiles import Fixed
from riskplan.engine.spending import Ledger, Spending

__all__ = ["paid_by_day", "spend"]


def spend(
    program: Program,
    source: Source,
    happen: Happenings,
    dates: Spans,
    by_stage: FloatArray,
    by_event: FloatArray | None,
    recovered: FloatArray | None = None,
    ledger: Ledger | None = None,
) -> FloatArray:
    """Return the total cost of lines, tasks and events, shape (count,) [currency].

    What insurers pay back is taken off the total and its stage, but not off the events.

    Rows are added one after the other, never by a library's sum, whose order of additions may
    depend on the size of the block.

    Parameters
    ----------
    program : Program
    source : Source
    happen : Happenings
    dates : Spans
    by_stage : FloatArray, shape (n_stages + 1, count) [currency]
        To be filled; the last row holds what belongs to no stage.
    by_event : FloatArray, shape (n_events, count) [currency], optional
        To be filled, if anybody wants it.
    recovered : FloatArray, shape (n_covers, count) [currency], optional
        To be filled with what insurers pay back, if anybody wants it.
    ledger : Ledger, optional
        Where everything is entered with the time at which it is paid, if anybody wants it.
    """
    ledger = _Nowhere() if ledger is None else ledger
    by_stage.fill(0.0)
    for rate, stage in zip(program.task_rates, program.task_stages, strict=True):
        paid = paid_by_day(program, source, rate, dates)
        by_stage[stage] += paid
        ledger.post(rate.spending, stage, paid)
    lines: dict[int, FloatArray] = {}
    for row in program.line_order:
        line = program.lines[row]
        amount = source.values(line.amount)
        ledger.post(line.spending, line.stage, amount)
        if line.rate is not None:
            paid = paid_by_day(program, source, line.rate, dates)
            amount += paid
            ledger.post(line.rate.spending, line.rate.stage, paid)
        by_stage[line.stage] += amount
        if row in program.shared_lines:
            lines[row] = amount
    _strike(program, source, happen, lines, by_stage, by_event, ledger)
    if recovered is None:
        recovered = np.empty((len(program.covers), source.count))
    recover(program, source, happen, lines, recovered)
    for row in program.cover_order:
        cover = program.covers[row]
        by_stage[cover.stage] -= recovered[row]
        ledger.post(_covered(program, cover), cover.stage, -recovered[row])
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
    ledger: Ledger,
) -> None:
    """Add what the events cost."""
    begun: set[int] = set()
    for effect in program.cost_effects:
        if effect.is_loss:
            values = impact(source, effect.quantity, effect.event, happen, 0.0, np.add)
        else:  # what is done about it, is done once
            values = source.values_where(effect.quantity, happen.happens[effect.event], 0.0)
        if effect.scale != 1.0:
            values *= effect.scale
        for stage, spending, part in _parts(program, effect, values, lines):
            by_stage[stage] += part
            ledger.post(spending, stage, part)
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
) -> list[tuple[int, Spending | None, FloatArray]]:
    """Return what an effect costs, with the stage that it is counted in, and when it is paid."""
    if not effect.lines:
        return [(effect.stage, effect.spending, values)]
    parts = []
    for row in effect.lines:
        line = program.lines[row]
        stage = effect.stage if effect.stage >= 0 else line.stage
        parts.append((stage, line.spending, values * lines[row]))
    return parts


def _covered(program: Program, cover: Cover) -> Spending | None:
    """Return when an insurer pays back: where what it covers is paid, if that is one time."""
    found = {
        effect.spending
        for effect in program.cost_effects
        if effect.is_loss and effect.event in cover.events
    }
    return found.pop() if len(found) == 1 else None


class _Nowhere(Ledger):
    """A ledger that nobody reads."""

    def __init__(self) -> None:
        super().__init__(())

    def post(self, spending: Spending | None, stage: int, amount: FloatArray) -> None:
        """Forget the amount."""


def paid_by_day(program: Program, source: Source, rate: Rate, dates: Spans) -> FloatArray:
    """Return what a rate comes to over the days that it runs for, shape (count,) [currency]."""
    if rate.task >= 0:
        days = dates.days(rate.task)
    else:
        days = dates.span(program.network.stages[rate.stage])
    quantity = rate.quantity
    if isinstance(quantity.transform, Fixed) and quantity.transform.value == quantity.base:
        # Most rates are certain, and a schedule may have one for each of its tasks.
        return quantity.base * days
    return source.values(quantity) * days
