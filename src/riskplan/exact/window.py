"""The window: between which values a law is put on a grid, and what is left outside."""

from __future__ import annotations

import math

from attrs import evolve, frozen

__all__ = ["CLIPPED", "TAILS", "Window"]

TAILS = (1e-12, 1e-9, 1e-7, 1e-5)
"""The probability outside at one side, from light tails to heavy ones."""

CLIPPED = 1e-12
"""The probability cut off at the ends of all the laws together."""

_TILT = 12.0
_FAR = 30.0
_HEAVY = 64.0
_APART = 0.5


@frozen
class Window:
    """Between which values the law lies, but for a tail of probability on either side.

    Parameters
    ----------
    low, middle, high : float [currency]
        The ends, and the median.
    below, above : float
        The probability outside.
    tilt : float
        That of the grid: see `Spacing`.
    core : float [currency]
        From P1 to P99, or further out where those are the same.
    """

    low: float
    high: float
    below: float = TAILS[0]
    above: float = TAILS[0]
    tilt: float = 0.0
    middle: float = 0.0
    core: float = 0.0

    @property
    def width(self) -> float:
        """From end to end [currency]."""
        return self.high - self.low

    @property
    def reach(self) -> float:
        """A distance from 0 that no part of a total on the grid has."""
        return self.width + max(-self.low, self.high, 0.0)

    @property
    def is_heavy(self) -> bool:
        """Whether a tail leaves too few steps for the rest."""
        return self.width > _HEAVY * self.core > 0.0

    @property
    def leak(self) -> float:
        """The probability that may land where it does not belong, and count there."""
        damped = math.exp(-abs(self.tilt)) * max(self.below, self.above)
        return damped + min(self.below, self.above) + CLIPPED

    def relaxed(self) -> Window | None:
        """Return the window with the longer tail cut shorter, or None where that is done.

        The grid is tilted against the longer tail, as long as the other one is light; that end is
        moved out, because a tilt magnifies what passes it.
        """
        up, down = self.high - self.middle, self.middle - self.low
        tail = self.above if up >= down else self.below
        shorter = [other for other in TAILS if other > tail]
        if not shorter:
            return None
        wider = evolve(self, above=shorter[0]) if up >= down else evolve(self, below=shorter[0])
        is_far = self.reach > _FAR * self.width
        if is_far or min(wider.below, wider.above) > TAILS[0]:
            return evolve(wider, tilt=0.0)
        if self.tilt:
            return wider
        if up >= down:
            return evolve(wider, tilt=_TILT, low=self.low - _APART * down)
        return evolve(wider, tilt=-_TILT, high=self.high + _APART * up)
