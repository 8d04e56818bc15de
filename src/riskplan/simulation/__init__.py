"""From a plan to a result: check, compile, run block by block, join, label, stamp."""

from riskplan.engine import (
    Antithetic,
    LatinHypercube,
    Random,
    SamplingPlan,
    Sobol,
    Trace,
    as_in_primavera,
    as_in_project,
    sampling_of,
)
from riskplan.simulation.base import base_schedule, schedule_as_in
from riskplan.simulation.cluster import cluster_executor
from riskplan.simulation.expiry import OverrunToCome, overrun_to_come
from riskplan.simulation.neutral import Player, Rerun, RerunBlock, Totals, rerun
from riskplan.simulation.placing import Standing, standings
from riskplan.simulation.quantities import quantity_samples
from riskplan.simulation.repeat import Replay, replay
from riskplan.simulation.requests import refuse_broken
from riskplan.simulation.retracing import Retrace, retrace
from riskplan.simulation.runner import simulate
from riskplan.simulation.scenes import plan_under, recipe_of, scenario_of, scenario_of_run
from riskplan.simulation.spending import MonthlyCash, monthly_cash
from riskplan.simulation.variants import Variant, Variants, variants_of

__all__ = [
    "Antithetic",
    "LatinHypercube",
    "MonthlyCash",
    "OverrunToCome",
    "Player",
    "Random",
    "Replay",
    "Rerun",
    "RerunBlock",
    "Retrace",
    "SamplingPlan",
    "Sobol",
    "Standing",
    "Totals",
    "Trace",
    "Variant",
    "Variants",
    "as_in_primavera",
    "as_in_project",
    "base_schedule",
    "cluster_executor",
    "monthly_cash",
    "overrun_to_come",
    "plan_under",
    "quantity_samples",
    "recipe_of",
    "refuse_broken",
    "replay",
    "rerun",
    "retrace",
    "sampling_of",
    "scenario_of",
    "scenario_of_run",
    "schedule_as_in",
    "simulate",
    "standings",
    "variants_of",
]
