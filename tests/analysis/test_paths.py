"""The critical paths, against futures that can be written down, and by their laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.simulation import retracing
from tests.analysis.schedule_plans import MODES, fork
from tests.families.harness import ENOUGH

every_mode = pytest.mark.parametrize("mode", MODES)


def paths_of(plan, **options):
    return rp.critical_paths(plan, rp.simulate(plan, iterations=2_000, seed=1), **options)


@every_mode
def test_the_longer_way_is_the_critical_path_as_often_as_it_is_longer(mode):
    paths = paths_of(fork(mode))

    assert {("sea", "unload"), ("road", "unload")} == {row.ids for row in paths}
    assert all(abs(row.share - 0.5) <= 2.0 * row.share.error for row in paths)
    assert (2, 0.0, 2_000) == (paths.count, paths.rest, paths.iterations)
    assert 1.0 == sum(row.share for row in paths)


def test_another_share_would_be_seen():
    """Negative control."""
    assert all(abs(row.share - 0.6) > 2.0 * row.share.error for row in paths_of(fork()))


@every_mode
def test_the_path_of_an_iteration_is_the_one_that_was_longer(mode):
    plan = fork(mode)
    run = rp.simulate(plan, iterations=2_000, seed=1)
    sea = run.activity_finish["sea"] > run.activity_finish["road"]

    shares = {row.ids[0]: row.share.value for row in rp.critical_paths(plan, run)}
    assert {"sea": np.mean(sea), "road": np.mean(~sea)} == shares


@every_mode
def test_of_ways_that_are_as_long_the_first_in_the_alphabet_counts(mode):
    ways = [rp.Activity(name, name, 3) for name in ("b", "a", "c")]
    last = [rp.Activity(name, name, 1, after=["b", "a", "c"]) for name in ("z", "y")]
    (path,) = paths_of(rp.Plan("P", activities=[*ways, *last]).evolve(**MODES[mode]))

    assert (("a", "y"), 1.0) == (path.ids, path.share)


def test_those_beyond_the_most_frequent_are_the_rest():
    ways = [rp.Activity(f"a{n}", f"A{n}", rp.Uniform(0, 1)) for n in range(5)]
    plan = rp.Plan("P", activities=ways)
    paths = paths_of(plan, most=2)

    assert (2, 5) == (len(paths), paths.count)
    assert pytest.approx(1.0) == paths.rest + sum(row.share for row in paths)
    assert paths.rows[0].share >= paths.rows[1].share
    assert "3 other paths" in paths._repr_html_()
    assert abs(paths.rest - 0.6) < ENOUGH * paths.rest.error


def test_blocks_play_no_part(monkeypatch):
    plan = fork()
    run = rp.simulate(plan, iterations=1_000, seed=1)
    whole = rp.critical_paths(plan, run)
    monkeypatch.setattr(retracing, "_NUMBERS_AT_ONCE", 3 * 7)

    assert whole == rp.critical_paths(plan, run)


def test_the_order_of_the_plan_plays_no_part():
    plan = fork(deadline=None)
    turned = plan.evolve(activities=plan.activities[::-1])

    assert paths_of(plan).rows == paths_of(turned).rows


@st.composite
def networks(draw):
    laws = st.sampled_from([rp.Constant(2), rp.Discrete([1, 3], [0.5, 0.5]), rp.Uniform(0, 4)])
    activities = []
    for row in range(draw(st.integers(1, 7))):
        before = draw(st.sets(st.integers(0, row - 1))) if row else set()
        kinds = st.sampled_from(["FS", "FS+1d", "FS-1d", draw(st.sampled_from(["FS", "SS", "FF"]))])
        after = [f"a{other} {draw(kinds)}" for other in sorted(before)]
        activities.append(rp.Activity(f"a{row}", f"A{row}", draw(laws), after=after))
    return rp.Plan("Drawn", activities=activities)


@settings(max_examples=40, deadline=None)
@given(plan=networks())
def test_a_path_is_a_chain_of_links_all_of_whose_activities_are_critical(plan):
    run = rp.simulate(plan, iterations=60, seed=1)
    paths = rp.critical_paths(plan, run, most=1_000)
    before = {item.id: {link.predecessor for link in item.after} for item in plan.activities}

    assert pytest.approx(1.0) == sum(row.share for row in paths)
    on_paths = dict.fromkeys(before, 0.0)
    for path in paths:
        assert all(a in before[b] for a, b in zip(path.ids[:-1], path.ids[1:], strict=True))
        for id_ in path.ids:
            on_paths[id_] += path.share
    assert all(on_paths[id_] <= run.criticality[id_] + 1e-9 for id_ in before)


CALENDARS = MODES["calendars"]


def test_what_is_done_as_late_as_may_be_holds_up_nothing():
    plan = rp.Plan(
        "P",
        activities=[
            rp.Activity("a", "Late", 1, constraints="ALAP"),
            rp.Activity("b", "Long", 5),
            rp.Activity("c", "Then", 1, after=["a", "b"]),
        ],
    ).evolve(**CALENDARS)
    (path,) = paths_of(plan)

    assert ("b", "c") == path.ids


def test_what_is_done_as_late_as_the_end_allows_is_on_no_path():
    plan = rp.Plan(
        "P", activities=[rp.Activity("a", "A", 1, constraints="ALAP"), rp.Activity("b", "B", 5)]
    ).evolve(**CALENDARS)

    assert [("b",)] == [path.ids for path in paths_of(plan)]


def test_a_hammock_is_on_no_path():
    plan = rp.Plan(
        "P",
        activities=[rp.Activity("b", "B", 5), rp.Hammock("a", "A", over=["b"])],
    ).evolve(**CALENDARS)
    assert [("b",)] == [path.ids for path in paths_of(plan)]


def test_what_has_happened_is_on_no_path():
    plan = rp.Plan(
        "P",
        start="2026-01-05",
        data_date="2026-01-06",
        activities=[
            rp.Activity("a", "A", 2, actual_start="2026-01-05", actual_finish="2026-01-06"),
            rp.Activity("b", "B", 5, after="a"),
        ],
    )
    assert [("b",)] == [path.ids for path in paths_of(plan)]


def test_what_a_date_holds_up_begins_a_path():
    plan = rp.Plan(
        "P",
        activities=[
            rp.Activity("a", "A", rp.Discrete([1, 20], [0.5, 0.5])),
            rp.Activity("b", "B", 5, after="a", constraints="SNET 2026-01-19"),
        ],
    ).evolve(**CALENDARS)
    assert {("b",), ("a", "b")} == {path.ids for path in paths_of(plan)}


def test_a_number_of_paths_that_cannot_be_is_refused():
    with pytest.raises(rp.RequestError, match="most must be a whole number of at least 1"):
        paths_of(fork(), most=0)


def test_a_long_path_is_shortened_in_a_line():
    chain = [rp.Activity(f"a{n}", f"A{n}", 1, after=[f"a{n - 1}"] if n else []) for n in range(9)]
    (path,) = paths_of(rp.Plan("P", activities=chain))

    assert "A0 → A1 → … → A7 → A8" == str(path)
    assert 9 == len(path.ids)


def test_long_paths_are_told_apart_by_what_the_others_do_not_share():
    """Both begin and end alike; only the fourth of nine is another."""
    chain = [rp.Activity(f"a{n}", f"A{n}", 1, after=[f"a{n - 1}"] if n else []) for n in range(9)]
    wide = rp.Discrete([1, 3], [0.5, 0.5])
    ways = [rp.Activity(name, name.title(), wide, after="a2") for name in ("sea", "road")]
    chain[3:4] = [*ways, rp.Milestone("a3", "A3", after=["sea", "road"])]
    paths = paths_of(rp.Plan("P", activities=chain))

    assert {"A0 → … → Sea → … → A8", "A0 → … → Road → … → A8"} == {
        text.strip().partition(" % ")[2] for text in repr(paths).removesuffix(")").split(";")[1:]
    }
    assert "Sea" in paths._repr_html_()
    assert [" → ".join(row.names) for row in paths] == list(paths.to_frame()["names"])


def test_a_path_within_another_has_a_text_of_its_own():
    long, short = ("a", "b", "c", "d", "e", "f", "g"), ("a", "b", "c", "e", "f", "g")
    rows = tuple(
        rp.CriticalPath(ids, tuple(map(str.upper, ids)), rp.Estimate(0.5, 0.4, 0.6))
        for ids in (long, short, ("a", "b", "c", "f", "g", "e"))
    )
    text = repr(rp.CriticalPaths(rows, rp.Estimate(0.0, 0.0, 0.0), 3, 100))

    assert text.count("A → … → D → … → G") == 1
    assert "A → … → G" in text
