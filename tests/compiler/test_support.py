"""What a plan may say but cannot be simulated yet is refused, all of it at once."""

from __future__ import annotations

import pytest

import riskplan as rp

ACTIVITIES = [
    rp.Activity("a", "A", 5),
    rp.Activity("b", "B", 5, after="a SS+2d"),
    rp.Activity("c", "C", 5, after=["a", "b FF"], calendar="nights"),
    rp.Milestone("m", "M", after="c SF-1d"),
]

PLAN = rp.Plan(
    "Later",
    activities=ACTIVITIES,
    calendars=[rp.Calendar(id="nights")],
)

EXPECTED = """\
this version cannot simulate all of the plan yet:
  activities[1] "b": link "a SS+2d" is SS; only FS links, with or without lag, are simulated
  activities[2] "c": link "b FF+0d" is FF; only FS links, with or without lag, are simulated
  activities[3] "m": link "c SF-1d" is SF; only FS links, with or without lag, are simulated
  activities[2] "c": calendar "nights" differs from the plan's; only one calendar is simulated"""


@pytest.mark.parametrize("verb", [rp.simulate, rp.base_schedule, rp.place_risks])
def test_all_that_is_unsupported_is_named_at_once(verb):
    plan = PLAN.evolve(risks=[rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(1)])])
    with pytest.raises(rp.UnsupportedError) as caught:
        verb(plan)

    assert EXPECTED == str(caught.value)


def test_a_plan_that_breaks_rules_is_told_so_first():
    with pytest.raises(rp.PlanError, match="duration must not be negative"):
        rp.simulate(PLAN.evolve(activities=[*ACTIVITIES, rp.Activity("d", "D", -1)]))


def test_the_calendar_of_the_plan_may_be_named_and_others_may_stand_unused():
    plan = rp.Plan(
        "Good",
        activities=[rp.Activity("a", "A", 5, calendar="plan")],
        calendars=[rp.Calendar(id="nights")],
    )

    assert 5.0 == rp.base_schedule(plan).duration
