"""Timing: tasks on calendars of their own, tied by any kind of link, and what dates bind them.

Every task counts the working minutes of its own calendar from the origin. All of them are whole
numbers of 1/1024 minute, so that sums and differences are exact, and the minutes in which a task
does not hold up the end are exactly those of its float.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import attrs
import numpy as np
from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.engine.weather import Weather
from riskplan.engine.worktime import WorkTime

__all__ = ["FRACTIONS", "NEVER", "Task", "Tie", "Timing", "exact", "rounded"]

FRACTIONS = 1024.0
"""The parts of a minute that durations are rounded to."""

NEVER = float("-inf")
"""The bound that binds nothing."""


@frozen
class Tie:
    """A link: which end of its predecessor binds which end of the task that it belongs to.

    Parameters
    ----------
    predecessor : int
    from_start : bool
        Whether the beginning of the predecessor binds; otherwise its end.
    to_finish : bool
        Whether the end of the task is bound; otherwise its beginning.
    lag : float [minutes]
        The working time between the two; negative for a lead.
    calendar : int
        The calendar that the lag is measured in.
    """

    predecessor: int
    from_start: bool = False
    to_finish: bool = False
    lag: float = 0.0
    calendar: int = 0


@frozen
class Task:
    """When a task may be done; bounds are working minutes of its calendar.

    Parameters
    ----------
    calendar : int
    ties : tuple of Tie
    starts_from, finishes_from : float [minutes]
        The earliest beginning and end that dates allow, whatever the links say; minus infinity
        where none binds.
    starts_by, finishes_by : float [minutes]
        The latest beginning and end that dates allow; infinite where none does. They shape late
        dates only.
    started, finished : float [minutes]
        What has happened already, NaN where it has not.
    is_point : bool
        Whether it is reached rather than done, and so takes no time.
    must_start_by, must_finish_by : float [minutes]
        The latest beginning and end that hold against the links; infinite where none does.
    is_late : bool
        Whether it is done as late as what follows on it allows.
    is_buffer : bool
        Whether it absorbs delay: its duration is its size, and by what it begins later than in the
        base plan it is shorter.
    absorbs_from : float [minutes]
        Of a buffer: when it begins in the base plan.
    spans : tuple of int
        Of a hammock: the tasks from whose first beginning to whose last end it goes on.
    """

    calendar: int
    ties: tuple[Tie, ...] = ()
    starts_from: float = 0.0
    finishes_from: float = NEVER
    starts_by: float = float("inf")
    finishes_by: float = float("inf")
    started: float = float("nan")
    finished: float = float("nan")
    is_point: bool = False
    must_start_by: float = float("inf")
    must_finish_by: float = float("inf")
    is_late: bool = False
    is_buffer: bool = False
    absorbs_from: float = float("inf")
    spans: tuple[int, ...] = ()

    @property
    def is_firm(self) -> bool:
        """Whether dates hold it against its links."""
        return min(self.must_start_by, self.must_finish_by) < float("inf")

    @property
    def is_started(self) -> bool:
        """Whether it has begun."""
        return not math.isnan(self.started)

    @property
    def is_finished(self) -> bool:
        """Whether it is done."""
        return not math.isnan(self.finished)

    def latest_finish(self, finish: FloatArray, length: FloatArray) -> FloatArray:
        """Return how late a task may end, given what its links say and how long it is.

        A task that must begin or end on a date has no choice.
        """
        if self.must_start_by <= self.starts_from:
            return self.must_start_by + length
        if self.must_finish_by <= self.finishes_from:
            return np.full(len(length), self.must_finish_by)
        return np.minimum(finish, np.minimum(self.finishes_by, self.starts_by + length))

    def begun_at(self, minutes: float) -> Task:
        """Return a buffer that begins then in the base plan, and any other task as it is."""
        return attrs.evolve(self, absorbs_from=minutes) if self.is_buffer else self

    @property
    def is_reached(self) -> bool:
        """Whether it is a point that has not been reached yet."""
        return self.is_point and not self.is_finished

    @property
    def can_wait(self) -> bool:
        """Whether it is still to be done, and holds up others."""
        return not (self.is_finished or self.spans)


@frozen(eq=False)
class Timing:
    """What binds the tasks of a network in time.

    Parameters
    ----------
    calendars : tuple of WorkTime
        Those of the tasks and of the lags; the first is that of the plan.
    minutes_a_day : tuple of float [minutes]
        How long a working day of each calendar is, as a unit.
    tasks : tuple of Task
    begins : float [minutes]
        When the plan begins, as working minutes of its calendar.
    weather : mapping of int to Weather
        What the weather takes from calendars, by their number.
    """

    calendars: tuple[WorkTime, ...]
    minutes_a_day: tuple[float, ...]
    tasks: tuple[Task, ...]
    begins: float = 0.0
    weather: Mapping[int, Weather] = field(factory=dict)

    def calendar_of(self, task: int) -> WorkTime:
        """Return the calendar of a task."""
        return self.calendars[self.tasks[task].calendar]

    def is_direct(self, task: int, tie: Tie) -> bool:
        """Return whether a link of a task stays on one calendar, and needs no instants."""
        own = self.tasks[task].calendar
        return self.tasks[tie.predecessor].calendar == own and (not tie.lag or tie.calendar == own)

    def only_follows(self, task: int) -> bool:
        """Return whether a task simply begins where one other ends."""
        own = self.tasks[task]
        if len(own.ties) != 1 or own.is_firm or own.finishes_from > NEVER:
            return False
        tie = own.ties[0]
        before = self.tasks[tie.predecessor]
        return (
            not (tie.from_start or tie.to_finish or tie.lag)
            and self.is_direct(task, tie)
            and before.starts_from >= own.starts_from
            and not (before.is_finished or before.is_firm)
        )

    @cached_property
    def followers(self) -> tuple[tuple[tuple[int, Tie], ...], ...]:
        """The links that lead away from each task, each with the task it leads to."""
        lists: list[list[tuple[int, Tie]]] = [[] for _ in self.tasks]
        for row, task in enumerate(self.tasks):
            for tie in task.ties:
                lists[tie.predecessor].append((row, tie))
        return tuple(map(tuple, lists))

    @cached_property
    def crossings(self) -> frozenset[int]:
        """The tasks that are still to begin, with links to or from another calendar."""
        ties = ((row, tie) for row, task in enumerate(self.tasks) for tie in task.ties)
        ends = {
            end
            for row, tie in ties
            if not self.is_direct(row, tie)
            for end in (row, tie.predecessor)
        }
        return frozenset(row for row in ends if not self.tasks[row].is_started)

    @cached_property
    def last_tasks(self) -> tuple[int, ...]:
        """The tasks that may end last: those that no other is sure to end after."""
        return tuple(
            row
            for row in range(len(self.tasks))
            if not any(self._ends_after(other, tie) for other, tie in self.followers[row])
        )

    def _ends_after(self, task: int, tie: Tie) -> bool:
        """Return whether a link makes sure that its task does not end before its predecessor."""
        own = self.tasks[task]
        if tie.from_start or tie.lag < 0.0 or own.is_firm or not own.can_wait:
            return False
        return not tie.to_finish or self.is_direct(task, tie)

    def days(self, instants: FloatArray) -> FloatArray:
        """Return the working days of the plan's calendar from its beginning to some instants."""
        if instants.ndim > 1:  # a row at a time, because what is larger leaves the cache
            rows = np.empty(instants.shape)
            for row, some in zip(rows, instants, strict=True):
                row[...] = self.days(some)
            return rows
        minutes = self.calendars[0].minutes_at(instants)
        minutes -= self.begins
        minutes /= self.minutes_a_day[0]
        return minutes

    def instants(self, days: FloatArray) -> FloatArray:
        """Return the instants at which so many working days of the plan's calendar are done."""
        return self.calendars[0].end(self.begins + days * self.minutes_a_day[0])


def rounded(minutes: float) -> float:
    """Return minutes as they add up without error."""
    return round(minutes * FRACTIONS) / FRACTIONS


def exact(minutes: FloatArray) -> FloatArray:
    """Round minutes to what adds up without error, in place."""
    minutes *= FRACTIONS
    np.rint(minutes, out=minutes)
    minutes /= FRACTIONS
    return minutes
