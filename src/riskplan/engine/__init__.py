"""Chance and arithmetic: blocks of iterations over plain arrays, with no notion of a plan."""

from riskplan.engine.block import (
    BaseDates,
    Block,
    Kept,
    base_plan,
    run_into,
)
from riskplan.engine.clock import Clock
from riskplan.engine.dependence import Group
from riskplan.engine.draw import Chance
from riskplan.engine.network import Criticality
from riskplan.engine.program import (
    CostEffect,
    Event,
    Line,
    Network,
    Program,
    Rate,
    TimeEffect,
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

__all__ = [
    "LARGEST_SEED",
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
    "Kept",
    "Key",
    "LatinHypercube",
    "Line",
    "Network",
    "Program",
    "Quantity",
    "Random",
    "Rate",
    "Sampler",
    "SamplingPlan",
    "Sobol",
    "TimeEffect",
    "Transform",
    "base_plan",
    "fresh_seed",
    "key_of",
    "refuse_too_many_dimensions",
    "run_into",
    "sampling_of",
    "transform_of",
]
