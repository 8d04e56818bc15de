"""Published aggregates against the exact law, and published figures that came from simulation.

riskquant (Netflix, Apache-2.0); Klugman, Panjer and Willmot, *Loss Models*, and Bahnemann,
*Distributions for Actuaries*, as encoded in the docs of aggregate (BSD-3); PRA (MIT). A discrete
law is compared to rounding, a continuous one within the errors that both sides state.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import riskplan as rp
from riskplan.distributions import Poisson
from riskplan.exact import ExactCost, exact_cost
from tests.reference.test_pra import bridge, laws_of, quantiles


def read(shared: Path, name: str) -> dict[str, Any]:
    return json.loads((shared / "reference" / f"{name}.json").read_text("utf-8"))


def risk(id_: str, count: rp.Distribution, severity: rp.Distribution) -> rp.Risk:
    return rp.Risk(id_, id_, count=count, impacts=[rp.CostImpact(severity)])


# --- riskquant: lognormal losses by their 90 % intervals, Poisson counts --------------------------


def register(shared: Path) -> dict[str, Any]:
    return read(shared, "riskquant_lognormal90_poisson")


def yearly(shared: Path) -> ExactCost:
    risks = [
        risk(name, Poisson(rate), rp.from_percentiles({5: low, 95: high}, rp.LogNormal))
        for name, (rate, low, high) in register(shared)["register"].items()
    ]
    return exact_cost(rp.Plan("Year", risks=risks))


def test_a_year_without_a_loss_and_the_mean_of_a_year_are_exact(shared):
    law, exact = yearly(shared), register(shared)["register_exact"]

    assert exact["P_no_loss"] == pytest.approx(law.confidence(0), abs=1e-12)
    assert 0.852144 == pytest.approx(law.confidence(0), abs=5e-7)
    assert exact["mean"] == pytest.approx(law.mean(), rel=1e-12)


@pytest.mark.parametrize("at", [85, 90, 95, 99, 99.5])
def test_the_losses_of_a_year_have_their_percentiles(shared, at):
    """The reference is on a grid itself: of 100,000, and rounded to it."""
    reference = register(shared)["register_exact"]["aggregate_fft_h1e5"]["100000.0"]
    found = yearly(shared).percentile(at)

    assert reference[f"{at / 100:g}"] == pytest.approx(found, abs=100_000 + found.error)


def test_the_losses_of_a_year_have_their_tail(shared):
    """Where it is resolved; for small losses, the reference is the rougher of the two."""
    law = yearly(shared)
    tail = register(shared)["register_exact"]["aggregate_fft_h1e5"]["100000.0_exceed"]
    for loss, probability in tail.items():
        found = law.exceedance(float(loss))
        assert probability == pytest.approx(found, abs=5e-7 + found.error)
    assert 612.9e6 == pytest.approx(law.percentile(99), rel=1e-4)
    assert 99.0e6 == pytest.approx(law.percentile(95), rel=1e-3)


def test_an_annual_loss_that_was_rounded_is_told_from_the_exact_one(shared):
    """The tool prints 26,600,000 for a mean of 26,639,800.98."""
    row = register(shared)["deterministic"][4]
    severity = rp.from_percentiles({5: row["low5"], 95: row["high95"]}, rp.LogNormal)
    law = exact_cost(rp.Plan("Y", risks=[risk("b", Poisson(row["frequency"]), severity)]))

    assert row["annualized_loss"] == pytest.approx(law.mean(), rel=1e-12)
    assert row["published"] != pytest.approx(law.mean(), rel=1e-4)


# --- actuarial exercises --------------------------------------------------------------------------


def exercise(shared: Path, name: str) -> dict[str, Any]:
    cases = read(shared, "actuarial_discrete_aggregates")["cases"]
    return next(case for case in cases if case["id"] == name)


def aggregate(case: dict[str, Any]) -> ExactCost:
    severity = {float(size): chance for size, chance in case["severity"].items()}
    if "poisson" in case:
        count: rp.Distribution = Poisson(case["poisson"])
    elif isinstance(case["freq"], dict):
        count = rp.Discrete({float(n): chance for n, chance in case["freq"].items()})
    else:
        count = rp.Discrete(range(len(case["freq"])), case["freq"])
    return exact_cost(rp.Plan("A", risks=[risk("a", count, rp.Discrete(severity))]))


def test_the_dental_claims_of_loss_models_are_exact(shared):
    """Example 9.9 counts units of 25; its stop-loss premiums are ∫ (1 - F)."""
    case = exercise(shared, "KPW 9.5-9.6 dental")
    law, expected, unit = aggregate(case), case["expected"], case["unit"]
    steps = np.arange(0, 90)
    cumulative = law.cdf(steps)

    assert expected["mean_units"] == pytest.approx(law.mean(), rel=1e-13)
    assert expected["var_units"] == pytest.approx(law.std() ** 2, rel=1e-13)
    assert list(expected["cdf_first_21"].values()) == pytest.approx(cumulative[:21], abs=1e-13)
    pmf = np.diff(cumulative, prepend=0.0)[:11]
    assert list(expected["pmf_first_11"].values()) == pytest.approx(pmf, abs=1e-13)
    for deductible, premium in expected["stop_loss_premium"].items():
        start = int(deductible) // unit
        assert premium == pytest.approx(unit * float(np.sum(1 - cumulative[start:])), abs=1e-9)


def test_three_times_the_mean_is_exceeded_as_often_as_published(shared):
    case = exercise(shared, "KPW 9.19")
    law = aggregate(case)

    assert case["expected"]["mean"] == pytest.approx(law.mean())
    assert case["expected"]["P_exceed_3xmean"] == pytest.approx(law.exceedance(3 * law.mean()))


def test_an_aggregate_limit_retains_what_is_published(shared):
    """What is paid up to 5,000: ∫ (1 - F) from 0 to the limit, in steps of 1,000."""
    case = exercise(shared, "KPW 9.24 stop-loss")
    count = rp.Discrete([0, 1, 2, 3, 4], [1 / 16, 1 / 4, 3 / 8, 1 / 4, 1 / 16])
    law = aggregate(case | {"freq": dict(zip(range(5), count.probabilities, strict=True))})
    retained = 1_000 * float(np.sum(1 - law.cdf(np.arange(0, case["aggregate_limit"], 1_000))))

    assert case["expected"]["gross_mean"] == pytest.approx(law.mean())
    assert case["expected"]["retained"] == pytest.approx(retained)
    assert case["expected"]["annual_cost"] == pytest.approx(retained + case["premium"])


@pytest.mark.parametrize("name", ["KPW 9.34", "Bahnemann 4.4"])
def test_poisson_claims_of_separate_sizes_are_exact(shared, name):
    case = exercise(shared, name)
    law = aggregate(case)
    expected = case["expected"].get("cdf") or case["expected"]["P_le"]

    levels = law.cdf([float(size) for size in expected])
    assert list(expected.values()) == pytest.approx(levels, abs=1e-11)


def test_every_probability_of_a_small_aggregate_is_exact(shared):
    case = exercise(shared, "Bahnemann 4.1")
    law, pmf = aggregate(case), case["expected"]["pmf"]

    levels = law.cdf([float(size) for size in pmf])
    assert list(np.cumsum(list(pmf.values()))) == pytest.approx(levels, abs=1e-13)
    assert [case["expected"]["mean"], case["expected"]["var"]] == pytest.approx(
        [law.mean(), law.std() ** 2]
    )


def test_another_severity_is_told_apart(shared):
    """Negative control: one part in a thousand moved from the smallest claim to the largest."""
    case = exercise(shared, "KPW 9.34")
    moved = case | {"severity": {"100": 0.799, "500": 0.16, "1000": 0.041}}
    levels = list(case["expected"]["P_le"].values())

    assert levels != pytest.approx(aggregate(moved).cdf([0, 500, 600, 1000, 2000, 4000]), abs=1e-4)


# --- sums and switches ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pra_three_task_independent", "pra_riverside_duration"])
def test_a_sum_of_independent_estimates_has_its_exact_law(shared, name):
    reference = read(shared, name)
    costs = [rp.CostItem(id_, id_, law) for id_, law in laws_of(reference).items()]
    law, expected = exact_cost(rp.Plan("Sum", costs=costs)), reference["expected_exact"]

    assert expected["mean"] == pytest.approx(law.mean(), rel=1e-13)
    assert expected["sd"] == pytest.approx(law.std(), rel=1e-12)
    for level, value in quantiles(expected).items():
        found = law.percentile(100 * level)
        assert value == pytest.approx(found, abs=found.error + 1e-8)


def test_a_percentile_that_was_simulated_is_told_from_the_exact_one(shared):
    """The book prints a P95 of 36.74317 and a sd of 2.826686, from 10,000 iterations."""
    reference = read(shared, "pra_riverside_duration")
    costs = [rp.CostItem(id_, id_, law) for id_, law in laws_of(reference).items()]
    law, published = exact_cost(rp.Plan("Sum", costs=costs)), reference["published"]

    for name, found in (("sd", law.std()), ("p95", law.percentile(95))):
        assert published[name] != pytest.approx(found, abs=found.error + 1e-3)
        assert published[name] == pytest.approx(found, rel=0.02)


def test_two_events_that_switch_costs_have_the_law_of_their_mixture(shared):
    reference = read(shared, "pra_bridge_cost_mixture")
    law, expected = exact_cost(bridge(reference)), reference["expected_exact"]

    assert [expected["mean"], expected["sd"]] == pytest.approx([law.mean(), law.std()], rel=1e-12)
    for level, value in quantiles(expected).items():
        found = law.percentile(100 * level)
        assert value == pytest.approx(found, abs=found.error + 1e-3)
    for money, probability in expected["P_exceed"].items():
        found = law.exceedance(float(money))
        assert probability == pytest.approx(found, abs=found.error + 1e-9)


def test_a_table_of_outcomes_has_its_exact_figures(shared):
    """Partnerships Victoria style guidance on public sector comparators."""
    case = read(shared, "emv_small_tables")["cases"][0]
    chances, values = zip(*case["outcomes"], strict=True)
    law = exact_cost(rp.Plan("PSC", costs=[rp.CostItem("c", "C", rp.Discrete(values, chances))]))
    expected = case["expected"]

    assert [expected["mean"], expected["sd"]] == pytest.approx([law.mean(), law.std()])
    assert [expected["P80"], expected["P90"]] == [law.percentile(80), law.percentile(90)]
    assert expected["most_likely"] == law.base


def test_a_year_of_a_thousand_small_risks_is_nearly_normal():
    """A regression in the large: the central limit theorem, to a thousandth of the spread."""
    risks = [risk(f"r{n}", Poisson(0.2), rp.Uniform(0, 10)) for n in range(1_000)]
    law = exact_cost(rp.Plan("Small", risks=risks))

    assert [1_000, math.sqrt(200 * 100 / 3)] == pytest.approx([law.mean(), law.std()])
    skew = 200 * 250 / law.std() ** 3
    cornish_fisher = 1_000 + law.std() * (0.841621 + skew / 6 * (0.841621**2 - 1))
    assert cornish_fisher == pytest.approx(law.percentile(80), abs=1e-3 * law.std())
