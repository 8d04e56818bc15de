"""What each phase may cost beside its share of the budget."""

from __future__ import annotations

import pytest

import riskplan as rp
from riskplan.analysis import phase_costs
from tests.families.harness import ENOUGH, share_off

PLAN = rp.Plan(
    "P",
    currency="CNY",
    budget=200,
    phases=[rp.Phase("x", "Early", share=0.4), rp.Phase("y", "Late", share=0.6)],
    costs=[
        rp.CostItem("a", "A", rp.Uniform(50, 100), phase="x"),
        rp.CostItem("b", "B", 100, phase="y"),
        rp.CostItem("c", "C", rp.Uniform(0, 10)),
    ],
)

RUN = rp.simulate(PLAN, iterations=10_000, seed=1)
TABLE = phase_costs(PLAN, RUN)


def test_a_phase_has_its_share_of_the_budget_its_base_and_its_percentile():
    row = TABLE.rows[0]

    assert ("x", "Early", 0.4, 80.0, 75.0) == (row.id, row.name, row.share, row.budget, row.base)
    assert share_off(RUN.phase_cost["x"] <= 90, 0.8) < ENOUGH
    assert row.level.low < 90 < row.level.high
    assert RUN.phase_total("x").exceedance(80) == row.exceedance
    assert share_off(RUN.phase_cost["x"] > 80, 0.4) < ENOUGH


def test_what_belongs_to_no_phase_comes_last_without_a_budget():
    row = TABLE.rows[-1]

    assert (3, "", None, None, None) == (len(TABLE), row.id, row.share, row.budget, row.exceedance)
    assert row.mean == RUN.phase_cost[""].mean()


def test_nothing_outside_the_phases_is_not_shown():
    plan = PLAN.evolve(costs=PLAN.costs[:2])

    assert ["x", "y"] == [row.id for row in phase_costs(plan, rp.simulate(plan, seed=1))]


def test_without_a_budget_or_shares_there_is_nothing_to_exceed():
    for plan in (PLAN.evolve(budget=None), PLAN.evolve(phases=[])):
        table = phase_costs(plan, rp.simulate(plan, iterations=100, seed=1))
        assert {None} == {row.budget for row in table} == {row.exceedance for row in table}


def test_any_level_can_be_asked_for():
    assert RUN.phase_total("x").percentile(50) == phase_costs(PLAN, RUN, at=50).rows[0].level
    with pytest.raises(rp.RequestError, match="for P80 write at=80"):
        phase_costs(PLAN, RUN, at=0.8)


def test_a_run_of_another_plan_is_refused():
    with pytest.raises(rp.RequestError, match="simulate the plan again"):
        phase_costs(PLAN.evolve(name="Q"), RUN)


def test_a_table_shows_itself():
    frame = TABLE.to_frame()

    assert repr(TABLE).startswith("PhaseCosts(P80: x 89")
    assert "Early" in TABLE._repr_html_()
    assert ["share", "budget", "base", "mean", "p80", "exceedance"] == list(frame.columns)[1:]
    assert 80.0 == frame.loc["x", "budget"]
