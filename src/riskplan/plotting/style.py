"""The look of the pictures: colours for print and every kind of sight, fonts, the canvas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure

__all__ = [
    "ACCENT",
    "BODY",
    "GRID",
    "HELP",
    "INK",
    "MAIN",
    "MUTED",
    "SMALL",
    "Sheet",
    "band_colours",
    "canvas",
    "fonts",
    "name_ticks",
    "shades",
    "styled",
]

INK = "#1f2933"
MUTED = "#5c6874"
GRID = "#e1e6eb"
MAIN = "#1f4e79"
ACCENT = "#b8500f"
HELP = "#2b8478"

BODY = 9.0
SMALL = 8.0

# Light to dark, so that the order survives a black-and-white printer and every kind of sight.
_BANDS = ("#eef2ee", "#fae3ab", "#f0a965", "#d2643c", "#96341f")
_SHADES = ("#d9e4ef", "#a9c4de", "#6e9ac6", "#3a6fa7", "#173f6b")

_FONTS = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
)


def fonts() -> list[str]:
    """Return the font families of the pictures that are installed, the first one preferred.

    Naming one that is absent would make matplotlib complain at each text.
    """
    installed = set(font_manager.get_font_names())
    return [name for name in _FONTS if name in installed] or ["sans-serif"]


def band_colours(count: int) -> list[str]:
    """Return the colours of so many bands of a risk matrix, the lowest band first."""
    few = {1: (0,), 2: (0, 2), 3: (0, 1, 2)}
    last = len(_BANDS) - 1
    steps = few.get(count) or [round(step * last / (count - 1)) for step in range(count)]
    return [_BANDS[step] for step in steps]


def shades(count: int) -> list[str]:
    """Return so many shades of one hue, light to dark; five at most differ."""
    return [_SHADES[round(step * (len(_SHADES) - 1) / max(count - 1, 1))] for step in range(count)]


@contextmanager
def styled() -> Iterator[None]:
    """Apply fonts, sizes and colours of the pictures to what is drawn inside, and to nothing else.

    Examples
    --------
    >>> before = mpl.rcParams["font.size"]
    >>> with styled():
    ...     inside = mpl.rcParams["font.size"]
    >>> inside, mpl.rcParams["font.size"] == before
    (9.0, True)
    """
    settings: dict[Any, Any] = {
        "font.family": fonts(),
        "font.size": BODY,
        "axes.labelsize": BODY,
        "xtick.labelsize": SMALL,
        "ytick.labelsize": SMALL,
        "legend.fontsize": SMALL,
        "text.color": INK,
        "text.parse_math": False,
        "axes.labelcolor": INK,
        "axes.edgecolor": MUTED,
        "axes.unicode_minus": True,
        "legend.frameon": False,
    }
    with mpl.rc_context(settings):
        yield


class Sheet(Figure):
    """A figure for one picture, which takes the size that the picture prefers."""


@contextmanager
def canvas(ax: Axes | None, width: float, height: float) -> Iterator[Axes]:
    """Give the axes to draw on: those given, or those of a new sheet of this size [inches]."""
    if ax is None:
        # Only a figure of pyplot appears in a notebook by itself; and pyplot may set itself up
        # now, which must not happen where settings are put back afterwards.
        import matplotlib.pyplot as plt

        sheet = plt.figure(FigureClass=Sheet, layout="constrained")
        with styled():
            ax = sheet.add_subplot()
    with styled():
        if isinstance(ax.figure, Sheet):
            ax.figure.set_size_inches(width, height)
        _dress(ax)
        yield ax


def name_ticks(axis: Axis, names: Sequence[str], first: float = 0.0) -> None:
    """Put names on an axis, one step apart, as they are: a dollar sign begins no formula."""
    axis.set_ticks([first + step for step in range(len(names))], names, parse_math=False)


def _dress(ax: Axes) -> None:
    """Quieten the frame, and fix what matplotlib would look up only when it draws."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_axisbelow(True)
    ax.tick_params(
        which="both",
        color=MUTED,
        labelcolor=INK,
        labelsize=SMALL,
        labelfontfamily=fonts(),
        length=3,
    )
    for label in (ax.xaxis.label, ax.yaxis.label):
        label.set(fontfamily=fonts(), fontsize=BODY, color=INK, parse_math=False)
