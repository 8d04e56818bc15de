"""Draws: what happens in each iteration, and the value of every quantity that it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import attrs
import numpy as np
from attrs import field, frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.batches import rows_together
from riskplan.engine.dependence import Group, RowOf
from riskplan.engine.program import Need, Network, Program, TimeEffect, Window
from riskplan.engine.quantiles import Fixed
from riskplan.engine.quantities import Quantity
from riskplan.engine.sampling import Sampler
from riskplan.engine.streams import Key, Stream
from riskplan.engine.weather import Month, lost_days
from riskplan.errors import PlanError, Problem

__all__ = [
    "Base",
    "Chance",
    "Happenings",
    "Source",
    "draws_of",
    "durations",
    "impact",
    "strikes_in",
]

_LIKELY = 0.5

# Beyond it, working days and minutes are no longer counted exactly; it is far behind the year 9999.
_LONGEST = 1e12
_ENDLESS = Problem(
    "risks",
    f"delays and factors make an activity longer than {_LONGEST:,.0f} working days or minutes",
    "lower them; factors of a risk that strikes several times multiply",
)


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

    def needed(self, need: Need, happen: Happenings) -> BoolArray:
        """Return in which iterations a task is needed."""
        ...

    def instants(self, window: Window) -> FloatArray:
        """Return at which instant an event strikes, shape (count,) [minutes]."""
        ...

    def lost_days(self, month: Month, lost: Quantity, days: int) -> BoolArray:
        """Return which working days of a month are lost, shape (days, count)."""
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

    def needed(self, need: Need, happen: Happenings) -> BoolArray:
        """Return whether the task is more likely needed than not, no event having happened."""
        return np.array([need.probability >= _LIKELY]) & _allowed(need, happen)

    def instants(self, window: Window) -> FloatArray:
        """Return the middle of the window; nothing strikes in the base plan."""
        return np.array([(window.first + window.last) / 2.0])

    def lost_days(self, month: Month, lost: Quantity, days: int) -> BoolArray:  # noqa: ARG002 - of the protocol
        """Return as many days as are most likely lost, spread over the month."""
        count = min(round(lost.base), days)
        chosen = (np.arange(count) + 0.5) * (days / max(count, 1))
        return np.isin(np.arange(days), chosen.astype(np.int64))[:, None]

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

    def needed(self, need: Need, happen: Happenings) -> BoolArray:
        """Return in which iterations the task is needed."""
        if need.probability >= 1.0:
            return _allowed(need, happen)
        needed: BoolArray = self._uniforms(need.key) < need.probability
        return needed & _allowed(need, happen)

    def instants(self, window: Window) -> FloatArray:
        """Draw the instant at which an event strikes."""
        return window.first + (window.last - window.first) * self._uniforms(window.key)

    def lost_days(self, month: Month, lost: Quantity, days: int) -> BoolArray:
        """Draw how many days are lost, and which."""
        return lost_days(
            self.values(attrs.evolve(lost, key=month.count)),
            self._uniforms(month.part),
            lambda day: self._uniforms(month.day(day)),
            days,
        )

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
    """Put how long each task takes into `days`, shape (n_tasks, count), as the network counts time.

    Its own uncertainty, times the factors of the events that happened, plus their delays. Of
    parallel effects of a kind on a task only the largest counts. What is not needed takes no time.

    Raises
    ------
    PlanError
        If events make a task longer than time can be counted.
    """
    source.fill_durations(program.network, days)
    touched: set[int] = set()
    with np.errstate(over="ignore", invalid="ignore"):
        for task, values in _together(
            program.effects_at_once(program.factors), source, happen, 1.0, np.multiply
        ):
            days[task] *= values
            touched.add(task)
        for task, values in _together(
            program.effects_at_once(program.delays), source, happen, 0.0, np.add
        ):
            days[task] += values
            touched.add(task)
    for task in touched:
        np.maximum(days[task], 0.0, out=days[task])
        if not days[task].max(initial=0.0) <= _LONGEST:
            raise PlanError([_ENDLESS])
    for need in program.needs:
        days[need.task] *= source.needed(need, happen)


def _together(
    effects: Iterable[TimeEffect],
    source: Source,
    happen: Happenings,
    neutral: float,
    combine: np.ufunc,
) -> Iterator[tuple[int, FloatArray]]:
    """Yield each task of some effects with what they do to it: in series first, then in parallel.

    Parameters
    ----------
    effects : iterable of TimeEffect
    source : Source
    happen : Happenings
    neutral : float
        What leaves a duration as it is.
    combine : numpy.ufunc
        How the strikes of an event on one task act together.
    """
    most: dict[int, FloatArray] = {}
    least: dict[int, FloatArray] = {}
    for effect in effects:
        draws = draws_of(effect, source, happen, neutral, combine)
        for (task, values), scale in zip(draws, effect.scales, strict=True):
            scaled = values * scale if scale != 1.0 else values
            if not effect.is_parallel:
                yield task, scaled
            elif task in most:
                np.maximum(most[task], scaled, out=most[task])
                np.minimum(least[task], scaled, out=least[task])
            else:
                most[task], least[task] = np.maximum(scaled, neutral), np.minimum(scaled, neutral)
    for task, values in most.items():
        yield task, np.where(values > neutral, values, least[task])


def _allowed(need: Need, happen: Happenings) -> BoolArray:
    """Return in which iterations the event has happened that a task is only needed after."""
    if need.event >= 0:
        row: BoolArray = happen.happens[need.event]
        return row
    return np.ones(happen.happens.shape[1], dtype=np.bool_)


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
    strikes = strikes_in(happen, event)
    _, happens = next(strikes)
    values = source.values_where(quantity, happens, otherwise)
    for number, struck in strikes:
        again = quantity.at_strike(number)
        combine(values, source.values_where(again, struck, otherwise), out=values)
    return values


def strikes_in(happen: Happenings, event: int) -> Iterator[tuple[int, BoolArray]]:
    """Yield the number of each strike of an event, from 0, and where it strikes so often."""
    yield 0, happen.happens[event]
    strikes = happen.strikes.get(event)
    if strikes is not None:
        for number in range(1, int(strikes.max(initial=0.0))):
            yield number, strikes > number


def draws_of(
    effect: TimeEffect, source: Source, happen: Happenings, otherwise: float, combine: np.ufunc
) -> Iterator[tuple[int, FloatArray]]:
    """Yield each task of an effect with its values; a shared quantity is drawn once."""
    previous = None
    for task, quantity in zip(effect.tasks, effect.quantities, strict=True):
        if quantity is not previous:
            values = impact(source, quantity, effect.event, happen, otherwise, combine)
            previous = quantity
        yield task, values
