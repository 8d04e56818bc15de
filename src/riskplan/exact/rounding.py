"""One law on a grid: weights that keep its mean and its variance."""

from __future__ import annotations

import functools
import math

import numpy as np
import scipy
from attrs import frozen

from riskplan._typing import FloatArray, IntArray
from riskplan.distributions import atoms_of
from riskplan.exact.grid import ON_GRID, Spacing, smoothed
from riskplan.exact.readings import ends_of
from riskplan.exact.terms import Amount

__all__ = ["SHEPPARD", "Weights", "weights_of"]

SHEPPARD = 1.0 / 24.0
"""Half of what rounding adds to the variance of a smooth law [steps²] (W. F. Sheppard, 1898)."""

_ROOM = 2
_WIDE = 1_000.0
_LITTLE = 1e-4
_RIM = 8.2
_NODES = 96
_ROOT = math.sqrt(2.0 * math.pi)


@frozen(eq=False)
class Weights:
    """Weights on the values first, first + 1, … of a grid, in steps."""

    first: int
    values: FloatArray


def weights_of(amount: Amount, spacing: Spacing) -> Weights:
    """Return an amount on a grid.

    A separate value takes its place on the grid, or the nearest one, or is shared out. The
    probability of a continuous law between the middles of two steps is put on the value between
    them (rounding; Klugman, Panjer and Willmot, Loss Models, 4th ed., section 9.6.5.1), and then
    the weights are moved and narrowed by parts of a step, so that mean and variance come out right
    (compare the local moment matching of section 9.6.5.2).
    """
    atoms = atoms_of(amount.law)
    if atoms is None:
        return _rounded(amount, spacing)
    places = (amount.scale * atoms[0] + amount.offset) / spacing.step
    fits = np.abs(places - np.rint(places)).max() <= ON_GRID
    if spacing.is_smooth and not spacing.is_rough and not fits:
        return _shared_out(places, atoms[1])
    return _counted(np.rint(places).astype(np.int64), atoms[1])


def _counted(places: IntArray, chances: FloatArray) -> Weights:
    first = int(places.min())
    values = np.zeros(int(places.max()) - first + 1)
    np.add.at(values, places - first, chances)
    return Weights(first, values)


def _shared_out(places: FloatArray, chances: FloatArray) -> Weights:
    """Share separate values out among the four values of the grid around each."""
    below = np.floor(places)
    share = places - below
    upper, lower = chances * share, chances * (1.0 - share)
    excess = share * (1.0 - share) / 2.0
    first = int(below.min()) - 1
    at = (below - first).astype(np.int64)
    size = int(at.max()) + 3
    parts = (
        -excess * lower,
        lower + excess * (2.0 * lower - upper),
        upper + excess * (2.0 * upper - lower),
        -excess * upper,
    )
    values = np.zeros(size)
    for offset, part in enumerate(parts, start=-1):
        values += np.bincount(at + offset, weights=part, minlength=size)
    return Weights(first, values)


def _rounded(amount: Amount, spacing: Spacing) -> Weights:
    """Put the probability of each stretch of a continuous law on the value in its middle."""
    step, reach = spacing.step, spacing.reach
    ends = ends_of(amount, spacing.tail)
    low, high = (min(max(end, -reach), reach) for end in ends)
    first, last = round(low / step), round(high / step)
    edges = (np.arange(first, last + 2) - 0.5) * step
    edges[0], edges[-1] = low, high
    levels = amount.law.cdf((edges - amount.offset) / amount.scale).copy()
    if amount.scale < 0:
        levels = 1.0 - levels
    clipped = _Clipped(amount, low, high, float(levels[0]), float(levels[-1]))
    levels[0], levels[-1] = 0.0, 1.0
    values = np.zeros(last - first + 1 + 2 * _ROOM)
    np.subtract(levels[1:], levels[:-1], out=values[_ROOM:-_ROOM])
    mean, std = clipped.stated_moments()
    is_light = math.isfinite(mean + std) and clipped.cut <= _LITTLE * step
    if not is_light or (low, high) != ends:
        mean, std = clipped.moments()
    return _matched(Weights(first - _ROOM, values), mean / step, std / step, spacing.is_rough)


def _matched(weights: Weights, mean: float, std: float, is_rough: bool) -> Weights:
    """Give weights a mean and a standard deviation [steps].

    Of a law much wider than the step, what rounding adds to the variance is known better than the
    variance itself.
    """
    places = np.arange(weights.first, weights.first + len(weights.values), dtype=np.float64)
    by = mean - float(np.sum(weights.values * places))
    values = (1.0 - abs(by)) * weights.values
    if by > 0:
        values[1:] += by * weights.values[:-1]
    else:
        values[:-1] -= by * weights.values[1:]
    excess = SHEPPARD + abs(by) * (1.0 - abs(by)) / 2.0
    if std < _WIDE:
        excess = (float(np.sum(values * (places - mean) ** 2)) - std**2) / 2.0
    if is_rough:
        excess = min(excess, 0.0)
    return Weights(weights.first, smoothed(values, -excess))


@frozen
class _Clipped:
    """An amount whose values beyond two ends count as the ends.

    Parameters
    ----------
    amount : Amount
    low, high : float [currency]
    below, within : float
        The probabilities of not exceeding the two.
    """

    amount: Amount
    low: float
    high: float
    below: float
    within: float

    @property
    def cut(self) -> float:
        """What the ends take from the mean, roughly [currency]."""
        known = [self._money(end) for end in self.amount.law.support()]
        spans = [abs(end - self.high) for end in known if math.isfinite(end)]
        chance = max(self.below, 1.0 - self.within)
        return chance * max([self.high - self.low, *spans])

    def stated_moments(self) -> tuple[float, float]:
        """Return mean and standard deviation of the law without any ends [currency]."""
        return self._money(self.amount.law.mean()), abs(self.amount.scale) * self.amount.law.std()

    def moments(self) -> tuple[float, float]:
        """Return mean and standard deviation [currency], by quadrature of the quantiles.

        E[g(X)] = ∫ g(Q(Φ(t))) φ(t) dt: over a normal deviate even a long tail is smooth.
        """
        start, end = np.clip(scipy.special.ndtri([self.below, self.within]), -_RIM, _RIM).tolist()
        nodes, weights = _gauss_legendre()
        deviates = (start + end) / 2.0 + (end - start) / 2.0 * nodes
        chances = (end - start) / 2.0 * weights * np.exp(-(deviates**2) / 2.0) / _ROOT
        values = self._values(deviates)
        inner = float(np.sum(chances))
        outer = np.array([self.below, 1.0 - self.within])
        outer *= (1.0 - inner) / (float(np.sum(outer)) or 1.0)
        values = np.concatenate([values, [self.low, self.high]])
        chances = np.concatenate([chances, outer])
        mean = float(np.sum(chances * values))
        return mean, math.sqrt(float(np.sum(chances * (values - mean) ** 2)))

    def _values(self, deviates: FloatArray) -> FloatArray:
        signed = deviates if self.amount.scale > 0 else -deviates
        levels = scipy.special.ndtr(signed)
        values = self.amount.law.ppf(levels) * self.amount.scale + self.amount.offset
        return np.clip(values, self.low, self.high)

    def _money(self, value: float) -> float:
        return self.amount.scale * value + self.amount.offset


@functools.cache
def _gauss_legendre() -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return nodes, weights
