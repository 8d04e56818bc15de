"""The order of the matrix beside the simulated one, with a line for each risk."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from riskplan._format import shortened
from riskplan.analysis import MatrixOrder, RankedRisk
from riskplan.errors import RequestError
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.style import ACCENT, INK, MUTED, SMALL, canvas
from riskplan.plotting.ticks import money_text

__all__ = ["matrix_slopes"]

_WIDTH, _ROW, _FRAME = 7.6, 0.27, 0.9
_MOST = 20
_NAME = 30


def matrix_slopes(order: MatrixOrder, ax: Axes | None = None, *, labels: Labels = ENGLISH) -> Axes:
    """Draw each risk at its place by the matrix and by its effect, joined by a line.

    Lines that cross are pairs that the two order differently; risks that the matrix ranks wrongly
    beyond doubt stand out. On the left, risks of one score stand in the order of their effects.

    Parameters
    ----------
    order : MatrixOrder
        Such as ``rp.reconcile_matrix(run).cost``; the 20 largest effects are drawn.
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
        If it is no such order.

    Examples
    --------
    >>> import riskplan as rp
    >>> risks = [rp.Risk(f"r{n}", f"Risk {n}", 0.1 * n, impacts=[rp.CostImpact(100 / n**2)])
    ...          for n in range(1, 6)]
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("dam", "Dam", 500)], risks=risks)
    >>> check = rp.reconcile_matrix(rp.simulate(plan, iterations=1_000, seed=1))
    >>> len(matrix_slopes(check.cost).lines)
    5
    """
    given: object = order
    if not isinstance(given, MatrixOrder):
        raise RequestError(
            "the order of one quantity is wanted, such as rp.reconcile_matrix(run).cost "
            f"(got {type(given).__name__})"
        )
    rows = order.rows[:_MOST]
    by_matrix = sorted(rows, key=lambda row: (-row.score, rows.index(row)))
    largest = max((abs(row.effect.value) for row in rows), default=0.0)
    with canvas(ax, _WIDTH, _FRAME + _ROW * len(rows)) as axes:
        for right, row in enumerate(rows):
            left = by_matrix.index(row)
            _draw_line(axes, row, left, right)
            score = labels.score.format(score=f"{row.score:g}")
            _write(axes, 0.0, left, f"{shortened(row.name, _NAME)}  ({score})", row)
            effect = _effect_text(row, order, labels, largest)
            _write(axes, 1.0, right, f"{shortened(row.name, _NAME)}  {effect}", row)
        _frame(axes, rows, len(order), labels)
    return axes


def _draw_line(axes: Axes, row: RankedRisk, left: int, right: int) -> None:
    axes.plot(
        [0.0, 1.0],
        [left, right],
        color=ACCENT if row.misplaced else MUTED,
        linewidth=2.2 if row.misplaced else 1.1,
        marker="o",
        markersize=4.5,
        clip_on=False,
        zorder=3 if row.misplaced else 2,
    )


def _write(axes: Axes, x: float, y: float, text: str, row: RankedRisk) -> None:
    axes.annotate(
        text,
        (x, y),
        xytext=(-9.0 if x < 0.5 else 9.0, 0.0),
        textcoords="offset points",
        horizontalalignment="right" if x < 0.5 else "left",
        verticalalignment="center",
        fontsize=SMALL,
        color=ACCENT if row.misplaced else INK,
        parse_math=False,
    )


def _effect_text(row: RankedRisk, order: MatrixOrder, labels: Labels, largest: float) -> str:
    if order.quantity == "days":
        return f"{row.effect} {labels.days}"
    return f"{money_text(row.effect, labels, largest)} {order.unit}".rstrip()


def _frame(axes: Axes, rows: Sequence[RankedRisk], count: int, labels: Labels) -> None:
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks([0.0, 1.0], [labels.by_the_matrix, labels.by_its_effect])
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0)
    axes.set_yticks([])
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(False)
    kinds = [(ACCENT, labels.misplaced), (MUTED, labels.placed_well)]
    left_out = labels.larger_effects.format(shown=len(rows), count=count)
    axes.legend(
        handles=[Line2D([], [], color=c, marker="o", markersize=4.5, label=n) for c, n in kinds],
        title=left_out if count > len(rows) else None,
        title_fontsize=SMALL,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.01),
        ncols=2,
        borderaxespad=0.2,
    )
