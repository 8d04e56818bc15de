"""Rules of single values: dates in order, working time that exists, nothing wrongly negative."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.distributions import Distribution
from riskplan.errors import Problem
from riskplan.model.calendars import Calendar
from riskplan.model.plan import Plan
from riskplan.model.rules.places import placed, warning
from riskplan.model.schedule import Activity

__all__ = [
    "calendar_has_working_time",
    "durations_are_not_negative",
    "lags_stand_where_they_can",
    "negative_part",
    "plan_values_make_sense",
    "rates_are_not_negative",
]

_NEGLIGIBLE = 1e-3
_DAY_HOURS = 24.0
_SHORTEST_DAY_HOURS = 1.0 / 60.0


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


def calendar_has_working_time(plan: Plan) -> Iterator[Problem]:
    """Check that every calendar has days and hours to work in."""
    calendars = [("calendar", plan.calendar), *placed("calendars", plan.calendars)]
    for place, calendar in calendars:
        yield from _calendar_problems(place, calendar)
    if (
        plan.start is not None
        and plan.calendar.work_week
        and not plan.calendar.works_on(plan.start)
    ):
        yield warning(
            "start", f"{plan.start} is not a working day", "the plan starts on the next working day"
        )


def _calendar_problems(place: str, calendar: Calendar) -> Iterator[Problem]:
    if not calendar.work_week:
        yield Problem(place, "work_week holds no day", "name at least one working day")
    if not _SHORTEST_DAY_HOURS <= calendar.hours <= _DAY_HOURS:
        yield Problem(
            place,
            f"hours must be at least a minute and at most 24 (got {calendar.hours:g})",
            "8 is usual",
        )
    elif not 0 <= calendar.opens <= _DAY_HOURS - calendar.hours:
        yield Problem(
            place,
            f"{calendar.hours:g} hours of work from {calendar.opens:g} h leave the day",
            "opens must be at least 0 and at most 24 less hours",
        )


def durations_are_not_negative(plan: Plan) -> Iterator[Problem]:
    """Check that activities take no negative time."""
    for place, activity in placed("activities", plan.activities):
        if isinstance(activity, Activity):
            yield from negative_part(place, "duration", activity.duration)


def rates_are_not_negative(plan: Plan) -> Iterator[Problem]:
    """Check day rates, and warn of cost items that may become negative."""
    for place, activity in placed("activities", plan.activities):
        if isinstance(activity, Activity):
            yield from negative_part(place, "day_rate", activity.day_rate)
    for place, item in placed("costs", plan.costs):
        yield from negative_part(place, "amount", item.amount)
        yield from negative_part(place, "day_rate", item.day_rate)


def lags_stand_where_they_can(plan: Plan) -> Iterator[Problem]:
    """Warn of an activity that is linked twice to the same predecessor in the same way."""
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
