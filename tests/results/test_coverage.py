"""Honesty: 95 % intervals hold the truth in about 95 of 100 runs, whatever the sampling plan."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter

import numpy as np
import pytest
from attrs import evolve

import riskplan as rp
from riskplan.results import Keep, mean_estimate
from riskplan.results.estimate import std_estimate
from riskplan.simulation import Antithetic, LatinHypercube, Random, SamplingPlan, Sobol
from tests.results import exact_plans
from tests.results.exact_plans import ExactPlan

REPLICATES = 1_000
PARTS = 40

PLANS = {"money": exact_plans.money(), "time": exact_plans.time(), "skewed": exact_plans.skewed()}

CASES = {
    "money": ("money", Random(), 1_000),
    "time": ("time", Random(), 1_000),
    "skewed": ("skewed", Random(), 1_000),
    "money by Latin hypercube": ("money", LatinHypercube(50), 1_000),
    "money by Sobol": ("money", Sobol(32), 1_280),
    "money by antithetic pairs": ("money", Antithetic(), 2_000),
}

Pair = tuple[rp.Samples, rp.Samples]
"""The total with the risk and without it."""


def difference(of: Pair) -> rp.Estimate:
    """The mean difference, iteration by iteration."""
    return mean_estimate(of[0].values - of[1].values, of[0].cell)


QUANTITIES: dict[str, tuple[Callable[[ExactPlan], float], Callable[[Pair, float], rp.Estimate]]] = {
    "mean": (lambda exact: exact.mean, lambda pair, _: pair[0].mean()),
    "P50": (lambda exact: exact.percentile(50), lambda pair, _: pair[0].percentile(50)),
    "P80": (lambda exact: exact.percentile(80), lambda pair, _: pair[0].percentile(80)),
    "P95": (lambda exact: exact.percentile(95), lambda pair, _: pair[0].percentile(95)),
    "exceedance": (lambda exact: exact.exceedance, lambda pair, limit: pair[0].exceedance(limit)),
    "paired difference": (lambda exact: exact.effect, lambda pair, _: difference(pair)),
}


@cache
def pairs(case: str) -> list[Pair]:
    """The totals of all replicates, each pair of one seed."""
    name, sampling, iterations = CASES[case]
    exact = PLANS[name]
    withs, withouts = (
        replicates(plan, sampling, iterations, exact.total) for plan in (exact.plan, exact.without)
    )
    return list(zip(withs, withouts, strict=True))


def replicates(
    plan: rp.Plan,
    sampling: SamplingPlan,
    iterations: int,
    total: Callable[[rp.SimulationResult], rp.Samples],
) -> list[rp.Samples]:
    """Parts of longer runs, neighbours of different seeds: cells are independent of one another."""
    settings = {"sampling": sampling, "keep": Keep.TOTALS, "workers": 1}
    runs = [
        total(rp.simulate(plan, iterations=PARTS * iterations, seed=seed, **settings))
        for seed in range(REPLICATES // PARTS)
    ]
    return [
        evolve(run, values=run.values[part * iterations : (part + 1) * iterations])
        for part in range(PARTS)
        for run in runs
    ]


def coverage(truth: float, estimates: Iterable[rp.Estimate], width: float = 1.0) -> float:
    """The share of intervals, stretched by `width`, that hold the truth."""
    held = [e - width * (e - e.low) <= truth <= e + width * (e.high - e) for e in estimates]
    return sum(held) / len(held)


@cache
def estimates_of(case: str, quantity: str) -> tuple[float, list[rp.Estimate]]:
    exact = PLANS[CASES[case][0]]
    truth, estimate = QUANTITIES[quantity]
    return truth(exact), [estimate(pair, exact.limit) for pair in pairs(case)]


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("case", CASES)
def test_intervals_cover_the_truth_as_often_as_they_say(case, quantity):
    assert 0.93 <= coverage(*estimates_of(case, quantity)) <= 0.97


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("case", CASES)
def test_intervals_of_half_the_width_do_not(case, quantity):
    """Negative control."""
    assert coverage(*estimates_of(case, quantity), width=0.5) < 0.8


@pytest.mark.parametrize("case", PLANS)
def test_independent_seeds_passed_off_as_paired_are_caught(case):
    """Negative control: the error of a paired difference belongs to one seed, not to two."""
    truth = PLANS[case].effect
    errors = [difference(pair).error for pair in pairs(case)]
    withs, withouts = zip(*pairs(case), strict=True)
    unpaired = [
        float(one.mean() - other.mean())
        for one, other in zip(withs, withouts[1:] + withouts[:1], strict=True)
    ]
    passed_off = [
        rp.Estimate(value, value - error, value + error)
        for value, error in zip(unpaired, errors, strict=True)
    ]

    assert coverage(truth, passed_off) < 0.9


@pytest.mark.parametrize("case", PLANS)
def test_a_difference_of_independent_seeds_has_an_honest_error_of_its_own(case):
    """What is not paired may be subtracted all the same: its error is only larger."""
    truth = PLANS[case].effect
    withs, withouts = zip(*pairs(case), strict=True)
    unpaired = [difference(pair) for pair in zip(withs, withouts[1:] + withouts[:1], strict=True)]

    assert 0.93 <= coverage(truth, unpaired) <= 0.97


@pytest.mark.parametrize("case", [case for case in CASES if CASES[case][1] != Random()])
def test_an_interval_that_ignores_the_cells_is_too_wide(case):
    """Negative control: as many independent iterations would be less precise."""
    truth = PLANS[CASES[case][0]].mean
    careless = [mean_estimate(pair[0].values) for pair in pairs(case)]

    assert coverage(truth, careless) > 0.97


# --- standard deviations --------------------------------------------------------------------------

EVEN = {"Latin hypercube": (LatinHypercube(200), 4_000), "Sobol": (Sobol(128), 2_560)}
EVENLY_SPREAD = rp.Plan("Even", costs=[rp.CostItem("all", "All", rp.Uniform(0, 1))])


@cache
def even_spreads(case: str) -> list[tuple[rp.Estimate, float]]:
    """The spreads of all replicates, and by how much a divisor of n - 1 is larger."""
    sampling, iterations = EVEN[case]
    runs = replicates(EVENLY_SPREAD, sampling, iterations, attrgetter("cost"))
    return [(run.std(), math.sqrt(iterations / (iterations - 1))) for run in runs]


@pytest.mark.parametrize("case", EVEN)
def test_the_spread_of_a_plan_of_cells_is_covered_where_its_mean_is_nearly_exact(case):
    spreads = [spread for spread, _ in even_spreads(case)]

    assert 0.92 <= coverage(math.sqrt(1 / 12), spreads)


@pytest.mark.parametrize("case", EVEN)
def test_a_divisor_of_one_less_is_caught(case):
    """Negative control: among even points it makes the spread too large."""
    inflated = [spread.scaled(times) for spread, times in even_spreads(case)]

    assert coverage(math.sqrt(1 / 12), inflated) < 0.85


@cache
def spreads_of_rare_losses() -> list[tuple[rp.Estimate, float]]:
    """Spreads of sums with a rare loss, and half the width of a symmetric interval of each."""
    generator, found = np.random.default_rng(7), []
    for _ in range(2_000):
        loss = (generator.random(1_000) < 0.01) * generator.lognormal(math.log(40), 0.5, 1_000)
        values = generator.normal(100, 5, 1_000) + loss
        spread = std_estimate(values)
        fourth = np.mean(((values - values.mean()) / spread) ** 4)
        found.append((spread, 1.96 * spread * math.sqrt((fourth - 1) / 4_000)))
    return found


TRUE_SPREAD = math.sqrt(
    25 + 1_600 * (0.01 * math.exp(2 * 0.25) - 0.01**2 * math.exp(0.25))
)  # by the moments of a log-normal law, E[X^k] = exp(k mu + k^2 sigma^2 / 2)


def test_the_spread_of_rare_losses_is_covered_nine_times_in_ten():
    assert 0.9 <= coverage(TRUE_SPREAD, [spread for spread, _ in spreads_of_rare_losses()]) <= 0.97


def test_an_interval_that_is_blind_to_skewness_is_too_narrow():
    """Negative control: what the fourth moment alone says."""
    blind = [
        rp.Estimate(spread, spread - half, spread + half)
        for spread, half in spreads_of_rare_losses()
    ]

    assert coverage(TRUE_SPREAD, blind) < 0.89
