"""A plan in three phases, with what may go wrong in each, and parts of it."""

from __future__ import annotations

import riskplan as rp

PHASES = rp.Plan(
    "Phases",
    start="2026-01-05",
    currency="CNY",
    activities=[
        rp.Activity("design", "Design", 60, phase="one"),
        rp.Activity("build", "Build", 100, after=["design"], phase="two", day_rate=10),
        rp.Activity("test", "Test", 40, after=["build"], phase="three"),
    ],
    costs=[rp.CostItem("steel", "Steel", rp.Uniform(100, 200), phase="two")],
    risks=[
        rp.Risk("late", "Late", 1.0, impacts=[rp.CostImpact(100, phase="one")]),
        rp.Risk("rock", "Rock", 0.4, impacts=[rp.CostImpact(500), rp.Delay("build", 0)]),
    ],
)


def without(*ids, **changes):
    risks = [risk for risk in PHASES.risks if risk.id not in ids]
    return PHASES.evolve(**{"risks": risks, **changes})
