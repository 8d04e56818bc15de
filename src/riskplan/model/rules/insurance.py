"""Rules of insurance: policies that cover threats, on terms that can pay, within their cap."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from riskplan.errors import Problem
from riskplan.model.impact import CostImpact, Impact
from riskplan.model.insurance import Policy
from riskplan.model.plan import Plan
from riskplan.model.risk import Kind, Risk, Status
from riskplan.model.rules.places import placed, unknown, warning
from riskplan.model.rules.values import negative_part

__all__ = [
    "policies_cover_threats",
    "policies_have_names_of_their_own",
    "premiums_can_be_paid_back",
    "premiums_keep_their_cap",
    "terms_of_policies_make_sense",
]

_PERCENT = 100.0
_ROUNDING = 1e-9
_FEW = 5


def policies_have_names_of_their_own(plan: Plan) -> Iterator[Problem]:
    """Refuse the id of a policy that a scenario could not tell from a response."""
    responses = {f"{risk.id}.{response.id}" for risk in plan.risks for response in risk.responses}
    for place, policy in placed("policies", plan.policies):
        if policy.id in responses:
            message = "scenarios name a response like this, and could not tell the two apart"
            yield Problem(place, message, "give the policy an id without a full stop")


def policies_cover_threats(plan: Plan) -> Iterator[Problem]:
    """Check that policies name risks, and such as can cause a loss of money."""
    risks = {risk.id: risk for risk in plan.risks}
    for place, policy in placed("policies", plan.policies):
        if not policy.covers:
            yield Problem(place, "covers no risk", 'say which: covers = ["…"]')
        for name, count in Counter(policy.covers).items():
            if count > 1:
                message = f'covers "{name}" {count} times, which counts once'
                yield warning(place, message, "name it once, or the risk that was meant")
            risk = risks.get(name)
            if risk is None:
                yield unknown(place, "covers risk", name, risks)
            elif risk.kind is Kind.OPPORTUNITY:
                message = f'covers "{name}", an opportunity, which causes no loss'
                yield Problem(place, message, "name threats only")
            elif not any(isinstance(impact, CostImpact) for impact in _impacts(risk)):
                yield warning(
                    place,
                    f'covers "{name}", which has no cost of its own, so that nothing is paid',
                    "give the risk an impact in money: what a delay costs a day is not insured",
                )


def terms_of_policies_make_sense(plan: Plan) -> Iterator[Problem]:
    """Check premium, deductible, share and limits of each policy."""
    for place, policy in placed("policies", plan.policies):
        yield from negative_part(place, "premium", policy.premium)
        if policy.deductible < 0:
            yield Problem(place, f"deductible must not be negative (got {policy.deductible:,.12g})")
        if not 0 <= policy.share <= 1:
            could_be_percent = 1 < policy.share <= _PERCENT
            remedy = f"did you mean {policy.share / _PERCENT:g}?" if could_be_percent else ""
            message = f"share must be between 0 and 1 (got {policy.share:g})"
            yield Problem(place, message, remedy)
        for name in ("limit", "aggregate_limit"):
            limit = getattr(policy, name)
            if limit is not None and limit <= 0:
                message = f"{name} must be above 0 (got {limit:,.12g})"
                yield Problem(place, message, "leave it out where there is none")
        yield from _odd_limits(place, policy)


def _odd_limits(place: str, policy: Policy) -> Iterator[Problem]:
    limit, total = policy.limit, policy.aggregate_limit
    if limit is not None and policy.deductible >= limit > 0:
        yield warning(
            place,
            f"the deductible of {policy.deductible:,.12g} is no less than the limit of "
            f"{limit:,.12g}, which is what the insurer pays above it",
            "check the two, unless the policy is meant for what others leave",
        )
    if limit is not None and total is not None and 0 < total < limit:
        yield warning(
            place,
            f"the aggregate limit of {total:,.12g} is below the limit of {limit:,.12g} for one "
            "strike",
            "did you exchange the two?",
        )


def premiums_keep_their_cap(plan: Plan) -> Iterator[Problem]:
    """Check that the premiums of the adopted policies keep to their share of the budget."""
    cap = plan.premium_cap
    if cap is None:
        return
    if not 0 <= cap <= 1:
        remedy = f"did you mean {cap / _PERCENT:g}?" if 1 < cap <= _PERCENT else ""
        yield Problem("premium_cap", f"must be between 0 and 1 (got {cap:g})", remedy)
        return
    if plan.budget is None:
        message = "without a budget, of which it is a fraction"
        yield Problem("premium_cap", message, "give the plan a budget")
        return
    adopted = [policy for policy in plan.policies if policy.adopted]
    total = math.fsum(policy.premium.most_likely() for policy in adopted)
    granted = cap * plan.budget
    if total > granted * (1 + _ROUNDING):
        needed = total / plan.budget if plan.budget else math.inf
        more = f"raise premium_cap to {_rounded_up(needed):g}" if math.isfinite(needed) else ""
        yield Problem(
            "policies",
            f"the premiums come to {total:,.12g} ({_listed(adopted)}), and may come to "
            f"{granted:,.12g}, {cap * _PERCENT:g} % of the budget",
            f"adopt fewer policies, or {more or 'give the plan a larger budget'}",
        )


def premiums_can_be_paid_back(plan: Plan) -> Iterator[Problem]:
    """Warn of a policy that costs more than it can ever pay back."""
    risks = {risk.id: risk for risk in plan.risks}
    for place, policy in placed("policies", plan.policies):
        covered = [risks[name] for name in dict.fromkeys(policy.covers) if name in risks]
        if not covered:
            continue
        most = math.fsum(_most_paid(policy, risk) for risk in covered)
        if policy.aggregate_limit is not None:
            most = min(most, policy.aggregate_limit)
        premium = policy.premium.most_likely()
        if premium > most:
            yield warning(
                place,
                f"its premium is {premium:,.12g}, and it can never pay back more than {most:,.12g}",
                "check deductible, share and limits",
            )


def _most_paid(policy: Policy, risk: Risk) -> float:
    """Return the most that a policy can pay for a risk; infinite where that has no bound."""
    strikes = _most_strikes(risk)
    sets = [risk.impacts, *(r.impacts for r in risk.responses if r.impacts is not None)]
    each = max(policy.pays(_largest_loss(impacts)) for impacts in sets)
    return strikes * each if strikes and each else 0.0


def _most_strikes(risk: Risk) -> float:
    if risk.status is Status.CLOSED or risk.kind is Kind.OPPORTUNITY:
        return 0.0
    counts = [risk.count, *(response.count for response in risk.responses)]
    return max([1.0, *(count.support()[1] for count in counts if count is not None)])


def _largest_loss(impacts: Sequence[Impact]) -> float:
    """Return the largest loss that impacts can cause; a share may be of anything."""
    losses = [impact for impact in impacts if isinstance(impact, CostImpact)]
    return math.fsum(
        math.inf if loss.amount is None else max(loss.amount.support()[1], 0.0) for loss in losses
    )


def _impacts(risk: Risk) -> Iterator[Impact]:
    yield from risk.impacts
    for response in risk.responses:
        yield from response.impacts or ()


def _listed(policies: Sequence[Policy]) -> str:
    few = [f"{policy.id} {policy.premium.most_likely():,.12g}" for policy in policies[:_FEW]]
    return " + ".join(few + ["…"] * (len(policies) > _FEW))


def _rounded_up(share: float) -> float:
    """Return a fraction rounded up to tenths of a percent."""
    return math.ceil(share * 1_000 * (1 - _ROUNDING)) / 1_000
