"""Constraints, progress, buffers, hammocks, branches and windows: small plans, exact answers."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import riskplan as rp
from riskplan import Activity, Buffer, Hammock, Milestone

MONDAY = "2026-01-05"
CALENDAR = rp.Calendar(shifts=["08:00-12:00", "13:00-17:00"])


def plan_of(*activities, **more):
    return rp.Plan("P", start=MONDAY, calendar=CALENDAR, activities=activities, **more)


def days_of(plan):
    """Each item's early start and finish, in working days from the start."""
    base = rp.base_schedule(plan)
    pairs = zip(base.early_start, base.early_finish, strict=True)
    return dict(zip(base.ids, [(float(a), float(b)) for a, b in pairs], strict=True))


def floats_of(plan):
    base = rp.base_schedule(plan)
    return dict(zip(base.ids, base.total_float.tolist(), strict=True))


# --- constraints ----------------------------------------------------------------------------------

A = Activity("a", "A", 3)


def b(*constraints, **more):
    return Activity("b", "B", 2, after="a", constraints=constraints, **more)


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("SNET 2026-01-12", (5.0, 7.0)),
        ("SNET 2026-01-06", (3.0, 5.0)),  # the links say later
        ("FNET 2026-01-13", (5.0, 7.0)),
        ("MSO 2026-01-12 13:00", (5.5, 7.5)),
        ("MFO 2026-01-14 12:00", (5.5, 7.5)),
        ("SNLT 2026-01-06", (3.0, 5.0)),
        ("FNLT 2026-01-06", (3.0, 5.0)),
    ],
)
def test_soft_constraints_delay_and_never_pull_forward(constraint, expected):
    assert expected == days_of(plan_of(A, b(constraint)))["b"]


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("SNLT 2026-01-06", (1.0, 3.0)),
        ("FNLT 2026-01-07", (1.0, 3.0)),
        ("MSO 2026-01-06", (1.0, 3.0)),
    ],
)
def test_hard_constraints_hold_against_the_links(constraint, expected):
    plan = plan_of(A, b(constraint), constraint_policy=rp.ConstraintPolicy.HARD)

    assert expected == days_of(plan)["b"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [({"constraints": ["FNLT 2026-01-08"]}, -1.0), ({"deadline": "2026-01-08"}, -1.0), ({}, 0.0)],
)
def test_a_date_that_cannot_be_kept_is_negative_float(parts, expected):
    plan = plan_of(A, Activity("b", "B", 2, after="a", **parts))

    assert {"a": expected, "b": expected} == floats_of(plan)


def test_a_latest_date_before_the_year_1_is_written_as_its_first_minute():
    plan = rp.Plan(
        "P",
        start="0001-01-01",
        activities=[rp.Activity("a", "A", 5, constraints="FNLT 0001-01-02")],
    )
    base = rp.base_schedule(plan)

    assert (dt.datetime(1, 1, 1),) == base.late_start_dates
    assert [-3.0] == base.total_float.tolist()


def test_as_late_as_possible_moves_an_activity_to_what_follows_on_it():
    early, late = Activity("x", "X", 1), Activity("x", "X", 1, constraints="ALAP")
    last = Activity("last", "L", 1, after=["a", "x"])

    assert (0.0, 1.0) == days_of(plan_of(A, early, last))["x"]
    assert (2.0, 3.0) == days_of(plan_of(A, late, last))["x"]
    assert days_of(plan_of(A, early, last))["last"] == days_of(plan_of(A, late, last))["last"]


# --- progress -------------------------------------------------------------------------------------


def test_what_has_happened_is_fixed_and_the_rest_goes_on_from_the_data_date():
    plan = plan_of(
        Activity("done", "D", "pert(1, 2, 9)", actual_start=MONDAY, actual_finish="2026-01-09"),
        Activity(
            "half", "H", "uniform(4, 8)", after="done", actual_start="2026-01-08", complete=0.5
        ),
        Activity("next", "N", "uniform(1, 2)", after="half"),
        data_date="2026-01-13",
    )
    run = rp.simulate(plan, iterations=500, seed=1)
    done, half, last = run.activity_finish.values

    assert {5.0} == set(done.tolist())
    assert 7.0 + 2.0 <= half.min() < half.max() <= 7.0 + 4.0
    assert (last >= half + 1.0 - 1e-3).all()
    assert 0.0 == run.criticality["done"]
    assert 1.0 == run.criticality["half"]


def test_what_remains_may_be_said_outright():
    plan = plan_of(
        Activity("half", "H", 9, actual_start=MONDAY, remaining=1), data_date="2026-01-06"
    )

    assert (0.0, 3.0) == days_of(plan)["half"]


def test_nothing_that_has_not_happened_lies_before_the_data_date():
    assert (4.0, 7.0) == days_of(plan_of(A, data_date="2026-01-08"))["a"]


# --- buffers --------------------------------------------------------------------------------------


def buffered(size, *, late):
    return plan_of(
        A,
        Buffer("buffer", "B", size, after="a"),
        Activity("c", "C", 1, after="buffer"),
        risks=[rp.Risk("r", "R", 1.0, impacts=[rp.Delay("a", late)])],
    )


@pytest.mark.parametrize(("late", "finish"), [(0, 6.0), (1, 6.0), (2, 6.0), (3, 7.0), (5, 9.0)])
def test_a_buffer_absorbs_delay_until_it_is_used_up(late, finish):
    run = rp.simulate(buffered(2, late=late), iterations=10, seed=1)

    assert 6.0 == run.duration.base
    assert {finish} == set(run.duration.values.tolist())


def test_a_buffer_of_size_zero_changes_nothing():
    uncertain = Activity("a", "A", "pert(1, 3, 9)")
    last = Activity("c", "C", "pert(1, 2, 3)", after="buffer")
    with_buffer = plan_of(uncertain, Buffer("buffer", "B", 0, after="a"), last)
    without = plan_of(uncertain, Milestone("buffer", "B", after="a"), last)
    runs = [rp.simulate(plan, iterations=2_000, seed=4) for plan in (with_buffer, without)]

    assert runs[0].duration.values == pytest.approx(runs[1].duration.values, abs=1e-4)


def test_what_is_early_does_not_make_a_buffer_longer():
    plan = plan_of(Activity("a", "A", "uniform(1, 3)"), Buffer("buffer", "B", 2, after="a"))
    run = rp.simulate(plan, iterations=500, seed=4)
    first, last = run.activity_finish.values

    assert last[first < 2.0] == pytest.approx(first[first < 2.0] + 2.0)
    assert last[first > 2.0] == pytest.approx(4.0)


# --- hammocks and branches ------------------------------------------------------------------------


def test_a_hammock_spans_what_it_is_over_and_drives_nothing():
    plan = plan_of(
        Activity("x", "X", 1),
        Activity("y", "Y", 2, after="x"),
        Activity("z", "Z", 4, after="y"),
        Hammock("office", "O", over=["y", "z"], day_rate=100),
    )
    run = rp.simulate(plan, iterations=10, seed=1)

    assert (1.0, 7.0) == days_of(plan)["office"]
    assert {600.0} == set(run.cost.values.tolist())
    assert 0.0 == run.criticality["office"]


def test_an_activity_that_may_not_be_needed_takes_time_and_money_only_where_it_is():
    plan = plan_of(A, Activity("fix", "F", 2, after="a", probability=0.3, day_rate=10))
    run = rp.simulate(plan, iterations=20_000, seed=1)
    needed = run.duration.values == 5.0

    assert {3.0, 5.0} == set(run.duration.values.tolist())
    assert 0.3 == pytest.approx(needed.mean(), abs=0.015)
    assert np.array_equal(run.cost.values, np.where(needed, 20.0, 0.0))
    assert 3.0 == run.duration.base


def test_a_branch_after_a_risk_is_taken_where_the_risk_has_occurred():
    plan = plan_of(
        A,
        Activity("fix", "F", 2, after="a", only_if="leak"),
        risks=[rp.Risk("leak", "L", 0.4, impacts=[rp.CostImpact(1)])],
    )
    run = rp.simulate(plan, iterations=2_000, seed=1)

    assert np.array_equal(run.duration.values, np.where(run.occurrence["leak"], 5.0, 3.0))


# --- risks in series, in parallel, in windows -----------------------------------------------------


@pytest.mark.parametrize(
    ("combine", "expected"), [(rp.Combine.SERIES, 3.0 + 9.0), (rp.Combine.PARALLEL, 3.0 + 5.0)]
)
def test_of_parallel_delays_only_the_largest_counts(combine, expected):
    risks = [
        rp.Risk(f"r{days}", "R", 1.0, impacts=[rp.Delay("a", days, combine=combine)])
        for days in (4, 5)
    ]
    run = rp.simulate(plan_of(A, risks=risks), iterations=10, seed=1)

    assert {expected} == set(run.duration.values.tolist())


@pytest.mark.parametrize(
    ("factors", "expected"), [((1.5, 2.0), 6.0), ((0.5, 2.0), 6.0), ((0.5, 0.8), 1.5)]
)
def test_of_parallel_factors_the_one_farthest_above_one_counts(factors, expected):
    parallel = rp.Combine.PARALLEL
    risks = [
        rp.Risk(f"r{row}", "R", 1.0, impacts=[rp.DurationFactor("a", factor, combine=parallel)])
        for row, factor in enumerate(factors)
    ]
    run = rp.simulate(plan_of(A, risks=risks), iterations=10, seed=1)

    assert {expected} == set(run.duration.values.tolist())


def storm(window, probability=1.0):
    impacts = [rp.Delay("a", 2), rp.CostImpact(50)]
    return rp.Risk("storm", "S", probability, impacts=impacts, window=window)


def test_a_risk_with_a_window_strikes_only_what_is_being_done():
    """Three days of work from Monday 8:00 to Wednesday 17:00, in a window of seven days."""
    plan = plan_of(A, risks=[storm("2026-01-04 to 2026-01-10")])
    run = rp.simulate(plan, iterations=20_000, seed=3)
    hit = run.occurrence["storm"]

    assert (2 * 24 + 9) / (7 * 24) == pytest.approx(hit.mean(), abs=0.015)
    assert np.array_equal(run.duration.values, np.where(hit, 5.0, 3.0))
    assert np.array_equal(run.cost.values, np.where(hit, 50.0, 0.0))


def test_a_window_that_nothing_falls_into_means_that_the_risk_does_not_occur():
    run = rp.simulate(plan_of(A, risks=[storm("2026-03-01 to 2026-03-31")]), iterations=100, seed=3)

    assert not run.occurrence["storm"].any()
    assert {3.0} == set(run.duration.values.tolist())


def test_a_window_all_within_an_activity_always_hits():
    """Negative control of the two above."""
    run = rp.simulate(plan_of(A, risks=[storm("2026-01-06 to 2026-01-06")]), iterations=100, seed=3)

    assert run.occurrence["storm"].all()


# --- dates ----------------------------------------------------------------------------------------


def test_dates_are_those_of_the_activities_own_calendar():
    weekend = rp.Calendar(tuple(rp.Weekday)[5:], shifts=["10:00-14:00"], hours=4, id="weekend")
    plan = plan_of(
        A,
        Activity("cut", "Cut-over", 1, after="a", calendar="weekend"),
        Milestone("live", "Live", after="cut"),
        calendars=[weekend],
    )
    run = rp.simulate(plan, iterations=20, seed=1)

    assert dt.datetime(2026, 1, 10, 14, 0) == run.finish.percentile(80).value
    assert dt.datetime(2026, 1, 10, 14, 0) == run.milestones["live"].base


def test_dates_of_an_activity_on_a_calendar_of_its_own_are_not_moved_to_the_plans(tmp_path):
    weekend = rp.Calendar(tuple(rp.Weekday)[5:], shifts=["10:00-14:00"], hours=4, id="weekend")
    plan = plan_of(
        A,
        Activity("cut", "Cut-over", "triangular(1, 1, 1.5)", after="a", calendar="weekend"),
        Activity("tidy", "Tidy", 1, after="cut"),
        calendars=[weekend],
    )
    run = rp.simulate(plan, iterations=500, seed=1)
    row = rp.timetable(plan, run).rows[1]
    run.save(tmp_path / "run.npz")
    again = rp.load_run(tmp_path / "run.npz")

    assert {5, 6} >= {date.weekday() for date in run.activity_dates["cut"].tolist()}
    assert dt.datetime(2026, 1, 10, 14, 0) == row.dates.finish
    assert row.dates.high.weekday() == 6
    assert np.array_equal(run.activity_dates.values, again.activity_dates.values)


def test_on_one_day_calendar_the_working_days_tell_the_dates():
    run = rp.simulate(rp.Plan("P", start=MONDAY, activities=[A]), iterations=20, seed=1)

    assert run.activity_dates is None


def test_a_plan_may_begin_on_the_first_day_of_all():
    plan = rp.Plan("P", start="0001-01-01", calendar=CALENDAR, activities=[A])

    assert dt.datetime(1, 1, 3, 17) == rp.base_schedule(plan).finish_dates[0]
