"""Schedules of other tools, read by MPXJ in a Java that is started only when used."""

from __future__ import annotations

from collections.abc import Sequence

from riskplan._files import PathLike
from riskplan.errors import RequestError
from riskplan.io.schedules.importing import Imported, imported, is_of_primavera
from riskplan.io.schedules.importing_constraints import strictest
from riskplan.io.schedules.raw import ScheduleFile
from riskplan.io.schedules.reading import read_schedule_file
from riskplan.model import Plan

__all__ = [
    "Imported",
    "ScheduleFile",
    "imported",
    "is_of_primavera",
    "read_schedule",
    "read_schedule_file",
    "strictest",
]


def read_schedule(
    path: PathLike,
    *,
    encoding: str | None = None,
    project: str | int | None = None,
    three_points: Sequence[str] = (),
    category: str | None = None,
) -> Plan:
    """Read a schedule of Microsoft Project, Primavera P6 or another tool as a plan.

    What the plan cannot say as the file says it is listed in the plan's description, and in
    `import_check`. Constraints that would hold against the links only delay, unless the plan's
    `constraint_policy` is set to hard.

    Parameters
    ----------
    path : str or os.PathLike
        MSPDI (XML) or MPP of Microsoft Project, MPX, XER or PMXML of Primavera P6, or any other
        kind that MPXJ knows.
    encoding : str, optional
        Of an XER or MPX file that does not say it, such as ``"cp1251"``.
    project : str or int, optional
        The id or the name of one project of a file with several.
    three_points : sequence of str, optional
        The custom fields that hold the least, the most likely and the greatest duration, such as
        ``["Duration1", "Duration2", "Duration3"]``, by their own names or what the file calls
        them; numbers in them are working days.
    category : str, optional
        What tells the category of each activity, for ``rp.spread(plan, by="category:…")``: an
        activity code or a custom field, by its name or what the file calls it, or ``"WBS 2"`` for
        the second level of summaries below the project. Unless given, it is the activity code of
        a file with only one; the first level of summaries are the phases.

    Returns
    -------
    Plan

    Raises
    ------
    FileError
        If the file cannot be read, is damaged, cut off, too large or no schedule.
    RequestError
        If it holds no such project or field, or no encoding has that name.
    MissingDependencyError
        If the extra ``riskplan[schedules]`` or any Java is absent.

    Examples
    --------
    >>> read_schedule("plan.mpp")
    Traceback (most recent call last):
        ...
    riskplan.errors.FileError: plan.mpp: it cannot be read: it does not exist; check the path
    """
    names: dict[str, object] = {"encoding": encoding, "category": category}
    for name, value in names.items():
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise RequestError(f"{name} must be a name (got {value!r}); leave it out for the usual")
    fields: object = three_points
    if isinstance(fields, str) or not all(isinstance(one, str) for one in three_points):
        raise RequestError(
            f"three_points must be the names of three custom fields (got {three_points!r}), such "
            'as ["Duration1", "Duration2", "Duration3"]'
        )
    file = read_schedule_file(path, encoding=encoding, project=project)
    return imported(file, three_points, category).plan
