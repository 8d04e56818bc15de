"""The search for the best set of responses for a sum of money, all on the same random numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from attrs import field, frozen

from riskplan.analysis.response_bounds import bound_of
from riskplan.analysis.response_goals import Goal, Objective
from riskplan.analysis.response_programs import Names, Option, Programs, fits
from riskplan.analysis.response_relaxation import figure_for_nothing
from riskplan.analysis.response_sets import Cluster, ResponseSets, Together

__all__ = ["EVERY_SET", "LOCAL_SEARCH", "MILP", "MILP_WITH_CUTS", "Found", "Search"]

MILP = "mixed-integer linear program"
MILP_WITH_CUTS = "mixed-integer linear programs with cuts"
EVERY_SET = "every affordable set"
LOCAL_SEARCH = "local search"

_MOST_IN_A_CLUSTER = 12
_MOST_SETS = 1 << 14
_MOST_WORK = 4e9
_MOST_CUTS = 60
_FEWEST_TRIALS = 1_000
_SLACK = 1e-9
_NOTHING: Names = frozenset()

_Options = Sequence[Sequence[Option]]
_Rated = tuple[float, float, Names]


@frozen
class Found:
    """The best set that was found.

    Parameters
    ----------
    chosen : frozenset of str
    loss : float
        Its figure: money, or the probability that is to be low.
    bound : float
        What no set can be below: the figure itself where the set is certainly the best one, and
        minus infinity where nobody knows.
    method : str
    """

    chosen: Names
    loss: float
    bound: float
    method: str

    @property
    def is_exact(self) -> bool:
        """Whether no set is better, on these random numbers."""
        return self.bound >= self.loss


@frozen(eq=False, slots=False)
class Search:
    """The search among the sets of responses of a plan.

    Parameters
    ----------
    sets : ResponseSets
    goal : Goal
    most_sets : int
        So many sets are all looked at; of more, some are searched.
    """

    sets: ResponseSets
    goal: Goal
    most_sets: int = _MOST_SETS
    _losses: dict[Names, float] = field(factory=dict, init=False)
    _rated: dict[float, list[_Rated]] = field(factory=dict, init=False)

    def best(self, budget: float) -> Found:
        """Return the best set that costs no more than a budget [currency].

        Of sets that are equally good, the cheapest is taken, and of those the smallest.
        """
        if self._options is None:
            return self._climb(None, budget)
        options = [[one for one in some if fits(one.spent, budget)] for some in self._options]
        if self.goal.is_linear:
            return self._program(options, budget)
        if self._are_few(options, budget):
            return self._every(options, budget)
        if self.goal.objective is Objective.CVAR:
            return self._cuts(options, budget)
        return self._climb(options, budget)

    def _program(self, options: _Options, budget: float) -> Found:
        """Return the exact answer for a goal in which clusters add up."""
        programs = Programs(self.sets, options, budget)
        programs.add(np.ones(self.sets.variants.iterations))
        chosen, _ = programs.solve()
        loss = self._loss(chosen)
        return Found(chosen, loss, loss, MILP)

    def _cuts(self, options: _Options, budget: float) -> Found:
        """Return the answer for the mean of the worst futures.

        It is the highest of weighted means, each of them linear. So the best set for the weights
        seen so far is a bound for all sets, and its own weights are the next cut (J. E. Kelley,
        "The cutting-plane method for solving convex programs", *Journal of SIAM* 8 (1960)).
        """
        programs, best, bound = Programs(self.sets, options, budget), _NOTHING, -math.inf
        latest = best
        for _ in range(_MOST_CUTS):
            programs.add(self.goal.weights(self.sets.of(latest).cost))
            latest, bound = programs.solve()
            best = min(best, latest, key=self._loss)
            if bound >= self._loss(best) - _SLACK * abs(self._loss(best)):
                bound = math.inf
                break
        best = self._trimmed(best)
        loss = self._loss(best)
        return Found(best, loss, min(bound, loss), MILP_WITH_CUTS)

    def _every(self, options: _Options, budget: float) -> Found:
        """Return the best of all sets."""
        rated = next(
            (every for most, every in self._rated.items() if most >= budget),
            None,
        )
        if rated is None:
            rated = list(self._walk(options, budget, self.sets.nothing, (_NOTHING, 0.0), 0))
            self._rated[budget] = rated
        loss, _, _, _, chosen = min(
            (loss, spent, len(names), self._places(names), names)
            for loss, spent, names in rated
            if fits(spent, budget)
        )
        return Found(chosen, loss, loss, EVERY_SET)

    def _walk(
        self,
        options: _Options,
        budget: float,
        before: Together,
        so_far: tuple[Names, float],
        depth: int,
    ) -> Iterator[_Rated]:
        """Yield all affordable sets, with figure and cost."""
        names, spent = so_far
        if depth == len(options):
            yield self.goal.loss(before.cost, before.in_time), spent, names
            return
        cluster = self.sets.clusters[depth]
        for option in options[depth]:
            total = spent + option.spent
            if fits(total, budget):
                after = self.sets.with_part(before, cluster, option.names)
                added = (names | option.names, total)
                yield from self._walk(options, budget, after, added, depth + 1)

    def _climb(self, options: _Options | None, budget: float) -> Found:
        """Return the best set that adding, dropping and exchanging leads to."""
        starts = [_NOTHING, self._greedy(budget)]
        if options is not None:
            starts.append(self._program(options, budget).chosen)
        if self._may_be(self.sets.adopted, budget):
            starts.append(self.sets.adopted)
        chosen = min((self._improved(start, budget) for start in starts), key=self._rank)
        loss = self._loss(chosen)
        bound: float | None
        if options is None:
            bound = figure_for_nothing(self.sets, self.goal)
        else:
            bound = bound_of(self.sets, self.goal, options, budget)
        return Found(chosen, loss, -math.inf if bound is None else min(bound, loss), LOCAL_SEARCH)

    def _greedy(self, budget: float) -> Names:
        """Return the set that grows by what gains the most for its money."""
        chosen = _NOTHING
        while True:
            loss, spent = self._loss(chosen), self.sets.spent(chosen)
            gains = [
                ((loss - self._loss(more)) / max(self.sets.spent(more) - spent, _SLACK), more)
                for more in (chosen | {name} for name in self._names if name not in chosen)
                if self._may_be(more, budget)
            ]
            gain, more = max(gains, key=lambda pair: pair[0], default=(0.0, chosen))
            if gain <= 0.0:
                return chosen
            chosen = more

    def _improved(self, chosen: Names, budget: float) -> Names:
        """Return what a set leads to by one change after another, as long as each is better."""
        while True:
            near = (near for near in self._neighbours(chosen) if self._may_be(near, budget))
            tried = itertools.takewhile(lambda _: len(self._losses) < self._most_trials, near)
            better = next((one for one in tried if self._rank(one) < self._rank(chosen)), None)
            if better is None:
                return chosen
            chosen = better

    def _neighbours(self, chosen: Names) -> Iterator[Names]:
        """Yield the sets with one response more, one less, and one exchanged for another."""
        others = [name for name in self._names if name not in chosen]
        for name in others:
            yield chosen | {name}
        for name in sorted(chosen):
            yield chosen - {name}
            for other in others:
                yield chosen - {name} | {other}

    def _trimmed(self, chosen: Names) -> Names:
        """Return a set without what it is as good without."""
        for name in sorted(chosen):
            without = chosen - {name}
            if self._rank(without) < self._rank(chosen):
                chosen = without
        return chosen

    def _rank(self, names: Names) -> tuple[float, float, int, tuple[int, ...]]:
        return self._loss(names), self.sets.spent(names), len(names), self._places(names)

    def _loss(self, names: Names) -> float:
        if names not in self._losses:
            found = self.sets.of(names)
            self._losses[names] = self.goal.loss(found.cost, found.in_time)
        return self._losses[names]

    def _may_be(self, names: Names, budget: float) -> bool:
        return self.sets.allows(names) and fits(self.sets.spent(names), budget)

    def _places(self, names: Iterable[str]) -> tuple[int, ...]:
        """Return where candidates stand in the plan, so that equals have an order."""
        return tuple(sorted(self._place[name] for name in names))

    def _are_few(self, options: _Options, budget: float) -> bool:
        """Return whether all affordable sets can be looked at."""
        sums = [0.0]
        for some in options:
            sums = [
                spent + one.spent
                for spent in sums
                for one in some
                if fits(spent + one.spent, budget)
            ]
            if len(sums) > self.most_sets:
                return False
        return True

    @cached_property
    def _most_trials(self) -> float:
        """How many sets a local search may look at."""
        work = self.sets.variants.iterations * self.sets.rows
        return max(2.0 * _MOST_WORK / work, _FEWEST_TRIALS)

    @cached_property
    def _options(self) -> _Options | None:
        """The sets of each cluster; None where there are too many to work out."""
        most = min(
            2.0**_MOST_IN_A_CLUSTER, _MOST_WORK / (self.sets.variants.iterations * self.sets.rows)
        )
        if any(2.0 ** len(cluster.members) > most for cluster in self.sets.clusters):
            return None
        return [self._sets_within(cluster) for cluster in self.sets.clusters]

    def _sets_within(self, cluster: Cluster) -> list[Option]:
        members = cluster.members
        sets = itertools.chain.from_iterable(
            itertools.combinations(members, size) for size in range(len(members) + 1)
        )
        names = filter(self.sets.allows, map(frozenset, sets))
        return [Option(some, self.sets.price(cluster, some)) for some in names]

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.sets.candidates)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._names)}
