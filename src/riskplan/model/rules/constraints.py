"""Rules of dates besides the links: constraints, deadlines, and what they count from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from riskplan.errors import Problem
from riskplan.model.constraints import Constraint, ConstraintKind, ConstraintPolicy
from riskplan.model.moments import beginning, end, written
from riskplan.model.plan import Plan
from riskplan.model.rules.places import few_or_counted, placed, warning
from riskplan.model.schedule import Activity, Milestone, ScheduleItem

__all__ = [
    "constraints_agree",
    "constraints_leave_room_for_risk",
    "dates_have_a_start",
    "deadlines_follow_the_start",
    "holds_a_date",
]

# The kinds that say how early an end may be, and how late.
_LATEST = (
    (
        (ConstraintKind.SNET, ConstraintKind.MSO),
        (ConstraintKind.SNLT, ConstraintKind.MSO),
    ),
    (
        (ConstraintKind.FNET, ConstraintKind.MFO),
        (ConstraintKind.FNLT, ConstraintKind.MFO),
    ),
)


def dates_have_a_start(plan: Plan) -> Iterator[Problem]:
    """Refuse dates in a plan without a start, which nothing can be compared with."""
    if plan.start is not None:
        return
    remedy = "give the plan a start date"
    if plan.data_date is not None:
        yield Problem("data_date", "it needs a start to count from", remedy)
    for place, item in _held(plan):
        for constraint in item.constraints:
            if constraint.at is not None:
                message = f'constraint "{constraint}" needs a start to count from'
                yield Problem(place, message, remedy)
        if item.deadline is not None:
            yield Problem(place, "its deadline needs a start to count from", remedy)
    for place, risk in placed("risks", plan.risks):
        if risk.window is not None:
            yield Problem(place, "its window needs a start to count from", remedy)


def constraints_agree(plan: Plan) -> Iterator[Problem]:
    """Refuse two constraints of one kind; warn of an earliest date behind the latest."""
    for place, item in _held(plan):
        if len(item.constraints) <= 1:
            continue
        kinds = [constraint.kind for constraint in item.constraints]
        for kind in dict.fromkeys(kinds):
            if kinds.count(kind) > 1:
                yield Problem(place, f"two {kind.value} constraints", "keep one of them")
        for earliest, latest in _LATEST:
            low, high = _dated(item.constraints, earliest), _dated(item.constraints, latest)
            if low and high and max(low)[0] > min(high)[0]:
                yield warning(
                    place,
                    f'the constraints "{max(low)[1]}" and "{min(high)[1]}" cannot both hold',
                    "the earliest date comes first; check both",
                )


def _dated(
    constraints: tuple[Constraint, ...], kinds: tuple[ConstraintKind, ...]
) -> list[tuple[dt.datetime, str]]:
    """Return the instants of the constraints of some kinds, each with its text."""
    return [
        (constraint.instant, str(constraint))
        for constraint in constraints
        if constraint.kind in kinds and constraint.instant is not None
    ]


def constraints_leave_room_for_risk(plan: Plan) -> Iterator[Problem]:
    """Warn of constraints that hold a date whatever comes, as GAO's schedule guide asks."""
    yield from few_or_counted(_holding(plan), "constraints falsify a risk analysis on")


def holds_a_date(item: ScheduleItem) -> bool:
    """Return whether a constraint holds a date of an activity whatever comes."""
    if not isinstance(item, Activity | Milestone):
        return False
    return any(constraint.kind in _HOLDING for constraint in item.constraints)


def _holding(plan: Plan) -> Iterator[tuple[str, Problem]]:
    is_hard = plan.constraint_policy is ConstraintPolicy.HARD
    for place, item in _held(plan):
        for constraint in item.constraints:
            if constraint.kind in _HOLDING:
                effect = _HOLDING[constraint.kind]
                if is_hard:
                    effect = "it holds against the links and hides delays"
                yield (
                    item.id,
                    warning(
                        place,
                        f'constraint "{constraint}" falsifies a risk analysis; {effect}',
                        "use a deadline, or a constraint of earliest dates",
                    ),
                )


_HOLDING = {
    ConstraintKind.SNLT: "it only shapes late dates and float",
    ConstraintKind.FNLT: "it only shapes late dates and float",
    ConstraintKind.MSO: "it is simulated as SNET",
    ConstraintKind.MFO: "it is simulated as FNET",
}


def deadlines_follow_the_start(plan: Plan) -> Iterator[Problem]:
    """Warn of deadlines of activities that lie before the start of the plan."""
    if plan.start is None:
        return
    for place, item in _held(plan):
        if item.deadline is not None and end(item.deadline) <= beginning(plan.start):
            yield warning(
                place,
                f"its deadline {written(item.deadline)} lies before the start {plan.start}",
                "check both dates",
            )


def _held(plan: Plan) -> Iterator[tuple[str, Activity | Milestone]]:
    for place, item in placed("activities", plan.activities):
        if isinstance(item, Activity | Milestone):
            yield place, item
