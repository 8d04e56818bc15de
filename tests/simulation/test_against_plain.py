"""The whole simulator against a second one, on plans that hypothesis makes."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from tests.laws.plans import insured_plans, plans
from tests.simulation.plain import PlainSimulator

SCENARIOS = [rp.INHERENT, rp.PLANNED]


def disagreements(plan: rp.Plan, run: rp.SimulationResult, scenario: rp.Scenario) -> list[str]:
    """Every figure of a run on which the plain simulator disagrees."""
    plain = PlainSimulator(plan, scenario, run.provenance.seed)
    futures = [plain.run(iteration) for iteration in range(run.iterations)]
    pairs: list[tuple[str, object, object]] = []
    if run.has_cost:
        pairs.append(("cost", run.cost.values, [f.cost for f in futures]))
    if run.has_schedule:
        pairs.append(("duration", run.duration.values, [f.duration for f in futures]))
    for risk in run.occurrence:
        pairs.append((f"{risk} occurs", run.occurrence[risk], [f.occurs[risk] for f in futures]))
        pairs.append((f"{risk} costs", run.risk_cost[risk], [f.risk_cost[risk] for f in futures]))
    for phase in run.phase_cost.ids:
        spent = [f.phase_cost.get(phase, 0.0) for f in futures]
        pairs.append((f"phase {phase}", run.phase_cost[phase], spent))
    for id_ in run.recovery:
        paid = [f.recovery[id_] for f in futures]
        pairs.append((f"{id_} pays", run.recovery[id_], paid))
    for id_ in run.activity_finish:
        ends = [f.finish[id_] for f in futures]
        pairs.append((f"{id_} ends", run.activity_finish[id_], ends))
        share = sum(id_ in f.critical for f in futures) / len(futures)
        pairs.append((f"{id_} critical", run.criticality[id_].value, share))
    return [
        f"{what}: {ours} instead of {theirs}"
        for what, ours, theirs in pairs
        if not np.allclose(np.asarray(ours, float), np.asarray(theirs, float), 1e-12, 1e-9)
    ]


@settings(max_examples=150)
@given(plan=plans(), scenario=st.sampled_from(SCENARIOS), seed=st.integers(0, 2**32))
def test_both_simulators_agree_on_every_figure(plan, scenario, seed):
    run = rp.simulate(plan, iterations=7, seed=seed, scenario=scenario, workers=1)

    assert [] == disagreements(plan, run, scenario)


@settings(max_examples=100)
@given(plan=insured_plans(), scenario=st.sampled_from(SCENARIOS), seed=st.integers(0, 2**32))
def test_both_simulators_agree_on_every_claim(plan, scenario, seed):
    run = rp.simulate(plan, iterations=7, seed=seed, scenario=scenario, workers=1)

    assert [] == disagreements(plan, run, scenario)


INSURED = rp.Policy("p", "P", "r", premium=1, deductible=2, limit=9)


@pytest.mark.parametrize(
    "terms", [{"deductible": 3}, {"share": 0.9}, {"limit": 8}, {"aggregate_limit": 11}], ids=str
)
def test_they_disagree_about_different_terms(terms):
    """Negative control: a run of one policy, refereed by another."""
    risk = rp.Risk("r", "R", count=2, impacts=[rp.CostImpact(rp.Uniform(5, 15))])
    plan = rp.Plan("Small", risks=[risk], policies=[INSURED])
    run = rp.simulate(plan, iterations=7, seed=1)

    assert [] == disagreements(plan, run, rp.PLANNED)
    assert disagreements(plan.evolve(policies=[attrs.evolve(INSURED, **terms)]), run, rp.PLANNED)


@pytest.mark.parametrize(
    "change",
    [
        {"risks": [rp.Risk("r", "R", 0.5, impacts=[rp.Delay("a", 3, unit=rp.TimeUnit.WEEKS)])]},
        {"activities": [rp.Activity("a", "A", rp.Uniform(1, 9), day_rate=4)]},
        {"costs": [rp.CostItem("c", "C", rp.Uniform(1, 2), day_rate=2, during="a")]},
    ],
    ids=["a delay in another unit", "another day rate", "another line"],
)
def test_they_disagree_about_different_plans(change):
    """Negative control: a run of one plan, refereed by another."""
    plan = rp.Plan(
        "Small",
        activities=[rp.Activity("a", "A", rp.Uniform(1, 9), day_rate=3)],
        costs=[rp.CostItem("c", "C", rp.Uniform(1, 2), day_rate=1, during="a")],
        risks=[rp.Risk("r", "R", 0.5, impacts=[rp.Delay("a", 3)])],
    )
    run = rp.simulate(plan, iterations=7, seed=1)

    assert [] == disagreements(plan, run, rp.PLANNED)
    assert disagreements(plan.evolve(**change), run, rp.PLANNED)


@settings(max_examples=50)
@given(plan=st.one_of(plans(), insured_plans()))
def test_the_plans_that_are_drawn_keep_every_rule(plan):
    problems = rp.model.problems_in(plan)

    assert [] == [str(p) for p in problems if p.severity is rp.Severity.ERROR]
