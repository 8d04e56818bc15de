"""Rules of identity: a plan holds something, and every id means one thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from riskplan.errors import Problem
from riskplan.model.calendars import CONTINUOUS
from riskplan.model.plan import Plan
from riskplan.model.rules.places import placed

__all__ = ["ids_are_unique", "something_to_simulate"]


def something_to_simulate(plan: Plan) -> Iterator[Problem]:
    """Refuse a plan with neither cost items nor activities nor risks."""
    if not (plan.costs or plan.activities or plan.risks):
        yield Problem(
            "the plan",
            "it has no cost items, no activities and no risks, so there is nothing to simulate",
            "add at least one of costs, activities or risks",
        )


def ids_are_unique(plan: Plan) -> Iterator[Problem]:
    """Refuse two items of one table with the same id."""
    tables: list[tuple[str, Sequence[Any]]] = [
        ("calendars", plan.calendars),
        ("phases", plan.phases),
        ("costs", plan.costs),
        ("activities", plan.activities),
        ("risks", plan.risks),
        ("scenarios", plan.scenarios),
        ("policies", plan.policies),
        ("benefits", plan.benefits),
    ]
    tables += [
        (f"{place}, responses", risk.responses) for place, risk in placed("risks", plan.risks)
    ]
    for table, items in tables:
        first: dict[str, int] = {}
        for index, (place, item) in enumerate(placed(table, items)):
            if item.id in first:
                yield _taken(place, f"[{first[item.id]}]")
            first.setdefault(item.id, index)
    for place, calendar in (("calendar", plan.calendar), *placed("calendars", plan.calendars)):
        if calendar.id == CONTINUOUS.id and calendar != CONTINUOUS:
            yield _taken(place, "the calendar that never stops")
    for place, calendar in placed("calendars", plan.calendars):
        if calendar.id == plan.calendar.id:
            yield _taken(place, "the plan's own calendar")


def _taken(place: str, owner: str) -> Problem:
    return Problem(
        place, f"the id is already taken by {owner}", "give each item of a table its own id"
    )
