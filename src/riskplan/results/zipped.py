"""A run as an ``.npz`` file: the arrays as NumPy reads them, and the text beside them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from riskplan.errors import FileError
from riskplan.results.packing import Arrays
from riskplan.results.sealed import (
    CHECKSUM_NAME,
    LARGEST_TEXT,
    TEXT_NAME,
    Described,
    Seal,
    bytes_of,
    damaged,
    foreign,
    reason_of,
    unreadable,
)

__all__ = ["read_arrays", "read_seal", "write"]

# Amounts that are often 0, dates and booleans fold to a third at this level; a higher one takes
# much longer for little more.
_LEVEL = 1
_CHUNK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# What the reader of zip files raises when one is not as it should be.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError)


def write(draft: Path, seal: Seal, arrays: Arrays, *, folded: bool) -> None:
    """Write a run, folded to less space or as it is; equal runs give equal files."""
    method = zipfile.ZIP_DEFLATED if folded else zipfile.ZIP_STORED
    with zipfile.ZipFile(draft, "w", method, compresslevel=_LEVEL) as archive:
        for name, text in ((TEXT_NAME, seal.text), (CHECKSUM_NAME, seal.checksum)):
            with archive.open(name, "w") as stream:
                stream.write(text)
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as stream:
                stream.write(_header(array.dtype, array.shape))
                content = bytes_of(array)
                for start in range(0, len(content), _CHUNK):
                    stream.write(content[start : start + _CHUNK])


def read_seal(file: Path, stream: BinaryIO) -> Seal:
    """Return the text and the checksum of a run.

    Raises
    ------
    FileError
        If the file holds none.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            text, checksum = (_small(file, archive, name) for name in (TEXT_NAME, CHECKSUM_NAME))
            return Seal(text, checksum)
    except FileError:
        raise
    except _BROKEN as error:
        raise unreadable(file, error) from error


def read_arrays(
    file: Path, stream: BinaryIO, described: Mapping[str, Described]
) -> dict[str, NDArray[Any]]:
    """Return the arrays of a run; a member that is not as described is not even opened.

    Raises
    ------
    FileError
        If one of them is missing, damaged, or of another type or shape.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            members = [info.filename for info in archive.infolist()]
            wanted = [TEXT_NAME, CHECKSUM_NAME, *(f"{name}.npy" for name in described)]
            if sorted(members) != sorted(wanted):
                raise foreign(file, "it holds other members than it describes")
            return {name: _array(file, archive, name, what) for name, what in described.items()}
    except FileError:
        raise
    except _BROKEN as error:
        raise damaged(file, f"an array ({reason_of(error)})") from error


def _small(file: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member that must not be large."""
    if name not in archive.namelist():
        raise foreign(file, f"it holds no {name}")
    info = archive.getinfo(name)
    if info.file_size > LARGEST_TEXT:
        raise foreign(file, f"its {name} is larger than that of any run")
    if info.compress_type not in _METHODS:
        raise foreign(file, f"its {name} is compressed in another way")
    return archive.read(info)


def _array(file: Path, archive: zipfile.ZipFile, name: str, what: Described) -> NDArray[Any]:
    info, header = archive.getinfo(f"{name}.npy"), _header(what.dtype, what.shape)
    if info.file_size != len(header) + what.nbytes or info.compress_type not in _METHODS:
        raise damaged(file, name)
    array = np.empty(what.shape, dtype=what.dtype)
    content = bytes_of(array)
    with archive.open(info) as stream:
        if stream.read(len(header)) != header:
            raise damaged(file, name)
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            chunk[:] = stream.read(len(chunk))
    return array


def _header(dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    """Return what stands before the bytes of an array in a file of NumPy.

    One form of the many that NumPy writes and reads, so that a file can be held against it.
    Source: the NEP 1 specification of the format, version 1.0.
    """
    text = f"{{'descr': '{dtype.str}', 'fortran_order': False, 'shape': {shape}, }}"
    start = b"\x93NUMPY\x01\x00"
    length = -(-(len(start) + 2 + len(text) + 1) // 64) * 64 - len(start) - 2
    return start + length.to_bytes(2, "little") + text.ljust(length - 1).encode() + b"\n"
