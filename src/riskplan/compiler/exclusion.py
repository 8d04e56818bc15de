"""Where the risks of an exclusive group stand in the unit interval, at one place for all scenarios.

The members share one uniform, and each occurs where that falls into a stretch of its own. The
stretches lie side by side in the order of the ids, each with room for the probability that the plan
states and for that under the scenario. So a response that lowers a probability shortens one stretch
and moves no other, and scenarios stay paired.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from riskplan.compiler import names
from riskplan.compiler.index import rows_by_id
from riskplan.compiler.quantities import Quantities
from riskplan.distributions import Distribution
from riskplan.engine import Quantity
from riskplan.model import Risk
from riskplan.model.rules.risks import bounds

__all__ = ["rooms_before"]

_ROUNDING = 1e-9

_Probability = float | Distribution


def rooms_before(
    risks: Sequence[Risk], stated: Sequence[Risk], quantities: Quantities
) -> list[tuple[Quantity, ...]]:
    """Return, for each risk, the room that the members of its group take which stand before it.

    Parameters
    ----------
    risks : sequence of Risk
        The risks under the scenario.
    stated : sequence of Risk
        The same risks as the plan states them.
    quantities : Quantities
    """
    before: list[tuple[Quantity, ...]] = [()] * len(risks)
    groups: dict[str, list[int]] = {}
    for row in rows_by_id(risks):
        if (group := risks[row].exclusive) is not None:
            groups.setdefault(group, []).append(row)
    for members in groups.values():
        rooms = _rooms([risks[row] for row in members], [stated[row] for row in members])
        taken = tuple(
            quantities.quantity(names.probability(risks[row].id), room)
            for row, room in zip(members, rooms, strict=True)
        )
        for place, row in enumerate(members):
            before[row] = taken[:place]
    return before


def _rooms(members: Sequence[Risk], stated: Sequence[Risk]) -> list[_Probability]:
    """Return the room of each member: what it needs, or what the plan states if that fits."""
    needed = [risk.probability for risk in members]
    roomy = [
        _larger(risk.probability, other.probability)
        for risk, other in zip(members, stated, strict=True)
    ]
    most = math.fsum(bounds(room)[1] for room in roomy)
    return roomy if most <= 1.0 + _ROUNDING else needed


def _larger(needed: _Probability, stated: _Probability) -> _Probability:
    """Return the larger of two probabilities, where the numbers tell which that is."""
    if isinstance(needed, float) and isinstance(stated, float):
        return max(needed, stated)
    return stated if needed == 0.0 else needed
