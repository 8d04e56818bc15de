"""Inverse transforms: closed forms to rounding, tables within their bound, steps exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskplan.distributions import (
    Beta,
    Constant,
    Discrete,
    Distribution,
    Empirical,
    LogNormal,
    Normal,
    Pert,
    Triangular,
    Trigen,
    Truncated,
    Uniform,
)
from riskplan.engine.quantiles import Exact, Fixed, transform_of
from riskplan.engine.tables import TABLE_ERROR, BetaTable


def levels() -> np.ndarray:
    """Probabilities that are dense everywhere, go far out, and stand on the edges of cells."""
    far = np.logspace(-15, -1, 4_001)
    cells = np.concatenate([2.0**-k * np.arange(8, 17) / 16 for k in range(16)])
    edges = np.concatenate([cells, np.nextafter(cells, 0), np.nextafter(cells, 1)])
    both = np.concatenate([far, 1 - far, edges, 1 - edges, np.linspace(0, 1, 20_001)])
    return np.unique(both[(both >= 2.0**-54) & (both < 1)])


LEVELS = levels()

CLOSED_FORMS = [
    Uniform(10, 20),
    Uniform(-1e6, 1e6),
    Triangular(2, 4, 9),
    Triangular(0, 0, 1),
    Triangular(0, 1, 1),
    Triangular(1e9, 1e9 + 1, 1e9 + 3),
    Normal(100, 15),
    Normal(0, 1e-6),
    LogNormal(0, 1),
    LogNormal(10, 0.01),
    LogNormal(2, 3),
    Trigen(10, 12, 20),
    Trigen(0, 0, 1),
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
    Beta(1, 1),
    Beta(2, 3, min=-4, max=4),
    Beta(0.5, 0.5),
    Beta(0.05, 0.05),
    Beta(0.01, 5),
    Beta(1, 1e6),
    Beta(500, 0.5),
    Beta(1e6, 1e6),
    Beta(1e-3, 1e3),
]


def error(law: Distribution, served: Distribution | None = None) -> float:
    """The largest distance between fast and exact quantiles [standard deviations]."""
    values = transform_of(served or law)(LEVELS.copy())
    return float(np.max(np.abs(values - law.ppf(LEVELS)))) / law.std()


@pytest.mark.parametrize("law", CLOSED_FORMS, ids=repr)
def test_closed_forms_are_exact(law):
    values, exact = transform_of(law)(LEVELS.copy()), law.ppf(LEVELS)
    rounding = 1e-12 * np.maximum(np.abs(exact), law.std())

    assert not isinstance(transform_of(law), Exact)
    assert np.all(np.abs(values - exact) <= rounding)


@pytest.mark.parametrize("law", SMOOTH, ids=repr)
def test_smooth_laws_are_within_the_stated_bound(law):
    assert error(law) <= TABLE_ERROR


@settings(max_examples=30)
@given(place=st.floats(0, 1), low=st.floats(-1e6, 1e6), width=st.floats(1e-3, 1e6))
def test_every_classical_pert_is_within_the_bound(place, low, width):
    law = Pert(low, min(low + place * width, low + width), low + width)

    assert error(law) <= TABLE_ERROR + 1e-13 * abs(low) / law.std()
    assert isinstance(transform_of(law), BetaTable)


@settings(max_examples=30)
@given(shapes=st.tuples(st.floats(-3, 4), st.floats(-3, 4)))
def test_every_beta_is_within_the_bound(shapes):
    """Shapes from a thousandth to ten thousand."""
    law = Beta(10.0 ** shapes[0], 10.0 ** shapes[1])

    assert error(law) <= TABLE_ERROR


def test_a_wrong_table_is_not_within_the_bound():
    """Negative control: a mode that is a thousandth of the range beside the right one."""
    assert error(Pert(0, 0.3, 1), served=Pert(0, 0.301, 1)) > TABLE_ERROR
    assert error(Beta(2, 3), served=Beta(2, 3.001)) > TABLE_ERROR


def test_usual_shapes_are_tabulated_and_impossible_ones_are_not():
    """The slow, exact way is for laws that cubics do not follow."""
    usual = [Pert(2, 4, 9), Pert(0, 1, 10, shape=20), Beta(2, 3), Beta(40, 4), Beta(0.8, 3)]

    assert all(isinstance(transform_of(law), BetaTable) for law in usual)
    assert isinstance(transform_of(Beta(1e-3, 1e3)), Exact)
    assert isinstance(transform_of(Truncated(Normal(10, 2), low=0)), Exact)


def test_other_laws_use_their_own_quantiles():
    law = Truncated(Normal(10, 2), low=0)

    assert np.array_equal(law.ppf(LEVELS), transform_of(law)(LEVELS.copy()))


@pytest.mark.parametrize(
    "law",
    [
        Discrete([60, 80, 120], [0.25, 0.25, 0.5]),
        Discrete([3, 1, 2, 1], [0.1, 0.2, 0.3, 0.4]),
        Discrete([0, 5, 9], [0.5, 0.0, 0.5]),
        Discrete(range(10), [0.1] * 10),
        Empirical([3, 5, 8, 5]),
        Empirical([7]),
    ],
    ids=repr,
)
def test_separate_values_are_exact(law):
    assert np.array_equal(law.ppf(LEVELS), transform_of(law)(LEVELS.copy()))


def test_a_value_of_no_probability_never_comes():
    values = transform_of(Discrete([0, 5, 9], [0.5, 0.0, 0.5]))(LEVELS.copy())

    assert {0.0, 9.0} == set(values.tolist())


def test_a_constant_is_the_same_whatever_the_uniform():
    assert isinstance(transform_of(Constant(5)), Fixed)
    assert [5.0, 5.0] == transform_of(Constant(5))(np.array([0.1, 0.9])).tolist()


@pytest.mark.parametrize("law", [*CLOSED_FORMS, *SMOOTH], ids=repr)
def test_values_stay_within_the_support(law):
    """To a rounding of its ends."""
    low, high = law.support()
    values = transform_of(law)(LEVELS.copy())

    assert values.min() >= low - 1e-9 * law.std() - 1e-15 * abs(low)
    assert values.max() <= high + 1e-9 * law.std() + (0 if np.isinf(high) else 1e-15 * abs(high))
