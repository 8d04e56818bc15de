"""What no affordable set of responses can be below: a bound that tells how good a search was."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.analysis.response_goals import Goal, Objective
from riskplan.analysis.response_programs import Option
from riskplan.analysis.response_sets import Cluster, ResponseSets

__all__ = ["bound_of"]

_PRICES_OF_MONEY = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0)


def bound_of(
    sets: ResponseSets, goal: Goal, options: Sequence[Sequence[Option]], budget: float
) -> float:
    """Return a figure that no affordable set is below.

    In each iteration by itself, every cluster has the set that is the cheapest in that iteration,
    where money spent on responses is charged at a price, and what the budget allows is credited: a
    Lagrangian bound (A. M. Geoffrion, "Lagrangean relaxation for integer programming",
    *Mathematical Programming Study* 2 (1974)). The highest of some prices is returned.

    Parameters
    ----------
    sets : ResponseSets
    goal : Goal
    options : sequence of sequence of Option
        The affordable sets of each cluster, none of it among them.
    budget : float [currency]
    """
    prices = _PRICES_OF_MONEY if math.isfinite(budget) else _PRICES_OF_MONEY[:1]
    return max(_Bound(sets, goal, options, budget, price).figure() for price in prices)


@frozen(eq=False)
class _Bound:
    """The bound at one price of money."""

    sets: ResponseSets
    goal: Goal
    options: Sequence[Sequence[Option]]
    budget: float
    price: float

    def figure(self) -> float:
        """Return the figure of iterations each of which has the best set for itself."""
        pairs = list(zip(self.sets.clusters, self.options, strict=True))
        least = self.sets.nothing.cost - (self.price * self.budget if self.price else 0.0)
        for cluster, some in pairs:
            if not cluster.is_entangled:
                least = least + self._least(cluster, some)
        kept = (least <= self.goal.limit) & self.sets.nothing.in_time
        for cluster, some in pairs:
            if cluster.is_entangled:
                kept |= self._kept(cluster, some, least)
                least = least + self._least(cluster, some)
        if self.goal.objective is Objective.JOINT:
            return 1.0 - float(np.mean(kept))
        return self.goal.loss(least, self.sets.nothing.in_time)

    def _least(self, cluster: Cluster, options: Sequence[Option]) -> FloatArray:
        """Return the least that the sets of a cluster add to each iteration."""
        least = np.zeros(self.sets.variants.iterations)
        for option in options:
            if option.names:
                cost = self.sets.part(cluster, option.names).cost
                np.minimum(least, cost + self.price * option.spent, out=least)
        return least

    def _kept(self, cluster: Cluster, options: Sequence[Option], rest: FloatArray) -> BoolArray:
        """Return where some set of the cluster keeps cost and finish, the rest costing so much."""
        kept = np.zeros(len(rest), dtype=np.bool_)
        for option in options:
            if option.names:
                part = self.sets.part(cluster, option.names)
                in_time = self.sets.nothing.in_time if part.in_time is None else part.in_time
                cost = rest + part.cost + self.price * option.spent
                kept |= (cost <= self.goal.limit) & in_time
        return kept
