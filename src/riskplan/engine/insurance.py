"""Insurance: what insurers pay back of each strike of an event, policy after policy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from riskplan._typing import FloatArray
from riskplan.engine.draw import Happenings, Source, strikes_in
from riskplan.engine.program import CostEffect, Cover, Program

__all__ = ["recover"]


def recover(
    program: Program,
    source: Source,
    happen: Happenings,
    lines: dict[int, FloatArray],
    recovered: FloatArray,
) -> None:
    """Put what each cover pays back into `recovered`, shape (n_covers, count) [currency].

    Events, their strikes, and the covers of each follow each other in a fixed order: each cover
    pays for what those before it left of a strike, while something is left of its aggregate limit.

    Parameters
    ----------
    program : Program
    source : Source
    happen : Happenings
    lines : dict of int to FloatArray, shape (count,) [currency]
        What the lines cost that some effect takes a share of.
    recovered : FloatArray, shape (n_covers, count) [currency]
    """
    recovered.fill(0.0)
    for event, rows in program.covers_by_event.items():
        for loss in _losses(program, source, happen, lines, event):
            for row in rows:
                np.subtract(loss, _paid(program.covers[row], loss, recovered[row]), out=loss)


def _paid(cover: Cover, loss: FloatArray, before: FloatArray) -> FloatArray:
    """Return what a cover pays for a strike, and add it to what it has paid before."""
    paid: FloatArray = np.maximum(loss - cover.deductible, 0.0)
    paid *= cover.share
    np.minimum(paid, cover.limit, out=paid)
    np.minimum(paid, cover.aggregate_limit - before, out=paid)
    before += paid
    # What is left of the limit, added to what was paid, may round to more than the limit.
    np.minimum(before, cover.aggregate_limit, out=before)
    return paid


def _losses(
    program: Program,
    source: Source,
    happen: Happenings,
    lines: dict[int, FloatArray],
    event: int,
) -> Iterator[FloatArray]:
    """Yield what each strike of an event costs, shape (count,), free for the caller to change."""
    effects = [e for e in program.cost_effects if e.event == event and e.is_loss]
    for number, struck in strikes_in(happen, event):
        loss = np.zeros(source.count)
        for effect in effects:
            values = source.values_where(effect.quantity.at_strike(number), struck, 0.0)
            loss += _money(effect, values, lines)
        yield loss


def _money(effect: CostEffect, values: FloatArray, lines: dict[int, FloatArray]) -> FloatArray:
    """Return what an effect of a size costs: the size itself, or shares of lines."""
    values *= effect.scale
    if not effect.lines:
        return values
    money = np.zeros(len(values))
    for line in effect.lines:
        money += values * lines[line]
    return money
