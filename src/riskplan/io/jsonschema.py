"""The JSON Schema of plan files, generated from the model, so that editors can help."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import inspect
import re
from collections.abc import Sequence
from typing import Any, TypeAlias

import attrs

from riskplan.distributions import Distribution
from riskplan.io import keys
from riskplan.io.unstructure import plain
from riskplan.model import (
    Activity,
    CostImpact,
    Delay,
    DurationFactor,
    Impact,
    Milestone,
    Moment,
    Plan,
    Reserve,
    ScheduleItem,
    fields,
)

__all__ = ["json_schema"]

_Schema: TypeAlias = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Of a numpydoc docstring: the section, and one entry of it.
_PARAMETERS = re.compile(r"^Parameters\n-+\n(?P<text>(?:.+\n?)*)", re.MULTILINE)
_PARAMETER = re.compile(
    r"^(?P<names>\w[\w, ]*?) : (?P<type>.*)\n?(?P<text>(?: .*\n?)*)", re.MULTILINE
)
_UNIT = re.compile(r"\[.*\]$")

_NUMBER: _Schema = {"type": "number"}


def _text(hint: Any, **more: str) -> _Schema:
    return _spelled(keys.examples_of(hint), **more)


def _spelled(examples: Sequence[str], **more: str) -> _Schema:
    return {"type": "string", **more, "examples": list(examples)}


# What a file may write for an uncertain number.
_SPELLINGS: _Schema = {
    "Distribution": {"anyOf": [_NUMBER, _text(Distribution)]},
    "Probability": {
        "anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, _text(float | Distribution)]
    },
    "Count": {"anyOf": [{"type": "integer", "minimum": 0}, _spelled(keys.COUNT_EXAMPLES)]},
}

_JSON: dict[Any, _Schema] = {
    bool: {"type": "boolean"},
    float: _NUMBER,
    int: {"type": "integer"},
    str: {"type": "string"},
    dt.date: _text(dt.date, format="date"),
    Moment: _text(Moment, pattern=r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:00)?)?$"),
    **{kind: _text(kind) for kind in keys.SPELLED},
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of plan files.

    It is generated from the classes of the model and their docstrings. An editor that knows it
    completes keys and marks mistakes while a plan is typed, in JSON and in TOML. It sees the form
    of a plan only: that names lead somewhere, and the other rules, are for `check`.

    Returns
    -------
    dict
        A new one at every call.

    Examples
    --------
    >>> schema = json_schema()
    >>> schema["required"]
    ['schema', 'name']
    >>> schema["$defs"]["Risk"]["properties"]["kind"]["enum"]
    ['threat', 'opportunity']
    """
    about_file = {
        keys.SCHEMA_KEY: {"const": keys.SCHEMA, "description": "The version of this format."},
        keys.EDITOR_KEY: {"type": "string", "description": "Where an editor finds this schema."},
    }
    plan = _table(Plan)
    schema = {
        "$schema": _DIALECT,
        **plan,
        "properties": about_file | plan["properties"],
        "required": [keys.SCHEMA_KEY, *plan["required"]],
        "$defs": _SPELLINGS | {cls.__name__: _table(cls) for cls in _classes_in(Plan)},
    }
    return copy.deepcopy(schema)


def _table(cls: type) -> _Schema:
    """Return the schema of the table that describes a class of the model."""
    summary, texts = _documented(cls)
    attributes = keys.keys_of(cls)
    table: _Schema = {
        "title": cls.__name__,
        "description": summary,
        "type": "object",
        "properties": {
            key: _property(cls, key, attribute, texts.get(attribute.name, ""))
            for key, attribute in attributes.items()
        },
        "required": [key for key, a in attributes.items() if a.default is attrs.NOTHING],
        "additionalProperties": False,
    }
    if cls in {Activity, Milestone}:
        table["properties"][keys.MILESTONE] = {"const": cls is Milestone}
    alternatives = keys.ALTERNATIVES.get(cls, ())
    if cls is CostImpact:
        alternatives = tuple(key for key, kind in keys.IMPACTS.items() if kind is cls)
    if alternatives:
        table["anyOf"] = [{"required": [key]} for key in alternatives]
    return table


def _property(cls: type, key: str, attribute: attrs.Attribute[Any], text: str) -> _Schema:
    schema = _typed(keys.type_of(cls, attribute.name))
    if (cls, attribute.name) in keys.COUNTS:
        schema = _reference("Count")
    if key in keys.SINGLE and "items" in schema:
        schema = {"anyOf": [schema["items"], schema]}
    if attribute.validator is fields.is_id:
        schema |= {"pattern": r"^\S+$"}
    default = fields.default_of(attribute)
    is_said = default is not attrs.NOTHING and default != ""
    if is_said and isinstance(default, str | bool | float | enum.Enum):
        schema |= {"default": plain(default)}
    return schema | ({"description": text} if text else {})


def _typed(hint: Any) -> _Schema:
    """Return the schema of a value of a type, as a file writes it."""
    members = keys.members(hint)
    if keys.item_of(hint) is not None:
        return _several(hint)
    if Distribution in members:
        return _reference("Probability" if float in members else "Distribution")
    if hint == Impact:
        return _told_by((("delay", Delay), ("factor", DurationFactor)), CostImpact)
    if hint == ScheduleItem:
        flagged = {"properties": {keys.MILESTONE: {"const": True}}, "required": [keys.MILESTONE]}
        return {"if": flagged, "then": _reference("Milestone"), "else": _without_milestone()}
    if hint is Reserve:
        return {"anyOf": [_JSON[float], _reference("Reserve")]}
    if hint == Moment:
        return dict(_JSON[Moment])
    if len(members) > 1:
        return {"anyOf": [_typed(member) for member in members]}
    if hint in _JSON:
        return dict(_JSON[hint])
    if issubclass(hint, enum.Enum):
        return {"enum": list(keys.choices(hint))}
    return _reference(hint.__name__)


def _several(hint: Any) -> _Schema:
    """Return the schema of a list, or of values by name."""
    value = keys.value_of(hint)
    if value is not None:
        return {"type": "object", "additionalProperties": _typed(value)}
    return {"type": "array", "items": _typed(keys.item_of(hint))}


def _without_milestone() -> _Schema:
    (_, otherwise), *kinds = keys.SCHEDULE_ITEMS.items()
    return _told_by(kinds, otherwise)


def _told_by(kinds: Sequence[tuple[str, type]], otherwise: type) -> _Schema:
    """Return the schema of a table whose class is told by the key that only that one has."""
    schema = _reference(otherwise.__name__)
    for key, cls in reversed(kinds):
        known = {"if": {"required": [key]}, "then": _reference(cls.__name__)}
        schema = known | {"else": schema}
    return schema


def _reference(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}


def _classes_in(cls: type) -> dict[type, None]:
    """Return the classes of the model that the tables within a table describe, in order."""
    found: dict[type, None] = {}
    for attribute in attrs.fields(cls):
        hint = keys.type_of(cls, attribute.name)
        for member in keys.members(keys.item_of(hint) or hint):
            if keys.is_table(member):
                found |= {member: None} | _classes_in(member)
    return found


def _documented(cls: type) -> tuple[str, dict[str, str]]:
    """Return the summary of a class and the description of each parameter, with its unit."""
    doc = inspect.getdoc(cls) or ""
    section = _PARAMETERS.search(doc)
    texts: dict[str, str] = {}
    for match in _PARAMETER.finditer(section["text"] if section else ""):
        unit = _UNIT.search(match["type"])
        text = " ".join([*match["text"].split(), *([unit[0]] if unit else [])])
        text = text.replace("``", "`")
        texts |= dict.fromkeys(re.split(r",\s*", match["names"]), text)
    return doc.partition("\n")[0], texts
