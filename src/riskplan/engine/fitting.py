"""Fitting: cubics that follow the quantiles of a law, every cell of them checked.

A cell whose cubic misses the bound holds NaN: in tails, at kinks, and where quantiles jump.
"""

from __future__ import annotations

import functools
import math

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray, IntArray
from riskplan.distributions import Distribution
from riskplan.engine.cells import CUBIC_NODES, OddsGrid, about_zero, local, places, values_of

__all__ = ["GRID", "POINTS", "TABLE_ERROR", "Fit", "cubics", "fitted", "misses", "quantiles_of"]

TABLE_ERROR = 1e-5
"""The largest error of a tabulated quantile [standard deviations of the law].

Of a law without a finite standard deviation: [interquartile ranges of the law].
"""

GRID = OddsGrid(octaves=18, cells_log2=3)

# Between any two nodes, about where the error of a smooth law is greatest.
_CHECKS = (-0.8, 0.0, 0.8)

POINTS = (*CUBIC_NODES, *_CHECKS)
"""Where in each cell, from -1 to 1, the quantiles must be known."""

# What is measured at a few points may be a little less than the greatest error.
_CAUTION = 0.75

# With more than this share of the probability in cells of NaN, a table is not worth its while.
_MOST_MISSING = 0.1

_HEAVY = 0.01
_ROUNDING = 1e-11
_MIDDLE = POINTS.index(0.0)
_OCTAVE = 1 << GRID.cells_log2


@frozen(eq=False)
class Fit:
    """The cubics of laws.

    Parameters
    ----------
    coefficients : FloatArray, shape (laws, 4, GRID.count)
        Powers of the odds, the highest first.
    is_within : bool
        Whether no cubic can leave the support, not even by rounding.
    """

    coefficients: FloatArray
    is_within: bool


@frozen(eq=False)
class _Frame:
    """What is the same for all laws, about the grid.

    Parameters
    ----------
    levels : FloatArray, shape (n,)
        The probabilities of all points, ascending.
    place : IntArray, shape (points, cells)
        Where among the levels the points of each cell are; neighbours share their edges.
    masses : FloatArray, shape (cells,)
        The probability of each cell.
    solve : FloatArray, shape (powers, nodes, cells)
        From quantiles at the nodes to coefficients, the highest power first.
    guess : FloatArray, shape (checks, nodes)
        From quantiles at the nodes to those of the cubic at the checks.
    """

    levels: FloatArray
    place: IntArray
    masses: FloatArray
    solve: FloatArray
    guess: FloatArray


@functools.cache
def _frame() -> _Frame:
    edges = GRID.edges()
    below, _ = GRID.probabilities(places(edges, POINTS))
    levels, place = np.unique(below, return_inverse=True)
    basis = local(CUBIC_NODES, np.eye(len(CUBIC_NODES)))
    return _Frame(
        levels=levels,
        place=place.reshape(below.shape),
        masses=np.diff(GRID.probabilities(edges)[0]),
        solve=about_zero(np.repeat(basis[..., None], edges.size - 1, axis=2), edges),
        guess=values_of(basis, _CHECKS),
    )


def quantiles_of(law: Distribution) -> FloatArray:
    """Return the quantiles of a law at the points of all cells, shape (points, cells)."""
    frame = _frame()
    return law.ppf(frame.levels)[frame.place]


def cubics(values: FloatArray) -> FloatArray:
    """Return the cubics through quantiles, shape (points, ..., cells).

    Shape (powers, ..., cells), the highest power first; those of the odds.
    """
    nodes = values[: len(CUBIC_NODES)]
    coefficients: FloatArray = np.einsum("pnc,n...c->p...c", _frame().solve, nodes)
    return coefficients


def misses(values: FloatArray) -> FloatArray:
    """Return how far cubics miss quantiles at the points, shape (points, ..., cells), at most."""
    nodes, checks = values[: len(CUBIC_NODES)], values[len(CUBIC_NODES) :]
    guess = np.einsum("kn,n...->k...", _frame().guess, nodes)
    off: FloatArray = np.abs(guess - checks).max(axis=0)
    return off


def fitted(values: FloatArray, low: float, high: float) -> Fit | None:
    """Return cubics through quantiles, or None where they miss the bound too often.

    Parameters
    ----------
    values : FloatArray, shape (points, cells)
        The quantiles at the points of each cell; NaN where a cell shall not have a cubic.
    low, high : float
        The ends of the support.
    """
    masses = _frame().masses
    centre = values[0, masses.size // 2]
    with np.errstate(all="ignore"):  # what comes of infinite quantiles is not within the bound
        away = values - centre
        off = misses(away)
        good = off <= _CAUTION * TABLE_ERROR * _scale(away[_MIDDLE])
        if not masses[good].sum() >= 1.0 - _MOST_MISSING:
            return None
        coefficients = np.where(good, cubics(away), np.nan)
    coefficients[-1] += centre
    lowest, highest = values[0, good], values[len(CUBIC_NODES) - 1, good]
    room = 2.0 * off[good] + _ROUNDING * max(np.abs(lowest).max(), np.abs(highest).max())
    is_within = (lowest - room >= low).all() and (highest + room <= high).all()
    return Fit(GRID.framed(coefficients)[None], bool(is_within))


def _scale(away: FloatArray) -> float:
    """Return what errors are measured against: never more than the standard deviation.

    Where an outermost octave holds a good part of the variance that the table reaches, there
    may be no standard deviation, and the interquartile range serves if it is less.
    """
    known = np.isfinite(away)
    frame, away = _frame(), away[known]
    masses = frame.masses[known]
    parts = (away - (away * masses).sum()) ** 2 * masses
    variance = parts.sum()
    if max(parts[:_OCTAVE].sum(), parts[-_OCTAVE:].sum()) <= _HEAVY * variance:
        return math.sqrt(variance)
    lower, upper = np.interp([0.25, 0.75], frame.levels[frame.place[_MIDDLE, known]], away)
    return min(math.sqrt(variance), float(upper - lower))
