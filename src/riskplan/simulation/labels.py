"""From the joined arrays of a run to its result: labels, dates, the base plan, and the targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from riskplan._typing import DateArray, FloatArray
from riskplan.compiler import Index
from riskplan.engine import BaseDates, Clock, Program, base_block, base_dates
from riskplan.errors import PlanError, Problem
from riskplan.model import Milestone, Plan
from riskplan.results import (
    BaseSchedule,
    ById,
    DateSamples,
    LabelledSamples,
    Provenance,
    Samples,
    Shares,
    SimulationResult,
    Targets,
)
from riskplan.simulation.blocks import Joined

__all__ = ["labelled_result", "labelled_schedule"]

_LAST_DATE = np.datetime64("9999-12-31")


def labelled_result(
    plan: Plan, program: Program, index: Index, joined: Joined, provenance: Provenance
) -> SimulationResult:
    """Return the result of a run."""
    base, schedule = base_block(program), labelled_schedule(plan, program)
    has_cost = bool(program.lines or program.cost_effects or program.task_rates)
    has_schedule = bool(plan.activities)
    clock = program.clock if has_schedule else None
    if clock is not None:
        _refuse_after_9999(plan, clock, joined.end)
    names = tuple(risk.name for risk in plan.risks)
    risk_ids = tuple(risk.id for risk in plan.risks)
    activity_ids = tuple(activity.id for activity in plan.activities)
    activity_names = tuple(activity.name for activity in plan.activities)
    phase_ids = (*(phase.id for phase in index.phases), "")
    return SimulationResult(
        currency=plan.currency,
        cost=Samples(joined.cost, float(base.cost[0]), plan.currency) if has_cost else None,
        duration=Samples(joined.end, float(base.end[0]), "days") if has_schedule else None,
        finish=_dates(clock, joined.end, base.end) if clock else None,
        occurrence=LabelledSamples(joined.happens, risk_ids, names),
        risk_cost=LabelledSamples(joined.event_cost, risk_ids, names),
        phase_cost=LabelledSamples(
            joined.stage_cost, phase_ids, (*(phase.name for phase in index.phases), "")
        ),
        phase_base=tuple(base.stage_cost[:, 0].tolist()),
        activity_finish=LabelledSamples(joined.task_finish, activity_ids, activity_names),
        criticality=Shares(
            tuple(joined.critical_count.tolist()), len(joined.cost), activity_ids, activity_names
        ),
        milestones=ById(
            {
                milestone.id: _times(clock, joined.task_finish[[row]], base.task_finish[[row]])
                for row, milestone in enumerate(plan.activities)
                if isinstance(milestone, Milestone)
            }
        ),
        phases=ById(
            {
                phase.id: _times(
                    clock, joined.task_finish[list(rows)], base.task_finish[list(rows)]
                )
                for phase, rows in zip(index.phases, program.network.stages, strict=True)
                if rows
            }
        ),
        schedule=schedule,
        targets=_targets(plan, float(base.cost[0]), program.clock),
        provenance=provenance,
    )


def _times(clock: Clock | None, finish: FloatArray, base: FloatArray) -> DateSamples | Samples:
    """Return when the last of some tasks ends: dates where there is a clock, else days."""
    last, base_last = finish.max(axis=0), base.max(axis=0)
    if clock is None:
        return Samples(last, float(base_last[0]), "days")
    return _dates(clock, last, base_last)


def _dates(clock: Clock, end: FloatArray, base: FloatArray) -> DateSamples:
    return DateSamples(clock.finish(end), _moments(clock.finish(base))[0])


def _moments(dates: DateArray) -> tuple[dt.datetime, ...]:
    moments: Sequence[dt.datetime] = dates.astype("datetime64[s]").tolist()
    return tuple(moments)


def _targets(plan: Plan, base_cost: float, clock: Clock | None) -> Targets:
    days = None
    if plan.deadline is not None and clock is not None:
        days = clock.days_until(np.datetime64(plan.deadline))
    return Targets(
        budget=plan.budget,
        reserve=None if plan.reserve is None else plan.reserve.over(base_cost),
        deadline=plan.deadline,
        deadline_days=days,
    )


def labelled_schedule(plan: Plan, program: Program) -> BaseSchedule:
    """Return the base schedule of a program."""
    dates: BaseDates = base_dates(program)
    clock = program.clock
    if clock is not None:
        _refuse_after_9999(plan, clock, dates.early_finish)
    return BaseSchedule(
        ids=tuple(activity.id for activity in plan.activities),
        names=tuple(activity.name for activity in plan.activities),
        phases=tuple(activity.phase for activity in plan.activities),
        early_start=dates.early_start,
        early_finish=dates.early_finish,
        late_start=dates.late_start,
        late_finish=dates.late_finish,
        start_dates=_moments(_begin(clock, dates)) if clock else (),
        finish_dates=_moments(clock.finish(dates.early_finish)) if clock else (),
    )


def _refuse_after_9999(plan: Plan, clock: Clock, end: FloatArray) -> None:
    """Refuse a plan with dates that no calendar can write.

    Raises
    ------
    PlanError
        If it may end after the year 9999.
    """
    latest = float(end.max(initial=0.0))
    if latest > clock.days_until(_LAST_DATE):
        problem = Problem(
            "activities",
            f"the plan may take {latest:,.0f} working days, and so end after the year 9999",
            "check durations and their units, and cut off long tails: truncated(…, high=…)",
        )
        raise PlanError([problem], f'plan "{plan.name}"')


def _begin(clock: Clock, dates: BaseDates) -> DateArray:
    """Return when activities begin; one that takes no time begins when it ends, not a day later."""
    takes_no_time = dates.early_start == dates.early_finish
    return np.where(takes_no_time, clock.finish(dates.early_finish), clock.begin(dates.early_start))
