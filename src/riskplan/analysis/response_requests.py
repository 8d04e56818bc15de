"""What is asked of the responses of a plan, turned into sets and a goal or refused."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
from attrs import frozen

from riskplan.analysis.response_goals import Goal, Objective
from riskplan.analysis.response_sets import ResponseSets
from riskplan.distributions.parameters import is_number
from riskplan.errors import RequestError
from riskplan.model import Plan, Scenario
from riskplan.results import refuse_bad_level
from riskplan.results.samples import end_of
from riskplan.simulation import SamplingPlan, refuse_broken, scenario_of, variants_of

__all__ = ["Asked", "budget_of", "sets_of"]

_ITERATIONS = 10_000
_ITERATIONS_OF_A_SEARCH = 5_000


@frozen
class Asked:
    """What is to be best, and how the futures are drawn.

    Parameters
    ----------
    objective : Objective
    at : float [percent]
    cost : float, optional [currency]
    finish : datetime.date, datetime.datetime or str, optional
    days : float, optional [working days]
    """

    objective: Objective
    at: float
    cost: float | None
    finish: dt.date | str | None
    days: float | None

    def goal(self, plan: Plan) -> Goal:
        """Return the goal, with the budget of the plan where no cost was asked about.

        Raises
        ------
        RequestError
            If the objective, the P-level or the cost is none.
        """
        given: object = self.objective
        if not isinstance(given, Objective):
            known = ", ".join(f"Objective.{one.name}" for one in Objective)
            raise RequestError(f"objective must be one of {known} (got {given!r})")
        refuse_bad_level(self.at)
        cost = plan.budget if self.cost is None else self.cost
        if cost is None:
            return Goal(self.objective, float(self.at))
        if not is_number(cost) or math.isnan(cost):
            raise RequestError(f"cost must be an amount of money (got {cost!r}), such as 20e6")
        return Goal(self.objective, float(self.at), float(cost))

    def finish_of(self, plan: Plan) -> np.datetime64 | float | None:
        """Return the finish asked about, or else the deadline of the plan.

        Raises
        ------
        RequestError
            If it is given twice, or is none.
        """
        if self.finish is not None and self.days is not None:
            raise RequestError(
                f"finish={self.finish!r} and days={self.days!r} both say when; give one of them"
            )
        if self.days is not None:
            if not is_number(self.days) or math.isnan(self.days):
                raise RequestError(f"days must be a number of working days (got {self.days!r})")
            return float(self.days)
        if self.finish is not None:
            return end_of(self.finish)
        return end_of(plan.deadline) if plan.deadline is not None and plan.start else None


def sets_of(
    plan: Plan,
    asked: Asked | None,
    *,
    iterations: int | None,
    seed: int | None,
    scenario: Scenario | str,
    sampling: SamplingPlan,
) -> ResponseSets:
    """Return the sets of responses of a plan; of policies, too, where no goal is asked for.

    Raises
    ------
    PlanError
        If the plan breaks a rule.
    RequestError
        If an argument cannot be, or the plan does not hold what the goal needs.
    """
    usual = _ITERATIONS if asked is None else _ITERATIONS_OF_A_SEARCH
    variants = variants_of(plan, iterations=iterations, seed=seed, sampling=sampling, usual=usual)
    refuse_broken(plan, scenario)
    chosen = scenario_of(scenario, plan)
    applied = chosen.applied_to(plan)
    if asked is None:
        return ResponseSets(variants, chosen, with_policies=True)
    finish = asked.finish_of(applied) if applied.activities else None
    policies = frozenset(policy.id for policy in chosen.policies_in_force(plan.policies))
    sets = ResponseSets(variants, chosen, fixed=policies, finish=finish)
    _refuse_without(sets, asked.goal(applied), applied)
    return sets


def budget_of(budget: Any) -> float:
    """Return the most that responses may cost, infinite where that is no matter.

    Raises
    ------
    RequestError
        If it is no amount of money.
    """
    if budget is None:
        return math.inf
    if not is_number(budget) or math.isnan(budget) or budget < 0.0:
        raise RequestError(
            f"budget must be the most that responses may cost, 0 or more (got {budget!r}); "
            "leave it away where that is no matter"
        )
    return float(budget)


def _refuse_without(sets: ResponseSets, goal: Goal, plan: Plan) -> None:
    """Refuse a goal that the plan cannot have."""
    if goal.objective is not Objective.JOINT:
        if not sets.has_cost:
            raise RequestError(
                f'nothing in the plan "{plan.name}" costs money, so no responses make it cheaper; '
                "give it costs, or ask for objective=Objective.JOINT"
            )
        return
    lacking = []
    if sets.has_cost and math.isinf(goal.limit):
        lacking.append("no budget (write cost=20e6)")
    if plan.activities and sets.finish is None:
        when = 'finish="2026-06-30"' if plan.start else "days=120"
        lacking.append(f"no deadline (write {when})")
    if lacking:
        raise RequestError(
            f"Objective.JOINT asks for the probability of meeting budget and date, and the plan "
            f'"{plan.name}" has {" and ".join(lacking)}; give it here or in '
            "the plan, or ask for another objective"
        )
