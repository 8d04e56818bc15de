"""Small tables of expected values and bands, exactly as published."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import riskplan as rp
from tests.families.harness import ENOUGH, mean_off, share_off


def case(shared: Path, number: int) -> dict[str, Any]:
    reference = json.loads((shared / "reference" / "emv_small_tables.json").read_text("utf-8"))
    return reference["cases"][number]


# --- Partnerships Victoria style table of outcomes (ppponline.affinitext.com, book 1565) ----------


def outcomes(shared: Path) -> rp.Discrete:
    table = case(shared, 0)["outcomes"]
    return rp.Discrete([value for _, value in table], [chance for chance, _ in table])


def test_a_table_of_outcomes_has_its_exact_figures(shared):
    law, expected = outcomes(shared), case(shared, 0)["expected"]

    assert expected["mean"] == pytest.approx(law.mean(), abs=1e-12)
    assert expected["sd"] == pytest.approx(law.std(), abs=1e-12)
    assert expected["most_likely"] == law.most_likely()
    assert [expected["P80"], expected["P90"]] == law.ppf([0.8, 0.9]).tolist()


def test_a_simulated_table_of_outcomes_has_its_levels(shared):
    """Compared by levels, because the law is discrete."""
    law, expected = outcomes(shared), case(shared, 0)["expected"]
    risk = rp.Risk("r", "R", 1.0, impacts=[rp.CostImpact(law)])
    run = rp.simulate(rp.Plan("P", risks=[risk]), iterations=20_000, seed=1)

    assert mean_off(run.cost.values, expected["mean"], expected["sd"]) < ENOUGH
    for value in law.values:
        assert share_off(run.cost.values <= value, float(law.cdf(value)) - 1e-12) < ENOUGH
    assert (expected["P80"], expected["P90"]) == (run.cost.percentile(80), run.cost.percentile(90))
    assert expected["mean"] == rp.expected_cost(rp.Plan("P", risks=[risk]), "r")


def test_other_probabilities_would_be_seen(shared):
    """Negative control."""
    law = outcomes(shared)
    other = rp.Discrete(law.values, [0.1, 0.15, 0.4, 0.2, 0.15])
    plan = rp.Plan("P", costs=[rp.CostItem("c", "C", other)])
    run = rp.simulate(plan, iterations=20_000, seed=1)

    assert share_off(run.cost.values <= 60, float(law.cdf(60))) > ENOUGH


# --- a register of four risks (pawelciucias.dev, 2017) --------------------------------------------


def register(shared: Path) -> rp.Plan:
    """Losses are threats of a magnitude: the sign is that of the kind, never typed by hand."""
    rows = case(shared, 1)["register"]
    return rp.Plan(
        "Register",
        risks=[
            rp.Risk(f"r{row}", name, probability, impacts=[rp.CostImpact(abs(loss))])
            for row, (name, probability, loss, _) in enumerate(rows)
        ],
    )


def test_each_expected_value_is_as_printed(shared):
    plan = register(shared)
    printed = [expected for *_, expected in case(shared, 1)["register"]]

    assert printed == [-rp.expected_cost(plan, risk.id) for risk in plan.risks]


def test_the_total_is_as_printed(shared):
    plan = register(shared)
    printed = float(re.sub(r"[$,]", "", case(shared, 1)["printed_total"]))
    run = rp.simulate(plan, iterations=20_000, seed=1)

    assert -7_200 == printed == -sum(rp.expected_cost(plan, risk.id) for risk in plan.risks)
    assert mean_off(run.cost.values, -printed) < ENOUGH
    assert mean_off(run.cost.values, -printed * 1.02) > ENOUGH


def test_the_messy_cell_is_one_of_the_printed_values(shared):
    """It is left to a later reader of spreadsheets; here it only stands for the last risk."""
    messy = case(shared, 1)["messy_cell"]
    plan = register(shared)

    assert "-$0075" == messy
    assert -75 == int(messy.replace("$", "")) == -rp.expected_cost(plan, "r3")


# --- bands of probability and impact (GB PPP risk calibration, book 1590) -------------------------

LEVELS = ["Very Low", "Low", "Medium", "High", "Very High"]


def cuts(bands: dict[str, str]) -> list[float]:
    """The value that ends each band but the highest."""
    multiples = {"k": 1e3, "m": 1e6, "%": 0.01, "": 1.0}
    ends = []
    for level in LEVELS[:-1]:
        number, unit = re.findall(r"(\d+)\s*(k|m|%)?", bands[level])[-1]
        ends.append(float(number) * multiples[unit])
    return ends


def scale(shared: Path, name: str) -> rp.Scale:
    return rp.Scale(LEVELS, cuts(case(shared, 2)[name]))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("probability_bands", [0.05, 0.1, 0.25, 0.5]),
        ("cost_bands", [500_000, 2_000_000, 5_000_000, 10_000_000]),
        ("time_bands", [1, 2, 4, 8]),
    ],
)
def test_the_published_bands_are_a_scale(shared, name, expected):
    bands = scale(shared, name)

    assert pytest.approx(expected) == bands.cuts
    inner = [0.5 * expected[0], *(1.01 * cut for cut in expected)]
    assert [0, 1, 2, 3, 4] == [bands.level(value) for value in inner]


def test_the_bands_have_their_midpoints(shared):
    probability, cost = scale(shared, "probability_bands"), scale(shared, "cost_bands")

    assert pytest.approx([0.025, 0.075, 0.175, 0.375, 0.75]) == [
        probability.midpoint(level, top=1.0) for level in range(5)
    ]
    assert [250e3, 1_250e3, 3_500e3, 7_500e3] == [cost.midpoint(i, top=1e8) for i in range(4)]


def test_a_risk_is_placed_by_the_published_bands(shared):
    """On the project of 100 million for which they were made; weeks of five working days."""
    weeks = scale(shared, "time_bands")
    matrix = rp.RiskMatrix(
        scale(shared, "probability_bands"),
        cost=scale(shared, "cost_bands"),
        delay=rp.Scale(LEVELS, [5 * week for week in weeks.cuts]),
    )
    risk = rp.Risk("r", "R", 0.3, impacts=[rp.CostImpact(3e6), rp.Delay("a", 15)])
    plan = rp.Plan(
        "P",
        matrix=matrix,
        costs=[rp.CostItem("c", "C", 100e6)],
        activities=[rp.Activity("a", "A", 200)],
        risks=[risk],
    )
    row = rp.place_risks(plan).to_frame().loc["r"]

    assert ("High", "Medium") == (row["probability_level"], row["impact_level"])
