"""What people have written into a schedule beside it: three points, and what kind of work it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from riskplan.errors import RequestError
from riskplan.io.schedules.outline import summaries_above
from riskplan.io.schedules.raw import FileTask, ScheduleFile

__all__ = ["Categories", "categories_of", "three_fields"]

_THREE = 3
_FEW = 12
_LEVEL = re.compile(r"wbs\s*(\d{1,2})")


def three_fields(file: ScheduleFile, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return what the file calls the fields of three points, asked for by name or alias.

    Raises
    ------
    RequestError
        If they are not three, or if the file has no such field.
    """
    if isinstance(wanted, str) or len(wanted) not in (0, _THREE):
        raise RequestError(
            "three_points must name three custom fields, of the least, the most likely and the "
            f'greatest duration (got {wanted!r}); write ["Duration1", "Duration2", "Duration3"]'
        )
    return tuple(_field(file, name, "three_points") for name in wanted)


def _field(file: ScheduleFile, wanted: str, what: str, more: Iterable[str] = ()) -> str:
    """Return what a custom field or an activity code is called, however its name is written."""
    known = {own.casefold(): label for label, own in file.fields.items()}
    known |= {label.casefold(): label for label in file.fields}
    known |= {name.casefold(): name for task in file.tasks for name in task.custom}
    known |= {name.casefold(): name for name in more}
    found = known.get(wanted.strip().casefold())
    if found is not None:
        return found
    labels = sorted({*file.fields, *more})
    some = ", ".join(_shown(label, file.fields) for label in labels[:_FEW]) or "none"
    raise RequestError(
        f"{file.source}: {what} names {wanted!r}, which no field of its tasks is called; "
        f"those that are used: {some}"
    )


def _shown(label: str, fields: Mapping[str, str]) -> str:
    own = fields.get(label, label)
    return label if own == label else f"{label} ({own})"


@frozen
class Categories:
    """The class of work of each task, and where it is taken from.

    Parameters
    ----------
    of : dict of int to str
        By the unique ids of tasks.
    source : str
        What the file calls it; nothing where there is none.
    """

    of: Mapping[int, str]
    source: str = ""


def categories_of(
    file: ScheduleFile, tasks: Mapping[int, FileTask], wanted: str | None
) -> Categories:
    """Return the class of work of each task: by a code, a custom field or a level of the outline.

    Unless asked for, it is the activity code, where the file has only one.

    Raises
    ------
    RequestError
        If the file has no such code or field.
    """
    codes = list(dict.fromkeys(code for task in file.tasks for code in task.codes))
    if wanted is None:
        if len(codes) != 1:
            return Categories({})
        wanted = codes[0]
    level = _LEVEL.fullmatch(wanted.strip().casefold())
    if level:
        named = _of_level(file, tasks, int(level[1]))
        if not named:
            raise RequestError(
                f"category {wanted!r}: no activity of {file.source} lies so deep in the outline; "
                "choose a higher level, such as 'WBS 1', or an activity code or a custom field"
            )
        return Categories(named, wanted)
    name = _field(file, wanted, "category", codes)
    texts = {uid: task.codes.get(name, task.custom.get(name)) for uid, task in tasks.items()}
    found = {uid: str(text).strip() for uid, text in texts.items() if text is not None}
    return Categories({uid: text for uid, text in found.items() if text}, name)


def _of_level(file: ScheduleFile, tasks: Mapping[int, FileTask], level: int) -> dict[int, str]:
    """Return the summary that holds each task so many levels below the project."""
    found = {}
    for uid, above in summaries_above(file.tasks, tasks).items():
        if 1 <= level <= len(above):
            found[uid] = above[level - 1].name
    return found
