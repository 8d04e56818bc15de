"""Differences of two samples of the same futures: exact where they can be, honest where not."""

from __future__ import annotations

import math
from functools import cache

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

import riskplan as rp
from riskplan.results import PairedSamples, share_difference, why_unpaired
from tests.results.exact_plans import ExactPlan
from tests.results.test_coverage import CASES, PLANS, Pair, coverage
from tests.results.test_coverage import pairs as all_pairs

LEVELS = (10, 50, 80, 95)
REPLICATES = 500


def samples(values: np.ndarray, cell: int = 1) -> rp.Samples:
    return rp.Samples(np.asarray(values, dtype=np.float64), 0.0, "CNY", cell)


def paired(first: np.ndarray, second: np.ndarray, cell: int = 1, **how) -> PairedSamples:
    return PairedSamples(samples(first, cell), samples(second, cell), **how)


def scattered(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).gamma(20, 5, count)


# --- exact answers --------------------------------------------------------------------------------


@given(st.sampled_from(LEVELS), st.floats(-1e6, 1e6), st.sampled_from([1, 50]))
def test_a_known_amount_on_every_future_is_found_without_error(at, amount, cell):
    values = np.floor(scattered(1_000) * 1e6)
    difference = paired(values + amount, values, cell).percentile(at)

    assert amount == pytest.approx(difference.value, abs=1e-6)
    assert difference.error == pytest.approx(0.0, abs=1e-6)


def test_the_difference_is_that_of_the_two_percentiles():
    one, other = samples(scattered(500, 1)), samples(scattered(500, 2))
    for is_paired in (True, False):
        difference = PairedSamples(one, other, paired=is_paired).percentile(80)
        assert one.percentile(80) - other.percentile(80) == difference.value


def test_the_sign_turns_with_the_order():
    one, other = scattered(1_000, 1), scattered(1_000, 2)
    for at in LEVELS:
        there, back = paired(one, other).percentile(at), paired(other, one).percentile(at)
        assert (there.value, there.low, there.high) == pytest.approx(
            (-back.value, -back.high, -back.low)
        )


def test_the_mean_of_a_pair_is_that_of_its_differences():
    one, other = scattered(100, 1), scattered(100, 2)
    expected, found = rp.Samples(one - other, 0.0).mean(), paired(one, other).mean()

    assert (expected, expected.low, expected.high) == (found, found.low, found.high)


def test_a_multiple_has_the_error_of_one_multiple():
    """1.2 X - X = 0.2 X: all futures keep their order, so the error is a fifth of that of X."""
    values = scattered(20_000)
    difference = paired(1.2 * values, values).percentile(80)

    assert samples(values).percentile(80).error / 5 == pytest.approx(difference.error, rel=0.2)


def test_what_many_futures_share_is_known_for_certain():
    """P50 of two risks that occur in fewer than half of the futures is 0 in both."""
    hit = np.random.default_rng(1).random(2_000)
    difference = paired(100.0 * (hit < 0.3), 100.0 * (hit < 0.2)).percentile(50)

    assert (0.0, 0.0, 0.0) == (difference.value, difference.low, difference.high)


def test_a_level_between_two_values_leaves_both_open():
    """P80 of a risk of 20 % may be nothing, or all of it."""
    hit = np.random.default_rng(1).random(2_000)
    difference = paired(scattered(2_000) + 900.0 * (hit < 0.2), scattered(2_000)).percentile(80)

    assert difference.low < 50.0
    assert difference.high > 700.0


def test_too_few_iterations_leave_the_interval_open():
    difference = paired(scattered(40, 1), scattered(40, 2)).percentile(95)

    assert (-math.inf, math.inf) == (difference.low, difference.high)
    assert "± ?" in str(difference)


def test_samples_of_different_runs_are_refused_as_pairs():
    with pytest.raises(rp.RequestError, match="give paired=False"):
        paired(scattered(100), scattered(200))

    assert math.isfinite(paired(scattered(100), scattered(200), paired=False).percentile(50).error)


def test_the_confidence_in_an_amount_is_compared_by_futures():
    one, other = np.arange(1_000.0), np.arange(1_000.0) + 50.0
    together = paired(one, other).confidence(799.0)
    apart = paired(one, other, paired=False).confidence(799.0)

    assert 0.05 == pytest.approx(together.value)
    assert together.error < apart.error / 2


def test_a_pair_says_in_a_line_what_it_is():
    assert "PairedSamples(paired, mean difference 0 CNY)" == repr(paired(np.ones(9), np.ones(9)))


# --- whether runs are pairs -----------------------------------------------------------------------

ORIGIN = rp.Provenance("Bridge", "0f3a", "planned", 10_000, 7, "1.0", "pcg-1")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"digest": "ffff", "scenario": "inherent", "plan": "Other"}, ""),
        ({"seed": 8}, "their seeds are 7 and 8"),
        ({"iterations": 20_000}, "their iterations are 10,000 and 20,000"),
        ({"sampling": "sobol(64)"}, "their sampling plans are random and sobol(64)"),
        ({"sampler": "pcg-2"}, "their samplers are pcg-1 and pcg-2"),
        ({"seed": None}, "samples of another tool have no seed"),
    ],
)
def test_runs_of_one_seed_are_pairs_whatever_their_plans(changes, reason):
    assert reason == why_unpaired(ORIGIN, attrs.evolve(ORIGIN, **changes))


# --- honesty --------------------------------------------------------------------------------------


def truth(exact: ExactPlan, at: float) -> float:
    """How far the risk raises a percentile."""
    without = optimize.brentq(
        lambda x: exact.cdf_without(x) - at / 100, exact.low, exact.high, xtol=1e-12
    )
    return exact.percentile(at) - without


def pairs(case: str) -> list[Pair]:
    """As many as are needed: each difference takes its time."""
    return all_pairs(case)[:REPLICATES]


@cache
def differences(case: str, at: float, shift: int = 0) -> list[rp.Estimate]:
    """The differences of all replicates, each of one seed, or of one and a later one."""
    of = pairs(case)
    return [
        PairedSamples(with_it, of[(row + shift) % len(of)][1]).percentile(at)
        for row, (with_it, _) in enumerate(of)
    ]


@pytest.mark.parametrize("at", LEVELS)
@pytest.mark.parametrize("case", CASES)
def test_intervals_cover_the_true_difference_as_often_as_they_say(case, at):
    """More often only where the risk leaves the percentile as it was."""
    true = truth(PLANS[CASES[case][0]], at)

    assert 0.93 <= coverage(true, differences(case, at)) <= (0.98 if true else 1.0)


@pytest.mark.parametrize("case", PLANS)
def test_intervals_of_half_the_width_do_not(case):
    """Negative control."""
    assert coverage(truth(PLANS[case], 80), differences(case, 80), width=0.5) < 0.8


@pytest.mark.parametrize("case", PLANS)
def test_independent_seeds_passed_off_as_paired_are_caught(case):
    """Negative control: the errors of pairs do not fit values of two seeds."""
    strangers = [estimate.value for estimate in differences(case, 10, shift=1)]
    errors = [estimate.error for estimate in differences(case, 10)]
    passed_off = [
        rp.Estimate(value, value - error, value + error)
        for value, error in zip(strangers, errors, strict=True)
    ]

    assert coverage(truth(PLANS[case], 10), passed_off) < 0.8


@pytest.mark.parametrize("case", PLANS)
def test_independent_seeds_have_honest_errors_when_they_say_so(case):
    of = pairs(case)
    apart = [
        PairedSamples(with_it, of[(row + 1) % REPLICATES][1], paired=False).percentile(80)
        for row, (with_it, _) in enumerate(of)
    ]

    assert 0.93 <= coverage(truth(PLANS[case], 80), apart) <= 0.975


@pytest.mark.parametrize("chance", [0.002, 0.02, 0.3])
def test_a_difference_of_chances_is_covered_however_rare(chance):
    generator, found = np.random.default_rng(5), []
    for _ in range(1_000):
        hit = generator.random(1_000)
        found.append(share_difference(hit < 0.4 + chance, hit < 0.4))

    assert 0.93 <= coverage(chance, found) <= 1.0


def test_events_that_never_differ_are_no_certainty():
    hit = np.arange(1_000) < 800
    difference = share_difference(hit, hit)

    assert 0.0 == difference.value
    assert 3.7 / 1_000 == pytest.approx(difference.error, rel=0.01)  # the rule of three
    assert difference.error < share_difference(hit, hit, cell=50).error
