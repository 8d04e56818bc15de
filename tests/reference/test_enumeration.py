"""Small registers with constant impacts, against all that can happen in them.

The source is the enumeration itself; levels and means are compared within four standard errors.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from tests.families.harness import ENOUGH, mean_off, share_off
from tests.reference.enumeration import combinations, cost, duration, law_of, mean_of

ITERATIONS = 20_000

INDEPENDENT = rp.Plan(
    "Independent",
    costs=[rp.CostItem("base", "Base", 1_000)],
    risks=[
        rp.Risk(f"r{i}", "R", p, impacts=[rp.CostImpact(money)])
        for i, (p, money) in enumerate(
            [(0.1, 500), (0.25, 130), (0.5, 70), (0.3, 40), (0.05, 900), (0.75, 20)]
        )
    ],
)

ENTANGLED = rp.Plan(
    "Entangled",
    costs=[rp.CostItem("base", "Base", 1_000), rp.CostItem("extra", "Extra", 200)],
    activities=[
        rp.Activity("a", "A", 10),
        rp.Activity("b", "B", 12),
        rp.Activity("c", "C", 5, after=["a FS+1d", "b"]),
    ],
    risks=[
        rp.Risk("rain", "Rain", 0.4, impacts=[rp.Delay(["a", "b"], 3)]),
        rp.Risk(
            "flood",
            "Flood",
            0.5,
            given="rain",
            impacts=[rp.CostImpact(share=0.1, of=["base", "extra"]), rp.Delay("a", 4)],
        ),
        rp.Risk("strike", "Strike", 0.2, exclusive="labour", impacts=[rp.Delay("b", 6)]),
        rp.Risk("raise", "Pay rise", 0.3, exclusive="labour", impacts=[rp.CostImpact(80)]),
        rp.Risk("skill", "Slow", 0.35, impacts=[rp.DurationFactor(["a", "c"], 1.4)]),
        rp.Risk(
            "bonus",
            "Bonus",
            0.25,
            kind=rp.Kind.OPPORTUNITY,
            impacts=[rp.CostImpact(150), rp.Delay("c", 2)],
        ),
    ],
)

CONDITIONAL_GROUP = rp.Plan(
    "Conditional group",
    risks=[
        rp.Risk("storm", "Storm", 0.6),
        rp.Risk("light", "Light", 0.5, given="storm", exclusive="g", impacts=[rp.CostImpact(10)]),
        rp.Risk("heavy", "Heavy", 0.3, given="storm", exclusive="g", impacts=[rp.CostImpact(50)]),
        rp.Risk("claim", "Claim", 0.8, given="heavy", impacts=[rp.CostImpact(7)]),
    ],
)

PLANS = [INDEPENDENT, ENTANGLED, CONDITIONAL_GROUP]


def worst(values: np.ndarray, law: dict[float, float]) -> float:
    """How far the samples are from a law, at worst: in its mean, and in the level of each atom."""
    assert set(np.round(values, 9).tolist()) <= set(law)
    spread = math.sqrt(mean_of({(v - mean_of(law)) ** 2: p for v, p in law.items()}))
    distances = [mean_off(values, mean_of(law), max(spread, 1e-12))]
    level = 0.0
    for atom, probability in law.items():
        level += probability
        if 0 < probability < 1 - 1e-12:
            distances.append(share_off(np.round(values, 9) == atom, probability))
        if 1e-9 < level < 1 - 1e-9:
            distances.append(share_off(np.round(values, 9) <= atom, level))
    return max(distances)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_the_enumeration_is_complete(plan):
    assert 1.0 == pytest.approx(math.fsum(probability for probability, _ in combinations(plan)))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_cost_has_the_enumerated_law(plan):
    run = rp.simulate(plan, iterations=ITERATIONS, seed=12)

    assert worst(run.cost.values, law_of(plan, cost)) < ENOUGH


def test_duration_has_the_enumerated_law():
    run = rp.simulate(ENTANGLED, iterations=ITERATIONS, seed=13)

    assert worst(run.duration.values, law_of(ENTANGLED, duration)) < ENOUGH


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_what_occurs_together_does_so_as_often_as_enumerated(plan):
    run = rp.simulate(plan, iterations=ITERATIONS, seed=14)
    ids = run.occurrence.ids
    columns = [
        frozenset(id_ for id_, flag in zip(ids, column, strict=True) if flag)
        for column in run.occurrence.values.T.tolist()
    ]
    chances = {happened: probability for probability, happened in combinations(plan)}

    assert set(columns) <= set(chances)
    for happened, probability in chances.items():
        share = [column == happened for column in columns]
        assert share_off(share, max(probability, 1e-12)) < ENOUGH


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_expected_values_are_those_of_the_enumeration(plan):
    base = sum(item.amount.mean() for item in plan.costs)
    expected = base + sum(rp.expected_cost(plan, risk.id) for risk in plan.risks)
    chances = {
        risk.id: sum(p for p, happened in combinations(plan) if risk.id in happened)
        for risk in plan.risks
    }

    assert mean_of(law_of(plan, cost)) == pytest.approx(expected)
    for id_, chance in chances.items():
        assert chance == pytest.approx(rp.occurrence_probability(plan, id_))


@pytest.mark.parametrize("plan", [INDEPENDENT, ENTANGLED], ids=lambda plan: plan.name)
def test_contributions_are_those_of_the_enumeration(plan):
    run = rp.simulate(plan, iterations=ITERATIONS, seed=15)
    laws = {
        risk.id: mean_of(law_of(without(plan, risk.id), cost)) - mean_of(law_of(plan, cost))
        for risk in plan.risks
    }

    for row in rp.contributions(plan, run):
        error = row.cost_effect.error / 1.96
        assert abs(-laws[row.id] - row.cost_effect) <= ENOUGH * error + 1e-9


def without(plan: rp.Plan, id_: str) -> rp.Plan:
    """The plan without a risk and without all that hangs on it."""
    gone = {id_}
    for _ in plan.risks:
        gone |= {risk.id for risk in plan.risks if risk.given in gone}
    return plan.evolve(risks=[risk for risk in plan.risks if risk.id not in gone])


@st.composite
def registers(draw: st.DrawFn) -> rp.Plan:
    """Draw up to six risks of constant cost, with conditions and one exclusive group."""
    risks: list[rp.Risk] = []
    for row in range(draw(st.integers(1, 6))):
        grouped = draw(st.booleans())
        parents = [risk.id for risk in risks if risk.exclusive is None]
        risks.append(
            rp.Risk(
                f"r{row}",
                "R",
                0.15 if grouped else draw(st.sampled_from([0.1, 0.5, 0.8])),
                kind=draw(st.sampled_from(list(rp.Kind))),
                impacts=[rp.CostImpact(2.0**row)],
                given=None if grouped else draw(st.sampled_from([None, *parents])),
                exclusive="g" if grouped else None,
            )
        )
    return rp.Plan("Drawn", risks=draw(st.permutations(risks)))


@settings(max_examples=15, derandomize=True)
@given(plan=registers())
def test_any_small_register_has_its_enumerated_law(plan):
    """Derandomised: four standard errors are passed once in sixteen thousand comparisons."""
    run = rp.simulate(plan, iterations=ITERATIONS, seed=16)

    assert worst(run.cost.values, law_of(plan, cost)) < ENOUGH


@pytest.mark.parametrize(
    "change",
    [
        {"probability": 0.45},
        {"probability": 0.4, "given": None},
        {"probability": 0.5, "impacts": [rp.CostImpact(120)]},
    ],
    ids=["another probability", "no condition", "no delay"],
)
def test_a_perturbed_plan_is_told_apart(change):
    """Negative control."""
    rain, flood, *rest = ENTANGLED.risks
    parts = {"impacts": flood.impacts, "given": "rain", **change}
    other = rp.Risk("flood", "Flood", parts.pop("probability"), **parts)
    run = rp.simulate(ENTANGLED.evolve(risks=[rain, other, *rest]), iterations=ITERATIONS, seed=12)
    distances = [
        worst(run.cost.values, law_of(ENTANGLED, cost)),
        worst(run.duration.values, law_of(ENTANGLED, duration)),
    ]

    assert max(distances) > ENOUGH
