"""The best responses for a sum of money: which to pay for, and what that gains."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from riskplan._format import card, days_text, estimate_text, percent_text
from riskplan.analysis.frontier import rounded_up
from riskplan.analysis.response_goals import Goal, Objective
from riskplan.analysis.response_requests import Asked, budget_of, sets_of
from riskplan.analysis.response_search import Found, Search
from riskplan.analysis.response_sets import ResponseSets
from riskplan.errors import counted
from riskplan.model import PLANNED, Plan, Scenario
from riskplan.results import Estimate
from riskplan.simulation import Random, SamplingPlan

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BestResponses", "ResponseOption", "best_responses", "chosen_pairs", "figure_text"]


@frozen
class ResponseOption:
    """One response that could be chosen.

    Parameters
    ----------
    risk, response, label : str
        The ids of the risk and of the response, and the name that people read.
    cost : float [currency]
        What it is expected to cost by itself.
    chosen : bool
    """

    risk: str
    response: str
    label: str
    cost: float
    chosen: bool


@frozen(repr=False)
class BestResponses:
    """The best set of responses for a sum of money.

    Parameters
    ----------
    chosen : tuple of (str, str)
        The ids of risk and response, in the order of the plan.
    objective : Objective
    at : float [percent]
        The P-level, where the objective has one.
    value : Estimate
        What the objective comes to: money, or a probability. As the set was chosen on these very
        iterations, it looks a little better than it is; simulate `scenario` with another seed.
    gain : Estimate
        By how much that is better than with no response in force, with the error of the pair.
    budget : float, optional [currency]
        The most that responses may cost; None where that was no matter.
    spent : float [currency]
        What the chosen ones are expected to cost.
    method : str
        How the set was found.
    gap : float
        By how much another set could be better at most, on the same random numbers: 0 where it is
        certainly the best one, infinite where nobody knows.
    note : str
        What else there is to say, as where the budget is below the cheapest response.
    options : tuple of ResponseOption
        All responses, in the order of the plan.
    scenario : Scenario
        The scenario with the chosen responses in force, to be simulated.
    currency : str
    iterations, seed : int
    """

    chosen: tuple[tuple[str, str], ...]
    objective: Objective
    at: float
    value: Estimate
    gain: Estimate
    budget: float | None
    spent: float
    method: str
    gap: float
    note: str
    options: tuple[ResponseOption, ...]
    scenario: Scenario
    currency: str
    iterations: int
    seed: int

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.chosen)

    def __len__(self) -> int:
        return len(self.chosen)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by risk and response: name, cost, and whether it is chosen."""
        import pandas as pd

        places = [(one.risk, one.response) for one in self.options]
        index = pd.MultiIndex.from_tuples(places, names=["risk", "response"])
        columns = {
            "label": [one.label for one in self.options],
            "cost": [one.cost for one in self.options],
            "chosen": [one.chosen for one in self.options],
        }
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        count = f"{len(self)} of {counted(len(self.options), 'response')}"
        told = (
            f"{count} for {self._money(self.spent)}; {self._goal_text()} {self._figure(self.value)}"
        )
        return f"BestResponses({'; '.join(filter(None, (told, self.method, self.note)))})"

    def _repr_html_(self) -> str:
        rows = [(one.label, self._money(one.cost)) for one in self.options if one.chosen]
        rows += [
            ("spent", self._money(self.spent)),
            (self._goal_text(), self._figure(self.value)),
            ("better than none by", self._figure(self.gain)),
            ("found by", self.method),
            ("could be better by", _gap_text(self)),
        ]
        if self.note:
            rows.append(("note", self.note))
        return card("Best responses", rows)

    def _money(self, amount: float) -> str:
        return f"{estimate_text(amount, 0.0)} {self.currency}".strip()

    def _goal_text(self) -> str:
        return goal_text(self.objective, self.at)

    def _figure(self, value: Estimate) -> str:
        return figure_text(value, self.objective, self.currency)


def best_responses(  # noqa: PLR0913 - each argument is one independent choice, named at every call
    plan: Plan,
    budget: float | None = None,
    *,
    objective: Objective = Objective.MEAN_COST,
    at: float = 80,
    cost: float | None = None,
    finish: dt.date | str | None = None,
    days: float | None = None,
    iterations: int | None = None,
    seed: int | None = None,
    scenario: Scenario | str = PLANNED,
    sampling: SamplingPlan = Random(),  # noqa: B008 - a frozen value
) -> BestResponses:
    """Return the set of responses that is best for a sum of money.

    All sets are compared on the same random numbers. Responses to risks that have nothing to do
    with each other add up; those to risks that meet in the schedule, in an insurance policy, in an
    exclusive group or by one depending on another are worked out together, every set of up to
    12 of them. The lowest mean, and the lowest mean of the worst futures, are then mixed-integer
    linear programs. For a percentile or a joint probability all sets are looked at as long as they
    are no more than 16,384. Of more, a local search picks, and `gap` says by how much a set could
    be better at most: than one that is the best for each iteration by itself, or, where too many
    responses act together, than all responses for nothing.

    Parameters
    ----------
    plan : Plan
    budget : float, optional [currency]
        The most that the chosen responses may be expected to cost; no matter unless given.
    objective : Objective
        What is to be best: the mean cost unless given, a percentile of the cost, the mean of the
        worst costs, or the probability of meeting budget and date.
    at : float [percent]
        The P-level of a percentile, or of what lies beyond it.
    cost : float, optional [currency]
        For `Objective.JOINT`: the cost to be kept, the budget of the plan unless given.
    finish : datetime.date, datetime.datetime or str, optional
        For the same: the date to be met, the plan's deadline unless given.
    days : float, optional [working days]
        The finish counted from the start, instead of a date.
    iterations : int, optional
        5,000 unless given.
    seed, sampling
        As in `simulate`.
    scenario : Scenario or str
        What is assumed besides the responses; the insurance in force in it stays in force.

    Returns
    -------
    BestResponses

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
    >>> guard = rp.Response("guard", "Guard", rp.Strategy.MITIGATE, cost=6, probability=0.1)
    >>> theft = rp.Risk("theft", "Theft", 0.2, impacts=[rp.CostImpact(20)], responses=[guard])
    >>> best = rp.best_responses(rp.Plan("Dam", risks=[flood, theft]), budget=10, seed=1)
    >>> best.chosen, best.spent, best.gap
    ((('flood', 'dam'),), 3.0, 0.0)
    """
    most, asked = budget_of(budget), Asked(objective, at, cost, finish, days)
    sets = sets_of(
        plan, asked, iterations=iterations, seed=seed, scenario=scenario, sampling=sampling
    )
    goal = asked.goal(sets.scenario.applied_to(plan))
    found = Search(sets, goal).best(most)
    options = _options(sets, found.chosen)
    return BestResponses(
        chosen=chosen_pairs(sets, found.chosen),
        objective=goal.objective,
        at=goal.at,
        value=goal.value(sets.of(found.chosen), sets.cell),
        gain=goal.gain(sets.of(found.chosen), sets.nothing, sets.cell),
        budget=None if math.isinf(most) else most,
        spent=sets.spent(found.chosen),
        method=found.method,
        gap=found.loss - found.bound,
        note=_note(sets, found, goal, options, most),
        options=options,
        scenario=attrs.evolve(sets.scene(found.chosen), id="best-responses", name="Best responses"),
        currency=plan.currency,
        iterations=sets.variants.iterations,
        seed=sets.variants.seed,
    )


def chosen_pairs(sets: ResponseSets, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the ids of risk and response of some candidates, in the order of the plan."""
    wanted = frozenset(names)
    return tuple((one.risk, one.id) for one in sets.candidates if one.name in wanted)


def goal_text(objective: Objective, at: float) -> str:
    """Return what is to be best, in a few words."""
    return {
        Objective.MEAN_COST: "mean cost",
        Objective.PERCENTILE_COST: f"P{at:g} of the cost",
        Objective.CVAR: f"mean cost beyond P{at:g}",
        Objective.JOINT: "budget and date met",
    }[objective]


def figure_text(value: Estimate, objective: Objective, currency: str) -> str:
    """Return what an objective comes to: money, or a percentage."""
    if objective is Objective.JOINT:
        return percent_text(value, value.error)
    return f"{value} {currency}".strip()


def _options(sets: ResponseSets, chosen: frozenset[str]) -> tuple[ResponseOption, ...]:
    return tuple(
        ResponseOption(one.risk, one.id, one.label, sets.spent([one.name]), one.name in chosen)
        for one in sets.candidates
    )


def _note(
    sets: ResponseSets,
    found: Found,
    goal: Goal,
    options: tuple[ResponseOption, ...],
    budget: float,
) -> str:
    """Return what else there is to say about an answer."""
    if not options:
        return "the plan has no responses to choose from"
    money = f" {sets.plan.currency}".rstrip()
    priced = [one for one in options if one.cost > 0.0]
    cheapest = min(priced, key=lambda one: one.cost, default=None)
    if cheapest is not None and budget < cheapest.cost:
        return (
            f"the budget of {estimate_text(budget, 0.0)}{money} is below the cheapest response, "
            f"{cheapest.risk}.{cheapest.response}, which costs "
            f"{estimate_text(cheapest.cost, 0.0)}{money}"
        )
    if goal.objective is Objective.JOINT and found.loss >= 1.0:
        return _never(sets, goal, found)
    if math.isinf(found.bound):
        return "too many responses act on each other to tell how much better a set could be"
    if not found.chosen:
        if goal.objective is Objective.JOINT:
            return "no response within the budget makes it likelier to meet budget and date"
        return (
            f"no response within the budget makes the {goal_text(goal.objective, goal.at)} better"
        )
    return ""


def _never(sets: ResponseSets, goal: Goal, found: Found) -> str:
    """Return that budget and date are never met, and what the nearest is."""
    whole, nearest = sets.of(found.chosen), []
    if (least := float(whole.cost.min())) > goal.limit:
        money = f"{estimate_text(rounded_up(least), 0.0)} {sets.plan.currency}".rstrip()
        nearest.append(f"the least cost of one is {money}")
    if not whole.in_time.any():
        nearest.append(f"the shortest takes {days_text(rounded_up(float(whole.days.min())))}")
    futures = counted(len(whole.cost), "future")
    return "; ".join([f"no set looked at meets budget and date in any of {futures}", *nearest])


def _gap_text(best: BestResponses) -> str:
    if math.isinf(best.gap):
        return "not known"
    return figure_text(Estimate(best.gap, best.gap, best.gap), best.objective, best.currency)
