"""A frozen distribution of scipy.stats becomes a value, or is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from riskplan.distributions import (
    Constant,
    LogNormal,
    Normal,
    ScipyDistribution,
    Truncated,
    from_scipy,
)
from riskplan.errors import DistributionError


def test_a_frozen_distribution_is_kept_as_name_and_numbers():
    gamma = from_scipy(stats.gamma(2, scale=3))

    assert ScipyDistribution("gamma", [2], {"scale": 3}) == gamma
    assert 'scipy("gamma", 2, scale=3)' == repr(gamma)
    assert ScipyDistribution("gamma", (2,), (("scale", 3),)) == gamma


def test_the_order_of_named_parameters_does_not_matter():
    first = ScipyDistribution("gamma", [2], {"loc": 1, "scale": 3})

    assert first == ScipyDistribution("gamma", [2], {"scale": 3, "loc": 1})


def test_counts_start_at_their_least_value():
    """The ppf of scipy.stats answers -1 at a level of 0."""
    assert -1 == stats.poisson(3).ppf(0)
    assert 0 == from_scipy(stats.poisson(3)).ppf(0)


def test_scaled_counts_keep_their_steps():
    tenths = from_scipy(stats.poisson(3)).scaled(0.1)

    assert stats.poisson(3).cdf(np.arange(12)) == pytest.approx(tenths.cdf(np.arange(12) * 0.1))
    assert 'scipy("poisson", 3, factor=0.1)' == repr(tenths)


def test_a_law_without_a_mean_says_so_until_it_is_truncated():
    cauchy = from_scipy(stats.cauchy())

    assert math.isnan(cauchy.mean())
    assert 0 == pytest.approx(Truncated(cauchy, -1, 1).mean())


@pytest.mark.parametrize(
    "heavy",
    [
        Truncated(from_scipy(stats.cauchy()), low=2),
        Truncated(from_scipy(stats.pareto(0.5)), low=2),
        Truncated(LogNormal(0, 20), low=1),
    ],
    ids=repr,
)
def test_a_tail_that_is_too_heavy_for_moments_is_refused_when_they_are_asked_for(heavy):
    with pytest.raises(DistributionError, match=r"tail of .* is too heavy; give both low and high"):
        heavy.std()


@pytest.mark.parametrize(
    "wrong",
    [
        stats.gamma,
        stats.gaussian_kde([1, 2, 4]),
        stats.rv_histogram(([1, 2], [0, 1, 2])).freeze(),
        stats.rv_discrete(values=([1, 2], [0.5, 0.5])).freeze(),
        stats.multivariate_normal([0, 0]),
        "gamma",
        3,
        None,
    ],
    ids=lambda wrong: type(wrong).__name__,
)
def test_what_is_no_frozen_distribution_of_scipy_is_refused(wrong):
    with pytest.raises(DistributionError, match=r"must be a frozen one of scipy\.stats"):
        from_scipy(wrong)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gama", [2]), r"name must be that of a distribution in scipy\.stats \(got 'gama'\)"),
        (("norm.ppf",), r"name must be that of"),
        (("describe",), r"name must be that of"),
        ((3,), r"name must be that of"),
        (("gamma", [-2]), r"must lie in the domain of the law .* see scipy\.stats\.gamma"),
        (("gamma",), r"must accept the parameters .*argument: 'a'"),
        (("gamma", [2], {"foo": 1}), r"must accept the parameters .*'foo'"),
        (("gamma", [math.nan]), r"args\[0\] must be a finite number \(got nan\)"),
        (("gamma", [[1, 2]]), r"args\[0\] must be a finite number"),
        (("gamma", 2), r"args must be a list of numbers \(got 2\)"),
        (("gamma", [2], {"scale": "3"}), r"scale must be a finite number \(got '3'\)"),
        (("gamma", [2], {}, -1), r"factor must be positive \(got -1\)"),
        (("gamma", [2], {}, 0), r"factor must be positive \(got 0\)"),
    ],
)
def test_bad_names_and_parameters_are_refused(arguments, message):
    with pytest.raises(DistributionError, match=message):
        ScipyDistribution(*arguments)


def test_array_parameters_are_refused():
    with pytest.raises(DistributionError, match=r"args\[0\] must be a finite number"):
        from_scipy(stats.gamma([1, 2]))


@pytest.mark.parametrize(
    ("low", "high"), [(2.1, 2.9), (-9, -1)], ids=["between two counts", "below all counts"]
)
def test_a_range_without_a_count_is_refused(low, high):
    with pytest.raises(DistributionError, match="must hold some probability"):
        Truncated(from_scipy(stats.poisson(3)), low, high)


def test_a_range_of_too_many_counts_is_refused():
    with pytest.raises(DistributionError, match=r"at most 1,000,000 values .* narrower range"):
        Truncated(from_scipy(stats.zipf(2)), low=2)


@pytest.mark.parametrize(
    ("law", "low", "high", "support", "mean"),
    [
        (stats.poisson(3), 60, None, (60, 76), 60.0516338340392),
        (stats.randint(0, 10), 2.5, 6.5, (3, 6), 4.5),
        (stats.randint(0, 10), None, 3, (0, 3), 1.5),
        (stats.poisson(3, loc=0.5), 1, 3, (1.5, 2.5), None),
        (stats.skellam(3, 4), None, 0, (-65, 0), None),
        (stats.poisson(1e6), 0, None, None, 1e6),
    ],
)
def test_counts_within_a_range(law, low, high, support, mean):
    """The support ends where less than 1e-20 of the probability is left."""
    cut = Truncated(from_scipy(law), low, high)

    assert support is None or support == cut.support()
    assert mean is None or mean == pytest.approx(cut.mean(), rel=1e-10)


def test_the_truncation_of_something_else_is_refused():
    with pytest.raises(DistributionError, match=r"distribution must be a distribution \(got 5\)"):
        Truncated(5, low=0)  # type: ignore[arg-type]
    assert Truncated(Constant(5), low=0).mean() == 5
    assert Truncated(Normal(0, 1), low=np.float64(0)).low == 0.0
