"""A number that carries its Monte Carlo error, and a date that does.

Every interval is a 95 % interval, and the error is half its width.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import scipy
from attrs import frozen

from riskplan._format import dates_text, interval_text
from riskplan._typing import BoolArray, FloatArray
from riskplan.results.cells import (
    TAIL,
    cell_totals,
    half_width,
    independent_equivalent,
    least_margin,
    skewed_margins,
    standard_error,
)

__all__ = [
    "DateEstimate",
    "Estimate",
    "mean_estimate",
    "probability_estimate",
    "share_estimate",
    "std_estimate",
]


class Estimate(float):
    """A number with a 95 % interval; it computes like a float, which the error does not survive.

    Parameters
    ----------
    value : float
        The estimate.
    low, high : float
        The ends of the interval, in the unit of the value.

    Examples
    --------
    >>> cost = Estimate(41_688_412, 41_668_000, 41_709_000)
    >>> cost
    41,690,000 ± 20,000
    >>> cost.value, cost.error
    (41688412.0, 20500.0)
    >>> cost - 41_000_000
    688412.0
    """

    __slots__ = ("high", "low")
    low: float
    high: float

    def __new__(cls, value: float, low: float, high: float) -> Estimate:
        """Create the number and remember its interval."""
        self = super().__new__(cls, value)
        object.__setattr__(self, "low", float(low))
        object.__setattr__(self, "high", float(high))
        return self

    @property
    def value(self) -> float:
        """The estimate as a plain float."""
        return float(self)

    @property
    def error(self) -> float:
        """Half the width of the 95 % interval, in the unit of the value."""
        return (self.high - self.low) / 2.0

    def shifted(self, by: float) -> Estimate:
        """Return the estimate of the quantity plus a known number."""
        return Estimate(self + by, self.low + by, self.high + by)

    def scaled(self, by: float) -> Estimate:
        """Return the estimate of the quantity times a known number above 0."""
        return Estimate(self * by, self.low * by, self.high * by)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("an estimate cannot be changed")

    def __reduce__(self) -> tuple[type[Estimate], tuple[float, float, float]]:
        return Estimate, (self.value, self.low, self.high)

    def __repr__(self) -> str:
        return interval_text(self.value, self.low, self.high)

    __str__ = __repr__


@frozen(repr=False)
class DateEstimate:
    """A date with a 95 % interval.

    Parameters
    ----------
    value, low, high : datetime.datetime
        The estimate, and the ends of its interval: ``datetime.min`` and ``datetime.max`` where
        the iterations are too few to tell them.
    """

    value: dt.datetime
    low: dt.datetime
    high: dt.datetime

    @property
    def error(self) -> dt.timedelta:
        """Half the width of the 95 % interval, in calendar time."""
        return (self.high - self.low) / 2

    def __repr__(self) -> str:
        return dates_text(self.value, self.low, self.high)


def mean_estimate(values: FloatArray, cell: int = 1) -> Estimate:
    """Return the mean, with an interval from its standard error.

    That of a paired difference is the mean of the differences, iteration by iteration.

    Parameters
    ----------
    values : FloatArray, shape (n,)
        In order of iteration.
    cell : int
        The iterations in a cell: those of different cells are independent.

    Examples
    --------
    >>> mean_estimate(np.array([1.0, 2.0, 3.0, 6.0]))
    3 ± 2
    >>> mean_estimate(np.array([1.0, 6.0, 2.0, 3.0]), cell=2)
    3 ± 6
    """
    mean = float(np.mean(values))
    half = half_width(values, cell)
    return Estimate(mean, mean - half, mean + half)


def std_estimate(values: FloatArray, cell: int = 1) -> Estimate:
    """Return the standard deviation, with an interval from the spread of the squared deviations.

    The mean square of the deviations falls short of σ² by the variance of the mean. Among
    independent iterations dividing by n - 1 makes up for that; a mean of cells may be nearly exact,
    so there its own standard error is added.

    The interval is the root of that of σ², the mean of (x - μ)²: its variance is (μ₄ - σ⁴)/n to
    first order (Kendall and Stuart, vol. 1, eq. 10.9), or what cells tell, and it is skewed.

    Of few iterations with rare large values it still holds the true one only about 9 times in 10:
    so of 1,000 where one in a hundred makes most of the spread. What has not happened yet shows in
    no moment.
    """
    if len(values) < 2 * cell:
        return Estimate(float(np.std(values)), 0.0, math.inf)
    if cell == 1:
        std = float(np.std(values, ddof=1))
    else:
        std = math.hypot(float(np.std(values)), standard_error(values, cell))
    if std == 0.0:
        return Estimate(0.0, 0.0, 0.0)
    squares = ((values - np.mean(values)) / std) ** 2
    below, above = skewed_margins(squares, cell)
    return Estimate(std, std * math.sqrt(max(1.0 - below, 0.0)), std * math.sqrt(1.0 + above))


def share_estimate(hit: BoolArray, cell: int = 1) -> Estimate:
    """Return the share of iterations that are hit, with the interval of `probability_estimate`."""
    if cell == 1:
        return probability_estimate(int(np.count_nonzero(hit)), len(hit))
    totals = cell_totals(hit, cell)
    return probability_estimate(int(totals.sum()), len(hit), cell, int((totals**2).sum()))


def probability_estimate(hits: int, trials: int, cell: int = 1, squares: int = 0) -> Estimate:
    """Return a share of hits, with the exact binomial interval of Clopper and Pearson (1934).

    Where trials lie in cells, it is the interval for as many independent trials as would be as
    sure of the share (Korn and Graubard, Survey Methodology 24, 1998), but never narrower than
    whole numbers of trials allow: cells that all agree are no certainty.

    Parameters
    ----------
    hits, trials : int
    cell : int
        The trials in a cell: those of different cells are independent.
    squares : int
        The sum, over cells, of the squared number of hits; of no account for cells of one.
    """
    share, worth, margin = hits / trials, float(trials), 0.0
    if cell > 1:
        cells = trials // cell
        if cells < 2:
            return Estimate(share, 0.0, 1.0)
        variance = max(squares - hits**2 / cells, 0.0) / (cells - 1)
        worth = independent_equivalent(share, variance, cells, cell)
        margin = least_margin(trials, cell)
    yes, no = hits * (worth / trials), (trials - hits) * (worth / trials)
    low = scipy.special.betaincinv(yes, no + 1.0, TAIL) if hits else 0.0
    high = scipy.special.betaincinv(yes + 1.0, no, 1.0 - TAIL) if hits < trials else 1.0
    if margin:
        low, high = max(min(low, share - margin), 0.0), min(max(high, share + margin), 1.0)
    return Estimate(share, low, high)
