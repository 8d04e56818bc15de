"""What a policy pays back on average: for each covered risk, mean strikes times mean payment."""

from __future__ import annotations

import math
from collections.abc import Iterator

from riskplan.compiler import index_of
from riskplan.distributions import Constant
from riskplan.errors import RequestError, UnsupportedError
from riskplan.exact.compose import hit_of
from riskplan.exact.insurance import left_by, uninsurable
from riskplan.exact.readings import MomentsReading
from riskplan.exact.terms import Total, read
from riskplan.model import PLANNED, CostImpact, Plan, Policy, Scenario
from riskplan.model.chances import mean_strikes
from riskplan.simulation.requests import refuse_broken
from riskplan.simulation.scenes import scenario_of

__all__ = ["expected_recovery"]


def expected_recovery(
    plan: Plan,
    id: str,  # noqa: A002 - the field is called id
    scenario: Scenario | str = PLANNED,
) -> float:
    """Return the exact expected value of what an insurance policy pays back.

    For each covered risk, the mean number of strikes times the mean payment for one (Wald's
    equation). Beside the premium it tells what the insurance costs on average.

    Parameters
    ----------
    plan : Plan
    id : str
        The policy.
    scenario : Scenario or str
        Which policies and responses are in force.

    Returns
    -------
    float [currency]
        0 where the policy is not in force.

    Raises
    ------
    PlanError
        If the plan breaks a rule.
    RequestError
        If there is no such policy or scenario.
    UnsupportedError
        If only a simulation can tell: where an aggregate limit looks at several strikes, several
        policies cover a risk, or a loss has several uncertain parts, runs with the schedule, or
        depends on a window. `SimulationResult.recovery` has it then, with its error.

    Examples
    --------
    >>> import riskplan as rp
    >>> fire = rp.Risk("fire", "Fire", 0.1, impacts=[rp.CostImpact(rp.Uniform(0, 1_000))])
    >>> cover = rp.Policy("cover", "Cover", "fire", premium=30, deductible=500, share=0.8)
    >>> round(rp.expected_recovery(rp.Plan("Dam", risks=[fire], policies=[cover]), "cover"), 9)
    10.0
    """
    refuse_broken(plan)
    plan = scenario_of(scenario, plan).applied_to(plan)
    policy = _policy(plan, id)
    if not policy.adopted:
        return 0.0
    _refuse_unknown(plan, policy)
    index, paid = index_of(plan), []
    for name in sorted(set(policy.covers)):
        amounts = hit_of(PLANNED.view(plan.risk(name)), plan, index).amounts
        gross, left = (
            read(term, MomentsReading()).mean for term in (Total(amounts), left_by(policy, amounts))
        )
        paid.append(mean_strikes(plan, name) * (gross - left))
    return math.fsum(paid)


def _policy(plan: Plan, id: str) -> Policy:  # noqa: A002
    for policy in plan.policies:
        if policy.id == id:
            return policy
    known = ", ".join(policy.id for policy in plan.policies) or "none"
    raise RequestError(f'the plan has no policy "{id}"; its policies are: {known}')


def _refuse_unknown(plan: Plan, policy: Policy) -> None:
    index, row = index_of(plan), plan.policies.index(policy)
    views = [PLANNED.view(risk) for risk in plan.risks]
    pulling = {risk.id for risk in views if hit_of(risk, plan, index).pulls}
    place = f'policies[{row}] "{policy.id}"'
    found = [str(p) for p in uninsurable(plan, PLANNED, pulling) if p.place == place]
    found += [f"{place}: {reason}" for reason in _driven_by_time(plan, policy)]
    if found:
        reasons = "".join(f"\n  {reason}" for reason in found)
        raise UnsupportedError(f"what the policy pays back is only known by simulation:{reasons}")


def _driven_by_time(plan: Plan, policy: Policy) -> Iterator[str]:
    """Yield what of the loss depends on the schedule."""
    index = index_of(plan)
    for name in dict.fromkeys(policy.covers):
        risk = PLANNED.view(plan.risk(name))
        lines = [
            plan.costs[row]
            for impact in risk.impacts
            if isinstance(impact, CostImpact) and impact.share is not None
            for row in index.lines(impact.of)
        ]
        if any(line.day_rate != Constant(0.0) for line in lines):
            yield f'covers "{name}", whose loss is a share of a cost that runs with the schedule'
        if risk.must_hit:
            yield f'covers "{name}", and whether that strikes within its window depends on dates'
