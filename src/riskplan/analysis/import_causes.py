"""Why the dates of a task of a schedule file are not those of a plan, where the file tells."""

from __future__ import annotations

from riskplan.io.schedules.raw import FileSettings, FileTask

__all__ = ["of_task"]


def of_task(task: FileTask, settings: FileSettings, *, has_hours: bool) -> str:
    """Return the cause that lies in a task itself; nothing where there is none known."""
    for is_so, cause in (
        (task.manual, "the task is manually scheduled in Microsoft Project"),
        (task.external, "the task is of another project"),
        (bool(task.splits), "the task is interrupted"),
        (_is_levelled(task), "resources were levelled"),
        (
            task.activity_type == "LEVEL_OF_EFFORT",
            "a level of effort spans what it is linked to",
        ),
        (task.suspend_date is not None, "the task was suspended"),
        (
            task.expected_finish is not None and settings.use_expected_finish,
            "the task has an expected finish",
        ),
        (task.summary, "the links of a summary are those of all that it holds"),
        (task.actual_start is not None and task.actual_finish is None, _in_progress(settings)),
        (not has_hours, "the file stores dates without times of day"),
    ):
        if is_so:
            return cause
    return ""


def _is_levelled(task: FileTask) -> bool:
    return task.leveling_delay is not None and task.leveling_delay.number != 0.0


def _in_progress(settings: FileSettings) -> str:
    if settings.progress == "RETAINED_LOGIC":
        return "the task is in progress"
    return f"the task is in progress, by {settings.progress.lower().replace('_', ' ')}"
