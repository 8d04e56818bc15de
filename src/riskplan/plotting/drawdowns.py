"""The drawdown as a falling staircase, with what is held when each phase is done."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from riskplan._format import display_width, shortened
from riskplan._typing import FloatArray
from riskplan.analysis import Drawdown, Release
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.requests import refuse_other
from riskplan.plotting.style import GRID, HELP, MAIN, MUTED, SMALL, canvas
from riskplan.plotting.ticks import date_axis, date_number, money_axis

__all__ = ["drawdown_curve"]

_COLOURS = (MAIN, HELP, MUTED)
_NAME_WIDTH = 24
_INCHES_A_COLUMN = 0.068
_ROWS = 4
_ROW_HEIGHT = 13.0


def drawdown_curve(drawdown: Drawdown, ax: Axes | None = None, *, labels: Labels = ENGLISH) -> Axes:
    """Draw the contingency still needed month by month, and what is held as each phase is done.

    Parameters
    ----------
    drawdown : Drawdown
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
        If it is no drawdown.

    Examples
    --------
    >>> import riskplan as rp
    >>> storm = rp.Risk("storm", "Storm", 0.4, impacts=[rp.CostImpact(100, phase="dig")])
    >>> dig = rp.Activity("dig", "Dig", 100, phase="dig")
    >>> plan = rp.Plan("Dam", start="2026-01-05", activities=[dig], risks=[storm])
    >>> ax = drawdown_curve(rp.drawdown(rp.simulate(plan, iterations=1_000, seed=1)))
    >>> ax.get_ylabel()
    'Contingency still needed'
    """
    refuse_other(drawdown, Drawdown, "the answer of rp.drawdown(run)")
    days = np.array([date_number(month.on) for month in drawdown])
    currency = f" ({drawdown.currency})" if drawdown.currency else ""
    with canvas(ax, 7.4, 3.9) as axes:
        for number in reversed(range(len(drawdown.levels))):
            _draw_level(axes, drawdown, number, days, labels)
        axes.axhline(0.0, color=MUTED, linewidth=0.8)
        axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
        axes.set_ylabel(f"{labels.drawdown}{currency}")
        largest = max(abs(needed) for month in drawdown for needed in month.needed)
        money_axis(axes.yaxis, largest, labels)
        date_axis(axes.xaxis, float(days[-1] - days[0]))
        axes.set_xlim(days[0], days[-1] + 0.02 * (days[-1] - days[0]))
        _name_phases(axes, [one for one in drawdown.releases if one.id])
        legend = axes.legend(loc="upper right", borderaxespad=0.2, handlelength=1.6, frameon=True)
        legend.get_frame().set(facecolor="white", edgecolor="none", alpha=1.0)
    return axes


def _draw_level(
    axes: Axes, drawdown: Drawdown, number: int, days: FloatArray, labels: Labels
) -> None:
    """Draw what one level needs, its interval, and what it holds as each phase is done."""
    colour = _COLOURS[(len(drawdown.levels) - 1 - number) % len(_COLOURS)]
    needed = [month.needed[number] for month in drawdown]
    axes.step(
        days,
        [one.value for one in needed],
        where="post",
        color=colour,
        linewidth=1.8,
        label=f"P{drawdown.levels[number]:g}",
    )
    if all(math.isfinite(one.error) for one in needed):
        ends = ([one.low for one in needed], [one.high for one in needed])
        axes.fill_between(days, *ends, step="post", color=colour, alpha=0.18, linewidth=0.0)
    ends_of = [one for one in drawdown.releases if one.id]
    axes.plot(
        [_day(one) for one in ends_of],
        [one.held[number].value for one in ends_of],
        linestyle="none",
        marker="o",
        markersize=5.0,
        markerfacecolor="white",
        markeredgecolor=colour,
        zorder=5,
        label=labels.held_after if number == 0 and ends_of else None,
    )


def _name_phases(axes: Axes, releases: list[Release]) -> None:
    """Write each phase above the line of its end, in as many rows as keep names apart."""
    left, right = axes.get_xlim()
    inches = axes.get_window_extent().width / axes.figure.dpi
    free = [-math.inf] * _ROWS
    for release in releases:
        day = _day(release)
        if not left <= day <= right:
            continue
        axes.axvline(day, color=MUTED, linewidth=0.8, linestyle=(0, (2, 3)), zorder=1)
        name = shortened(release.name, _NAME_WIDTH)
        half = (display_width(name) + 1) * _INCHES_A_COLUMN / inches * (right - left) / 2.0
        centre = min(max(day, left + half), max(right - half, left + half))
        row = next((i for i, end in enumerate(free) if end <= centre - half), None)
        if row is None:
            continue  # the line alone, rather than names on top of one another
        free[row] = centre + half
        axes.annotate(
            name,
            (centre, 1.0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0.0, 3.0 + _ROW_HEIGHT * row),
            textcoords="offset points",
            horizontalalignment="center",
            fontsize=SMALL,
            color=MUTED,
            parse_math=False,
        )


def _day(release: Release) -> float:
    return date_number(release.on.value)
