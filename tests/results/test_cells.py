"""Errors from cells: only what lies in different cells is independent, and errors know it."""

from __future__ import annotations

import datetime as dt
import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import riskplan as rp
from riskplan.results import CONFIDENCE, fewest_iterations, mean_estimate
from riskplan.results.cells import least_margin
from riskplan.results.estimate import probability_estimate, share_estimate, std_estimate


def spread_evenly(cells: int, cell: int, seed: int = 0) -> np.ndarray:
    """Uniforms of which every cell has one in each of so many equal strata, in random order."""
    generator = np.random.default_rng(seed)
    strata = np.array([generator.permutation(cell) for _ in range(cells)])
    return ((strata + generator.random((cells, cell))) / cell).ravel()


def scattered(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random(count)


# --- means and spreads ----------------------------------------------------------------------------


def test_a_mean_has_the_t_interval_of_the_means_of_its_cells():
    values = scattered(60)
    means = values.reshape(-1, 10).mean(axis=1)
    expected = stats.t(5, means.mean(), stats.sem(means)).interval(CONFIDENCE)
    mean = mean_estimate(values, cell=10)

    assert pytest.approx(values.mean()) == mean
    assert expected == pytest.approx((mean.low, mean.high))


def test_cells_of_one_are_independent_iterations():
    values = scattered(50)

    for estimate in (mean_estimate, std_estimate):
        one, other = estimate(values), estimate(values, cell=1)
        assert (one, one.low, one.high) == (other, other.low, other.high)


def test_a_spread_has_the_error_that_leaving_out_cells_shows():
    """By the jackknife (Efron, The Jackknife, the Bootstrap, and Other Resampling Plans, 1982)."""
    cells, cell = 200, 10
    values = stats.gamma(2).ppf(spread_evenly(cells, cell))
    rows = values.reshape(cells, cell)
    without = [np.std(np.delete(rows, row, axis=0)) for row in range(cells)]
    expected = math.sqrt((cells - 1) * np.var(without)) * stats.t(cells - 1).ppf(0.975)

    assert expected == pytest.approx(std_estimate(values, cell).error, rel=0.05)


@pytest.mark.parametrize("cell", [1, 10, 50])
def test_a_spread_makes_up_for_the_error_of_the_mean_whatever_its_cells(cell):
    """σ² is the mean square of the deviations plus the variance of the mean."""
    values = scattered(1_000)
    of_the_mean = stats.sem(values.reshape(-1, cell).mean(axis=1))

    assert np.hypot(np.std(values), of_the_mean) == pytest.approx(std_estimate(values, cell))
    assert np.std(values, ddof=1) == std_estimate(values)


@pytest.mark.parametrize("estimate", [mean_estimate, std_estimate])
def test_one_cell_says_nothing_about_the_error(estimate):
    assert math.inf == estimate(scattered(100), cell=100).error


@pytest.mark.parametrize("estimate", [mean_estimate, std_estimate])
def test_what_does_not_vary_has_no_error(estimate):
    assert 0.0 == estimate(np.full(100, 7.0), cell=10).error


def test_even_cells_make_a_mean_more_precise_and_equal_values_less():
    even, clumped = spread_evenly(40, 50), np.repeat(scattered(40), 50)

    assert mean_estimate(even, 50).error < mean_estimate(even).error / 5
    assert mean_estimate(clumped, 50).error > mean_estimate(clumped).error * 5


# --- shares ---------------------------------------------------------------------------------------


def test_a_share_of_unrelated_iterations_has_about_the_interval_of_clopper_and_pearson():
    hit = scattered(100_000) < 0.1
    exact, by_cells = share_estimate(hit), share_estimate(hit, cell=100)

    assert exact == by_cells
    assert exact.error == pytest.approx(by_cells.error, rel=0.1)


def test_a_share_is_the_same_from_an_array_and_from_counts():
    hit = spread_evenly(20, 50) * scattered(1_000) < 0.2
    counts = hit.reshape(-1, 50).sum(axis=1)
    one = share_estimate(hit, cell=50)
    other = probability_estimate(int(counts.sum()), 1_000, 50, int((counts**2).sum()))

    assert (one, one.low, one.high) == (other, other.low, other.high)


def test_an_event_that_no_cell_met_is_as_possible_as_by_the_rule_of_three():
    """The bound of Clopper and Pearson for the iterations that a cell is worth at least."""
    share = share_estimate(np.zeros(1_000, dtype=bool), cell=100)
    expected = stats.binomtest(0, 990).proportion_ci(CONFIDENCE, method="exact").high

    assert (0.0, 0.0) == (share, share.low)
    assert pytest.approx(expected) == share.high
    assert share.high == pytest.approx(3.69 / 990, rel=0.01)


def test_a_pair_that_always_agrees_is_worth_one_iteration():
    expected = stats.binomtest(0, 500).proportion_ci(CONFIDENCE, method="exact").high

    assert pytest.approx(expected) == share_estimate(np.zeros(1_000, dtype=bool), cell=2).high


def test_an_event_that_every_iteration_met_is_the_mirror_image():
    never, always = (share_estimate(np.full(600, hit), cell=20) for hit in (False, True))

    assert (1.0 - never.high, 1.0) == (always.low, always.high)


def test_cells_that_all_agree_are_no_certainty():
    """Each holds a whole number of hits: the true share may lie between two of them."""
    hit = spread_evenly(20, 50) < 0.4
    share = share_estimate(hit, cell=50)

    assert (0.4, pytest.approx(0.4 - 3.76e-3, abs=1e-4)) == (share, share.low)
    assert share.error == pytest.approx(least_margin(1_000, 50))


def test_a_true_share_between_two_whole_numbers_is_covered():
    """A chance of 0.4005 shows as 20 of 50 in nearly all cells; a bare t interval has no width."""
    intervals = [share_estimate(spread_evenly(20, 50, seed) < 0.4005, 50) for seed in range(200)]

    assert sum(e.low <= 0.4005 <= e.high for e in intervals) >= 190


def test_one_cell_says_nothing_about_a_share():
    share = share_estimate(scattered(100) < 0.5, cell=100)

    assert (0.0, 1.0) == (share.low, share.high)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 8), min_size=2, max_size=30))
def test_an_interval_of_a_share_lies_between_0_and_1_and_holds_the_share(counts):
    hits, squares = sum(counts), sum(count**2 for count in counts)
    share = probability_estimate(hits, 8 * len(counts), 8, squares)

    assert 0.0 <= share.low <= share <= share.high <= 1.0
    assert share.low < share.high


# --- percentiles ----------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [10, 50, 80, 95])
def test_a_percentile_of_unrelated_iterations_has_about_the_interval_of_order_statistics(at):
    values = scattered(100_000)
    exact = rp.Samples(values, 0.0).percentile(at)
    by_cells = rp.Samples(values, 0.0, cell=100).percentile(at)

    assert exact == by_cells
    assert exact.error == pytest.approx(by_cells.error, rel=0.1)


def test_even_cells_make_a_percentile_more_precise_and_equal_values_less():
    even, clumped = spread_evenly(40, 50), np.repeat(scattered(40), 50)
    errors = {
        name: [rp.Samples(values.copy(), 0.0, cell=cell).percentile(80).error for cell in (1, 50)]
        for name, values in (("even", even), ("clumped", clumped))
    }

    assert errors["even"][1] < errors["even"][0] / 3
    assert errors["clumped"][1] > errors["clumped"][0] * 3


def test_the_interval_of_a_percentile_ends_at_values_of_the_sample():
    values = scattered(1_000)
    level = rp.Samples(values, 0.0, cell=20).percentile(80)

    assert {level.low, level.value, level.high} <= set(values.tolist())


def test_many_equal_values_do_not_disturb_a_percentile():
    """Half of the futures cost nothing; P20 and P50 are known, and P51 begins above."""
    values = np.maximum(spread_evenly(40, 50) - 0.5, 0.0)
    samples = rp.Samples(values, 0.0, cell=50)

    assert (0.0, 0.0) == (samples.percentile(20), samples.percentile(20).error)
    assert samples.percentile(50).low == 0.0 < samples.percentile(50).high
    assert samples.percentile(52).low > 0.0


def test_what_does_not_vary_has_no_doubtful_percentile():
    level = rp.Samples(np.full(200, 7.0), 7.0, cell=20).percentile(80)

    assert (7.0, 7.0, 7.0) == (level, level.low, level.high)


def test_dates_count_cells_as_numbers_do():
    minutes = (1e6 * spread_evenly(40, 50)).astype(int)
    dates = np.datetime64("2026-01-01T00:00", "m") + minutes.astype("timedelta64[m]")
    level = rp.DateSamples(dates, dt.datetime(2026, 1, 1), cell=50).percentile(80)
    numbers = rp.Samples(minutes.astype(np.float64), 0.0, cell=50).percentile(80)
    first = dt.datetime(2026, 1, 1)

    for date, number in zip(
        (level.value, level.low, level.high), (numbers, numbers.low, numbers.high), strict=True
    ):
        assert first + dt.timedelta(minutes=float(number)) == date


@pytest.mark.parametrize("cell", [50, 100])
def test_one_cell_holds_no_interval_and_says_what_would(cell):
    samples = rp.Samples(scattered(cell), 0.0, cell=cell)

    with pytest.warns(
        rp.PrecisionWarning,
        match=f"^{cell} iterations in 1 cell cannot .* P80; it takes at least {2 * cell}$",
    ) as caught:
        level = samples.percentile(80)
    assert (-math.inf, math.inf) == (level.low, level.high)
    assert __file__ == caught[0].filename


def test_cells_that_disagree_too_much_hold_no_interval_either():
    samples = rp.Samples(np.repeat([1.0, 2.0, 3.0], 20), 0.0, cell=20)

    with pytest.warns(rp.PrecisionWarning, match="in 3 cells .* P80; simulate twice as many$"):
        samples.percentile(80)


def test_the_dates_of_one_cell_are_warned_of_too():
    dates = np.datetime64("2026-01-01", "m") + np.arange(50) * np.timedelta64(1, "D")

    with pytest.warns(rp.PrecisionWarning, match="50 iterations in 1 cell"):
        rp.DateSamples(dates, dt.datetime(2026, 1, 1), cell=50).percentile(80)


def test_the_fewest_iterations_are_whole_cells_and_two_at_least():
    assert [17, 18, 20, 1_000] == [fewest_iterations(80, cell) for cell in (1, 2, 10, 500)]


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 12), st.integers(2, 12), st.randoms(use_true_random=False))
def test_neither_the_order_of_cells_nor_that_within_them_matters(cells, cell, chance):
    rows = scattered(cells * cell).reshape(cells, cell)
    order, within = list(range(cells)), list(range(cell))
    chance.shuffle(order)
    chance.shuffle(within)
    one = rp.Samples(rows.ravel().copy(), 0.0, cell=cell)
    other = rp.Samples(rows[order][:, within].ravel(), 0.0, cell=cell)

    for ask in (rp.Samples.mean, rp.Samples.std, lambda s: s.quiet_percentile(80)):
        assert (ask(one).low, ask(one).high) == pytest.approx((ask(other).low, ask(other).high))


# --- cells and iterations -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "made",
    [
        lambda cell: rp.Samples(np.zeros(10), 0.0, cell=cell),
        lambda cell: rp.DateSamples(np.zeros(10, "M8[m]"), dt.datetime(2026, 1, 1), cell),
        lambda cell: rp.LabelledSamples(np.zeros((1, 10)), ("a",), ("A",), cell),
        lambda cell: rp.Shares((5,), 10, ("a",), ("A",), cell, squares=(5,)),
    ],
)
def test_iterations_are_a_whole_number_of_cells(made):
    with pytest.raises(rp.RequestError, match="10 iterations are no whole number of cells of 4; "):
        made(4)
    for wrong in (0, -1, 2.5, True, "2", None):
        with pytest.raises(rp.RequestError, match="cell must be a whole number of at least 1"):
            made(wrong)
    made(5)


def test_shares_in_cells_need_their_squares():
    with pytest.raises(rp.RequestError, match=r"cells of 5 need squares.*\(got None\)"):
        rp.Shares((5,), 10, ("a",), ("A",), cell=5)


def test_shares_know_how_much_cells_differ():
    """Four cells of ten, in which an activity was critical 5, 5, 5 and 5 times, or 10, 10, 0, 0."""
    ids = ("steady", "fickle")
    shares = rp.Shares((20, 20), 40, ids, ids, cell=10, squares=(100, 200))

    assert shares["steady"].error < 0.1
    assert shares["fickle"].error > 0.4


def test_the_card_of_rows_counts_cells():
    rows = rp.LabelledSamples(spread_evenly(10, 100)[None, :], ("a",), ("A",), 100)

    assert str(mean_estimate(rows["a"], 100)) in rows._repr_html_()


def test_percentiles_in_cells_raise_no_other_warning():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        rp.Samples(spread_evenly(10, 100), 0.0, cell=100).percentile(80)

    assert [] == [str(warning.message) for warning in caught]
