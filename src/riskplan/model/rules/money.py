"""Rules of money: shares that add up, a sensible reserve, responses worth their cost."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.distributions import Distribution
from riskplan.errors import Problem
from riskplan.model.impact import CostImpact
from riskplan.model.plan import Plan
from riskplan.model.risk import Kind, Risk
from riskplan.model.rules.places import placed, warning

__all__ = [
    "phases_keep_their_share",
    "reserve_is_a_fraction_or_an_amount",
    "responses_are_worth_their_cost",
    "shares_add_up",
]

_SHARE_TOLERANCE = 1e-6
_VISIBLE = 0.05
_PERCENT = 100.0


def shares_add_up(plan: Plan) -> Iterator[Problem]:
    """Check that the shares of the phases are fractions and add up to 1."""
    shares = {phase.id: phase.share for phase in plan.phases if phase.share is not None}
    if not shares:
        return
    for place, phase in placed("phases", plan.phases):
        if phase.share is None:
            yield Problem(
                place, "has no share while other phases have", "give all a share, or none"
            )
        elif not 0 <= phase.share <= 1:
            remedy = f"did you mean {phase.share / _PERCENT:g}?" if phase.share > 1 else ""
            yield Problem(place, f"share must be between 0 and 1 (got {phase.share:g})", remedy)
    total = sum(shares.values())
    if abs(total - 1) > _SHARE_TOLERANCE:
        yield Problem(
            "phases",
            f"the shares add up to {total:.6g} instead of 1 "
            f"({' + '.join(f'{share:g}' for share in shares.values())})",
            f"{abs(1 - total):.6g} is {'missing' if total < 1 else 'too much'}",
        )


def phases_keep_their_share(plan: Plan) -> Iterator[Problem]:
    """Warn of a phase whose cost items do not come to its share of the budget."""
    if plan.budget is None:
        return
    for place, phase in placed("phases", plan.phases):
        items = [item.amount for item in plan.costs if item.phase == phase.id]
        if phase.share is None or not items:
            continue
        granted = phase.share * plan.budget
        planned = sum(amount.most_likely() for amount in items)
        if planned > granted * (1 + _VISIBLE):
            yield warning(
                place,
                f"its cost items come to {planned:,.0f}, its share of the budget to {granted:,.0f}",
                "adjust the share or the items",
            )


def reserve_is_a_fraction_or_an_amount(plan: Plan) -> Iterator[Problem]:
    """Refuse a reserve that is neither a fraction nor an amount, and percents typed as numbers."""
    reserve = plan.reserve
    if reserve is None:
        return
    if (reserve.share is None) == (reserve.amount is None):
        yield Problem("reserve", "is either a share or an amount", "give exactly one of the two")
    if reserve.share is not None and not 0 <= reserve.share < 1:
        yield Problem(
            "reserve", f"share must be from 0 to below 1 (got {reserve.share:g})", "15 % is 0.15"
        )
    if reserve.amount is not None and reserve.amount < 0:
        yield Problem("reserve", f"must not be negative (got {reserve.amount:,.12g})")
    base = sum(item.amount.most_likely() for item in plan.costs)
    if reserve.amount is not None and 1 <= reserve.amount <= _PERCENT < base / _PERCENT:
        yield Problem(
            "reserve",
            f"an amount of {reserve.amount:g} beside costs of {base:,.0f}",
            f"did you mean {reserve.amount / _PERCENT:g}, which is {reserve.amount:g} %?",
        )


def responses_are_worth_their_cost(plan: Plan) -> Iterator[Problem]:
    """Warn of a response that costs more than the expected loss of its risk.

    Only where the risk does nothing but cost money: what a delay is worth is for the simulation.
    """
    means = {item.id: item.amount.mean() for item in plan.costs}
    phases = {item.id: item.phase for item in plan.costs}
    for place, risk in placed("risks", plan.risks):
        loss = _expected_loss(risk, means, phases)
        if loss is None or risk.kind is not Kind.THREAT:
            continue
        for inner, response in placed("responses", risk.responses):
            if response.cost.mean() > loss:
                yield warning(
                    f"{place}, {inner}",
                    f"costs {response.cost.mean():,.0f}, more than the risk's expected loss of "
                    f"{loss:,.0f}",
                    "it pays only if it serves more than this risk",
                )


def _expected_loss(
    risk: Risk, means: dict[str, float], phases: dict[str, str | None]
) -> float | None:
    probability = risk.probability
    chance = probability.mean() if isinstance(probability, Distribution) else probability
    loss = 0.0
    for impact in risk.impacts:
        if not isinstance(impact, CostImpact):
            return None
        if impact.amount is not None:
            loss += impact.amount.mean()
        if impact.share is not None:
            hit = sum(m for id_, m in means.items() if id_ in impact.of or phases[id_] in impact.of)
            loss += impact.share.mean() * hit
    return chance * loss if risk.impacts else None
