"""Variants are the runs of their scenarios, bit for bit, whatever the sampling plan."""

from __future__ import annotations

import numpy as np
import pytest

import riskplan as rp
from riskplan.engine import Chance
from riskplan.simulation import variants_of
from tests.analysis.response_plans import in_force, tangle

SETS = [(), [("r1", "x"), ("r2", "y")], [("r2", "x"), ("r3", "x"), ("r6", "x"), ("r8", "x")]]


@pytest.mark.parametrize("chosen", SETS)
@pytest.mark.parametrize("sampling", [rp.Random(), rp.Antithetic(), rp.LatinHypercube(100)])
def test_a_variant_is_the_run_of_its_scenario(chosen, sampling):
    scenario = in_force(tangle(), chosen)
    run = rp.simulate(tangle(), iterations=600, seed=2, scenario=scenario, sampling=sampling)

    found = variants_of(tangle(), iterations=600, seed=2, sampling=sampling).totals(scenario)

    assert np.array_equal(run.cost.values, found.cost)
    assert np.array_equal(run.duration.values, found.days)
    assert np.array_equal(run.finish.values, found.finish)


def test_what_risks_cost_by_themselves_moves_as_the_total_does():
    """Of risks that have no say in the schedule, with the insurance that binds them."""
    variants = variants_of(tangle(), iterations=600, seed=2, sampling=rp.Random())
    scenes = [in_force(tangle(), chosen) for chosen in ([], [("r6", "x")])]

    whole = [variants.totals(scene).cost for scene in scenes]
    alone = [variants.cost_of(scene, ["r6", "r7"], ["p"]) for scene in scenes]

    assert np.allclose(whole[1] - whole[0], alone[1] - alone[0], rtol=0, atol=1e-9)


def test_leaving_out_a_bound_risk_would_be_noticed():
    """The negative control: an insured risk takes some of what a policy pays in all."""
    variants = variants_of(tangle(), iterations=600, seed=2, sampling=rp.Random())
    scenes = [in_force(tangle(), chosen) for chosen in ([], [("r6", "x")])]

    whole = [variants.totals(scene).cost for scene in scenes]
    alone = [variants.cost_of(scene, ["r6"], ["p"]) for scene in scenes]

    assert not np.allclose(whole[1] - whole[0], alone[1] - alone[0], rtol=0, atol=1e-9)


def test_risks_that_delay_and_those_they_wait_for_are_entangled():
    variants = variants_of(tangle(), iterations=100, seed=2, sampling=rp.Random())

    assert {"r2", "r3"} == variants.entangled(in_force(tangle(), []))


def test_a_sequence_that_would_not_stay_paired_is_refused():
    with pytest.raises(rp.RequestError, match="use LatinHypercube"):
        variants_of(tangle(), iterations=1_024, seed=1, sampling=rp.Sobol())


def correlated():
    """The duration of an activity goes along with the size of what a response makes smaller."""
    return tangle().evolve(correlations=[rp.Correlation(["a", "r1.cost"], 0.7)])


SETTINGS = [
    in_force(tangle(), SETS[1]),
    in_force(tangle(), SETS[2]),
    rp.Scenario("slow", "Slow", duration_factor=1.5),
    rp.Scenario("else", "Else", rp.Adoption.NONE, estimates={"a": "pert(5, 8, 30)"}),
    in_force(tangle(), SETS[1]),
]


@pytest.mark.parametrize("plan", [tangle(), correlated()], ids=["apart", "correlated"])
@pytest.mark.parametrize("sampling", [rp.Random(), rp.LatinHypercube(100)])
def test_scenarios_one_after_the_other_are_the_runs_of_each(plan, sampling):
    """Works that are remembered from one set of responses are not taken for those of a setting."""
    variants = variants_of(plan, iterations=600, seed=2, sampling=sampling)

    for scenario in SETTINGS:
        run = rp.simulate(plan, iterations=600, seed=2, scenario=scenario, sampling=sampling)
        found = variants.totals(scenario)
        assert np.array_equal(run.cost.values, found.cost)
        assert np.array_equal(run.duration.values, found.days)


def test_works_are_drawn_once_for_all_sets_of_responses(monkeypatch):
    drawn = []
    draw = Chance.fill_durations
    monkeypatch.setattr(Chance, "fill_durations", lambda *given: drawn.append(1) or draw(*given))
    variants = variants_of(tangle(), iterations=600, seed=2, sampling=rp.Random())

    for chosen in SETS:
        variants.totals(in_force(tangle(), chosen))

    assert len(drawn) == 1
