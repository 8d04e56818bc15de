"""Transforms of several laws at once: the same bits as one law at a time, wherever they are cut."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

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
    Truncated,
    Uniform,
    from_scipy,
)
from riskplan.engine.quantiles import stacked, transform_of
from riskplan.engine.tables import Table
from tests.engine.transforms import LEVELS

KINDS = {
    "Fixed": [Constant(5), Constant(-1), Constant(0)],
    "Straight": [Uniform(10, 20), Uniform(0.1, 0.3), Uniform(-1, 0)],
    "Triangle": [Triangular(2, 4, 9), Triangular(0, 0, 1), Triangular(0.1, 0.7, 0.7)],
    "Bell": [Normal(100, 15), Normal(0, 1), Normal(-3, 0.5)],
    "LogBell": [LogNormal(0, 1), LogNormal(2, 3), LogNormal(10, 0.01)],
    "Table": [
        Pert(2, 4, 9),
        Pert(0, 1, 1),
        Beta(2, 3),
        Beta(0.5, 3),
        Truncated(Normal(10, 4), low=6),
        from_scipy(stats.gamma(2)),
        from_scipy(stats.cauchy()),
    ],
    "Steps": [
        Discrete([60, 80, 120], [0.25, 0.25, 0.5]),
        Empirical(range(500)),
        Poisson(3),
        Discrete([1, 2, 3], [0.5, 1e-7, 0.5 - 1e-7]),
        Truncated(Poisson(3), low=1),
    ],
    "Exact": [Beta(1e-3, 1e3), Beta(0.05, 0.05)],
}

SOME = LEVELS[::7]


def rows(laws: list) -> np.ndarray:
    """Uniforms for each law, not the same ones."""
    return np.array([np.roll(SOME, row) for row in range(len(laws))])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 2, None])
def test_each_row_has_the_bits_of_its_law_alone(kind, count):
    transforms = [transform_of(law) for law in KINDS[kind][:count]]
    uniforms = rows(transforms)
    alone = np.array([f(row.copy()) for f, row in zip(transforms, uniforms, strict=True)])

    assert {kind} == {type(transform).__name__ for transform in transforms}
    assert alone.tobytes() == stacked(transforms)(uniforms.copy()).tobytes()


def test_another_order_of_laws_is_told_apart():
    """Negative control."""
    transforms = [transform_of(law) for law in KINDS["Table"]]
    uniforms = rows(transforms)
    values = stacked(transforms)(uniforms.copy())

    assert not np.array_equal(values, stacked(transforms[::-1])(uniforms.copy()))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=10, deadline=None)
@given(cut=st.integers(1, len(SOME) - 1))
def test_columns_may_be_cut_anywhere(kind, cut):
    transform = stacked([transform_of(law) for law in KINDS[kind]])
    uniforms = rows(KINDS[kind])
    parts = [transform(part.copy()) for part in (uniforms[:, :cut], uniforms[:, cut:])]

    assert transform(uniforms.copy()).tobytes() == np.concatenate(parts, axis=1).tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_one_law_takes_uniforms_of_any_shape_and_in_any_order_of_memory(kind):
    transform = transform_of(KINDS[kind][0])
    flat = transform(SOME[:600].copy())
    shapes = [(600,), (20, 30), (2, 3, 100), (1, 600), (600, 1)]

    assert all(
        np.array_equal(flat, transform(SOME[:600].reshape(shape).copy()).ravel())
        for shape in shapes
    )
    assert np.array_equal(
        flat.reshape(20, 30), transform(np.asfortranarray(SOME[:600].reshape(20, 30)))
    )
    assert np.array_equal(flat[::3], transform(SOME[:600].copy()[::3]))
    assert (0,) == transform(np.empty(0)).shape
    assert flat[5] == transform(np.array(SOME[5]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_transform_travels_as_its_law_and_has_the_same_bits_there(kind):
    """Tables are built again where they arrive, so that hardly more than the laws is sent."""
    transform = stacked([transform_of(law) for law in KINDS[kind]])
    uniforms = rows(KINDS[kind])
    values = transform(uniforms.copy())
    sent = pickle.dumps(transform)

    assert values.tobytes() == pickle.loads(sent)(uniforms.copy()).tobytes()
    assert len(sent) < len(pickle.dumps(KINDS[kind])) + 1_000


def test_a_table_of_a_pert_is_small_and_made_when_it_is_needed():
    table = transform_of(Pert(2, 4, 9))

    assert isinstance(table, Table)
    assert (None,) == table.fits
    assert table._joined.powers[0].nbytes < 10_000
