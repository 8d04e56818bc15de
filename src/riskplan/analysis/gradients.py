"""Euler's shares of a percentile: what each player adds in the futures around it.

In every future the total is shared out by Shapley's value, over random orders in which the players
join; around the percentile these shares are a line in the total, which is read off at it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.analysis.joint_errors import Allocation
from riskplan.results import Estimate
from riskplan.results.cells import NORMAL_QUANTILE, error_quantile
from riskplan.simulation import Player, Rerun, RerunBlock, Totals

__all__ = ["euler_allocation", "line_weights", "window"]

_REACH = 0.05
_HALF = 0.5
_MOST_REPEATS = 2
_MOST_NUMBERS = 400_000_000
_FEWEST = 100


def euler_allocation(
    again: Rerun,
    players: Sequence[tuple[str, Player]],
    total: FloatArray,
    base: float,
    level: Estimate,
    share: float,
    *,
    days: bool,
) -> Allocation:
    """Return what each player adds to a total in the futures around its percentile.

    The share of a player is E[φ_p | X = q]: for a percentile, the derivative by the size of the
    player (D. Tasche, "Risk contributions and performance measurement", 1999, section 5, equation
    5.3), so that by Euler's theorem the shares add up to q. What it adds in one future, φ_p, is
    its Shapley value there, over random orders of joining. The mean at q is that of a line through
    the iterations whose totals lie between five percentiles below the level and five above it (J.
    Fan, "Local linear regression smoothers and their minimax efficiencies", *Annals of Statistics*
    21 (1993)), which keeps the sum.

    Parameters
    ----------
    again : Rerun
    players : sequence of (str, Player)
        Each with the name that its place in the random orders comes from.
    total : FloatArray, shape (n,) [unit]
    base : float [unit]
    level : Estimate [unit]
        The percentile of the total.
    share : float
        Its level, between 0 and 1.
    days : bool
        Whether days are shared out; else money is.
    """
    chosen = window(total, level.value, share)
    chosen, repeats = _affordable(again, players, chosen)
    added = _added(again, players, chosen, total, base, repeats, days=days)
    values, cell = total[chosen], again.run.provenance.cell
    weights = line_weights(values, level.value)
    shares: FloatArray = added @ weights
    centred = values - np.mean(values)
    square = float(np.dot(centred, centred))
    slopes = added @ centred / square if square else np.zeros(len(players))
    rest = added - added.mean(axis=1, keepdims=True) - slopes[:, None] * centred
    quantile = error_quantile(len(total), cell)
    if not math.isfinite(level.error):
        covariance = np.diag(np.full(len(players), np.inf))
    else:
        # The line is fitted: two of the iterations are used up.
        used = len(chosen) / max(len(chosen) - 2, 1)
        errors = _in_cells(rest * weights, chosen, cell)
        covariance = errors @ errors.T * used
        covariance += np.outer(slopes, slopes) * (level.error / NORMAL_QUANTILE) ** 2
    return Allocation(shares, covariance, quantile)


def window(total: FloatArray, level: float, share: float) -> IntArray:
    """Return the iterations around a percentile, in the order of their totals.

    Where more iterations meet it exactly than lie in the window, those alone.
    """
    met: IntArray = np.flatnonzero(total == level)
    count = len(total)
    reach = max(min(_REACH, _HALF * share, _HALF * (1.0 - share)) * count, 1.0)
    if len(met) > 2 * reach:
        return met
    order = np.argsort(total, kind="stable")
    rank = min(max(math.ceil(share * count - 1e-9), 1), count) - 1
    first, last = max(rank - round(reach), 0), min(rank + round(reach) + 1, count)
    around: IntArray = order[first:last]
    return around


def line_weights(values: FloatArray, level: float) -> FloatArray:
    """Return the weights with which a line through points is read off at a level; they add up to 1.

    The weighted mean of the values themselves is the level, where they differ at all.

    Examples
    --------
    >>> weights = line_weights(np.array([0.0, 1.0, 2.0]), 2.0)
    >>> round(float(weights @ np.array([5.0, 6.0, 7.0])), 9)
    7.0
    """
    centred = values - np.mean(values)
    square = float(np.dot(centred, centred))
    tilt = (level - float(np.mean(values))) / square if square else 0.0
    weights: FloatArray = 1.0 / len(values) + tilt * centred
    return weights


def _affordable(
    again: Rerun, players: Sequence[tuple[str, Player]], chosen: IntArray
) -> tuple[IntArray, int]:
    """Return as many of the iterations as can be worked out, and over how many orders each."""
    columns = max(_MOST_NUMBERS // again.rows, 1)
    joins = len(players) * len(chosen)
    repeats = _MOST_REPEATS if _MOST_REPEATS * joins <= columns else 1
    step = min(max(-(-joins // columns), 1), max(len(chosen) // _FEWEST, 1))
    return chosen[(len(chosen) // 2) % step :: step], repeats


def _added(
    again: Rerun,
    players: Sequence[tuple[str, Player]],
    chosen: IntArray,
    total: FloatArray,
    base: float,
    repeats: int,
    *,
    days: bool,
) -> FloatArray:
    """Return what each player adds in some iterations, shape (k, m): they add up to the total."""
    added = np.zeros((len(players), len(chosen)))
    for block, places, columns in _places(again, chosen):
        matter = _matter(block, players, columns)
        chances = np.stack([block.chances(name)[columns] for name, _ in players])
        for repeat in range(repeats):
            # The second order is the first one backwards.
            game = _Game(block, players, columns, matter, -chances if repeat else chances)
            added[:, places] += game.added(total[chosen[places]], base, days=days)
    return added / repeats


@frozen(eq=False)
class _Game:
    """Iterations in which players join one after the other, in an order of each iteration's own.

    Parameters
    ----------
    block : RerunBlock
    players : sequence of (str, Player), k of them
    columns : IntArray, shape (m,)
        Of the block.
    matter : BoolArray, shape (k, m)
        Where each player can make a difference; elsewhere it never joins.
    chances : FloatArray, shape (k, m)
        The lower, the sooner it joins.
    """

    block: RerunBlock
    players: Sequence[tuple[str, Player]]
    columns: IntArray
    matter: BoolArray
    chances: FloatArray

    def added(self, total: FloatArray, base: float, *, days: bool) -> FloatArray:
        """Return what each player adds where it joins, shape (k, m)."""
        joining = np.where(self.matter, self.chances, np.inf)
        order = np.argsort(joining, axis=0, kind="stable")
        place = np.empty_like(order)
        np.put_along_axis(place, order, np.arange(len(order))[:, None], axis=0)
        joins = self.matter.sum(axis=0)
        # Before the first has joined it is the base plan, and after the last it is the run.
        steps = np.arange(len(order) + 1)[:, None]
        worth = np.where((steps == 0) & (joins > 0), base, total)
        size, column = ((steps > 0) & (steps < joins)).nonzero()
        for first in range(0, len(size), self.block.count):
            some = slice(first, first + self.block.count)
            found = self._worth(place, size[some], column[some])
            worth[size[some], column[some]] = found.days if days else found.cost
        gains = np.diff(worth, axis=0)
        return np.where(self.matter, np.take_along_axis(gains, place, axis=0), 0.0)

    def _worth(self, place: IntArray, size: IntArray, column: IntArray) -> Totals:
        """Return what iterations come to in which so many have joined."""
        absent = (
            (player, place[row, column] >= size) for row, (_, player) in enumerate(self.players)
        )
        return self.block.again(self.columns[column], absent)


def _places(again: Rerun, chosen: IntArray) -> Iterator[tuple[RerunBlock, IntArray, IntArray]]:
    """Yield each block, which of the iterations lie in it, and in which of its columns."""
    for block in again.blocks():
        columns = chosen - block.start
        places = ((columns >= 0) & (columns < block.count)).nonzero()[0]
        if len(places):
            yield block, places, columns[places]


def _matter(
    block: RerunBlock, players: Sequence[tuple[str, Player]], columns: IntArray
) -> BoolArray:
    """Return where each player can make a difference, shape (k, m)."""
    matter = np.zeros((len(players), block.count), dtype=np.bool_)
    for row, (_, player) in enumerate(players):
        matter[row, block.touched(player)] = True
    return matter[:, columns]


def _in_cells(errors: FloatArray, chosen: IntArray, cell: int) -> FloatArray:
    """Return the sums of what iterations of one cell contribute, shape (k, m) or (k, n_cells)."""
    if cell == 1:
        return errors
    cells, place = np.unique(chosen // cell, return_inverse=True)
    sums = np.zeros((len(errors), len(cells)))
    np.add.at(sums.T, place, errors.T)
    return sums
