"""Money spent on responses against the confidence that it buys: the efficient frontier."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from riskplan._format import card, estimate_text
from riskplan.analysis.response_choice import chosen_pairs, figure_text, goal_text
from riskplan.analysis.response_goals import Goal, Objective
from riskplan.analysis.response_programs import fits
from riskplan.analysis.response_requests import Asked, budget_of, sets_of
from riskplan.analysis.response_search import LOCAL_SEARCH, Found, Search
from riskplan.analysis.response_sets import ResponseSets
from riskplan.errors import counted
from riskplan.model import PLANNED, Plan, Scenario
from riskplan.results import Estimate
from riskplan.simulation import Random, SamplingPlan

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ResponseFrontier", "SpendingPoint", "response_frontier"]

IN_FORCE = "what the scenario has in force"

_MOST_POINTS = 100
_SEARCHED_POINTS = 12
_STEP = 1e-6


@frozen
class SpendingPoint:
    """The best that a sum of money buys.

    Parameters
    ----------
    spent : float [currency]
        What the chosen responses are expected to cost.
    chosen : tuple of (str, str)
        The ids of risk and response.
    value : Estimate
        What the objective comes to: money, or a probability.
    gain : Estimate
        By how much that is better than with no response, with the error of the pair.
    mean_cost, level_cost : Estimate [currency]
        The mean of the total cost and its P-level, responses included.
    gap : float
        By how much another set of that cost could be better at most.
    """

    spent: float
    chosen: tuple[tuple[str, str], ...]
    value: Estimate
    gain: Estimate
    mean_cost: Estimate
    level_cost: Estimate
    gap: float


@frozen(repr=False)
class ResponseFrontier:
    """The sets of responses of which none is better for the same money, the cheapest first.

    Parameters
    ----------
    points : tuple of SpendingPoint
    in_force : SpendingPoint
        What the scenario has in force, to be seen beside the best; its gap is how much better the
        best of at most its cost is.
    objective : Objective
    at : float [percent]
        The P-level of `level_cost`, and of the objective where it has one.
    currency : str
    method : str
        How the sets were found.
    iterations, seed : int
    """

    points: tuple[SpendingPoint, ...]
    in_force: SpendingPoint
    objective: Objective
    at: float
    currency: str
    method: str
    iterations: int
    seed: int

    def __iter__(self) -> Iterator[SpendingPoint]:
        return iter(self.points)

    def __len__(self) -> int:
        return len(self.points)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by what is spent: the figures with errors, and the responses."""
        import pandas as pd

        columns: dict[str, list[object]] = {}
        for name in ("value", "gain", "mean_cost", "level_cost"):
            estimates: list[Estimate] = [getattr(point, name) for point in self]
            columns[name] = [one.value for one in estimates]
            columns[f"{name}_error"] = [one.error for one in estimates]
        columns["gap"] = [point.gap for point in self]
        columns["chosen"] = [_names(point) for point in self]
        return pd.DataFrame(columns, index=pd.Index([p.spent for p in self], name="spent"))

    def __repr__(self) -> str:
        ends = [self.points[0], self.points[-1]]
        told = " … ".join(f"{self._money(p.spent)}: {self._figure(p.value)}" for p in ends)
        goal = goal_text(self.objective, self.at)
        return f"ResponseFrontier({counted(len(self), 'point')}; {goal}, {told})"

    def _repr_html_(self) -> str:
        rows = [
            (self._money(p.spent), f"{self._figure(p.value)}: {_names(p) or 'nothing'}")
            for p in self
        ]
        return card(f"Money spent on responses, and {goal_text(self.objective, self.at)}", rows)

    def _money(self, amount: float) -> str:
        return f"{estimate_text(amount, 0.0)} {self.currency}".strip()

    def _figure(self, value: Estimate) -> str:
        return figure_text(value, self.objective, self.currency)


def response_frontier(  # noqa: PLR0913 - each argument is one independent choice, named at every call
    plan: Plan,
    budget: float | None = None,
    *,
    objective: Objective = Objective.JOINT,
    at: float = 80,
    cost: float | None = None,
    finish: dt.date | str | None = None,
    days: float | None = None,
    iterations: int | None = None,
    seed: int | None = None,
    scenario: Scenario | str = PLANNED,
    sampling: SamplingPlan = Random(),  # noqa: B008 - a frozen value
) -> ResponseFrontier:
    """Return the efficient frontier of money spent on responses against what that gains.

    From the best set without any limit on, the best set that costs less is looked for, until
    nothing is spent: each point is what `best_responses` answers for its money.

    Parameters
    ----------
    plan : Plan
    budget : float, optional [currency]
        The most that is to be spent; no matter unless given.
    objective : Objective
        What is to be best: the probability of meeting budget and date unless given.
    at, cost, finish, days, iterations, seed, scenario, sampling
        As in `best_responses`.

    Returns
    -------
    ResponseFrontier
        At most 100 points; where sets are found by a local search, those of a dozen sums.

    Raises
    ------
    PlanError
        If the plan breaks a rule.
    RequestError
        If an argument cannot be, or the plan lacks what the objective needs.

    Examples
    --------
    >>> import riskplan as rp
    >>> dam = rp.Response("dam", "Raise the dam", rp.Strategy.MITIGATE, cost=3, probability=0.1)
    >>> flood = rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(40)], responses=[dam])
    >>> frontier = rp.response_frontier(rp.Plan("Dam", risks=[flood]), cost=10, seed=1)
    >>> [(point.spent, round(point.value, 1)) for point in frontier]
    [(0.0, 0.7), (3.0, 0.9)]
    """
    most, asked = budget_of(budget), Asked(objective, at, cost, finish, days)
    sets = sets_of(
        plan, asked, iterations=iterations, seed=seed, scenario=scenario, sampling=sampling
    )
    goal = asked.goal(sets.scenario.applied_to(plan))
    found = _founds(Search(sets, goal), most)
    return ResponseFrontier(
        points=tuple(_point(sets, goal, one) for one in reversed(found)),
        in_force=_point(sets, goal, _in_force(sets, goal, found)),
        objective=goal.objective,
        at=goal.at,
        currency=plan.currency,
        method=found[0].method,
        iterations=sets.variants.iterations,
        seed=sets.variants.seed,
    )


def _founds(search: Search, most: float) -> list[Found]:
    """Return the best sets for less and less money."""
    sets, found = search.sets, [search.best(most)]
    if found[0].method == LOCAL_SEARCH:
        return _searched(search, found[0])
    while len(found) < _MOST_POINTS and (spent := sets.spent(found[-1].chosen)) > 0.0:
        cheaper = search.best(spent * (1.0 - _STEP))
        if sets.spent(cheaper.chosen) >= spent:
            break
        if cheaper.loss <= found[-1].loss:
            found.pop()
        found.append(cheaper)
    return found


def _searched(search: Search, best: Found) -> list[Found]:
    """Return what a local search finds for a dozen sums, as far as more money is better."""
    spent = search.sets.spent(best.chosen)
    found = [best]
    for budget in np.linspace(spent, 0.0, _SEARCHED_POINTS)[1:]:
        cheaper = search.best(float(budget))
        while found and cheaper.loss <= found[-1].loss:
            found.pop()
        found.append(cheaper)
    return found


def _in_force(sets: ResponseSets, goal: Goal, found: list[Found]) -> Found:
    """Return what the scenario has in force, beside the best for its money."""
    whole, spent = sets.of(sets.adopted), sets.spent(sets.adopted)
    loss = goal.loss(whole.cost, whole.in_time)
    best = min(one.loss for one in found if fits(sets.spent(one.chosen), spent))
    return Found(sets.adopted, loss, min(best, loss), IN_FORCE)


def _point(sets: ResponseSets, goal: Goal, found: Found) -> SpendingPoint:
    whole = sets.of(found.chosen)
    level = Goal(Objective.PERCENTILE_COST, goal.at)
    return SpendingPoint(
        spent=sets.spent(found.chosen),
        chosen=chosen_pairs(sets, found.chosen),
        value=goal.value(whole, sets.cell),
        gain=goal.gain(whole, sets.nothing, sets.cell),
        mean_cost=Goal(Objective.MEAN_COST, goal.at).value(whole, sets.cell),
        level_cost=level.value(whole, sets.cell),
        gap=found.loss - found.bound if math.isfinite(found.bound) else math.inf,
    )


def _names(point: SpendingPoint) -> str:
    return ", ".join(f"{risk}.{response}" for risk, response in point.chosen)
