"""Laws whose quantiles have a closed form: constant, uniform, triangular, normal, lognormal.

Parameters are numbers; those of several laws are columns, shape (laws, 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Self, TypeAlias

import attrs
import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.engine.normal import normal_quantiles

__all__ = ["Bell", "Fixed", "LogBell", "Straight", "Triangle"]

_Parameter: TypeAlias = float | FloatArray

# Numbers less than so many ranges away from 0 do not leave the range by rounding.
_FAR = 1e6


@frozen(eq=False)
class _ClosedForm:
    @classmethod
    def stack(cls, transforms: Sequence[Self]) -> Self:
        """Return the transform of several laws, a row for each."""
        names = [attribute.name for attribute in attrs.fields(cls)]
        columns = [[[getattr(transform, name)] for transform in transforms] for name in names]
        return cls(*map(np.array, columns))


@frozen(eq=False)
class Straight(_ClosedForm):
    """The uniform law: a straight line."""

    low: _Parameter
    high: _Parameter

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return low + (high - low) · u."""
        uniforms *= self.high - self.low
        uniforms += self.low
        if self._may_leave:
            np.minimum(uniforms, self.high, out=uniforms)
        return uniforms

    @cached_property
    def _may_leave(self) -> bool:
        return bool(np.any(self.low + (self.high - self.low) > self.high))


@frozen(eq=False)
class Fixed:
    """The same value whatever the uniform; the engine does not even draw one."""

    value: float

    @classmethod
    def stack(cls, transforms: Sequence[Fixed]) -> Straight:
        """Return the transform of several values, a row for each."""
        column = np.array([[transform.value] for transform in transforms])
        return Straight(column, column)

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the value, once for each uniform."""
        uniforms[...] = self.value
        return uniforms


@frozen(eq=False)
class Triangle(_ClosedForm):
    """The triangular law: a square root on either side of the mode."""

    low: _Parameter
    mode: _Parameter
    high: _Parameter

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the quantiles: what is below the mode, less what is missing above it.

        The square roots of both sides are cut off at the mode, so that each changes nothing on
        the other's side: that spares the masks, which cost more than a square root.
        """
        rise, fall = self.mode - self.low, self.high - self.mode
        below = np.empty(uniforms.shape)
        np.multiply(uniforms, (rise + fall) * rise, out=below)
        np.sqrt(below, out=below)
        np.minimum(below, rise, out=below)
        above = np.subtract(1.0, uniforms, out=uniforms)
        above *= (rise + fall) * fall
        np.sqrt(above, out=above)
        np.minimum(above, fall, out=above)
        below -= above
        below += self.low + fall
        if self._may_leave:
            np.clip(below, self.low, self.high, out=below)
        return below

    @cached_property
    def _may_leave(self) -> bool:
        # Away from a slope that has any length, the outermost uniforms are far from the ends.
        slope = np.minimum(self.mode - self.low, self.high - self.mode)
        return bool(np.any(slope * _FAR <= np.maximum(np.abs(self.low), np.abs(self.high))))


@frozen(eq=False)
class Bell(_ClosedForm):
    """The normal law."""

    mu: _Parameter
    sigma: _Parameter

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return μ + σ · Φ⁻¹(u)."""
        values = normal_quantiles(uniforms)
        values *= self.sigma
        values += self.mu
        return values


@frozen(eq=False)
class LogBell(_ClosedForm):
    """The lognormal law."""

    mu: _Parameter
    sigma: _Parameter

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return exp(μ + σ · Φ⁻¹(u))."""
        values = Bell(self.mu, self.sigma)(uniforms)
        return np.exp(values, out=values)
