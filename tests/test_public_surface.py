"""The surface that others rely on from the first day: DESIGN section 5, word for word."""

from __future__ import annotations

import datetime as dt
import pickle
from functools import cache

import numpy as np
import pytest

import riskplan as rp

PUBLIC = """
    __version__ Activity ActivityRisk activity_risks ActivityRisks Adoption Allotment
    Allotments Antithetic apply_estimates Band base_schedule BaseSchedule Basis Beta Buffer
    BufferLevel Calendar CalendarException Change check Combine compare Comparison Constant
    Constraint ConstraintKind ConstraintPolicy contingency Contingency CONTINUOUS
    Contribution contributions Contributions Convention Convergence Correlation correlations
    Correlations CostImpact CostItem Course CriticalPath critical_paths CriticalPaths
    DateComparison DateEstimate DateSamples DayShifts Decision DecisionTable Delay Discrete
    Distribution DistributionError Drawdown drawdown Draws DurationFactor Empirical Estimate
    exact_cost ExactCost expected_cost expected_recovery expected_strikes Exposure FileError
    Findings from_percentiles from_samples from_scipy Hammock HealthCheck HealthRow import_check
    ImportCheck INHERENT jcl JointConfidence JointLevel JointPair json_schema Keep Kind
    LabelledSamples LagCalendar Language LatinHypercube Level Link LinkType load load_run
    LogNormal LostDays ManagementReserve Margin MatrixCheck MatrixOrder merge_bias MergeBias
    MergePoint Milestone MissingDependencyError nearest_correlation NearestCorrelation
    Normal occurrence_probability PairCorrelation parse_distribution Percentiles Pert Phase
    PhaseCost phase_costs PhaseCosts Placement Placements place_risks Plan PlanError PLANNED
    plotting Poisson Policy precision Precision PrecisionWarning Problem Provenance Random
    RankedRisk read_schedule reconcile_matrix Release replay Replay report Report
    RequestError Reserve ReserveAudit ReserveBasis Response Risk RiskMatrix RiskplanError
    RiskplanWarning RunComparison RunDifference Samples SamplingPlan save Scale Scenario
    schedule_health ScheduleHealth Severity Shares Shift Shifted simulate SimulationResult
    Sobol Span spread Spread Status Stopping Strategy summarize Summary Targets timetable
    Timetable TimetableRow TimeUnit Triangular Trigen Truncated Uniform UnsupportedError
    Verification verify Weekday Window best_responses BestResponses Objective
    response_frontier ResponseFrontier ResponseOption ResponseValue ResponseValues
    SpendingPoint value_responses Worth write_schedule Benefit cash_flow CashFlow
    Discounting economics Economics Escalation Funding FundingCheck FundingNeed Payback
    Spend sensitivity Sensitivity Driver DriverEffect DriverKind attribute Attribution
    AttributedShare Grouping Measure Method
"""


def test_the_names_are_these():
    """A new name joins on purpose, here; none of them is lost."""
    assert set(PUBLIC.split()) == set(rp.__all__)
    assert all(hasattr(rp, name) for name in rp.__all__)


@cache
def bridge() -> rp.Plan:
    return rp.Plan(
        "Bridge",
        start="2026-01-05",
        currency="CNY",
        deadline="2026-12-18",
        budget=2_000_000,
        reserve=0.15,
        calendar=rp.Calendar(),  # Monday to Friday, 8 hours
        costs=[rp.CostItem("piling", "Piling", rp.Pert(400_000, 500_000, 800_000), phase="build")],
        activities=[
            rp.Activity("design", "Design", rp.Triangular(20, 30, 45)),
            rp.Activity(
                "build",
                "Build",
                rp.Pert(60, 80, 130),
                after=["design"],
                phase="build",
                day_rate=1_500,
            ),
            rp.Milestone("handover", "Hand-over", after=["build FS+5d"]),
        ],
        risks=[
            rp.Risk(
                "flood",
                "Flood in the cofferdam",
                0.15,
                category="external/weather",
                owner="site manager",
                impacts=[
                    rp.CostImpact(rp.Triangular(20_000, 50_000, 90_000)),
                    rp.Delay("build", rp.Triangular(5, 10, 30)),
                ],
                responses=[
                    rp.Response(
                        "dam",
                        "Raise the cofferdam",
                        rp.Strategy.MITIGATE,
                        cost=8_000,
                        probability=0.05,
                    )
                ],
            ),
            rp.Risk(
                "skill",
                "Crew slower than planned",
                1.0,
                impacts=[rp.DurationFactor(["design", "build"], rp.Triangular(0.9, 1.0, 1.3))],
            ),
        ],
    )


@cache
def run() -> rp.SimulationResult:
    return rp.simulate(bridge(), iterations=50_000, seed=1)


def test_cost_is_read_only_float64_in_the_currency_of_the_plan():
    cost = run().cost

    assert ((50_000,), np.float64, "CNY") == (cost.values.shape, cost.values.dtype, cost.unit)
    with pytest.raises(ValueError, match="read-only"):
        cost.values[0] = 0.0
    assert 500_000 + 80 * 1_500 + 8_000 == cost.base


def test_cost_has_mean_spread_percentile_and_exceedance_with_errors():
    cost = run().cost
    for estimate in (cost.mean(), cost.std(), cost.percentile(80), cost.exceedance(800_000)):
        assert estimate.low < estimate.value < estimate.high
        assert (estimate.high - estimate.low) / 2 == estimate.error

    assert np.mean(cost.values) == cost.mean()
    assert np.std(cost.values, ddof=1) == cost.std()
    assert np.mean(cost.values > 800_000) == cost.exceedance(800_000)
    assert pytest.approx(np.quantile(cost.values, 0.8), rel=1e-3) == cost.percentile(80)


def test_the_mean_cost_is_what_the_model_says():
    """Piling, the dam, the flood's own cost, and 1 500 for each of the build's mean days."""
    factor, delay = 3.2 / 3, 0.05 * 15
    expected = 1.6e6 / 3 + 8_000 + 0.05 * 160_000 / 3 + 1_500 * (85 * factor + delay)

    assert abs(run().cost.mean() - expected) < 2 * run().cost.mean().error


def test_duration_is_in_working_days_from_start_to_finish():
    duration = run().duration

    assert ((50_000,), 30.0 + 80.0 + 5.0) == (duration.values.shape, duration.base)
    assert np.allclose(run().activity_finish["handover"], duration.values)


def test_the_finish_is_a_date_with_an_interval():
    level = run().finish.percentile(80)

    assert type(level.value) is dt.datetime
    assert level.low <= level.value <= level.high
    assert dt.datetime(2026, 6, 12, 17) == run().finish.base < level.value


def test_criticality_is_read_by_activity():
    criticality = run().criticality

    assert ["design", "build", "handover"] == list(criticality)
    assert [1.0, 1.0, 1.0] == [criticality[id_] for id_ in criticality]
    assert ["design", "build", "handover"] == list(criticality.to_frame().index)


def test_occurrence_is_labelled():
    occurrence = run().occurrence

    assert ((2, 50_000), np.bool_) == (occurrence.values.shape, occurrence.values.dtype)
    assert ("flood", "skill") == occurrence.ids
    assert 0.045 < occurrence["flood"].mean() < 0.055
    assert occurrence["skill"].all()


def test_a_milestone_has_percentiles():
    assert run().milestones["handover"].percentile(50) == run().finish.percentile(50)


def test_contingency_answers_what_a_flat_reserve_buys():
    answer = rp.contingency(run(), at=80)

    assert answer.cost.amount > 0
    assert answer.days.amount > 0
    assert 0.15 * run().cost.base == answer.audit.reserve


@pytest.mark.parametrize("ask", ["cost", "duration", "finish"])
def test_a_probability_for_a_level_is_refused_with_the_likely_intent(ask):
    with pytest.raises(rp.RequestError) as caught:
        getattr(run(), ask).percentile(0.8)

    assert "at must be a P-level in percent (got 0.8); for P80 write at=80" == str(caught.value)


def test_a_run_survives_pickling():
    copy = pickle.loads(pickle.dumps(run()))

    assert np.array_equal(run().cost.values, copy.cost.values)
    assert run().finish.percentile(80) == copy.finish.percentile(80)
    assert run().provenance == copy.provenance


def test_iterations_are_addressable():
    short = rp.simulate(bridge(), iterations=10_000, seed=1)

    assert np.array_equal(short.cost.values, run().cost.values[:10_000])
    assert np.array_equal(short.finish.values, run().finish.values[:10_000])


# --- the smallest plans ---------------------------------------------------------------------------

SMALLEST = {
    "one activity": rp.Plan("P", activities=[rp.Activity("a", "A", rp.Uniform(1, 3))]),
    "one constant activity": rp.Plan(
        "P", start="2026-01-05", activities=[rp.Activity("a", "A", 0)]
    ),
    "only milestones": rp.Plan(
        "P",
        start="2026-01-05",
        activities=[rp.Milestone("m", "M"), rp.Milestone("n", "N", after="m FS+2d")],
    ),
    "one risk and nothing else": rp.Plan("P", risks=[rp.Risk("r", "R", 0.5)]),
    "one risk that costs": rp.Plan("P", risks=[rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(1)])]),
    "one cost item": rp.Plan("P", costs=[rp.CostItem("c", "C", rp.Uniform(1, 3))]),
    "one cost item of nothing": rp.Plan("P", costs=[rp.CostItem("c", "C")]),
}


@pytest.mark.parametrize("plan", SMALLEST.values(), ids=SMALLEST)
def test_the_smallest_good_plans_go_all_the_way(plan):
    small = rp.simulate(plan, iterations=200, seed=1)
    analyses = [
        rp.summarize(small),
        rp.contingency(small),
        rp.contributions(plan, small),
        rp.place_risks(plan),
        rp.base_schedule(plan),
    ]

    for result in (small, *analyses):
        assert "\n" not in repr(result)
        assert isinstance(result._repr_html_(), str)
        assert len(result.to_frame()) >= 0


def test_an_empty_plan_is_refused():
    with pytest.raises(rp.PlanError, match="there is nothing to simulate; add at least one of"):
        rp.simulate(rp.Plan("Nothing"))


@pytest.mark.parametrize(
    "part",
    [
        {"deadline": "2026-01-01"},
        {"budget": 5},
        {"reserve": 0.1},
        {"phases": [rp.Phase("x", "X")]},
        {"calendars": [rp.Calendar(id="x")]},
    ],
    ids=str,
)
def test_a_plan_of_promises_alone_is_as_empty(part):
    with pytest.raises(rp.PlanError, match="there is nothing to simulate"):
        rp.simulate(rp.Plan("Nothing", start="2026-01-01", **part))
