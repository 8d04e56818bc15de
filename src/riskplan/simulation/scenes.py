"""Scenarios by name, and the scenario of a run, whether the plan holds it or somebody made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from attrs import evolve

from riskplan.errors import PlanError, RequestError, Severity
from riskplan.io import PlanRecipe, recipe_from
from riskplan.model import BAND, INHERENT, PLANNED, Plan, Scenario, problems_under
from riskplan.results import SimulationResult
from riskplan.simulation.placing import standings

__all__ = ["plan_under", "recipe_of", "scenario_of", "scenario_of_run"]


def scenario_of(scenario: Scenario | str, plan: Plan) -> Scenario:
    """Return a scenario by its id, or one that was made by hand, bands turned into risks.

    Parameters
    ----------
    scenario : Scenario or str
    plan : Plan
        Which may have scenarios of its own, besides `inherent` and `planned`.

    Raises
    ------
    RequestError
        If the plan has none of that name, or its matrix no band that the scenario names.
    PlanError
        If the risks of a band contradict each other, or what else the scenario says.
    """
    given: object = scenario
    if isinstance(given, Scenario):
        return _settled(given, plan)
    known = {one.id: one for one in (*plan.scenarios, INHERENT, PLANNED)}
    if not isinstance(given, str) or given not in known:
        names = dict.fromkeys([INHERENT.id, PLANNED.id, *known])
        raise RequestError(f'there is no scenario "{given}"; there are: {", ".join(names)}')
    return _settled(known[given], plan)


def _settled(scenario: Scenario, plan: Plan) -> Scenario:
    """Return the scenario with the risks in place of the bands of the matrix that it names."""
    names = (*scenario.occur, *scenario.close)
    if not any(name.startswith(BAND) for name in names):
        return scenario
    placed = standings(INHERENT.applied_to(plan))
    members: dict[str, list[str]] = {BAND + band.name: [] for band in plan.matrix.bands}
    for risk, standing in placed.items():
        members[BAND + plan.matrix.bands[standing.band].name].append(risk)
    for name in names:
        if name.startswith(BAND) and name not in members:
            raise RequestError(
                f'scenario "{scenario.id}" names {name}, and the matrix has no such band; '
                f"there are: {', '.join(members)}"
            )
    occur, close = (_ids(given, members) for given in (scenario.occur, scenario.close))
    settled = evolve(scenario, occur=occur, close=close)
    # Two risks of a band may exclude each other, or be named otherwise as well.
    problems = [p for p in problems_under(settled, plan) if p.severity is Severity.ERROR]
    if problems:
        raise PlanError(problems, f'plan "{plan.name}"')
    return settled


def _ids(names: Iterable[str], members: Mapping[str, list[str]]) -> tuple[str, ...]:
    found = (members.get(name, [name]) for name in names)
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def recipe_of(run: SimulationResult) -> PlanRecipe:
    """Return the plan and the scenario of a run.

    Raises
    ------
    RequestError
        If the run does not hold them, as that of samples of another tool.
    """
    recipe = run.provenance.recipe
    if recipe is None:
        raise RequestError(
            f'the run of "{run.provenance.plan}" does not hold its plan; a run of '
            "rp.simulate(plan) does"
        )
    return recipe if isinstance(recipe, PlanRecipe) else recipe_from(recipe.text())


def scenario_of_run(run: SimulationResult, plan: Plan) -> Scenario:
    """Return the scenario of a run of a plan, one that was made by hand included."""
    if run.provenance.recipe is None:
        return scenario_of(run.provenance.scenario, plan)
    return recipe_of(run).scenario


def plan_under(run: SimulationResult, plan: Plan) -> Plan:
    """Return the plan of a run as its scenario has it."""
    return scenario_of_run(run, plan).applied_to(plan)
