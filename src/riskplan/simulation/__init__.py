"""From a plan to a result: check, compile, run block by block, join, label, stamp."""

from riskplan.engine import (
    Antithetic,
    LatinHypercube,
    Random,
    SamplingPlan,
    Sobol,
    Trace,
    sampling_of,
)
from riskplan.simulation.base import base_schedule
from riskplan.simulation.cluster import cluster_executor
from riskplan.simulation.quantities import quantity_samples
from riskplan.simulation.repeat import Replay, replay
from riskplan.simulation.requests import refuse_broken, scenario_of
from riskplan.simulation.retracing import Retrace, retrace
from riskplan.simulation.runner import simulate

__all__ = [
    "Antithetic",
    "LatinHypercube",
    "Random",
    "Replay",
    "Retrace",
    "SamplingPlan",
    "Sobol",
    "Trace",
    "base_schedule",
    "cluster_executor",
    "quantity_samples",
    "refuse_broken",
    "replay",
    "retrace",
    "sampling_of",
    "scenario_of",
    "simulate",
]
