"""Merge bias, against futures that can be written down, and by its laws."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import riskplan as rp
from tests.analysis.schedule_plans import MODES, fork
from tests.analysis.test_paths import networks

every_mode = pytest.mark.parametrize("mode", MODES)


def merges_of(plan, iterations=20_000):
    return rp.merge_bias(plan, rp.simulate(plan, iterations=iterations, seed=1))


@every_mode
def test_two_ways_of_three_days_on_average_take_four(mode):
    """The longer of them takes 2, 4, 5 or 5 days."""
    (point,) = merges_of(fork(mode))

    assert ("unload", 2) == (point.id, point.links)
    assert abs(point.bias - 1.0) <= 2.0 * point.bias.error
    assert abs(point.bias - 1.2) > 2.0 * point.bias.error, "negative control"


@every_mode
def test_the_link_that_asks_for_most_is_named(mode):
    plan = fork(mode)
    link = rp.Link("road", lag=2)
    unload = rp.Activity("unload", "Unload", 2, after=["sea", link])
    (point,) = merges_of(plan.evolve(activities=[*plan.activities[:2], unload]))

    assert "road" == point.latest
    assert abs(point.bias - ((4 + 6 + 5 + 6) / 4 - 5)) <= 2.0 * point.bias.error


@every_mode
def test_where_one_link_always_decides_there_is_no_bias(mode):
    short = rp.Activity("short", "Short", rp.Uniform(0, 1))
    long = rp.Activity("long", "Long", rp.Uniform(2, 9))
    plan = rp.Plan("P", activities=[short, long, rp.Milestone("m", "M", after=["short", "long"])])
    (point,) = merges_of(plan.evolve(**MODES[mode]), 500)

    assert ("long", 0.0, 0.0) == (point.latest, point.bias, point.bias.error)


def test_a_date_counts_like_a_link():
    """Two days are closed, so that four working days lie before the 13th."""
    plan = fork("calendars")
    late = rp.Activity("unload", "Unload", 2, after=["sea", "road"], constraints="SNET 2026-01-13")
    (point,) = merges_of(plan.evolve(activities=[*plan.activities[:2], late]))

    assert point.latest is None
    assert abs(point.bias - ((4 + 4 + 5 + 5) / 4 - 4)) <= 2.0 * point.bias.error


def test_links_that_bind_the_end_count_by_the_beginning_they_leave():
    plan = rp.Plan(
        "P",
        activities=[
            rp.Activity("a", "A", rp.Discrete([4, 8], [0.5, 0.5])),
            rp.Activity("b", "B", rp.Discrete([4, 8], [0.5, 0.5])),
            rp.Activity("c", "C", 2, after=["a FF", "b FF"]),
        ],
    )
    (point,) = merges_of(plan)

    assert abs(point.bias - ((2 + 6 + 6 + 6) / 4 - 4)) <= 2.0 * point.bias.error


def test_what_waits_for_one_other_or_is_done_is_no_merge_point():
    done = {"actual_start": "2026-01-05", "actual_finish": "2026-01-05"}
    plan = rp.Plan(
        "P",
        start="2026-01-05",
        data_date="2026-01-05",
        activities=[
            rp.Activity("a", "A", 1, **done),
            rp.Activity("b", "B", 1, **done),
            rp.Activity("c", "C", 1, after=["a", "b"], **done),
            rp.Activity("d", "D", 1, after="c"),
        ],
    )
    found = merges_of(plan, 100)

    assert 0 == len(found)
    assert "MergeBias(0 merge points)" == repr(found)


@settings(max_examples=30, deadline=None)
@given(plan=networks())
def test_no_bias_is_negative(plan):
    assert all(0.0 <= point.bias.low <= point.bias for point in merges_of(plan, 50))


@every_mode
def test_the_largest_comes_first(mode):
    plan = fork(mode)
    last = rp.Milestone("m", "M", after=["unload", "road"])
    found = merges_of(plan.evolve(activities=[last, *plan.activities]), 500)

    assert ["m", "unload"] == [point.id for point in found]
    assert ["unload", "m"] == [point.id for point in found.by_days()]
