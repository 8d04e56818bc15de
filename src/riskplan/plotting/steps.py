"""What each step of confidence costs, as bars: the decision table at a glance."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from riskplan.analysis import DecisionTable
from riskplan.errors import RequestError
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.style import GRID, INK, MAIN, MUTED, canvas, name_ticks
from riskplan.plotting.ticks import days_axis, money_axis, money_text, reach, two_lines
from riskplan.results import Estimate

__all__ = ["step_bars", "step_days_bars"]

_SIZE = (7.4, 3.4)


def step_bars(table: DecisionTable, ax: Axes | None = None, *, labels: Labels = ENGLISH) -> Axes:
    """Draw how much more contingency each extra 5 % of confidence costs, with its error.

    Parameters
    ----------
    table : DecisionTable
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
        If nothing in the plan costs money.

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Dam", currency="EUR", costs=[rp.CostItem("all", "All", rp.Normal(100, 9))])
    >>> ax = step_bars(rp.contingency(rp.simulate(plan, iterations=1_000, seed=1)).decisions)
    >>> len(ax.patches), ax.get_ylabel()
    (9, 'Each extra 5 % of confidence (EUR)')
    """
    steps = [(row.at, row.cost_step) for row in table if row.cost_step is not None]
    if not steps:
        raise RequestError("nothing in the plan costs money, so no confidence is bought with it")
    largest = reach(step for _, step in steps)
    currency = f" ({table.currency})" if table.currency else ""
    with canvas(ax, *_SIZE) as axes:
        axes.set_ylabel(f"{labels.step_cost}{currency}")
        money_axis(axes.yaxis, largest, labels)
        _draw(axes, steps, [money_text(step, labels, largest) for _, step in steps])
    return axes


def step_days_bars(
    table: DecisionTable, ax: Axes | None = None, *, labels: Labels = ENGLISH
) -> Axes:
    """Draw how many more days each extra 5 % of confidence costs, with its error.

    Parameters
    ----------
    table : DecisionTable
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
        If the plan has no schedule.
    """
    steps = [(row.at, row.days_step) for row in table if row.days_step is not None]
    if not steps:
        raise RequestError("the plan has no schedule, so no confidence is bought with days")
    with canvas(ax, *_SIZE) as axes:
        axes.set_ylabel(f"{labels.step_cost} ({labels.days})")
        days_axis(axes.yaxis)
        _draw(axes, steps, [str(step) for _, step in steps])
    return axes


def _draw(axes: Axes, steps: Sequence[tuple[float, Estimate]], texts: Sequence[str]) -> None:
    positions = range(len(steps))
    axes.bar(positions, [step.value for _, step in steps], width=0.66, color=MAIN)
    for position, (_, step) in enumerate(steps):
        if math.isfinite(step.error):
            ends = (step.low, step.high)
            axes.plot((position, position), ends, color=INK, linewidth=1.0, marker="_", zorder=4)
    names = [f"P{at:g}\n+{two_lines(text)}" for (at, _), text in zip(steps, texts, strict=True)]
    name_ticks(axes.xaxis, names)
    axes.tick_params(axis="x", length=0)
    axes.axhline(0.0, color=MUTED, linewidth=0.8)
    axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
    axes.margins(x=0.03, y=0.08)
