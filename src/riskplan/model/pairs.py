"""Values by name, as a scenario states them: given as a mapping, kept as sorted pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from attrs import Attribute

from riskplan.distributions import Distribution
from riskplan.model import fields

__all__ = [
    "Estimates",
    "Probabilities",
    "are_estimates",
    "are_probabilities",
    "to_estimates",
    "to_probabilities",
]

Estimates: TypeAlias = tuple[tuple[str, Distribution], ...]
Probabilities: TypeAlias = tuple[tuple[str, float | Distribution], ...]

_Given: TypeAlias = Mapping[str, Any] | Iterable[tuple[str, Any]]
_Validator: TypeAlias = Callable[[Any, "Attribute[Any]", Any], None]


def to_estimates(values: _Given) -> Estimates:
    """Turn a mapping of names to numbers or spellings into pairs, sorted by name."""
    pairs: Estimates = _pairs(values, fields.to_distribution)
    return pairs


def to_probabilities(values: _Given) -> Probabilities:
    """Turn a mapping of names to probabilities into pairs, sorted by name."""
    pairs: Probabilities = _pairs(values, fields.to_probability)
    return pairs


def are_estimates(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but pairs of a name and a distribution."""
    _check(instance, attribute, value, fields.is_distribution)


def are_probabilities(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but pairs of a name and a probability."""
    _check(instance, attribute, value, fields.is_probability)


def _pairs(values: Any, convert: Callable[[Any], Any]) -> Any:
    items = values.items() if isinstance(values, Mapping) else fields.to_tuple(values)
    try:
        return tuple(sorted(((name, convert(value)) for name, value in items), key=_name))
    except (TypeError, ValueError):
        return values  # the validator refuses what is no mapping


def _name(pair: tuple[str, Any]) -> str:
    return pair[0]


def _check(instance: Any, attribute: Attribute[Any], value: Any, is_value: _Validator) -> None:
    if not isinstance(value, tuple) or not all(_is_pair(item) for item in value):
        rule, remedy = "must give values by name", 'write { name = value }, as in { flood = "30%" }'
        fields.refuse(instance, attribute, value, rule, remedy)
    for name, item in value:
        field = f"{attribute.name}.{name}" if attribute.name else name
        is_value(instance, attribute.evolve(name=field), item)


def _is_pair(item: Any) -> bool:
    return isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)
