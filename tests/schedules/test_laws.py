"""Laws of schedules on calendars, for networks that hypothesis makes."""

from __future__ import annotations

import attrs
import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import riskplan as rp
from tests.schedules.brute_force import BruteTask
from tests.schedules.test_against_brute_force import networks, plan_of

LAW = settings(max_examples=60, deadline=None)


def ends(plan: rp.Plan) -> np.ndarray:
    base = rp.base_schedule(plan)
    return np.array([base.start_dates, base.finish_dates], dtype="M8[m]")


def changed(plan: rp.Plan, row: int, **changes) -> rp.Plan:
    items = list(plan.activities)
    items[row] = attrs.evolve(items[row], **changes)
    return plan.evolve(activities=items)


def never_earlier(before: np.ndarray, after: np.ndarray) -> bool:
    return bool((after >= before).all())


@LAW
@given(tasks=networks(), data=st.data())
def test_a_further_link_makes_nothing_earlier(tasks: list[BruteTask], data):
    plan = plan_of(tasks)
    after = data.draw(st.integers(1, len(tasks) - 1))
    before = data.draw(st.integers(0, after - 1))
    kind = data.draw(st.sampled_from(list(rp.LinkType)))
    links = [*plan.activities[after].after, rp.Link(f"t{before}", kind)]

    assert never_earlier(ends(plan), ends(changed(plan, after, after=links)))


@LAW
@given(tasks=networks(), data=st.data())
def test_more_work_makes_nothing_earlier(tasks: list[BruteTask], data):
    """Links that bind an end pull a longer task's beginning forward, so its own is left out."""
    plan = plan_of(tasks)
    row = data.draw(st.integers(0, len(tasks) - 1))
    assume(tasks[row].minutes and not any(link.kind[1] == "F" for link in tasks[row].links))
    longer = rp.Constant((tasks[row].minutes + 77) / 60)

    assert never_earlier(ends(plan), ends(changed(plan, row, duration=longer)))


@LAW
@given(tasks=networks(), data=st.data())
def test_a_shorter_lag_delays_nothing(tasks: list[BruteTask], data):
    plan = plan_of(tasks)
    linked = [row for row, task in enumerate(tasks) if task.links]
    assume(linked)
    row = data.draw(st.sampled_from(linked))
    first, *others = plan.activities[row].after
    shorter = [attrs.evolve(first, lag=first.lag - 1.25), *others]

    assert never_earlier(ends(changed(plan, row, after=shorter)), ends(plan))


@LAW
@given(tasks=networks())
def test_what_drives_the_end_has_no_float_and_nothing_has_less(tasks: list[BruteTask]):
    plan = plan_of(tasks)
    base = rp.base_schedule(plan)
    run = rp.simulate(plan, iterations=1, seed=1)
    critical = np.array([run.criticality[item.id].value == 1.0 for item in plan.activities])

    assert critical.any()
    assert (base.total_float >= 0.0).all()
    assert np.array_equal(critical, base.total_float == 0.0)
    assert (base.free_float <= base.total_float + 1e-9).all()


@LAW
@given(tasks=networks(), calendar=st.sampled_from([None, "early", "night"]), data=st.data())
def test_a_buffer_of_size_zero_changes_nothing(tasks: list[BruteTask], calendar, data):
    """What follows on it lies where it would if it followed on what is before it."""
    plan = plan_of(tasks)
    before = f"t{data.draw(st.integers(0, len(tasks) - 1))}"
    end = data.draw(st.sampled_from(["FS", "FF"]))
    none = rp.Buffer("none", "None", 0, after=before)
    follower = rp.Activity("next", "Next", 1, after=f"none {end}", calendar=calendar)
    direct = attrs.evolve(follower, after=f"{before} {end}")
    buffered = ends(plan.evolve(activities=[*plan.activities, none, follower]))
    plain = ends(plan.evolve(activities=[*plan.activities, direct]))

    assert np.array_equal(np.delete(buffered, len(tasks), axis=-1), plain)


def test_as_late_as_possible_is_no_law():
    """Negative control: with ALAP, a further link makes an activity earlier."""
    late = rp.Activity("a", "A", 1, constraints="ALAP")
    last, long = rp.Activity("b", "B", 1), rp.Activity("c", "C", 9)
    plan = rp.Plan("P", start="2026-01-05", activities=[late, last, long])
    linked = plan.evolve(activities=[late, attrs.evolve(last, after=("a",)), long])

    assert not never_earlier(ends(plan), ends(linked))
