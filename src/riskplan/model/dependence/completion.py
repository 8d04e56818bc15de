"""Correlations that share quantities: one matrix that keeps them all and adds nothing."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.model.nearest import nearest_correlation

__all__ = ["completed", "connected", "nearest_completed"]

_Name = TypeVar("_Name", bound=Hashable)

_MOST_ROUNDS = 2_000
_CLOSE = 1e-10
_SINGULAR = 1e-9
_MOST_APPROACHES = 500
_STANDS = 1e-8


def connected(groups: Sequence[Sequence[_Name]]) -> list[list[int]]:
    """Return which groups hang together by names that they share, directly or through others.

    Examples
    --------
    >>> connected(["ab", "cd", "be"])
    [[0, 2], [1]]
    """
    joined: list[tuple[set[_Name], list[int]]] = []
    for place, group in enumerate(groups):
        names, places = set(group), [place]
        apart = []
        for other in joined:
            if names & other[0]:
                names |= other[0]
                places += other[1]
            else:
                apart.append(other)
        joined = [*apart, (names, places)]
    return sorted(sorted(places) for _, places in joined)


def completed(
    count: int, blocks: Sequence[tuple[IntArray, FloatArray]]
) -> tuple[FloatArray, FloatArray]:
    """Return the matrix of greatest determinant that has the given blocks.

    Pairs within no block become independent given what ties them both: of all joint normal laws
    with the given blocks it is the one of greatest entropy. Iterative proportional scaling (T. P.
    Speed and H. T. Kiiveri, "Gaussian Markov distributions over finite graphs", *Annals of
    Statistics* 14 (1986), 138-150, section 3.1): block after block takes its given values, and the
    rest keeps its regression on the block.

    Parameters
    ----------
    count : int
        The size of the matrix.
    blocks : sequence of (places, block)
        Places in the matrix, shape (k,), and the block there, shape (k, k), without negative
        eigenvalues.

    Returns
    -------
    matrix : FloatArray, shape (count, count)
    misfit : FloatArray, shape (count, count)
        What is given minus what the matrix has, 0 outside of the blocks: where the blocks
        contradict each other it does not vanish.

    Examples
    --------
    >>> block = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> completed(3, [(np.array([0, 1]), block), (np.array([1, 2]), block)])[0]
    array([[1.  , 0.5 , 0.25],
           [0.5 , 1.  , 0.5 ],
           [0.25, 0.5 , 1.  ]])
    """
    matrix = np.eye(count)
    for _ in range(_MOST_ROUNDS):
        for places, block in blocks:
            _scale(matrix, places, block)
        misfit = _misfit(matrix, blocks)
        if np.abs(misfit).max() < _CLOSE:
            break
    return matrix, misfit


def nearest_completed(
    start: FloatArray, blocks: Sequence[tuple[IntArray, FloatArray]]
) -> FloatArray:
    """Return the correlation matrix that comes nearest to blocks that contradict each other.

    Nearest counts the entries within blocks only. They are found by alternating projections onto
    the matrices with the blocks and onto the correlation matrices (W. Cheney and A. A. Goldstein,
    "Proximity maps for convex sets", *Proceedings of the American Mathematical Society* 10 (1959),
    448-450, theorem 4), and then completed as possible ones are.

    Parameters
    ----------
    start : FloatArray, shape (n, n)
        Has the blocks, and anything in the other places.
    blocks : sequence of (places, block)
        As of `completed`.

    Examples
    --------
    A ring of four, three of which move with the next one, and the last against the first:

    >>> def ends(r):
    ...     return np.array([[1.0, r], [r, 1.0]])
    >>> ring = [(np.array([n, (n + 1) % 4]), ends(r)) for n, r in enumerate([0.9, 0.9, 0.9, -0.9])]
    >>> start = np.eye(4)
    >>> for places, block in ring:
    ...     start[np.ix_(places, places)] = block
    >>> nearest_completed(start, ring)[0].round(4) + 0.0
    array([ 1.    ,  0.7071,  0.    , -0.7071])
    """
    given = np.eye(len(start), dtype=np.bool_)
    for places, _ in blocks:
        given[np.ix_(places, places)] = True
    near = _approached(start, given)
    possible = [(places, near[np.ix_(places, places)]) for places, _ in blocks]
    matrix, misfit = completed(len(start), possible)
    return _approached(matrix + misfit, given)


def _approached(matrix: FloatArray, given: BoolArray) -> FloatArray:
    """Return the correlation matrix nearest to the given entries, whatever the others become."""
    for _ in range(_MOST_APPROACHES):
        found = nearest_correlation(matrix).matrix
        moved = np.abs(found - matrix)[~given].max(initial=0.0)
        matrix = np.where(given, matrix, found)
        if moved < _STANDS:
            break
    return found


def _scale(matrix: FloatArray, places: IntArray, block: FloatArray) -> None:
    """Give a block its values; everything else keeps its regression on it."""
    grid = np.ix_(places, places)
    change = block - matrix[grid]
    if np.any(change):
        # A block may be singular: quantities that move as one.
        inverse = np.linalg.pinv(matrix[grid], rcond=_SINGULAR, hermitian=True)
        regression = matrix[:, places] @ inverse
        regression[places] = np.eye(len(places))
        matrix += regression @ change @ regression.T
        matrix[grid] = block
        matrix[:] = (matrix + matrix.T) / 2.0


def _misfit(matrix: FloatArray, blocks: Sequence[tuple[IntArray, FloatArray]]) -> FloatArray:
    misfit = np.zeros_like(matrix)
    for places, block in blocks:
        grid = np.ix_(places, places)
        misfit[grid] = block - matrix[grid]
    return misfit
