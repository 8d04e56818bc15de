"""Rules of what may not happen: branches of the schedule, and windows of risks."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.errors import Problem
from riskplan.model.impact import takes_time
from riskplan.model.moments import beginning, end
from riskplan.model.plan import Plan
from riskplan.model.rules.places import placed, unknown, warning
from riskplan.model.schedule import Activity

__all__ = ["branches_can_be_decided", "windows_can_be_hit"]

_PERCENT = 100.0


def branches_can_be_decided(plan: Plan) -> Iterator[Problem]:
    """Check the chance of activities, and that the risk they wait for is known before them."""
    risks = {risk.id: risk for risk in reversed(plan.risks)}
    for place, item in placed("activities", plan.activities):
        if not isinstance(item, Activity):
            continue
        yield from _chance_problems(place, item.probability)
        if item.only_if is not None and item.only_if not in risks:
            yield unknown(place, "only_if names risk", item.only_if, risks)
        elif item.only_if is not None and risks[item.only_if].must_hit:
            yield Problem(
                place,
                f'only_if names risk "{item.only_if}", which strikes in a window: whether it does '
                "is known only once the schedule is",
                "leave out its window, or only_if",
            )
        if item.actual_start is not None and (item.probability < 1.0 or item.only_if is not None):
            yield warning(
                place,
                "has started, so that it is needed whatever its chance",
                "leave out probability and only_if",
            )


def _chance_problems(place: str, probability: float) -> Iterator[Problem]:
    if 0.0 <= probability <= 1.0:
        return
    remedy = "a probability is a number such as 0.2"
    if 1.0 < probability <= _PERCENT:
        remedy = f"did you mean {probability / _PERCENT:.2f}?"
    yield Problem(place, f"probability must be between 0 and 1 (got {probability:g})", remedy)


def windows_can_be_hit(plan: Plan) -> Iterator[Problem]:
    """Check that windows of risks have their dates in order, and either work to hit or none."""
    for place, risk in placed("risks", plan.risks):
        window = risk.window
        if window is None:
            continue
        if window.last < window.first:
            yield Problem(
                place,
                f'window "{window}" ends before it begins',
                "write the earlier date first",
            )
        elif plan.start is not None and end(window.last) <= beginning(plan.start):
            yield warning(
                place,
                f'window "{window}" lies before the start {plan.start}, so that '
                + ("it never strikes" if risk.must_hit else "nothing is left of it"),
                "check both dates",
            )
        kind = "that delays work" if risk.must_hit else "that only costs"
        for inner, response in placed("responses", risk.responses):
            impacts = response.impacts or ()
            if impacts and risk.impacts and any(map(takes_time, impacts)) != risk.must_hit:
                yield Problem(
                    f"{place}, {inner}",
                    f"with its impacts, a risk with a window {kind} would be of the other kind: "
                    "one that delays occurs only where it hits work, and one that costs whatever "
                    "is being done",
                    "leave out window, or let both delay",
                )
