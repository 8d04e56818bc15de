"""The critical paths as bars: how often each was the one that decided the finish."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from riskplan._format import display_width, shortened
from riskplan.analysis import CriticalPath, CriticalPaths
from riskplan.analysis.paths import telling_places
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.requests import refuse_bad_most
from riskplan.plotting.style import GRID, INK, MAIN, MUTED, SMALL, canvas, name_ticks
from riskplan.plotting.ticks import percent_axis, short_percent
from riskplan.results import Estimate

__all__ = ["path_bars"]

_WIDTH = 8.6
_LINE_HEIGHT = 0.165
_MOST = 10
_NAME_WIDTH = 56
_PART_WIDTH = 24
_MOST_LINES = 3
_ARROW = " → "
_SHORT = 4


def path_bars(
    paths: CriticalPaths,
    ax: Axes | None = None,
    *,
    most: int = _MOST,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw in which share of the iterations each path was critical, with its interval.

    Names of long paths are cut to what tells them apart: activities that are on all of those
    drawn are left out, and a note says how many; and of very long ones all but a few that the
    others do not share.

    Parameters
    ----------
    paths : CriticalPaths
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    most : int
        How many paths to show; one more bar stands for the others.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import riskplan as rp
    >>> laws = {"sea": rp.Uniform(0, 4), "road": rp.Uniform(1, 3)}
    >>> ways = [rp.Activity(name, name.title(), law) for name, law in laws.items()]
    >>> plan = rp.Plan("P", activities=[*ways, rp.Milestone("here", "Here", after=["sea", "road"])])
    >>> paths = rp.critical_paths(plan, rp.simulate(plan, iterations=1_000, seed=1))
    >>> sorted(tick.get_text() for tick in path_bars(paths).get_yticklabels())
    ['Road → Here', 'Sea → Here']
    """
    refuse_bad_most(most)
    shown = paths.rows[:most]
    common = _common(shown)
    names = _labels(shown, common)
    shares = [path.share.value for path in shown]
    texts = [_percent(path.share) for path in shown]
    colours = [MAIN] * len(shown)
    if paths.count > len(shown):
        names.append(labels.other_paths.format(count=f"{paths.count - len(shown):,}"))
        shares.append(max(1.0 - math.fsum(shares), 0.0))
        is_rest = len(shown) == len(paths)
        texts.append(_percent(paths.rest) if is_rest else short_percent(shares[-1]))
        colours.append(MUTED)
    positions = range(len(names) - 1, -1, -1)
    lines = max((name.count("\n") + 1 for name in names), default=1)
    height = 1.1 + (0.1 + _LINE_HEIGHT * lines) * max(len(names), 2)
    with canvas(ax, _WIDTH, height) as axes:
        axes.barh(positions, shares, height=0.68, color=colours)
        for position, path in zip(positions, shown, strict=False):
            ends = [path.share.low, path.share.high]
            axes.plot(ends, [position] * 2, color=INK, linewidth=1.0, marker="|", markersize=5.0)
        for position, text in zip(positions, texts, strict=True):
            axes.text(
                1.01,
                position,
                text,
                transform=axes.get_yaxis_transform(),
                verticalalignment="center",
                fontsize=SMALL,
            )
        name_ticks(axes.yaxis, names[::-1])
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_ylim(-0.7, len(names) - 0.3)
        axes.set_xlim(left=0.0)
        axes.xaxis.grid(visible=True, color=GRID, linewidth=0.8)
        percent_axis(axes.xaxis)
        note = [labels.on_all_paths.format(count=len(common))] if common else []
        axes.set_xlabel("\n".join([labels.path_share, *note]))
    return axes


def _percent(share: Estimate) -> str:
    return f"{share.scaled(100.0)} %"


def _labels(paths: Sequence[CriticalPath], common: frozenset[str]) -> list[str]:
    """Return what tells paths apart: by names where they do, else by ids; whole where it fits."""
    whole = [[place for place, id_ in enumerate(path.ids) if id_ not in common] for path in paths]
    chains = [path.ids for path in paths]
    # What has nothing that the others lack is named by its ends.
    telling = [
        places or [0, len(chain) - 1][: len(chain)]
        for places, chain in zip(telling_places(chains), chains, strict=True)
    ]
    tries = [
        [
            _lines(_parts(getattr(path, field), chosen))
            for path, chosen in zip(paths, places, strict=True)
        ]
        for field in ("names", "ids")
        for places in (whole, telling)
    ]
    found = next((texts for texts in tries if _are_good(texts)), None)
    if found is None:
        # A path within another has nothing that the other lacks: their places tell them apart.
        found = [[f"{number}:", *lines] for number, lines in enumerate(tries[0], 1)]
    return ["\n".join(_cut(lines)) for lines in found]


def _parts(stations: Sequence[str], places: Sequence[int]) -> list[str]:
    """Return the stations at some places, each as long as fits into a line with others."""
    return [shortened(stations[place], _PART_WIDTH) for place in places]


def _are_good(texts: Sequence[Sequence[str]]) -> bool:
    """Return whether none is too long, and all differ."""
    return all(len(lines) <= _MOST_LINES for lines in texts) and len(set(map(tuple, texts))) == len(
        texts
    )


def _common(paths: Sequence[CriticalPath]) -> frozenset[str]:
    """Return the activities that are on all of some long paths, and so tell none from another."""
    if len(paths) < 2 or all(len(path.ids) <= _SHORT for path in paths):
        return frozenset()
    return frozenset.intersection(*(frozenset(path.ids) for path in paths))


def _lines(parts: Sequence[str]) -> list[str]:
    """Return the stations of a path in lines that are not too wide."""
    lines = [""]
    for number, part in enumerate(parts or ["…"]):
        step = f"{_ARROW if number else ''}{part}"
        if lines[-1] and display_width(lines[-1] + step) > _NAME_WIDTH:
            lines.append(step.strip())
        else:
            lines[-1] += step
    return lines


def _cut(lines: Sequence[str]) -> Sequence[str]:
    if len(lines) <= _MOST_LINES:
        return lines
    return [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} {_ARROW.strip()} …"]
