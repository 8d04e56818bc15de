"""What a schedule needs for its dates to move as they should: who in a plan falls short of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from riskplan.model.calendars import CONTINUOUS, TimeUnit
from riskplan.model.hammocks import Hammock
from riskplan.model.links import LagCalendar, Link, LinkType
from riskplan.model.plan import Plan
from riskplan.model.schedule import Activity, Milestone, ScheduleItem
from riskplan.model.spreading import is_done

__all__ = [
    "LONGEST",
    "LONGEST_LAG",
    "MUCH_TOO_LONG",
    "dangling",
    "is_open",
    "isolated",
    "links_of",
    "long_activities",
    "open_ends",
    "with_lag",
    "with_long_lag",
]

LONGEST = 44.0
"""Two months of work [working days]: what is longer cannot be followed month by month."""

MUCH_TOO_LONG = 2 * LONGEST
"""Four months of work [working days], which hide a network of their own."""

LONGEST_LAG = LONGEST / 2
"""A month of work [working days]: what is longer is an activity that nobody wrote down."""

_TO_START = (LinkType.FS, LinkType.SS)
_FROM_FINISH = (LinkType.FS, LinkType.FF)


def is_open(item: ScheduleItem) -> bool:
    """Return whether it is an activity or a milestone that is not done yet."""
    if isinstance(item, Milestone):
        return item.actual_finish is None
    return isinstance(item, Activity) and not is_done(item)


def links_of(plan: Plan) -> Iterator[tuple[str, Link]]:
    """Yield every link to something that is not done yet, with the id of what it leads to."""
    for item in plan.activities:
        if is_open(item):
            yield from ((item.id, link) for link in item.after)


def open_ends(plan: Plan, start: Sequence[float], finish: Sequence[float]) -> tuple[str, ...]:
    """Return what has no predecessor besides the first, or no successor besides the last.

    Parameters
    ----------
    plan : Plan
    start, finish : sequence of float
        Early dates of the base plan, in the order of its activities.
    """
    networked = [row for row, item in enumerate(plan.activities) if not isinstance(item, Hammock)]
    driving = {link.predecessor for item in plan.activities for link in item.after}
    items = plan.activities
    heads = [row for row in networked if not items[row].after]
    tails = [row for row in networked if items[row].id not in driving]
    # Of several that are first, the one that is named first; of several last ones, the last.
    first = min(heads, key=lambda row: start[row], default=None)
    last = max(tails, key=lambda row: (finish[row], row), default=None)
    ends = {row for row in heads if row != first and not _has_started(items[row])}
    ends |= {row for row in tails if row != last}
    return tuple(items[row].id for row in sorted(ends) if is_open(items[row]))


def isolated(plan: Plan) -> tuple[str, ...]:
    """Return what has no link at all, where others have: nothing moves it, and it moves nothing."""
    driving = {link.predecessor for item in plan.activities for link in item.after}
    if not driving:
        return ()
    return tuple(
        item.id
        for item in plan.activities
        if is_open(item) and not item.after and item.id not in driving
    )


def dangling(plan: Plan) -> tuple[str, ...]:
    """Return what only has links to its finish, or only from its start.

    Nothing decides when such an activity starts, or its delay reaches nothing (GAO, *Schedule
    Assessment Guide*, 2015, best practice 2).
    """
    outgoing: dict[str, list[Link]] = {}
    for item in plan.activities:
        for link in item.after:
            outgoing.setdefault(link.predecessor, []).append(link)
    return tuple(
        item.id
        for item in plan.activities
        if isinstance(item, Activity)
        and is_open(item)
        and (
            (_lacks(item.after, _TO_START) and not _has_started(item))
            or _lacks(outgoing.get(item.id, ()), _FROM_FINISH)
        )
    )


def with_lag(plan: Plan, is_meant: Callable[[float], bool]) -> tuple[int, tuple[str, ...]]:
    """Return how many links have a lag that is meant, and what they lead to."""
    found = [name for name, link in links_of(plan) if is_meant(link.lag)]
    return len(found), tuple(dict.fromkeys(found))


def with_long_lag(plan: Plan) -> tuple[int, tuple[str, ...]]:
    """Return how many links have a lag or a lead of more than a month, and what they lead to."""
    by_id = {item.id: item for item in plan.activities}
    found = [
        item.id
        for item in filter(is_open, plan.activities)
        for link in item.after
        if link.lag and abs(_lag_days(link, by_id[link.predecessor], item, plan)) > LONGEST_LAG
    ]
    return len(found), tuple(dict.fromkeys(found))


def long_activities(plan: Plan, longest: float = LONGEST) -> tuple[str, ...]:
    """Return the activities whose base duration is more than so many working days."""
    return tuple(
        item.id
        for item in plan.activities
        if isinstance(item, Activity) and is_open(item) and _days(item, plan) > longest
    )


def _lacks(links: Sequence[Link], kinds: tuple[LinkType, ...]) -> bool:
    return bool(links) and all(link.type not in kinds for link in links)


def _has_started(item: ScheduleItem) -> bool:
    return isinstance(item, Activity) and item.actual_start is not None


def _lag_days(link: Link, before: ScheduleItem, after: ScheduleItem, plan: Plan) -> float:
    """Return a lag in working days of the plan: as many weeks, on whichever calendar it runs."""
    own = {
        LagCalendar.PREDECESSOR: getattr(before, "calendar", None),
        LagCalendar.SUCCESSOR: getattr(after, "calendar", None),
        LagCalendar.CONTINUOUS: CONTINUOUS.id,
        LagCalendar.PROJECT: None,
    }
    calendar = plan.calendar_named(own[link.lag_in])
    # A calendar that works on single dates only has no week to compare.
    week, plan_week = (of.days_in(TimeUnit.WEEKS) or 1.0 for of in (calendar, plan.calendar))
    return link.lag * calendar.days_in(link.unit) / week * plan_week


def _days(activity: Activity, plan: Plan) -> float:
    calendar = plan.calendar_named(activity.calendar)
    return activity.duration.most_likely() * calendar.days_in(activity.unit)
