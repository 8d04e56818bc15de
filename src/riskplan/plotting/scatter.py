"""Cost against finish: the futures as points, what is kept of each, and the pairs sure enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes

from riskplan._typing import FloatArray
from riskplan.analysis import JointConfidence, refuse_no_run
from riskplan.errors import RequestError
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.style import ACCENT, HELP, INK, MAIN, SMALL, canvas
from riskplan.plotting.ticks import (
    date_axis,
    date_number,
    date_numbers,
    days_axis,
    money_axis,
    short_percent,
)
from riskplan.results import DateEstimate, SimulationResult

__all__ = ["joint"]

_WIDTH, _HEIGHT = 6.4, 4.6
_MOST_POINTS = 2_000
_TAIL = 0.002
_TRAP = 80.0
_ROOM = 0.24


def joint(
    run: SimulationResult,
    answer: JointConfidence,
    ax: Axes | None = None,
    *,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw cost against finish: a point for each future, quadrants, and the frontier.

    The quadrants are those of the pair asked about, with the share of futures in each; where no
    pair was given, those of the P80 cost and the P80 finish. The P80 pair is marked in any case,
    with how sure it is together.

    Parameters
    ----------
    run : SimulationResult
        Of which the points are drawn, the first 2,000 of them.
    answer : JointConfidence
        Of the same run, by `riskplan.jcl`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If it is no run, or if what is to be drawn is no answer of `riskplan.jcl`.

    Examples
    --------
    >>> import riskplan as rp
    >>> dig = rp.Activity("dig", "Dig", rp.Uniform(10, 20), day_rate=3)
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("c", "C", rp.Uniform(0, 100))], activities=[dig])
    >>> run = rp.simulate(plan, iterations=1_000, seed=1)
    >>> ax = joint(run, rp.jcl(run, cost=120, days=18))
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('Duration (working days)', 'Total cost')
    """
    refuse_no_run(run)
    given: object = answer
    if not isinstance(given, JointConfidence):
        raise RequestError(
            f"an answer of rp.jcl(run, …) is wanted here (got {type(given).__name__})"
        )
    dated = isinstance(answer.level(_TRAP).finish, DateEstimate)
    times = date_numbers(run.finish.values) if dated else run.duration.values
    place = _date_of if dated else _days_of
    with canvas(ax, _WIDTH, _HEIGHT) as axes:
        axes.plot(
            times[:_MOST_POINTS],
            run.cost.values[:_MOST_POINTS],
            linestyle="",
            marker="o",
            markersize=2.2,
            markeredgewidth=0.0,
            color=MAIN,
            alpha=0.28,
            rasterized=True,
            zorder=1,
        )
        divisions = _divisions(answer, place)
        _set_limits(axes, times, run.cost.values, divisions)
        _draw_quadrants(axes, answer, divisions, labels)
        _draw_frontier(axes, answer, place, labels)
        _name_axes(axes, run, dated=dated, labels=labels)
    return axes


def _divisions(answer: JointConfidence, place: Callable[[object], float]) -> tuple[float, float]:
    """Return where the quadrants meet: at the pair asked about, or at the P80 pair."""
    if answer.joint is None or answer.cost is None:
        trap = answer.level(_TRAP)
        return place(trap.finish), trap.cost.value
    return place(answer.finish), answer.cost


def _set_limits(
    axes: Axes, times: FloatArray, costs: FloatArray, divisions: tuple[float, float]
) -> None:
    """Show all but the outermost tails, and leave room in each quadrant to write what it is."""
    for set_limits, values, division in (
        (axes.set_xlim, times, divisions[0]),
        (axes.set_ylim, costs, divisions[1]),
    ):
        low, high = (float(x) for x in np.quantile(values, (_TAIL, 1.0 - _TAIL)))
        span = (high - low) or 1.0
        low, high = low - 0.05 * span, high + 0.05 * span
        # What was asked about may lie far off; then the axis ends behind it.
        least = _ROOM / (1.0 - _ROOM)
        low = min(low, division - least * max(high - division, 0.0))
        high = max(high, division + least * (division - low))
        low = min(low, division - least * (high - division))
        set_limits(low, high)


def _draw_quadrants(
    axes: Axes, answer: JointConfidence, divisions: tuple[float, float], labels: Labels
) -> None:
    both, cost, finish = answer.joint, answer.cost_confidence, answer.finish_confidence
    kept = (_TRAP / 100.0, _TRAP / 100.0)
    if both is None or cost is None or finish is None:
        both = answer.level(_TRAP).joint
    else:
        kept = (cost.value, finish.value)
    x, y = divisions
    axes.axvline(x, color=INK, linewidth=1.0, linestyle=(0, (5, 3)), zorder=2)
    axes.axhline(y, color=INK, linewidth=1.0, linestyle=(0, (5, 3)), zorder=2)
    joint_share = both.value
    for text, share, across, up in (
        (labels.both_kept, joint_share, 0.012, 0.015),
        (labels.only_cost_kept, kept[0] - joint_share, 0.988, 0.015),
        (labels.only_finish_kept, kept[1] - joint_share, 0.012, 0.985),
        (labels.neither_kept, 1.0 - kept[0] - kept[1] + joint_share, 0.988, 0.985),
    ):
        axes.text(
            across,
            up,
            text.format(share=short_percent(max(share, 0.0))),
            transform=axes.transAxes,
            horizontalalignment="left" if across < 0.5 else "right",
            verticalalignment="bottom" if up < 0.5 else "top",
            fontsize=SMALL,
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5},
            zorder=5,
        )


def _draw_frontier(
    axes: Axes, answer: JointConfidence, place: Callable[[object], float], labels: Labels
) -> None:
    pairs = [(place(pair.finish), pair.cost.value) for pair in answer]
    if pairs:
        right, top = axes.get_xlim()[1], axes.get_ylim()[1]
        corners = [
            (pairs[0][0], max(top, pairs[0][1])),
            *pairs,
            (max(right, pairs[-1][0]), pairs[-1][1]),
        ]
        axes.plot(
            [x for x, _ in corners],
            [y for _, y in corners],
            color=ACCENT,
            linewidth=2.0,
            drawstyle="steps-post",
            label=labels.frontier.format(at=f"{answer.at:g}"),
            zorder=3,
        )
    trap = answer.level(_TRAP)
    share = short_percent(trap.joint)
    axes.plot(
        [place(trap.finish)],
        [trap.cost.value],
        color=HELP,
        marker="D",
        markersize=7.0,
        markeredgecolor="white",
        linestyle="",
        label=labels.each_level.format(at=f"{_TRAP:g}", share=share),
        zorder=4,
    )
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.01), ncols=2, borderaxespad=0.0)


def _name_axes(axes: Axes, run: SimulationResult, *, dated: bool, labels: Labels) -> None:
    low, high = axes.get_xlim()
    if dated:
        date_axis(axes.xaxis, high - low)
        axes.set_xlabel(labels.finish)
    else:
        days_axis(axes.xaxis)
        axes.set_xlabel(f"{labels.duration} ({labels.days})")
    money_axis(axes.yaxis, float(np.max(np.abs(run.cost.values))), labels)
    axes.set_ylabel(f"{labels.cost} ({run.currency})" if run.currency else labels.cost)


def _date_of(finish: object) -> float:
    """Return where a date of an answer stands on the axis."""
    value = finish.value if isinstance(finish, DateEstimate) else finish
    return date_number(value) if isinstance(value, dt.date) else float("nan")


def _days_of(finish: object) -> float:
    return float(finish) if isinstance(finish, float) else float("nan")
