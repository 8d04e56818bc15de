"""The network: dates of tasks from their durations and links, and which tasks drive the end.

The forward pass is the critical path method (Kelley and Walker 1959), done for all iterations of a
block at once: one operation on rows for each link.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.engine.program import Network

__all__ = [
    "Criticality",
    "backward",
    "criticality",
    "forward",
    "last_finish",
    "rows_of_starts",
    "span",
]


def forward(network: Network, days: FloatArray) -> list[FloatArray]:
    """Return the early starts of the tasks, and turn their durations into finishes.

    Parameters
    ----------
    network : Network
    days : FloatArray, shape (n_tasks, count) [working days]
        Overwritten by the early finishes, which spares an array of the same size.

    Returns
    -------
    list of FloatArray, n_tasks of shape (count,) [working days]
        A task that only waits for the end of another shares that row.
    """
    count = days.shape[1]
    outset = np.zeros(count)
    finishes = list(days)
    starts = [outset] * len(finishes)
    links = network.links
    for task in network.order.tolist():
        incoming = links[task]
        if not incoming:
            continue
        if _follows(incoming):
            starts[task] = finishes[incoming[0][0]]
        else:
            starts[task] = _latest(incoming, finishes)
        finishes[task] += starts[task]
    return starts


def rows_of_starts(network: Network) -> int:
    """Return how many rows the early starts take besides the finishes and the outset."""
    return sum(bool(incoming) and not _follows(incoming) for incoming in network.links)


def _latest(incoming: list[tuple[int, float]], finishes: list[FloatArray]) -> FloatArray:
    """Return when the last of some links lets its task begin, and not before the outset."""
    ends = [_end(finishes[predecessor], lag) for predecessor, lag in incoming]
    latest: FloatArray = np.maximum(ends[0], 0.0 if len(ends) == 1 else ends[1])
    for end in ends[2:]:
        np.maximum(latest, end, out=latest)
    if min(lag for _, lag in incoming) < 0.0:
        np.maximum(latest, 0.0, out=latest)
    return latest


def _end(finish: FloatArray, lag: float) -> FloatArray:
    return finish + lag if lag else finish


class Criticality:
    """In how many iterations each task is critical.

    Parameters
    ----------
    tasks : int
        How many tasks there are.
    cell : int
        The iterations in a cell of the sampling plan.

    Attributes
    ----------
    iterations : int
        How many have been looked at.
    counts : IntArray, shape (n_tasks,)
    squares : IntArray, shape (n_tasks,)
        The sum over cells of the squared count in the cell.
    """

    def __init__(self, tasks: int, cell: int) -> None:
        self.cell = cell
        self.iterations = 0
        self.counts: IntArray = np.zeros(tasks, dtype=np.int64)
        self.squares: IntArray = np.zeros(tasks, dtype=np.int64)

    def add(self, task: int, critical: BoolArray) -> int:
        """Count the iterations of a block, shape (count,), and return how many there are."""
        hits = int(np.count_nonzero(critical))
        self.counts[task] += hits
        if self.cell == 1:
            self.squares[task] += hits
        elif hits:
            in_cells = np.add.reduce(critical.reshape(-1, self.cell), axis=1, dtype=np.int64)
            self.squares[task] += int(np.add.reduce(in_cells * in_cells))
        return hits

    def join(self, other: Criticality) -> None:
        """Add the counts of another block."""
        self.iterations += other.iterations
        self.counts += other.counts
        self.squares += other.squares


def criticality(
    network: Network,
    starts: list[FloatArray],
    finish: FloatArray,
    end: FloatArray,
    cell: int,
    where: dict[int, BoolArray] | None = None,
) -> Criticality:
    """Return in how many iterations each task is critical.

    A task is critical if it ends with the plan, or if it alone holds up a critical task. Early
    dates are maxima of the very numbers that they are compared with here, so no tolerance is
    needed, and the answer is that of a total float of exactly zero. What is never critical in a
    block holds up nothing, so that most links need not be looked at.

    Where a dict is given, it receives the row of each task that is ever critical.
    """
    result = Criticality(len(finish), cell)
    result.iterations = len(end)
    finishes = list(finish)
    rows: list[BoolArray | None] = [None] * len(finishes)
    for task in network.last_tasks:
        rows[task] = finishes[task] == end
    links = network.links
    for task in reversed(network.order.tolist()):
        row = rows[task]
        if row is None or not result.add(task, row):
            continue
        if where is not None:
            where[task] = row
        incoming = links[task]
        for predecessor, lag in incoming:
            if _follows(incoming):
                holds = row
            else:
                holds = _end(finishes[predecessor], lag) == starts[task]
                holds &= row
            before = rows[predecessor]
            rows[predecessor] = holds if before is None else before | holds
        rows[task] = None
    return result


def backward(network: Network, days: FloatArray, end: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the late start and finish of each task, both of shape (n_tasks, count) [days]."""
    finish: FloatArray = np.repeat(end[None, :], len(days), axis=0)
    links = network.links
    for task in reversed(network.order.tolist()):
        for predecessor, lag in links[task]:
            latest = finish[task] - days[task] - lag
            np.minimum(finish[predecessor], latest, out=finish[predecessor])
    start: FloatArray = finish - days
    return start, finish


def last_finish(tasks: Sequence[int], finish: FloatArray) -> FloatArray:
    """Return when the last of some tasks ends, shape (count,) [working days]."""
    if not tasks:
        return np.zeros(finish.shape[1])
    last: FloatArray = finish[tasks[0]].copy()
    for task in tasks[1:]:
        np.maximum(last, finish[task], out=last)
    return last


def span(tasks: Sequence[int], starts: list[FloatArray], finish: FloatArray) -> FloatArray:
    """Return the working days from the first start to the last finish of some tasks."""
    first = starts[tasks[0]].copy()
    for task in tasks[1:]:
        np.minimum(first, starts[task], out=first)
    last = last_finish(tasks, finish)
    last -= first
    return last


def _follows(incoming: list[tuple[int, float]]) -> bool:
    """Return whether a task only waits for the end of one other, and so begins where it ends."""
    return len(incoming) == 1 and incoming[0][1] == 0.0
