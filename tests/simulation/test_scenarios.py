"""Scenarios in a run: nothing that they do not name moves, and what they name is exact."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan import INHERENT, PLANNED, Scenario
from riskplan.errors import PlanError, RequestError
from riskplan.results import SimulationResult
from riskplan.simulation import recipe_of, scenario_of, scenario_of_run, standings
from tests.model.good import GOOD

ITERATIONS = 4_000

DAM = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, cost=3, probability="-50%", adopted=False)

PLAN = rp.Plan(
    "Bridge",
    costs=[
        rp.CostItem("steel", "Steel", rp.Pert(20, 40, 90)),
        rp.CostItem("sand", "Sand", rp.Uniform(5, 9)),
    ],
    activities=[rp.Activity("dig", "Dig", rp.Triangular(10, 12, 20), day_rate=2)],
    risks=[
        rp.Risk("a-east", "East", 0.2, exclusive="wind", impacts=[rp.CostImpact(rp.Uniform(0, 2))]),
        rp.Risk("b-west", "West", 0.3, exclusive="wind", impacts=[rp.CostImpact(rp.Uniform(0, 2))]),
        rp.Risk(
            "flood",
            "Flood",
            0.6,
            impacts=[rp.CostImpact(rp.Uniform(20, 60)), rp.Delay("dig", rp.Triangular(2, 4, 9))],
            responses=[DAM],
        ),
        rp.Risk("leak", "Leak", 0.1, impacts=[rp.CostImpact(0.1)]),
    ],
    correlations=[rp.Correlation(["steel", "sand"], 0.5)],
)


def run(plan: rp.Plan = PLAN, scenario: Scenario | str = PLANNED, **parts) -> SimulationResult:
    return rp.simulate(plan, iterations=ITERATIONS, seed=7, scenario=scenario, **parts)


def same(left: SimulationResult, right: SimulationResult) -> bool:
    """Whether all samples are the same, bit for bit."""
    pairs = [
        (left.cost.values, right.cost.values),
        (left.duration.values, right.duration.values),
        *((left.risk_cost[one], right.risk_cost[one]) for one in left.risk_cost.ids),
        *((left.occurrence[one], right.occurrence[one]) for one in left.occurrence.ids),
    ]
    return all(np.array_equal(one, other) for one, other in pairs)


def test_a_scenario_without_overrides_is_planned_bit_for_bit():
    assert same(run(), run(scenario=Scenario("same", "The same")))
    assert same(run(), run(scenario=Scenario("ones", "Ones", cost_factor=1, duration_factor=1.0)))


def test_a_scenario_that_changes_anything_would_be_noticed():
    """Negative control: a factor that differs in its last digit moves some bit."""
    assert not same(run(), run(scenario=Scenario("more", "More", cost_factor=1 + 1e-15)))


def test_to_state_what_is_there_changes_nothing():
    """Overrides that repeat the plan leave every bit as it is."""
    scenario = Scenario(
        "same",
        "The same",
        probabilities={"flood": 0.6, "a-east": 0.2},
        estimates={"steel": "pert(20, 40, 90)", "flood.delay": "triangular(2, 4, 9)"},
        drop="flood.dam",
    )

    assert same(run(), run(scenario=scenario))


def test_what_a_scenario_does_not_name_keeps_its_draws():
    new = run(scenario=Scenario("s", "S", probabilities={"flood": 0.1}, estimates={"sand": 7}))
    old = run()

    for one in ("a-east", "b-west", "leak"):
        assert np.array_equal(old.occurrence[one], new.occurrence[one])
        assert np.array_equal(old.risk_cost[one], new.risk_cost[one])
    assert (new.occurrence["flood"] <= old.occurrence["flood"]).all()


@pytest.mark.parametrize("probability", [0.0, 0.1, 0.2])
def test_a_member_of_an_exclusive_group_that_is_less_likely_moves_no_other(probability):
    new = run(scenario=Scenario("s", "S", probabilities={"a-east": probability}))

    assert np.array_equal(run().occurrence["b-west"], new.occurrence["b-west"])
    assert (new.occurrence["a-east"] <= run().occurrence["a-east"]).all()


def test_a_factor_scales_every_draw():
    old, new = run(), run(scenario=Scenario("s", "S", cost_factor=1.5))
    of_risks = sum(old.risk_cost[one] for one in old.risk_cost.ids)

    assert 1.5 * (old.cost.values - of_risks) + of_risks == pytest.approx(new.cost.values, abs=1e-2)
    assert np.array_equal(old.duration.values, new.duration.values)


@given(st.floats(0.1, 10))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_durations_scale_with_their_factor(factor):
    plan = PLAN.evolve(risks=[])
    new = run(plan, Scenario("s", "S", duration_factor=factor))

    assert factor * run(plan).duration.values == pytest.approx(new.duration.values, rel=1e-12)


def test_certain_risks_occur_and_closed_ones_do_not():
    new = run(scenario=Scenario("s", "S", occur=["flood", "b-west"], close="leak"))

    shares = {one: float(new.occurrence[one].mean()) for one in new.occurrence.ids}
    assert {"flood": 1.0, "b-west": 1.0, "a-east": 0.0, "leak": 0.0} == shares


def test_all_risks_of_a_band_occur():
    """Flood alone is high: a mean of 40 and 5 days of a base of 68 and 12 days, at 60 %."""
    stressed = PLAN.with_scenario("stress", "All high risks occur", occur="band:high")
    new = run(stressed, "stress")

    assert {"flood"} == {
        one for one, s in standings(INHERENT.applied_to(PLAN)).items() if s.band > 1
    }
    assert ("flood",) == recipe_of(new).scenario.occur
    assert new.occurrence["flood"].all()


def test_a_band_whose_risks_exclude_each_other_cannot_all_occur():
    impacts = [rp.CostImpact(50)]
    pair = [rp.Risk(one, one, 0.5, exclusive="wind", impacts=impacts) for one in ("n", "s")]
    plan = PLAN.evolve(risks=pair)

    with pytest.raises(PlanError, match='n, s of the exclusive group "wind" cannot all occur'):
        run(plan, Scenario("stress", "Stress", occur="band:high"))


def test_every_scenario_of_responses_is_the_plan_with_those_responses():
    """Enumeration: in or out by the scenario is in or out by the plan, bit for bit."""
    flood, others = PLAN.risk("flood"), [risk for risk in PLAN.risks if risk.id != "flood"]
    responses = [
        rp.Response(f"r{n}", "R", rp.Strategy.MITIGATE, cost=n, impact="-20%") for n in range(3)
    ]

    def plan(adopted: tuple[bool, ...]) -> rp.Plan:
        chosen = [
            rp.Response(r.id, r.name, r.strategy, cost=r.cost, impact="-20%", adopted=one)
            for r, one in zip(responses, adopted, strict=True)
        ]
        new = rp.Risk("flood", "Flood", 0.6, impacts=flood.impacts, responses=chosen)
        return PLAN.evolve(risks=[*others, new])

    for adopted in itertools.product([False, True], repeat=3):
        names = [f"flood.{r.id}" for r, one in zip(responses, adopted, strict=True) if one]
        by_hand = Scenario("s", "S", rp.Adoption.NONE, adopt=names)
        assert same(run(plan(adopted)), run(plan((True, False, True)), by_hand))


def test_the_run_without_a_risk_is_that_of_the_plan_without_it():
    closed = [
        rp.Risk(
            r.id,
            r.name,
            0 if r.id == "flood" else r.probability,
            impacts=r.impacts,
            exclusive=r.exclusive,
        )
        for r in PLAN.risks
    ]

    assert same(run(PLAN.evolve(risks=closed)), run(scenario=PLANNED.without("flood")))


def test_targets_and_dates_are_those_of_the_scenario():
    late = Scenario("late", "Late", start="2026-03-02", deadline="2027-06-30")
    new = run(GOOD, late)

    assert "2027-06-30" == new.targets.deadline.isoformat()
    assert (new.finish.values > run(GOOD).finish.values).all()
    first = rp.timetable(GOOD, new).rows[0]
    assert first.dates.finish > first.dates.low > dt.datetime(2026, 3, 2)


def test_a_scenario_is_found_by_its_name():
    plan = PLAN.with_scenario("dear", "Dear", cost_factor=2)

    assert same(run(plan, "dear"), run(PLAN, Scenario("x", "X", cost_factor=2)))
    assert plan.scenarios[0] == scenario_of("dear", plan)


def test_an_unknown_name_lists_those_there_are():
    plan = PLAN.with_scenario("dear", "Dear", cost_factor=2)

    with pytest.raises(RequestError) as caught:
        run(plan, "deer")

    message = 'there is no scenario "deer"; there are: inherent, planned, dear'
    assert message == str(caught.value)


def test_an_unknown_band_lists_those_there_are():
    with pytest.raises(
        PlanError, match='"band:hgh", which does not exist; did you mean "band:high"'
    ):
        run(scenario=Scenario("s", "S", occur="band:hgh"))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"adopt": "flood.dm"}, 'did you mean "flood.dam"?'),
        ({"cost_factor": 0}, "cost_factor must be above 0"),
        ({"probabilities": {"a-east": 0.9}}, 'the exclusive group "wind"'),
    ],
)
def test_a_scenario_made_by_hand_must_fit_the_plan(parts, message):
    with pytest.raises(PlanError, match="scenario") as caught:
        run(scenario=Scenario("mine", "Mine", **parts))

    assert message in str(caught.value)


def test_a_run_of_a_scenario_made_by_hand_can_be_repeated_kept_and_reported(tmp_path):
    mine = Scenario("mine", "Mine", occur="flood", cost_factor=1.2, estimates={"sand": 8})
    new = run(scenario=mine)
    file = tmp_path / "run.npz"
    new.save(file)
    back = rp.load_run(file)

    assert mine == scenario_of_run(back, PLAN)
    assert rp.replay(back).identical
    text = rp.report(PLAN, new).summary()
    assert "Mine" in text
    assert len(rp.contributions(PLAN, new)) == 4


def test_a_report_says_how_to_make_a_scenario_that_no_file_holds():
    mine = Scenario("mine", "Mine", cost_factor=1.2)
    page = rp.report(PLAN, run(scenario=mine)).html()

    assert "rp.Scenario(" in page
    assert "--scenario mine" not in page


def test_a_stressed_plan_has_its_exact_cost():
    plan = PLAN.evolve(activities=[], correlations=[], risks=[PLAN.risk("leak")])
    stress = Scenario("stress", "Stress", occur="leak", cost_factor=2)
    law = rp.exact_cost(plan, scenario=stress)

    assert 2 * (45 + 7) + 0.1 == pytest.approx(law.mean())
    assert rp.verify(run(plan, stress), plan).agrees
