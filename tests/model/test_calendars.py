"""Calendars: shifts, days that differ, exceptions both ways, and inheritance."""

from __future__ import annotations

import datetime as dt

import pytest

import riskplan as rp
from riskplan.model import (
    CONTINUOUS,
    Calendar,
    CalendarException,
    DayShifts,
    LostDays,
    Plan,
    Shift,
    TimeUnit,
    Weekday,
    calendar_hours,
)

DAY = (Shift("08:00-12:00"), Shift("13:00-17:00"))
SHORT = (Shift("08:00-12:00"),)
NEW_YEAR = dt.date(2026, 1, 1)


def hours(calendar, *others):
    return calendar_hours(Plan("P", calendars=others), calendar)


@pytest.mark.parametrize(
    ("text", "expected", "minutes"),
    [
        ("08:00-12:00", "08:00-12:00", 240),
        ("8:00 - 12:30", "08:00-12:30", 270),
        ("00:00-24:00", "00:00-24:00", 1_440),
        ("22:00-00:00", "22:00-24:00", 120),
        ("00:00-00:00", "00:00-24:00", 1_440),
    ],
)
def test_a_shift_has_one_spelling(text, expected, minutes):
    shift = Shift(text)

    assert (expected, minutes) == (str(shift), shift.minutes)
    assert shift == Shift.between(shift.first, shift.last)


@pytest.mark.parametrize(
    "text", ["", "8-12", "12:00-08:00", "08:00-08:00", "08:60-12:00", "08:00-24:01", "-1:00-2:00"]
)
def test_what_is_no_shift_is_refused(text):
    with pytest.raises(rp.PlanError, match="a shift cannot be read"):
        Shift(text)


def test_a_wrong_shift_of_a_calendar_is_refused_with_its_place():
    with pytest.raises(rp.PlanError, match='Calendar "nights": a shift cannot be read'):
        Calendar(shifts=["22:00-06:00"], id="nights")


def test_without_shifts_a_day_is_one_stretch_from_opening():
    week, exceptions = hours(Calendar(hours=7.5, opens=8.25))

    assert (((Shift("08:15-15:45"),),) * 5 + ((), ()), {}) == (week, exceptions)


def test_weekdays_may_differ_from_the_others():
    own = [DayShifts(Weekday.FRIDAY, SHORT), DayShifts(Weekday.SATURDAY, SHORT)]
    calendar = Calendar(shifts=reversed(DAY), week=[*own, DayShifts(Weekday.MONDAY)])

    assert ((), DAY, DAY, DAY, SHORT, SHORT, ()) == hours(calendar)[0]
    assert 5.0 == calendar.days_in(TimeUnit.WEEKS)


def test_exceptions_come_before_holidays_and_the_later_before_the_earlier():
    calendar = Calendar(
        holidays=[NEW_YEAR],
        exceptions=[
            CalendarException("2026-01-01", "2026-01-03", shifts=DAY),
            CalendarException("2026-01-02"),
        ],
    )
    expected = {NEW_YEAR: DAY, dt.date(2026, 1, 2): (), dt.date(2026, 1, 3): DAY}

    assert expected == hours(calendar)[1]
    assert [True, False, True, False, True] == [
        calendar.works_on(NEW_YEAR + dt.timedelta(days)) for days in range(5)
    ]


def test_a_calendar_inherits_hours_holidays_and_exceptions():
    root = Calendar(
        [Weekday.MONDAY, Weekday.TUESDAY], hours=6, holidays=[NEW_YEAR], id="root", shifts=DAY
    )
    middle = Calendar(base="root", id="middle", week=[DayShifts(Weekday.TUESDAY, SHORT)])
    leaf = Calendar(
        base="middle",
        id="leaf",
        hours=10,
        week=[DayShifts(Weekday.SUNDAY, DAY)],
        exceptions=[CalendarException(NEW_YEAR, shifts=SHORT)],
    )
    plan = Plan("P", calendars=[leaf, middle, root])

    assert ((DAY, SHORT, (), (), (), (), ()), {NEW_YEAR: ()}) == calendar_hours(plan, middle)
    assert ((DAY, SHORT, (), (), (), (), DAY), {NEW_YEAR: SHORT}) == calendar_hours(plan, leaf)
    assert (10.0, 3.0, None) == (
        plan.calendar_named("leaf").hours,
        plan.calendar_named("leaf").days_in(TimeUnit.WEEKS),
        plan.calendar_named("leaf").base,
    )


def test_the_hours_of_a_base_are_its_own():
    """Negative control: a child whose days are longer as a unit works no longer for that."""
    base = Calendar(hours=6, id="base")

    assert (Shift("09:00-15:00"),) == hours(Calendar(base="base", id="x", hours=12), base)[0][0]


def test_one_calendar_never_stops():
    assert (((Shift("00:00-24:00"),),) * 7, {}) == hours(CONTINUOUS)
    assert CONTINUOUS is Plan("P").calendar_named("24h")
    assert 7.0 == CONTINUOUS.days_in(TimeUnit.WEEKS)


def test_a_calendar_may_inherit_from_the_one_that_never_stops():
    calendar = Calendar(base="24h", id="ship", exceptions=[CalendarException(NEW_YEAR)])

    assert (((Shift("00:00-24:00"),),) * 7, {NEW_YEAR: ()}) == hours(calendar)


def test_calendars_are_found_by_id():
    nights = Calendar(id="nights")
    plan = Plan("P", calendar=Calendar(id="days"), calendars=[nights])

    assert plan.calendar is plan.calendar_named(None) is plan.calendar_named("days")
    assert nights is plan.calendar_named("nights")
    with pytest.raises(rp.RequestError, match='no calendar "day"; there are: nights, days, 24h'):
        plan.calendar_named("day")


def test_a_base_that_leads_nowhere_or_round_is_refused():
    with pytest.raises(rp.RequestError, match='no calendar "zzz"'):
        hours(Calendar(base="zzz", id="x"))
    with pytest.raises(rp.RequestError, match='calendar "x" inherits from itself'):
        hours(Calendar(base="x", id="x"), Calendar(base="x", id="x"))


def test_lost_days_have_a_month_and_a_law():
    assert rp.Uniform(1, 4) == LostDays(1, "uniform(1, 4)").days
    with pytest.raises(rp.PlanError, match="month must be a whole number"):
        LostDays(1.5, 2)
