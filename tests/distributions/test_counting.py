"""Counts: the Poisson law to its last digit, and what any law of whole numbers says of strikes."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from scipy import stats

from riskplan.distributions import (
    Constant,
    Discrete,
    Empirical,
    Poisson,
    ScipyDistribution,
    Truncated,
    Uniform,
    atoms_of,
    chance_of_any,
    from_scipy,
    is_count,
    mean_if_any,
)
from riskplan.errors import DistributionError

RATES = [0.01, 0.4, 2.5, 3, 60, 1_000, 10_000]


def probability(rate: float, count: int) -> float:
    """P(k) = rateᵏ exp(-rate) / k!, in 60 digits."""
    with localcontext(prec=60):
        exact = Decimal(rate)
        return float(exact**count * (-exact).exp() / math.factorial(count))


@pytest.mark.parametrize("rate", RATES)
def test_the_probabilities_are_those_of_the_formula(rate):
    values, weights = atoms_of(Poisson(rate))
    some = [round(rate + spread * math.sqrt(rate)) for spread in (-4, -1, 0, 1, 6)]
    counts = sorted({max(0, count) for count in (*some, 0, 1) if count >= values[0]})

    for count in counts:
        weight = weights[count - int(values[0])]
        assert probability(rate, count) == pytest.approx(weight, rel=1e-12)


def test_another_rate_has_other_probabilities():
    """Negative control: a ten-millionth of the rate is seen."""
    _, weights = atoms_of(Poisson(2.5 * (1 + 1e-7)))

    assert probability(2.5, 6) != pytest.approx(weights[6], rel=1e-12)


@pytest.mark.parametrize("rate", RATES)
def test_the_probabilities_have_the_moments_of_the_law(rate):
    values, weights = atoms_of(Poisson(rate))

    assert (rate, math.sqrt(rate)) == (Poisson(rate).mean(), Poisson(rate).std())
    assert rate == pytest.approx(math.fsum(values * weights), rel=1e-14)
    assert rate == pytest.approx(math.fsum(weights * (values - rate) ** 2), rel=1e-13)


@pytest.mark.parametrize("rate", RATES)
def test_a_quantile_is_the_smallest_count_that_reaches_the_level(rate):
    """At every step of the cdf, and just beside it."""
    law = Poisson(rate)
    counts = np.arange(max(0, math.floor(rate - 5 * math.sqrt(rate))), math.ceil(rate) + 10.0)
    levels = law.cdf(counts)
    inner = levels < 1

    assert counts[inner].tolist() == law.ppf(levels[inner]).tolist()
    assert (counts + 1)[inner].tolist() == law.ppf(np.nextafter(levels[inner], 1)).tolist()


def test_quantiles_are_those_of_scipy():
    levels = (np.arange(2_000) + 0.5) / 2_000
    for rate in RATES:
        assert stats.poisson(rate).ppf(levels).tolist() == Poisson(rate).ppf(levels).tolist()


def test_what_never_happens_has_one_value():
    never = Poisson(0)

    assert (0, 0, 0, (0, 0)) == (never.mean(), never.std(), never.most_likely(), never.support())
    assert [0, 0, 0] == never.ppf([0, 0.5, 1]).tolist()
    assert (0.0, 0.0) == (chance_of_any(never), mean_if_any(never))


def test_the_support_is_open_above():
    assert (0, math.inf) == Poisson(1e-300).support()
    assert [0, math.inf] == Poisson(2).ppf([0, 1]).tolist()


@pytest.mark.parametrize("rate", [1e-12, 0.3, 2.5, 50])
def test_the_chance_of_any_keeps_its_digits(rate):
    some = -math.expm1(-rate)

    assert some == pytest.approx(chance_of_any(Poisson(rate)), rel=1e-14)
    assert rate / some == pytest.approx(mean_if_any(Poisson(rate)), rel=1e-14)


@pytest.mark.parametrize(
    ("law", "chance", "mean"),
    [
        (Constant(2), 1.0, 2.0),
        (Constant(0), 0.0, 0.0),
        (Discrete([0, 1, 3], [0.5, 0.25, 0.25]), 0.5, 2.0),
        (Empirical([0, 0, 0, 4]), 0.25, 4.0),
        (from_scipy(stats.binom(2, 0.5)), 0.75, 4 / 3),
        (Truncated(Discrete([0, 1, 3], [0.5, 0.25, 0.25]), high=1), 1 / 3, 1.0),
        (Uniform(0, 3), 1.0, 1.5),
    ],
    ids=repr,
)
def test_any_law_says_how_likely_a_strike_is_and_how_many_then_follow(law, chance, mean):
    assert (chance, mean) == pytest.approx((chance_of_any(law), mean_if_any(law)), rel=1e-14)


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        (Poisson(2.5), True),
        (Poisson(2.5).scaled(2), True),
        (Poisson(2.5).scaled(0.5), False),
        (Constant(3), True),
        (Constant(2.5), False),
        (Constant(-1), False),
        (Discrete([0, 1], [0.5, 0.5]), True),
        (Discrete([0, 1.5], [0.5, 0.5]), False),
        (Discrete([0, 1.5], [1, 0]), True),
        (Empirical([-1, 2]), False),
        (from_scipy(stats.nbinom(3, 0.5)), True),
        (from_scipy(stats.poisson(3, loc=-1)), False),
        (Truncated(Poisson(3), low=1), True),
        (Truncated(Uniform(0, 9), low=1), False),
        (Uniform(0, 3), False),
    ],
    ids=repr,
)
def test_a_count_is_whole_and_not_negative(law, expected):
    assert expected == is_count(law)


def test_atoms_are_values_of_probability_in_order():
    values, weights = atoms_of(Discrete([3, 1, 2, 1], [0.5, 0.2, 0, 0.3]))

    assert ([1, 3], [0.5, 0.5]) == (values.tolist(), weights.tolist())
    assert not values.flags.writeable
    assert not weights.flags.writeable
    assert atoms_of(Uniform(0, 1)) is None


def test_a_tail_without_end_has_too_many_values():
    with pytest.raises(DistributionError, match="at most 1,000,000 values"):
        atoms_of(ScipyDistribution("zipf", [1.5]))
