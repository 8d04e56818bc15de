"""What a response achieves, in a few words: what is left of probability, impacts and delays."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.model import Change, Response
from riskplan.reporting import words
from riskplan.reporting.writer import Writer

__all__ = ["cost_of", "effects_of"]


def effects_of(response: Response, w: Writer) -> str:
    """Return what a response says of the risk after it."""
    return w.say(words.AND_SO).join(_effects(response, w))


def cost_of(response: Response, w: Writer) -> str:
    """Return what a response costs, and whether only where the risk occurs."""
    cost = w.law(response.cost)
    return w.say(words.WHERE_IT_OCCURS, cost=cost) if response.triggered and cost else cost


def _effects(response: Response, w: Writer) -> Iterator[str]:
    probability, count = response.probability, response.count
    if isinstance(probability, Change):
        yield w.say(words.CHANGED_PROBABILITY, change=str(probability))
        probability = None
    if probability is not None:
        yield w.chance(probability, count)
    elif count is not None:
        yield w.strikes(count)
    changes = (
        (response.impact, words.CHANGED_IMPACTS),
        (response.cost_impact, words.CHANGED_COSTS),
        (response.time_impact, words.CHANGED_DELAYS),
    )
    for change, phrase in changes:
        if change is not None:
            yield w.say(phrase, change=str(change))
    if response.share is not None:
        yield w.say(words.SHARE_CARRIED, share=w.percent(response.share))
    if response.delay_cap is not None:
        yield w.say(words.DELAY_AT_MOST, cap=f"{response.delay_cap:g}")
