"""Cells: iterations that depend on one another inside a cell only, and the errors that remain."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from riskplan._typing import FloatArray
from riskplan.errors import RequestError, counted

__all__ = [
    "CONFIDENCE",
    "NORMAL_QUANTILE",
    "TAIL",
    "cell_totals",
    "error_quantile",
    "half_width",
    "independent_equivalent",
    "least_margin",
    "refuse_split_cells",
    "skewed_margins",
    "standard_error",
]

CONFIDENCE = 0.95
"""The probability that an interval holds the true value."""

TAIL = (1.0 - CONFIDENCE) / 2.0
NORMAL_QUANTILE = 1.959963984540054

_STRAIGHT = 1e-6


def refuse_split_cells(count: int, cell: Any) -> None:
    """Refuse a cell that does not divide the iterations.

    Raises
    ------
    RequestError
        If it is no whole number above 0, or iterations are left over.
    """
    is_whole = isinstance(cell, int | np.integer) and not isinstance(cell, bool)
    if not is_whole or cell < 1:
        raise RequestError(f"cell must be a whole number of at least 1 (got {cell!r})")
    if count % cell:
        raise RequestError(
            f"{counted(count, 'iteration')} are no whole number of cells of {cell:,}; "
            f"use {count - count % cell:,} or {count - count % cell + cell:,} of them"
        )


def cell_totals(values: NDArray[Any], cell: int) -> FloatArray:
    """Return the sum of the values of each cell, shape (n / cell,)."""
    return np.asarray(values.reshape(-1, cell).sum(axis=1, dtype=np.float64))


def half_width(values: FloatArray, cell: int) -> float:
    """Return half the width of the 95 % interval of a mean, infinite for fewer than two cells.

    Cells are independent replicates of one another, so that the spread of their means tells the
    error, whatever goes on inside them; as they may be few, by Student's t (Law, Simulation
    Modeling and Analysis, 5th ed., section 4.5). Where each iteration is a cell, there are many.

    The means of cells are skewed where one heavy-tailed quantity is nearly all of a total: the
    interval of a log-normal mean (sigma = 1) from 20 Latin hypercubes holds it 9 times in 10.
    """
    if len(values) < 2 * cell:
        return math.inf
    return error_quantile(len(values), cell) * standard_error(values, cell)


def standard_error(values: FloatArray, cell: int) -> float:
    """Return the standard error of a mean, of at least two cells."""
    means = _means(values, cell)
    return float(np.std(means, ddof=1)) / math.sqrt(len(means))


def skewed_margins(values: FloatArray, cell: int) -> tuple[float, float]:
    """Return how far below and above a mean its 95 % interval reaches, where values are skewed.

    The quantiles of Student's t go through the inverse of a cubic that takes the skewness out of
    it (Hall, "On the removal of skewness by transformation", Journal of the Royal Statistical
    Society B 54 (1992), 221-228, section 2).

    Parameters
    ----------
    values : FloatArray, shape (n,)
        In order of iteration, of two cells at least.
    cell : int
    """
    means = _means(values, cell)
    spread, error = float(np.std(means)), standard_error(values, cell)
    if spread == 0.0:
        return 0.0, 0.0
    skewness = float(np.mean(((means - np.mean(means)) / spread) ** 3))
    bend, quantile = skewness / math.sqrt(len(means)), error_quantile(len(values), cell)
    return error * _unbent(quantile, bend), -error * _unbent(-quantile, bend)


def _unbent(quantile: float, bend: float) -> float:
    if abs(bend) < _STRAIGHT:
        return quantile
    return 3.0 / bend * (math.cbrt(1.0 + bend * (quantile - bend / 6.0)) - 1.0)


def _means(values: FloatArray, cell: int) -> FloatArray:
    return values if cell == 1 else cell_totals(values, cell) / cell


def error_quantile(count: int, cell: int) -> float:
    """Return how many standard errors half a 95 % interval is."""
    return NORMAL_QUANTILE if cell == 1 else _student(count // cell)


def independent_equivalent(share: float, variance: float, cells: int, cell: int) -> float:
    """Return how many independent iterations would tell a probability as precisely as the cells.

    The effective size of Korn and Graubard, "Confidence intervals for proportions with small
    expected number of positive counts estimated from survey data", Survey Methodology 24 (1998):
    the variance of a single hit, divided by that of the mean of the cells, and corrected for their
    small number.

    Parameters
    ----------
    share : float
        The probability, between 0 and 1.
    variance : float
        The variance, between cells, of how many iterations of a cell are hit.
    cells, cell : int
        How many cells, and the iterations in each.

    Returns
    -------
    float
        More than there are iterations where the cells spread them well; 0 for fewer than two cells.
    """
    if cells < 2:
        return 0.0
    of_the_mean = variance / (cells * cell**2)
    of_one = share * (1.0 - share) * (NORMAL_QUANTILE / _student(cells)) ** 2
    largest = float(cells * cell) ** 2
    return of_one / of_the_mean if of_one < largest * of_the_mean else largest


def least_margin(count: int, cell: int) -> float:
    """Return the least that a probability can be uncertain by, where iterations lie in cells.

    Cells that all agree do not make an estimate exact: they hold whole numbers of iterations. An
    event that none of n independent iterations met may have the probability 1 - 0.025^(1/n) (the
    rule of three). Within cells of m, n iterations are worth at least n (m - 1) / m (Owen, "Monte
    Carlo variance of scrambled net quadrature", 1997, on Latin hypercubes; pairs that always
    agree are worth half).
    """
    return float(-np.expm1(math.log(TAIL) / (count * (1.0 - 1.0 / cell))))


def _student(cells: int) -> float:
    return float(scipy.special.stdtrit(cells - 1, 1.0 - TAIL))
