"""A plan to plain tables: values in their text spelling, and nothing that is at its default."""

from __future__ import annotations

import enum
from typing import Any

import attrs

from riskplan.distributions import Constant, Distribution
from riskplan.io import keys
from riskplan.model import Milestone, Plan, Reserve, fields
from riskplan.model.budget import to_reserve

__all__ = ["plain", "table_of", "unstructured"]

# Up to here every whole number is a float, too.
_LARGEST_WHOLE = 2.0**53


def unstructured(plan: Plan) -> dict[str, Any]:
    """Return the tables of a file that describe the plan, keys in the order of the model."""
    return {keys.SCHEMA_KEY: keys.SCHEMA, **table_of(plan)}


def table_of(value: Any) -> dict[str, Any]:
    """Return the table of a file that describes a value of the model."""
    table: dict[str, Any] = {}
    cls: type = type(value)
    for key, attribute in keys.keys_of(cls).items():
        item = getattr(value, attribute.name)
        if item != fields.default_of(attribute, value):
            table[key] = _short(key, item, keys.type_of(cls, attribute.name))
        if isinstance(value, Milestone) and key == "name":
            table[keys.MILESTONE] = True
    return {key: plain(item) for key, item in table.items()}


def _short(key: str, item: Any, hint: Any) -> Any:
    """Return pairs as a table of names, and a list of one without the list where that may be."""
    if keys.value_of(hint) is not None:
        return dict(item)
    is_single = key in keys.SINGLE and isinstance(item, tuple) and len(item) == 1
    return item[0] if is_single else item


def plain(value: Any) -> Any:
    """Return a value as a file writes it."""
    if isinstance(value, Constant):
        return plain(value.value)
    if isinstance(value, (Distribution, *keys.SPELLED)):
        return str(value)
    if isinstance(value, Reserve):
        number = value.share if value.amount is None else value.amount
        return plain(number) if to_reserve(number) == value else table_of(value)
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) <= _LARGEST_WHOLE else value
    return table_of(value) if attrs.has(type(value)) else value
