"""Responses that contradict each other are never in force together, whatever is asked of them."""

from __future__ import annotations

import attrs
import pytest

import riskplan as rp
from riskplan.analysis.response_goals import Goal
from riskplan.analysis.response_requests import Asked, sets_of
from riskplan.analysis.response_search import Search
from tests.analysis.response_plans import response

ITERATIONS = 2_000


def two_kinds_of_impacts():
    """Both say what remains; together they would leave 20 with the probability of the first."""
    responses = [
        response("pumps", 3, probability=0.1, impacts=[rp.CostImpact(90)]),
        attrs.evolve(response("boats", 4, impacts=[rp.CostImpact(20)]), adopted=False),
        response("drill", 1, cost_impact="-10%"),
    ]
    risk = rp.Risk("flood", "Flood", 0.5, impacts=[rp.CostImpact(500)], responses=responses)
    return rp.Plan("P", risks=[risk], costs=[rp.CostItem("c", "C", 100)])


PLAN = two_kinds_of_impacts()
EVERY_SET_THAT_CAN_BE = [
    (),
    ("pumps",),
    ("boats",),
    ("drill",),
    ("pumps", "drill"),
    ("boats", "drill"),
]


def run_with(*names):
    scenario = rp.Scenario("s", "S", rp.Adoption.NONE, adopt=[f"flood.{name}" for name in names])
    return rp.simulate(PLAN, iterations=ITERATIONS, seed=1, scenario=scenario)


def test_a_response_is_worth_what_it_changes_instead_of_the_one_that_contradicts_it():
    """Given the others means the drill alone: the pumps are what the boats would replace."""
    row = rp.value_responses(PLAN, iterations=ITERATIONS, seed=1).row("flood.boats")

    change = run_with("boats", "drill").cost.mean() - run_with("drill").cost.mean()
    assert ("flood.pumps",) == row.instead_of
    assert row.given.mean_cost.value == pytest.approx(change)


def test_what_contradicts_nothing_in_force_is_instead_of_nothing():
    values = rp.value_responses(PLAN, iterations=ITERATIONS, seed=1)

    assert () == values.row("flood.pumps").instead_of == values.row("flood.drill").instead_of
    frame = values.to_frame()
    assert frame.loc[("flood.boats", "given"), "instead_of"] == "flood.pumps"
    assert "instead of flood.pumps" in values._repr_html_()


@pytest.mark.parametrize("objective", [rp.Objective.MEAN_COST, rp.Objective.PERCENTILE_COST])
def test_the_best_set_is_the_best_of_those_that_can_be(objective):
    means = {
        names: run_with(*names).cost.mean().value
        if objective is rp.Objective.MEAN_COST
        else run_with(*names).cost.quiet_percentile(95).value
        for names in EVERY_SET_THAT_CAN_BE
    }

    best = rp.best_responses(PLAN, objective=objective, at=95, iterations=ITERATIONS, seed=1)

    assert best.value.value == pytest.approx(min(means.values()))
    assert tuple(name for _, name in best) == min(means, key=means.get)


def test_both_together_would_seem_better_than_any_set_that_can_be():
    """The negative control: nothing but the contradiction keeps the two apart."""
    asked = Asked(rp.Objective.MEAN_COST, 80, None, None, None)
    sets = sets_of(
        PLAN, asked, iterations=ITERATIONS, seed=1, scenario="planned", sampling=rp.Random()
    )
    both = frozenset({"flood.pumps", "flood.boats"})

    assert not sets.allows(both)
    best = Search(sets, Goal(rp.Objective.MEAN_COST, 80)).best(100)
    assert best.loss > sets.of(both).cost.mean()


def test_a_search_among_many_keeps_them_apart_as_well():
    """Thirteen responses on one schedule are too many to try every set of them."""
    risks = [
        rp.Risk(
            f"r{n}",
            f"R{n}",
            0.3,
            impacts=[rp.Delay("a", 1 + n)],
            responses=[response("x", 1, impacts=[]), response("y", 1, probability="-50%")],
        )
        for n in range(6)
    ]
    last = rp.Risk(
        "z",
        "Z",
        0.9,
        impacts=[rp.Delay("a", 90)],
        responses=[
            response("p", 1, probability=0.1, impacts=[rp.Delay("a", 30)]),
            attrs.evolve(response("q", 1, impacts=[rp.Delay("a", 20)]), adopted=False),
        ],
    )
    activities = [rp.Activity("a", "A", 20, day_rate=2)]
    plan = rp.Plan("P", activities=activities, risks=[*risks, last])

    best = rp.best_responses(plan, iterations=200, seed=1)

    assert ("z", "p") in best.chosen
    assert ("z", "q") not in best.chosen


@pytest.mark.parametrize("ask", [rp.value_responses, rp.best_responses, rp.response_frontier])
def test_a_scenario_with_both_in_force_is_refused(ask):
    both = rp.Scenario("both", "Both", rp.Adoption.ALL)

    with pytest.raises(rp.PlanError, match="two adopted responses both say which impacts remain"):
        ask(PLAN, scenario=both, iterations=100, seed=1)


@pytest.mark.parametrize(
    ("risk", "pair"),
    [
        ({"count": rp.Poisson(2)}, ({"count": rp.Poisson(1)}, {"count": rp.Poisson(0.5)})),
        ({"probability": rp.Uniform(0.2, 0.6)}, ({"probability": 0.1}, {"probability": 0.2})),
    ],
)
def test_counts_and_uncertain_probabilities_contradict_each_other_as_well(risk, pair):
    responses = [response("a", 1, **pair[0]), response("b", 1, **pair[1])]
    flood = rp.Risk(
        "flood",
        "Flood",
        risk.pop("probability", 1.0),
        impacts=[rp.CostImpact(100)],
        responses=[responses[0], attrs.evolve(responses[1], adopted=False)],
        **risk,
    )

    plan = rp.Plan("P", risks=[flood])

    assert len(rp.best_responses(plan, iterations=500, seed=1)) == 1
    row = rp.value_responses(plan, iterations=500, seed=1).row("flood.b")
    assert row.instead_of == ("flood.a",)
