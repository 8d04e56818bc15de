"""A run in a file: written as a whole, and read back bit for bit or refused with the reason."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from riskplan._files import PathLike, as_path, replaced, unreachable
from riskplan.errors import FileError
from riskplan.results import columns, zipped
from riskplan.results.packing import MisfitError, packed, unpacked
from riskplan.results.result import SimulationResult
from riskplan.results.sealed import (
    foreign,
    opened,
    plain_array,
    refuse_unfolding,
    refuse_wrong_bytes,
    sealed,
    unfolds_too_far,
)

__all__ = ["load_run", "save_run"]

_FORMATS: Mapping[str, ModuleType] = {".npz": zipped, ".parquet": columns}
_STARTS: Mapping[str, bytes] = {".npz": b"PK", ".parquet": b"PAR1"}
_PLANS = (".toml", ".json")
_LONGEST_START = 4
_RULE = f"a run is kept in {' or '.join(_FORMATS)}"


def save_run(run: SimulationResult, path: PathLike) -> None:
    """Write a run to a file; what `SimulationResult.save` does.

    Raises
    ------
    FileError
        If the file cannot be written.
    MissingDependencyError
        If the format needs a package that is not installed.
    """
    file = as_path(path)
    form = _format_of(file)
    tables, simulated = packed(run)
    arrays = {name: plain_array(array) for name, array in simulated.items()}
    seal = sealed(file, tables, arrays)
    total = sum(array.nbytes for array in arrays.values())
    with replaced(file) as draft:
        form.write(draft, seal, arrays, folded=True)
        # A run without chance folds so well that it could not be told from a bomb.
        if unfolds_too_far(draft.stat().st_size, total):
            form.write(draft, seal, arrays, folded=False)


def load_run(path: PathLike) -> SimulationResult:
    """Read a run from a file.

    Nothing in the file is run or unpickled, and no more memory is taken than the run needs.

    Parameters
    ----------
    path : str or os.PathLike
        A file that `SimulationResult.save` wrote, ``.npz`` or ``.parquet``.

    Returns
    -------
    SimulationResult
        Equal to the one that was saved, bit for bit.

    Raises
    ------
    FileError
        If the file cannot be read, is damaged, comes from a newer version, or is no run at all.
    MissingDependencyError
        If the format needs a package that is not installed.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import riskplan as rp
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("all", "All", rp.Normal(100, 10))])
    >>> run = rp.simulate(plan, iterations=1_000, seed=7)
    >>> with TemporaryDirectory() as folder:
    ...     run.save(Path(folder) / "dam.npz")
    ...     again = load_run(Path(folder) / "dam.npz")
    >>> bool((again.cost.values == run.cost.values).all()), again.provenance == run.provenance
    (True, True)
    """
    file = as_path(path)
    form = _format_to_read(file)
    try:
        stream = file.open("rb")
    except (OSError, ValueError) as error:
        raise unreachable(file, "read", error) from error
    with stream:
        _refuse_misnamed(file, stream.read(_LONGEST_START))
        stream.seek(0)
        tables, described = opened(file, form.read_seal(file, stream))
        refuse_unfolding(file, stream.seek(0, 2), described)
        arrays = form.read_arrays(file, stream, described)
    refuse_wrong_bytes(file, arrays, described)
    try:
        return unpacked(tables, arrays)
    except MisfitError as error:
        raise foreign(file, str(error)) from error


def _format_of(file: Path) -> ModuleType:
    known = _FORMATS.get(file.suffix.lower())
    if known is None:
        raise FileError(f"{file}: {_RULE}; rename it")
    return known


def _format_to_read(file: Path) -> ModuleType:
    """Return the format of a file that is there, or say what it is instead of a run."""
    if os.path.isdir(file):  # noqa: PTH112 - that of a Path raises where a folder is closed
        raise unreachable(file, "read", IsADirectoryError())
    if file.suffix.lower() in _PLANS:
        raise FileError(f"{file}: this is a plan, and {_RULE}; read it with rp.load")
    if file.suffix.lower() not in _FORMATS:
        raise FileError(
            f"{file}: {_RULE}; name a file that run.save(path) wrote, or bring samples of another "
            "tool with rp.from_samples"
        )
    return _format_of(file)


def _refuse_misnamed(file: Path, start: bytes) -> None:
    """Refuse a run in one format whose name tells the other."""
    for suffix, mark in _STARTS.items():
        if start.startswith(mark) and file.suffix.lower() != suffix:
            raise FileError(f"{file}: its content is that of a {suffix} file; rename it so")
