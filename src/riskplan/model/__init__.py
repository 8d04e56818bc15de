"""What a plan says: frozen values with ids, and the rules they must keep."""

from riskplan.model.budget import CostItem, Phase, Reserve, ReserveBasis
from riskplan.model.buffers import Buffer, BufferLevel
from riskplan.model.calendars import CONTINUOUS, Calendar, TimeUnit
from riskplan.model.cash import Benefit, Escalation, Funding, Spend
from riskplan.model.changes import Change
from riskplan.model.constraints import Constraint, ConstraintKind, ConstraintPolicy
from riskplan.model.correlation import Correlation
from riskplan.model.hammocks import Hammock
from riskplan.model.impact import (
    CATEGORY,
    Combine,
    CostImpact,
    Delay,
    Draws,
    DurationFactor,
    Impact,
)
from riskplan.model.insurance import Policy, policies_covering
from riskplan.model.links import LagCalendar, Link, LinkType
from riskplan.model.moments import Moment, beginning, end
from riskplan.model.nearest import NearestCorrelation, nearest_correlation
from riskplan.model.plan import Plan
from riskplan.model.response import Response, Strategy
from riskplan.model.risk import Kind, Risk, Status
from riskplan.model.rules import problems_in, problems_under
from riskplan.model.scales import Band, Basis, RiskMatrix, Scale
from riskplan.model.scenario import BAND, INHERENT, PLANNED, Adoption, Scenario
from riskplan.model.schedule import Activity, Milestone, ScheduleItem, is_in_base
from riskplan.model.shifts import CalendarException, DayShifts, LostDays, Shift, Weekday
from riskplan.model.spreading import Spread, spread
from riskplan.model.windows import Window
from riskplan.model.working_hours import calendar_hours

__all__ = [
    "BAND",
    "CATEGORY",
    "CONTINUOUS",
    "INHERENT",
    "PLANNED",
    "Activity",
    "Adoption",
    "Band",
    "Basis",
    "Benefit",
    "Buffer",
    "BufferLevel",
    "Calendar",
    "CalendarException",
    "Change",
    "Combine",
    "Constraint",
    "ConstraintKind",
    "ConstraintPolicy",
    "Correlation",
    "CostImpact",
    "CostItem",
    "DayShifts",
    "Delay",
    "Draws",
    "DurationFactor",
    "Escalation",
    "Funding",
    "Hammock",
    "Impact",
    "Kind",
    "LagCalendar",
    "Link",
    "LinkType",
    "LostDays",
    "Milestone",
    "Moment",
    "NearestCorrelation",
    "Phase",
    "Plan",
    "Policy",
    "Reserve",
    "ReserveBasis",
    "Response",
    "Risk",
    "RiskMatrix",
    "Scale",
    "Scenario",
    "ScheduleItem",
    "Shift",
    "Spend",
    "Spread",
    "Status",
    "Strategy",
    "TimeUnit",
    "Weekday",
    "Window",
    "beginning",
    "calendar_hours",
    "end",
    "is_in_base",
    "nearest_correlation",
    "policies_covering",
    "problems_in",
    "problems_under",
    "spread",
]
