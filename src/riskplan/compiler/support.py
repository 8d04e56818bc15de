"""What a plan may say but the simulator cannot honour yet, refused rather than ignored."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.errors import Problem, Severity, UnsupportedError
from riskplan.model import Activity, LinkType, Plan

__all__ = ["refuse_unsupported", "unsupported_in"]


def refuse_unsupported(plan: Plan) -> None:
    """Refuse a plan whose answers would be wrong because part of it were left out.

    Raises
    ------
    UnsupportedError
        Naming every such part.
    """
    reasons = "".join(f"\n  {problem}" for problem in unsupported_in(plan))
    if reasons:
        raise UnsupportedError(f"this version cannot simulate all of the plan yet:{reasons}")


def unsupported_in(plan: Plan) -> Iterator[Problem]:
    """Yield what a plan says that cannot be simulated yet, each as a warning."""
    for place, message in (*_links(plan), *_calendars(plan)):
        yield Problem(place, message, severity=Severity.WARNING)


def _links(plan: Plan) -> Iterator[tuple[str, str]]:
    for index, activity in enumerate(plan.activities):
        for link in activity.after:
            if link.type is not LinkType.FS:
                what = f'link "{link}" is {link.type.value}'
                place = f'activities[{index}] "{activity.id}"'
                yield place, f"{what}; only FS links, with or without lag, are simulated"


def _calendars(plan: Plan) -> Iterator[tuple[str, str]]:
    for index, activity in enumerate(plan.activities):
        name = activity.calendar if isinstance(activity, Activity) else None
        if name not in (None, plan.calendar.id):
            yield (
                f'activities[{index}] "{activity.id}"',
                f'calendar "{name}" differs from the plan\'s; only one calendar is simulated',
            )
