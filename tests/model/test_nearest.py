"""The nearest correlation matrix: Higham's examples, and the conditions of the optimum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import riskplan as rp
from riskplan.model.nearest import is_possible, nearest_correlation

# N. J. Higham, "Computing the nearest correlation matrix: a problem from finance", IMA Journal of
# Numerical Analysis 22 (2002), 329-343; both are also the examples of several libraries.
TRIANGLE = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
TRIANGLE_NEAREST = [[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]]
STIFFNESS = np.diag([2.0] * 4) - np.diag([1.0] * 3, 1) - np.diag([1.0] * 3, -1)
STIFFNESS_NEAREST = [
    [1, -0.8084, 0.1916, 0.1068],
    [-0.8084, 1, -0.6562, 0.1916],
    [0.1916, -0.6562, 1, -0.8084],
    [0.1068, 0.1916, -0.8084, 1],
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [(TRIANGLE, TRIANGLE_NEAREST), (STIFFNESS, STIFFNESS_NEAREST)],
    ids=["triangle", "stiffness"],
)
def test_it_is_what_higham_published(given, expected):
    assert np.allclose(expected, nearest_correlation(given).matrix, rtol=0, atol=5e-5)


def test_the_distance_is_that_of_higham():
    assert 0.5278 == round(nearest_correlation(TRIANGLE).distance, 4)


def test_one_coefficient_below_the_limit_becomes_the_limit():
    """Of n quantities with one coefficient, none is below -1/(n - 1)."""
    found = nearest_correlation(np.full((5, 5), -0.6) + 1.6 * np.eye(5))

    assert np.allclose(np.full((5, 5), -0.25) + 1.25 * np.eye(5), found.matrix, atol=1e-9)
    assert np.isclose(0.35 * np.sqrt(20), found.distance, rtol=1e-9)


@given(
    entries=arrays(np.float64, (6, 6), elements=st.floats(-1, 1, allow_subnormal=False)).map(
        lambda entries: np.triu(entries, 1) + np.triu(entries, 1).T + np.eye(6)
    )
)
@settings(max_examples=30)
def test_no_correlation_matrix_is_nearer(entries):
    """The conditions of Higham's theorem 2.4: with some diagonal change D, the nearest matrix X is
    the positive part of A + D, so that what is cut off lies at right angles to X."""
    found = nearest_correlation(entries).matrix
    cut = found - entries
    # X (A + D - X) = 0 tells D, and then A + D - X may have no positive eigenvalue.
    diagonal = np.sum(found * cut, axis=1)
    rest = np.diag(diagonal) - cut

    assert is_possible(found)
    assert np.array_equal(np.ones(6), np.diag(found))
    assert np.abs(found @ rest).max() < 1e-5
    assert np.linalg.eigvalsh(rest)[-1] < 1e-5


def test_another_matrix_does_not_meet_these_conditions():
    """Negative control: shrinking all entries is possible, too, and not nearest."""
    shrunk = 1 / np.sqrt(2) * (TRIANGLE - np.eye(3)) + np.eye(3)
    cut = shrunk - TRIANGLE
    rest = np.diag(np.sum(shrunk * cut, axis=1)) - cut

    assert is_possible(shrunk)
    assert np.linalg.eigvalsh(rest)[-1] > 1e-2


def test_a_correlation_matrix_is_its_own_nearest():
    matrix = np.array([[1, 0.5, 1.0], [0.5, 1, 0.5], [1.0, 0.5, 1]])
    found = nearest_correlation(matrix)

    assert np.array_equal(matrix, found.matrix)
    assert 0.0 == found.distance


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 2, 3]], "must be square (got shape (1, 3)); give n rows of n"),
        ([], "must be square (got shape (0,)); give n rows of n"),
        ([[1, 0.5], [0.4, 1]], "must be symmetric; give (matrix + matrix.T) / 2"),
        ([[1, np.nan], [np.nan, 1]], "must hold finite numbers; replace nan and inf"),
        ([[1, "x"], [0, 1]], "a matrix of numbers is wanted (got [[1, 'x'], [0, 1]])"),
        ([[1, 0], [0]], "a matrix of numbers is wanted (got [[1, 0], [0]])"),
    ],
)
def test_what_is_no_symmetric_matrix_is_refused(matrix, message):
    with pytest.raises(rp.RequestError) as caught:
        nearest_correlation(matrix)

    assert message in str(caught.value)


def test_it_is_a_small_value_with_a_frame_and_a_card():
    found = nearest_correlation(TRIANGLE)

    assert "NearestCorrelation(3 quantities, 0.5278 away)" == repr(found)
    assert found.to_frame().loc["0", "1"] == found.matrix[0, 1]
    assert "0.7607" in found._repr_html_()
    assert not found.matrix.flags.writeable
