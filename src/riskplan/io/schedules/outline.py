"""The outline of a schedule file: what summaries hold, and what that means for what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from riskplan.io.schedules.raw import FileConstraint, FileTask
from riskplan.io.schedules.slugs import free_id
from riskplan.model import Phase

__all__ = ["constraints_of_summaries", "leaves", "phases_of", "summaries_above"]


def leaves(all_tasks: Sequence[FileTask], work: Mapping[int, FileTask]) -> dict[int, list[int]]:
    """Return the tasks of work that each summary holds, however deep."""
    parents = {task.uid: task.parent for task in all_tasks}
    found: dict[int, list[int]] = {
        task.uid: [] for task in all_tasks if task.uid not in work and task.summary
    }
    for uid in work:
        parent = parents.get(uid)
        seen = set()
        while parent is not None and parent not in seen:
            seen.add(parent)
            if parent in found:
                found[parent].append(uid)
            parent = parents.get(parent)
    return found


def constraints_of_summaries(
    all_tasks: Sequence[FileTask], children: Mapping[int, list[int]]
) -> dict[int, list[FileConstraint]]:
    """Return the constraints that tasks get from the summaries that hold them."""
    found: dict[int, list[FileConstraint]] = {}
    for task in all_tasks:
        constraint = task.constraint
        if task.uid in children and constraint is not None and constraint.at is not None:
            for child in children[task.uid]:
                found.setdefault(child, []).append(constraint)
    return found


def phases_of(
    all_tasks: Sequence[FileTask], work: Mapping[int, FileTask]
) -> tuple[tuple[Phase, ...], dict[int, str]]:
    """Return a phase for each top summary below the project, and the phase of each task."""
    phase_of: dict[int, str] = {}
    phases: dict[int, Phase] = {}
    for uid, above in summaries_above(all_tasks, work).items():
        if above:
            top = above[0]
            if top.uid not in phases:
                taken = {phase.id for phase in phases.values()}
                phases[top.uid] = Phase(free_id(top.name or "phase", taken), top.name)
            phase_of[uid] = phases[top.uid].id
    return tuple(phases.values()), phase_of


def summaries_above(
    all_tasks: Sequence[FileTask], work: Mapping[int, FileTask]
) -> dict[int, list[FileTask]]:
    """Return the summaries that hold each task, from the top one below the project down."""
    by_uid = {task.uid: task for task in all_tasks}
    tops = {task.uid for task in all_tasks if task.parent not in by_uid and not task.null}
    project = tops if len(tops) == 1 else set()
    known: dict[int, list[FileTask]] = {}
    found: dict[int, list[FileTask]] = {}
    for uid in work:
        parent = by_uid[uid].parent
        if parent is None:
            found[uid] = []
            continue
        if parent not in known:
            chain = [task for task in _above(by_uid[uid], by_uid) if task.uid not in project]
            known[parent] = chain[::-1]
        found[uid] = known[parent]
    return found


def _above(task: FileTask, by_uid: Mapping[int, FileTask]) -> Iterator[FileTask]:
    seen = {task.uid}
    while task.parent is not None and task.parent in by_uid and task.parent not in seen:
        task = by_uid[task.parent]
        seen.add(task.uid)
        yield task
