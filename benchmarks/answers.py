"""What a contestant answers, and how many standard errors two answers are apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from benchmarks.jobs import Floats

__all__ = ["Answer", "Distance", "distances", "rank_correlation", "statistics_of"]

LEVELS = (10, 50, 80, 90, 95)
_NEARBY = 0.01
_FEWEST = 200
# A chance of 1 in 16 000 for each figure, and of 1 in 1 700 000 for each of a thousand activities.
_LIMIT = 4.0
_LIMIT_OF_SHARES = 5.0


@dataclass(frozen=True, eq=False)
class Answer:
    """What came out of a run.

    Parameters
    ----------
    iterations : int
    statistics : mapping of str to float
        Mean, standard deviation and P-levels, as far as the contestant tells them.
    spread : mapping of str to float
        The standard error of each statistic, times the root of the iterations.
    critical : list of float
        The share of iterations in which each activity is critical; empty where nobody asked.
    """

    iterations: int
    statistics: Mapping[str, float]
    spread: Mapping[str, float] = field(default_factory=dict)
    critical: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Distance:
    """How far apart two answers are, in standard errors, and where they are farthest apart."""

    errors: float
    where: str
    limit: float

    @property
    def void(self) -> bool:
        """Whether chance does not explain it."""
        return not self.errors <= self.limit


def statistics_of(values: Floats) -> tuple[dict[str, float], dict[str, float]]:
    """Return mean, standard deviation and P-levels of a sample, and the spread of each."""
    if len(values) < _FEWEST:
        return {"mean": float(values.mean())}, {}
    mean, sd = float(values.mean()), float(values.std())
    statistics, spread = {"mean": mean, "sd": sd}, {"mean": sd}
    fourth = float(np.mean((values - mean) ** 4))
    spread["sd"] = float(np.sqrt(fourth - sd**4)) / (2 * sd)
    shares = np.array(LEVELS) / 100
    below, here, above = (np.quantile(values, shares + step) for step in (-_NEARBY, 0, _NEARBY))
    density = 2 * _NEARBY / (above - below)
    for level, value, width in zip(
        LEVELS, here.tolist(), np.sqrt(shares * (1 - shares)) / density, strict=True
    ):
        statistics[f"P{level}"], spread[f"P{level}"] = value, float(width)
    return statistics, spread


def distances(one: Answer, other: Answer) -> list[Distance]:
    """Return how far apart two answers are: in the total, and in criticality where both tell it."""
    scale = np.sqrt(1 / one.iterations + 1 / other.iterations)
    apart = {
        name: abs(one.statistics[name] - other.statistics[name]) / (width * scale)
        for name, width in one.spread.items()
        if name in other.statistics
    }
    if not apart:
        return []
    farthest = max(apart, key=lambda name: apart[name])
    found = [Distance(float(apart[farthest]), farthest, _LIMIT)]
    if one.critical and other.critical:
        found.append(Distance(_shares_apart(one, other), "criticality", _LIMIT_OF_SHARES))
    return found


def _shares_apart(one: Answer, other: Answer) -> float:
    """Return the largest distance of two shares.

    On the scale of arcsines, where a share of 0 or 1 has an error too (Anscombe 1948, eq. 3).
    """
    angles = [
        np.arcsin(np.sqrt((np.array(a.critical) * a.iterations + 3 / 8) / (a.iterations + 3 / 4)))
        for a in (one, other)
    ]
    scale = np.sqrt(sum(1 / (4 * a.iterations + 2) for a in (one, other)))
    return float(np.abs(angles[0] - angles[1]).max() / scale)


def rank_correlation(lines: Floats, wanted: float) -> str:
    """Say what Spearman coefficients a sample of shape (n_lines, n) has."""
    ranks = lines.argsort(axis=1).argsort(axis=1)
    pairs = np.atleast_2d(np.corrcoef(ranks))[np.triu_indices(len(lines), 1)]
    return (
        f"Spearman {pairs.mean():.4f} on average, {pairs.min():.3f} to {pairs.max():.3f} among"
        f" {len(pairs)} pairs; {wanted:g} was asked for"
    )
