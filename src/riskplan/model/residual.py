"""What responses leave of a risk: its probability, count and impacts once they are in force."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from riskplan.distributions import Distribution, scaled
from riskplan.model.changes import Change
from riskplan.model.impact import CostImpact, Delay, Impact
from riskplan.model.response import Response, Strategy
from riskplan.model.risk import Risk, Status

__all__ = ["contradictions_among", "probability_after", "residual", "says_what_remains"]


@frozen
class _Remaining:
    """What is left of the impacts of a risk: of money and of time, and the most that is delayed."""

    cost: float
    time: float
    cap: float | None


def residual(risk: Risk, responses: tuple[Response, ...]) -> Risk:
    """Return a risk as some responses leave it.

    Where several of them each lower the probability, their after/before ratios multiply, as for
    measures that act independently; so do changes in percent, and the shares of the loss that
    are left. The last count that one of them gives is the one that holds, and of several caps the
    lowest. Status comes before every response: a closed risk cannot occur, and one that has
    occurred is certain.
    """
    remaining = [r.impacts for r in responses if r.impacts is not None]
    counts = [r.count for r in responses if r.count is not None]
    left = _remaining(responses)
    return evolve(
        risk,
        probability=_probability(risk, responses),
        count=counts[-1] if counts else risk.count,
        impacts=tuple(_left(i, left) for i in (remaining[-1] if remaining else risk.impacts)),
        responses=responses,
    )


def contradictions_among(risk: Risk, responses: Iterable[Response]) -> Iterator[str]:
    """Yield what some responses to a risk say that cannot hold if all of them are in force.

    Examples
    --------
    >>> pumps = Response("pumps", "Pumps", Strategy.MITIGATE, impacts=[CostImpact(3)])
    >>> boats = Response("boats", "Boats", Strategy.MITIGATE, impacts=[CostImpact(5)])
    >>> list(contradictions_among(Risk("flood", "Flood", 0.1), [pumps, boats]))
    ['both say which impacts remain']
    """
    held = tuple(responses)
    if sum(response.impacts is not None for response in held) > 1:
        yield "both say which impacts remain"
    after = [p for p in map(probability_after, held) if p is not None]
    if len(after) > 1 and any(isinstance(p, Distribution) for p in (*after, risk.probability)):
        yield "change a probability that is uncertain"
    if sum(response.count is not None for response in held) > 1:
        yield "both say which count remains"


def says_what_remains(response: Response) -> bool:
    """Return whether a response says what it leaves of its risk, in any way."""
    remains = (
        response.probability,
        response.count,
        response.impacts,
        response.impact,
        response.cost_impact,
        response.time_impact,
        response.share,
        response.delay_cap,
    )
    return any(part is not None for part in remains)


def probability_after(response: Response) -> float | Distribution | None:
    """Return the probability that a response leaves, or None where it does not say it outright.

    To avoid a threat makes it impossible, and to exploit an opportunity makes it certain, unless
    the response says otherwise.
    """
    if says_what_remains(response):
        return None if isinstance(response.probability, Change) else response.probability
    return {Strategy.AVOID: 0.0, Strategy.EXPLOIT: 1.0}.get(response.strategy)


def _probability(risk: Risk, responses: tuple[Response, ...]) -> float | Distribution:
    if risk.status is not Status.OPEN:
        return 1.0 if risk.status is Status.OCCURRED else 0.0
    outright = _outright(risk, responses)
    factor = _product(r.probability for r in responses if isinstance(r.probability, Change))
    if factor == 1.0:
        return outright
    if isinstance(outright, Distribution):
        return scaled(outright, factor) if factor else 0.0
    return min(1.0, outright * factor)


def _outright(risk: Risk, responses: Iterable[Response]) -> float | Distribution:
    """Return the probability after the responses that say it outright."""
    after = [p for p in map(probability_after, responses) if p is not None]
    numbers = [p for p in after if isinstance(p, float)]
    before = risk.probability
    if len(after) < 2 or len(numbers) < len(after) or not isinstance(before, float):
        return after[-1] if after else before
    if before == 0.0:
        return max(numbers)
    return min(1.0, before * math.prod(number / before for number in numbers))


def _remaining(responses: Iterable[Response]) -> _Remaining:
    held = tuple(responses)
    # Others carry no more than all of it: what claims more is a rule's to report.
    kept = math.prod(max(1.0 - r.share, 0.0) for r in held if r.share is not None)
    both = _product(r.impact for r in held)
    caps = [r.delay_cap for r in held if r.delay_cap is not None]
    return _Remaining(
        cost=both * _product(r.cost_impact for r in held) * kept,
        time=both * _product(r.time_impact for r in held),
        cap=min(caps, default=None),
    )


def _product(changes: Iterable[Change | None]) -> float:
    return math.prod(change.factor for change in changes if change is not None)


def _left(impact: Impact, left: _Remaining) -> Impact:
    """Return what is left of an impact; a factor moves towards 1, where it changes nothing."""
    if isinstance(impact, CostImpact):
        if left.cost == 1.0:
            return impact
        laws = (impact.amount, impact.share)
        amount, share = (None if law is None else scaled(law, left.cost) for law in laws)
        return evolve(impact, amount=amount, share=share)
    if isinstance(impact, Delay):
        days = impact.days if left.time == 1.0 else scaled(impact.days, left.time)
        caps = [cap for cap in (impact.cap, left.cap) if cap is not None]
        return evolve(impact, days=days, cap=min(caps, default=None))
    if left.time == 1.0:
        return impact
    return evolve(impact, factor=scaled(impact.factor, left.time, 1.0 - left.time))
