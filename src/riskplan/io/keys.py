"""How a file spells the model: keys, words for choices, and the key that makes an impact."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import typing
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any

import attrs

from riskplan.distributions import Distribution
from riskplan.model import (
    Activity,
    Buffer,
    Change,
    Constraint,
    CostImpact,
    Delay,
    DurationFactor,
    Hammock,
    Link,
    Milestone,
    Moment,
    Plan,
    Response,
    Risk,
    Shift,
    Window,
)

__all__ = [
    "ALTERNATIVES",
    "COUNTS",
    "COUNT_EXAMPLES",
    "EDITOR_KEY",
    "IMPACTS",
    "MILESTONE",
    "SCHEDULE_ITEMS",
    "SCHEMA",
    "SCHEMA_KEY",
    "SINGLE",
    "SPELLED",
    "all_keys_of",
    "attribute_of",
    "choices",
    "examples_for",
    "examples_of",
    "is_table",
    "item_of",
    "key_of",
    "keys_of",
    "members",
    "type_of",
    "value_of",
]

SCHEMA = 1
SCHEMA_KEY = "schema"

# Where an editor of JSON looks for the JSON Schema; it says nothing about the plan.
EDITOR_KEY = "$schema"

# An activity says with this key that it is a milestone.
MILESTONE = "milestone"

# The key that tells what stands in the schedule, where it is no milestone.
SCHEDULE_ITEMS: Mapping[str, type] = {"duration": Activity, "size": Buffer, "over": Hammock}

# The key that tells what kind of impact an entry is.
IMPACTS: Mapping[str, type] = {
    "cost": CostImpact,
    "share": CostImpact,
    "delay": Delay,
    "factor": DurationFactor,
}

# Keys of which a table has at least one; the first is what a message asks for.
ALTERNATIVES: Mapping[type, tuple[str, ...]] = {Risk: ("probability", "count")}

# Attributes that hold a distribution of whole numbers, and spellings of one.
COUNTS = {(Risk, "count"), (Response, "count")}
COUNT_EXAMPLES = ("poisson(2.5)", "discrete([0, 1, 2], [0.5, 0.3, 0.2])")

# Within an impact, the model's words would be long, or would not tell the kinds apart.
_KEYS: Mapping[type, Mapping[str, str]] = {
    CostImpact: {"amount": "cost"},
    Delay: {"activities": "on", "days": "delay"},
    DurationFactor: {"activities": "on"},
}

_EXAMPLES: Mapping[Any, tuple[str, ...]] = {
    Distribution: ("pert(2, 4, 9)", "triangular(5, 10, 30)", "uniform(100, 200)"),
    Link: ("design", "design FS+5d", "design SS-1w"),
    dt.date: ("2026-01-05",),
    Moment: ("2026-03-01", "2026-03-01 17:00"),
    Shift: ("08:00-12:00",),
    Constraint: ("SNET 2026-03-01", "MFO 2026-03-01 17:00", "ALAP"),
    Window: ("2026-03-01 to 2026-05-31",),
    Change: ("-55%", "+30%"),
}

# What a file writes as one text, besides distributions.
SPELLED = (Change, Link, Shift, Constraint, Window)


# Keys of lists that may also be a single text.
SINGLE = {
    *("after", "constraints", "of", "on", "over", "shifts"),
    *("adopt", "drop", "occur", "close"),
    "covers",
}

# Keys that stand for no attribute.
_EXTRA_KEYS: Mapping[type, tuple[str, ...]] = {
    Plan: (SCHEMA_KEY, EDITOR_KEY),
    Activity: (MILESTONE,),
    Milestone: (MILESTONE,),
}


def key_of(cls: type, name: str) -> str:
    """Return the key in the file of an attribute of a class of the model."""
    return _KEYS.get(cls, {}).get(name, name)


def keys_of(cls: type) -> dict[str, attrs.Attribute[Any]]:
    """Return the attributes of a class of the model by their keys in the file, in order."""
    return {key_of(cls, attribute.name): attribute for attribute in attrs.fields(cls)}


def all_keys_of(cls: type) -> tuple[str, ...]:
    """Return every key that the table of a class of the model may have."""
    return (*_EXTRA_KEYS.get(cls, ()), *keys_of(cls))


def attribute_of(cls: type, key: str) -> str:
    """Return the name of the attribute that a key stands for, or the key where it is none."""
    attribute = keys_of(cls).get(key)
    return key if attribute is None else attribute.name


def choices(kind: type[enum.Enum]) -> dict[str, enum.Enum]:
    """Return what may be written for a choice: its words, and the long ones for abbreviations."""
    words = {str(member.value): member for member in kind}
    long_words = {member.name.lower(): member for member in kind}
    return words | {w: m for w, m in long_words.items() if len(w) > len(str(m.value))}


@functools.cache  # to read the annotations of a class takes longer than to read a file
def type_of(cls: type, name: str) -> Any:
    """Return the type of an attribute as the file sees it: without None, which it cannot write."""
    hint = typing.get_type_hints(cls)[name]
    kept = [member for member in members(hint) if member is not NoneType]
    return kept[0] if len(kept) == 1 else typing.Union[tuple(kept)]  # noqa: UP007 - built, not written


def members(hint: Any) -> tuple[Any, ...]:
    """Return the members of a union, or the type itself as the only one."""
    is_union = isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union
    return typing.get_args(hint) if is_union else (hint,)


def item_of(hint: Any) -> Any | None:
    """Return the type of the items of a tuple of any length, or None for any other type."""
    return typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None


def value_of(hint: Any) -> Any | None:
    """Return the type of the values of a table of names, or None for any other type."""
    item = item_of(hint)
    pair = typing.get_args(item) if typing.get_origin(item) is tuple else ()
    is_named = len(pair) == 2 and pair[0] is str
    return pair[1] if is_named else None


def examples_of(hint: Any) -> tuple[str, ...]:
    """Return spellings of a type, for messages and for editors; none for text and numbers."""
    if hint == float | Distribution:
        return ("20%", "uniform(0.1, 0.3)")
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return tuple(choices(hint))
    return _EXAMPLES.get(hint, ())


def examples_for(cls: type, name: str) -> tuple[str, ...]:
    """Return spellings of an attribute of a class of the model."""
    return COUNT_EXAMPLES if (cls, name) in COUNTS else examples_of(type_of(cls, name))


def is_table(hint: Any) -> bool:
    """Return whether a file writes a value of the type as a table."""
    return all(attrs.has(member) and member not in _EXAMPLES for member in members(hint))
