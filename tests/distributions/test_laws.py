"""Every distribution obeys the laws of the harness, and the harness catches one that does not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import stats

from riskplan._typing import FloatArray
from riskplan.distributions import (
    Beta,
    Constant,
    Discrete,
    Empirical,
    LogNormal,
    Normal,
    Pert,
    Poisson,
    Shifted,
    Triangular,
    Trigen,
    Truncated,
    Uniform,
    from_scipy,
)
from tests import strategies
from tests.distributions import harness

MEMBERS = [
    Constant(5),
    Constant(0),
    Uniform(-3, 8),
    Uniform(-1e299, 1e299),
    Uniform(1, 1 + 1e-12),
    Triangular(2, 4, 9),
    Triangular(0, 0, 1),
    Triangular(0, 1, 1),
    Triangular(1e-200, 2e-200, 3e-200),
    Pert(2, 4, 9),
    Pert(2, 4, 9, shape=6),
    Pert(0, 0, 1),
    Pert(0, 1, 1),
    Pert(0, 1, 1e9),
    Pert(-1e299, 0, 1e299),
    Pert(0, 1, 2, shape=1e5),
    Pert(0, 1, 2, shape=1e-9),
    Normal(10, 2),
    Normal(-1e6, 1e-3),
    LogNormal(0, 1),
    LogNormal(10, 0.01),
    Beta(2, 3),
    Beta(0.5, 0.5, min=-1, max=4),
    Beta(1, 1),
    Beta(1e6, 1e6),
    Discrete([60, 80, 120], [0.25, 0.25, 0.5]),
    Discrete([3, 1, 2, 1], [0.5, 0.2, 0, 0.3]),
    Discrete([1, 2], [1 - 1e-10, 1e-10]),
    Empirical([3, 5, 8, 5]),
    Empirical([4]),
    Poisson(2.5),
    Poisson(3),
    Poisson(0),
    Poisson(0.02),
    Poisson(10_000),
    Poisson(2.5).scaled(0.1),
    Trigen(10, 12, 20),
    Trigen(10, 10, 20),
    Trigen(10, 20, 20),
    Shifted(LogNormal(0, 1), 0.5),
    Shifted(Poisson(3), -2.5),
    Shifted(from_scipy(stats.gamma(2, scale=3)), 10),
    Truncated(Normal(10, 2), low=0),
    Truncated(Normal(0, 1), low=5),
    Truncated(Normal(0, 1), high=-5),
    Truncated(Pert(0, 3, 9), 1, 8),
    Truncated(Discrete([1, 2, 3], [0.2, 0.3, 0.5]), high=2),
    Truncated(Empirical([1, 2, 2, 3, 9]), 1.5, 3.5),
    Truncated(Constant(5), low=0),
    Truncated(Poisson(3), low=1),
    Truncated(Poisson(3), high=5),
    Truncated(from_scipy(stats.gamma(2, scale=3)), low=1, high=20),
    Truncated(from_scipy(stats.poisson(3)), low=1),
    from_scipy(stats.gamma(2, scale=3)),
    from_scipy(stats.gumbel_r(10, 2)),
    from_scipy(stats.poisson(3)),
    from_scipy(stats.poisson(3)).scaled(0.1),
    from_scipy(stats.binom(10, 0.3, loc=2)),
]


@pytest.mark.parametrize("distribution", MEMBERS, ids=repr)
def test_a_member_obeys_every_law(distribution):
    harness.obey(distribution)


@settings(max_examples=150, deadline=None)
@given(strategies.distributions())
def test_any_distribution_obeys_every_law(distribution):
    harness.obey(distribution)


@settings(max_examples=100, deadline=None)
@given(strategies.continuous_distributions(), strategies.levels())
def test_the_cdf_of_a_continuous_law_undoes_its_quantiles(distribution, levels):
    inner = [u for u in levels if 0.001 < u < 0.999]

    assert inner == pytest.approx(distribution.cdf(distribution.ppf(inner)), abs=1e-7)


@settings(max_examples=100, deadline=None)
@given(strategies.distributions(), strategies.levels())
def test_quantiles_never_fall(distribution, levels):
    values = distribution.ppf(levels)
    steps = np.diff(values[np.isfinite(values)])

    assert (steps >= -1e-12 * harness.size(distribution)).all()


@settings(max_examples=60, deadline=None)
@given(strategies.positive_distributions())
def test_a_positive_distribution_is_never_negative(distribution):
    assert distribution.support()[0] >= 0


@settings(max_examples=60, deadline=None)
@given(strategies.bounded_distributions())
def test_a_bounded_distribution_has_finite_ends(distribution):
    assert np.isfinite(distribution.support()).all()


class Biased(Uniform):
    """Its mean is a tenth of a standard deviation off."""

    def mean(self) -> float:
        return super().mean() + 0.1 * self.std()


class TooWide(Uniform):
    """Its standard deviation is that of another law."""

    def std(self) -> float:
        return 1.05 * super().std()


class Falling(Uniform):
    """Its quantiles fall."""

    def _ppf(self, u: FloatArray) -> FloatArray:
        return self.max - (self.max - self.min) * u


class Leaking(Uniform):
    """Its quantiles are its input."""

    def ppf(self, u: FloatArray) -> FloatArray:  # type: ignore[override]
        return np.asarray(u, dtype=float)


class Overreaching(Uniform):
    """Its support is narrower than its quantiles say."""

    def support(self) -> tuple[float, float]:
        return self.min, self.max + 1

    def ppf(self, u: FloatArray) -> FloatArray:  # type: ignore[override]
        return Uniform(self.min, self.max).ppf(u)


class Shifted(Uniform):
    """Its cdf answers other quantiles."""

    def _cdf(self, x: FloatArray) -> FloatArray:
        return super()._cdf(x + 0.01 * (self.max - self.min))


class Impossible(Uniform):
    """Its most likely value cannot occur."""

    def most_likely(self) -> float:
        return self.max + 1


class Unscaled(Uniform):
    """It ignores the factor."""

    def _scaled(self, factor: float) -> Uniform:
        return Uniform(self.min, self.max)


class Nameless(Uniform):
    """Its text reads as another distribution."""

    def __repr__(self) -> str:
        return f"uniform({self.min}, {self.max + 1})"


@pytest.mark.parametrize(
    ("law", "broken"),
    [
        (harness.has_the_moments_of_its_quantiles, Biased),
        (harness.has_the_moments_of_its_quantiles, TooWide),
        (harness.has_ordered_quantiles_within_its_support, Falling),
        (harness.has_ordered_quantiles_within_its_support, Overreaching),
        (harness.keeps_the_shape_and_its_input, Leaking),
        (harness.refuses_what_is_no_probability, Leaking),
        (harness.has_a_cdf_that_answers_its_quantiles, Shifted),
        (harness.has_a_possible_most_likely_value, Impossible),
        (harness.scales, Unscaled),
        (harness.reads_its_own_text, Nameless),
    ],
)
def test_the_harness_catches_a_broken_distribution(
    law: Callable[[Uniform], None], broken: type[Uniform]
):
    """Negative control: each law fails for a distribution that breaks it, not for a sound one."""
    law(Uniform(10, 20))

    with pytest.raises((AssertionError, pytest.fail.Exception)):
        law(broken(10, 20))
