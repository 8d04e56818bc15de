"""The difference of two percentiles of one quantity, whose errors largely cancel."""

from __future__ import annotations

import math

import numpy as np

from riskplan._typing import BoolArray
from riskplan.results import Estimate, Samples
from riskplan.results.cells import cell_totals

__all__ = ["level_step"]

_FEWEST_CELLS = 3


def level_step(samples: Samples, at: float, above: float) -> Estimate:
    """Return by how much one percentile lies above a lower one, with the error of the pair.

    Where the one is estimated too high, the other mostly is, too, so that their difference is
    known better than either. Its interval is put together from the order statistics of the two
    and the correlation of their errors (Zou and Donner, "Construction of confidence limits about
    effect measures: a general approach", Statistics in Medicine 27 (2008), 1693-1702, section 2).
    The errors of two percentiles are correlated as the counts of iterations below them (David and
    Nagaraja, Order Statistics, 3rd ed., section 10.2).

    Parameters
    ----------
    samples : Samples
    at, above : float [percent]
        The P-levels, the lower one first.

    Returns
    -------
    Estimate [unit]
        With an open interval where the iterations are too few for one.

    Examples
    --------
    >>> step = level_step(Samples(np.arange(1.0, 10_001.0), 0.0), 75, 80)
    >>> step.value, 40 < step.error < 50
    (500.0, True)
    """
    low, high = samples.quiet_percentile(at), samples.quiet_percentile(above)
    together = _correlation(samples.values <= low.value, samples.values <= high.value, samples.cell)
    down = _reach(high - high.low, low.high - low, together)
    up = _reach(high.high - high, low - low.low, together)
    step = high.value - low.value
    return Estimate(step, max(step - down, 0.0), step + up)


def _reach(one: float, other: float, together: float) -> float:
    """Return how far the interval of a difference reaches to one side."""
    if not (math.isfinite(one) and math.isfinite(other)):
        return math.inf
    return math.sqrt(max(one**2 + other**2 - 2.0 * together * one * other, 0.0))


def _correlation(a: BoolArray, b: BoolArray, cell: int) -> float:
    """Return how two counts go together, 0 where either never changes."""
    if len(a) < _FEWEST_CELLS * cell:
        return 0.0
    x, y = (cell_totals(hit, cell) for hit in (a, b))
    x -= x.mean()
    y -= y.mean()
    scale = math.sqrt(float(np.sum(x * x)) * float(np.sum(y * y)))
    return float(np.sum(x * y)) / scale if scale > 0.0 else 0.0
