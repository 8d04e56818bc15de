"""Plain tables to a plan: everything that fits, and a list of everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from riskplan.errors import Problem
from riskplan.io import keys
from riskplan.io.hooks import reader
from riskplan.io.mending import follow_ups_of, mend
from riskplan.io.misfits import WHOLE, Misfit, misfits_in
from riskplan.model import Plan, fields, problems_in

__all__ = ["Reading", "structured"]


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
    follows = follow_ups_of(misfits, tables)
    broken_rules = (problem for problem in problems_in(plan) if not follows(problem))
    found = (*_schema_problems(data), *(m.problem for m in misfits), *broken_rules)
    return Reading(plan, found)


def _mended(tables: dict[str, Any]) -> tuple[Plan, list[Misfit]]:
    """Read the tables, mending what does not fit until the rest can be read."""
    from cattrs import ClassValidationError

    misfits: list[Misfit] = []
    while True:
        try:
            return reader().structure(tables, Plan), misfits
        except ClassValidationError as error:
            found = list(misfits_in(error, tables))
            # One round shows what another had hidden, but none shows the same thing again.
            if not found or {misfit.path for misfit in misfits} & {m.path for m in found}:
                raise
        misfits += found
        mend(tables, found)


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
