"""Every answer about a run knows how its sampling plan laid out the iterations."""

from __future__ import annotations

import numpy as np
import pytest

import riskplan as rp
from riskplan import analysis
from riskplan.results import Samples, mean_estimate
from riskplan.simulation import Antithetic, LatinHypercube, Random, Sobol

PLAN = rp.Plan(
    "Bridge",
    start="2026-01-05",
    deadline="2026-03-20",
    budget=130,
    phases=[rp.Phase("build", "Build", share=1)],
    costs=[rp.CostItem("steel", "Steel", rp.Uniform(50, 150), phase="build")],
    activities=[
        rp.Activity("dig", "Dig", rp.Uniform(30, 50), day_rate=1),
        rp.Activity("permit", "Permit", rp.Uniform(20, 60)),
    ],
    risks=[
        rp.Risk("rock", "Rock", 0.3, impacts=[rp.Delay("dig", rp.Uniform(2, 8))]),
        rp.Risk("theft", "Theft", 0.2, impacts=[rp.CostImpact(rp.Uniform(5, 20))]),
    ],
)
RUNS = {
    sampling: rp.simulate(PLAN, iterations=2_048, seed=1, sampling=sampling)
    for sampling in (LatinHypercube(64), Sobol(64), Antithetic())
}

every_plan = pytest.mark.parametrize("sampling", RUNS, ids=lambda plan: type(plan).__name__)


def same(one: rp.Estimate, other: rp.Estimate) -> bool:
    return (one.value, one.low, one.high) == (other.value, other.low, other.high)


@every_plan
def test_each_part_of_a_run_knows_its_cells(sampling):
    run = RUNS[sampling]
    parts = [run.cost, run.duration, run.finish, run.occurrence, run.risk_cost, run.phase_cost]
    parts += [run.activity_finish, run.criticality, run.phases["build"] if run.phases else run.cost]

    assert {sampling.cell} == {part.cell for part in parts}


@every_plan
def test_the_effect_of_a_risk_is_a_paired_difference_of_cells(sampling):
    run = RUNS[sampling]
    rows = {row.id: row for row in rp.contributions(PLAN, run)}
    without = rp.simulate(
        PLAN.evolve(risks=[PLAN.risk("theft")]), iterations=2_048, seed=1, sampling=sampling
    )
    own = run.risk_cost["theft"]

    assert same(mean_estimate(own, sampling.cell), rows["theft"].cost_effect)
    assert same(mean_estimate(own, sampling.cell), rows["theft"].simulated_cost)
    if not isinstance(sampling, Sobol):
        saved = run.duration.values - without.duration.values
        assert same(mean_estimate(saved, sampling.cell), rows["rock"].days_effect)


@every_plan
def test_the_effect_of_a_risk_is_as_precise_as_its_pairing(sampling):
    """An effect whose pair had other draws would have the error of the whole duration."""
    run = RUNS[sampling]
    row = next(row for row in rp.contributions(PLAN, run) if row.id == "rock")
    careless = mean_estimate(run.duration.values).error

    assert row.days_effect.error < careless
    assert 0.3 * 5 * 0.2 < row.days_effect < 0.3 * 5


@every_plan
def test_the_cost_of_a_phase_counts_cells(sampling):
    run = RUNS[sampling]
    (row, *_) = analysis.phase_costs(PLAN, run)
    total = Samples(run.phase_cost["build"], run.phase_base[0], "", sampling.cell)

    assert same(total.percentile(80), row.level)
    assert same(total.mean(), row.mean)
    assert same(total.exceedance(130), row.exceedance)


@every_plan
def test_criticality_knows_how_much_cells_differ(sampling):
    """By counting the cells of the activity that ended last, which was the critical one."""
    run = RUNS[sampling]
    ends = run.activity_finish
    first = ends["dig"] > ends["permit"]
    counts = first.reshape(-1, sampling.cell).sum(axis=1)

    assert (int(counts.sum()), int((counts**2).sum())) == (
        run.criticality.counts[0],
        run.criticality.squares[0],
    )


@every_plan
def test_margins_and_summaries_take_the_errors_of_the_totals(sampling):
    run = RUNS[sampling]

    assert run.cost.overrun(80).error == rp.contingency(run).cost.amount.error
    assert same(run.cost.mean(), rp.summarize(run).cost.mean)


@every_plan
def test_even_sampling_is_more_precise_and_the_errors_say_so(sampling):
    random = rp.simulate(PLAN, iterations=2_048, seed=1, sampling=Random())

    assert RUNS[sampling].cost.mean().error < 0.5 * random.cost.mean().error
    assert RUNS[sampling].cost.percentile(80).error < random.cost.percentile(80).error


@every_plan
def test_a_saved_run_has_the_errors_it_had(sampling, tmp_path):
    run = RUNS[sampling]
    run.save(tmp_path / "run.npz")
    again = rp.load_run(tmp_path / "run.npz")

    assert same(run.cost.percentile(80), again.cost.percentile(80))
    assert same(run.criticality["dig"], again.criticality["dig"])
    assert np.array_equal(run.cost.values, again.cost.values)
