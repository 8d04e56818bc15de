"""Distributions without an upper end: Normal and LogNormal."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import scipy
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.distributions.base import Distribution
from riskplan.distributions.parameters import LARGEST, is_good, number, shown, spelled
from riskplan.errors import DistributionError

__all__ = ["LogNormal", "Normal"]


@frozen(repr=False)
class Normal(Distribution):
    """The bell curve; it has no ends, so a duration or a price wants it `Truncated`.

    Parameters
    ----------
    mu : float [unit of the quantity]
        The mean.
    sigma : float [unit of the quantity]
        The standard deviation, positive.

    Raises
    ------
    DistributionError
        When a parameter is not a finite number, or sigma is not positive.

    Notes
    -----
    Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, vol. 1, 2nd ed.,
    1994, chapter 13.

    Examples
    --------
    >>> Normal(10, 2).mean(), Normal(10, 2).ppf(0.5)
    (10.0, array(10.))
    """

    mu: float = field(converter=number)
    sigma: float = field(converter=number)

    def _problems(self) -> Iterator[str]:
        yield from _sigma_problems(self.sigma, self.mu)

    def mean(self) -> float:
        """Return mu."""
        return self.mu

    def std(self) -> float:
        """Return sigma."""
        return self.sigma

    def support(self) -> tuple[float, float]:
        """Return minus and plus infinity."""
        return -math.inf, math.inf

    def most_likely(self) -> float:
        """Return mu."""
        return self.mu

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self.mu + self.sigma * _normal_quantile(u)

    def _isf(self, q: FloatArray) -> FloatArray:
        return self.mu - self.sigma * _normal_quantile(q)

    def _cdf(self, x: FloatArray) -> FloatArray:
        return _normal_level((x - self.mu) / self.sigma)

    def _sf(self, x: FloatArray) -> FloatArray:
        return _normal_level((self.mu - x) / self.sigma)

    def _scaled(self, factor: float) -> Normal:
        return Normal(self.mu * factor, self.sigma * factor)


@frozen(repr=False)
class LogNormal(Distribution):
    """A positive number whose logarithm is normal: losses and prices with a long upper tail.

    Parameters
    ----------
    mu, sigma : float [1]
        Mean and standard deviation *of the logarithm*, sigma > 0. Where mean and standard
        deviation of the quantity are known, use `LogNormal.from_mean_std`; where two percentiles
        are, `from_percentiles`.

    Raises
    ------
    DistributionError
        When a parameter is not a finite number, sigma is not positive, or the mean and standard
        deviation that follow are beyond what a float can hold.

    Notes
    -----
    Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, vol. 1, 2nd ed.,
    1994, chapter 14.

    Examples
    --------
    >>> LogNormal(0, 1).ppf(0.5), round(LogNormal(0, 1).mean(), 6)
    (array(1.), 1.648721)
    >>> LogNormal(50_000, 8_000)
    Traceback (most recent call last):
    riskplan.errors.DistributionError: lognormal: mu and sigma are those of the logarithm, ...
    """

    mu: float = field(converter=number)
    sigma: float = field(converter=number)

    @classmethod
    def from_mean_std(cls, mean: float, std: float) -> LogNormal:
        """Return the lognormal of a mean and a standard deviation of the quantity itself.

        Parameters
        ----------
        mean, std : float [unit of the quantity]
            Both positive.

        Returns
        -------
        LogNormal
            sigma² = ln(1 + (std / mean)²), mu = ln(mean) - sigma² / 2.

        Raises
        ------
        DistributionError
            When a value is not a positive finite number.

        Examples
        --------
        >>> cost = LogNormal.from_mean_std(50_000, 8_000)
        >>> round(cost.mean(), 6), round(cost.std(), 6)
        (50000.0, 8000.0)
        """
        mean, std = number(mean), number(std)
        for name, value in (("mean", mean), ("std", std)):
            if not is_good(value) or value <= 0:
                raise DistributionError(
                    f"lognormal: {name} must be a positive finite number (got {shown(value)})"
                    "; mean and std are those of the quantity"
                )
        ratio = std / mean
        variance = math.log1p(ratio * ratio)
        if not 0 < variance < math.inf:
            raise DistributionError(
                f"lognormal: std / mean must lie between 1e-150 and 1e150 (got {spelled(ratio)})"
                "; use Constant for a value without spread"
            )
        return cls(math.log(mean) - variance / 2, math.sqrt(variance))

    def _problems(self) -> Iterator[str]:
        yield from _sigma_problems(self.sigma)
        # exp(mu + sigma²) bounds mean and standard deviation, exp(mu - sigma²) is the mode.
        if abs(self.mu) + self.sigma * self.sigma > math.log(LARGEST):
            yield (
                "mu and sigma are those of the logarithm, and give a mean or a standard deviation"
                f" beyond a float (got mu {spelled(self.mu)}, sigma {spelled(self.sigma)})"
                "; for those of the quantity use LogNormal.from_mean_std(mean, std)"
            )

    def mean(self) -> float:
        """Return exp(mu + sigma² / 2)."""
        return math.exp(self.mu + self.sigma**2 / 2)

    def std(self) -> float:
        """Return the mean times √(exp(sigma²) - 1)."""
        return self.mean() * math.sqrt(math.expm1(self.sigma**2))

    def support(self) -> tuple[float, float]:
        """Return zero and infinity."""
        return 0.0, math.inf

    def most_likely(self) -> float:
        """Return the mode, exp(mu - sigma²)."""
        return math.exp(self.mu - self.sigma**2)

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self._exp(_normal_quantile(u))

    def _isf(self, q: FloatArray) -> FloatArray:
        return self._exp(-_normal_quantile(q))

    def _cdf(self, x: FloatArray) -> FloatArray:
        return _normal_level(self._standardised(x))

    def _sf(self, x: FloatArray) -> FloatArray:
        return _normal_level(-self._standardised(x))

    def _exp(self, z: FloatArray) -> FloatArray:
        with np.errstate(over="ignore"):  # infinite is the right answer there
            values: FloatArray = np.exp(self.mu + self.sigma * z)
        return values

    def _standardised(self, x: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):  # so is minus infinity for the logarithm of 0
            logs: FloatArray = np.log(np.maximum(x, 0.0))
        return (logs - self.mu) / self.sigma

    def _scaled(self, factor: float) -> LogNormal:
        return LogNormal(self.mu + math.log(factor), self.sigma)


def _sigma_problems(sigma: float, mu: float | None = None) -> Iterator[str]:
    if sigma < 0:
        yield f"sigma must be positive (got {spelled(sigma)}); give the spread without a sign"
    elif sigma == 0:
        value = "" if mu is None or math.isnan(mu) else f"({spelled(mu)})"
        yield f"sigma must be positive (got 0); use Constant{value} for a value without spread"


def _normal_quantile(u: FloatArray) -> FloatArray:
    z: FloatArray = scipy.special.ndtri(u)
    return z


def _normal_level(z: FloatArray) -> FloatArray:
    level: FloatArray = scipy.special.ndtr(z)
    return level
