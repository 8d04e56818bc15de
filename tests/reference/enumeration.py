"""The exact law of a small register with constant impacts: every combination of what occurs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import product

import riskplan as rp

Combination = frozenset[str]


def combinations(plan: rp.Plan) -> Iterator[tuple[float, Combination]]:
    """Every combination of risks that can occur together, with its probability.

    Risks are independent of each other, except that those of an exclusive group share one choice,
    and that a risk with a condition is not possible without it.
    """
    groups: dict[str, list[rp.Risk]] = {}
    for risk in plan.risks:
        groups.setdefault(risk.exclusive or f"alone/{risk.id}", []).append(risk)
    for choice in product(*([*members, None] for members in groups.values())):
        happened = {risk.id: risk for risk in choice if risk is not None}
        if any(risk.given and risk.given not in happened for risk in happened.values()):
            continue
        probability = math.prod(
            chance_of(members, chosen, happened)
            for members, chosen in zip(groups.values(), choice, strict=True)
        )
        yield probability, frozenset(happened)


def chance_of(
    members: list[rp.Risk], chosen: rp.Risk | None, happened: dict[str, rp.Risk]
) -> float:
    """The probability that a group comes out as it did; all its members share one condition."""
    condition = members[0].given
    if condition is not None and condition not in happened:
        return 1.0
    chances = {risk.id: float(risk.probability) for risk in members}
    return 1.0 - math.fsum(chances.values()) if chosen is None else chances[chosen.id]


def law_of(plan: rp.Plan, value: Callable[[rp.Plan, Combination], float]) -> dict[float, float]:
    """The probability of each value of a quantity, in ascending order of the values."""
    law: dict[float, float] = {}
    for probability, happened in combinations(plan):
        outcome = round(value(plan, happened), 9)
        law[outcome] = law.get(outcome, 0.0) + probability
    return dict(sorted(law.items()))


def mean_of(law: dict[float, float]) -> float:
    return math.fsum(value * probability for value, probability in law.items())


def cost(plan: rp.Plan, happened: Combination) -> float:
    """What a combination costs, without a schedule."""
    lines = {item.id: item.amount.mean() for item in plan.costs}
    total = math.fsum(lines.values())
    for risk in plan.risks:
        for impact in risk.impacts if risk.id in happened else ():
            if not isinstance(impact, rp.CostImpact):
                continue
            if impact.amount is not None:
                total += risk.sign * impact.amount.mean()
            elif impact.share is not None:
                total += risk.sign * impact.share.mean() * sum(lines[id_] for id_ in impact.of)
    return total


def duration(plan: rp.Plan, happened: Combination) -> float:
    """How long a combination takes: the longest of the chains, found by following them all."""
    days = {
        activity.id: activity.duration.mean()
        for activity in plan.activities
        if isinstance(activity, rp.Activity)
    }
    for kind in (rp.DurationFactor, rp.Delay):
        for risk in plan.risks:
            for impact in risk.impacts if risk.id in happened else ():
                for id_ in impact.activities if isinstance(impact, kind) else ():
                    if isinstance(impact, rp.Delay):
                        days[id_] += risk.sign * impact.days.mean()
                    elif isinstance(impact, rp.DurationFactor):
                        days[id_] *= impact.factor.mean()
    activities = {activity.id: activity for activity in plan.activities}

    def finish(id_: str) -> float:
        before = [finish(link.predecessor) + link.lag for link in activities[id_].after]
        return max([0.0, *before]) + max(days.get(id_, 0.0), 0.0)

    return max(map(finish, activities), default=0.0)
