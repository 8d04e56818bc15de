"""Where the markers of a risk matrix stand: side by side in their cells, as large as can be."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen
from matplotlib.patches import Ellipse, Patch, Polygon

from riskplan.analysis import Placement
from riskplan.model import Kind

__all__ = ["CELL_HEIGHT", "Marker", "layout", "outline"]

CELL_HEIGHT = 0.64
"""How high a cell is, in widths of a cell."""

_LARGEST = 0.25
_FILL = 0.9


@frozen
class Marker:
    """One risk in its cell.

    Parameters
    ----------
    risk : Placement
    number : int
    is_ghost : bool
        Whether it only shows where the risk was before the responses.
    """

    risk: Placement
    number: int
    is_ghost: bool = False


def layout(markers: Iterable[Marker]) -> tuple[float, dict[Marker, tuple[float, float]]]:
    """Return the diameter of all markers [widths of a cell], and the centre of each [cells].

    The fullest cell decides how large they are; the others use the same grid, from its middle.
    """
    cells: dict[tuple[int, int], list[Marker]] = defaultdict(list)
    columns_of: dict[str, list[int]] = defaultdict(list)
    for marker in markers:
        cells[marker.risk.row, marker.risk.column].append(marker)
        columns_of[marker.risk.id].append(marker.risk.column)

    def rank(marker: Marker) -> tuple[float, bool, int]:
        # A marker stands on the side of the other one of its risk, to keep arrows short.
        both = columns_of[marker.risk.id]
        return sum(both) / len(both), marker.is_ghost, marker.number

    fullest = max(map(len, cells.values()), default=1)
    pitch, columns = _grid(fullest)
    places = {}
    for (row, column), members in cells.items():
        members.sort(key=rank)
        lines = [members[first : first + columns] for first in range(0, len(members), columns)]
        for line, across in enumerate(lines):
            up = ((len(lines) - 1) / 2.0 - line) * pitch / CELL_HEIGHT
            for step, marker in enumerate(across):
                right = (step - (len(across) - 1) / 2.0) * pitch
                places[marker] = (column + 0.5 + right, row + 0.5 + up)
    return _FILL * pitch, places


def outline(marker: Marker, centre: tuple[float, float], diameter: float, **style: Any) -> Patch:
    """Return the outline of a marker: round for a threat, a diamond for an opportunity."""
    if marker.risk.kind is Kind.THREAT:
        return Ellipse(centre, diameter, diameter / CELL_HEIGHT, **style)
    x, y = centre
    half = diameter / 2.0
    tips: Sequence[tuple[float, float]] = [
        (x + half * math.cos(turn), y + half * math.sin(turn) / CELL_HEIGHT)
        for turn in (0.0, math.pi / 2.0, math.pi, 1.5 * math.pi)
    ]
    return Polygon(tips, closed=True, joinstyle="round", **style)


def _grid(count: int) -> tuple[float, int]:
    """Return the widest pitch at which so many markers fit into a cell, and how many in a line."""
    best = max(
        (min(1.0 / columns, CELL_HEIGHT / math.ceil(count / columns)), columns)
        for columns in range(1, count + 1)
    )
    return (best[0], best[1]) if best[0] < _LARGEST else (_LARGEST, math.floor(1.0 / _LARGEST))
