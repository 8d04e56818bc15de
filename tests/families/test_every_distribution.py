"""One acceptance test for all distributions: simulated, they have the law that they state.

Whoever adds a distribution adds it here. Means within four standard errors, quantiles by their
levels; a distribution whose parameters are a little different must fail.
"""

from __future__ import annotations

import inspect

import attrs
import numpy as np
import pytest
from scipy import stats

import riskplan as rp
from riskplan import distributions
from tests.families.harness import ENOUGH, levels_off, mean_off, share_off, std_off

ITERATIONS = 40_000

CONTINUOUS = {
    rp.Uniform: (rp.Uniform(10, 20), rp.Uniform(10, 20.5)),
    rp.Triangular: (rp.Triangular(2, 4, 9), rp.Triangular(2, 4.3, 9)),
    rp.Pert: (rp.Pert(2, 4, 9), rp.Pert(2, 4.2, 9)),
    rp.Normal: (rp.Normal(100, 15), rp.Normal(100.8, 15)),
    rp.LogNormal: (rp.LogNormal(1, 0.5), rp.LogNormal(1, 0.53)),
    rp.Beta: (rp.Beta(2, 3, min=1, max=5), rp.Beta(2, 3.2, min=1, max=5)),
    rp.Trigen: (rp.Trigen(10, 12, 20), rp.Trigen(10, 12.5, 20)),
    rp.Shifted: (rp.Shifted(rp.LogNormal(1, 0.5), 2), rp.Shifted(rp.LogNormal(1, 0.53), 2)),
    rp.Truncated: (rp.Truncated(rp.Normal(10, 4), low=6), rp.Truncated(rp.Normal(10, 4), low=6.4)),
    distributions.ScipyDistribution: (
        rp.from_scipy(stats.gamma(2, scale=3)),
        rp.from_scipy(stats.gamma(2.1, scale=3)),
    ),
}

SEPARATE = {
    rp.Constant: (rp.Constant(5), rp.Constant(5.1)),
    rp.Discrete: (
        rp.Discrete([60, 80, 120], [0.2, 0.3, 0.5]),
        rp.Discrete([60, 80, 120], [0.22, 0.3, 0.48]),
    ),
    rp.Empirical: (rp.Empirical([3, 5, 8, 5]), rp.Empirical([3, 5, 8, 5, 5])),
    distributions.Poisson: (distributions.Poisson(2.5), distributions.Poisson(2.6)),
}

LEVELS = np.array([0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99])


def in_each_place(law: rp.Distribution) -> dict[str, np.ndarray]:
    """The law as an amount, as a duration, as an impact on cost and as a delay."""
    plan = rp.Plan(
        "Everywhere",
        costs=[rp.CostItem("c", "C", law, phase="line")],
        activities=[rp.Activity("a", "A", law), rp.Activity("b", "B", 0)],
        risks=[rp.Risk("r", "R", 1.0, impacts=[rp.CostImpact(law), rp.Delay("b", law)])],
    )
    run = rp.simulate(plan, iterations=ITERATIONS, seed=99)
    return {
        "amount": run.phase_cost["line"],
        "duration": run.activity_finish["a"],
        "impact": run.risk_cost["r"],
        "delay": run.activity_finish["b"],
    }


def distance(values: np.ndarray, law: rp.Distribution) -> float:
    """How far samples lie from a law, at worst."""
    if law.std() == 0:
        return 0.0 if set(values.tolist()) == {law.mean()} else np.inf
    off = [mean_off(values, law.mean(), law.std()), std_off(values, law.std())]
    if type(law) in CONTINUOUS:
        quantiles = dict(zip(LEVELS.tolist(), law.ppf(LEVELS).tolist(), strict=True))
        return max(*off, levels_off(values, quantiles))
    # Beyond, so few samples are expected that their number is far from normal.
    inner = {x for x in np.unique(values).tolist() if 0.001 < float(law.cdf(x)) < 0.999}
    atoms = inner - {law.support()[1]}
    return max(*off, *(share_off(values <= atom, float(law.cdf(atom))) for atom in atoms))


FAMILIES = CONTINUOUS | SEPARATE


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_a_simulated_distribution_has_the_law_that_it_states(family):
    law, _ = FAMILIES[family]

    assert isinstance(law, family)
    for place, values in in_each_place(law).items():
        assert distance(values, law) < ENOUGH, place


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_a_slightly_different_one_is_told_apart(family):
    """Negative control of each member."""
    law, other = FAMILIES[family]

    assert distance(in_each_place(other)["amount"], law) > ENOUGH


def test_no_distribution_is_left_out():
    public = {
        item
        for _, item in inspect.getmembers(distributions, inspect.isclass)
        if issubclass(item, rp.Distribution) and item is not rp.Distribution
    }

    assert public == set(FAMILIES)
    assert all(attrs.has(family) for family in public)
