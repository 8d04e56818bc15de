"""How likely a response that is paid when its risk occurs is to be paid, where that is exact."""

from __future__ import annotations

from collections.abc import Collection

from riskplan.analysis.response_rivals import response_name
from riskplan.model import Plan
from riskplan.model.chances import chain_of, occurrence_chance

__all__ = ["chances_of_payment"]


def chances_of_payment(plan: Plan, names: Collection[str]) -> dict[str, float]:
    """Return by name how likely some triggered responses are to be paid.

    Those are left out of which no formula tells: where it depends on the schedule whether a risk
    hits work in its window, and where risks that wait for each other are correlated besides.

    Parameters
    ----------
    plan : Plan
        With the responses in force that are meant.
    names : collection of str
        Of responses, as scenarios call them; those that are always paid play no part.

    Examples
    --------
    >>> from riskplan.model import Response, Risk, Strategy
    >>> pump = Response("pump", "Pump", Strategy.MITIGATE, cost=9, triggered=True)
    >>> plan = Plan("P", risks=[Risk("flood", "Flood", 0.2, responses=[pump])])
    >>> chances_of_payment(plan, ["flood.pump"])
    {'flood.pump': 0.2}
    """
    found: dict[str, float] = {}
    for risk in plan.risks:
        mine = [response_name(risk, one) for one in risk.responses if one.triggered]
        asked = [name for name in mine if name in names]
        if not asked:
            continue
        chain = chain_of(plan, risk.id)
        is_exact = not any(one.must_hit for one in chain)
        if is_exact and (len(chain) == 1 or not plan.correlations):
            found |= dict.fromkeys(asked, occurrence_chance(plan, risk.id))
    return found
