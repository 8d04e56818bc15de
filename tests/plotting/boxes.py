"""The boxes of the texts in a picture, and which of them overlap."""

from __future__ import annotations

from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

TOLERANCE = 0.5


def texts_of(ax: Axes) -> list[Text]:
    """Every text that is drawn, once each."""
    ax.figure.draw_without_rendering()
    found = {id(text): text for text in ax.findobj(Text) if text.get_visible() and text.get_text()}
    low, high = sorted(ax.get_xlim())
    bottom, top = sorted(ax.get_ylim())
    # Ticks beyond the limits keep their labels, but nothing draws them.
    for tick in ax.xaxis.get_major_ticks():
        if not low <= tick.get_loc() <= high:
            found.pop(id(tick.label1), None)
    for tick in ax.yaxis.get_major_ticks():
        if not bottom <= tick.get_loc() <= top:
            found.pop(id(tick.label1), None)
    return list(found.values())


def box_of(text: Text) -> Bbox:
    return Text.get_window_extent(text)


def overlaps(ax: Axes) -> list[tuple[str, str]]:
    """The pairs of texts that overlap by more than half a pixel either way."""
    boxes = [(text.get_text(), box_of(text)) for text in texts_of(ax)]
    return [(a, b) for (a, box), (b, other) in combinations(boxes, 2) if _overlap(box, other)]


def outside(ax: Axes) -> list[str]:
    """The texts that leave the figure."""
    figure = ax.figure.bbox
    return [
        text.get_text()
        for text in texts_of(ax)
        if not (
            figure.x0 - TOLERANCE <= box_of(text).x0
            and box_of(text).x1 <= figure.x1 + TOLERANCE
            and figure.y0 - TOLERANCE <= box_of(text).y0
            and box_of(text).y1 <= figure.y1 + TOLERANCE
        )
    ]


def _overlap(box: Bbox, other: Bbox) -> bool:
    across = min(box.x1, other.x1) - max(box.x0, other.x0)
    up = min(box.y1, other.y1) - max(box.y0, other.y0)
    return across > TOLERANCE and up > TOLERANCE
