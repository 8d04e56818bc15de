"""Chance and arithmetic: blocks of iterations over plain arrays, with no notion of a plan."""

from riskplan.engine.block import Block, Kept, base_plan, run_into
from riskplan.engine.clock import Clock, InstantClock
from riskplan.engine.dates import BaseDates, with_buffers
from riskplan.engine.dependence import Group
from riskplan.engine.draw import Chance
from riskplan.engine.network import Criticality
from riskplan.engine.program import (
    CostEffect,
    Event,
    Line,
    Need,
    Network,
    Program,
    Rate,
    TimeEffect,
    Window,
)
from riskplan.engine.quantiles import Transform, transform_of
from riskplan.engine.quantities import Quantity
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
    "Chance",
    "Clock",
    "CostEffect",
    "Criticality",
    "Event",
    "Group",
    "InstantClock",
    "Kept",
    "Key",
    "LatinHypercube",
    "Line",
    "Need",
    "Network",
    "Program",
    "Quantity",
    "Random",
    "Rate",
    "Sampler",
    "SamplingPlan",
    "Sobol",
    "Task",
    "Tie",
    "TimeEffect",
    "Timing",
    "Trace",
    "Transform",
    "Weather",
    "Window",
    "WorkTime",
    "base_plan",
    "base_trace",
    "fresh_seed",
    "key_of",
    "refuse_too_many_dimensions",
    "rounded",
    "run_into",
    "sampling_of",
    "trace",
    "transform_of",
    "with_buffers",
    "worktime_of",
]
