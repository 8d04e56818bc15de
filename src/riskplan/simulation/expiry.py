"""Expiry: how much of the overrun of a run is still to come, month by month and phase by phase."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from attrs import field, frozen

from riskplan._typing import FloatArray, locked
from riskplan.compiler import Index, compile_plan, names
from riskplan.engine import (
    Expiring,
    Program,
    Spending,
    base_outlays,
    key_of,
    still_to_come,
)
from riskplan.errors import RequestError
from riskplan.model import Constraint, ConstraintKind, Milestone, Plan, Scenario, Status
from riskplan.results import SimulationResult
from riskplan.simulation.redrawn import refuse_others, sampler_of, spans, whole_cells
from riskplan.simulation.scenes import recipe_of
from riskplan.simulation.spending import MOST_MONTHS, span_of

__all__ = ["OverrunToCome", "overrun_to_come"]

_NUMBERS_AT_ONCE = 4_000_000


@frozen(eq=False)
class OverrunToCome:
    """How much of the overrun is still to come.

    Parameters
    ----------
    dates : tuple of datetime.date, n_dates of them
        The start, and from there on the first day of every month, until nothing is to come.
    at_dates : FloatArray, shape (n_dates, n) [currency]
        The first row is the overrun itself, and the last is 0.
    phases : tuple of str, n_phases of them
        The ids of the phases that have activities, in the order of the plan.
    at_phases : FloatArray, shape (n_phases, n) [currency]
        What is still to come when the last activity of a phase is done.
    """

    dates: tuple[dt.date, ...]
    at_dates: FloatArray = field(converter=locked)
    phases: tuple[str, ...]
    at_phases: FloatArray = field(converter=locked)


def overrun_to_come(
    run: SimulationResult, *, spent: bool, until: dt.date | str | None = None
) -> OverrunToCome:
    """Return how much of the overrun of a run is still to come.

    Parameters
    ----------
    run : SimulationResult
    spent : bool
        Whether money counts when it is spent; otherwise, when that is decided.
    until : datetime.date or str, optional
        Up to when a plan without activities goes on; its deadline unless given.

    Raises
    ------
    RequestError
        If the run has no cost, or the plan no start or no end; if the run does not hold its plan,
        or does not come out the same again; or if it takes more than a hundred years.

    Examples
    --------
    >>> import riskplan as rp
    >>> dig = rp.Activity("dig", "Dig", 20)
    >>> rock = rp.Risk("rock", "Rock", 0.5, impacts=[rp.CostImpact(100, phase=None)])
    >>> plan = rp.Plan("Dam", start="2026-01-05", activities=[dig], risks=[rock])
    >>> left = overrun_to_come(rp.simulate(plan, iterations=1_000, seed=1), spent=False)
    >>> [str(date) for date in left.dates], left.at_dates.max(axis=1)
    (['2026-01-05', '2026-02-01'], array([100.,   0.]))
    """
    cost = run.cost
    recipe = recipe_of(run)
    plan = recipe.scenario.applied_to(recipe.plan)
    last: dt.date = span_of(plan, run, until)[1].astype(dt.date)
    timed = recipe.plan if run.has_dates else _lasting(recipe.plan, last)
    program, index = compile_plan(timed, recipe.scenario)
    if program.clock is None:
        raise RequestError("the plan has no start, so that no month has a date; give it one")
    sampler = sampler_of(run, program)
    dates = _dates(plan, last)
    moments = program.clock.moments(np.array(dates, dtype="datetime64[D]"))
    events, base = _expiring(plan, recipe.scenario, program, index), base_outlays(program)
    stages = [row for row, tasks in enumerate(program.network.stages) if tasks]
    at_dates = np.empty((len(dates), run.iterations))
    at_phases = np.empty((len(stages), run.iterations))
    rows = len(program.network.durations) + len(program.events) + len(dates)
    size = whole_cells(max(_NUMBERS_AT_ONCE // rows, 1), run.provenance.cell)
    for start, count in spans(run.iterations, size):
        part = still_to_come(program, sampler, (start, count), moments, base, events, spent=spent)
        refuse_others(run, start, cost=part.cost)
        columns = slice(start, start + count)
        at_dates[:, columns] = part.at_moments
        at_phases[:, columns] = part.at_stages[stages]
    # Before anything is decided, all of it is to come: the overrun, to the last bit.
    at_dates[0] = cost.values - cost.base
    phases = tuple(index.phases[row].id for row in stages)
    return OverrunToCome(dates, at_dates, phases, at_phases)


def _lasting(plan: Plan, until: dt.date) -> Plan:
    """Return a plan without activities as one that goes on to a date: its money lies in between."""
    begin = Milestone("begin", "Begin")
    last = Milestone("end", "End", constraints=[Constraint(ConstraintKind.FNET, until)])
    return plan.evolve(activities=[begin, last])


def _dates(plan: Plan, finish: dt.date) -> tuple[dt.date, ...]:
    """Return the start, and the first days of the months until the one in which all is over."""
    first = plan.data_date or plan.start or finish
    first = first.date() if isinstance(first, dt.datetime) else first
    ends = [finish, *(risk.window.last for risk in plan.risks if risk.window is not None)]
    ends += [item.on for item in plan.costs if item.on is not None]
    dates = [first]
    while dates[-1] <= max(ends):
        if len(dates) > MOST_MONTHS:
            raise RequestError(
                f"the plan may take until {max(ends)}, more than {MOST_MONTHS:,} months; cut off "
                "the long tails of its durations: truncated(…, high=…)"
            )
        year, month = divmod(dates[-1].year * 12 + dates[-1].month, 12)
        dates.append(dt.date(year, month + 1, 1))
    return tuple(dates)


def _expiring(
    plan: Plan, scenario: Scenario, program: Program, index: Index
) -> tuple[Expiring, ...]:
    """Return the events by id, each with the work that it hits."""
    return tuple(
        Expiring(
            event=index.event_rows[risk.id],
            key=key_of(names.instant(risk.id)),
            tasks=_tasks_hit(program, index.event_rows[risk.id]),
            has_struck=scenario.view(risk).status is Status.OCCURRED,
        )
        for risk in sorted(plan.risks, key=lambda risk: risk.id)
    )


def _tasks_hit(program: Program, event: int) -> tuple[int, ...]:
    """Return the tasks that an event delays, or else those of the phases of what it costs."""
    effects = [each for each in (*program.factors, *program.delays) if each.event == event]
    delayed = {task for effect in effects for task in effect.tasks}
    if delayed:
        return tuple(sorted(delayed))
    stages, lines = program.network.stages, program.lines
    groups: list[Sequence[int]] = []
    for effect in (each for each in program.cost_effects if each.event == event):
        if effect.stage >= 0:
            groups.append(stages[effect.stage])
        else:
            groups += [_of_line(lines[line].spending) for line in effect.lines] or [()]
    # Where any part of it belongs to the whole plan, so does the event.
    return tuple(sorted({task for group in groups for task in group})) if all(groups) else ()


def _of_line(spending: Spending | None) -> Sequence[int]:
    return () if spending is None else spending.tasks
