"""S-curves of several runs on one picture, with what each changes at one P-level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from riskplan._format import estimate_text
from riskplan._typing import FloatArray
from riskplan.analysis import RunComparison, RunDifference, compare
from riskplan.errors import RequestError
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.quantities import cost_of, finish_of
from riskplan.plotting.requests import refuse_other
from riskplan.plotting.style import ACCENT, GRID, HELP, INK, MAIN, MUTED, SMALL, canvas
from riskplan.plotting.ticks import (
    date_axis,
    days_axis,
    money_axis,
    money_text,
    percent_axis,
)
from riskplan.results import SimulationResult

__all__ = ["Runs", "finish_curves", "s_curves"]

Runs = Sequence[SimulationResult] | Mapping[str, SimulationResult]

_WIDTH, _HEIGHT = 6.4, 3.9
_ANY_LEVEL = 50.0
_SEVERAL = "a list of several runs, or a mapping of names to runs,"
_POINTS = 300
_TAIL = 0.002
_LOOKS = (
    (MAIN, "-"),
    (ACCENT, (0, (6, 2))),
    (HELP, (0, (2, 1.5))),
    (INK, (0, (6, 2, 1, 2))),
    (MUTED, (0, (1, 1.2))),
)


def s_curves(
    runs: Runs, ax: Axes | None = None, at: float = 80, *, labels: Labels = ENGLISH
) -> Axes:
    """Draw the probability of each total cost in several runs, and what changes at a P-level.

    Parameters
    ----------
    runs : sequence of SimulationResult, or mapping of str to SimulationResult
        Two to five; the others are held against the first. A mapping gives them names.
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    at : float [percent]
        The P-level at which the changes are told, each with its error.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If there are too few or too many runs, if one has no cost, or if the level cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> flood = rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(50)])
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("a", "A", rp.Normal(100, 9))], risks=[flood])
    >>> runs = [rp.simulate(p, iterations=1_000, seed=1) for p in (plan.evolve(risks=[]), plan)]
    >>> ax = s_curves({"without": runs[0], "with the flood": runs[1]})
    >>> len(ax.get_legend().get_texts())
    2
    """
    named = _named(runs)
    quantities = [cost_of(run, (), labels) for run in named.values()]
    changes = _changes(named, at, "cost")
    largest = max(float(np.max(np.abs(quantity.ordered))) for quantity in quantities)
    told = [money_text(change.level(at), labels) for _, change in changes]
    with canvas(ax, _WIDTH, _HEIGHT) as axes:
        _draw(axes, [q.ordered for q in quantities], at, _texts(named, changes, told, at, labels))
        money_axis(axes.xaxis, largest, labels)
        axes.set_xlabel(quantities[0].title)
        axes.set_ylabel(labels.probability_kept)
    return axes


def finish_curves(
    runs: Runs, ax: Axes | None = None, at: float = 80, *, labels: Labels = ENGLISH
) -> Axes:
    """Draw the probability of finishing by each date in several runs, and what changes.

    Where a plan has no start, all are drawn in working days.

    Parameters
    ----------
    runs : sequence of SimulationResult, or mapping of str to SimulationResult
        Two to five; the others are held against the first. A mapping gives them names.
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    at : float [percent]
        The P-level at which the changes are told, each with its error.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If there are too few or too many runs, if one has no schedule, or if the level cannot be.
    """
    named = _named(runs)
    dated = all(run.has_dates for run in named.values())
    changes = _changes(named, at, "finish" if dated else "duration")
    if dated:
        curves = [finish_of(run, (), labels).ordered for run in named.values()]
    else:
        curves = [np.sort(run.duration.values) for run in named.values()]
    unit = labels.calendar_days if dated else labels.days
    told = [f"{_days(change, at)} {unit}" for _, change in changes]
    with canvas(ax, _WIDTH, _HEIGHT) as axes:
        _draw(axes, curves, at, _texts(named, changes, told, at, labels))
        low, high = axes.get_xlim()
        if dated:
            date_axis(axes.xaxis, high - low)
        else:
            days_axis(axes.xaxis)
        axes.set_xlabel(labels.finish if dated else f"{labels.duration} ({labels.days})")
        axes.set_ylabel(labels.probability_kept)
    return axes


def _named(runs: Runs) -> dict[str, SimulationResult]:
    """Return the runs by name: those given, or what tells each from the first."""
    refuse_other(runs, Iterable, _SEVERAL)
    several = list(runs.values() if isinstance(runs, Mapping) else runs)
    for run in several:
        refuse_other(run, SimulationResult, "a run, as of rp.simulate(plan),")
    if isinstance(runs, Mapping):
        named = dict(runs)
    else:
        names = [compare(several[0], run, at=_ANY_LEVEL) for run in several[1:]]
        firsts = [names[0].first] if names else []
        texts = [*firsts, *(one.second for one in names)]
        named = dict(zip(texts, several, strict=True)) if names else {}
        if len(named) < len(several):
            named = {f"{n}": run for n, run in enumerate(several, start=1)}
    if not 2 <= len(named) <= len(_LOOKS):
        raise RequestError(
            f"two to {len(_LOOKS)} runs are compared on one picture (got {len(named)})"
        )
    return named


def _changes(
    named: Mapping[str, SimulationResult], at: float, quantity: str
) -> list[tuple[RunComparison, RunDifference]]:
    """Return what changes from the first run to each of the others."""
    first, *others = named.values()
    found = [compare(first, other, at=(at,)) for other in others]
    return [(one, one.change(quantity)) for one in found]


def _texts(
    named: Mapping[str, SimulationResult],
    changes: Sequence[tuple[RunComparison, RunDifference]],
    told: Sequence[str],
    at: float,
    labels: Labels,
) -> list[str]:
    """Return what the legend says of each run."""
    first, *others = named
    texts = [first]
    for name, (one, change), text in zip(others, changes, told, strict=True):
        signed = f"+{text}" if change.level(at) > 0 else text.replace("-", "−")
        said = labels.change.format(change=signed, at=f"{at:g}")
        texts.append(f"{name}: {said}" + ("" if one.paired else f", {labels.not_paired}"))
    return texts


def _days(change: RunDifference, at: float) -> str:
    level = change.level(at)
    return estimate_text(level.value, level.error)


def _draw(axes: Axes, curves: Sequence[FloatArray], at: float, texts: Sequence[str]) -> None:
    share = at / 100.0
    ends = []
    for ordered, (colour, dashes), text in zip(curves, _LOOKS, texts, strict=False):
        count = len(ordered)
        ranks = np.unique(np.linspace(0, count - 1, min(count, _POINTS)).astype(int))
        axes.plot(
            np.concatenate([ordered[:1], ordered[ranks]]),
            np.concatenate([[0.0], (ranks + 1) / count]),
            color=colour,
            linestyle=dashes,
            linewidth=2.0,
            label=text,
            zorder=3,
        )
        ends.append(float(ordered[min(max(int(np.ceil(share * count - 1e-9)), 1), count) - 1]))
        axes.plot(ends[-1:], [share], color=colour, marker="o", markersize=5.5, zorder=4)
    axes.plot([min(ends), max(ends)], [share, share], color=MUTED, linewidth=1.0, zorder=2)
    low = min(float(ordered[int(_TAIL * len(ordered))]) for ordered in curves)
    high = max(float(ordered[-1 - int(_TAIL * len(ordered))]) for ordered in curves)
    room = 0.03 * (high - low) or 1.0
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(0.0, 1.0)
    percent_axis(axes.yaxis)
    axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 1.01),
        borderaxespad=0.0,
        fontsize=SMALL,
        handlelength=2.6,
    )
