"""The exact expected value of each risk, from the model alone: mean strikes times mean impact."""

from __future__ import annotations

import math

from riskplan.compiler import Index, index_of
from riskplan.distributions import Constant
from riskplan.model import PLANNED, CostImpact, Plan, Scenario
from riskplan.model.chances import chain_of, mean_strikes, occurrence_chance
from riskplan.simulation import scenario_of

__all__ = ["expected_cost", "expected_strikes", "occurrence_probability"]


def occurrence_probability(plan: Plan, id: str, scenario: Scenario | str = PLANNED) -> float:  # noqa: A002
    """Return the exact probability that a risk occurs: that it strikes at least once.

    That of a risk with `given` is multiplied by those of the risks it depends on. That of a risk
    with a `count` is its probability times that of a count other than 0.

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
    return occurrence_chance(_under(plan, scenario), id)


def expected_strikes(plan: Plan, id: str, scenario: Scenario | str = PLANNED) -> float:  # noqa: A002
    """Return the exact mean of how often a risk strikes, futures without a strike included.

    For a risk without a `count` this is the probability that it occurs.

    Parameters
    ----------
    plan : Plan
    id : str
        The risk.
    scenario : Scenario or str
        Which responses are in force.

    Returns
    -------
    float [strikes]

    Raises
    ------
    RequestError
        If there is no such risk or scenario.

    Examples
    --------
    >>> import riskplan as rp
    >>> from riskplan.analysis.expectation import expected_strikes
    >>> theft = rp.Risk("theft", "Theft of copper", 0.5, count="poisson(2.5)")
    >>> plan = rp.Plan("Dam", risks=[theft])
    >>> expected_strikes(plan, "theft"), round(rp.occurrence_probability(plan, "theft"), 4)
    (1.25, 0.459)
    """
    return mean_strikes(_under(plan, scenario), id)


def expected_cost(plan: Plan, id: str, scenario: Scenario | str = PLANNED) -> float | None:  # noqa: A002
    """Return the exact expected value of what a risk costs by its own impacts.

    With the responses that are only paid for where it occurs.

    Each strike has impacts of its own: the mean number of strikes times the mean impact of one
    (Wald's equation).

    Parameters
    ----------
    plan : Plan
    id : str
        The risk.
    scenario : Scenario or str
        Which responses are in force; what those cost that are always paid for is not counted.

    Returns
    -------
    float or None [currency]
        Negative for an opportunity; None where an impact is a share of a cost that depends on
        simulated durations, or where it depends on the schedule whether the risk strikes within
        its window, so that only the simulation can tell.

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
    plan = _under(plan, scenario)
    chain = chain_of(plan, id)
    risk, index = chain[0], index_of(plan)
    means = [
        _impact_mean(impact, plan, index)
        for impact in risk.impacts
        if isinstance(impact, CostImpact)
    ]
    known = [mean for mean in means if mean is not None]
    if len(known) < len(means) or any(one.must_hit for one in chain):
        return None
    set_off = math.fsum(r.cost.mean() for r in risk.responses if r.triggered)
    own = mean_strikes(plan, id) * risk.sign * math.fsum(known)
    return own + occurrence_chance(plan, id) * set_off + 0.0


def _under(plan: Plan, scenario: Scenario | str) -> Plan:
    return scenario_of(scenario, plan).applied_to(plan)


def _impact_mean(impact: CostImpact, plan: Plan, index: Index) -> float | None:
    if impact.amount is not None:
        return impact.amount.mean()
    items = [plan.costs[row] for row in index.lines(impact.of)]
    if impact.share is None or any(item.day_rate != Constant(0.0) for item in items):
        return None
    return impact.share.mean() * math.fsum(item.amount.mean() for item in items)
