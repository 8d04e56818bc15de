"""Funding: whether a cap holds in every month, and by how much it has to be raised if not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from riskplan._format import card, estimate_text, percent_text
from riskplan._typing import FloatArray, locked
from riskplan.distributions.parameters import is_number
from riskplan.errors import RequestError, counted
from riskplan.model import Funding
from riskplan.results import Estimate, Samples, share_estimate

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FundingCheck", "FundingNeed", "available", "caps_of", "funding_check"]

# What is added up in another order is not another amount.
_ROUNDING = 1e-9


@frozen(eq=False, repr=False)
class FundingCheck:
    """Whether the money that there is suffices in every month.

    Parameters
    ----------
    months : tuple of datetime.date
        The first day of each.
    caps : FloatArray, shape (n_months,) [currency]
        What may be spent in each month, or up to its end.
    cumulative : bool
        Whether what has been spent up to the end of each month is held against its cap.
    by_month : tuple of Estimate
        The probability of exceeding the cap of each month.
    shortfall : Samples [currency]
        By how much the cap of the worst month is exceeded; negative where something is left.
    at : float [percent]
        The P-level of `needed`.
    """

    months: tuple[dt.date, ...]
    caps: FloatArray = field(converter=locked)
    cumulative: bool
    by_month: tuple[Estimate, ...]
    shortfall: Samples
    at: float

    @property
    def over(self) -> Estimate:
        """The probability of exceeding the cap in any month."""
        return self.shortfall.exceedance(0.0)

    @property
    def nearest(self) -> float:
        """The least by which the caps have to be raised so that any simulated future keeps them.

        0 where some future keeps them as they are.
        """
        return max(float(self.shortfall.values.min()), 0.0)

    @property
    def is_possible(self) -> bool:
        """Whether any simulated future keeps the caps."""
        return self.nearest == 0.0

    @property
    def needed(self) -> Estimate:
        """By how much the caps have to be raised to be kept at the P-level `at` [currency].

        Negative where they could be lowered.
        """
        return self.shortfall.quiet_percentile(self.at)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by month with the caps, and the probability of exceeding them."""
        import pandas as pd

        columns = {
            "cap": self.caps,
            "over": [each.value for each in self.by_month],
            "low": [each.low for each in self.by_month],
            "high": [each.high for each in self.by_month],
        }
        return pd.DataFrame(columns, index=pd.DatetimeIndex(self.months, name="month"))

    def __str__(self) -> str:
        raised = "raised" if self.needed >= 0.0 else "lowered"
        amount = estimate_text(round(abs(self.needed.value), 2), self.needed.error)
        level = f"P{self.at:g} is kept with {self._what} {raised} by {amount}"
        if self.is_possible:
            return (
                f"exceeded in some month with {percent_text(self.over, self.over.error)}; {level}"
            )
        return (
            f"out of reach: no simulated future keeps {self._what}; the nearest does with "
            f"{estimate_text(round(self.nearest, 2), 0.0)} more; {level}"
        )

    def __repr__(self) -> str:
        return f"FundingCheck({self})"

    def _repr_html_(self) -> str:
        unit = self.shortfall.unit
        rows = [
            ("exceeded in any month", percent_text(self.over, self.over.error)),
            ("any future keeps it", "yes" if self.is_possible else "no"),
            (
                "least to raise it by",
                f"{estimate_text(round(self.nearest, 2), 0.0)} {unit}".strip(),
            ),
            (f"to raise it by for P{self.at:g}", f"{self.needed} {unit}".strip()),
        ]
        return card("Funding to date" if self.cumulative else "Funding by month", rows)

    @property
    def _what(self) -> str:
        return "the funding" if self.cumulative else "the cap"


@frozen(repr=False)
class FundingNeed:
    """What a level of confidence needs, in parts that add up.

    Parameters
    ----------
    at : float [percent]
    base : float [currency]
        The base plan, at the prices of the month in which the plan starts.
    contingency : Estimate [currency]
        For risks and uncertainty, over the base, at those prices.
    escalation : Estimate [currency]
        For the rise of prices, on top of both.
    total : Estimate [currency]
    currency : str
    """

    at: float
    base: float
    contingency: Estimate
    escalation: Estimate
    total: Estimate
    currency: str = ""

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by part: base, contingency, escalation and total, with errors."""
        import pandas as pd

        columns = {
            "amount": [self.base, *(part.value for _, part in self._parts())],
            "error": [0.0, *(part.error for _, part in self._parts())],
        }
        names = ["base", *(name for name, _ in self._parts())]
        return pd.DataFrame(columns, index=pd.Index(names, name="part"))

    def __repr__(self) -> str:
        parts = [f"base {estimate_text(self.base, 0.0)}"]
        parts += [f"{name} {part}" for name, part in self._parts()]
        return f"FundingNeed(P{self.at:g}, {', '.join(parts)} {self.currency}".strip() + ")"

    def _repr_html_(self) -> str:
        rows = [("base", f"{estimate_text(self.base, 0.0)} {self.currency}".strip())]
        rows += [(name, f"{part} {self.currency}".strip()) for name, part in self._parts()]
        return card(f"Funding needed at P{self.at:g}", rows)

    def _parts(self) -> tuple[tuple[str, Estimate], ...]:
        """Return what comes on top of the base, and all of it."""
        return (
            ("contingency", self.contingency),
            ("escalation", self.escalation),
            ("total", self.total),
        )


def funding_check(
    months: tuple[dt.date, ...],
    spent: FloatArray,
    base: FloatArray,
    caps: FloatArray,
    at: float,
    *,
    unit: str,
    cell: int,
    cumulative: bool,
) -> FundingCheck:
    """Return whether caps hold.

    Parameters
    ----------
    months : tuple of datetime.date
    spent : FloatArray, shape (n_months, n) [currency]
        What is spent in each month, or up to its end.
    base : FloatArray, shape (n_months,) [currency]
        The same of the base plan.
    caps : FloatArray, shape (n_months,) [currency]
    at : float [percent]
    unit : str
    cell : int
        The iterations in a cell of the sampling plan.
    cumulative : bool
    """
    slack = _ROUNDING * max(float(np.abs(spent).max(initial=0.0)), float(np.abs(base).max()))
    worst = np.full(spent.shape[1], -np.inf)
    by_month = []
    for row, cap in zip(spent, caps, strict=True):
        beyond = row - cap
        beyond[np.abs(beyond) <= slack] = 0.0
        np.maximum(worst, beyond, out=worst)
        by_month.append(share_estimate(beyond > 0.0, cell))
    shortfall = Samples(worst, float((base - caps).max()), unit, cell)
    shortfall.quiet_percentile(at)  # refuses a level that cannot be
    return FundingCheck(months, caps, cumulative, tuple(by_month), shortfall, float(at))


def caps_of(cap: float | Sequence[float], months: int) -> FloatArray:
    """Return a cap for each month.

    Raises
    ------
    RequestError
        If it is neither a number nor one for each month.
    """
    given: object = cap
    if is_number(given):
        caps = np.full(months, float(cap))  # type: ignore[arg-type]  # it is a number
    elif isinstance(given, str) or not hasattr(given, "__len__"):
        raise RequestError(f"a cap must be a number, or one for each month (got {given!r})")
    else:
        caps = np.array([_number(each) for each in given], dtype=np.float64)  # type: ignore[attr-defined]  # it has a length
    if caps.shape != (months,):
        raise RequestError(
            f"the plan spends money in {counted(months, 'month')}, but there are "
            f"{counted(len(caps), 'cap')}; give one for each month, or one number for all"
        )
    if np.isnan(caps).any():
        raise RequestError("a cap is not a number (nan); write inf for a month without one")
    if (caps < 0.0).any():
        raise RequestError(f"a cap must not be negative (got {caps.min():g})")
    return caps


def _number(cap: object) -> float:
    if not is_number(cap):
        raise RequestError(
            f"a cap must be a number, or one for each month (got {cap!r} among them)"
        )
    return float(cap)  # type: ignore[arg-type]  # it is a number


def available(funding: Sequence[Funding], months: tuple[dt.date, ...]) -> FloatArray:
    """Return the money that is there up to the end of each month, shape (n_months,) [currency].

    What comes later in a month counts for all of it.

    Examples
    --------
    >>> months = (dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    >>> available([Funding(100, "2026-01-01"), Funding(50, "2026-02-28")], months)
    array([100., 150.])
    """
    there = np.zeros(len(months))
    for each in sorted(funding, key=lambda each: (each.on, each.amount)):
        for row, month in enumerate(months):
            if (each.on.year, each.on.month) <= (month.year, month.month):
                there[row] += each.amount
    return there
