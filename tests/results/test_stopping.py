"""Precision: what may be wished for, how many iterations it takes, and what it does to coverage."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.results import Precision, Stopping, judged

REPLICATES = 500

Next = Callable[[Stopping], int | None]


def stopping(
    error: float = 2.0, *, iterations: int = 1_000, cell: int = 1, **wish: float
) -> Stopping:
    """Where a run stands whose P80 is 100 with some error."""
    precision = Precision(**(wish or {"cost": 1.0}))
    return Stopping(precision, iterations, rp.Estimate(100, 100 - error, 100 + error), None, cell)


def stopped(precision: Precision, values: np.ndarray, pilot: int, following: Next) -> Stopping:
    """Where a run ends whose iterations are the values, as the simulator would run it."""
    done = judged(precision, rp.Samples(values[:pilot], 0.0), None)
    while (wanted := following(done)) is not None:
        done = judged(precision, rp.Samples(values[:wanted], 0.0), None)
    return done


def coverage(precision: Precision, pilot: int, following: Next) -> float:
    """How often the interval at the end holds the P-level of a uniform law, which is the level."""
    held = 0
    for seed in range(REPLICATES):
        values = np.random.default_rng(seed).random(20_000)
        level = stopped(precision, values, pilot, following).cost
        held += level.low <= precision.at / 100 <= level.high
    return held / REPLICATES


# --- honesty --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("precision", "pilot"),
    [
        (Precision(80, cost=0.015), 500),
        (Precision(80, relative=0.015), 1_000),
        (Precision(95, cost=0.006), 1_000),
        (Precision(50, cost=0.02), 200),
        (Precision(80, cost=0.08), 17),
    ],
)
def test_intervals_still_cover_the_truth_when_they_are_narrow_enough_to_stop(precision, pilot):
    assert 0.93 <= coverage(precision, pilot, Stopping.next_iterations) <= 0.97


def test_stopping_at_the_first_lucky_interval_would_cover_it_too_seldom():
    """Negative control: a look at the interval after every iteration."""

    def next_one(done: Stopping) -> int | None:
        return None if done.reached else done.iterations + 1

    assert coverage(Precision(80, cost=0.08), 17, next_one) < 0.93


def test_the_precision_is_reached_without_many_looks_or_much_waste():
    """A P80 of a uniform law has an error of 0.784 / sqrt(n), so that 0.015 take about 2,730."""
    looks = []

    def following(done: Stopping) -> int | None:
        looks.append(done.iterations)
        return done.next_iterations()

    values = [np.random.default_rng(seed).random(20_000) for seed in range(200)]
    ends = [stopped(Precision(cost=0.015), each, 500, following) for each in values]

    assert all(end.reached and end.cost.error <= 0.015 for end in ends)
    assert len(looks) < 3 * len(ends)
    assert np.mean([end.iterations for end in ends]) < 1.5 * 2_730


# --- how many next --------------------------------------------------------------------------------


def test_what_is_precise_enough_stops():
    assert stopping(error=1.0).reached
    assert stopping(error=1.0).next_iterations() is None


def test_an_error_twice_too_large_takes_four_times_as_many_and_some_to_spare():
    assert not stopping(error=2.0).reached
    assert 4_800 == stopping(error=2.0).next_iterations()
    assert 4_000 == stopping(error=2.0).needed


def test_a_far_goal_is_approached_in_steps_that_know_better():
    assert 10_000 == stopping(error=50.0).next_iterations()
    assert 2_500_000 == stopping(error=50.0).needed


def test_an_open_interval_takes_more_iterations_but_who_knows_how_many():
    assert 10_000 == stopping(error=math.inf).next_iterations()
    assert stopping(error=math.inf).needed is None


def test_the_cap_ends_it():
    assert 4_200 == stopping(cost=1.0, cap=4_200).next_iterations()
    assert stopping(cost=1.0, cap=1_000).next_iterations() is None
    assert stopping(cost=1.0, cap=500).next_iterations() is None


def test_iterations_stay_in_whole_cells():
    assert 5_000 == stopping(cell=500).next_iterations()
    assert 4_000 == stopping(cell=500, cost=1.0, cap=4_200).next_iterations()
    assert stopping(cell=500, cost=1.0, cap=1_499).next_iterations() is None


@settings(max_examples=80)
@given(
    error=st.floats(0.0, 1e6) | st.just(math.inf),
    cells=st.integers(1, 1_000),
    cell=st.integers(1, 600),
    cap=st.integers(1, 10**7),
)
def test_every_step_leads_on_in_whole_cells_and_never_beyond_the_cap(error, cells, cell, cap):
    done = stopping(error, iterations=cells * cell, cell=cell, cost=1.0, cap=cap)
    wanted = done.next_iterations()

    if wanted is None:
        assert done.reached or cap < done.iterations + cell
    else:
        assert 0 == wanted % cell
        assert done.iterations < wanted <= cap


def test_a_relative_error_is_one_of_cost_and_duration():
    wish = Precision(relative=0.01)
    cost, days = rp.Estimate(100, 99, 101), rp.Estimate(50, 49, 51)

    assert Stopping(wish, 1_000, cost, None).reached
    assert not Stopping(wish, 1_000, cost, days).reached
    assert 4_000 == Stopping(wish, 1_000, cost, days).needed


def test_an_absolute_error_is_one_of_the_total_it_names():
    cost, days = rp.Estimate(100, 99, 101), rp.Estimate(50, 48, 52)

    assert Stopping(Precision(cost=1), 1_000, cost, days).reached
    assert 4_000 == Stopping(Precision(days=1), 1_000, cost, days).needed
    assert 4_000 == Stopping(Precision(cost=1, days=1), 1_000, cost, days).needed


def test_nothing_is_a_share_of_nothing():
    """A P80 of 0 is known exactly or not; no error is a hundredth of it."""
    wish = Precision(relative=0.01)

    assert Stopping(wish, 1_000, rp.Estimate(0, 0, 0), None).reached
    assert Stopping(wish, 1_000, rp.Estimate(0, 0, 1), None).needed is None


# --- what may be wished for -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({}, r"which error is wished for\? give relative=0.005, or cost in money, or days"),
        ({"relative": 0.01, "cost": 5}, "relative is instead of cost and days; drop one"),
        ({"relative": 0.01, "days": 5}, "relative is instead of cost and days; drop one"),
        ({"relative": 0}, r"relative must be a number above 0.*\(got 0\)"),
        ({"cost": -1}, r"cost must be a number above 0.*\(got -1\)"),
        ({"days": "2d"}, r"days must be a number above 0.*\(got '2d'\)"),
        ({"cost": math.inf}, "cost must be a number above 0"),
        ({"cost": math.nan}, "cost must be a number above 0"),
        ({"relative": 5}, r"relative must be a fraction below 1 .*for 5 % write relative=0.05"),
        ({"at": 0.8, "cost": 1}, "for P80 write at=80"),
        ({"cost": 1, "cap": 0}, r"cap must be a whole number of at least 1 iteration \(got 0\)"),
        ({"cost": 1, "cap": 1e6}, r"cap must be a whole number of at least 1 .*1000000.0"),
        ({"cost": 1, "cap": True}, "cap must be a whole number"),
    ],
)
def test_what_cannot_be_wished_for_is_refused_with_a_remedy(wish, message):
    with pytest.raises(rp.RequestError, match=message):
        Precision(**wish)


def test_a_precision_of_what_the_plan_does_not_have_is_refused():
    total = rp.Samples(np.arange(100.0), 0.0)

    with pytest.raises(rp.RequestError, match="nothing in the plan costs money; wish for a prec"):
        judged(Precision(cost=1), None, total)
    with pytest.raises(rp.RequestError, match="the plan has no activities; wish for a precision"):
        judged(Precision(days=1), total, None)
    with pytest.raises(rp.RequestError, match="neither costs nor activities"):
        judged(Precision(relative=0.1), None, None)


# --- words ----------------------------------------------------------------------------------------


def test_one_line_says_how_it_ended():
    assert "Stopping(reached after 1,000 iterations: P80 of the cost is 100.0 ± 0.5)" == repr(
        stopping(error=0.5)
    )
    assert "Stopping(not reached after 1,000 iterations: P80 of the cost is 100 ± 2)" == repr(
        stopping(error=2.0)
    )


def test_a_sentence_says_how_it_ended_and_what_it_would_take():
    cost, days = rp.Estimate(100, 98, 102), rp.Estimate(50, 48, 52)
    both = Stopping(Precision(90, cost=2.5, days=4, cap=5_000), 5_000, cost, days)

    assert (
        "P90 of the cost is 100 ± 2 and P90 of the duration is 50 ± 2 days after 5,000 iterations, "
        "as precise as was asked for (± 2.5, ± 4 days)." == both.sentence
    )
    assert (
        "P80 of the cost is 100 ± 2 after 1,000 iterations, less precise than was asked for "
        "(± 0.5 %): it takes about 16,000, and 1,000 were the most allowed."
        == stopping(relative=0.005, cap=1_000).sentence
    )
    assert "it takes more, and" in stopping(error=math.inf, cost=1.0, cap=1_000).sentence


def test_a_sentence_blames_the_cap_where_it_ended_the_run_and_memory_where_it_did_not():
    assert stopping(cell=500, cost=1.0, cap=1_499).sentence.endswith(
        "it takes about 4,000, and 1,499 were the most allowed."
    )
    assert stopping(cell=500, cost=1.0, cap=1_500).sentence.endswith(
        "it takes about 4,000, and the next step, to 1,500, did not fit in memory."
    )


def test_the_cells_are_those_of_the_samples():
    total = rp.Samples(np.arange(1_000.0), 0.0, cell=500)

    assert 500 == judged(Precision(cost=1), total, None).cell
    assert 500 == judged(Precision(days=1), None, total).cell


def test_it_survives_pickling():
    assert stopping() == pickle.loads(pickle.dumps(stopping()))


# --- on a run -------------------------------------------------------------------------------------

PLAN = rp.Plan("Dam", costs=[rp.CostItem("dam", "Dam", rp.Uniform(100, 200))])


def test_a_run_goes_on_until_it_is_precise_enough():
    run = rp.simulate(PLAN, iterations=1_000, seed=1, precision=Precision(relative=0.005))

    assert run.stopping.reached
    assert run.cost.percentile(80) == run.stopping.cost
    assert run.stopping.cost.error <= 0.005 * 180 * 1.01
    assert run.iterations == run.stopping.iterations > 1_000
    expected = rp.simulate(PLAN, iterations=run.iterations, seed=1)
    assert np.array_equal(expected.cost.values, run.cost.values)


def test_a_run_ends_at_its_cap():
    run = rp.simulate(PLAN, iterations=1_000, seed=1, precision=Precision(cost=0.01, cap=5_000))

    assert (5_000, False) == (run.iterations, run.stopping.reached)
    assert 5_000 < run.stopping.needed


def test_more_first_iterations_than_the_cap_are_refused():
    with pytest.raises(rp.RequestError) as caught:
        rp.simulate(PLAN, iterations=5_000, precision=Precision(cost=0.01, cap=1_000))

    assert (
        "the first 5,000 iterations are more than the cap of 1,000; "
        "give fewer iterations, or Precision(..., cap=5000) or more" == str(caught.value)
    )
    level = rp.simulate(PLAN, iterations=1_000, seed=1, precision=Precision(cost=9, cap=1_000))
    assert level.stopping.reached


@pytest.mark.parametrize(
    ("wish", "example"), [(0.01, "0.01"), (5, "0.005"), ("fine", "0.005"), (Precision, "0.005")]
)
def test_what_is_no_precision_is_refused_with_an_example(wish, example):
    with pytest.raises(rp.RequestError, match=rf"write Precision\(at=80, relative={example}\) \("):
        rp.simulate(PLAN, precision=wish)
