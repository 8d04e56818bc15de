"""Weather: days that a calendar loses, month by month, anew in every iteration."""

from __future__ import annotations

import math

import numpy as np
import pytest

import riskplan as rp
from riskplan.engine.weather import lost_days

JANUARY = "2026-01-01"  # 22 working days, from Thursday to Friday the 30th
COUNT = 20_000


def plan_of(days, lost, **more):
    calendar = rp.Calendar(shifts=["08:00-12:00", "13:00-17:00"], lost=lost)
    activities = [rp.Activity("dig", "Dig", days)]
    return rp.Plan("P", start=JANUARY, calendar=calendar, activities=activities, **more)


def test_a_month_of_work_takes_as_many_days_longer_as_are_lost():
    """All of January and the five days of February that it lost; February loses none."""
    run = rp.simulate(plan_of(22, [rp.LostDays(1, 5)]), iterations=100, seed=1)

    assert {27.0} == set(run.duration.values.tolist())
    assert 27.0 == run.duration.base


def test_without_lost_days_nothing_is_lost():
    """Negative control: the same engine, and no day less."""
    run = rp.simulate(plan_of(22, [rp.LostDays(1, 0)]), iterations=100, seed=1)

    assert {22.0} == set(run.duration.values.tolist())


def test_work_of_a_few_days_loses_as_chance_has_it():
    """Two days of work end before the third day is over where none of the first two is lost.

    With 5 of 22 days lost at random, that has the probability (17 · 16) / (22 · 21).
    """
    run = rp.simulate(plan_of(2, [rp.LostDays(1, 5)]), iterations=COUNT, seed=2)
    share, exact = (run.duration.values == 2.0).mean(), 17 * 16 / (22 * 21)

    assert abs(share - exact) < 4 * math.sqrt(exact * (1 - exact) / COUNT)


def test_a_part_of_a_day_is_a_chance_of_a_whole_one():
    run = rp.simulate(plan_of(22, [rp.LostDays(1, 4.25)]), iterations=COUNT, seed=2)
    values = run.duration.values

    assert {26.0, 27.0} == set(values.tolist())
    assert 0.25 == pytest.approx((values == 27.0).mean(), abs=0.0125)


def test_each_year_has_weather_of_its_own():
    run = rp.simulate(
        plan_of(22 + 250, [rp.LostDays(1, "uniform(0, 10)")]), iterations=2_000, seed=3
    )
    lost = run.duration.values - 272

    assert 9.0 < lost.mean() < 10.5  # five of the first January, and most of the second
    assert lost.max() > 12.0


def test_all_that_is_done_on_a_calendar_has_the_same_weather():
    calendar = rp.Calendar(shifts=["08:00-16:00"], lost=[rp.LostDays(1, "uniform(0, 15)")])
    activities = [rp.Activity("a", "A", 15), rp.Activity("b", "B", 15)]
    plan = rp.Plan("P", start=JANUARY, calendar=calendar, activities=activities)
    one, other = rp.simulate(plan, iterations=500, seed=1).activity_finish.values

    assert np.array_equal(one, other)
    assert len(set(one.tolist())) > 5


def test_blocks_and_workers_play_no_part():
    plan = plan_of("pert(10, 20, 60)", [rp.LostDays(month, 4.5) for month in range(1, 13)])
    runs = [
        rp.simulate(plan, iterations=1_000, seed=5, block=block, workers=workers)
        for block, workers in ((1_000, 1), (77, 1), (100, 2))
    ]

    assert runs[0].duration.values.tobytes() == runs[1].duration.values.tobytes()
    assert runs[0].duration.values.tobytes() == runs[2].duration.values.tobytes()


@pytest.mark.parametrize("sampling", [rp.LatinHypercube(), rp.Antithetic()])
def test_other_sampling_plans_know_the_weather_too(sampling):
    plan = plan_of(22, [rp.LostDays(1, "uniform(0, 10)")])
    run = rp.simulate(plan, iterations=2_000, seed=1, sampling=sampling)

    assert 27.0 == pytest.approx(run.duration.values.mean(), abs=0.2)


def test_a_sobol_sequence_has_no_dimensions_for_the_weather():
    with pytest.raises(rp.RequestError, match="loses days to the weather"):
        rp.simulate(plan_of(22, [rp.LostDays(1, 5)]), iterations=512, sampling=rp.Sobol())


def test_what_ends_together_begins_early_enough_for_the_weather():
    """Bound by its end, the work begins as much earlier as days are lost before that end."""
    calendar = rp.Calendar(shifts=["08:00-16:00"], lost=[rp.LostDays(1, 8)])
    activities = [
        rp.Activity("a", "A", 30, calendar="dry"),
        rp.Activity("b", "B", 10, after="a FF"),
    ]
    plan = rp.Plan(
        "P",
        start=JANUARY,
        calendar=calendar,
        calendars=[rp.Calendar(shifts=["08:00-16:00"], id="dry")],
        activities=activities,
    )
    run = rp.simulate(plan, iterations=200, seed=1)
    dry, wet = run.activity_finish.values

    assert {30.0} == set(dry.tolist())
    assert (wet == 30.0).all()


def test_weather_that_leaves_no_day_is_refused():
    lost = [rp.LostDays(month, 31) for month in range(1, 13)]
    with pytest.raises(rp.PlanError, match="longer than 200 years"):
        rp.simulate(plan_of(22, lost), iterations=10, seed=1)


@pytest.mark.parametrize("needed", [0.0, 1.0, 3.0, 7.0])
def test_every_choice_of_lost_days_is_equally_likely(needed):
    generator = np.random.default_rng(1)
    lost = lost_days(np.full(COUNT, needed), 0.5, lambda day: generator.random(COUNT), days=7)

    assert {int(needed)} == set(lost.sum(axis=0).tolist())
    assert lost.mean(axis=1) == pytest.approx(needed / 7, abs=0.015)
