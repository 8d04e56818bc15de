"""Laws as Fourier transforms on a grid, where independent parts multiply instead of convolving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np

from riskplan._typing import FloatArray, IntArray
from riskplan.distributions import Distribution, atoms_of
from riskplan.exact.grid import Spacing
from riskplan.exact.readings import pgf
from riskplan.exact.rounding import weights_of
from riskplan.exact.terms import Amount, Term, amounts_in, read

__all__ = ["probabilities"]

_Transform: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.complex128]]"

_NOTHING = np.ones(1, dtype=np.complex128)
_NEVER = np.zeros(1, dtype=np.complex128)


def probabilities(
    term: Term, spacing: Spacing, places: IntArray, *, atoms_only: bool = False
) -> FloatArray:
    """Return the probability of each of some consecutive values of the grid.

    The transform of a sum is the product of those of its parts, that of cases their mean, and that
    of a random number of copies the generating function of the number, taken of that of one copy
    (J. Heckman and G. Meyers, "The calculation of aggregate loss distributions from claim
    severity and claim count distributions", 1983; Klugman, Panjer and Willmot, Loss Models, 4th
    ed., section 9.6.4).

    Parameters
    ----------
    term : Term
    spacing : Spacing
    places : IntArray, shape (size,) [steps]
        As many consecutive ones as the circle holds.
    atoms_only : bool
        Whether only that part of the probability is meant which lies on separate values.

    Returns
    -------
    FloatArray, shape (size,)
    """
    transform = read(term, _Transforms(term, spacing, atoms_only))
    full = np.broadcast_to(transform, (spacing.size // 2 + 1,))
    values: FloatArray = np.fft.irfft(full, spacing.size)[places % spacing.size]
    return values * np.exp(spacing.tilt * places / spacing.size) if spacing.tilt else values


class _Transforms:
    """Reads an expression as transforms; that of an amount that comes up again is kept."""

    def __init__(self, term: Term, spacing: Spacing, atoms_only: bool) -> None:
        self._spacing = spacing
        self._atoms_only = atoms_only
        counts = Counter(amounts_in(term))
        self._repeated = {amount for amount, count in counts.items() if count > 1}
        self._kept: dict[Amount, _Transform] = {}

    def amount(self, amount: Amount) -> _Transform:
        """Return the transform of a law on the grid."""
        if self._atoms_only and atoms_of(amount.law) is None:
            return _NEVER
        found = self._kept.get(amount)
        if found is None:
            weights = weights_of(amount, self._spacing)
            size, tilt = self._spacing.size, self._spacing.tilt
            places = np.arange(weights.first, weights.first + len(weights.values))
            values = weights.values * np.exp(-tilt * places / size) if tilt else weights.values
            on_circle = np.bincount(places % size, weights=values, minlength=size)
            found = np.fft.rfft(on_circle)
            if amount in self._repeated:
                self._kept[amount] = found
        return found

    def total(self, parts: Iterable[_Transform]) -> _Transform:
        """Return the product."""
        product = _NOTHING
        for part in parts:
            if product.size < part.size:
                product = product * part
            else:
                product = product.copy() if product is _NOTHING else product
                product *= part
        return product

    def cases(self, cases: Iterable[tuple[float, _Transform]]) -> _Transform:
        """Return the mean over the cases."""
        mean = _NEVER
        for chance, inner in cases:
            mean = mean + chance * inner
        return mean

    def strikes(self, count: Distribution, each: _Transform) -> _Transform:
        """Return the generating function of the count, at the transform of one strike."""
        found: _Transform = pgf(count, each)
        return found
