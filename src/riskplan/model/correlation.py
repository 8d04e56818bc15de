"""Dependence that a plan states: quantities that move together, by one coefficient or a matrix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import Attribute, field, frozen

from riskplan.model import fields

__all__ = ["Correlation"]

_Rows = tuple[tuple[float, ...], ...]


def _to_coefficient(value: float | Iterable[Iterable[float]]) -> float | _Rows:
    rows = fields.to_rows(value) if isinstance(value, Iterable) else None
    return fields.to_number(value) if rows is None else rows  # type: ignore[arg-type]


def _is_coefficient(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    validator = fields.is_rows if isinstance(value, tuple) else fields.is_number
    validator(instance, attribute, value)


@frozen
class Correlation:
    """Rank correlation among named quantities.

    Parameters
    ----------
    ids : sequence of str
        Ids of cost items, activities or risks.
    coefficient : float or (n, n) rows of float
        One Spearman coefficient for every pair, or the matrix in the order of the ids.

    Examples
    --------
    >>> Correlation(["design", "build"], 0.3).coefficient
    0.3
    """

    ids: tuple[str, ...] = field(converter=fields.to_ids, validator=fields.is_tuple_of(str))
    coefficient: float | _Rows = field(converter=_to_coefficient, validator=_is_coefficient)
