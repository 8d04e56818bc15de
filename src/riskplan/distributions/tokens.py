"""The words of the text spelling, found one at a time, and the message where one does not fit."""

from __future__ import annotations

import math
import re
from typing import NoReturn

from attrs import define, field, frozen

from riskplan.distributions.parameters import MOST_NUMBERS, is_good
from riskplan.errors import DistributionError

__all__ = ["Scanner", "excerpt"]

# The signs of a Chinese keyboard, and the plain ones that they stand for.
_PLAIN = {
    "\N{FULLWIDTH LEFT PARENTHESIS}": "(",
    "\N{FULLWIDTH RIGHT PARENTHESIS}": ")",
    "\N{FULLWIDTH LEFT SQUARE BRACKET}": "[",
    "\N{FULLWIDTH RIGHT SQUARE BRACKET}": "]",
    "\N{FULLWIDTH COMMA}": ",",
    "\N{FULLWIDTH EQUALS SIGN}": "=",
    "\N{FULLWIDTH PERCENT SIGN}": "%",
}


def _sign(*plain: str) -> str:
    """Return the pattern of one sign, plain or full-width."""
    return f"[{re.escape(''.join([*plain, *(full for full in _PLAIN if _PLAIN[full] in plain)]))}]"


# No character can belong to two parts of a number, or long garbage would take its time squared.
_NUMBER = re.compile(
    r"([+-]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?)"
    rf"(\s*{_sign('%')})?"
)
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER.pattern})"
    r"|(?P<name>[^\W\d]\w*)"
    r"""|(?P<text>"[^"]*"|'[^']*')"""
    rf"|(?P<mark>{_sign(*'()[],=')})"
)
_SPACE = re.compile(r"\s*")
_EQUALS = re.compile(rf"\s*{_sign('=')}")
_COMMA = re.compile(_sign(","))
_CLOSE = re.compile(_sign("]"))


@frozen
class Token:
    """A number, a name, a quoted text, a mark; or the end, or a sign that is none of these."""

    kind: str
    text: str
    start: int
    end: int


@define
class Scanner:
    """A text with one token in view."""

    text: str
    token: Token = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.advance(0)

    @property
    def found(self) -> str:
        """The token in view, for a message."""
        return f'"{excerpt(self.token.text)}"' if self.token.text else "the end"

    def at(self, mark: str) -> bool:
        """Return whether that mark is in view."""
        return self.token.kind == "mark" and self.token.text == mark

    def demand(self, mark: str, expected: str) -> None:
        """Pass that mark, or fail."""
        if not self.at(mark):
            self.fail(f"expected {expected}, found {self.found}")
        self.advance(self.token.end)

    def advance(self, place: int) -> None:
        """Bring the next token from a place onwards into view."""
        space = _SPACE.match(self.text, place)
        start = space.end() if space else place
        match = _TOKEN.match(self.text, start)
        if match:
            kind, text = str(match.lastgroup), match[0]
            self.token = Token(kind, _PLAIN.get(text, text), start, match.end())
        else:
            rest = self.text[start : start + 1]
            self.token = Token("unknown" if rest else "end", rest, start, start + 1)

    def name_before_equals(self) -> str | None:
        """Pass ``name =`` and return the name, if that is what is in view."""
        name = self.token
        equals = _EQUALS.match(self.text, name.end) if name.kind == "name" else None
        if equals is None:
            return None
        self.advance(equals.end())
        return name.text

    def number(self) -> float:
        """Pass a number and return it."""
        value = self._number(self.token.text, self.token.start)
        self.advance(self.token.end)
        return value

    def numbers(self) -> list[float]:
        """Pass the rest of a list and return it: as a whole, because token by token takes long."""
        start = self.token.end
        close = _CLOSE.search(self.text, start)
        if close is None:
            self.fail('expected "]" after the list')
        parts = _COMMA.split(self.text[start : close.start()])
        if len(parts) > MOST_NUMBERS:
            self.fail(f"expected at most {MOST_NUMBERS:,} numbers in a list, found {len(parts):,}")
        values = []
        if parts != [""]:
            for part in parts:
                values.append(self._number(part.strip(), start))
                start += len(part) + 1
        self.advance(close.end())
        return values

    def fail(self, problem: str, start: int | None = None) -> NoReturn:
        """Refuse the text, at the token in view unless another place is given."""
        place = self.token.start if start is None else start
        around = excerpt(self.text, place)
        raise DistributionError(f'cannot read "{around}" at character {place + 1:,}: {problem}')

    def _number(self, text: str, start: int) -> float:
        match = _NUMBER.fullmatch(text)
        try:
            value = float(match[1]) if match else math.nan
        except ValueError:  # underscores in a row, or at the end
            value = math.nan
        if not is_good(value):
            self.fail(f'expected a number within ±1e300, found "{excerpt(text)}"', start)
        return value / 100 if match and match[2] else value


def excerpt(text: str, place: int = 0, width: int = 40) -> str:
    """Return the text on one line, or where it is long, what stands around a place."""
    first = max(0, place - width // 2) if len(text) > width else 0
    inside = " ".join(text[first : first + width].split())
    inside = "".join(sign if sign.isprintable() else "?" for sign in inside)
    return f"{'…' if first else ''}{inside}{'…' if first + width < len(text) else ''}"
