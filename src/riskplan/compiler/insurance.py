"""From policies in force to the covers of the program, and to the lines that their premiums are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from riskplan.compiler import names
from riskplan.compiler.index import Index
from riskplan.compiler.quantities import ZERO, Quantities
from riskplan.engine import Cover, Line
from riskplan.model import Plan, Policy

__all__ = ["covers_of", "premiums_of"]


def covers_of(plan: Plan, in_force: Sequence[Policy], index: Index) -> tuple[Cover, ...]:
    """Return the covers of all policies; one that is not in force covers no event."""
    return tuple(_cover(policy, policy in in_force, index) for policy in plan.policies)


def premiums_of(
    in_force: Sequence[Policy], index: Index, quantities: Quantities
) -> tuple[Line, ...]:
    """Return the premiums of the policies in force as lines of the budget, by id."""
    return tuple(
        Line(
            amount=quantities.quantity(names.premium(policy.id), policy.premium),
            stage=index.phase(policy.phase),
        )
        for policy in sorted(in_force, key=lambda policy: policy.id)
        if policy.premium != ZERO
    )


def _cover(policy: Policy, is_in_force: bool, index: Index) -> Cover:
    risks = sorted(set(policy.covers)) if is_in_force else []
    return Cover(
        events=tuple(index.event_rows[risk] for risk in risks),
        deductible=policy.deductible,
        share=policy.share,
        limit=math.inf if policy.limit is None else policy.limit,
        aggregate_limit=math.inf if policy.aggregate_limit is None else policy.aggregate_limit,
        stage=index.phase(policy.phase),
    )
