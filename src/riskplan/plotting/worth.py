"""What responses are worth: net benefits as bars, and money spent against what it buys."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from matplotlib.axes import Axes

from riskplan.analysis import Objective, ResponseFrontier, ResponseValues, SpendingPoint
from riskplan.errors import RequestError
from riskplan.plotting.bars import Amounts, Bar, ranked_bars
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.requests import refuse_bad_most
from riskplan.plotting.style import ACCENT, GRID, HELP, INK, MAIN, canvas
from riskplan.plotting.ticks import money_axis, percent_axis
from riskplan.results import Estimate

__all__ = ["response_bars", "response_frontier"]

_MOST = 12
_SIZE = (6.4, 3.8)


def response_bars(
    values: ResponseValues,
    ax: Axes | None = None,
    *,
    alone: bool = False,
    most: int = _MOST,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw the net benefit of each response at the mean, the largest on top, with its error.

    Parameters
    ----------
    values : ResponseValues
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    alone : bool
        Whether to draw what each is worth by itself, instead of given the others.
    most : int
        How many responses to show, those with the largest effects in either direction; a note
        says how many more there are.
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
    >>> dam = rp.Response("dam", "Raise the dam", rp.Strategy.MITIGATE, cost=3, probability=0.1)
    >>> flood = rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(40)], responses=[dam])
    >>> plan = rp.Plan("Dam", risks=[flood], currency="EUR")
    >>> ax = response_bars(rp.value_responses(plan, iterations=1_000, seed=1))
    >>> [tick.get_text() for tick in ax.get_yticklabels()], ax.get_xlabel()
    (['Raise the dam'], 'Net benefit given the others (EUR)')
    """
    worths = [(row.label, row.alone if alone else row.given) for row in values]
    bars = [Bar(name, worth.net_mean) for name, worth in worths if worth.net_mean is not None]
    if len(bars) < len(worths):
        raise RequestError("nothing in the plan costs money, so no benefit in money can be drawn")
    refuse_bad_most(most)
    bars.sort(key=lambda bar: -abs(bar.value))
    bars[:most] = sorted(bars[:most], key=lambda bar: -bar.value)
    title = labels.net_benefit_alone if alone else labels.net_benefit
    if values.currency:
        title = f"{title} ({values.currency})"
    meaning = (labels.worth_it, labels.not_worth_it)
    words = attrs.evolve(labels, no_effect=labels.no_benefit)
    return ranked_bars(bars, ax, most, title, meaning, Amounts(True, words), (HELP, ACCENT))


def response_frontier(
    frontier: ResponseFrontier, ax: Axes | None = None, *, labels: Labels = ENGLISH
) -> Axes:
    """Draw what each sum spent on responses buys at best, beside what is in force.

    Parameters
    ----------
    frontier : ResponseFrontier
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import riskplan as rp
    >>> dam = rp.Response("dam", "Raise the dam", rp.Strategy.MITIGATE, cost=3, probability=0.1)
    >>> flood = rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(40)], responses=[dam])
    >>> plan = rp.Plan("Dam", risks=[flood], currency="EUR")
    >>> ax = response_frontier(rp.response_frontier(plan, cost=10, seed=1))
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('Spent on responses (EUR)', 'Probability of meeting budget and date')
    """
    spent = [point.spent for point in frontier]
    values = [point.value.value for point in frontier]
    with canvas(ax, *_SIZE) as axes:
        # A sum between two points buys what the lower one does.
        axes.step(spent, values, where="post", color=MAIN, linewidth=1.6)
        _draw_points(axes, frontier.points, MAIN, "o", labels.best_for_the_money)
        _draw_points(axes, [frontier.in_force], ACCENT, "D", labels.in_force)
        axes.grid(visible=True, color=GRID, linewidth=0.8)
        axes.set_xlabel(_with_currency(labels.spent_on_responses, frontier))
        axes.margins(x=0.05, y=0.10)
        money_axis(axes.xaxis, max([*spent, frontier.in_force.spent]), labels)
        _write_values(axes, frontier, labels)
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=2,
            borderaxespad=0.2,
            handlelength=1.1,
        )
    return axes


def _draw_points(
    axes: Axes, points: Sequence[SpendingPoint], colour: str, marker: str, label: str
) -> None:
    """Draw points with the intervals of their figures."""
    for point in points:
        ends = (point.value.low, point.value.high)
        axes.plot((point.spent,) * 2, ends, color=INK, linewidth=1.0, marker="_", markersize=5.0)
    axes.plot(
        [point.spent for point in points],
        [point.value.value for point in points],
        color=colour,
        marker=marker,
        markersize=5.5,
        linestyle="none",
        label=label,
        zorder=4,
    )


def _write_values(axes: Axes, frontier: ResponseFrontier, labels: Labels) -> None:
    """Write the axis of the objective: a share of futures, or money."""
    objective = frontier.objective
    if objective is Objective.JOINT:
        axes.set_ylabel(labels.promise_kept)
        percent_axis(axes.yaxis)
        return
    at = f"{frontier.at:g}"
    words = {
        Objective.MEAN_COST: labels.mean_cost,
        Objective.PERCENTILE_COST: labels.level_cost.format(at=at),
        Objective.CVAR: labels.worst_cost.format(at=at),
    }
    axes.set_ylabel(_with_currency(words[objective], frontier))
    figures: list[Estimate] = [point.value for point in (*frontier, frontier.in_force)]
    money_axis(axes.yaxis, max(abs(value) for value in figures), labels)


def _with_currency(text: str, frontier: ResponseFrontier) -> str:
    return f"{text} ({frontier.currency})" if frontier.currency else text
