"""One estimate used in several places is one draw: drawn anew in each, it loses contingency.

Separate draws of the same risk average out along a path, and the days between P50 and P80, which
a plan holds against it, shrink. How much of them is lost depends on the network.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

import riskplan as rp

ITERATIONS = 20_000
SLOW = rp.Triangular(1.0, 1.2, 1.8)


def network(draws: rp.Draws, factor: rp.Distribution | float = SLOW) -> rp.Plan:
    """Two chains of four activities that meet, with one risk that slows down all of them."""
    activities: list[rp.Activity | rp.Milestone] = []
    for chain in "ab":
        for step in range(4):
            before = [f"{chain}{step - 1}"] if step else []
            duration = rp.Triangular(8, 10, 15)
            activities.append(rp.Activity(f"{chain}{step}", "Work", duration, after=before))
    activities.append(rp.Milestone("end", "End", after=["a3", "b3"]))
    work = [activity.id for activity in activities[:-1]]
    slow = rp.Risk("slow", "Slow", 0.6, impacts=[rp.DurationFactor(work, factor, draws=draws)])
    return rp.Plan("Network", activities=activities, risks=[slow])


def contingency(plan: rp.Plan, seed: int = 3) -> tuple[float, float]:
    """The days between P50 and P80, with their standard error."""
    duration = rp.simulate(plan, iterations=ITERATIONS, seed=seed).duration
    middle, upper = duration.percentile(50), duration.percentile(80)
    return upper - middle, math.hypot(middle.error, upper.error) / 1.96


def test_a_shared_risk_drawn_once_per_activity_loses_contingency():
    shared, error = contingency(network(rp.Draws.SHARED))
    separate, other = contingency(network(rp.Draws.SEPARATE))

    assert shared - separate > 4 * math.hypot(error, other)
    assert 0.05 < 1 - separate / shared < 0.6


def test_the_mean_of_a_chain_is_the_same_either_way():
    """What is lost is spread, not expectation; where paths meet, more of the mean is gained."""
    chain = [rp.Activity(f"a{n}", "Work", 10, after=[f"a{n - 1}"] if n else []) for n in range(4)]
    means = []
    for draws in rp.Draws:
        impact = rp.DurationFactor([item.id for item in chain], SLOW, draws=draws)
        plan = rp.Plan("Chain", activities=chain, risks=[rp.Risk("s", "S", 0.6, impacts=[impact])])
        means.append(rp.simulate(plan, iterations=ITERATIONS, seed=4).duration.mean())

    exact = 40 * (1 + 0.6 * (SLOW.mean() - 1))
    for mean in means:
        assert exact == pytest.approx(mean, abs=2 * mean.error)


def test_a_risk_that_is_certain_in_size_loses_nothing():
    """Negative control: where there is nothing to draw, the two are one."""
    shared, separate = (
        rp.simulate(network(draws, 1.4), iterations=ITERATIONS, seed=3).duration.values
        for draws in (rp.Draws.SHARED, rp.Draws.SEPARATE)
    )
    assert np.array_equal(shared, separate)
