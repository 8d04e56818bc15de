"""What a curve shows: the sorted sample with base, target and P-levels, in units of the axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from attrs import frozen
from matplotlib.axis import Axis

from riskplan._format import estimate_text, number_text
from riskplan._typing import FloatArray
from riskplan.analysis import Economics, refuse_no_run
from riskplan.errors import RequestError
from riskplan.plotting.labels import Labels
from riskplan.plotting.ticks import (
    date_axis,
    date_number,
    date_numbers,
    days_axis,
    money_axis,
    money_text,
    short_date,
    short_percent,
)
from riskplan.results import SimulationResult

__all__ = ["Mark", "Quantity", "cost_of", "finish_of", "npv_of"]

# Bins that hold different numbers of weekends would make a histogram of dates ragged.
_WEEK = 7.0

# But of fewer weeks hardly a bar would be left, and single days can all be shown.
_DAYS_THAT_CAN_BE_SHOWN = 40.0


@frozen(eq=False)
class Mark:
    """A place on the axis, the text that stands beside it, and its P-level where it is one."""

    x: float
    text: str
    at: float = 0.0


@frozen(eq=False)
class Quantity:
    """What a curve needs to know, in the unit of its axis.

    Parameters
    ----------
    ordered : FloatArray, shape (n,)
        The sample, ascending.
    base : Mark
    target : Mark, optional
        The budget or the deadline.
    levels : tuple of Mark
        The P-levels, ascending.
    title : str
    write_axis : callable
        Sets ticks and their texts.
    step : float
        The bins of a histogram are a multiple of this wide; 0 where any width will do.
    """

    ordered: FloatArray
    base: Mark
    target: Mark | None
    levels: tuple[Mark, ...]
    title: str
    write_axis: Callable[[Axis], None]
    step: float = 0.0


def cost_of(run: SimulationResult, levels: Sequence[float], labels: Labels) -> Quantity:
    """Return the total cost as a curve shows it."""
    refuse_no_run(run)
    cost, budget = run.cost, run.targets.budget
    ordered = np.sort(cost.values)
    largest = float(max(abs(ordered[0]), abs(ordered[-1])))

    def text(value: float) -> str:
        return money_text(value, labels, largest)

    kept = short_percent(cost.confidence(cost.base))
    target = None
    if budget is not None:
        sure = short_percent(cost.confidence(budget))
        target = Mark(budget, f"{labels.budget} {text(budget)} ({sure})")
    marks = []
    for at in sorted(levels):
        level = cost.quiet_percentile(at)
        marks.append(Mark(level.value, f"P{at:g}  {text(level)}", at))
    return Quantity(
        ordered=ordered,
        base=Mark(cost.base, f"{labels.base} {text(cost.base)} ({kept})"),
        target=target,
        levels=tuple(marks),
        title=f"{labels.cost} ({run.currency})" if run.currency else labels.cost,
        write_axis=lambda axis: money_axis(axis, largest, labels),
    )


def npv_of(worth: Economics, levels: Sequence[float], labels: Labels) -> Quantity:
    """Return the net present value as a curve shows it, with the value at which it breaks even."""
    given: object = worth
    if not isinstance(given, Economics):
        raise RequestError(
            f"the economics of a plan are wanted (got {type(given).__name__}); rp.economics(run) "
            "returns them"
        )
    npv = worth.npv
    ordered = np.sort(npv.values)
    largest = float(max(abs(ordered[0]), abs(ordered[-1])))

    def text(value: float) -> str:
        return money_text(value, labels, largest)

    above = short_percent(1.0 - worth.loss)
    marks = []
    for at in sorted(levels):
        level = npv.quiet_percentile(at)
        marks.append(Mark(level.value, f"P{at:g}  {text(level)}", at))
    return Quantity(
        ordered=ordered,
        base=Mark(npv.base, f"{labels.base} {text(npv.base)}"),
        target=Mark(0.0, f"{labels.break_even} ({above})"),
        levels=tuple(marks),
        title=f"{labels.npv} ({npv.unit})" if npv.unit else labels.npv,
        write_axis=lambda axis: money_axis(axis, largest, labels),
    )


def finish_of(run: SimulationResult, levels: Sequence[float], labels: Labels) -> Quantity:
    """Return the finish as a curve shows it: as a date, or in days where there is no start."""
    refuse_no_run(run)
    kept = short_percent(run.duration.confidence(run.duration.base))
    if not run.has_dates:
        return _duration(run, levels, labels, kept)
    finish, targets = run.finish, run.targets
    target = None
    if targets.deadline is not None:
        sure = short_percent(finish.confidence(targets.deadline))
        # A deadline is kept until the end of its day.
        end = date_number(targets.deadline) + 1.0
        target = Mark(end, f"{labels.deadline} {short_date(targets.deadline)} ({sure})")
    ordered = np.sort(date_numbers(finish.values))
    marks = []
    for at in sorted(levels):
        date = finish.quiet_percentile(at).value
        marks.append(Mark(date_number(date), f"P{at:g}  {short_date(date)}", at))
    return Quantity(
        ordered=ordered,
        base=Mark(date_number(finish.base), f"{labels.base} {short_date(finish.base)} ({kept})"),
        target=target,
        levels=tuple(marks),
        title=labels.finish,
        write_axis=lambda axis: date_axis(axis, float(ordered[-1] - ordered[0])),
        step=1.0 if ordered[-1] - ordered[0] < _DAYS_THAT_CAN_BE_SHOWN else _WEEK,
    )


def _duration(
    run: SimulationResult, levels: Sequence[float], labels: Labels, kept: str
) -> Quantity:
    duration, days = run.duration, run.targets.deadline_days
    target = None
    if days is not None:
        sure = short_percent(duration.confidence(days))
        target = Mark(days, f"{labels.deadline} {number_text(days, 1)} ({sure})")
    marks = []
    for at in sorted(levels):
        level = duration.quiet_percentile(at)
        text = estimate_text(level, level.error)
        marks.append(Mark(level.value, f"P{at:g}  {text}", at))
    return Quantity(
        ordered=np.sort(duration.values),
        base=Mark(duration.base, f"{labels.base} {number_text(duration.base, 1)} ({kept})"),
        target=target,
        levels=tuple(marks),
        title=f"{labels.duration} ({labels.days})",
        write_axis=days_axis,
    )
