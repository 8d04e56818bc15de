"""What drives a total: a tornado of the drivers, and a waterfall from the base to a P-level."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from riskplan._format import shortened
from riskplan.analysis import AttributedShare, Attribution, Measure, Sensitivity
from riskplan.analysis.attribution import chosen
from riskplan.analysis.players import SEVERAL_PHASES
from riskplan.errors import RequestError
from riskplan.plotting.bars import Amounts, Bar, draw_whisker, ranked_bars
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.requests import refuse_bad_most, refuse_other
from riskplan.plotting.style import ACCENT, GRID, HELP, MAIN, MUTED, SMALL, canvas, name_ticks
from riskplan.results import Estimate

__all__ = ["tornado", "waterfall"]

_WIDTH = 7.4
_NAME_WIDTH = 36
_BAR_HEIGHT = 0.27
_MOST = 12


def tornado(
    sensitivity: Sensitivity,
    ax: Axes | None = None,
    *,
    measure: Measure | str | None = None,
    most: int = _MOST,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw by how much each driver moves the P-level, the largest on top, with its error.

    Parameters
    ----------
    sensitivity : Sensitivity
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    measure : Measure or str, optional
        ``"cost"`` or ``"days"``; cost unless given, or days where nothing costs money.
    most : int
        How many drivers to show; a note says how many more there are.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If it is no sensitivity, if there is no such measure, or if the plan has no such total.

    Examples
    --------
    >>> import riskplan as rp
    >>> flood = rp.Risk("flood", "Flood", 0.5, impacts=[rp.CostImpact(rp.Uniform(0, 100))])
    >>> plan = rp.Plan("Dam", risks=[flood], currency="EUR")
    >>> ax = tornado(rp.sensitivity(rp.simulate(plan, iterations=1_000, seed=1)))
    >>> [tick.get_text() for tick in ax.get_yticklabels()], ax.get_xlabel()
    (['Flood'], 'Effect on the P80 of the cost (EUR)')
    """
    refuse_other(sensitivity, Sensitivity, "the answer of rp.sensitivity(run)")
    has_cost = any(row.cost is not None for row in sensitivity)
    usual = Measure.COST if has_cost else Measure.DAYS
    wanted = usual if measure is None else chosen(Measure, "measure", measure)
    at = f"{sensitivity.at:g}"
    if wanted is Measure.COST:
        bars = [Bar(r.name, r.cost.at_level) for r in sensitivity.by_cost() if r.cost is not None]
        title = _titled(labels.effect_on_cost_level.format(at=at), sensitivity.currency)
        meaning = (labels.raises_cost, labels.lowers_cost)
    else:
        bars = [Bar(r.name, r.days.at_level) for r in sensitivity.by_days() if r.days is not None]
        title = _titled(labels.effect_on_finish_level.format(at=at), labels.days)
        meaning = (labels.delays_finish, labels.hastens_finish)
    if not bars and len(sensitivity):
        raise RequestError(f"the plan has no {wanted.value} to draw drivers of")
    amounts = Amounts(wanted is Measure.COST, labels)
    return ranked_bars(bars, ax, most, title, meaning, amounts)


@frozen
class _Step:
    """One step of a waterfall: where it begins, and how long it is."""

    name: str
    first: float
    value: Estimate
    colour: str


def waterfall(
    attribution: Attribution,
    ax: Axes | None = None,
    *,
    most: int = _MOST,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw how the shares lead, one after the other, from the base to the P-level.

    Parameters
    ----------
    attribution : Attribution
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    most : int
        How many shares to show, the largest ones in either direction; the others make one step.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If it is no attribution.

    Examples
    --------
    >>> import riskplan as rp
    >>> flood = rp.Risk("flood", "Flood", 0.5, impacts=[rp.CostImpact(rp.Uniform(0, 100))])
    >>> run = rp.simulate(rp.Plan("Dam", risks=[flood]), iterations=1_000, seed=1)
    >>> ax = waterfall(rp.attribute(run, at=80))
    >>> [tick.get_text() for tick in ax.get_yticklabels()]
    ['P80 over the base', 'Flood']
    """
    refuse_other(attribution, Attribution, "the answer of rp.attribute(run, at=80)")
    refuse_bad_most(most)
    steps = _steps(attribution, most, labels)
    amounts = Amounts(attribution.measure is Measure.COST, labels)
    names = [shortened(step.name, _NAME_WIDTH) for step in steps]
    positions = range(len(steps) - 1, -1, -1)
    with canvas(ax, _WIDTH, 1.1 + _BAR_HEIGHT * max(len(steps), 2)) as axes:
        axes.barh(
            positions,
            [step.value.value for step in steps],
            left=[step.first for step in steps],
            height=0.68,
            color=[step.colour for step in steps],
        )
        for position, step in zip(positions, steps, strict=True):
            end = step.first + step.value
            draw_whisker(
                axes, (step.first + step.value.low, step.first + step.value.high), (position,) * 2
            )
            if position > 1:
                axes.plot((end, end), (position, position - 1), color=MUTED, linewidth=0.7)
            axes.text(
                1.01,
                position,
                amounts.text(step.value),
                transform=axes.get_yaxis_transform(),
                verticalalignment="center",
                fontsize=SMALL,
            )
        axes.axvline(0.0, color=MUTED, linewidth=0.8)
        name_ticks(axes.yaxis, names[::-1])
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_ylim(-0.7, len(steps) - 0.3)
        axes.xaxis.grid(visible=True, color=GRID, linewidth=0.8)
        largest = max(abs(attribution.total), *(abs(s.first + s.value) for s in steps))
        amounts.write(axes.xaxis, largest or 1.0)
        unit = attribution.unit if amounts.is_money else labels.days
        axes.set_xlabel(_titled(labels.over_the_base.format(at=f"{attribution.at:g}"), unit))
        _legend(axes, steps, labels)
    return axes


def _steps(attribution: Attribution, most: int, labels: Labels) -> list[_Step]:
    """Return the steps of the largest shares, of all others together, and of the total."""
    rows = [row for row in attribution.ranked() if row.share != 0.0]
    shown = sorted(rows, key=lambda row: -abs(row.share))[:most]
    steps, reached = [], 0.0
    for row in (row for row in rows if row in shown):
        steps.append(_Step(_name(row, labels), reached, row.share, MAIN if row.share > 0 else HELP))
        reached += row.share
    if len(rows) > len(shown):
        others = [row.share for row in rows if row not in shown]
        rest, error = attribution.total - reached, math.hypot(*(share.error for share in others))
        name = labels.others.format(count=len(others))
        value = Estimate(rest, rest - error, rest + error)
        steps.append(_Step(name, reached, value, MAIN if rest > 0 else HELP))
    total = labels.over_the_base.format(at=f"{attribution.at:g}")
    return [*steps, _Step(total, 0.0, attribution.total, ACCENT)]


def _name(row: AttributedShare, labels: Labels) -> str:
    groups = {"": labels.no_group, SEVERAL_PHASES: labels.several_phases}
    return groups.get(row.id) or row.name or row.id


def _legend(axes: Axes, steps: Sequence[_Step], labels: Labels) -> None:
    """Say what the colours mean, where something saves."""
    if HELP in {step.colour for step in steps}:
        axes.legend(
            handles=[Patch(color=MAIN, label=labels.adds), Patch(color=HELP, label=labels.saves)],
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=2,
            borderaxespad=0.2,
            handlelength=1.1,
        )


def _titled(title: str, unit: str) -> str:
    return f"{title} ({unit})" if unit else title
