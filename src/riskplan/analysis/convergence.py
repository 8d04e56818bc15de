"""How sure a percentile is: its course over the iterations, and how many a wished error takes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from riskplan._format import card
from riskplan.analysis.drivers import refuse_no_run
from riskplan.errors import RequestError, counted
from riskplan.results import (
    Estimate,
    Precision,
    Samples,
    SimulationResult,
    Stopping,
    fewest_iterations,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Convergence", "Course", "precision"]

_POINTS = 40


@frozen(repr=False)
class Course:
    """The percentile of one total after more and more of the iterations.

    Parameters
    ----------
    quantity, unit : str
        What it is, and what it is measured in.
    at : float [percent]
        The P-level.
    iterations : tuple of int
        Ascending to all there are, by equal ratios: whole numbers of cells.
    values : tuple of Estimate [unit]
        The percentile of so many first iterations, with its interval.
    """

    quantity: str
    unit: str
    at: float
    iterations: tuple[int, ...]
    values: tuple[Estimate, ...]

    def __iter__(self) -> Iterator[tuple[int, Estimate]]:
        return zip(self.iterations, self.values, strict=True)

    def __len__(self) -> int:
        return len(self.iterations)

    @property
    def last(self) -> Estimate:
        """The percentile of all iterations [unit]."""
        return self.values[-1]

    @property
    def known(self) -> str:
        """The percentile of all iterations, in words."""
        text = f"P{self.at:g} of the {self.quantity} {self.last} {self.unit}".rstrip()
        return f"{text} after {self.iterations[-1]:,} iterations"

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by the number of iterations: percentile and interval [unit]."""
        import pandas as pd

        columns = {
            "value": [level.value for level in self.values],
            "low": [level.low for level in self.values],
            "high": [level.high for level in self.values],
        }
        return pd.DataFrame(columns, index=pd.Index(self.iterations, name="iterations"))

    def __repr__(self) -> str:
        return f"Course({self.known})"

    def _repr_html_(self) -> str:
        shown = list(self)[:: -max(len(self) // 8, 1)][::-1]
        rows = [(f"{count:,} iterations", f"{level} {self.unit}".strip()) for count, level in shown]
        return card(f"P{self.at:g} of the {self.quantity}", rows)


@frozen(repr=False)
class Convergence:
    """How sure a percentile of a run is.

    Parameters
    ----------
    at : float [percent]
        The P-level.
    iterations : int
        How many the run has.
    cell : int
        How many of them are in a cell of the sampling plan.
    cost : Course, optional [currency]
        None where nothing in the plan costs money.
    duration : Course, optional [working days]
        None where the plan has no schedule.
    """

    at: float
    iterations: int
    cell: int
    cost: Course | None
    duration: Course | None

    def __iter__(self) -> Iterator[Course]:
        return (course for course in (self.cost, self.duration) if course is not None)

    def needed(
        self,
        *,
        relative: float | None = None,
        cost: float | None = None,
        days: float | None = None,
    ) -> int:
        """Return about how many iterations it takes in all to have a wished error.

        An error is half the width of the 95 % interval, as in `Precision`. The answer follows
        from the error of this run, which falls with the square root of the number of iterations;
        it is rounded up to two digits, and to whole cells.

        Parameters
        ----------
        relative : float, optional [fraction of the percentile]
            Of the cost and of the duration, of whatever the plan has.
        cost : float, optional [currency]
            Of the cost alone.
        days : float, optional [working days]
            Of the duration alone.

        Raises
        ------
        RequestError
            If no error is wished for, or one that cannot be; or if the iterations of the run are
            too few to tell.
        """
        wish = Precision(self.at, relative=relative, cost=cost, days=days)
        money, time = (
            None if course is None else course.last for course in (self.cost, self.duration)
        )
        needed = Stopping(wish, self.iterations, money, time, self.cell).needed
        fewest = fewest_iterations(self.at, self.cell)
        if needed is None:
            raise RequestError(
                f"{counted(self.iterations, 'iteration')} cannot tell how many it takes; "
                f"simulate {max(fewest, 2 * self.iterations):,} first"
            )
        return math.ceil(max(needed, fewest) / self.cell) * self.cell

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by quantity and number of iterations: percentile and interval."""
        import pandas as pd

        return pd.concat(
            {course.quantity: course.to_frame() for course in self}, names=["quantity"]
        )

    def __repr__(self) -> str:
        return f"Convergence({' and '.join(course.known for course in self)})"

    def _repr_html_(self) -> str:
        return "".join(course._repr_html_() for course in self)


def precision(run: SimulationResult, *, at: float = 80) -> Convergence:
    """Return how sure a percentile of the totals is, and how that came about.

    Parameters
    ----------
    run : SimulationResult
    at : float [percent]
        The P-level.

    Returns
    -------
    Convergence
        With the course of the percentile of the cost, of the duration, or of both; `needed` tells
        how many iterations a smaller error would take.

    Raises
    ------
    RequestError
        If it is no run, the level cannot be, or the run has neither cost nor duration.

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("dam", "Dam", rp.Uniform(0, 100))])
    >>> answer = precision(rp.simulate(plan, iterations=10_000, seed=1))
    >>> 0.5 < answer.cost.last.error < 1.0, answer.needed(cost=0.1) > 300_000
    (True, True)
    """
    refuse_no_run(run)
    totals = {
        "cost": run.cost if run.has_cost else None,
        "duration": run.duration if run.has_schedule else None,
    }
    courses = {
        name: None if total is None else _course(name, total, at) for name, total in totals.items()
    }
    cells = [total.cell for total in totals.values() if total is not None]
    if not cells:
        raise RequestError("the run has neither cost nor duration, and so no percentile")
    return Convergence(float(at), run.iterations, cells[0], **courses)


def _course(quantity: str, total: Samples, at: float) -> Course:
    first, count, cell = fewest_iterations(at, total.cell), len(total), total.cell
    spaced = np.geomspace(min(first, count), count, _POINTS)
    counts = np.unique(np.round(spaced / cell).astype(np.int64)) * cell
    levels = {
        n: Samples(total.values[:n], total.base, total.unit, cell).quiet_percentile(at)
        for n in counts.tolist()
    }
    # Few cells may disagree too much to hold an interval, and an open one has no place on a curve.
    known = {n: level for n, level in levels.items() if math.isfinite(level.error) or n == count}
    return Course(quantity, total.unit, float(at), tuple(known), tuple(known.values()))
