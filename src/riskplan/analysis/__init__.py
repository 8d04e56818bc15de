"""What a result means: pure functions from plans and runs to small frozen answers."""

from riskplan.analysis.activities import Span, Timetable, TimetableRow, timetable
from riskplan.analysis.activity_effects import ActivityRisk, ActivityRisks, activity_risks
from riskplan.analysis.convergence import Convergence, Course, precision
from riskplan.analysis.dependence import Correlations, PairCorrelation, correlations
from riskplan.analysis.drivers import (
    Contribution,
    Contributions,
    contributions,
    refuse_foreign,
    refuse_no_run,
)
from riskplan.analysis.expectation import (
    expected_cost,
    expected_strikes,
    occurrence_probability,
)
from riskplan.analysis.exports import write_schedule
from riskplan.analysis.imports import DateComparison, ImportCheck, import_check
from riskplan.analysis.merges import MergeBias, MergePoint, merge_bias
from riskplan.analysis.paths import CriticalPath, CriticalPaths, critical_paths
from riskplan.analysis.phases import PhaseCost, PhaseCosts, phase_costs
from riskplan.analysis.placement import Placement, Placements, place_risks
from riskplan.analysis.reserves import Contingency, Margin, ReserveAudit, contingency
from riskplan.analysis.summary import LEVELS, Level, Percentiles, Summary, summarize
from riskplan.analysis.verification import Comparison, Verification, verify

__all__ = [
    "LEVELS",
    "ActivityRisk",
    "ActivityRisks",
    "Comparison",
    "Contingency",
    "Contribution",
    "Contributions",
    "Convergence",
    "Correlations",
    "Course",
    "CriticalPath",
    "CriticalPaths",
    "DateComparison",
    "ImportCheck",
    "Level",
    "Margin",
    "MergeBias",
    "MergePoint",
    "PairCorrelation",
    "Percentiles",
    "PhaseCost",
    "PhaseCosts",
    "Placement",
    "Placements",
    "ReserveAudit",
    "Span",
    "Summary",
    "Timetable",
    "TimetableRow",
    "Verification",
    "activity_risks",
    "contingency",
    "contributions",
    "correlations",
    "critical_paths",
    "expected_cost",
    "expected_strikes",
    "import_check",
    "merge_bias",
    "occurrence_probability",
    "phase_costs",
    "place_risks",
    "precision",
    "refuse_foreign",
    "refuse_no_run",
    "summarize",
    "timetable",
    "verify",
    "write_schedule",
]
