"""Files, whoever writes them: replaced as a whole or not at all, and errors that say what to do."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from riskplan.errors import FileError, RequestError

__all__ = ["PathLike", "as_path", "replaced", "unreachable", "write_file"]

PathLike: TypeAlias = "str | os.PathLike[str]"


def as_path(path: PathLike) -> Path:
    """Return what names a file as a path.

    Raises
    ------
    RequestError
        If it names none.
    """
    given: object = path
    if not isinstance(given, str | os.PathLike) or not str(given):
        raise RequestError(f"a path is text or a Path (got {given!r:.60}); name a file")
    return Path(path)


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


@contextmanager
def replaced(path: PathLike) -> Iterator[Path]:
    """Give a draft to write into, which then replaces the file in one piece.

    Parameters
    ----------
    path : str or os.PathLike
        The file; one that is there keeps its rights.

    Yields
    ------
    pathlib.Path
        Where to write the draft.

    Raises
    ------
    FileError
        If the file cannot be written; then all is as it was.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with replaced(Path(folder, "a.txt")) as draft:
    ...         _ = draft.write_bytes(b"whole")
    ...     Path(folder, "a.txt").read_bytes()
    b'whole'
    """
    named = as_path(path)
    try:
        file = named.resolve()
        if file.is_dir():
            raise IsADirectoryError
        if file.exists() and not os.access(file, os.W_OK):
            raise PermissionError
        # In a folder of its own the draft gets the rights that a new file has here.
        with tempfile.TemporaryDirectory(prefix=".riskplan-", dir=file.parent) as folder:
            draft = Path(folder) / file.name
            yield draft
            if file.exists():
                shutil.copymode(file, draft)
            draft.replace(file)
    except FileError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise unreachable(named, "written", error) from error


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
    with replaced(path) as draft:
        draft.write_bytes(content)
    return as_path(path)
