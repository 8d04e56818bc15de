"""What each activity may do to the finish: P-dates, float, sensitivity, and effect in days."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from riskplan import simulation
from riskplan._format import card
from riskplan.analysis.activity_sensitivity import cruciality, overrun, schedule_sensitivity
from riskplan.analysis.drivers import refuse_foreign
from riskplan.analysis.spearman import ranked
from riskplan.compiler import PlanClock, plan_clock
from riskplan.errors import RequestError, counted
from riskplan.model import Buffer, Hammock, Plan
from riskplan.results import (
    DateEstimate,
    DateSamples,
    Estimate,
    Samples,
    SimulationResult,
    mean_estimate,
    refuse_bad_level,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ActivityRisk", "ActivityRisks", "activity_risks"]

_LEVELS = (50.0, 80.0, 90.0)
_MOST_NUMBERS = 12_000_000
_CARD_ROWS = 12


@frozen
class ActivityRisk:
    """What one activity or milestone may do to the finish.

    Parameters
    ----------
    id, name : str
    phase : str, optional
    days : tuple of Estimate, one for each P-level [working days from the start]
        When it is done.
    dates : tuple of DateEstimate, one for each P-level
        The same as dates, those of `SimulationResult.activity_dates` where activities have
        calendars of their own; none where the plan has no start.
    total_float, free_float : float [working days]
        How long it can wait in the base plan without delaying the end, or any other activity.
    mean_float : Estimate [working days]
        The mean total float over the iterations.
    criticality : Estimate
        The share of iterations in which it is critical.
    cruciality : Estimate, optional
        How closely the duration of the plan follows its own: the size of their rank correlation.
        None where one of the two is certain.
    sensitivity : Estimate, optional
        The schedule sensitivity index: criticality times the standard deviation of its duration
        over that of the plan's duration. None where the latter is certain.
    overrun : Estimate [working days]
        By how much it takes longer than in the base plan where it is critical, on average, the
        other iterations counting 0. Along a path these days add up.
    days_effect : Estimate, optional [working days]
        How much earlier the mean finish would be if it were always as much work as in the base
        plan, and nothing else changed; None where that was not asked for, and for buffers and
        hammocks.
    """

    id: str
    name: str
    phase: str | None
    days: tuple[Estimate, ...]
    dates: tuple[DateEstimate, ...]
    total_float: float
    free_float: float
    mean_float: Estimate
    criticality: Estimate
    cruciality: Estimate | None
    sensitivity: Estimate | None
    overrun: Estimate
    days_effect: Estimate | None


@frozen(repr=False)
class ActivityRisks:
    """What each activity may do to the finish, in the order of the plan.

    Parameters
    ----------
    rows : tuple of ActivityRisk
    levels : tuple of float [percent]
        The P-levels of the dates.
    iterations : int
        How many iterations all comes from but P-dates and criticality, which know all of them.
    """

    rows: tuple[ActivityRisk, ...]
    levels: tuple[float, ...]
    iterations: int

    def __iter__(self) -> Iterator[ActivityRisk]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def by_days(self) -> tuple[ActivityRisk, ...]:
        """Return the rows, the largest effect on the mean finish first, in either direction.

        Those of which it is not known come last, by their overrun.
        """
        return tuple(sorted(self.rows, key=_by_days))

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by activity id; errors stand beside what has one."""
        import pandas as pd

        columns: dict[str, list[object]] = {
            "name": [row.name for row in self],
            "phase": [row.phase for row in self],
        }
        for place, at in enumerate(self.levels):
            columns[f"p{at:g}"] = [row.days[place].value for row in self]
            columns[f"p{at:g}_error"] = [row.days[place].error for row in self]
            if any(row.dates for row in self):
                columns[f"p{at:g}_date"] = [row.dates[place].value for row in self]
        columns["total_float"] = [row.total_float for row in self]
        columns["free_float"] = [row.free_float for row in self]
        figures = "mean_float criticality cruciality sensitivity overrun days_effect"
        for name in figures.split():
            parts = [getattr(row, name) for row in self]
            columns[name] = [math.nan if part is None else part.value for part in parts]
            columns[f"{name}_error"] = [math.nan if part is None else part.error for part in parts]
        return pd.DataFrame(columns, index=pd.Index([row.id for row in self], name="id"))

    def __repr__(self) -> str:
        top = ", ".join(f"{row.id} {_days_of(row)} days" for row in self.by_days()[:3])
        return f"ActivityRisks({counted(len(self), 'activity', 'activities')}; {top})"

    def _repr_html_(self) -> str:
        rows = [
            (row.name, f"{_days_of(row)} days, critical {row.criticality}")
            for row in self.by_days()[:_CARD_ROWS]
        ]
        return card("Effect of each activity on the mean finish", rows)


def activity_risks(
    plan: Plan,
    run: SimulationResult,
    *,
    levels: Sequence[float] = _LEVELS,
    most: int = 20,
) -> ActivityRisks:
    """Return what each activity may do to the finish.

    A run does not keep durations, so that they are drawn again: those of all its iterations, or
    of the first of them, as many as make 12 million durations. They are whole durations, with what
    risks do to them, and the days that the weather takes from them.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result, with the finish of each activity (`Keep.ACTIVITIES`).
    levels : sequence of float [percent]
        The P-levels of the dates.
    most : int
        For how many activities `days_effect` is worked out: the network is computed once more for
        each. Those are taken that stray furthest from their base duration while critical.

    Raises
    ------
    RequestError
        If the run is not one of this plan or has no activities, or a level cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> laws = {"sea": rp.Uniform(0, 4), "road": rp.Uniform(1, 3)}
    >>> ways = [rp.Activity(name, name.title(), law) for name, law in laws.items()]
    >>> plan = rp.Plan("P", activities=[*ways, rp.Milestone("here", "Here", after=["sea", "road"])])
    >>> risks = activity_risks(plan, rp.simulate(plan, iterations=10_000, seed=1))
    >>> sea = risks.rows[0]
    >>> round(sea.criticality, 1), round(sea.cruciality, 1), round(sea.days_effect, 1)
    (0.5, 0.8, 0.3)
    """
    refuse_foreign(plan, run)
    for at in levels:
        refuse_bad_level(at)
    if isinstance(most, bool) or most < 0:
        raise RequestError(f"most must be a whole number of at least 0 (got {most!r})")
    traced = simulation.retrace(plan, run)
    seen, base = traced.first(_MOST_NUMBERS), traced.base.lengths[:, 0]
    effects = _effects(plan, seen, traced.base, most, run.provenance.cell)
    clock, cell = plan_clock(simulation.plan_under(run, plan)), run.provenance.cell
    lengths, critical, floats = seen.lengths, seen.critical, seen.total_float()
    end = ranked(seen.end)
    rows = []
    for row, item in enumerate(plan.activities):
        finish = Samples(run.activity_finish.values[row], 0.0, "days", cell)
        days = tuple(finish.quiet_percentile(at) for at in levels)
        risk = ActivityRisk(
            id=item.id,
            name=item.name,
            phase=item.phase,
            days=days,
            dates=() if clock is None else _dates(run, row, levels, days, clock),
            total_float=float(run.schedule.total_float[row]),
            free_float=float(run.schedule.free_float[row]),
            mean_float=mean_estimate(floats[row], cell),
            criticality=run.criticality[item.id],
            cruciality=cruciality(lengths[row], end, cell),
            sensitivity=schedule_sensitivity(lengths[row], seen.end, critical[row], cell),
            overrun=overrun(lengths[row], base[row], critical[row], cell),
            days_effect=effects.get(row),
        )
        rows.append(risk)
    return ActivityRisks(tuple(rows), tuple(levels), len(seen.end))


def _effects(
    plan: Plan, seen: simulation.Trace, base: simulation.Trace, most: int, cell: int
) -> dict[int, Estimate]:
    """Return what the activities that stray furthest while critical do to the mean finish."""
    strays = {
        row: float(np.mean(np.abs(seen.lengths[row] - base.lengths[row]) * seen.critical[row]))
        for row, item in enumerate(plan.activities)
        if not isinstance(item, Buffer | Hammock)
    }
    chosen = sorted(strays, key=lambda row: (-strays[row], plan.activities[row].id))[:most]
    work = base.work[:, 0].tolist()
    return {row: mean_estimate(seen.end - seen.end_if(row, work[row]), cell) for row in chosen}


def _dates(
    run: SimulationResult,
    row: int,
    levels: Sequence[float],
    days: Sequence[Estimate],
    clock: PlanClock,
) -> tuple[DateEstimate, ...]:
    """Return when an activity is done; on a calendar of its own, days of the plan do not tell."""
    if (known := run.activity_dates) is not None:
        dates = DateSamples(known.values[row], run.schedule.finish_dates[row], known.cell)
        return tuple(dates.quiet_percentile(at) for at in levels)
    return tuple(_date(clock, one) for one in days)


def _date(clock: PlanClock, days: Estimate) -> DateEstimate:
    """Return days from the start as a date."""
    ends = days.low, days.high
    known = ends if all(map(math.isfinite, ends)) else (0.0, 0.0)
    value, low, high = clock.after(np.array([days, *known])).astype("datetime64[s]").tolist()
    if known != ends:
        low, high = dt.datetime.min, dt.datetime.max
    return DateEstimate(value, low, high)


def _days_of(row: ActivityRisk) -> Estimate:
    return row.overrun if row.days_effect is None else row.days_effect


def _by_days(row: ActivityRisk) -> tuple[bool, float]:
    return row.days_effect is None, -abs(_days_of(row))
