"""Variants are the runs of their scenarios, bit for bit, whatever the sampling plan."""

from __future__ import annotations

import numpy as np
import pytest

import riskplan as rp
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
