"""Steps: laws on separate values, by a guide to the few that are possible for a uniform.

The unit interval is cut into cells of equal width, so many that hardly one holds two steps of the
law. A cell with one step knows the value before it and the value after it. In a cell with several
the steps are climbed one after the other. Chen and Asau, "On generating random variates from an
empirical distribution", *AIIE Transactions* 6 (1974), 163-166.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.distributions import Distribution, atoms_of

__all__ = ["Steps"]

_FEWEST_CELLS = 64
_MOST_CELLS = 1 << 16

# This share of the cells may hold several steps.
_MOST_CROWDED = 1e-3


@frozen(eq=False)
class _Guide:
    """The values of one law and its cells, or those of several laws one after the other.

    Parameters
    ----------
    values, cumulative : FloatArray, shape (values,)
        The values, ascending for each law, and the probability of not exceeding each.
    count : int, or IntArray, shape (laws, 1)
        The number of cells of a law.
    start : int, or IntArray, shape (laws, 1)
        Where they begin.
    first : IntArray, shape (cells,)
        The first value that is possible in each cell.
    step : FloatArray, shape (cells,)
        The uniform up to which it holds.
    pair : FloatArray, shape (2 · cells,)
        This value and the next, or twice NaN.
    """

    values: FloatArray
    cumulative: FloatArray
    count: int | IntArray
    start: int | IntArray
    first: IntArray
    step: FloatArray
    pair: FloatArray


@frozen(eq=False)
class Steps:
    """The values of one law on finitely many, or of one such law for each row."""

    laws: tuple[Distribution, ...]

    def __reduce__(self) -> tuple[type[Steps], tuple[tuple[Distribution, ...]]]:
        return Steps, (self.laws,)

    @classmethod
    def stack(cls, transforms: Sequence[Steps]) -> Steps:
        """Return the steps of several laws, a row for each."""
        return cls(tuple(law for transform in transforms for law in transform.laws))

    def __call__(self, uniforms: FloatArray) -> FloatArray:
        """Return the values for uniforms, any shape for one law, otherwise (laws, n)."""
        guide = self._guide
        values = np.empty(uniforms.shape)
        cells = np.empty(uniforms.shape, np.int64)
        np.multiply(uniforms, guide.count, out=values)
        np.copyto(cells, values, casting="unsafe")
        cells += guide.start
        guide.step.take(cells, out=values, mode="clip")
        after = uniforms > values
        cells *= 2
        cells += after
        guide.pair.take(cells, out=values, mode="clip")
        missing = np.isnan(values)
        if missing.any():
            values[missing] = self._climbed(uniforms[missing], cells[missing] // 2)
        return values

    def _climbed(self, uniforms: FloatArray, cells: IntArray) -> FloatArray:
        """Return the values where several steps are in a cell, by climbing one after the other."""
        guide = self._guide
        step = guide.first[cells]
        higher = uniforms > guide.cumulative[step]
        while higher.any():
            step += higher
            higher = uniforms > guide.cumulative[step]
        return guide.values[step]

    @cached_property
    def _guide(self) -> _Guide:
        guides = [_guide_of(law) for law in self.laws]
        if len(guides) == 1:
            return guides[0]
        counts = np.array([guide.count for guide in guides])[:, None]
        sizes = np.array([guide.values.size for guide in guides])
        firsts = np.cumsum(sizes) - sizes
        return _Guide(
            np.concatenate([guide.values for guide in guides]),
            np.concatenate([guide.cumulative for guide in guides]),
            counts,
            np.cumsum(counts, axis=0) - counts,
            np.concatenate(
                [guide.first + start for guide, start in zip(guides, firsts, strict=True)]
            ),
            np.concatenate([guide.step for guide in guides]),
            np.concatenate([guide.pair for guide in guides]),
        )


def _guide_of(law: Distribution) -> _Guide:
    """Return the guide of a law: the fewest cells of which hardly one holds two steps."""
    atoms = atoms_of(law)
    if atoms is None:
        raise TypeError(f"{law!r} is continuous")
    values = atoms[0]
    cumulative = np.array(law.cdf(values))
    cumulative[-1] = 1.0
    count, crowd = _FEWEST_CELLS, _crowd(cumulative, _FEWEST_CELLS)
    while count < _MOST_CELLS and crowd.mean() > _MOST_CROWDED:
        count *= 2
        crowd = _crowd(cumulative, count)
    first = np.searchsorted(cumulative, np.arange(count) / count, side="left")
    pair = values[np.minimum([first, first + 1], values.size - 1)]
    pair[:, crowd] = np.nan
    return _Guide(values, cumulative, count, 0, first, cumulative[first], pair.T.ravel())


def _crowd(cumulative: FloatArray, count: int) -> BoolArray:
    """Return which of so many cells hold more than one step."""
    cells = (cumulative[cumulative < 1.0] * count).astype(np.int64)
    return np.bincount(cells, minlength=count) > 1
