"""A schedule of another tool becomes a plan, and what a plan cannot say is listed."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from riskplan.errors import FileError
from riskplan.io.schedules.estimates import categories_of, three_fields
from riskplan.io.schedules.importing_calendars import Calendars
from riskplan.io.schedules.importing_links import links_into, links_of_effort
from riskplan.io.schedules.importing_status import data_date_of_primavera, data_date_of_project
from riskplan.io.schedules.importing_tasks import Importer
from riskplan.io.schedules.junctions import is_junction, with_junctions
from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.outline import constraints_of_summaries, leaves, phases_of
from riskplan.io.schedules.outside import with_outside_dates
from riskplan.io.schedules.raw import FileTask, ScheduleFile
from riskplan.io.schedules.unsaid import list_unsaid
from riskplan.model import Calendar, Plan

__all__ = ["Imported", "imported", "is_of_primavera"]

_LONGEST_ID = 80
_FILES = (".xml", ".mpp", ".mpx", ".xer", ".pmxml", ".mpt")


@frozen
class Imported:
    """A plan, which task of the file each of its items is, and what the plan leaves out.

    Parameters
    ----------
    plan : Plan
    tasks : dict of str to FileTask
        The task of the file that each item of the schedule stands for, by the item's id.
    calendars : dict of str to Calendar
        The calendar that each of these tasks names itself, its resources apart.
    losses : tuple of str
        What the file says and the plan cannot, or says otherwise.
    """

    plan: Plan
    tasks: Mapping[str, FileTask]
    calendars: Mapping[str, Calendar]
    losses: tuple[str, ...]


def is_of_primavera(file: ScheduleFile) -> bool:
    """Return whether a schedule follows the rules of Primavera P6, not of Microsoft Project."""
    return file.settings.application == "Primavera" or file.settings.kind in ("XER", "PMXML")


def imported(
    file: ScheduleFile, three_points: Sequence[str] = (), category: str | None = None
) -> Imported:
    """Return the plan of a schedule file.

    Parameters
    ----------
    file : ScheduleFile
    three_points : sequence of str, optional
        The custom fields with the least, the most likely and the greatest duration.
    category : str, optional
        The activity code, custom field or level of the outline that tells the class of work.

    Raises
    ------
    FileError
        If the schedule has no start.
    RequestError
        If the file has no such field.
    """
    file = with_junctions(file)
    points = three_fields(file, three_points)
    losses = Losses(list(file.notes))
    tasks = {task.uid: task for task in with_outside_dates(file) if _is_work(task, losses)}
    start = _start(file, tasks.values())
    calendars = Calendars.of(file, losses)
    children = leaves(file.tasks, tasks)
    ids = _ids_of(list(tasks.values()))
    categories = categories_of(file, tasks, category)
    phases, phase_of = phases_of(file.tasks, tasks)
    is_of_p6 = is_of_primavera(file)
    importer = Importer(
        file=file,
        tasks=tasks,
        ids=ids,
        links=links_into(file, tasks, children, losses),
        links_of_effort=links_of_effort(file, tasks),
        calendars=calendars,
        start=start,
        summed_up=constraints_of_summaries(file.tasks, children),
        phases=phase_of,
        three_points=points,
        categories=categories,
        losses=losses,
        is_of_primavera=is_of_p6,
    )
    items = [importer.item(task) for task in tasks.values()]
    if file.outside_links:
        losses.say(f"links to other projects are left out: {len(file.outside_links)}")
    settings = file.settings
    if is_of_p6:
        data_date = data_date_of_primavera(file, tasks.values(), start)
    else:
        data_date = data_date_of_project(file, tasks.values(), calendars, losses)
    list_unsaid(file, tasks, ids, categories, points, losses)
    must_finish = settings.must_finish_by
    plan = Plan(
        _name(file),
        start=start.date(),
        currency=settings.currency or "",
        calendar=calendars.plan,
        calendars=calendars.others,
        phases=phases,
        activities=items,
        data_date=data_date,
        deadline=must_finish.date() if must_finish is not None else None,
        description=_described(file, tuple(losses)),
    )
    named = {ids[uid]: task for uid, task in tasks.items() if not is_junction(task)}
    own = {name: calendars.own_of(task) for name, task in named.items()}
    return Imported(plan, named, own, tuple(losses))


def _is_work(task: FileTask, losses: Losses) -> bool:
    """Return whether a line of the schedule is work or a milestone, not only a heading."""
    if task.null or task.summary or task.activity_type == "WBS_SUMMARY":
        return False
    if not task.active:
        losses.of_task("inactive, and left out", task)
    elif task.external and not task.manual:
        losses.of_task("of another project, and left out", task)
    else:
        if task.external:
            losses.of_task("of another project, kept as a milestone at the date of the file", task)
        return True
    return False


def _start(file: ScheduleFile, tasks: Iterable[FileTask]) -> dt.datetime:
    """Return when the plan begins: with the project, or with what lies before that."""
    leads = not is_of_primavera(file)  # which may pull a task before the project's start
    fixed = [
        task.actual_start or (task.start if task.manual else task.early_start if leads else None)
        for task in tasks
    ]
    dates = [date for date in (file.settings.start, *fixed) if date is not None]
    if not dates:
        raise FileError(f"{file.source}: the project has no start date; give it one")
    return min(dates)


def _ids_of(tasks: Sequence[FileTask]) -> dict[int, str]:
    """Return an id for each task: its own where that is unique, and else with its number."""
    wanted = ["".join((task.activity_id or "").split())[:_LONGEST_ID] for task in tasks]
    counts = Counter(wanted)
    return {
        task.uid: name if name and counts[name] == 1 else f"{name}-{task.uid}".lstrip("-")
        for task, name in zip(tasks, wanted, strict=True)
    }


def _name(file: ScheduleFile) -> str:
    """Return what people call a project: its title where its name is only that of a file."""
    settings = file.settings
    name = settings.name or file.source
    if not name.lower().endswith(_FILES):
        return name
    return settings.title or re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name


def _described(file: ScheduleFile, losses: Sequence[str]) -> str:
    kind = f"{file.settings.application} {file.settings.kind}".strip()
    lines = [f"Read from a schedule ({kind})."]
    if losses:
        lines += ["What differs from it:", *(f"- {loss}" for loss in losses)]
    return "\n".join(lines)
