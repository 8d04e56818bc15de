"""Dates on calendars, to the minute, against a scheduler that tries every minute."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.model import CONTINUOUS, LagCalendar
from tests.schedules.brute_force import BruteLink, BruteTask, floats, schedule

START = dt.date(2026, 1, 5)  # a Monday
EARLIER = 12  # days that leads may reach back
DAYS = 70
DAY = 24 * 60

CALENDARS = [
    rp.Calendar(shifts=["08:00-12:00", "13:00-17:00"], holidays=["2026-01-07"]),
    rp.Calendar(tuple(rp.Weekday), shifts=["06:00-14:00"], id="early"),
    rp.Calendar(tuple(rp.Weekday)[3:], shifts=["20:00-24:00"], hours=4, id="night"),
    CONTINUOUS,
]
KINDS = ["FS", "SS", "FF", "SF"]


def works(calendar: rp.Calendar) -> list[bool]:
    """Whether a calendar works, minute by minute, from some days before the start."""
    minutes: list[bool] = []
    for number in range(DAYS):
        date = START + dt.timedelta(days=number - EARLIER)
        day = [False] * DAY
        if calendar.works_on(date):
            for shift in calendar.usual_shifts():
                day[shift.first : shift.last] = [True] * (shift.last - shift.first)
        minutes += day
    return minutes


WORKS = [works(calendar) for calendar in CALENDARS]


@st.composite
def networks(draw: st.DrawFn, most: int = 6, calendars: int = len(CALENDARS)) -> list[BruteTask]:
    """Some tasks, linked to any of those before them."""
    tasks: list[BruteTask] = []
    for row in range(draw(st.integers(2, most))):
        minutes = draw(st.sampled_from([0, 20, 60, 300, 480, 1_000]))
        calendar = draw(st.integers(0, calendars - 1)) if minutes else 0
        before = draw(st.sets(st.integers(0, row - 1), max_size=3)) if row else set()
        links = [
            BruteLink(
                other,
                draw(st.sampled_from(KINDS)),
                draw(st.sampled_from([0, 0, 30, 240, 480, -30, -240])),
                draw(st.sampled_from(sorted({0, calendar, tasks[other].calendar, calendars - 1}))),
            )
            for other in sorted(before)
        ]
        tasks.append(BruteTask(calendar, minutes, tuple(links), not_before=EARLIER * DAY))
    return tasks


def plan_of(tasks: list[BruteTask]) -> rp.Plan:
    items: list[rp.Activity | rp.Milestone] = []
    for row, task in enumerate(tasks):
        after = [link_of(link, tasks, task) for link in task.links]
        if task.minutes:
            calendar = CALENDARS[task.calendar].id
            hours = rp.TimeUnit.HOURS
            items.append(
                rp.Activity(
                    f"t{row}", "", task.minutes / 60, after=after, calendar=calendar, unit=hours
                )
            )
        else:
            items.append(rp.Milestone(f"t{row}", "", after=after))
    return rp.Plan(
        "P", start=START, calendar=CALENDARS[0], calendars=CALENDARS[1:3], activities=items
    )


def link_of(link: BruteLink, tasks: list[BruteTask], task: BruteTask) -> rp.Link:
    calendars = {
        3: LagCalendar.CONTINUOUS,
        0: LagCalendar.PROJECT,
        task.calendar: LagCalendar.SUCCESSOR,
        tasks[link.before].calendar: LagCalendar.PREDECESSOR,
    }
    kind, hours = rp.LinkType(link.kind), rp.TimeUnit.HOURS
    return rp.Link(f"t{link.before}", kind, link.lag / 60, hours, lag_in=calendars[link.on])


def minutes_of(dates: tuple[dt.datetime, ...]) -> list[int]:
    """Dates as minutes of the brute-force calendars."""
    first = dt.datetime.combine(START, dt.time()) - dt.timedelta(days=EARLIER)
    return [round((date - first) / dt.timedelta(minutes=1)) for date in dates]


@settings(max_examples=150, deadline=None)
@given(tasks=networks())
def test_dates_are_those_of_brute_force_to_the_minute(tasks):
    base = rp.base_schedule(plan_of(tasks))
    found = schedule(tasks, WORKS)

    assert [begin for begin, _ in found] == minutes_of(base.start_dates)
    assert [end for _, end in found] == minutes_of(base.finish_dates)


@settings(max_examples=60, deadline=None)
@given(tasks=networks(most=4, calendars=1))
def test_float_is_how_long_a_task_can_be_held_back(tasks):
    base = rp.base_schedule(plan_of(tasks))

    assert floats(tasks, WORKS) == (base.total_float * 480).round(6).tolist()


@settings(max_examples=25, deadline=None)
@given(tasks=networks(most=4))
def test_float_on_several_calendars_is_how_long_a_task_can_be_held_back(tasks):
    """Where it must begin before a shift ends, whole minutes tell a part of one less."""
    base = rp.base_schedule(plan_of(tasks))
    hours = [CALENDARS[task.calendar].hours for task in tasks]
    ours = (base.total_float * hours * 60).round(6).tolist()

    assert all(
        0.0 <= mine - its < 1.0 for mine, its in zip(ours, floats(tasks, WORKS), strict=True)
    )


def test_a_milestone_waits_no_longer_than_what_begins_in_time():
    """Early work must begin by Thursday 14:00 to be under way before the night shift of eight."""
    early = BruteTask(1, 20, (BruteLink(0, "FS", 0, 0),), EARLIER * DAY)
    night = BruteTask(2, 300, (BruteLink(1, "SS", 0, 0),), EARLIER * DAY)
    tasks = [BruteTask(0, 0, not_before=EARLIER * DAY), early, night]
    base = rp.base_schedule(plan_of(tasks))

    # Monday and Tuesday, a holiday, and Thursday from 8:00 to 12:00 and from 13:00 to 14:00.
    assert base.total_float[0] * 8 == pytest.approx(8 + 8 + 5)
    assert floats(tasks, WORKS)[0] == (8 + 8 + 5) * 60 - 1
