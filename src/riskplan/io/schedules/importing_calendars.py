"""The calendars of a schedule file as those of a plan: complete in themselves, and each once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from attrs import field, frozen

from riskplan.io.schedules.losses import Losses
from riskplan.io.schedules.raw import (
    FileCalendar,
    FileTask,
    Lengths,
    ScheduleFile,
    Stretch,
)
from riskplan.io.schedules.slugs import free_id
from riskplan.model import Calendar, CalendarException, DayShifts, Shift, Weekday

__all__ = ["Calendars"]

_Hours: TypeAlias = tuple[Stretch, ...]
_Window: TypeAlias = tuple[dt.date, dt.date]
_YEARS = 40
_MINUTES_AN_HOUR = 60.0
_DAY = dt.timedelta(days=1)


@frozen
class _Pattern:
    """The working hours of a calendar: of the weekdays, and of dates that differ."""

    week: tuple[_Hours, ...]
    dates: tuple[tuple[dt.date, _Hours], ...]


_DAY_SHIFT: _Hours = (Stretch(8 * 60, 12 * 60), Stretch(13 * 60, 17 * 60))
_EIGHT_TO_FIVE = _Pattern((_DAY_SHIFT,) * 5 + ((), ()), ())


@frozen
class Calendars:
    """The calendars of a plan, and which of them each task of the file is done on.

    Parameters
    ----------
    plan : Calendar
        That of the project.
    others : tuple of Calendar
        The further ones that tasks are done on.
    mixed : frozenset of int
        The tasks whose resources work on different calendars, which is more than one can tell.
    """

    plan: Calendar
    others: tuple[Calendar, ...]
    mixed: frozenset[int]
    _of_tasks: Mapping[int, Calendar]
    _own: Mapping[int, Calendar]
    _lengths: Mapping[str, Lengths]
    _early: dict[tuple[str, dt.datetime], bool] = field(factory=dict, init=False)

    @classmethod
    def of(cls, file: ScheduleFile, losses: Losses) -> Calendars:
        """Return the calendars of a file; those that work alike are one."""
        return _Making.of(file, losses).run()

    def of_task(self, task: FileTask) -> Calendar:
        """Return the calendar that a task is done on."""
        return self._of_tasks[task.uid]

    def own_of(self, task: FileTask) -> Calendar:
        """Return the calendar that a task names itself, or that of the plan, resources apart."""
        return self._own[task.uid]

    def lengths(self, calendar: Calendar) -> Lengths:
        """Return how long the units of a duration are on a calendar."""
        return self._lengths[calendar.id]

    def works_before(self, task: FileTask, begin: dt.datetime) -> bool:
        """Return whether the calendar of a task works on a day before a time of that day."""
        if task.duration is not None and task.duration.elapsed:
            return True
        calendar = self.of_task(task)
        if (calendar.id, begin) not in self._early:
            minute = begin.hour * 60 + begin.minute
            shifts = calendar.shifts_of(tuple(Weekday)[begin.weekday()])
            self._early[calendar.id, begin] = any(shift.first < minute for shift in shifts)
        return self._early[calendar.id, begin]


@frozen
class _Making:
    """How the calendars of a plan are made: those of the file, and what they are for."""

    file: ScheduleFile
    known: Mapping[int, FileCalendar]
    patterns: Mapping[int, _Pattern]
    resources: Mapping[int, tuple[int, ...]]
    losses: Losses
    made: dict[tuple[_Pattern, float], Calendar] = field(factory=dict)
    mixed: list[int] = field(factory=list)
    lengths: dict[str, Lengths] = field(factory=dict)
    own: dict[int, Calendar] = field(factory=dict)

    @classmethod
    def of(cls, file: ScheduleFile, losses: Losses) -> _Making:
        known = {calendar.uid: calendar for calendar in file.calendars}
        window = _window(file)
        patterns = {uid: _pattern(uid, known, window) for uid in known}
        for calendar in file.calendars:
            if any(exception.last > window[1] for exception in calendar.exceptions):
                losses.say(f"the calendar {calendar.name!r} has no exceptions after {window[1]}")
        return cls(file, known, patterns, _calendars_of_resources(file), losses)

    def run(self) -> Calendars:
        default = self.file.settings.calendar
        if default not in self.known:
            default = next(iter(self.known), None)
        if default is None:
            plan = self._made(_EIGHT_TO_FIVE, None, "standard")
        else:
            plan = self._made(self.patterns[default], default, self.known[default].name)
        of_tasks = {
            task.uid: self._of_task(task, plan) for task in self.file.tasks if not task.null
        }
        others = {calendar.id: calendar for calendar in of_tasks.values() if calendar != plan}
        mixed = frozenset(self.mixed)
        own = {task.uid: self._own_of(task, plan) for task in self.file.tasks}
        return Calendars(plan, tuple(others.values()), mixed, of_tasks, own, self.lengths)

    def _of_task(self, task: FileTask, plan: Calendar) -> Calendar:
        """Return the calendar of a task: its own, as far as its resources work then, too."""
        own = task.calendar if task.calendar in self.known else None
        is_of_primavera = self.file.settings.application == "Primavera"
        by_resource = task.activity_type == "RESOURCE_DEPENDENT" if is_of_primavera else True
        at_work = dict.fromkeys(
            self.patterns[uid] for uid in self.resources.get(task.uid, ()) if uid in self.known
        )
        if not by_resource or task.ignore_resource_calendar or not at_work:
            return self._own_of(task, plan)
        if len(at_work) > 1:
            what = "of resources on different calendars, so as long as its dates say"
            self.losses.of_task(what, task)
            self.mixed.append(task.uid)
            return self._own_of(task, plan)
        uid = next(u for u in self.resources[task.uid] if u in self.known)
        pattern = self.patterns[uid]
        if own is None or is_of_primavera:
            return self._made(pattern, uid, self._name(uid))
        both = _both(self.patterns[own], pattern)
        return self._made(both, own, f"{self._name(own)} and {self._name(uid)}")

    def _own_of(self, task: FileTask, plan: Calendar) -> Calendar:
        if task.calendar is None or task.calendar not in self.known:
            return plan
        uid = task.calendar
        if uid not in self.own:
            self.own[uid] = self._made(self.patterns[uid], uid, self._name(uid))
        return self.own[uid]

    def _name(self, uid: int) -> str:
        return self.known[uid].name

    def _made(self, pattern: _Pattern, uid: int | None, name: str) -> Calendar:
        """Return the calendar of a pattern, which is made only once."""
        project = self.file.settings.lengths
        lengths = project if uid is None else self.known[uid].lengths or project
        key = pattern, lengths.day
        if key not in self.made:
            taken = {"24h", *(calendar.id for calendar in self.made.values())}
            made = _calendar(pattern, lengths.day, free_id(name, taken), name)
            self.made[key] = made
            self.lengths[made.id] = lengths
        return self.made[key]


def _both(one: _Pattern, other: _Pattern) -> _Pattern:
    """Return when two calendars work at the same time."""
    week = tuple(map(_common, one.week, other.week))
    first, second = dict(one.dates), dict(other.dates)
    dates = {
        date: _common(
            first.get(date, one.week[date.weekday()]), second.get(date, other.week[date.weekday()])
        )
        for date in {*first, *second}
    }
    differing = {date: hours for date, hours in dates.items() if hours != week[date.weekday()]}
    return _Pattern(week, tuple(sorted(differing.items(), key=lambda pair: pair[0])))


def _common(one: _Hours, other: _Hours) -> _Hours:
    """Return the stretches of a day that lie in both."""
    found = ((max(a.first, b.first), min(a.last, b.last)) for a in one for b in other)
    return tuple(sorted((Stretch(*ends) for ends in found if ends[0] < ends[1]), key=_first))


def _first(stretch: Stretch) -> int:
    return stretch.first


def _calendars_of_resources(file: ScheduleFile) -> dict[int, tuple[int, ...]]:
    """Return the calendars of the resources that work on each task."""
    calendars = {
        resource.uid: resource.calendar
        for resource in file.resources
        if resource.calendar is not None and resource.kind in ("", "WORK")
    }
    found: dict[int, tuple[int, ...]] = {}
    for assignment in file.assignments:
        calendar = calendars.get(assignment.resource or 0)
        if calendar is not None:
            found[assignment.task] = (*found.get(assignment.task, ()), calendar)
    return found


def _window(file: ScheduleFile) -> _Window:
    """Return the dates that a schedule can be about: three lifetimes of a project, not more."""
    dates = [date for task in file.tasks for date in (task.start, task.finish) if date is not None]
    dates += [date for date in (file.settings.start, file.settings.finish) if date is not None]
    if not dates:
        return dt.date.min, dt.date.max
    first, last = min(dates).year - _YEARS, max(dates).year + _YEARS
    return dt.date(max(first, 1), 1, 1), dt.date(min(last, dt.MAXYEAR), 12, 31)


def _pattern(uid: int, known: Mapping[int, FileCalendar], window: _Window) -> _Pattern:
    """Return when a calendar works, what it inherits included, within a window of dates."""
    chain: list[FileCalendar] = []
    step: int | None = uid
    while step is not None and step in known and known[step] not in chain:
        chain.append(known[step])
        step = known[step].base
    week = tuple(_of_weekday(day, chain) for day in range(7))
    dates: dict[dt.date, _Hours] = {}
    for calendar in reversed(chain):
        for other in calendar.weeks:
            if other.first is None or other.last is None:
                continue
            for date in _days(other.first, other.last, window):
                hours = other.days[date.weekday()]
                dates[date] = week[date.weekday()] if hours is None else hours
        for exception in calendar.exceptions:
            dates |= dict.fromkeys(_days(exception.first, exception.last, window), exception.shifts)
    differing = {date: hours for date, hours in dates.items() if hours != week[date.weekday()]}
    return _Pattern(week, tuple(sorted(differing.items(), key=lambda pair: pair[0])))


def _of_weekday(day: int, chain: Sequence[FileCalendar]) -> _Hours:
    for calendar in chain:
        hours = calendar.week.days[day]
        if hours is not None:
            return hours
    return ()


def _days(first: dt.date, last: dt.date, window: _Window) -> list[dt.date]:
    first, last = max(first, window[0]), min(last, window[1])
    return [first + number * _DAY for number in range((last - first).days + 1)]


def _calendar(pattern: _Pattern, day: float, name: str, title: str) -> Calendar:
    usual = Counter(hours for hours in pattern.week if hours).most_common(1)
    shifts = usual[0][0] if usual else ()
    work_week = tuple(
        day for day, hours in zip(Weekday, pattern.week, strict=True) if hours and hours == shifts
    )
    others = tuple(
        DayShifts(day, _shifts(hours))
        for day, hours in zip(Weekday, pattern.week, strict=True)
        if hours and hours != shifts
    )
    return Calendar(
        work_week,
        hours=day / _MINUTES_AN_HOUR,
        id=name,
        name=title,
        shifts=_shifts(shifts),
        week=others,
        exceptions=_exceptions(pattern.dates),
    )


def _exceptions(dates: Sequence[tuple[dt.date, _Hours]]) -> tuple[CalendarException, ...]:
    """Return the exceptions for dates, those that follow on each other alike as one."""
    found: list[tuple[dt.date, dt.date, _Hours]] = []
    for date, hours in dates:
        if found and found[-1][2] == hours and found[-1][1] + _DAY == date:
            found[-1] = (found[-1][0], date, hours)
        else:
            found.append((date, date, hours))
    return tuple(
        CalendarException(first, None if first == last else last, shifts=_shifts(hours))
        for first, last, hours in found
    )


def _shifts(hours: _Hours) -> tuple[Shift, ...]:
    return tuple(Shift.between(stretch.first, stretch.last) for stretch in hours)
