"""A plan under a scenario: what is assumed otherwise, and nothing else."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import riskplan as rp
from riskplan import INHERENT, PLANNED, Adoption, Scenario, Status
from riskplan.errors import RequestError
from tests.model.good import GOOD
from tests.model_strategies import plans

DAM = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, probability=0.1)
WALL = rp.Response("wall", "Wall", rp.Strategy.MITIGATE, probability=0.2, adopted=False)
SPILL = rp.Response("pump", "Pump", rp.Strategy.MITIGATE, probability="-50%")

PLAN = rp.Plan(
    "Bridge",
    start="2026-01-05",
    costs=[rp.CostItem("steel", "Steel", rp.Pert(2, 4, 9), day_rate=5, during="dig")],
    activities=[
        rp.Activity("dig", "Dig", rp.Uniform(10, 20), day_rate=2),
        rp.Activity("paint", "Paint", 10, remaining=4, actual_start="2026-01-05"),
    ],
    risks=[
        rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(8)], responses=[DAM, WALL]),
        rp.Risk("leak", "Leak", 0.3, given="flood", impacts=[rp.Delay("dig", 5)]),
        rp.Risk("spill", "Spill", 0.3, arises_from="flood.dam", responses=[SPILL]),
        rp.Risk("dirt", "Dirt", 0.3, arises_from="spill.pump"),
        rp.Risk("theft", "Theft", count="poisson(2)", impacts=[rp.CostImpact(1)]),
        rp.Risk("north", "North", 0.3, exclusive="wind"),
        rp.Risk("south", "South", 0.3, exclusive="wind"),
    ],
    policies=[rp.Policy("cover", "Cover", "flood", premium=1)],
    data_date="2026-01-09",
)


def under(**parts) -> rp.Plan:
    return Scenario("s", "S", **parts).applied_to(PLAN)


def status_of(plan: rp.Plan) -> dict[str, Status]:
    return {risk.id: risk.status for risk in plan.risks if risk.status is not Status.OPEN}


def adopted_in(plan: rp.Plan) -> set[str]:
    return {f"{r.id}.{one.id}" for r in plan.risks for one in r.responses if one.adopted}


def test_planned_leaves_a_plan_as_it_is():
    assert GOOD is PLANNED.applied_to(GOOD)
    assert PLAN == PLANNED.applied_to(PLAN)


@given(plans())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_planned_of_what_a_scenario_makes_of_a_plan_is_that_scenario(plan):
    for scenario in (INHERENT, PLANNED):
        made = scenario.applied_to(plan)
        assert made == PLANNED.applied_to(made)


def test_costs_and_rates_are_dearer_and_nothing_else_is():
    dear = under(cost_factor=2)

    assert (rp.Pert(4, 8, 18), rp.Constant(10)) == (dear.costs[0].amount, dear.costs[0].day_rate)
    assert rp.Constant(4) == dear.activities[0].day_rate
    assert PLAN == dear.evolve(costs=PLAN.costs, activities=PLAN.activities)
    assert PLAN.activities[0].duration == dear.activities[0].duration


def test_work_takes_longer_and_what_is_left_of_it_too():
    dig, paint = under(duration_factor=2).activities

    assert (rp.Uniform(20, 40), rp.Constant(8)) == (dig.duration, paint.remaining)


def test_a_single_estimate_is_taken_as_it_is():
    made = under(cost_factor=2, duration_factor=2, estimates={"steel": 7, "dig": 9, "paint": 1})

    assert rp.Constant(7) == made.costs[0].amount
    assert (rp.Constant(9), rp.Constant(1)) == (
        made.activities[0].duration,
        made.activities[1].remaining,
    )


def test_a_size_of_an_impact_is_another_one():
    made = under(estimates={"flood.cost": 9, "leak.delay": 6})

    assert (rp.CostImpact(9),) == made.risk("flood").impacts
    assert (rp.Delay("dig", 6),) == made.risk("leak").impacts


def test_a_probability_is_another_one_before_the_responses():
    assert 0.6 == under(probabilities={"flood": "60%"}).risk("flood").probability


def test_a_certain_risk_makes_certain_what_it_depends_on_and_excludes_the_others():
    made = under(occur=["leak", "north"])

    assert {
        "leak": Status.OCCURRED,
        "flood": Status.OCCURRED,
        "north": Status.OCCURRED,
        "south": Status.CLOSED,
    } == status_of(made)


def test_a_certain_risk_strikes_at_least_once():
    assert rp.Truncated(rp.Poisson(2), low=1) == under(occur="theft").risk("theft").count


def test_a_closed_condition_keeps_what_depends_on_it_from_being_certain():
    assert {"flood": Status.CLOSED} == status_of(under(occur="leak", close="flood"))


def test_a_secondary_risk_exists_while_its_response_is_in_force():
    """And so do its own responses, and what arises from those."""
    assert {} == status_of(under())
    assert {"spill": Status.CLOSED, "dirt": Status.CLOSED} == status_of(under(drop="flood.dam"))
    assert {"flood.dam", "spill.pump"} == adopted_in(under())
    assert set() == adopted_in(under(drop="flood.dam", adopt="spill.pump"))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"adoption": Adoption.NONE}, set()),
        ({"adoption": Adoption.NONE, "adopt": "flood.wall"}, {"flood.wall"}),
        ({"adoption": Adoption.ALL}, {"flood.dam", "flood.wall", "spill.pump"}),
        ({"adoption": Adoption.ALL, "drop": "flood.wall"}, {"flood.dam", "spill.pump"}),
        ({"adopt": ["flood.wall"], "drop": ["spill.pump"]}, {"flood.dam", "flood.wall"}),
    ],
)
def test_responses_are_in_or_out(parts, expected):
    assert expected == adopted_in(under(**parts))


def test_policies_are_in_or_out():
    assert under(adoption=Adoption.NONE).policies[0].adopted is False
    assert under(drop="cover").policies[0].adopted is False
    assert under().policies[0].adopted is True


def test_dates_are_others():
    made = under(start="2026-02-02", deadline="2026-12-18")

    assert ("2026-02-02", "2026-12-18") == (made.start.isoformat(), made.deadline.isoformat())


def test_a_band_is_for_the_simulation_to_settle():
    with pytest.raises(RequestError, match="only the schedule tells which risks stand in a band"):
        under(occur="band:high")


def test_a_scenario_without_a_risk_closes_it_once():
    certain = Scenario("s", "S", occur=["flood", "leak"])
    without = certain.without("leak").without("leak")

    assert (("flood",), ("leak",)) == (without.occur, without.close)


def test_a_scenario_is_a_value():
    given = {"b": 2, "a": "pert(1, 2, 3)"}
    scenario = Scenario("s", "S", estimates=given, probabilities={"r": "30%"})

    assert (("a", rp.Pert(1, 2, 3)), ("b", rp.Constant(2))) == scenario.estimates
    assert 1 == len(
        {
            scenario,
            attrs.evolve(scenario),
            Scenario("s", "S", estimates=given, probabilities={"r": 0.3}),
        }
    )


def test_a_scenario_spells_the_call_that_makes_it():
    scenario = Scenario(
        "s", "S", Adoption.ALL, occur="a", estimates={"b": "pert(1, 2, 3)"}, start="2026-01-05"
    )

    assert scenario == eval(repr(scenario), {"Scenario": Scenario, "Adoption": Adoption})  # noqa: S307 - our own text
    assert scenario == eval(scenario.as_call("rp."), {"rp": rp})  # noqa: S307


def test_a_plan_takes_a_scenario_in_the_place_of_one_of_the_same_id():
    once = PLAN.with_scenario("dear", "Dear", cost_factor=1.2)
    twice = once.with_scenario(Scenario("dear", "Dearer", cost_factor=1.5))

    assert ("Dearer",) == tuple(scenario.name for scenario in twice.scenarios)
    assert PLAN.digest() != once.digest() != twice.digest()
    assert PLAN.digest() == once.evolve(scenarios=()).digest()
