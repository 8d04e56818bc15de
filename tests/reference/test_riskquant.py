"""Annual losses of the Netflix tool riskquant (Apache-2.0), as far as one strike a year goes.

Its low and high are the 5th and the 95th percentile of a lognormal loss. Its frequency is the mean
of a Poisson count; here a risk strikes once or not at all, so that means agree where the
frequency is a probability, and the law of the count is left to risks that strike more than once.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import riskplan as rp
from tests.families.harness import ENOUGH, mean_off, share_off


def read(shared: Path) -> dict[str, Any]:
    path = shared / "reference" / "riskquant_lognormal90_poisson.json"
    return json.loads(path.read_text("utf-8"))


def loss(low: float, high: float) -> rp.LogNormal:
    return rp.from_percentiles({5: low, 95: high}, rp.LogNormal)


def yearly(frequency: float, low: float, high: float) -> rp.Plan:
    risk = rp.Risk("r", "R", frequency, impacts=[rp.CostImpact(loss(low, high))])
    return rp.Plan("Year", risks=[risk])


@pytest.mark.parametrize("number", range(6))
def test_a_loss_has_the_parameters_and_the_mean_of_its_percentiles(shared, number):
    row = read(shared)["deterministic"][number]
    law = loss(row["low5"], row["high95"])

    assert row["lognormal_mu"] == pytest.approx(law.mu, rel=1e-12)
    assert row["lognormal_sigma"] == pytest.approx(law.sigma, rel=1e-12)
    assert row["mean_loss"] == pytest.approx(law.mean(), rel=1e-12)


@pytest.mark.parametrize("number", [0, 2, 3, 4, 5])
def test_the_annual_loss_of_what_strikes_at_most_once_is_exact(shared, number):
    row = read(shared)["deterministic"][number]
    expected = rp.expected_cost(yearly(row["frequency"], row["low5"], row["high95"]), "r")

    assert row["annualized_loss"] == pytest.approx(expected, rel=1e-12)
    assert row["published"] == pytest.approx(expected, rel=2e-3)  # it prints three digits


def test_what_strikes_three_times_a_year_is_not_one_probability(shared):
    """A frequency of 3 is refused, not cut to 1: counts come with risks that strike repeatedly."""
    row = read(shared)["deterministic"][1]

    assert 3.0 == row["frequency"]
    with pytest.raises(rp.PlanError, match="probability must be between 0 and 1"):
        rp.simulate(yearly(row["frequency"], row["low5"], row["high95"]))


def test_a_mean_far_in_the_tail_is_exact(shared):
    hard = read(shared)["hard_mean"]

    assert hard["expected"] == pytest.approx(loss(hard["low"], hard["high"]).mean(), rel=1e-12)


def test_an_uncertain_frequency_counts_with_its_mean_not_with_its_mode(shared):
    """The source multiplies by the mode, 0.3; the mean of its PERT is a tenth above that."""
    pert = read(shared)["pert_frequency_loss"]
    frequency = rp.Pert(pert["min"], pert["mode"], pert["max"])
    mean = loss(pert["low"], pert["high"]).mean()
    risk = rp.Risk("r", "R", frequency, impacts=[rp.CostImpact(loss(pert["low"], pert["high"]))])
    expected = rp.expected_cost(rp.Plan("P", risks=[risk]), "r")

    assert pert["expected"] == pytest.approx(pert["mode"] * mean)
    assert frequency.mean() * mean == pytest.approx(expected)
    assert expected > 1.1 * pert["expected"]


def test_a_register_of_rare_losses_has_its_mean_and_its_chance_of_nothing(shared):
    """Struck at most once: no loss with Π(1 - p), where counts have exp(-Σ p), 0.852."""
    reference = read(shared)
    rows = reference["register"]
    risks = [
        rp.Risk(name, name, p, impacts=[rp.CostImpact(loss(low, high))])
        for name, (p, low, high) in rows.items()
    ]
    plan = rp.Plan("Register", risks=risks)
    run = rp.simulate(plan, iterations=200_000, seed=1)
    nothing = math.prod(1 - p for p, _, _ in rows.values())
    exact = reference["register_exact"]

    assert exact["P_no_loss"] == pytest.approx(math.exp(-sum(p for p, _, _ in rows.values())))
    assert exact["mean"] == pytest.approx(sum(rp.expected_cost(plan, risk.id) for risk in risks))
    assert share_off(run.cost.values == 0, nothing) < ENOUGH
    assert share_off(run.cost.values == 0, exact["P_no_loss"]) > ENOUGH
    assert mean_off(run.cost.values, exact["mean"]) < ENOUGH


def test_another_loss_would_be_seen(shared):
    """Negative control: percentiles read as the 10th and the 90th."""
    row = read(shared)["deterministic"][0]
    other = rp.from_percentiles({10: row["low5"], 90: row["high95"]}, rp.LogNormal)
    plan = rp.Plan("P", costs=[rp.CostItem("c", "C", other)])
    run = rp.simulate(plan, iterations=20_000, seed=1)

    assert mean_off(run.cost.values, row["mean_loss"]) > ENOUGH
