"""Fast inverse transforms: from uniforms to values, in closed form, from a table, or exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, Self

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.distributions import (
    Beta,
    Constant,
    Distribution,
    LogNormal,
    Normal,
    Pert,
    Triangular,
    Trigen,
    Uniform,
    atoms_of,
)
from riskplan.engine.closed import Bell, Fixed, LogBell, Straight, Triangle
from riskplan.engine.steps import Steps
from riskplan.engine.tables import table_of
from riskplan.errors import DistributionError

__all__ = ["Capped", "Exact", "Fixed", "Transform", "capped", "stacked", "transform_of"]


class Transform(Protocol):
    """How uniforms become values: of one law, or of one law of the same kind for each row."""

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Turn uniforms into values of the same shape; may overwrite them.

        Any shape for one law, (laws, n) for several. Each value depends on its own uniform only.
        """
        ...

    @classmethod
    def stack(cls, transforms: Sequence[Self]) -> Transform:
        """Return the transform of several laws, a row for each, with the same values."""
        ...


@frozen(eq=False)
class Exact:
    """Any law, or one for each row, by its own quantile function, however slow."""

    laws: tuple[Distribution, ...]

    @classmethod
    def stack(cls, transforms: Sequence[Exact]) -> Exact:
        """Return the transform of several laws, a row for each."""
        return cls(tuple(law for transform in transforms for law in transform.laws))

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the exact quantiles."""
        if len(self.laws) == 1:
            uniforms[...] = self.laws[0].ppf(uniforms)
        else:
            for row, law in zip(uniforms, self.laws, strict=True):
                row[:] = law.ppf(row)
        return uniforms


@frozen(eq=False)
class Capped:
    """Laws none of whose values is beyond a cap: one law, or one for each row."""

    transforms: tuple[Transform, ...]
    caps: tuple[float, ...]

    @classmethod
    def stack(cls, transforms: Sequence[Capped]) -> Capped:
        """Return the transform of several laws, a row for each."""
        return cls(
            tuple(inner for each in transforms for inner in each.transforms),
            tuple(cap for each in transforms for cap in each.caps),
        )

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the values of the laws, cut off at their caps."""
        if len(self.transforms) == 1:
            return np.minimum(self.transforms[0](uniforms), self.caps[0])
        rows = zip(uniforms, self.transforms, self.caps, strict=True)
        return np.stack([np.minimum(transform(row), cap) for row, transform, cap in rows])


def capped(transform: Transform, cap: float) -> Transform:
    """Return the transform that gives a cap where another one gives more."""
    if isinstance(transform, Fixed):
        return Fixed(min(transform.value, cap))
    return Capped((transform,), (cap,))


def stacked(transforms: Sequence[Transform]) -> Transform:
    """Return the transform of several laws, a row for each.

    Parameters
    ----------
    transforms : sequence of Transform
        One or more, all of the same class, each of one law.

    Returns
    -------
    Transform
        From uniforms of shape (laws, n) to values: in each row bit for bit what the transform of
        its law makes of it.

    Examples
    --------
    >>> import numpy as np
    >>> both = stacked([transform_of(Uniform(0, 2)), transform_of(Uniform(10, 20))])
    >>> both(np.array([[0.25, 0.5], [0.25, 0.5]]))
    array([[ 0.5,  1. ],
           [12.5, 15. ]])
    """
    return type(transforms[0]).stack(transforms)


def transform_of(distribution: Distribution) -> Transform:
    """Return the fastest transform of a law that is within its bound.

    Closed forms and steps are exact to rounding, normal quantiles are within `QUANTILE_ERROR`,
    and tables within `TABLE_ERROR`.

    Examples
    --------
    >>> import numpy as np
    >>> transform_of(Uniform(2, 4))(np.array([0.25, 0.5]))
    array([2.5, 3. ])
    """
    return _WAYS.get(type(distribution), _listed_or_tabulated)(distribution)


def _tabulated(law: Distribution) -> Transform:
    return table_of(law) or Exact((law,))


def _listed_or_tabulated(law: Distribution) -> Transform:
    try:
        atoms = atoms_of(law)
    except DistributionError:  # separate values, but too many to list
        return Exact((law,))
    return _tabulated(law) if atoms is None else Steps((law,))


_WAYS: dict[type[Distribution], Callable[[Any], Transform]] = {
    Constant: lambda law: Fixed(law.value),
    Uniform: lambda law: Straight(law.min, law.max),
    Triangular: lambda law: Triangle(law.min, law.mode, law.max),
    Trigen: lambda law: transform_of(law.triangular),
    Normal: lambda law: Bell(law.mu, law.sigma),
    LogNormal: lambda law: LogBell(law.mu, law.sigma),
    Pert: _tabulated,
    Beta: _tabulated,
}
