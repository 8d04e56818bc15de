"""Three plans whose totals have a law in closed form, each with and without one of its risks."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property

from attrs import evolve, frozen
from scipy import integrate, optimize, stats

import riskplan as rp

Cdf = Callable[[float], float]


@frozen(eq=False)
class ExactPlan:
    """A plan with one risk, and the laws of its total with and without that risk.

    `low` and `high` are where the total lies but for a probability that nobody can see.
    """

    plan: rp.Plan
    total: Callable[[rp.SimulationResult], rp.Samples]
    cdf: Cdf
    cdf_without: Cdf
    low: float
    high: float
    limit: float

    @cached_property
    def without(self) -> rp.Plan:
        return self.plan.evolve(
            risks=[evolve(risk, status=rp.Status.CLOSED) for risk in self.plan.risks]
        )

    def percentile(self, at: float) -> float:
        return optimize.brentq(lambda x: self.cdf(x) - at / 100, self.low, self.high, xtol=1e-12)

    @cached_property
    def mean(self) -> float:
        return self._mean(self.cdf)

    @cached_property
    def effect(self) -> float:
        """How much the risk raises the mean."""
        return self.mean - self._mean(self.cdf_without)

    @cached_property
    def exceedance(self) -> float:
        return 1.0 - self.cdf(self.limit)

    def _mean(self, cdf: Cdf) -> float:
        """The mean of a law that begins at `low`: the integral of what is left above each value."""
        above, _ = integrate.quad(
            lambda x: 1.0 - cdf(x), self.low, self.high, limit=500, epsabs=1e-9
        )
        return self.low + above


def money() -> ExactPlan:
    """Four normal amounts, the last of which a risk adds in three of ten futures: a mixture."""
    lines = {"steel": (100, 10), "labour": (50, 5), "crane": (20, 8)}
    plan = rp.Plan(
        "Money",
        costs=[rp.CostItem(id_, id_, rp.Normal(*law)) for id_, law in lines.items()],
        risks=[rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(rp.Normal(25, 4))])],
    )
    dry, wet = stats.norm(170, 189**0.5).cdf, stats.norm(195, 205**0.5).cdf
    return ExactPlan(
        plan,
        lambda run: run.cost,
        cdf=lambda x: 0.7 * dry(x) + 0.3 * wet(x),
        cdf_without=dry,
        low=0.0,
        high=400.0,
        limit=190.0,
    )


def time() -> ExactPlan:
    """Two activities side by side, one of which may be delayed: the product of two laws."""
    plan = rp.Plan(
        "Time",
        activities=[
            rp.Activity("dig", "Dig", rp.Uniform(10, 20)),
            rp.Activity("permit", "Permit", rp.Uniform(5, 25)),
        ],
        risks=[rp.Risk("rock", "Rock", 0.25, impacts=[rp.Delay("dig", rp.Constant(4))])],
    )
    dig, permit = stats.uniform(10, 10).cdf, stats.uniform(5, 20).cdf
    return ExactPlan(
        plan,
        lambda run: run.duration,
        cdf=lambda x: (0.75 * dig(x) + 0.25 * dig(x - 4)) * permit(x),
        cdf_without=lambda x: dig(x) * permit(x),
        low=10.0,
        high=25.0,
        limit=22.0,
    )


def skewed() -> ExactPlan:
    """A log-normal cost with a long tail, and a fixed loss in one of six futures: a mixture."""
    plan = rp.Plan(
        "Skewed",
        costs=[rp.CostItem("claims", "Claims", rp.LogNormal(4, 0.5))],
        risks=[rp.Risk("fire", "Fire", 1 / 6, impacts=[rp.CostImpact(80)])],
    )
    claims = stats.lognorm(0.5, scale=math.exp(4)).cdf
    return ExactPlan(
        plan,
        lambda run: run.cost,
        cdf=lambda x: 5 / 6 * claims(x) + 1 / 6 * claims(x - 80),
        cdf_without=claims,
        low=0.0,
        high=2_000.0,
        limit=120.0,
    )
