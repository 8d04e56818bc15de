"""All responses for nothing: no set is better, where responses do no harm."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.analysis.response_goals import Goal
from riskplan.analysis.response_sets import ResponseSets
from riskplan.compiler.timing import needs_timing
from riskplan.model import CostImpact, Delay, Kind, Plan, Risk
from riskplan.model.changes import Change
from riskplan.model.impact import Impact
from riskplan.model.response import Response

__all__ = ["do_no_harm", "figure_for_nothing"]


def figure_for_nothing(sets: ResponseSets, goal: Goal) -> float | None:
    """Return the figure of all responses in force and free of charge.

    No set is below it, iteration by iteration, where responses do no harm; else None.

    Parameters
    ----------
    sets : ResponseSets
    goal : Goal
    """
    if not do_no_harm(sets.scenario.applied_to(sets.plan)):
        return None
    found = sets.for_nothing()
    return goal.loss(found.cost, found.in_time)


def do_no_harm(plan: Plan) -> bool:
    """Return whether each response can only make a plan cheaper and shorter, but for its price.

    Not so where it lets another risk arise, or replaces impacts; where what it prevents may be a
    boon; and where less work may cost more, as on calendars, or by days from a first to a last.

    Examples
    --------
    >>> from riskplan.model import Strategy
    >>> dam = Response("dam", "Dam", Strategy.MITIGATE, cost=8, probability="-50%")
    >>> flood = Risk("flood", "Flood", 0.2, impacts=[CostImpact(50)], responses=[dam])
    >>> leak = Risk("leak", "Leak", 0.1, arises_from="flood.dam", impacts=[CostImpact(5)])
    >>> do_no_harm(Plan("P", risks=[flood])), do_no_harm(Plan("P", risks=[flood, leak]))
    (True, False)
    """
    # Of several policies, one pays for what another leaves, which may be more of less.
    return not needs_timing(plan) and len(plan.policies) <= 1 and all(_checks(plan))


def _checks(plan: Plan) -> Iterator[bool]:
    tasks = {item.id for item in plan.activities}
    for item in plan.costs:
        yield item.amount.support()[0] >= 0.0 and item.day_rate.support()[0] >= 0.0
        yield item.during is None or item.during in tasks
    for activity in plan.activities:
        rate = getattr(activity, "day_rate", None)
        yield rate is None or rate.support()[0] >= 0.0
    for risk in plan.risks:
        yield risk.kind is Kind.THREAT and risk.arises_from is None and risk.exclusive is None
        yield from (_only_hurts(impact) for impact in risk.impacts)
        yield from (_only_helps(response, risk) for response in risk.responses)


def _only_hurts(impact: Impact) -> bool:
    if isinstance(impact, CostImpact):
        law = impact.amount if impact.share is None else impact.share
        return law is None or law.support()[0] >= 0.0
    if isinstance(impact, Delay):
        return impact.days.support()[0] >= 0.0
    return impact.factor.support()[0] >= 1.0


def _only_helps(response: Response, risk: Risk) -> bool:
    after, before = response.probability, risk.probability
    if isinstance(after, Change):
        lowers = after.factor <= 1.0
    else:
        lowers = after is None or (
            isinstance(after, float) and isinstance(before, float) and after <= before
        )
    changes = (response.impact, response.cost_impact, response.time_impact)
    return (
        lowers
        and response.impacts is None
        and response.count is None
        and response.cost.support()[0] >= 0.0
        and all(change is None or change.factor <= 1.0 for change in changes)
    )
