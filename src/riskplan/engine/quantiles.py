"""Fast inverse transforms: from uniforms to values, in closed form, from a table, or exactly."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import scipy
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.distributions import (
    Beta,
    Constant,
    Discrete,
    Distribution,
    Empirical,
    LogNormal,
    Normal,
    Pert,
    Triangular,
    Trigen,
    Uniform,
)
from riskplan.engine.tables import beta_table, pert_table

__all__ = ["Exact", "Fixed", "Transform", "transform_of"]


class Transform(Protocol):
    """How uniforms become values."""

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Turn uniforms, shape (n,), into values of the same shape; may overwrite them."""
        ...


@frozen
class Fixed:
    """The same value whatever the uniform; the engine does not even draw one."""

    value: float

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the value, once for each uniform."""
        return np.full(uniforms.shape, self.value)


@frozen
class Straight:
    """The uniform law: a straight line."""

    low: float
    width: float

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return low + width · u."""
        uniforms *= self.width
        uniforms += self.low
        return uniforms


@frozen
class Triangle:
    """The triangular law: a square root on either side of the mode."""

    low: float
    mode: float
    high: float

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the quantiles, the part below the mode plus the part above it.

        The square roots of both sides are cut off at the mode, so that each adds nothing on the
        other's side: that spares the masks, which cost more than a square root.
        """
        rise, fall = self.mode - self.low, self.high - self.mode
        width = rise + fall
        below = uniforms * (width * rise)
        np.sqrt(below, out=below)
        np.minimum(below, rise, out=below)
        below += self.low
        np.subtract(1.0, uniforms, out=uniforms)
        uniforms *= width * fall
        np.sqrt(uniforms, out=uniforms)
        np.minimum(uniforms, fall, out=uniforms)
        np.subtract(fall, uniforms, out=uniforms)
        below += uniforms
        return below


@frozen
class Bell:
    """The normal law."""

    mu: float
    sigma: float

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return μ + σ · Φ⁻¹(u)."""
        scipy.special.ndtri(uniforms, out=uniforms)
        uniforms *= self.sigma
        uniforms += self.mu
        return uniforms


@frozen
class LogBell:
    """The lognormal law."""

    mu: float
    sigma: float

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return exp(μ + σ · Φ⁻¹(u))."""
        return np.exp(Bell(self.mu, self.sigma)(uniforms), out=uniforms)


@frozen(eq=False)
class Steps:
    """A law on finitely many values."""

    values: FloatArray
    cumulative: FloatArray

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the smallest value whose cumulative probability reaches u."""
        return self.values[np.searchsorted(self.cumulative, uniforms, side="left")]


@frozen
class Exact:
    """Any law, by its own quantile function, however slow."""

    distribution: Distribution

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the exact quantiles."""
        return np.array(self.distribution.ppf(uniforms))


def transform_of(distribution: Distribution) -> Transform:
    """Return the fastest transform of a law that is within the bound.

    Examples
    --------
    >>> transform_of(Uniform(2, 4))(np.array([0.25, 0.5]))
    array([2.5, 3. ])
    """
    match distribution:
        case Constant(value):
            return Fixed(value)
        case Uniform(low, high):
            return Straight(low, high - low)
        case Triangular(low, mode, high):
            return Triangle(low, mode, high)
        case Trigen():
            return transform_of(distribution.triangular)
        case Normal(mu, sigma):
            return Bell(mu, sigma)
        case LogNormal(mu, sigma):
            return LogBell(mu, sigma)
        case Discrete() | Empirical():
            return _steps(distribution)
        case Pert() | Beta():
            return _beta(distribution)
        case _:
            return Exact(distribution)


def _steps(distribution: Discrete | Empirical) -> Steps:
    values = np.unique(distribution.values)
    cumulative = np.minimum(np.asarray(distribution.cdf(values)), 1.0)
    cumulative[-1] = 1.0
    return Steps(values, cumulative)


def _beta(distribution: Pert | Beta) -> Transform:
    law = distribution
    if isinstance(law, Pert):
        law = Beta(law.alpha, law.beta, law.min, law.max)
    return pert_table(law) or beta_table(law) or Exact(law)
