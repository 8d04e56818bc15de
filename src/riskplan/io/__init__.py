"""Files: a plan from TOML or JSON and back, with everything that is wrong in it at once."""

from riskplan._files import write_file
from riskplan.io.estimates import apply_estimates
from riskplan.io.findings import Findings
from riskplan.io.health import HealthCheck, HealthRow, ScheduleHealth, schedule_health
from riskplan.io.jsonschema import json_schema
from riskplan.io.reading import check, load
from riskplan.io.recipe import PlanRecipe, recipe_from
from riskplan.io.writing import save

__all__ = [
    "Findings",
    "HealthCheck",
    "HealthRow",
    "PlanRecipe",
    "ScheduleHealth",
    "apply_estimates",
    "check",
    "json_schema",
    "load",
    "recipe_from",
    "save",
    "schedule_health",
    "write_file",
]
