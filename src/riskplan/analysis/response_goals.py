"""Goals: what a set of responses is to be best at, as a number that is the lower the better."""

from __future__ import annotations

import enum
import math

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.analysis.exposure import exposure_beyond
from riskplan.analysis.response_sets import Together
from riskplan.results import (
    Estimate,
    PairedSamples,
    Samples,
    mean_estimate,
    share_difference,
    share_estimate,
)

__all__ = ["Goal", "Objective"]

_PERCENT = 100.0
_ROUNDING = 1e-9


class Objective(enum.Enum):
    """What a set of responses is to be best at."""

    MEAN_COST = "mean cost"
    """The lowest expected cost."""
    PERCENTILE_COST = "percentile of the cost"
    """The lowest P-level of the cost, P80 unless another is asked for."""
    CVAR = "mean of the worst costs"
    """The lowest mean of the worst futures, beyond a P-level: the conditional value at risk."""
    JOINT = "probability of meeting budget and date"
    """The highest probability of keeping within a cost and by a finish, both at once."""


@frozen
class Goal:
    """An objective with its figures.

    Parameters
    ----------
    objective : Objective
    at : float [percent]
        The P-level of a percentile, or of what lies beyond it.
    limit : float [currency]
        The cost that is to be kept; infinite where none is.
    """

    objective: Objective
    at: float
    limit: float = math.inf

    def loss(self, cost: FloatArray, in_time: BoolArray) -> float:
        """Return the figure that is to be low; a probability counts as that of the opposite.

        Parameters
        ----------
        cost : FloatArray, shape (n,) [currency]
        in_time : BoolArray, shape (n,)
        """
        if self.objective is Objective.MEAN_COST:
            return float(np.mean(cost))
        if self.objective is Objective.JOINT:
            return 1.0 - float(np.mean(self._kept(cost, in_time)))
        rank = self._rank(len(cost))
        level = float(np.partition(cost, rank)[rank])
        if self.objective is Objective.PERCENTILE_COST:
            return level
        return level + float(np.mean(np.maximum(cost - level, 0.0))) / self._tail

    def weights(self, cost: FloatArray) -> FloatArray:
        """Return by how much each iteration counts in the goal, 1 on average.

        Under no other weights within their bounds is the mean of the cost as high: this is what
        the mean of the worst futures is (R. T. Rockafellar and S. Uryasev, "Optimization of
        conditional value-at-risk", *Journal of Risk* 2 (2000), in its dual form). So the weighted
        mean of any other set of responses lies below its own goal.
        """
        if self.objective is not Objective.CVAR:
            return np.ones(len(cost))
        level = np.partition(cost, self._rank(len(cost)))[self._rank(len(cost))]
        beyond, at = cost > level, cost == level
        weights: FloatArray = np.where(beyond, 1.0 / self._tail, 0.0)
        weights[at] = (len(cost) - float(weights.sum())) / np.count_nonzero(at)
        return weights

    def value(self, found: Together, cell: int) -> Estimate:
        """Return the figure with its error: money, or a probability."""
        cost = Samples(found.cost, 0.0, "", cell)
        if self.objective is Objective.MEAN_COST:
            return cost.mean()
        if self.objective is Objective.JOINT:
            return share_estimate(self._kept(found.cost, found.in_time), cell)
        if self.objective is Objective.PERCENTILE_COST:
            return cost.quiet_percentile(self.at)
        return exposure_beyond(cost, self.at).tail_mean

    def gain(self, found: Together, before: Together, cell: int) -> Estimate:
        """Return by how much a set is better than another one, with the error of the pair."""
        if self.objective is Objective.JOINT:
            kept = [self._kept(each.cost, each.in_time) for each in (found, before)]
            return share_difference(kept[0], kept[1], cell)
        if self.objective is Objective.CVAR:
            return mean_estimate(self._tails(before.cost) - self._tails(found.cost), cell)
        pair = PairedSamples(*(Samples(each.cost, 0.0, "", cell) for each in (before, found)))
        if self.objective is Objective.MEAN_COST:
            return pair.mean()
        return pair.percentile(self.at)

    @property
    def is_linear(self) -> bool:
        """Whether what parts that add up change in it adds up as well."""
        return self.objective is Objective.MEAN_COST

    @property
    def _tail(self) -> float:
        return 1.0 - self.at / _PERCENT

    def _rank(self, count: int) -> int:
        """Return where the percentile stands, as percentiles everywhere do."""
        wanted = math.ceil(self.at / _PERCENT * count - _ROUNDING)
        return min(max(wanted, 1), count) - 1

    def _kept(self, cost: FloatArray, in_time: BoolArray) -> BoolArray:
        kept: BoolArray = (cost <= self.limit) & in_time
        return kept

    def _tails(self, cost: FloatArray) -> FloatArray:
        """Return what each iteration adds to the mean of the worst, to first order."""
        level = np.partition(cost, self._rank(len(cost)))[self._rank(len(cost))]
        tails: FloatArray = level + np.maximum(cost - level, 0.0) / self._tail
        return tails
