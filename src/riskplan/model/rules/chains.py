"""Rules of chains: the spread of many activities in a row must not vanish in their number."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator

from riskplan.errors import Problem
from riskplan.model.links import LinkType
from riskplan.model.plan import Plan
from riskplan.model.rules.logic import Targets, has_finished, varies, work_of
from riskplan.model.rules.places import first_few, warning
from riskplan.model.schedule import Activity, ScheduleItem

__all__ = ["chains_keep_their_spread"]

_COLLAPSED = 0.25
_USUAL = 0.3
_PERCENT = 100.0


def chains_keep_their_spread(plan: Plan) -> Iterator[Problem]:
    """Warn of a long chain of independent activities, whose spreads cancel.

    Of n activities in a row that vary alike and independently, the standard deviation is √n times
    that of one, their length n times: the spread of the whole is 1/√n of the parts (D. Hulett,
    *Practical Schedule Risk Analysis*, 2009, chapter 8). What they share, such as a crew or an
    optimistic estimator, keeps it from vanishing.
    """
    chain = _independent(plan, _longest_chain(plan))
    sizes = [(work_of(activity).mean(), work_of(activity).std()) for activity in chain]
    units = [plan.calendar.days_in(activity.unit) for activity in chain]
    length = sum(mean * unit for (mean, _), unit in zip(sizes, units, strict=True))
    parts = [std * unit for (_, std), unit in zip(sizes, units, strict=True)]
    whole, most = math.hypot(*parts), sum(parts)
    if not (0.0 < length < math.inf and 0.0 < whole <= _COLLAPSED * most < math.inf):
        return
    tied = math.sqrt(whole**2 + _USUAL * (most**2 - whole**2))
    each, all_of_them, mended = (
        f"{_PERCENT * part / length:.2g} %" for part in (most, whole, tied)
    )
    yield warning(
        "activities",
        f"{len(chain)} activities in a row vary independently, so that their spread cancels: a "
        f"standard deviation of {each} each, but {all_of_them} of the whole chain "
        f"({first_few([activity.id for activity in chain])})",
        "tie together what shares a crew, a method or an estimator, by a risk with a factor on "
        f"all of it or by a correlation: at {_USUAL:g} the whole has {mended}",
    )


def _longest_chain(plan: Plan) -> list[Activity]:
    """Return the chain of the longest base duration, finish to start."""
    items = {item.id: item for item in plan.activities}
    length = {id_: _days(plan, item) for id_, item in items.items()}
    before: dict[str, str] = {}
    following: dict[str, list[str]] = {id_: [] for id_ in items}
    waiting = dict.fromkeys(items, 0)
    for item in items.values():
        for link in item.after:
            if link.predecessor in items and link.type is LinkType.FS:
                following[link.predecessor].append(item.id)
                waiting[item.id] += 1
    ready = deque(id_ for id_, count in waiting.items() if count == 0)
    reached = {id_: length[id_] for id_ in items}
    while ready:
        id_ = ready.popleft()
        for later in following[id_]:
            if reached[id_] + length[later] > reached[later]:
                reached[later], before[later] = reached[id_] + length[later], id_
            waiting[later] -= 1
            if waiting[later] == 0:
                ready.append(later)
    # What a cycle holds is never ready; another rule refuses it.
    ends = [id_ for id_, count in waiting.items() if count == 0]
    last = max(ends, key=lambda id_: reached[id_], default=None)
    chain: list[str] = []
    while last is not None:
        chain.append(last)
        last = before.get(last)
    return [item for id_ in reversed(chain) if isinstance(item := items[id_], Activity)]


def _independent(plan: Plan, chain: list[Activity]) -> list[Activity]:
    """Return those of a chain that vary, and that nothing ties to another of them."""
    varying = {a.id: a for a in chain if not has_finished(a) and varies(work_of(a))}
    targets = Targets(plan)
    groups = [set(one.ids) for one in plan.correlations]
    groups += [set(targets.activities_of(impact)) for risk in plan.risks for impact in risk.impacts]
    tied: set[str] = set()
    for group in groups:
        together = {name.removeprefix("activities.") for name in group} & set(varying)
        if len(together) > 1:
            tied |= together
    return [activity for id_, activity in varying.items() if id_ not in tied]


def _days(plan: Plan, item: ScheduleItem) -> float:
    if not isinstance(item, Activity) or has_finished(item):
        return 0.0
    days = work_of(item).most_likely() * plan.calendar.days_in(item.unit)
    return days if 0.0 <= days < math.inf else 0.0
