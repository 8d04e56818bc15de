"""What a response is worth agrees with arithmetic, and with runs of the scenarios themselves."""

from __future__ import annotations

import attrs
import pytest

import riskplan as rp
from riskplan.results import PairedSamples
from tests.analysis.response_plans import response, tangle

ITERATIONS = 20_000
FIGURES = ["mean_cost", "p50_cost", "p80_cost", "mean_days", "p50_days", "p80_days"]


def two_on_one():
    """A loss of 100 that two responses make rarer, one of them triggered, all in constants."""
    risk = rp.Risk(
        "r",
        "R",
        0.4,
        impacts=[rp.CostImpact(100)],
        responses=[
            response("half", 6, probability=0.2),
            response("late", 10, cost_impact="-70%", triggered=True),
        ],
    )
    return rp.Plan("P", risks=[risk], costs=[rp.CostItem("c", "C", 500)])


VALUES = rp.value_responses(two_on_one(), iterations=ITERATIONS, seed=1)


def agrees(exact, estimate):
    return abs(estimate - exact) <= 1.5 * max(estimate.error, 1e-9)


def test_alone_a_response_saves_what_it_takes_from_the_expected_loss():
    worth = VALUES.row("r.half").alone

    assert (6.0, 0.0) == (worth.cost.value, worth.cost.error)
    assert agrees((0.4 - 0.2) * 100 - 6, worth.net_mean)
    assert agrees((0.4 - 0.2) * 100 / 6, worth.returns)
    assert agrees(0.4 - 0.2, worth.pays)


def test_given_the_others_it_saves_only_what_they_leave():
    """The loss is 30 by then, and so is what is paid for the other one."""
    worth = VALUES.row("r.half").given

    assert agrees((0.4 - 0.2) * (30 + 10) - 6, worth.net_mean)
    assert agrees((0.4 - 0.2) * (30 + 10) / 6, worth.returns)


def test_a_triggered_response_costs_what_is_paid_where_its_risk_occurs():
    worth = VALUES.row("r.late")

    assert agrees(0.4 * 10, worth.alone.cost)
    assert agrees(0.2 * 10, worth.given.cost)
    assert agrees(0.4 * (70 - 10), worth.alone.net_mean)
    assert worth.alone.returns.value == pytest.approx(7.0)
    assert worth.alone.returns.error == pytest.approx(0.0, abs=1e-9)
    assert agrees(0.4, worth.alone.pays)


def test_percentiles_change_as_those_of_the_exact_laws():
    """P80 is 600 before: 0.4 of the futures lose 100. With `half` exactly 0.2 do: P80 is 506."""
    plan = two_on_one()
    risk = attrs.evolve(
        plan.risks[0], responses=[response("more", 6, probability=0.1), *plan.risks[0].responses]
    )

    worth = rp.value_responses(plan.evolve(risks=[risk]), iterations=2_000, seed=1).rows
    alone = next(row for row in worth if row.name == "r.more").alone

    assert (506 - 600) == alone.p80_cost.value
    assert (506 - 500) == alone.p50_cost.value
    assert 94.0 == alone.net_p80.value


def test_the_most_worthwhile_response_comes_first():
    nets = [row.given.net_mean for row in VALUES]

    assert sorted(nets, reverse=True) == nets


def test_every_figure_is_that_of_runs_of_the_two_scenarios():
    plan = tangle()
    values = rp.value_responses(plan, iterations=1_000, seed=5)
    for name in ("r2.x", "r2.y", "r1.x", "p"):
        scenario = rp.Scenario("without", "Without", drop=[name])
        run = rp.simulate(plan, iterations=1_000, seed=5)
        other = rp.simulate(plan, iterations=1_000, seed=5, scenario=scenario)
        cost, days = (
            PairedSamples(run.cost, other.cost),
            PairedSamples(run.duration, other.duration),
        )
        exact = [
            made
            for pair in (cost, days)
            for made in (pair.mean(), pair.percentile(50), pair.percentile(80))
        ]
        given = values.row(name).given
        for figure, wanted in zip(FIGURES, exact, strict=True):
            got = getattr(given, figure)
            assert wanted.value == pytest.approx(got.value, abs=1e-9)
            assert wanted.error == pytest.approx(got.error, abs=1e-6)


def test_a_policy_is_worth_what_it_pays_back_less_its_premium():
    risk = rp.Risk("r", "R", 0.3, impacts=[rp.CostImpact(50)])
    policy = rp.Policy("p", "P", ["r"], premium=4, deductible=10)
    plan = rp.Plan("P", risks=[risk], policies=[policy])

    row = rp.value_responses(plan, iterations=ITERATIONS, seed=1).row("p")

    assert ("", "p") == (row.risk, row.response)
    assert agrees(0.3 * 40 - 4, row.alone.net_mean)
    assert agrees(0.3, row.alone.pays)


def test_responses_that_are_not_adopted_are_valued_besides_those_that_are():
    plan = two_on_one()
    responses = [attrs.evolve(one, adopted=one.id == "late") for one in plan.risks[0].responses]
    risk = attrs.evolve(plan.risks[0], responses=responses)

    row = rp.value_responses(plan.evolve(risks=[risk]), iterations=2_000, seed=1).row("r.half")
    same = rp.value_responses(plan, iterations=2_000, seed=1).row("r.half")

    assert not row.adopted
    assert same.given == row.given


def test_a_useless_response_changes_nothing_but_the_cost():
    plan = two_on_one()
    risk = attrs.evolve(plan.risks[0], responses=[response("idle", 7, probability=0.4)])

    worth = rp.value_responses(plan.evolve(risks=[risk]), iterations=500, seed=1).rows[0].alone

    assert (7.0, 0.0) == (worth.mean_cost.value, worth.mean_cost.error)
    assert 0.0 == worth.returns.value
    assert 0.0 == worth.pays.value


def test_the_errors_hold_the_exact_values_in_95_of_100_runs():
    plan, hits, hits_if_halved = two_on_one(), 0, 0
    exact = {"r.half": (0.2 * 40 - 6, 0.2 * 40 / 6), "r.late": (0.2 * 60, 7.0)}
    for seed in range(60):
        values = rp.value_responses(plan, iterations=500, seed=seed)
        for name, (net, returns) in exact.items():
            given = values.row(name).given
            miss = abs(given.net_mean - net)
            hits += (miss <= given.net_mean.error) + agrees(returns, given.returns)
            hits_if_halved += miss <= given.net_mean.error / 2

    assert hits >= 0.92 * 240
    assert hits_if_halved < 0.85 * 120, "the negative control: half the error is not enough"


def test_a_plan_without_schedule_has_no_days_and_one_without_costs_no_money():
    assert VALUES.rows[0].given.mean_days is None
    risk = rp.Risk(
        "r",
        "R",
        0.4,
        impacts=[rp.Delay("a", 5)],
        responses=[response("half", 0, probability=0.2)],
    )
    plan = rp.Plan("P", activities=[rp.Activity("a", "A", 10)], risks=[risk])

    values = rp.value_responses(plan, iterations=ITERATIONS, seed=1)

    worth = values.rows[0].given
    assert (None, None, None) == (worth.mean_cost, worth.net_mean, worth.pays)
    assert agrees(-1.0, worth.mean_days)
    assert "no money" in repr(values)


def test_the_frame_has_two_rows_for_each_response_with_errors_beside_the_figures():
    frame = VALUES.to_frame()

    assert [("r.late", "alone"), ("r.late", "given")] == [
        place for place in frame.index if place[0] == "r.late"
    ]
    assert VALUES.row("r.half").given.net_mean == frame.loc[("r.half", "given"), "net_mean"]
    assert VALUES.row("r.half").given.pays.error == frame.loc[("r.half", "given"), "pays_error"]


def test_an_unknown_response_is_refused_with_those_that_there_are():
    with pytest.raises(rp.RequestError, match=r"there are: r\.late, r\.half|r\.half, r\.late"):
        VALUES.row("r.none")
