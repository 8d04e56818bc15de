"""The whole plan under one scenario, compiled into a program."""

from __future__ import annotations

from riskplan.compiler.costs import lines_of
from riskplan.compiler.dependence import dependence_of
from riskplan.compiler.index import Index, index_of, rows_by_id
from riskplan.compiler.quantities import Quantities
from riskplan.compiler.risks import effects_of, events_of
from riskplan.compiler.schedule import clock_of, network_of, task_rates_of
from riskplan.compiler.support import refuse_unsupported
from riskplan.engine import Program
from riskplan.model import Plan, Scenario

__all__ = ["compile_plan"]


def compile_plan(plan: Plan, scenario: Scenario) -> tuple[Program, Index]:
    """Return the program of a plan under a scenario, and which row each of its items became.

    Parameters
    ----------
    plan : Plan
        A plan that keeps its rules.
    scenario : Scenario
        Which responses are in force.

    Raises
    ------
    UnsupportedError
        If the plan says something that the engine cannot honour yet.
    """
    refuse_unsupported(plan)
    index = index_of(plan)
    quantities = Quantities()
    risks = [scenario.view(risk) for risk in plan.risks]
    events, event_order = events_of(risks, plan, index, quantities)
    effects = effects_of(risks, plan, index, quantities)
    task_rates, task_stages = task_rates_of(plan, index, quantities)
    lines = lines_of(plan, risks, index, quantities)
    program = Program(
        events=events,
        event_order=event_order,
        factors=tuple(effects.factors),
        delays=tuple(effects.delays),
        cost_effects=tuple(effects.costs),
        network=network_of(plan, index, quantities),
        task_rates=task_rates,
        task_stages=task_stages,
        lines=lines,
        line_order=(*rows_by_id(plan.costs), *range(len(plan.costs), len(lines))),
        stage_order=rows_by_id(index.phases),
        clock=clock_of(plan),
        groups=dependence_of(plan, scenario),
    )
    return program, index
