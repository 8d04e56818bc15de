"""Working time: both ways between instants and minutes of work, far beyond the table, too."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskplan.engine import CONTINUOUS, worktime_of
from riskplan.errors import PlanError

MONDAY = np.datetime64("2026-01-05")
HOUR, DAY = 60, 24 * 60
SHIFTS = [(8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)]
OFFICE = worktime_of(
    MONDAY,
    [SHIFTS] * 5 + [[], []],
    {MONDAY + 2: [], MONDAY + 5: [(9 * HOUR, 10 * HOUR + 30)]},
)
NIGHT = worktime_of(MONDAY, [[(0, 6 * HOUR), (22 * HOUR, DAY)]] * 7, {})

MINUTES = st.integers(0, 10**7).map(lambda number: number / 1024 * 61)


def one(value: float) -> np.ndarray:
    return np.array([float(value)])


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        (0, 0),
        (8, 0),
        (9.5, 90),
        (12.5, 240),
        (17, 480),
        (24 + 8, 480),
        (2 * 24 + 12, 960),  # Wednesday is off
        (3 * 24 + 9, 1020),
        (5 * 24 + 9.25, 1935),  # Saturday has a shift of its own
        (7 * 24, 2010),
    ],
)
def test_minutes_of_work_are_counted_from_the_origin(hours, minutes):
    assert minutes == OFFICE.minutes_at(one(hours * HOUR))[0]


@pytest.mark.parametrize(
    ("minutes", "end", "begin"),
    [(90, 9.5, 9.5), (240, 12, 13), (480, 17, 24 + 8), (960, 24 + 17, 3 * 24 + 8)],
)
def test_work_ends_before_a_rest_and_begins_behind_it(minutes, end, begin):
    assert end * HOUR == OFFICE.end(one(minutes))[0]
    assert begin * HOUR == OFFICE.begin(one(minutes))[0]


@pytest.mark.parametrize("calendar", [OFFICE, NIGHT, CONTINUOUS], ids=["office", "night", "24h"])
@given(minutes=MINUTES)
def test_both_ways_are_inverse_to_the_last_bit(calendar, minutes):
    """For centuries, which is far beyond the table."""
    for way in (calendar.begin, calendar.end):
        assert minutes == calendar.minutes_at(way(one(minutes)))[0]
    assert calendar.end(one(minutes))[0] <= calendar.begin(one(minutes))[0]


@given(minutes=MINUTES)
def test_behind_the_last_exception_every_week_is_the_same(minutes):
    later = OFFICE.end(one(minutes + 10_000 + 2_400))[0]

    assert 7 * DAY == later - OFFICE.end(one(minutes + 10_000))[0]


@given(instants=st.lists(st.floats(0, 1e7), min_size=2, max_size=20))
def test_work_never_runs_backwards(instants):
    minutes = OFFICE.minutes_at(np.sort(instants))

    assert (np.diff(minutes) >= 0.0).all()
    assert (np.diff(minutes) <= np.diff(np.sort(instants)) + 1e-6).all()


def test_a_calendar_that_never_rests_counts_every_minute():
    instants = np.array([0.0, 1.5, 1e6])

    assert np.array_equal(instants, CONTINUOUS.minutes_at(instants))


def test_exceptions_that_no_table_could_hold_are_refused():
    odd = [(8 * HOUR + 1, 9 * HOUR)]
    with pytest.raises(PlanError, match="exceptions up to 2970-01-05"):
        worktime_of(MONDAY, [odd] * 7, {np.datetime64("2970-01-05"): []})


def test_odd_minutes_take_no_more_room_than_they_need():
    odd = worktime_of(MONDAY, [[(8 * HOUR + 1, 9 * HOUR)]] * 7, {})

    assert 1 == odd.cell
    assert odd.worked.nbytes < 10**7
    assert 59.0 == odd.minutes_at(one(20 * 365 * DAY))[0] / (20 * 365)


def test_an_exception_one_minute_off_is_another_calendar():
    """Negative control."""
    late = worktime_of(MONDAY, [SHIFTS] * 5 + [[], []], {MONDAY: [(8 * HOUR + 1, 17 * HOUR)]})

    assert OFFICE.minutes_at(one(9 * HOUR)) != late.minutes_at(one(9 * HOUR))
