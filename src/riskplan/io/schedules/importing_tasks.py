"""The tasks of a schedule file as activities, milestones and hammocks of a plan."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from riskplan.distributions import Constant, Distribution, Pert
from riskplan.io.schedules.estimates import Categories
from riskplan.io.schedules.importing_calendars import Calendars
from riskplan.io.schedules.importing_constraints import KINDS, NO_CONSTRAINT, strictest
from riskplan.io.schedules.importing_links import LEVEL_OF_EFFORT, is_broken
from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.raw import Amount, FileConstraint, FileLink, FileTask, ScheduleFile
from riskplan.model import (
    CONTINUOUS,
    Activity,
    Calendar,
    Constraint,
    ConstraintKind,
    Hammock,
    LagCalendar,
    Link,
    LinkType,
    Milestone,
    Plan,
    TimeUnit,
)
from riskplan.model.working_hours import minutes_between

__all__ = ["Importer"]

_MINUTES_AN_HOUR = 60.0
_EIGHTHS = 8.0
_NOTHING = Amount(0.0)
_POINTS = ("START_MILESTONE", "FINISH_MILESTONE")
_THREE = 3
_DIGITS = 9

_ON = (ConstraintKind.MSO, ConstraintKind.MFO)

_LAG_CALENDARS = {
    "PREDECESSOR": LagCalendar.PREDECESSOR,
    "SUCCESSOR": LagCalendar.SUCCESSOR,
    "PROJECT_DEFAULT": LagCalendar.PROJECT,
    "TWENTY_FOUR_HOUR": LagCalendar.CONTINUOUS,
}


@frozen(kw_only=True)
class Importer:
    """What turns the tasks of a file into items of a plan.

    Parameters
    ----------
    file : ScheduleFile
    tasks : dict of int to FileTask
        Those that become items.
    ids : dict of int to str
        The ids that the items get.
    links : dict of int to list
        The links into each task, with the task that they come from.
    calendars : Calendars
    start : datetime.datetime
        When the plan begins.
    links_of_effort : dict of int to list of FileLink
        The links from each level of effort, which drive nothing.
    summed_up : dict of int to list of FileConstraint
        The constraints of the summaries that hold each task.
    phases : dict of int to str
        The phase of each task that has one.
    three_points : tuple of str
        The custom fields with the least, the most likely and the greatest duration.
    categories : Categories
        The class of work of each task.
    losses : Losses
    is_of_primavera : bool
    """

    file: ScheduleFile
    tasks: Mapping[int, FileTask]
    ids: Mapping[int, str]
    links: Mapping[int, list[tuple[int, FileLink]]]
    links_of_effort: Mapping[int, list[FileLink]]
    calendars: Calendars
    start: dt.datetime
    summed_up: Mapping[int, list[FileConstraint]]
    phases: Mapping[int, str]
    three_points: tuple[str, ...]
    categories: Categories
    losses: Losses
    is_of_primavera: bool

    def item(self, task: FileTask) -> Activity | Milestone | Hammock:
        """Return what a task becomes."""
        over = self._spanned(task)
        phase = self.phases.get(task.uid)
        if over:
            return Hammock(self.ids[task.uid], self._name(task), over, phase=phase)
        calendar = self.calendars.of_task(task)
        minutes = self._minutes(task) + self._interruptions(task, calendar)
        own = CONTINUOUS.id if _duration(task).elapsed else calendar.id
        common: dict[str, Any] = {
            "calendar": None if own == self.calendars.plan.id else own,
            "after": [self._link(before, link) for before, link in self.links.get(task.uid, [])],
            "constraints": self._constraints(task),
            "deadline": _to_the_minute(task.deadline),
            "actual_finish": _to_the_minute(task.actual_finish),
            "phase": phase,
        }
        if task.activity_type in _POINTS or minutes == 0.0:
            common["actual_finish"] = _to_the_minute(task.actual_finish or task.actual_start)
            return Milestone(self.ids[task.uid], self._name(task), **common)
        unit = self._unit(task, minutes)
        return Activity(
            self.ids[task.uid],
            self._name(task),
            self._law(task, minutes, unit),
            unit=unit,
            actual_start=_to_the_minute(task.actual_start),
            remaining=self._remaining(task, minutes, unit),
            complete=self._complete(task, minutes),
            category=self.categories.of.get(task.uid),
            **common,
        )

    def _name(self, task: FileTask) -> str:
        return task.name or self.ids[task.uid]

    def _spanned(self, task: FileTask) -> tuple[str, ...]:
        """Return what a level of effort goes on with: what it is linked to, either way."""
        if task.activity_type != LEVEL_OF_EFFORT:
            return ()
        before = self.links.get(task.uid, [])
        after = self.links_of_effort.get(task.uid, [])
        ends = (*before, *((link.successor, link) for link in after))
        done = [(uid, link) for uid, link in ends if self._is_driven(uid)]
        if not done:
            self.losses.of_task("level of effort without links, so of a fixed length", task)
        for _, link in done:
            is_of_ends = link.type == ("SS" if link.successor == task.uid else "FF")
            if link.lag.number or not (is_of_ends or link.type == "FF"):
                self.losses.of_link("of a level of effort, which spans what it is linked to", link)
        return tuple(dict.fromkeys(self.ids[uid] for uid, _ in done))

    def _is_driven(self, uid: int) -> bool:
        return uid in self.tasks and self.tasks[uid].activity_type != LEVEL_OF_EFFORT

    # --- time ---------------------------------------------------------------------------------

    def _minutes(self, task: FileTask) -> float:
        calendar = self.calendars.of_task(task)
        if task.uid in self.calendars.mixed and task.early_start and task.early_finish:
            return _between(calendar, task.early_start, task.early_finish)
        return _duration(task).minutes(self.calendars.lengths(calendar), whole=0.0)

    def _interruptions(self, task: FileTask, calendar: Calendar) -> float:
        """Return for how many working minutes a task rests between its parts."""
        parts = zip(task.splits, task.splits[1:], strict=False)
        rests = [(before[1], after[0]) for before, after in parts]
        if not rests:
            return 0.0
        self.losses.of_task("interrupted, which counts as part of the duration", task)
        return sum(_between(calendar, *rest) for rest in rests)

    def _unit(self, task: FileTask, minutes: float) -> TimeUnit:
        """Return days where the duration is a short number of them, and else hours."""
        if _duration(task).elapsed:
            return TimeUnit.HOURS
        eighths = minutes / self._per_unit(task, TimeUnit.DAYS) * _EIGHTHS
        return TimeUnit.DAYS if eighths.is_integer() else TimeUnit.HOURS

    def _per_unit(self, task: FileTask, unit: TimeUnit) -> float:
        if unit is TimeUnit.HOURS:
            return _MINUTES_AN_HOUR
        return self.calendars.of_task(task).hours * _MINUTES_AN_HOUR

    def _law(self, task: FileTask, minutes: float, unit: TimeUnit) -> Distribution:
        certain = Constant(minutes / self._per_unit(task, unit))
        if not self.three_points:
            return certain
        lengths = self.calendars.lengths(self.calendars.of_task(task))
        numbers = []
        for name in self.three_points:
            value = task.custom.get(name)
            if isinstance(value, Amount):
                numbers.append(value.minutes(lengths, whole=minutes) / self._per_unit(task, unit))
            elif isinstance(value, float | int):
                days = self._per_unit(task, TimeUnit.DAYS) / self._per_unit(task, unit)
                numbers.append(float(value) * days)
        if len(numbers) != _THREE or sorted(numbers) != numbers or numbers[0] < 0.0:
            self.losses.of_task("without three ordered estimates, so certain", task)
            return certain
        low, mode, high = numbers
        return Pert(low, mode, high) if low < high else Constant(mode)

    def _remaining(self, task: FileTask, minutes: float, unit: TimeUnit) -> Distribution | None:
        """Return what is left of a task that has been begun, where the data date is known."""
        if task.actual_start is None or task.actual_finish is not None or not self.is_of_primavera:
            return None
        lengths = self.calendars.lengths(self.calendars.of_task(task))
        left = (task.remaining or _NOTHING).minutes(lengths, whole=minutes)
        return Constant(left / self._per_unit(task, unit))

    def _complete(self, task: FileTask, minutes: float) -> float | None:
        """Return how much of a task of Microsoft Project is done, which its rest tells."""
        if task.actual_start is None or task.actual_finish is not None or self.is_of_primavera:
            return None
        if task.remaining is None:
            return min(max(task.percent_complete / 100.0, 0.0), 1.0)
        lengths = self.calendars.lengths(self.calendars.of_task(task))
        left = task.remaining.minutes(lengths, whole=minutes)
        return round(min(max(1.0 - left / minutes, 0.0), 1.0), _DIGITS)

    # --- links and constraints ----------------------------------------------------------------

    def _link(self, before: int, link: FileLink) -> Link:
        kind = LinkType(link.type)
        if not link.lag.number:
            return Link(self.ids[before], kind)
        where = self._lag_calendar(link.lag)
        measured = {
            LagCalendar.PREDECESSOR: self.tasks[before],
            LagCalendar.SUCCESSOR: self.tasks.get(link.successor),
        }.get(where)
        calendar = self.calendars.plan if measured is None else self.calendars.of_task(measured)
        minutes = link.lag.minutes(
            self.calendars.lengths(calendar), whole=self._minutes(self.tasks[before])
        )
        hours = minutes / _MINUTES_AN_HOUR
        return Link(self.ids[before], kind, hours, TimeUnit.HOURS, lag_in=where)

    def _lag_calendar(self, lag: Amount) -> LagCalendar:
        if lag.elapsed:
            return LagCalendar.CONTINUOUS
        if not self.is_of_primavera:
            return LagCalendar.SUCCESSOR
        return _LAG_CALENDARS.get(self.file.settings.lag_calendar, LagCalendar.PREDECESSOR)

    def _constraints(self, task: FileTask) -> tuple[Constraint, ...]:
        if task.manual and task.actual_start is None and task.start is not None:
            return (self._pinned(task),)
        own = (task.constraint, task.secondary_constraint)
        found: list[Constraint] = []
        for constraint in (*own, *self.summed_up.get(task.uid, []), *_of_other_projects(task)):
            if constraint is None or constraint.kind == NO_CONSTRAINT:
                continue
            kinds = KINDS.get(constraint.kind, ())
            at = _to_the_minute(constraint.at)
            if kinds == (ConstraintKind.ALAP,):
                found.append(Constraint(ConstraintKind.ALAP))
            elif kinds and at is not None:
                found += [Constraint(kind, at) for kind in kinds]
            else:
                self.losses.of_task(f"without its constraint {constraint.kind}", task)
        begin = self.file.settings.start
        if begin is not None and task.actual_start is None and self._could_precede(task, begin):
            found.append(Constraint(ConstraintKind.SNET, _to_the_minute(begin)))
        if not found:
            return ()
        bound_to = Counter(constraint.kind for constraint in dict.fromkeys(found))
        if any(bound_to[kind] > 1 for kind in _ON):
            self.losses.of_task("bound to two dates at once, of which the first counts", task)
        return strictest(found)

    def _could_precede(self, task: FileTask, begin: dt.datetime) -> bool:
        """Return whether a task could be done before the project begins, to the minute.

        In Microsoft Project a lead may pull a task before that, by its start.
        """
        types = {link.type for _, link in self.links.get(task.uid, [])}
        if types and LinkType.FF.value not in types and not self.is_of_primavera:
            return False
        return self.start.date() < begin.date() or self.calendars.works_before(task, begin)

    def _pinned(self, task: FileTask) -> Constraint:
        """Return what keeps a task where somebody has put it by hand."""
        at = _to_the_minute(task.start)
        links = self.links.get(task.uid, [])
        if any(is_broken(task, self.tasks[before], link) for before, link in links):
            self.losses.of_task("put by hand where its links forbid it", task)
            return Constraint(ConstraintKind.MSO, at)
        return Constraint(ConstraintKind.SNET, at)


def _of_other_projects(task: FileTask) -> Iterator[FileConstraint]:
    """Yield what the dates of other projects, as the file stores them, hold a task to."""
    if task.external_early_start is not None:
        yield FileConstraint("START_NO_EARLIER_THAN", task.external_early_start)
    if task.external_late_finish is not None:
        yield FileConstraint("FINISH_NO_LATER_THAN", task.external_late_finish)


def _duration(task: FileTask) -> Amount:
    if task.manual and task.manual_duration is not None:
        return task.manual_duration
    return task.duration or _NOTHING


def _between(calendar: Calendar, first: dt.datetime, last: dt.datetime) -> float:
    """Return how many minutes a calendar that inherits from none works between two dates."""
    return minutes_between(Plan("", calendar=calendar), calendar, first, last)


def _to_the_minute(moment: dt.datetime | None) -> dt.datetime | None:
    return None if moment is None else moment.replace(second=0, microsecond=0)
