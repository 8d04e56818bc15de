"""The timetable: base dates beside the range of the simulated finish."""

from __future__ import annotations

import datetime as dt

import pytest

import riskplan as rp
from riskplan.analysis import timetable

PLAN = rp.Plan(
    "P",
    start="2026-01-05",
    deadline="2026-01-30",
    phases=[rp.Phase("x", "Phase x"), rp.Phase("empty", "Empty"), rp.Phase("y", "Phase y")],
    activities=[
        rp.Activity("a", "Dig", rp.Uniform(2, 10), phase="x"),
        rp.Activity("b", "Pour", 3, phase="x", after="a"),
        rp.Milestone("m", "Done", phase="y", after="b FS+1d"),
    ],
)

RUN = rp.simulate(PLAN, iterations=2_000, seed=1)
TABLE = timetable(PLAN, RUN)


def test_a_row_has_the_base_plan_and_the_range_of_the_simulated_finish():
    days = TABLE.rows[1].days
    samples = rp.Samples(RUN.activity_finish["b"].copy(), 9.0)

    assert (6.0, 9.0) == (days.start, days.finish)
    assert (samples.percentile(10), samples.percentile(90)) == (days.low, days.high)


def test_dates_are_those_of_the_clock():
    dates = TABLE.rows[2].dates

    assert dt.datetime(2026, 1, 16, 17) == dates.start == dates.finish
    assert RUN.milestones["m"].percentile(90).value == dates.high


def test_phases_span_their_activities_and_those_without_any_are_left_out():
    first, last = TABLE.phases

    assert ("x", "Phase x", None, None) == (first.id, first.name, first.phase, first.criticality)
    assert (0.0, 9.0) == (first.days.start, first.days.finish)
    assert (10.0, 10.0) == (last.days.start, last.days.finish)


def test_rows_know_what_they_are():
    assert [False, False, True] == [row.is_milestone for row in TABLE]
    assert ["x", "x", "y"] == [row.phase for row in TABLE]
    assert [1.0, 1.0, 1.0] == [row.criticality for row in TABLE]
    assert (3, True, dt.date(2026, 1, 30), 20.0) == (
        len(TABLE),
        TABLE.has_dates,
        TABLE.deadline,
        TABLE.deadline_days,
    )


def test_without_a_start_there_are_days_alone():
    plan = PLAN.evolve(start=None, deadline=None)
    table = timetable(plan, rp.simulate(plan, iterations=200, seed=1))

    assert not table.has_dates
    assert {None} == {row.dates for row in table}
    assert "day 9.0 (" in table._repr_html_()


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ({"low": 0.1}, "for P10 write at=10"),
        ({"high": 100}, "between 0 and 100"),
        ({"low": 80, "high": 20}, "low must not exceed high .got P80 and P20."),
    ],
    ids=str,
)
def test_levels_that_cannot_be_are_refused(levels, message):
    with pytest.raises(rp.RequestError, match=message):
        timetable(PLAN, RUN, **levels)


def test_a_run_of_another_plan_is_refused():
    with pytest.raises(rp.RequestError, match="simulate the plan again"):
        timetable(PLAN.evolve(name="Q"), RUN)


def test_a_timetable_shows_itself():
    frame = timetable(PLAN, RUN, low=5, high=95).to_frame()

    assert "Timetable(3 activities, base finish after 10 days)" == repr(TABLE)
    assert "2026-01-15 (2026-01-" in TABLE._repr_html_()
    assert ["base_start", "base_finish", "p5", "p95", "criticality"] == list(frame.columns)[2:]
    assert "Pour" == frame.loc["b", "name"]
