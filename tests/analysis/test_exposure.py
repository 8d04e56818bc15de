"""What is left to fear beyond a reserve, against laws whose tails are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import riskplan as rp
from riskplan.analysis.exposure import exposure_beyond
from riskplan.results import Samples

DIE = Samples(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0] * 100), 0.0)


def test_beyond_four_a_die_lacks_one_or_two():
    """P60 of a die is 4: 5 and 6 lie beyond; CVaR by hand is (4 · 1/15 + 5/6 + 6/6) / 0.4."""
    left = exposure_beyond(DIE, 60)

    assert (4.0, 1.5) == (left.level, left.beyond)
    assert 1 / 3 == pytest.approx(left.exceedance)
    assert 0.5 == pytest.approx(left.shortfall)
    assert (4 / 15 + 11 / 6) / 0.4 == pytest.approx(left.tail_mean)


def test_beyond_the_largest_value_nothing_is_left():
    left = exposure_beyond(DIE, 90)

    assert (6.0, 0.0, 0.0, 6.0) == (left.level, left.beyond, left.shortfall, left.tail_mean)
    assert 0.0 == left.beyond.error


@pytest.mark.parametrize("at", [80, 95])
def test_the_tail_of_a_bell_is_the_known_one(at):
    values = stats.norm(100, 10).rvs(50_000, random_state=np.random.default_rng(3))
    left = exposure_beyond(Samples(values, 100.0), at)
    z = (left.level - 100) / 10
    lacking = 10 * (stats.norm.pdf(z) - z * stats.norm.sf(z))

    assert left.shortfall.low < lacking < left.shortfall.high
    assert left.beyond.low < lacking / stats.norm.sf(z) < left.beyond.high
    assert left.tail_mean.low < left.level + lacking / (1 - at / 100) < left.tail_mean.high
    assert not left.shortfall.low < lacking * 1.1 < left.shortfall.high  # negative control


@pytest.mark.parametrize(("law", "least"), [(stats.expon(), 0.93), (stats.lognorm(1.0), 0.9)])
def test_the_intervals_hold_the_truth_as_often_as_they_say(law, least):
    generator, held, trials = np.random.default_rng(5), 0, 400
    for _ in range(trials):
        left = exposure_beyond(Samples(law.rvs(2_000, random_state=generator), 0.0), 90)
        points = np.linspace(left.level, float(law.ppf(1 - 1e-9)), 200_001)
        lacking = float(np.trapezoid(law.sf(points), points))
        held += left.shortfall.low <= lacking <= left.shortfall.high
    assert least < held / trials


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.integers(-50, 50), min_size=40, max_size=80),
    at=st.integers(5, 95),
)
def test_shortfall_is_what_lacks_times_how_often(values, at):
    left = exposure_beyond(Samples(np.array(values, dtype=float), 0.0), at)

    assert left.exceedance * left.beyond == pytest.approx(left.shortfall.value)
    assert left.level <= left.tail_mean.value + 1e-9
    assert left.exceedance <= 1 - at / 100 + 1e-9
    assert 0.0 <= left.shortfall.low <= left.shortfall <= left.shortfall.high


def test_contingency_says_what_is_left_in_money_and_days():
    plan = rp.Plan(
        "Both",
        costs=[rp.CostItem("c", "C", rp.Uniform(0, 100))],
        activities=[rp.Activity("a", "A", rp.Uniform(0, 10))],
    )
    answer = rp.contingency(rp.simulate(plan, iterations=20_000, seed=1))

    assert answer.cost_beyond.beyond == pytest.approx(10, abs=0.5)
    assert answer.days_beyond.beyond == pytest.approx(1, abs=0.05)
    assert "mean overrun beyond P80" in answer._repr_html_()


def test_what_a_plan_does_not_have_cannot_run_over():
    money = rp.Plan("Money", costs=[rp.CostItem("c", "C", 5)])
    answer = rp.contingency(rp.simulate(money, seed=1))

    assert answer.days_beyond is None
    assert (0.0, 5.0) == (answer.cost_beyond.beyond, answer.cost_beyond.tail_mean)


def test_two_cells_are_too_few_for_no_error():
    left = exposure_beyond(Samples(np.arange(10.0), 0.0, cell=10), 80)

    assert (0.0, math.inf) == (left.shortfall.low, left.shortfall.high)
