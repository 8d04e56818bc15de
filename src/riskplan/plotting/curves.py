"""S-curves and histograms of cost and finish, with base, target and P-levels on them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from riskplan._typing import FloatArray
from riskplan.analysis import Economics
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.quantities import Mark, Quantity, cost_of, finish_of, npv_of
from riskplan.plotting.style import ACCENT, GRID, INK, MAIN, MUTED, SMALL, canvas, shades
from riskplan.plotting.ticks import percent_axis
from riskplan.results import SimulationResult

__all__ = [
    "LEVELS",
    "cost_histogram",
    "finish_curve",
    "finish_histogram",
    "npv_histogram",
    "s_curve",
]

LEVELS = (50.0, 80.0, 90.0)

_WIDTH, _HEIGHT = 5.4, 3.6
_POINTS = 300
_BINS = 40
_TAIL = 0.001
# Where bars are thinner than that, white edges would leave nothing of them.
_ROOM_FOR_EDGES = 0.5
_LEAST_GAP = 0.062
_ROW_HEIGHT = 12.0


def s_curve(
    run: SimulationResult,
    ax: Axes | None = None,
    levels: Sequence[float] = LEVELS,
    *,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw the probability of each total cost, with the base, the budget and the P-levels.

    Parameters
    ----------
    run : SimulationResult
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    levels : sequence of float [percent]
        The P-levels to mark.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If nothing in the plan costs money, or if a level cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Bridge", costs=[rp.CostItem("all", "All", rp.Pert(4e6, 5e6, 9e6))])
    >>> ax = s_curve(rp.simulate(plan, iterations=1_000, seed=1))
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('Total cost', 'Probability of not exceeding')
    """
    return _curve(cost_of(run, levels, labels), ax, labels)


def finish_curve(
    run: SimulationResult,
    ax: Axes | None = None,
    levels: Sequence[float] = LEVELS,
    *,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw the probability of finishing by each date, with the base, the deadline and the P-levels.

    A plan without a start is drawn in working days.

    Parameters
    ----------
    run : SimulationResult
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    levels : sequence of float [percent]
        The P-levels to mark.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If the plan has no activities, or if a level cannot be.
    """
    return _curve(finish_of(run, levels, labels), ax, labels)


def cost_histogram(
    run: SimulationResult,
    ax: Axes | None = None,
    levels: Sequence[float] = LEVELS,
    *,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw how often each total cost comes up, shaded by P-levels.

    Parameters
    ----------
    run : SimulationResult
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    levels : sequence of float [percent]
        The P-levels at which the shade changes.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If nothing in the plan costs money, or if a level cannot be.
    """
    return _histogram(cost_of(run, levels, labels), ax, labels)


def finish_histogram(
    run: SimulationResult,
    ax: Axes | None = None,
    levels: Sequence[float] = LEVELS,
    *,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw how often each finish comes up, shaded by P-levels; in days where there is no start.

    Parameters
    ----------
    run : SimulationResult
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    levels : sequence of float [percent]
        The P-levels at which the shade changes.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If the plan has no activities, or if a level cannot be.
    """
    return _histogram(finish_of(run, levels, labels), ax, labels)


def npv_histogram(
    worth: Economics,
    ax: Axes | None = None,
    levels: Sequence[float] = (10.0, 50.0, 90.0),
    *,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw how often each net present value comes up, shaded by P-levels.

    Parameters
    ----------
    worth : Economics
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    levels : sequence of float [percent]
        The P-levels at which the shade changes.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If it is not what `rp.economics` returns, or if a level cannot be.
    """
    return _histogram(npv_of(worth, levels, labels), ax, labels)


def _curve(quantity: Quantity, ax: Axes | None, labels: Labels) -> Axes:
    count = len(quantity.ordered)
    # Evenly spaced ranks keep every jump of the curve, and the picture small.
    ranks = np.unique(np.linspace(0, count - 1, min(count, _POINTS)).astype(int))
    with canvas(ax, _WIDTH, _HEIGHT) as axes:
        axes.plot(
            np.concatenate([quantity.ordered[:1], quantity.ordered[ranks]]),
            np.concatenate([[0.0], (ranks + 1) / count]),
            color=MAIN,
            linewidth=2.0,
            gid="curve",
            zorder=3,
        )
        axes.set_ylim(0.0, 1.0)
        percent_axis(axes.yaxis)
        axes.set_ylabel(labels.probability_kept)
        axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
        _prepare(axes, quantity)
        _mark_levels(axes, quantity.levels)
    return axes


def _histogram(quantity: Quantity, ax: Axes | None, labels: Labels) -> Axes:
    counts, edges = np.histogram(quantity.ordered, bins=_edges(quantity))
    centres = (edges[1:] + edges[:-1]) / 2.0
    limits = [mark.x for mark in quantity.levels]
    zone = np.searchsorted(limits, centres)
    colours = [*shades(len(limits) + 1)[:0:-1], ACCENT]
    with canvas(ax, _WIDTH, _HEIGHT) as axes:
        bars = axes.bar(
            centres,
            counts / len(quantity.ordered),
            width=np.diff(edges),
            color=[colours[index] for index in zone],
            edgecolor="white",
            linewidth=0.5,
        )
        percent_axis(axes.yaxis)
        axes.set_ylabel(labels.share_of_iterations)
        axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
        _prepare(axes, quantity)
        if _share_of_axis(axes, edges) < _ROOM_FOR_EDGES:
            for bar in bars:
                bar.set_linewidth(0.0)
        names = [labels.up_to.format(at=f"{mark.at:g}") for mark in quantity.levels]
        if quantity.levels:
            names.append(labels.beyond.format(at=f"{quantity.levels[-1].at:g}"))
        # A level within a bar has the shade of none.
        drawn = set(zone[counts > 0].tolist())
        axes.legend(
            handles=[
                Patch(color=colours[number], label=name)
                for number, name in enumerate(names)
                if number in drawn
            ],
            loc="upper left",
            bbox_to_anchor=(1.01, 1.0),
            borderaxespad=0.0,
            handlelength=1.0,
        )
    return axes


def _share_of_axis(axes: Axes, edges: FloatArray) -> float:
    """Return how much of the axis the bins take; a far target leaves them little."""
    low, high = axes.get_xlim()
    return float(edges[-1] - edges[0]) / (high - low)


def _prepare(axes: Axes, quantity: Quantity) -> None:
    """Set the horizontal axis, and mark the base and the target on it."""
    low, high = _range(quantity)
    marks = [(quantity.base, INK)] + ([(quantity.target, ACCENT)] if quantity.target else [])
    low, high = min(low, *(m.x for m, _ in marks)), max(high, *(m.x for m, _ in marks))
    room = 0.03 * (high - low)
    low, high = low - room, high + room
    axes.set_xlim(low, high)
    axes.set_xlabel(quantity.title)
    quantity.write_axis(axes.xaxis)
    for row, (mark, colour) in enumerate(reversed(marks)):
        position = (mark.x - low) / (high - low)
        axes.axvline(mark.x, color=colour, linewidth=1.2, linestyle=(0, (5, 3)), zorder=2)
        axes.annotate(
            mark.text,
            (mark.x, 1.0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0.0, 4.0 + row * _ROW_HEIGHT),
            textcoords="offset points",
            horizontalalignment=_towards_the_middle(position),
            color=colour,
            fontsize=SMALL,
        )


def _mark_levels(axes: Axes, levels: Sequence[Mark]) -> None:
    """Mark each P-level on the curve, and write it in the margin at its height."""
    heights = spread([mark.at / 100.0 for mark in levels], _LEAST_GAP)
    right = axes.get_xlim()[1]
    for mark, height in zip(levels, heights, strict=True):
        share = mark.at / 100.0
        axes.plot([mark.x, right], [share, share], color=MUTED, linewidth=0.8, linestyle=":")
        axes.plot([mark.x], [share], color=MAIN, marker="o", markersize=5.5, zorder=4)
        axes.annotate(
            mark.text,
            (1.0, share),
            xycoords="axes fraction",
            xytext=(1.03, height),
            textcoords="axes fraction",
            verticalalignment="center",
            fontsize=SMALL,
            color=MAIN,
            fontweight="bold" if mark.at == 80 else "normal",
            arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.6, "shrinkB": 0.0},
        )


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Return ascending heights moved apart, no further than needed, so that labels have room.

    Examples
    --------
    >>> spread([0.2, 0.8, 0.81], 0.06)
    [0.2, 0.775, 0.835]
    """
    groups: list[list[float]] = []
    for height in heights:
        groups.append([height])
        while len(groups) > 1 and _bottom(groups[-1], gap) - _top(groups[-2], gap) < gap:
            groups[-2:] = [groups[-2] + groups[-1]]
    return [
        round(_bottom(group, gap) + step * gap, 9) for group in groups for step in range(len(group))
    ]


def _bottom(group: Sequence[float], gap: float) -> float:
    return sum(group) / len(group) - (len(group) - 1) * gap / 2.0


def _top(group: Sequence[float], gap: float) -> float:
    return sum(group) / len(group) + (len(group) - 1) * gap / 2.0


def _edges(quantity: Quantity) -> FloatArray:
    """Return the edges of the bins."""
    low, high = _range(quantity)
    if not quantity.step:
        return np.linspace(low, high, _BINS + 1)
    width = quantity.step * math.ceil((high - low) / (quantity.step * _BINS))
    first = math.floor(low / width) * width
    return np.arange(first, high + width, width)


def _range(quantity: Quantity) -> tuple[float, float]:
    """Return what to show of a sample: all but the outermost tails, and never nothing."""
    ordered = quantity.ordered
    count = len(ordered)
    low = float(ordered[int(_TAIL * count)])
    high = float(ordered[count - 1 - int(_TAIL * count)])
    if low == high:
        room = quantity.step or max(abs(low) * 0.02, 1.0)
        return low - room, high + room
    return low, high


def _towards_the_middle(position: float) -> str:
    """Return the alignment that keeps a label over the axes."""
    if position < 0.25:
        return "left"
    return "right" if position > 0.75 else "center"
