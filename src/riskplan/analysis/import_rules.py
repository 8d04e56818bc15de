"""The rules by which other tools date a schedule, applied to a plan that was read from one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from riskplan.io.schedules import is_of_primavera, strictest
from riskplan.io.schedules.raw import FileTask, ScheduleFile
from riskplan.model import (
    Activity,
    Constraint,
    ConstraintKind,
    ConstraintPolicy,
    Hammock,
    Milestone,
    Plan,
    ScheduleItem,
)
from riskplan.results import BaseSchedule
from riskplan.simulation import as_in_primavera, as_in_project, schedule_as_in

__all__ = ["base_under_the_rules", "plan_under_the_rules"]

_GIVING_WAY = {
    ConstraintKind.MSO: (ConstraintKind.SNET, ConstraintKind.SNLT),
    ConstraintKind.MFO: (ConstraintKind.FNET, ConstraintKind.FNLT),
}


def base_under_the_rules(plan: Plan, file: ScheduleFile) -> BaseSchedule:
    """Return the base schedule as the tool keeps it that wrote the file."""
    return schedule_as_in(plan, as_in_primavera) if is_of_primavera(file) else _of_project(plan)


def plan_under_the_rules(plan: Plan, file: ScheduleFile, tasks: Mapping[str, FileTask]) -> Plan:
    """Return a plan whose constraints hold as in the tool, and that ends when it must."""
    if is_of_primavera(file):
        whole = plan.evolve(constraint_policy=ConstraintPolicy.MANDATORY)
        must_finish = file.settings.must_finish_by
        return whole if must_finish is None else _ending(whole, must_finish)
    if file.settings.honor_constraints or file.settings.kind == "MPX":
        return plan.evolve(constraint_policy=ConstraintPolicy.HARD)
    by_hand = {name for name, task in tasks.items() if task.manual}
    items = [item if item.id in by_hand else _giving_way(item) for item in plan.activities]
    return plan.evolve(constraint_policy=ConstraintPolicy.MANDATORY, activities=items)


def _ending(plan: Plan, at: dt.datetime) -> Plan:
    """Return a plan with a last milestone, from which late dates are counted back."""
    followed = {link.predecessor for item in plan.activities for link in item.after}
    last = [
        item.id
        for item in plan.activities
        if item.id not in followed and not isinstance(item, Hammock)
    ]
    names = {item.id for item in plan.activities}
    name = next(
        f"must-finish-{n}" for n in range(len(names) + 1) if f"must-finish-{n}" not in names
    )
    must = Milestone(
        name, "Must finish", after=last, constraints=[Constraint(ConstraintKind.MFO, at)]
    )
    return plan.evolve(activities=(*plan.activities, must))


def _giving_way(item: ScheduleItem) -> ScheduleItem:
    """Return an item whose constraints give way to its links."""
    if not isinstance(item, Activity | Milestone):
        return item
    kept = [
        Constraint(kind, constraint.at)
        for constraint in item.constraints
        for kind in _GIVING_WAY.get(constraint.kind, (constraint.kind,))
    ]
    return attrs.evolve(item, constraints=strictest(kept))


def _of_project(plan: Plan) -> BaseSchedule:
    """Return the base schedule as Microsoft Project keeps it.

    What is done as late as possible lies at its late dates for all that follows on it, but keeps
    its early dates itself.
    """
    late = [row for row, item in enumerate(plan.activities) if _is_late(item)]
    items = list(plan.activities)
    for row in late:
        items[row] = _bound_from(items[row], None)
    early = schedule_as_in(plan.evolve(activities=items), as_in_project)
    if not late:
        return early
    for row in late:
        items[row] = _bound_from(items[row], early.late_start_dates[row])
    moved = schedule_as_in(plan.evolve(activities=items), as_in_project)

    def mixed(ours: tuple[dt.datetime, ...], first: tuple[dt.datetime, ...]) -> tuple[Any, ...]:
        return tuple(
            one if row in late else other
            for row, (one, other) in enumerate(zip(first, ours, strict=True))
        )

    return attrs.evolve(
        moved,
        start_dates=mixed(moved.start_dates, early.start_dates),
        finish_dates=mixed(moved.finish_dates, early.finish_dates),
    )


def _is_late(item: ScheduleItem) -> bool:
    kinds = (c.kind for c in item.constraints) if isinstance(item, Activity | Milestone) else ()
    return ConstraintKind.ALAP in kinds


def _bound_from(item: ScheduleItem, start: dt.datetime | None) -> ScheduleItem:
    """Return an item that begins no earlier than a date, and not as late as possible."""
    if not isinstance(item, Activity | Milestone):
        return item
    kept = [c for c in item.constraints if c.kind is not ConstraintKind.ALAP]
    if start is not None:
        kept.append(Constraint(ConstraintKind.SNET, start))
    return attrs.evolve(item, constraints=strictest(kept))
