"""The base plan by itself: its schedule, without any chance."""

from __future__ import annotations

from riskplan.compiler import compile_plan
from riskplan.engine import LateRule, base_plan, held_back
from riskplan.model import INHERENT, Plan
from riskplan.results import BaseSchedule
from riskplan.simulation.labels import labelled_schedule
from riskplan.simulation.requests import refuse_broken

__all__ = ["base_schedule", "schedule_as_in"]


def base_schedule(plan: Plan) -> BaseSchedule:
    """Return the schedule of the base plan: early and late dates and float, without any chance.

    Raises
    ------
    PlanError
        If the plan breaks a rule; it lists every rule that is broken.
    UnsupportedError
        If the plan says something that cannot be computed yet.

    Examples
    --------
    >>> from riskplan import Activity, Plan
    >>> a, b = Activity("a", "A", 3), Activity("b", "B", 5)
    >>> base_schedule(Plan("Two", activities=[a, b])).total_float
    array([2., 0.])
    """
    return schedule_as_in(plan, held_back)


def schedule_as_in(plan: Plan, convention: LateRule) -> BaseSchedule:
    """Return the base schedule with late dates by the convention of a tool.

    Parameters
    ----------
    plan : Plan
    convention : LateRule
        How links carry late dates back from one calendar to another.

    Raises
    ------
    PlanError, UnsupportedError
        As `base_schedule` does.

    Examples
    --------
    >>> from riskplan import Activity, Plan
    >>> from riskplan.engine import as_in_project
    >>> dig = Plan("Dig", start="2026-01-05", activities=[Activity("dig", "Dig", 3)])
    >>> schedule_as_in(dig, as_in_project).late_finish_dates
    (datetime.datetime(2026, 1, 7, 17, 0),)
    """
    refuse_broken(plan)
    program, _ = compile_plan(plan, INHERENT)
    _, dates = base_plan(program, convention)
    return labelled_schedule(plan, program, dates)
