"""The grid: evenly spaced values on a circle, and the unit that separate values share."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import reduce

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.distributions import Distribution, atoms_of
from riskplan.exact.readings import most_strikes
from riskplan.exact.terms import Amount, Term, amounts_in

__all__ = ["ON_GRID", "Drift", "Spacing", "common_unit", "smoothed"]

ON_GRID = 1e-6
"""How near to a value of the grid is on it [steps]."""

_DIGITS = 12


@frozen
class Spacing:
    """How a grid is laid.

    Parameters
    ----------
    step : float [currency]
        Between neighbouring values.
    size : int
        How many values there are; the grid is a circle, on which the last is followed by the first.
    reach : float [currency]
        Laws are cut off at this distance from 0, which is beyond all that lies on the grid.
    tail : float
        The probability that may be cut off at each end of each law.
    tilt : float
        The weights are multiplied by exp(-tilt · place / size), and divided by it in the end, so
        that what passes the end of the circle counts for exp(-tilt) times as much where it lands
        (R. Grübel and R. Hermesmeier, "Computation of compound distributions I: aliasing errors
        and exponential tilting", ASTIN Bulletin 29, 1999).
    is_smooth : bool
        Whether every total is spread out by some continuous law, so that separate values between
        two values of the grid may be shared out among several.
    is_rough : bool
        Whether the grid may be too wide for the laws on it; then no weight is made negative.
    """

    step: float
    size: int
    reach: float
    tail: float
    tilt: float
    is_smooth: bool
    is_rough: bool


def smoothed(values: FloatArray, excess: float) -> FloatArray:
    """Return weights on a circle with 2 · `excess` steps² more of variance and the same mean."""
    found = (1.0 - 2.0 * excess) * values
    found[1:] += excess * values[:-1]
    found[:-1] += excess * values[1:]
    found[0] += excess * values[-1]
    found[-1] += excess * values[0]
    return found


def common_unit(term: Term) -> Fraction | None:
    """Return the largest amount of which all separate values are multiples; None without any.

    Values count to twelve digits, as people write them.
    """
    parts: set[Fraction] = set()
    for amount in set(amounts_in(term)):
        atoms = atoms_of(amount.law)
        if atoms is not None:
            values = (amount.scale * atoms[0] + amount.offset).tolist()
            parts |= {Fraction(f"{value:.{_DIGITS}g}") for value in values}
    parts.discard(Fraction(0))
    if not parts:
        return None
    return reduce(_common, parts)


class Drift:
    """By how much a total can be off at most because separate values were moved to a grid.

    Parameters
    ----------
    spacing : Spacing
    """

    def __init__(self, spacing: Spacing) -> None:
        self._spacing = spacing

    def amount(self, amount: Amount) -> float:
        """Return by how much a value is moved at most."""
        atoms = atoms_of(amount.law)
        if atoms is None or self._spacing.is_smooth:
            return 0.0
        places = (amount.scale * atoms[0] + amount.offset) / self._spacing.step
        away = float(np.abs(places - np.rint(places)).max())
        return away * self._spacing.step if away > ON_GRID else 0.0

    def total(self, parts: Iterable[float]) -> float:
        """Return that all parts may be moved the same way."""
        return math.fsum(parts)

    def cases(self, cases: Iterable[tuple[float, float]]) -> float:
        """Return the worst case."""
        return max((inner for _, inner in cases), default=0.0)

    def strikes(self, count: Distribution, each: float) -> float:
        """Return that every strike is moved."""
        return each * most_strikes(count, self._spacing.tail) if each else 0.0


def _common(one: Fraction, other: Fraction) -> Fraction:
    """Return the greatest common divisor of two fractions."""
    bottom = one.denominator * other.denominator
    top = math.gcd(one.numerator * other.denominator, other.numerator * one.denominator)
    return Fraction(top, bottom)
