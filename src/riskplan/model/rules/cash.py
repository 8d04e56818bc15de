"""Rules of cash: when money is spent, what prices do, what comes in, and what there is."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.errors import Problem
from riskplan.model.cash import Escalation, Spend
from riskplan.model.plan import Plan
from riskplan.model.rules.places import nearest, placed, unknown, warning
from riskplan.model.rules.references import phases_with_activities
from riskplan.model.rules.values import negative_part
from riskplan.model.schedule import Activity

__all__ = [
    "benefits_can_begin",
    "escalations_make_sense",
    "funding_makes_sense",
    "money_is_spent_at_one_time",
    "percents_as_rate",
    "rates_of_return_are_fractions",
]

_PERCENT = 100.0
_HIGHEST_RATE = 1.0
_HIGHEST_FLOOR = 10.0


def money_is_spent_at_one_time(plan: Plan) -> Iterator[Problem]:
    """Check that cost items do not say in two ways when they are spent."""
    for place, item in placed("costs", plan.costs):
        if item.on is not None and item.spend is not Spend.UNIFORM:
            yield Problem(
                place,
                f'spent on {item.on} and, by spend = "{item.spend.value}", at another time',
                "give one of the two",
            )


def benefits_can_begin(plan: Plan) -> Iterator[Problem]:
    """Check what benefits wait for, and for how long they go on."""
    known = {activity.id for activity in plan.activities} | phases_with_activities(plan)
    for place, benefit in placed("benefits", plan.benefits):
        yield from negative_part(place, "amount", benefit.amount)
        if benefit.after is not None and benefit.on is not None:
            yield Problem(
                place,
                f'begins on {benefit.on} and after "{benefit.after}"',
                "give one of the two",
            )
        elif benefit.after is not None and benefit.after not in known:
            what = "after names activity, milestone or phase"
            yield unknown(place, what, benefit.after, known)
        if benefit.lag < 0:
            yield Problem(place, f"lag must not be negative (got {benefit.lag:g})", "in months")
        if benefit.months is not None and benefit.months <= 0:
            yield Problem(
                place,
                f"months must be above 0 (got {benefit.months:g})",
                "leave it out where the benefit comes once",
            )


def rates_of_return_are_fractions(plan: Plan) -> Iterator[Problem]:
    """Refuse a discount rate of -100 % and less, and percents typed as numbers."""
    if plan.discount_rate is not None and plan.discount_rate <= -1.0:
        message = f"must be above -1 (got {plan.discount_rate:g})"
        yield Problem("discount_rate", message, "8 % is 0.08")
    if plan.roi_floor is not None and plan.roi_floor <= -1.0:
        message = f"must be above -1 (got {plan.roi_floor:g})"
        yield Problem("roi_floor", message, "10 % is 0.1")
    if plan.discount_rate is not None:
        yield from percents_as_rate("discount_rate", plan.discount_rate)
    if plan.roi_floor is not None and plan.roi_floor >= _HIGHEST_FLOOR:
        yield warning(
            "roi_floor",
            f"benefits of {1.0 + plan.roi_floor:g} times the costs",
            f"did you mean {plan.roi_floor / _PERCENT:g}?",
        )


def escalations_make_sense(plan: Plan) -> Iterator[Problem]:
    """Check rates, that each category has one, and that something belongs to it."""
    known = {item.category for item in plan.costs if item.category}
    known |= {a.category for a in plan.activities if isinstance(a, Activity) and a.category}
    seen = set()
    for index, escalation in enumerate(plan.escalation):
        place = f"escalation[{index}]"
        low, high = escalation.rate.support()
        if low <= -1.0:
            yield Problem(
                place, f"rate must stay above -1 (got {escalation.rate!r})", "3 % is 0.03"
            )
        else:
            middle = low if low == high else escalation.rate.mean()
            yield from percents_as_rate(place, middle)
        if escalation.category in seen:
            what = (
                f'category "{_short(escalation.category)}"' if escalation.category else "everything"
            )
            yield Problem(place, f"a second rate for {what}", "give one rate for each category")
        elif escalation.category and not any(_is_in(name, escalation) for name in known):
            yield warning(
                place,
                f'no cost item and no activity is of category "{_short(escalation.category)}"',
                nearest(_short(escalation.category), {*map(_short, known)}),
            )
        seen.add(escalation.category)


def funding_makes_sense(plan: Plan) -> Iterator[Problem]:
    """Check that money that becomes available is some, and that a cap leaves some."""
    for index, funding in enumerate(plan.funding):
        if funding.amount <= 0:
            message = f"amount must be above 0 (got {funding.amount:,.12g})"
            yield Problem(f"funding[{index}]", message)
    if plan.monthly_cap is not None and plan.monthly_cap <= 0:
        yield Problem(
            "monthly_cap", f"must be above 0 (got {plan.monthly_cap:,.12g})", "leave it out if none"
        )


def _short(category: str) -> str:
    return " ".join(category.split())


def _is_in(category: str, escalation: Escalation) -> bool:
    return f"{category}/".startswith(f"{escalation.category}/")


def percents_as_rate(place: str, rate: float) -> Iterator[Problem]:
    """Check that a yearly rate is a fraction, and no percents typed as a number.

    Examples
    --------
    >>> print(*percents_as_rate("discount_rate", 8.0), *percents_as_rate("discount_rate", 0.08))
    discount_rate: a rate of 800 % a year; write it as a fraction; did you mean 0.08?
    """
    if rate >= _HIGHEST_RATE:
        yield Problem(
            place,
            f"a rate of {rate * _PERCENT:g} % a year",
            f"write it as a fraction; did you mean {rate / _PERCENT:g}?",
        )
