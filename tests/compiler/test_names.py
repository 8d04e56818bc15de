"""The names of the streams: part of the guarantee that a run can be repeated."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

import riskplan as rp
from riskplan.compiler import compile_plan
from riskplan.engine import key_of
from tests.model.good import GOOD

PLAN = GOOD


def test_every_quantity_is_drawn_from_the_stream_of_its_name():
    program, _ = compile_plan(PLAN, rp.PLANNED)
    network = program.network

    assert key_of("activity/piles/duration") == network.durations[1].key
    assert key_of("activity/deck/day-rate") == program.task_rates[0].quantity.key
    assert key_of("cost/piling/amount") == program.lines[0].amount.key
    assert key_of("cost/office/day-rate") == program.lines[1].rate.quantity.key
    assert key_of("risk/flood/response/dam") == program.lines[2].amount.key
    assert key_of("risk/flood/occurrence") == program.events[0].key
    assert key_of("exclusive/wind") == program.events[2].key == program.events[3].key
    assert key_of("risk/leak/probability") == program.events[1].probability.key
    assert {"risk/flood/cost/0", "risk/leak/cost/0", "risk/north/cost/0", "risk/south/cost/0"} == {
        name
        for name in (f"risk/{risk.id}/cost/0" for risk in PLAN.risks)
        if key_of(name) in {effect.quantity.key for effect in program.cost_effects}
    }
    assert key_of("risk/flood/delay/0") == program.delays[0].quantities[0].key
    assert key_of("risk/crew/factor/0") == program.factors[0].quantities[0].key


def test_separate_draws_have_a_stream_for_each_activity():
    impact = rp.Delay("build", rp.Uniform(1, 2), draws=rp.Draws.SEPARATE)
    plan = PLAN.evolve(risks=[rp.Risk("r", "R", 0.5, impacts=[impact])])
    program, _ = compile_plan(plan, rp.PLANNED)

    assert [key_of("risk/r/delay/0/piles"), key_of("risk/r/delay/0/deck")] == [
        quantity.key for quantity in program.delays[0].quantities
    ]


def test_counts_and_what_moves_together_have_streams_of_their_own():
    names = ("steel", "crane")
    plan = rp.Plan(
        "P",
        costs=[rp.CostItem(name, name, rp.Uniform(1, 2)) for name in names],
        risks=[rp.Risk("r", "R", 0.5, count="poisson(2)", impacts=[rp.CostImpact(1)])],
        correlations=[rp.Correlation(names, 0.5, degrees_of_freedom=4)],
    )
    program, _ = compile_plan(plan, rp.PLANNED)

    assert key_of("risk/r/count") == program.events[0].count.key
    assert {
        key_of("cost/steel/amount"),
        key_of("cost/crane/amount"),
        key_of("correlation/cost/crane/amount"),
        key_of("correlation/cost/crane/amount/mixing"),
    } == set(program.groups[0].sources)


def test_equal_distributions_share_one_transform():
    lines = [rp.CostItem(f"c{i}", "C", rp.Pert(0, 1, 5)) for i in range(3)]
    program, _ = compile_plan(rp.Plan("P", costs=lines), rp.PLANNED)

    assert 1 == len({id(line.amount.transform) for line in program.lines})
    assert 3 == len({line.amount.key for line in program.lines})


def digest(values: np.ndarray) -> str:
    """A fingerprint of samples in which closed forms may differ by rounding."""
    return hashlib.sha256(np.round(values, 6).tobytes()).hexdigest()[:16]


GOLDEN = rp.Plan(
    "Golden",
    costs=[rp.CostItem("c", "C", rp.Triangular(1, 2, 4))],
    activities=[
        rp.Activity("a", "A", rp.Uniform(3, 6), day_rate=rp.Uniform(1, 2)),
        rp.Activity("b", "B", rp.Discrete([1, 2], [0.25, 0.75]), after="a"),
    ],
    risks=[
        rp.Risk("r", "R", rp.Uniform(0.2, 0.4), impacts=[rp.CostImpact(5), rp.Delay("a", 0.5)]),
        rp.Risk("s", "S", 0.5, given="r", impacts=[rp.DurationFactor("b", rp.Uniform(1, 2))]),
        rp.Risk(
            "t",
            "T",
            0.5,
            count=rp.Discrete([0, 1, 3], [0.25, 0.5, 0.25]),
            impacts=[rp.CostImpact(rp.Uniform(1, 2)), rp.Delay("a", rp.Uniform(0, 1))],
        ),
    ],
)


@pytest.mark.parametrize(
    ("sampling", "expected"),
    [
        (rp.Random(), ("9c68cc7669bd3e59", "c8fb88f436f70099", "d913304fd1e4371a")),
        (rp.Antithetic(), ("312e19d4c287fd8c", "1f71d12a1dcd99a9", "0457aef36729240e")),
        (rp.LatinHypercube(100), ("a38a4b6e29304707", "da6eb0531fa48032", "361744945962eeed")),
    ],
    ids=str,
)
def test_the_samples_of_a_plan_never_change(sampling, expected):
    """Golden digests, pinned: whoever changes them must give the sampler a new name.

    Of laws in closed form, so that no library's inverse of a special function takes part. Those of
    Sobol points are scipy's to keep, so only their evenness is tested, elsewhere.
    """
    run = rp.simulate(GOLDEN, iterations=1_000, seed=7, sampling=sampling)

    assert "pcg-1" == run.provenance.sampler
    assert expected == (
        digest(run.cost.values),
        digest(run.duration.values),
        digest(run.occurrence.values.astype(np.float64)),
    )
