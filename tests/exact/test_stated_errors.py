"""The stated error is honest: a grid sixteen times as fine lies within it, whatever the plan."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings

import riskplan as rp
from riskplan.exact import ExactCost, exact_cost, layout, refine
from tests.exact.cost_plans import plans

LEVELS = (2, 5, 10, 20, 35, 50, 65, 80, 90, 95, 99, 99.9)
FINER = 16
LARGEST = 2**17


def on_a_finer_grid(plan: rp.Plan, law: ExactCost) -> ExactCost:
    """The same law again, on a grid of a sixteenth of the step, as far as the memory goes."""
    size = 2 ** math.ceil(math.log2(len(law._law.fine.values)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refine, "_START", min(FINER * max(size, 2**12), LARGEST))
        patch.setattr(layout, "_LARGEST", 2 * LARGEST)
        patch.setattr(layout, "_MOST_WORK", 2**30)
        patch.setattr(refine, "_WANTED", math.inf)
        return exact_cost(plan)


def outside(law: ExactCost, finer: ExactCost) -> list[float]:
    """The levels at which the finer percentile lies outside the stated interval."""
    rounding = 1e-9 * (abs(law.mean()) + law.std())
    off = []
    for at in LEVELS:
        stated, true = law.percentile(at), finer.percentile(at)
        room = rounding + true.error
        if not stated.low - room <= true.value <= stated.high + room:
            off.append(at)
    return off


def beyond_bounds(law: ExactCost, finer: ExactCost) -> list[float]:
    """The amounts of which the finer probability lies outside the stated bounds."""
    off = []
    for x in np.linspace(law.percentile(3), law.percentile(97) + 1e-6, 7):
        stated, true = law.confidence(x), finer.confidence(x)
        room = (true.high - true.low) + 1e-9
        if not stated.low - room <= true.value <= stated.high + room:
            off.append(x)
    return off


@settings(max_examples=30, derandomize=True)
@given(plan=plans())
def test_a_finer_grid_stays_within_the_stated_error(plan):
    law = exact_cost(plan)
    finer = on_a_finer_grid(plan, law)

    assert [] == outside(law, finer)
    assert [] == beyond_bounds(law, finer)


def test_an_error_that_is_too_small_is_found_out(monkeypatch):
    """Negative control: a coarse grid that states no error of its own."""
    costs = [rp.CostItem(f"c{n}", "Line", rp.Uniform(0, 1 + n)) for n in range(3)]
    plan = rp.Plan("P", costs=costs)
    with monkeypatch.context() as patch:
        patch.setattr(refine, "_START", 2**6)
        patch.setattr(refine, "_WANTED", math.inf)
        patch.setattr(refine.Resolved, "error", lambda self, level: 0.0)
        law = exact_cost(plan)
        without_error = {at: law.percentile(at) for at in LEVELS}

    finer = on_a_finer_grid(plan, law)
    assert any(
        abs(finer.percentile(at) - value) > 10 * finer.percentile(at).error
        for at, value in without_error.items()
    )


def many(count: int = 500) -> rp.Plan:
    """As many cost items and risks, all different."""
    chance = np.random.default_rng(1)
    lines = [
        rp.CostItem(f"c{n}", "Line", rp.Pert(*np.sort(chance.uniform(10, 100, 3))))
        for n in range(count // 2)
    ]
    risks = [
        rp.Risk(
            f"r{n}",
            "Risk",
            float(chance.uniform(0.01, 0.5)),
            impacts=[rp.CostImpact(rp.Pert(*np.sort(chance.uniform(10, 500, 3))))],
        )
        for n in range(count // 2)
    ]
    return rp.Plan("Many", costs=lines, risks=risks)


def test_five_hundred_amounts_are_known_to_a_ten_thousandth_of_their_spread():
    plan = many()
    start = time.process_time()
    law = exact_cost(plan)
    taken = time.process_time() - start

    assert (
        max(law.percentile(at).error for at in (5, 10, 20, 50, 80, 90, 95, 99)) < 1e-4 * law.std()
    )
    assert taken < 3  # a quarter of a second on a free core


@pytest.mark.parametrize("sigma", [1.4, 2.5])
def test_a_heavy_tail_costs_the_middle_no_precision(sigma):
    """The greatest value is far beyond the grid; P50 to P99.9 are known to four digits."""
    loss = rp.LogNormal(3, sigma)
    law = exact_cost(rp.Plan("P", costs=[rp.CostItem("c", "C", loss)]))

    for at in (50, 80, 90, 95, 99, 99.9):
        true = float(loss.ppf(at / 100))
        assert true == pytest.approx(law.percentile(at), rel=2e-3)
        assert law.percentile(at).low <= true <= law.percentile(at).high
    assert 0 < law.beyond <= 1e-4
    assert loss.mean() == law.mean()


def test_what_lies_beyond_the_grid_is_not_made_up():
    loss = rp.LogNormal(3, 2.5)
    law = exact_cost(rp.Plan("P", costs=[rp.CostItem("c", "C", loss)]))

    assert math.inf == law.percentile(99.99999).high
    assert law.exceedance(1e30).low <= 0 <= law.exceedance(1e30).high
    assert law.exceedance(1e30).high >= law.exceedance(1e30).value
