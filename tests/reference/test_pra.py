"""Three worked examples of the R package PRA (paulgovan/PRA, MIT), against exact values.

The exact values in the files were derived by closed form and quadrature. A mean is compared
within four standard errors, a quantile q of level p by its level: |F(q) - p| <= 4·√(p(1-p)/n).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import riskplan as rp
from tests.families.harness import ENOUGH, levels_off, mean_off, share_off, std_off

ITERATIONS = 40_000

LAWS = {"normal": rp.Normal, "triangular": rp.Triangular, "uniform": rp.Uniform}


def read(shared: Path, name: str) -> dict[str, Any]:
    return json.loads((shared / "reference" / f"{name}.json").read_text("utf-8"))


def laws_of(reference: dict[str, Any]) -> dict[str, rp.Distribution]:
    """The laws of the inputs; anything that is not spelled as a law is left out."""
    return {
        name: LAWS[spelling[0]](*spelling[1:])
        for name, spelling in reference["inputs"].items()
        if isinstance(spelling, list)
    }


def as_costs(laws: dict[str, rp.Distribution]) -> np.ndarray:
    plan = rp.Plan("Sum", costs=[rp.CostItem(name, name, law) for name, law in laws.items()])
    return rp.simulate(plan, iterations=ITERATIONS, seed=2024).cost.values


def as_serial_work(laws: dict[str, rp.Distribution]) -> np.ndarray:
    before: list[str] = []
    activities = []
    for name, law in laws.items():
        activities.append(rp.Activity(name, name, law, after=before))
        before = [name]
    plan = rp.Plan("Chain", activities=activities)
    return rp.simulate(plan, iterations=ITERATIONS, seed=2025).duration.values


def quantiles(expected: dict[str, Any]) -> dict[float, float]:
    return {float(level): value for level, value in expected["quantiles"].items()}


def misses(values: np.ndarray, expected: dict[str, Any]) -> list[str]:
    """Every figure of a reference that the samples miss by more than four standard errors."""
    off = {
        "mean": mean_off(values, expected["mean"], expected["sd"]),
        "sd": std_off(values, expected["sd"]),
        "quantiles": levels_off(values, quantiles(expected)),
    }
    return [f"{name} by {distance:.1f}" for name, distance in off.items() if distance >= ENOUGH]


@pytest.mark.parametrize("simulate", [as_costs, as_serial_work])
@pytest.mark.parametrize("name", ["pra_three_task_independent", "pra_riverside_duration"])
def test_a_sum_of_independent_estimates_has_its_exact_law(shared, name, simulate):
    reference = read(shared, name)

    assert [] == misses(simulate(laws_of(reference)), reference["expected_exact"])


@pytest.mark.parametrize("simulate", [as_costs, as_serial_work])
def test_a_perturbed_plan_is_told_apart(shared, simulate):
    """Negative control: one mode moved by half a day, one spread by a third."""
    reference = read(shared, "pra_three_task_independent")
    laws = laws_of(reference)

    assert misses(simulate(laws | {"B": rp.Triangular(5, 10.5, 15)}), reference["expected_exact"])
    assert misses(simulate(laws | {"A": rp.Normal(10, 2.7)}), reference["expected_exact"])


def test_a_mean_of_38_6_is_not_that_of_these_tasks(shared):
    """The source prints it for the correlated run; no correlation can move a mean from 30."""
    values = as_costs(laws_of(read(shared, "pra_three_task_independent")))

    assert mean_off(values, 30.0) < ENOUGH < mean_off(values, 38.6)


def test_the_spread_that_the_riverside_book_derives_is_not_that_of_these_tasks(shared):
    """Its second-moment step gives a sd of 4.478; the exact one is 2.799."""
    values = as_serial_work(laws_of(read(shared, "pra_riverside_duration")))

    assert std_off(values, 4.478) > ENOUGH


# --- two events that switch costs -----------------------------------------------------------------


def bridge(reference: dict[str, Any]) -> rp.Plan:
    """Whatever the weather and the ground, one of two costs comes: two exclusive risks for each."""
    weather, ground = reference["inputs"]["weather"], reference["inputs"]["ground"]
    cases = [
        ("rain", "weather", weather["prob"], weather["contractor_cost_if"]),
        ("dry", "weather", 1 - weather["prob"], weather["else_"]),
        ("rock", "ground", ground["prob"], ground["foundation_cost_if"]),
        ("soil", "ground", 1 - ground["prob"], ground["else_"]),
    ]
    risks = [
        rp.Risk(
            id_, id_, probability, impacts=[rp.CostImpact(rp.Normal(*cost[1:]))], exclusive=group
        )
        for id_, group, probability, cost in cases
    ]
    return rp.Plan("Bridge", risks=risks)


def bridge_run(shared: Path) -> rp.SimulationResult:
    plan = bridge(read(shared, "pra_bridge_cost_mixture"))
    return rp.simulate(plan, iterations=ITERATIONS, seed=7)


def test_the_bridge_has_the_exact_law_of_its_mixture(shared):
    expected = read(shared, "pra_bridge_cost_mixture")["expected_exact"]
    values = bridge_run(shared).cost.values

    assert [] == misses(values, expected)
    for money, probability in expected["P_exceed"].items():
        assert share_off(values > float(money), probability) < ENOUGH


def test_the_expected_cost_of_the_bridge_is_exact(shared):
    plan = bridge(read(shared, "pra_bridge_cost_mixture"))

    assert 1_740_000 == pytest.approx(sum(rp.expected_cost(plan, r.id) or 0.0 for r in plan.risks))


def test_bad_ground_makes_the_bridge_dearer_not_cheaper(shared):
    """The source prints a conditional mean of 1,658,514, below the mean; the right one is above."""
    expected = read(shared, "pra_bridge_cost_mixture")["expected_exact"]["mean_given_ground_yes"]
    run = bridge_run(shared)
    given_rock = run.cost.values[run.occurrence["rock"]]

    assert 1_860_000 == expected
    assert mean_off(given_rock, expected) < ENOUGH
    assert mean_off(given_rock, 1_658_514) > 100


@pytest.mark.parametrize("ids", [["rain", "dry"], ["rock", "soil"]])
def test_exactly_one_of_the_two_costs_comes(shared, ids):
    occurs: Iterable[np.ndarray] = (bridge_run(shared).occurrence[id_] for id_ in ids)

    assert {1} == set(sum(row.astype(int) for row in occurs).tolist())


def test_a_bridge_without_exclusion_is_told_apart(shared):
    """Negative control: the same four risks, free of each other."""
    reference = read(shared, "pra_bridge_cost_mixture")
    plan = bridge(reference)
    free = plan.evolve(
        risks=[rp.Risk(r.id, r.name, r.probability, impacts=r.impacts) for r in plan.risks]
    )
    values = rp.simulate(free, iterations=ITERATIONS, seed=7).cost.values

    assert misses(values, reference["expected_exact"])
