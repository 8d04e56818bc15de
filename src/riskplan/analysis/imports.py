"""The dates of an imported plan beside those that the file stores, activity by activity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from attrs import field, frozen

from riskplan._files import PathLike
from riskplan._format import card
from riskplan.compiler import Calendars
from riskplan.errors import RequestError
from riskplan.io.schedules import Imported, imported, is_of_primavera, read_schedule_file
from riskplan.io.schedules.raw import Amount, FileTask, ScheduleFile
from riskplan.model import (
    Activity,
    Calendar,
    Constraint,
    ConstraintKind,
    ConstraintPolicy,
    Milestone,
    Plan,
    ScheduleItem,
)
from riskplan.results import BaseSchedule
from riskplan.simulation import base_schedule

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DateComparison", "ImportCheck", "import_check"]

_DATES = ("early_start", "early_finish", "late_start", "late_finish")
_FIGURES = (*_DATES, "total_float")
_HALF_A_MINUTE = 0.5
_MIDNIGHT = dt.time()


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
        return f"ImportCheck({', '.join(parts) or 'the file stores no dates'})"

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
        As in `read_schedule`.

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
    file = read_schedule_file(path, encoding=encoding, project=project)
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
    policy = ConstraintPolicy.MANDATORY if is_of_primavera(file) else ConstraintPolicy.HARD
    whole = plan.evolve(constraint_policy=policy)
    base = base_schedule(whole) if is_of_primavera(file) else _as_in_project(whole)
    check = _Check(whole, file, base, source.calendars, _calendars(whole, source))
    comparisons = [
        comparison
        for row, name in enumerate(check.base.ids)
        if name in tasks
        for comparison in check.of(row, tasks[name])
    ]
    missing = tuple(name for name in source.tasks if name not in known)
    return ImportCheck(tuple(comparisons), source.losses, missing)


def _as_early_as_possible(item: ScheduleItem) -> ScheduleItem:
    if not isinstance(item, Activity | Milestone):
        return item
    kept = (c for c in item.constraints if c.kind is not ConstraintKind.ALAP)
    return attrs.evolve(item, constraints=tuple(kept))


def _calendars(plan: Plan, source: Imported) -> Calendars:
    """Return the calendars of the plan, and those that tasks of the file name."""
    more = {calendar.id: calendar for calendar in source.calendars.values()}
    for calendar in (plan.calendar, *plan.calendars):
        more.pop(calendar.id, None)
    return Calendars(plan.evolve(calendars=(*plan.calendars, *more.values())))


def _as_in_project(plan: Plan) -> BaseSchedule:
    """Return the base schedule as Microsoft Project keeps it.

    What is done as late as possible lies at its late dates for all that follows on it, but keeps
    its early dates itself.
    """
    late = [row for row, item in enumerate(plan.activities) if _is_late(item)]
    items = list(plan.activities)
    for row in late:
        items[row] = _bound_from(items[row], None)
    early = base_schedule(plan.evolve(activities=items))
    if not late:
        return early
    for row in late:
        items[row] = _bound_from(items[row], early.late_start_dates[row])
    moved = base_schedule(plan.evolve(activities=items))

    def mixed(ours: tuple[dt.datetime, ...], first: tuple[dt.datetime, ...]) -> tuple[Any, ...]:
        return tuple(
            one if row in late else other
            for row, (one, other) in enumerate(zip(first, ours, strict=True))
        )

    return attrs.evolve(
        moved,
        start_dates=mixed(moved.start_dates, early.start_dates),
        finish_dates=mixed(moved.finish_dates, early.finish_dates),
    )


def _is_late(item: ScheduleItem) -> bool:
    kinds = (c.kind for c in item.constraints) if isinstance(item, Activity | Milestone) else ()
    return ConstraintKind.ALAP in kinds


def _bound_from(item: ScheduleItem, start: dt.datetime | None) -> ScheduleItem:
    """Return an item that begins no earlier than a date, and not as late as possible."""
    if not isinstance(item, Activity | Milestone):
        return item
    kept = [c for c in item.constraints if c.kind is not ConstraintKind.ALAP]
    if start is not None:
        kept.append(Constraint(ConstraintKind.SNET, start))
    return attrs.evolve(item, constraints=kept)


@frozen
class _Check:
    plan: Plan
    file: ScheduleFile
    base: BaseSchedule
    own: Mapping[str, Calendar]
    calendars: Calendars
    has_hours: bool = field(init=False)

    @has_hours.default
    def _times_of_day(self) -> bool:
        """Whether the file stores times of day at all; some kinds store dates only."""
        dates = [task.early_start for task in self.file.tasks if task.early_start is not None]
        return any(date.time() != _MIDNIGHT for date in dates)

    def of(self, row: int, task: FileTask) -> Iterator[DateComparison]:
        """Yield the comparisons of one activity."""
        if task.actual_finish is not None:
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
            if task.early_finish and task.late_finish and not is_of_primavera(self.file):
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
            ours = dt.datetime.combine(ours.date(), _MIDNIGHT)
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
        if task.manual:
            return "the task was put by hand"
        if task.splits:
            return "the task is interrupted"
        if task.leveling_delay is not None and task.leveling_delay.number:
            return "resources were levelled"
        if task.actual_start is not None:
            return "the task is in progress"
        if not self.has_hours:
            return "the file stores dates without times of day"
        return self._chain(task)

    def _chain(self, task: FileTask) -> str:
        """Name the mistake that a task has from one before it, where that is known."""
        before = {link.predecessor for link in self.file.links if link.successor == task.uid}
        odd = [other for other in self.file.tasks if other.uid in before and other.manual]
        return f"it follows on {odd[0].name}, which was put by hand" if odd else ""
