"""Tasks of other projects that a schedule waits for: points at the dates that the file stores."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from riskplan.io.schedules.raw import Amount, FileTask, ScheduleFile

__all__ = ["with_outside_dates"]


def with_outside_dates(file: ScheduleFile) -> Iterator[FileTask]:
    """Yield the tasks of a file; those of other projects that others wait for as fixed points.

    Such a task becomes one without duration at its finish, or at its start where links lead from
    there, as if it had been put there by hand.
    """
    ends: dict[int, set[str]] = {}
    for link in file.links:
        ends.setdefault(link.predecessor, set()).add(link.type[0])
    for task in file.tasks:
        of_start = ends.get(task.uid) == {"S"}
        at = task.start if of_start else task.finish
        if not task.external or task.uid not in ends or at is None:
            yield task
            continue
        yield attrs.evolve(
            task,
            manual=True,
            manual_duration=None,
            duration=Amount(0.0),
            start=at,
            finish=at,
            actual_start=None,
            actual_finish=None,
            constraint=None,
        )
