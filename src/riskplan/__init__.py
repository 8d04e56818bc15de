"""The front door: everything that a user of riskplan calls, and nothing else.

Behind each name is a room of the package, which is loaded when the name is first used. So
`import riskplan` costs a tool that depends on it next to nothing, and a script that only builds
plans never loads the simulator.
"""
# ruff: noqa: I001 - a room a line, not a name a line

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from riskplan._version import VERSION

if TYPE_CHECKING:
    from riskplan import plotting as plotting
    from riskplan.analysis import (
        ActivityRisk as ActivityRisk,
        ActivityRisks as ActivityRisks,
        Allotment as Allotment,
        Allotments as Allotments,
        AttributedShare as AttributedShare,
        Attribution as Attribution,
        BestResponses as BestResponses,
        CashFlow as CashFlow,
        Comparison as Comparison,
        Contingency as Contingency,
        Contribution as Contribution,
        Contributions as Contributions,
        Convention as Convention,
        Convergence as Convergence,
        Correlations as Correlations,
        Course as Course,
        CriticalPath as CriticalPath,
        CriticalPaths as CriticalPaths,
        DateComparison as DateComparison,
        Decision as Decision,
        DecisionTable as DecisionTable,
        Discounting as Discounting,
        Drawdown as Drawdown,
        Driver as Driver,
        DriverEffect as DriverEffect,
        DriverKind as DriverKind,
        Economics as Economics,
        Exposure as Exposure,
        FundingCheck as FundingCheck,
        FundingNeed as FundingNeed,
        Grouping as Grouping,
        ImportCheck as ImportCheck,
        JointConfidence as JointConfidence,
        JointLevel as JointLevel,
        JointPair as JointPair,
        Level as Level,
        ManagementReserve as ManagementReserve,
        Margin as Margin,
        MatrixCheck as MatrixCheck,
        MatrixOrder as MatrixOrder,
        Measure as Measure,
        MergeBias as MergeBias,
        MergePoint as MergePoint,
        Method as Method,
        Objective as Objective,
        PairCorrelation as PairCorrelation,
        Payback as Payback,
        Percentiles as Percentiles,
        PhaseCost as PhaseCost,
        PhaseCosts as PhaseCosts,
        Placement as Placement,
        Placements as Placements,
        RankedRisk as RankedRisk,
        Release as Release,
        ReserveAudit as ReserveAudit,
        ResponseFrontier as ResponseFrontier,
        ResponseOption as ResponseOption,
        ResponseValue as ResponseValue,
        ResponseValues as ResponseValues,
        RunComparison as RunComparison,
        RunDifference as RunDifference,
        Sensitivity as Sensitivity,
        Span as Span,
        SpendingPoint as SpendingPoint,
        Summary as Summary,
        Timetable as Timetable,
        TimetableRow as TimetableRow,
        Verification as Verification,
        Worth as Worth,
        activity_risks as activity_risks,
        attribute as attribute,
        best_responses as best_responses,
        cash_flow as cash_flow,
        compare as compare,
        contingency as contingency,
        contributions as contributions,
        correlations as correlations,
        critical_paths as critical_paths,
        drawdown as drawdown,
        economics as economics,
        expected_cost as expected_cost,
        expected_strikes as expected_strikes,
        import_check as import_check,
        jcl as jcl,
        merge_bias as merge_bias,
        occurrence_probability as occurrence_probability,
        phase_costs as phase_costs,
        place_risks as place_risks,
        precision as precision,
        reconcile_matrix as reconcile_matrix,
        response_frontier as response_frontier,
        sensitivity as sensitivity,
        summarize as summarize,
        timetable as timetable,
        value_responses as value_responses,
        verify as verify,
        write_schedule as write_schedule,
    )
    from riskplan.distributions import (
        Beta as Beta,
        Constant as Constant,
        Discrete as Discrete,
        Distribution as Distribution,
        Empirical as Empirical,
        LogNormal as LogNormal,
        Normal as Normal,
        Pert as Pert,
        Poisson as Poisson,
        Shifted as Shifted,
        Triangular as Triangular,
        Trigen as Trigen,
        Truncated as Truncated,
        Uniform as Uniform,
        from_percentiles as from_percentiles,
        from_scipy as from_scipy,
        parse_distribution as parse_distribution,
    )
    from riskplan.errors import (
        DistributionError as DistributionError,
        FileError as FileError,
        MissingDependencyError as MissingDependencyError,
        PlanError as PlanError,
        PrecisionWarning as PrecisionWarning,
        Problem as Problem,
        RequestError as RequestError,
        RiskplanError as RiskplanError,
        RiskplanWarning as RiskplanWarning,
        Severity as Severity,
        UnsupportedError as UnsupportedError,
    )
    from riskplan.exact import (
        ExactCost as ExactCost,
        exact_cost as exact_cost,
        expected_recovery as expected_recovery,
    )
    from riskplan.io import (
        Findings as Findings,
        HealthCheck as HealthCheck,
        HealthRow as HealthRow,
        ScheduleHealth as ScheduleHealth,
        apply_estimates as apply_estimates,
        check as check,
        json_schema as json_schema,
        load as load,
        save as save,
        schedule_health as schedule_health,
    )
    from riskplan.io.schedules import read_schedule as read_schedule
    from riskplan.model import (
        CONTINUOUS as CONTINUOUS,
        INHERENT as INHERENT,
        PLANNED as PLANNED,
        Activity as Activity,
        Adoption as Adoption,
        Band as Band,
        Basis as Basis,
        Benefit as Benefit,
        Buffer as Buffer,
        BufferLevel as BufferLevel,
        Calendar as Calendar,
        CalendarException as CalendarException,
        Change as Change,
        Combine as Combine,
        Constraint as Constraint,
        ConstraintKind as ConstraintKind,
        ConstraintPolicy as ConstraintPolicy,
        Correlation as Correlation,
        CostImpact as CostImpact,
        CostItem as CostItem,
        DayShifts as DayShifts,
        Delay as Delay,
        Draws as Draws,
        DurationFactor as DurationFactor,
        Escalation as Escalation,
        Funding as Funding,
        Hammock as Hammock,
        Kind as Kind,
        LagCalendar as LagCalendar,
        Link as Link,
        LinkType as LinkType,
        LostDays as LostDays,
        Milestone as Milestone,
        NearestCorrelation as NearestCorrelation,
        Phase as Phase,
        Plan as Plan,
        Policy as Policy,
        Reserve as Reserve,
        ReserveBasis as ReserveBasis,
        Response as Response,
        Risk as Risk,
        RiskMatrix as RiskMatrix,
        Scale as Scale,
        Scenario as Scenario,
        Shift as Shift,
        Spend as Spend,
        Spread as Spread,
        Status as Status,
        Strategy as Strategy,
        TimeUnit as TimeUnit,
        Weekday as Weekday,
        Window as Window,
        nearest_correlation as nearest_correlation,
        spread as spread,
    )
    from riskplan.reporting import (
        Language as Language,
        Report as Report,
        report as report,
    )
    from riskplan.results import (
        BaseSchedule as BaseSchedule,
        DateEstimate as DateEstimate,
        DateSamples as DateSamples,
        Estimate as Estimate,
        Keep as Keep,
        LabelledSamples as LabelledSamples,
        Precision as Precision,
        Provenance as Provenance,
        Samples as Samples,
        Shares as Shares,
        SimulationResult as SimulationResult,
        Stopping as Stopping,
        Targets as Targets,
        from_samples as from_samples,
        load_run as load_run,
    )
    from riskplan.simulation import (
        Antithetic as Antithetic,
        LatinHypercube as LatinHypercube,
        Random as Random,
        Replay as Replay,
        SamplingPlan as SamplingPlan,
        Sobol as Sobol,
        base_schedule as base_schedule,
        replay as replay,
        simulate as simulate,
    )

_NAMES = {
    "analysis": """
        ActivityRisk ActivityRisks Allotment Allotments AttributedShare Attribution BestResponses
        CashFlow Comparison Contingency Contribution Contributions Convention Convergence
        Correlations Course CriticalPath CriticalPaths DateComparison Decision DecisionTable
        Discounting Drawdown Driver DriverEffect DriverKind Economics Exposure FundingCheck
        FundingNeed Grouping ImportCheck JointConfidence JointLevel JointPair Level
        ManagementReserve Margin MatrixCheck MatrixOrder Measure MergeBias MergePoint Method
        Objective PairCorrelation Payback Percentiles PhaseCost PhaseCosts Placement Placements
        RankedRisk Release ReserveAudit ResponseFrontier ResponseOption ResponseValue ResponseValues
        RunComparison RunDifference Sensitivity Span SpendingPoint Summary Timetable TimetableRow
        Verification Worth activity_risks attribute best_responses cash_flow compare contingency
        contributions correlations critical_paths drawdown economics expected_cost expected_strikes
        import_check jcl merge_bias occurrence_probability phase_costs place_risks precision
        reconcile_matrix response_frontier sensitivity summarize timetable value_responses verify
        write_schedule
    """,
    "distributions": """
        Beta Constant Discrete Distribution Empirical LogNormal Normal Pert Poisson Shifted
        Triangular Trigen Truncated Uniform from_percentiles from_scipy parse_distribution
    """,
    "errors": """
        DistributionError FileError MissingDependencyError PlanError PrecisionWarning Problem
        RequestError RiskplanError RiskplanWarning Severity UnsupportedError
    """,
    "exact": """
        ExactCost exact_cost expected_recovery
    """,
    "io": """
        Findings HealthCheck HealthRow ScheduleHealth apply_estimates check json_schema load save
        schedule_health
    """,
    "io.schedules": """
        read_schedule
    """,
    "model": """
        CONTINUOUS INHERENT PLANNED Activity Adoption Band Basis Benefit Buffer BufferLevel Calendar
        CalendarException Change Combine Constraint ConstraintKind ConstraintPolicy Correlation
        CostImpact CostItem DayShifts Delay Draws DurationFactor Escalation Funding Hammock Kind
        LagCalendar Link LinkType LostDays Milestone NearestCorrelation Phase Plan Policy Reserve
        ReserveBasis Response Risk RiskMatrix Scale Scenario Shift Spend Spread Status Strategy
        TimeUnit Weekday Window nearest_correlation spread
    """,
    "reporting": """
        Language Report report
    """,
    "results": """
        BaseSchedule DateEstimate DateSamples Estimate Keep LabelledSamples Precision Provenance
        Samples Shares SimulationResult Stopping Targets from_samples load_run
    """,
    "simulation": """
        Antithetic LatinHypercube Random Replay SamplingPlan Sobol base_schedule replay simulate
    """,
}

_ROOMS = {name: room for room, names in _NAMES.items() for name in names.split()}


def _place(name: str) -> tuple[bool, bool, str]:
    """Constants come first, then classes, then functions, each by name."""
    return not name.isupper(), not name[0].isupper(), name


__version__ = VERSION

__all__ = sorted(["__version__", "plotting", *_ROOMS], key=_place)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Load the room of a name when it is first asked for."""
    if name == "plotting":
        return importlib.import_module("riskplan.plotting")
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(f"module 'riskplan' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"riskplan.{room}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
