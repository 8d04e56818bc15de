"""The tables of a run as one text under a checksum, which describes every array beside it.

So no damage goes unnoticed, and nothing in a file is believed, nor any memory taken for it, before
the file has shown that it is what it says.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from riskplan.errors import FileError
from riskplan.results.packing import Arrays

__all__ = [
    "CHECKSUM_NAME",
    "LARGEST_TEXT",
    "TEXT_NAME",
    "Described",
    "Seal",
    "bytes_of",
    "damaged",
    "foreign",
    "opened",
    "plain_array",
    "reason_of",
    "refuse_unfolding",
    "refuse_wrong_bytes",
    "sealed",
    "unfolds_too_far",
    "unreadable",
]

TEXT_NAME, CHECKSUM_NAME = "riskplan.json", "riskplan.sha256"

LARGEST_TEXT = 64_000_000

# A later version may change everything else, but never name or meaning of these three.
_MARK, _FORMAT_KEY, _FORMAT = {"riskplan": "run"}, "format", 1

_TYPES = {"float": "<f8", "bool": "|b1", "minute": "<M8[m]"}
_MOST_DIMENSIONS = 2
_LONGEST = 1 << 48

# Samples of chance fold by a factor of ten at most; what folds better is small, or no run.
_UNFOLDED_BYTES, _UNFOLDED_TIMES = 1 << 30, 64


@frozen
class Described:
    """An array as a file describes it.

    Parameters
    ----------
    dtype : numpy.dtype
    shape : tuple of int
    sha256 : str
        The checksum of its bytes, in C order and little-endian.
    """

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    sha256: str

    @property
    def nbytes(self) -> int:
        """How much memory the array takes."""
        return self.dtype.itemsize * math.prod(self.shape)


@frozen
class Seal:
    """The text of a run and its checksum, as they stand in a file."""

    text: bytes
    checksum: bytes


def sealed(file: Path, tables: dict[str, Any], arrays: Arrays) -> Seal:
    """Return the text that describes a run and all its arrays.

    Raises
    ------
    FileError
        If it is longer than any that is read.
    """
    names = {dtype: name for name, dtype in _TYPES.items()}
    described = {
        name: {
            "type": names[array.dtype.str],
            "shape": list(array.shape),
            "sha256": hashlib.sha256(bytes_of(array)).hexdigest(),
        }
        for name, array in arrays.items()
    }
    content = {**_MARK, _FORMAT_KEY: _FORMAT, "run": tables, "arrays": described}
    try:
        text = json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise FileError(f"{file}: it would hold a text with half a sign; retype it") from error
    if len(text) > LARGEST_TEXT:
        raise FileError(
            f"{file}: without its samples the run is a text of {len(text) / 1e6:,.0f} MB, and at "
            f"most {LARGEST_TEXT / 1e6:.0f} MB can be read again; split the plan"
        )
    return Seal(text, hashlib.sha256(text).hexdigest().encode())


def opened(file: Path, seal: Seal) -> tuple[object, dict[str, Described]]:
    """Return the tables of a run, and the arrays as they are described.

    Raises
    ------
    FileError
        If the text is damaged, of a newer format, or no run.
    """
    if hashlib.sha256(seal.text).hexdigest().encode() != seal.checksum:
        raise damaged(file, "its description")
    try:
        content = json.loads(seal.text)
    except (ValueError, RecursionError) as error:
        raise foreign(file, f"its {TEXT_NAME} is no JSON") from error
    if not isinstance(content, dict) or not _MARK.items() <= content.items():
        raise foreign(file, f"its {TEXT_NAME} describes something else")
    number = content.get(_FORMAT_KEY)
    if type(number) is int and number > _FORMAT:
        raise FileError(
            f"{file}: a newer riskplan wrote it (format {number:.0f}, and this one reads "
            f"{_FORMAT}); update riskplan to read it"
        )
    described = content.get("arrays")
    if number != _FORMAT or not isinstance(described, dict):
        raise foreign(file, f"its {TEXT_NAME} has no format or no arrays")
    return content.get("run"), {n: _described(file, n, item) for n, item in described.items()}


def _described(file: Path, name: str, item: Any) -> Described:
    match item:
        case {"type": str(type_), "shape": [*shape], "sha256": str(sha256)} if (
            type_ in _TYPES
            and len(shape) in range(1, _MOST_DIMENSIONS + 1)
            and all(type(length) is int and 0 <= length < _LONGEST for length in shape)
        ):
            return Described(np.dtype(_TYPES[type_]), tuple(shape), sha256)
    raise foreign(file, f"the array {name!r:.60} is described in no known way")


def plain_array(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array as it stands in files, the same on every machine."""
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))


def bytes_of(array: NDArray[Any]) -> memoryview:
    """Return the bytes of a contiguous array, without a copy."""
    return array.reshape(-1).view(np.uint8).data


def refuse_wrong_bytes(file: Path, arrays: Arrays, described: Mapping[str, Described]) -> None:
    """Refuse arrays that are not what their checksums say.

    Raises
    ------
    FileError
        Naming the array.
    """
    for name, array in arrays.items():
        if hashlib.sha256(bytes_of(array)).hexdigest() != described[name].sha256:
            raise damaged(file, name)


def unfolds_too_far(size: int, total: int) -> bool:
    """Return whether a file of `size` bytes whose arrays take `total` is no run, but a bomb."""
    return total > max(_UNFOLDED_BYTES, _UNFOLDED_TIMES * size)


def refuse_unfolding(file: Path, size: int, described: Mapping[str, Described]) -> None:
    """Refuse a small file that would fill the memory.

    Raises
    ------
    FileError
        If it unfolds to more than a run may.
    """
    total = sum(array.nbytes for array in described.values())
    if unfolds_too_far(size, total):
        raise foreign(file, f"of {size / 1e6:,.1f} MB it would unfold to {total / 1e6:,.0f} MB")


def damaged(file: Path, what: str) -> FileError:
    """Return the error for a file that is not as it was written."""
    return FileError(
        f"{file}: it is damaged: {what} is not as it was saved; "
        "use another copy, or simulate the plan again"
    )


def foreign(file: Path, reason: str) -> FileError:
    """Return the error for a file that holds no run."""
    return FileError(
        f"{file}: it is no run of riskplan: {reason}; name a file that run.save(path) wrote"
    )


def unreadable(file: Path, error: Exception) -> FileError:
    """Return the error for a file that its own format does not know, whole or not."""
    return FileError(
        f"{file}: it cannot be opened as {file.suffix} ({reason_of(error)}): it is damaged, or no "
        "run of riskplan; use another copy, or a file that run.save(path) wrote"
    )


def reason_of(error: Exception) -> str:
    """Return what the reader of a format says in the first line, or at least how it calls it."""
    return str(error).partition("\n")[0] or type(error).__name__
