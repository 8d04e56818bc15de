"""A plan that keeps every rule and has something of everything."""

from __future__ import annotations

from typing import Any

import attrs

import riskplan as rp

DAM = rp.Response(
    "dam", "Raise the dam", rp.Strategy.MITIGATE, cost=800, probability=0.05, phase="build"
)

FLOOD = rp.Risk(
    "flood",
    "Flood in the cofferdam",
    0.15,
    category="external/weather",
    impacts=[
        rp.CostImpact(rp.Triangular(20_000, 50_000, 90_000), phase="build"),
        rp.Delay("piles", rp.Triangular(5, 10, 30)),
    ],
    responses=[DAM],
)

GOOD = rp.Plan(
    "Bridge",
    start="2026-01-05",
    currency="CNY",
    deadline="2026-12-18",
    budget=2_000_000,
    reserve=0.15,
    calendars=[rp.Calendar(list(rp.Weekday), id="always")],
    phases=[rp.Phase("plan", "Planning", share=0.25), rp.Phase("build", "Building", share=0.75)],
    costs=[
        rp.CostItem("piling", "Piling", rp.Pert(400_000, 500_000, 800_000), phase="build"),
        rp.CostItem("office", "Site office", day_rate=200, during="build"),
    ],
    activities=[
        rp.Activity("design", "Design", rp.Triangular(20, 30, 45), phase="plan", calendar="plan"),
        rp.Activity("piles", "Piles", rp.Pert(60, 80, 130), after=["design"], phase="build"),
        rp.Activity("deck", "Deck", 20, after=["piles FS+5d"], phase="build", day_rate=1_500),
        rp.Milestone("handover", "Hand-over", after=["deck"]),
    ],
    risks=[
        FLOOD,
        rp.Risk("leak", "Leak", 0.5, given="flood", impacts=[rp.CostImpact(share=0.1, of="build")]),
        rp.Risk("north", "Wind from the north", 0.5, impacts=[rp.CostImpact(1)], exclusive="wind"),
        rp.Risk("south", "Wind from the south", 0.5, impacts=[rp.CostImpact(2)], exclusive="wind"),
        rp.Risk("crew", "Slow crew", 1.0, impacts=[rp.DurationFactor("build", rp.Uniform(1, 2))]),
    ],
    correlations=[rp.Correlation(["design", "piling"], 0.3)],
)


def with_first(table: str, **changes: Any) -> rp.Plan:
    """The plan with its first cost item, activity, … changed."""
    first, *rest = getattr(GOOD, table)
    return GOOD.evolve(**{table: [attrs.evolve(first, **changes), *rest]})


def with_flood(**changes: Any) -> rp.Plan:
    """The plan with its first risk changed."""
    return with_first("risks", **changes)


def with_dam(**changes: Any) -> rp.Plan:
    """The plan with its first response changed."""
    return with_flood(responses=[attrs.evolve(DAM, **changes)])


def with_more(table: str, *items: Any) -> rp.Plan:
    """The plan with further items behind those of a table."""
    return GOOD.evolve(**{table: [*getattr(GOOD, table), *items]})
