"""Any frozen distribution of scipy.stats, kept by name so that it stays a plain value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.distributions.base import Distribution
from riskplan.distributions.parameters import (
    MOST_NUMBERS,
    Numbers,
    clipped,
    is_good,
    number,
    number_list,
    shown,
    spelled,
)
from riskplan.errors import DistributionError

__all__ = ["ScipyDistribution", "from_scipy"]

# The probability that may be neglected at either end of such a law.
_NEGLIGIBLE = 1e-20


def _keywords(
    kwds: Mapping[str, float] | Iterable[tuple[str, float]],
) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((name, number(value)) for name, value in dict(kwds).items()))


@frozen(repr=False)
class ScipyDistribution(Distribution):
    """A distribution of scipy.stats by its name there; `from_scipy` makes one of a frozen one.

    Parameters
    ----------
    name : str
        The name in scipy.stats, such as ``"gamma"`` or ``"poisson"``.
    args : sequence of float
        Its parameters by position.
    kwds : mapping of str to float
        Its parameters by name.
    factor : float [1]
        A positive multiplier of the quantity, for laws without a scale of their own.

    Raises
    ------
    DistributionError
        When scipy.stats has no such distribution, or refuses the parameters.

    Notes
    -----
    Mean and standard deviation are scipy's; of a law with a very heavy tail they are infinite, or
    NaN where there is none. `Truncated` with both ends gives such a law finite ones.

    Examples
    --------
    >>> ScipyDistribution("gamma", [2], {"scale": 3})
    scipy("gamma", 2, scale=3)
    >>> ScipyDistribution("gamma", [2], {"scale": 3}).mean()
    6.0
    """

    name: str
    args: Numbers = field(converter=number_list, default=())
    kwds: tuple[tuple[str, float], ...] = field(converter=_keywords, default=())
    factor: float = field(converter=number, default=1.0)

    def __repr__(self) -> str:
        named = [f"{name}={spelled(value)}" for name, value in self.kwds]
        factor = [f"factor={spelled(self.factor)}"] if self.factor != 1 else []
        return (
            f"scipy({', '.join([spelled(self.name), *map(spelled, self.args), *named, *factor])})"
        )

    @classmethod
    def _kind(cls) -> str:
        return "scipy"

    def _problems(self) -> Iterator[str]:
        bad = [(name, value) for name, value in self.kwds if not is_good(value)]
        if bad:
            name, value = bad[0]
            yield (
                f"{name} must be a finite number (got {shown(value)})"
                "; give a number such as 5 or 0.25"
            )
        elif self.factor <= 0:
            yield f"factor must be positive (got {spelled(self.factor)}); leave it out"
        elif _generic(self.name) is None:
            yield (
                "name must be that of a distribution in scipy.stats"
                f" (got {shown(self.name)})"
                '; give one such as "gamma", or the values as Empirical'
            )
        elif not any(map(math.isnan, self.args)):
            yield from self._domain_problems()

    def _domain_problems(self) -> Iterator[str]:
        remedy = f"see scipy.stats.{clipped(self.name)} in the scipy documentation"
        try:
            median = float(_quietly(self._frozen.ppf, 0.5))
        except (ArithmeticError, RuntimeError, TypeError, ValueError) as error:
            got = clipped(" ".join(str(error).split()), 80)
            yield f"scipy.stats must accept the parameters (got {got}); {remedy}"
        else:
            if not math.isfinite(median):
                yield f"the parameters must lie in the domain of the law (got none); {remedy}"

    @cached_property
    def _frozen(self) -> Any:
        return _generic(self.name)(*self.args, **dict(self.kwds))

    def mean(self) -> float:
        """Return the expected value [unit of the quantity]; infinite or NaN where there is none."""
        return self.factor * float(_quietly(self._frozen.mean))

    def std(self) -> float:
        """Return the standard deviation; infinite or NaN where there is none."""
        return self.factor * float(_quietly(self._frozen.std))

    def support(self) -> tuple[float, float]:
        """Return the least and the greatest possible value."""
        low, high = self._frozen.support()
        return self.factor * float(low), self.factor * float(high)

    def most_likely(self) -> float:
        """Return the median: scipy.stats knows no modes."""
        return float(self.ppf(0.5))

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self.factor * _quietly(self._frozen.ppf, u)

    def _isf(self, q: FloatArray) -> FloatArray:
        return self.factor * _quietly(self._frozen.isf, q)

    def _cdf(self, x: FloatArray) -> FloatArray:
        return _quietly(self._frozen.cdf, self._unscaled(x))

    def _sf(self, x: FloatArray) -> FloatArray:
        return _quietly(self._frozen.sf, self._unscaled(x))

    def _unscaled(self, x: FloatArray) -> FloatArray:
        # A whole number times the factor, divided by it, may fall short of that number.
        values = x / self.factor
        whole = np.rint(values)
        return np.where(whole * self.factor == x, whole, values)

    def _atoms(self, low: float, high: float) -> tuple[FloatArray, FloatArray] | None:
        if not hasattr(self._frozen, "pmf"):
            return None
        places = self._places(*self._unscaled(np.array([low, high])).tolist())
        return self.factor * places, _quietly(self._frozen.pmf, places)

    def _places(self, low: float, high: float) -> FloatArray:
        """Return the possible values in a range, one apart, without tails of no weight."""
        law = self._frozen
        before = np.nextafter(low, -math.inf)  # the low end itself belongs to the range
        mass = max(law.cdf(high) - law.cdf(before), law.sf(before) - law.sf(high))
        least, greatest = np.clip(law.support(), low, high)
        start = float(law.ppf(0.5))
        if start < least:
            start += math.ceil(least - start)
        elif start > greatest:
            start -= math.ceil(start - greatest)
        first = start - _steps(law.cdf, start, -1, _NEGLIGIBLE * mass, start - least)
        last = start + _steps(law.sf, start, 1, _NEGLIGIBLE * mass, greatest - start)
        if not last - first < MOST_NUMBERS:
            raise DistributionError(
                f"truncated: the range must hold at most {MOST_NUMBERS:,} values"
                f" (got more of {shown(self)}); give a narrower range"
            )
        places: FloatArray = first + np.arange(max(0, round(last - first) + 1), dtype=np.float64)
        return places

    def _scaled(self, factor: float) -> ScipyDistribution:
        return ScipyDistribution(self.name, self.args, dict(self.kwds), self.factor * factor)


def from_scipy(frozen_distribution: Any) -> ScipyDistribution:
    """Return the distribution that a frozen distribution of scipy.stats describes.

    Parameters
    ----------
    frozen_distribution : frozen distribution
        What a call such as ``scipy.stats.gamma(2, scale=3)`` returns; its parameters are single
        numbers. Laws of whole numbers, such as ``scipy.stats.poisson(3)``, are welcome.

    Returns
    -------
    ScipyDistribution
        It keeps the name and the parameters, not the object.

    Raises
    ------
    DistributionError
        When it is not frozen, not one of scipy.stats by name, or its parameters are unusable.

    Examples
    --------
    >>> from scipy import stats
    >>> from_scipy(stats.gamma(2, scale=3))
    scipy("gamma", 2, scale=3)
    """
    generic = getattr(frozen_distribution, "dist", None)
    name = str(getattr(generic, "name", ""))
    if generic is None or type(_generic(name)) is not type(generic):
        raise DistributionError(
            "scipy: the distribution must be a frozen one of scipy.stats"
            f" (got {shown(frozen_distribution)})"
            "; give one such as scipy.stats.gamma(2, scale=3), or its samples as Empirical"
        )
    return ScipyDistribution(name, frozen_distribution.args, frozen_distribution.kwds)


def _steps(
    tail: Callable[[float], float], start: float, side: int, negligible: float, most: float
) -> int:
    """Return how many steps to one side leave a negligible tail, or fit into the range."""
    steps = 1
    while steps < min(most, MOST_NUMBERS) and tail(start + side * steps) > negligible:
        steps *= 2
    return steps if steps < most else math.floor(most)


def _quietly(method: Callable[..., Any], *values: object) -> FloatArray:
    """Return what scipy.stats returns, an infinity or NaN too, without NumPy's warnings of it."""
    with np.errstate(all="ignore"):
        return np.asarray(method(*values), dtype=np.float64)


def _generic(name: object) -> Any:
    """Return the unfrozen distribution of that name, or None."""
    if not isinstance(name, str):
        return None
    from scipy import stats  # half a second, which few programs need

    found = getattr(stats, name, None)
    return found if isinstance(found, stats.rv_continuous | stats.rv_discrete) else None
