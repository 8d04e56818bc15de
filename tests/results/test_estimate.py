"""Intervals of a share from the binomial, of a mean and of a spread; and numbers that hold them."""

from __future__ import annotations

import copy
import datetime as dt
import math
import pickle

import numpy as np
import pytest
from scipy import stats

import riskplan as rp
from riskplan.results import CONFIDENCE, mean_estimate
from riskplan.results.estimate import probability_estimate, std_estimate

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


def test_a_date_of_too_few_iterations_has_an_open_interval():
    """As a cost of as many has: the largest of ten values is no upper end for P80."""
    dates = np.arange("2027-03-01", "2027-03-11", dtype="datetime64[D]").astype("datetime64[m]")
    samples = rp.DateSamples(dates, dt.datetime(2027, 3, 1))
    few, enough = samples.quiet_percentile(80), samples.quiet_percentile(50)

    assert (dt.datetime.min, dt.datetime.max) == (few.low, few.high)
    assert "2027-03-08 ± ?" == repr(few)
    assert "2027-03-05 (2027-03-02 … 2027-03-09)" == repr(enough)
