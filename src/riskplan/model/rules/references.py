"""Rules of reference: whatever an item names must exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from riskplan.errors import Problem
from riskplan.model.buffers import Buffer
from riskplan.model.hammocks import Hammock
from riskplan.model.impact import CATEGORY, CostImpact
from riskplan.model.plan import Plan
from riskplan.model.rules.places import impacts_of, nearest, placed, unknown
from riskplan.model.schedule import Activity, Milestone, ScheduleItem

__all__ = [
    "calendars_are_declared",
    "conditions_name_risks",
    "cost_items_run_with_something",
    "groups_of_activities",
    "impacts_hit_something",
    "links_lead_somewhere",
    "phases_are_declared",
]


def links_lead_somewhere(plan: Plan) -> Iterator[Problem]:
    """Check that every link names an activity or milestone."""
    known = {activity.id for activity in plan.activities}
    for place, activity in placed("activities", plan.activities):
        for link in activity.after:
            if link.predecessor not in known:
                yield unknown(place, "after names activity", link.predecessor, known)


def phases_are_declared(plan: Plan) -> Iterator[Problem]:
    """Check, where the plan lists its phases, that items name one of those."""
    if not plan.phases:
        return
    known = {phase.id for phase in plan.phases}
    uses = [
        *((place, item.phase) for place, item in placed("costs", plan.costs)),
        *((place, item.phase) for place, item in placed("activities", plan.activities)),
        *((place, i.phase) for place, i in impacts_of(plan) if isinstance(i, CostImpact)),
        *(
            (f"{place}, {inner}", response.phase)
            for place, risk in placed("risks", plan.risks)
            for inner, response in placed("responses", risk.responses)
        ),
        *((place, policy.phase) for place, policy in placed("policies", plan.policies)),
    ]
    for place, phase in uses:
        if phase is not None and phase not in known:
            yield unknown(place, "phase", phase, known)


def cost_items_run_with_something(plan: Plan) -> Iterator[Problem]:
    """Check that what runs with an activity or phase names it, and that something runs with it."""
    known = {activity.id for activity in plan.activities} | phases_with_activities(plan)
    for place, item in placed("costs", plan.costs):
        has_rate = item.day_rate.support() != (0.0, 0.0)
        if item.during is not None and item.during not in known:
            yield unknown(place, "during names activity or phase", item.during, known)
        if has_rate and item.during is None:
            yield Problem(
                place,
                "a day rate needs to know for how long",
                "name an activity or phase in during",
            )
        is_free = item.amount.support() == (0.0, 0.0)
        if item.during is not None and not has_rate and is_free:
            message = f'during "{item.during}" without a day rate or an amount'
            yield Problem(place, message, "give day_rate, or the amount that is spent in it")


def calendars_are_declared(plan: Plan) -> Iterator[Problem]:
    """Check that activities name calendars that exist."""
    known = plan.calendars_by_id()
    for place, activity in placed("activities", plan.activities):
        name = activity.calendar if isinstance(activity, Activity | Milestone) else None
        if name is not None and name not in known:
            yield unknown(place, "calendar", name, known)


def impacts_hit_something(plan: Plan) -> Iterator[Problem]:
    """Check that impacts name activities, cost items or phases that exist and can be hit."""
    unhit = {a.id: a for a in plan.activities if not isinstance(a, Activity)}
    hit_by_time = {a.id for a in plan.activities} | set(groups_of_activities(plan))
    hit_by_cost = {item.id for item in plan.costs} | {i.phase for i in plan.costs if i.phase}
    for place, impact in impacts_of(plan):
        is_cost = isinstance(impact, CostImpact)
        known = hit_by_cost if is_cost else hit_by_time
        names = impact.of if isinstance(impact, CostImpact) else impact.activities
        for name in names:
            if name not in known:
                what = "cost item or phase" if is_cost else "activity"
                message = f'impact on {what} "{name}", which does not exist'
                yield Problem(place, message, nearest(name, known))
            elif name in unhit and not is_cost:
                yield _not_hit(place, unhit[name])
        if not is_cost and not names:
            yield Problem(place, "names no activity", "say which activities it hits")


def _not_hit(place: str, item: ScheduleItem) -> Problem:
    if isinstance(item, Buffer):
        message = f'impact on buffer "{item.id}", which takes no work'
        return Problem(place, message, "name the activity that it protects against")
    if isinstance(item, Hammock):
        message = f'impact on hammock "{item.id}", which lasts as long as what it spans'
        return Problem(place, message, "name the activities that it spans")
    message = f'impact on milestone "{item.id}", which takes no time'
    return Problem(place, message, "name the activity before it")


def groups_of_activities(plan: Plan) -> dict[str, int]:
    """Return how many activities each phase stands for, and each category as impacts name it."""
    counts: Counter[str] = Counter()
    for activity in plan.activities:
        if isinstance(activity, Activity):
            names = [activity.phase] if activity.phase else []
            names += [] if activity.category is None else [CATEGORY + activity.category]
            counts.update(names)
    return counts


def conditions_name_risks(plan: Plan) -> Iterator[Problem]:
    """Check that `given` names another risk."""
    known = {risk.id for risk in plan.risks}
    for place, risk in placed("risks", plan.risks):
        if risk.given is not None and risk.given not in known:
            yield unknown(place, "given names risk", risk.given, known)


def phases_with_activities(plan: Plan) -> set[str]:
    """Return the phases that hold at least one activity or milestone."""
    return {activity.phase for activity in plan.activities if activity.phase is not None}
