"""Rivals: responses to one risk that cannot be in force together."""

from __future__ import annotations

from itertools import combinations

from riskplan.model import Plan, Response, Risk
from riskplan.model.residual import contradictions_among

__all__ = ["response_name", "rivals_in"]


def response_name(risk: Risk, response: Response) -> str:
    """Return what scenarios call a response."""
    return f"{risk.id}.{response.id}"


def rivals_in(plan: Plan) -> dict[str, frozenset[str]]:
    """Return by name, for each response that has any, those that contradict it.

    Examples
    --------
    >>> from riskplan.model import CostImpact, Strategy
    >>> halves = [Response(n, n, Strategy.MITIGATE, impacts=[CostImpact(5)]) for n in ("a", "b")]
    >>> rivals_in(Plan("P", risks=[Risk("r", "R", 0.2, impacts=[CostImpact(9)], responses=halves)]))
    {'r.a': frozenset({'r.b'}), 'r.b': frozenset({'r.a'})}
    """
    found: dict[str, frozenset[str]] = {}
    for risk in plan.risks:
        for pair in combinations(risk.responses, 2):
            if any(contradictions_among(risk, pair)):
                one, other = (response_name(risk, response) for response in pair)
                found[one] = found.get(one, frozenset()) | {other}
                found[other] = found.get(other, frozenset()) | {one}
    return found
