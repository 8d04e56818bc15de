"""The Gantt chart: base bars, shaded by criticality, with the range of each simulated finish."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import frozen
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from riskplan._format import shortened
from riskplan.analysis import ActivityRisks, Timetable, TimetableRow
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.requests import refuse_bad_most
from riskplan.plotting.style import ACCENT, GRID, INK, MUTED, SMALL, canvas, name_ticks, shades
from riskplan.plotting.ticks import (
    date_axis,
    date_number,
    days_axis,
    exact_percent,
    short_date,
)

__all__ = ["gantt"]

_WIDTH = 8.6
_ROW_HEIGHT = 0.185
_NAME_WIDTH = 44
_MOST_ROWS = 60
_MOST_DRIVERS = 20
_MOST_DATES = 8
_FEWEST_PHASES = 2
_CUTS = (0.05, 0.25, 0.5, 0.8)


@frozen
class _Line:
    """One line of the chart, its times on the axis; the shade of a phase is that of its peak."""

    row: TimetableRow
    start: float
    finish: float
    low: float
    high: float
    is_phase: bool
    shade: float | None


def gantt(
    timetable: Timetable,
    ax: Axes | None = None,
    *,
    risks: ActivityRisks | None = None,
    most: int = _MOST_ROWS,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw the base plan as bars, and the range of each simulated finish as a whisker.

    Where there are more activities than can be read, only their phases are drawn, each in the
    shade of its most critical activity, and those activities that move the finish most; or else
    the most critical ones. A note says so.

    Parameters
    ----------
    timetable : Timetable
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    risks : ActivityRisks, optional
        What tells which activities to single out where the others are rolled up.
    most : int
        How many activities to draw at most.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Dig", start="2026-01-05", activities=[rp.Activity("dig", "Dig", 10)])
    >>> run = rp.simulate(plan, iterations=100, seed=1)
    >>> [tick.get_text() for tick in gantt(rp.timetable(plan, run)).get_yticklabels()]
    ['Dig']
    """
    refuse_bad_most(most)
    rows, note = _rows(timetable, risks, most, labels)
    is_rolled_up = len(timetable) > most
    lines = [_line(row, timetable, is_rolled_up) for row in rows]
    with canvas(ax, _WIDTH, 1.3 + _ROW_HEIGHT * len(lines)) as axes:
        for position, line in enumerate(lines):
            _draw_line(axes, position, line)
        axes.set_ylim(len(lines) - 0.3, -0.8)
        name_ticks(axes.yaxis, [shortened(line.row.name, _NAME_WIDTH) for line in lines])
        for tick, line in zip(axes.get_yticklabels(), lines, strict=True):
            tick.set_fontweight("bold" if line.is_phase else "normal")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.xaxis.grid(visible=True, color=GRID, linewidth=0.8)
        begin, end = min(line.start for line in lines), max(line.high for line in lines)
        if timetable.has_dates:
            date_axis(axes.xaxis, end - begin, _MOST_DATES)
        else:
            days_axis(axes.xaxis)
            axes.set_xlabel(labels.working_day)
        if note:
            axes.set_xlabel("\n".join(filter(None, [axes.get_xlabel(), note])))
        _draw_deadline(axes, timetable, labels)
        _draw_legend(axes, timetable, lines, labels)
    return axes


def _rows(
    timetable: Timetable, risks: ActivityRisks | None, most: int, labels: Labels
) -> tuple[list[TimetableRow], str]:
    """Return the rows to draw, phases before their activities, and what to say of the others."""
    count = len(timetable)
    if count <= most:
        return _by_phase(timetable, timetable.rows), ""
    if _FEWEST_PHASES <= len(timetable.phases) <= most:
        room = most - len(timetable.phases)
        note = labels.rolled_up.format(count=f"{count:,}") + labels.shaded_phases
        drivers = set() if risks is None else _drivers(risks, min(room, _MOST_DRIVERS))
        if drivers:
            note += "\n" + labels.singled_out.format(shown=len(drivers))
        milestones = {row.id for row in timetable if row.is_milestone}
        kept = drivers | (milestones if len(milestones | drivers) <= room else set())
        return _by_phase(timetable, [row for row in timetable if row.id in kept]), note
    ranked = sorted(timetable, key=lambda row: (-(row.criticality or 0.0), row.days.start))
    shown = {row.id for row in ranked[:most]}
    note = labels.most_critical.format(shown=most, count=f"{count:,}")
    return _by_phase(timetable, [row for row in timetable if row.id in shown]), note


def _drivers(risks: ActivityRisks, most: int) -> set[str]:
    """Return the ids of the activities that surely move the mean finish, the largest first."""
    effects = [(row.id, row.days_effect) for row in risks.by_days()]
    sure = [id_ for id_, days in effects if days is not None and abs(days) > days.error]
    return set(sure[:most])


def _by_phase(timetable: Timetable, rows: Sequence[TimetableRow]) -> list[TimetableRow]:
    """Return rows in order of time, each group behind its phase, those without one last."""
    ordered = sorted(rows, key=lambda row: (row.days.start, row.days.finish))
    grouped: list[TimetableRow] = []
    for phase in timetable.phases:
        grouped += [phase, *(row for row in ordered if row.phase == phase.id)]
    known = {phase.id for phase in timetable.phases}
    return grouped + [row for row in ordered if row.phase not in known]


def _line(row: TimetableRow, timetable: Timetable, is_rolled_up: bool) -> _Line:
    is_phase = row.criticality is None
    shade: float | None = row.criticality
    if is_phase and is_rolled_up:
        shade = timetable.peak_criticality(row.id)
    if row.dates is None or not timetable.has_dates:
        days = row.days
        return _Line(row, days.start, days.finish, days.low, days.high, is_phase, shade)
    dates = row.dates
    start, finish = date_number(dates.start), date_number(dates.finish)
    low, high = date_number(dates.low), date_number(dates.high)
    return _Line(row, start, finish, low, high, is_phase, shade)


def _draw_line(axes: Axes, position: int, line: _Line) -> None:
    width = line.finish - line.start
    if line.row.is_milestone:
        axes.plot([line.finish], [position], color=INK, marker="D", markersize=5.5, zorder=4)
    elif line.shade is None:
        axes.barh(position, width, left=line.start, height=0.22, color=INK)
    else:
        bars = axes.barh(position, width, left=line.start, height=0.62, color=_shade(line.shade))
        if line.is_phase:
            bars[0].set(edgecolor=INK, linewidth=0.9)
    axes.plot(
        [line.low, line.high],
        [position, position],
        color=ACCENT,
        linewidth=1.3,
        marker="|",
        markersize=6.0,
        zorder=3,
    )


def _shade(share: float) -> str:
    return shades(len(_CUTS) + 1)[sum(share >= cut for cut in _CUTS)]


def _draw_deadline(axes: Axes, timetable: Timetable, labels: Labels) -> None:
    if timetable.deadline is None or not timetable.has_dates:
        return
    # A deadline is kept until the end of its day.
    x = date_number(timetable.deadline) + 1.0
    axes.axvline(x, color=INK, linewidth=1.1, linestyle=(0, (5, 3)))
    axes.annotate(
        f"{labels.deadline} {short_date(timetable.deadline)}",
        (x, 1.0),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0.0, 3.0),
        textcoords="offset points",
        horizontalalignment="right",
        fontsize=SMALL,
    )


def _draw_legend(axes: Axes, timetable: Timetable, lines: Sequence[_Line], labels: Labels) -> None:
    edges = [exact_percent(cut) for cut in _CUTS]
    names = [
        labels.below.format(share=edges[0]),
        *(f"{low} – {high}" for low, high in pairwise(edges)),
        f"≥ {edges[-1]}",
    ]
    handles: list[Artist] = []
    has_shades = any(line.shade is not None and not line.row.is_milestone for line in lines)
    if has_shades:
        handles += [
            Patch(color=colour, label=name)
            for colour, name in zip(shades(len(names)), names, strict=True)
        ]
    whisker = labels.finish_range.format(low=f"{timetable.low:g}", high=f"{timetable.high:g}")
    handles.append(Line2D([], [], color=ACCENT, marker="|", markersize=6, label=whisker))
    if any(line.row.is_milestone for line in lines):
        handles.append(
            Line2D([], [], color=INK, marker="D", markersize=5, ls="", label=labels.milestone)
        )
    phases = [line for line in lines if line.is_phase]
    if any(line.shade is None for line in phases):
        handles.append(Line2D([], [], color=INK, linewidth=3, label=labels.phase))
    elif phases:
        handles.append(Patch(facecolor="none", edgecolor=INK, linewidth=0.9, label=labels.phase))
    axes.legend(
        handles=handles,
        title=labels.critical if has_shades else None,
        title_fontsize=SMALL,
        alignment="left",
        loc="upper left",
        bbox_to_anchor=(1.01, 1.0),
        borderaxespad=0.0,
        handlelength=1.4,
        labelcolor=MUTED,
    )
