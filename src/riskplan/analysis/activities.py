"""When each activity and phase is done: the base plan beside the simulated finish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from attrs import frozen

from riskplan._format import card, days_text, number_text
from riskplan.analysis.drivers import refuse_foreign
from riskplan.compiler import PlanClock, index_of, plan_clock
from riskplan.errors import RequestError
from riskplan.model import Milestone, Plan
from riskplan.results import (
    DateSamples,
    Estimate,
    Samples,
    SimulationResult,
    refuse_bad_level,
)
from riskplan.simulation import plan_under

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Span", "Timetable", "TimetableRow", "timetable"]

_Time = TypeVar("_Time", float, dt.datetime)


@frozen
class Span(Generic[_Time]):
    """When something begins and ends in the base plan, and the range of its simulated end.

    Parameters
    ----------
    start, finish : float or datetime.datetime [working days, or date]
        The base plan.
    low, high : float or datetime.datetime [working days, or date]
        The lower and the upper percentile of the simulated finish.
    """

    start: _Time
    finish: _Time
    low: _Time
    high: _Time


@frozen
class TimetableRow:
    """The times of one activity, milestone or phase.

    Parameters
    ----------
    id, name : str
    phase : str, optional
        The phase it belongs to; None for a phase itself.
    is_milestone : bool
    days : Span of float [working days from the start]
    dates : Span of datetime.datetime, optional
        None where the plan has no start.
    criticality : Estimate, optional
        The share of iterations in which it is critical; None for a phase.
    """

    id: str
    name: str
    phase: str | None
    is_milestone: bool
    days: Span[float]
    dates: Span[dt.datetime] | None
    criticality: Estimate | None


@frozen(repr=False)
class Timetable:
    """The times of all activities and phases.

    Parameters
    ----------
    rows : tuple of TimetableRow
        Activities and milestones, in the order of the plan.
    phases : tuple of TimetableRow
        The phases that have any, in the order of the plan.
    low, high : float [percent]
        The P-levels between which the simulated finish is shown.
    deadline : datetime.date, optional
    deadline_days : float, optional [working days]
        The close of the deadline, counted from the start.
    """

    rows: tuple[TimetableRow, ...]
    phases: tuple[TimetableRow, ...]
    low: float
    high: float
    deadline: dt.date | None
    deadline_days: float | None

    def __iter__(self) -> Iterator[TimetableRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_dates(self) -> bool:
        """Whether the times are known as dates, not only in days."""
        return any(row.dates is not None for row in self.rows)

    def peak_criticality(self, phase: str) -> float:
        """Return the share of iterations in which the most critical activity of a phase is so."""
        return max(
            (row.criticality or 0.0 for row in self if row.phase == phase),
            default=0.0,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by activity id with base and simulated times [working days]."""
        import pandas as pd

        columns = {
            "name": [row.name for row in self],
            "phase": [row.phase for row in self],
            "base_start": [row.days.start for row in self],
            "base_finish": [row.days.finish for row in self],
            f"p{self.low:g}": [row.days.low for row in self],
            f"p{self.high:g}": [row.days.high for row in self],
            "criticality": [
                None if row.criticality is None else row.criticality.value for row in self
            ],
        }
        return pd.DataFrame(columns, index=pd.Index([row.id for row in self], name="id"))

    def __repr__(self) -> str:
        end = max((row.days.finish for row in self), default=0.0)
        return f"Timetable({len(self):,} activities, base finish after {days_text(end)})"

    def _repr_html_(self) -> str:
        rows = [(row.name, _range_text(row)) for row in self]
        return card(f"Base finish (P{self.low:g} … P{self.high:g})", rows)


def timetable(plan: Plan, run: SimulationResult, *, low: float = 10, high: float = 90) -> Timetable:
    """Return when each activity and each phase is done, in the base plan and in the simulation.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result.
    low, high : float [percent]
        The P-levels between which the simulated finish is given.

    Raises
    ------
    RequestError
        If the run is not one of this plan, or if a level cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Dig", activities=[rp.Activity("dig", "Dig", rp.Uniform(0, 10))])
    >>> row = timetable(plan, rp.simulate(plan, iterations=10_000, seed=1)).rows[0]
    >>> row.days.finish, round(row.days.low), round(row.days.high), row.dates is None
    (5.0, 1, 9, True)
    """
    refuse_foreign(plan, run)
    refuse_bad_level(low)
    refuse_bad_level(high)
    if low > high:
        raise RequestError(f"low must not exceed high (got P{low:g} and P{high:g})")
    clock, rows = plan_clock(plan_under(run, plan)), []
    for number, activity in enumerate(plan.activities):
        days, dates = _spans(clock, run, [number], low, high)
        row = TimetableRow(
            id=activity.id,
            name=activity.name,
            phase=activity.phase,
            is_milestone=isinstance(activity, Milestone),
            days=days,
            dates=dates,
            criticality=run.criticality[activity.id],
        )
        rows.append(row)
    phases = []
    for phase in index_of(plan).phases:
        numbers = [n for n, activity in enumerate(plan.activities) if activity.phase == phase.id]
        if numbers:
            days, dates = _spans(clock, run, numbers, low, high)
            phases.append(TimetableRow(phase.id, phase.name, None, False, days, dates, None))
    targets = run.targets
    return Timetable(tuple(rows), tuple(phases), low, high, targets.deadline, targets.deadline_days)


def _spans(
    clock: PlanClock | None,
    run: SimulationResult,
    numbers: Sequence[int],
    low: float,
    high: float,
) -> tuple[Span[float], Span[dt.datetime] | None]:
    """Return the span of some activities together, in days, and in dates if there is a start."""
    schedule = run.schedule
    base = max(float(schedule.early_finish[number]) for number in numbers)
    finish = run.activity_finish
    end = Samples(finish.values[numbers].max(axis=0), base, "days", finish.cell)
    days = Span(
        start=min(float(schedule.early_start[number]) for number in numbers),
        finish=base,
        low=end.quiet_percentile(low).value,
        high=end.quiet_percentile(high).value,
    )
    if clock is None:
        return days, None
    if run.activity_dates is not None:
        ends = DateSamples(
            run.activity_dates.values[numbers].max(axis=0),
            max(schedule.finish_dates[number] for number in numbers),
            finish.cell,
        )
        first = min(schedule.start_dates[number] for number in numbers)
        levels = (ends.quiet_percentile(level).value for level in (low, high))
        return days, Span(first, ends.base, *levels)
    moments = clock.after(np.array([days.finish, days.low, days.high])).astype("datetime64[s]")
    return days, Span(min(schedule.start_dates[number] for number in numbers), *moments.tolist())


def _range_text(row: TimetableRow) -> str:
    if row.dates is None:
        return " ".join(
            [
                f"day {number_text(row.days.finish, 1)}",
                f"({number_text(row.days.low, 1)} … {number_text(row.days.high, 1)})",
            ]
        )
    return f"{row.dates.finish:%Y-%m-%d} ({row.dates.low:%Y-%m-%d} … {row.dates.high:%Y-%m-%d})"
