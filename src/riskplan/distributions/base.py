"""What every distribution can do: the public methods are the contract, `_` methods the formula."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from riskplan._typing import FloatArray, read_only
from riskplan.distributions.parameters import (
    bad_numbers,
    is_good,
    number,
    refusal,
    shown,
    spelled,
    unlisted,
)
from riskplan.errors import DistributionError

__all__ = ["DelegatingDistribution", "Distribution", "as_array"]


@frozen(repr=False)
class Distribution(ABC):
    """An uncertain number: its law, stated by a few parameters and nothing else.

    A distribution is a value: immutable, comparable, hashable, and its repr is the text that
    `parse_distribution` reads back. It draws nothing; who wants samples puts uniform numbers
    through `ppf`. Parameters are plain numbers; their unit (money, working days, a factor) is
    that of the quantity which the distribution describes, and so is the unit of every result.

    Raises
    ------
    DistributionError
        On construction, when the parameters break a rule; every broken rule is named.

    Examples
    --------
    >>> from riskplan.distributions import Pert
    >>> duration = Pert(2, 4, 9)
    >>> duration
    pert(2, 4, 9)
    >>> duration.mean(), duration.most_likely(), duration.support()
    (4.5, 4.0, (2.0, 9.0))
    >>> duration.ppf([0.0, 1.0])
    array([2., 9.])
    """

    def __attrs_post_init__(self) -> None:
        problems = unlisted(self) or [*bad_numbers(self), *self._problems()]
        if problems:
            raise refusal(self._kind(), problems)

    def __repr__(self) -> str:
        parts = []
        for name, default in _parameters_of(type(self)):
            value = getattr(self, name)
            if default is attrs.NOTHING:
                parts.append(spelled(value))
            elif value != default:
                parts.append(f"{name}={spelled(value)}")
        return f"{self._kind()}({', '.join(parts)})"

    @abstractmethod
    def mean(self) -> float:
        """Return the expected value [unit of the quantity]."""

    @abstractmethod
    def std(self) -> float:
        """Return the standard deviation [unit of the quantity]."""

    @abstractmethod
    def support(self) -> tuple[float, float]:
        """Return the least and the greatest possible value; infinite where there is no bound."""

    @abstractmethod
    def most_likely(self) -> float:
        """Return the value that a deterministic plan would use: the mode, as a rule."""

    def ppf(self, u: ArrayLike) -> FloatArray:
        """Return the value that is not exceeded with probability `u`: the quantile function.

        Parameters
        ----------
        u : array_like of float, any shape [probability, 0 to 1]
            Where to invert the law. It is not modified.

        Returns
        -------
        numpy.ndarray of float64, the shape of `u`, read-only
            The quantiles; at 0 and 1 the ends of the support.

        Raises
        ------
        DistributionError
            When some `u` is outside 0 to 1, or not a number.

        Examples
        --------
        >>> from riskplan.distributions import Uniform
        >>> Uniform(10, 20).ppf([0.1, 0.8])
        array([11., 18.])
        >>> Uniform(10, 20).ppf(80)
        Traceback (most recent call last):
        riskplan.errors.DistributionError: ppf: u must lie between 0 and 1 (got 80); ...
        """
        levels = as_array("ppf: u", u)
        good = (levels >= 0) & (levels <= 1)
        if not good.all():
            worst = spelled(float(levels[~good][0]))
            raise DistributionError(
                f"ppf: u must lie between 0 and 1 (got {worst})"
                "; it is a probability: for the 80th percentile give 0.8"
            )
        low, high = self.support()
        values = np.clip(self._ppf(levels.ravel()).reshape(levels.shape), low, high)
        # A formula may miss the ends by a rounding error.
        return read_only(np.where(levels == 0, low, np.where(levels == 1, high, values)))

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of not exceeding `x`.

        Parameters
        ----------
        x : array_like of float, any shape [unit of the quantity]
            Where to evaluate the law; infinities are allowed.

        Returns
        -------
        numpy.ndarray of float64, the shape of `x`, read-only
            Probabilities, 0 to 1.

        Raises
        ------
        DistributionError
            When some `x` is not a number.

        Examples
        --------
        >>> from riskplan.distributions import Uniform
        >>> Uniform(10, 20).cdf([5, 18, 25])
        array([0. , 0.8, 1. ])
        """
        values = as_array("cdf: x", x)
        if np.isnan(values).any():
            raise DistributionError("cdf: x must be a number (got nan); remove missing values")
        low, high = self.support()
        levels = np.clip(self._cdf(values.ravel()).reshape(values.shape), 0.0, 1.0)
        return read_only(np.where(values < low, 0.0, np.where(values >= high, 1.0, levels)))

    def scaled(self, factor: float) -> Distribution:
        """Return the law of `factor` times the quantity, as from weeks to days.

        Parameters
        ----------
        factor : float [new unit per unit of the quantity]
            A positive number.

        Returns
        -------
        Distribution

        Raises
        ------
        DistributionError
            When the factor is not a positive number, or the result breaks a rule.

        Examples
        --------
        >>> from riskplan.distributions import Pert
        >>> Pert(2, 4, 9).scaled(5)
        pert(10, 20, 45)
        """
        checked = number(factor)
        if not is_good(checked) or checked <= 0:
            raise DistributionError(
                f"scaled: factor must be a positive number (got {shown(factor)})"
                "; give the new units per old unit, such as 5 for days per week"
            )
        return self._scaled(checked)

    @classmethod
    def _kind(cls) -> str:
        """Return the name in the text spelling and in messages."""
        return cls.__name__.lower()

    def _problems(self) -> Iterator[str]:
        """Yield every broken rule with its remedy; a parameter that is NaN breaks none."""
        yield from ()

    @abstractmethod
    def _ppf(self, u: FloatArray) -> FloatArray:
        """Invert the law at checked probabilities, shape (n,)."""

    @abstractmethod
    def _cdf(self, x: FloatArray) -> FloatArray:
        """Evaluate the law at checked values, shape (n,)."""

    def _isf(self, q: FloatArray) -> FloatArray:
        """Return the value exceeded with probability `q`; override where a small q matters."""
        return self._ppf(1.0 - q)

    def _sf(self, x: FloatArray) -> FloatArray:
        """Return the probability of exceeding `x`; override where a small one matters."""
        return 1.0 - self._cdf(x)

    @abstractmethod
    def _scaled(self, factor: float) -> Distribution:
        """Return the law of the quantity times a checked factor."""

    def _atoms(self, low: float, high: float) -> tuple[FloatArray, FloatArray] | None:
        """Return values and weights within [low, high]; None where the law is continuous."""
        del low, high
        return None


@frozen(repr=False)
class DelegatingDistribution(Distribution):
    """A distribution that is stated in its own words and computed as another one."""

    @property
    @abstractmethod
    def _law(self) -> Distribution:
        """Return the distribution that holds the formulas."""

    def mean(self) -> float:
        """Return the expected value [unit of the quantity]."""
        return self._law.mean()

    def std(self) -> float:
        """Return the standard deviation [unit of the quantity]."""
        return self._law.std()

    def support(self) -> tuple[float, float]:
        """Return the least and the greatest possible value."""
        return self._law.support()

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self._law._ppf(u)

    def _cdf(self, x: FloatArray) -> FloatArray:
        return self._law._cdf(x)

    def _isf(self, q: FloatArray) -> FloatArray:
        return self._law._isf(q)

    def _sf(self, x: FloatArray) -> FloatArray:
        return self._law._sf(x)

    def _atoms(self, low: float, high: float) -> tuple[FloatArray, FloatArray] | None:
        return self._law._atoms(low, high)


@functools.cache
def _parameters_of(kind: type[Distribution]) -> tuple[tuple[str, Any], ...]:
    """Return the parameters of a kind of law with their defaults."""
    return tuple((attribute.name, attribute.default) for attribute in attrs.fields(kind))


def as_array(name: str, values: ArrayLike) -> FloatArray:
    """Return numbers as an array of floats, or refuse what are none."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (OverflowError, TypeError, ValueError) as error:
        raise DistributionError(
            f"{name} must be numbers (got {shown(values)}); give a number or an array"
        ) from error
