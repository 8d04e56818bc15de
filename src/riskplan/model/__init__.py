"""What a plan says: frozen values with ids, and the rules they must keep."""

from riskplan.model.budget import CostItem, Phase, Reserve, ReserveBasis
from riskplan.model.calendars import Calendar, TimeUnit, Weekday
from riskplan.model.correlation import Correlation
from riskplan.model.impact import CostImpact, Delay, Draws, DurationFactor, Impact
from riskplan.model.nearest import NearestCorrelation, nearest_correlation
from riskplan.model.plan import Plan
from riskplan.model.response import Response, Strategy
from riskplan.model.risk import Kind, Risk, Status
from riskplan.model.rules import problems_in
from riskplan.model.scales import Band, Basis, RiskMatrix, Scale
from riskplan.model.scenario import INHERENT, PLANNED, Adoption, Scenario
from riskplan.model.schedule import Activity, Link, LinkType, Milestone

__all__ = [
    "INHERENT",
    "PLANNED",
    "Activity",
    "Adoption",
    "Band",
    "Basis",
    "Calendar",
    "Correlation",
    "CostImpact",
    "CostItem",
    "Delay",
    "Draws",
    "DurationFactor",
    "Impact",
    "Kind",
    "Link",
    "LinkType",
    "Milestone",
    "NearestCorrelation",
    "Phase",
    "Plan",
    "Reserve",
    "ReserveBasis",
    "Response",
    "Risk",
    "RiskMatrix",
    "Scale",
    "Scenario",
    "Status",
    "Strategy",
    "TimeUnit",
    "Weekday",
    "nearest_correlation",
    "problems_in",
]
