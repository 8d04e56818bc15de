"""Money: rates that run with time, shares of lines, what is saved, and where it is counted."""

from __future__ import annotations

import numpy as np
import pytest

import riskplan as rp


def run_of(iterations: int = 50, **parts) -> rp.SimulationResult:
    return rp.simulate(rp.Plan("P", **parts), iterations=iterations, seed=3)


def test_lines_add_up():
    run = run_of(costs=[rp.CostItem("a", "A", 10), rp.CostItem("b", "B", rp.Uniform(1, 3))])

    assert 12.0 == run.cost.base
    assert np.all((run.cost.values >= 11) & (run.cost.values <= 13))


def test_a_day_rate_is_paid_for_every_simulated_day():
    run = run_of(activities=[rp.Activity("a", "A", rp.Uniform(5, 9), day_rate=100)])

    assert 700.0 == run.cost.base
    assert np.allclose(100 * run.duration.values, run.cost.values)


def test_a_day_rate_is_paid_for_working_days_whatever_the_unit():
    run = run_of(activities=[rp.Activity("a", "A", 2, unit=rp.TimeUnit.WEEKS, day_rate=100)])

    assert 1_000.0 == run.cost.base


def test_a_line_can_run_with_an_activity():
    run = run_of(
        activities=[rp.Activity("a", "A", rp.Uniform(5, 9))],
        costs=[rp.CostItem("crane", "Crane", 40, day_rate=10, during="a")],
    )

    assert np.allclose(40 + 10 * run.duration.values, run.cost.values)


def test_a_line_can_run_with_a_phase_from_its_first_start_to_its_last_finish():
    run = run_of(
        activities=[
            rp.Activity("before", "Before", 3),
            rp.Activity("a", "A", rp.Uniform(5, 9), after="before", phase="build"),
            rp.Activity("b", "B", 2, after="a FS+4d", phase="build"),
        ],
        costs=[rp.CostItem("site", "Site office", day_rate=10, during="build")],
    )

    assert 10 * (7 + 4 + 2) == run.cost.base
    assert np.allclose(10 * (run.duration.values - 3), run.cost.values)


def test_a_line_can_run_with_a_phase_of_milestones():
    run = run_of(
        activities=[
            rp.Milestone("open", "Open", phase="window"),
            rp.Milestone("shut", "Shut", after="open FS+6d", phase="window"),
        ],
        costs=[rp.CostItem("site", "Site office", day_rate=10, during="window")],
    )

    assert 60.0 == run.cost.base


def test_an_activity_and_a_phase_of_the_same_name_are_told_apart_in_favour_of_the_activity():
    run = run_of(
        activities=[
            rp.Activity("build", "Build", 5, phase="build"),
            rp.Activity("test", "Test", 3, after="build", phase="build"),
        ],
        costs=[rp.CostItem("site", "Site office", day_rate=10, during="build")],
    )

    assert 50.0 == run.cost.base


def struck(impact: rp.CostImpact, kind: rp.Kind = rp.Kind.THREAT) -> rp.SimulationResult:
    """A certain risk beside three lines in two phases."""
    return run_of(
        costs=[
            rp.CostItem("a", "A", rp.Uniform(80, 120), phase="x"),
            rp.CostItem("b", "B", 50, phase="x"),
            rp.CostItem("c", "C", 10, phase="y"),
        ],
        risks=[rp.Risk("r", "R", 1.0, impacts=[impact], kind=kind)],
    )


def test_an_amount_is_added():
    run = struck(rp.CostImpact(30))

    assert {30.0} == set(run.risk_cost["r"].tolist())
    assert {30.0} == set(run.phase_cost[""].tolist())


def test_an_amount_can_be_counted_in_a_phase():
    run = struck(rp.CostImpact(30, phase="y"))

    assert {40.0} == set(run.phase_cost["y"].tolist())
    assert {0.0} == set(run.phase_cost[""].tolist())


def test_an_opportunity_saves_money():
    run = struck(rp.CostImpact(30), rp.Kind.OPPORTUNITY)

    assert {-30.0} == set(run.risk_cost["r"].tolist())
    assert np.allclose(run.cost.values, run.phase_cost.values.sum(axis=0))


def test_a_share_is_one_of_the_simulated_line_and_is_counted_in_its_phase():
    run = struck(rp.CostImpact(share=0.5, of="a"))

    assert np.allclose(run.phase_cost["x"], 3 * run.risk_cost["r"] + 50)
    assert run.risk_cost["r"].std() > 0


@pytest.mark.parametrize("of", [["x", "c"], ["a", "b", "c"], ["c", "x", "a"]])
def test_a_share_of_a_phase_is_one_of_all_its_lines_each_once(of):
    run = struck(rp.CostImpact(share=0.5, of=of))

    assert np.allclose(run.cost.values, 3 * run.risk_cost["r"])


def test_a_share_can_be_counted_elsewhere():
    run = struck(rp.CostImpact(share=0.5, of="b", phase="y"))

    assert {35.0} == set(run.phase_cost["y"].tolist())


def test_a_share_of_a_line_takes_in_its_day_rate():
    run = run_of(
        activities=[rp.Activity("a", "A", 4)],
        costs=[rp.CostItem("c", "C", 10, day_rate=5, during="a")],
        risks=[rp.Risk("r", "R", 1.0, impacts=[rp.CostImpact(share=0.5, of="c")])],
    )

    assert {45.0} == set(run.cost.values.tolist())


def test_adopted_responses_cost_their_price_in_the_base_of_their_scenario():
    dam = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, cost=8, probability=0.0, phase="x")
    wish = rp.Response("wish", "Wish", rp.Strategy.MITIGATE, cost=5, adopted=False)
    risk = rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(30)], responses=[dam, wish])
    plan = rp.Plan("P", costs=[rp.CostItem("c", "C", 100)], risks=[risk])
    planned = rp.simulate(plan, iterations=10, seed=1)
    inherent = rp.simulate(plan, iterations=10, seed=1, scenario="inherent")

    assert (108.0, 100.0) == (planned.cost.base, inherent.cost.base)
    assert {8.0} == set(planned.phase_cost["x"].tolist())
    assert {0.0} == set(inherent.phase_cost["x"].tolist())


def test_phases_add_up_to_the_total():
    run = struck(rp.CostImpact(share=0.5, of=["x", "c"]))

    assert np.allclose(run.cost.values, run.phase_cost.values.sum(axis=0))
    assert run.cost.base == sum(run.phase_base)


def test_a_risk_costs_nothing_of_its_own_through_its_delay():
    """What a delay costs at day rates belongs to the activity."""
    run = run_of(
        activities=[rp.Activity("a", "A", 4, day_rate=10)],
        risks=[rp.Risk("r", "R", 1.0, impacts=[rp.Delay("a", 3)])],
    )

    assert {0.0} == set(run.risk_cost["r"].tolist())
    assert {70.0} == set(run.cost.values.tolist())
