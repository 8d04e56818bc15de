"""Plain tables to a plan: everything that fits, and a list of everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from attrs import evolve, frozen

from riskplan.errors import PlanError, Problem
from riskplan.io import keys
from riskplan.io.hooks import reader
from riskplan.io.mending import follow_ups_of, mend, without_stand_in
from riskplan.io.misfits import WHOLE, Misfit, misfits_in
from riskplan.model import Plan, fields, problems_in

__all__ = ["Reading", "structured", "structured_as"]

_Value = TypeVar("_Value")

# Nobody reads so many, and a file with more of them is no plan.
_MOST_MISFITS = 1_000

_LONGEST_MESSAGE = 1_000


@frozen
class Reading:
    """A plan, in which neutral values stand in for what does not fit, and all its problems."""

    plan: Plan
    problems: tuple[Problem, ...]


def structured(data: dict[str, Any]) -> Reading:
    """Return the plan that the tables of a file describe, with every problem in them."""
    about_file = {keys.SCHEMA_KEY, keys.EDITOR_KEY}
    tables = {key: value for key, value in data.items() if key not in about_file}
    plan, misfits = _mended(tables)
    problems = [m.problem for m in misfits[:_MOST_MISFITS]]
    if all(misfit.name != keys.SCHEMA_KEY for misfit in misfits):  # else it is only mistyped
        problems[:0] = _schema_problems(data)
    if len(misfits) > _MOST_MISFITS:
        count = f"{len(misfits) - _MOST_MISFITS:,} more values do not fit"
        problems.append(Problem(WHOLE, count, "mend these first; is it the right file?"))
    else:
        follows = follow_ups_of(misfits, tables)
        problems += [_worded(problem) for problem in problems_in(plan) if not follows(problem)]
    return Reading(plan, tuple(problems))


def structured_as(kind: type[_Value], table: Any) -> _Value:
    """Return the value of the model that one table describes, by itself.

    Raises
    ------
    PlanError
        With everything in it that does not fit.
    """
    from cattrs import ClassValidationError

    try:
        return reader().structure(table, kind)
    except ClassValidationError as error:
        raise PlanError([misfit.problem for misfit in misfits_in(error, table)]) from error


def _mended(tables: dict[str, Any]) -> tuple[Plan, list[Misfit]]:
    """Read the tables, mending what does not fit until the rest can be read."""
    from cattrs import ClassValidationError

    misfits: list[Misfit] = []
    while len(misfits) <= _MOST_MISFITS:
        try:
            return reader().structure(tables, Plan), misfits
        except ClassValidationError as error:
            found = list(misfits_in(error, tables))
            # One round shows what another had hidden, but none shows the same thing again.
            if not found or {misfit.path for misfit in misfits} & {m.path for m in found}:
                raise
        misfits += found
        mend(tables, found[:_MOST_MISFITS])
    return Plan(""), misfits


def _worded(problem: Problem) -> Problem:
    """Return the problem without the names of stand-ins, and with an end to long texts in it."""
    message, place = problem.message, without_stand_in(problem.place)
    if len(message) > _LONGEST_MESSAGE:
        message = f"{message[:_LONGEST_MESSAGE]}…"
    return evolve(problem, place=place, message=message)


def _schema_problems(data: dict[str, Any]) -> Iterator[Problem]:
    version = data.get(keys.SCHEMA_KEY)
    remedy = f"write {keys.SCHEMA_KEY} = {keys.SCHEMA} at the top of the file"
    if keys.SCHEMA_KEY not in data:
        yield Problem(WHOLE, f'missing key "{keys.SCHEMA_KEY}"', remedy)
    elif isinstance(version, bool) or version != keys.SCHEMA:
        if isinstance(version, int) and version > keys.SCHEMA:
            remedy = "a newer riskplan wrote the file; update this one to read it"
        message = f"must be {keys.SCHEMA} (got {fields.quoted(version)})"
        yield Problem(keys.SCHEMA_KEY, message, remedy)
