"""Ranks: which of the ordered iterations are a percentile and the ends of its interval."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import scipy
from attrs import frozen
from numpy.typing import NDArray

from riskplan.distributions.parameters import is_number
from riskplan.errors import PrecisionWarning, RequestError, counted
from riskplan.results.cells import TAIL, independent_equivalent, least_margin

__all__ = [
    "Ranks",
    "fewest_iterations",
    "percentile_ranks",
    "ranks_in_cells",
    "refuse_bad_level",
    "warn_of_open_interval",
]

_PERCENT = 100.0
_ROUNDING = 1e-9


@frozen
class Ranks:
    """Where a percentile and its interval stand among the ordered iterations, counted from 0.

    Parameters
    ----------
    rank, low, high : int
        The percentile, and the ends of its 95 % interval; where there are too few iterations to
        hold an end, the outermost one stands in.
    is_closed : bool
        Whether the iterations hold both ends.
    """

    rank: int
    low: int
    high: int
    is_closed: bool


def percentile_ranks(at: float, count: int) -> Ranks:
    """Return the ranks among independent iterations.

    The interval lies between two order statistics: the number of values below the true
    percentile is binomial, whatever the law (David and Nagaraja, Order Statistics, 3rd ed.,
    section 7.1).
    """
    refuse_bad_level(at)
    return _ranks(at / _PERCENT, count, count, 0.0)


def ranks_in_cells(at: float, values: NDArray[Any], ordered: NDArray[Any], cell: int) -> Ranks:
    """Return the ranks among iterations of which only those of different cells are independent.

    The cells tell how many independent iterations would be as sure of the probability of staying
    below the percentile; its number is binomial again, as if there were so many.

    Parameters
    ----------
    at : float [percent]
    values, ordered : array, shape (n,)
        In order of iteration, and ascending.
    cell : int
        The iterations in a cell.
    """
    if cell == 1:
        return percentile_ranks(at, len(values))
    refuse_bad_level(at)
    share, count = at / _PERCENT, len(values)
    level = ordered[_rank(share, count)]
    below = (values < level).reshape(-1, cell).sum(axis=1)
    ties = (values == level).reshape(-1, cell).sum(axis=1)
    # The percentile divides the iterations that share its value, so that the totals are exact.
    totals = below + ties * ((share * count - below.sum()) / ties.sum())
    variance = float(np.var(totals, ddof=1)) if len(totals) > 1 else math.inf
    equivalent = independent_equivalent(share, variance, len(totals), cell)
    return _ranks(share, count, equivalent, least_margin(count, cell))


def fewest_iterations(at: float, cell: int = 1) -> int:
    """Return how many iterations it takes at least to hold both ends of a percentile's interval."""
    refuse_bad_level(at)
    outer = min(at, _PERCENT - at) / _PERCENT
    needed = math.floor(math.log(TAIL) / math.log1p(-outer)) + 1
    return needed if cell == 1 else max(math.ceil(needed / cell), 2) * cell


def warn_of_open_interval(at: float, count: int, cell: int) -> None:
    """Warn the caller of a public method of too few iterations for an interval."""
    needed = fewest_iterations(at, cell)
    # More cells than that may disagree too much to hold an interval.
    remedy = f"it takes at least {needed:,}" if needed > count else "simulate twice as many"
    cells = "" if cell == 1 else f" in {counted(count // cell, 'cell')}"
    warnings.warn(
        f"{counted(count, 'iteration')}{cells} cannot support an interval around P{at:g}; {remedy}",
        PrecisionWarning,
        stacklevel=3,
    )


def refuse_bad_level(at: float) -> None:
    """Refuse a P-level that is not a percent between 0 and 100.

    Raises
    ------
    RequestError
        Guessing, from a number between 0 and 1, what was meant.
    """
    if not is_number(at) or not 0.0 < at < _PERCENT:
        raise RequestError(f"at must be a P-level in percent, between 0 and 100 (got {at!r})")
    if at < 1.0:
        raise RequestError(
            f"at must be a P-level in percent (got {at!r}); for P{at * _PERCENT:g} write "
            f"at={at * _PERCENT:g}"
        )


def _rank(share: float, count: int) -> int:
    return min(max(math.ceil(share * count - _ROUNDING), 1), count) - 1


def _ranks(share: float, count: int, equivalent: float, margin: float) -> Ranks:
    """Return the ranks, where so many independent iterations would be as sure as these.

    Neither end is nearer to the percentile, in probability, than the margin.
    """
    # bdtrik solves P(X <= k) = tail for a real k, where the sample is large enough to have one.
    low, high = -1, count
    if (1.0 - share) ** equivalent < TAIL:
        end = float(scipy.special.bdtrik(TAIL, equivalent, share)) * (count / equivalent)
        low = math.floor(min(end, (share - margin) * count) if margin else end)
    if share**equivalent < TAIL:
        end = float(scipy.special.bdtrik(1.0 - TAIL, equivalent, share)) * (count / equivalent)
        high = math.ceil(max(end, (share + margin) * count) if margin else end)
    return Ranks(
        rank=_rank(share, count),
        low=max(low, 0),
        high=min(high, count - 1),
        is_closed=low >= 0 and high < count,
    )
