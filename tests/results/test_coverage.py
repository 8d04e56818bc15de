"""Honesty: 95 % intervals hold the truth in about 95 of 100 runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

import riskplan as rp

REPLICATES = 500
ITERATIONS = 400

PLAN = rp.Plan("Uniform", costs=[rp.CostItem("all", "All", rp.Uniform(0, 1))])

QUANTITIES: dict[str, tuple[float, Callable[[rp.Samples], rp.Estimate]]] = {
    "mean": (0.5, rp.Samples.mean),
    "std": (12**-0.5, rp.Samples.std),
    "P50": (0.5, lambda samples: samples.percentile(50)),
    "P80": (0.8, lambda samples: samples.percentile(80)),
    "P95": (0.95, lambda samples: samples.percentile(95)),
    "exceedance": (0.3, lambda samples: samples.exceedance(0.7)),
}


@cache
def replicates() -> list[rp.Samples]:
    return [
        rp.simulate(PLAN, iterations=ITERATIONS, seed=seed, workers=1).cost
        for seed in range(REPLICATES)
    ]


def coverage(quantity: str, width: float = 1.0) -> float:
    """The share of replicates whose interval, stretched by `width`, holds the truth."""
    truth, estimate = QUANTITIES[quantity]
    estimates = map(estimate, replicates())
    return (
        sum(e - width * (e - e.low) <= truth <= e + width * (e.high - e) for e in estimates)
        / REPLICATES
    )


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_intervals_cover_the_truth_as_often_as_they_say(quantity):
    assert 0.93 <= coverage(quantity) <= 0.97


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_intervals_of_half_the_width_do_not(quantity):
    """Negative control."""
    assert coverage(quantity, width=0.5) < 0.8
