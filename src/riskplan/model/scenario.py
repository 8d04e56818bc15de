"""Which responses are in force, and what a risk looks like under them."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable

from attrs import evolve, field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields
from riskplan.model.response import Response, Strategy
from riskplan.model.risk import Risk, Status

__all__ = ["INHERENT", "PLANNED", "Adoption", "Scenario"]


class Adoption(enum.Enum):
    """Which of the responses in a plan a scenario puts in force."""

    NONE = "none"
    ADOPTED = "adopted"


@frozen
class Scenario:
    """A view of the plan: the responses that are in force in it.

    Parameters
    ----------
    id, name : str
        The name that calls use, and the one that people read.
    adoption : Adoption
        Which responses are in force.

    Examples
    --------
    >>> dam = Response("dam", "Raise the dam", Strategy.MITIGATE, cost=8_000, probability=0.05)
    >>> flood = Risk("flood", "Flood", 0.15, responses=[dam])
    >>> INHERENT.view(flood).probability, PLANNED.view(flood).probability
    (0.15, 0.05)
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    adoption: Adoption = field(validator=fields.is_a(Adoption))

    def in_force(self, risk: Risk) -> tuple[Response, ...]:
        """Return the responses to a risk that are in force."""
        if self.adoption is Adoption.NONE:
            return ()
        return tuple(response for response in risk.responses if response.adopted)

    def view(self, risk: Risk) -> Risk:
        """Return the risk as it stands under this scenario, with its responses worked in.

        Where several responses in force each lower the probability, their after/before ratios
        multiply, as for measures that act independently. The last count that a response in force
        gives is the one that holds. Status comes before every response: a closed risk cannot
        occur, and one that has occurred is certain.
        """
        responses = self.in_force(risk)
        remaining = [r.impacts for r in responses if r.impacts is not None]
        counts = [r.count for r in responses if r.count is not None]
        return evolve(
            risk,
            probability=_probability(risk, responses),
            count=counts[-1] if counts else risk.count,
            impacts=remaining[-1] if remaining else risk.impacts,
            responses=responses,
        )


INHERENT = Scenario("inherent", "Inherent (no responses)", Adoption.NONE)
PLANNED = Scenario("planned", "Planned (adopted responses)", Adoption.ADOPTED)


def probability_after(response: Response) -> float | Distribution | None:
    """Return the probability that a response leaves, or None where it leaves it as it was.

    To avoid a threat makes it impossible, and to exploit an opportunity makes it certain, unless
    the response says otherwise.
    """
    remains = (response.probability, response.count, response.impacts)
    if any(part is not None for part in remains):
        return response.probability
    return {Strategy.AVOID: 0.0, Strategy.EXPLOIT: 1.0}.get(response.strategy)


def _probability(risk: Risk, responses: Iterable[Response]) -> float | Distribution:
    if risk.status is not Status.OPEN:
        return 1.0 if risk.status is Status.OCCURRED else 0.0
    after = [p for p in map(probability_after, responses) if p is not None]
    numbers = [p for p in after if isinstance(p, float)]
    before = risk.probability
    if len(after) < 2 or len(numbers) < len(after) or not isinstance(before, float):
        return after[-1] if after else before
    if before == 0.0:
        return max(numbers)
    return min(1.0, before * math.prod(number / before for number in numbers))
