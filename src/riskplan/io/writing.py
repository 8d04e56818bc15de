"""A plan to a file."""

from __future__ import annotations

from riskplan._files import PathLike, as_path, write_file
from riskplan.errors import RequestError
from riskplan.io.formats import format_of
from riskplan.io.limits import encoded
from riskplan.io.unstructure import unstructured
from riskplan.model import Plan, fields

__all__ = ["save"]


def save(plan: Plan, path: PathLike) -> None:
    """Write a plan to a file, from which `load` reads an equal plan.

    What is at its default is left out. A file that was there is replaced at the end, as a whole.

    Parameters
    ----------
    plan : Plan
        A plan with errors can be saved, too; `load` will refuse it until they are mended.
    path : str or os.PathLike
        Where to; the suffix, ``.toml`` or ``.json``, tells the format.

    Raises
    ------
    FileError
        If the file cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from riskplan.model import Activity
    >>> plan = Plan("Bridge", activities=[Activity("build", "Build", "pert(60, 80, 130)")])
    >>> with TemporaryDirectory() as folder:
    ...     save(plan, Path(folder) / "bridge.toml")
    ...     print(Path(folder, "bridge.toml").read_text("utf-8"))
    schema = 1
    name = "Bridge"
    activities = [
        { id = "build", name = "Build", duration = "pert(60, 80, 130)" },
    ]
    <BLANKLINE>
    """
    if not isinstance(plan, Plan):
        raise RequestError(f"save needs a plan (got {fields.quoted(plan)}); give the plan first")
    file = as_path(path)
    text = format_of(file).write(unstructured(plan))
    write_file(file, encoded(text, str(file)))
