"""Normal quantiles and probabilities: within their bounds of scipy's, steady, and inside (0, 1)."""

from __future__ import annotations

import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from riskplan.engine import normal
from riskplan.engine.normal import (
    PROBABILITY_ERROR,
    QUANTILE_ERROR,
    normal_probabilities,
    normal_quantiles,
)
from tests.engine.transforms import LEVELS

CELLS = (np.arange(-8 * 512, 8 * 512 + 1)) / 512
DEVIATES = np.unique(
    np.concatenate(
        [CELLS, np.nextafter(CELLS, -9), np.nextafter(CELLS, 9), np.linspace(-8, 8, 99_991)]
    )
)


def uniforms() -> np.ndarray:
    """Hard ones, and those on the edges of the cells of the table."""
    below, above = normal._GRID.probabilities(normal._GRID.edges())
    edges = np.concatenate([below, 1 - above])
    beside = [edges, np.nextafter(edges, 0), np.nextafter(edges, 1), LEVELS]
    every = np.unique(np.concatenate(beside))
    return every[(every >= 2.0**-54) & (every < 1)]


def test_quantiles_are_within_the_bound():
    levels = uniforms()
    off = np.abs(normal_quantiles(levels) - scipy.special.ndtri(levels))

    assert off.max() <= QUANTILE_ERROR


def test_quantiles_rise_with_uniforms():
    assert np.diff(normal_quantiles(uniforms())).min() >= -1e-14


def test_quantiles_of_both_sides_mirror_each_other():
    levels = np.linspace(0, 1, 4_097)[1:-1]

    assert np.abs(normal_quantiles(levels) + normal_quantiles(1 - levels)).max() <= QUANTILE_ERROR


def test_the_mean_of_quantiles_is_zero_and_their_variance_one():
    middles = (np.arange(1 << 18) + 0.5) / (1 << 18)
    quantiles = normal_quantiles(middles)
    exact = scipy.special.ndtri(middles)

    assert abs(quantiles.mean()) <= 1e-9
    assert abs((quantiles**2).mean() - (exact**2).mean()) <= 1e-8


def test_probabilities_are_within_the_bound():
    off = np.abs(normal_probabilities(DEVIATES) - scipy.special.ndtr(DEVIATES))

    assert off.max() <= PROBABILITY_ERROR


def test_small_probabilities_keep_five_digits():
    """A copula hands them to the tails of its margins."""
    tail = DEVIATES[DEVIATES < 0]

    assert np.allclose(normal_probabilities(tail), scipy.special.ndtr(tail), rtol=1e-5, atol=0)


def test_probabilities_rise_with_deviates():
    """By no less than the rounding of a number near 1."""
    assert np.diff(normal_probabilities(DEVIATES)).min() >= -1e-15


@given(deviate=st.floats(allow_nan=False))
def test_probabilities_are_strictly_inside(deviate):
    probability = normal_probabilities(np.array([deviate]))[0]

    assert 0 < probability < 1


@pytest.mark.parametrize("function", [normal_quantiles, normal_probabilities])
def test_arguments_of_any_shape_are_left_as_they_are(function):
    given_values = np.linspace(0.01, 0.99, 60)
    before = given_values.copy()
    flat = function(given_values)

    assert np.array_equal(before, given_values)
    assert np.array_equal(flat.reshape(3, 20), function(given_values.reshape(3, 20)))
    assert np.array_equal(flat.reshape(3, 20).T, function(given_values.reshape(3, 20).T))
    assert flat[7] == function(np.array(given_values[7]))
    assert (0,) == function(np.empty(0)).shape


def test_a_wrong_table_is_not_within_the_bound(monkeypatch):
    """Negative control: one coefficient is off by a millionth."""
    quantile_table, probability_table = normal._quantile_table(), normal._probability_table()
    for name, table in (
        ("_quantile_table", quantile_table),
        ("_probability_table", probability_table),
    ):
        wrong = table.copy()
        wrong[0, table.shape[1] // 2] += 1e-3
        monkeypatch.setattr(normal, name, lambda wrong=wrong: wrong)
    levels = uniforms()

    assert (
        np.nanmax(np.abs(normal_quantiles(levels) - scipy.special.ndtri(levels))) > QUANTILE_ERROR
    )
    off = np.abs(normal_probabilities(DEVIATES) - scipy.special.ndtr(DEVIATES))
    assert off.max() > PROBABILITY_ERROR
