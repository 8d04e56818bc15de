"""The rank of a quantity as its uniform rises: evenly, or in the steps of its separate values."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.distributions import Distribution
from riskplan.distributions.counting import atoms_of
from riskplan.errors import DistributionError

__all__ = ["SMOOTH", "Rank", "rank_of", "rank_of_event"]

_MOST_STEPS = 64
_NODES = 16
_NEGLIGIBLE = 1e-9
_EVEN_SPREAD = 1.0 / math.sqrt(12.0)


@frozen
class Rank:
    """How the rank of a quantity, between 0 and 1, depends on its uniform.

    The rank of a value is the middle of the stretch of the unit interval that falls on it, as
    mid-ranks have it. It rises by `rises[k]` where the uniform passes `levels[k]`; without levels
    it rises evenly.

    Parameters
    ----------
    levels : tuple of float
        Between 0 and 1.
    rises : tuple of float, one for each level
        Negative where a large uniform makes the quantity small, as for occurrences.
    spread : float
        The standard deviation of the rank.
    falls : bool
        Whether an even rank falls as the uniform rises.
    """

    levels: tuple[float, ...] = ()
    rises: tuple[float, ...] = ()
    spread: float = _EVEN_SPREAD
    falls: bool = False

    @property
    def is_smooth(self) -> bool:
        """Whether it rises or falls evenly."""
        return not self.levels

    @property
    def sign(self) -> float:
        """Which way it moves as the uniform rises: 1 or -1."""
        return -1.0 if self.falls or any(rise < 0 for rise in self.rises) else 1.0

    @property
    def mean(self) -> float:
        """The mean of its rises up to the uniform."""
        if self.is_smooth:
            return self.sign / 2.0
        pairs = zip(self.levels, self.rises, strict=True)
        return math.fsum(rise * (1.0 - level) for level, rise in pairs)


SMOOTH = Rank()
"""The rank of every continuous quantity."""


def rank_of(law: Distribution | None) -> Rank:
    """Return the rank of a quantity of a given law.

    A law of separate values none of which has much weight, such as a long list of observations,
    counts as continuous; so does what has no spread, since nothing can be tied to it.
    """
    atoms = None if law is None else _atoms(law)
    if atoms is None:
        return SMOOTH
    weights = atoms[1]
    lumps = math.fsum(weights**3)
    if len(weights) < 2 or lumps <= _MOST_STEPS**-2:
        return SMOOTH
    levels = np.cumsum(weights)[:-1]
    rises = (weights[1:] + weights[:-1]) / 2.0
    inside = (levels > _NEGLIGIBLE) & (levels < 1.0 - _NEGLIGIBLE)
    return _rank(levels[inside], rises[inside], math.sqrt((1.0 - lumps) / 12.0))


def rank_of_event(probability: float | Distribution) -> Rank:
    """Return the rank of what happens where its uniform is below a probability.

    An uncertain probability is independent of the uniform, so that the covariances with the event
    are the mean of those with events of certain probability.
    """
    if isinstance(probability, Distribution):
        levels, weights = _mixture(probability)
    else:
        levels, weights = np.array([probability]), np.ones(1)
    mean = math.fsum(levels * weights)
    inside = (levels > 0.0) & (levels < 1.0)
    if not inside.any():
        return Rank(falls=True)
    return _rank(levels[inside], -weights[inside], math.sqrt(mean * (1.0 - mean)))


def _atoms(law: Distribution) -> tuple[FloatArray, FloatArray] | None:
    try:
        return atoms_of(law)
    except DistributionError:  # more values than can be listed are as good as continuous
        return None


def _mixture(probability: Distribution) -> tuple[FloatArray, FloatArray]:
    """Return values and weights that stand for an uncertain probability."""
    atoms = _atoms(probability)
    if atoms is None:
        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        atoms = probability.ppf((nodes + 1.0) / 2.0), weights / 2.0
    return np.clip(atoms[0], 0.0, 1.0), atoms[1]


def _rank(levels: FloatArray, rises: FloatArray, spread: float) -> Rank:
    """Return a rank, with steps that lie close together taken as one where there are many."""
    if len(levels) > _MOST_STEPS:
        _, bins = np.unique(np.floor(levels * _MOST_STEPS), return_inverse=True)
        heights: FloatArray = np.bincount(bins, weights=rises).astype(np.float64)
        levels = np.bincount(bins, weights=rises * levels) / heights
        rises = heights
    return Rank(tuple(levels.tolist()), tuple(rises.tolist()), spread)
