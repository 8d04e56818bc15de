"""When the base plan does its work, and how long each part can wait, known before any run."""

from __future__ import annotations

from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.compiler.program import compile_plan
from riskplan.engine import base_plan
from riskplan.model import INHERENT, Plan

__all__ = ["BaseFloat", "base_float"]


@frozen(eq=False)
class BaseFloat:
    """The base schedule as far as the health of a schedule shows in it.

    Parameters
    ----------
    start, finish : FloatArray, shape (n_activities,)
        Early dates, in the order of the plan, as the program's clock counts time.
    total_float : FloatArray, shape (n_activities,) [working days]
        How long each can wait; negative where it is late for a date that it should keep.
    """

    start: FloatArray
    finish: FloatArray
    total_float: FloatArray


def base_float(plan: Plan) -> BaseFloat:
    """Return when the base plan does its work and how long each part can wait.

    Parameters
    ----------
    plan : Plan
        A plan that keeps its rules.

    Raises
    ------
    UnsupportedError
        If the plan says something that cannot be computed yet.
    """
    program, _ = compile_plan(plan, INHERENT)
    _, dates = base_plan(program)
    return BaseFloat(dates.early_start, dates.early_finish, dates.total_float)
