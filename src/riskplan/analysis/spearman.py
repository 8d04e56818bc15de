"""The rank correlation of two samples, with its error."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray, IntArray
from riskplan.results import Estimate, mean_estimate

__all__ = ["Ranked", "ranked", "spearman"]


@frozen(eq=False)
class Ranked:
    """A sample of which all is prepared that its rank correlations with others need.

    Parameters
    ----------
    index : IntArray, shape (n,)
        The place of each value among the different ones, from 0.
    ranks : FloatArray, shape (n,)
        Mid-ranks, divided by n: the middle of the stretch of the unit interval of each value.
    variance : float
        That of the ranks.
    influence : FloatArray, shape (n,)
        What each iteration does to the variance, relative to it.
    """

    index: IntArray
    ranks: FloatArray
    variance: float
    influence: FloatArray


def ranked(values: FloatArray) -> Ranked | None:
    """Return the ranks of a sample, shape (n,), or None where all values are the same."""
    _, index = np.unique(values, return_inverse=True)
    counts = np.bincount(index)
    if len(counts) < 2:
        return None
    ranks = ((np.cumsum(counts) - counts / 2.0) / len(values))[index]
    square = float(np.mean(ranks**2))
    variance = square - 0.25
    influence = (ranks**2 + 2.0 * _above(index, ranks) - 3.0 * square) / variance
    return Ranked(index, ranks, variance, influence)


def spearman(first: Ranked, second: Ranked, cell: int = 1) -> Estimate:
    """Return Spearman's coefficient of two samples, with ties by mid-ranks.

    Its error is that of the mean of the influence that each iteration has on it: directly, and
    through the ranks of all others (C. Croux and C. Dehon, "Influence functions of the Spearman
    and Kendall correlation measures", *Statistical Methods and Applications* 19 (2010), 497-515;
    here with ties).

    Parameters
    ----------
    first, second : Ranked
        Of the same iterations.
    cell : int
        The iterations in a cell: those of different cells are independent.

    Examples
    --------
    >>> x, y = ranked(np.array([1.0, 2.0, 3.0, 4.0])), ranked(np.array([2.0, 1.0, 4.0, 3.0]))
    >>> round(spearman(x, y).value, 12)
    0.6
    """
    product = first.ranks * second.ranks
    mean = float(np.mean(product))
    scale = math.sqrt(first.variance * second.variance)
    # Rounding must not push it beyond what a coefficient can be.
    coefficient = min(max((mean - 0.25) / scale, -1.0), 1.0)
    product += _above(first.index, second.ranks)
    product += _above(second.index, first.ranks)
    product -= 3.0 * mean
    product /= scale
    product -= (coefficient / 2.0) * (first.influence + second.influence)
    error = mean_estimate(product, cell).error
    return Estimate(coefficient, max(coefficient - error, -1.0), min(coefficient + error, 1.0))


def _above(index: IntArray, weights: FloatArray) -> FloatArray:
    """Return for each value the mean of weights where it is exceeded, and half where met."""
    sums = np.bincount(index, weights=weights)
    above = np.cumsum(sums[::-1])[::-1] - sums / 2.0
    shares: FloatArray = (above / len(weights))[index]
    return shares
