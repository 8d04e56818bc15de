"""Values that a text may stand for: read where it can be, refused with its place where not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from attrs import Attribute, evolve

from riskplan.errors import PlanError
from riskplan.model import fields

__all__ = ["are_spelled", "is_spelled", "spelled", "spelled_list"]

_Validator = Callable[[Any, "Attribute[Any]", Any], None]


class _Spelled(Protocol):
    @classmethod
    def from_text(cls, text: str) -> Any: ...


_Value = TypeVar("_Value", bound=_Spelled)


def spelled(kind: type[_Value], value: Any) -> Any:
    """Return what a text means as a value of the kind, and anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return kind.from_text(value)
    except PlanError:
        return value  # is_spelled refuses it, with its place


def spelled_list(kind: type[_Value], value: Any) -> Any:
    """Return one value or text, or several, as a tuple of values of the kind."""
    items: Any = (value,) if isinstance(value, str | kind) else fields.to_tuple(value)
    return tuple(spelled(kind, item) for item in items) if isinstance(items, tuple) else items


def is_spelled(kind: type[_Value]) -> _Validator:
    """Return a validator that refuses all but the kind, passing on which text cannot be read."""
    is_kind = fields.is_a(kind)

    def validate(instance: Any, attribute: Attribute[Any], value: Any) -> None:
        _refuse_text(kind, instance, value)
        is_kind(instance, attribute, value)

    return validate


def are_spelled(kind: type[_Value]) -> _Validator:
    """Return a validator of tuples of the kind, passing on which text cannot be read."""
    is_kind = fields.is_tuple_of(kind)

    def validate(instance: Any, attribute: Attribute[Any], value: Any) -> None:
        for item in value if isinstance(value, tuple) else ():
            _refuse_text(kind, instance, item)
        is_kind(instance, attribute, value)

    return validate


def _refuse_text(kind: type[_Value], instance: Any, value: Any) -> None:
    if not isinstance(value, str):
        return
    try:
        kind.from_text(value)
    except PlanError as error:
        place = fields.place_of(instance)
        raise PlanError([evolve(problem, place=place) for problem in error.problems]) from None
