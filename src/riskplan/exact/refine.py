"""The law on a grid and on one of half its step: halved until they agree closely enough."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from attrs import evolve, frozen

from riskplan.exact.curve import Curve, curve_through
from riskplan.exact.layout import MARGIN, Layout, layout_of, power_for
from riskplan.exact.readings import HeaviestAtom
from riskplan.exact.search import window_of
from riskplan.exact.terms import Term, read
from riskplan.exact.window import Window

__all__ = ["SAFETY", "SLACK", "Resolved", "resolved"]

SAFETY = 2.0
"""By how much the difference between two grids is multiplied to be an error."""

SLACK = 1e-10
"""Levels that differ by less count as equal."""

_START = 2**12
_WANTED = 1e-4
_BESIDE = 0.1
_CHECKED = (0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99)
_LIGHT_ATOM = 1e-6
_CORE_STDS = 4.65


@frozen(eq=False)
class Resolved:
    """A law on two grids, the second of half the step.

    Parameters
    ----------
    fine : Curve
    coarse : Curve, optional
        None where every value lies on the grid, so that nothing is left to refine.
    drift : float [currency]
        By how much separate values that fit no grid were moved at most, in all.
    below, above : float
        The probability that lies beyond the ends of the grid.
    leak : float
        By how much a level on the grid may be off because of that.
    """

    fine: Curve
    coarse: Curve | None = None
    drift: float = 0.0
    below: float = 0.0
    above: float = 0.0
    leak: float = 0.0

    def quantile(self, level: float) -> float:
        """Return the least value that is not exceeded with a probability, to ten digits."""
        return self.fine.quantile(level, SLACK)

    def error(self, level: float) -> float:
        """Return by how much a quantile may be off [currency], what leaks left aside.

        The two grids are compared at levels around the one that is wanted, too, because they may
        agree at one of them by chance; on an atom that is no danger.
        """
        if self.coarse is None:
            return 0.0
        blur = self.fine.blur(level, SLACK)
        beside = _BESIDE * min(level, 1.0 - level) if blur else 0.0
        halving = max(
            abs(self.fine.quantile(near, SLACK) - self.coarse.quantile(near, SLACK))
            for near in (level - beside, level, level + beside)
        )
        return SAFETY * halving + blur + self.drift

    def band(self, level: float) -> tuple[float, float]:
        """Return the quantiles between which one lies because its level may be off.

        By what leaks, and by the difference between the two grids: little of that is much where
        the law has a gap, or nearly one.
        """
        at, none = np.array([self.quantile(level)]), np.zeros(1)
        slip = self.leak
        if self.coarse is not None:
            slip += float(np.abs(self.fine.level(at, none) - self.coarse.level(at, none))[0])
        low, high = (self.fine.quantile(level - SLACK + by) for by in (-slip, slip))
        return min(low, float(at[0])), max(high, float(at[0]))


def resolved(term: Term, std: float) -> Resolved:
    """Return the law on a grid that is fine enough, or as fine as can be afforded.

    The step is halved until the errors of the percentiles from P5 to P99 are below 1e-4 of the
    standard deviation. Where that says little of the law, because of a heavy tail, the spread from
    P1 to P99 takes its place.

    Parameters
    ----------
    term : Term
    std : float [currency]
    """
    layout = layout_of(term)
    if layout.count == 0 or std == 0.0:
        return Resolved(curve_through(np.zeros(1), None, np.ones(1), 1.0, (0.0, 0.0)))
    window = window_of(layout)
    if not layout.fits(window):
        is_smooth = layout.is_smooth or read(term, HeaviestAtom()) < _LIGHT_ATOM
        layout = evolve(layout, unit=None, is_smooth=is_smooth)
        layout = evolve(layout, is_stepped=layout.is_stepped and not is_smooth)
    elif layout.is_stepped and layout.unit is not None:
        return _laid(layout, window, layout.unit, power_for(window.width / float(layout.unit)))
    spread = min(std, window.core / _CORE_STDS) if window.core else std
    size, coarse = _START, None
    while True:
        found = _refined(layout, window, size)
        size = 2 * size
        if coarse is not None:
            found = evolve(found, coarse=coarse)
            errors = max(found.error(level) for level in _CHECKED)
            if errors <= _WANTED * spread or size > layout.most:
                return found
        coarse = found.fine


def _refined(layout: Layout, window: Window, size: int) -> Resolved:
    """Return the law on a grid of a size, or a little more where the step must fit the unit."""
    step = window.width / (size - 2 * MARGIN)
    if layout.unit is None:
        return _laid(layout, window, step, size)
    parts = max(0, math.ceil(math.log2(float(layout.unit) / step)))
    part = layout.unit / Fraction(2**parts)
    return _laid(layout, window, part, power_for(window.width / float(part)))


def _laid(layout: Layout, window: Window, step: Fraction | float, size: int) -> Resolved:
    return Resolved(
        fine=layout.curve(window, step, size),
        drift=layout.drift(window, step, size),
        below=window.below,
        above=window.above,
        leak=window.leak,
    )
