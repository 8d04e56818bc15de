"""The network: dates of tasks from their durations and links, and which tasks drive the end.

The forward pass is the critical path method (Kelley and Walker 1959), done for all iterations of a
block at once: one operation on rows for each link.
"""

from __future__ import annotations

import numpy as np

from riskplan._typing import BoolArray, FloatArray
from riskplan.engine.program import Network

__all__ = ["backward", "critical", "forward", "span"]


def forward(network: Network, days: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the early start and finish of each task, both of shape (n_tasks, count) [days]."""
    start = np.zeros_like(days)
    finish = np.empty_like(days)
    shifted = np.empty(days.shape[1])
    starts, finishes, durations = list(start), list(finish), list(days)
    links = _links(network)
    for task in network.order.tolist():
        earliest = starts[task]
        for predecessor, lag in links[task]:
            end = finishes[predecessor]
            if lag:
                end = np.add(end, lag, out=shifted)
            np.maximum(earliest, end, out=earliest)
        np.add(earliest, durations[task], out=finishes[task])
    return start, finish


def critical(network: Network, start: FloatArray, finish: FloatArray) -> BoolArray:
    """Return when each task is critical, shape (n_tasks, count).

    A task is critical if it ends with the plan, or if it alone holds up a critical task. Early
    dates are maxima of the very numbers that they are compared with here, so no tolerance is
    needed, and the answer is that of a total float of exactly zero.
    """
    end = finish.max(axis=0, initial=0.0)
    drives = finish == end
    rows, starts, finishes = list(drives), list(start), list(finish)
    links = _links(network)
    holds = np.empty(end.shape, dtype=np.bool_)
    for task in reversed(network.order.tolist()):
        for predecessor, lag in links[task]:
            end_of_predecessor = finishes[predecessor] + lag if lag else finishes[predecessor]
            np.equal(end_of_predecessor, starts[task], out=holds)
            np.logical_and(holds, rows[task], out=holds)
            np.logical_or(rows[predecessor], holds, out=rows[predecessor])
    return drives


def backward(network: Network, days: FloatArray, end: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the late start and finish of each task, both of shape (n_tasks, count) [days]."""
    finish = np.repeat(end[None, :], len(days), axis=0)
    links = _links(network)
    for task in reversed(network.order.tolist()):
        for predecessor, lag in links[task]:
            latest = finish[task] - days[task] - lag
            np.minimum(finish[predecessor], latest, out=finish[predecessor])
    return finish - days, finish


def span(tasks: tuple[int, ...], start: FloatArray, finish: FloatArray) -> FloatArray:
    """Return the working days from the first start to the last finish of some tasks."""
    rows = list(tasks)
    return finish[rows].max(axis=0) - start[rows].min(axis=0)


def _links(network: Network) -> list[list[tuple[int, float]]]:
    """Return the incoming links of each task as (predecessor, lag) pairs."""
    pairs = list(zip(network.predecessors.tolist(), network.lags.tolist(), strict=True))
    first = network.first_link.tolist()
    return [pairs[first[task] : first[task + 1]] for task in range(len(first) - 1)]
