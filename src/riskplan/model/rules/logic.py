"""Rules of risk logic: nothing counted twice, nothing that is over, nothing weighted twice."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

from riskplan.distributions import Discrete, Distribution
from riskplan.errors import Problem
from riskplan.model.impact import CATEGORY, CostImpact, Delay, Draws, DurationFactor, Impact
from riskplan.model.plan import Plan
from riskplan.model.risk import Risk, Status
from riskplan.model.rules.places import few_or_counted, first_few, placed, warning
from riskplan.model.schedule import Activity

__all__ = [
    "Targets",
    "events_are_no_spread",
    "has_finished",
    "impacts_are_not_weighted",
    "risks_threaten_open_work",
    "varies",
    "work_of",
]

_Item = TypeVar("_Item")

_AS_GOOD_AS_CERTAIN = 0.95
_REACH = 0.99
_CLOSE = 0.005
_LEAST = 100.0

# What an estimate goes wrong by, in the words of people who list it as a risk beside the estimate.
_OVERRUN = re.compile(
    r"overr[ua]n|overspen|over budget|under-?estimat|takes longer than (planned|estimated)"
    r"|estimates? (is|are|was|were|prove\w*|turn\w* out)? ?(too low|wrong|inaccurate|optimistic)"
    r"|超支|超预算|超出(预算|估算)|低估|估算(偏差|偏低|过低|不准)",
    re.IGNORECASE,
)
_WEIGHTED = re.compile(
    r"\bEMV\b|expected (monetary )?value|expected loss|(probability|risk)[- ]weighted"
    r"|(probability|likelihood) ?[x×*] ?impact|\bp ?[x×*] ?i\b"
    r"|期望(货币)?(价值|值|损失)|概率加权|风险加权|概率 ?[x×*] ?影响",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:[,_ ]\d{3})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?")


class Targets:
    """What an impact may name, and the estimates of all that it then acts on.

    Parameters
    ----------
    plan : Plan
    """

    def __init__(self, plan: Plan) -> None:
        self.activities: dict[str, dict[str, Activity]] = {}
        self.costs: dict[str, dict[str, Distribution]] = {}
        for item in plan.costs:
            for name in (item.id, item.phase):
                if name is not None:
                    self.costs.setdefault(name, {})[item.id] = item.amount
        for activity in plan.activities:
            if not isinstance(activity, Activity):
                continue
            category = None if activity.category is None else CATEGORY + activity.category
            for name in (activity.id, activity.phase, category):
                if name is not None:
                    self.activities.setdefault(name, {})[activity.id] = activity

    def activities_of(self, impact: Impact) -> dict[str, Activity]:
        """Return the activities that an impact acts on, by id."""
        names = () if isinstance(impact, CostImpact) else impact.activities
        return _named(names, self.activities)

    def estimates_of(self, impact: Impact) -> dict[str, Distribution]:
        """Return the estimates that an impact acts on, by id; none for an amount of money."""
        if isinstance(impact, CostImpact):
            return {} if impact.share is None else _named(impact.of, self.costs)
        return {id_: work_of(activity) for id_, activity in self.activities_of(impact).items()}


def events_are_no_spread(plan: Plan) -> Iterator[Problem]:
    """Warn of an event that is the spread of an estimate under another name.

    So is a risk that is as good as certain and acts on a single estimate, which varies already;
    one on several at once is a driver, which ties them together. And so is an overrun, by its own
    words, of a single estimate whose range already holds it.
    """
    yield from few_or_counted(
        _spread_again(plan),
        "an event may be what the estimates hold already, and count twice, in",
        "risks",
    )


def _spread_again(plan: Plan) -> Iterator[tuple[str, Problem]]:
    targets = Targets(plan)
    for place, risk in placed("risks", plan.risks):
        if risk.status is not Status.OPEN or risk.count is not None or risk.given is not None:
            continue
        hit = [_single(impact, targets) for impact in risk.impacts]
        if not hit or any(one is None for one in hit):
            continue
        id_, law = hit[0] or ("", None)
        lowest = _lowest(risk.probability)
        if lowest >= _AS_GOOD_AS_CERTAIN:
            yield (
                risk.id,
                warning(
                    place,
                    f"is as good as certain ({lowest:g}) and acts only on what varies already: "
                    f'the estimate of "{id_}" is {law!r}',
                    "if both mean the same spread, leave the risk out; else give the estimate "
                    "without it",
                ),
            )
        elif all(_is_held(risk, impact, targets) for impact in risk.impacts):
            yield (
                risk.id,
                warning(
                    place,
                    f'is an overrun that the estimate of "{id_}", {law!r}, holds already',
                    "if both mean the same, leave the risk out, or take the overrun out of the "
                    "estimate",
                ),
            )


def risks_threaten_open_work(plan: Plan) -> Iterator[Problem]:
    """Warn of open risks all of whose activities are finished."""
    yield from few_or_counted(
        _on_finished_work(plan),
        "all work that they act on is finished, for",
        "risks",
    )


def _on_finished_work(plan: Plan) -> Iterator[tuple[str, Problem]]:
    targets = Targets(plan)
    for place, risk in placed("risks", plan.risks):
        hit: dict[str, Activity] = {}
        for impact in risk.impacts:
            hit |= targets.activities_of(impact)
        if risk.status is not Status.OPEN or not hit:
            continue
        if all(has_finished(activity) for activity in hit.values()):
            costs = any(isinstance(impact, CostImpact) for impact in risk.impacts)
            effect = (
                "it delays nothing, and what it costs still counts" if costs else "it does nothing"
            )
            yield (
                risk.id,
                warning(
                    place,
                    f"acts only on work that is finished ({first_few(list(hit))}): {effect}",
                    "close it (status closed), or name the work that it still threatens",
                ),
            )


def impacts_are_not_weighted(plan: Plan) -> Iterator[Problem]:
    """Warn of an impact that is already multiplied by the probability.

    The simulation multiplies by itself: it draws whether the risk occurs. An impact gives itself
    away by its note, by a law that contains how likely it is to be nothing, or by an impact after
    a response that is as many times larger as the probability is smaller than 1.
    """
    found = (
        (risk.id, warning(f"{place}, impacts[{index}]", reason, _UNWEIGHT))
        for place, risk in placed("risks", plan.risks)
        if risk.status is not Status.CLOSED
        for index, impact in enumerate(risk.impacts)
        if (reason := _weighted(risk, impact))
    )
    yield from few_or_counted(
        found,
        "impacts seem to be multiplied by the probability already, in",
        "risks",
    )


_UNWEIGHT = "give what it does when the risk occurs; the simulation draws whether it does"


def _weighted(risk: Risk, impact: Impact) -> str:
    """Return why an impact seems to be an expected value, or nothing."""
    chance = risk.probability
    law = _size(impact)
    if isinstance(chance, Distribution) or law is None or not 0.0 < chance < 1.0:
        return ""
    if word := _WEIGHTED.search(impact.note):
        return f'its note speaks of "{word[0]}", and the probability is {chance:g}'
    if isinstance(law, Discrete):
        none = sum(p for x, p in zip(law.values, law.probabilities, strict=True) if x == 0.0)
        if none and abs(none - (1.0 - chance)) < _CLOSE:
            return (
                f"{law!r} is nothing with a probability of {none:g}, which the probability of "
                f"{chance:g} says already"
            )
        return ""
    return _multiplied(risk, impact, chance, law.mean())


def _multiplied(risk: Risk, impact: Impact, chance: float, size: float) -> str:
    """Return what a size is the probability times of, or nothing."""
    for text in _NUMBER.findall(impact.note):
        whole = float(re.sub("[,_ ]", "", text))
        if whole >= _LEAST and _is_near(size, chance * whole):
            return f"{size:,.6g} is {chance:g} times the {text} of its note"
    for response in risk.responses:
        for after in response.impacts or ():
            law = _size(after)
            if law is not None and type(after) is type(impact):
                whole = law.mean()
                if _is_near(size, chance * whole):
                    return (
                        f"{size:,.6g} is {chance:g} times the {whole:,.6g} that remain after "
                        f'response "{response.id}"'
                    )
    return ""


def _single(impact: Impact, targets: Targets) -> tuple[str, Distribution] | None:
    """Return the one estimate that an impact acts on, or one of several that it does not tie."""
    estimates = targets.estimates_of(impact)
    shared = isinstance(impact, CostImpact) or impact.draws is Draws.SHARED
    if not estimates or (shared and len(estimates) > 1):
        return None
    if any(has_finished(one) for one in targets.activities_of(impact).values()):
        return None
    if not all(varies(law) for law in estimates.values()):
        return None
    return next(iter(estimates.items()))


def _is_held(risk: Risk, impact: Impact, targets: Targets) -> bool:
    """Return whether an impact is an overrun that the range of its estimate contains."""
    if not any(_OVERRUN.search(text) for text in (risk.name, risk.event, risk.effect, impact.note)):
        return False
    held = targets.estimates_of(impact).values()
    reached = [(_reached(impact, law.most_likely(), targets), law) for law in held]
    return all(law.most_likely() < most <= float(law.ppf(_REACH)) for most, law in reached)


def _size(impact: Impact) -> Distribution | None:
    """Return the law of an amount or of a delay; None for what is a fraction or a factor."""
    if isinstance(impact, CostImpact):
        return impact.amount
    return impact.days if isinstance(impact, Delay) else None


def _reached(impact: Impact, base: float, targets: Targets) -> float:
    """Return what an impact makes of a base estimate on average."""
    if isinstance(impact, CostImpact):
        return math.inf if impact.share is None else base * (1.0 + impact.share.mean())
    if isinstance(impact, DurationFactor):
        return base * impact.factor.mean()
    units = {activity.unit for activity in targets.activities_of(impact).values()}
    return base + impact.days.mean() if units == {impact.unit} else math.inf


def work_of(activity: Activity) -> Distribution:
    """Return how long what is left of an activity takes."""
    return activity.duration if activity.remaining is None else activity.remaining


def has_finished(activity: Activity) -> bool:
    """Return whether nothing of an activity is left."""
    is_complete = activity.complete == 1.0 and activity.remaining is None
    return activity.actual_finish is not None or is_complete


def varies(law: Distribution) -> bool:
    """Return whether a law has more than one value."""
    low, high = law.support()
    return low < high


def _lowest(probability: float | Distribution) -> float:
    return probability.support()[0] if isinstance(probability, Distribution) else probability


def _is_near(value: float, other: float) -> bool:
    return value > 0.0 and abs(value - other) <= _CLOSE * value


def _named(names: tuple[str, ...], known: Mapping[str, dict[str, _Item]]) -> dict[str, _Item]:
    found: dict[str, _Item] = {}
    for name in names:
        found |= known.get(name, {})
    return found
