"""Funding curves: what is spent month by month, with base, P-levels, and the money there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from riskplan._typing import FloatArray
from riskplan.analysis import CashFlow
from riskplan.errors import RequestError
from riskplan.plotting.labels import ENGLISH, Labels
from riskplan.plotting.style import ACCENT, GRID, INK, MAIN, canvas, shades
from riskplan.plotting.ticks import date_axis, date_number, money_axis, money_text
from riskplan.results import Estimate

__all__ = ["funding_curve"]

_WIDTH, _HEIGHT = 7.0, 3.6
_ROOM = 1.05
# So long an axis has months on it, not days.
_MONTHS_ONLY = 201.0


def funding_curve(
    flow: CashFlow,
    ax: Axes | None = None,
    at: float = 80,
    *,
    band: tuple[float, float] = (10, 90),
    cumulative: bool = True,
    cap: float | Sequence[float] | None = None,
    labels: Labels = ENGLISH,
) -> Axes:
    """Draw what is spent up to the end of each month, or in it, as a band of percentiles.

    Parameters
    ----------
    flow : CashFlow
    ax : matplotlib.axes.Axes, optional
        Where to draw; on a new figure unless given.
    at : float [percent]
        The P-level that is drawn as a line.
    band : tuple of float [percent]
        The P-levels at the edges of the band.
    cumulative : bool
        Whether to draw what is spent up to the end of each month.
    cap : float or sequence of float, optional [currency]
        The money that there is, in every month or for each; the plan's own funding, or monthly
        cap, unless given.
    labels : Labels
        The words.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    RequestError
        If it is no cash flow, or if a level or the cap cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> dig = rp.Activity("dig", "Dig", rp.Uniform(60, 90), day_rate=1_000)
    >>> plan = rp.Plan("Dig", start="2026-01-01", currency="EUR", activities=[dig])
    >>> ax = funding_curve(rp.cash_flow(rp.simulate(plan, iterations=1_000, seed=1)))
    >>> ax.get_ylabel()
    'Spent to date (EUR)'
    """
    given: object = flow
    if not isinstance(given, CashFlow):
        raise RequestError(
            f"a cash flow is wanted (got {type(given).__name__}); rp.cash_flow(run) is one"
        )
    low, high, middle = (flow.percentiles(each, cumulative=cumulative) for each in (*band, at))
    base = np.cumsum(flow.base) if cumulative else flow.base
    caps = _caps(flow, cap, cumulative=cumulative)
    tops = [*high, *middle, *base.tolist(), *(() if caps is None else caps.tolist())]
    top = max(1.0, *(value for value in tops if np.isfinite(value)))
    draw = _Drawing(flow.months, cumulative=cumulative)
    with canvas(ax, _WIDTH, _HEIGHT) as axes:
        draw.band(
            axes, low, high, labels.levels_band.format(low=f"{band[0]:g}", high=f"{band[1]:g}")
        )
        end = "" if not cumulative else f"  {money_text(middle[-1], labels, top)}"
        draw.line(axes, middle, color=MAIN, linewidth=2.0, gid="level", label=f"P{at:g}{end}")
        end = "" if not cumulative else f"  {money_text(float(base[-1]), labels, top)}"
        look = {"color": INK, "linewidth": 1.2, "linestyle": (0, (5, 3))}
        draw.line(axes, base.tolist(), gid="base", label=f"{labels.base}{end}", **look)
        if caps is not None:
            draw.cap(axes, caps, labels.funding if cumulative else labels.cap)
        axes.set_xlim(draw.edges[0], draw.edges[-1])
        least = min(0.0, *low, *base.tolist())
        axes.set_ylim(least * _ROOM, top * _ROOM)
        date_axis(axes.xaxis, max(draw.edges[-1] - draw.edges[0], _MONTHS_ONLY))
        money_axis(axes.yaxis, top, labels)
        title = labels.spent_to_date if cumulative else labels.spent_in_month
        axes.set_ylabel(f"{title} ({flow.cost.unit})" if flow.cost.unit else title)
        axes.yaxis.grid(visible=True, color=GRID, linewidth=0.8)
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0)
    return axes


class _Drawing:
    """Draws values of months: as lines from end to end, or as steps over each month."""

    def __init__(self, months: tuple[dt.date, ...], *, cumulative: bool) -> None:
        self.cumulative = cumulative
        last = (months[-1].replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        self.edges = [date_number(month) for month in (*months, last)]

    def line(self, axes: Axes, values: Sequence[float], **look: object) -> None:
        """Draw one value for each month."""
        style = "default" if self.cumulative else "steps-post"
        axes.plot(self.edges, self._over_edges(values), drawstyle=style, **look)  # type: ignore[arg-type]

    def band(
        self, axes: Axes, low: Sequence[Estimate], high: Sequence[Estimate], label: str
    ) -> None:
        """Fill what lies between two values of each month."""
        axes.fill_between(
            self.edges,
            self._over_edges(low),
            self._over_edges(high),
            step=None if self.cumulative else "post",
            color=shades(5)[1],
            linewidth=0.0,
            label=label,
        )

    def cap(self, axes: Axes, caps: FloatArray, label: str) -> None:
        """Draw the money that there is, as steps."""
        values = [*caps.tolist(), float(caps[-1])]
        look = {"color": ACCENT, "linewidth": 1.6, "drawstyle": "steps-post"}
        axes.plot(self.edges, values, gid="cap", label=label, **look)  # type: ignore[arg-type]

    def _over_edges(self, values: Sequence[float]) -> list[float]:
        plain = [float(value) for value in values]
        return [0.0, *plain] if self.cumulative else [*plain, plain[-1]]


def _caps(
    flow: CashFlow, cap: float | Sequence[float] | None, *, cumulative: bool
) -> FloatArray | None:
    """Return the money that there is, by month, if anybody said."""
    if cap is not None:
        return flow.keeping(cap).caps
    if cumulative:
        return flow.funded().caps if flow.funding else None
    return flow.keeping().caps if flow.monthly_cap is not None else None
