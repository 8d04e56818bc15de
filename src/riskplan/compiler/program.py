"""The whole plan under one scenario, compiled into a program."""

from __future__ import annotations

from riskplan.compiler.calendars import Calendars
from riskplan.compiler.costs import lines_of
from riskplan.compiler.dependence import dependence_of
from riskplan.compiler.index import Index, index_of, rows_by_id
from riskplan.compiler.insurance import covers_of, premiums_of
from riskplan.compiler.quantities import Quantities
from riskplan.compiler.risks import effects_of, events_of
from riskplan.compiler.schedule import clock_of, needs_of, network_of, task_rates_of
from riskplan.compiler.spending import Spendings
from riskplan.compiler.support import refuse_unsupported
from riskplan.compiler.timing import needs_timing
from riskplan.engine import Program, with_buffers
from riskplan.model import PLANNED, Plan, Scenario

__all__ = ["compile_plan"]


def compile_plan(plan: Plan, scenario: Scenario) -> tuple[Program, Index]:
    """Return the program of a plan under a scenario, and which row each of its items became.

    Parameters
    ----------
    plan : Plan
        A plan that keeps its rules.
    scenario : Scenario
        Which responses are in force, and what it assumes otherwise.

    Raises
    ------
    UnsupportedError
        If the plan says something that the engine cannot honour yet.
    """
    stated, plan = plan.risks, scenario.applied_to(plan)
    scenario = PLANNED  # of the applied plan, whatever the scenario was
    refuse_unsupported(plan)
    index = index_of(plan)
    quantities = Quantities()
    risks = [scenario.view(risk) for risk in plan.risks]
    calendars = Calendars(plan) if needs_timing(plan) else None
    events, event_order = events_of(risks, stated, index, quantities, calendars, plan.data_date)
    spendings = Spendings(plan, index)
    effects = effects_of(risks, plan, index, quantities, calendars, spendings)
    network = network_of(plan, index, quantities, calendars)
    task_rates, task_stages = task_rates_of(plan, index, quantities, spendings)
    policies = scenario.policies_in_force(plan.policies)
    items = lines_of(plan, risks, index, quantities, spendings)
    lines = (*items, *premiums_of(policies, index, quantities))
    program = Program(
        events=events,
        event_order=event_order,
        factors=tuple(effects.factors),
        delays=tuple(effects.delays),
        cost_effects=tuple(effects.costs),
        network=network,
        task_rates=task_rates,
        task_stages=task_stages,
        lines=lines,
        line_order=(*rows_by_id(plan.costs), *range(len(plan.costs), len(lines))),
        stage_order=rows_by_id(index.phases),
        clock=clock_of(plan, network.timing, calendars),
        groups=dependence_of(plan, scenario),
        needs=needs_of(plan, index),
        covers=covers_of(plan, policies, index),
        cover_order=rows_by_id(plan.policies),
        prices=spendings.prices(quantities),
        incomes=spendings.incomes(quantities),
    )
    return with_buffers(program), index
