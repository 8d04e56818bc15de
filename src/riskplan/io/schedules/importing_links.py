"""The links of a schedule file, those of summaries as links of what they hold."""

from __future__ import annotations

from collections.abc import Mapping

from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.raw import FileLink, FileTask, ScheduleFile

__all__ = ["LEVEL_OF_EFFORT", "is_broken", "links_into", "links_of_effort"]

LEVEL_OF_EFFORT = "LEVEL_OF_EFFORT"


def links_into(
    file: ScheduleFile,
    tasks: Mapping[int, FileTask],
    children: Mapping[int, list[int]],
    losses: Losses,
) -> dict[int, list[tuple[int, FileLink]]]:
    """Return the links into each task, with the task that they come from.

    What waits for the end of a summary waits for all that it holds, and what a summary waits for,
    all that it holds waits for.
    """
    into: dict[int, list[tuple[int, FileLink]]] = {}
    for link in file.links:
        if _drives_by_effort(link, tasks):
            continue
        if link.predecessor in children and link.type[0] == "S":
            losses.of_link("bound to the start of a summary, so to all that it holds", link)
        if link.successor in children and link.type[1] == "F":
            losses.of_link("bound to the finish of a summary, so to all that it holds", link)
        befores = children.get(link.predecessor, [link.predecessor])
        for after in children.get(link.successor, [link.successor]):
            for before in befores:
                if before in tasks and after in tasks and before != after:
                    into.setdefault(after, []).append((before, link))
    return into


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
