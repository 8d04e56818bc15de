"""From meaning to form: a plan under a scenario becomes a program of arrays and indexes."""

from riskplan.compiler.calendars import Calendars
from riskplan.compiler.floats import BaseFloat, base_float
from riskplan.compiler.index import Index, index_of
from riskplan.compiler.names import stream_of
from riskplan.compiler.program import compile_plan
from riskplan.compiler.schedule import PlanClock, plan_clock
from riskplan.compiler.support import unsupported_in

__all__ = [
    "BaseFloat",
    "Calendars",
    "Index",
    "PlanClock",
    "base_float",
    "compile_plan",
    "index_of",
    "plan_clock",
    "stream_of",
    "unsupported_in",
]
