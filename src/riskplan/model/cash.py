"""When money moves: how costs are spent, what prices do, what a plan brings in, and what it has."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import Any

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields

__all__ = ["Benefit", "Escalation", "Funding", "Spend", "to_escalations"]


class Spend(enum.Enum):
    """When an amount is spent, within the time that it belongs to."""

    UNIFORM = "uniform"
    START = "start"
    FINISH = "finish"


@frozen
class Benefit:
    """What a plan brings in: once, or every month for some time.

    Parameters
    ----------
    id, name : str
        The name that files use, and the one that people read.
    amount : Distribution, float or str [currency, or currency / month]
        What comes in, or saves money elsewhere: each month where `months` is given, else once.
        Drawn once in each iteration, for all months.
    after : str, optional
        The id of the activity, milestone or phase after whose simulated finish it begins; that of
        the whole plan unless given.
    on : datetime.date or str, optional
        The date on which it begins, instead of after something.
    lag : float [months]
        How long it waits beyond that.
    months : float, optional [months]
        For how long it goes on; it comes once unless given. Of 6.5 months, the last half brings
        half of the amount of a month.
    note : str
        A remark, for example the source of the estimate.

    Examples
    --------
    >>> Benefit("fees", "Fees saved", "pert(80, 100, 130)", after="live", lag=1, months=36).amount
    pert(80, 100, 130)
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    amount: Distribution = field(converter=fields.to_distribution, validator=fields.is_distribution)
    after: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    on: dt.date | None = field(
        default=None,
        converter=fields.to_date,
        validator=fields.optional(fields.is_date),
        kw_only=True,
    )
    lag: float = field(
        default=0.0, converter=fields.to_number, validator=fields.is_number, kw_only=True
    )
    months: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)


@frozen
class Escalation:
    """How fast prices rise.

    Parameters
    ----------
    rate : Distribution, float or str [fraction a year]
        The rise of prices in a year, compounded: 0.03 for 3 %. Drawn once in each iteration.
    category : str
        The category of the cost items and activities that it is for, and of those below it, such
        as ``"labour"`` for ``"labour/internal"``; of everything without a rate of its own unless
        given.
    note : str
        A remark, for example the source of the estimate.

    Examples
    --------
    >>> Escalation("triangular(0.01, 0.03, 0.06)", category="labour").rate
    triangular(0.01, 0.03, 0.06)
    """

    rate: Distribution = field(converter=fields.to_distribution, validator=fields.is_distribution)
    category: str = field(default="", validator=fields.is_text, kw_only=True)
    note: str = field(default="", validator=fields.is_text, kw_only=True)


@frozen
class Funding:
    """Money that becomes available on a date, on top of what was there before.

    Parameters
    ----------
    amount : float [currency]
    on : datetime.date or str
        It can be spent in the month of that date, and later.
    note : str
        A remark.

    Examples
    --------
    >>> Funding(12_000_000, "2026-01-01").on
    datetime.date(2026, 1, 1)
    """

    amount: float = field(converter=fields.to_number, validator=fields.is_number)
    on: dt.date = field(converter=fields.to_date, validator=fields.is_date)
    note: str = field(default="", validator=fields.is_text, kw_only=True)


def to_escalations(value: Any) -> tuple[Escalation, ...]:
    """Turn one rate, or one escalation, into a tuple of escalations."""
    if isinstance(value, Escalation):
        return (value,)
    if isinstance(value, Distribution | int | float | str) and not isinstance(value, bool):
        return (Escalation(value),)
    items: Iterable[Escalation] = value
    return fields.to_tuple(items)
