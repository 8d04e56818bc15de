"""What of a plan keeps the law of its cost from being computed exactly, and why."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.compiler import Index, index_of
from riskplan.distributions import Constant
from riskplan.errors import Problem, UnsupportedError
from riskplan.exact.compose import hit_of, uncertain_rows
from riskplan.exact.dependence import groups_together, impossible_correlations
from riskplan.exact.insurance import uninsurable
from riskplan.model import PLANNED, Activity, CostImpact, Hammock, Plan, Risk, Scenario

__all__ = ["inexact_in", "refuse_inexact", "uncertain_amounts"]

_ZERO = Constant(0.0)
_MOST_PULLING = 6
_LONGEST_CHAIN = 50
_SIMULATE = "simulate the plan"


def refuse_inexact(plan: Plan, scenario: Scenario) -> None:
    """Refuse a plan whose cost has no law that can be computed exactly.

    Raises
    ------
    UnsupportedError
        Naming every part that stands in the way.
    """
    reasons = "".join(f"\n  {problem}" for problem in inexact_in(plan, scenario))
    if reasons:
        raise UnsupportedError(
            f'the cost of plan "{plan.name}" cannot be computed exactly:{reasons}'
        )


def inexact_in(plan: Plan, scenario: Scenario) -> Iterator[Problem]:
    """Yield every part of a plan that keeps its cost from being computed exactly."""
    plan, scenario = scenario.applied_to(plan), PLANNED
    yield from _schedule_driven(plan)
    yield from _windows(plan, scenario)
    yield from _shares(plan, scenario)
    yield from _chains(plan)
    yield from _insurance(plan, scenario)
    yield from impossible_correlations(plan, scenario)


def uncertain_amounts(plan: Plan, scenario: Scenario) -> int:
    """Return how many uncertain amounts of money a plan has: what the exact law takes time for."""
    plan, scenario = scenario.applied_to(plan), PLANNED
    views = [scenario.view(risk) for risk in plan.risks]
    laws = [item.amount for item in plan.costs]
    laws += [response.cost for risk in views for response in risk.responses]
    laws += [policy.premium for policy in scenario.policies_in_force(plan.policies)]
    impacts = sum(isinstance(impact, CostImpact) for risk in views for impact in risk.impacts)
    return impacts + sum(not isinstance(law, Constant) for law in laws)


def _schedule_driven(plan: Plan) -> Iterator[Problem]:
    for row, activity in enumerate(plan.activities):
        if isinstance(activity, Activity | Hammock) and activity.day_rate != _ZERO:
            place = f'activities[{row}] "{activity.id}"'
            yield Problem(place, "its cost runs with its duration", _SIMULATE)
    for row, item in enumerate(plan.costs):
        if item.during is not None and item.day_rate != _ZERO:
            place, message = f'costs[{row}] "{item.id}"', f'its cost runs with "{item.during}"'
            yield Problem(place, message, _SIMULATE)


def _windows(plan: Plan, scenario: Scenario) -> Iterator[Problem]:
    for row, stated in enumerate(plan.risks):
        if stated.must_hit and scenario.view(stated).probability != 0.0:
            message = "whether it occurs within its window depends on the schedule"
            yield Problem(f'risks[{row}] "{stated.id}"', message, _SIMULATE)


def _shares(plan: Plan, scenario: Scenario) -> Iterator[Problem]:
    """Yield the shares of uncertain cost items that cannot be had case by case."""
    index = index_of(plan)
    together = {id_ for group in groups_together(plan, scenario) for id_ in group}
    pulling = []
    for row, stated in enumerate(plan.risks):
        risk = scenario.view(stated)
        place = f'risks[{row}] "{risk.id}"'
        if risk.probability == 0.0:
            continue
        for reason in _share_reasons(risk, plan, index, together):
            yield Problem(place, reason, _SIMULATE)
        if hit_of(risk, plan, index).pulls:
            pulling.append(place)
    if len(pulling) > _MOST_PULLING:
        message = f"more than {_MOST_PULLING} of them take shares of uncertain cost items"
        yield Problem("risks", f"{message}: {', '.join(pulling)}", _SIMULATE)


def _share_reasons(risk: Risk, plan: Plan, index: Index, together: set[str]) -> Iterator[str]:
    for impact in risk.impacts:
        if not isinstance(impact, CostImpact) or impact.share is None:
            continue
        hit = [plan.costs[row].id for row in uncertain_rows(plan, impact.of, index)]
        if not hit:
            continue
        what = f"of the uncertain {', '.join(hit)}"
        if not isinstance(impact.share, Constant):
            yield f"takes an uncertain share {what}"
        elif risk.count is not None:
            yield f"takes a share {what}, and strikes several times"
        elif together & set(hit):
            yield f"takes a share {what}, which are correlated"


def _insurance(plan: Plan, scenario: Scenario) -> Iterator[Problem]:
    index = index_of(plan)
    views = [scenario.view(risk) for risk in plan.risks]
    pulling = {risk.id for risk in views if hit_of(risk, plan, index).pulls}
    yield from uninsurable(plan, scenario, pulling)


def _chains(plan: Plan) -> Iterator[Problem]:
    """Yield the risk at the end of a chain of conditions that is too long to follow."""
    given = {risk.id: risk.given for risk in plan.risks}
    for row, risk in enumerate(plan.risks):
        length, above = 1, risk.given
        while above is not None:
            length, above = length + 1, given[above]
        if length == _LONGEST_CHAIN + 1:
            message = f"ends a chain of more than {_LONGEST_CHAIN} conditions"
            yield Problem(f'risks[{row}] "{risk.id}"', message, _SIMULATE)
