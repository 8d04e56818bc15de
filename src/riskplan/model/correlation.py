"""Dependence that a plan states: quantities that move together, by one coefficient or a matrix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import Attribute, field, frozen

from riskplan.model import fields

__all__ = ["Correlation"]

_Rows = tuple[tuple[float, ...], ...]

_MOST_SHOWN = 4


def _to_coefficient(value: float | Iterable[Iterable[float]]) -> float | _Rows:
    rows = fields.to_rows(value) if isinstance(value, Iterable) else None
    return fields.to_number(value) if rows is None else rows  # type: ignore[arg-type]


def _is_coefficient(instance: Any, attribute: Attribute[Any], value: Any) -> None:
    validator = fields.is_rows if isinstance(value, tuple) else fields.is_number
    validator(instance, attribute, value)


def _told(coefficient: float | _Rows) -> str:
    if isinstance(coefficient, float) or len(coefficient) <= _MOST_SHOWN:
        return repr(coefficient)
    return f"matrix of {len(coefficient)} × {len(coefficient[0])}"


@frozen
class Correlation:
    """Rank correlation among named quantities.

    It ties ranks together and leaves each quantity its own law, so that no mean is moved. Two
    quantities that no correlation names together are independent, given those that tie them both.

    Parameters
    ----------
    ids : sequence of str
        Two or more quantities. The id of a cost item means its amount, of an activity its
        duration, of a risk whether it occurs; `flood.cost`, `flood.delay` and `flood.factor` mean
        the size of the first impact of that kind of risk `flood`, and `flood.cost.2` that of the
        second. An id that stands in several tables is written `costs.x`, `activities.x` or
        `risks.x`.
    coefficient : float or (n, n) rows of float
        One Spearman coefficient for every pair, or the matrix in the order of the ids.
    degrees_of_freedom : float, optional
        With it, the quantities are joined by a t copula, whose extremes come together the more
        often the fewer the degrees are: 3 is strong, 30 hardly seen. Without it, by a normal one.
    nearest : bool
        Whether to use the nearest coefficients there can be, where those given contradict each
        other; otherwise they are refused.

    Examples
    --------
    >>> Correlation(["design", "build"], 0.3).coefficient
    0.3
    >>> Correlation(["flood", "flood.cost"], [[1, 0.5], [0.5, 1]], degrees_of_freedom=4).ids
    ('flood', 'flood.cost')
    """

    ids: tuple[str, ...] = field(converter=fields.to_ids, validator=fields.is_tuple_of(str))
    coefficient: float | _Rows = field(
        converter=_to_coefficient, validator=_is_coefficient, repr=_told
    )
    degrees_of_freedom: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    nearest: bool = field(default=False, validator=fields.is_boolean, kw_only=True)

    @property
    def rows(self) -> _Rows:
        """The coefficients as a matrix in the order of the ids, whichever way they were given."""
        if isinstance(self.coefficient, tuple):
            return self.coefficient
        count = range(len(self.ids))
        return tuple(tuple(1.0 if i == j else self.coefficient for j in count) for i in count)
