"""`spread`: factors on certain durations, by id, beginning, category and phase."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskplan as rp

PLAN = rp.Plan(
    "House",
    start="2026-01-05",
    data_date="2026-01-30",
    phases=[rp.Phase("shell", "Shell")],
    activities=[
        rp.Activity("dig", "Dig", 10, actual_start="2026-01-05", actual_finish="2026-01-16"),
        rp.Activity("poured", "Pour", 5, actual_start="2026-01-19", complete=1.0),
        rp.Activity("walls", "Walls", 20, after="dig", phase="shell", category="masonry"),
        rp.Activity("roof", "Roof", 10, after="walls", phase="shell", category="timber"),
        rp.Activity(
            "E10", "Cables", 8, unit=rp.TimeUnit.HOURS, after="walls", category="electrical"
        ),
        rp.Activity("E20", "Sockets", 4, after="E10", category="electrical"),
        rp.Activity("paint", "Paint", rp.Uniform(3, 5), after="E20"),
        rp.Activity("gate", "Gate", 0, after="paint"),
        rp.Milestone("done", "Done", after=["gate", "roof"]),
        rp.Buffer("spare", "Spare", 5, after="done"),
        rp.Hammock("site", "Site office", over=["walls", "roof"]),
    ],
)


def durations(plan: rp.Plan) -> dict[str, str]:
    """The durations of a plan that differ from those of the house."""
    pairs = zip(plan.activities, PLAN.activities, strict=True)
    return {new.id: repr(new.duration) for new, old in pairs if new != old}


def test_all_that_is_certain_and_still_to_be_done_is_spread():
    """Not what is finished, has no duration, is no activity, or has a distribution already."""
    assert {
        "walls": "pert(18, 20, 26)",
        "roof": "pert(9, 10, 13)",
        "E10": "pert(7.2, 8, 10.4)",
        "E20": "pert(3.6, 4, 5.2)",
    } == durations(rp.spread(PLAN, low=0.9, high=1.3))


def test_the_law_is_chosen_by_passing_it():
    def wide(low: float, mode: float, high: float) -> rp.Distribution:
        return rp.Pert(low, mode, high, shape=2)

    for law, expected in (
        (rp.Triangular, "triangular(9, 10, 13)"),
        (rp.Trigen, "trigen(9, 10, 13)"),
        (wide, "pert(9, 10, 13, shape=2)"),
    ):
        assert {"roof": expected} == durations(rp.spread(PLAN, 0.9, 1.3, law=law, by="roof"))


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("walls", {"walls"}),
        ("E*", {"E10", "E20"}),
        ("category:electrical", {"E10", "E20"}),
        ("electrical", {"E10", "E20"}),
        ("phase:shell", {"walls", "roof"}),
        ("shell", {"walls", "roof"}),
        (["walls", "E2*"], {"walls", "E20"}),
        ("done", set()),
        ("*", {"walls", "roof", "E10", "E20"}),
    ],
)
def test_names_say_what_is_spread(by, expected):
    assert expected == set(durations(rp.spread(PLAN, low=0.9, high=1.3, by=by)))


def test_a_mapping_gives_each_name_its_own_factors_and_the_others_stay():
    by = {"electrical": rp.Spread(0.5, 1, 2, law=rp.Triangular), "shell": (0.9, 1, 1.2)}

    assert {
        "walls": "pert(18, 20, 24)",
        "roof": "pert(9, 10, 12)",
        "E10": "triangular(4, 8, 16)",
        "E20": "triangular(2, 4, 8)",
    } == durations(rp.spread(PLAN, by=by))
    assert {"E10", "E20", "walls", "roof"} == set(durations(rp.spread(PLAN, 0.5, 1.5, by={})))


def test_the_nearest_name_wins():
    """An id, then the longest beginning, the category, the phase, and all others."""
    by = {
        "phase:shell": (0.1, 1, 2),
        "E*": (0.2, 1, 2),
        "category:masonry": (0.3, 1, 2),
        "E1*": (0.4, 1, 2),
        "category:electrical": (0.5, 1, 2),
        "E20": (0.6, 1, 2),
    }
    lows = {a.id: a.duration.support()[0] for a in rp.spread(PLAN, by=by).activities[2:6]}

    assert {"walls": 6.0, "roof": 1.0, "E10": 3.2, "E20": 2.4} == pytest.approx(lows)


def test_of_what_is_under_way_the_remaining_duration_is_spread():
    begun = rp.Activity("a", "A", 10, actual_start="2026-01-05", remaining=4)
    (spread,) = rp.spread(PLAN.evolve(activities=[begun]), low=0.5, high=1.5).activities

    assert attrs.evolve(begun, remaining=rp.Pert(2, 4, 6)) == spread


def test_equal_factors_leave_a_duration_certain():
    assert {"roof": "constant(12)"} == durations(rp.spread(PLAN, by={"roof": (1.2, 1.2, 1.2)}))


@given(
    low=st.integers(0, 100),
    high=st.integers(100, 400),
    days=st.floats(0.01, 1e4, allow_nan=False),
)
def test_with_a_mode_of_one_the_base_plan_stays(low, high, days):
    plan = rp.Plan("P", activities=[rp.Activity("a", "A", days)])
    (spread,) = rp.spread(plan, low=low / 100, high=high / 100).activities

    assert days == spread.duration.most_likely()
    assert spread.duration.support() == pytest.approx((low / 100 * days, high / 100 * days))


def test_everything_that_is_wrong_with_names_and_factors_is_said_at_once():
    by = {
        "wals": (0.9, 1, 1.3),
        "X*": (0.9, 1, 1.3),
        "roof": (1.3, 1, 0.9),
        "E10": (0.9, 1.3),
        "E20": rp.Spread(0.9, 1, 1.3),
        "shell": ("a", 1, 2),
    }
    with pytest.raises(rp.PlanError) as caught:
        rp.spread(PLAN, by=by)

    assert [
        'by "wals": it names "wals", which does not exist; did you mean "walls"?',
        'by "roof": low, mode and high must rise from 0 upwards (got 1.3, 1, 0.9)',
        (
            'by "E10": three factors make a spread (got (0.9, 1.3)); write (0.9, 1, 1.3), or an '
            "rp.Spread"
        ),
        "by \"shell\": low must be a finite number (got 'a'); write it without quotes",
    ] == [str(problem) for problem in caught.value.problems if '"X*"' not in str(problem)]
    assert 'it names "X*", which does not exist' in str(caught.value)


def test_a_name_of_two_things_is_refused():
    plan = rp.Plan("P", activities=[rp.Activity("roof", "Roof", 5, category="roof")])

    with pytest.raises(rp.PlanError, match="it means roof and category:roof"):
        rp.spread(plan, low=0.9, high=1.3, by="roof")


@pytest.mark.parametrize("factors", [{}, {"low": 0.9}, {"high": 1.3}, {"high": 1.3, "by": {}}])
def test_half_a_spread_is_refused(factors):
    with pytest.raises(rp.RequestError, match=r"write for example low=0\.9, high=1\.3"):
        rp.spread(PLAN, **factors)


@pytest.mark.parametrize("law", ["pert", None, rp.Uniform, lambda *_: 5.0])
def test_a_law_that_is_none_of_three_points_is_refused(law):
    with pytest.raises(rp.PlanError, match="law must make a distribution of three points"):
        rp.spread(PLAN, low=0.9, high=1.3, law=law)


@pytest.mark.parametrize("factors", [(-0.1, 1, 2), (1.1, 1, 2), (0.5, 1, 0.9)])
def test_factors_out_of_order_are_refused(factors):
    with pytest.raises(rp.PlanError, match="must rise from 0 upwards"):
        rp.Spread(*factors)
