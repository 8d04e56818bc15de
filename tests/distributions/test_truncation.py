"""A truncated law is the conditional law, exactly, far out in the tails too."""

from __future__ import annotations

import math

import numpy as np
import pytest
from attrs import frozen
from hypothesis import given, settings
from scipy import special

from riskplan._typing import FloatArray
from riskplan.distributions import (
    Constant,
    Discrete,
    Distribution,
    Normal,
    Pert,
    Triangular,
    Truncated,
    Uniform,
)
from tests import strategies


@settings(max_examples=60, deadline=None)
@given(strategies.truncated(strategies.continuous_distributions(), both=True))
def test_the_cdf_is_the_share_of_the_probability_in_the_range(cut):
    whole, low, high = cut.distribution, cut.low, cut.high
    x = np.linspace(low, high, 7)
    below, above = whole.cdf([low, high])

    assert (whole.cdf(x) - below) / (above - below) == pytest.approx(cut.cdf(x), abs=1e-8)


def test_far_in_the_tail_of_a_normal_the_mean_follows_the_hazard():
    """E[X | X > a] = φ(a) / (1 - Φ(a)), by the scaled complementary error function."""
    a = 30
    hazard = math.sqrt(2 / math.pi) / special.erfcx(a / math.sqrt(2))
    tail = Truncated(Normal(0, 1), low=a)

    assert hazard == pytest.approx(tail.mean(), rel=1e-14)
    assert math.sqrt(1 + a * hazard - hazard**2) == pytest.approx(tail.std(), rel=1e-9)
    assert [0.1, 0.5, 0.9] == pytest.approx(tail.cdf(tail.ppf([0.1, 0.5, 0.9])), rel=1e-12)


def test_a_narrow_range_is_nearly_uniform():
    narrow = Truncated(Normal(0, 1), 1, 1 + 1e-6)

    assert 1e-6 / math.sqrt(12) == pytest.approx(narrow.std(), rel=1e-8)
    assert 1 + 0.5e-6 == pytest.approx(narrow.mean(), rel=1e-12)


def test_two_truncations_are_one():
    twice = Truncated(Truncated(Normal(10, 2), low=0, high=15), low=5)

    assert Truncated(Normal(10, 2), low=5, high=15) == twice
    assert "truncated(normal(10, 2), low=5, high=15)" == repr(twice)


def test_a_hundred_truncations_are_one():
    cut = Truncated(Uniform(0, 1000), high=999)
    for low in range(100):
        cut = Truncated(cut, low=low)

    assert Truncated(Uniform(0, 1000), low=99, high=999) == cut


def test_a_range_beyond_the_support_changes_nothing():
    whole, cut = Pert(2, 4, 9), Truncated(Pert(2, 4, 9), -100, 100)

    assert whole.support() == cut.support()
    assert whole.mean() == pytest.approx(cut.mean(), rel=1e-13)
    assert whole.std() == pytest.approx(cut.std(), rel=1e-12)


def test_the_ends_belong_to_the_range():
    cut = Truncated(Discrete([1, 2, 3, 4], [0.25] * 4), 2, 3)

    assert (2, 3) == cut.support()
    assert [0, 0.5, 1] == cut.cdf([1.9, 2, 3]).tolist()
    assert 5 == Truncated(Constant(5), 5, 5).mean()


@frozen(repr=False)
class Rising(Distribution):
    """A law from outside the library, on 0 to `end`, whose density rises in a straight line."""

    end: float

    def mean(self) -> float:
        return 2 * self.end / 3

    def std(self) -> float:
        return self.end / math.sqrt(18)

    def support(self) -> tuple[float, float]:
        return 0, self.end

    def most_likely(self) -> float:
        return self.end

    def _ppf(self, u: FloatArray) -> FloatArray:
        roots: FloatArray = np.sqrt(u)
        return self.end * roots

    def _cdf(self, x: FloatArray) -> FloatArray:
        return (np.clip(x, 0, self.end) / self.end) ** 2

    def _scaled(self, factor: float) -> Rising:
        return Rising(self.end * factor)


def test_a_law_from_outside_can_be_cut():
    """It needs no formulas for the upper tail; its truncation is a known law."""
    cut, known = Truncated(Rising(9), low=3), Truncated(Triangular(0, 9, 9), low=3)

    assert "truncated(rising(9), low=3)" == repr(cut)
    assert known.ppf([0, 0.2, 0.9]) == pytest.approx(cut.ppf([0, 0.2, 0.9]))
    assert known.mean() == pytest.approx(cut.mean(), rel=1e-12)
    assert known.std() == pytest.approx(cut.std(), rel=1e-12)
    assert known.scaled(5).mean() == pytest.approx(cut.scaled(5).mean())


def test_an_uncut_law_is_told_from_a_cut_one():
    """Negative control: the moments of the whole law are not those of its part."""
    assert Normal(10, 2).mean() != pytest.approx(Truncated(Normal(10, 2), low=9).mean(), rel=1e-3)
