"""Insured aggregates: what insurers pay and what they leave, against exact laws.

Klugman, Panjer and Willmot, *Loss Models*, and Bahnemann, *Distributions for Actuaries*, as encoded
in the docs of aggregate (BSD-3). The laws of recoveries are enumerated here, claim by claim, from
the frequency and the severity that the exercise states.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import riskplan as rp
from riskplan.distributions import Poisson, atoms_of
from tests.families.harness import ENOUGH, mean_off, share_off

ITERATIONS = 60_000
CASES = [
    "KPW 9.5-9.6 dental",
    "KPW 9.19",
    "KPW 9.24 stop-loss",
    "KPW 9.34",
    "Bahnemann 4.1",
    "Bahnemann 4.4",
]
BINOMIAL = (1 / 16, 1 / 4, 3 / 8, 1 / 4, 1 / 16)

Law = Mapping[float, float]


def exercise(shared: Path, name: str) -> dict[str, Any]:
    path = shared / "reference" / "actuarial_discrete_aggregates.json"
    cases = json.loads(path.read_text("utf-8"))["cases"]
    return next(case for case in cases if case["id"] == name)


def frequency(case: Mapping[str, Any]) -> rp.Distribution:
    if "poisson" in case:
        return Poisson(case["poisson"])
    if isinstance(case["freq"], dict):
        return rp.Discrete({float(n): chance for n, chance in case["freq"].items()})
    if isinstance(case["freq"], str):  # "0..4 w 1/16,1/4,3/8,1/4,1/16"
        return rp.Discrete(range(5), BINOMIAL)
    return rp.Discrete(range(len(case["freq"])), case["freq"])


def severity(case: Mapping[str, Any]) -> rp.Discrete:
    return rp.Discrete({float(size): chance for size, chance in case["severity"].items()})


def insured(case: Mapping[str, Any], **terms: float) -> rp.Plan:
    claims = rp.Risk(
        "claims", "Claims", count=frequency(case), impacts=[rp.CostImpact(severity(case))]
    )
    policy = rp.Policy("cover", "Cover", "claims", **{"premium": 0, **terms})
    return rp.Plan(case["id"], risks=[claims], policies=[policy])


def simulated(plan: rp.Plan) -> rp.SimulationResult:
    return rp.simulate(plan, iterations=ITERATIONS, seed=11)


# --- enumeration ----------------------------------------------------------------------------------


def law_of_sum(case: Mapping[str, Any], each: Callable[[float], float]) -> Law:
    """The law of the sum over all claims of something that each claim comes to."""
    sizes = severity(case)
    single: dict[float, float] = {}
    for size, chance in zip(sizes.values, sizes.probabilities, strict=True):
        single[each(size)] = single.get(each(size), 0.0) + chance
    counts, weights = atoms_of(frequency(case))
    chances = dict(zip(counts.tolist(), weights.tolist(), strict=True))
    so_far: dict[float, float] = {0.0: 1.0}
    law: dict[float, float] = {}
    for count in range(int(max(chances)) + 1):
        for value, chance in so_far.items():
            law[value] = law.get(value, 0.0) + chances.get(count, 0.0) * chance
        so_far = convolved(so_far, single)
        if sum(chance for n, chance in chances.items() if n > count) < 1e-9:
            break
    return law


def convolved(left: Law, right: Law) -> dict[float, float]:
    law: dict[float, float] = {}
    for one, chance in left.items():
        for other, weight in right.items():
            value = round(one + other, 9)
            law[value] = law.get(value, 0.0) + chance * weight
    return law


def paid_for(
    size: float, deductible: float = 0.0, share: float = 1.0, limit: float = math.inf
) -> float:
    return round(min(limit, share * max(0.0, size - deductible)), 9)


def mean_of(law: Law) -> float:
    return math.fsum(value * chance for value, chance in law.items())


def worst_level(values: np.ndarray, law: Law) -> float:
    """How far the levels of samples lie from those of a law, at worst, where both can be told."""
    found, level = 0.0, 0.0
    for value in sorted(law):
        level += law[value]
        if 1e-3 < level < 1 - 1e-3:
            found = max(found, share_off(values <= value + 1e-6, level))
    return found


def some_terms(case: Mapping[str, Any]) -> list[dict[str, float]]:
    """Terms that bite: of a size with the claims."""
    mean = severity(case).mean()
    top = severity(case).support()[1]
    return [
        {},
        {"deductible": mean / 2},
        {"share": 0.75, "limit": mean},
        {"deductible": mean / 4, "share": 0.5, "limit": top / 4},
    ]


# --- recoveries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("row", range(4), ids=["all", "deductible", "share and limit", "each"])
def test_recoveries_of_single_claims_have_their_exact_law(shared, name, row):
    case = exercise(shared, name)
    terms = some_terms(case)[row]
    law = law_of_sum(case, lambda size: paid_for(size, **terms))
    paid = simulated(insured(case, **terms)).recovery["cover"]

    assert mean_off(paid, mean_of(law)) < ENOUGH
    assert worst_level(paid, law) < ENOUGH


@pytest.mark.parametrize("name", CASES)
def test_an_aggregate_limit_cuts_the_law_of_the_sum(shared, name):
    case = exercise(shared, name)
    terms = some_terms(case)[1]
    limit = 1.5 * severity(case).mean()
    free = law_of_sum(case, lambda size: paid_for(size, **terms))
    law: dict[float, float] = {}
    for value, chance in free.items():
        cut = min(value, limit)
        law[cut] = law.get(cut, 0.0) + chance
    paid = simulated(insured(case, **terms, aggregate_limit=limit)).recovery["cover"]

    assert mean_off(paid, mean_of(law)) < ENOUGH
    assert worst_level(paid, law) < ENOUGH
    assert limit == paid.max()


def test_other_terms_would_be_seen(shared):
    """Negative control: a deductible for the sum of all claims, instead of one for each."""
    case = exercise(shared, "KPW 9.34")
    each = law_of_sum(case, lambda size: paid_for(size, deductible=100.0))
    paid = simulated(insured(case, deductible=100)).recovery["cover"]
    in_all = np.maximum(simulated(insured(case)).risk_cost["claims"] - 100.0, 0.0)

    assert mean_off(paid, mean_of(each)) < ENOUGH
    assert mean_off(in_all, mean_of(each)) > ENOUGH
    assert worst_level(in_all, each) > ENOUGH


# --- the published figures ------------------------------------------------------------------------


def test_the_gross_aggregate_is_the_published_one_whatever_is_insured(shared):
    case = exercise(shared, "Bahnemann 4.1")
    run = simulated(insured(case, deductible=50, limit=100))
    pmf = {float(value): chance for value, chance in case["expected"]["pmf"].items()}

    assert mean_off(run.risk_cost["claims"], case["expected"]["mean"]) < ENOUGH
    assert worst_level(run.risk_cost["claims"], pmf) < ENOUGH


@pytest.mark.parametrize("name", ["KPW 9.34", "Bahnemann 4.4"])
def test_who_is_insured_against_everything_recovers_the_published_law(shared, name):
    case = exercise(shared, name)
    run = simulated(insured(case))
    levels = case["expected"].get("cdf") or case["expected"]["P_le"]

    assert (run.recovery["cover"] == run.risk_cost["claims"]).all()
    assert 0.0 == np.abs(run.cost.values).max()
    for value, level in levels.items():
        assert share_off(run.recovery["cover"] <= float(value), level) < ENOUGH


@pytest.mark.parametrize("retention", [25, 50, 100, 175])
def test_dental_claims_above_an_aggregate_retention_cost_the_stop_loss_premium(shared, retention):
    """Whoever pays all claims up to an aggregate limit leaves the stop-loss premium beyond it."""
    case = exercise(shared, "KPW 9.5-9.6 dental")
    expected = case["expected"]["stop_loss_premium"]
    limit = retention / case["unit"]
    left = case["unit"] * simulated(insured(case, aggregate_limit=limit)).cost.values

    assert mean_off(left, expected[str(retention)]) < ENOUGH


def test_a_plan_that_retains_up_to_5_000_retains_what_is_published(shared):
    """Exercise 9.24: the one who pays up to 5,000 in all pays 4,027.5 of 5,200 on average."""
    case = exercise(shared, "KPW 9.24 stop-loss")
    limit, expected = case["aggregate_limit"], case["expected"]
    run = simulated(insured(case, aggregate_limit=limit, premium=case["premium"]))
    retained = run.recovery["cover"]

    assert mean_off(run.risk_cost["claims"], expected["gross_mean"]) < ENOUGH
    assert mean_off(retained, expected["retained"]) < ENOUGH
    assert mean_off(retained + case["premium"], expected["annual_cost"]) < ENOUGH
    beyond = expected["gross_mean"] - expected["retained"]
    assert mean_off(run.cost.values, case["premium"] + beyond) < ENOUGH


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("row", range(4), ids=["all", "deductible", "share and limit", "each"])
def test_the_exact_expected_recovery_is_that_of_the_enumeration(shared, name, row):
    case = exercise(shared, name)
    terms = some_terms(case)[row]
    law = law_of_sum(case, lambda size: paid_for(size, **terms))
    exact = rp.expected_recovery(insured(case, **terms), "cover")

    assert mean_of(law) == pytest.approx(exact, rel=1e-7)


# --- the exact law of what is left ----------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("row", range(4), ids=["all", "deductible", "share and limit", "each"])
def test_the_exact_law_of_what_is_left_is_the_enumerated_one(shared, name, row):
    case = exercise(shared, name)
    terms = some_terms(case)[row]
    law = law_of_sum(case, lambda size: size - paid_for(size, **terms))
    exact = rp.exact_cost(insured(case, **terms, premium=3))
    values = np.array(sorted(law))
    levels = np.cumsum([law[value] for value in values])

    assert 3 + mean_of(law) == pytest.approx(exact.mean(), rel=1e-7)
    assert levels == pytest.approx(exact.cdf(values + 3 + 1e-7), abs=1e-6)
