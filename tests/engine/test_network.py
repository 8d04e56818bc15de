"""The network against all its paths, one by one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp

Links = dict[tuple[int, int], float]


def eighths(low: int, high: int) -> st.SearchStrategy[float]:
    """Numbers whose sums have no rounding errors, so that equal means equal."""
    return st.integers(low, high).map(lambda number: number / 8)


@st.composite
def networks(draw: st.DrawFn, lags: st.SearchStrategy[float]) -> tuple[list[float], Links]:
    """Draw durations, and links from lower to higher numbers with lags."""
    days = draw(st.lists(eighths(0, 80), min_size=1, max_size=7))
    pairs = list(itertools.combinations(range(len(days)), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return days, {pair: draw(lags) for pair in chosen}


def plan_of(days: list[float], links: Links, order: list[int] | None = None) -> rp.Plan:
    activities = [
        rp.Activity(
            f"a{row}",
            f"Activity {row}",
            days[row],
            after=[
                rp.Link(f"a{left}", lag=lag) for (left, right), lag in links.items() if right == row
            ],
        )
        for row in order or range(len(days))
    ]
    return rp.Plan("Drawn", activities=activities)


def paths(days: list[float], links: Links) -> list[tuple[int, ...]]:
    """Every chain of linked activities, those of one activity among them."""
    found = [(row,) for row in range(len(days))]
    for path in found:
        found += [(*path, right) for left, right in links if left == path[-1]]
    return found


def length(path: tuple[int, ...], days: list[float], links: Links) -> float:
    return sum(days[row] for row in path) + sum(links[pair] for pair in itertools.pairwise(path))


def expected_dates(days: list[float], links: Links) -> dict[str, tuple[float, float, float, float]]:
    """Early start and finish, late start and finish of each activity, from all the paths.

    A path may begin anywhere, since no activity waits longer than its links say.
    """
    all_paths = paths(days, links)
    end = max(length(path, days, links) for path in all_paths)
    dates = {}
    for row in range(len(days)):
        early = max(length(path, days, links) for path in all_paths if path[-1] == row)
        behind = max(length(path, days, links) for path in all_paths if path[0] == row)
        late = end - (behind - days[row])
        dates[f"a{row}"] = (early - days[row], early, late - days[row], late)
    return dates


def computed_dates(plan: rp.Plan) -> dict[str, tuple[float, ...]]:
    base = rp.base_schedule(plan)
    columns = (base.early_start, base.early_finish, base.late_start, base.late_finish)
    return {id_: tuple(column[row] for column in columns) for row, id_ in enumerate(base.ids)}


LAGS = eighths(-40, 40)


@settings(max_examples=150)
@given(network=networks(LAGS), data=st.data())
def test_dates_are_those_of_the_longest_paths(network, data):
    order = data.draw(st.permutations(range(len(network[0]))))

    assert expected_dates(*network) == computed_dates(plan_of(*network, order))


@settings(max_examples=150)
@given(network=networks(LAGS))
def test_critical_means_no_float(network):
    plan = plan_of(*network)
    slack = dict(zip(rp.base_schedule(plan).ids, rp.base_schedule(plan).total_float, strict=True))
    run = rp.simulate(plan, iterations=3, seed=1)

    assert {id_: slack == 0 for id_, slack in slack.items()} == {
        id_: run.criticality[id_] == 1.0 for id_ in run.criticality
    }


@given(network=networks(st.just(0.0)))
def test_without_lags_at_least_one_activity_is_critical_and_none_has_negative_float(network):
    slack = rp.base_schedule(plan_of(*network)).total_float

    assert 0 == slack.min()


def test_the_paths_can_disagree():
    """Negative control: a lag that the plan does not have."""
    days = [3.0, 5.0, 2.0]

    assert expected_dates(days, {(0, 2): 0.0, (1, 2): 0.5}) != computed_dates(
        plan_of(days, {(0, 2): 0.0, (1, 2): 0.0})
    )


def schedule(*activities: rp.Activity | rp.Milestone, **settings: object) -> rp.BaseSchedule:
    return rp.base_schedule(rp.Plan("P", activities=activities).evolve(**settings))


def test_a_lead_never_starts_an_activity_before_the_plan():
    base = schedule(rp.Activity("a", "A", 3), rp.Activity("b", "B", 1, after="a FS-10d"))

    assert [0.0, 0.0] == base.early_start.tolist()
    assert 3.0 == base.duration


def test_an_activity_that_outlasts_its_successor_is_critical():
    plan = rp.Plan(
        "P", activities=[rp.Activity("a", "A", 10), rp.Activity("b", "B", 1, after="a FS-8d")]
    )
    run = rp.simulate(plan, iterations=10, seed=1)

    assert (1.0, 0.0) == (run.criticality["a"], run.criticality["b"])
    assert 10.0 == run.duration.base


def test_lags_and_durations_in_weeks_and_hours_are_working_days():
    base = schedule(
        rp.Activity("a", "A", 2, unit=rp.TimeUnit.WEEKS),
        rp.Activity("b", "B", 1, after="a FS+4h"),
        calendar=rp.Calendar(list(rp.Weekday)[:6]),
    )

    assert [12.0, 13.5] == base.early_finish.tolist()


@pytest.mark.parametrize("length", [1, 5_000])
def test_a_chain_of_any_length_is_as_long_as_its_links(length):
    """Deeper than Python's stack."""
    activities = [rp.Activity("a0", "A", 1)]
    activities += [rp.Activity(f"a{i}", "A", 1, after=f"a{i - 1}") for i in range(1, length)]

    assert length == schedule(*activities).duration


def test_early_dates_of_a_plan_with_a_start_are_moments():
    base = schedule(
        rp.Activity("a", "A", 5),
        rp.Milestone("m", "M", after="a"),
        rp.Activity("b", "B", 0.5, after="m"),
        start="2026-01-05",
    )

    assert ["2026-01-05T09:00:00", "2026-01-09T17:00:00", "2026-01-12T09:00:00"] == [
        date.isoformat() for date in base.start_dates
    ]
    assert ["2026-01-09T17:00:00", "2026-01-09T17:00:00", "2026-01-12T13:00:00"] == [
        date.isoformat() for date in base.finish_dates
    ]
