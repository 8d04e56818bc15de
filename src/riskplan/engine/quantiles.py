"""Fast inverse transforms: from uniforms to values, each exact or within a stated bound.

Closed forms are used where there are any. Other continuous laws are tabulated once: on cells
that shrink in proportion to the distance from either end of the unit interval, four to the
octave, the quantile function is replaced by the cubic through four of its points. The cell of a
uniform is read off the bits of its floating-point form, and beyond 2⁻¹² from either end the exact
function serves. A table whose error, measured between its points, is not below `TABLE_ERROR`
standard deviations is not used at all.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from attrs import frozen
from scipy.special import ndtri

from riskplan._typing import FloatArray, IntArray
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

__all__ = ["TABLE_ERROR", "Exact", "Fixed", "Table", "Transform", "transform_of"]

TABLE_ERROR = 1e-5
"""The largest error of a tabulated quantile [standard deviations of the law]."""

_OCTAVES = 11
_CELLS_PER_OCTAVE_LOG2 = 2
_SHIFT = 52 - _CELLS_PER_OCTAVE_LOG2
_TAIL = 2.0 ** -(_OCTAVES + 1)
_SIDE = _OCTAVES << _CELLS_PER_OCTAVE_LOG2
_FIRST_CELL = int(np.float64(_TAIL).view(np.int64)) >> _SHIFT
_NODES = np.array([0.0, 0.25, 0.75, 1.0])
_PROBES = np.array([0.1, 0.5, 0.9])


class Transform(Protocol):
    """Turns uniforms, shape (n,), into values of the same shape; may overwrite the uniforms."""

    def __call__(self, uniforms: FloatArray) -> FloatArray: ...


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
        """Return the quantiles by the closed form."""
        width = self.high - self.low
        rising = uniforms < (self.mode - self.low) / width
        left = uniforms * (width * (self.mode - self.low))
        uniforms -= 1.0
        uniforms *= -width * (self.high - self.mode)
        np.copyto(uniforms, left, where=rising)
        np.sqrt(uniforms, out=uniforms)
        np.subtract(self.high, uniforms, out=left)
        uniforms += self.low
        np.copyto(left, uniforms, where=rising)
        return left


@frozen
class Bell:
    """The normal law."""

    mu: float
    sigma: float

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return μ + σ · Φ⁻¹(u)."""
        ndtri(uniforms, out=uniforms)
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


@frozen(eq=False)
class Table:
    """A tabulated law: cubics over cells that are read off the bits of the uniform.

    Parameters
    ----------
    coefficients : FloatArray, shape (4, 2 · cells)
        Powers 0 to 3 of the distance from the nearer end; first the cells of the lower half.
    distribution : Distribution
        The exact law, for the outermost uniforms.
    """

    coefficients: FloatArray
    distribution: Distribution

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the tabulated quantiles."""
        distance = np.minimum(uniforms, 1.0 - uniforms)
        outermost = np.flatnonzero(distance < _TAIL)
        cell = _cells(distance)
        cell += (uniforms > 0.5) * np.int64(_SIDE)  # noqa: PLR2004 - the middle of (0, 1)
        constant, linear, quadratic, cubic = self.coefficients
        values = cubic.take(cell)
        for coefficient in (quadratic, linear, constant):
            values *= distance
            values += coefficient.take(cell)
        if outermost.size:
            values[outermost] = self.distribution.ppf(uniforms[outermost])
        return values


def _cells(distance: FloatArray) -> IntArray:
    """Return the cell of each distance: its exponent and leading bits, as one integer."""
    cell = distance.view(np.int64) >> _SHIFT
    cell -= _FIRST_CELL
    return np.clip(cell, 0, _SIDE - 1, out=cell)


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
            return transform_of(distribution.triangular())
        case Normal(mu, sigma):
            return Bell(mu, sigma)
        case LogNormal(mu, sigma):
            return LogBell(mu, sigma)
        case Discrete() | Empirical():
            return _steps(distribution)
        case Pert() | Beta():
            return _table(distribution)
        case _:
            return Exact(distribution)


def _steps(distribution: Discrete | Empirical) -> Steps:
    values = np.unique(distribution.values)
    cumulative = np.minimum(np.asarray(distribution.cdf(values)), 1.0)
    cumulative[-1] = 1.0
    return Steps(values, cumulative)


def _table(distribution: Distribution) -> Transform:
    """Return the table of a continuous law, or its exact transform where cubics do not follow it."""
    steps = np.arange(_FIRST_CELL, _FIRST_CELL + _SIDE + 1, dtype=np.int64) << _SHIFT
    edges = steps.view(np.float64)
    left, width = edges[:-1, None], np.diff(edges)[:, None]
    points = left + width * _NODES
    probes = left + width * _PROBES
    below = distribution.ppf(np.concatenate([points, probes], axis=1))
    above = distribution.ppf(1.0 - np.concatenate([points, probes], axis=1))
    values = np.concatenate([below, above])
    cubics = np.linalg.solve(_powers(np.tile(points, (2, 1))), values[:, :4, None])
    fitted = (_powers(np.tile(probes, (2, 1))) @ cubics)[:, :, 0]
    error = np.max(np.abs(fitted - values[:, 4:]))
    if not error <= TABLE_ERROR * distribution.std() / 2.0:
        return Exact(distribution)
    return Table(np.ascontiguousarray(cubics[:, :, 0].T), distribution)


def _powers(points: FloatArray) -> FloatArray:
    return points[:, :, None] ** np.arange(4)
