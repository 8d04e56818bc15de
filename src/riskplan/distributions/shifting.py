"""Shifted: the law of a quantity plus a constant; and any law scaled and moved at once."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.distributions.base import Distribution
from riskplan.distributions.beta import Beta, Pert
from riskplan.distributions.bounded import Triangular, Uniform
from riskplan.distributions.discrete import Constant, Discrete, Empirical
from riskplan.distributions.elicitation import Trigen
from riskplan.distributions.parameters import is_good, number, shown
from riskplan.distributions.truncation import Truncated
from riskplan.distributions.unbounded import Normal
from riskplan.errors import DistributionError

__all__ = ["Shifted", "scaled"]

# Of the laws that stay of their kind when they are moved: the parameters that move with them.
_PLACES: Mapping[type[Distribution], tuple[str, ...]] = {
    Beta: ("min", "max"),
    Constant: ("value",),
    Discrete: ("values",),
    Empirical: ("values",),
    Normal: ("mu",),
    Pert: ("min", "mode", "max"),
    Triangular: ("min", "mode", "max"),
    Trigen: ("p10", "mode", "p90"),
    Truncated: ("distribution", "low", "high"),
    Uniform: ("min", "max"),
}


@frozen(repr=False)
class Shifted(Distribution):
    """The law of another distribution, plus a constant: a lognormal that begins at 0.5, say.

    A shift of a shift is one shift.

    Parameters
    ----------
    distribution : Distribution
        The law to move.
    shift : float [unit of the quantity]
        What is added to every value.

    Raises
    ------
    DistributionError
        When the shift is not a finite number, or the law is none.

    Examples
    --------
    >>> from riskplan.distributions import LogNormal
    >>> law = Shifted(LogNormal(0, 1), 0.5)
    >>> law, law.support()
    (shifted(lognormal(0, 1), 0.5), (0.5, inf))
    """

    distribution: Distribution
    shift: float = field(converter=number)

    def __attrs_post_init__(self) -> None:
        inner = self.distribution
        if isinstance(inner, Shifted) and isinstance(self.shift, float):
            object.__setattr__(self, "distribution", inner.distribution)
            object.__setattr__(self, "shift", inner.shift + self.shift)
        given: object = self.distribution
        if not isinstance(given, Distribution):
            raise DistributionError(
                f"shifted: distribution must be a distribution (got {shown(given)})"
                "; give one such as LogNormal(0, 1)"
            )
        super().__attrs_post_init__()

    def mean(self) -> float:
        """Return the mean of the law, plus the shift."""
        return self.distribution.mean() + self.shift

    def std(self) -> float:
        """Return the standard deviation of the law."""
        return self.distribution.std()

    def support(self) -> tuple[float, float]:
        """Return the ends of the law, plus the shift."""
        low, high = self.distribution.support()
        return low + self.shift, high + self.shift

    def most_likely(self) -> float:
        """Return the most likely value of the law, plus the shift."""
        return self.distribution.most_likely() + self.shift

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self.distribution._ppf(u) + self.shift

    def _isf(self, q: FloatArray) -> FloatArray:
        return self.distribution._isf(q) + self.shift

    def _cdf(self, x: FloatArray) -> FloatArray:
        levels: FloatArray = self.distribution.cdf(x - self.shift)
        return levels

    def _sf(self, x: FloatArray) -> FloatArray:
        return self.distribution._sf(x - self.shift)

    def _atoms(self, low: float, high: float) -> tuple[FloatArray, FloatArray] | None:
        atoms = self.distribution._atoms(low - self.shift, high - self.shift)
        return None if atoms is None else (atoms[0] + self.shift, atoms[1])

    def _scaled(self, factor: float) -> Shifted:
        return Shifted(self.distribution.scaled(factor), self.shift * factor)


def scaled(law: Distribution, factor: float, shift: float = 0.0) -> Distribution:
    """Return the law of `factor` times a quantity plus `shift`.

    Of the same family where there is one, otherwise as `Shifted`. Each quantile is that of the
    law, scaled and moved: draws of both laws from the same random numbers move as one.

    Parameters
    ----------
    law : Distribution
    factor : float
        0 or more; 0 leaves nothing but the shift.
    shift : float [unit of the result]

    Returns
    -------
    Distribution

    Raises
    ------
    DistributionError
        When a number is not finite, the factor is negative, or the result breaks a rule.

    Examples
    --------
    >>> from riskplan.distributions import LogNormal, Pert
    >>> scaled(Pert(2, 4, 9), 0.5, shift=1)
    pert(2, 3, 5.5)
    >>> scaled(LogNormal(0, 1), 1, shift=2), scaled(LogNormal(0, 1), 0, shift=2)
    (shifted(lognormal(0, 1), 2), constant(2))
    """
    moved = number(shift)
    if not is_good(moved):
        raise DistributionError(
            f"scaled: shift must be a finite number (got {shown(shift)}); give a number such as 5"
        )
    if number(factor) == 0.0:
        return Constant(moved)
    grown = law if number(factor) == 1.0 else law.scaled(factor)
    return grown if moved == 0.0 else _moved(grown, moved)


def _moved(law: Distribution, shift: float) -> Distribution:
    places = _PLACES.get(type(law))
    if places is None:
        return Shifted(law, shift)
    changes = {name: _moved_value(getattr(law, name), shift) for name in places}
    return attrs.evolve(law, **changes)


def _moved_value(value: object, shift: float) -> object:
    if isinstance(value, Distribution):
        return _moved(value, shift)
    if isinstance(value, tuple):
        return tuple(item + shift for item in value)
    return value + shift if isinstance(value, float) else value
