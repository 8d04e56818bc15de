"""Amounts that move as one: the law of a sum whose parts all stand at the same level."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import scipy
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.distributions import Discrete, Distribution, atoms_of
from riskplan.distributions.moments import moments

__all__ = ["moving_together"]

_RIM = 8.0
_NODES = 8_193
_LEAST_STEP = 1e-9


def moving_together(laws: Sequence[Distribution]) -> Distribution:
    """Return the law of the sum of comonotone quantities: its quantile is the sum of theirs.

    Dhaene, Denuit, Goovaerts, Kaas and Vyncke, "The concept of comonotonicity in actuarial
    science and finance: theory", Insurance: Mathematics and Economics 31 (2002), theorem 5.

    Parameters
    ----------
    laws : sequence of Distribution

    Examples
    --------
    >>> from riskplan.distributions import Uniform
    >>> both = moving_together([Uniform(0, 10), Uniform(5, 6)])
    >>> both.ppf([0.1, 0.5]), both.mean()
    (array([ 6.1, 10.5]), 10.5)
    """
    if len(laws) == 1:
        return laws[0]
    if all(atoms_of(law) is not None for law in laws):
        return _stepped(laws)
    return _Together(tuple(laws))


def _stepped(laws: Sequence[Distribution]) -> Distribution:
    """Return the sum of laws of separate values: it moves wherever one of them does."""
    levels = _levels(laws)
    middle = (levels[1:] + levels[:-1]) / 2.0
    values = np.sum([law.ppf(middle) for law in laws], axis=0)
    weights = np.diff(levels)
    return Discrete(values.tolist(), (weights / math.fsum(weights)).tolist())


def _levels(laws: Sequence[Distribution]) -> FloatArray:
    """Return 0, 1 and every level between them at which the quantile of some law jumps."""
    parts = [np.array([0.0, 1.0])]
    for law in laws:
        atoms = atoms_of(law)
        if atoms is not None:
            parts.append(law.cdf(atoms[0]))
    levels: FloatArray = np.unique(np.concatenate(parts))
    kept: FloatArray = levels[np.append(True, np.diff(levels) > _LEAST_STEP)]
    return kept


@frozen(repr=False)
class _Together(Distribution):
    """The formulas of a sum of comonotone quantities, one of them continuous at least.

    The cdf is the quantile turned round: a table over normal deviates, fine enough that the
    straight lines between its nodes are off by less than 1e-6 of the standard deviation.
    """

    laws: tuple[Distribution, ...]

    def mean(self) -> float:
        return math.fsum(law.mean() for law in self.laws)

    def std(self) -> float:
        jumps = scipy.special.ndtri(_levels(self.laws)[1:-1]).tolist()
        found = moments(lambda t: self._ppf(scipy.special.ndtr(t)), _RIM, jumps)
        return math.inf if found is None else found[1]

    def support(self) -> tuple[float, float]:
        ends = [law.support() for law in self.laws]
        return math.fsum(low for low, _ in ends), math.fsum(high for _, high in ends)

    def most_likely(self) -> float:
        return math.fsum(law.most_likely() for law in self.laws)

    def _ppf(self, u: FloatArray) -> FloatArray:
        values = np.zeros_like(u)
        for law in self.laws:
            values += law.ppf(u)
        return values

    def _cdf(self, x: FloatArray) -> FloatArray:
        values, levels = self._table
        return np.interp(x, values, levels)

    @cached_property
    def _table(self) -> tuple[FloatArray, FloatArray]:
        even = scipy.special.ndtr(np.linspace(-_RIM, _RIM, _NODES))
        jumps = _levels(self.laws)[1:-1]
        levels = np.unique(np.concatenate([even, jumps, np.nextafter(jumps, 1.0)]))
        return self._ppf(levels), levels

    def _scaled(self, factor: float) -> _Together:
        return _Together(tuple(law.scaled(factor) for law in self.laws))
