"""Coefficients that contradict each other, in words: which they are, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from riskplan._typing import FloatArray
from riskplan.errors import Problem
from riskplan.model.nearest import is_possible

__all__ = ["USE_NEAREST", "contradiction", "disagreement", "nearest_possible", "offenders"]

USE_NEAREST = "write nearest = true (in Python nearest=True)"

_MOST_LISTED = 6
_HARDLY = 0.01
_DECIMALS = 9
_FEWEST_DIGITS, _MOST_DIGITS = 4, 9

_Pairs = Sequence[tuple[int, int]]


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
        Those that nearest = true simulates.
    latent : FloatArray, shape (n, n)
        The matrix that has a negative eigenvalue: that of the coefficients, or of the normal
        scores behind them.
    """
    kept = offenders(latent)
    pairs = list(combinations(range(len(names)), 2))
    worst = [pair for pair in _moved(pairs, stated, nearest) if set(pair) <= set(kept)]
    listed = _listed(worst, names, stated, _digits(pairs, stated, nearest))
    verdict = f"the coefficients {listed} cannot all be had from one copula of this kind"
    if not is_possible(stated):
        verdict = f"the coefficients contradict each other: {listed} cannot all be true"
    return Problem(
        place,
        f"{verdict}; {nearest_possible(pairs, names, stated, nearest)}",
        f"correct them, or {USE_NEAREST} to use that matrix",
    )


def disagreement(
    places: Sequence[str],
    names: Sequence[str],
    stated: FloatArray,
    nearest: FloatArray,
    given: _Pairs,
) -> Problem:
    """Return the problem of correlations each of which is possible, but not all of them.

    Parameters
    ----------
    places : sequence of str
        Of the correlations that hang together.
    names : sequence of str
        Of all quantities in them.
    stated, nearest : FloatArray, shape (n, n)
        As of `contradiction`.
    given : sequence of (int, int)
        The pairs for which a correlation states a coefficient.
    """
    moved = _moved(given, stated, nearest)
    least = _HARDLY * abs(nearest[moved[0]] - stated[moved[0]])
    worst = [pair for pair in moved if abs(nearest[pair] - stated[pair]) >= least]
    return Problem(
        places[0],
        f"it shares quantities with {', '.join(places[1:])}, and their coefficients "
        f"{_listed(worst, names, stated, _digits(given, stated, nearest))} cannot all be true; "
        f"{nearest_possible(given, names, stated, nearest)}",
        f"correct them, or {USE_NEAREST} in each of these correlations to use that matrix",
    )


def nearest_possible(
    pairs: _Pairs, names: Sequence[str], stated: FloatArray, nearest: FloatArray
) -> str:
    """Return how far the nearest possible matrix lies away, over given pairs, and what it has."""
    distance = float(np.sqrt(2.0 * sum((nearest[pair] - stated[pair]) ** 2 for pair in pairs)))
    digits = _digits(pairs, stated, nearest)
    listed = _listed(_moved(pairs, stated, nearest), names, nearest, digits)
    return f"the nearest possible matrix lies {distance:.4g} away and has {listed}"


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


def _moved(pairs: _Pairs, stated: FloatArray, nearest: FloatArray) -> list[tuple[int, int]]:
    """Return pairs, those first whose coefficients move furthest."""
    moves = np.abs(nearest - stated).round(_DECIMALS)
    return sorted(pairs, key=lambda pair: -moves[pair])


def _digits(pairs: _Pairs, stated: FloatArray, nearest: FloatArray) -> int:
    """Return how many digits it takes to tell the coefficient that moves most from the stated."""
    furthest = _moved(pairs, stated, nearest)[0]
    one, other = stated[furthest], nearest[furthest]
    enough = (n for n in range(_FEWEST_DIGITS, _MOST_DIGITS) if f"{one:.{n}g}" != f"{other:.{n}g}")
    return next(enough, _MOST_DIGITS)


def _listed(pairs: _Pairs, names: Sequence[str], matrix: FloatArray, digits: int) -> str:
    shown = [
        f"{names[i]} with {names[j]} {matrix[i, j]:.{digits}g}" for i, j in pairs[:_MOST_LISTED]
    ]
    more = "" if len(pairs) <= len(shown) else f" and {len(pairs) - len(shown):,} more"
    return ", ".join(shown) + more
