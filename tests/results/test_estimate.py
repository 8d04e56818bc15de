"""Intervals: of a percentile from order statistics, of a share from the binomial, of a mean."""

from __future__ import annotations

import copy
import datetime as dt
import math
import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import riskplan as rp
from riskplan.results.estimate import (
    CONFIDENCE,
    mean_estimate,
    percentile_ranks,
    probability_estimate,
    refuse_bad_level,
    std_estimate,
    warn_if_too_few,
)

TAIL = (1 - CONFIDENCE) / 2


# --- percentiles ----------------------------------------------------------------------------------


def ranks_by_counting(at: float, count: int) -> tuple[int, int, int]:
    """The ranks, found by trying all: the narrowest interval with each tail at most 2.5 %.

    The number of values at or below the true percentile is binomial, so the value of rank r,
    counted from 0, lies above it with P(B <= r), and below or at it with P(B > r).
    """
    below = stats.binom(count, at / 100).cdf(np.arange(count))
    rank = next(r for r in range(count) if (r + 1) / count >= at / 100 - 1e-12)
    low = max((r for r in range(count) if below[r] <= TAIL), default=0)
    high = min((r for r in range(count) if 1 - below[r] <= TAIL), default=count - 1)
    return rank, low, high


@pytest.mark.parametrize("count", [1, 2, 10, 59, 73, 100, 1_000])
@pytest.mark.parametrize("at", [1, 5, 10, 50, 80, 90, 99])
def test_a_percentile_stands_between_the_right_order_statistics(at, count):
    assert ranks_by_counting(at, count) == percentile_ranks(at, count)


@settings(max_examples=60)
@given(at=st.floats(1, 99.9), count=st.integers(1, 400))
def test_so_it_does_for_any_level_and_count(at, count):
    assert ranks_by_counting(at, count) == percentile_ranks(at, count)


@settings(max_examples=60)
@given(at=st.floats(1, 99), count=st.integers(1_000, 2_000_000))
def test_large_samples_cover_the_percentile_with_little_to_spare(at, count):
    rank, low, high = percentile_ranks(at, count)
    law = stats.binom(count, at / 100)
    one_step = law.pmf(round(count * at / 100))

    assert low <= rank <= high
    assert TAIL - one_step <= law.cdf(low) <= TAIL + 1e-9
    assert TAIL - one_step <= law.sf(high) <= TAIL + 1e-9


def test_a_rank_of_its_own_size_would_be_seen():
    """Negative control: an interval that begins one rank higher has too long a tail."""
    _, low, _ = percentile_ranks(80, 1_000)

    assert stats.binom(1_000, 0.8).cdf(low + 1) > TAIL


def test_a_percentile_is_the_inverse_of_the_empirical_law():
    """Definition 1 of Hyndman and Fan, as NumPy names it; with values that tie."""
    values = np.array([3.0, 1.0, 2.0, 2.0, 5.0, 4.0, 4.0, 9.0, 7.0, 8.0])
    samples = rp.Samples(values.copy(), 0.0)
    expected = [np.quantile(values, at / 100, method="inverted_cdf") for at in range(5, 100, 5)]

    assert expected == [samples.quiet_percentile(at) for at in range(5, 100, 5)]


@pytest.mark.parametrize("at", [0.8, 0.05, 0.999])
def test_a_probability_where_a_level_belongs_is_refused_with_the_likely_intent(at):
    with pytest.raises(rp.RequestError) as caught:
        refuse_bad_level(at)

    assert str(caught.value) == (
        f"at must be a P-level in percent (got {at}); for P{at * 100:g} write at={at * 100:g}"
    )


@pytest.mark.parametrize("at", [0, 100, -5, 120, True, "80", None, float("nan"), 80j])
def test_what_is_no_level_is_refused(at):
    with pytest.raises(rp.RequestError, match="at must be a P-level in percent, between 0 and 100"):
        refuse_bad_level(at)


@pytest.mark.parametrize("at", [1, 80, 99.9, np.int64(80), np.float32(12.5)])
def test_any_real_number_is_a_level(at):
    refuse_bad_level(at)

    assert 0 <= percentile_ranks(at, 1_000)[0] < 1_000


@pytest.mark.parametrize(("at", "needed"), [(95, 72), (5, 72), (50, 6), (99, 368), (80, 17)])
def test_too_few_iterations_are_warned_of_with_the_number_that_would_do(at, needed):
    with pytest.warns(rp.PrecisionWarning, match=f"P{at}; it takes at least {needed}$"):
        warn_if_too_few(at, needed - 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_if_too_few(at, needed)


@pytest.mark.parametrize("at", [5, 80, 95])
def test_the_number_that_would_do_is_where_both_ends_exist(at):
    needed = math.floor(math.log(TAIL) / math.log(1 - min(at, 100 - at) / 100)) + 1
    ends = {count: percentile_ranks(at, count) for count in (needed - 1, needed)}
    law = {count: stats.binom(count, at / 100) for count in ends}

    def holds(count: int) -> bool:
        return law[count].cdf(ends[count][1]) <= TAIL and law[count].sf(ends[count][2]) <= TAIL

    assert [False, True] == [holds(needed - 1), holds(needed)]


def test_the_warning_points_at_the_caller():
    run = rp.simulate(rp.Plan("P", costs=[rp.CostItem("c", "C", 1)]), iterations=5, seed=1)

    with pytest.warns(rp.PrecisionWarning, match="^5 iterations cannot") as caught:
        run.cost.percentile(80)
    assert __file__ == caught[0].filename


# --- shares, means, spreads -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hits", "trials"), [(0, 10), (10, 10), (3, 10), (1, 1), (500, 1_000), (1, 100_000)]
)
def test_a_share_has_the_interval_of_clopper_and_pearson(hits, trials):
    """By scipy's own implementation."""
    expected = stats.binomtest(hits, trials).proportion_ci(CONFIDENCE, method="exact")
    share = probability_estimate(hits, trials)

    assert hits / trials == share
    assert (expected.low, expected.high) == pytest.approx((share.low, share.high), abs=1e-12)


def test_a_mean_has_an_interval_from_its_standard_error():
    values = np.array([1.0, 2.0, 3.0, 6.0])
    expected = stats.norm(3.0, stats.sem(values)).interval(CONFIDENCE)
    mean = mean_estimate(values)

    assert 3.0 == mean
    assert expected == pytest.approx((mean.low, mean.high))


def test_a_spread_has_an_interval_that_the_bootstrap_confirms():
    values = stats.gamma(2).ppf((np.arange(4_000) + 0.5) / 4_000)
    spread = std_estimate(values)
    again = stats.bootstrap(
        (values,), lambda x, axis: np.std(x, axis=axis, ddof=1), n_resamples=2_000, rng=1
    )

    assert np.std(values, ddof=1) == spread
    assert again.standard_error * 1.96 == pytest.approx(spread.error, rel=0.1)


def test_what_does_not_vary_has_no_error():
    values = np.full(100, 7.0)

    assert (7.0, 0.0) == (mean_estimate(values), mean_estimate(values).error)
    assert (0.0, 0.0) == (std_estimate(values), std_estimate(values).error)


def test_one_iteration_says_nothing_about_the_error():
    values = np.array([7.0])

    assert math.inf == mean_estimate(values).error
    assert math.inf == std_estimate(values).error
    assert "7 ± ?" == str(mean_estimate(values))


# --- the values themselves ------------------------------------------------------------------------


def test_an_estimate_computes_like_a_float():
    estimate = rp.Estimate(10.0, 9.0, 12.0)

    assert (20.0, 10.0, 1.5) == (estimate * 2, estimate.value, estimate.error)
    assert (9.0, 12.0) == (estimate.low, estimate.high)
    assert "10.00" == f"{estimate:.2f}"
    assert {10.0: "ten"}[estimate] == "ten"


def test_an_estimate_cannot_be_changed():
    estimate = rp.Estimate(10.0, 9.0, 12.0)

    for name in ("low", "value", "other"):
        with pytest.raises(AttributeError, match="an estimate cannot be changed"):
            setattr(estimate, name, 1.0)


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))]
)
def test_an_estimate_survives_a_copy(copied):
    estimate = copied(rp.Estimate(10.0, 9.0, 12.0))

    assert (10.0, 9.0, 12.0) == (estimate.value, estimate.low, estimate.high)


def test_a_date_shows_its_interval_where_it_has_one():
    first, last = dt.datetime(2027, 3, 13, 9), dt.datetime(2027, 3, 15, 9)
    middle = dt.datetime(2027, 3, 14)

    assert "2027-03-14 (2027-03-13 … 2027-03-15)" == repr(rp.DateEstimate(middle, first, last))
    assert "2027-03-14" == repr(rp.DateEstimate(middle, middle, middle))
    assert dt.timedelta(days=1) == rp.DateEstimate(middle, first, last).error
