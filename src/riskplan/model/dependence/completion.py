"""Correlations that share quantities: one matrix that keeps them all and adds nothing."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np

from riskplan._typing import FloatArray, IntArray

__all__ = ["completed", "connected"]

_Name = TypeVar("_Name", bound=Hashable)

_MOST_ROUNDS = 2_000
_CLOSE = 1e-10
_SINGULAR = 1e-9


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
