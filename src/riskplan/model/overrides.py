"""A plan under a scenario: what the scenario assumes otherwise, worked in before any response."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from riskplan.distributions import Distribution, Truncated
from riskplan.errors import RequestError
from riskplan.model.budget import CostItem
from riskplan.model.dependence.names import Aspect, Named, impacts_named, named_quantities
from riskplan.model.hammocks import Hammock
from riskplan.model.impact import Delay, DurationFactor, Impact
from riskplan.model.insurance import Policy
from riskplan.model.plan import Plan
from riskplan.model.response import Response
from riskplan.model.risk import Risk, Status
from riskplan.model.scenario import BAND, Scenario
from riskplan.model.schedule import Activity, ScheduleItem

__all__ = ["applied", "certain_in", "with_size"]

_Changes = dict[str, Any]


def applied(scenario: Scenario, plan: Plan) -> Plan:
    """Return the plan as a scenario has it; a table without a change stays the very same."""
    _refuse_bands(scenario)
    singly = _estimated(scenario, plan)
    changes: _Changes = {
        "costs": _each(plan.costs, lambda item: _cost_item(item, scenario, singly)),
        "activities": _each(plan.activities, lambda item: _activity(item, scenario, singly)),
        "risks": _risks(scenario, plan, singly),
        "policies": _each(plan.policies, lambda policy: _policy(policy, scenario)),
        **_dates(scenario),
    }
    changes = {name: new for name, new in changes.items() if new is not getattr(plan, name)}
    return plan.evolve(**changes) if changes else plan


def certain_in(scenario: Scenario, plan: Plan) -> frozenset[str]:
    """Return the risks that are certain: those that a scenario names, and what they depend on.

    What depends on a closed risk is not, whoever names it.
    """
    given = {risk.id: risk.given for risk in plan.risks}
    certain: set[str] = set()
    for name in scenario.occur:
        chain = list(_chain(name, given))
        if not set(chain) & set(scenario.close):
            certain.update(chain)
    return frozenset(certain)


def _chain(name: str, given: Mapping[str, str | None]) -> Iterator[str]:
    """Yield a risk, and those that it depends on; conditions that go in a circle end somewhere."""
    seen: set[str] = set()
    step: str | None = name
    while step is not None and step in given and step not in seen:
        seen.add(step)
        yield step
        step = given[step]


def _refuse_bands(scenario: Scenario) -> None:
    bands = [name for name in (*scenario.occur, *scenario.close) if name.startswith(BAND)]
    if bands:
        raise RequestError(
            f'scenario "{scenario.id}" names {", ".join(bands)}, and only the schedule tells which '
            "risks stand in a band of the matrix; give the scenario to rp.simulate, or name risks"
        )


def _estimated(scenario: Scenario, plan: Plan) -> dict[Named, Distribution]:
    """Return the estimates that are given singly, by what they are of."""
    if not scenario.estimates:
        return {}
    meanings = named_quantities(plan)
    found = ((meanings.get(name, ()), law) for name, law in scenario.estimates)
    return {meant[0]: law for meant, law in found if len(meant) == 1}


def _each(items: Sequence[Any], change: Callable[[Any], Any]) -> Sequence[Any]:
    """Return items with a change made to each, or the very same where none is changed."""
    changed = tuple(map(change, items))
    return (
        changed if any(new is not old for new, old in zip(changed, items, strict=True)) else items
    )


def _cost_item(
    item: CostItem, scenario: Scenario, singly: Mapping[Named, Distribution]
) -> CostItem:
    law = singly.get(Named(item.id, Aspect.AMOUNT, 0, item))
    if law is None and scenario.cost_factor == 1.0:
        return item
    factor = scenario.cost_factor
    amount = item.amount.scaled(factor) if law is None else law
    return attrs.evolve(item, amount=amount, day_rate=item.day_rate.scaled(factor))


def _activity(
    item: ScheduleItem, scenario: Scenario, singly: Mapping[Named, Distribution]
) -> ScheduleItem:
    changes: _Changes = {}
    if scenario.cost_factor != 1.0 and isinstance(item, Activity | Hammock):
        changes["day_rate"] = item.day_rate.scaled(scenario.cost_factor)
    if isinstance(item, Activity):
        law = singly.get(Named(item.id, Aspect.DURATION, 0, item))
        factor = scenario.duration_factor
        if law is not None:
            name = "duration" if item.remaining is None else "remaining"
            changes[name] = law
        elif factor != 1.0:
            changes["duration"] = item.duration.scaled(factor)
            if item.remaining is not None:
                changes["remaining"] = item.remaining.scaled(factor)
    return attrs.evolve(item, **changes) if changes else item


def _risks(scenario: Scenario, plan: Plan, singly: Mapping[Named, Distribution]) -> Sequence[Risk]:
    certain, closed = certain_in(scenario, plan), set(scenario.close)
    excluding = {risk.exclusive for risk in plan.risks if risk.id in certain} - {None}
    closed |= {r.id for r in plan.risks if r.exclusive in excluding and r.id not in certain}
    absent = _absent(scenario, plan)
    probabilities = dict(scenario.probabilities)

    def change(risk: Risk) -> Risk:
        changes: _Changes = {}
        if risk.id in closed or risk.id in absent:
            changes["status"] = Status.CLOSED
        elif risk.id in certain:
            changes |= {"status": Status.OCCURRED, "count": _at_least_once(risk.count)}
        if risk.id in probabilities:
            changes["probability"] = probabilities[risk.id]
        changes["impacts"] = _impacts(risk, singly)
        changes["responses"] = _responses(risk, scenario, risk.id in absent)
        changes = {name: new for name, new in changes.items() if new is not getattr(risk, name)}
        return attrs.evolve(risk, **changes) if changes else risk

    return _each(plan.risks, change)


def _at_least_once(count: Distribution | None) -> Distribution | None:
    """Return how often a risk strikes that is certain to strike."""
    if count is None or count.support()[0] >= 1.0:
        return count
    return Truncated(count, low=1.0)


def _impacts(risk: Risk, singly: Mapping[Named, Distribution]) -> tuple[Impact, ...]:
    own = {
        (named.aspect, named.number): law for named, law in singly.items() if _is_of(named, risk)
    }
    impacts = risk.impacts
    for (aspect, number), law in own.items():
        for impact in impacts_named(risk.impacts, aspect)[number : number + 1]:
            place = next(row for row, other in enumerate(risk.impacts) if other is impact)
            impacts = (*impacts[:place], with_size(impact, law), *impacts[place + 1 :])
    return impacts


def _is_of(named: Named, risk: Risk) -> bool:
    return named.id == risk.id and isinstance(named.item, Risk)


def with_size(impact: Impact, law: Distribution) -> Impact:
    """Return an impact of another size: an amount, a share, days or a factor, whichever it has."""
    if isinstance(impact, Delay):
        return attrs.evolve(impact, days=law)
    if isinstance(impact, DurationFactor):
        return attrs.evolve(impact, factor=law)
    if impact.share is None:
        return attrs.evolve(impact, amount=law)
    return attrs.evolve(impact, share=law)


def _absent(scenario: Scenario, plan: Plan) -> frozenset[str]:
    """Return the secondary risks that do not exist, because no response lets them arise."""
    secondary = [risk for risk in plan.risks if risk.arises_from is not None]
    absent: frozenset[str] = frozenset()
    while secondary:
        arising = {
            f"{risk.id}.{response.id}"
            for risk in plan.risks
            if risk.id not in absent
            for response in scenario.in_force(risk)
        }
        found = frozenset(risk.id for risk in secondary if risk.arises_from not in arising)
        if found == absent:
            break
        absent = found
    return absent


def _responses(risk: Risk, scenario: Scenario, is_absent: bool) -> Sequence[Response]:
    """Return the responses to a risk, adopted where the scenario has them in force.

    To what does not exist nobody responds.
    """

    def change(response: Response) -> Response:
        name = f"{risk.id}.{response.id}"
        adopted = not is_absent and scenario.puts_in_force(name, response.adopted)
        return response if adopted is response.adopted else attrs.evolve(response, adopted=adopted)

    return _each(risk.responses, change)


def _policy(policy: Policy, scenario: Scenario) -> Policy:
    adopted = scenario.puts_in_force(policy.id, policy.adopted)
    return policy if adopted is policy.adopted else attrs.evolve(policy, adopted=adopted)


def _dates(scenario: Scenario) -> dict[str, dt.date]:
    dates = {"start": scenario.start, "deadline": scenario.deadline}
    return {name: date for name, date in dates.items() if date is not None}
