"""Rules of the register: probabilities, impacts as magnitudes, and responses that do something."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.distributions import Distribution, Poisson
from riskplan.errors import Problem
from riskplan.model.changes import Change
from riskplan.model.impact import CATEGORY, CostImpact, Delay, DurationFactor
from riskplan.model.plan import Plan
from riskplan.model.residual import contradictions_among
from riskplan.model.response import Strategy
from riskplan.model.risk import Kind, Risk, Status
from riskplan.model.rules.places import impacts_of, placed, warning
from riskplan.model.rules.references import groups_of_activities
from riskplan.model.rules.values import negative_part
from riskplan.model.scenario import INHERENT, PLANNED

__all__ = [
    "bounds",
    "delays_on_phases_are_meant",
    "exclusive_risks_fit_into_certainty",
    "factors_fit_the_kind",
    "impacts_are_magnitudes",
    "probabilities_are_between_0_and_1",
    "responses_are_consistent",
    "risks_do_something",
    "strategies_fit_the_kind",
]

_PERCENT = 100.0
_ROUNDING = 1e-9

_KINDS = {Kind.THREAT: "threats", Kind.OPPORTUNITY: "opportunities"}
_STRATEGIES = {
    Kind.THREAT: (Strategy.AVOID, Strategy.TRANSFER, Strategy.MITIGATE, Strategy.ACCEPT),
    Kind.OPPORTUNITY: (Strategy.EXPLOIT, Strategy.SHARE, Strategy.ENHANCE, Strategy.ACCEPT),
}


def probabilities_are_between_0_and_1(plan: Plan) -> Iterator[Problem]:
    """Refuse probabilities outside 0 to 1, percents among them."""
    for place, risk in placed("risks", plan.risks):
        yield from _probability_problems(place, risk.probability)
        for inner, response in placed("responses", risk.responses):
            if response.probability is not None and not isinstance(response.probability, Change):
                where, after = f"{place}, {inner}", response.probability
                yield from _probability_problems(where, after, may_change=True)


def _probability_problems(
    place: str, probability: float | Distribution, *, may_change: bool = False
) -> Iterator[Problem]:
    low, high = bounds(probability)
    if low >= 0 and high <= 1:
        return
    remedy = "a probability is a number such as 0.2"
    if isinstance(probability, float) and 1 < probability <= _PERCENT:
        remedy = f"did you mean {probability / _PERCENT:.2f}?"
    elif may_change and isinstance(probability, float) and -_PERCENT <= probability <= -1:
        remedy = f'did you mean "{probability:g}%", which is a change?'
    elif isinstance(probability, Poisson):
        remedy = f"how often a risk strikes is its count: count={str(probability)!r}"
    elif low >= 0 and high <= _PERCENT:
        remedy = "divide its parameters by 100"
    shown = f"{probability:g}" if isinstance(probability, float) else repr(probability)
    yield Problem(place, f"probability must be between 0 and 1 (got {shown})", remedy)


def bounds(probability: float | Distribution) -> tuple[float, float]:
    """Return the lowest and the highest value that a probability can take."""
    return probability.support() if isinstance(probability, Distribution) else (probability,) * 2


def exclusive_risks_fit_into_certainty(plan: Plan) -> Iterator[Problem]:
    """Check that the probabilities in an exclusive group can add up, and share one condition.

    In every scenario, since a response may raise the probability of an opportunity.
    """
    groups: dict[str, list[tuple[str, Risk]]] = {}
    for place, risk in placed("risks", plan.risks):
        if risk.exclusive is not None:
            groups.setdefault(risk.exclusive, []).append((place, risk))
    for group, members in groups.items():
        place = members[0][0]
        total = max(
            sum(bounds(scenario.view(risk).probability)[1] for _, risk in members)
            for scenario in (INHERENT, PLANNED)
        )
        names = ", ".join(risk.id for _, risk in members)
        if total > 1 + _ROUNDING:
            yield Problem(
                place,
                f'the exclusive group "{group}" ({names}) adds up to {total:.4g}, more than 1',
                "at most one of them can occur, so their probabilities must fit into 1",
            )
        if len({risk.given for _, risk in members}) > 1:
            yield Problem(
                place,
                f'the exclusive group "{group}" ({names}) mixes different conditions',
                "give all its risks the same given",
            )


def impacts_are_magnitudes(plan: Plan) -> Iterator[Problem]:
    """Check that every impact is a magnitude and that a cost impact says how it is measured."""
    for place, impact in impacts_of(plan):
        if isinstance(impact, CostImpact):
            yield from _cost_impact_problems(place, impact)
        elif isinstance(impact, Delay):
            yield from negative_part(place, "days", impact.days)
        else:
            yield from negative_part(place, "factor", impact.factor)


def _cost_impact_problems(place: str, impact: CostImpact) -> Iterator[Problem]:
    if (impact.amount is None) == (impact.share is None):
        yield Problem(
            place, "a cost impact has either an amount or a share", "give exactly one of the two"
        )
    if impact.share is not None and not impact.of:
        yield Problem(place, "a share of what?", "name cost items or phases in of")
    if impact.share is None and impact.of:
        yield Problem(place, "of names items, but there is no share", "give share")
    if impact.amount is not None:
        yield from negative_part(place, "amount", impact.amount)
    if impact.share is not None:
        yield from negative_part(place, "share", impact.share)


def risks_do_something(plan: Plan) -> Iterator[Problem]:
    """Warn of open risks without any impact."""
    for place, risk in placed("risks", plan.risks):
        if not risk.impacts and risk.status is not Status.CLOSED:
            yield warning(
                place, "has no impact, so it changes no result", "say what it costs or delays"
            )


def responses_are_consistent(plan: Plan) -> Iterator[Problem]:
    """Check that responses in force together do not contradict each other, and have an effect."""
    for place, risk in placed("risks", plan.risks):
        adopted = [response for response in risk.responses if response.adopted]
        for contradiction in contradictions_among(risk, adopted):
            message = f"two adopted responses {contradiction}"
            yield Problem(place, message, "give their combined effect to one of them")
        for inner, response in placed("responses", risk.responses):
            yield from negative_part(f"{place}, {inner}", "cost", response.cost)
            yield from _worsening(f"{place}, {inner}", risk, response.probability)


def strategies_fit_the_kind(plan: Plan) -> Iterator[Problem]:
    """Refuse a response to threats on an opportunity, and the other way round."""
    for place, risk in placed("risks", plan.risks):
        fitting = _STRATEGIES[risk.kind]
        for inner, response in placed("responses", risk.responses):
            if response.strategy not in fitting:
                yield Problem(
                    f"{place}, {inner}",
                    f'the strategy "{response.strategy.value}" is not for {_KINDS[risk.kind]}',
                    f"choose from {', '.join(strategy.value for strategy in fitting)}",
                )


def factors_fit_the_kind(plan: Plan) -> Iterator[Problem]:
    """Warn of a threat that shortens durations on average, and of an opportunity that lengthens."""
    for place, risk in placed("risks", plan.risks):
        for index, impact in enumerate(risk.impacts):
            if not isinstance(impact, DurationFactor):
                continue
            mean = impact.factor.mean()
            if (mean < 1) if risk.kind is Kind.THREAT else (mean > 1):
                effect = "shortens" if mean < 1 else "lengthens"
                yield warning(
                    f"{place}, impacts[{index}]",
                    f"the {risk.kind.value} {effect} durations, by a mean factor of {mean:.4g}",
                    "check the factor, or the kind of the risk",
                )


def _worsening(
    place: str, risk: Risk, after: float | Distribution | Change | None
) -> Iterator[Problem]:
    before = risk.probability
    if isinstance(after, Change):
        if (after.by > 0) if risk.kind is Kind.THREAT else (after.by < 0):
            message = f"moves the probability of the {risk.kind.value} the wrong way, by {after}"
            yield warning(place, message, "check the sign of the change")
        return
    if not isinstance(before, float) or not isinstance(after, float):
        return
    worse = after > before if risk.kind is Kind.THREAT else after < before
    if worse:
        yield warning(
            place,
            f"moves the probability of the {risk.kind.value} the wrong way, "
            f"from {before:g} to {after:g}",
            "check the two numbers",
        )


def delays_on_phases_are_meant(plan: Plan) -> Iterator[Problem]:
    """Warn that a delay on a phase or a category is added to each of its activities."""
    ids = {activity.id for activity in plan.activities}
    counts = groups_of_activities(plan)
    for place, impact in impacts_of(plan):
        if not isinstance(impact, Delay):
            continue
        for name in impact.activities:
            count = counts.get(name, 0)
            if name not in ids and count > 1:
                group = "" if name.startswith(CATEGORY) else "phase "
                yield warning(
                    place,
                    f'the delay on {group}"{name}" is added to each of its {count} activities',
                    "name the one activity that is hit, unless this is meant",
                )
