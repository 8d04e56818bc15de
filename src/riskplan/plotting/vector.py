"""A picture as inline SVG: small, repeatable to the byte, and with its text as text."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes

from riskplan.plotting.style import Sheet, styled

__all__ = ["inline_svg"]

_NOTHING_ELSE = {"Date": None, "Creator": None, "Format": None, "Type": None}

_REFERENCE = re.compile(r'(?:href="#|url\(#)([^")]+)')
_ID = re.compile(r' id="([^"]*)"')
_FONT_FAMILY = re.compile(r"font-family:[^;\"]*;? ?")
_FONT = re.compile(r"font: (?:(\w+) )?([\d.]+px) [^;\"]*")
_SIZE = re.compile(r' width="([\d.]+)pt" height="[\d.]+pt"')

# On a page a point of the picture is larger than one of the text, so that 8 of them can be read.
_PIXELS_PER_POINT = 1.36


def inline_svg(name: str, draw: Callable[[Axes], object]) -> str:
    """Return what a function draws as an SVG element, to be put into a page of HTML.

    The page decides on the fonts of the texts, and nothing in the element is called as anything
    in another picture is.

    Parameters
    ----------
    name : str
        The name of the picture, unique in its page.
    draw : callable
        Draws on the axes that it is given.

    Examples
    --------
    >>> svg = inline_svg("empty", lambda ax: ax.set_title("Nothing"))
    >>> svg.startswith("<svg "), "Nothing</text>" in svg, "http" in svg
    (True, True, False)
    """
    sheet = Sheet(layout="constrained")
    with styled():
        draw(sheet.add_subplot())
    target = io.StringIO()
    settings: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": name}
    with mpl.rc_context(settings), warnings.catch_warnings():
        # The fonts of the reader draw the text; those found here only measure it.
        warnings.filterwarnings("ignore", "Glyph .* missing from", UserWarning)
        sheet.savefig(target, format="svg", metadata=_NOTHING_ELSE)
    return _lean(target.getvalue(), name)


def _lean(svg: str, name: str) -> str:
    """Return the element alone, its names its own, and without what the page decides."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<(metadata|style)\b.*?</\1>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg).replace("xlink:href", "href")
    svg = _SIZE.sub(lambda m: f' width="{float(m[1]) * _PIXELS_PER_POINT:.0f}"', svg, count=1)
    referenced = set(_REFERENCE.findall(svg))
    svg = _ID.sub(lambda m: f' id="{name}-{m[1]}"' if m[1] in referenced else "", svg)
    svg = svg.replace('href="#', f'href="#{name}-').replace("url(#", f"url(#{name}-")
    svg = _FONT.sub(lambda m: f"font-weight: {m[1] or 'normal'}; font-size: {m[2]}", svg)
    return re.sub(r"\s*\n\s*", "\n", _FONT_FAMILY.sub("", svg)).strip()
