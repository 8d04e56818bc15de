"""Chance and arithmetic: blocks of iterations over plain arrays, with no notion of a plan."""

from riskplan.engine.block import Block, Kept, base_plan, run_into
from riskplan.engine.cash import Cash, Months, base_cash, cash_of, months_since
from riskplan.engine.clock import Clock, InstantClock
from riskplan.engine.conventions import LateRule, as_in_primavera, as_in_project, held_back
from riskplan.engine.dates import BaseDates, with_buffers
from riskplan.engine.dependence import Group
from riskplan.engine.draw import Chance
from riskplan.engine.expiry import (
    Expiring,
    ToCome,
    base_outlays,
    still_to_come,
)
from riskplan.engine.network import Criticality
from riskplan.engine.program import (
    CostEffect,
    Cover,
    Event,
    Line,
    Need,
    Network,
    Program,
    Rate,
    TimeEffect,
    Window,
)
from riskplan.engine.quantiles import Transform, capped, transform_of
from riskplan.engine.quantities import Quantity
from riskplan.engine.recalled import Parts, Recalled
from riskplan.engine.sampling import (
    SAMPLING_PLANS,
    Antithetic,
    LatinHypercube,
    Random,
    Sampler,
    SamplingPlan,
    Sobol,
    refuse_too_many_dimensions,
    sampling_of,
)
from riskplan.engine.spending import Income, Ledger, Pace, Spending
from riskplan.engine.streams import LARGEST_SEED, SAMPLER, Key, fresh_seed, key_of
from riskplan.engine.timing import NEVER, Task, Tie, Timing, rounded
from riskplan.engine.traces import Trace, base_trace, trace
from riskplan.engine.weather import Weather
from riskplan.engine.worktime import CONTINUOUS, WorkTime, worktime_of

__all__ = [
    "CONTINUOUS",
    "LARGEST_SEED",
    "NEVER",
    "SAMPLER",
    "SAMPLING_PLANS",
    "Antithetic",
    "BaseDates",
    "Block",
    "Cash",
    "Chance",
    "Clock",
    "CostEffect",
    "Cover",
    "Criticality",
    "Event",
    "Expiring",
    "Group",
    "Income",
    "InstantClock",
    "Kept",
    "Key",
    "LateRule",
    "LatinHypercube",
    "Ledger",
    "Line",
    "Months",
    "Need",
    "Network",
    "Pace",
    "Parts",
    "Program",
    "Quantity",
    "Random",
    "Rate",
    "Recalled",
    "Sampler",
    "SamplingPlan",
    "Sobol",
    "Spending",
    "Task",
    "Tie",
    "TimeEffect",
    "Timing",
    "ToCome",
    "Trace",
    "Transform",
    "Weather",
    "Window",
    "WorkTime",
    "as_in_primavera",
    "as_in_project",
    "base_cash",
    "base_outlays",
    "base_plan",
    "base_trace",
    "capped",
    "cash_of",
    "fresh_seed",
    "held_back",
    "key_of",
    "months_since",
    "refuse_too_many_dimensions",
    "rounded",
    "run_into",
    "sampling_of",
    "still_to_come",
    "trace",
    "transform_of",
    "with_buffers",
    "worktime_of",
]
