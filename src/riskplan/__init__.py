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
        Comparison as Comparison,
        Contingency as Contingency,
        Contribution as Contribution,
        Contributions as Contributions,
        Convergence as Convergence,
        Correlations as Correlations,
        Course as Course,
        CriticalPath as CriticalPath,
        CriticalPaths as CriticalPaths,
        DateComparison as DateComparison,
        ImportCheck as ImportCheck,
        Level as Level,
        Margin as Margin,
        MergeBias as MergeBias,
        MergePoint as MergePoint,
        PairCorrelation as PairCorrelation,
        Percentiles as Percentiles,
        PhaseCost as PhaseCost,
        PhaseCosts as PhaseCosts,
        Placement as Placement,
        Placements as Placements,
        ReserveAudit as ReserveAudit,
        Span as Span,
        Summary as Summary,
        Timetable as Timetable,
        TimetableRow as TimetableRow,
        Verification as Verification,
        activity_risks as activity_risks,
        contingency as contingency,
        contributions as contributions,
        correlations as correlations,
        critical_paths as critical_paths,
        expected_cost as expected_cost,
        expected_strikes as expected_strikes,
        import_check as import_check,
        merge_bias as merge_bias,
        occurrence_probability as occurrence_probability,
        phase_costs as phase_costs,
        place_risks as place_risks,
        precision as precision,
        summarize as summarize,
        timetable as timetable,
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
        Buffer as Buffer,
        BufferLevel as BufferLevel,
        Calendar as Calendar,
        CalendarException as CalendarException,
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
        Reserve as Reserve,
        ReserveBasis as ReserveBasis,
        Response as Response,
        Risk as Risk,
        RiskMatrix as RiskMatrix,
        Scale as Scale,
        Scenario as Scenario,
        Shift as Shift,
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
        ActivityRisk ActivityRisks Comparison Contingency Contribution Contributions Convergence
        Correlations Course CriticalPath CriticalPaths DateComparison ImportCheck Level Margin
        MergeBias MergePoint PairCorrelation Percentiles PhaseCost PhaseCosts Placement Placements
        ReserveAudit Span Summary Timetable TimetableRow Verification activity_risks contingency
        contributions correlations critical_paths expected_cost expected_strikes import_check
        merge_bias occurrence_probability phase_costs place_risks precision summarize timetable
        verify
        write_schedule
    """,
    "distributions": """
        Beta Constant Discrete Distribution Empirical LogNormal Normal Pert Poisson Triangular
        Trigen Truncated Uniform from_percentiles from_scipy parse_distribution
    """,
    "errors": """
        DistributionError FileError MissingDependencyError PlanError PrecisionWarning Problem
        RequestError RiskplanError RiskplanWarning Severity UnsupportedError
    """,
    "exact": """
        ExactCost exact_cost
    """,
    "io": """
        Findings HealthCheck HealthRow ScheduleHealth apply_estimates check json_schema load save
        schedule_health
    """,
    "io.schedules": """
        read_schedule
    """,
    "model": """
        CONTINUOUS INHERENT PLANNED Activity Adoption Band Basis Buffer BufferLevel Calendar
        CalendarException Combine Constraint ConstraintKind ConstraintPolicy Correlation CostImpact
        CostItem DayShifts Delay Draws DurationFactor Hammock Kind LagCalendar Link LinkType
        LostDays Milestone NearestCorrelation Phase Plan Reserve ReserveBasis Response Risk
        RiskMatrix Scale Scenario Shift Spread Status Strategy TimeUnit Weekday Window
        nearest_correlation spread
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
