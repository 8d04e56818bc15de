"""Insurance: what a policy leaves of a loss, as cases: below, within and above what it pays."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from riskplan.distributions import Constant, Discrete, Distribution, Truncated, atoms_of
from riskplan.errors import Problem
from riskplan.exact.terms import Amount, Cases, Term
from riskplan.model import CostImpact, Plan, Policy, Risk, Scenario, policies_covering

__all__ = ["left_by", "policies_by_risk", "uninsurable"]

_NEGLIGIBLE = 1e-15
_SIMULATE = "simulate the plan"


def policies_by_risk(plan: Plan, scenario: Scenario) -> dict[str, Policy]:
    """Return the policy in force that covers each insured risk, in a plan with nothing refused."""
    in_force = scenario.policies_in_force(plan.policies)
    return {risk: policy for policy in in_force for risk in policy.covers}


def left_by(policy: Policy, amounts: Sequence[Amount]) -> Term:
    """Return what a policy leaves of a loss, at most one part of which is uncertain.

    It is a piece by piece linear function of the loss: all of it up to the deductible, then what
    is not the insurer's share, and beyond the limit all but the limit.

    Parameters
    ----------
    policy : Policy
        One that pays for one strike without regard to any other.
    amounts : sequence of Amount
        The parts of the loss.
    """
    uncertain = [amount for amount in amounts if not _is_certain(amount)]
    certain = math.fsum(_certain_value(amount) for amount in amounts if _is_certain(amount))
    if not uncertain:
        return Amount(Constant(certain - policy.pays(certain)))
    (amount,) = uncertain
    atoms = atoms_of(amount.law)
    if atoms is None:
        return _left_of_continuous(policy, amount, certain)
    losses = amount.scale * atoms[0] + (amount.offset + certain)
    nets, places = np.unique([loss - policy.pays(loss) for loss in losses], return_inverse=True)
    weights = np.bincount(places, weights=atoms[1])
    return Amount(Discrete(nets.tolist(), weights.tolist()))


def _left_of_continuous(policy: Policy, amount: Amount, certain: float) -> Term:
    law, scale, offset = amount.law, amount.scale, amount.offset + certain
    first = (policy.deductible - offset) / scale
    width = policy.most_per_strike / policy.share / scale if policy.share else math.inf
    kept = 1.0 - policy.share
    ends = (-math.inf, first, first + width, math.inf)
    moved = (
        (scale, offset),
        (scale * kept, offset * kept + policy.deductible * policy.share),
        (scale, offset - policy.most_per_strike),
    )
    levels = [_level(law, end) for end in ends]
    cases = []
    for row, (factor, by) in enumerate(moved):
        chance = levels[row + 1] - levels[row]
        if chance > _NEGLIGIBLE:
            part = _between(law, ends[row], ends[row + 1])
            cases.append((chance, Amount(part, factor, by) if factor else Amount(Constant(by))))
    return cases[0][1] if len(cases) == 1 else Cases(tuple(cases))


def _level(law: Distribution, value: float) -> float:
    """Return the probability of not exceeding a value, which may be infinite."""
    least, most = law.support()
    return float(value >= most) if not least < value < most else float(law.cdf(value))


def _between(law: Distribution, low: float, high: float) -> Distribution:
    """Return a law, given that it lies between two ends; whole where they cut nothing off."""
    least, most = law.support()
    cuts = {name: end for name, end in (("low", low), ("high", high)) if least < end < most}
    return Truncated(law, **cuts) if cuts else law


def uninsurable(plan: Plan, scenario: Scenario, pulling: Collection[str]) -> Iterator[Problem]:
    """Yield the policies in force whose payments have no law that is computed here.

    Parameters
    ----------
    plan : Plan
        As the scenario has it.
    scenario : Scenario
    pulling : collection of str
        The risks that take shares of uncertain cost items.
    """
    in_force = scenario.policies_in_force(plan.policies)
    risks = {risk.id: scenario.view(risk) for risk in plan.risks}
    possible = {id_ for id_, risk in risks.items() if risk.probability != 0.0}
    for row, policy in enumerate(plan.policies):
        if policy not in in_force:
            continue
        place = f'policies[{row}] "{policy.id}"'
        covered = [risks[id_] for id_ in dict.fromkeys(policy.covers) if id_ in possible]
        several = len(covered) > 1 or any(risk.count is not None for risk in covered)
        if policy.aggregate_limit is not None and several:
            yield Problem(place, "its aggregate limit is for several strikes together", _SIMULATE)
        for risk in covered:
            if policies_covering(in_force, risk.id)[0] != policy:
                yield Problem(place, f'covers "{risk.id}", as another policy does', _SIMULATE)
            for reason in _reasons(risk, risk.id in pulling):
                yield Problem(place, f'covers "{risk.id}", {reason}', _SIMULATE)


def _reasons(risk: Risk, is_pulling: bool) -> Iterator[str]:
    """Yield why the law of what a policy leaves of a loss is not known."""
    impacts = [impact for impact in risk.impacts if isinstance(impact, CostImpact)]
    sizes = [impact.amount if impact.share is None else impact.share for impact in impacts]
    uncertain = [law for law in sizes if law is not None and not isinstance(law, Constant)]
    if is_pulling:
        yield "whose loss is a share of uncertain cost items"
    elif len(uncertain) > 1:
        yield "whose loss has several uncertain parts"
    if any(not math.isfinite(law.mean() + law.std()) for law in uncertain):
        yield "whose loss has no finite mean and standard deviation"


def _is_certain(amount: Amount) -> bool:
    return isinstance(amount.law, Constant)


def _certain_value(amount: Amount) -> float:
    return amount.scale * amount.law.most_likely() + amount.offset
