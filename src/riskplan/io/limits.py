"""The limits of a file: beyond them it is no plan, and would only cost memory and time."""

from __future__ import annotations

import re
from typing import Any

from riskplan.errors import FileError

__all__ = ["LARGEST_FILE", "encoded", "too_deep", "too_long", "too_much", "within_limits"]

LARGEST_FILE = 8_000_000

_DEEPEST = 30
_MOST_VALUES = 500_000
_LARGEST_NUMBER = 10**300
_HALF_A_SIGN = re.compile("[\ud800-\udfff]")


def within_limits(tables: dict[str, Any], source: str) -> dict[str, Any]:
    """Return the tables, unless something in them is beyond what any plan needs.

    Raises
    ------
    FileError
        If tables or lists stand too deep in each other, if there are too many values, if a whole
        number is too large to count anything, or if a text cannot be written to a file again.
    """
    count = 0
    waiting: list[tuple[Any, int]] = [(tables, 0)]
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > _DEEPEST:
            raise too_deep(source)
        if count > _MOST_VALUES:
            raise FileError(f"{source}: it holds more than {_MOST_VALUES:,} values; split the plan")
        if isinstance(value, dict):
            waiting.extend((item, depth + 1) for item in (*value, *value.values()))
        elif isinstance(value, list):
            waiting.extend((item, depth + 1) for item in value)
        elif isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
            raise too_long(source)
        elif isinstance(value, str) and _HALF_A_SIGN.search(value):
            raise _half_a_sign(source)
    return tables


def encoded(text: str, source: str) -> bytes:
    """Return a text as the bytes of a file.

    Raises
    ------
    FileError
        If no encoding can write it.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise _half_a_sign(source) from error


def too_much(error: RecursionError | ValueError, source: str) -> FileError:
    """Return the error for a text that is beyond the limits of its parser."""
    return too_deep(source) if isinstance(error, RecursionError) else too_long(source)


def too_deep(source: str) -> FileError:
    """Return the error for what stands too deep in each other."""
    return FileError(
        f"{source}: tables or lists stand more than {_DEEPEST} deep in each other; "
        "a plan needs 6: is a bracket missing?"
    )


def too_long(source: str) -> FileError:
    """Return the error for a number of more digits than any quantity has."""
    return FileError(f"{source}: it holds a number of more than 300 digits; shorten it")


def _half_a_sign(source: str) -> FileError:
    return FileError(f"{source}: it holds a text with half a sign (a lone surrogate); retype it")
