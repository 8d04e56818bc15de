"""What a result means: pure functions from plans and runs to small frozen answers."""

from riskplan.analysis.activities import Span, Timetable, TimetableRow, timetable
from riskplan.analysis.activity_effects import ActivityRisk, ActivityRisks, activity_risks
from riskplan.analysis.allotments import Allotment, Allotments
from riskplan.analysis.attribution import (
    AttributedShare,
    Attribution,
    Measure,
    Method,
    attribute,
)
from riskplan.analysis.cashflow import CashFlow, cash_flow
from riskplan.analysis.changes import RunDifference
from riskplan.analysis.comparing import RunComparison, compare
from riskplan.analysis.convergence import Convergence, Course, precision
from riskplan.analysis.decisions import Affordable, Decision, DecisionTable
from riskplan.analysis.dependence import Correlations, PairCorrelation, correlations
from riskplan.analysis.drawdowns import Convention, Drawdown, DrawdownMonth, drawdown
from riskplan.analysis.driver_effects import DriverEffect
from riskplan.analysis.drivers import (
    Contribution,
    Contributions,
    contributions,
    refuse_foreign,
    refuse_no_run,
)
from riskplan.analysis.driving import Driver, DriverKind, Sensitivity, sensitivity
from riskplan.analysis.expectation import (
    expected_cost,
    expected_strikes,
    occurrence_probability,
)
from riskplan.analysis.exports import write_schedule
from riskplan.analysis.exposure import Exposure
from riskplan.analysis.frontier import JointPair
from riskplan.analysis.funding import FundingCheck, FundingNeed
from riskplan.analysis.imports import DateComparison, ImportCheck, import_check
from riskplan.analysis.joint import JointConfidence, JointLevel, jcl
from riskplan.analysis.margins import Margin
from riskplan.analysis.merges import MergeBias, MergePoint, merge_bias
from riskplan.analysis.paths import CriticalPath, CriticalPaths, critical_paths
from riskplan.analysis.phases import PhaseCost, PhaseCosts, phase_costs
from riskplan.analysis.placement import Placement, Placements, place_risks
from riskplan.analysis.players import Grouping
from riskplan.analysis.reconciling import (
    MatrixCheck,
    MatrixOrder,
    RankedRisk,
    reconcile_matrix,
)
from riskplan.analysis.releases import Release
from riskplan.analysis.reserves import (
    Contingency,
    ManagementReserve,
    ReserveAudit,
    contingency,
)
from riskplan.analysis.response_choice import BestResponses, ResponseOption, best_responses
from riskplan.analysis.response_goals import Objective
from riskplan.analysis.response_spending import (
    ResponseFrontier,
    SpendingPoint,
    response_frontier,
)
from riskplan.analysis.response_worth import (
    ResponseValue,
    ResponseValues,
    Worth,
    value_responses,
)
from riskplan.analysis.returns import Discounting, Economics, Payback, economics
from riskplan.analysis.summary import LEVELS, Level, Percentiles, Summary, summarize
from riskplan.analysis.verification import Comparison, Verification, verify

__all__ = [
    "LEVELS",
    "ActivityRisk",
    "ActivityRisks",
    "Affordable",
    "Allotment",
    "Allotments",
    "AttributedShare",
    "Attribution",
    "BestResponses",
    "CashFlow",
    "Comparison",
    "Contingency",
    "Contribution",
    "Contributions",
    "Convention",
    "Convergence",
    "Correlations",
    "Course",
    "CriticalPath",
    "CriticalPaths",
    "DateComparison",
    "Decision",
    "DecisionTable",
    "Discounting",
    "Drawdown",
    "DrawdownMonth",
    "Driver",
    "DriverEffect",
    "DriverKind",
    "Economics",
    "Exposure",
    "FundingCheck",
    "FundingNeed",
    "Grouping",
    "ImportCheck",
    "JointConfidence",
    "JointLevel",
    "JointPair",
    "Level",
    "ManagementReserve",
    "Margin",
    "MatrixCheck",
    "MatrixOrder",
    "Measure",
    "MergeBias",
    "MergePoint",
    "Method",
    "Objective",
    "PairCorrelation",
    "Payback",
    "Percentiles",
    "PhaseCost",
    "PhaseCosts",
    "Placement",
    "Placements",
    "RankedRisk",
    "Release",
    "ReserveAudit",
    "ResponseFrontier",
    "ResponseOption",
    "ResponseValue",
    "ResponseValues",
    "RunComparison",
    "RunDifference",
    "Sensitivity",
    "Span",
    "SpendingPoint",
    "Summary",
    "Timetable",
    "TimetableRow",
    "Verification",
    "Worth",
    "activity_risks",
    "attribute",
    "best_responses",
    "cash_flow",
    "compare",
    "contingency",
    "contributions",
    "correlations",
    "critical_paths",
    "drawdown",
    "economics",
    "expected_cost",
    "expected_strikes",
    "import_check",
    "jcl",
    "merge_bias",
    "occurrence_probability",
    "phase_costs",
    "place_risks",
    "precision",
    "reconcile_matrix",
    "refuse_foreign",
    "refuse_no_run",
    "response_frontier",
    "sensitivity",
    "summarize",
    "timetable",
    "value_responses",
    "verify",
    "write_schedule",
]
