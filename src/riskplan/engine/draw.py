"""Draws: what happens in each iteration, and the value of every quantity that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from attrs import field, frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.batches import rows_together
from riskplan.engine.dependence import Group, RowOf
from riskplan.engine.program import Network, Program, TimeEffect
from riskplan.engine.quantiles import Fixed
from riskplan.engine.quantities import Quantity
from riskplan.engine.sampling import Sampler
from riskplan.engine.streams import Key, Stream

__all__ = ["Base", "Chance", "Happenings", "Source", "durations", "impact"]


@frozen(eq=False)
class Happenings:
    """What happens in a block.

    Parameters
    ----------
    happens : BoolArray, shape (n_events, count)
    strikes : dict of int to FloatArray, shape (count,)
        How often each event strikes that may strike more than once.
    """

    happens: BoolArray
    strikes: dict[int, FloatArray] = field(factory=dict)


class Source(Protocol):
    """Where values come from: chance, or the base plan."""

    count: int

    def values(self, quantity: Quantity) -> FloatArray:
        """Return the values of a quantity, shape (count,), free for the caller to change."""
        ...

    def values_where(self, quantity: Quantity, happens: BoolArray, otherwise: float) -> FloatArray:
        """Return values of the quantity where something happens, and `otherwise` elsewhere."""
        ...

    def happenings(self, program: Program) -> Happenings:
        """Return which event happens when, and how often."""
        ...

    def fill_durations(self, network: Network, days: FloatArray) -> None:
        """Put the duration of each task before any event into `days`, shape (n_tasks, count)."""
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

    def happenings(self, program: Program) -> Happenings:
        """Return that no event happens."""
        return Happenings(np.zeros((len(program.events), 1), dtype=np.bool_))

    def fill_durations(self, network: Network, days: FloatArray) -> None:
        """Put in the base values."""
        days[:, 0] = [quantity.base for quantity in network.durations]
        np.maximum(days * network.scales[:, None], 0.0, out=days)


class Chance:
    """The iterations of one block, drawn from its streams."""

    def __init__(self, program: Program, sampler: Sampler, start: int, count: int) -> None:
        self.count = count
        self._sampler = sampler
        self._stream = Stream(sampler.seed, start, count)
        self._group_of = program.group_of
        self._moved: dict[Group, RowOf] = {}

    def values(self, quantity: Quantity) -> FloatArray:
        """Return draws of the quantity."""
        if isinstance(quantity.transform, Fixed):
            return np.full(self.count, quantity.transform.value)
        return quantity.transform(self._uniforms(quantity.key))

    def values_where(self, quantity: Quantity, happens: BoolArray, otherwise: float) -> FloatArray:
        """Return draws of the quantity in the iterations that need one."""
        if isinstance(quantity.transform, Fixed):
            return np.where(happens, quantity.transform.value, otherwise)
        hit = happens.nonzero()[0]
        values = np.full(self.count, otherwise)
        if hit.size:
            values[hit] = quantity.transform(self._uniforms(quantity.key).take(hit))
        return values

    def happenings(self, program: Program) -> Happenings:
        """Return which event happens when, and how often.

        The events of an exclusive group share one uniform, and each takes its own stretch of the
        unit interval, so that no two of them happen together.
        """
        happens = np.empty((len(program.events), self.count), dtype=np.bool_)
        strikes: dict[int, FloatArray] = {}
        for index in program.event_order:
            event, row = program.events[index], happens[index]
            uniforms = self._uniforms(event.key)
            for room in event.before:
                uniforms -= self._limit(room)
            np.less(uniforms, self._limit(event.probability), out=row)
            if event.before:
                row &= uniforms >= 0.0
            if event.parent >= 0:
                row &= happens[event.parent]
            if event.count is not None:
                strikes[index] = self.values_where(event.count, row, 0.0)
                np.greater(strikes[index], 0.0, out=row)
        return Happenings(happens, strikes)

    def fill_durations(self, network: Network, days: FloatArray) -> None:
        """Draw the durations, several at once where rows are short."""
        for task, quantity in enumerate(network.durations):
            if isinstance(quantity.transform, Fixed):
                days[task] = max(quantity.transform.value * network.scales[task], 0.0)
        for rows, drawn in self._drawn_durations(network):
            scales = network.scales[rows]
            if (scales != 1.0).any():
                np.multiply(drawn, scales[:, None], out=drawn)
            days[rows] = np.maximum(drawn, 0.0, out=drawn)

    def _drawn_durations(self, network: Network) -> Iterator[tuple[slice | np.ndarray, FloatArray]]:
        together = rows_together(self.count)
        if together == 1:
            for task, quantity in enumerate(network.durations):
                if quantity.is_random:
                    yield slice(task, task + 1), self.values(quantity)[None, :]
            return
        for batch in network.batches(together):
            uniforms = np.empty((len(batch.keys), self.count))
            for row, key in enumerate(batch.keys):
                uniforms[row] = self._uniforms(key)
            yield batch.rows, batch.transform(uniforms)

    def _limit(self, probability: Quantity) -> FloatArray | float:
        if isinstance(probability.transform, Fixed):
            return probability.transform.value
        return self.values(probability)

    def _uniforms(self, key: Key) -> FloatArray:
        """Return the uniforms of a stream, moved together with those of its group."""
        if key not in self._group_of:
            return self._sampler.uniforms(self._stream, key)
        group, row = self._group_of[key]
        if group not in self._moved:
            self._moved[group] = group.rows(
                lambda member: self._sampler.uniforms(self._stream, member)
            )
        return self._moved[group](row)


def durations(program: Program, source: Source, happen: Happenings, days: FloatArray) -> None:
    """Put the working days that each task takes into `days`, shape (n_tasks, count).

    Its own uncertainty, times the factors of the events that happened, plus their delays.
    """
    source.fill_durations(program.network, days)
    touched = set()
    for effect in program.factors:
        for task, values in _draws(effect, source, happen, 1.0, np.multiply):
            days[task] *= values
            touched.add(task)
    for effect in program.delays:
        for task, values in _draws(effect, source, happen, 0.0, np.add):
            days[task] += values * effect.scale
            touched.add(task)
    for task in touched:
        np.maximum(days[task], 0.0, out=days[task])


def impact(
    source: Source,
    quantity: Quantity,
    event: int,
    happen: Happenings,
    otherwise: float,
    combine: np.ufunc,
) -> FloatArray:
    """Return what an event does through a quantity, shape (count,): `otherwise` if nothing.

    An event that strikes more than once draws the quantity anew for each strike.
    """
    values = source.values_where(quantity, happen.happens[event], otherwise)
    strikes = happen.strikes.get(event)
    if strikes is not None:
        for number in range(1, int(strikes.max(initial=0.0))):
            again = quantity.at_strike(number)
            combine(values, source.values_where(again, strikes > number, otherwise), out=values)
    return values


def _draws(
    effect: TimeEffect, source: Source, happen: Happenings, otherwise: float, combine: np.ufunc
) -> Iterator[tuple[int, FloatArray]]:
    """Yield each task of an effect with its values; a shared quantity is drawn once."""
    previous = None
    for task, quantity in zip(effect.tasks, effect.quantities, strict=True):
        if quantity is not previous:
            values = impact(source, quantity, effect.event, happen, otherwise, combine)
            previous = quantity
        yield task, values
