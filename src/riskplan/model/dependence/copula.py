"""From rank correlations to the correlations of the normal scores behind them, and back.

Everything is a matter of orthants. The rank of a quantity is a sum of steps, so that the covariance
of two ranks is a sum of probabilities that two scores both pass a threshold. A rank that rises
evenly passes where its score exceeds an independent score of the same law. Where a t copula divides
all scores of an iteration by a common s = √(W/ν), thresholds are multiplied by s, and a mean is
taken over s; a normal copula is the case that s is always 1.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence

import numpy as np
import scipy
from attrs import frozen

from riskplan._typing import FloatArray, IntArray, read_only
from riskplan.model.dependence.ranks import Rank

__all__ = ["latent_correlations", "orthant", "rank_correlations", "reachable"]

_NODES_A_WIDTH = 2.0
_LEAST_DENSITY = 1e-9
_BINS = 256
_TERMS_AT_ONCE = 1_000_000
_MOST_STEPS = 60
_PRECISION = 1e-13
_DECIMALS = 12
_CLOSE = 1e-9
# Owen's function needs a root of 1 - r² that is not 0.
_LARGEST = 1.0 - 1e-15

Pair = tuple[Rank, Rank]


@frozen(eq=False)
class _Terms:
    """Covariances of pairs of ranks as sums of orthants.

    The covariance of pair i is the sum of weight · P(Z₁ > h, Z₂ > k) over its terms, from
    `first[i]` to `first[i + 1]`, minus `offset[i]`, with scores that correlate as share · r.
    """

    h: FloatArray
    k: FloatArray
    share: FloatArray
    weight: FloatArray
    first: IntArray
    offset: FloatArray

    def covariances(self, latent: FloatArray) -> FloatArray:
        """Return the covariances of the ranks, shape (n_pairs,)."""
        r = np.repeat(latent, np.diff(self.first, append=len(self.h))) * self.share
        sums: FloatArray = np.add.reduceat(self.weight * orthant(self.h, self.k, r), self.first)
        return sums - self.offset

    def slopes(self, angles: FloatArray) -> FloatArray:
        """Return the derivatives of the covariances at latent correlations sin(angle).

        By Plackett's identity the derivative of an orthant is the bivariate normal density (R. L.
        Plackett, "A reduction formula for normal multivariate integrals", 1954, equation 3).
        """
        counts = np.diff(self.first, append=len(self.h))
        r = np.repeat(np.sin(angles), counts) * self.share
        free = (1.0 - r) * (1.0 + r)
        squares = self.h**2 + self.k**2 - 2.0 * r * self.h * self.k
        density = np.exp(-squares / (2.0 * free)) / (2.0 * math.pi * np.sqrt(free))
        sums: FloatArray = np.add.reduceat(self.weight * self.share * density, self.first)
        return sums * np.cos(angles)


def orthant(h: FloatArray, k: FloatArray, r: FloatArray) -> FloatArray:
    """Return P(Z₁ > h, Z₂ > k) of standard normal scores with correlation r.

    D. B. Owen, "Tables for computing bivariate normal probabilities", *Annals of Mathematical
    Statistics* 27 (1956), 1075-1090, equation 2.1, for -h and -k.
    """
    r = np.clip(r, -_LARGEST, _LARGEST)
    a, b = -h, -k
    root = np.sqrt((1.0 - r) * (1.0 + r))
    opposite = (a * b < 0) | ((a * b == 0) & (a + b < 0))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        slope_a = np.where(a == 0, np.copysign(np.inf, b), (b / a - r) / root)
        slope_b = np.where(b == 0, np.copysign(np.inf, a), (a / b - r) / root)
    halves = (scipy.special.ndtr(a) + scipy.special.ndtr(b) - opposite) / 2.0
    found = halves - scipy.special.owens_t(a, slope_a) - scipy.special.owens_t(b, slope_b)
    both = (a == 0) & (b == 0)
    if both.any():
        found = np.where(both, 0.25 + np.arcsin(r) / (2.0 * math.pi), found)
    return np.asarray(found)


def rank_correlations(
    pairs: Sequence[Pair], latent: FloatArray, degrees_of_freedom: float | None
) -> FloatArray:
    """Return the Spearman coefficients that latent correlations come to, shape (n_pairs,)."""
    found = np.empty(len(pairs))
    for part, terms in _batches(pairs, degrees_of_freedom):
        found[part] = terms.covariances(np.asarray(latent)[part])
    return np.clip(found / _spreads(pairs), -1.0, 1.0)


@functools.lru_cache(maxsize=64)
def latent_correlations(
    pairs: tuple[Pair, ...], coefficients: tuple[float, ...], degrees_of_freedom: float | None
) -> FloatArray:
    """Return the correlations of the scores that give pairs of ranks wished correlations.

    Parameters
    ----------
    pairs : tuple of (Rank, Rank)
    coefficients : tuple of float, one for each pair
        Spearman coefficients; one that cannot be reached becomes the nearest that can.
    degrees_of_freedom : float or None
        Of the t copula; None for a normal one.

    Returns
    -------
    FloatArray, shape (n_pairs,)
        From -1 to 1, rounded to 12 decimals, so that they do not depend on the machine. For two
        continuous quantities in a normal copula they are 2 sin(πρ/6) (K. Pearson, "On further
        methods of determining correlation", 1907); for a t copula see A. Heinen and A.
        Valdesogo, "Spearman rank correlation of the bivariate Student t and scale mixtures of
        normal distributions", *Journal of Multivariate Analysis* 179 (2020), 104650.
    """
    limits = np.array([reachable(*pair) for pair in pairs])
    signs = np.array([first.sign * second.sign for first, second in pairs])
    wished = np.array(coefficients)
    found = np.where(wished - _CLOSE < limits[:, 0], -signs, signs)
    # At its limits a covariance is flat or steep, and Newton's method slow.
    within = np.flatnonzero((wished - _CLOSE >= limits[:, 0]) & (wished <= limits[:, 1] - _CLOSE))
    inner = [pairs[place] for place in within]
    targets = wished[within] * _spreads(inner)
    for part, terms in _batches(inner, degrees_of_freedom):
        found[within[part]] = np.sin(_angles(terms, targets[part], signs[within[part]]))
    return read_only(found.round(_DECIMALS))


def reachable(first: Rank, second: Rank) -> tuple[float, float]:
    """Return the least and the greatest Spearman coefficient that two quantities can have.

    They are reached where the uniforms are equal, or add up to 1 (M. Fréchet, 1951; W. Hoeffding,
    1940).
    """
    if first.is_smooth and second.is_smooth:
        return -1.0, 1.0
    if first.is_smooth or second.is_smooth:
        steps = second if first.is_smooth else first
        pairs = zip(steps.levels, steps.rises, strict=True)
        most = abs(math.fsum(rise * level * (1.0 - level) / 2.0 for level, rise in pairs))
        ends = [-most, most]
    else:
        above = 1.0 - np.array(first.levels)[:, None], 1.0 - np.array(second.levels)[None, :]
        rises = np.array(first.rises)[:, None] * np.array(second.rises)[None, :]
        equal = np.minimum(*above)
        mirrored = np.maximum(above[0] + above[1] - 1.0, 0.0)
        independent = above[0] * above[1]
        ends = [float(np.sum(rises * (both - independent))) for both in (equal, mirrored)]
    spreads = first.spread * second.spread
    return max(min(ends) / spreads, -1.0), min(max(ends) / spreads, 1.0)


def _angles(terms: _Terms, targets: FloatArray, signs: FloatArray) -> FloatArray:
    """Solve for the angles whose sines are the latent correlations, by Newton's method.

    In the angle the covariance is smooth up to the ends, where in the correlation it is not. A
    step that leaves the bracket is replaced by halving it.
    """
    low, high = (np.full(len(targets), end * math.pi / 2.0) for end in (-1.0, 1.0))
    angles = np.zeros(len(targets))
    for _ in range(_MOST_STEPS):
        errors = signs * (terms.covariances(np.sin(angles)) - targets)
        low, high = np.where(errors < 0, angles, low), np.where(errors < 0, high, angles)
        with np.errstate(divide="ignore", invalid="ignore"):
            steps = angles - errors / (signs * terms.slopes(angles))
        # A last step may land on the bracket itself.
        inside = (steps >= low) & (steps <= high) & (np.abs(steps) < math.pi / 2.0)
        moved = np.where(inside, steps, (low + high) / 2.0)
        is_done = np.max(np.abs(moved - angles)) < _PRECISION
        angles = moved
        if is_done:
            break
    return angles


def _spreads(pairs: Sequence[Pair]) -> FloatArray:
    return np.array([first.spread * second.spread for first, second in pairs])


def _batches(
    pairs: Sequence[Pair], degrees_of_freedom: float | None
) -> Iterator[tuple[slice, _Terms]]:
    """Yield the terms of so many pairs at once as the memory takes easily."""
    start, parts, held = 0, [], 0
    for place, pair in enumerate(pairs):
        parts.append(_terms_of(*pair, degrees_of_freedom))
        held += len(parts[-1][0])
        if held >= _TERMS_AT_ONCE or place == len(pairs) - 1:
            h, k, share, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
            sizes = [len(part[0]) for part in parts]
            first = np.concatenate([[0], np.cumsum(sizes[:-1], dtype=np.int64)]).astype(np.int64)
            batch = slice(start, place + 1)
            offset = np.array([one.mean * other.mean for one, other in pairs[batch]])
            yield batch, _Terms(h, k, share, weight, first, offset)
            start, parts, held = place + 1, [], 0


def _terms_of(
    first: Rank, second: Rank, degrees_of_freedom: float | None
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return h, k, share and weight of the orthants of one pair."""
    if first.is_smooth and second.is_smooth:
        shares, weights = _even_shares(degrees_of_freedom)
        zeros = np.zeros(len(shares))
        return zeros, zeros, shares, first.sign * second.sign * weights
    scale, chance = _scales(degrees_of_freedom)
    if not (first.is_smooth or second.is_smooth):
        h = _thresholds(first.levels, degrees_of_freedom)[:, None, None] * scale
        k = _thresholds(second.levels, degrees_of_freedom)[None, :, None] * scale
        rises = np.array(first.rises)[:, None, None] * np.array(second.rises)[None, :, None]
        return _flat(h, k, np.ones(1), rises * chance)
    steps, even = (second, first) if first.is_smooth else (first, second)
    h = _thresholds(steps.levels, degrees_of_freedom)[:, None, None] * scale[:, None]
    share = scale / np.hypot(scale[:, None], scale)
    weight = even.sign * np.array(steps.rises)[:, None, None] * chance[:, None] * chance
    return _flat(h, np.zeros(1), share, weight)


def _flat(*arrays: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    h, k, share, weight = (array.ravel() for array in np.broadcast_arrays(*arrays))
    return h, k, share, weight


def _thresholds(levels: tuple[float, ...], degrees_of_freedom: float | None) -> FloatArray:
    if degrees_of_freedom is None:
        return np.asarray(scipy.special.ndtri(levels))
    return np.asarray(scipy.special.stdtrit(degrees_of_freedom, levels))


@functools.cache
def _scales(degrees_of_freedom: float | None) -> tuple[FloatArray, FloatArray]:
    """Return values and weights that stand for s = √(W/ν), W chi-squared with ν degrees.

    The trapezoidal rule in the logarithm of s, whose density is smooth and falls off at both ends.
    """
    if degrees_of_freedom is None:
        return np.ones(1), np.ones(1)
    nu, least = degrees_of_freedom, math.log(_LEAST_DENSITY)

    def surplus(x: float) -> float:
        return nu * x - nu * math.expm1(2.0 * x) / 2.0 - least

    start = scipy.optimize.brentq(surplus, least / nu - 1.0, 0.0)
    end = scipy.optimize.brentq(surplus, 0.0, math.sqrt(-least / nu) + 1.0)
    width = 1.0 / math.sqrt(2.0 * nu)
    logs = np.linspace(start, end, math.ceil(_NODES_A_WIDTH * (end - start) / width) + 1)
    weights = np.exp(nu * logs - nu * np.expm1(2.0 * logs) / 2.0)
    return np.exp(logs), weights / weights.sum()


@functools.cache
def _even_shares(degrees_of_freedom: float | None) -> tuple[FloatArray, FloatArray]:
    """Return shares and weights of the orthants of two ranks that rise evenly.

    The scores of a pair have one divisor s, and each is compared with one that has its own. What
    counts is the angle of the share, so that is what near ones are averaged in.
    """
    scale, chance = _scales(degrees_of_freedom)
    one, other = scale / np.hypot(scale[:, None], scale), chance[:, None] * chance
    shares = one[:, :, None] * one[:, None, :]
    weights = other[:, :, None] * chance
    angles, weights = np.arcsin(np.minimum(shares, 1.0)).ravel(), weights.ravel()
    bins = np.minimum((angles * (_BINS / (math.pi / 2.0))).astype(np.int64), _BINS - 1)
    heights: FloatArray = np.bincount(bins, weights=weights).astype(np.float64)
    used = heights > 0
    means = np.bincount(bins, weights=weights * angles)[used] / heights[used]
    return np.sin(means), heights[used]
