"""Distributions of separate values: Constant, Discrete, Empirical."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context
from functools import cached_property
from itertools import accumulate

import numpy as np
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.distributions.base import Distribution
from riskplan.distributions.parameters import Numbers, number, number_list, spelled
from riskplan.errors import DistributionError

__all__ = ["Constant", "Discrete", "Empirical", "Stepped"]

# How far the given probabilities may add up to something other than 1.
_TOLERANCE = 1e-9


@frozen
class _Table:
    """The values of positive weight, ascending, with their weights, and the weights summed."""

    values: FloatArray
    weights: FloatArray
    cumulative: FloatArray


@frozen(repr=False)
class Stepped(Distribution):
    """A distribution whose cdf is a staircase; what is left to say is its table."""

    @abstractmethod
    def _weighted(self) -> tuple[Numbers, Numbers]:
        """Return the values, in any order, and a weight for each; weights need not add up to 1."""

    @cached_property
    def _table(self) -> _Table:
        given, given_weights = self._weighted()
        values, place = np.unique(np.array(given), return_inverse=True)
        weights = np.bincount(place, weights=given_weights)
        values, weights = values[weights > 0], weights[weights > 0]
        # Decimal sums, because ppf compares them with what people write: in floats, eight times
        # 0.1 falls short of 0.8, and the 80th percentile would be the ninth value.
        context = Context(prec=40)
        sums = list(
            accumulate(map(context.create_decimal, map(repr, weights.tolist())), context.add)
        )
        cumulative = np.array([float(context.divide(part, sums[-1])) for part in sums])
        return _Table(values, weights / math.fsum(weights), cumulative)

    def mean(self) -> float:
        """Return Σ p x."""
        return math.fsum(self._table.values * self._table.weights)

    def std(self) -> float:
        """Return √(Σ p (x - mean)²), the standard deviation of the law, not of a sample."""
        away = self._table.values - self.mean()
        largest = float(np.abs(away).max()) or 1.0  # squares of what is left cannot overflow
        return largest * math.sqrt(math.fsum(self._table.weights * (away / largest) ** 2))

    def support(self) -> tuple[float, float]:
        """Return the least and the greatest value of positive probability."""
        return float(self._table.values[0]), float(self._table.values[-1])

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self._table.values[np.searchsorted(self._table.cumulative, u, side="left")]

    def _cdf(self, x: FloatArray) -> FloatArray:
        levels = np.concatenate([[0.0], self._table.cumulative])
        return levels[np.searchsorted(self._table.values, x, side="right")]

    def _atoms(self, low: float, high: float) -> tuple[FloatArray, FloatArray]:
        table = self._table
        inside = (table.values >= low) & (table.values <= high)
        return table.values[inside], table.weights[inside]


@frozen(repr=False)
class Constant(Stepped):
    """A number that is certain, where a distribution is asked for.

    Parameters
    ----------
    value : float [unit of the quantity]
        The number.

    Raises
    ------
    DistributionError
        When the value is not a finite number.

    Examples
    --------
    >>> Constant(5).mean(), Constant(5).std(), Constant(5).ppf([0.1, 0.9])
    (5.0, 0.0, array([5., 5.]))
    """

    value: float = field(converter=number)

    def most_likely(self) -> float:
        """Return the value."""
        return self.value

    def _weighted(self) -> tuple[Numbers, Numbers]:
        return (self.value,), (1.0,)

    def _scaled(self, factor: float) -> Constant:
        return Constant(self.value * factor)


@frozen(init=False, repr=False)
class Discrete(Stepped):
    """A few possible values, each with its probability.

    Parameters
    ----------
    values : sequence of float, or mapping of float to float [unit of the quantity]
        The possible values; a mapping gives the probabilities with them.
    probabilities : sequence of float, same length [probability, 0 to 1]
        Their probabilities, which add up to 1 within 1e-9. Left out with a mapping.

    Raises
    ------
    DistributionError
        When there is no value, a number is not finite, the lengths differ, a probability is
        outside 0 to 1, or they do not add up to 1.

    Examples
    --------
    >>> hire = Discrete([60, 80, 120], [0.25, 0.25, 0.5])
    >>> hire.mean(), hire.most_likely(), hire.ppf([0.25, 0.26])
    (95.0, 120.0, array([60., 80.]))
    >>> Discrete({60: 0.25, 80: 0.25, 120: 0.5}) == hire
    True
    """

    values: Numbers = field(converter=number_list)
    probabilities: Numbers = field(converter=number_list)

    def __init__(
        self,
        values: Iterable[float] | Mapping[float, float],
        probabilities: Iterable[float] | None = None,
    ) -> None:
        if isinstance(values, Mapping):
            if probabilities is not None:
                raise DistributionError(
                    "discrete: probabilities must not be given twice (got a mapping and a list)"
                    "; leave out the list"
                )
            probabilities = list(values.values())
            values = list(values)
        elif probabilities is None:
            raise DistributionError(
                "discrete: probabilities must be given, one for each value"
                "; for equally likely values use Empirical"
            )
        # attrs adds this method to the class.
        self.__attrs_init__(values, probabilities)

    def _problems(self) -> Iterator[str]:
        n_values, n_probabilities = len(self.values), len(self.probabilities)
        if n_values == 0:
            yield "values must not be empty; give at least one value with its probability"
        elif n_values != n_probabilities:
            yield (
                "values and probabilities must have the same length"
                f" (got {n_values} and {n_probabilities}); give one probability for each value"
            )
        outside = [p for p in self.probabilities if p < 0 or p > 1]
        if outside:
            yield (
                f"probabilities must lie between 0 and 1 (got {spelled(outside[0])})"
                "; write 20 % as 0.2"
            )
        elif self.probabilities and abs(math.fsum(self.probabilities) - 1) > _TOLERANCE:
            total = math.fsum(self.probabilities)
            yield (
                f"probabilities must add up to 1 (got {total:.12g})"
                "; is a value missing, for the case that nothing happens?"
            )

    def most_likely(self) -> float:
        """Return the value of the greatest probability; of several such, the least."""
        return float(self._table.values[np.argmax(self._table.weights)])

    def _weighted(self) -> tuple[Numbers, Numbers]:
        return self.values, self.probabilities

    def _scaled(self, factor: float) -> Discrete:
        return Discrete([value * factor for value in self.values], self.probabilities)


@frozen(repr=False)
class Empirical(Stepped):
    """Observed values, each as likely as the next: history as it was, without a fitted curve.

    Parameters
    ----------
    values : sequence of float [unit of the quantity]
        The observations, in any order; repeated ones count as often as they occur.

    Raises
    ------
    DistributionError
        When there is no value, or one is not a finite number.

    Notes
    -----
    `ppf` inverts the empirical cdf, definition 1 of Hyndman and Fan, "Sample quantiles in
    statistical packages", *The American Statistician* 50 (1996), 361-365: every result is one
    of the observations.

    Examples
    --------
    >>> days = Empirical([3, 5, 8, 5])
    >>> days.mean(), days.most_likely(), days.ppf([0.25, 0.8])
    (5.25, 5.0, array([3., 8.]))
    """

    values: Numbers = field(converter=number_list)

    def _problems(self) -> Iterator[str]:
        if not self.values:
            yield "values must not be empty; give at least one observation"

    def most_likely(self) -> float:
        """Return the median observation, the lower of the two where their count is even."""
        return float(self.ppf(0.5))

    def _weighted(self) -> tuple[Numbers, Numbers]:
        return self.values, (1.0,) * len(self.values)

    def _scaled(self, factor: float) -> Empirical:
        return Empirical([value * factor for value in self.values])
