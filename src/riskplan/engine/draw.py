"""Draws: what happens in each iteration, and the value of every quantity that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.program import Program, Quantity, TimeEffect
from riskplan.engine.quantiles import Fixed
from riskplan.engine.streams import Stream

__all__ = ["Base", "Chance", "Source", "durations"]


class Source(Protocol):
    """Where values come from: chance, or the base plan."""

    count: int

    def values(self, quantity: Quantity) -> FloatArray:
        """Return the values of a quantity, shape (count,), free for the caller to change."""
        ...

    def values_where(self, quantity: Quantity, happens: BoolArray, otherwise: float) -> FloatArray:
        """Return values of the quantity where something happens, and `otherwise` elsewhere."""
        ...

    def occurrence(self, program: Program) -> BoolArray:
        """Return which event happens when, shape (n_events, count)."""
        ...


class Base:
    """The base plan as the only iteration: base values, and nothing happens."""

    count = 1

    def values(self, quantity: Quantity) -> FloatArray:
        """Return the base value."""
        return np.array([quantity.base])

    def values_where(self, quantity: Quantity, happens: BoolArray, otherwise: float) -> FloatArray:
        """Return the base value where something happens."""
        return np.where(happens, quantity.base, otherwise)

    def occurrence(self, program: Program) -> BoolArray:
        """Return that no event happens."""
        return np.zeros((len(program.events), 1), dtype=np.bool_)


class Chance:
    """The iterations of one block, drawn from its stream."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.count = stream.count

    def values(self, quantity: Quantity) -> FloatArray:
        """Return draws of the quantity."""
        if isinstance(quantity.transform, Fixed):
            return np.full(self.count, quantity.transform.value)
        return quantity.transform(self._stream.uniforms(quantity.key))

    def values_where(self, quantity: Quantity, happens: BoolArray, otherwise: float) -> FloatArray:
        """Return draws of the quantity in the iterations that need one."""
        hit = np.flatnonzero(happens)
        values = np.full(self.count, otherwise)
        if isinstance(quantity.transform, Fixed):
            values[hit] = quantity.transform.value
        elif hit.size:
            values[hit] = quantity.transform(self._stream.uniforms(quantity.key)[hit])
        return values

    def occurrence(self, program: Program) -> BoolArray:
        """Return which event happens when.

        The events of an exclusive group share one uniform, and each takes its own stretch of the
        unit interval, so that no two of them happen together.
        """
        happens = np.empty((len(program.events), self.count), dtype=np.bool_)
        for index in program.event_order:
            event = program.events[index]
            uniforms = self._stream.uniforms(event.key)
            for other in event.before:
                uniforms -= self.values(program.events[other].probability)
            np.less(uniforms, self.values(event.probability), out=happens[index])
            if event.before:
                happens[index] &= uniforms >= 0.0
            if event.parent >= 0:
                happens[index] &= happens[event.parent]
        return happens


def durations(program: Program, source: Source, happens: BoolArray) -> FloatArray:
    """Return the working days that each task takes, shape (n_tasks, count).

    Its own uncertainty, times the factors of the events that happened, plus their delays.
    """
    network = program.network
    scales = network.scales.tolist()
    days = np.empty((len(network.durations), source.count))
    for task, quantity in enumerate(network.durations):
        days[task] = source.values(quantity)
        if scales[task] != 1.0:
            days[task] *= scales[task]
    for effect in program.factors:
        for task, values in _draws(effect, source, happens, 1.0):
            days[task] *= values
    for effect in program.delays:
        for task, values in _draws(effect, source, happens, 0.0):
            days[task] += values * effect.scale
    return np.maximum(days, 0.0, out=days)


def _draws(
    effect: TimeEffect, source: Source, happens: BoolArray, otherwise: float
) -> Iterator[tuple[int, FloatArray]]:
    """Yield each task of an effect with its values; a shared quantity is drawn once."""
    previous = None
    for task, quantity in zip(effect.tasks, effect.quantities, strict=True):
        if quantity is not previous:
            values = source.values_where(quantity, happens[effect.event], otherwise)
            previous = quantity
        yield task, values
