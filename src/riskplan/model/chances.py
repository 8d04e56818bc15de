"""How likely a risk is, exactly and from the plan alone, its conditions included."""

from __future__ import annotations

import math

from riskplan.distributions import Distribution, chance_of_any
from riskplan.model.plan import Plan
from riskplan.model.risk import Risk
from riskplan.model.scenario import PLANNED

__all__ = ["chain_of", "mean_strikes", "occurrence_chance"]


def occurrence_chance(plan: Plan, id: str) -> float:  # noqa: A002 - the field is called id
    """Return the probability that a risk occurs as the plan is planned."""
    return math.prod(map(_chance, chain_of(plan, id)))


def mean_strikes(plan: Plan, id: str) -> float:  # noqa: A002 - the field is called id
    """Return the mean of how often a risk strikes as the plan is planned."""
    risk, *conditions = chain_of(plan, id)
    strikes = 1.0 if risk.count is None else risk.count.mean()
    return math.prod([_mean(risk.probability) * strikes, *map(_chance, conditions)])


def chain_of(plan: Plan, id: str) -> list[Risk]:  # noqa: A002 - the field is called id
    """Return a risk and, one after the other, those that it depends on, with their responses."""
    chain = [PLANNED.view(plan.risk(id))]
    while (condition := chain[-1].given) is not None:
        chain.append(PLANNED.view(plan.risk(condition)))
    return chain


def _chance(risk: Risk) -> float:
    """Return the probability that a risk occurs, whatever it depends on."""
    chance = _mean(risk.probability)
    return chance if risk.count is None else chance * chance_of_any(risk.count)


def _mean(probability: float | Distribution) -> float:
    return probability.mean() if isinstance(probability, Distribution) else probability
