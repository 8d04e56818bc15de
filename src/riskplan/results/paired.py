"""Two samples of the same futures, and their differences with the error that pairing leaves."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
import scipy
from attrs import field, frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.errors import RequestError
from riskplan.results.cells import (
    NORMAL_QUANTILE,
    cell_totals,
    error_quantile,
    half_width,
    least_margin,
    standard_error,
)
from riskplan.results.estimate import Estimate, mean_estimate, share_estimate
from riskplan.results.provenance import Provenance
from riskplan.results.ranks import Ranks, ranks_in_cells
from riskplan.results.samples import Samples

__all__ = [
    "PairedSamples",
    "bandwidth",
    "independent_difference",
    "share_difference",
    "why_unpaired",
]

_PERCENT = 100.0
_ROUNDING = 1e-12
_FEW = 16
_FEWEST = 3.0
_TIED = 0.1
_BENT = 1.4
_REACH = 0.95
_TURN = np.linspace(0.0, 2.0 * math.pi, 721)
_COSINE, _SINE = np.cos(_TURN), np.sin(_TURN)


@frozen(eq=False, repr=False)
class PairedSamples:
    """One quantity in two runs, and how far the first lies above the second.

    Parameters
    ----------
    first, second : Samples [unit]
        The same number of iterations, in the same cells, where they are paired.
    paired : bool
        Whether an iteration of the one is the same future as that of the other, as it is in runs
        of one seed. If not, every error is that of independent runs.

    Raises
    ------
    RequestError
        If samples that are to be paired differ in their iterations or cells.

    Examples
    --------
    >>> base = Samples(np.arange(1_000.0), base=0.0)
    >>> dearer = Samples(1.1 * np.arange(1_000.0), base=0.0)
    >>> PairedSamples(dearer, base).percentile(80)
    80 ± 2
    >>> PairedSamples(dearer, base, paired=False).percentile(80)
    80 ± 40
    """

    first: Samples
    second: Samples
    paired: bool = field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        one, other = self.first, self.second
        if self.paired and (len(one), one.cell) != (len(other), other.cell):
            raise RequestError(
                f"samples are paired only where they have the same iterations and cells (got "
                f"{len(one):,} in cells of {one.cell:,}, and {len(other):,} in cells of "
                f"{other.cell:,}); give paired=False"
            )

    def mean(self) -> Estimate:
        """Return how far the mean of the first lies above that of the second [unit]."""
        if self.paired:
            mean = mean_estimate(self.first.values - self.second.values, self.first.cell)
            return _settled(mean, float(np.max(np.abs(self.first.values), initial=0.0)))
        return independent_difference(self.first.mean(), self.second.mean())

    def percentile(self, at: float) -> Estimate:
        """Return how far a percentile of the first lies above that of the second [unit].

        Each percentile errs as the share of iterations below it does, times the spacing of the
        order statistics around it, which is one over the density: the linear representation of
        R. R. Bahadur, "A note on quantiles in large samples", *Annals of Mathematical Statistics*
        37 (1966), with the bandwidth of P. Hall and S. J. Sheather, "On the distribution of a
        studentized quantile", *Journal of the Royal Statistical Society B* 50 (1988). The errors
        of both, iteration by iteration, leave that of the difference.

        Where that is no line (values that many iterations share, a gap, or so few iterations that
        tell the two apart that they are no normal deviates), the interval holds every difference
        of order statistics at levels that the shares allow; it is then rather too wide.

        Parameters
        ----------
        at : float [percent]
            The P-level; where there are too few iterations for an interval around it, the ends
            are infinite.

        Raises
        ------
        RequestError
            If `at` is not between 1 and 100.
        """
        one, other = (self._ranks(side, at) for side in (0, 1))
        first, second = self._ordered
        value = float(first[one.rank] - second[other.rank])
        if not (one.is_closed and other.is_closed):
            return Estimate(value, -math.inf, math.inf)
        if not self.paired:
            return independent_difference(
                self.first.quiet_percentile(at), self.second.quiet_percentile(at)
            )
        below, above = _Levels(self, at / _PERCENT, one.rank).margins()
        level = max(abs(first[one.rank]), abs(second[other.rank]))
        return _settled(Estimate(value, value - below, value + above), float(level))

    def confidence(self, x: float) -> Estimate:
        """Return by how much likelier the first is not to exceed `x` [unit] than the second."""
        hits = (self.first.values <= x, self.second.values <= x)
        if self.paired:
            return share_difference(*hits, self.first.cell)
        one, other = share_estimate(hits[0], self.first.cell), self.second.confidence(x)
        return independent_difference(one, other)

    def __repr__(self) -> str:
        how = "paired" if self.paired else "independent"
        return f"PairedSamples({how}, mean difference {self.mean()} {self.first.unit})".replace(
            " )", ")"
        )

    @cached_property
    def _ordered(self) -> tuple[FloatArray, FloatArray]:
        return np.sort(self.first.values), np.sort(self.second.values)

    @cached_property
    def _order(self) -> tuple[object, object]:
        """Which iteration stands at each rank; of equal values, the earlier one first."""
        values = (self.first.values, self.second.values)
        one, other = (np.argsort(sample, kind="stable") for sample in values)
        return one, other

    def _ranks(self, side: int, at: float) -> Ranks:
        samples = (self.first, self.second)[side]
        return ranks_in_cells(at, samples.values, self._ordered[side], samples.cell)


class _Levels:
    """What the iterations around one level of two paired samples say about their difference.

    Parameters
    ----------
    pair : PairedSamples
    share : float
        The level, between 0 and 1.
    rank : int
        Of the percentile among the ordered iterations.
    """

    def __init__(self, pair: PairedSamples, share: float, rank: int) -> None:
        self.pair, self.share, self.rank = pair, share, rank
        self.samples = (pair.first.values, pair.second.values)
        self.cell, self.count = pair.first.cell, len(pair.first)
        width = min(bandwidth(share, self.count), _REACH * min(share, 1.0 - share))
        self.low = max(math.floor((share - width) * self.count), 0)
        self.high = min(math.ceil((share + width) * self.count), self.count - 1)
        self.slopes = [
            (ordered[self.high] - ordered[self.low]) * self.count / (self.high - self.low)
            for ordered in pair._ordered
        ]
        # How far each iteration makes the share below the percentile too small.
        self.below = [
            _below(values, ordered[rank], share)
            for values, ordered in zip(self.samples, pair._ordered, strict=True)
        ]
        self.apart = int(np.count_nonzero(self.below[0] != self.below[1]))

    def margins(self) -> tuple[float, float]:
        """Return how far below and above the difference its interval reaches."""
        if self._is_straight():
            half = self._linear()
            return half, half
        return self._stepwise()

    def _linear(self) -> float:
        errors = self.slopes[0] * self.below[0] - self.slopes[1] * self.below[1]
        half = half_width(errors, self.cell)
        if self.cell > 1 and not self._move_as_one():
            half = max(half, max(self.slopes) * least_margin(self.count, self.cell))
        return half

    def _stepwise(self) -> tuple[float, float]:
        """Return the margins over all pairs of levels in the 95 % ellipse of the two shares."""
        one, other, alike = self._spreads()
        quantile = error_quantile(self.count, self.cell)
        across = math.sqrt(max(1.0 - alike**2, 0.0))
        moves = (
            quantile * one * _COSINE,
            quantile * other * (alike * _COSINE + across * _SINE),
        )
        first, second = (
            ordered[np.clip(np.rint(self.rank + self.count * move), 0, self.count - 1).astype(int)]
            for ordered, move in zip(self.pair._ordered, moves, strict=True)
        )
        differences = first - second
        found = self.pair._ordered[0][self.rank] - self.pair._ordered[1][self.rank]
        return float(found - differences.min()), float(differences.max() - found)

    def _spreads(self) -> tuple[float, float, float]:
        """Return the standard errors of both shares, and their correlation."""
        least = least_margin(self.count, self.cell) / NORMAL_QUANTILE if self.cell > 1 else 0.0
        one, other = (max(standard_error(below, self.cell), least) for below in self.below)
        between = standard_error(self.below[0] - self.below[1], self.cell)
        if not self._move_as_one() and self.apart < _FEW:
            # As many may tell the two apart as would leave so few with a small probability.
            between = max(between, math.sqrt(max(self.apart, _FEWEST)) / self.count)
        if one * other == 0.0:
            return one, other, 0.0
        alike = (one**2 + other**2 - between**2) / (2.0 * one * other)
        return one, other, min(max(alike, -1.0), 1.0)

    def _is_straight(self) -> bool:
        if self._is_tied() or self._is_bent():
            return False
        return self.apart >= _FEW or self._move_as_one()

    def _is_tied(self) -> bool:
        """Return whether many neighbours in one of the samples are the same."""
        around = slice(self.low, self.high + 1)
        return any(
            float(np.mean(np.diff(ordered[around]) == 0.0)) > _TIED
            for ordered in self.pair._ordered
        )

    def _is_bent(self) -> bool:
        """Return whether one side of the percentile is much sparser than the line says."""
        one, other, _ = self._spreads()
        for ordered, slope, error in zip(
            self.pair._ordered, self.slopes, (one, other), strict=True
        ):
            steps = max(round(NORMAL_QUANTILE * error * self.count), 1)
            up = ordered[min(self.rank + steps, self.count - 1)] - ordered[self.rank]
            down = ordered[self.rank] - ordered[max(self.rank - steps, 0)]
            if max(up, down) > _BENT * slope * steps / self.count:
                return True
        return False

    def _move_as_one(self) -> bool:
        """Return whether the same iterations stand around the level, in the same order."""
        around = slice(self.low, self.high + 1)
        one, other = (np.asarray(order)[around] for order in self.pair._order)
        return bool(np.array_equal(one, other))


def share_difference(first: BoolArray, second: BoolArray, cell: int = 1) -> Estimate:
    """Return by how much likelier one event is than another in the same iterations.

    It is the share of iterations that only the first one meets, less that which only the second
    one does. Their intervals, and how the two shares go together, make that of the difference
    (G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures",
    *Statistics in Medicine* 27 (2008), equations 7 and 8).

    Parameters
    ----------
    first, second : BoolArray, shape (n,)
        Whether each event came in each iteration.
    cell : int
        The iterations in a cell: those of different cells are independent.

    Examples
    --------
    >>> hit = np.arange(1_000) < 800
    >>> share_difference(hit, hit & (np.arange(1_000) >= 50))
    0.050 ± 0.014
    """
    only, only_other = first & ~second, second & ~first
    one, other = cell_totals(only, cell), cell_totals(only_other, cell)
    alike = 0.0
    if np.ptp(one) > 0.0 and np.ptp(other) > 0.0:
        alike = float(np.corrcoef(one, other)[0, 1])
    return independent_difference(
        share_estimate(only, cell), share_estimate(only_other, cell), alike
    )


def why_unpaired(first: Provenance, second: Provenance) -> str:
    """Return why the iterations of two runs are not the same futures, or nothing if they are.

    Examples
    --------
    >>> run = Provenance("Bridge", "0f3a", "planned", 10_000, 7, "1.0", "pcg-1")
    >>> other = Provenance("Bridge", "0f3a", "inherent", 10_000, 8, "1.0", "pcg-1")
    >>> why_unpaired(run, other), why_unpaired(run, run)
    ('their seeds are 7 and 8', '')
    """
    if first.seed is None or second.seed is None:
        return "samples of another tool have no seed"
    for name, one, other in (
        ("seeds", first.seed, second.seed),
        ("iterations", f"{first.iterations:,}", f"{second.iterations:,}"),
        ("sampling plans", first.sampling, second.sampling),
        ("samplers", first.sampler, second.sampler),
    ):
        if one != other:
            return f"their {name} are {one} and {other}"
    return ""


def independent_difference(first: Estimate, second: Estimate, alike: float = 0.0) -> Estimate:
    """Return the difference of two estimates whose errors have a known correlation, mostly none.

    The ends are those of Zou and Donner (2008), equations 7 and 8, which keep intervals that sit
    off centre as they are.
    """
    value = first.value - second.value
    below = _joined(first.value - first.low, second.high - second.value, alike)
    above = _joined(first.high - first.value, second.value - second.low, alike)
    return Estimate(value, value - below, value + above)


def _settled(difference: Estimate, scale: float) -> Estimate:
    """Return a difference without the error that is no more than rounding of its terms."""
    if difference.high - difference.low > _ROUNDING * scale:
        return difference
    return Estimate(difference.value, difference.value, difference.value)


def _joined(one: float, other: float, alike: float) -> float:
    if not alike or not (math.isfinite(one) and math.isfinite(other)):
        return math.hypot(one, other)
    return math.sqrt(max(one**2 + other**2 - 2.0 * alike * one * other, 0.0))


def _below(values: FloatArray, level: float, share: float) -> FloatArray:
    """Return how far each iteration makes the share below a level too small, on average 0.

    Iterations that share the value of the level are divided by it.
    """
    under, at = values < level, values == level
    divided = (share * len(values) - np.count_nonzero(under)) / np.count_nonzero(at)
    result: FloatArray = share - (under + at * divided)
    return result


def bandwidth(share: float, count: int) -> float:
    """Return how far around a level to look, in probability (Hall and Sheather 1988)."""
    quantile = float(scipy.special.ndtri(share))
    density = math.exp(-(quantile**2) / 2.0) / math.sqrt(2.0 * math.pi)
    curvature = math.cbrt(1.5 * density**2 / (2.0 * quantile**2 + 1.0))
    return float(count ** (-1.0 / 3.0) * NORMAL_QUANTILE ** (2.0 / 3.0) * curvature)
