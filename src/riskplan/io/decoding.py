"""The text of a file: whole, in UTF-8, and not larger than any plan."""

from __future__ import annotations

from pathlib import Path

from riskplan._files import unreachable
from riskplan.errors import FileError
from riskplan.io.limits import LARGEST_FILE

__all__ = ["text_of"]


def text_of(file: Path, expected: str) -> str:
    """Return the text of a file.

    Parameters
    ----------
    file : pathlib.Path
    expected : str
        What the file should begin with, said to whoever passes an empty one.

    Raises
    ------
    FileError
        If it cannot be read, is too large, empty, or not in UTF-8.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise unreachable(file, "read", error) from error
    if len(content) > LARGEST_FILE:
        size = f"{LARGEST_FILE / 1e6:.0f} MB"
        raise FileError(f"{file}: it is larger than {size}; is it the right file?")
    try:
        text = content.decode("utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"{file}, line {line:,}: it is not text in UTF-8; save it with that encoding"
        raise FileError(message) from error
    if not text.strip():
        raise FileError(f"{file}: it is empty; {expected}")
    return text
