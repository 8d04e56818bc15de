"""Rules of buffers and hammocks: they absorb or span something, and nothing waits for a hammock."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.errors import Problem
from riskplan.model.buffers import Buffer
from riskplan.model.hammocks import Hammock
from riskplan.model.plan import Plan
from riskplan.model.rules.places import placed, unknown, warning
from riskplan.model.rules.values import negative_part

__all__ = ["buffers_absorb_something", "hammocks_span_something", "nothing_waits_for_hammocks"]


def buffers_absorb_something(plan: Plan) -> Iterator[Problem]:
    """Check the size of buffers; warn of those that wait for nothing."""
    for place, item in placed("activities", plan.activities):
        if not isinstance(item, Buffer):
            continue
        yield from negative_part(place, "size", item.size)
        if not item.after:
            message = "a buffer that waits for nothing absorbs no delay"
            yield warning(place, message, "name in after what it protects against")


def hammocks_span_something(plan: Plan) -> Iterator[Problem]:
    """Check that hammocks span activities, milestones or buffers that exist."""
    hammocks = {item.id for item in plan.activities if isinstance(item, Hammock)}
    known = {item.id for item in plan.activities} - hammocks
    for place, item in placed("activities", plan.activities):
        if not isinstance(item, Hammock):
            continue
        if not item.over:
            yield Problem(place, "spans no activity", "name in over what it lasts as long as")
        for name in item.over:
            if name in hammocks:
                message = f'over names hammock "{name}"'
                yield Problem(place, message, "name the activities that that one spans")
            elif name not in known:
                yield unknown(place, "over names activity", name, known)


def nothing_waits_for_hammocks(plan: Plan) -> Iterator[Problem]:
    """Refuse links to hammocks, which drive nothing."""
    hammocks = {item.id for item in plan.activities if isinstance(item, Hammock)}
    for place, item in placed("activities", plan.activities):
        for link in item.after:
            if link.predecessor in hammocks:
                yield Problem(
                    place,
                    f'after names hammock "{link.predecessor}", which drives nothing',
                    "name the activity that it waits for",
                )
