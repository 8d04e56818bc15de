"""The network: dates of tasks from their durations and links, and which tasks drive the end.

The forward pass is the critical path method (Kelley and Walker 1959), done for all iterations of a
block at once: one operation on rows for each link.
"""

from __future__ import annotations

import numpy as np

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.program import Network

__all__ = ["backward", "critical", "forward", "span"]


def forward(network: Network, days: FloatArray) -> tuple[list[FloatArray], FloatArray]:
    """Return the early starts and finishes of the tasks [working days].

    Parameters
    ----------
    network : Network
    days : FloatArray, shape (n_tasks, count) [working days]
        Overwritten by the finishes, which spares an array of the same size.

    Returns
    -------
    starts : list of FloatArray, n_tasks of shape (count,)
        A task that only waits for the end of another shares that row.
    finishes : FloatArray, shape (n_tasks, count)
    """
    count = days.shape[1]
    shifted, outset = np.empty(count), np.zeros(count)
    finishes = list(days)
    starts = [outset] * len(finishes)
    links = network.links
    for task in network.order.tolist():
        if _follows(links[task]):
            starts[task] = finishes[links[task][0][0]]
        elif links[task]:
            starts[task] = earliest = np.zeros(count)
            for predecessor, lag in links[task]:
                end = finishes[predecessor]
                if lag:
                    end = np.add(end, lag, out=shifted)
                np.maximum(earliest, end, out=earliest)
        finishes[task] += starts[task]
    return starts, days


def critical(network: Network, starts: list[FloatArray], finish: FloatArray) -> BoolArray:
    """Return when each task is critical, shape (n_tasks, count).

    A task is critical if it ends with the plan, or if it alone holds up a critical task. Early
    dates are maxima of the very numbers that they are compared with here, so no tolerance is
    needed, and the answer is that of a total float of exactly zero.
    """
    drives: BoolArray = finish == finish.max(axis=0, initial=0.0)
    rows, finishes = list(drives), list(finish)
    holds = np.empty(finish.shape[1], dtype=np.bool_)
    links = network.links
    for task in reversed(network.order.tolist()):
        if _follows(links[task]):
            predecessor = links[task][0][0]
            np.logical_or(rows[predecessor], rows[task], out=rows[predecessor])
            continue
        for predecessor, lag in links[task]:
            end = finishes[predecessor]
            np.equal(end + lag if lag else end, starts[task], out=holds)
            np.logical_and(holds, rows[task], out=holds)
            np.logical_or(rows[predecessor], holds, out=rows[predecessor])
    return drives


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


def span(tasks: tuple[int, ...], starts: list[FloatArray], finish: FloatArray) -> FloatArray:
    """Return the working days from the first start to the last finish of some tasks."""
    first = starts[tasks[0]].copy()
    last: FloatArray = finish[tasks[0]].copy()
    for task in tasks[1:]:
        np.minimum(first, starts[task], out=first)
        np.maximum(last, finish[task], out=last)
    last -= first
    return last


def _follows(links: list[tuple[int, float]]) -> bool:
    """Return whether a task only waits for the end of one other, and so begins where it ends."""
    return len(links) == 1 and links[0][1] == 0.0
