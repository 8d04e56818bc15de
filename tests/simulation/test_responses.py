"""Responses in a run: what they cost and what they leave, against enumeration and draw by draw."""

from __future__ import annotations

import itertools
import math

import attrs
import numpy as np
import pytest

import riskplan as rp
from riskplan import INHERENT, PLANNED, Scenario, Strategy
from riskplan.results import SimulationResult
from riskplan.simulation import standings

ITERATIONS = 20_000

IMPACTS = [rp.CostImpact(rp.Uniform(20, 60)), rp.Delay("dig", rp.Triangular(2, 4, 9))]


def response(id_: str = "m", strategy: Strategy = Strategy.MITIGATE, **parts) -> rp.Response:
    return rp.Response(id_, id_, strategy, **parts)


def plan(*responses: rp.Response, **parts) -> rp.Plan:
    risk = rp.Risk("flood", "Flood", 0.4, impacts=IMPACTS, responses=responses, **parts)
    return rp.Plan(
        "Bridge",
        costs=[rp.CostItem("steel", "Steel", 100)],
        activities=[rp.Activity("dig", "Dig", 10)],
        risks=[risk],
    )


def run(given: rp.Plan, scenario: Scenario = PLANNED) -> SimulationResult:
    return rp.simulate(given, iterations=ITERATIONS, seed=3, scenario=scenario)


BARE = run(plan())
HIT = BARE.occurrence["flood"]


# --- what is paid only where the risk occurs ------------------------------------------------------


def test_a_triggered_response_is_paid_where_the_risk_occurs_and_is_no_part_of_the_base():
    always, triggered = run(plan(response(cost=7))), run(plan(response(cost=7, triggered=True)))

    assert (107.0, 100.0) == (always.cost.base, triggered.cost.base)
    assert BARE.cost.values + 7 == pytest.approx(always.cost.values, abs=1e-9)
    assert BARE.cost.values + 7 * HIT == pytest.approx(triggered.cost.values, abs=1e-9)
    assert BARE.risk_cost["flood"] + 7 * HIT == pytest.approx(triggered.risk_cost["flood"])


def test_a_triggered_response_has_the_draws_of_one_that_is_always_paid():
    law = rp.Uniform(5, 9)
    always, triggered = run(plan(response(cost=law))), run(plan(response(cost=law, triggered=True)))
    paid = always.cost.values - BARE.cost.values

    assert paid * HIT == pytest.approx(triggered.cost.values - BARE.cost.values, abs=1e-9)


def test_a_triggered_response_is_paid_once_however_often_its_risk_strikes():
    given = plan(response(cost=7, triggered=True), count="poisson(2.5)")
    bare, new = run(plan(count="poisson(2.5)")), run(given)

    paid = new.cost.values - bare.cost.values
    assert 7.0 * new.occurrence["flood"] == pytest.approx(paid, abs=1e-9)


def test_a_triggered_response_of_an_opportunity_costs_and_saves_nothing():
    given = plan(response(strategy=Strategy.ENHANCE, cost=7, triggered=True))
    given = given.evolve(risks=[attrs.evolve(given.risks[0], kind=rp.Kind.OPPORTUNITY)])

    assert 0.4 * (7 - 40) == pytest.approx(rp.expected_cost(given, "flood"))
    assert abs(run(given).risk_cost["flood"].mean() - 0.4 * (7 - 40)) < 0.5


def test_no_insurer_pays_for_what_is_done_about_a_risk():
    cover = rp.Policy("cover", "Cover", "flood", premium=0)
    given = plan(response(cost=7, triggered=True)).evolve(policies=[cover])

    assert 100 + 7 * HIT == pytest.approx(run(given).cost.values, abs=1e-9)


def test_the_impact_of_a_risk_on_the_matrix_includes_what_it_sets_off():
    placed = standings(PLANNED.applied_to(plan(response(cost=7, triggered=True))))

    assert 47.0 == placed["flood"].cost


# --- caps and shares ------------------------------------------------------------------------------


@pytest.mark.parametrize("cap", [0.0, 3.0, 5.0, 9.0, 100.0])
def test_a_fall_back_plan_caps_the_delay_on_the_same_numbers(cap):
    delay = np.minimum(BARE.duration.values - 10, cap)
    capped = run(plan(response(delay_cap=cap)))

    assert 10 + delay == pytest.approx(capped.duration.values, abs=1e-12)
    assert np.array_equal(BARE.cost.values, capped.cost.values)


def test_a_cap_that_is_a_day_too_high_would_be_noticed():
    """Negative control of the comparison above."""
    delay = np.minimum(BARE.duration.values - 10, 5)

    assert 10 + delay != pytest.approx(run(plan(response(delay_cap=6))).duration.values, abs=1e-12)


def test_a_cap_counts_in_the_unit_of_the_delay_and_for_every_strike():
    weeks = [rp.Delay("dig", rp.Uniform(0, 2), unit=rp.TimeUnit.WEEKS)]
    given = plan(count=3).evolve(
        risks=[rp.Risk("flood", "Flood", count=3, impacts=weeks, responses=[response(delay_cap=1)])]
    )
    new = run(given)

    assert new.duration.values.max() <= 10 + 3 * 5
    mean = 10 + 3 * 5 * (0.5 * 0.5 + 0.5 * 1)  # E[min(X, 1)] of a uniform from 0 to 2
    assert abs(new.duration.mean() - mean) < 4 * new.duration.mean().error


def test_a_capped_delay_stands_on_the_matrix_with_its_mean():
    """E[min(X, 4)] = 4 - ∫ F, and F = (x - 2)² / 14 up to the mode of this triangular law."""
    placed = standings(PLANNED.applied_to(plan(response(delay_cap=4))))

    assert 4 - 2**3 / 3 / 14 == pytest.approx(placed["flood"].delay, abs=1e-9)


def test_a_share_of_the_loss_is_carried_by_another():
    new = run(plan(response(strategy=Strategy.TRANSFER, share=0.3)))

    assert 0.7 * BARE.risk_cost["flood"] == pytest.approx(new.risk_cost["flood"], abs=1e-9)
    assert np.array_equal(BARE.duration.values, new.duration.values)


def test_impacts_that_are_less_by_a_part_are_so_in_every_future():
    new = run(plan(response(impact="-60%")))

    assert 0.4 * BARE.risk_cost["flood"] == pytest.approx(new.risk_cost["flood"], abs=1e-9)
    assert 0.4 * (BARE.duration.values - 10) == pytest.approx(new.duration.values - 10, abs=1e-9)


def test_a_factor_that_comes_nearer_to_1_does_so_in_every_future():
    """Of a lognormal law, which is no lognormal law once it is moved."""
    impacts = [rp.DurationFactor("dig", rp.LogNormal(0.2, 0.3))]
    bare = plan().evolve(risks=[rp.Risk("slow", "Slow", 1.0, impacts=impacts)])
    less = attrs.evolve(bare.risks[0], responses=[response(time_impact="-50%")])
    old, new = run(bare).duration.values, run(bare.evolve(risks=[less])).duration.values

    assert 0.5 * old + 5 == pytest.approx(new, rel=1e-4)


def test_a_cap_leaves_what_is_correlated_with_the_delay_as_it_was():
    given = plan(response(delay_cap=3)).evolve(
        costs=[rp.CostItem("steel", "Steel", rp.Normal(100, 10))],
        correlations=[rp.Correlation(["flood.delay", "steel"], 0.6)],
    )

    assert np.array_equal(run(given).cost.values, run(given, INHERENT).cost.values)


# --- secondary risks ------------------------------------------------------------------------------


def test_a_secondary_risk_exists_only_while_its_response_is_in_force():
    given = plan(response("dam", probability="-50%"))
    spill = rp.Risk("spill", "Spill", 0.5, arises_from="flood.dam", impacts=[rp.CostImpact(10)])
    given = given.evolve(risks=[*given.risks, spill])

    assert 0.0 == run(given, INHERENT).occurrence["spill"].mean()
    assert abs(run(given).occurrence["spill"].mean() - 0.5) < 0.02
    assert (0.0, 0.5) == tuple(
        rp.occurrence_probability(given, "spill", one) for one in (INHERENT, PLANNED)
    )
    assert "spill" not in {row.id for row in rp.place_risks(given, INHERENT)}


# --- exact answers --------------------------------------------------------------------------------

REGISTER = [
    rp.Risk(
        "a",
        "A",
        0.5,
        impacts=[rp.CostImpact(rp.Discrete([10, 20], [0.5, 0.5]))],
        responses=[
            response("less", probability="-50%", impact="-20%", cost=3),
            response("plan-b", cost=rp.Discrete([4, 6], [0.5, 0.5]), triggered=True),
        ],
    ),
    rp.Risk(
        "b",
        "B",
        0.8,
        impacts=[rp.CostImpact(10)],
        arises_from="a.less",
        responses=[response("sell", Strategy.TRANSFER, share=0.3)],
    ),
]


def enumerated(is_planned: bool) -> dict[float, float]:
    """Every future of the register above, by hand: cost and chance."""
    law: dict[float, float] = {}
    p, size, fixed, q = (0.25, 0.8, 3, 0.8) if is_planned else (0.5, 1.0, 0, 0.0)
    for hits, amount, paid, second in itertools.product([0, 1], [10, 20], [4, 6], [0, 1]):
        chance = (p if hits else 1 - p) / 4 * (q if second else 1 - q)
        cost = 100 + fixed + hits * (amount * size + (paid if is_planned else 0)) + 7 * second
        law[round(cost, 9)] = law.get(round(cost, 9), 0.0) + chance
    return law


@pytest.mark.parametrize("scenario", [INHERENT, PLANNED], ids=lambda s: s.id)
def test_the_exact_law_is_that_of_the_enumeration(scenario):
    given = rp.Plan("P", costs=[rp.CostItem("x", "X", 100)], risks=REGISTER)
    law, expected = rp.exact_cost(given, scenario=scenario), enumerated(scenario is PLANNED)

    mean = math.fsum(cost * chance for cost, chance in expected.items())
    assert mean == pytest.approx(law.mean(), abs=1e-9)
    for cost in expected:
        below = math.fsum(chance for other, chance in expected.items() if other <= cost + 1e-9)
        assert below == pytest.approx(law.confidence(cost + 0.01), abs=1e-6)
    assert rp.verify(run(given, scenario), given).agrees


def test_the_base_of_the_exact_law_is_that_of_the_run():
    given = rp.Plan("P", costs=[rp.CostItem("x", "X", 100)], risks=REGISTER)

    assert 103.0 == rp.exact_cost(given).base == run(given).cost.base


def test_the_expected_cost_of_a_risk_counts_what_it_sets_off():
    given = rp.Plan("P", costs=[rp.CostItem("x", "X", 100)], risks=REGISTER)

    assert 0.25 * (0.8 * 15 + 5) == pytest.approx(rp.expected_cost(given, "a"))
    assert 0.5 * 15 == pytest.approx(rp.expected_cost(given, "a", INHERENT))
    rows = {row.id: row for row in rp.contributions(given, run(given))}
    assert (
        abs(rows["a"].simulated_cost - rows["a"].expected_cost) < 4 * rows["a"].simulated_cost.error
    )


def test_a_risk_that_strikes_often_sets_off_its_response_once_in_the_exact_law():
    risk = rp.Risk(
        "a",
        "A",
        count="poisson(1)",
        impacts=[rp.CostImpact(10)],
        responses=[response(cost=7, triggered=True)],
    )
    given = rp.Plan("P", costs=[rp.CostItem("x", "X", 100)], risks=[risk])

    expected = 100 + 10 + 7 * (1 - math.exp(-1))
    assert expected == pytest.approx(rp.exact_cost(given).mean(), abs=1e-9)
    assert expected - 100 == pytest.approx(rp.expected_cost(given, "a"))
    assert rp.verify(run(given), given).agrees
