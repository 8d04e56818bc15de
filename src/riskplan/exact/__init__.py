"""The exact law of a cost-only plan: an answer without sampling error, and the engine's referee."""

from riskplan.exact.law import EXACT_LEVELS, ExactCost, exact_cost
from riskplan.exact.recoveries import expected_recovery
from riskplan.exact.support import inexact_in, uncertain_amounts

__all__ = [
    "EXACT_LEVELS",
    "ExactCost",
    "exact_cost",
    "expected_recovery",
    "inexact_in",
    "uncertain_amounts",
]
