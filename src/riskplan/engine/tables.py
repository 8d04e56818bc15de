"""Tables of beta quantiles: cubics over cells that are read off the bits of a uniform.

The quantile function of a beta law has no closed form, and inverting it costs about a microsecond
a draw. Here it is tabulated against the distance v of the uniform from the nearer end of the unit
interval. Cells shrink in proportion to v, eight to the octave, so that the index of a cell is the
exponent and the leading bits of v, which are its floating-point form shifted to the right. In
each cell stands the cubic that has the quantile function's values and slopes at both ends. Beyond
2⁻¹² from either end the exact function serves.
"""

from __future__ import annotations

import functools

import numpy as np
import scipy
from attrs import frozen

from riskplan._typing import FloatArray, IntArray
from riskplan.distributions import Beta

__all__ = ["TABLE_ERROR", "BetaTable", "beta_table", "pert_table"]

TABLE_ERROR = 1e-5
"""The largest error of a tabulated quantile [standard deviations of the law]."""

_OCTAVES = 11
_CELLS_LOG2 = 3
_SHIFT = 52 - _CELLS_LOG2
_TAIL = 2.0 ** -(_OCTAVES + 1)
_SIDE = _OCTAVES << _CELLS_LOG2
_FIRST_CELL = int(np.float64(_TAIL).view(np.int64)) >> _SHIFT
_PERT_SHAPE = 4.0
_PERT_NODES = 64
_ROUNDING = 1e-12


@frozen(eq=False)
class BetaTable:
    """The quantiles of one beta law.

    Parameters
    ----------
    coefficients : FloatArray, shape (4, 2 · cells)
        Powers 0 to 3 of the distance from the nearer end; first the cells of the lower half.
    law : Beta
        The exact law, for the outermost uniforms.
    """

    coefficients: FloatArray
    law: Beta

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the quantiles of uniforms, shape (n,)."""
        distance = np.subtract(1.0, uniforms)
        np.minimum(distance, uniforms, out=distance)
        cell = _cells(distance)
        np.add(cell, _SIDE, out=cell, where=uniforms > 0.5)
        constant, linear, quadratic, cubic = self.coefficients
        values: FloatArray = cubic.take(cell)
        for coefficient in (quadratic, linear, constant):
            values *= distance
            values += coefficient.take(cell)
        outermost = np.flatnonzero(distance < _TAIL)
        if outermost.size:
            values[outermost] = self.law.ppf(uniforms[outermost])
        return values


def beta_table(law: Beta) -> BetaTable | None:
    """Return the table of a beta law, or None where cubics do not follow it closely enough."""
    alpha, beta = np.array([[law.alpha]]), np.array([[law.beta]])
    below, above = _cubics(alpha, beta), _cubics(beta, alpha)
    middles = (_edges()[:-1] + _edges()[1:]) / 2.0
    for cubics, exact in (
        (below, scipy.special.betaincinv(law.alpha, law.beta, middles)),
        (above, scipy.special.betaincinv(law.beta, law.alpha, middles)),
    ):
        tabulated = np.polynomial.polynomial.polyval(middles, cubics[:, 0], tensor=False)
        error = np.max(np.abs(tabulated - exact)) * (law.max - law.min)
        if not error <= TABLE_ERROR * law.std() / 2.0:
            return None
    return _placed(below[:, 0], above[:, 0], law)


def pert_table(law: Beta) -> BetaTable | None:
    """Return the table of a PERT law of the classical shape, or None for any other law.

    The classical PERT laws are a family with one parameter, the place of the mode between the
    ends. Their tables are interpolated by cubics from those of evenly spaced modes, which takes
    microseconds where a table of its own takes a hundred times that.
    """
    place = (law.alpha - 1.0) / _PERT_SHAPE
    is_classical = abs(law.alpha + law.beta - (_PERT_SHAPE + 2.0)) < _ROUNDING
    if not is_classical or not 0.0 <= place <= 1.0:
        return None
    below, above = _pert_family()
    first = min(max(int(place * _PERT_NODES) - 1, 0), _PERT_NODES - 3)
    weights = _lagrange(place * _PERT_NODES - first)
    four = slice(first, first + 4)
    return _placed(weights @ below[four], weights @ above[four], law)


@functools.cache
def _pert_family() -> tuple[FloatArray, FloatArray]:
    """Return the cubics of evenly spaced modes, each of shape (modes, 4 · cells)."""
    place = np.linspace(0.0, 1.0, _PERT_NODES + 1)[:, None]
    below = _cubics(1.0 + _PERT_SHAPE * place, 1.0 + _PERT_SHAPE * (1.0 - place))
    family = np.ascontiguousarray(below.transpose(1, 0, 2)).reshape(len(place), -1)
    return family, family[::-1]


def _lagrange(x: float) -> FloatArray:
    """Return the weights at x of the cubic through values at 0, 1, 2 and 3."""
    a, b, c, d = x, x - 1.0, x - 2.0, x - 3.0
    return np.array([b * c * d / -6.0, a * c * d / 2.0, a * b * d / -2.0, a * b * c / 6.0])


def _placed(below: FloatArray, above: FloatArray, law: Beta) -> BetaTable:
    """Return the table of a law from the cubics of its standard form on 0 to 1."""
    width = law.max - law.min
    below, above = below.reshape(4, -1), above.reshape(4, -1)
    coefficients = np.concatenate([width * below, -width * above], axis=1)
    coefficients[0, :_SIDE] += law.min
    coefficients[0, _SIDE:] += law.max
    return BetaTable(coefficients, law)


def _cubics(alpha: FloatArray, beta: FloatArray) -> FloatArray:
    """Return the cubics of the lower halves of laws, shape (4, laws, cells)."""
    edges = _edges()
    values = scipy.special.betaincinv(alpha, beta, edges)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_density = (alpha - 1) * np.log(values) + (beta - 1) * np.log1p(-values)
        slopes = np.exp(scipy.special.betaln(alpha, beta) - log_density)
    left, width = edges[:-1], np.diff(edges)
    rise = np.diff(values, axis=1)
    first, last = slopes[:, :-1] * width, slopes[:, 1:] * width
    local = (values[:, :-1], first, 3 * rise - 2 * first - last, first + last - 2 * rise)
    return _about_zero(local, left, width)


def _about_zero(local: tuple[FloatArray, ...], left: FloatArray, width: FloatArray) -> FloatArray:
    """Turn cubics in (v - left) / width into cubics in v."""
    shift = -left / width
    p0, p1, p2, p3 = local
    return np.stack(
        [
            p0 + shift * (p1 + shift * (p2 + shift * p3)),
            (p1 + shift * (2 * p2 + 3 * shift * p3)) / width,
            (p2 + 3 * shift * p3) / width**2,
            p3 / width**3,
        ]
    )


def _edges() -> FloatArray:
    """Return the edges of the cells of one half, from the tail to the middle."""
    bits = np.arange(_FIRST_CELL, _FIRST_CELL + _SIDE + 1, dtype=np.int64) << _SHIFT
    return bits.view(np.float64)


def _cells(distance: FloatArray) -> IntArray:
    """Return the cell of each distance: its exponent and leading bits, as one integer."""
    cell = distance.view(np.int64) >> _SHIFT
    cell -= _FIRST_CELL
    return np.clip(cell, 0, _SIDE - 1, out=cell)
