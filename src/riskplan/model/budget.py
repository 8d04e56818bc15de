"""The budget: its lines, the phases that group them, and the reserve that stands beside them."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from attrs import field, frozen

from riskplan.distributions import Distribution
from riskplan.model import fields
from riskplan.model.cash import Spend

__all__ = ["CostItem", "Phase", "Reserve", "ReserveBasis"]


@frozen
class CostItem:
    """A line of the budget.

    Parameters
    ----------
    id, name : str
        The name that other items use, and the one that people read.
    amount : Distribution, float or str [currency]
        The estimate; a plain number is certain.
    phase : str, optional
        The phase it belongs to.
    day_rate : Distribution, float or str [currency / working day]
        Cost of each working day of the activity or phase named by `during`.
    during : str, optional
        The id of the activity or phase whose simulated duration the day rate is paid for, and
        over which the amount is spent.
    spend : Spend
        When the amount is spent within the simulated time of `during`, else of its phase, else of
        the plan: evenly over the working time unless given as at its start or its finish.
    on : datetime.date or str, optional
        The date on which the amount is spent, whatever the schedule says.
    category : str
        A class of cost, as a path such as ``"labour/internal"``.
    note : str
        A remark, for example the source of the estimate.

    Examples
    --------
    >>> CostItem("office", "Site office", day_rate=2_000, during="build").amount
    constant(0)
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    amount: Distribution = field(
        default=fields.ZERO, converter=fields.to_distribution, validator=fields.is_distribution
    )
    phase: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    day_rate: Distribution = field(
        default=fields.ZERO,
        converter=fields.to_distribution,
        validator=fields.is_distribution,
        kw_only=True,
    )
    during: str | None = field(default=None, validator=fields.optional(fields.is_id), kw_only=True)
    spend: Spend = field(default=Spend.UNIFORM, validator=fields.is_a(Spend), kw_only=True)
    on: dt.date | None = field(
        default=None,
        converter=fields.to_date,
        validator=fields.optional(fields.is_date),
        kw_only=True,
    )
    category: str = field(default="", validator=fields.is_text, kw_only=True)
    note: str = field(default="", validator=fields.is_text, kw_only=True)


@frozen
class Phase:
    """A stage that groups cost items and activities.

    Parameters
    ----------
    id, name : str
        The name that items use, and the one that people read.
    share : float, optional [fraction of the plan's budget]
        The part of the budget given to the phase; where one phase has a share, all have, and
        they add up to 1.
    note : str
        A remark.

    Examples
    --------
    >>> Phase("build", "Build", share=0.55).share
    0.55
    """

    id: str = field(validator=fields.is_id)
    name: str = field(validator=fields.is_text)
    share: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )
    note: str = field(default="", validator=fields.is_text, kw_only=True)


class ReserveBasis(enum.Enum):
    """What a reserve given as a fraction is a fraction of."""

    BASE = "base"
    TOTAL = "total"


@frozen
class Reserve:
    """The flat reserve that a plan keeps: a fraction, or an amount of money.

    Parameters
    ----------
    share : float, optional [fraction]
        The reserve as a fraction of what `of` says.
    of : ReserveBasis
        The base estimate, or the total that contains base and reserve.
    amount : float, optional [currency]
        The reserve as money, instead of a fraction.

    Examples
    --------
    Eighty in a total of 860 is 9.3 % of the total and 10.3 % of the base:

    >>> round(Reserve(80 / 860, of=ReserveBasis.TOTAL).over(780))
    80
    >>> Reserve(0.15).over(1_000_000)
    150000.0
    """

    share: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
    )
    of: ReserveBasis = field(
        default=ReserveBasis.BASE, validator=fields.is_a(ReserveBasis), kw_only=True
    )
    amount: float | None = field(
        default=None,
        converter=fields.to_optional_number,
        validator=fields.optional(fields.is_number),
        kw_only=True,
    )

    def over(self, base: float) -> float:
        """Return the reserve [currency] that stands over a base estimate [currency]."""
        if self.amount is not None:
            return self.amount
        share = self.share or 0.0
        return base * (share / (1.0 - share) if self.of is ReserveBasis.TOTAL else share)


def to_reserve(value: Reserve | float | str | None) -> Reserve | None:
    """Read a number, or "15%", as a fraction where it is below 1, and else as an amount."""
    number: Any = (
        value if value is None or isinstance(value, Reserve) else fields.to_probability(value)
    )
    if not isinstance(number, float):
        return number  # type: ignore[no-any-return]  # is_a refuses what is no reserve
    return Reserve(number) if number < 1.0 else Reserve(amount=number)
