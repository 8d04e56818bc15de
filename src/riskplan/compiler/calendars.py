"""The calendars of a plan as working time, and where its dates lie on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

import numpy as np

from riskplan.compiler import names
from riskplan.compiler.quantities import Quantities
from riskplan.engine import CONTINUOUS, Weather, WorkTime, worktime_of
from riskplan.model import CONTINUOUS as ROUND_THE_CLOCK
from riskplan.model import Calendar, Plan, ScheduleItem, TimeUnit
from riskplan.model.moments import beginning
from riskplan.model.working_hours import calendar_hours

__all__ = ["Calendars"]

_MINUTES_AN_HOUR = 60.0
_MARGIN = dt.timedelta(days=400)  # room for what lies before the start, such as negative float


class Calendars:
    """Knows the calendars of a plan by their numbers, and where its dates lie on each.

    Without a start there are no dates: then every calendar works all the time, and only what a
    working day means as a unit is left of it.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._numbers: dict[str | None, int] = {}
        self._calendars: list[Calendar] = []
        self._works: list[WorkTime] = []
        self.origin = None if plan.start is None else _origin(min(_dates_of(plan)))
        self.number(None)

    def number_of(self, item: ScheduleItem) -> int:
        """Return the number of the calendar that something is done on."""
        return self.number(getattr(item, "calendar", None))

    def number(self, id: str | None) -> int:  # noqa: A002 - the field is called id
        """Return the number of a calendar; that of the plan is 0."""
        if id not in self._numbers:
            calendar = self._plan.calendar_named(id)
            if calendar.id not in self._numbers:
                self._numbers[calendar.id] = len(self._calendars)
                self._calendars.append(calendar)
                self._works.append(self._work_of(calendar))
            self._numbers[id] = self._numbers[calendar.id]
        return self._numbers[id]

    def minutes(self, number: int, moment: dt.datetime) -> float:
        """Return how many minutes a calendar has worked at a date."""
        if self.origin is None:
            return 0.0
        return float(self._works[number].minutes_at(np.array([self.instant(moment)]))[0])

    def instant(self, moment: dt.datetime) -> float:
        """Return a date as minutes since the origin; without a start there is none, and it is 0."""
        if self.origin is None:
            return 0.0
        return (moment - beginning(self.origin)) / dt.timedelta(minutes=1)

    def minutes_in(self, number: int, unit: TimeUnit) -> float:
        """Return how many working minutes of a calendar one unit is."""
        return self._calendars[number].days_in(unit) * self.minutes_a_day(number)

    def minutes_a_day(self, number: int) -> float:
        """Return how many minutes a working day of a calendar is, as a unit."""
        return self._calendars[number].hours * _MINUTES_AN_HOUR

    def weather(self, quantities: Quantities, numbers: Collection[int]) -> dict[int, Weather]:
        """Return what the weather takes from some calendars, by their number."""
        if self.origin is None or self._plan.start is None:
            return {}
        first = (min(_dates_of(self._plan)) - self.origin).days
        found = {}
        for number, calendar in enumerate(self._calendars):
            if calendar.lost and number in numbers:
                name = names.lost(calendar.id)
                lost = {one.month: quantities.quantity(name, one.days) for one in calendar.lost}
                found[number] = Weather(name, lost, np.datetime64(self.origin), first)
        return found

    @property
    def works(self) -> tuple[WorkTime, ...]:
        """The working time of the calendars that were asked for, by number."""
        return tuple(self._works)

    def _work_of(self, calendar: Calendar) -> WorkTime:
        if self.origin is None or calendar.id == ROUND_THE_CLOCK.id:
            return CONTINUOUS
        week, exceptions = calendar_hours(self._plan, calendar)
        return worktime_of(
            np.datetime64(self.origin),
            [[(shift.first, shift.last) for shift in hours] for hours in week],
            {
                np.datetime64(date): [(shift.first, shift.last) for shift in hours]
                for date, hours in exceptions.items()
            },
        )


def _origin(first: dt.date) -> dt.date:
    """Return the day that instants are counted from, some time before the first date."""
    return first - _MARGIN if first - dt.date.min > _MARGIN else dt.date.min


def _dates_of(plan: Plan) -> Iterator[dt.date]:
    if plan.start is not None:
        yield plan.start
    if plan.data_date is not None:
        yield beginning(plan.data_date).date()
    for item in plan.activities:
        for name in ("actual_start", "actual_finish"):
            moment = getattr(item, name, None)
            if moment is not None:
                yield beginning(moment).date()
