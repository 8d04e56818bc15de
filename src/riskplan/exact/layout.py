"""How a grid is laid for an expression, and the curve that comes of it."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from attrs import evolve, frozen

from riskplan._typing import FloatArray
from riskplan.distributions import atoms_of
from riskplan.exact.curve import Curve, curve_through
from riskplan.exact.grid import Drift, Spacing, common_unit, smoothed
from riskplan.exact.readings import AtomMass, Range, RangeReading
from riskplan.exact.rounding import SHEPPARD
from riskplan.exact.terms import Term, amounts_in, read
from riskplan.exact.transforms import probabilities
from riskplan.exact.window import CLIPPED, Window

__all__ = ["MARGIN", "Layout", "layout_of", "power_for"]

MARGIN = 8
"""How many steps are left free beside the window."""

_NO_ATOM = 1e-10
_SMALLEST = 2**13
_LARGEST = 2**19
_MOST_WORK = 2**24


@frozen(eq=False)
class Layout:
    """An expression, and all that must be known of it to lay a grid for it.

    Parameters
    ----------
    term : Term
    count : int
        How many amounts there are.
    is_smooth, is_stepped : bool
        Whether there is no atom in the law to speak of, or nothing else.
    unit : Fraction, optional [currency]
        Of which all separate values are multiples; None where there are none, or none that need it.
    ends : Range [currency]
        Beyond which there is nothing.
    most : int
        The largest grid that can be afforded.
    """

    term: Term
    count: int
    is_smooth: bool
    is_stepped: bool
    unit: Fraction | None
    ends: Range
    most: int

    def fits(self, window: Window) -> bool:
        """Return whether a grid over a window can have all separate values on it."""
        return self.unit is not None and window.width + self.unit <= self.most * self.unit / 2

    def curve(
        self, window: Window, step: Fraction | float, size: int, *, is_rough: bool = False
    ) -> Curve:
        """Return the law on a grid over a window.

        Parameters
        ----------
        window : Window
        step : Fraction or float [currency]
        size : int
            A power of two that holds the window and the margins beside it.
        is_rough : bool
            See `Spacing`.
        """
        spacing = evolve(self.spacing(window, step, size), is_rough=is_rough)
        places = math.floor(window.low / step) - MARGIN + np.arange(size, dtype=np.int64)
        weights = probabilities(self.term, spacing, places)
        ends = self.ends.low, self.ends.high
        points: FloatArray = np.asarray(places * float(step), dtype=np.float64)
        if isinstance(step, Fraction):  # 7 tenths are 0.7, but 7 times 0.1 is not
            points = np.divide(places * float(step.numerator), float(step.denominator))
        if self.is_stepped:
            return curve_through(points, None, weights, spacing.step, ends)
        if self.is_smooth or is_rough:
            return curve_through(points, smoothed(weights, SHEPPARD), None, spacing.step, ends)
        atoms = probabilities(self.term, spacing, places, atoms_only=True)
        rest = smoothed(weights - atoms, SHEPPARD)
        return curve_through(points, rest, atoms, spacing.step, ends)

    def drift(self, window: Window, step: Fraction | float, size: int) -> float:
        """Return by how much separate values are moved on such a grid at most [currency]."""
        return read(self.term, Drift(self.spacing(window, step, size)))

    def spacing(self, window: Window, step: Fraction | float, size: int) -> Spacing:
        """Return a grid on which each law may lose its part of a tail."""
        return Spacing(
            step=float(step),
            size=size,
            reach=window.reach,
            tail=CLIPPED / self.count,
            tilt=window.tilt,
            is_smooth=self.is_smooth,
            is_rough=False,
        )


def layout_of(term: Term) -> Layout:
    """Return what must be known of an expression to lay a grid for it."""
    amounts = list(amounts_in(term))
    is_smooth = read(term, AtomMass()) < _NO_ATOM
    affordable = _MOST_WORK // (len(amounts) + 1)
    return Layout(
        term=term,
        count=len(amounts),
        is_smooth=is_smooth,
        is_stepped=all(atoms_of(amount.law) is not None for amount in amounts),
        unit=None if is_smooth else common_unit(term),
        ends=read(term, RangeReading(0.0)),
        most=min(max(_SMALLEST, 2 ** affordable.bit_length()), _LARGEST),
    )


def power_for(steps: float) -> int:
    """Return the power of two that holds so many steps and the margins around them."""
    return int(2 ** math.ceil(math.log2(max(steps + 2 * MARGIN, 2.0))))
