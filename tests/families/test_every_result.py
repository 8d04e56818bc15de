"""One acceptance test for all results: small, frozen, a line, a card, a frame, read-only arrays.

Whoever adds a result adds it here.
"""

from __future__ import annotations

import inspect
import pickle

import attrs
import numpy as np
import pandas as pd
import pytest

import riskplan as rp
from riskplan import analysis, exact, results
from riskplan.io import health
from tests.model.good import GOOD

PLAN = GOOD
RUN = rp.simulate(PLAN, iterations=500, seed=1)

WAYS = [rp.Activity(name, name.title(), rp.Uniform(1, 3)) for name in ("sea", "road")]
MERGE = rp.Plan("Merge", activities=[*WAYS, rp.Milestone("here", "Here", after=["sea", "road"])])

COSTS = rp.Plan("Costs", costs=[rp.CostItem("c", "C", rp.Pert(1, 2, 5))])

MILL = rp.Plan(
    "Mill",
    start="2026-01-05",
    monthly_cap=900,
    discount_rate=0.08,
    roi_floor=0.1,
    activities=[rp.Activity("dig", "Dig", rp.Uniform(30, 60), day_rate=30)],
    benefits=[rp.Benefit("flour", "Flour", rp.Uniform(50, 200), months=24)],
)
FLOW = rp.cash_flow(rp.simulate(MILL, iterations=500, seed=1))
WORTH = rp.economics(rp.simulate(MILL, iterations=500, seed=1))

COMPARISON = rp.DateComparison("a", "A", "total_float", 480.0, 0.0, 480.0, "put by hand")

RESULTS = {
    rp.SimulationResult: RUN,
    rp.RunComparison: rp.compare(
        RUN, rp.simulate(PLAN, iterations=500, seed=1, scenario="inherent")
    ),
    rp.JointConfidence: rp.jcl(RUN),
    rp.MatrixCheck: rp.reconcile_matrix(RUN),
    rp.MatrixOrder: rp.reconcile_matrix(RUN).cost,
    rp.Samples: RUN.cost,
    rp.DateSamples: RUN.finish,
    rp.LabelledSamples: RUN.occurrence,
    rp.Shares: RUN.criticality,
    rp.BaseSchedule: rp.base_schedule(PLAN),
    rp.Percentiles: rp.summarize(RUN).cost,
    rp.Summary: rp.summarize(RUN),
    rp.Contingency: rp.contingency(RUN),
    rp.Allotments: rp.contingency(RUN, by="phase").cost_allotments,
    rp.DecisionTable: rp.contingency(RUN).decisions,
    rp.Drawdown: rp.drawdown(RUN),
    rp.Contributions: rp.contributions(PLAN, RUN),
    rp.Sensitivity: rp.sensitivity(RUN),
    rp.Attribution: rp.attribute(RUN, at=80),
    rp.Placements: rp.place_risks(PLAN),
    analysis.PhaseCosts: analysis.phase_costs(PLAN, RUN),
    analysis.Timetable: analysis.timetable(PLAN, RUN),
    rp.ActivityRisks: rp.activity_risks(PLAN, RUN),
    rp.CriticalPaths: rp.critical_paths(PLAN, RUN),
    rp.MergeBias: rp.merge_bias(MERGE, rp.simulate(MERGE, iterations=500, seed=1)),
    rp.Correlations: rp.correlations(PLAN, RUN),
    rp.ExactCost: rp.exact_cost(COSTS),
    rp.Verification: rp.verify(rp.simulate(COSTS, iterations=500, seed=1)),
    analysis.Convergence: analysis.precision(RUN),
    analysis.Course: analysis.precision(RUN).cost,
    rp.ImportCheck: rp.ImportCheck((COMPARISON,), ("inactive, and left out: 2",)),
    rp.ScheduleHealth: rp.schedule_health(PLAN),
    rp.ResponseValues: rp.value_responses(PLAN, iterations=500, seed=1),
    rp.BestResponses: rp.best_responses(PLAN, iterations=500, seed=1),
    rp.ResponseFrontier: rp.response_frontier(
        PLAN, objective=rp.Objective.MEAN_COST, iterations=500, seed=1
    ),
    rp.CashFlow: FLOW,
    rp.FundingCheck: FLOW.keeping(),
    rp.FundingNeed: FLOW.need(),
    rp.Economics: WORTH,
    rp.Payback: WORTH.payback,
}

PARTS = {
    rp.AttributedShare,
    rp.Driver,
    rp.DriverEffect,
    rp.DriverKind,
    rp.Grouping,
    rp.Measure,
    rp.Method,
    rp.Objective,
    rp.ResponseOption,
    rp.ResponseValue,
    rp.SpendingPoint,
    rp.Worth,
    rp.JointLevel,
    rp.JointPair,
    rp.RankedRisk,
    rp.RunDifference,
    rp.Comparison,
    rp.PairCorrelation,
    rp.Keep,
    results.Recipe,
    results.RecipeText,
    rp.Estimate,
    rp.DateEstimate,
    results.PairedSamples,
    results.Precision,
    results.Stopping,
    results.ById,
    rp.Targets,
    rp.Provenance,
    rp.Level,
    rp.Margin,
    rp.ReserveAudit,
    rp.Exposure,
    rp.ManagementReserve,
    rp.Decision,
    analysis.Affordable,
    rp.Allotment,
    analysis.DrawdownMonth,
    rp.Convention,
    rp.Release,
    rp.Contribution,
    rp.Placement,
    rp.ActivityRisk,
    rp.CriticalPath,
    rp.MergePoint,
    analysis.PhaseCost,
    analysis.Span,
    analysis.TimetableRow,
    rp.DateComparison,
    rp.HealthCheck,
    rp.HealthRow,
    rp.Discounting,
}
"""What results are made of; the result around them shows them."""

every_result = pytest.mark.parametrize("kind", RESULTS, ids=lambda kind: kind.__name__)


@every_result
def test_a_result_says_in_one_line_what_it_is(kind):
    line = repr(RESULTS[kind])

    assert line.startswith(f"{kind.__name__}(")
    assert line.endswith(")")
    assert "\n" not in line
    assert len(line) < 400


@every_result
def test_a_result_is_a_card_in_a_notebook(kind):
    html = RESULTS[kind]._repr_html_()

    assert html.startswith("<table>")
    assert html.endswith("</table>")
    assert "nan" not in html


@every_result
def test_a_result_is_a_frame_without_unnamed_rows(kind):
    frame = RESULTS[kind].to_frame()

    assert isinstance(frame, pd.DataFrame)
    assert len(frame) > 0
    assert None not in frame.index.names
    assert all(isinstance(name, str) for name in frame.columns)


@every_result
def test_a_result_cannot_be_changed(kind):
    name = attrs.fields(kind)[0].name

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(RESULTS[kind], name, None)


@every_result
def test_the_arrays_of_a_result_are_read_only(kind):
    for field in attrs.fields(kind):
        value = getattr(RESULTS[kind], field.name)
        assert not (isinstance(value, np.ndarray) and value.flags.writeable)


@every_result
def test_a_result_survives_pickling(kind):
    assert repr(RESULTS[kind]) == repr(pickle.loads(pickle.dumps(RESULTS[kind])))


def test_no_result_is_left_out():
    classes = {
        item
        for room in (results, analysis, exact, health)
        for _, item in inspect.getmembers(room, inspect.isclass)
        if item.__module__.startswith(room.__name__)
    }

    assert classes == set(RESULTS) | PARTS
