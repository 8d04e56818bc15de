"""The distribution function of a law on a grid: straight lines, with a jump at every atom."""

from __future__ import annotations

import numpy as np
import scipy
from attrs import field, frozen

from riskplan._typing import FloatArray, locked

__all__ = ["Curve", "curve_through"]

_NEAR = 1e-9
_UNSEEN = 1e-14
_AROUND = 2


@frozen(eq=False)
class Curve:
    """A distribution function.

    Parameters
    ----------
    values : FloatArray, shape (n,) [currency]
        Ascending; an atom stands there twice.
    levels : FloatArray, shape (n,)
        The probability of not exceeding each; at the first of a pair, of staying below it.
    step : float [currency]
        The width of the grid.
    """

    values: FloatArray = field(converter=locked)
    levels: FloatArray = field(converter=locked)
    step: float

    def level(self, values: FloatArray, near: FloatArray) -> FloatArray:
        """Return the probability of not exceeding values; what is as near as that is reached."""
        reached = values + near + _NEAR * self.step
        after = np.searchsorted(self.values, reached, side="right")
        inside = np.clip(after, 1, len(self.values) - 1)
        found = self._between(self.values, self.levels, inside, values)
        ends = np.where(after == 0, self.levels[0], self.levels[-1])
        return np.where((after == 0) | (after == len(self.values)), ends, found)

    def quantile(self, level: float, slack: float = 0.0) -> float:
        """Return the least value that is not exceeded with a probability, or so much less."""
        after = int(np.searchsorted(self.levels, level - slack, side="left"))
        if after in (0, len(self.levels)):
            return float(self.values[min(after, len(self.values) - 1)])
        wanted = np.array([min(level, float(self.levels[after]))])
        return float(self._between(self.levels, self.values, np.array([after]), wanted)[0])

    def blur(self, level: float, slack: float = 0.0) -> float:
        """Return by how much a quantile may be off because the law is straight between two values.

        A line with a bend in it leaves its chord by no more than a quarter of the width times the
        change of slope. In a piece so steep or so flat that this says nothing, it is the width;
        at an atom nothing.
        """
        after = int(np.searchsorted(self.levels, level - slack, side="left"))
        if not _AROUND < after < len(self.levels) - _AROUND - 1:
            return self.step
        nearby = slice(after - 1 - _AROUND, after + 1 + _AROUND)
        widths, rises = np.diff(self.values[nearby]), np.diff(self.levels[nearby])
        width = float(widths[_AROUND])
        if width == 0.0:
            return 0.0
        slopes = np.divide(rises, widths, out=np.zeros_like(rises), where=widths > 0)
        least, change = float(slopes.min()), float(np.abs(np.diff(slopes)).max())
        return width * min(1.0, change / (4.0 * least)) if least > 0 else width

    @staticmethod
    def _between(
        known: FloatArray, wanted: FloatArray, after: np.ndarray, at: FloatArray
    ) -> FloatArray:
        """Return the points of straight lines between neighbours."""
        start, width = known[after - 1], known[after] - known[after - 1]
        share = np.divide(at - start, width, out=np.ones_like(at), where=width > 0)
        rise = wanted[after] - wanted[after - 1]
        points: FloatArray = wanted[after - 1] + np.clip(share, 0.0, 1.0) * rise
        return points


def curve_through(
    points: FloatArray,
    smooth: FloatArray | None,
    atoms: FloatArray | None,
    step: float,
    ends: tuple[float, float],
) -> Curve:
    """Return the distribution function of weights on evenly spaced points.

    Parameters
    ----------
    points : FloatArray, shape (n,) [currency]
    smooth : FloatArray, shape (n,), optional
        What is spread evenly over a step around each point.
    atoms : FloatArray, shape (n,), optional
        What lies on the points themselves.
    step : float [currency]
    ends : tuple of float [currency]
        Beyond which there is nothing, however even the spread.
    """
    edges = np.append(points - step / 2.0, points[-1] + step / 2.0)
    spread = np.zeros(len(points) + 1)
    if smooth is not None:
        spread[1:] = _risen(np.cumsum(smooth))
    least, most = ends[0] - _NEAR * step, ends[1] + _NEAR * step
    if atoms is None:
        spread = np.where(edges < least, 0.0, np.where(edges > most, spread[-1], spread))
        return Curve(edges, np.minimum(spread, 1.0), step)
    jumps = np.concatenate([[0.0], np.cumsum(np.maximum(atoms, 0.0))])
    seen = atoms > _UNSEEN
    at, under = points[seen], (spread[:-1] + spread[1:])[seen] / 2.0
    under = np.where(at <= least + 2.0 * _NEAR * step, 0.0, under)
    under = np.where(at >= most - 2.0 * _NEAR * step, spread[-1], under)
    values = np.concatenate([edges, at, at])
    levels = np.concatenate([spread + jumps, under + jumps[:-1][seen], under + jumps[1:][seen]])
    levels = np.where(values < least, 0.0, np.where(values > most, spread[-1] + jumps[-1], levels))
    # The sort is stable, and each pair stands in order: first without the atom, then with it.
    order = np.argsort(values, kind="stable")
    return Curve(values[order], np.minimum(levels[order], 1.0), step)


def _risen(levels: FloatArray) -> FloatArray:
    """Return levels that never fall: the nearest ones in the sense of least squares.

    Weights that keep mean and variance may be slightly negative beside an edge of a law.
    """
    nearest: FloatArray = scipy.optimize.isotonic_regression(levels).x
    return np.maximum(nearest, 0.0)
