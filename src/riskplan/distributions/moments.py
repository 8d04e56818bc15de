"""Mean and standard deviation of a continuous law from nothing but its quantiles."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise

import numpy as np

from riskplan._typing import FloatArray

__all__ = ["moments"]

_Function = Callable[[FloatArray], FloatArray]

# A kink leaves one panel to halve; where this many still differ, it is noise of the quantiles.
_MOST_PANELS = 2_000

_TOLERANCE = 1e-14

# How much may be left at the ends of the integral for it to be one.
_RIM = 1e-9

_CUTS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 20.0)


def moments(quantile: _Function, rim: float, kinks: Iterable[float]) -> tuple[float, float] | None:
    """Return mean and standard deviation, or None where the tails are too heavy to tell.

    Parameters
    ----------
    quantile : callable
        From standard normal deviates t, shape (n,), to the quantiles at the levels Φ(t).
    rim : float [1]
        The greatest |t| for which the quantiles can be told.
    kinks : iterable of float [1]
        Deviates at which the quantiles are continuous but not smooth.

    Returns
    -------
    tuple of float, or None

    Notes
    -----
    E[g(X)] = ∫ g(Q(Φ(t))) φ(t) dt: over a normal deviate even a long tail is smooth and its
    weight dies off. Gauss-Legendre panels are halved until they agree with their halves.
    """
    middle, upper = quantile(np.array([0.0, 0.5]))
    scale = float(upper - middle) or float(np.spacing(abs(middle)))
    cuts = {0.0, *(side * cut for cut in (*_CUTS, rim) if cut <= rim for side in (-1, 1))}
    cuts |= {kink for kink in kinks if abs(kink) < rim}

    def first(t: FloatArray) -> FloatArray:
        root = _root_density(t)
        parts: FloatArray = (quantile(t) - middle) / scale * root * root
        return parts

    offset = _integral(first, sorted(cuts))
    if offset is None:
        return None
    mean = float(middle) + scale * offset

    def second(t: FloatArray) -> FloatArray:
        # Squared last: the square of a far quantile alone may be beyond a float.
        parts: FloatArray = ((quantile(t) - mean) / scale * _root_density(t)) ** 2
        return parts

    variance = _integral(second, sorted(cuts))
    return None if variance is None else (mean, scale * math.sqrt(variance))


def _root_density(t: FloatArray) -> FloatArray:
    root: FloatArray = np.exp(-t * t / 4) / (2 * math.pi) ** 0.25
    return root


def _integral(function: _Function, cuts: list[float]) -> float | None:
    """Integrate between the first and the last cut, if there is nothing beyond them."""
    if not np.abs(function(np.array([cuts[0], cuts[-1]]))).max() <= _RIM:
        return None
    panels = np.array(list(pairwise(cuts)))
    coarse = _panel_sums(function, panels)
    tolerance = _TOLERANCE * max(1.0, float(np.abs(coarse).sum()))
    parts: list[float] = []
    while True:
        centre = panels.mean(axis=1)
        halves = np.stack([panels[:, 0], centre, centre, panels[:, 1]], axis=1).reshape(-1, 2)
        fine = _panel_sums(function, halves)
        both = fine.reshape(-1, 2).sum(axis=1)
        settled = np.abs(both - coarse) <= tolerance
        if settled.all() or len(halves) > _MOST_PANELS:
            return math.fsum([*parts, *both.tolist()])
        parts += both[settled].tolist()
        again = np.repeat(~settled, 2)
        panels, coarse = halves[again], fine[again]


def _panel_sums(function: _Function, panels: FloatArray) -> FloatArray:
    nodes, weights = _gauss_legendre()
    half = (panels[:, 1] - panels[:, 0]) / 2
    t = panels.mean(axis=1)[:, np.newaxis] + half[:, np.newaxis] * nodes
    sums: FloatArray = half * (function(t.ravel()).reshape(t.shape) @ weights)
    return sums


@cache
def _gauss_legendre() -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.legendre.leggauss(16)
    return nodes, weights
