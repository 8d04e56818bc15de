"""Distributions from what people can judge: percentiles of their experience."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeVar, cast

import numpy as np
import scipy
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.distributions.base import DelegatingDistribution, Distribution
from riskplan.distributions.beta import Pert
from riskplan.distributions.bounded import Triangular, Uniform
from riskplan.distributions.parameters import (
    is_good,
    is_number,
    number,
    order_problems,
    refusal,
    shown,
    spelled,
)
from riskplan.distributions.unbounded import LogNormal, Normal
from riskplan.errors import DistributionError

__all__ = ["Trigen", "from_percentiles"]

_Family = TypeVar("_Family", bound=Distribution)

# How far a solved distribution may miss a given percentile, as a share of their range.
_MISS = 1e-9


@frozen(repr=False)
class Trigen(DelegatingDistribution):
    """The triangle of which the 10th and the 90th percentile are given, instead of the ends.

    People judge "one time in ten" better than "never"; the ends that follow lie outside.

    Parameters
    ----------
    p10, mode, p90 : float [unit of the quantity]
        The 10th percentile, the most likely value and the 90th percentile,
        p10 <= mode <= p90 and p10 < p90.

    Attributes
    ----------
    triangular : Triangular
        The triangle with its ends.

    Raises
    ------
    DistributionError
        When a value is not a finite number, or the values are out of order.

    Notes
    -----
    With width w and the mode at share c of it, the triangular cdf gives
    mode - p10 = w (c - √(0.1 c)) and p90 - mode = w (1 - c - √(0.1 (1 - c))). The ratio of the
    two increases with c from 0 at c = 0.1, so there is always exactly one answer.

    Examples
    --------
    >>> Trigen(10, 12, 20).ppf([0.1, 0.9])
    array([10., 20.])
    """

    p10: float = field(converter=number)
    mode: float = field(converter=number)
    p90: float = field(converter=number)

    def _problems(self) -> Iterator[str]:
        yield from order_problems(("p10", self.p10), ("mode", self.mode), ("p90", self.p90))

    @property
    def triangular(self) -> Triangular:
        """The triangle with its ends."""
        return self._law

    @cached_property
    def _law(self) -> Triangular:
        from scipy.optimize import brentq  # slow to import, and rarely needed

        share = (self.mode - self.p10) / (self.p90 - self.p10)

        def excess(c: float) -> float:
            left, right = _trigen_side(c), _trigen_side(1 - c)
            return left * (1 - share) - right * share

        c = brentq(excess, 0.1, 0.9, xtol=1e-16, rtol=1e-15)
        width = (self.p90 - self.p10) / (_trigen_side(c) + _trigen_side(1 - c))
        return Triangular(self.mode - width * c, self.mode, self.mode + width * (1 - c))

    def most_likely(self) -> float:
        """Return the mode."""
        return self.mode

    def _scaled(self, factor: float) -> Trigen:
        return Trigen(self.p10 * factor, self.mode * factor, self.p90 * factor)


def _trigen_side(c: float) -> float:
    # 0 at c = 0.1 exactly, as the search for a sign change at its ends needs.
    return c - math.sqrt(0.1 * c) if c > 0.1 else 0.0


def from_percentiles(percentiles: Mapping[float, float], family: type[_Family]) -> _Family:
    """Return the distribution of a family that has the given percentiles exactly.

    Parameters
    ----------
    percentiles : mapping of float to float [percent: unit of the quantity]
        Level to value, such as ``{5: 1, 95: 10}``: two levels for `Normal`, `LogNormal` and
        `Uniform`, three for `Triangular` and `Pert` (of the usual shape 4). Levels are percents
        between 1 and 100.
    family : type
        One of these five classes.

    Returns
    -------
    Distribution
        Of the class `family`.

    Raises
    ------
    DistributionError
        When a level or a value is not usable, their count does not suit the family, the values do
        not increase with the levels, or no distribution of the family has these percentiles.

    Notes
    -----
    Two percentiles of a law with a location and a scale make two linear equations. Of three, the
    ratio (x2 - x1) / (x3 - x1) depends on the place of the mode only, which is searched for; the
    rest is linear again. Of a triangle whose mode lies outside all three levels this ratio says
    nothing about the mode, which is then put at the end.

    Examples
    --------
    >>> loss = from_percentiles({5: 1, 95: 10}, LogNormal)
    >>> round(loss.mu, 6), round(loss.sigma, 6), round(loss.mean(), 6)
    (1.151293, 0.699936, 4.040013)
    >>> from_percentiles({0.05: 1, 0.95: 10}, Normal)
    Traceback (most recent call last):
    riskplan.errors.DistributionError: from_percentiles: a level ... did you mean 5? Also, ...
    """
    if not any(family is known for known in _SOLVERS):
        known = ", ".join(solvable.__name__ for solvable in _SOLVERS)
        raise DistributionError(
            f"from_percentiles: family must be a class (got {shown(family)})"
            f"; give one of {known}, without quotes"
        )
    count, solve = _SOLVERS[family]
    problems = list(_percentile_problems(percentiles, family.__name__, count))
    if problems:
        raise refusal("from_percentiles", problems)
    pairs = sorted((float(level) / 100, float(value)) for level, value in percentiles.items())
    solved = solve([level for level, _ in pairs], [value for _, value in pairs])
    return cast(_Family, solved)


def _percentile_problems(percentiles: object, family: str, count: int) -> Iterator[str]:
    if not isinstance(percentiles, Mapping):
        got = shown(percentiles)
        yield f"percentiles must map levels to values (got {got}); write {{10: 2, 90: 9}}"
        return
    if len(percentiles) != count:
        levels = "{10: 2, 90: 9}" if count == 2 else "{10: 2, 50: 4, 90: 9}"
        yield (
            f"{family} takes exactly {count} percentiles (got {len(percentiles)})"
            f"; write for example {levels}"
        )
    bad_levels = [level for level in percentiles if not _is_level(level)]
    bad_values = [value for value in percentiles.values() if not is_good(number(value))]
    yield from map(_level_problem, bad_levels)
    if bad_values:
        got = shown(bad_values[0])
        yield f"a percentile must be a finite number (got {got}); give a number such as 5"
    if not bad_levels and not bad_values:
        pairs = sorted(percentiles.items())
        for (level, value), (next_level, next_value) in pairwise(pairs):
            if not value < next_value:
                yield (
                    f"P{spelled(float(level))} must be below P{spelled(float(next_level))}"
                    f" (got {spelled(float(value))} and {spelled(float(next_value))})"
                    "; give values that increase with their levels"
                )
    if (
        family == LogNormal.__name__
        and not bad_values
        and min(percentiles.values(), default=1) <= 0
    ):
        got = spelled(float(min(percentiles.values())))
        yield f"a LogNormal is positive (got the percentile {got}); use Normal, or Triangular"


def _is_level(level: object) -> bool:
    return is_number(level) and 1 <= cast(float, level) < 100


def _level_problem(level: object) -> str:
    rule = f"a level must be a percent, from 1 to below 100 (got {shown(level)})"
    if not is_number(level) or not 0 <= cast(float, level) <= 100:
        return f"{rule}; for the 80th percentile write 80"
    if level in (0, 100):
        return f"{rule}; where the ends are known, give them to the class itself"
    return f"{rule}; did you mean {100 * float(cast(float, level)):g}?"


def _normal(levels: Sequence[float], values: Sequence[float]) -> Normal:
    return Normal(*_linear([float(scipy.special.ndtri(level)) for level in levels], values))


def _lognormal(levels: Sequence[float], values: Sequence[float]) -> LogNormal:
    logs = [math.log(value) for value in values]
    return LogNormal(*_linear([float(scipy.special.ndtri(level)) for level in levels], logs))


def _uniform(levels: Sequence[float], values: Sequence[float]) -> Uniform:
    low, span = _linear(levels, values)
    return Uniform(low, low + span)


def _linear(standard: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """Return location and scale, of which location + scale * standard gives the values."""
    first, last = standard[0], standard[-1]
    scale = (values[-1] - values[0]) / (last - first)
    return (values[0] * last - values[-1] * first) / (last - first), scale


def _three_points(
    family: Callable[[float, float, float], Triangular | Pert],
) -> Callable[[Sequence[float], Sequence[float]], Distribution]:
    """Return the solver of a family of three estimates: one search for the place of the mode."""

    def solve(levels: Sequence[float], values: Sequence[float]) -> Distribution:
        from scipy.optimize import brentq  # slow to import, and rarely needed

        width = values[2] - values[0]
        wanted = (values[1] - values[0]) / width

        def quantiles(mode: float) -> FloatArray:
            return family(0.0, mode, 1.0).ppf(levels)

        def excess(mode: float) -> float:
            low, middle, high = quantiles(mode)
            return float((middle - low) / (high - low)) - wanted

        def fitted(mode: float) -> Distribution:
            low, span = _linear(quantiles(mode).tolist(), values)
            return family(low, low + span * mode, low + span)

        least, greatest = excess(0.0), excess(1.0)
        solved = None
        if abs(least) <= _MISS or abs(greatest) <= _MISS:
            solved = fitted(0.0 if abs(least) <= _MISS else 1.0)
        elif least < 0 < greatest:
            solved = fitted(float(brentq(excess, 0.0, 1.0, xtol=1e-15, rtol=1e-15)))
        if solved is None or np.abs(solved.ppf(levels) - values).max() > _MISS * width:
            raise _no_solution(levels, values, (wanted + least, wanted + greatest))
        return solved

    return solve


def _no_solution(
    levels: Sequence[float], values: Sequence[float], possible: tuple[float, float]
) -> DistributionError:
    least, greatest = (values[0] + (values[2] - values[0]) * share for share in possible)
    return DistributionError(
        f"from_percentiles: between these two ends the middle percentile, P{100 * levels[1]:g},"
        f" must lie between {least:.6g} and {greatest:.6g} (got {spelled(values[1])})"
        "; move it, or leave it out and use Normal or LogNormal"
    )


_SOLVERS: Mapping[
    type[Distribution], tuple[int, Callable[[Sequence[float], Sequence[float]], Distribution]]
] = {
    Normal: (2, _normal),
    LogNormal: (2, _lognormal),
    Uniform: (2, _uniform),
    Triangular: (3, _three_points(Triangular)),
    Pert: (3, _three_points(Pert)),
}
