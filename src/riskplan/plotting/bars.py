"""Ranked bars: what each risk does to cost and finish, and what each P-level needs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.patches import Patch

from riskplan._format import estimate_text, shortened
from riskplan.analysis import Contingency, Contributions, Margin
from riskplan.errors import RequestError
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.requests import refuse_bad_most
from riskplan.plotting.style import (
    ACCENT,
    GRID,
    HELP,
    INK,
    MAIN,
    MUTED,
    SMALL,
    canvas,
    name_ticks,
    shades,
)
from riskplan.plotting.ticks import (
    days_axis,
    money_axis,
    money_text,
    reach,
    short_percent,
    two_lines,
)
from riskplan.results import Estimate

__all__ = [
    "Amounts",
    "Bar",
    "contingency_bars",
    "contingency_days_bars",
    "delay_bars",
    "draw_whisker",
    "ranked_bars",
    "risk_bars",
    "with_rest",
]

_WIDTH = 7.4
_NAME_WIDTH = 36
_BAR_HEIGHT = 0.27
_MOST = 12


@frozen
class Bar:
    """One bar: a name and an estimate."""

    name: str
    value: Estimate


@frozen
class Amounts:
    """How amounts are written: as money, each in the unit that suits it, or as days."""

    is_money: bool
    labels: Labels

    def write(self, axis: Axis, largest: float) -> None:
        """Write an axis whose largest value is given."""
        if self.is_money:
            money_axis(axis, largest, self.labels)
        else:
            days_axis(axis)

    def text(self, value: Estimate) -> str:
        """Return an amount with its error."""
        return money_text(value, self.labels) if self.is_money else str(value)


def risk_bars(
    contributions: Contributions,
    ax: Axes | None = None,
    *,
    most: int = _MOST,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw what each risk adds to the mean cost, the largest effect on top, with its error.

    Parameters
    ----------
    contributions : Contributions
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    most : int
        How many risks to show; a note says how many more there are.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import riskplan as rp
    >>> flood = rp.Risk("flood", "Flood", 0.2, impacts=[rp.CostImpact(rp.Uniform(0, 100))])
    >>> plan = rp.Plan("Dam", risks=[flood], currency="EUR")
    >>> ax = risk_bars(rp.contributions(plan, rp.simulate(plan, iterations=1_000, seed=1)))
    >>> [tick.get_text() for tick in ax.get_yticklabels()], ax.get_xlabel()
    (['Flood'], 'Effect on the mean cost (EUR)')
    """
    bars = [Bar(row.name, row.cost_effect) for row in contributions.by_cost()]
    title = labels.effect_on_cost
    if contributions.currency:
        title = f"{title} ({contributions.currency})"
    meaning = (labels.raises_cost, labels.lowers_cost)
    return ranked_bars(bars, ax, most, title, meaning, Amounts(True, labels))


def delay_bars(
    contributions: Contributions,
    ax: Axes | None = None,
    *,
    most: int = _MOST,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw by how many days each risk moves the mean finish, the largest on top, with its error.

    Parameters
    ----------
    contributions : Contributions
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    most : int
        How many risks to show; a note says how many more there are.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes
    """
    bars = [Bar(row.name, row.days_effect) for row in contributions.by_days()]
    title = f"{labels.effect_on_finish} ({labels.days})"
    meaning = (labels.delays_finish, labels.hastens_finish)
    return ranked_bars(bars, ax, most, title, meaning, Amounts(False, labels))


def contingency_bars(
    contingency: Contingency, ax: Axes | None = None, *, labels: Labels = ENGLISH
) -> Axes:
    """Draw the money that each P-level needs over the base, beside the plan's flat reserve.

    Parameters
    ----------
    contingency : Contingency
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
    """
    if contingency.cost is None:
        raise RequestError("nothing in the plan costs money, so there is no contingency to draw")
    audit = contingency.audit
    reserve = 0.0 if audit is None else audit.reserve
    largest = max(reserve, reach(margin.amount for margin in contingency.cost_levels))
    line = None
    if audit is not None:
        sure = short_percent(audit.confidence)
        line = (reserve, f"{labels.reserve}\n{money_text(reserve, labels, largest)}\n({sure})")
    texts = [
        two_lines(money_text(margin.amount, labels, largest)) for margin in contingency.cost_levels
    ]
    currency = f" ({contingency.currency})" if contingency.currency else ""
    with canvas(ax, 5.4, 3.4) as axes:
        axes.set_ylabel(f"{labels.contingency_cost}{currency}")
        money_axis(axes.yaxis, largest, labels)
        _levels(axes, contingency.cost_levels, contingency.at, texts, line)
    return axes


def contingency_days_bars(
    contingency: Contingency, ax: Axes | None = None, *, labels: Labels = ENGLISH
) -> Axes:
    """Draw the days that each P-level needs over the base, beside those up to the deadline.

    Parameters
    ----------
    contingency : Contingency
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
    if contingency.days is None:
        raise RequestError("the plan has no schedule, so there is no contingency in days to draw")
    line = None
    if contingency.deadline_margin is not None and contingency.deadline_confidence is not None:
        sure = short_percent(contingency.deadline_confidence)
        margin = estimate_text(round(contingency.deadline_margin, 1), 0.0)
        line = (contingency.deadline_margin, f"{labels.margin}\n{margin}\n({sure})")
    with canvas(ax, 5.4, 3.4) as axes:
        axes.set_ylabel(f"{labels.contingency_days}\n({labels.days})")
        days_axis(axes.yaxis)
        texts = [two_lines(str(m.amount)) for m in contingency.days_levels]
        _levels(axes, contingency.days_levels, contingency.at, texts, line)
    return axes


def ranked_bars(
    bars: Sequence[Bar],
    ax: Axes | None,
    most: int,
    title: str,
    meaning: tuple[str, str],
    amounts: Amounts,
    colours: tuple[str, str] = (MAIN, HELP),
) -> Axes:
    """Draw bars one below the other, in their order, each with its interval and its text.

    The colours are those of what lies above 0 and of what lies below.
    """
    refuse_bad_most(most)
    labels = amounts.labels
    effective = [bar for bar in bars if bar.value != 0.0]
    shown = effective[:most]
    positions = range(len(shown) - 1, -1, -1)
    with canvas(ax, _WIDTH, 1.1 + _BAR_HEIGHT * max(len(shown), 2)) as axes:
        axes.barh(
            positions,
            [bar.value.value for bar in shown],
            height=0.68,
            color=[colours[0] if bar.value > 0 else colours[1] for bar in shown],
        )
        for position, bar in zip(positions, shown, strict=True):
            draw_whisker(axes, (bar.value.low, bar.value.high), (position, position))
            axes.text(
                1.01,
                position,
                amounts.text(bar.value),
                transform=axes.get_yaxis_transform(),
                verticalalignment="center",
                fontsize=SMALL,
            )
        axes.axvline(0.0, color=MUTED, linewidth=0.8)
        name_ticks(axes.yaxis, [shortened(bar.name, _NAME_WIDTH) for bar in reversed(shown)])
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_ylim(-0.7, max(len(shown), 1) - 0.3)
        axes.xaxis.grid(visible=True, color=GRID, linewidth=0.8)
        amounts.write(axes.xaxis, reach(bar.value for bar in shown))
        axes.set_xlabel(with_rest(title, len(effective) - len(shown), labels))
        _legend_of_signs(axes, shown, meaning, colours)
        if not shown:
            axes.text(
                0.5, 0.5, labels.no_effect, transform=axes.transAxes, ha="center", color=MUTED
            )
    return axes


def with_rest(title: str, rest: int, labels: Labels) -> str:
    """Return a title with a note of how many are left out, if any."""
    return f"{title}\n{labels.and_more.format(count=rest)}" if rest else title


def _legend_of_signs(
    axes: Axes, shown: Sequence[Bar], meaning: tuple[str, str], colours: tuple[str, str]
) -> None:
    """Say what the colours mean, where there are two of them."""
    if {bar.value > 0 for bar in shown} == {True, False}:
        axes.legend(
            handles=[
                Patch(color=colour, label=label)
                for colour, label in zip(colours, meaning, strict=True)
            ],
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=2,
            borderaxespad=0.2,
            handlelength=1.1,
        )


def _levels(
    axes: Axes,
    margins: Sequence[Margin],
    at: float,
    texts: Sequence[str],
    line: tuple[float, str] | None,
) -> None:
    """Draw a bar for each P-level, its interval, and the line of what the plan keeps."""
    light, dark = shades(5)[1], MAIN
    positions = range(len(margins))
    axes.bar(
        positions,
        [margin.amount.value for margin in margins],
        width=0.62,
        color=[dark if margin.at == at else light for margin in margins],
    )
    for position, margin in enumerate(margins):
        draw_whisker(axes, (position, position), (margin.amount.low, margin.amount.high))
    # Below the axis no line of what the plan keeps can run through the texts.
    names = [f"P{margin.at:g}\n{text}" for margin, text in zip(margins, texts, strict=True)]
    name_ticks(axes.xaxis, names)
    axes.tick_params(axis="x", length=0)
    axes.axhline(0.0, color=MUTED, linewidth=0.8)
    axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
    axes.margins(x=0.04, y=0.08)
    if line is not None:
        height, text = line
        axes.axhline(height, color=ACCENT, linewidth=1.4, linestyle=(0, (5, 3)))
        axes.text(
            1.02,
            height,
            text,
            transform=axes.get_yaxis_transform(),
            verticalalignment="center",
            color=ACCENT,
            fontsize=SMALL,
        )


def draw_whisker(axes: Axes, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Draw an interval as a thin line with a cap at each end, unless the run cannot tell it."""
    if not all(map(math.isfinite, (*x, *y))):
        return
    marker = "|" if y[0] == y[1] else "_"
    axes.plot(x, y, color=INK, linewidth=1.0, marker=marker, markersize=5.0, zorder=4)
