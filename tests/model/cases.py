"""The form of a case: a rule, a plan that breaks it, and the messages; and short items."""

from __future__ import annotations

import riskplan as rp

Case = tuple[str, rp.Plan, list[str]]


def activity(id_: str, **parts) -> rp.Activity:
    return rp.Activity(id_, id_, parts.pop("duration", 1), **parts)


def risk(id_: str, probability=0.5, **parts) -> rp.Risk:
    parts.setdefault("impacts", [rp.CostImpact(1)])
    return rp.Risk(id_, id_, probability, **parts)
