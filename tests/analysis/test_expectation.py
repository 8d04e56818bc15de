"""Exact expected values, from the model alone."""

from __future__ import annotations

import pytest

import riskplan as rp

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


@pytest.mark.parametrize("verb", [rp.expected_cost, rp.occurrence_probability])
def test_unknown_names_are_refused(verb):
    with pytest.raises(rp.RequestError, match='the plan has no risk "snow"; its risks are: rain'):
        verb(CHAIN, "snow")
    with pytest.raises(rp.RequestError, match='there is no scenario "best"'):
        verb(CHAIN, "rain", scenario="best")
