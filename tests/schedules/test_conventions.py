"""Late dates as tools carry them back over calendars, beside how long a task can be held back."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings

import riskplan as rp
from riskplan.engine import as_in_primavera, as_in_project, held_back
from riskplan.model import LagCalendar
from riskplan.simulation import schedule_as_in
from tests.schedules.brute_force import BruteTask
from tests.schedules.test_against_brute_force import networks, plan_of

TOOLS = [as_in_primavera, as_in_project]
SIX_DAYS = rp.Calendar(tuple(rp.Weekday)[:6], id="six")
FOUR_DAYS = rp.Calendar(tuple(rp.Weekday)[:4], shifts=["07:00-12:00", "12:30-17:30"], id="four")
OFFICE = ["08:00-12:00", "13:00-17:00"]


def plan(*items: rp.Activity | rp.Milestone) -> rp.Plan:
    """Work from a Monday on, on weeks of five, six and four days; the last of it ends on time."""
    week = rp.Calendar(shifts=OFFICE)
    six = rp.Calendar(SIX_DAYS.work_week, shifts=OFFICE, id="six")
    return rp.Plan(
        "P", start="2026-01-05", calendar=week, calendars=[six, FOUR_DAYS], activities=items
    )


def late_finish(items: rp.Plan, convention, name: str) -> dt.datetime:
    base = schedule_as_in(items, convention)
    return base.late_finish_dates[base.ids.index(name)]


@pytest.mark.parametrize(
    ("convention", "latest"),
    [
        (held_back, dt.datetime(2026, 1, 10, 17)),  # a Saturday: five days know no difference
        (as_in_primavera, dt.datetime(2026, 1, 9, 17)),  # the Friday that the follower shows
        (as_in_project, dt.datetime(2026, 1, 9, 17)),
    ],
)
def test_a_finish_is_carried_to_a_finish_as_it_is_shown(convention, latest):
    items = plan(
        rp.Activity("a", "", 2, calendar="six"),
        rp.Activity("b", "", 5, after="a FF"),
        rp.Activity("c", "", 1, after="b"),
    )

    assert late_finish(items, convention, "a") == latest


@pytest.mark.parametrize("convention", [held_back, *TOOLS])
def test_a_start_is_carried_to_a_finish_as_the_opening_of_a_shift(convention):
    items = plan(
        rp.Activity("a", "", 5, calendar="six"),
        rp.Activity("b", "", 5, after="a"),
    )

    # What follows begins on the Monday, so that Saturday is left to it by any rule.
    assert late_finish(items, convention, "a") == dt.datetime(2026, 1, 10, 17)


@pytest.mark.parametrize(
    ("convention", "latest"),
    [(held_back, 10), (as_in_primavera, 9), (as_in_project, 9)],
)
def test_a_milestone_is_late_where_work_ends(convention, latest):
    items = plan(
        rp.Activity("a", "", 2, calendar="six"),
        rp.Milestone("m", "", after="a"),
        rp.Activity("b", "", 5),
        rp.Activity("c", "", 1, after=["m", "b"]),
    )

    assert late_finish(items, convention, "a") == dt.datetime(2026, 1, latest, 17)


@pytest.mark.parametrize(
    ("convention", "latest"),
    [
        # 17:00 on the Thursday, less eight hours of the follower: half past eight on that day.
        (as_in_primavera, dt.datetime(2026, 1, 9, 8, 30)),
        # First on to Friday, which the follower does not work, and then off: nine on the Thursday.
        (as_in_project, dt.datetime(2026, 1, 9, 9, 0)),
    ],
)
def test_project_moves_to_the_predecessor_before_it_takes_off_the_lag(convention, latest):
    lag = rp.Link("a", rp.LinkType.SS, 8, rp.TimeUnit.HOURS, lag_in=LagCalendar.SUCCESSOR)
    items = plan(
        rp.Activity("a", "", 8, unit=rp.TimeUnit.HOURS),
        rp.Activity("b", "", 0.5, after=[lag], calendar="four", unit=rp.TimeUnit.HOURS,
                    constraints="SNLT 2026-01-08 17:00"),
        rp.Activity("c", "", 20),
    )  # fmt: skip

    assert late_finish(items, convention, "a") == latest


@settings(max_examples=60, deadline=None)
@given(tasks=networks(calendars=1))
def test_on_one_calendar_all_conventions_agree(tasks: list[BruteTask]):
    bases = [schedule_as_in(plan_of(tasks), each) for each in (held_back, *TOOLS)]

    for base in bases[1:]:
        assert np.array_equal(base.total_float, bases[0].total_float)
        assert base.late_finish_dates == bases[0].late_finish_dates


@settings(max_examples=60, deadline=None)
@given(tasks=networks())
def test_conventions_differ_in_late_dates_only(tasks: list[BruteTask]):
    bases = [schedule_as_in(plan_of(tasks), each) for each in (held_back, *TOOLS)]

    for base in bases[1:]:
        assert base.start_dates == bases[0].start_dates
        assert base.finish_dates == bases[0].finish_dates
