"""Ranks: a percentile and its interval stand between the right order statistics."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import riskplan as rp
from riskplan.results import CONFIDENCE, fewest_iterations, refuse_bad_level
from riskplan.results.ranks import percentile_ranks

TAIL = (1 - CONFIDENCE) / 2


def ranks_of(at: float, count: int) -> tuple[int, int, int]:
    ranks = percentile_ranks(at, count)
    return ranks.rank, ranks.low, ranks.high


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
    assert ranks_by_counting(at, count) == ranks_of(at, count)


@settings(max_examples=60)
@given(at=st.floats(1, 99.9), count=st.integers(1, 400))
def test_so_it_does_for_any_level_and_count(at, count):
    assert ranks_by_counting(at, count) == ranks_of(at, count)


@settings(max_examples=60)
@given(at=st.floats(1, 99), count=st.integers(1_000, 2_000_000))
def test_large_samples_cover_the_percentile_with_little_to_spare(at, count):
    rank, low, high = ranks_of(at, count)
    law = stats.binom(count, at / 100)
    one_step = law.pmf(round(count * at / 100))

    assert low <= rank <= high
    assert TAIL - one_step <= law.cdf(low) <= TAIL + 1e-9
    assert TAIL - one_step <= law.sf(high) <= TAIL + 1e-9


def test_a_rank_of_its_own_size_would_be_seen():
    """Negative control: an interval that begins one rank higher has too long a tail."""
    _, low, _ = ranks_of(80, 1_000)

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

    assert 0 <= ranks_of(at, 1_000)[0] < 1_000


@pytest.mark.parametrize(("at", "needed"), [(95, 72), (5, 72), (50, 6), (99, 368), (80, 17)])
def test_too_few_iterations_are_warned_of_with_the_number_that_would_do(at, needed):
    values = np.arange(needed, dtype=np.float64)

    assert needed == fewest_iterations(at)
    with pytest.warns(rp.PrecisionWarning, match=f"P{at}; it takes at least {needed}$"):
        rp.Samples(values[1:].copy(), 0.0).percentile(at)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rp.Samples(values, 0.0).percentile(at)


@pytest.mark.parametrize("at", [5, 80, 95])
def test_the_number_that_would_do_is_where_both_ends_exist(at):
    needed = math.floor(math.log(TAIL) / math.log(1 - min(at, 100 - at) / 100)) + 1
    ends = {count: ranks_of(at, count) for count in (needed - 1, needed)}
    law = {count: stats.binom(count, at / 100) for count in ends}

    def holds(count: int) -> bool:
        return law[count].cdf(ends[count][1]) <= TAIL and law[count].sf(ends[count][2]) <= TAIL

    assert [False, True] == [holds(needed - 1), holds(needed)]


def test_the_warning_points_at_the_caller():
    run = rp.simulate(rp.Plan("P", costs=[rp.CostItem("c", "C", 1)]), iterations=5, seed=1)

    with pytest.warns(rp.PrecisionWarning, match="^5 iterations cannot") as caught:
        run.cost.percentile(80)
    assert __file__ == caught[0].filename
