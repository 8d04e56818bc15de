"""Chance and arithmetic: blocks of iterations over plain arrays, with no notion of a plan."""

from riskplan.engine.block import BaseDates, Block, base_block, base_dates, run_block
from riskplan.engine.clock import Clock
from riskplan.engine.program import (
    CostEffect,
    Event,
    Line,
    Network,
    Program,
    Quantity,
    Rate,
    TimeEffect,
)
from riskplan.engine.quantiles import Transform, transform_of
from riskplan.engine.streams import LARGEST_SEED, SAMPLER, WORDS, fresh_seed, key_of

__all__ = [
    "LARGEST_SEED",
    "SAMPLER",
    "WORDS",
    "BaseDates",
    "Block",
    "Clock",
    "CostEffect",
    "Event",
    "Line",
    "Network",
    "Program",
    "Quantity",
    "Rate",
    "TimeEffect",
    "Transform",
    "base_block",
    "base_dates",
    "fresh_seed",
    "key_of",
    "run_block",
    "transform_of",
]
