"""Calendars that inherit from others, made complete in themselves."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from riskplan.errors import RequestError
from riskplan.model.calendars import Calendar
from riskplan.model.shifts import CalendarException

__all__ = ["chain_of", "standalone"]


def standalone(calendar: Calendar, known: Mapping[str, Calendar]) -> Calendar:
    """Return a calendar that means the same without a base.

    Raises
    ------
    RequestError
        If a base does not exist, or if the calendars inherit from each other in a circle.
    """
    if calendar.base is None:
        return calendar
    chain = chain_of(calendar, known)
    root = chain[-1]
    return evolve(
        calendar,
        base=None,
        work_week=root.work_week,
        shifts=root.usual_shifts(),
        week=tuple({own.day: own for item in reversed(chain) for own in item.week}.values()),
        holidays=(),
        exceptions=tuple(one for item in reversed(chain) for one in _exceptions_of(item)),
    )


def chain_of(calendar: Calendar, known: Mapping[str, Calendar]) -> list[Calendar]:
    """Return a calendar and those that it inherits from, the nearest first.

    Raises
    ------
    RequestError
        If a base does not exist, or if the calendars inherit from each other in a circle.
    """
    chain, seen = [calendar], {calendar.id}
    while (name := chain[-1].base) is not None:
        if name not in known:
            raise RequestError(f'the plan has no calendar "{name}"; there are: {", ".join(known)}')
        if name in seen:
            raise RequestError(f'calendar "{name}" inherits from itself; give it no base')
        seen.add(name)
        chain.append(known[name])
    return chain


def _exceptions_of(calendar: Calendar) -> tuple[CalendarException, ...]:
    """Return holidays and exceptions, those behind that come before the others."""
    return (*map(CalendarException, calendar.holidays), *calendar.exceptions)
