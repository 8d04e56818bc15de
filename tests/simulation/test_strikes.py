"""Risks that strike more than once, simulated: exact moments, one severity for each strike."""

from __future__ import annotations

import math

import numpy as np
import pytest

import riskplan as rp
from riskplan.distributions import Poisson
from tests.families.harness import ENOUGH, mean_off, share_off, std_off

ITERATIONS = 40_000
RATE = 2.5
SEVERITY = rp.Uniform(0, 100)
PART = rp.Uniform(0, 2)


def simulated(*risks: rp.Risk) -> rp.SimulationResult:
    activities = [rp.Activity("a", "A", 10), rp.Activity("b", "B", 10)]
    plan = rp.Plan("Strikes", activities=activities, risks=risks)
    return rp.simulate(plan, iterations=ITERATIONS, seed=3)


def struck(*impacts: rp.model.Impact, count=1, **parts) -> rp.SimulationResult:
    return simulated(rp.Risk("r", "R", count=count, impacts=impacts, **parts))


def compound_std(rate: float, law: rp.Distribution) -> float:
    """√(λ E[X²]): the standard deviation of a compound Poisson law."""
    return math.sqrt(rate * (law.std() ** 2 + law.mean() ** 2))


def test_costs_of_poisson_strikes_have_the_moments_of_the_compound_law():
    run = struck(rp.CostImpact(SEVERITY), count=Poisson(RATE))
    cost, std = run.risk_cost["r"], compound_std(RATE, SEVERITY)

    assert mean_off(cost, 50 * RATE, std) < ENOUGH
    assert std_off(cost, std) < ENOUGH
    assert share_off(run.occurrence["r"], 1 - math.exp(-RATE)) < ENOUGH
    assert ((cost > 0) == run.occurrence["r"]).all()


def test_one_severity_for_all_strikes_would_be_noticed():
    """Negative control: N times one draw has the mean, but not the spread."""
    same = math.sqrt(
        (RATE + RATE**2) * (SEVERITY.std() ** 2 + SEVERITY.mean() ** 2) - (50 * RATE) ** 2
    )
    cost = struck(rp.CostImpact(SEVERITY), count=Poisson(RATE)).risk_cost["r"]

    assert std_off(cost, same) > ENOUGH


def test_delays_of_all_strikes_add_up():
    run = struck(rp.Delay("a", PART), count=Poisson(RATE))
    delay = run.activity_finish["a"] - 10

    assert mean_off(delay, RATE, compound_std(RATE, PART)) < ENOUGH


def test_factors_of_all_strikes_multiply():
    """E[∏ F] = exp(λ (E[F] - 1)) over Poisson strikes."""
    run = struck(rp.DurationFactor("a", rp.Uniform(1, 1.2)), count=Poisson(RATE))

    assert mean_off(run.activity_finish["a"], 10 * math.exp(0.1 * RATE)) < ENOUGH


def test_each_strike_is_one_draw_for_all_activities_that_it_delays():
    shared = struck(rp.Delay(["a", "b"], PART), count=Poisson(RATE))
    separate = struck(rp.Delay(["a", "b"], PART, draws=rp.Draws.SEPARATE), count=Poisson(RATE))

    assert (shared.activity_finish["a"] == shared.activity_finish["b"]).all()
    assert (separate.activity_finish["a"] != separate.activity_finish["b"]).any()


def test_a_count_of_one_changes_not_a_bit():
    parts = {"impacts": [rp.CostImpact(SEVERITY), rp.Delay("a", PART)]}
    once = simulated(rp.Risk("r", "R", 0.3, count=1, **parts))
    plain = simulated(rp.Risk("r", "R", 0.3, **parts))

    assert (once.risk_cost["r"] == plain.risk_cost["r"]).all()
    assert (once.duration.values == plain.duration.values).all()


def test_a_second_strike_leaves_the_first_as_it_was():
    once, twice = (struck(rp.CostImpact(SEVERITY), count=n).risk_cost["r"] for n in (1, 2))
    second = twice - once

    assert mean_off(second, 50, SEVERITY.std()) < ENOUGH
    assert abs(np.corrcoef(once, second)[0, 1]) < ENOUGH / math.sqrt(ITERATIONS)


def test_a_probability_beside_a_count_is_that_of_being_possible_at_all():
    run = struck(rp.CostImpact(10), count=rp.Discrete([0, 2], [0.5, 0.5]), probability=0.4)

    assert {0.0, 20.0} == set(run.risk_cost["r"].tolist())
    assert share_off(run.occurrence["r"], 0.2) < ENOUGH


def test_a_condition_is_met_by_the_first_strike():
    storm = rp.Risk("storm", "Storm", count=Poisson(0.7))
    leak = rp.Risk("leak", "Leak", count=2, given="storm", impacts=[rp.CostImpact(5)])
    run = simulated(storm, leak)

    assert (run.occurrence["leak"] == run.occurrence["storm"]).all()
    assert share_off(run.occurrence["storm"], -math.expm1(-0.7)) < ENOUGH


@pytest.mark.parametrize("scenario", ["inherent", "planned"])
def test_simulated_and_exact_cost_agree_under_every_scenario(scenario):
    guard = rp.Response("g", "Guard", rp.Strategy.MITIGATE, count=Poisson(0.5))
    risk = rp.Risk(
        "r", "R", 0.6, count=Poisson(2), impacts=[rp.CostImpact(SEVERITY)], responses=[guard]
    )
    plan = rp.Plan("P", risks=[risk])
    run = rp.simulate(plan, iterations=ITERATIONS, seed=5, scenario=scenario)

    assert mean_off(run.risk_cost["r"], rp.expected_cost(plan, "r", scenario)) < ENOUGH


def test_a_risk_that_has_occurred_strikes_at_least_once():
    run = struck(
        rp.CostImpact(1), count=rp.Truncated(Poisson(0.3), low=1), status=rp.Status.OCCURRED
    )

    assert run.occurrence["r"].min()
    assert mean_off(run.risk_cost["r"], 0.3 / -math.expm1(-0.3)) < ENOUGH


def test_a_closed_risk_strikes_never():
    run = struck(rp.CostImpact(1), count=3, status=rp.Status.CLOSED)

    assert not run.occurrence["r"].max()
    assert 0.0 == run.risk_cost["r"].max()


@pytest.mark.parametrize("start", [None, "2026-01-05"])
def test_strikes_that_multiply_beyond_all_time_are_refused_in_words(start):
    boom = rp.Risk("boom", "Boom", count=200, impacts=[rp.DurationFactor("dig", 1_000)])
    plan = rp.Plan("P", start=start, activities=[rp.Activity("dig", "Dig", 5)], risks=[boom])

    with pytest.raises(rp.PlanError, match="factors of a risk that strikes several times multiply"):
        rp.simulate(plan, iterations=10, seed=1)
