"""The base plan by itself: its schedule, without any chance."""

from __future__ import annotations

from riskplan.compiler import compile_plan
from riskplan.engine import base_plan
from riskplan.model import INHERENT, Plan
from riskplan.results import BaseSchedule
from riskplan.simulation.labels import labelled_schedule
from riskplan.simulation.requests import refuse_broken

__all__ = ["base_schedule"]


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
    refuse_broken(plan)
    program, _ = compile_plan(plan, INHERENT)
    _, dates = base_plan(program)
    return labelled_schedule(plan, program, dates)
