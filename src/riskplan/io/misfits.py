"""What does not fit in a file, with its place: the nested errors of the reader, made flat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from riskplan.errors import PlanError, Problem, counted
from riskplan.io import keys
from riskplan.io.wording import hint, meant, shown
from riskplan.model import Activity, Plan, fields

if TYPE_CHECKING:
    from cattrs import ClassValidationError

__all__ = ["WHOLE", "Misfit", "Path", "misfits_in", "place_of", "within"]

# The keys and indexes that lead from the top of a file to a value.
Path: TypeAlias = tuple[str | int, ...]

# How the rules of the model call the place of what concerns no single part of a plan.
WHOLE = "the plan"

# More of them in one table are no slips of the pen.
_MOST_UNKNOWN_KEYS = 20


@frozen
class Misfit:
    """A value that does not fit, a missing key, or an unknown one.

    Parameters
    ----------
    table : Path
        Where the table stands that has the key.
    path : Path
        Where the value itself stands, or should: in a list, beyond the key.
    owner : type
        The class of the model that the table describes.
    name : str
        The attribute concerned; for an unknown key the one that was probably meant, else empty.
    problem : Problem
        What is wrong, for people.
    is_unknown : bool
        Whether the key is unknown.
    """

    table: Path
    path: Path
    owner: type
    name: str
    problem: Problem
    is_unknown: bool = False


def misfits_in(error: ClassValidationError, data: Any, table: Path = ()) -> Iterator[Misfit]:
    """Yield every misfit that an error of the reader speaks of, in the order of the fields.

    Raises
    ------
    Exception
        Whatever else went wrong.
    """
    from cattrs.errors import ForbiddenExtraKeysError

    noted, others = error.group_exceptions()
    unknown: list[Misfit] = []
    for other in others:
        if not isinstance(other, ForbiddenExtraKeysError):
            raise other
        unknown += _unknown_keys(other.extra_fields, error.cl, data, table)
    said = {misfit.name for misfit in unknown}
    if keys.MILESTONE in said:
        said.add("duration")
    for exception, note in noted:
        path = (*table, keys.key_of(error.cl, note.name))
        if not isinstance(exception, KeyError):
            yield from _in_field(exception, error.cl, note.name, data, path)
        elif said.isdisjoint({note.name, *_alternatives(error.cl, note.name)}):
            yield _missing(error.cl, note.name, data, path)
    yield from unknown


def place_of(path: Path, data: Any) -> str:
    """Return how a message names a table of the file, such as ``risks[3] "supplier"``.

    Examples
    --------
    >>> place_of(("risks", 0, "impacts", 1), {"risks": [{"id": "late", "impacts": [{}, {}]}]})
    'risks[0] "late", impacts[1]'
    >>> place_of(("matrix", "cost"), {})
    'matrix.cost'
    """
    place = ""
    for count, step in enumerate(path, start=1):
        if isinstance(step, int):
            place += f"[{step}]{_label(within(data, path[:count]))}"
        elif not place:
            place = step
        else:
            # A table within an entry is a place of its own; a table within a table is not.
            place += f", {step}" if place.endswith(("]", '"')) else f".{step}"
    return place


def within(data: Any, path: Path) -> Any:
    """Return the value that a path leads to, or None where it leads nowhere."""
    for step in path:
        is_index = isinstance(data, list) and isinstance(step, int) and step < len(data)
        data = data[step] if is_index else data.get(step) if isinstance(data, dict) else None
    return data


def _label(entry: Any) -> str:
    identity = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(identity, str) or len(identity) > fields.LONGEST_ID:
        return ""
    return f' "{identity}"' if identity.split() == [identity] else ""


def _in_field(
    exception: Exception, owner: type, name: str, data: Any, path: Path, depth: int = 1
) -> Iterator[Misfit]:
    """Yield the misfits of the value of an attribute, the last `depth` steps of the path."""
    from cattrs import ClassValidationError, IterableValidationError

    if isinstance(exception, ClassValidationError):
        yield from misfits_in(exception, data, path)
    elif isinstance(exception, IterableValidationError):
        noted, others = exception.group_exceptions()
        for other in others:
            raise other
        for inner, note in noted:
            yield from _in_field(inner, owner, name, data, (*path, note.index), depth + 1)
    elif isinstance(exception, PlanError):
        table = path[:-depth]
        for found in exception.problems:
            problem = _placed(found, owner, name, data, table, path)
            yield Misfit(table, path, owner, name, problem)
    else:
        raise exception


def _placed(
    problem: Problem, owner: type, name: str, data: Any, table: Path, path: Path
) -> Problem:
    """Return the problem of a value with its place, and with the field in front of the rule."""
    key, *indexes = path[len(table) :]
    field = f"{key}{''.join(f'[{index}]' for index in indexes)}"
    rule = problem.message.lstrip(": ")
    if owner is Plan:
        return Problem(field, rule, problem.remedy)
    if indexes and keys.is_table(keys.item_of(keys.type_of(owner, name))):
        return Problem(place_of(path, data), rule, problem.remedy)
    colon = "" if rule.startswith(("must", "is ")) else ":"
    return Problem(place_of(table, data), f"{field}{colon} {rule}", problem.remedy)


def _missing(owner: type, name: str, data: Any, path: Path) -> Misfit:
    key, table = path[-1], path[:-1]
    examples = keys.examples_for(owner, name)
    remedy = f'write for example {key} = "{examples[0]}"' if examples else f"write {key} = …"
    if (owner, name) == (Activity, "duration"):
        remedy += f", or {keys.MILESTONE} = true"
    for other in _alternatives(owner, name):
        remedy += f', or {other} = "{keys.examples_for(owner, other)[0]}"'
    problem = Problem(place_of(table, data) or WHOLE, f'missing key "{key}"', remedy)
    return Misfit(table, path, owner, name, problem)


def _alternatives(owner: type, name: str) -> tuple[str, ...]:
    """Return the keys that may stand in the place of a missing one."""
    known = keys.ALTERNATIVES.get(owner, ())
    return known[1:] if known[:1] == (name,) else ()


def _unknown_keys(unknown: set[str], owner: type, data: Any, table: Path) -> Iterator[Misfit]:
    place = place_of(table, data) or WHOLE
    known = keys.all_keys_of(owner)
    otherwise = f"its keys are {', '.join(known)}"
    found = [key for key in within(data, table) if key in unknown]
    for key in found[:_MOST_UNKNOWN_KEYS]:
        name = keys.attribute_of(owner, meant(key, known) or "")
        problem = Problem(place, f"unknown key {shown(key)}", hint(key, known, otherwise))
        yield Misfit(table, (*table, key), owner, name, problem, is_unknown=True)
    rest = found[_MOST_UNKNOWN_KEYS:]
    if rest:
        problem = Problem(place, counted(len(rest), "more unknown key"), otherwise)
        yield Misfit(table, (*table, rest[0]), owner, "", problem, is_unknown=True)
