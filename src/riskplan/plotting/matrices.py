"""The risk matrix with the risks in it: numbered markers laid out side by side in their cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch, Rectangle
from matplotlib.text import Text

from riskplan._format import shortened
from riskplan.analysis import Placement, Placements
from riskplan.errors import RequestError
from riskplan.model import Basis, Kind, RiskMatrix, Scale
from riskplan.plotting.cells import CELL_HEIGHT, Marker, layout, outline
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.style import (
    GRID,
    HELP,
    INK,
    MAIN,
    MUTED,
    SMALL,
    Sheet,
    band_colours,
    canvas,
    name_ticks,
)
from riskplan.plotting.ticks import exact_percent, money_text

__all__ = ["heat_map", "heat_maps"]

_KEY_LINE = 11.5
_KEY_WIDTH = 44
_FONT_SHARE = 0.5
_LARGEST_FONT = 9.0
_POINTS_PER_INCH = 72.0


def heat_map(
    placements: Placements,
    ax: Axes | None = None,
    *,
    numbers: Mapping[str, int] | None = None,
    key: bool = True,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw the risk matrix: probability upwards, impact to the right, each risk in its cell.

    Threats are circles and opportunities are diamonds.

    Parameters
    ----------
    placements : Placements
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    numbers : mapping of str to int, optional
        The number of each risk id; `placements.numbers` unless given.
    key : bool
        Whether to list numbers and names beside the matrix.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If numbers are given, and none to one of the risks.

    Examples
    --------
    >>> import riskplan as rp
    >>> flood = rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(8)])
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("dam", "Dam", 100)], risks=[flood])
    >>> heat_map(rp.place_risks(plan)).get_xlabel()
    'Impact'
    """
    chosen = placements.numbers if numbers is None else numbers
    markers = [Marker(risk, _number(risk, chosen)) for risk in placements]
    return _draw(placements.matrix, markers, ax, key=key, labels=labels)


def heat_maps(
    inherent: Placements,
    planned: Placements,
    ax: Axes | None = None,
    *,
    numbers: Mapping[str, int] | None = None,
    key: bool = True,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw on one matrix where the risks are before and after responses, with arrows between.

    Parameters
    ----------
    inherent, planned : Placements
        The same risks before and after responses.
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    numbers : mapping of str to int, optional
        The number of each risk id; `inherent.numbers` unless given, and then those of the risks
        that only responses bring.
    key : bool
        Whether to list numbers and names beside the matrix.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If numbers are given, and none to one of the risks.
    """
    chosen = inherent.numbers_with(planned) if numbers is None else numbers
    after = {risk.id: (risk.row, risk.column) for risk in planned}
    moved = [r for r in inherent if after.get(r.id, (r.row, r.column)) != (r.row, r.column)]
    markers = [Marker(risk, _number(risk, chosen)) for risk in planned]
    markers += [Marker(risk, _number(risk, chosen), is_ghost=True) for risk in moved]
    return _draw(planned.matrix, markers, ax, key=key, labels=labels)


def _number(risk: Placement, numbers: Mapping[str, int]) -> int:
    if risk.id not in numbers:
        raise RequestError(f'numbers has none for the risk "{risk.id}"; give each risk one')
    return numbers[risk.id]


def _draw(
    matrix: RiskMatrix,
    markers: Sequence[Marker],
    ax: Axes | None,
    *,
    key: bool,
    labels: Labels,
) -> Axes:
    rows, columns = len(matrix.probability.levels), len(matrix.cost.levels)
    risks = {marker.number: marker.risk for marker in markers}
    width = 1.05 * columns + (4.6 if key and risks else 1.0)
    height = max(1.05 * CELL_HEIGHT * rows + 1.2, key * len(risks) * _KEY_LINE / 72.0 + 0.4)
    with canvas(ax, width, height) as axes:
        _draw_cells(axes, matrix, labels)
        texts = _draw_markers(axes, markers)
        _draw_legend(axes, matrix, markers, labels)
        if key:
            _draw_key(axes, risks)
        if not risks:
            middle = (columns / 2.0, rows / 2.0)
            axes.text(*middle, labels.nothing_to_place, ha="center", va="center", color=MUTED)
        if isinstance(axes.figure, Sheet):
            # How large a marker is on paper is known only once the layout is settled.
            axes.figure.draw_without_rendering()
        _fit(texts, axes, layout(markers)[0] / columns)
    return axes


def _draw_cells(axes: Axes, matrix: RiskMatrix, labels: Labels) -> None:
    colours = band_colours(len(matrix.bands))
    rows, columns = len(matrix.probability.levels), len(matrix.cost.levels)
    for row in range(rows):
        for column in range(columns):
            colour = colours[matrix.band_index(matrix.score(row, column))]
            axes.add_patch(
                Rectangle((column, row), 1, 1, facecolor=colour, edgecolor="white", linewidth=1.5)
            )
    axes.set_xlim(0, columns)
    axes.set_ylim(0, rows)
    axes.set_aspect(CELL_HEIGHT)
    axes.set_anchor("NW")
    axes.spines[:].set_visible(False)
    name_ticks(axes.xaxis, _impact_levels(matrix, labels), first=0.5)
    name_ticks(axes.yaxis, _probability_levels(matrix, labels), first=0.5)
    axes.tick_params(length=0)
    axes.set_xlabel(labels.impact)
    axes.set_ylabel(labels.probability)


def _probability_levels(matrix: RiskMatrix, labels: Labels) -> list[str]:
    scale = matrix.probability
    ranges = _ranges(scale, exact_percent)
    return [f"{labels.named(n)}\n{r}" for n, r in zip(scale.levels, ranges, strict=True)]


def _impact_levels(matrix: RiskMatrix, labels: Labels) -> list[str]:
    """Return the names of the columns with the ranges of cost and delay that they stand for."""
    cost, delay = matrix.cost, matrix.delay
    if cost == delay and cost.basis is Basis.SHARE_OF_BASE:
        lines = [[labels.share_cut.format(range=text)] for text in _ranges(cost, exact_percent)]
    else:
        of_cost = [labels.cost_cut.format(range=r) for r in _ranges(cost, _writer(cost, labels))]
        of_delay = [
            labels.delay_cut.format(range=r) for r in _ranges(delay, _writer(delay, labels))
        ]
        lines = [list(pair) for pair in zip(of_cost, of_delay, strict=True)]
    names = map(labels.named, cost.levels)
    return ["\n".join([name, *rest]) for name, rest in zip(names, lines, strict=True)]


def _writer(scale: Scale, labels: Labels) -> Callable[[float], str]:
    if scale.basis is Basis.SHARE_OF_BASE:
        return exact_percent
    return lambda cut: money_text(cut, labels)


def _ranges(scale: Scale, write: Callable[[float], str]) -> list[str]:
    """Return the range of each level of a scale."""
    cuts = [write(cut) for cut in scale.cuts]
    between = [f"{low} – {high}" for low, high in pairwise(cuts)]
    return [f"≤ {cuts[0]}", *between, f"> {cuts[-1]}"]


def _draw_markers(axes: Axes, markers: Sequence[Marker]) -> list[Text]:
    diameter, places = layout(markers)
    ghosts = {marker.risk.id: places[marker] for marker in markers if marker.is_ghost}
    texts = []
    for marker in markers:
        x, y = places[marker]
        threat = marker.risk.kind is Kind.THREAT
        colour = MUTED if marker.is_ghost else MAIN if threat else HELP
        axes.add_patch(
            outline(
                marker,
                (x, y),
                diameter,
                facecolor="white" if marker.is_ghost else colour,
                edgecolor=colour,
                linestyle=":" if marker.is_ghost else "-",
                linewidth=0.9,
                zorder=3,
            )
        )
        text = axes.text(x, y, str(marker.number), ha="center", va="center_baseline", zorder=4)
        text.set_color(MUTED if marker.is_ghost else "white")
        texts.append(text)
        if not marker.is_ghost and marker.risk.id in ghosts:
            _draw_arrow(axes, ghosts[marker.risk.id], (x, y), diameter)
    return texts


def _draw_arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], diameter: float
) -> None:
    """Draw an arrow from the rim of one marker to the rim of another."""
    run, rise = end[0] - start[0], (end[1] - start[1]) * CELL_HEIGHT
    share = 0.5 * diameter / math.hypot(run, rise)
    step = (share * run, share * rise / CELL_HEIGHT)
    axes.add_patch(
        FancyArrowPatch(
            (start[0] + step[0], start[1] + step[1]),
            (end[0] - step[0], end[1] - step[1]),
            arrowstyle="-|>",
            connectionstyle="arc3,rad=0.18",
            mutation_scale=7.0,
            shrinkA=0.0,
            shrinkB=0.5,
            color=INK,
            linewidth=0.8,
            alpha=0.65,
            zorder=2,
        )
    )


def _draw_key(axes: Axes, risks: Mapping[int, Placement]) -> None:
    for line, (number, risk) in enumerate(sorted(risks.items())):
        for offset, text, side in (
            (26.0, str(number), "right"),
            (31.0, shortened(risk.name, _KEY_WIDTH), "left"),
        ):
            axes.annotate(
                text,
                (1.0, 1.0),
                xycoords="axes fraction",
                xytext=(offset, -line * _KEY_LINE),
                textcoords="offset points",
                horizontalalignment=side,
                verticalalignment="top",
                fontsize=SMALL,
                color=INK if side == "left" else MUTED,
            )


def _draw_legend(axes: Axes, matrix: RiskMatrix, markers: Sequence[Marker], labels: Labels) -> None:
    shapes = {
        Kind.THREAT: Line2D([], [], ls="", marker="o", ms=7, color=MAIN, label=labels.threat),
        Kind.OPPORTUNITY: Line2D(
            [], [], ls="", marker="D", ms=6, color=HELP, label=labels.opportunity
        ),
    }
    handles: list[Artist] = [
        Patch(facecolor=colour, edgecolor=GRID, label=labels.named(band.name))
        for colour, band in zip(band_colours(len(matrix.bands)), matrix.bands, strict=True)
    ]
    kinds = {marker.risk.kind for marker in markers}
    handles += [shape for kind, shape in shapes.items() if kind in kinds]
    if any(marker.is_ghost for marker in markers):
        hollow = Line2D([], [], ls="", marker="o", ms=7, color=MUTED, label=labels.before)
        hollow.set_markerfacecolor("white")
        handles.append(hollow)
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=len(handles),
        borderaxespad=0.3,
        handlelength=1.1,
        columnspacing=1.2,
        handletextpad=0.5,
    )


def _fit(texts: Sequence[Text], axes: Axes, share: float) -> None:
    """Give the numbers a size that stays inside a marker as wide as this share of the axes."""
    axes.apply_aspect()
    inches = axes.get_window_extent().width / axes.figure.dpi
    points = share * inches * _POINTS_PER_INCH
    for text in texts:
        text.set_fontsize(min(_FONT_SHARE * points, _LARGEST_FONT))
