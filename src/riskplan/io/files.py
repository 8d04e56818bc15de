"""A file is replaced as a whole or not at all, whoever writes it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from riskplan.io.formats import PathLike, as_path, unreachable

__all__ = ["write_file"]


def write_file(path: PathLike, content: bytes) -> Path:
    """Write a file in one piece, so that nobody ever finds half of it.

    Parameters
    ----------
    path : str or os.PathLike
        Where to; a file that is there keeps its rights.
    content : bytes

    Returns
    -------
    pathlib.Path
        The file that was written.

    Raises
    ------
    FileError
        If the file cannot be written; then all is as it was.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_file(Path(folder, "a.txt"), b"whole").read_bytes()
    b'whole'
    """
    file = as_path(path)
    try:
        _replace(file.resolve(), content)
    except (OSError, RuntimeError, ValueError) as error:
        raise unreachable(file, "written", error) from error
    return file


def _replace(file: Path, content: bytes) -> None:
    if file.is_dir():
        raise IsADirectoryError
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError
    # In a folder of its own the draft gets the rights that a new file has here.
    with tempfile.TemporaryDirectory(prefix=".riskplan-", dir=file.parent) as folder:
        draft = Path(folder) / file.name
        draft.write_bytes(content)
        if file.exists():
            shutil.copymode(file, draft)
        draft.replace(file)
