"""Distributions of straight lines between two ends: Uniform and Triangular."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.distributions.base import Distribution
from riskplan.distributions.parameters import number, order_problems

__all__ = ["Triangular", "Uniform"]


@frozen(repr=False)
class Uniform(Distribution):
    """Every value between two ends is equally likely.

    Parameters
    ----------
    min, max : float [unit of the quantity]
        The ends, min < max.

    Raises
    ------
    DistributionError
        When an end is not a finite number, or the ends are out of order.

    Notes
    -----
    Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, vol. 2, 2nd ed.,
    1995, chapter 26.

    Examples
    --------
    >>> Uniform(10, 20).mean(), Uniform(10, 20).most_likely()
    (15.0, 15.0)
    """

    min: float = field(converter=number)
    max: float = field(converter=number)

    def _problems(self) -> Iterator[str]:
        yield from order_problems(("min", self.min), ("max", self.max))

    def mean(self) -> float:
        """Return (min + max) / 2."""
        return self.min + (self.max - self.min) / 2

    def std(self) -> float:
        """Return (max - min) / √12."""
        return (self.max - self.min) / math.sqrt(12)

    def support(self) -> tuple[float, float]:
        """Return (min, max)."""
        return self.min, self.max

    def most_likely(self) -> float:
        """Return the midpoint: no value is likelier than another."""
        return self.mean()

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self.min + (self.max - self.min) * u

    def _isf(self, q: FloatArray) -> FloatArray:
        return self.max - (self.max - self.min) * q

    def _cdf(self, x: FloatArray) -> FloatArray:
        return (np.clip(x, self.min, self.max) - self.min) / (self.max - self.min)

    def _sf(self, x: FloatArray) -> FloatArray:
        return (self.max - np.clip(x, self.min, self.max)) / (self.max - self.min)

    def _scaled(self, factor: float) -> Uniform:
        return Uniform(self.min * factor, self.max * factor)


@frozen(repr=False)
class Triangular(Distribution):
    """The density rises in a straight line from min to the mode, and falls so to max.

    Parameters
    ----------
    min, mode, max : float [unit of the quantity]
        The least, the most likely and the greatest value, min <= mode <= max and min < max.

    Raises
    ------
    DistributionError
        When a value is not a finite number, or the values are out of order.

    Notes
    -----
    Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, vol. 2, 2nd ed.,
    1995, chapter 26.

    Examples
    --------
    >>> Triangular(2, 4, 9).mean(), Triangular(0, 1, 2).ppf(0.5)
    (5.0, array(1.))
    """

    min: float = field(converter=number)
    mode: float = field(converter=number)
    max: float = field(converter=number)

    def _problems(self) -> Iterator[str]:
        yield from order_problems(("min", self.min), ("mode", self.mode), ("max", self.max))

    def mean(self) -> float:
        """Return (min + mode + max) / 3."""
        return self.min + ((self.mode - self.min) + (self.max - self.min)) / 3

    def std(self) -> float:
        """Return (max - min) √((1 - c + c²) / 18), c = (mode - min) / (max - min)."""
        c = self._peak
        return (self.max - self.min) * math.sqrt((1 - c * (1 - c)) / 18)

    def support(self) -> tuple[float, float]:
        """Return (min, max)."""
        return self.min, self.max

    def most_likely(self) -> float:
        """Return the mode."""
        return self.mode

    @property
    def _peak(self) -> float:
        return (self.mode - self.min) / (self.max - self.min)

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self._quantile(u, 1.0 - u)

    def _isf(self, q: FloatArray) -> FloatArray:
        return self._quantile(1.0 - q, q)

    def _cdf(self, x: FloatArray) -> FloatArray:
        return self._levels(x)[0]

    def _sf(self, x: FloatArray) -> FloatArray:
        return self._levels(x)[1]

    def _quantile(self, u: FloatArray, q: FloatArray) -> FloatArray:
        span, c = self.max - self.min, self._peak
        rising = self.min + span * np.sqrt(u * c)
        return np.where(u < c, rising, self.max - span * np.sqrt(q * (1 - c)))

    def _levels(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        span, c = self.max - self.min, self._peak
        x = np.clip(x, self.min, self.max)
        # The side that the mode leaves empty is never selected; 1.0 keeps it from dividing by 0.
        rising = ((x - self.min) / span) ** 2 / (c or 1.0)
        falling = ((self.max - x) / span) ** 2 / ((1 - c) or 1.0)
        below = x < self.mode
        return np.where(below, rising, 1 - falling), np.where(below, 1 - rising, falling)

    def _scaled(self, factor: float) -> Triangular:
        return Triangular(self.min * factor, self.mode * factor, self.max * factor)
