"""From a plan to a result: check, compile, run block by block, join, label, stamp."""

from riskplan.simulation.base import base_schedule
from riskplan.simulation.requests import refuse_broken, scenario_of
from riskplan.simulation.runner import simulate

__all__ = ["base_schedule", "refuse_broken", "scenario_of", "simulate"]
