"""How a percentile settles: its course over the iterations, with the band of its error."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from riskplan._format import estimate_text, number_text
from riskplan.analysis import Convergence, Course
from riskplan.errors import RequestError
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.style import GRID, MAIN, MUTED, SMALL, canvas, shades
from riskplan.plotting.ticks import days_axis, money_axis, money_text

__all__ = ["convergence_curve"]

_WIDTH, _HEIGHT = 5.4, 3.2
_ROOM = 1.15
_MANY = 100


def convergence_curve(
    course: Course | Convergence, ax: Axes | None = None, *, labels: Labels = ENGLISH
) -> Axes:
    """Draw a percentile after more and more iterations, and the 95 % interval around it.

    Parameters
    ----------
    course : Course or Convergence
        `precision(run).cost` or `precision(run).duration`; of `precision(run)` itself the cost is
        drawn, or the duration where nothing costs money.
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
        If it is neither.

    Examples
    --------
    >>> import riskplan as rp
    >>> from riskplan.analysis import precision
    >>> plan = rp.Plan("Bridge", costs=[rp.CostItem("all", "All", rp.Pert(4e6, 5e6, 9e6))])
    >>> ax = convergence_curve(precision(rp.simulate(plan, iterations=1_000, seed=1)).cost)
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('Iterations', 'Total cost')
    """
    course = _course_of(course)
    counts, values = course.iterations, [level.value for level in course.values]
    closed = [(count, level) for count, level in course if math.isfinite(level.error)]
    with canvas(ax, _WIDTH, _HEIGHT) as axes:
        axes.fill_between(
            [count for count, _ in closed],
            [level.low for _, level in closed],
            [level.high for _, level in closed],
            color=shades(5)[0],
            linewidth=0.0,
            label=labels.interval,
        )
        axes.axhline(course.last.value, color=MUTED, linewidth=0.8, linestyle=":")
        axes.plot(counts, values, color=MAIN, linewidth=2.0, gid="course", zorder=3)
        axes.plot(counts[-1:], values[-1:], color=MAIN, marker="o", markersize=5.5, zorder=4)
        axes.set_xscale("log")
        axes.set_xlim(counts[0] / _ROOM, counts[-1] * _ROOM)
        has_many = counts[-1] >= _MANY * counts[0]
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0,) if has_many else (1.0, 2.0, 5.0)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda count, _: number_text(count)))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set_xlabel(labels.iterations)
        axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
        text = _write_quantity(axes, course, labels)
        axes.annotate(
            f"P{course.at:g}  {text}",
            (1.0, course.last.value),
            xycoords=axes.get_yaxis_transform(),
            xytext=(6.0, 0.0),
            textcoords="offset points",
            verticalalignment="center",
            fontsize=SMALL,
            color=MAIN,
            fontweight="bold",
        )
        axes.legend(loc="upper right")
    return axes


def _course_of(given: Course | Convergence) -> Course:
    """Return a course itself, or the first of those that a precision has."""
    course = next(iter(given), None) if isinstance(given, Convergence) else given
    if not isinstance(course, Course):
        raise RequestError(
            f"the course of a percentile is wanted (got {type(course).__name__}); "
            "rp.precision(run).cost or rp.precision(run).duration is one"
        )
    return course


def _write_quantity(axes: Axes, course: Course, labels: Labels) -> str:
    """Set the vertical axis, and return the percentile as it is written beside it."""
    if course.quantity == "duration":
        axes.set_ylabel(f"{labels.duration} ({labels.days})")
        days_axis(axes.yaxis)
        return estimate_text(course.last, course.last.error)
    largest = max(abs(level) for level in course.values)
    axes.set_ylabel(f"{labels.cost} ({course.unit})" if course.unit else labels.cost)
    money_axis(axes.yaxis, largest, labels)
    return money_text(course.last, labels, largest)
