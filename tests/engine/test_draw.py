"""What happens in an iteration: conditions, exclusive groups, uncertain chances, shared draws."""

from __future__ import annotations

import numpy as np
import pytest

import riskplan as rp
from tests.families.harness import ENOUGH, mean_off, share_off

ITERATIONS = 40_000


def occurrence(*risks: rp.Risk, **settings) -> rp.LabelledSamples:
    return rp.simulate(
        rp.Plan("P", risks=risks), iterations=ITERATIONS, seed=11, **settings
    ).occurrence


def group(**probabilities: float) -> list[rp.Risk]:
    return [rp.Risk(id_, id_, p, exclusive="group") for id_, p in probabilities.items()]


@pytest.mark.parametrize("probability", [0.001, 0.15, 0.5, 0.97])
def test_a_risk_occurs_with_its_probability(probability):
    occurs = occurrence(rp.Risk("r", "R", probability))["r"]

    assert share_off(occurs, probability) < ENOUGH


def test_the_distance_from_a_wrong_probability_is_seen():
    """Negative control of the harness: a probability of 0.5 passed off as 0.52."""
    assert share_off(occurrence(rp.Risk("r", "R", 0.5))["r"], 0.52) > ENOUGH


@pytest.mark.parametrize(("probability", "expected"), [(0.0, 0), (1.0, ITERATIONS)])
def test_the_impossible_never_happens_and_the_certain_always(probability, expected):
    assert expected == occurrence(rp.Risk("r", "R", probability))["r"].sum()


def test_different_risks_occur_independently():
    occurs = occurrence(rp.Risk("a", "A", 0.3), rp.Risk("b", "B", 0.4))

    assert share_off(occurs["a"] & occurs["b"], 0.12) < ENOUGH


def test_a_condition_makes_a_risk_possible_only_with_its_parent():
    occurs = occurrence(
        rp.Risk("flood", "Flood", 0.5, given="rain"),
        rp.Risk("leak", "Leak", 0.4, given="flood"),
        rp.Risk("rain", "Rain", 0.6),
    )

    assert not (occurs["flood"] & ~occurs["rain"]).any()
    assert not (occurs["leak"] & ~occurs["flood"]).any()
    assert share_off(occurs["flood"], 0.3) < ENOUGH
    assert share_off(occurs["leak"], 0.12) < ENOUGH


def test_exclusive_risks_never_occur_together():
    occurs = occurrence(*group(a=0.2, b=0.3, c=0.4))

    assert 1 == occurs.values.sum(axis=0).max()
    for id_, probability in {"a": 0.2, "b": 0.3, "c": 0.4}.items():
        assert share_off(occurs[id_], probability) < ENOUGH


def test_risks_without_a_group_do_occur_together():
    """Negative control: the same three risks, free of each other."""
    free = [rp.Risk(risk.id, risk.name, risk.probability) for risk in group(a=0.2, b=0.3, c=0.4)]

    assert 3 == occurrence(*free).values.sum(axis=0).max()


def test_exclusive_risks_that_fill_the_certainty_leave_no_gap():
    occurs = occurrence(*group(a=0.1, b=0.2, c=0.3, d=0.4))

    assert {1} == set(occurs.values.sum(axis=0).tolist())


def test_two_groups_are_independent():
    occurs = occurrence(
        rp.Risk("a", "A", 0.5, exclusive="first"),
        rp.Risk("b", "B", 0.5, exclusive="second"),
    )

    assert share_off(occurs["a"] & occurs["b"], 0.25) < ENOUGH


def test_an_exclusive_group_can_hang_on_one_condition():
    occurs = occurrence(
        rp.Risk("strike", "Strike", 0.5),
        rp.Risk("long", "Long", 0.3, given="strike", exclusive="length"),
        rp.Risk("short", "Short", 0.7, given="strike", exclusive="length"),
    )

    assert np.array_equal(occurs["strike"], occurs["long"] ^ occurs["short"])
    assert share_off(occurs["long"], 0.15) < ENOUGH


def test_an_uncertain_probability_counts_with_its_mean():
    law = rp.Triangular(0.1, 0.2, 0.9)
    occurs = occurrence(rp.Risk("a", "A", law), rp.Risk("b", "B", law))

    assert share_off(occurs["a"], 0.4) < ENOUGH
    assert share_off(occurs["a"] & occurs["b"], 0.16) < ENOUGH


def test_exclusive_risks_of_uncertain_probability_keep_their_means():
    occurs = occurrence(
        rp.Risk("a", "A", rp.Uniform(0.1, 0.5), exclusive="group"),
        rp.Risk("b", "B", rp.Uniform(0.0, 0.5), exclusive="group"),
    )

    assert not (occurs["a"] & occurs["b"]).any()
    assert share_off(occurs["a"], 0.3) < ENOUGH
    assert share_off(occurs["b"], 0.25) < ENOUGH


def two_parallel(*impacts: rp.model.Impact, kind: rp.Kind = rp.Kind.THREAT) -> rp.SimulationResult:
    """Two activities of 10 and 20 days that nothing links, and one certain risk."""
    plan = rp.Plan(
        "P",
        activities=[
            rp.Activity("a", "A", 10, phase="build"),
            rp.Activity("b", "B", 20, phase="build"),
            rp.Milestone("m", "M", phase="build"),
        ],
        risks=[rp.Risk("r", "R", 1.0, impacts=impacts, kind=kind)],
    )
    return rp.simulate(plan, iterations=2_000, seed=5)


def ends(run: rp.SimulationResult) -> tuple[np.ndarray, np.ndarray]:
    return run.activity_finish["a"], run.activity_finish["b"]


@pytest.mark.parametrize("where", [["a", "b"], ["build"], ["build", "a"]])
def test_one_risk_on_several_activities_is_one_draw(where):
    first, second = ends(two_parallel(rp.Delay(where, rp.Uniform(0, 9))))

    assert np.allclose(first - 10, second - 20, atol=1e-12)
    assert len(np.unique(first)) > 1_000


def test_one_driver_on_several_activities_is_one_draw():
    first, second = ends(two_parallel(rp.DurationFactor(["a", "b"], rp.Uniform(0.5, 1.5))))

    assert np.allclose(first / 10, second / 20)
    assert mean_off(first, 10) < ENOUGH


def test_separate_draws_are_independent():
    impact = rp.Delay(["a", "b"], rp.Uniform(0, 9), draws=rp.Draws.SEPARATE)
    first, second = ends(two_parallel(impact))

    assert abs(np.corrcoef(first, second)[0, 1]) < ENOUGH / 2_000**0.5
    assert mean_off(second, 24.5) < ENOUGH


def test_two_impacts_of_a_risk_are_two_draws():
    first, second = ends(
        two_parallel(rp.Delay("a", rp.Uniform(0, 9)), rp.Delay("b", rp.Uniform(0, 9)))
    )

    assert abs(np.corrcoef(first, second)[0, 1]) < ENOUGH / 2_000**0.5


def test_factors_multiply_before_delays_are_added():
    first, second = ends(
        two_parallel(rp.Delay("a", 3), rp.DurationFactor("a", 2), rp.DurationFactor("build", 1.5))
    )

    assert {33.0} == set(first.tolist())
    assert {30.0} == set(second.tolist())


def test_the_delay_of_an_opportunity_saves_time_but_never_makes_it_negative():
    first, second = ends(two_parallel(rp.Delay("build", 15), kind=rp.Kind.OPPORTUNITY))

    assert {0.0} == set(first.tolist())
    assert {5.0} == set(second.tolist())


def test_a_delay_in_weeks_is_working_days():
    assert {20.0} == set(ends(two_parallel(rp.Delay("a", 2, unit=rp.TimeUnit.WEEKS)))[0].tolist())


def test_an_impact_counts_only_where_its_risk_occurs():
    plan = rp.Plan(
        "P",
        activities=[rp.Activity("a", "A", 10)],
        risks=[rp.Risk("r", "R", 0.3, impacts=[rp.Delay("a", 4), rp.CostImpact(7)])],
    )
    run = rp.simulate(plan, iterations=1_000, seed=2)
    occurs = run.occurrence["r"]

    assert np.array_equal(np.where(occurs, 14.0, 10.0), run.duration.values)
    assert np.array_equal(np.where(occurs, 7.0, 0.0), run.cost.values)
