"""Dependence that a plan states: quantities that move together, by one coefficient or a matrix."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from riskplan.model import fields

__all__ = ["Correlation"]

_Rows = tuple[tuple[float, ...], ...]


def _to_coefficient(value: float | Iterable[Iterable[float]]) -> float | _Rows:
    rows = fields.to_tuple(value) if not isinstance(value, int | float) else value
    if not isinstance(rows, tuple):
        return fields.to_number(rows)
    return tuple(tuple(map(fields.to_number, fields.to_tuple(row))) for row in rows)


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
    coefficient: float | _Rows = field(converter=_to_coefficient)
