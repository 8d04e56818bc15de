"""Rules of single values: dates in order, nothing wrongly negative."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.distributions import Distribution
from riskplan.errors import Problem
from riskplan.model.hammocks import Hammock
from riskplan.model.links import LagCalendar
from riskplan.model.plan import Plan
from riskplan.model.rules.places import placed, warning
from riskplan.model.schedule import Activity

__all__ = [
    "durations_are_not_negative",
    "lags_stand_where_they_can",
    "negative_part",
    "plan_values_make_sense",
    "rates_are_not_negative",
]

_NEGLIGIBLE = 1e-3


def plan_values_make_sense(plan: Plan) -> Iterator[Problem]:
    """Check start, deadline and budget."""
    if plan.budget is not None and plan.budget <= 0:
        yield Problem(
            "budget", f"must be above 0 (got {plan.budget:,.12g})", "leave it out if open"
        )
    if plan.deadline is not None and plan.start is None:
        yield Problem("deadline", "it needs a start to count from", "give the plan a start date")
    elif plan.deadline is not None and plan.start is not None and plan.deadline < plan.start:
        yield Problem(
            "deadline", f"{plan.deadline} lies before the start {plan.start}", "check both dates"
        )


def durations_are_not_negative(plan: Plan) -> Iterator[Problem]:
    """Check that activities take no negative time."""
    for place, activity in placed("activities", plan.activities):
        if isinstance(activity, Activity):
            yield from negative_part(place, "duration", activity.duration)


def rates_are_not_negative(plan: Plan) -> Iterator[Problem]:
    """Check day rates, and warn of cost items that may become negative."""
    for place, activity in placed("activities", plan.activities):
        if isinstance(activity, Activity | Hammock):
            yield from negative_part(place, "day_rate", activity.day_rate)
    for place, item in placed("costs", plan.costs):
        yield from negative_part(place, "amount", item.amount)
        yield from negative_part(place, "day_rate", item.day_rate)


def lags_stand_where_they_can(plan: Plan) -> Iterator[Problem]:
    """Warn of links twice to one predecessor in the same way, and of calendars without a lag."""
    for place, activity in placed("activities", plan.activities):
        seen = set()
        for link in activity.after:
            if (link.predecessor, link.type) in seen:
                yield warning(
                    place,
                    f'two {link.type.value} links to "{link.predecessor}"',
                    "the later date holds; keep one link",
                )
            seen.add((link.predecessor, link.type))
            if link.lag == 0.0 and link.lag_in is not LagCalendar.PREDECESSOR:
                yield warning(
                    place,
                    f'link "{link}" names the calendar of a lag, but has none',
                    "give a lag, or leave out its calendar",
                )


def negative_part(place: str, name: str, distribution: Distribution) -> Iterator[Problem]:
    """Refuse a quantity that is bounded below zero, and warn of one whose tail reaches there."""
    low = distribution.support()[0]
    if low >= 0:
        return
    cut = f"cut it off: truncated({distribution!r}, low=0)"
    if low > -float("inf") or distribution.most_likely() < 0:
        remedy = "check the signs; something that is saved is a risk of kind opportunity"
        if distribution.most_likely() > 0:
            remedy = f"check the signs, or {cut}"
        yield Problem(
            place,
            f"{name} must not be negative (got {distribution!r}, which goes down to {low:.12g})",
            remedy,
        )
    elif (chance := float(distribution.cdf(0.0))) > _NEGLIGIBLE:
        yield warning(
            place,
            f"{name} {distribution!r} is negative with probability {chance:.2g}",
            cut,
        )
