"""What may be typed into a field, and what it becomes: converters, and validators behind them.

A converter turns the usual spellings into the stored form and leaves anything else as it found
it; the validator behind it then refuses the leftovers, because only a validator knows which
field of which item it looks at.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from attrs import NOTHING, Attribute, Factory

from riskplan.distributions import Constant, Distribution, as_distribution
from riskplan.distributions.parameters import number as to_number
from riskplan.distributions.parameters import optional_number as to_optional_number
from riskplan.errors import DistributionError, PlanError, Problem

__all__ = [
    "LONGEST_ID",
    "ZERO",
    "DateLike",
    "DistributionLike",
    "ProbabilityLike",
    "default_of",
    "is_a",
    "is_boolean",
    "is_date",
    "is_distribution",
    "is_id",
    "is_number",
    "is_numbers",
    "is_probability",
    "is_rows",
    "is_text",
    "is_tuple_of",
    "optional",
    "place_of",
    "quoted",
    "refuse",
    "to_date",
    "to_dates",
    "to_distribution",
    "to_ids",
    "to_number",
    "to_numbers",
    "to_optional_distribution",
    "to_optional_number",
    "to_optional_probability",
    "to_optional_tuple",
    "to_probability",
    "to_rows",
    "to_tuple",
]

DistributionLike: TypeAlias = Distribution | float | str
ProbabilityLike: TypeAlias = Distribution | float | str
DateLike: TypeAlias = dt.date | str

_Validator: TypeAlias = Callable[[Any, "Attribute[Any]", Any], None]

ZERO = Constant(0.0)

# Every message repeats the ids that it is about.
LONGEST_ID = 100

_QUOTED_LENGTH = 60
_VOWELS = "AEIO"


def to_distribution(value: DistributionLike) -> Distribution:
    """Turn a number or a spelling such as ``"pert(2, 4, 9)"`` into a distribution."""
    try:
        return as_distribution(value)
    except DistributionError:
        return value  # type: ignore[return-value]  # is_distribution refuses it, with its place


def to_optional_distribution(value: DistributionLike | None) -> Distribution | None:
    """Turn a number or a spelling into a distribution, and leave None alone."""
    return None if value is None else to_distribution(value)


def to_probability(value: ProbabilityLike) -> float | Distribution:
    """Turn a number, ``"20%"`` or a spelling into a probability: a float where it is certain."""
    distribution = to_distribution(value)
    return distribution.value if isinstance(distribution, Constant) else distribution


def to_optional_probability(value: ProbabilityLike | None) -> float | Distribution | None:
    """Turn a number or a spelling into a probability, and leave None alone."""
    return None if value is None else to_probability(value)


def to_numbers(values: Iterable[float]) -> tuple[float, ...]:
    """Turn integers into floats, within a tuple."""
    items: Any = to_tuple(values)
    if isinstance(items, tuple):
        items = tuple(map(to_number, items))
    return items  # type: ignore[no-any-return]  # is_numbers refuses what is no number


def to_rows(rows: Iterable[Iterable[float]] | None) -> tuple[tuple[float, ...], ...] | None:
    """Turn rows of numbers into a tuple of tuples of floats, and leave None alone."""
    items: Any = to_optional_tuple(rows)
    if isinstance(items, tuple):
        items = tuple(map(to_numbers, items))
    return items  # type: ignore[no-any-return]  # is_rows refuses what is no number


def to_date(value: DateLike | None) -> dt.date | None:
    """Turn ``"2026-01-05"`` or a datetime into a date."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value  # type: ignore[return-value]  # is_date refuses it, with its place
    return value


def to_dates(values: Iterable[DateLike]) -> tuple[dt.date, ...]:
    """Turn dates and their spellings into a tuple of dates."""
    items: Any = to_tuple(values)
    if isinstance(items, tuple):
        items = tuple(to_date(item) for item in items)
    return items  # type: ignore[no-any-return]  # is_tuple_of refuses what is no date


def to_ids(value: str | Iterable[str]) -> tuple[str, ...]:
    """Turn one id, or several, into a tuple of ids."""
    return (value,) if isinstance(value, str) else to_tuple(value)


def to_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """Turn an iterable into a tuple; text and what cannot be iterated stay as they are."""
    if isinstance(values, str | bytes):
        return values  # type: ignore[return-value]  # is_tuple_of refuses it
    try:
        return tuple(values)
    except TypeError:
        return values  # type: ignore[return-value]  # is_tuple_of refuses it


def to_optional_tuple(values: Iterable[Any] | None) -> tuple[Any, ...] | None:
    """Turn an iterable into a tuple, and leave None alone."""
    return None if values is None else to_tuple(values)


def is_id(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse an id that is empty or holds white space, which would break the text of links."""
    remedy = "write for example site-prep"
    if not isinstance(value, str) or not value or value.split() != [value]:
        refuse(instance, attribute, value, "must be text without spaces", remedy)
    if len(value) > LONGEST_ID:
        refuse(instance, attribute, value, f"must have at most {LONGEST_ID} signs", remedy)


def is_text(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but text."""
    if not isinstance(value, str):
        refuse(instance, attribute, value, "must be text", "put it in quotes")


def is_boolean(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but True and False."""
    if not isinstance(value, bool):
        refuse(instance, attribute, value, "must be true or false", "write true or false")


def is_number(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but a finite number."""
    if not isinstance(value, float) or not math.isfinite(value):
        remedy = "write it without quotes" if isinstance(value, str) else "write a number"
        refuse(instance, attribute, value, "must be a finite number", remedy)


def is_numbers(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but a tuple of finite numbers."""
    is_tuple_of(float)(instance, attribute, value)
    for item in value:
        is_number(instance, attribute, item)


def is_rows(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but a tuple of tuples of finite numbers."""
    is_tuple_of(tuple)(instance, attribute, value)
    for row in value:
        is_numbers(instance, attribute, row)


def is_date(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but a date that exists."""
    if not isinstance(value, dt.date):
        refuse(instance, attribute, value, "must be a date that exists", "write it as YYYY-MM-DD")


def is_distribution(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but a distribution, passing on what is wrong with its spelling."""
    if isinstance(value, Distribution):
        return
    try:
        as_distribution(value)
    except DistributionError as error:
        problem = Problem(place_of(instance), f"{attribute.name}: {error}")
        raise PlanError([problem]) from error


def is_probability(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    """Refuse anything but a number or a distribution; its range is a rule of the plan."""
    if not isinstance(value, float):
        is_distribution(instance, attribute, value)


def is_tuple_of(*kinds: type) -> _Validator:
    """Return a validator that refuses anything but a tuple of the given kinds."""
    names = " or ".join(kind.__name__ for kind in kinds)

    def validate(instance: Any, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, tuple):
            refuse(instance, attribute, value, f"must be a list of {names}", "use [ … ]")
        for index, item in enumerate(value):
            if not isinstance(item, kinds):
                remedy = f"each entry must be of type {names}"
                refuse(instance, attribute, item, f"has a wrong entry at [{index}]", remedy)

    return validate


def optional(validator: _Validator) -> _Validator:
    """Return the validator, lenient towards None."""

    def validate(instance: Any, attribute: Attribute[Any], value: Any) -> None:
        if value is not None:
            validator(instance, attribute, value)

    return validate


def is_a(kind: type) -> _Validator:
    """Return a validator that refuses anything but an instance of the given kind."""
    name_of_one = f"{'an' if kind.__name__[0] in _VOWELS else 'a'} {kind.__name__}"

    def validate(instance: Any, attribute: Attribute[Any], value: Any) -> None:
        if not isinstance(value, kind):
            choices = getattr(kind, "__members__", {})
            names = [f"rp.{kind.__name__}.{name}" for name in choices]
            remedy = f"choose from {', '.join(names)}" if names else f"pass {name_of_one}"
            # The text that a plan file has for it is the usual slip.
            for name, choice in zip(names, choices.values(), strict=True):
                if isinstance(value, str) and value == choice.value:
                    remedy = f"write {name}"
            refuse(instance, attribute, value, f"must be {name_of_one}", remedy)

    return validate


def default_of(attribute: Attribute[Any], instance: Any = None) -> Any:
    """Return the default of an attribute, or `attrs.NOTHING` where it has none.

    A default that depends on the other fields is only known of an instance.
    """
    default: Any = attribute.default
    if not isinstance(default, Factory):  # type: ignore[arg-type]
        return default
    if not default.takes_self:
        return default.factory()
    return NOTHING if instance is None else default.factory(instance)


def place_of(instance: Any) -> str:
    """Return how a message names an item: its class and its id, as far as it has one."""
    identity = getattr(instance, "id", None)
    name = type(instance).__name__
    return f'{name} "{identity}"' if isinstance(identity, str) and identity else name


def quoted(value: object) -> str:
    """Return a value as a message shows it: one line, and never too long."""
    text = repr(value)
    return text if len(text) <= _QUOTED_LENGTH else f"{text[:_QUOTED_LENGTH]}…"


def refuse(instance: Any, attribute: Attribute[Any], value: Any, rule: str, remedy: str) -> None:
    """Raise what is wrong with the value of an attribute: place, rule, value and remedy."""
    message = f"{attribute.name} {rule} (got {quoted(value)})"
    raise PlanError([Problem(place_of(instance), message, remedy)])
