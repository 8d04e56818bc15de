"""Three-point estimates for a schedule without: factors on the durations that are certain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs
from attrs import field, frozen

from riskplan.distributions import Constant, Distribution, Pert
from riskplan.errors import DistributionError, PlanError, Problem, RequestError
from riskplan.model import fields
from riskplan.model.impact import CATEGORY
from riskplan.model.plan import Plan
from riskplan.model.rules.places import unknown
from riskplan.model.schedule import Activity, ScheduleItem

__all__ = ["Law", "Spread", "is_certain", "is_done", "law_of", "spread", "with_work"]

Law: TypeAlias = Callable[[float, float, float], Distribution]
"""What makes a distribution of three points, such as `Pert`, `Triangular` or `Trigen`."""

PHASE = "phase:"
ANY_ENDING = "*"

_DIGITS = 12  # what is left of 1.1 × 3 = 3.3000000000000003


@frozen
class Spread:
    """How far a duration may lie off, as three factors on it.

    Parameters
    ----------
    low, mode, high : float [fraction of the duration]
        The least, the likeliest and the greatest factor; with a mode of 1 the base plan stays.
    law : callable
        What makes a distribution of three points: `Pert` unless given, or for example
        `Triangular`, or `Trigen`, for which low and high are P10 and P90.

    Raises
    ------
    PlanError
        If the factors are negative or out of order, or if the law is none of three points.

    Examples
    --------
    >>> Spread(0.9, 1, 1.3).of(20)
    pert(18, 20, 26)
    """

    low: float = field(converter=fields.to_number, validator=fields.is_number)
    mode: float = field(converter=fields.to_number, validator=fields.is_number)
    high: float = field(converter=fields.to_number, validator=fields.is_number)
    law: Law = field(default=Pert, kw_only=True)

    def __attrs_post_init__(self) -> None:
        try:
            law_of((self.low, self.mode, self.high), self.law)
        except DistributionError as error:
            raise PlanError([Problem("Spread", str(error))]) from error

    def of(self, duration: float) -> Distribution:
        """Return the distribution of a duration, in its unit."""
        points = [_times(factor, duration) for factor in (self.low, self.mode, self.high)]
        return law_of((points[0], points[1], points[2]), self.law)


SpreadLike: TypeAlias = Spread | Iterable[float]
By: TypeAlias = str | Iterable[str] | Mapping[str, SpreadLike]


def spread(
    plan: Plan,
    low: float | None = None,
    high: float | None = None,
    *,
    mode: float = 1.0,
    law: Law = Pert,
    by: By | None = None,
) -> Plan:
    """Return the plan with distributions where its durations are certain, by factors on them.

    What is finished stays as it is, and so do milestones, activities without duration, and
    durations that are distributions already. Of what is under way, the remaining duration is
    spread where it is given.

    Parameters
    ----------
    plan : Plan
    low, high, mode : float, optional [fraction of the duration]
        The least, the greatest and the likeliest factor.
    law : callable
        What makes a distribution of three points: `Pert` unless given, or for example
        `Triangular`, or `Trigen`, for which low and high are P10 and P90.
    by : str, sequence of str, or mapping of str to Spread, optional
        Which activities: ids, beginnings of ids such as ``"A4*"``, phases and categories, also
        as ``"phase:build"`` and ``"category:electrical"``. All unless given. A mapping gives
        each a `Spread`, or three factors, of its own; then low and high are for all others, who
        stay certain without. Of several names for one activity, its id comes first, then the
        longest beginning, its category and its phase.

    Raises
    ------
    RequestError
        If factors are missing.
    PlanError
        If names lead nowhere, or factors make no distribution; it lists all of them.

    Examples
    --------
    >>> from riskplan.model import Activity
    >>> plan = Plan("Bridge", activities=[
    ...     Activity("design", "Design", 20),
    ...     Activity("wiring", "Wiring", 10, category="electrical"),
    ... ])
    >>> [a.duration for a in spread(plan, low=0.9, high=1.3).activities]
    [pert(18, 20, 26), pert(9, 10, 13)]
    >>> by = {"category:electrical": (0.8, 1, 2)}
    >>> [a.duration for a in spread(plan, by=by).activities]
    [constant(20), pert(8, 10, 20)]
    """
    chosen = _Chosen(plan, _overall(low, mode, high, law, by))
    problems = list(chosen.take(by, law))
    if problems:
        raise PlanError(problems, "the spreads")
    return plan.evolve(activities=[_spread(item, chosen) for item in plan.activities])


def law_of(points: tuple[float, float, float], law: Law) -> Distribution:
    """Return the distribution of three points, which is certain where all are the same.

    Raises
    ------
    DistributionError
        If the points are negative or out of order, or if the law is none of three points.
    """
    low, mode, high = points
    if not 0.0 <= low <= mode <= high:
        shown = ", ".join(f"{point:.12g}" for point in points)
        raise DistributionError(f"low, mode and high must rise from 0 upwards (got {shown})")
    if low == high:
        return Constant(mode)
    wrong = f"law must make a distribution of three points, as rp.Pert does (got {law!r:.60})"
    if not callable(law):
        raise DistributionError(wrong)
    try:
        made: object = law(low, mode, high)
    except TypeError as error:
        raise DistributionError(wrong) from error
    if not isinstance(made, Distribution):
        raise DistributionError(wrong)
    return made


def is_done(item: ScheduleItem) -> bool:
    """Return whether nothing remains to be done that could take longer or shorter."""
    if not isinstance(item, Activity):
        return True
    is_complete = item.complete == 1.0 and item.remaining is None
    return item.actual_finish is not None or is_complete


def is_certain(item: ScheduleItem) -> bool:
    """Return whether something remains to be done that takes time, and exactly so much."""
    if not isinstance(item, Activity) or is_done(item):
        return False
    law = _work(item)
    return isinstance(law, Constant) and law.value > 0.0


def with_work(activity: Activity, law: Distribution) -> Activity:
    """Return the activity with another duration, or with another remaining one if it has that."""
    if activity.remaining is None:
        return attrs.evolve(activity, duration=law)
    return attrs.evolve(activity, remaining=law)


def _work(activity: Activity) -> Distribution:
    return activity.duration if activity.remaining is None else activity.remaining


def _times(factor: float, duration: float) -> float:
    return duration if factor == 1.0 else float(f"{factor * duration:.{_DIGITS}g}")


def _spread(item: ScheduleItem, chosen: _Chosen) -> ScheduleItem:
    if not isinstance(item, Activity) or not is_certain(item):
        return item
    factors = chosen.of(item)
    return item if factors is None else with_work(item, factors.of(_work(item).most_likely()))


def _overall(
    low: float | None, mode: float, high: float | None, law: Law, by: By | None
) -> Spread | None:
    """Return the factors that are given for more than one name."""
    if low is not None and high is not None:
        return Spread(low, mode, high, law=law)
    if low is None and high is None and isinstance(by, Mapping):
        return None
    raise RequestError(
        f"a spread needs low and high, factors on durations (got low={low!r}, high={high!r}); "
        "write for example low=0.9, high=1.3"
    )


class _Chosen:
    """Knows which factors each activity takes."""

    def __init__(self, plan: Plan, overall: Spread | None) -> None:
        activities = [item for item in plan.activities if isinstance(item, Activity)]
        self._ids = {item.id for item in plan.activities}
        self._phases = {item.phase for item in activities if item.phase is not None}
        self._phases |= {phase.id for phase in plan.phases}
        self._categories = {item.category for item in activities if item.category is not None}
        self._overall: Spread | None = overall
        self._named: dict[str, Spread] = {}
        self._beginnings: list[str] = []

    def of(self, activity: Activity) -> Spread | None:
        """Return the factors of an activity, or None where it stays as it is."""
        keys = [activity.id]
        keys += [name for name in self._beginnings if activity.id.startswith(name[:-1])]
        keys += [] if activity.category is None else [CATEGORY + activity.category]
        keys += [] if activity.phase is None else [PHASE + activity.phase]
        return next((self._named[key] for key in keys if key in self._named), self._overall)

    def take(self, by: By | None, law: Law) -> Iterator[Problem]:
        """Take the factors of each name; yield what is wrong with names and factors."""
        if by is None:
            return
        for name, given in _pairs(by, self._overall):
            place = f'by "{name}"'
            keys = [] if not isinstance(name, str) else list(self._meant(name))
            if not keys:
                known = self._ids | self._phases | self._categories
                yield unknown(place, "it names", str(name), known)
            elif len(keys) > 1:
                message = f"it means {' and '.join(keys)}"
                yield Problem(place, message, f'write "{PHASE}…" or "{CATEGORY}…", or other names')
            else:
                try:
                    self._named[keys[0]] = _to_spread(given, law)
                except PlanError as error:
                    yield from (attrs.evolve(problem, place=place) for problem in error.problems)
        self._beginnings = sorted(filter(_is_beginning, self._named), key=len, reverse=True)
        if not isinstance(by, Mapping):
            self._overall = None

    def _meant(self, name: str) -> Iterator[str]:
        """Yield what a name may mean, each in a spelling that means nothing else."""
        if name in self._ids or (
            _is_beginning(name) and any(known.startswith(name[:-1]) for known in self._ids)
        ):
            yield name
        for prefix, known in ((PHASE, self._phases), (CATEGORY, self._categories)):
            if name in known:
                yield prefix + name
            elif name.startswith(prefix) and name.removeprefix(prefix) in known:
                yield name


def _is_beginning(name: str) -> bool:
    return name.endswith(ANY_ENDING)


def _pairs(by: By, overall: Spread | None) -> Iterable[tuple[Any, Any]]:
    if isinstance(by, Mapping):
        return by.items()
    return [(name, overall) for name in fields.to_ids(by)]


def _to_spread(given: Any, law: Law) -> Spread:
    if isinstance(given, Spread):
        return given
    try:
        low, mode, high = given
    except (TypeError, ValueError):
        message = f"three factors make a spread (got {fields.quoted(given)})"
        raise PlanError([Problem("", message, "write (0.9, 1, 1.3), or an rp.Spread")]) from None
    return Spread(low, mode, high, law=law)
