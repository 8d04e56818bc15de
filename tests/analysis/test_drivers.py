"""What each risk contributes: exact beside simulated, and the difference without it."""

from __future__ import annotations

import numpy as np
import pytest

import riskplan as rp
from tests.families.harness import ENOUGH, mean_off

PLAN = rp.Plan(
    "P",
    currency="CNY",
    activities=[
        rp.Activity("a", "A", 10, day_rate=7),
        rp.Activity("b", "B", 20),
        rp.Activity("c", "C", 5, after=["a", "b"]),
    ],
    costs=[rp.CostItem("base", "Base", rp.Uniform(90, 110))],
    risks=[
        rp.Risk("money", "Money", 0.3, impacts=[rp.CostImpact(rp.Triangular(10, 20, 60))]),
        rp.Risk("slack", "In the slack", 0.5, impacts=[rp.Delay("a", rp.Uniform(0, 8))]),
        rp.Risk("path", "On the path", 0.5, impacts=[rp.Delay("b", rp.Uniform(0, 8))]),
        rp.Risk("parent", "Parent", 0.4, category="x/y"),
        rp.Risk("child", "Child", 0.5, given="parent", impacts=[rp.CostImpact(100)]),
        rp.Risk(
            "gain", "Gain", 0.5, kind=rp.Kind.OPPORTUNITY, impacts=[rp.CostImpact(rp.Uniform(0, 9))]
        ),
        rp.Risk("share", "Share", 0.5, impacts=[rp.CostImpact(share=0.1, of="base")]),
    ],
)

RUN = rp.simulate(PLAN, iterations=20_000, seed=3)
ROWS = {row.id: row for row in rp.contributions(PLAN, RUN)}


@pytest.mark.parametrize("id_", ROWS)
def test_the_simulated_cost_is_the_expected_one(id_):
    expected = rp.expected_cost(PLAN, id_)

    assert expected == ROWS[id_].expected_cost
    assert mean_off(RUN.risk_cost[id_], expected) < ENOUGH
    assert RUN.risk_cost[id_].mean() == ROWS[id_].simulated_cost


def test_the_expected_cost_of_another_probability_would_be_seen():
    """Negative control."""
    assert mean_off(RUN.risk_cost["money"], 0.33 * 30) > ENOUGH


def test_the_effect_of_money_is_its_own():
    row = ROWS["money"]

    assert row.simulated_cost == row.cost_effect
    assert (0.0, 0.0) == (row.days_effect, row.days_effect.error)


def test_a_delay_counts_where_it_moves_the_finish():
    assert 0.0 == ROWS["slack"].days_effect
    assert mean_off(RUN.duration.values - 25, 0.5 * 4) < ENOUGH
    assert pytest.approx(RUN.duration.mean() - 25) == ROWS["path"].days_effect


def test_a_delay_costs_its_day_rates():
    """Seven a day, whether or not the finish moves."""
    delays = RUN.activity_finish["a"] - 10

    assert pytest.approx(7 * delays.mean()) == ROWS["slack"].cost_effect
    assert 0.0 == ROWS["slack"].simulated_cost


def test_without_its_parent_a_risk_is_not_possible():
    assert pytest.approx(RUN.risk_cost["child"].mean()) == ROWS["parent"].cost_effect
    assert 0.0 == ROWS["parent"].simulated_cost
    assert pytest.approx(0.2) == ROWS["child"].probability


def test_a_parent_counts_where_there_is_no_schedule():
    plan = PLAN.evolve(activities=[], risks=PLAN.risks[3:5])
    run = rp.simulate(plan, iterations=1_000, seed=1)
    row = rp.contributions(plan, run).rows[0]

    assert (run.risk_cost["child"].mean(), 0.0) == pytest.approx((row.cost_effect, row.days_effect))


def test_an_opportunity_has_a_negative_effect():
    assert ROWS["gain"].cost_effect < 0
    assert mean_off(RUN.risk_cost["gain"], -2.25) < ENOUGH


def test_the_error_is_that_of_the_paired_difference():
    """Far below what two separate runs could tell."""
    own_spread = RUN.duration.mean().error

    assert ROWS["path"].days_effect.error <= own_spread * 1.01
    assert 0.0 == ROWS["slack"].days_effect.error


def test_the_effect_without_the_risk_is_that_of_the_plan_without_it():
    without = PLAN.evolve(risks=[risk for risk in PLAN.risks if risk.id != "path"])
    other = rp.simulate(without, iterations=20_000, seed=3)
    difference = RUN.duration.values - other.duration.values

    assert pytest.approx(difference.mean()) == ROWS["path"].days_effect


def test_responses_are_still_paid_for_without_the_risk():
    dam = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, cost=50, probability=0.1)
    risk = rp.Risk("r", "R", 0.3, impacts=[rp.Delay("b", 2)], responses=[dam])
    plan = PLAN.evolve(risks=[risk])
    run = rp.simulate(plan, iterations=200, seed=1)

    assert 0.0 == rp.contributions(plan, run).rows[0].cost_effect


def test_the_scenario_is_that_of_the_run():
    avoid = rp.Response("no", "No", rp.Strategy.AVOID)
    risk = rp.Risk("r", "R", 0.5, impacts=[rp.Delay("b", 2)], responses=[avoid])
    plan = PLAN.evolve(risks=[risk])
    effects = [
        rp.contributions(plan, rp.simulate(plan, iterations=500, seed=1, scenario=scenario)).rows[0]
        for scenario in ("inherent", "planned")
    ]

    assert [0.5, 0.0] == [row.probability for row in effects]
    assert effects[0].days_effect > 0 == effects[1].days_effect


def test_a_run_of_another_plan_is_refused():
    other = PLAN.evolve(name="Other")

    with pytest.raises(rp.RequestError, match='the run is of plan "P"'):
        rp.contributions(other, RUN)


def test_a_plan_and_its_run_come_in_this_order():
    for given in [(RUN, PLAN), (PLAN, PLAN), ("plan.toml", RUN)]:
        with pytest.raises(rp.RequestError, match="a plan and its run are wanted, in this order"):
            rp.contributions(*given)


@pytest.mark.parametrize("ask", [rp.summarize, rp.contingency, rp.precision])
@pytest.mark.parametrize("given", [PLAN, [1.0, 2.0]], ids=["plan", "list"])
def test_what_is_no_run_is_refused_with_the_remedy(ask, given):
    kind = type(given).__name__

    with pytest.raises(rp.RequestError, match=rf"a run .* \(got {kind}\); rp.simulate\(plan\)"):
        ask(given)


def test_rows_are_ranked_in_either_direction():
    result = rp.contributions(PLAN, RUN)
    by_cost = [abs(row.cost_effect) for row in result.by_cost()]

    assert sorted(by_cost, reverse=True) == by_cost
    assert "path" == result.by_days()[0].id
    assert (7, [risk.id for risk in PLAN.risks]) == (len(result), [row.id for row in result])


def test_a_frame_has_the_errors_beside_the_effects():
    frame = rp.contributions(PLAN, RUN).to_frame()

    assert "x/y" == frame.loc["parent", "category"]
    assert ROWS["path"].days_effect == frame.loc["path", "days_effect"]
    assert ROWS["path"].days_effect.error == frame.loc["path", "days_effect_error"]


def test_contributions_show_themselves():
    result = rp.contributions(PLAN, RUN)

    assert repr(result).startswith("Contributions(7 risks; ")
    assert "On the path" in result._repr_html_()


def test_a_schedule_without_money_has_effects_in_days_alone():
    plan = rp.Plan(
        "Time",
        activities=[rp.Activity("a", "A", 10)],
        risks=[rp.Risk("r", "R", 0.5, impacts=[rp.Delay("a", 2)])],
    )
    run = rp.simulate(plan, iterations=1_000, seed=1)
    row = rp.contributions(plan, run).rows[0]

    assert (0.0, 0.0) == (row.cost_effect, row.simulated_cost)
    assert pytest.approx(2 * np.mean(run.occurrence["r"])) == row.days_effect
    assert repr(rp.contributions(plan, run)).startswith("Contributions(1 risk; r 0")
