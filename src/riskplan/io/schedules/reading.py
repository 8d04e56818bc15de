"""A file of another tool to its raw values: inspected, decoded, read by MPXJ, frozen."""

from __future__ import annotations

from riskplan._files import PathLike, as_path
from riskplan.io.schedules.encodings import Decoded, as_mpx, as_xer
from riskplan.io.schedules.inspection import Form, content_of, form_of, harmless_xml, links_in
from riskplan.io.schedules.mpxj import hand_over, load_reader
from riskplan.io.schedules.parsing import schedule_file
from riskplan.io.schedules.raw import ScheduleFile

__all__ = ["read_schedule_file"]

_LARGE = 1_000_000


def read_schedule_file(
    path: PathLike,
    *,
    encoding: str | None = None,
    project: str | int | None = None,
    preferred: str | None = None,
) -> ScheduleFile:
    """Read a schedule of another tool as the file says it.

    Parameters
    ----------
    path : str or os.PathLike
        MSPDI (XML) or MPP of Microsoft Project, MPX, XER or PMXML of Primavera P6, or any other
        kind that MPXJ knows; the content tells which, not the suffix.
    encoding : str, optional
        Of an XER or MPX file, such as ``"cp1251"``; by default it is found from the text.
        All other kinds say it themselves.
    project : str or int, optional
        The id or the name of one project of a file with several; by default the exported one
        with the most tasks, with a note of the others.
    preferred : str, optional
        The name of the project to take where none is given, if there is one of that name.

    Returns
    -------
    ScheduleFile

    Raises
    ------
    FileError
        If the file cannot be read, is damaged, cut off, too large or no schedule.
    RequestError
        If it holds no such project, or no encoding has that name.
    MissingDependencyError
        If the extra ``riskplan[schedules]`` or any Java is absent.

    Examples
    --------
    >>> read_schedule_file("plan.mpp")
    Traceback (most recent call last):
        ...
    riskplan.errors.FileError: plan.mpp: it cannot be read: it does not exist; check the path
    """
    file = as_path(path)
    source = str(path)
    content = content_of(file)
    form = form_of(content, source)
    text: Decoded | None = None
    if form is Form.XML:
        if len(content) > _LARGE:
            load_reader(content)
        content = harmless_xml(content, source)
    elif form is Form.XER:
        content, text = as_xer(content, source, encoding)
    elif form is Form.MPX:
        content, text = as_mpx(content, source, encoding)
    given = hand_over(content, form, source, project, preferred)
    missing = 0 if given.others else links_in(content, form) - len(given.links["id"])
    return schedule_file(given, source, _notes(text, given.others, missing))


def _notes(text: Decoded | None, others: tuple[str, ...], missing: int) -> tuple[str, ...]:
    notes = []
    if missing > 0:
        notes.append(
            "links that MPXJ leaves out, as they lead to a task that the file does not hold, or "
            f"are said twice: {missing:,}"
        )
    if text is not None and text.guessed:
        notes.append(
            f"the file does not say its encoding, and was read as {text.encoding}; "
            "where names look wrong, give encoding="
        )
    if others:
        notes.append(
            f"the file also holds {', '.join(others)}, which were not read; choose with project="
        )
    return tuple(notes)
