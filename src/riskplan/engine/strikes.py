"""Strikes: events that hit only what is being done at an instant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.draw import Happenings, Source, draws_of
from riskplan.engine.program import Program, TimeEffect

__all__ = ["Strike", "strikes_of"]


@frozen(eq=False)
class Strike:
    """What an event does to a task that is being done when it strikes.

    Parameters
    ----------
    event : int
    happens : BoolArray, shape (count,)
    instants : FloatArray, shape (count,) [minutes]
    factor, delay : FloatArray, shape (count,)
        What its duration is multiplied by, and what is added to it [minutes].
    """

    event: int
    happens: BoolArray
    instants: FloatArray
    factor: FloatArray | float = 1.0
    delay: FloatArray | float = 0.0


def strikes_of(program: Program, source: Source, happen: Happenings) -> dict[int, list[Strike]]:
    """Return what may hit each task at an instant, where it is being done then."""
    found: dict[int, list[Strike]] = {}
    for effect, instants in _in_windows(program, program.factors, source):
        happens = happen.happens[effect.event].copy()
        for task, factor in draws_of(effect, source, happen, 1.0, np.multiply):
            strike = Strike(effect.event, happens, instants, factor=factor)
            found.setdefault(task, []).append(strike)
    for effect, instants in _in_windows(program, program.delays, source):
        happens = happen.happens[effect.event].copy()
        draws = draws_of(effect, source, happen, 0.0, np.add)
        for (task, days), scale in zip(draws, effect.scales, strict=True):
            strike = Strike(effect.event, happens, instants, delay=days * scale)
            found.setdefault(task, []).append(strike)
    return found


def _in_windows(
    program: Program, effects: tuple[TimeEffect, ...], source: Source
) -> Iterator[tuple[TimeEffect, FloatArray]]:
    """Yield the effects that strike at an instant, and when they do."""
    for effect in effects:
        window = program.events[effect.event].window
        if window is not None:
            yield effect, source.instants(window)
