"""Moments, quantiles and cdf agree with scipy.stats, which computes them in its own way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from riskplan.distributions import (
    Beta,
    Constant,
    Discrete,
    Empirical,
    LogNormal,
    Normal,
    Pert,
    Triangular,
    Truncated,
    Uniform,
    from_scipy,
)

LEVELS = np.array([1e-9, 1e-4, 0.05, 0.1, 0.3, 0.5, 0.8, 0.95, 0.9999, 1 - 1e-9])

PAIRS = [
    (Uniform(-3, 8), stats.uniform(-3, 11)),
    (Triangular(2, 4, 9), stats.triang(2 / 7, 2, 7)),
    (Triangular(0, 0, 3), stats.triang(0, 0, 3)),
    (Triangular(0, 3, 3), stats.triang(1, 0, 3)),
    (Pert(2, 4, 9), stats.beta(1 + 4 * 2 / 7, 1 + 4 * 5 / 7, 2, 7)),
    (Pert(0, 0, 1), stats.beta(1, 5)),
    (Pert(0, 1, 1), stats.beta(5, 1)),
    (Pert(0, 1, 4, shape=6), stats.beta(2.5, 5.5, 0, 4)),
    (Beta(2, 3), stats.beta(2, 3)),
    (Beta(0.5, 0.7, min=-2, max=5), stats.beta(0.5, 0.7, -2, 7)),
    (Normal(10, 2), stats.norm(10, 2)),
    (LogNormal(1, 0.5), stats.lognorm(0.5, scale=np.e)),
    (LogNormal(0, 2), stats.lognorm(2)),
    (Truncated(Normal(10, 2), low=0), stats.truncnorm(-5, np.inf, 10, 2)),
    (Truncated(Normal(0, 1), -1, 2), stats.truncnorm(-1, 2)),
    (Truncated(Normal(0, 1), low=5), stats.truncnorm(5, np.inf)),
    (Truncated(Normal(0, 1), high=-5), stats.truncnorm(-np.inf, -5)),
    (Truncated(Uniform(0, 10), 2, 5), stats.uniform(2, 3)),
    (Truncated(Triangular(0, 5, 10), high=5), stats.triang(1, 0, 5)),
    (Truncated(Triangular(0, 1, 10), low=-1), stats.triang(0.1, 0, 10)),
    (Truncated(LogNormal(0, 1), low=0), stats.lognorm(1)),
    (Truncated(LogNormal(0, 4), low=0), stats.lognorm(4)),
    (Truncated(Beta(0.5, 0.5), high=2), stats.beta(0.5, 0.5)),
    (Truncated(from_scipy(stats.expon(scale=3)), low=90), stats.expon(90, 3)),
    (Truncated(from_scipy(stats.pareto(3)), low=2), stats.pareto(3, scale=2)),
    (from_scipy(stats.weibull_min(1.5, scale=10)), stats.weibull_min(1.5, scale=10)),
    (from_scipy(stats.weibull_min(1.5)).scaled(10), stats.weibull_min(1.5, scale=10)),
]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=[repr(ours) for ours, _ in PAIRS])
def test_a_continuous_law_agrees_with_scipy(ours, theirs):
    unit = theirs.std()

    assert theirs.mean() == pytest.approx(ours.mean(), abs=1e-11 * unit, rel=1e-12)
    assert unit == pytest.approx(ours.std(), rel=1e-11)
    assert theirs.ppf(LEVELS) == pytest.approx(ours.ppf(LEVELS), rel=1e-9, abs=1e-9 * unit)
    x = theirs.ppf(np.linspace(0.01, 0.99, 9))
    assert theirs.cdf(x) == pytest.approx(ours.cdf(x), abs=1e-11)
    assert theirs.support() == ours.support()


def test_a_slightly_different_law_does_not_agree_with_scipy():
    """Negative control."""
    with pytest.raises(AssertionError):
        test_a_continuous_law_agrees_with_scipy(Pert(2, 4, 9), stats.triang(2 / 7, 2, 7))


STEPPED = [
    (Discrete([1, 2, 7], [0.2, 0.5, 0.3]), ([1, 2, 7], [0.2, 0.5, 0.3])),
    (Discrete([7, 1, 2, 1], [0.3, 0.1, 0.5, 0.1]), ([1, 2, 7], [0.2, 0.5, 0.3])),
    (Empirical([4, 2, 2, 9]), ([2, 4, 9], [0.5, 0.25, 0.25])),
    (Constant(3), ([3], [1.0])),
    (Truncated(Discrete([1, 2, 7], [0.2, 0.5, 0.3]), low=2), ([2, 7], [0.625, 0.375])),
    (Truncated(Empirical([4, 2, 2, 9]), 2, 4), ([2, 4], [2 / 3, 1 / 3])),
]


@pytest.mark.parametrize(("ours", "table"), STEPPED, ids=[repr(ours) for ours, _ in STEPPED])
def test_a_law_of_separate_values_agrees_with_scipy(ours, table):
    theirs = stats.rv_discrete(values=table)
    levels = np.linspace(0.003, 0.997, 50)

    assert theirs.mean() == pytest.approx(ours.mean())
    assert theirs.std() == pytest.approx(ours.std(), abs=1e-12)
    assert theirs.ppf(levels) == pytest.approx(ours.ppf(levels))
    assert theirs.cdf([0, 1, 1.5, 2, 4, 7, 9, 10]) == pytest.approx(
        ours.cdf([0, 1, 1.5, 2, 4, 7, 9, 10])
    )


def test_a_truncated_poisson_is_the_sum_over_its_counts():
    counts = np.arange(1, 80)
    weights = stats.poisson(3).pmf(counts) / stats.poisson(3).sf(0)
    mean = weights @ counts
    struck = Truncated(from_scipy(stats.poisson(3)), low=1)

    assert mean == pytest.approx(struck.mean(), rel=1e-13)
    assert np.sqrt(weights @ (counts - mean) ** 2) == pytest.approx(struck.std(), rel=1e-12)
    assert np.cumsum(weights)[:5] == pytest.approx(struck.cdf(counts[:5]))
    assert 7 * mean == pytest.approx(struck.scaled(7).mean())
