"""Merge bias: how much later work begins because it waits for the latest of several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from riskplan import simulation
from riskplan._format import card
from riskplan.analysis.drivers import refuse_foreign
from riskplan.errors import counted
from riskplan.model import Plan, ScheduleItem
from riskplan.results import Estimate, SimulationResult, mean_estimate

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MergeBias", "MergePoint", "merge_bias"]

_MOST_NUMBERS = 12_000_000
_CARD_ROWS = 12
_FEWEST_LINKS = 2


@frozen
class MergePoint:
    """An activity or milestone that waits for several others.

    Parameters
    ----------
    id, name : str
    links : int
        How many links lead to it.
    latest : str, optional
        The predecessor whose link lets it begin latest on average; None where a date does.
    bias : Estimate [working days]
        How much later it begins on average than the latest of its links does on average.
    """

    id: str
    name: str
    links: int
    latest: str | None
    bias: Estimate


@frozen(repr=False)
class MergeBias:
    """The merge points of a schedule, in the order of the plan.

    Parameters
    ----------
    rows : tuple of MergePoint
    iterations : int
        How many iterations they come from.
    """

    rows: tuple[MergePoint, ...]
    iterations: int

    def __iter__(self) -> Iterator[MergePoint]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def by_days(self) -> tuple[MergePoint, ...]:
        """Return the rows, the largest bias first."""
        return tuple(sorted(self.rows, key=lambda row: -row.bias))

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by id, with the bias in working days and its error."""
        import pandas as pd

        columns = {
            "name": [row.name for row in self],
            "links": [row.links for row in self],
            "latest": [row.latest for row in self],
            "bias": [row.bias.value for row in self],
            "bias_error": [row.bias.error for row in self],
        }
        return pd.DataFrame(columns, index=pd.Index([row.id for row in self], name="id"))

    def __repr__(self) -> str:
        top = ", ".join(f"{row.id} {row.bias}" for row in self.by_days()[:3])
        return f"MergeBias({counted(len(self), 'merge point')}; {top})".replace("; )", ")")

    def _repr_html_(self) -> str:
        rows = [(row.name, f"{row.bias} days") for row in self.by_days()]
        return card(f"Merge bias at {counted(len(self), 'merge point')}", rows[:_CARD_ROWS])


def merge_bias(plan: Plan, run: SimulationResult) -> MergeBias:
    """Return how much later work begins, at each merge point, than averages would say.

    What waits for several others waits for the latest of them, in each iteration for another one:
    the mean of the largest is more than the largest mean, E[max] - max E, by Jensen's inequality.
    A schedule that is computed from mean durations misses just that (merge event bias: K. R.
    MacCrimmon and C. A. Ryavec, "An analytical study of the PERT assumptions", *Operations
    Research* 12 (1964), 16-37). The earliest date that an activity may begin at counts like a
    link. The error is that of the paired difference, in the iterations of the run, or in the first
    of them, as many as make 12 million durations.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result.

    Raises
    ------
    RequestError
        If the run is not one of this plan, or the plan has no activities.

    Examples
    --------
    >>> import riskplan as rp
    >>> two = [rp.Activity(name, name.title(), rp.Uniform(0, 3)) for name in ("sea", "road")]
    >>> plan = rp.Plan("P", activities=[*two, rp.Milestone("here", "Here", after=["sea", "road"])])
    >>> point = merge_bias(plan, rp.simulate(plan, iterations=10_000, seed=1)).rows[0]
    >>> point.id, point.links, round(point.bias, 1)  # 2 - 1.5
    ('here', 2, 0.5)
    """
    refuse_foreign(plan, run)
    seen = simulation.retrace(plan, run).first(_MOST_NUMBERS)
    rows = tuple(
        _merge_point(item, seen, row, run.provenance.cell)
        for row, item in enumerate(plan.activities)
        if len(item.after) >= _FEWEST_LINKS and len(seen.held_by(row)) >= _FEWEST_LINKS
    )
    return MergeBias(rows, len(seen.end))


def _merge_point(item: ScheduleItem, seen: simulation.Trace, row: int, cell: int) -> MergePoint:
    asked = seen.asked(row)
    means = [float(np.mean(bound)) for bound in asked]
    latest = int(np.argmax(means))
    bias = mean_estimate(np.maximum.reduce(asked) - asked[latest], cell)
    is_link = latest < len(item.after)
    return MergePoint(
        item.id,
        item.name,
        len(item.after),
        item.after[latest].predecessor if is_link else None,
        Estimate(bias, max(bias.low, 0.0), bias.high),
    )
