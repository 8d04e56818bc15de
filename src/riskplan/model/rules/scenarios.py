"""Rules of scenarios: what they name exists, and what they assume can be true at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from attrs import evolve

from riskplan.errors import Problem
from riskplan.model.dependence.names import Aspect, named_quantities
from riskplan.model.plan import Plan
from riskplan.model.risk import Status
from riskplan.model.rules.places import placed, unknown, warning
from riskplan.model.scenario import BAND, INHERENT, PLANNED, Scenario
from riskplan.model.schedule import Activity

__all__ = ["contradictions_in", "scenarios_make_sense", "without_bands"]

_RESERVED = (INHERENT.id, PLANNED.id)


def scenarios_make_sense(plan: Plan) -> Iterator[Problem]:
    """Check that scenarios name what exists, and contradict neither the plan nor themselves."""
    for place, scenario in placed("scenarios", plan.scenarios):
        if scenario.id in _RESERVED:
            message = f'the id "{scenario.id}" means a scenario that every plan has'
            yield Problem(place, message, "give it another id")
        yield from contradictions_in(scenario, plan, place)


def contradictions_in(scenario: Scenario, plan: Plan, place: str) -> Iterator[Problem]:
    """Yield what in a scenario does not fit the plan, or itself."""
    yield from _responses(scenario, plan, place)
    yield from _risks(scenario, plan, place)
    yield from _factors(scenario, plan, place)
    yield from _probabilities(scenario, plan, place)
    yield from _estimates(scenario, plan, place)


def without_bands(scenario: Scenario) -> Scenario:
    """Return a scenario without the bands of the matrix that it names."""
    occur, close = (
        tuple(name for name in names if not name.startswith(BAND))
        for names in (scenario.occur, scenario.close)
    )
    return evolve(scenario, occur=occur, close=close)


def _responses(scenario: Scenario, plan: Plan, place: str) -> Iterator[Problem]:
    responses = Counter(f"{r.id}.{one.id}" for r in plan.risks for one in r.responses)
    known = [*responses, *(policy.id for policy in plan.policies)]
    for field, names in (("adopt", scenario.adopt), ("drop", scenario.drop)):
        for name in names:
            if name not in known:
                yield unknown(place, f"{field} names response or policy", name, known)
            elif responses[name] > 1:
                message = f'{field} names "{name}", which two responses are called'
                yield Problem(place, message, "give one of them an id without a dot")
    yield from _both(place, "adopts and drops", scenario.adopt, scenario.drop)


def _risks(scenario: Scenario, plan: Plan, place: str) -> Iterator[Problem]:
    risks = {risk.id: risk for risk in plan.risks}
    known = [*risks, *(BAND + band.name for band in plan.matrix.bands)]
    for field, names in (("occur", scenario.occur), ("close", scenario.close)):
        for name in names:
            if name not in known:
                yield unknown(place, f"{field} names risk", name, known)
    yield from _both(place, "lets occur and closes", scenario.occur, scenario.close)
    certain = [risks[name] for name in dict.fromkeys(scenario.occur) if name in risks]
    for group, count in Counter(risk.exclusive for risk in certain).items():
        if group is not None and count > 1:
            together = ", ".join(risk.id for risk in certain if risk.exclusive == group)
            message = f'{together} of the exclusive group "{group}" cannot all occur'
            yield Problem(place, message, "let one of them occur")
    for risk in certain:
        if risk.count is not None and risk.count.support()[1] < 1.0:
            message = f'occur names "{risk.id}", which by its count never strikes'
            yield Problem(place, message, "give the risk another count")


def _both(
    place: str, what: str, some: Collection[str], others: Collection[str]
) -> Iterator[Problem]:
    for name in some:
        if name in others:
            yield Problem(place, f'{what} "{name}"', "choose one of the two")


def _factors(scenario: Scenario, plan: Plan, place: str) -> Iterator[Problem]:
    works = any(isinstance(item, Activity) for item in plan.activities)
    factors = (
        ("cost_factor", scenario.cost_factor, bool(plan.costs) or works, "cost"),
        ("duration_factor", scenario.duration_factor, works, "activity"),
    )
    for name, factor, hits, what in factors:
        if factor <= 0.0:
            remedy = "1.2 makes everything dearer or longer by a fifth"
            yield Problem(place, f"{name} must be above 0 (got {factor:g})", remedy)
        elif factor != 1.0 and not hits:
            yield warning(place, f"{name} finds no {what} in the plan", "leave it out")


def _probabilities(scenario: Scenario, plan: Plan, place: str) -> Iterator[Problem]:
    risks = {risk.id: risk for risk in plan.risks}
    for name, _ in scenario.probabilities:
        if name not in risks:
            yield unknown(place, "probabilities names risk", name, risks)
        elif name in (*scenario.occur, *scenario.close) or risks[name].status is not Status.OPEN:
            message = f'the probability of "{name}" changes nothing, since it is decided'
            yield warning(place, message, "leave it out of probabilities, or open the risk")


def _estimates(scenario: Scenario, plan: Plan, place: str) -> Iterator[Problem]:
    meanings = named_quantities(plan) if scenario.estimates else {}
    seen: dict[object, str] = {}
    for name, _ in scenario.estimates:
        meant = meanings.get(name, ())
        if not meant:
            yield unknown(place, "estimates names quantity", name, meanings)
        elif len(meant) > 1:
            remedy = f"write costs.{name}, activities.{name} or risks.{name}"
            yield Problem(place, f'estimates names "{name}", which means several things', remedy)
        elif meant[0].aspect is Aspect.OCCURRENCE:
            remedy = f"write it under probabilities, or the size of an impact as {name}.cost"
            yield Problem(place, f'estimates names "{name}", which is a risk', remedy)
        elif meant[0] in seen:
            message = f'estimates names "{seen[meant[0]]}" and "{name}", which are the same'
            yield Problem(place, message, "keep one of the two")
        for quantity in meant:
            seen[quantity] = name
