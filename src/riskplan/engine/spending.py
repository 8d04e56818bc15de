"""Spending: over which time money is paid, and a ledger of what is paid over each."""

from __future__ import annotations

import enum
from collections.abc import Iterator

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.engine.quantities import Quantity

__all__ = ["Income", "Ledger", "Pace", "Spending"]

# Above what sums of some thousand amounts lose, and far below the last cent of any of them.
_ROUNDING = 1e-12


class Pace(enum.Enum):
    """When money is paid within the time that it belongs to."""

    EVEN = "even"
    START = "start"
    FINISH = "finish"


@frozen
class Spending:
    """When money is paid, and at which prices.

    Parameters
    ----------
    tasks : tuple of int
        It is paid from the first beginning of these tasks to their last end; none stand for the
        whole plan.
    pace : Pace
    dates : tuple of (int, int), optional [days since 1970-01-01]
        Instead, it is paid evenly from the first of these dates to the last, both included.
    strike : int
        Instead, it is paid when this event strikes, which has a window; or -1.
    price : int
        Which of the program's prices it rises with, or -1.
    """

    tasks: tuple[int, ...] = ()
    pace: Pace = Pace.EVEN
    dates: tuple[int, int] | None = None
    strike: int = -1
    price: int = -1


@frozen(eq=False)
class Income:
    """Money that comes in, once or over some months.

    Parameters
    ----------
    quantity : Quantity
        How much: in a month, or once.
    tasks : tuple of int
        It begins when the last of these is done; none stand for the whole plan.
    date : int, optional [days since 1970-01-01]
        Instead, it begins on this date.
    lag : float [months]
        How long it waits beyond that.
    months : float, optional [months]
        For how long it goes on; it comes once unless given.
    """

    quantity: Quantity
    tasks: tuple[int, ...] = ()
    date: int | None = None
    lag: float = 0.0
    months: float | None = None


class Ledger:
    """What a block pays, by when it is paid.

    Parameters
    ----------
    stages : tuple of tuple of int
        The tasks of each stage, for money that only knows its stage.
    """

    def __init__(self, stages: tuple[tuple[int, ...], ...]) -> None:
        self._stages = stages
        self._paid: dict[Spending, FloatArray] = {}
        self._moved: FloatArray | float = 0.0

    def post(self, spending: Spending | None, stage: int, amount: FloatArray) -> None:
        """Enter an amount, shape (count,) [currency]; it stays free for the caller to change."""
        if spending is None:
            spending = Spending(self._stages[stage] if stage >= 0 else ())
        self._moved = self._moved + np.abs(amount)
        if spending in self._paid:
            self._paid[spending] += amount
        else:
            self._paid[spending] = amount.copy()

    def close(self, total: FloatArray) -> None:
        """Enter what a total holds that nobody has entered: it is paid over the whole plan."""
        rest = total.copy()
        for amount in self._paid.values():
            rest -= amount
        rest[np.abs(rest) <= self.rounding] = 0.0
        self.post(Spending(), -1, rest)

    @property
    def rounding(self) -> FloatArray | float:
        """What is so small beside all that was entered, in or out, that it is rounding."""
        return _ROUNDING * self._moved

    def entries(self) -> Iterator[tuple[Spending, FloatArray]]:
        """Yield what is paid when."""
        return iter(self._paid.items())

    def unposted(self, total: FloatArray) -> float:
        """Return the largest part of a total that nobody has entered, as a magnitude."""
        return float(np.abs(total - sum(self._paid.values())).max(initial=0.0))
