"""Bypass: when a plan would end if one task took another time, by the ways through and around it.

The longest way through the network either leads through the task, or around it. Those around it
end before it, in the order of the tasks, or begin behind it, or pass it by on a link.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from riskplan._typing import FloatArray
from riskplan.engine.network import forward
from riskplan.engine.program import Network

__all__ = ["ends_if"]

_ROUNDING = 1e-9


def ends_if(
    network: Network, days: FloatArray, other: Mapping[int, FloatArray]
) -> dict[int, FloatArray]:
    """Return when the plan ends if each of some tasks by itself takes another time.

    Parameters
    ----------
    network : Network
        Of tasks on one day calendar.
    days : FloatArray, shape (n_tasks, count) [working days]
        How long each task takes.
    other : mapping of int to FloatArray, shape (count,) [working days]
        Tasks, each with how long it takes instead.

    Returns
    -------
    dict of int to FloatArray, shape (count,) [working days]
        Where nothing changes, the end to the last bit; elsewhere it may be rounded otherwise.
    """
    finish = days.copy()
    starts = forward(network, finish)
    behind = _behind(network, days)
    end = finish.max(axis=0)
    around = _around(network, days, finish, behind, other)
    found = {}
    for task, length in other.items():
        ends = np.maximum(around[task], starts[task] + length + behind[task])
        found[task] = np.where(np.abs(ends - end) > _ROUNDING * (1.0 + end), ends, end)
    return found


def _behind(network: Network, days: FloatArray) -> FloatArray:
    """Return how long it takes from the end of each task to that of the plan, if none waits."""
    behind = np.zeros(days.shape)
    for task in reversed(network.order.tolist()):
        for before, lag in network.links[task]:
            np.maximum(behind[before], days[task] + behind[task] + lag, out=behind[before])
    return behind


def _around(
    network: Network,
    days: FloatArray,
    finish: FloatArray,
    behind: FloatArray,
    tasks: Mapping[int, object],
) -> dict[int, FloatArray]:
    """Return how long the longest way is that does not lead through each of some tasks."""
    order = network.order.tolist()
    place = {task: row for row, task in enumerate(order)}
    links = [
        (place[before], place[task], before, lag, task)
        for task in order
        for before, lag in network.links[task]
    ]
    around: dict[int, FloatArray] = {}
    longest = np.zeros(days.shape[1])
    for task in order:
        if task in tasks:
            around[task] = longest.copy()
        np.maximum(longest, finish[task], out=longest)
    longest.fill(0.0)
    for task in reversed(order):
        if task in tasks:
            np.maximum(around[task], longest, out=around[task])
        np.maximum(longest, days[task] + behind[task], out=longest)
    for task, way in around.items():
        for first, last, before, lag, behind_it in links:
            if first < place[task] < last:
                passing = finish[before] + lag + days[behind_it] + behind[behind_it]
                np.maximum(way, passing, out=way)
    return around
