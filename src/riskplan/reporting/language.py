"""The languages of a report, and a phrase in each of them."""

from __future__ import annotations

import enum
from typing import Any

from attrs import frozen

__all__ = ["Language", "Phrase"]


class Language(enum.Enum):
    """A language that reports are written in; the value is its tag (RFC 5646)."""

    ENGLISH = "en"
    CHINESE = "zh-Hans"

    def say(self, phrase: Phrase, **values: Any) -> str:
        """Return a phrase in this language, with values in its places.

        Examples
        --------
        >>> Language.CHINESE.say(Phrase("P{at} cost", "P{at} 成本"), at=80)
        'P80 成本'
        """
        text = phrase.english if self is Language.ENGLISH else phrase.chinese
        return text.format(**values)


@frozen
class Phrase:
    """A word or a sentence in every language, with the same places in braces.

    Parameters
    ----------
    english, chinese : str
    """

    english: str
    chinese: str
