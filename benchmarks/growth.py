"""How time grows with iterations and with links: four points of each, and a line through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.contest import Contestant, Score, contest
from benchmarks.jobs import network, register
from benchmarks.matches import Sizes, saved
from benchmarks.wording import count

__all__ = ["Growth", "Line", "fitted", "growths"]

_ACTIVITIES = 2_000
_LINKS = (4_000, 8_000, 16_000, 32_000)


@dataclass(frozen=True)
class Line:
    """A straight line by least squares, and the share of the variance that it explains."""

    start: float
    slope: float
    r_squared: float


@dataclass(frozen=True)
class Growth:
    """Times at several sizes, and the line through them.

    Parameters
    ----------
    title : str
    unit : str
        What is counted.
    sizes : sequence of int
    scores : list of Score
        One for each size.
    """

    title: str
    unit: str
    sizes: Sequence[int]
    scores: list[Score]

    @property
    def line(self) -> Line | None:
        """The line through the times, unless one is missing."""
        seconds = [score.seconds for score in self.scores]
        return None if any(np.isnan(seconds)) else fitted(self.sizes, seconds)


def fitted(sizes: Sequence[float], seconds: Sequence[float]) -> Line:
    """Return the line through measured times, by least squares."""
    x, y = np.array(sizes, dtype=np.float64), np.array(seconds)
    slope, start = np.polyfit(x, y, 1)
    left = y - (start + slope * x)
    return Line(float(start), float(slope), 1.0 - float(left @ left) / float(y.var() * len(y)))


def growths(sizes: Sizes, repeats: int) -> list[Growth]:
    """Measure how the time of riskplan grows; one thread, so that nothing else plays a part."""
    money, work = saved("a", register()), saved("c", network(1_000, 2_000))
    names = [saved(f"growth-{links}", network(_ACTIVITIES, links)) for links in _LINKS]
    a = [sizes.iterations(n) for n in (50_000, 100_000, 200_000, 400_000)]
    c = [sizes.iterations(n) for n in (5_000, 10_000, 20_000, 40_000)]
    n = sizes.iterations(5_000)
    return [
        _grown("A, iterations", "iteration", a, [(money, n) for n in a], repeats),
        _grown("C, iterations", "iteration", c, [(work, n) for n in c], repeats),
        _grown(
            f"C with {count(_ACTIVITIES)} activities and {count(n)} iterations, links",
            "link",
            _LINKS,
            [(name, n) for name in names],
            repeats,
        ),
    ]


def _grown(
    title: str, unit: str, sizes: Sequence[int], jobs: list[tuple[str, int]], repeats: int
) -> Growth:
    options = ("keep=totals", "workers=1")
    contestants = [Contestant(f"riskplan {job}", "ours", job, n, options) for job, n in jobs]
    return Growth(title, unit, sizes, contest(contestants, repeats))
