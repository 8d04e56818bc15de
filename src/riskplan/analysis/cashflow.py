"""Cash flow: what is spent in each month, how sure that is, and whether the funding suffices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from riskplan._format import card, estimate_text
from riskplan._typing import FloatArray, locked
from riskplan.analysis.drivers import refuse_no_run
from riskplan.analysis.funding import (
    FundingCheck,
    FundingNeed,
    available,
    caps_of,
    funding_check,
)
from riskplan.errors import RequestError
from riskplan.model import Funding
from riskplan.results import Estimate, PairedSamples, Samples, SimulationResult
from riskplan.simulation import monthly_cash

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FUNDING_LEVELS", "CashFlow", "cash_flow"]

FUNDING_LEVELS = (10.0, 50.0, 80.0, 90.0)


@frozen(eq=False, repr=False)
class CashFlow:
    """What is spent in each month.

    Parameters
    ----------
    months : tuple of datetime.date
        The first day of each month, one after the other.
    spent : FloatArray, shape (n_months, n) [currency]
        What each iteration spends in each month, the rise of prices included.
    base : FloatArray, shape (n_months,) [currency]
        The same of the base plan.
    cost : Samples [currency]
        The cost of the run, at the prices of the month in which the plan starts.
    escalation : Samples [currency]
        What the rise of prices adds to it.
    monthly_cap : float, optional [currency]
        The plan's own.
    funding : tuple of Funding
        The plan's own.
    levels : tuple of float [percent]
        The P-levels of the frame, the card and the picture.
    """

    months: tuple[dt.date, ...]
    spent: FloatArray = field(converter=locked)
    base: FloatArray = field(converter=locked)
    cost: Samples
    escalation: Samples
    monthly_cap: float | None = None
    funding: tuple[Funding, ...] = ()
    levels: tuple[float, ...] = FUNDING_LEVELS

    @cached_property
    def total(self) -> Samples:
        """What is spent in all [currency], the rise of prices included."""
        return Samples(
            self.cost.values + self.escalation.values,
            self.cost.base + self.escalation.base,
            self.cost.unit,
            self.cost.cell,
        )

    @cached_property
    def peak(self) -> Samples:
        """What is spent in the month that needs most, whichever it is [currency]."""
        return self._samples(self.spent.max(axis=0), float(self.base.max()))

    def month(self, month: dt.date | str) -> Samples:
        """Return what is spent in a month [currency].

        Parameters
        ----------
        month : datetime.date or str
            Any date in it, or text such as ``"2026-03"``.

        Raises
        ------
        RequestError
            If it is none of the months.
        """
        return self._monthly[self._row(month)]

    def to_date(self, month: dt.date | str) -> Samples:
        """Return what has been spent up to the end of a month [currency].

        Raises
        ------
        RequestError
            If it is none of the months.
        """
        return self._cumulative[self._row(month)]

    def percentiles(self, at: float, *, cumulative: bool = False) -> tuple[Estimate, ...]:
        """Return a percentile of each month: of what is spent in it, or up to its end [currency].

        Percentiles of months do not add up: months do not all turn out dear at once.

        Raises
        ------
        RequestError
            If `at` is not between 1 and 100.
        """
        samples = self._cumulative if cumulative else self._monthly
        return tuple(each.quiet_percentile(at) for each in samples)

    def probability_over(self, cap: float | Sequence[float] | None = None) -> Estimate:
        """Return the probability of spending more than a cap in any month.

        Parameters
        ----------
        cap : float or sequence of float, optional [currency]
            For every month alike, or for each; the plan's own unless given.

        Raises
        ------
        RequestError
            If there is none, or if it cannot be.
        """
        return self.keeping(cap).over

    def keeping(
        self, cap: float | Sequence[float] | None = None, *, at: float = 80
    ) -> FundingCheck:
        """Return how sure a cap on each month is to hold, and the nearest that can.

        Parameters
        ----------
        cap : float or sequence of float, optional [currency]
            For every month alike, or for each; the plan's own unless given.
        at : float [percent]
            The P-level at which it is to hold.

        Raises
        ------
        RequestError
            If there is none, or if it cannot be.
        """
        chosen = self.monthly_cap if cap is None else cap
        if chosen is None:
            raise RequestError("the plan has no monthly_cap; write for example cap=500_000")
        return self._check(caps_of(chosen, len(self.months)), at, cumulative=False)

    def funded(
        self, funding: Sequence[Funding] | float | None = None, *, at: float = 80
    ) -> FundingCheck:
        """Return how sure the funding is to suffice up to the end of every month.

        Parameters
        ----------
        funding : sequence of Funding, or float, optional [currency]
            When money becomes available, or how much is there from the start; the plan's own
            unless given.
        at : float [percent]
            The P-level at which it is to suffice.

        Raises
        ------
        RequestError
            If there is none, or if it cannot be.
        """
        if isinstance(funding, int | float):
            caps = caps_of(funding, len(self.months))
        else:
            chosen = self.funding if funding is None else _sums(funding)
            if not chosen:
                raise RequestError(
                    "the plan has no funding; write for example "
                    'funding=[rp.Funding(1_000_000, "2026-01-01")]'
                )
            caps = available(chosen, self.months)
        return self._check(caps, at, cumulative=True)

    def need(self, at: float = 80) -> FundingNeed:
        """Return what a level of confidence needs: base, contingency and escalation apart.

        The contingency is that of `rp.contingency`, without any rise of prices. Escalation is how
        far the percentile of all that is spent lies above that of the cost.

        Raises
        ------
        RequestError
            If `at` is not between 1 and 100.
        """
        contingency = self.cost.quiet_percentile(at).shifted(-self.cost.base)
        escalation = PairedSamples(self.total, self.cost).percentile(at)
        total = self.total.quiet_percentile(at)
        base, unit = self.cost.base, self.cost.unit
        return FundingNeed(float(at), base, contingency, escalation, total, unit)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by month: base and percentiles, of the month and to its end.

        The ends of the 95 % intervals stand beside each percentile.
        """
        import pandas as pd

        columns: dict[str, object] = {"base": self.base}
        for at in self.levels:
            columns |= _with_ends(f"p{at:g}", self.percentiles(at))
        columns["base_to_date"] = np.cumsum(self.base)
        for at in self.levels:
            columns |= _with_ends(f"p{at:g}_to_date", self.percentiles(at, cumulative=True))
        return pd.DataFrame(columns, index=pd.DatetimeIndex(self.months, name="month"))

    def __repr__(self) -> str:
        first, last = f"{self.months[0]:%Y-%m}", f"{self.months[-1]:%Y-%m}"
        peak = f"peak month P80 {self.peak.quiet_percentile(80)} {self.cost.unit}".strip()
        return f"CashFlow({first} to {last}, {peak})"

    def _repr_html_(self) -> str:
        unit = self.cost.unit
        rows = [
            (f"{month:%Y-%m}", f"base {estimate_text(base, 0.0)}, P80 {level} {unit}".strip())
            for month, base, level in zip(
                self.months, self.base.round(2).tolist(), self.percentiles(80), strict=True
            )
        ]
        rows.append(("peak month, P80", f"{self.peak.quiet_percentile(80)} {unit}".strip()))
        return card("Cash flow by month", rows)

    @cached_property
    def _monthly(self) -> tuple[Samples, ...]:
        return tuple(
            self._samples(row, base)
            for row, base in zip(self.spent, self.base.tolist(), strict=True)
        )

    @cached_property
    def _cumulative(self) -> tuple[Samples, ...]:
        rows, bases = np.cumsum(self.spent, axis=0), np.cumsum(self.base).tolist()
        return tuple(self._samples(row, base) for row, base in zip(rows, bases, strict=True))

    def _samples(self, values: FloatArray, base: float) -> Samples:
        return Samples(values, base, self.cost.unit, self.cost.cell)

    def _check(self, caps: FloatArray, at: float, *, cumulative: bool) -> FundingCheck:
        spent, base = self.spent, self.base
        if cumulative:
            spent, base = np.cumsum(spent, axis=0), np.cumsum(base)
        return funding_check(
            self.months,
            spent,
            base,
            caps,
            at,
            unit=self.cost.unit,
            cell=self.cost.cell,
            cumulative=cumulative,
        )

    def _row(self, month: dt.date | str) -> int:
        text = f"{month:%Y-%m}" if isinstance(month, dt.date) else str(month)[:7]
        rows = {f"{each:%Y-%m}": row for row, each in enumerate(self.months)}
        if text not in rows:
            raise RequestError(
                f"{month!r} is none of the months, which go from {next(iter(rows))} to "
                f'{list(rows)[-1]}; write for example "{next(iter(rows))}"'
            )
        return rows[text]


def cash_flow(
    run: SimulationResult,
    *,
    until: dt.date | str | None = None,
    levels: Sequence[float] = FUNDING_LEVELS,
) -> CashFlow:
    """Return what is spent in each month.

    The iterations of the run are drawn again, bit for bit, and each amount is laid over the dates
    of its own iteration, so that the months add up to the cost of the run. Day rates are paid as
    the work is done. The amount of a cost item is spent evenly over the working time of the
    activity or phase in `during`, else of its phase, else of the plan; or at its start, its
    finish, or on a date, where `spend` or `on` says so. A response is paid over its phase, else
    over the plan. What a risk with a window costs is paid when it strikes; that of any other over
    the activities that it delays (those in the phase of the impact, if it names one), else over
    that phase, else over the plan. A share of cost items is paid as they are, and what insurers
    pay back comes in where what they cover is paid.

    With `Plan(escalation=...)` prices rise from those of the beginning of the month in which the
    plan starts; an amount of a month rises up to the middle of it.

    Parameters
    ----------
    run : SimulationResult
        A run of a plan with a start.
    until : datetime.date or str, optional
        Up to when a plan without activities spends its money, day after day; its deadline unless
        given.
    levels : sequence of float [percent]
        The P-levels of the frame and of the picture.

    Returns
    -------
    CashFlow

    Raises
    ------
    RequestError
        If the run does not hold its plan, if the plan costs nothing or has no start, or if nobody
        knows up to when it spends its money.

    Examples
    --------
    >>> import riskplan as rp
    >>> dig = rp.Activity("dig", "Dig", rp.Uniform(30, 60), day_rate=1_000)
    >>> plan = rp.Plan("Dig", start="2026-01-01", activities=[dig])
    >>> flow = rp.cash_flow(rp.simulate(plan, iterations=10_000, seed=1))
    >>> flow.month("2026-01").percentile(50)
    22,000
    >>> flow.probability_over(20_000).value, round(flow.keeping(20_000).nearest)
    (1.0, 2000)
    """
    refuse_no_run(run)
    cash = monthly_cash(run, until)
    paid = cash.spending
    has_escalation = len(cash.escalation) > 0
    risen = cash.escalation.sum(axis=0) if has_escalation else np.zeros(run.iterations)
    flow = CashFlow(
        months=tuple(month.astype("datetime64[D]").item() for month in cash.months[:paid]),
        spent=(cash.cost + cash.escalation if has_escalation else cash.cost)[:paid],
        base=(cash.base_cost + cash.base_escalation)[:paid],
        cost=run.cost,
        escalation=Samples(
            risen, float(cash.base_escalation.sum()), run.currency, run.provenance.cell
        ),
        monthly_cap=cash.plan.monthly_cap,
        funding=cash.plan.funding,
        levels=tuple(float(at) for at in levels),
    )
    for at in flow.levels:
        flow.total.quiet_percentile(at)  # refuses a level that cannot be
    return flow


def _sums(funding: object) -> tuple[Funding, ...]:
    """Return the sums of a funding, or refuse what is none."""
    sums = tuple(funding) if isinstance(funding, Sequence) else (funding,)
    if isinstance(funding, str) or not all(isinstance(each, Funding) for each in sums):
        raise RequestError(
            "funding must be an amount of money such as 1_000_000, or when it comes: "
            f'[rp.Funding(1_000_000, "2026-01-01")] (got {funding!r})'
        )
    return sums


def _with_ends(name: str, estimates: tuple[Estimate, ...]) -> dict[str, list[float]]:
    return {
        name: [each.value for each in estimates],
        f"{name}_low": [each.low for each in estimates],
        f"{name}_high": [each.high for each in estimates],
    }
