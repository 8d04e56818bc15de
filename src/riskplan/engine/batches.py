"""Batches: quantities of one kind of law, drawn in one go where rows are short.

Threads wait for the interpreter's lock between any two operations on arrays. Rows of a few
thousand iterations are so short that they would wait most of the time; several of them at once are
long enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import frozen

from riskplan._typing import IntArray
from riskplan.engine.quantiles import Transform, stacked
from riskplan.engine.quantities import Quantity
from riskplan.engine.streams import Key

__all__ = ["Batch", "batches_of", "rows_together"]

_TOGETHER = 65_536
_MOST_ROWS = 64


@frozen(eq=False)
class Batch:
    """Some quantities of one kind of law.

    Parameters
    ----------
    rows : IntArray, shape (k,)
        Which of the quantities they are.
    keys : tuple of Key, k of them
    transform : Transform
        From uniforms to values, both of shape (k, count).
    """

    rows: IntArray
    keys: tuple[Key, ...]
    transform: Transform


def rows_together(count: int) -> int:
    """Return how many rows of so many iterations are drawn together: a power of two.

    Examples
    --------
    >>> rows_together(5_000), rows_together(100_000)
    (8, 1)
    """
    rows = min(max(_TOGETHER // count, 1), _MOST_ROWS)
    return 1 << (rows.bit_length() - 1)


def batches_of(quantities: Sequence[Quantity], rows: int) -> tuple[Batch, ...]:
    """Return the random ones among some quantities in batches of at most so many rows."""
    kinds: dict[type, list[int]] = {}
    for row, quantity in enumerate(quantities):
        if quantity.is_random:
            kinds.setdefault(type(quantity.transform), []).append(row)
    return tuple(
        Batch(
            np.array(some),
            tuple(quantities[row].key for row in some),
            stacked([quantities[row].transform for row in some]),
        )
        for places in kinds.values()
        for some in _pieces(places, rows)
    )


def _pieces(places: list[int], rows: int) -> Iterator[list[int]]:
    for first in range(0, len(places), rows):
        yield places[first : first + rows]
