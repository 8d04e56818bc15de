"""The names of the streams: part of the guarantee that a run can be repeated, so none changes."""

from __future__ import annotations

from collections.abc import Iterable

from riskplan.model.dependence import Aspect, Named

__all__ = [
    "activity_rate",
    "amount",
    "attribution",
    "benefit",
    "correlation",
    "count",
    "duration",
    "escalation",
    "exclusive",
    "instant",
    "item_rate",
    "lost",
    "mixing",
    "needed",
    "occurrence",
    "premium",
    "probability",
    "response",
    "separate",
    "size",
    "stream_of",
]


def stream_of(quantity: Named) -> str:
    """Return the name of the stream that a quantity is drawn from."""
    if quantity.aspect is Aspect.AMOUNT:
        return amount(quantity.id)
    if quantity.aspect is Aspect.DURATION:
        return duration(quantity.id)
    if quantity.aspect is Aspect.OCCURRENCE:
        return occurrence(quantity.id)
    return size(quantity.id, quantity.aspect, quantity.number)


def amount(item: str) -> str:
    """Name the amount of a cost item."""
    return f"cost/{item}/amount"


def benefit(benefit: str) -> str:
    """Name the amount of a benefit."""
    return f"benefit/{benefit}"


def escalation(category: str) -> str:
    """Name the rise of prices in a category, or of all that have no rate of their own."""
    return f"escalation/{category}"


def item_rate(item: str) -> str:
    """Name the day rate of a cost item."""
    return f"cost/{item}/day-rate"


def duration(activity: str) -> str:
    """Name the duration of an activity or a milestone."""
    return f"activity/{activity}/duration"


def lost(calendar: str) -> str:
    """Name what the weather takes from a calendar; month and day follow."""
    return f"calendar/{calendar}/lost"


def needed(activity: str) -> str:
    """Name whether an activity is needed that may not be."""
    return f"activity/{activity}/needed"


def activity_rate(activity: str) -> str:
    """Name the day rate of an activity."""
    return f"activity/{activity}/day-rate"


def occurrence(risk: str) -> str:
    """Name the occurrence of a risk that belongs to no exclusive group."""
    return f"risk/{risk}/occurrence"


def exclusive(group: str) -> str:
    """Name the one draw that the occurrences of an exclusive group share."""
    return f"exclusive/{group}"


def probability(risk: str) -> str:
    """Name the probability of a risk, where that is uncertain itself."""
    return f"risk/{risk}/probability"


def instant(risk: str) -> str:
    """Name the instant at which a risk with a window strikes."""
    return f"risk/{risk}/instant"


def count(risk: str) -> str:
    """Name how often a risk strikes."""
    return f"risk/{risk}/count"


def size(risk: str, kind: Aspect, number: int) -> str:
    """Name the size of an impact: of those of its kind, the one of a number from 0."""
    return f"risk/{risk}/{kind.value}/{number}"


def separate(impact: str, activity: str) -> str:
    """Name the size that an impact has on one activity, where each has a draw of its own."""
    return f"{impact}/{activity}"


def response(risk: str, response: str) -> str:
    """Name the cost of a response."""
    return f"risk/{risk}/response/{response}"


def premium(policy: str) -> str:
    """Name the premium of an insurance policy."""
    return f"policy/{policy}/premium"


def attribution(player: str) -> str:
    """Name when something joins the others, where a total is shared out among them."""
    return f"attribution/{player}"


def correlation(members: Iterable[Named]) -> str:
    """Name what quantities that move together have in common."""
    return f"correlation/{min(map(stream_of, members))}"


def mixing(common: str) -> str:
    """Name the draw that gives quantities with something in common their joint tails."""
    return f"{common}/mixing"
