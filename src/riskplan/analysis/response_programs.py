"""Which set of each cluster to take, where clusters add up: a mixed-integer linear program."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import scipy
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.analysis.response_sets import Cluster, ResponseSets
from riskplan.errors import RequestError

__all__ = ["Names", "Option", "Programs", "fits"]

Names: TypeAlias = frozenset[str]

_SLACK = 1e-9
_LARGE = 1e5


@frozen
class Option:
    """A set within a cluster, and what it costs [currency]."""

    names: Names
    spent: float


def fits(spent: float, budget: float) -> bool:
    """Return whether a sum is within a budget, but for the last bits."""
    return spent <= budget + _SLACK * abs(budget)


@frozen(eq=False)
class Programs:
    """Programs that take one option of each cluster, so that a mean of the cost is the lowest.

    The mean may be weighted, and there may be several: then the highest of them counts.

    Parameters
    ----------
    sets : ResponseSets
    options : sequence of sequence of Option
        For each cluster.
    budget : float [currency]
    """

    sets: ResponseSets
    options: Sequence[Sequence[Option]]
    budget: float
    _cuts: list[tuple[float, list[FloatArray]]] = field(factory=list, init=False)

    def add(self, weights: FloatArray) -> None:
        """Let one more weighted mean of the cost count.

        Parameters
        ----------
        weights : FloatArray, shape (n,)
            1 on average.
        """
        start = float(np.mean(weights * self.sets.nothing.cost))
        pairs = zip(self.sets.clusters, self.options, strict=True)
        added = [
            np.array([self._mean(cluster, option, weights) for option in some])
            for cluster, some in pairs
        ]
        self._cuts.append((start, added))

    def solve(self) -> tuple[Names, float]:
        """Return the best set, and its highest weighted mean."""
        kept = [self._worth_a_look(number) for number in range(len(self.options))]
        places = [(number, row) for number, rows in enumerate(kept) for row in rows]
        means = np.array([[added[n][row] for n, row in places] for _, added in self._cuts])
        prices = np.array([self.options[n][row].spent for n, row in places])
        picked = self._solve(places, means.reshape(len(self._cuts), -1), prices)
        chosen = [self.options[n][row] for (n, row), yes in zip(places, picked, strict=True) if yes]
        heights = [
            start
            + sum(float(added[n][row]) for (n, row), yes in zip(places, picked, strict=True) if yes)
            for start, added in self._cuts
        ]
        return frozenset().union(*(option.names for option in chosen)), max(heights)

    def _solve(
        self,
        places: Sequence[tuple[int, int]],
        means: FloatArray,
        prices: FloatArray,
    ) -> list[bool]:
        """Return which options are picked: binaries, and the height that no mean exceeds.

        The solver forgives a millionth, which of large numbers is nothing.
        """
        count, cuts = len(places), len(means)
        scale = float(np.abs(means).max(initial=0.0)) / _LARGE or 1.0
        one_each = np.zeros((len(self.options), count + 1))
        for column, (number, _) in enumerate(places):
            one_each[number, column] = 1.0
        starts = np.array([start - self._cuts[0][0] for start, _ in self._cuts]) / scale
        below = np.hstack([means / scale, -np.ones((cuts, 1))])
        constraints = [
            scipy.optimize.LinearConstraint(one_each, 1.0, 1.0),
            scipy.optimize.LinearConstraint(below, -np.inf, -starts),
        ]
        paid = prices[prices > 0.0]
        if math.isfinite(self.budget) and paid.size:
            unit = max(self.budget, float(paid.min())) / _LARGE
            row = np.append(prices / unit, 0.0)[None, :]
            constraints.append(scipy.optimize.LinearConstraint(row, -np.inf, self.budget / unit))
        answer = scipy.optimize.milp(
            np.append(np.zeros(count), 1.0),
            integrality=np.append(np.ones(count), 0.0),
            bounds=scipy.optimize.Bounds(
                np.append(np.zeros(count), -np.inf), np.append(np.ones(count), np.inf)
            ),
            constraints=constraints,
            options={"mip_rel_gap": 0.0},
        )
        if answer.x is None:
            raise RequestError(
                f"the program of {count:,} sets of responses was not solved ({answer.message}); "
                "give fewer responses, or another budget"
            )
        return [bool(value > 0.5) for value in answer.x[:count]]

    def _worth_a_look(self, number: int) -> list[int]:
        """Return the options of a cluster that no cheaper, smaller or earlier one is as good as."""
        some = self.options[number]
        order = sorted(range(len(some)), key=lambda row: (some[row].spent, len(some[row].names)))
        if len(self._cuts) > 1:
            return order
        kept, least = [], math.inf
        means = self._cuts[0][1][number]
        for row in order:
            if means[row] < least:
                kept.append(row)
                least = float(means[row])
        return kept

    def _mean(self, cluster: Cluster, option: Option, weights: FloatArray) -> float:
        if not option.names:
            return 0.0
        return float(np.mean(weights * self.sets.part(cluster, option.names).cost))
