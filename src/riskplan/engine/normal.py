"""The normal law: its quantiles and its probabilities, both from one table for everybody."""

from __future__ import annotations

import functools

import numpy as np
import scipy

from riskplan._typing import FloatArray
from riskplan.engine.cells import (
    QUADRATIC_NODES,
    OddsGrid,
    about_zero,
    local,
    places,
    polynomials_at,
    values_of,
)

__all__ = ["PROBABILITY_ERROR", "QUANTILE_ERROR", "normal_probabilities", "normal_quantiles"]

QUANTILE_ERROR = 1e-8
"""The largest error of a standard normal quantile."""

PROBABILITY_ERROR = 1e-9
"""The largest error of a standard normal probability."""

_GRID = OddsGrid(octaves=16, cells_log2=7)

# Beyond, the probability of exceeding a value has no digits left beside 1.
_FARTHEST = 8
_CELLS_LOG2 = 8

# Added to a number, it leaves the number of its cell in the last bits of the sum.
_TO_CELL = 1.5 * 2.0 ** (52 - _CELLS_LOG2)
_FIRST_CELL = int(np.float64(_TO_CELL - _FARTHEST).view(np.int64))


# Where in a cell quadratics are worst, and how much more than there the error may be elsewhere.
_CHECKS = (-0.577, 0.577)
_CAUTION = 0.9


def normal_quantiles(uniforms: FloatArray) -> FloatArray:
    """Return Φ⁻¹ of each uniform, within 1e-8.

    Parameters
    ----------
    uniforms : FloatArray, any shape [probability, above 0 and below 1]
        They are not modified.

    Returns
    -------
    FloatArray, the same shape
        Free for the caller to change.

    Notes
    -----
    Quadratics over 128 cells to a doubling of the odds, and scipy's own function where even those
    miss the bound, far out in the tails. Cells meet, so that quantiles never fall while uniforms
    rise, but for rounding.

    Examples
    --------
    >>> normal_quantiles(np.array([0.1, 0.25, 0.975])).round(6)
    array([-1.281552, -0.67449 ,  1.959964])
    """
    quantiles = _GRID.interpolate(_quantile_table(), uniforms)
    outermost = np.isnan(quantiles)
    if outermost.any():
        quantiles[outermost] = scipy.special.ndtri(uniforms[outermost])
    return quantiles


def normal_probabilities(deviates: FloatArray) -> FloatArray:
    """Return Φ of each standard normal deviate, within 1e-9, above 0 and below 1.

    Parameters
    ----------
    deviates : FloatArray, any shape [standard deviations]
        They are not modified. What is beyond 8 counts as 8.

    Returns
    -------
    FloatArray, the same shape [probability]
        Free for the caller to change.

    Notes
    -----
    Quadratics over 256 cells to a standard deviation. Cells meet, so that probabilities never
    fall while deviates rise, but for rounding.

    Examples
    --------
    >>> normal_probabilities(np.array([-1.281552, 0.0, 40.0])).round(6)
    array([0.1, 0.5, 1. ])
    """
    probabilities = np.empty(deviates.shape)
    space = np.empty((3, *deviates.shape))
    inside, cells, part = space[0, ...], space[1, ...], space[2, ...]
    np.clip(deviates, -_FARTHEST, _FARTHEST, out=inside)
    np.add(inside, _TO_CELL, out=cells)
    index = cells.view(np.int64)
    index -= _FIRST_CELL
    polynomials_at(_probability_table(), index, inside, probabilities, part)
    return probabilities


@functools.cache
def _quantile_table() -> FloatArray:
    edges = _GRID.edges()
    below, above = _GRID.probabilities(places(edges, (*QUADRATIC_NODES, *_CHECKS)))
    # From the nearer end: 1 - u has few digits where u is nearly 1.
    nearer = scipy.special.ndtri(np.minimum(below, above))
    quantiles = np.where(below < above, nearer, -nearer)
    quadratics = local(QUADRATIC_NODES, quantiles[:3])
    polynomials = about_zero(quadratics, edges)
    error = np.abs(values_of(quadratics, _CHECKS) - quantiles[3:]).max(axis=0)
    polynomials[:, error > _CAUTION * QUANTILE_ERROR] = np.nan
    return _GRID.framed(polynomials)


@functools.cache
def _probability_table() -> FloatArray:
    # A number is in the cell of which it is nearest to the middle.
    middles = np.arange(-_FARTHEST << _CELLS_LOG2, (_FARTHEST << _CELLS_LOG2) + 1)
    edges = np.append(middles - 0.5, middles[-1] + 0.5) / 2.0**_CELLS_LOG2
    probabilities = scipy.special.ndtr(places(edges, QUADRATIC_NODES))
    return about_zero(local(QUADRATIC_NODES, probabilities), edges)
