"""Up to when a schedule file knows what has happened, and whether a plan may go on from there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from riskplan.io.schedules.importing_calendars import Calendars
from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.raw import Amount, FileTask, ScheduleFile
from riskplan.model import Plan
from riskplan.model.working_hours import minutes_between

__all__ = ["data_date_of_primavera", "data_date_of_project"]

_A_MINUTE = 1.0
_NOTHING = Amount(0.0)


def data_date_of_primavera(
    file: ScheduleFile, tasks: Collection[FileTask], start: dt.datetime
) -> dt.datetime | None:
    """Return the data date, unless it lies before the first day and nothing has happened."""
    status = file.settings.status_date
    first = dt.datetime.combine(start.date(), dt.time())
    if status is not None and status <= first and not any(map(_has_begun, tasks)):
        return None
    return status


def data_date_of_project(
    file: ScheduleFile, tasks: Collection[FileTask], calendars: Calendars, losses: Losses
) -> dt.datetime | None:
    """Return the status date where what is left lies behind it, as in the file.

    Microsoft Project leaves work that has not been done before its status date until somebody
    moves it. Where there is such work, the plan gets no data date, so that its dates are those of
    the file, and the work is listed with the remedy.
    """
    status = file.settings.status_date
    if status is None or not any(map(_has_begun, tasks)):
        return None
    late = list(_before(status, tasks, calendars))
    if not late:
        return status
    date = status.isoformat(sep=" ", timespec="minutes")
    what = (
        f"left in the file before its status date {date}, so that the plan has no data date and "
        f'simulates it there; plan.evolve(data_date="{date}") goes on from that date'
    )
    for task in late:
        losses.of_task(what, task)
    return None


def _has_begun(task: FileTask) -> bool:
    return task.actual_start is not None or task.actual_finish is not None


def _before(
    status: dt.datetime, tasks: Collection[FileTask], calendars: Calendars
) -> Iterator[FileTask]:
    """Yield what has not been done, but would be before the status date, or what is beyond it."""
    for task in tasks:
        done = task.actual_finish
        if done is not None:
            if done.date() > status.date():
                yield task
        elif task.actual_start is None:
            start = task.early_start or task.start
            if start is not None and start < status:
                yield task
        elif not _goes_on(status, task, calendars):
            yield task


def _goes_on(status: dt.datetime, task: FileTask, calendars: Calendars) -> bool:
    """Return whether the rest of a task takes from the status date to its finish."""
    finish = task.finish or task.early_finish
    if finish is None or task.actual_start is None or task.actual_start > status:
        return False
    calendar = calendars.of_task(task)
    rest = (task.remaining or _NOTHING).minutes(calendars.lengths(calendar), whole=0.0)
    left = minutes_between(Plan("", calendar=calendar), calendar, status, finish)
    return abs(left - rest) < _A_MINUTE
