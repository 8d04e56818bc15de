"""Beta quantiles for tables: few inversions, and between them what the density says.

An inversion of a beta law costs about a microsecond, and a table needs a thousand quantiles. But
the density gives three derivatives of the quantile at each inverted point, so that one point to a
doubling of the odds is enough for most laws. The classical PERT laws are a family with one
parameter, the place of the mode between the ends; their tables are interpolated from those of
evenly spaced modes.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import numpy as np
import scipy

from riskplan._typing import FloatArray, IntArray
from riskplan.distributions import Beta, Pert
from riskplan.engine.cells import places
from riskplan.engine.fitting import GRID, POINTS, TABLE_ERROR, Fit, cubics, misses

__all__ = ["beta_values", "classical_pert_fits", "is_classical"]

_CLASSICAL = 4.0
_MODES = 64
_MIDDLE = 0.0

# Where quantiles are inverted [doublings of the odds]; tails are smoother.
_ENDS = np.array([-20, -16, -12, -9, -7, *range(-5, 6), 7, 9, 12, 16, 20], dtype=np.float64)

# Where the third derivative changes the quantiles by no more than this, in terms of the bound,
# what a fourth one would change is far below the bound.
_AGREEMENT = 2.5

# The quantiles of a classical PERT in the cells of a table stay farther from its ends than
# numbers below this limit lose by rounding [ranges of the law].
_LARGEST_END = 1e6


def is_classical(law: Pert) -> bool:
    """Return whether a PERT law has the usual weight of the mode."""
    return law.shape == _CLASSICAL


def classical_pert_fits(laws: Sequence[Pert]) -> Fit:
    """Return the cubics of classical PERT laws.

    One law at a time, so that it has the same cubics in whatever company.
    """
    family, weights = _pert_family(), np.empty(4)
    coefficients = np.empty((len(laws), family.shape[1]))
    is_within = True
    for law, own in zip(laws, coefficients, strict=True):
        low, high = law.min, law.max
        width = high - low
        place = (law.mode - low) / width * _MODES
        first = min(max(int(place) - 1, 0), _MODES - 3)
        weights[:] = _lagrange(place - first)
        np.dot(weights, family[first : first + 4], out=own)
        np.multiply(own, width, out=own)
        is_within &= max(abs(low), abs(high)) < _LARGEST_END * width
    coefficients[:, -GRID.count :] += np.array([law.min for law in laws])[:, None]
    return Fit(coefficients.reshape(len(laws), -1, GRID.count), is_within)


@functools.cache
def _pert_family() -> FloatArray:
    """Return the cubics of evenly spaced modes on 0 to 1, shape (modes, powers · GRID.count)."""
    alpha = 1.0 + _CLASSICAL * np.linspace(0.0, 1.0, _MODES + 1)
    beta = alpha[::-1]
    values = _between(_derivatives(alpha, beta), POINTS)
    std = np.sqrt(alpha * beta / 7.0) / 6.0
    good = misses(values) <= TABLE_ERROR / 2.0 * std[:, None]
    coefficients = np.where(good, cubics(values), np.nan)
    return GRID.framed(coefficients.swapaxes(0, 1)).reshape(_MODES + 1, -1)


def _lagrange(x: float) -> tuple[float, ...]:
    """Return the weights at x of the cubic through values at 0, 1, 2 and 3."""
    a, b, c, d = x, x - 1.0, x - 2.0, x - 3.0
    return b * c * d / -6.0, a * c * d / 2.0, a * b * d / -2.0, a * b * c / 6.0


def beta_values(law: Beta) -> FloatArray | None:
    """Return the quantiles at the points of all cells, shape (points, cells).

    NaN far out in the tails, and None where derivatives do not tell enough.
    """
    with np.errstate(all="ignore"):  # a quantile may be at the end, where it has no derivative
        derivatives = _derivatives(np.array([law.alpha]), np.array([law.beta]))
        away = _between(derivatives, POINTS)[:, 0]
        rougher = _between(derivatives[:-1], (_MIDDLE,))[0, 0]
        change = np.fmax.reduce(np.abs(away[POINTS.index(_MIDDLE)] - rougher))
    width = law.max - law.min
    if not width * change <= _AGREEMENT * TABLE_ERROR * law.std():
        return None
    return law.min + width * away


def _between(derivatives: FloatArray, points: tuple[float, ...]) -> FloatArray:
    """Return quantiles at points of all cells, shape (points, laws, cells).

    In each stretch stands the polynomial in the logarithm of the odds that has the derivatives at
    both ends, shape (orders, laws, ends). Beyond the outermost ends there is NaN.
    """
    both = np.concatenate([derivatives[..., :-1], derivatives[..., 1:]])
    stretch, weights = _hermite(len(derivatives), points)
    quantiles: FloatArray = np.einsum("dpc,dlpc->plc", weights, both[..., stretch])
    return quantiles


@functools.cache
def _hermite(orders: int, points: tuple[float, ...]) -> tuple[IntArray, FloatArray]:
    """Return the stretch of each point, and the weights of the derivatives at both of its ends.

    Shapes (points, cells) and (2 · orders, points, cells).
    """
    below, above = GRID.probabilities(places(GRID.edges(), points))
    with np.errstate(divide="ignore"):
        place = np.log2(below / above)
    stretch = np.clip(np.searchsorted(_ENDS, place, side="right"), 1, len(_ENDS) - 1) - 1
    width = np.diff(_ENDS)[stretch]
    along = (place - _ENDS[stretch]) / width
    along[(along < 0.0) | (along > 1.0)] = np.nan
    powers = np.arange(2 * orders)
    at_end = np.array([[math.perm(power, order) for power in powers] for order in range(orders)])
    at_start = at_end * (powers == np.arange(orders)[:, None])
    weights = along[..., None] ** powers @ np.linalg.inv(np.concatenate([at_start, at_end]))
    unit = math.log(2.0) * width[..., None]
    return stretch, np.moveaxis(weights * unit ** (powers % orders), -1, 0)


def _derivatives(alpha: FloatArray, beta: FloatArray) -> FloatArray:
    """Return standard quantiles and three derivatives by the logarithm of the odds.

    Shape (4, laws, ends). As u' = u (1 - u), x' = u (1 - u) / f(x), where f is the
    density at the quantile x; and f' / f = (alpha - 1) / x - (beta - 1) / (1 - x).
    """
    below, above = 1.0 / (1.0 + 2.0**-_ENDS), 1.0 / (1.0 + 2.0**_ENDS)
    upper = _ENDS > 0
    a, b = alpha[:, None], beta[:, None]
    nearer = scipy.special.betaincinv(
        np.where(upper, b, a), np.where(upper, a, b), np.where(upper, above, below)
    )
    x, rest = np.where(upper, 1.0 - nearer, nearer), np.where(upper, nearer, 1.0 - nearer)
    a, b, whole = a - 1.0, b - 1.0, scipy.special.betaln(a, b)
    slope = below * above
    first = slope * np.exp(whole - a * np.log(x) - b * np.log(rest))
    tilt = a / x - b / rest
    growth = above - below - tilt * first
    second = first * growth
    bend = -2.0 * slope + (a / x**2 + b / rest**2) * first**2 - tilt * second
    return np.stack([x, first, second, second * growth + first * bend])
