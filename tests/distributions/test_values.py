"""Exact values, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from riskplan.distributions import (
    Beta,
    Constant,
    Discrete,
    Empirical,
    LogNormal,
    Normal,
    Pert,
    Poisson,
    Triangular,
    Trigen,
    Truncated,
    Uniform,
    parse_distribution,
)
from riskplan.errors import DistributionError


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        (Constant(5), 5),
        (Uniform(10, 20), 15),
        (Triangular(2, 4, 9), 4),
        (Pert(2, 4, 9), 4),
        (Pert(0, 0, 1), 0),
        (Normal(10, 2), 10),
        (LogNormal(3, 1), np.exp(2)),
        (Beta(2, 4), 0.25),
        (Beta(2, 4, min=10, max=50), 20),
        (Beta(1, 1), 0.5),
        (Beta(1, 3), 0),
        (Beta(3, 1), 1),
        (Beta(0.5, 2), 0),
        (Beta(2, 0.5), 1),
        (Beta(0.5, 0.5), 0.5),
        (Beta(0.25, 0.75), 0.25),
        (Discrete([80, 60, 70], [0.4, 0.4, 0.2]), 60),
        (Discrete([1, 2, 1], [0.3, 0.4, 0.3]), 1),
        (Empirical([9, 1, 5]), 5),
        (Empirical([9, 1, 5, 3]), 3),
        (Poisson(2.5), 2),
        (Poisson(3), 2),
        (Poisson(0.4), 0),
        (Poisson(0), 0),
        (Poisson(2.5).scaled(5), 10),
        (Trigen(10, 12, 20), 12),
        (Truncated(Normal(10, 2), low=0), 10),
        (Truncated(Normal(10, 2), low=11), 11),
        (Truncated(Normal(10, 2), high=7), 7),
        (Truncated(Discrete([1, 5, 9], [0.6, 0.3, 0.1]), low=2), 5),
        (parse_distribution('scipy("expon", scale=3)'), 3 * np.log(2)),
    ],
    ids=repr,
)
def test_the_most_likely_value(distribution, expected):
    assert expected == pytest.approx(distribution.most_likely(), rel=1e-12)


def test_the_moments_of_the_classical_pert():
    estimate = Pert(2, 4, 9)

    assert (2 + 4 * 4 + 9) / 6 == estimate.mean()
    assert np.sqrt((4.5 - 2) * (9 - 4.5) / 7) == pytest.approx(estimate.std(), rel=1e-14)
    assert (1 + 4 * 2 / 7, 1 + 4 * 5 / 7) == (estimate.alpha, estimate.beta)


def test_the_moments_of_a_lognormal_come_back():
    cost = LogNormal.from_mean_std(50_000, 8_000)

    assert 50_000 == pytest.approx(cost.mean(), rel=1e-13)
    assert 8_000 == pytest.approx(cost.std(), rel=1e-12)


def test_tenths_add_up_as_people_add_them():
    """Eight times 0.1 is 0.8, so the 80th percentile of ten equal chances is the eighth value."""
    tenths = Discrete(range(1, 11), [0.1] * 10)
    levels = [k / 10 for k in range(1, 11)]

    assert list(range(1, 11)) == tenths.ppf(levels).tolist()
    assert levels == tenths.cdf(range(1, 11)).tolist()
    assert tenths.ppf(levels).tolist() == Empirical(range(1, 11)).ppf(levels).tolist()


@pytest.mark.parametrize("n", [3, 7, 29, 100])
def test_the_k_th_of_n_observations_is_the_quantile_of_k_over_n(n):
    levels = np.arange(1, n + 1) / n

    assert list(range(n)) == Empirical(range(n)).ppf(levels).tolist()


def test_a_value_of_no_probability_is_never_drawn():
    table = Discrete([1, 2, 3], [0, 1, 0])

    assert (2, 2) == table.support()
    assert [2, 2, 2] == table.ppf([0, 0.5, 1]).tolist()


def test_nearly_impossible_values_are_still_the_ends():
    table = Discrete([1, 2, 3], [1e-20, 1, 1e-20])

    assert [1, 2, 3] == table.ppf([0, 0.5, 1]).tolist()


def test_a_mapping_makes_the_same_discrete_law():
    table = Discrete({60: 0.4, 80: 0.6})

    assert Discrete([60, 80], [0.4, 0.6]) == table
    assert "discrete([60, 80], [0.4, 0.6])" == repr(table)


def test_numbers_of_many_kinds_are_stored_as_floats():
    given: list[Any] = [np.int64(1), Fraction(3, 2), Decimal("2.5")]
    signalling: Any = Decimal("sNaN")
    mixed = Triangular(*given)

    assert Triangular(1.0, 1.5, 2.5) == mixed
    assert [float] * 3 == [type(value) for value in (mixed.min, mixed.mode, mixed.max)]
    with pytest.raises(DistributionError, match="must be a finite number"):
        Constant(signalling)
    assert "uniform(0, 1)" == repr(Uniform(-0.0, np.float64(1)))
    assert (1.0, 2.0) == Empirical(np.array([1, 2])).values


def test_extreme_levels_of_a_pert_are_ordered_and_inside():
    levels = [0, 1e-300, 1e-200, 1e-150, 1e-101, 1e-99, 1e-50, 1e-16, 0.5, 1 - 1e-16, 1]
    for estimate in (Pert(0, 3, 10), Pert(0, 1e-9, 1), Beta(3, 0.05), Beta(6.1, 7.9)):
        values = estimate.ppf(levels)
        assert (np.diff(values) >= -1e-15).all()
        assert estimate.support() == (values[0], values[-1])


def test_a_mode_that_cannot_be_told_from_an_end_works():
    for family in (Triangular, Pert):
        estimate = family(0, 5e-324, 1)
        assert estimate.ppf(0.5) == pytest.approx(family(0, 0, 1).ppf(0.5))


def test_the_denormal_span_works():
    assert (0.0, 1e-323) == Uniform(0, 1e-323).support()
    assert 5e-324 == Triangular(0, 5e-324, 1e-323).ppf(0.5)


def test_a_constant_has_one_value_for_everything():
    certain = Constant(5)

    assert (5, 0, (5, 5)) == (certain.mean(), certain.std(), certain.support())
    assert [0, 1, 1] == certain.cdf([4.9, 5, 5.1]).tolist()


def test_the_spread_of_far_values_does_not_overflow():
    assert 1e299 == pytest.approx(Discrete([-1e299, 1e299], [0.5, 0.5]).std())
