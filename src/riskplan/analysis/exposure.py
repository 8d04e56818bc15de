"""Exposure: what is left to fear beyond a reserve that was made for a stated confidence."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.results import Estimate, Samples, share_estimate
from riskplan.results.cells import skewed_margins

__all__ = ["Exposure", "exposure_beyond"]

_PERCENT = 100.0


@frozen
class Exposure:
    """What is left to fear where the total is paid for up to a P-level.

    The level is taken as what it is: a sum that has been set aside. Errors are those of what lies
    beyond that sum, not of where the true percentile lies.

    Parameters
    ----------
    at : float [percent]
    level : float [unit]
        Base and contingency together.
    exceedance : Estimate
        The probability that they do not suffice.
    beyond : Estimate [unit]
        What is lacking on average in the futures in which they do not: E[X - q | X > q]; 0
        where there is no such future.
    shortfall : Estimate [unit]
        What is lacking on average over all futures: E[max(X - q, 0)].
    tail_mean : Estimate [unit]
        The mean of the worst futures, 20 % of them at P80: the conditional value at risk, CVaR
        (Rockafellar and Uryasev, "Conditional value-at-risk for general loss distributions",
        Journal of Banking and Finance 26 (2002), 1443-1471, eq. 21).
    """

    at: float
    level: float
    exceedance: Estimate
    beyond: Estimate
    shortfall: Estimate
    tail_mean: Estimate


def exposure_beyond(samples: Samples, at: float) -> Exposure:
    """Return what is left to fear beyond a percentile.

    Parameters
    ----------
    samples : Samples
    at : float [percent]

    Examples
    --------
    Ten equally likely values; beyond P80 lie 9 and 10:

    >>> left = exposure_beyond(Samples(np.arange(1.0, 11.0), 0.0), 80)
    >>> left.level, left.beyond.value, left.shortfall.value, left.tail_mean.value
    (8.0, 1.5, 0.3, 9.5)
    """
    level = samples.quiet_percentile(at).value
    lacking, exceeds = np.maximum(samples.values - level, 0.0), samples.values > level
    tail = 1.0 - at / _PERCENT
    shortfall = _mean(lacking, samples.cell)
    tail_mean = shortfall.scaled(1.0 / tail).shifted(level)
    return Exposure(
        at=at,
        level=level,
        exceedance=share_estimate(exceeds, samples.cell),
        beyond=_mean_where(lacking, exceeds, samples.cell),
        shortfall=shortfall,
        tail_mean=Estimate(tail_mean, max(tail_mean.low, level), tail_mean.high),
    )


def _mean(values: FloatArray, cell: int) -> Estimate:
    """Return the mean of what is never negative and mostly 0, with an interval that leans."""
    mean = float(np.mean(values))
    if len(values) < 2 * cell:
        return Estimate(mean, 0.0, math.inf)
    below, above = skewed_margins(values, cell)
    return Estimate(mean, max(mean - below, 0.0), mean + above)


def _mean_where(values: FloatArray, where: BoolArray, cell: int) -> Estimate:
    """Return the mean over some iterations: a ratio, whose error is that of its residuals."""
    share = float(np.mean(where))
    if share == 0.0:
        return Estimate(0.0, 0.0, 0.0)
    mean = float(np.sum(values)) / int(np.count_nonzero(where))
    if len(values) < 2 * cell:
        return Estimate(mean, 0.0, math.inf)
    below, above = skewed_margins((values - mean * where) / share, cell)
    return Estimate(mean, max(mean - below, 0.0), mean + above)
