"""Counts: the Poisson law, and what any law of whole numbers says about how often things happen."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from attrs import field, frozen

from riskplan._typing import FloatArray, read_only
from riskplan.distributions.base import Distribution
from riskplan.distributions.discrete import Stepped
from riskplan.distributions.parameters import Numbers, number, spelled

__all__ = ["Poisson", "atoms_of", "chance_of_any", "is_count", "mean_if_any"]

_LARGEST_RATE = 10_000.0

# So many standard deviations and counts above the rate less than 1e-20 of the probability is left.
_TAIL_STDS = 10.0
_TAIL_COUNTS = 50


@frozen(repr=False)
class Poisson(Stepped):
    """How often something happens that happens independently of how often it already has.

    Parameters
    ----------
    rate : float [1]
        How often it happens on average: 0 to 10,000.
    factor : float [unit of the quantity]
        A positive multiplier of the count; with the usual 1 the quantity is the count itself.

    Raises
    ------
    DistributionError
        When the rate is negative, above 10,000 or not a number, or the factor is not positive.

    Notes
    -----
    P(k) = rateᵏ exp(-rate) / k!, with mean and variance equal to the rate: Johnson, Kemp and
    Kotz, *Univariate Discrete Distributions*, 3rd ed. (2005), chapter 4, equation 4.1. Computed
    from the mode outwards by P(k + 1) = P(k) · rate / (k + 1); less than 1e-20 of the upper tail
    is left out.

    Examples
    --------
    >>> strikes = Poisson(2.5)
    >>> strikes.mean(), strikes.most_likely(), strikes.ppf([0.08, 0.5, 0.99])
    (2.5, 2.0, array([0., 2., 7.]))
    >>> strikes
    poisson(2.5)
    """

    rate: float = field(converter=number)
    factor: float = field(converter=number, default=1.0)

    def _problems(self) -> Iterator[str]:
        if self.rate < 0:
            yield (
                f"rate must not be negative (got {spelled(self.rate)})"
                "; give how often it happens on average"
            )
        if self.rate > _LARGEST_RATE:
            yield (
                f"rate must be at most {_LARGEST_RATE:,.0f} (got {spelled(self.rate)})"
                "; let one count stand for many"
            )
        if self.factor <= 0:
            yield f"factor must be positive (got {spelled(self.factor)}); leave it out"

    def mean(self) -> float:
        """Return the rate, times the factor."""
        return self.rate * self.factor

    def std(self) -> float:
        """Return the square root of the rate, times the factor."""
        return math.sqrt(self.rate) * self.factor

    def support(self) -> tuple[float, float]:
        """Return 0 and infinity; at a rate of 0 only 0."""
        return 0.0, math.inf if self.rate > 0 else 0.0

    def most_likely(self) -> float:
        """Return the count of the greatest probability; of the two at a whole rate, the lesser."""
        return self._mode * self.factor

    @property
    def _mode(self) -> int:
        return max(0, math.ceil(self.rate) - 1)

    def _weighted(self) -> tuple[Numbers, Numbers]:
        last = math.ceil(self.rate + _TAIL_STDS * math.sqrt(self.rate)) + _TAIL_COUNTS
        above = np.cumprod(self.rate / np.arange(self._mode + 1, last + 1, dtype=np.float64))
        below = np.cumprod(np.arange(self._mode, 0, -1, dtype=np.float64) / self.rate)
        weights = np.concatenate([below[::-1], [1.0], above])
        counts = np.arange(last + 1, dtype=np.float64)
        return tuple((counts * self.factor).tolist()), tuple(weights.tolist())

    def _scaled(self, factor: float) -> Poisson:
        return Poisson(self.rate, self.factor * factor)


def atoms_of(law: Distribution) -> tuple[FloatArray, FloatArray] | None:
    """Return the possible values of a law of separate values, and their probabilities.

    Parameters
    ----------
    law : Distribution

    Returns
    -------
    tuple of two numpy.ndarray of float64, shape (n,), read-only, or None
        Values, ascending [unit of the quantity], and probabilities, which add up to 1; tails of
        less than 1e-20 are left out. None where the law is continuous.

    Raises
    ------
    DistributionError
        When there are more than 1,000,000 values.

    Examples
    --------
    >>> from riskplan.distributions import Discrete
    >>> atoms_of(Discrete([0, 2], [0.75, 0.25]))
    (array([0., 2.]), array([0.75, 0.25]))
    """
    atoms = law._atoms(-math.inf, math.inf)
    if atoms is None:
        return None
    values, weights = atoms
    return read_only(values), read_only(weights / math.fsum(weights))


def is_count(law: Distribution) -> bool:
    """Return whether a law has only whole numbers from 0 upwards.

    Raises
    ------
    DistributionError
        When it has more than 1,000,000 values.

    Examples
    --------
    >>> from riskplan.distributions import Discrete, Uniform
    >>> is_count(Poisson(3)), is_count(Discrete([0.5, 1], [0.5, 0.5])), is_count(Uniform(0, 3))
    (True, False, False)
    """
    atoms = atoms_of(law)
    return atoms is not None and bool(((atoms[0] >= 0) & (atoms[0] == np.floor(atoms[0]))).all())


def chance_of_any(law: Distribution) -> float:
    """Return the probability that a count is not 0.

    Examples
    --------
    >>> chance_of_any(Poisson(2))
    0.8646647167633873
    """
    return _of_any(law)[0]


def mean_if_any(law: Distribution) -> float:
    """Return the mean of a count, given that it is not 0; 0 where it cannot be anything else.

    Examples
    --------
    >>> from riskplan.distributions import Discrete
    >>> mean_if_any(Discrete([0, 1, 3], [0.5, 0.25, 0.25]))
    2.0
    """
    chance, mean = _of_any(law)
    return mean / chance if chance else 0.0


def _of_any(law: Distribution) -> tuple[float, float]:
    """Return the probability of more than 0, and what that part of the law adds to the mean."""
    atoms = atoms_of(law)
    if atoms is None:
        return 1.0 - float(law.cdf(0.0)), law.mean()
    values, weights = atoms
    some = values > 0
    if some.all():
        return 1.0, law.mean()
    return math.fsum(weights[some]), math.fsum(values[some] * weights[some])
