"""What a plan may say but cannot be simulated yet is refused, all of it at once."""

from __future__ import annotations

import pytest

import riskplan as rp

START = "2026-01-05"
MAY = "2026-05-01 to 2026-05-31"
DIG = rp.Activity("dig", "Dig", 5)
FLOOD = rp.Risk("flood", "Flood", 0.5, impacts=[rp.Delay("dig", 1)])
STORM = rp.Risk("storm", "Storm", 0.5, impacts=[rp.Delay("dig", 1)], window=MAY)


def only(*items, start=START, **more):
    """A plan with an activity, and one more thing."""
    return rp.Plan("P", start=start, activities=[DIG, *items], **more)


LATER = {
    "calendars without dates": only(
        rp.Activity("fill", "Fill", 5, calendar="nights"),
        start=None,
        calendars=[rp.Calendar(id="nights")],
    ),
    "a risk that waits for one with a window": only(
        risks=[STORM, rp.Risk("tide", "Tide", 0.5, given="storm", impacts=[rp.CostImpact(1)])]
    ),
    "a count in a window": only(
        risks=[rp.Risk("hail", "Hail", count=2, impacts=[rp.Delay("dig", 1)], window=MAY)]
    ),
}

EXPECTED = """\
this version cannot simulate all of the plan yet:
  risks[1] "tide": it waits for "storm", which has a window; no such chain is simulated
  risks[2] "hail": it has a window and a count; only one strike in a window is simulated"""


@pytest.mark.parametrize("name", LATER)
def test_what_the_engine_has_yet_to_learn_is_refused(name):
    """As it learns one of these, the entry goes."""
    assert rp.check(LATER[name]).ok
    with pytest.raises(rp.UnsupportedError):
        rp.simulate(LATER[name], iterations=10, seed=1)


def test_a_plan_without_any_of_these_is_simulated():
    """Negative control."""
    run = rp.simulate(only(risks=[FLOOD, STORM]), iterations=10, seed=1)

    assert 10 == len(run.duration.values)


@pytest.mark.parametrize("verb", [rp.simulate, rp.base_schedule])
def test_all_that_is_unsupported_is_named_at_once(verb):
    waiting, counted = (LATER[name].risks for name in list(LATER)[1:])
    with pytest.raises(rp.UnsupportedError) as caught:
        verb(only(risks=[*waiting, *counted]))

    assert EXPECTED == str(caught.value)


def test_a_plan_that_breaks_rules_is_told_so_first():
    plan = LATER["a count in a window"]
    with pytest.raises(rp.PlanError, match="duration must not be negative"):
        rp.simulate(plan.evolve(activities=[*plan.activities, rp.Activity("d", "D", -1)]))
