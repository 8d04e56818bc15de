"""What a report asks beyond the totals: drivers, responses, scenarios, money and network."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from riskplan.analysis import (
    ActivityRisks,
    Attribution,
    BestResponses,
    CashFlow,
    Contingency,
    CriticalPaths,
    Drawdown,
    Economics,
    FundingCheck,
    FundingNeed,
    JointConfidence,
    MatrixCheck,
    MergeBias,
    Objective,
    ResponseFrontier,
    ResponseValues,
    RunComparison,
    Sensitivity,
    activity_risks,
    attribute,
    best_responses,
    cash_flow,
    compare,
    contingency,
    critical_paths,
    drawdown,
    economics,
    jcl,
    merge_bias,
    reconcile_matrix,
    response_frontier,
    sensitivity,
    value_responses,
)
from riskplan.model import INHERENT, PLANNED, CostImpact, Plan, Scenario, Status
from riskplan.reporting.asking import Asker
from riskplan.results import Keep, SimulationResult
from riskplan.simulation import Random, sampling_of, simulate

__all__ = ["RESPONSE_ITERATIONS", "Answers", "Compared", "answers_of", "in_force_of"]

RESPONSE_ITERATIONS = 5_000
"""The worth of responses is worked out on so many futures at most: each set of them is a run."""

_MOST_SCENARIOS = 4
# What takes a few seconds: so many quantities simulated again, one set of responses after another.
_MOST_WORTH, _MOST_SETS = 15_000, 40_000
_MOST_ENTANGLED = 30
_MIDDLE = 50.0
_FEWEST_CELLS = 2
_NOTHING = (None, None, None)


@frozen(eq=False)
class Compared:
    """Another scenario, its run on the same random numbers, and what changes.

    Parameters
    ----------
    scenario : Scenario
    run : SimulationResult
    changes : RunComparison
    """

    scenario: Scenario
    run: SimulationResult
    changes: RunComparison


@frozen(eq=False, kw_only=True)
class Answers:
    """The answers beyond the totals; None where the plan has not what they need.

    Parameters
    ----------
    sensitivity : Sensitivity, optional
    cost_shares, days_shares : Attribution, optional
    worth : ResponseValues, optional
    best : BestResponses, optional
    frontier : ResponseFrontier, optional
    compared : tuple of Compared
    by_phase, by_category : Contingency, optional
        The contingency, split up.
    drawdown : Drawdown, optional
    joint : JointConfidence, optional
    flow : CashFlow, optional
    need : FundingNeed, optional
    funded, capped : FundingCheck, optional
        None where the plan says nothing of its funding, or has no cap.
    economics : Economics, optional
    activities : ActivityRisks, optional
    paths : CriticalPaths, optional
    merges : MergeBias, optional
    matrix : MatrixCheck, optional
    """

    sensitivity: Sensitivity | None
    cost_shares: Attribution | None
    days_shares: Attribution | None
    worth: ResponseValues | None
    best: BestResponses | None
    frontier: ResponseFrontier | None
    compared: tuple[Compared, ...]
    by_phase: Contingency | None
    by_category: Contingency | None
    drawdown: Drawdown | None
    joint: JointConfidence | None
    flow: CashFlow | None
    need: FundingNeed | None
    funded: FundingCheck | None
    capped: FundingCheck | None
    economics: Economics | None
    activities: ActivityRisks | None
    paths: CriticalPaths | None
    merges: MergeBias | None
    matrix: MatrixCheck | None


def answers_of(
    plan: Plan, run: SimulationResult, scenario: Scenario, at: float, asker: Asker
) -> Answers:
    """Return all answers that the plan has what they need for.

    Parameters
    ----------
    plan : Plan
    run : SimulationResult
    scenario : Scenario
        That of the run.
    at : float [percent]
    asker : Asker
    """
    has_totals, by_time = run.has_cost or run.has_schedule, run.has_schedule
    has_shares = run.iterations >= _FEWEST_CELLS * run.provenance.cell  # to have errors, too
    has_cost_shares, has_days_shares = has_shares and run.has_cost, has_shares and by_time
    is_placed = has_totals and sum(risk.status is not Status.CLOSED for risk in plan.risks) > 1
    levels = tuple(sorted({_MIDDLE, float(at)}))
    worth, best, frontier = _responses(plan, run, scenario, asker) if has_totals else _NOTHING
    flow, need, funded, capped, earned = _money(plan, run, at, asker)
    days = {"at": at, "measure": "days"}
    return Answers(
        sensitivity=asker.try_to_ask(sensitivity, run, at=at) if has_totals else None,
        cost_shares=asker.try_to_ask(attribute, run, at=at) if has_cost_shares else None,
        days_shares=asker.try_to_ask(attribute, run, **days) if has_days_shares else None,
        worth=worth,
        best=best,
        frontier=frontier,
        compared=tuple(_compared(plan, run, scenario, levels, asker)) if has_totals else (),
        by_phase=_split(plan, run, at, "phase", asker) if has_cost_shares else None,
        by_category=_split(plan, run, at, "category", asker) if has_cost_shares else None,
        drawdown=asker.try_to_ask(drawdown, run, at=levels)
        if run.has_cost and plan.start is not None and (run.has_dates or plan.deadline)
        else None,
        joint=asker.ask(jcl, run) if run.has_cost and by_time else None,
        flow=flow,
        need=need,
        funded=funded,
        capped=capped,
        economics=earned,
        activities=asker.ask(activity_risks, plan, run, levels=(float(at),)) if by_time else None,
        paths=asker.ask(critical_paths, plan, run) if by_time else None,
        merges=asker.ask(merge_bias, plan, run) if by_time else None,
        matrix=asker.ask(reconcile_matrix, run) if is_placed else None,
    )


def in_force_of(plan: Plan, scenario: Scenario) -> bool:
    """Return whether a scenario has any response or policy in force."""
    applied = scenario.applied_to(plan)
    policies = PLANNED.policies_in_force(applied.policies)
    return bool(policies) or any(PLANNED.in_force(risk) for risk in applied.risks)


def _responses(
    plan: Plan, run: SimulationResult, scenario: Scenario, asker: Asker
) -> tuple[ResponseValues | None, BestResponses | None, ResponseFrontier | None]:
    has_responses = any(risk.responses for risk in plan.risks)
    if not (has_responses or plan.policies):
        return _NOTHING
    how: dict[str, object] = {
        "iterations": min(run.iterations, RESPONSE_ITERATIONS),
        "seed": run.provenance.seed,
    }
    if scenario != PLANNED:
        how["scenario"] = _told(scenario, plan)
    size = len(plan.activities) + len(plan.costs) + len(plan.risks)
    worth = None
    if size * sum(len(risk.responses) for risk in plan.risks) <= _MOST_WORTH:
        worth = asker.try_to_ask(value_responses, plan, **how)
    else:
        asker.leave_out(value_responses, plan, **how)
    if not (run.has_cost and has_responses):
        return worth, None, None
    if size << min(_entangled(plan), _MOST_ENTANGLED) > _MOST_SETS:
        asker.leave_out(best_responses, plan, **how)
        return worth, None, None
    best = asker.try_to_ask(best_responses, plan, **how)
    has_promise = plan.budget is not None and (
        not plan.activities or (plan.deadline is not None and plan.start is not None)
    )
    goal = {} if has_promise else {"objective": Objective.MEAN_COST}
    return worth, best, asker.try_to_ask(response_frontier, plan, **goal, **how)


def _money(
    plan: Plan, run: SimulationResult, at: float, asker: Asker
) -> tuple[
    CashFlow | None,
    FundingNeed | None,
    FundingCheck | None,
    FundingCheck | None,
    Economics | None,
]:
    """Return cash flow, need, the checks of funding and of the monthly cap, and what it earns."""
    has_end = bool(plan.activities) or plan.deadline is not None
    if not run.has_cost or plan.start is None or not has_end:
        return None, None, None, None, None
    flow = asker.try_to_ask(cash_flow, run)
    if flow is None:
        return None, None, None, None, None
    rate = {} if plan.discount_rate is not None else {"discount_rate": 0}
    return (
        flow,
        asker.ask(flow.need, at),
        asker.ask(flow.funded, at=at) if flow.funding else None,
        asker.ask(flow.keeping, at=at) if flow.monthly_cap is not None else None,
        asker.try_to_ask(economics, run, **rate) if plan.benefits else None,
    )


def _entangled(plan: Plan) -> int:
    """Return how many responses may have to do with each other, so that every set is a run."""
    insured = {id_ for policy in plan.policies for id_ in policy.covers}
    return sum(
        len(risk.responses)
        for risk in plan.risks
        if risk.id in insured
        or risk.given is not None
        or risk.exclusive is not None
        or any(not isinstance(impact, CostImpact) for impact in risk.impacts)
    )


def _told(scenario: Scenario, plan: Plan) -> object:
    """Return how a call says which scenario: by its id where the plan knows it."""
    return scenario.id if scenario in (INHERENT, PLANNED, *plan.scenarios) else scenario


def _compared(
    plan: Plan, run: SimulationResult, scenario: Scenario, levels: tuple[float, ...], asker: Asker
) -> Iterator[Compared]:
    """Yield the other scenarios, each simulated on the random numbers of the run."""
    others = [INHERENT, PLANNED] if in_force_of(plan, PLANNED) else []
    others += plan.scenarios
    others = [one for one in others if one.id != scenario.id][:_MOST_SCENARIOS]
    p = run.provenance
    how: dict[str, object] = {"iterations": p.iterations, "seed": p.seed}
    if sampling_of(p.sampling) != Random():
        how["sampling"] = sampling_of(p.sampling)
    for other in others:
        again = asker.ask(simulate, plan, **how, scenario=other.id, keep=Keep.TOTALS)
        asker.assign("other", again)
        if (again.has_cost, again.has_schedule) == (run.has_cost, run.has_schedule):
            yield Compared(other, again, asker.ask(compare, run, again, at=levels))


def _split(
    plan: Plan, run: SimulationResult, at: float, by: str, asker: Asker
) -> Contingency | None:
    if by == "phase":
        is_split = bool(plan.phases)
    else:
        categories = [risk.category for risk in plan.risks] + [item.category for item in plan.costs]
        is_split = any(categories)
    if not is_split:
        return None
    return asker.try_to_ask(contingency, run, at=at, by=by)
