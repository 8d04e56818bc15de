"""Coefficients that contradict each other, in words: which they are, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from riskplan._typing import FloatArray
from riskplan.errors import Problem
from riskplan.model.nearest import is_possible

__all__ = ["contradiction", "offenders"]

_MOST_LISTED = 6


def contradiction(
    place: str, names: Sequence[str], stated: FloatArray, nearest: FloatArray, latent: FloatArray
) -> Problem:
    """Return the problem of a matrix of coefficients that no joint law has.

    Parameters
    ----------
    place : str
    names : sequence of str
    stated : FloatArray, shape (n, n)
        The Spearman coefficients asked for.
    nearest : FloatArray, shape (n, n)
        The nearest that there can be.
    latent : FloatArray, shape (n, n)
        The matrix that has a negative eigenvalue: that of the coefficients, or of the normal
        scores behind them.
    """
    count = len(names)
    kept = offenders(latent)
    moves = np.abs(nearest - stated)
    distance = float(np.sqrt(np.sum(moves**2)))
    all_pairs = sorted(combinations(range(count), 2), key=lambda pair: -moves[pair].round(9))
    worst = [pair for pair in all_pairs if set(pair) <= set(kept)]
    listed = _listed(worst, names, stated)
    verdict = f"the coefficients {listed} cannot all be had from one copula of this kind"
    if not is_possible(stated):
        verdict = f"the coefficients contradict each other: {listed} cannot all be true"
    return Problem(
        place,
        f"{verdict}; "
        f"the nearest possible matrix lies {distance:.4g} away and has "
        f"{_listed(all_pairs, names, nearest)}",
        "correct them, or write nearest = true to use that matrix",
    )


def offenders(matrix: FloatArray) -> list[int]:
    """Return places whose entries contradict each other, as few as can be.

    Whatever can be left out without making the rest possible is left out, beginning with what
    has the least part in the most negative eigenvalue.

    Examples
    --------
    >>> offenders(np.array([[1, 0.2, 0.9, -0.9], [0.2, 1, 0, 0],
    ...                    [0.9, 0, 1, 0.9], [-0.9, 0, 0.9, 1]]))
    [0, 2, 3]
    """
    kept = list(range(len(matrix)))
    weights = np.abs(np.linalg.eigh(matrix)[1][:, 0])
    for place in np.argsort(weights, kind="stable").tolist():
        rest = [other for other in kept if other != place]
        if rest and not is_possible(matrix[np.ix_(rest, rest)]):
            kept = rest
    return kept


def _listed(pairs: Sequence[tuple[int, int]], names: Sequence[str], matrix: FloatArray) -> str:
    shown = [f"{names[i]} with {names[j]} {matrix[i, j]:.4g}" for i, j in pairs[:_MOST_LISTED]]
    more = "" if len(pairs) <= len(shown) else f" and {len(pairs) - len(shown):,} more"
    return ", ".join(shown) + more
