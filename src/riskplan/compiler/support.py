"""What a plan may say but the simulator cannot honour yet, refused rather than ignored."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.errors import UnsupportedError
from riskplan.model import Activity, LinkType, Plan

__all__ = ["refuse_unsupported"]


def refuse_unsupported(plan: Plan) -> None:
    """Refuse a plan whose answers would be wrong because part of it were left out.

    Raises
    ------
    UnsupportedError
        Naming every such part.
    """
    reasons = [*_links(plan), *_calendars(plan), *_correlations(plan)]
    if reasons:
        lines = "\n  ".join(reasons)
        raise UnsupportedError(f"this version cannot simulate all of the plan yet:\n  {lines}")


def _links(plan: Plan) -> Iterator[str]:
    for index, activity in enumerate(plan.activities):
        for link in activity.after:
            if link.type is not LinkType.FS:
                yield (
                    f'activities[{index}] "{activity.id}": link "{link}" is '
                    f"{link.type.value}; only FS links, with or without lag, are simulated"
                )


def _calendars(plan: Plan) -> Iterator[str]:
    for index, activity in enumerate(plan.activities):
        name = activity.calendar if isinstance(activity, Activity) else None
        if name not in (None, plan.calendar.id):
            yield (
                f'activities[{index}] "{activity.id}": calendar "{name}" differs from the '
                "plan's; only one calendar is simulated"
            )


def _correlations(plan: Plan) -> Iterator[str]:
    if plan.correlations:
        yield (
            "correlations: rank correlation is not simulated yet; a risk with a DurationFactor "
            "on several activities correlates them"
        )
