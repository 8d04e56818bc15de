"""One uncertain number: where its uniforms come from, what they become, and its base value."""

from __future__ import annotations

from attrs import evolve, frozen

from riskplan.engine.quantiles import Fixed, Transform
from riskplan.engine.streams import Key, strike_key

__all__ = ["Quantity"]


@frozen(eq=False)
class Quantity:
    """One uncertain number.

    Parameters
    ----------
    key : Key
        The stream that it is drawn from.
    transform : Transform
        What the uniforms of the stream become.
    base : float
        Its value in the base plan.
    """

    key: Key
    transform: Transform
    base: float

    @property
    def is_random(self) -> bool:
        """Whether it is drawn at all."""
        return not isinstance(self.transform, Fixed)

    def at_strike(self, number: int) -> Quantity:
        """Return the same quantity as it is drawn for a strike of its event; the first is 0."""
        return evolve(self, key=strike_key(self.key, number))
