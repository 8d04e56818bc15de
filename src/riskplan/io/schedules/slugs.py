"""Ids from names that people gave."""

from __future__ import annotations

from collections.abc import Collection

__all__ = ["free_id"]

_LONGEST = 60


def free_id(name: str, taken: Collection[str]) -> str:
    """Return an id that is not taken, from a name.

    Examples
    --------
    >>> free_id("River works", {"river-works"})
    'river-works-2'
    """
    words = "-".join(name.lower().split())[:_LONGEST] or "unnamed"
    numbers = ("", *(f"-{number}" for number in range(2, len(taken) + 3)))
    return next(words + number for number in numbers if words + number not in taken)
