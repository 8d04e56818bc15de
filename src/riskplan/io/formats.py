"""The formats of plan files, known by the suffix."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from riskplan._files import unreachable
from riskplan.errors import FileError
from riskplan.io.text import parse_json, parse_toml, to_json, to_toml

__all__ = ["Format", "format_of", "format_to_read"]


@frozen
class Format:
    """How the text of a file becomes tables, and tables become the text of a file."""

    parse: Callable[[str, str], dict[str, Any]]
    write: Callable[[dict[str, Any]], str]


_FORMATS: Mapping[str, Format] = {
    ".toml": Format(parse_toml, to_toml),
    ".json": Format(parse_json, to_json),
}
_RULE = f"a plan file ends in {' or '.join(_FORMATS)}"
_RUNS = (".npz", ".parquet")

# Kinds of files by which schedules travel; which of them MPXJ reads, it knows itself.
_SCHEDULES = frozenset(
    (
        *(".xml", ".mpp", ".mpt", ".mpx", ".mpd", ".xer", ".pmxml", ".prx", ".plf", ".pod"),
        *(".gan", ".planner", ".pp", ".ppx", ".pep", ".cdpx", ".cdpz", ".sdef", ".stx", ".fts"),
    )
)


def format_of(path: Path) -> Format:
    """Return the format that the suffix of a file tells.

    Raises
    ------
    FileError
        If the suffix is none of the known ones.
    """
    known = _FORMATS.get(path.suffix.lower())
    if known is None:
        raise FileError(f"{path}: {_RULE}; rename it")
    return known


def format_to_read(path: Path) -> Format:
    """Return the format of a file that is there, or say what it is instead of a plan.

    Raises
    ------
    FileError
        If it is a folder, a saved run, a schedule of another tool, or of a suffix that is none of
        the known ones.
    """
    if os.path.isdir(path):  # noqa: PTH112 - that of a Path raises where a folder is closed
        raise unreachable(path, "read", IsADirectoryError())
    if path.suffix.lower() in _RUNS:
        raise FileError(
            f"{path}: this is a saved run, and {_RULE}; name that, or read the run in Python with "
            "rp.load_run"
        )
    if path.suffix.lower() in _SCHEDULES:
        raise FileError(
            f"{path}: this is a schedule of another tool, and {_RULE}; read it in Python with "
            "rp.read_schedule, and write the plan with rp.save"
        )
    return format_of(path)
