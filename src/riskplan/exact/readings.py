"""What an expression says without any grid: its moments, its range, and how much of it is atoms."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.distributions import Distribution, Poisson, atoms_of
from riskplan.exact.terms import Amount

__all__ = [
    "AtomMass",
    "HeaviestAtom",
    "Moments",
    "MomentsReading",
    "Range",
    "RangeReading",
    "ends_of",
    "most_strikes",
    "pgf",
]

_LEAST_TAIL = 1e-15


@frozen
class Moments:
    """Probability, mean and variance [currency, currency²] of a term."""

    mass: float
    mean: float
    variance: float


class MomentsReading:
    """Exact mean and variance, from those of the laws and counts.

    The sum of N copies of X has mean E[N] E[X] and variance E[N] Var[X] + Var[N] E[X]² (Klugman,
    Panjer and Willmot, Loss Models, 4th ed., equation 9.9).
    """

    def amount(self, amount: Amount) -> Moments:
        """Return the moments of a law, scaled and moved."""
        mean, std = amount.law.mean(), amount.law.std()
        return Moments(1.0, amount.scale * mean + amount.offset, (amount.scale * std) ** 2)

    def total(self, parts: Iterable[Moments]) -> Moments:
        """Return that means and variances add up."""
        held = list(parts)
        return Moments(
            math.prod(part.mass for part in held),
            math.fsum(part.mean for part in held),
            math.fsum(part.variance for part in held),
        )

    def cases(self, cases: Iterable[tuple[float, Moments]]) -> Moments:
        """Return the moments of a mixture: the variance within the cases, and between them."""
        held = [(chance * inner.mass, inner) for chance, inner in cases if chance * inner.mass]
        mass = math.fsum(weight for weight, _ in held)
        if not mass:
            return Moments(0.0, 0.0, 0.0)
        mean = math.fsum(weight * inner.mean for weight, inner in held) / mass
        spread = math.fsum(
            weight * (inner.variance + (inner.mean - mean) ** 2) for weight, inner in held
        )
        return Moments(mass, mean, spread / mass)

    def strikes(self, count: Distribution, each: Moments) -> Moments:
        """Return the moments of a sum of a random number of copies."""
        values, weights = some(count)
        mean = float(values @ weights)
        variance = float((values - mean) ** 2 @ weights)
        return Moments(1.0, mean * each.mean, mean * each.variance + variance * each.mean**2)


@frozen
class Range:
    """The least and the greatest value [currency]."""

    low: float
    high: float


@frozen
class RangeReading:
    """Between which values a term lies, but for a tail at each end of each law.

    Parameters
    ----------
    tail : float
        The probability left out at an end.
    """

    tail: float

    def amount(self, amount: Amount) -> Range:
        """Return the ends of a law."""
        return Range(*ends_of(amount, self.tail))

    def total(self, parts: Iterable[Range]) -> Range:
        """Return the sum of the ranges."""
        held = list(parts)
        return Range(math.fsum(part.low for part in held), math.fsum(part.high for part in held))

    def cases(self, cases: Iterable[tuple[float, Range]]) -> Range:
        """Return the range that holds all the cases."""
        held = [inner for _, inner in cases] or [Range(0.0, 0.0)]
        return Range(min(part.low for part in held), max(part.high for part in held))

    def strikes(self, count: Distribution, each: Range) -> Range:
        """Return the range of one strike up to as many as there may be."""
        most = most_strikes(count, self.tail)
        return Range(min(each.low, most * each.low), max(each.high, most * each.high))


class AtomMass:
    """How much of the probability lies on separate values."""

    def amount(self, amount: Amount) -> float:
        """Return 1 for a law of separate values, and 0 for a continuous one."""
        return 0.0 if atoms_of(amount.law) is None else 1.0

    def total(self, parts: Iterable[float]) -> float:
        """Return that a sum is on an atom where all its parts are."""
        return math.prod(parts)

    def cases(self, cases: Iterable[tuple[float, float]]) -> float:
        """Return the mass over all the cases."""
        return math.fsum(chance * inner for chance, inner in cases)

    def strikes(self, count: Distribution, each: float) -> float:
        """Return that a sum of strikes is on an atom where all of them are."""
        return float(pgf(count, each))


class HeaviestAtom:
    """The greatest probability of one value, as far as no two sums come to the same."""

    def amount(self, amount: Amount) -> float:
        """Return that of a law; none where it is continuous."""
        atoms = atoms_of(amount.law)
        return 0.0 if atoms is None else float(atoms[1].max())

    def total(self, parts: Iterable[float]) -> float:
        """Return that all parts have to be at theirs."""
        return math.prod(parts)

    def cases(self, cases: Iterable[tuple[float, float]]) -> float:
        """Return that of the likeliest case."""
        return max((chance * inner for chance, inner in cases), default=0.0)

    def strikes(self, count: Distribution, each: float) -> float:
        """Return that of the likeliest number of strikes."""
        values, weights = some(count)
        return float(np.max(weights * each**values))


def ends_of(amount: Amount, tail: float) -> tuple[float, float]:
    """Return between which values an amount lies, but for a tail of probability at each end.

    Without any tail the ends may be infinite.
    """
    levels = np.array([tail, 1.0 - tail])
    if tail:
        levels = np.clip(levels, _LEAST_TAIL, 1.0 - _LEAST_TAIL)
    ends = amount.law.ppf(levels) * amount.scale + amount.offset
    return float(ends.min()), float(ends.max())


def some(count: Distribution) -> tuple[FloatArray, FloatArray]:
    """Return the counts from 1 upwards, and their probabilities given that it is one of them."""
    atoms = atoms_of(count)
    if atoms is None:
        raise TypeError(f"{count!r} is no count")
    values, weights = atoms
    kept = values > 0
    return values[kept], weights[kept] / math.fsum(weights[kept])


def most_strikes(count: Distribution, tail: float) -> float:
    """Return the count above which only a tail of probability is left."""
    values, weights = some(count)
    above = np.cumsum(weights[::-1])[::-1] - weights
    return float(values[np.argmax(above <= tail)])


def pgf(count: Distribution, z: Any) -> Any:
    """Return E[z^N] of a count N, given that it is not 0, for a number or an array z.

    For a Poisson count (exp(λ(z - 1)) - exp(-λ)) / (1 - exp(-λ)); else the sum of its powers, by
    Horner's rule.
    """
    if isinstance(count, Poisson) and count.factor == 1.0:
        rate = count.rate
        return (np.exp(rate * (z - 1.0)) - math.exp(-rate)) / -math.expm1(-rate)
    values, weights = some(count)
    gaps = np.diff(values, prepend=0.0).astype(int).tolist()
    result = 0.0 * z
    for gap, weight in zip(reversed(gaps), weights[::-1].tolist(), strict=True):
        result = (result + weight) * z**gap
    return result
