"""Links from many tasks to many, as those of two summaries are: each goes through one point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from riskplan.io.schedules.outline import leaves
from riskplan.io.schedules.raw import Amount, FileLink, FileTask, ScheduleFile

__all__ = ["is_junction", "with_junctions"]

_MANY = 2_500


def is_junction(task: FileTask) -> bool:
    """Return whether a task is such a point, which the file itself does not hold."""
    return task.uid < 0 and task.external is False and task.activity_id == _name(task.uid)


def with_junctions(file: ScheduleFile) -> ScheduleFile:
    """Return a file in which links between large summaries go through a milestone of their own.

    A link between two summaries stands for as many as there are pairs of tasks in them.
    """
    if not any(task.summary for task in file.tasks):
        return file
    work = {
        task.uid: task for task in file.tasks if task.active and not (task.null or task.summary)
    }
    children = leaves(file.tasks, work)
    large = [link for link in file.links if _pairs(link, children) > _MANY]
    if not large:
        return file
    points = tuple(_points(large))
    kept = (link for link in file.links if link not in set(large))
    links = (*kept, *_through(large, points))
    return attrs.evolve(file, tasks=(*file.tasks, *points), links=tuple(links))


def _pairs(link: FileLink, children: Mapping[int, list[int]]) -> int:
    return len(children.get(link.predecessor, "1")) * len(children.get(link.successor, "1"))


def _points(links: Iterable[FileLink]) -> Iterator[FileTask]:
    for number, link in enumerate(links, 1):
        uid = -1_000_000 - number
        name = f"between summaries {link.predecessor} and {link.successor}"
        yield FileTask(
            uid=uid,
            activity_id=_name(uid),
            name=name,
            milestone=True,
            activity_type="FINISH_MILESTONE",
            duration=Amount(0.0),
        )


def _through(links: Iterable[FileLink], points: Iterable[FileTask]) -> Iterator[FileLink]:
    for link, point in zip(links, points, strict=True):
        yield FileLink(link.predecessor, point.uid, f"{link.type[0]}S", Amount(0.0))
        yield FileLink(point.uid, link.successor, f"F{link.type[1]}", link.lag)


def _name(uid: int) -> str:
    return f"junction-{-uid}"
