"""Exact expected values, from the model alone."""

from __future__ import annotations

import math

import pytest

import riskplan as rp
from riskplan.analysis.expectation import expected_strikes
from riskplan.distributions import Poisson

PLAN = rp.Plan(
    "P",
    activities=[rp.Activity("a", "A", rp.Uniform(1, 9))],
    costs=[
        rp.CostItem("c", "C", rp.Uniform(80, 120), phase="x"),
        rp.CostItem("d", "D", 50, phase="x"),
        rp.CostItem("crane", "Crane", 10, day_rate=5, during="a", phase="y"),
    ],
)


def expected(*impacts: rp.model.Impact, probability=0.25, **parts) -> float | None:
    risk = rp.Risk("r", "R", probability, impacts=impacts, **parts)
    return rp.expected_cost(PLAN.evolve(risks=[risk]), "r")


def test_an_amount_counts_with_its_probability():
    assert 10.0 == expected(rp.CostImpact(rp.Triangular(20, 40, 60)))


def test_amounts_add_up():
    assert 15.0 == expected(rp.CostImpact(40), rp.CostImpact(rp.Uniform(10, 30)))


def test_a_share_counts_with_the_mean_of_what_it_is_a_share_of():
    share = rp.Uniform(0, 0.4)

    assert 5.0 == expected(rp.CostImpact(share=share, of="c"))
    assert 7.5 == expected(rp.CostImpact(share=share, of=["x", "c"]))


def test_a_share_of_what_runs_with_time_cannot_be_told_exactly():
    assert expected(rp.CostImpact(1), rp.CostImpact(share=0.1, of="crane")) is None
    assert expected(rp.CostImpact(share=0.1, of="y")) is None


def test_an_opportunity_saves():
    assert -10.0 == expected(rp.CostImpact(40), kind=rp.Kind.OPPORTUNITY)


def test_delays_cost_nothing_of_their_own():
    assert "0.0" == repr(expected(rp.Delay("a", 5)))
    assert "0.0" == repr(expected(rp.Delay("a", 5), kind=rp.Kind.OPPORTUNITY))


def test_an_uncertain_probability_counts_with_its_mean():
    assert 12.0 == expected(rp.CostImpact(40), probability=rp.Triangular(0.1, 0.2, 0.6))


@pytest.mark.parametrize(
    ("status", "value"),
    [(rp.Status.OPEN, 10.0), (rp.Status.CLOSED, 0.0), (rp.Status.OCCURRED, 40.0)],
)
def test_status_decides(status, value):
    assert value == expected(rp.CostImpact(40), status=status)


CHAIN = rp.Plan(
    "Chain",
    risks=[
        rp.Risk(
            "rain",
            "Rain",
            0.5,
            responses=[rp.Response("m", "Pray", rp.Strategy.MITIGATE, probability=0.25)],
        ),
        rp.Risk("flood", "Flood", 0.5, given="rain"),
        rp.Risk("leak", "Leak", 0.5, given="flood", impacts=[rp.CostImpact(80)]),
    ],
)


def test_a_condition_multiplies_all_the_way_up():
    assert (0.25, 0.125, 0.0625) == tuple(
        rp.occurrence_probability(CHAIN, id_) for id_ in ("rain", "flood", "leak")
    )
    assert 5.0 == rp.expected_cost(CHAIN, "leak")


def test_the_scenario_decides_which_responses_count():
    assert 10.0 == rp.expected_cost(CHAIN, "leak", scenario="inherent")
    assert 0.5 == rp.occurrence_probability(CHAIN, "rain", scenario=rp.INHERENT)


def counted(count: object, **parts) -> tuple[float, float, float | None]:
    """Return how often a risk of 40 a strike strikes, how likely it does, and what it costs."""
    risk = rp.Risk("r", "R", count=count, impacts=[rp.CostImpact(rp.Uniform(0, 80))], **parts)
    plan = rp.Plan("P", risks=[risk])
    return (
        expected_strikes(plan, "r"),
        rp.occurrence_probability(plan, "r"),
        rp.expected_cost(plan, "r"),
    )


@pytest.mark.parametrize(
    ("count", "strikes", "occurrence"),
    [
        (3, 3.0, 1.0),
        (0, 0.0, 0.0),
        (rp.Discrete([0, 1, 3], [0.5, 0.25, 0.25]), 1.0, 0.5),
        ("poisson(2.5)", 2.5, 1 - math.exp(-2.5)),
        ("poisson(1e-9)", 1e-9, -math.expm1(-1e-9)),
        ("truncated(poisson(1), low=1)", math.e / (math.e - 1), 1.0),
    ],
)
def test_a_count_multiplies_the_cost_and_decides_on_the_occurrence(count, strikes, occurrence):
    assert counted(count) == pytest.approx((strikes, occurrence, 40 * strikes), rel=1e-13)


def test_a_count_is_not_the_chance_of_a_strike():
    """Negative control: Poisson strikes at a rate of 0.5 cost 20 on average, not 0.39 × 40."""
    _, occurrence, cost = counted("poisson(0.5)")

    assert 20.0 == cost
    assert cost > 1.2 * 40 * occurrence


def test_a_probability_beside_a_count_is_that_of_being_possible_at_all():
    assert (0.5, 0.25 * (1 - math.exp(-2)), 20.0) == pytest.approx(
        counted("poisson(2)", probability=0.25), rel=1e-13
    )
    even = rp.Discrete([0, 2], [0.5, 0.5])
    assert (0.25, 0.125, 10.0) == counted(even, probability=rp.Uniform(0, 0.5))


@pytest.mark.parametrize(
    ("status", "expected"),
    [(rp.Status.CLOSED, (0.0, 0.0, 0.0)), (rp.Status.OCCURRED, (3.0, 1.0, 120.0))],
)
def test_status_decides_of_a_risk_with_a_count_too(status, expected):
    assert expected == counted(3, probability=0.5, status=status)


def test_a_condition_is_that_the_other_risk_strikes_at_all():
    storm = rp.Risk("storm", "Storm", count=rp.Discrete([0, 5], [0.75, 0.25]))
    leak = rp.Risk("leak", "Leak", 0.5, count=2, given="storm", impacts=[rp.CostImpact(8)])
    plan = rp.Plan("P", risks=[storm, leak])

    assert (0.125, 0.25, 2.0) == (
        rp.occurrence_probability(plan, "leak"),
        expected_strikes(plan, "leak"),
        rp.expected_cost(plan, "leak"),
    )


def test_a_response_leaves_another_count():
    guard = rp.Response("g", "Guard", rp.Strategy.MITIGATE, count="poisson(0.5)")
    theft = rp.Risk("theft", "Theft", count=2, impacts=[rp.CostImpact(8)], responses=[guard])
    plan = rp.Plan("P", risks=[theft])

    assert (16.0, 4.0) == tuple(
        rp.expected_cost(plan, "theft", scenario) for scenario in ("inherent", "planned")
    )


@pytest.mark.parametrize("frequency", [0.1, 3.0, 0.01, 0.05])
def test_a_lognormal_loss_that_strikes_as_poisson_does(frequency):
    """The mean of a compound Poisson law is the rate times the mean of one loss (Wald).

    As in riskquant, which calls it the annualized loss: 5th and 95th percentile 1 and 10, a mean
    of exp(μ + σ²/2) = 4.040012826945727, and at a frequency of 3 a loss of 12.12003848083718.
    """
    mu, sigma = math.log(10) / 2, math.log(10) / 2 / 1.6448536269514722
    impact = rp.CostImpact(rp.LogNormal(mu, sigma))
    risk = rp.Risk("r", "R", count=Poisson(frequency), impacts=[impact])

    loss = rp.expected_cost(rp.Plan("P", risks=[risk]), "r")

    assert 4.040012826945727 * frequency == pytest.approx(loss, rel=1e-13)


def test_a_risk_without_a_count_strikes_as_often_as_it_occurs():
    assert 0.0625 == expected_strikes(CHAIN, "leak") == rp.occurrence_probability(CHAIN, "leak")


@pytest.mark.parametrize("verb", [rp.expected_cost, rp.occurrence_probability])
def test_unknown_names_are_refused(verb):
    with pytest.raises(rp.RequestError, match='the plan has no risk "snow"; its risks are: rain'):
        verb(CHAIN, "snow")
    with pytest.raises(rp.RequestError, match='there is no scenario "best"'):
        verb(CHAIN, "rain", scenario="best")
