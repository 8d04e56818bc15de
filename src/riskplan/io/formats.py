"""The formats of plan files, known by the suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from riskplan.errors import FileError
from riskplan.io.text import parse_json, parse_toml, to_json, to_toml

__all__ = ["Format", "format_of"]


@frozen
class Format:
    """How the text of a file becomes tables, and tables become the text of a file."""

    parse: Callable[[str, str], dict[str, Any]]
    write: Callable[[dict[str, Any]], str]


_FORMATS: Mapping[str, Format] = {
    ".toml": Format(parse_toml, to_toml),
    ".json": Format(parse_json, to_json),
}


def format_of(path: Path) -> Format:
    """Return the format that the suffix of a file tells.

    Raises
    ------
    FileError
        If the suffix is none of the known ones.
    """
    known = _FORMATS.get(path.suffix.lower())
    if known is None:
        raise FileError(f"{path}: a plan file ends in {' or '.join(_FORMATS)}; rename it")
    return known
