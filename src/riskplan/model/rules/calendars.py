"""Rules of calendars: working time that exists, days that are told once, bases that lead back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import attrs

from riskplan.errors import Problem, RequestError
from riskplan.model import fields
from riskplan.model.calendars import Calendar, in_order
from riskplan.model.plan import Plan
from riskplan.model.rules.places import placed, unknown, warning
from riskplan.model.rules.values import negative_part
from riskplan.model.shifts import CalendarException, Shift, Weekday

__all__ = [
    "calendar_has_working_time",
    "calendars_inherit_from_calendars",
    "exceptions_are_stretches_of_dates",
    "hours_are_those_of_a_day",
    "lost_days_fit_into_months",
    "shifts_follow_each_other",
]

_DAY_HOURS = 24.0
_MINUTES_AN_HOUR = 60.0
_SHORTEST_DAY_HOURS = 1.0 / _MINUTES_AN_HOUR
_LONGEST_EXCEPTION = dt.timedelta(days=36_525)
_LONGEST_MONTH = 31.0
_MONTHS = 12
_INHERITED = ("work_week", "shifts", "opens")


def calendar_has_working_time(plan: Plan) -> Iterator[Problem]:
    """Check that every calendar has days and hours to work in."""
    for place, calendar in calendars_of(plan):
        yield from _time_problems(place, calendar, _whole(plan, calendar))
    whole = _whole(plan, plan.calendar)
    if plan.start is None or whole is None or not any(map(whole.shifts_of, Weekday)):
        return
    if not whole.works_on(plan.start):
        yield warning(
            "start", f"{plan.start} is not a working day", "the plan starts on the next working day"
        )


def _time_problems(place: str, calendar: Calendar, whole: Calendar | None) -> Iterator[Problem]:
    if whole is not None and not calendar.work_week and not calendar.week:
        yield Problem(place, "work_week holds no day", "name at least one working day")
    elif whole is not None and (whole.shifts or whole.week) and not _has_hours(whole):
        yield Problem(place, "no day of the week is worked", "give at least one day some shifts")
    if not _SHORTEST_DAY_HOURS <= calendar.hours <= _DAY_HOURS:
        yield Problem(
            place,
            f"hours must be at least a minute and at most 24 (got {calendar.hours:g})",
            "8 is usual",
        )
    elif calendar.shifts or calendar.base is not None:
        return
    elif not 0 <= calendar.opens <= _DAY_HOURS - calendar.hours:
        yield Problem(
            place,
            f"{calendar.hours:g} hours of work from {calendar.opens:g} h leave the day",
            "opens must be at least 0 and at most 24 less hours",
        )


def _has_hours(calendar: Calendar) -> bool:
    if calendar.shifts:
        return any(map(calendar.shifts_of, Weekday))
    own = {item.day for item in calendar.week}
    return any(item.shifts for item in calendar.week) or bool(set(calendar.work_week) - own)


def shifts_follow_each_other(plan: Plan) -> Iterator[Problem]:
    """Refuse shifts of one day that overlap; warn of weekdays that are told twice."""
    for place, calendar in calendars_of(plan):
        told = [(place, calendar.shifts)]
        told += [(f"{place}, week[{row}]", own.shifts) for row, own in enumerate(calendar.week)]
        told += [
            (f"{place}, exceptions[{row}]", one.shifts)
            for row, one in enumerate(calendar.exceptions)
        ]
        for where, shifts in told:
            yield from _overlaps(where, shifts)
        days = [own.day for own in calendar.week]
        for row, day in enumerate(days):
            if day in days[:row]:
                message = f'tells the hours of "{day.value}" a second time'
                yield warning(
                    f"{place}, week[{row}]", message, "the later entry holds; keep one of them"
                )


def _overlaps(place: str, shifts: tuple[Shift, ...]) -> Iterator[Problem]:
    for before, after in pairwise(in_order(shifts)):
        if after.first < before.last:
            yield Problem(
                place, f"the shifts {before} and {after} overlap", "a minute is worked once"
            )


def exceptions_are_stretches_of_dates(plan: Plan) -> Iterator[Problem]:
    """Check that exceptions end after they begin; warn of dates with two of them."""
    for place, calendar in calendars_of(plan):
        sound: list[tuple[int, CalendarException]] = []
        for row, exception in enumerate(calendar.exceptions):
            where = f"{place}, exceptions[{row}]"
            if exception.end < exception.first:
                message = f"ends on {exception.end}, before it begins on {exception.first}"
                yield Problem(where, message, "check both dates")
            elif exception.end - exception.first > _LONGEST_EXCEPTION:
                message = f"lasts from {exception.first} to {exception.end}, more than 100 years"
                yield Problem(where, message, "shorten it, or change the working hours themselves")
            else:
                sound.append((row, exception))
        yield from _two_on_a_date(place, sound)


def _two_on_a_date(place: str, rows: list[tuple[int, CalendarException]]) -> Iterator[Problem]:
    latest: tuple[int, CalendarException] | None = None
    for row, exception in sorted(rows, key=lambda item: (item[1].first, item[0])):
        if latest is not None and exception.first <= latest[1].end:
            low, high = sorted((latest[0], row))
            yield warning(
                f"{place}, exceptions[{high}]",
                f"has dates in common with exceptions[{low}]",
                "the later entry holds; keep one for each date",
            )
        if latest is None or exception.end > latest[1].end:
            latest = row, exception


def calendars_inherit_from_calendars(plan: Plan) -> Iterator[Problem]:
    """Check that bases exist and lead to an end, and that nothing contradicts them."""
    known = plan.calendars_by_id()
    for place, calendar in calendars_of(plan):
        if calendar.base is None:
            continue
        if calendar.base not in known:
            yield unknown(place, "base names calendar", calendar.base, known)
        elif _whole(plan, calendar) is None and _is_in_circle(calendar, known):
            yield Problem(
                place,
                f'inherits from "{calendar.base}", and so from itself',
                "leave out the base of one of these calendars",
            )
        for name in _INHERITED:
            if getattr(calendar, name) != fields.default_of(attrs.fields_dict(Calendar)[name]):
                yield Problem(
                    place,
                    f'{name} is given besides base "{calendar.base}", which states it',
                    "change single weekdays in week, or leave out base",
                )


def _is_in_circle(calendar: Calendar, known: dict[str, Calendar]) -> bool:
    seen: set[str] = set()
    name = calendar.base
    while name is not None and name in known and name not in seen:
        seen.add(name)
        name = known[name].base
    return calendar.id in seen


def hours_are_those_of_a_day(plan: Plan) -> Iterator[Problem]:
    """Warn where a day, as a unit of duration, is longer or shorter than every day worked."""
    for place, calendar in calendars_of(plan):
        whole = _whole(plan, calendar)
        if whole is None or not _SHORTEST_DAY_HOURS <= calendar.hours <= _DAY_HOURS:
            continue
        if not whole.shifts and not whole.week:
            continue
        days = [sum(shift.minutes for shift in whole.shifts_of(day)) for day in Weekday]
        lengths = sorted({minutes / _MINUTES_AN_HOUR for minutes in days if minutes})
        if lengths and round(calendar.hours * _MINUTES_AN_HOUR) not in days:
            shown = " or ".join(f"{length:g}" for length in lengths)
            yield warning(
                place,
                f"a working day means {calendar.hours:g} hours, but its shifts add up to {shown}",
                f"write hours = {lengths[-1]:g}, unless durations are meant so",
            )


def lost_days_fit_into_months(plan: Plan) -> Iterator[Problem]:
    """Check the months of lost days, and that no more are lost than a month has."""
    for place, calendar in calendars_of(plan):
        months: set[int] = set()
        for row, lost in enumerate(calendar.lost):
            where = f"{place}, lost[{row}]"
            if not 1 <= lost.month <= _MONTHS:
                message = f"month must be from 1 to {_MONTHS} (got {lost.month})"
                yield Problem(where, message, "January is 1")
            elif lost.month in months:
                message = f"month {lost.month} stands twice"
                yield Problem(where, message, "give the month one distribution")
            months.add(lost.month)
            yield from negative_part(where, "days", lost.days)
            if lost.days.support()[0] > _LONGEST_MONTH:
                message = f"more days are lost than a month has (got {lost.days!r})"
                yield Problem(where, message, "give the days of one month")


def calendars_of(plan: Plan) -> Iterator[tuple[str, Calendar]]:
    """Yield every calendar of a plan with its place."""
    yield "calendar", plan.calendar
    yield from placed("calendars", plan.calendars)


def _whole(plan: Plan, calendar: Calendar) -> Calendar | None:
    """Return a calendar without its base, or None where that leads nowhere."""
    try:
        return plan.without_base(calendar)
    except RequestError:
        return None
