"""The links of a schedule file, those of summaries as links of what they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.raw import FileLink, FileTask, ScheduleFile

__all__ = ["LEVEL_OF_EFFORT", "OVERRIDE", "is_broken", "links_into", "links_of_effort"]

LEVEL_OF_EFFORT = "LEVEL_OF_EFFORT"
OVERRIDE = "PROGRESS_OVERRIDE"


def links_into(
    file: ScheduleFile,
    tasks: Mapping[int, FileTask],
    children: Mapping[int, list[int]],
    losses: Losses,
) -> dict[int, list[tuple[int, FileLink]]]:
    """Return the links into each task, with the task that they come from.

    What waits for the end of a summary waits for all that it holds, what waits for its start, for
    the first task that it holds, and what a summary waits for, all that it holds waits for.
    """
    into: dict[int, list[tuple[int, FileLink]]] = {}
    overrides = file.settings.progress == OVERRIDE
    for link in file.links:
        if _drives_by_effort(link, tasks):
            continue
        if link.predecessor == link.successor:
            losses.of_link("of a task to itself, and left out", link)
            continue
        if link.successor in children and link.type[1] == "F":
            losses.of_link("bound to the finish of a summary, so to all that it holds", link)
        befores = children.get(link.predecessor, [link.predecessor])
        if link.predecessor in children and link.type[0] == "S":
            what = "bound to the start of a summary, so to the first task that it holds"
            losses.of_link(what, link)
            befores = sorted(befores, key=lambda uid: _start(tasks[uid]))[:1]
        for after in children.get(link.successor, [link.successor]):
            for before in befores:
                if before not in tasks or after not in tasks or before == after:
                    continue
                if overrides and _is_overridden(tasks[before], tasks[after], link):
                    losses.of_link("left out, as progress overrides it", link)
                else:
                    into.setdefault(after, []).append((before, link))
    return into


def _start(task: FileTask) -> dt.datetime:
    """Return when a task of a summary starts, to find the first one."""
    return task.actual_start or task.early_start or task.start or dt.datetime.max


def _is_overridden(before: FileTask, after: FileTask, link: FileLink) -> bool:
    """Return whether a task goes on, although what it should wait for has not been finished.

    Files whose dates nevertheless keep the link come from tools that do not know the option.
    """
    if after.actual_start is None or after.actual_finish or before.actual_finish:
        return False
    ours = after.early_start if link.type[1] == "S" else after.early_finish
    theirs = before.early_start if link.type[0] == "S" else before.early_finish
    return ours is None or theirs is None or ours < theirs


def links_of_effort(file: ScheduleFile, tasks: Mapping[int, FileTask]) -> dict[int, list[FileLink]]:
    """Return the links from each level of effort."""
    found: dict[int, list[FileLink]] = {}
    for link in file.links:
        if _drives_by_effort(link, tasks):
            found.setdefault(link.predecessor, []).append(link)
    return found


def _drives_by_effort(link: FileLink, tasks: Mapping[int, FileTask]) -> bool:
    """Return whether a link comes from a level of effort, which drives nothing."""
    before = tasks.get(link.predecessor)
    return before is not None and before.activity_type == LEVEL_OF_EFFORT


def is_broken(task: FileTask, before: FileTask, link: FileLink) -> bool:
    """Return whether a task lies, as the file has it, where a link without lead forbids it."""
    ours = task.start if link.type[1] == "S" else task.finish
    theirs = before.start if link.type[0] == "S" else before.finish
    return ours is not None and theirs is not None and link.lag.number >= 0 and ours < theirs
