"""Figures and reasons as text for a table, with nothing in it that belongs to one machine."""

from __future__ import annotations

import re

__all__ = ["count", "figure", "reason_of", "row"]

_PLACE = re.compile(r"(?:\w+://|[\w.]*/)[^\s'\"]*/[^\s'\"]*")
_LONGEST = 160


def reason_of(log: str, start: str = "") -> str:
    """Return the last message of a log in one line: its last line at the margin, and all below.

    Parameters
    ----------
    log : str
    start : str
        What the line begins with; any line at the margin will do unless given.
    """
    lines = [line.rstrip() for line in log.splitlines() if line.strip()]
    for index in reversed(range(len(lines))):
        if not lines[index].startswith((" ", "\t")) and lines[index].startswith(start):
            text = " ".join(line.strip() for line in lines[index:])
            return _shortened(_PLACE.sub("…", text).replace("|", "/"))
    return "it gave no reason"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def count(number: int) -> str:
    """Return a whole number with a space between thousands."""
    return f"{number:,}".replace(",", " ")


def figure(number: float) -> str:
    """Return a number with three digits, as many as a measurement in turns can bear."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def row(*cells: str) -> str:
    """Return a row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"
