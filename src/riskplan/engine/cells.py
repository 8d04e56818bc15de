"""Cells: polynomials in the odds of a uniform, each found by the leading bits of a float.

The odds p / (1 - p) of a probability run from nothing to infinity, and every doubling of them is
cut into the same number of cells. So cells shrink towards either end of the unit interval in
proportion to the distance from it, and the number of a cell is the exponent and the leading bits
of the odds, which are their floating-point form shifted to the right. That no odds lie beyond the
outermost cells, the unit interval is first widened by a hair at both ends. In each cell stands a
polynomial, or NaN where none is close enough.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray, IntArray

__all__ = [
    "CUBIC_NODES",
    "QUADRATIC_NODES",
    "OddsGrid",
    "about_zero",
    "local",
    "places",
    "polynomials_at",
    "values_of",
]

_MANTISSA_BITS = 52

# They hold the ends of the cell, so that neighbours meet; the others are where the error is least.
QUADRATIC_NODES = (-1.0, 0.0, 1.0)
CUBIC_NODES = (-1.0, -0.5, 0.5, 1.0)


@frozen
class OddsGrid:
    """How the odds are cut into cells.

    Parameters
    ----------
    octaves : int
        How often the odds may double, or halve, from even odds to the outermost cell. Two to the
        minus this power is the hair by which the unit interval is widened at both ends.
    cells_log2 : int
        Two to this power is the number of cells to a doubling.
    """

    octaves: int
    cells_log2: int

    def edges(self) -> FloatArray:
        """Return the edges of the cells, ascending [odds]."""
        cells = np.arange(self._first + 1, self._first + self.count, dtype=np.int64)
        return (cells << self._shift).view(np.float64)

    def probabilities(self, odds: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the uniforms that have these odds, and how far they are below 1."""
        upper = self._hair * odds
        return (odds + upper - self._hair) / (1 + odds), (1 + self._hair - upper) / (1 + odds)

    @property
    def count(self) -> int:
        """The number of cells, with one of NaN for what rounding puts beyond either end."""
        return (2 * self.octaves << self.cells_log2) + 2

    @property
    def _hair(self) -> float:
        return 2.0**-self.octaves

    @property
    def _shift(self) -> int:
        return _MANTISSA_BITS - self.cells_log2

    @property
    def _first(self) -> int:
        return (int(np.float64(self._hair).view(np.int64)) >> self._shift) - 1

    def framed(self, coefficients: FloatArray) -> FloatArray:
        """Return polynomials, shape (..., count - 2), with the two cells of NaN around them."""
        framed = np.full((*coefficients.shape[:-1], self.count), np.nan)
        framed[..., 1:-1] = coefficients
        return framed

    def interpolate(
        self,
        coefficients: Sequence[FloatArray] | FloatArray,
        uniforms: FloatArray,
        start: IntArray | int = 0,
    ) -> FloatArray:
        """Return the value of the polynomials at each uniform.

        Parameters
        ----------
        coefficients : sequence of FloatArray, shape (cells,)
            Of each power, the highest first; the cells of several laws may follow one another.
        uniforms : FloatArray, any shape [0 to 1]
            They are not modified.
        start : int, or IntArray that broadcasts to the shape
            Where the cells of the law begin.

        Returns
        -------
        FloatArray, the same shape
        """
        values = np.empty(uniforms.shape)
        # One block, because several of this size would go back to the system after every call.
        space = np.empty((3, *uniforms.shape))
        odds, rest, cells = space[0, ...], space[1, ...], space[2, ...].view(np.int64)
        np.add(uniforms, self._hair, out=odds)
        np.subtract(1.0 + self._hair, uniforms, out=rest)
        odds /= rest
        np.right_shift(odds.view(np.int64), self._shift, out=cells)
        cells += start - self._first
        polynomials_at(coefficients, cells, odds, values, rest)
        return values


def polynomials_at(
    coefficients: Sequence[FloatArray] | FloatArray,
    cells: IntArray,
    variable: FloatArray,
    values: FloatArray,
    spare: FloatArray,
) -> None:
    """Put the value of each cell's polynomial at the variable into `values`; overwrite `spare`."""
    highest, *others = coefficients
    # Every cell exists, but in any other mode NumPy fills a buffer first.
    highest.take(cells, out=values, mode="clip")
    for coefficient in others:
        values *= variable
        coefficient.take(cells, out=spare, mode="clip")
        values += spare


def places(edges: FloatArray, nodes: Sequence[float]) -> FloatArray:
    """Return where nodes between -1 and 1 lie in each cell, shape (nodes, cells)."""
    left, right = edges[:-1], edges[1:]
    return left + (right - left) * ((np.array(nodes)[:, None] + 1.0) / 2.0)


def local(nodes: Sequence[float], values: FloatArray) -> FloatArray:
    """Return the polynomials through values at nodes, both along the first axis.

    Powers ascend, and each cell runs from -1 to 1.
    """
    solve = np.linalg.inv(np.vander(nodes, increasing=True))
    polynomials: FloatArray = np.einsum("pn,n...->p...", solve, values)
    return polynomials


def values_of(polynomials: FloatArray, points: Sequence[float]) -> FloatArray:
    """Return what polynomials of cells from -1 to 1 are at points, both along the first axis."""
    powers = np.vander(points, len(polynomials), increasing=True)
    values: FloatArray = np.einsum("np,p...->n...", powers, polynomials)
    return values


def about_zero(polynomials: FloatArray, edges: FloatArray) -> FloatArray:
    """Turn polynomials of cells from -1 to 1 into those of the variable itself.

    Parameters
    ----------
    polynomials : FloatArray, shape (powers, ..., cells)
        Powers ascend.

    Returns
    -------
    FloatArray, the same shape
        Powers descend.
    """
    half = np.diff(edges) / 2.0
    shift = -(edges[:-1] + half) / half
    shifted = list(polynomials)
    # Horner's scheme for the polynomial in x + shift: one division after the other.
    for lowest in range(len(shifted) - 1):
        for power in range(len(shifted) - 2, lowest - 1, -1):
            shifted[power] = shifted[power] + shift * shifted[power + 1]
    return np.stack([part / half**power for power, part in enumerate(shifted)][::-1])
