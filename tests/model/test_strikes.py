"""All strikes of a risk as one: exact for Poisson counts, and sane where a factor explodes."""

from __future__ import annotations

import math

import pytest

import riskplan as rp
from riskplan.distributions import Poisson
from riskplan.model.strikes import all_strikes


def test_an_impact_without_a_count_is_its_mean():
    assert rp.CostImpact(50) == all_strikes(rp.CostImpact(rp.Uniform(0, 100)), None)
    assert rp.Delay("a", 4) == all_strikes(rp.Delay("a", rp.Uniform(0, 8)), None)
    assert rp.DurationFactor("a", 2) == all_strikes(rp.DurationFactor("a", rp.Uniform(1, 3)), None)


@pytest.mark.parametrize("rate", [0.1, 2.5, 40])
def test_poisson_strikes_add_up_given_that_there_is_one(rate):
    """E[N | N > 0] = λ / (1 - exp(-λ))."""
    delay = all_strikes(rp.Delay("a", 2), Poisson(rate))

    assert 2 * rate / -math.expm1(-rate) == pytest.approx(delay.days.mean(), rel=1e-13)


@pytest.mark.parametrize("rate", [0.1, 2.5, 40])
def test_poisson_factors_multiply_given_that_there_is_one(rate):
    """E[mᴺ | N > 0] = (exp(λ (m - 1)) - exp(-λ)) / (1 - exp(-λ))."""
    factor = all_strikes(rp.DurationFactor("a", 1.2), Poisson(rate)).factor.mean()
    exact = (math.exp(0.2 * rate) - math.exp(-rate)) / -math.expm1(-rate)

    assert exact == pytest.approx(factor, rel=1e-12)
    assert exact != pytest.approx(1.2**rate, rel=1e-3)


def test_a_factor_without_a_strike_changes_nothing():
    assert 1.0 == all_strikes(rp.DurationFactor("a", 9), rp.Constant(0)).factor.mean()


def test_a_factor_beyond_a_float_is_as_large_as_a_number_can_be():
    assert 1e300 == all_strikes(rp.DurationFactor("a", 1e9), rp.Constant(900)).factor.mean()
