"""Matrices from blocks that share quantities: nothing is added to what the blocks say."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from riskplan.model.dependence.completion import completed, connected


def block(r: float) -> np.ndarray:
    return np.array([[1.0, r], [r, 1.0]])


def chain(*coefficients: float) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(np.array([n, n + 1]), block(r)) for n, r in enumerate(coefficients)]


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=5))
@settings(max_examples=40)
def test_along_a_chain_correlations_multiply(coefficients):
    """What two have in common is only what ties them both, ±1 included."""
    matrix, misfit = completed(len(coefficients) + 1, chain(*coefficients))

    assert np.isclose(np.prod(coefficients), matrix[0, -1], atol=1e-9)
    assert np.abs(misfit).max() < 1e-9


def test_a_ring_has_no_direct_tie_across():
    """The inverse is 0 where no block says anything (Speed and Kiiveri 1986, theorem 2)."""
    ring = [*chain(0.8, 0.8, 0.8), (np.array([0, 3]), block(0.4))]
    matrix, misfit = completed(4, ring)
    inverse = np.linalg.inv(matrix)

    assert np.abs(misfit).max() < 1e-9
    assert np.allclose([0, 0], [inverse[0, 2], inverse[1, 3]], atol=1e-6)
    assert abs(inverse[0, 1]) > 1


def test_no_other_filling_has_a_greater_determinant():
    ring = [*chain(0.8, 0.8, 0.8), (np.array([0, 3]), block(0.4))]
    matrix, _ = completed(4, ring)
    best = np.linalg.det(matrix)
    for place in ((0, 2), (1, 3)):
        for step in (-0.05, 0.05):
            other = matrix.copy()
            other[place] += step
            other[place[::-1]] += step
            assert np.linalg.det(other) < best


def test_zeros_in_their_place_are_impossible():
    """Negative control: one big matrix with 0 for what nobody named is no correlation matrix."""
    matrix = np.eye(3)
    for places, given_block in chain(0.9, 0.9):
        matrix[np.ix_(places, places)] = given_block

    assert np.linalg.eigvalsh(matrix)[0] < -0.2
    assert np.linalg.eigvalsh(completed(3, chain(0.9, 0.9))[0])[0] > 0


def test_blocks_that_contradict_each_other_leave_a_misfit():
    ring = [*chain(0.9, 0.9, 0.9), (np.array([0, 3]), block(-0.9))]

    assert np.abs(completed(4, ring)[1]).max() > 0.1


def test_groups_hang_together_through_others():
    assert [[0, 2, 3], [1]] == connected(["ab", "xy", "cd", "bc"])
    assert [[0], [1]] == connected(["ab", "cd"])
    assert [] == connected([])
