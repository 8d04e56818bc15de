"""The exact expected value of each risk, from the model alone: probability times mean impact."""

from __future__ import annotations

import math

from riskplan.compiler import Index, index_of
from riskplan.distributions import Constant, Distribution
from riskplan.model import PLANNED, CostImpact, Plan, Scenario
from riskplan.simulation import scenario_of

__all__ = ["expected_cost", "occurrence_probability"]


def occurrence_probability(plan: Plan, id: str, scenario: Scenario | str = PLANNED) -> float:  # noqa: A002
    """Return the exact probability that a risk occurs.

    That of a risk with `given` is multiplied by those of the risks it depends on.

    Parameters
    ----------
    plan : Plan
    id : str
        The risk.
    scenario : Scenario or str
        Which responses are in force.

    Raises
    ------
    RequestError
        If there is no such risk or scenario.

    Examples
    --------
    >>> import riskplan as rp
    >>> rain, flood = rp.Risk("rain", "Rain", 0.5), rp.Risk("flood", "Flood", 0.2, given="rain")
    >>> rp.occurrence_probability(rp.Plan("Dam", risks=[rain, flood]), "flood")
    0.1
    """
    view = scenario_of(scenario).view
    risk = plan.risk(id)
    chances = [_mean(view(risk).probability)]
    while risk.given is not None:
        risk = plan.risk(risk.given)
        chances.append(_mean(view(risk).probability))
    return math.prod(chances)


def expected_cost(plan: Plan, id: str, scenario: Scenario | str = PLANNED) -> float | None:  # noqa: A002
    """Return the exact expected value of what a risk costs by its own impacts.

    Parameters
    ----------
    plan : Plan
    id : str
        The risk.
    scenario : Scenario or str
        Which responses are in force; what those cost is not counted.

    Returns
    -------
    float or None [currency]
        Negative for an opportunity; None where an impact is a share of a cost that depends on
        simulated durations, so that only the simulation can tell.

    Raises
    ------
    RequestError
        If there is no such risk or scenario.

    Examples
    --------
    >>> import riskplan as rp
    >>> flood = rp.Risk("flood", "Flood", 0.2, impacts=[rp.CostImpact(rp.Uniform(0, 100))])
    >>> rp.expected_cost(rp.Plan("Dam", risks=[flood]), "flood")
    10.0
    """
    risk = scenario_of(scenario).view(plan.risk(id))
    index = index_of(plan)
    means = [
        _impact_mean(impact, plan, index)
        for impact in risk.impacts
        if isinstance(impact, CostImpact)
    ]
    known = [mean for mean in means if mean is not None]
    if len(known) < len(means):
        return None
    return occurrence_probability(plan, id, scenario) * risk.sign * math.fsum(known) + 0.0


def _impact_mean(impact: CostImpact, plan: Plan, index: Index) -> float | None:
    if impact.amount is not None:
        return impact.amount.mean()
    items = [plan.costs[row] for row in index.lines(impact.of)]
    if impact.share is None or any(item.day_rate != Constant(0.0) for item in items):
        return None
    return impact.share.mean() * math.fsum(item.amount.mean() for item in items)


def _mean(probability: float | Distribution) -> float:
    return probability.mean() if isinstance(probability, Distribution) else probability
