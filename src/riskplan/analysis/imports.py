"""The dates of an imported plan beside those that the file stores, activity by activity."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs
from attrs import field, frozen

from riskplan._files import PathLike
from riskplan._format import card
from riskplan.analysis import import_causes as causes
from riskplan.analysis.import_rules import base_under_the_rules, plan_under_the_rules
from riskplan.compiler import Calendars
from riskplan.errors import RequestError, counted
from riskplan.io.schedules import Imported, imported, is_of_primavera, read_schedule_file
from riskplan.io.schedules.raw import Amount, FileTask, ScheduleFile
from riskplan.model import (
    Calendar,
    Hammock,
    Milestone,
    Plan,
    ScheduleItem,
)
from riskplan.results import BaseSchedule

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DateComparison", "ImportCheck", "import_check"]

_DATES = ("early_start", "early_finish", "late_start", "late_finish")
_FIGURES = (*_DATES, "total_float")
_HALF_A_MINUTE = 0.5
_MIDNIGHT = dt.time()
_FEW = 3
_LONGEST_CHAIN = 2_000


@frozen
class DateComparison:
    """One date or float of one activity: ours, and the one that the file stores.

    Parameters
    ----------
    id, name : str
        The activity.
    figure : str
        ``early_start``, ``early_finish``, ``late_start``, ``late_finish`` or ``total_float``.
    ours, stored : datetime.datetime, or float for a float [minutes]
    difference : float [working minutes]
        Ours less the stored one, in working time of the activity.
    cause : str
        Why they differ, where it can be told.
    is_milestone : bool
    """

    id: str
    name: str
    figure: str
    ours: dt.datetime | float
    stored: dt.datetime | float
    difference: float
    cause: str = ""
    is_milestone: bool = False

    @property
    def matches(self) -> bool:
        """Whether both are the same to the minute.

        The early start of work is the very same minute. Between any other two may lie time that is
        not worked: the end of a day, and the beginning of the next, are the same for the work.
        """
        if self.figure == "early_start" and not self.is_milestone and self.ours != self.stored:
            return False
        return abs(self.difference) < _HALF_A_MINUTE


@frozen(repr=False)
class ImportCheck:
    """How far a plan's own dates are those of the file that it came from.

    Parameters
    ----------
    comparisons : tuple of DateComparison
    losses : tuple of str
        What the file says and the plan cannot, or says otherwise.
    missing : tuple of str
        Activities of the file that the plan does not have.
    """

    comparisons: tuple[DateComparison, ...]
    losses: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def agreement(self) -> dict[str, tuple[int, int]]:
        """For each figure, how many match and how many the file stores."""
        counts = dict.fromkeys(_FIGURES, (0, 0))
        for comparison in self.comparisons:
            matched, stored = counts[comparison.figure]
            counts[comparison.figure] = matched + comparison.matches, stored + 1
        return counts

    @property
    def differences(self) -> tuple[DateComparison, ...]:
        """The comparisons that do not match."""
        return tuple(comparison for comparison in self.comparisons if not comparison.matches)

    def __iter__(self) -> Iterator[DateComparison]:
        return iter(self.comparisons)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame with a row for each activity and figure: ours, stored, difference."""
        import pandas as pd

        rows = [
            (c.id, c.name, c.figure, c.ours, c.stored, c.difference, c.matches, c.cause)
            for c in self
        ]
        names = ["id", "name", "figure", "ours", "stored", "difference", "matches", "cause"]
        return pd.DataFrame(rows, columns=names).set_index(["id", "figure"])

    def __repr__(self) -> str:
        parts = [f"{figure} {matched}/{stored}" for figure, (matched, stored) in self._shown()]
        if not parts:
            parts = ["the file stores no dates of work that is still to be done"]
        causes = dict.fromkeys(c.cause for c in self.differences if c.cause)
        parts += [f"because {'; '.join([*causes][:_FEW])}"] if causes else []
        parts += [counted(len(self.losses), "kind") + " of loss"] if self.losses else []
        return f"ImportCheck({', '.join(parts)})"

    def _repr_html_(self) -> str:
        rows = [
            (figure.replace("_", " "), f"{matched:,} of {stored:,} match")
            for figure, (matched, stored) in self._shown()
        ]
        causes = dict.fromkeys(c.cause for c in self.differences if c.cause)
        rows += [("cause", cause) for cause in causes]
        rows += [("not as in the file", loss) for loss in self.losses]
        return card("Dates beside those of the file", rows)

    def _shown(self) -> list[tuple[str, tuple[int, int]]]:
        return [(figure, counts) for figure, counts in self.agreement.items() if counts[1]]


def import_check(
    plan: Plan, path: PathLike, *, encoding: str | None = None, project: str | int | None = None
) -> ImportCheck:
    """Compare the base schedule of an imported plan with the dates that its file stores.

    Constraints are taken as the tool takes them that wrote the file. What has been finished is
    not compared. Where a file stores no float, or one of zero against its own dates, the float
    is that between its early and its late finish.

    Parameters
    ----------
    plan : Plan
        What `read_schedule` made of the file, changed or not.
    path : str or os.PathLike
        The file.
    encoding, project
        As in `read_schedule`; of several projects, that of the plan's name is taken unless given.

    Returns
    -------
    ImportCheck

    Raises
    ------
    FileError
        If the file cannot be read.
    RequestError
        If plan and file have no activity in common.
    PlanError
        If the plan breaks a rule.
    MissingDependencyError
        If the extra ``riskplan[schedules]`` or any Java is absent.

    Examples
    --------
    >>> import_check(Plan("P"), "plan.xer")
    Traceback (most recent call last):
        ...
    riskplan.errors.FileError: plan.xer: it cannot be read: it does not exist; check the path
    """
    given: object = plan
    if not isinstance(given, Plan):
        raise RequestError(
            f"the plan comes first (got {type(given).__name__}), and then its file: "
            "rp.import_check(plan, path)"
        )
    file = read_schedule_file(path, encoding=encoding, project=project, preferred=plan.name)
    return checked(plan, file, imported(file))


def checked(plan: Plan, file: ScheduleFile, source: Imported) -> ImportCheck:
    """Compare the base schedule of a plan with the dates of a file that has been read."""
    known = {item.id for item in plan.activities}
    tasks = {name: task for name, task in source.tasks.items() if name in known}
    if not tasks:
        raise RequestError(
            f"the plan and {file.source} have no activity in common; "
            "check the plan that read_schedule made of this file"
        )
    whole = plan_under_the_rules(plan, file, tasks)
    base = base_under_the_rules(whole, file)
    check = _Check(whole, file, base, source.calendars, _calendars(whole, source))
    comparisons = [
        comparison
        for row, name in enumerate(check.base.ids)
        if name in tasks
        for comparison in check.of(row, tasks[name])
    ]
    missing = tuple(name for name in source.tasks if name not in known)
    return ImportCheck(tuple(comparisons), source.losses, missing)


def _calendars(plan: Plan, source: Imported) -> Calendars:
    """Return the calendars of the plan, and those that tasks of the file name."""
    more = {calendar.id: calendar for calendar in source.calendars.values()}
    for calendar in (plan.calendar, *plan.calendars):
        more.pop(calendar.id, None)
    return Calendars(plan.evolve(calendars=(*plan.calendars, *more.values())))


@frozen
class _Check:
    plan: Plan
    file: ScheduleFile
    base: BaseSchedule
    own: Mapping[str, Calendar]
    calendars: Calendars
    has_hours: bool = field(init=False)
    rows: Mapping[str, int] = field(init=False)
    tasks: Mapping[int, FileTask] = field(init=False)
    linked: Mapping[int, list[int]] = field(init=False)

    @tasks.default
    def _by_uid(self) -> dict[int, FileTask]:
        return {task.uid: task for task in self.file.tasks}

    @rows.default
    def _by_id(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.base.ids)}

    @linked.default
    def _neighbours(self) -> dict[int, list[int]]:
        """What each task is linked to, in either direction."""
        found: dict[int, list[int]] = {}
        for link in self.file.links:
            found.setdefault(link.successor, []).append(link.predecessor)
            found.setdefault(link.predecessor, []).append(link.successor)
        return found

    @has_hours.default
    def _times_of_day(self) -> bool:
        """Whether the file stores times of day at all; some kinds store dates only."""
        dates = (getattr(task, figure) for task in self.file.tasks for figure in _DATES)
        return any(date is not None and date.time() != _MIDNIGHT for date in dates)

    def of(self, row: int, task: FileTask) -> Iterator[DateComparison]:
        """Yield the comparisons of one activity."""
        if task.actual_finish is not None or task.external:
            return
        item = self.plan.activities[row]
        calendar = self.plan.calendar_named(getattr(item, "calendar", None))
        ours = self._ours(row, task)
        for figure in _DATES:
            stored = getattr(task, figure)
            if stored is not None:
                yield self._date(item, figure, ours[figure], stored, calendar, task)
        slack = self._stored_float(task, self.own[item.id].id)
        if slack is not None:
            mine = float(self.base.total_float[row]) * calendar.hours * 60.0
            by_dates = isinstance(item, Hammock) or not is_of_primavera(self.file)
            if task.early_finish and task.late_finish and by_dates:
                # Microsoft Project counts float on the task's calendar, whoever works on it.
                own = self.own[item.id].id
                mine = self._minutes(own, ours["early_finish"], ours["late_finish"])
            off = mine - slack
            cause = "" if abs(off) < _HALF_A_MINUTE else self._cause(task)
            yield DateComparison(item.id, item.name, "total_float", mine, slack, off, cause)

    def _ours(self, row: int, task: FileTask) -> dict[str, dt.datetime]:
        base = self.base
        found = {
            "early_start": base.start_dates[row],
            "early_finish": base.finish_dates[row],
            "late_start": base.late_start_dates[row],
            "late_finish": base.late_finish_dates[row],
        }
        if task.actual_start is not None and is_of_primavera(self.file):
            # Of what has been begun, Primavera tells from when the rest is done.
            found["early_start"] = base.resume_dates[row]
        elif task.actual_start is not None:
            # Microsoft Project keeps the start of what has been begun as its late start, too.
            found["late_start"] = base.start_dates[row]
        item = self.plan.activities[row]
        if isinstance(item, Hammock):
            # What is held back with all that it spans is held back as those are.
            rows = [self.rows[name] for name in item.over]
            found["late_start"] = min(base.late_start_dates[one] for one in rows)
            found["late_finish"] = max(base.late_finish_dates[one] for one in rows)
        return found

    def _date(
        self,
        item: ScheduleItem,
        figure: str,
        ours: dt.datetime,
        stored: dt.datetime,
        calendar: Calendar,
        task: FileTask,
    ) -> DateComparison:
        if not self.has_hours:
            # What ends at midnight ends the day before.
            until = dt.timedelta(minutes=figure.endswith("finish"))
            ours = dt.datetime.combine((ours - until).date(), _MIDNIGHT)
        off = 0.0
        if ours != stored:
            off = self._minutes(calendar.id, stored, ours)
        found = DateComparison(
            item.id, item.name, figure, ours, stored, off, "", isinstance(item, Milestone)
        )
        return found if found.matches else attrs.evolve(found, cause=self._cause(task))

    def _stored_float(self, task: FileTask, calendar: str) -> float | None:
        """Return the float that the file stores, or that its dates tell [minutes]."""
        stored = None
        if isinstance(task.total_float, Amount):
            stored = task.total_float.minutes(self.file.settings.lengths, whole=0.0)
        if stored or task.early_finish is None or task.late_finish is None:
            return stored
        return self._minutes(calendar, task.early_finish, task.late_finish)

    def _minutes(self, calendar: str, first: dt.datetime, last: dt.datetime) -> float:
        """Return how many minutes a calendar works from one date to another."""
        number = self.calendars.number(calendar)
        return self.calendars.minutes(number, last) - self.calendars.minutes(number, first)

    def _cause(self, task: FileTask) -> str:
        """Return why dates of a task differ: by itself, or by what it is linked to."""
        own = causes.of_task(task, self.file.settings, has_hours=self.has_hours)
        return own or self._chain(task)

    def _chain(self, task: FileTask) -> str:
        """Name the nearest task before or behind, whose own dates differ for a known cause."""
        seen, queue = {task.uid}, deque([task.uid])
        while queue and len(seen) < _LONGEST_CHAIN:
            for uid in self.linked.get(queue.popleft(), ()):
                other = self.tasks.get(uid)
                if uid in seen or other is None:
                    continue
                cause = causes.of_task(other, self.file.settings, has_hours=True)
                if cause:
                    return f"{other.name} bears on it, and {cause}"
                seen.add(uid)
                queue.append(uid)
        return ""
