"""Truncated: the law of a quantity, given that it lies within a range."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property

import numpy as np
import scipy
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.distributions.base import DelegatingDistribution, Distribution
from riskplan.distributions.discrete import Discrete
from riskplan.distributions.moments import moments
from riskplan.distributions.parameters import optional_number, shown, spelled
from riskplan.errors import DistributionError

__all__ = ["Truncated", "limited_mean"]

# Below this, the levels within the range are too small for a float to tell apart.
_LEAST_PROBABILITY = 1e-280


@frozen(repr=False)
class Truncated(DelegatingDistribution):
    """The law of another distribution, given that the value lies between `low` and `high`.

    The probability outside the range is not heaped on the ends: it is spread over the range in
    proportion. A truncation of a truncation is one truncation, to the range that both allow.

    Parameters
    ----------
    distribution : Distribution
        The law to cut.
    low, high : float, optional [unit of the quantity]
        The ends of the range, both included; at least one is given, low <= high.

    Raises
    ------
    DistributionError
        When the range is out of order, or holds no probability.

    Notes
    -----
    F(x | low <= X <= high) = (F(x) - F(low)) / (F(high) - F(low)); in the upper tail the same
    with 1 - F. Mean and standard deviation are sums for separate values, otherwise integrals of
    the quantiles, good to about 1e-10 of the standard deviation.

    Examples
    --------
    >>> from riskplan.distributions import Normal, Uniform
    >>> Truncated(Uniform(0, 10), high=4).mean()
    2.0
    >>> Truncated(Normal(10, 2), low=0)
    truncated(normal(10, 2), low=0)
    """

    distribution: Distribution
    low: float | None = field(converter=optional_number, default=None)
    high: float | None = field(converter=optional_number, default=None)

    def __attrs_post_init__(self) -> None:
        inner = self.distribution
        # Only numbers are merged; anything else stays in its place until it is reported.
        if isinstance(inner, Truncated) and all(isinstance(end, float) for end in self._ends):
            object.__setattr__(self, "distribution", inner.distribution)
            for name, tighter in (("low", max), ("high", min)):
                ends = [getattr(self, name), getattr(inner, name)]
                ends = [end for end in ends if end is not None]
                object.__setattr__(self, name, tighter(ends, default=None))
        super().__attrs_post_init__()

    def _problems(self) -> Iterator[str]:
        given: object = self.distribution
        if not isinstance(given, Distribution):
            got = shown(given)
            yield f"distribution must be a distribution (got {got}); give one such as Pert(2, 4, 9)"
            return
        if self.low is None and self.high is None:
            yield "low and high must not both be left out; give the end that should be cut"
            return
        low, high = self._ends
        if low > high:
            yield (
                f"low must not exceed high (got low {spelled(low)}, high {spelled(high)})"
                "; order the two ends as low, high"
            )
        elif low <= high and not _probability(given, low, high) > _LEAST_PROBABILITY:
            least, greatest = map(spelled, given.support())
            yield (
                f"the range must hold some probability (got low {spelled(low)},"
                f" high {spelled(high)}); {shown(given)} has hardly any there, and runs"
                f" from {least} to {greatest}"
            )

    def support(self) -> tuple[float, float]:
        """Return the ends of what the range leaves of the support."""
        return self._law.support()

    def most_likely(self) -> float:
        """Return the most likely value of the uncut law, or the end of the support next to it."""
        return float(np.clip(self.distribution.most_likely(), *self.support()))

    @property
    def _ends(self) -> tuple[float, float]:
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        return low, high

    @cached_property
    def _law(self) -> Distribution:
        atoms = self.distribution._atoms(*self._ends)
        if atoms is None:
            return _Slice(self.distribution, *self._ends)
        values, weights = atoms
        return Discrete(values.tolist(), (weights / math.fsum(weights)).tolist())

    def _scaled(self, factor: float) -> Truncated:
        return Truncated(
            self.distribution.scaled(factor),
            low=None if self.low is None else self.low * factor,
            high=None if self.high is None else self.high * factor,
        )


def _probability(distribution: Distribution, low: float, high: float) -> float:
    atoms = distribution._atoms(low, high)
    return _Slice(distribution, low, high).mass if atoms is None else math.fsum(atoms[1])


def limited_mean(distribution: Distribution, cap: float) -> float:
    """Return the mean of the lesser of a quantity and a cap.

    E[min(X, c)] = F(c) E[X | X <= c] + (1 - F(c)) c: the limited expected value of Klugman, Panjer
    and Willmot, *Loss Models*, 4th ed., 2012, section 3.2.

    Examples
    --------
    >>> from riskplan.distributions import Uniform
    >>> limited_mean(Uniform(0, 10), 4)
    3.2
    """
    low, high = distribution.support()
    if cap >= high:
        return distribution.mean()
    below = 0.0 if cap <= low else float(distribution.cdf(cap))
    if below <= _LEAST_PROBABILITY:
        return cap
    return below * Truncated(distribution, high=cap).mean() + (1.0 - below) * cap


@frozen(repr=False)
class _Slice(Distribution):
    """The formulas of a truncated continuous law."""

    base: Distribution
    low: float
    high: float

    @cached_property
    def _levels(self) -> tuple[float, float, float, float]:
        """Return F(low), F(high), 1 - F(low), 1 - F(high), each with its own digits."""
        ends = np.array([self.low, self.high])
        below, above = self.base._cdf(ends), self.base._sf(ends)
        return float(below[0]), float(below[1]), float(above[0]), float(above[1])

    @property
    def mass(self) -> float:
        below_low, below_high, above_low, above_high = self._levels
        return below_high - below_low if below_low < above_high else above_low - above_high

    def support(self) -> tuple[float, float]:
        low, high = self.base.support()
        return max(low, self.low), min(high, self.high)

    def most_likely(self) -> float:
        return float(np.clip(self.base.most_likely(), *self.support()))

    def mean(self) -> float:
        return self._moments[0]

    def std(self) -> float:
        return self._moments[1]

    @cached_property
    def _moments(self) -> tuple[float, float]:
        # Beyond the rim, a level of the whole law would be below the smallest float.
        rim = -float(scipy.special.ndtri(max(1e-300, 1e-300 / self.mass)))
        kink = float(scipy.special.ndtri(self._cdf(np.array([self.most_likely()]))[0]))
        found = moments(self._at_deviates, rim, [kink])
        if found is None:
            raise DistributionError(
                "truncated: mean and standard deviation must be finite, for which the tail of"
                f" {shown(self.base)} is too heavy; give both low and high"
            )
        return found

    def _at_deviates(self, t: FloatArray) -> FloatArray:
        levels = scipy.special.ndtr(-np.abs(t))
        below = t < 0
        values = np.empty_like(t)
        values[below], values[~below] = self._ppf(levels[below]), self._isf(levels[~below])
        return values

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self._quantile(u, 1.0 - u)

    def _isf(self, q: FloatArray) -> FloatArray:
        return self._quantile(1.0 - q, q)

    def _quantile(self, u: FloatArray, q: FloatArray) -> FloatArray:
        below_low, _, _, above_high = self._levels
        from_below = below_low + u * self.mass
        from_above = above_high + q * self.mass
        lower = from_below <= from_above
        values = np.empty_like(u)
        values[lower] = self.base._ppf(from_below[lower])
        values[~lower] = self.base._isf(from_above[~lower])
        return np.clip(values, *self.support())

    def _cdf(self, x: FloatArray) -> FloatArray:
        below_low, _, above_low, _ = self._levels
        x = np.clip(x, self.low, self.high)
        if below_low < above_low:
            return (self.base._cdf(x) - below_low) / self.mass
        return (above_low - self.base._sf(x)) / self.mass

    def _scaled(self, factor: float) -> _Slice:
        return _Slice(self.base.scaled(factor), self.low * factor, self.high * factor)
