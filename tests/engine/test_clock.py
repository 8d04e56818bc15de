"""The clock against a walk through the calendar, day by day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskplan.engine import Clock

MONDAY = dt.date(2026, 1, 5)
DAY = dt.timedelta(days=1)


def clock_of(
    start: dt.date = MONDAY,
    week: str = "1111100",
    holidays: tuple[dt.date, ...] = (),
    opens: int = 9 * 60,
    minutes: int = 8 * 60,
) -> Clock:
    return Clock(
        np.datetime64(start),
        np.array([flag == "1" for flag in week]),
        np.array(sorted(holidays), dtype="datetime64[D]"),
        opens,
        minutes,
    )


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    """Draw calendars of any week, with holidays near the start, long and short days."""
    start = MONDAY + draw(st.integers(0, 400)) * DAY
    days = st.integers(-10, 60).map(lambda number: start + number * DAY)
    minutes = draw(st.sampled_from([1, 60, 450, 480, 1439, 1440]))
    return clock_of(
        start,
        draw(st.lists(st.sampled_from("01"), min_size=7, max_size=7).map("".join).filter(int)),
        tuple(draw(st.sets(days, max_size=25))),
        draw(st.integers(0, 1440 - minutes)),
        minutes,
    )


def worked(clock: Clock, day: dt.date) -> bool:
    return bool(clock.week[day.weekday()]) and np.datetime64(day) not in clock.holidays


def walk(clock: Clock, minutes: int, *, at_close: bool) -> dt.datetime:
    """Walk from the start over the working days until so many minutes are used up."""
    day = clock.start.astype(object)
    while True:
        if worked(clock, day):
            if minutes < clock.minutes or (at_close and minutes == clock.minutes):
                break
            minutes -= clock.minutes
        day += DAY
    moment = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=clock.opens + minutes)
    midnight = dt.datetime.combine(day + DAY, dt.time())
    return min(moment, midnight - dt.timedelta(minutes=1))


def moment(dates: np.ndarray) -> dt.datetime:
    return dates.astype("datetime64[s]").tolist()[0]


@given(clock=clocks(), minutes=st.integers(0, 5_000))
def test_work_finishes_where_the_walk_ends(clock, minutes):
    days = np.array([minutes / clock.minutes])

    assert walk(clock, minutes, at_close=True) == moment(clock.finish(days))


@given(clock=clocks(), whole=st.integers(0, 12))
def test_work_of_whole_days_finishes_at_the_close(clock, whole):
    minutes = whole * clock.minutes

    assert walk(clock, minutes, at_close=True) == moment(clock.finish(np.array([whole])))


@given(clock=clocks(), minutes=st.integers(0, 5_000))
def test_work_begins_where_the_walk_ends_and_never_at_a_close(clock, minutes):
    days = np.array([minutes / clock.minutes])

    assert walk(clock, minutes, at_close=False) == moment(clock.begin(days))


@given(clock=clocks(), ahead=st.integers(-5, 90))
def test_days_until_a_date_count_the_working_days_up_to_it(clock, ahead):
    start = clock.start.astype(object)
    date = start + ahead * DAY
    expected = sum(worked(clock, start + number * DAY) for number in range(ahead + 1))

    assert expected == max(clock.days_until(np.datetime64(date)), 0)


@given(clock=clocks(), whole=st.integers(1, 30))
def test_days_until_is_the_inverse_of_finish(clock, whole):
    date = clock.finish(np.array([float(whole)])).astype("datetime64[D]")[0]

    assert whole == clock.days_until(date)


def test_the_walk_and_the_clock_can_disagree():
    """Negative control: a holiday that only one of the two knows."""
    minutes, days = 5 * 480, np.array([5.0])
    holiday = clock_of(holidays=(MONDAY + DAY,))

    assert walk(clock_of(), minutes, at_close=True) != moment(holiday.finish(days))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0.0, "2026-01-05T09:00"),
        (0.5, "2026-01-05T13:00"),
        (1.0, "2026-01-05T17:00"),
        (1.0 + 1 / 480, "2026-01-06T09:01"),
        (4.9999999, "2026-01-09T17:00"),
        (5.0, "2026-01-09T17:00"),
        (5.0000001, "2026-01-09T17:00"),
        (6.0, "2026-01-12T17:00"),
    ],
)
def test_a_finish_is_exact_to_the_minute(days, expected):
    """Rounding errors of a sum of durations cost no extra day."""
    assert np.datetime64(expected) == clock_of().finish(np.array([days]))[0]


def test_a_start_on_a_sunday_counts_from_monday():
    clock = clock_of(start=MONDAY - DAY)

    assert np.datetime64("2026-01-05T17:00") == clock.finish(np.array([1.0]))[0]
    assert np.datetime64("2026-01-05T09:00") == clock.begin(np.array([0.0]))[0]


def test_a_day_around_the_clock_ends_on_its_own_date():
    clock = clock_of(week="1111111", opens=0, minutes=1440)

    assert np.datetime64("2026-01-07T23:59") == clock.finish(np.array([3.0]))[0]
    assert np.datetime64("2026-01-08T00:00") == clock.begin(np.array([3.0]))[0]
