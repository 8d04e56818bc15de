"""What a plan may say but the simulator cannot honour yet, refused rather than ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from riskplan.errors import Problem, Severity, UnsupportedError
from riskplan.model import Activity, Buffer, Hammock, Milestone, Plan

__all__ = ["refuse_unsupported", "unsupported_in"]

_Found = Iterator[tuple[str, str]]


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
    for limit in _LIMITS:
        for place, message in limit(plan):
            yield Problem(place, message, severity=Severity.WARNING)


def _without_start(plan: Plan) -> _Found:
    if plan.start is not None:
        return
    for place, item in _placed(plan):
        name = getattr(item, "calendar", None)
        if name not in (None, plan.calendar.id):
            yield place, f'calendar "{name}" rests on dates; without a start there are none'


def _windows(plan: Plan) -> _Found:
    """Yield what depends on whether a risk with a window hits anything, known only at the end."""
    waiting = {risk.id for risk in plan.risks if risk.must_hit}
    for row, risk in enumerate(plan.risks):
        place = f'risks[{row}] "{risk.id}"'
        if risk.given in waiting:
            what = f'"{risk.given}", which has a window'
            yield place, f"it waits for {what}; no such chain is simulated"
        if risk.window is not None and risk.count is not None:
            yield place, "it has a window and a count; only one strike in a window is simulated"


def _placed(plan: Plan) -> Iterator[tuple[str, Activity | Milestone | Buffer | Hammock]]:
    for index, item in enumerate(plan.activities):
        yield f'activities[{index}] "{item.id}"', item


_LIMITS: tuple[Callable[[Plan], _Found], ...] = (_without_start, _windows)
