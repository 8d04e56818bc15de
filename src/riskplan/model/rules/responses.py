"""Rules of responses: a strategy does what it says, and a change, share or cap can be one."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.errors import Problem
from riskplan.model.changes import Change
from riskplan.model.impact import Delay, Impact
from riskplan.model.plan import Plan
from riskplan.model.residual import probability_after, says_what_remains
from riskplan.model.response import Response, Strategy
from riskplan.model.risk import Kind, Risk
from riskplan.model.rules.network import cycles
from riskplan.model.rules.places import placed, unknown, warning

__all__ = [
    "caps_have_delays_to_cap",
    "changes_make_sense",
    "responses_achieve_something",
    "secondary_risks_arise_from_responses",
    "strategies_do_what_they_say",
]

_EFFECTS = ("probability", "count", "impacts", "impact", "cost_impact", "time_impact", "share")
_CHANGES = ("impact", "cost_impact", "time_impact")
_PERCENT = 100.0


def strategies_do_what_they_say(plan: Plan) -> Iterator[Problem]:
    """Check that to accept changes nothing, and that to transfer leaves part of the loss behind.

    A fall-back plan, which a cap on the delay describes, goes with acceptance.
    """
    insured = {name for policy in plan.policies for name in policy.covers}
    for place, risk, response in _responses(plan):
        said = [name for name in _EFFECTS if getattr(response, name) is not None]
        if response.strategy is Strategy.ACCEPT and said:
            message = f"accepts the risk, and changes its {' and '.join(said)}"
            remedy = "choose the strategy that it is, or leave out what it changes"
            yield Problem(place, message, remedy)
        if response.strategy is Strategy.TRANSFER and not said and risk.id not in insured:
            message = "transfers the risk, and does not say what of it"
            remedy = "give the share that another carries, what remains, or a policy that covers it"
            yield Problem(place, message, remedy)


def responses_achieve_something(plan: Plan) -> Iterator[Problem]:
    """Warn of responses that cost money and change nothing."""
    for place, risk, response in _responses(plan):
        changes = says_what_remains(response) or probability_after(response) is not None
        is_told = response.strategy is Strategy.TRANSFER  # by the rule above
        if response.cost.support()[1] > 0 and not changes and not is_told:
            count = "" if risk.count is None else ", count"
            yield warning(
                place,
                f"costs money and changes neither probability{count} nor impacts",
                f"say what it achieves: probability{count} or impacts after it",
            )


def changes_make_sense(plan: Plan) -> Iterator[Problem]:
    """Check shares, and warn of changes that make a threat worse, or a chance smaller."""
    for place, risk, response in _responses(plan):
        if response.share is not None and not 0.0 < response.share <= 1.0:
            message = f"share must be above 0 and at most 1 (got {response.share:g})"
            could_be_percent = 1.0 < response.share <= _PERCENT
            remedy = f"did you mean {response.share / _PERCENT:g}?" if could_be_percent else ""
            yield Problem(place, message, remedy or "write 30 % as 0.3")
        if response.impacts is not None:
            both = [name for name in _CHANGES if getattr(response, name) is not None]
            for name in both:
                message = f"says which impacts remain, and how they change by {name}"
                yield Problem(place, message, "give one of the two")
        for name in _CHANGES:
            change: Change | None = getattr(response, name)
            if change is not None and _is_worse(change, risk.kind):
                message = f"moves the impacts of the {risk.kind.value} the wrong way, by {change}"
                yield warning(place, message, f"check the sign of {name}")


def _is_worse(change: Change, kind: Kind) -> bool:
    return change.by > 0 if kind is Kind.THREAT else change.by < 0


def caps_have_delays_to_cap(plan: Plan) -> Iterator[Problem]:
    """Check that caps are not negative, and stand where something is delayed."""
    for place, risk in placed("risks", plan.risks):
        for row, impact in enumerate(risk.impacts):
            if isinstance(impact, Delay) and impact.cap is not None:
                yield from _cap_problems(f"{place}, impacts[{row}]", "cap", impact.cap)
        for inner, response in placed("responses", risk.responses):
            where = f"{place}, {inner}"
            if response.delay_cap is not None:
                yield from _cap_problems(where, "delay_cap", response.delay_cap)
                yield from _capped_problems(where, risk, response)


def _cap_problems(place: str, name: str, cap: float) -> Iterator[Problem]:
    if cap < 0.0:
        yield Problem(place, f"{name} must not be negative (got {cap:g})", "0 leaves no delay")


def _capped_problems(place: str, risk: Risk, response: Response) -> Iterator[Problem]:
    if risk.kind is Kind.OPPORTUNITY:
        message = "delay_cap limits the time that an opportunity saves"
        yield Problem(place, message, "leave it out, or check the kind of the risk")
    impacts: tuple[Impact, ...] = risk.impacts if response.impacts is None else response.impacts
    units = {impact.unit for impact in impacts if isinstance(impact, Delay)}
    if not units:
        yield warning(place, "delay_cap finds no delay", "leave it out")
    elif len(units) > 1:
        names = " and ".join(sorted(unit.value for unit in units))
        message = f"delay_cap counts for delays in different units, {names}"
        yield warning(place, message, "give the delays one unit, or each a cap of its own")


def secondary_risks_arise_from_responses(plan: Plan) -> Iterator[Problem]:
    """Check that a secondary risk names a response, of another risk, that does not need it."""
    owners = {
        f"{risk.id}.{response.id}": risk.id for risk in plan.risks for response in risk.responses
    }
    graph: dict[str, list[str]] = {}
    for place, risk in placed("risks", plan.risks):
        name = risk.arises_from
        if name is None:
            continue
        if name not in owners:
            yield unknown(place, "arises_from names response", name, owners)
        elif owners[name] == risk.id:
            message = f'arises from its own response "{name}"'
            yield Problem(place, message, "name a response to another risk")
        else:
            graph.setdefault(risk.id, []).append(owners[name])
    for path in cycles(graph):
        place = next(place for place, risk in placed("risks", plan.risks) if risk.id == path[0])
        message = f"arises_from forms a cycle: {' → '.join(reversed(path))}"
        yield Problem(place, message, "one of these risks must exist by itself")


def _responses(plan: Plan) -> Iterator[tuple[str, Risk, Response]]:
    for place, risk in placed("risks", plan.risks):
        for inner, response in placed("responses", risk.responses):
            yield f"{place}, {inner}", risk, response
