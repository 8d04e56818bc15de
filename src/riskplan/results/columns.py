"""A run as a ``.parquet`` file: a table with a row for each iteration, and the text beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from riskplan.errors import FileError, MissingDependencyError
from riskplan.results.packing import Arrays
from riskplan.results.sealed import (
    CHECKSUM_NAME,
    TEXT_NAME,
    Described,
    Seal,
    damaged,
    foreign,
    reason_of,
    unreadable,
)

__all__ = ["read_arrays", "read_seal", "write"]

_ITERATION = "iteration"
_ROWS = 1 << 16
_MATRIX = 2

# Where the reader would look for types of Python's own; ours need none, so no file has it.
_ARROW_SCHEMA = b"ARROW:schema"

_PHYSICAL = {"<f8": "DOUBLE", "|b1": "BOOLEAN", "<M8[m]": "INT64"}


def write(draft: Path, seal: Seal, arrays: Arrays, *, folded: bool) -> None:
    """Write a run, folded to less space or as it is.

    Raises
    ------
    MissingDependencyError
        If pyarrow is not installed.
    """
    pa, parquet = _pyarrow()
    named = dict(_columns(seal, arrays))
    columns = [pa.array(_as_arrow_knows_it(values)) for values in named.values()]
    kinds = zip(named, columns, strict=True)
    schema = pa.schema([pa.field(name, item.type, nullable=False) for name, item in kinds])
    how = "zstd" if folded else "none"
    # Samples hardly repeat: a dictionary of them would be larger than they are.
    with parquet.ParquetWriter(
        draft, schema, compression=how, use_dictionary=False, store_schema=False
    ) as writer:
        writer.write_table(pa.table(columns, schema=schema), row_group_size=_ROWS)
        writer.add_key_value_metadata({TEXT_NAME: seal.text, CHECKSUM_NAME: seal.checksum})


def read_seal(file: Path, stream: BinaryIO) -> Seal:
    """Return the text and the checksum of a run.

    Raises
    ------
    FileError
        If the file holds none.
    MissingDependencyError
        If pyarrow is not installed.
    """
    pa, parquet = _pyarrow()
    try:
        metadata = parquet.read_metadata(stream).metadata or {}
    except _broken(pa) as error:
        raise unreadable(file, error) from error
    names = [name.encode() for name in (TEXT_NAME, CHECKSUM_NAME)]
    if _ARROW_SCHEMA in metadata or not set(names) <= set(metadata):
        raise foreign(file, f"it holds no {TEXT_NAME}")
    return Seal(*(metadata[name] for name in names))


def read_arrays(
    file: Path, stream: BinaryIO, described: Mapping[str, Described]
) -> dict[str, NDArray[Any]]:
    """Return the arrays of a run; columns that are not as described are not even read.

    Raises
    ------
    FileError
        If columns are missing, damaged, or of other types or lengths.
    """
    pa, parquet = _pyarrow()
    try:
        with parquet.ParquetFile(stream) as table:
            if _form_of(table.metadata) != _form_described(described):
                raise foreign(file, "it holds other columns than it describes")
            arrays = {name: np.empty(what.shape, what.dtype) for name, what in described.items()}
            _fill(table, [row for array in arrays.values() for row in np.atleast_2d(array)])
            return arrays
    except FileError:
        raise
    except _broken(pa) as error:
        raise damaged(file, f"a column ({reason_of(error)})") from error


def _columns(seal: Seal, arrays: Arrays) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the columns of the table: ``cost``, ``risk_cost/flood``, ``milestones/handover``."""
    tables = json.loads(seal.text)["run"]
    yield _ITERATION, np.arange(tables["provenance"]["iterations"])
    for name, array in arrays.items():
        if array.ndim == 1:
            part, slash, id_ = name.partition(".")
            yield f"{part}{'/' if slash else ''}{unquote(id_)}", array
        else:
            for id_, row in zip(tables[name]["ids"], array, strict=True):
                yield f"{name}/{id_}", row


def _as_arrow_knows_it(values: NDArray[Any]) -> NDArray[Any]:
    """Return dates in milliseconds, the coarsest unit of the format, and all else as it is."""
    return values.astype("datetime64[ms]") if values.dtype.kind == "M" else values


def _form_of(metadata: Any) -> tuple[int, list[str]]:
    """Return how many rows a file has, and of which types its columns are."""
    columns = [metadata.schema.column(index) for index in range(metadata.num_columns)]
    flat = all(column.path == column.name for column in columns)
    return metadata.num_rows if flat else -1, [column.physical_type for column in columns]


def _form_described(described: Mapping[str, Described]) -> tuple[int, list[str]]:
    """Return how many rows a file should have, and of which types its columns should be."""
    rows = {what.shape[-1] for what in described.values()}
    types = [
        _PHYSICAL[what.dtype.str]
        for what in described.values()
        for _ in range(what.shape[0] if len(what.shape) == _MATRIX else 1)
    ]
    return rows.pop() if len(rows) == 1 else -1, ["INT64", *types]


def _fill(table: Any, rows: list[NDArray[Any]]) -> None:
    """Read the table into rows, a group at a time, so that memory holds it only once."""
    start = 0
    for group in range(table.metadata.num_row_groups):
        part = table.read_row_group(group)
        stop = start + part.num_rows
        for row, column in zip(rows, part.columns[1:], strict=True):
            row[start:stop] = column.to_numpy()
        start = stop
    if rows and start != len(rows[0]):
        raise ValueError("its groups hold another number of rows")


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingDependencyError(
            ".parquet needs the package pyarrow, which is not installed; install it with "
            'pip install "riskplan[parquet]", or use .npz'
        ) from error
    return pa, parquet


def _broken(pa: Any) -> tuple[type[Exception], ...]:
    """Return what the reader raises when a file is not as it should be."""
    return (
        pa.ArrowException,
        OSError,
        ValueError,
        TypeError,
        LookupError,
        RuntimeError,
        MemoryError,
    )
