"""What a driver does to a total: statistics of the two, each with its error."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.analysis.spearman import Ranked, ranked, spearman
from riskplan.results import Estimate, Samples, mean_estimate
from riskplan.results.cells import half_width
from riskplan.results.paired import PairedSamples

__all__ = ["DriverEffect", "conditional_mean", "driver_effect", "variance_share"]

_FIFTHS = 5
_NOTHING = Estimate(0.0, 0.0, 0.0)


@frozen
class DriverEffect:
    """What one driver does to the total cost, or to the duration.

    Parameters
    ----------
    at_level : Estimate [unit]
        By how much lower the P-level is without the driver, on the same random numbers.
    mean : Estimate [unit]
        By how much lower the mean is without it.
    variance_share : Estimate, optional
        The covariance of the total with what the driver adds to it, over the variance of the
        total: for drivers that add up and know nothing of one another, their shares of the
        variance. Negative for what makes up for others. None where the total is certain.
    rank_correlation : Estimate, optional
        Spearman's coefficient of the total and the driver: of a risk, whether it occurs; of a cost
        item its amount, of an activity its work before any risk. None where one is certain.
    conditional_mean : Estimate, optional [unit]
        Of a risk: the mean total where it occurs, over that where it does not. Of a cost item or
        an activity: that in the fifth of the iterations in which it is largest, over that in the
        fifth in which it is smallest. None where there are not both.
    """

    at_level: Estimate
    mean: Estimate
    variance_share: Estimate | None
    rank_correlation: Estimate | None
    conditional_mean: Estimate | None


def driver_effect(
    total: Samples,
    without: FloatArray,
    size: FloatArray,
    ranks: Ranked | None,
    at: float,
) -> DriverEffect:
    """Return what a driver does to a total.

    Parameters
    ----------
    total : Samples [unit]
    without : FloatArray, shape (n,) [unit]
        The same iterations without the driver.
    size : FloatArray, shape (n,)
        How large the driver is in each: of a risk, 0 or 1.
    ranks : Ranked, optional
        Those of the total; None where it is certain.
    at : float [percent]
        The P-level.
    """
    cell, mine = total.cell, ranked(size)
    pair = PairedSamples(total, Samples(without, total.base, total.unit, cell))
    changes = not np.array_equal(total.values, without)
    return DriverEffect(
        at_level=pair.percentile(at) if changes else _NOTHING,
        mean=pair.mean() if changes else _NOTHING,
        variance_share=variance_share(total.values, without, cell),
        rank_correlation=None if mine is None or ranks is None else spearman(mine, ranks, cell),
        conditional_mean=conditional_mean(total.values, size, cell),
    )


def variance_share(total: FloatArray, without: FloatArray, cell: int = 1) -> Estimate | None:
    """Return which share of the variance of a total a driver makes.

    Cov(X - X', X) / Var(X), with X' the total without the driver: the allocation of a standard
    deviation by its gradient (D. Tasche, "Risk contributions and performance measurement", 1999,
    section 5). The error is that of the mean influence of the iterations, to first order.

    Examples
    --------
    >>> x, y = np.array([1.0, -1.0, 1.0, -1.0]), np.array([2.0, 2.0, -2.0, -2.0])
    >>> variance_share(x + y, without=x).value
    0.8
    """
    centred = total - np.mean(total)
    variance = float(np.mean(centred**2))
    if variance == 0.0:
        return None
    added = total - without
    added -= np.mean(added)
    share = float(np.mean(added * centred)) / variance
    half = half_width((added - share * centred) * centred / variance, cell)
    return Estimate(share, share - half, share + half)


def conditional_mean(total: FloatArray, size: FloatArray, cell: int = 1) -> Estimate | None:
    """Return how far the mean total is apart where a driver is large, and where it is small.

    A driver with two sizes divides the iterations by them; any other by its largest and its
    smallest fifth. The ends of the fifths are estimates, too: they shift the mean as much as the
    total around them lies off it, which the error counts.

    Examples
    --------
    >>> conditional_mean(np.array([5.0, 1.0, 7.0, 1.0]), np.array([1.0, 0.0, 1.0, 0.0])).value
    5.0
    """
    low, high = float(size.min()), float(size.max())
    if low == high:
        return None
    two = (size == low) | (size == high)
    if two.all():
        return _apart(total, size == high, size == low, (None, None), cell)
    count = len(size) // _FIFTHS
    if count < _FIFTHS:
        return None
    order = np.argsort(size, kind="stable")
    top, bottom = np.zeros(len(size), dtype=np.bool_), np.zeros(len(size), dtype=np.bool_)
    top[order[-count:]], bottom[order[:count]] = True, True
    around = max(count // _FIFTHS, 1)
    edges = tuple(
        float(np.mean(total[order[edge - around : edge + around]]))
        for edge in (len(size) - count, count)
    )
    return _apart(total, top, bottom, (edges[0], edges[1]), cell)


def _apart(
    total: FloatArray,
    top: BoolArray,
    bottom: BoolArray,
    edges: tuple[float | None, float | None],
    cell: int,
) -> Estimate:
    """Return the difference of two means.

    Parameters
    ----------
    edges : pair of float, optional
        The mean total at the ends of groups of a fixed number; None for groups of any number.
    """
    value, influence = 0.0, np.zeros(len(total))
    for sign, group, edge in ((1.0, top, edges[0]), (-1.0, bottom, edges[1])):
        mean = float(np.mean(total[group]))
        value += sign * mean
        influence += sign * group * (total - (mean if edge is None else edge)) / np.mean(group)
    half = mean_estimate(influence, cell).error
    return Estimate(value, value - half, value + half)
