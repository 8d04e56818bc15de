"""How a message names a place in a plan, and the nearest name to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from riskplan.errors import Problem, Severity, counted
from riskplan.model.impact import Impact
from riskplan.model.plan import Plan

__all__ = ["few_or_counted", "first_few", "impacts_of", "nearest", "placed", "unknown", "warning"]

_MANY = 500
_FEW = 10
_SINGULAR = {"activities": "activity", "risks": "risk"}


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_Identified)


def placed(table: str, items: Sequence[_Item]) -> Iterator[tuple[str, _Item]]:
    """Yield each item of a table with its place, such as ``risks[3] "supplier"``."""
    for index, item in enumerate(items):
        yield f'{table}[{index}] "{item.id}"', item


def impacts_of(plan: Plan) -> Iterator[tuple[str, Impact]]:
    """Yield every impact in the plan with its place, those that remain after responses included."""
    for place, risk in placed("risks", plan.risks):
        for index, impact in enumerate(risk.impacts):
            yield f"{place}, impacts[{index}]", impact
        for inner, response in placed("responses", risk.responses):
            for index, impact in enumerate(response.impacts or ()):
                yield f"{place}, {inner}, impacts[{index}]", impact


def nearest(name: str, known: Collection[str]) -> str:
    """Return a remedy that names the nearest known name, or lists a few of those there are."""
    candidates = known
    if len(known) > _MANY:  # matching takes milliseconds for each thousand, and each mistake
        candidates = [other for other in known if other[:2] == name[:2]][:_MANY]
    close = difflib.get_close_matches(name, candidates, n=1)
    if close:
        return f'did you mean "{close[0]}"?'
    if not known:
        return "the plan has none"
    shown = sorted(known)[:6]
    return f"there are: {', '.join(shown)}{', …' if len(known) > len(shown) else ''}"


def unknown(place: str, what: str, name: str, known: Collection[str]) -> Problem:
    """Return the problem of a name that leads nowhere."""
    return Problem(place, f'{what} "{name}", which does not exist', nearest(name, known))


def warning(place: str, message: str, remedy: str = "") -> Problem:
    """Return a problem that does not stop the simulation."""
    return Problem(place, message, remedy, severity=Severity.WARNING)


def first_few(ids: Sequence[str]) -> str:
    """Return ids as a message lists them: the first ten.

    Examples
    --------
    >>> first_few(["A10", "A20"])
    'A10, A20'
    """
    return ", ".join(ids[:_FEW]) + (", …" if len(ids) > _FEW else "")


def few_or_counted(
    found: Iterable[tuple[str, Problem]], message: str, table: str = "activities"
) -> Iterator[Problem]:
    """Yield problems of one table one by one, or where there are many, all of them as one.

    Parameters
    ----------
    found : iterable of (id, Problem)
        The problems of one kind, each with the activity, or other item, that has it.
    message : str
        What is wrong with so many of them.
    table : str
        Which table of the plan they stand in.
    """
    several = list(found)
    if len(several) <= _FEW:
        yield from (problem for _, problem in several)
        return
    ids = list(dict.fromkeys(name for name, _ in several))
    first = several[0][1]
    text = f"{message} {counted(len(ids), _SINGULAR[table], table)}: {first_few(ids)}"
    yield Problem(table, text, first.remedy, severity=first.severity)
