"""Rules of money: shares that add up, a sensible reserve, responses worth their cost."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.distributions import Distribution
from riskplan.errors import Problem
from riskplan.model.impact import CATEGORY, CostImpact, Delay, DurationFactor, Impact
from riskplan.model.plan import Plan
from riskplan.model.residual import residual
from riskplan.model.response import Response
from riskplan.model.risk import Kind, Risk
from riskplan.model.rules.places import placed, warning
from riskplan.model.schedule import Activity, is_in_base

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
        if phase.share is None:
            continue
        granted = phase.share * plan.budget
        planned = sum(cost for cost, name in _base_costs(plan) if name == phase.id)
        if planned > granted * (1 + _VISIBLE):
            yield warning(
                place,
                f"its work and cost items come to {planned:,.0f}, its share of the budget "
                f"to {granted:,.0f}",
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
    base = sum(cost for cost, _ in _base_costs(plan))
    if reserve.amount is not None and 1 <= reserve.amount <= _PERCENT < base / _PERCENT:
        yield Problem(
            "reserve",
            f"an amount of {reserve.amount:g} beside costs of {base:,.0f}",
            f"did you mean {reserve.amount / _PERCENT:g}, which is {reserve.amount:g} %?",
        )


def responses_are_worth_their_cost(plan: Plan) -> Iterator[Problem]:
    """Warn of a response that costs more than it can save of the expected loss of its risk.

    Of a risk that only costs money, it saves what the loss is less with it. Of any other, only
    the simulation can tell; there it is held against the whole loss, in which a delay counts at
    the day rates of the activities that it hits.
    """
    answered = [
        (place, risk)
        for place, risk in placed("risks", plan.risks)
        if risk.kind is Kind.THREAT and risk.responses
    ]
    if not answered:
        return
    prices = _Prices(plan)
    for place, risk in answered:
        loss = _expected_loss(risk, plan, prices)
        if loss == 0:
            continue
        takes_time = any(not isinstance(impact, CostImpact) for impact in risk.impacts)
        remedy = "it pays only if it serves more than this risk"
        if takes_time:
            remedy = "it pays only if the days that it saves are worth the rest"
        for inner, response in placed("responses", risk.responses):
            cost = _expected_cost(risk, response)
            saved = loss
            if not takes_time:
                saved -= _expected_loss(residual(risk, (response,)), plan, prices)
            if cost > loss:
                reason = f"more than the risk's expected loss of {loss:,.0f}"
            elif cost > saved > 0:
                reason = f"more than the {saved:,.0f} that it saves of an expected {loss:,.0f}"
            else:
                continue
            yield warning(f"{place}, {inner}", f"costs {cost:,.0f}, {reason}", remedy)


def _expected_cost(risk: Risk, response: Response) -> float:
    """Return what a response costs on average, which it does not always where it is triggered."""
    cost = response.cost.mean()
    return cost * _chance(residual(risk, (response,))) if response.triggered else cost


def _base_costs(plan: Plan) -> Iterator[tuple[float, str | None]]:
    """Yield what each cost item and each activity costs in the base plan, with its phase.

    Day rates that run with a whole phase are left out: they need the network.
    """
    days: dict[str, float] = {}
    for activity in plan.activities:
        if isinstance(activity, Activity) and is_in_base(activity):
            unit = plan.calendar.days_in(activity.unit)
            days[activity.id] = activity.duration.most_likely() * unit
            yield activity.day_rate.most_likely() * days[activity.id], activity.phase
    for item in plan.costs:
        paid_for = days.get(item.during or "", 0.0)
        yield item.amount.most_likely() + item.day_rate.most_likely() * paid_for, item.phase


class _Prices:
    """What a day costs of each activity, and what each cost item costs, on average.

    Both by what an impact may name: an id, or a phase for all that is in it.
    """

    def __init__(self, plan: Plan) -> None:
        self.days: dict[str, dict[str, float]] = {}
        self.items: dict[str, dict[str, float]] = {}
        paid_beside: dict[str, float] = {}
        for item in plan.costs:
            if item.during is not None:
                before = paid_beside.get(item.during, 0.0)
                paid_beside[item.during] = before + item.day_rate.mean()
            for name in (item.id, item.phase):
                if name is not None:
                    self.items.setdefault(name, {})[item.id] = item.amount.mean()
        for activity in plan.activities:
            if not isinstance(activity, Activity):
                continue
            rate = activity.day_rate.mean() + paid_beside.get(activity.id, 0.0)
            category = None if activity.category is None else CATEGORY + activity.category
            for name in (activity.id, activity.phase, category):
                if name is not None:
                    self.days.setdefault(name, {})[activity.id] = rate


def _chance(risk: Risk) -> float:
    probability = risk.probability
    return probability.mean() if isinstance(probability, Distribution) else probability


def _expected_loss(risk: Risk, plan: Plan, prices: _Prices) -> float:
    strikes = 1.0 if risk.count is None else risk.count.mean()
    return (
        _chance(risk) * strikes * sum(_mean_loss(impact, plan, prices) for impact in risk.impacts)
    )


def _mean_loss(impact: Impact, plan: Plan, prices: _Prices) -> float:
    if isinstance(impact, Delay):
        days = impact.days.mean() * plan.calendar.days_in(impact.unit)
        return days * _priced(impact.activities, prices.days)
    if isinstance(impact, DurationFactor):
        return 0.0
    loss = 0.0 if impact.amount is None else impact.amount.mean()
    if impact.share is not None:
        loss += impact.share.mean() * _priced(impact.of, prices.items)
    return loss


def _priced(names: tuple[str, ...], prices: dict[str, dict[str, float]]) -> float:
    """Add up the prices of everything that is named, each once."""
    named: dict[str, float] = {}
    for name in names:
        named |= prices.get(name, {})
    return sum(named.values())
