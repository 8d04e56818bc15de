"""Text in columns of a terminal: broken into lines and padded, where Chinese fills two columns."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan._format import display_width
from riskplan.reporting.blocks import Align

__all__ = ["longest_piece", "padded", "wrapped"]

_TIE = "\u00a0"

# These never begin a line.
_CLOSING = "，。；：！？、）》”’"  # noqa: RUF001 - Chinese punctuation


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text, each within a number of columns.

    Lines break at spaces and between Chinese characters; a word that is too long is cut.

    Examples
    --------
    >>> wrapped("supplier is late", 11), wrapped("供应商延期交付", 8)
    (['supplier is', 'late'], ['供应商延', '期交付'])
    """
    lines: list[str] = []
    line = ""
    for space, piece in _pieces(text):
        glue = space if line else ""
        if display_width(line + glue + piece) <= width:
            line += glue + piece
            continue
        if line:
            lines.append(line)
        line = piece
        while display_width(line) > width:
            cut = _fitting(line, width)
            lines.append(line[:cut])
            line = line[cut:]
    return [each.replace(_TIE, " ") for each in (*lines, line)]


def longest_piece(text: str) -> int:
    """Return the columns of the longest part of a text that has to stay on one line."""
    return max((display_width(piece) for _, piece in _pieces(text)), default=0)


def padded(text: str, width: int, align: Align) -> str:
    """Return a text filled up with spaces to a number of columns.

    Examples
    --------
    >>> padded("风险", 6, Align.RIGHT), padded("risk", 6, Align.LEFT)
    ('  风险', 'risk  ')
    """
    room = " " * (width - display_width(text))
    return room + text if align is Align.RIGHT else text + room


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the unbreakable parts of a text, each with the space in front of it."""
    for number, word in enumerate(_tied(text).split(" ")):
        space = " " if number else ""
        piece = ""
        for sign in word:
            is_break = piece and sign not in _CLOSING and 2 in map(display_width, (sign, piece[-1]))
            if is_break:
                yield space, piece
                space, piece = "", ""
            piece += sign
        yield space, piece


def _tied(text: str) -> str:
    """Return a text whose figures hold together: errors behind their sign, percentages, ranges."""
    text = " ".join(text.split())
    for loose in (" %", "± ", " … "):
        text = text.replace(loose, loose.replace(" ", _TIE))
    return text


def _fitting(text: str, width: int) -> int:
    """Return how many signs of a text fit into a number of columns, at least one."""
    count = 1
    while display_width(text[: count + 1]) <= width:
        count += 1
    return count
