"""Inverse transforms of every distribution: exact to rounding, or within their stated bound."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from riskplan import distributions
from riskplan.distributions import (
    Beta,
    Constant,
    Discrete,
    Distribution,
    Empirical,
    LogNormal,
    Normal,
    Pert,
    Poisson,
    ScipyDistribution,
    Shifted,
    Triangular,
    Trigen,
    Truncated,
    Uniform,
    from_percentiles,
    from_scipy,
)
from riskplan.engine.fitting import TABLE_ERROR, Fit
from riskplan.engine.normal import QUANTILE_ERROR
from riskplan.engine.quantiles import Exact, Fixed, transform_of
from riskplan.engine.steps import Steps
from riskplan.engine.tables import Table, table_of
from tests.engine.transforms import LEVELS, error, rounding, values_of

CLOSED_FORMS = [
    Uniform(10, 20),
    Uniform(-1e6, 1e6),
    Uniform(0.1, 0.3),
    Uniform(1e9, 1e9 + 1e-6),
    Triangular(2, 4, 9),
    Triangular(0, 0, 1),
    Triangular(0, 1, 1),
    Triangular(0.1, 0.1, 0.7),
    Triangular(1e9, 1e9 + 1, 1e9 + 3),
    Trigen(10, 12, 20),
    Trigen(0, 0, 1),
]

NORMAL = [
    Normal(100, 15),
    Normal(0, 1e-6),
    LogNormal(0, 1),
    LogNormal(10, 0.01),
    LogNormal(2, 3),
    LogNormal(0, 10),
]

SMOOTH = [
    Pert(2, 4, 9),
    Pert(0, 0, 1),
    Pert(0, 1, 1),
    Pert(-5, -5 + 1e-9, 3),
    Pert(400_000, 500_000, 800_000),
    Pert(1e8, 1e8 + 1, 1e8 + 2),
    Pert(0, 0.03, 1),
    Pert(0, 1, 10, shape=0.01),
    Pert(0, 1, 10, shape=20),
    Pert(0, 1, 10, shape=1e5),
    from_percentiles({10: 2, 50: 5, 90: 9}, Pert),
    Beta(1, 1),
    Beta(2, 3, min=-4, max=4),
    Beta(0.5, 0.5),
    Beta(0.8, 3),
    Beta(1, 1e6),
    Beta(500, 0.5),
    Beta(1e6, 1e6),
    Shifted(LogNormal(0, 1), 0.5),
    Truncated(Normal(10, 4), low=6),
    Truncated(Normal(0, 1), low=-1, high=0.5),
    Truncated(Normal(0, 1), low=6),
    Truncated(LogNormal(1, 1), high=20),
    Truncated(Pert(2, 4, 9), low=3, high=5),
    Truncated(Uniform(0, 10), high=4),
    from_scipy(stats.gamma(2, scale=3)),
    from_scipy(stats.gamma(0.3)),
    from_scipy(stats.weibull_min(0.7)),
    from_scipy(stats.gumbel_r(10, 3)),
    from_scipy(stats.laplace()),
    from_scipy(stats.t(5)),
]

ODD = [
    Beta(0.05, 0.05),
    Beta(0.01, 5),
    Beta(1e-3, 1e3),
    Truncated(Triangular(1, 2, 5), low=1.2),
    Truncated(Triangular(1, 2, 5), low=1.5),
    from_scipy(stats.triang(0.3)),
    from_scipy(stats.trapezoid(0.2, 0.7)),
    from_scipy(stats.dweibull(2)),
    from_scipy(stats.lognorm(3)),
    from_scipy(stats.t(2.1)),
]

SEPARATE = [
    Discrete([60, 80, 120], [0.25, 0.25, 0.5]),
    Discrete([3, 1, 2, 1], [0.1, 0.2, 0.3, 0.4]),
    Discrete([0, 5, 9], [0.5, 0.0, 0.5]),
    Discrete(range(10), [0.1] * 10),
    Discrete([1, 2, 3, 4], [0.5, 1e-6, 1e-7, 0.5 - 1.1e-6]),
    Empirical([3, 5, 8, 5]),
    Empirical([7]),
    Empirical(np.sqrt(np.arange(1_000)).tolist()),
    Poisson(2.5),
    Poisson(0),
    Poisson(400),
    Truncated(Poisson(3), low=1),
    Truncated(Empirical([3, 5, 8, 5]), low=4),
]


def test_no_distribution_is_left_out():
    known = [*CLOSED_FORMS, *NORMAL, *SMOOTH, *SEPARATE, Constant(5)]
    public = {
        kind
        for _, kind in inspect.getmembers(distributions, inspect.isclass)
        if issubclass(kind, Distribution) and kind is not Distribution
    }

    assert public == {type(law) for law in known}


# --- closed forms ---------------------------------------------------------------------------------


@pytest.mark.parametrize("law", CLOSED_FORMS, ids=repr)
def test_closed_forms_are_exact(law):
    values, exact = values_of(law), law.ppf(LEVELS)

    assert not isinstance(transform_of(law), Exact | Table)
    assert np.all(np.abs(values - exact) <= 1e-12 * np.maximum(np.abs(exact), law.std()))


@settings(max_examples=30)
@given(low=st.floats(-1e6, 1e6), place=st.floats(0, 1), width=st.floats(1e-3, 1e6))
def test_every_triangle_is_exact_and_within_its_ends(low, place, width):
    law = Triangular(low, min(low + place * width, low + width), low + width)
    values = values_of(law)

    assert error(law) <= 1e-12 + rounding(law)
    assert law.min <= values.min()
    assert values.max() <= law.max


def test_a_constant_is_the_same_whatever_the_uniform():
    assert isinstance(transform_of(Constant(5)), Fixed)
    assert [5.0, 5.0] == transform_of(Constant(5))(np.array([0.1, 0.9])).tolist()


# --- normal laws ----------------------------------------------------------------------------------


@pytest.mark.parametrize("law", NORMAL, ids=repr)
def test_normal_laws_are_within_the_bound(law):
    bound = QUANTILE_ERROR if isinstance(law, Normal) else TABLE_ERROR

    assert error(law) <= bound + rounding(law)


@settings(max_examples=30)
@given(mu=st.floats(-50, 50), sigma=st.floats(1e-3, 15))
def test_every_lognormal_is_within_the_bound_of_tables(mu, sigma):
    """The quantiles far above the mean are as far off as the mean is away; so is the deviation."""
    assert error(LogNormal(mu, sigma)) <= TABLE_ERROR


# --- tables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("law", SMOOTH, ids=repr)
def test_smooth_laws_are_tabulated_within_the_bound(law):
    assert isinstance(transform_of(law), Table)
    assert error(law) <= TABLE_ERROR + rounding(law)


@pytest.mark.parametrize("law", ODD, ids=repr)
def test_kinks_poles_and_heavy_tails_are_within_the_bound_too(law):
    assert error(law) <= TABLE_ERROR


@settings(max_examples=30)
@given(place=st.floats(0, 1), low=st.floats(-1e6, 1e6), width=st.floats(1e-3, 1e6))
def test_every_classical_pert_is_twice_as_good_as_the_bound(place, low, width):
    law = Pert(low, min(low + place * width, low + width), low + width)

    assert isinstance(transform_of(law), Table)
    assert error(law) <= TABLE_ERROR / 2 + rounding(law)


@settings(max_examples=30, deadline=None)
@given(place=st.floats(0, 1), shape=st.floats(0.01, 1e4))
def test_every_pert_of_another_shape_is_within_the_bound(place, shape):
    assert error(Pert(0, place, 1, shape=shape)) <= TABLE_ERROR


@settings(max_examples=40, deadline=None)
@given(shapes=st.tuples(st.floats(-3, 4), st.floats(-3, 4)))
def test_every_beta_is_within_the_bound(shapes):
    """Shapes from a thousandth to ten thousand."""
    assert error(Beta(10.0 ** shapes[0], 10.0 ** shapes[1])) <= TABLE_ERROR


@settings(max_examples=30, deadline=None)
@given(low=st.floats(-7, 7), width=st.floats(1e-3, 9))
def test_every_truncated_normal_is_within_the_bound(low, width):
    law = Truncated(Normal(0, 1), low=low, high=low + width)

    assert isinstance(transform_of(law), Table)
    assert error(law) <= TABLE_ERROR + rounding(law)


@settings(max_examples=20, deadline=None)
@given(shape=st.floats(0.1, 50))
def test_every_gamma_and_weibull_law_is_within_the_bound(shape):
    for law in (from_scipy(stats.gamma(shape)), from_scipy(stats.weibull_min(max(shape, 0.3)))):
        assert error(law) <= TABLE_ERROR


@pytest.mark.parametrize(
    "heavy",
    [stats.cauchy(), stats.t(1.5), stats.levy(), stats.pareto(0.5)],
    ids=lambda d: d.dist.name,
)
def test_without_a_standard_deviation_the_bound_is_of_the_interquartile_range(heavy):
    law = from_scipy(heavy)
    lower, upper = law.ppf([0.25, 0.75])
    off = np.abs(values_of(law) - law.ppf(LEVELS))

    assert not law.std() < np.inf
    assert isinstance(transform_of(law), Table)
    assert off.max() <= TABLE_ERROR * (upper - lower)


def test_what_cubics_do_not_follow_is_left_to_the_law():
    """A law that is nearly always 0, and one of too many values to list."""
    uniforms = LEVELS[::500]
    for law in (Beta(1e-3, 1e3), from_scipy(stats.poisson(1e9))):
        assert isinstance(transform_of(law), Exact)
        assert np.array_equal(law.ppf(uniforms), transform_of(law)(uniforms.copy()))


def test_a_wrong_table_is_not_within_the_bound():
    """Negative control: a coefficient off by a ten-thousandth, and a mode by a thousandth."""
    for law in (Pert(0, 0.3, 1), Beta(2, 3), from_scipy(stats.gamma(2))):
        table = table_of(law)
        coefficients = table._joined.powers[0].reshape(1, 4, -1).copy()
        coefficients[0, 0, coefficients.shape[-1] // 2] *= 1.0001
        wrong = Table((law,), (Fit(coefficients, is_within=True),))

        assert error(law, table) <= TABLE_ERROR < error(law, wrong)
    assert error(Pert(0, 0.3, 1), transform_of(Pert(0, 0.301, 1))) > TABLE_ERROR
    assert error(Beta(2, 3), transform_of(Beta(2, 3.001))) > TABLE_ERROR


# --- what all have in common ----------------------------------------------------------------------


@pytest.mark.parametrize("law", [*CLOSED_FORMS, *NORMAL, *SMOOTH, *ODD], ids=repr)
def test_values_stay_within_the_support_and_never_fall(law):
    """Never outside by a bit; falling, from cell to cell, by no more than the bound."""
    low, high = law.support()
    values = values_of(law)

    assert low <= values.min()
    assert values.max() <= high
    assert np.diff(values).min() >= -(TABLE_ERROR + rounding(law)) * law.std()


@pytest.mark.parametrize("law", [*CLOSED_FORMS, *NORMAL[:3], *SMOOTH], ids=repr)
def test_the_mean_is_that_of_the_law(law):
    """Over the middles of a million equal parts, of which the last is where a tail is cut short."""
    count = 1 << 20
    values = transform_of(law)((np.arange(count) + 0.5) / count)

    assert abs(values.mean() - law.mean()) <= (1e-5 + rounding(law)) * law.std()


# --- separate values ------------------------------------------------------------------------------


@pytest.mark.parametrize("law", SEPARATE, ids=lambda law: repr(law)[:40])
def test_separate_values_are_exact(law):
    assert isinstance(transform_of(law), Steps)
    assert np.array_equal(law.ppf(LEVELS), values_of(law))


@settings(max_examples=50)
@given(weights=st.lists(st.floats(0, 1) | st.floats(0, 1e-6), min_size=1, max_size=30))
def test_every_discrete_law_is_exact_at_its_steps_and_beside_them(weights):
    if not sum(weights) > 0:
        return
    law = Discrete(range(len(weights)), (np.array(weights) / sum(weights)).tolist())
    steps = law.cdf(np.arange(len(weights)))
    uniforms = np.concatenate([steps, np.nextafter(steps, 0), np.nextafter(steps, 1), LEVELS])
    uniforms = uniforms[(uniforms > 0) & (uniforms < 1)]

    assert np.array_equal(law.ppf(uniforms), transform_of(law)(uniforms.copy()))


def test_a_value_of_no_probability_never_comes():
    values = values_of(Discrete([0, 5, 9], [0.5, 0.0, 0.5]))

    assert {0.0, 9.0} == set(values.tolist())


@pytest.mark.parametrize("law", [stats.poisson(2.5), stats.nbinom(3, 0.4), stats.randint(2, 9)])
def test_separate_values_of_scipy_are_exact_but_for_the_last_bit_of_a_level(law):
    law = from_scipy(law)
    values = values_of(law)
    off = values != law.ppf(LEVELS)

    assert isinstance(transform_of(law), Steps)
    assert np.all(law.cdf(values[off]) >= LEVELS[off] - 1e-15)
    assert off.mean() < 1e-3


def test_scipy_laws_of_few_values_are_steps_and_others_tables():
    assert isinstance(transform_of(ScipyDistribution("binom", [5, 0.3])), Steps)
    assert isinstance(transform_of(ScipyDistribution("expon")), Table)
