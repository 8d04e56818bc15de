"""Shares of one total, and how their errors hang together."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.results.cells import error_quantile
from riskplan.results.paired import bandwidth

__all__ = ["Allocation", "error_covariance", "percentile_influence"]

_REACH = 0.95
_ROUNDING = 1e-12


@frozen(eq=False)
class Allocation:
    """Shares of a total.

    Parameters
    ----------
    shares : FloatArray, shape (k,) [unit]
    covariance : FloatArray, shape (k, k)
        That of the errors of the shares.
    quantile : float
        How many standard errors half a 95 % interval is.
    """

    shares: FloatArray
    covariance: FloatArray
    quantile: float

    @classmethod
    def of_influence(cls, shares: FloatArray, influence: FloatArray, cell: int) -> Allocation:
        """Return shares, each of which errs like the mean of a row of influences, shape (k, n)."""
        quantile = error_quantile(influence.shape[1], cell)
        return cls(shares, error_covariance(influence, cell), quantile)

    def errors(self) -> FloatArray:
        """Return half the width of the 95 % interval of each share, shape (k,) [unit]."""
        errors: FloatArray = self.quantile * np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return errors

    def ranks(self) -> list[tuple[int, int]]:
        """Return the best and the worst rank of each share that its error leaves open, from 1.

        The largest share comes first. Two shares are told apart where their difference lies
        further from zero than its error reaches, which counts how the two err together. Where the
        errors are not known, all ranks are open.
        """
        variance = np.diag(self.covariance)
        if not np.isfinite(variance).all():
            return [(1, len(self.shares))] * len(self.shares)
        apart = self.shares[:, None] - self.shares
        spread = np.maximum(variance[:, None] + variance - 2.0 * self.covariance, 0.0)
        reach = self.quantile * np.sqrt(spread)
        ahead = np.count_nonzero(apart < -reach, axis=1)
        behind = np.count_nonzero(apart > reach, axis=1)
        best, worst = (1 + ahead).tolist(), (len(self.shares) - behind).tolist()
        return list(zip(best, worst, strict=True))

    def without_rounding(self, scale: float) -> Allocation:
        """Return the same with 0 for what is nothing but the rounding of sums of a size."""
        least = _ROUNDING * abs(scale)
        shares = np.where(np.abs(self.shares) > least, self.shares, 0.0)
        kept = np.sqrt(np.maximum(np.diag(self.covariance), 0.0)) > least
        covariance = np.where(kept[:, None] & kept, self.covariance, 0.0)
        return Allocation(shares, covariance, self.quantile)

    def adding_up_to(self, total: float) -> FloatArray:
        """Return the shares with their rounding taken up, the largest first, so that they add up.

        Then their exact sum is the total to the last bit, or, where they are so much larger than
        it that no floats could be, as near as floats can be.
        """
        shares = self.shares.copy()
        for row in np.argsort(-np.abs(shares), kind="stable").tolist():
            rest = math.fsum([total, *(-shares)])
            if rest == 0.0 or shares[row] == 0.0:
                break
            shares[row] += rest
        return shares


def error_covariance(influence: FloatArray, cell: int) -> FloatArray:
    """Return the covariance of the means of rows of influences, shape (k, k); infinite if open."""
    rows, count = influence.shape
    cells = count // cell
    if cells < 2:
        return np.diag(np.full(rows, np.inf))
    means = influence.reshape(rows, cells, cell).mean(axis=2) if cell > 1 else influence
    centred = means - means.mean(axis=1, keepdims=True)
    covariance: FloatArray = centred @ centred.T / (cells * (cells - 1.0))
    return covariance


def percentile_influence(values: FloatArray, share: float) -> tuple[float, FloatArray]:
    """Return a percentile, and what each iteration does to it, shape (n,).

    An iteration below it pulls it down by 1 - p over the density, one above it pulls it up by p
    over the density: R. R. Bahadur, "A note on quantiles in large samples", *Annals of
    Mathematical Statistics* 37 (1966). One over the density is the spacing of the order
    statistics around it, with the bandwidth of Hall and Sheather (1988). Iterations that share its
    value are divided by it.
    """
    count = len(values)
    ordered = np.sort(values)
    level = float(ordered[min(max(math.ceil(share * count - 1e-9), 1), count) - 1])
    width = min(bandwidth(share, count), _REACH * min(share, 1.0 - share))
    low = max(math.floor((share - width) * count), 0)
    high = min(math.ceil((share + width) * count), count - 1)
    spacing = (ordered[high] - ordered[low]) * count / max(high - low, 1)
    below, met = values < level, values == level
    part = (share * count - np.count_nonzero(below)) / np.count_nonzero(met)
    influence: FloatArray = spacing * (share - (below + met * part))
    return level, influence
