"""Shapley's value of a percentile: what each player adds to it, over all orders of joining.

The game is that of the percentile itself. A coalition is worth the percentile of the plan in which
all other players are neutral, on the same random numbers, less the base.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from riskplan._typing import FloatArray, IntArray
from riskplan.analysis.joint_errors import Allocation, percentile_influence
from riskplan.simulation import Player, Rerun, RerunBlock

__all__ = ["shapley_allocation", "worths"]


def shapley_allocation(
    again: Rerun, players: Sequence[Player], share: float, cell: int, *, days: bool
) -> Allocation:
    """Return what each player adds to a percentile, by exact enumeration of all coalitions.

    φ_p = Σ over S without p of |S|! (k - |S| - 1)! / k! · (v(S with p) - v(S)): L. S. Shapley, "A
    value for n-person games", in *Contributions to the Theory of Games II* (1953), equation 12.

    Parameters
    ----------
    again : Rerun
    players : sequence of Player, k of them
        2**k coalitions are worked out.
    share : float
        The level, between 0 and 1.
    cell : int
        The iterations in a cell: those of different cells are independent.
    days : bool
        Whether days are shared out; else money is.
    """
    count = len(players)
    values = worths(again, players, days=days)
    shares = np.zeros(count)
    influence = np.zeros((count, values.shape[1]))
    for coalition, sample in enumerate(values):
        level, moves = percentile_influence(sample, share)
        size = coalition.bit_count()
        for player in range(count):
            is_in = coalition >> player & 1
            weight = _weight(size - 1, count) if is_in else -_weight(size, count)
            shares[player] += weight * level
            influence[player] += weight * moves
    return Allocation.of_influence(shares, influence, cell)


def worths(again: Rerun, players: Sequence[Player], *, days: bool) -> FloatArray:
    """Return the total under each coalition, shape (2**k, n): in row s are those of the bits of s.

    A player that can make no difference in an iteration is left out of the coalition there, so
    that only what differs is worked out.
    """
    values = np.empty((1 << len(players), again.run.iterations))
    for block in again.blocks():
        values[:, block.start : block.start + block.count] = _worths(block, players, days=days)
    return values


def _worths(block: RerunBlock, players: Sequence[Player], *, days: bool) -> FloatArray:
    count = len(players)
    matter = np.zeros(block.count, dtype=np.int64)
    for row, player in enumerate(players):
        matter[block.touched(player)] |= 1 << row
    known = block.known.days if days else block.known.cost
    columns = np.arange(block.count)
    found = np.empty((1 << count, block.count))
    found[matter, columns] = known
    for coalitions, places in _batches(matter, 1 << count, block.count):
        absent = [(player, (coalitions >> row & 1) == 0) for row, player in enumerate(players)]
        totals = block.again(places, absent)
        found[coalitions, places] = totals.days if days else totals.cost
    every = np.arange(1 << count)[:, None]
    values: FloatArray = found[every & matter, columns]
    return values


def _batches(matter: IntArray, coalitions: int, most: int) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield coalitions and the columns to work them out in, up to so many at a time."""
    waiting: list[tuple[IntArray, IntArray]] = []
    size = 0
    for coalition in range(coalitions):
        is_new = ((matter & coalition) == coalition) & (matter != coalition)
        places = is_new.nonzero()[0]
        if size + len(places) > most and waiting:
            yield _joined(waiting)
            waiting, size = [], 0
        waiting.append((np.full(len(places), coalition), places))
        size += len(places)
    if size:
        yield _joined(waiting)


def _joined(parts: Sequence[tuple[IntArray, IntArray]]) -> tuple[IntArray, IntArray]:
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _weight(size: int, players: int) -> float:
    """Return the share of all orders in which exactly a given coalition of a size comes first."""
    return 1.0 / (players * math.comb(players - 1, size))
