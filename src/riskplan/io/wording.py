"""Words of a file in a message: made short and printable, with the known word that was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from riskplan.model import fields

__all__ = ["hint", "meant", "shown"]

# Looking for the nearest word to a text of megabytes would take minutes.
_LONGEST_WORD = 40


def shown(word: str) -> str:
    """Return a word as a message shows it: in double quotes, on one line, and never too long.

    Examples
    --------
    >>> print(shown("probabilty"))
    "probabilty"
    """
    quoted = fields.quoted(word)
    return f'"{quoted[1:]}' if quoted.endswith("…") else f'"{quoted[1:-1]}"'


def meant(word: object, known: Iterable[str]) -> str | None:
    """Return the known word that is nearest to a mistyped one, if any is near."""
    text = word[:_LONGEST_WORD] if isinstance(word, str) else ""
    return next(iter(difflib.get_close_matches(text, list(known), n=1)), None)


def hint(word: object, known: Iterable[str], otherwise: str) -> str:
    """Return a remedy that names the word that was meant, or another remedy where none is near.

    Examples
    --------
    >>> hint("thret", ["threat", "opportunity"], "choose one")
    'did you mean "threat"?'
    """
    near = meant(word, known)
    return otherwise if near is None else f'did you mean "{near}"?'
