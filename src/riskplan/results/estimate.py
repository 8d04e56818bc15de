"""A number that carries its Monte Carlo error, and a date that does.

Every interval is a 95 % interval, and the error is half its width.
"""

from __future__ import annotations

import datetime as dt
import math
import warnings
from typing import Any

import numpy as np
import scipy
from attrs import frozen

from riskplan._format import dates_text, interval_text
from riskplan._typing import FloatArray
from riskplan.distributions.parameters import is_number
from riskplan.errors import PrecisionWarning, RequestError, counted

__all__ = [
    "CONFIDENCE",
    "DateEstimate",
    "Estimate",
    "mean_estimate",
    "percentile_ranks",
    "probability_estimate",
    "refuse_bad_level",
    "std_estimate",
    "supports",
    "warn_if_too_few",
]

CONFIDENCE = 0.95
"""The probability that an interval holds the true value."""

_TAIL = (1.0 - CONFIDENCE) / 2.0
_NORMAL_QUANTILE = 1.959963984540054
_PERCENT = 100.0
_ROUNDING = 1e-9


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
        The estimate, and the ends of its interval.
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


def mean_estimate(values: FloatArray) -> Estimate:
    """Return the mean, with an interval from its standard error."""
    mean = float(np.mean(values))
    half = _NORMAL_QUANTILE * _standard_error(values)
    return Estimate(mean, mean - half, mean + half)


def std_estimate(values: FloatArray) -> Estimate:
    """Return the standard deviation, with an interval from the fourth central moment.

    The variance of s² is (μ₄ - σ⁴)/n to first order (Kendall and Stuart, vol. 1, eq. 10.9), and
    that of s follows by dividing by 4σ².
    """
    if len(values) < 2:
        return Estimate(0.0, 0.0, math.inf)
    std = float(np.std(values, ddof=1))
    if std == 0.0:
        return Estimate(0.0, 0.0, 0.0)
    deviations = (values - np.mean(values)) / std
    excess = max(float(np.mean(deviations**4)) - 1.0, 0.0)
    half = _NORMAL_QUANTILE * std * math.sqrt(excess / (4.0 * len(values)))
    return Estimate(std, max(std - half, 0.0), std + half)


def probability_estimate(hits: int, trials: int) -> Estimate:
    """Return a share of hits, with the exact binomial interval of Clopper and Pearson (1934)."""
    misses = trials - hits
    low = scipy.special.betaincinv(hits, misses + 1, _TAIL) if hits else 0.0
    high = scipy.special.betaincinv(hits + 1, misses, 1.0 - _TAIL) if misses else 1.0
    return Estimate(hits / trials, low, high)


def percentile_ranks(at: float, count: int) -> tuple[int, int, int]:
    """Return the ranks, from 0, of a percentile and of the ends of its 95 % interval.

    The interval lies between two order statistics: the number of values below the true
    percentile is binomial, whatever the law (David and Nagaraja, Order Statistics, 3rd ed.,
    section 7.1). Where the sample is too small to hold an end, the outermost value stands in.
    """
    refuse_bad_level(at)
    share = at / _PERCENT
    rank = min(max(math.ceil(share * count - _ROUNDING), 1), count) - 1
    # bdtrik solves P(X <= k) = tail for a real k, where the sample is large enough to have one.
    low = (
        math.floor(scipy.special.bdtrik(_TAIL, count, share))
        if (1.0 - share) ** count < _TAIL
        else 0
    )
    high = (
        math.ceil(scipy.special.bdtrik(1.0 - _TAIL, count, share))
        if share**count < _TAIL
        else count - 1
    )
    return rank, low, min(high, count - 1)


def supports(at: float, count: int) -> bool:
    """Return whether so many iterations hold both ends of a percentile's interval."""
    refuse_bad_level(at)
    return (1.0 - min(at, _PERCENT - at) / _PERCENT) ** count < _TAIL


def warn_if_too_few(at: float, count: int) -> None:
    """Warn the caller of a public method of too few iterations for an interval."""
    if not supports(at, count):
        outer = min(at, _PERCENT - at) / _PERCENT
        needed = math.floor(math.log(_TAIL) / math.log1p(-outer)) + 1
        warnings.warn(
            f"{counted(count, 'iteration')} cannot support an interval around P{at:g}; "
            f"it takes at least {needed:,}",
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


def _standard_error(values: FloatArray) -> float:
    if len(values) < 2:
        return math.inf
    return float(np.std(values, ddof=1)) / math.sqrt(len(values))
