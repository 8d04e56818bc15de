"""From the joined arrays of a run to its result: labels, dates, the base plan, and the targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, DateArray, FloatArray
from riskplan.compiler import Index
from riskplan.engine import (
    BaseDates,
    Block,
    Clock,
    Criticality,
    InstantClock,
    Kept,
    Program,
    base_plan,
)
from riskplan.errors import PlanError, Problem
from riskplan.model import Milestone, Phase, Plan, Policy, Risk, ScheduleItem
from riskplan.results import (
    BaseSchedule,
    ById,
    DateSamples,
    LabelledSamples,
    Provenance,
    Samples,
    Shares,
    SimulationResult,
    Stopping,
    Targets,
)
from riskplan.simulation.blocks import Outcome

__all__ = ["Labels", "labelled_schedule"]

_FIRST_DATE = np.datetime64("0001-01-01")
_LAST_DATE = np.datetime64("9999-12-31")


@frozen(eq=False)
class Labels:
    """What turns the arrays of a run into its result.

    Parameters
    ----------
    plan : Plan
    program : Program
    index : Index
    kept : Kept
    cell : int
        The iterations in a cell of the sampling plan.
    """

    plan: Plan
    program: Program
    index: Index
    kept: Kept
    cell: int

    @cached_property
    def base(self) -> tuple[Block, BaseDates]:
        """The base plan as a block of one iteration, and its schedule."""
        return base_plan(self.program)

    @property
    def clock(self) -> Clock | InstantClock | None:
        """The clock of the schedule, if there is one that starts on a date."""
        return self.program.clock if self.plan.activities else None

    def totals(self, outcome: Outcome) -> tuple[Samples | None, Samples | None]:
        """Return cost and duration, as far as the plan has them."""
        program, samples = self.program, outcome.samples
        has_cost = bool(program.lines or program.cost_effects or program.task_rates)
        base, _ = self.base
        return (
            self._samples(samples.cost, base.cost, self.plan.currency) if has_cost else None,
            self._days(samples.end, base.end) if self.plan.activities else None,
        )

    def result(
        self, outcome: Outcome, provenance: Provenance, stopping: Stopping | None = None
    ) -> SimulationResult:
        """Return the result of a run.

        Raises
        ------
        PlanError
            If the plan may end after the year 9999.
        """
        plan, samples = self.plan, outcome.samples
        base, dates = self.base
        program, clock = self.program, self.clock
        if clock is not None:
            _refuse_after_9999(plan, clock, program.network.days(samples.end))
        cost, duration = self.totals(outcome)
        return SimulationResult(
            currency=plan.currency,
            cost=cost,
            duration=duration,
            finish=self._dates(clock, samples.end, base.end) if clock else None,
            occurrence=self._of_risks(samples.happens),
            risk_cost=self._of_risks(samples.event_cost),
            recovery=self._of_policies(samples.recovery),
            phase_cost=self._of_phases(samples.stage_cost),
            phase_base=tuple(base.stage_cost[:, 0].tolist()),
            activity_finish=self._of_activities(program.network.days(samples.task_finish)),
            activity_dates=self._of_activities(self._instants(samples.task_finish)),
            criticality=self._criticality(outcome.critical),
            milestones=self._milestones(samples.task_finish, base.task_finish),
            phases=self._phases(samples.stage_finish, base.stage_finish),
            schedule=labelled_schedule(plan, program, dates),
            targets=_targets(plan, float(base.cost[0]), program.clock),
            provenance=provenance,
            stopping=stopping,
        )

    def _of_risks(self, values: FloatArray | BoolArray) -> LabelledSamples | None:
        if not self.kept.events:
            return None
        return LabelledSamples(values, *_ids_and_names(self.plan.risks), self.cell)

    def _of_policies(self, values: FloatArray) -> LabelledSamples | None:
        if not self.kept.events or not self.plan.policies:
            return None
        return LabelledSamples(values, *_ids_and_names(self.plan.policies), self.cell)

    def _of_phases(self, values: FloatArray) -> LabelledSamples | None:
        if not self.kept.stages:
            return None
        ids, names = _ids_and_names(self.index.phases)
        return LabelledSamples(values, (*ids, ""), (*names, ""), self.cell)

    def _of_activities(self, values: FloatArray | DateArray | None) -> LabelledSamples | None:
        activities = self.plan.activities
        if values is None or len(self.kept.tasks) < len(activities):
            return None
        return LabelledSamples(values, *_ids_and_names(activities), self.cell)

    def _instants(self, moments: FloatArray) -> DateArray | None:
        """Return the dates of moments that the plan's calendar alone does not tell."""
        return self.clock.finish(moments) if isinstance(self.clock, InstantClock) else None

    def _criticality(self, critical: Criticality) -> Shares:
        return Shares(
            tuple(critical.counts.tolist()),
            critical.iterations,
            *_ids_and_names(self.plan.activities),
            cell=self.cell,
            squares=tuple(critical.squares.tolist()),
        )

    def _milestones(
        self, finish: FloatArray, base: FloatArray
    ) -> ById[DateSamples | Samples] | None:
        """Return when each milestone is reached."""
        if not self.kept.stages:
            return None
        rows = {task: row for row, task in enumerate(self.kept.tasks)}
        return ById(
            {
                milestone.id: self._times(finish[rows[task]], base[task])
                for task, milestone in enumerate(self.plan.activities)
                if isinstance(milestone, Milestone)
            }
        )

    def _phases(self, finish: FloatArray, base: FloatArray) -> ById[DateSamples | Samples] | None:
        """Return when the last activity of each phase ends."""
        if not self.kept.stages:
            return None
        return ById(
            {
                phase.id: self._times(finish[row], base[row])
                for row, phase in enumerate(self.index.phases)
                if self.program.network.stages[row]
            }
        )

    def _times(self, finish: FloatArray, base: FloatArray) -> DateSamples | Samples:
        """Return when something ends: dates where there is a clock, else days."""
        if self.clock is None:
            return self._days(finish, base)
        return self._dates(self.clock, finish, base)

    def _days(self, moments: FloatArray, base: FloatArray) -> Samples:
        days = self.program.network.days
        return self._samples(days(moments), days(base), "days")

    def _samples(self, values: FloatArray, base: FloatArray, unit: str) -> Samples:
        return Samples(values, float(base[0]), unit, self.cell)

    def _dates(self, clock: Clock | InstantClock, end: FloatArray, base: FloatArray) -> DateSamples:
        return DateSamples(clock.finish(end), _moments(clock.finish(base))[0], self.cell)


def _ids_and_names(
    items: Sequence[ScheduleItem | Phase | Risk | Policy],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(item.id for item in items), tuple(item.name for item in items)


def _moments(dates: DateArray) -> tuple[dt.datetime, ...]:
    # A latest date may lie before all years that can be written; its float tells by how much.
    written = np.maximum(dates.astype("datetime64[s]"), _FIRST_DATE)
    moments: Sequence[dt.datetime] = written.tolist()
    return tuple(moments)


def _targets(plan: Plan, base_cost: float, clock: Clock | InstantClock | None) -> Targets:
    days = None
    if plan.deadline is not None and clock is not None:
        days = clock.days_until(np.datetime64(plan.deadline))
    return Targets(
        budget=plan.budget,
        reserve=None if plan.reserve is None else plan.reserve.over(base_cost),
        deadline=plan.deadline,
        deadline_days=days,
    )


def labelled_schedule(plan: Plan, program: Program, dates: BaseDates) -> BaseSchedule:
    """Return the base schedule of a program."""
    clock, days = program.clock, program.network.days
    if clock is not None:
        _refuse_after_9999(plan, clock, days(dates.early_finish))
    ids, names = _ids_and_names(plan.activities)
    return BaseSchedule(
        ids=ids,
        names=names,
        phases=tuple(activity.phase for activity in plan.activities),
        early_start=days(dates.early_start),
        early_finish=days(dates.early_finish),
        late_start=days(dates.late_start),
        late_finish=days(dates.late_finish),
        total_float=dates.total_float,
        free_float=dates.free_float,
        start_dates=_moments(_begin(clock, dates.early_start, dates.early_finish)) if clock else (),
        finish_dates=_moments(clock.finish(dates.early_finish)) if clock else (),
        late_start_dates=_moments(_begin(clock, dates.late_start, dates.late_finish))
        if clock
        else (),
        resume_dates=_moments(_begin(clock, dates.resumes, dates.early_finish)) if clock else (),
        late_finish_dates=_moments(clock.finish(dates.late_finish)) if clock else (),
    )


def _refuse_after_9999(plan: Plan, clock: Clock | InstantClock, end: FloatArray) -> None:
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


def _begin(clock: Clock | InstantClock, start: FloatArray, finish: FloatArray) -> DateArray:
    """Return when activities begin; one that takes no time begins when it ends, not a day later."""
    return np.where(start == finish, clock.finish(finish), clock.begin(start))
