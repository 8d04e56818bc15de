"""Plans whose cash flow can be laid by hand."""

from __future__ import annotations

import riskplan as rp

WORK = [
    rp.Activity("design", "Design", 10, day_rate=100, phase="early"),
    rp.Activity("build", "Build", 20, day_rate=200, after="design", phase="late"),
]


def flow_of(plan: rp.Plan, iterations: int = 1, **parts) -> rp.CashFlow:
    return rp.cash_flow(rp.simulate(plan, iterations=iterations, seed=1, workers=1), **parts)


def house(**parts) -> rp.Plan:
    """10 days from Monday 5 to Friday 16 January, 20 days from 19 January to 13 February."""
    return rp.Plan("House", **{"start": "2026-01-05", "activities": WORK, **parts})
