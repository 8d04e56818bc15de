"""Smooth distributions between two ends: Beta, and Pert, the beta law of three estimates."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property

import numpy as np
import scipy
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.distributions.base import DelegatingDistribution, Distribution
from riskplan.distributions.parameters import number, order_problems, spelled

__all__ = ["Beta", "Pert"]

# Beyond such a shape a law is a constant for every practical purpose, and the inverse of the
# incomplete beta function loses digits. A PERT of the largest shape is a beta within its limit.
_LARGEST_BETA, _LARGEST_PERT = 1e6, 1e5

# Below this probability the library's inverse of the incomplete beta function may give up.
_SMALLEST_LEVEL = 1e-100


@frozen(repr=False)
class Beta(Distribution):
    """The beta law, stretched from min to max.

    Parameters
    ----------
    alpha, beta : float [1]
        The shapes, positive and at most 1e6.
    min, max : float [unit of the quantity]
        The ends, min < max; 0 and 1 unless said otherwise.

    Raises
    ------
    DistributionError
        When a value is not a finite number, a shape is not usable, or the ends are out of order.

    Notes
    -----
    Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, vol. 2, 2nd ed.,
    1995, chapter 25.

    Examples
    --------
    >>> Beta(2, 3).mean(), Beta(2, 2, min=10, max=20).most_likely()
    (0.4, 15.0)
    """

    alpha: float = field(converter=number)
    beta: float = field(converter=number)
    min: float = field(converter=number, default=0.0)
    max: float = field(converter=number, default=1.0)

    def _problems(self) -> Iterator[str]:
        yield from _shape_problems("alpha", self.alpha, _LARGEST_BETA)
        yield from _shape_problems("beta", self.beta, _LARGEST_BETA)
        yield from order_problems(("min", self.min), ("max", self.max))

    def mean(self) -> float:
        """Return min + (max - min) alpha / (alpha + beta)."""
        return self.min + (self.max - self.min) * (self.alpha / (self.alpha + self.beta))

    def std(self) -> float:
        """Return (max - min) √(alpha beta / (alpha + beta + 1)) / (alpha + beta)."""
        total = self.alpha + self.beta
        share = self.alpha / total * (self.beta / total)
        return (self.max - self.min) * math.sqrt(share / (total + 1))

    def support(self) -> tuple[float, float]:
        """Return (min, max)."""
        return self.min, self.max

    def most_likely(self) -> float:
        """Return the mode.

        Where the density has no single peak inside: the midpoint of the flat law (both shapes
        1), the end with the pole when only one shape is below 1, and the mean between two poles.
        """
        alpha, beta = self.alpha, self.beta
        if alpha >= 1 and beta >= 1:
            share = 0.5 if alpha == beta else (alpha - 1) / (alpha + beta - 2)
            return self.min + (self.max - self.min) * share
        if alpha < 1 and beta < 1:
            return self.mean()
        return self.min if alpha < 1 else self.max

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self._quantile(u, 1.0 - u)

    def _isf(self, q: FloatArray) -> FloatArray:
        return self._quantile(1.0 - q, q)

    def _cdf(self, x: FloatArray) -> FloatArray:
        part = (np.clip(x, self.min, self.max) - self.min) / (self.max - self.min)
        levels: FloatArray = scipy.special.betainc(self.alpha, self.beta, part)
        return levels

    def _sf(self, x: FloatArray) -> FloatArray:
        part = (self.max - np.clip(x, self.min, self.max)) / (self.max - self.min)
        levels: FloatArray = scipy.special.betainc(self.beta, self.alpha, part)
        return levels

    def _quantile(self, u: FloatArray, q: FloatArray) -> FloatArray:
        # Measured from the nearer end: 1 - x has no digits left where x is nearly 1.
        lower = u <= q
        near = np.where(lower, self.alpha, self.beta)
        far = np.where(lower, self.beta, self.alpha)
        part = (self.max - self.min) * _beta_quantile(near, far, np.minimum(u, q))
        return np.where(lower, self.min + part, self.max - part)

    def _scaled(self, factor: float) -> Beta:
        return Beta(self.alpha, self.beta, self.min * factor, self.max * factor)


@frozen(repr=False)
class Pert(DelegatingDistribution):
    """The beta law of three estimates: smooth, and less drawn to its ends than the triangle.

    Parameters
    ----------
    min, mode, max : float [unit of the quantity]
        The least, the most likely and the greatest value, min <= mode <= max and min < max.
    shape : float [1]
        The weight of the mode; 4 is the classical PERT, more is narrower. Positive, at most 1e5.

    Attributes
    ----------
    alpha, beta : float [1]
        The shapes of the beta law.

    Raises
    ------
    DistributionError
        When a value is not a finite number, the values are out of order, or the shape is not
        usable.

    Notes
    -----
    alpha = 1 + shape (mode - min) / (max - min), beta = 1 + shape (max - mode) / (max - min).
    Malcolm, Roseboom, Clark and Fazar, "Application of a technique for research and
    development program evaluation", *Operations Research* 7 (1959), 646-669; the free shape is
    the "modified PERT" of Vose, *Risk Analysis*, 3rd ed., 2008.

    Examples
    --------
    >>> Pert(2, 4, 9).mean(), Pert(2, 4, 9, shape=6)
    (4.5, pert(2, 4, 9, shape=6))
    >>> Pert(9, 4, 10)
    Traceback (most recent call last):
    riskplan.errors.DistributionError: pert: min must not exceed mode (got min 9, mode 4); ...
    """

    min: float = field(converter=number)
    mode: float = field(converter=number)
    max: float = field(converter=number)
    shape: float = field(converter=number, default=4.0)

    def _problems(self) -> Iterator[str]:
        yield from order_problems(("min", self.min), ("mode", self.mode), ("max", self.max))
        yield from _shape_problems("shape", self.shape, _LARGEST_PERT)

    @property
    def alpha(self) -> float:
        """The shape of the beta law on the side of min [1]."""
        return 1 + self.shape * ((self.mode - self.min) / (self.max - self.min))

    @property
    def beta(self) -> float:
        """The shape of the beta law on the side of max [1]."""
        return 1 + self.shape * ((self.max - self.mode) / (self.max - self.min))

    @cached_property
    def _law(self) -> Beta:
        return Beta(self.alpha, self.beta, self.min, self.max)

    def mean(self) -> float:
        """Return (min + shape mode + max) / (shape + 2)."""
        rise = self.shape * (self.mode - self.min) + (self.max - self.min)
        return self.min + rise / (self.shape + 2)

    def support(self) -> tuple[float, float]:
        """Return min and max."""
        return self.min, self.max

    def most_likely(self) -> float:
        """Return the mode."""
        return self.mode

    def _scaled(self, factor: float) -> Pert:
        return Pert(self.min * factor, self.mode * factor, self.max * factor, self.shape)


def _shape_problems(name: str, value: float, largest: float) -> Iterator[str]:
    if value <= 0:
        yield f"{name} must be positive (got {spelled(value)}); 2 to 6 is usual"
    elif value > largest:
        yield (
            f"{name} must be at most {largest:,.0f} (got {spelled(value)})"
            "; such a law hardly varies: use Constant"
        )


def _beta_quantile(alpha: FloatArray, beta: FloatArray, u: FloatArray) -> FloatArray:
    """Invert the incomplete beta function, by bisection where the library's inverse fails."""
    part: FloatArray = scipy.special.betaincinv(alpha, beta, u)
    failed = np.isnan(part) | ((u > 0) & (u < _SMALLEST_LEVEL))
    if failed.any():
        part[failed] = _bisected(alpha[failed], beta[failed], u[failed])
    return part


def _bisected(alpha: FloatArray, beta: FloatArray, u: FloatArray) -> FloatArray:
    low, high = np.zeros_like(u), np.ones_like(u)
    for _ in range(60):  # halvings until the bracket is narrower than a float near 1 can tell
        middle = (low + high) / 2
        above = scipy.special.betainc(alpha, beta, middle) > u
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return low
