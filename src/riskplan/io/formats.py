"""The formats of plan files, known by the suffix, and the errors of reaching a file at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from attrs import frozen

from riskplan.errors import FileError, RequestError
from riskplan.io.text import parse_json, parse_toml, to_json, to_toml
from riskplan.model import fields

__all__ = ["Format", "PathLike", "as_path", "format_of", "unreachable"]

PathLike: TypeAlias = "str | os.PathLike[str]"


@frozen
class Format:
    """How the text of a file becomes tables, and tables become the text of a file."""

    parse: Callable[[str, str], dict[str, Any]]
    write: Callable[[dict[str, Any]], str]


_FORMATS: Mapping[str, Format] = {
    ".toml": Format(parse_toml, to_toml),
    ".json": Format(parse_json, to_json),
}


def as_path(path: PathLike) -> Path:
    """Return what names a file as a path.

    Raises
    ------
    RequestError
        If it names none.
    """
    given: object = path
    if not isinstance(given, str | os.PathLike) or not str(given):
        raise RequestError(f"a path is text or a Path (got {fields.quoted(path)}); name a file")
    return Path(path)


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


def unreachable(path: Path, verb: str, error: Exception) -> FileError:
    """Return the error for a file that cannot be read or written, with the remedy."""
    reason = error.strerror if isinstance(error, OSError) else None
    remedy = "check the path"
    if isinstance(error, FileNotFoundError):
        folder = path.parent
        is_lost = not folder.is_dir()
        reason = f"the folder {folder} does not exist" if is_lost else "it does not exist"
    elif isinstance(error, IsADirectoryError):
        reason, remedy = "it is a folder", "name a file in it"
    elif isinstance(error, PermissionError):
        reason, remedy = "permission denied", "ask its owner, or use another folder"
    return FileError(f"{path}: it cannot be {verb}: {reason or error}; {remedy}")
