"""Cash: what a ledger holds, laid over months by the dates of a block."""

from __future__ import annotations

import numpy as np
from attrs import field, frozen

from riskplan._typing import DateArray, FloatArray
from riskplan.engine.block import Block, Kept, fill
from riskplan.engine.dates import Dates
from riskplan.engine.draw import Base, Chance, Source
from riskplan.engine.program import Program
from riskplan.engine.sampling import Sampler
from riskplan.engine.spending import Income, Ledger, Pace, Spending

__all__ = ["Cash", "Months", "base_cash", "cash_of", "months_since"]

_TOTALS = Kept(events=False, stages=False, tasks=())
_DAY = np.timedelta64(1, "D")
_MONTHS_A_YEAR = 12.0
# Far less than a minute, in days and in minutes; what is rounded otherwise is not another month.
_INSTANT = 1e-6


@frozen(eq=False)
class Months:
    """The months of a cash flow.

    Parameters
    ----------
    all : DateArray, shape (n_months,) [month]
        One after the other.
    origin : int
        Which of them prices are those of the beginning of; it may lie outside.
    span : tuple of (int, int) [days since 1970-01-01]
        The dates that stand for the whole plan where it has no tasks, both included.
    """

    all: DateArray
    origin: int
    span: tuple[int, int]

    @property
    def years(self) -> FloatArray:
        """The years from the beginning of the origin to the middle of each month."""
        middles: FloatArray = np.arange(len(self.all), dtype=np.float64)
        middles += 0.5 - self.origin
        middles /= _MONTHS_A_YEAR
        return middles

    @property
    def edges(self) -> DateArray:
        """The first day of each month but the first [day]."""
        return self.all[1:].astype("datetime64[D]")


@frozen(eq=False)
class Cash:
    """What some iterations pay and receive, month by month.

    Parameters
    ----------
    cost : FloatArray, shape (n_months, count) [currency]
        At the prices of the origin.
    escalation : FloatArray, shape (n_months, count) [currency]
        What the rise of prices adds; of no rows where no price rises.
    income : FloatArray, shape (n_months, count) [currency]
        Of no rows where nothing comes in.
    total : FloatArray, shape (count,) [currency]
        The cost of the run.
    unposted : float [currency]
        The largest part of a total that has no time of its own, and is spread over the plan.
    """

    cost: FloatArray
    escalation: FloatArray
    income: FloatArray
    total: FloatArray
    unposted: float = field(default=0.0)


def cash_of(program: Program, sampler: Sampler, start: int, count: int, months: Months) -> Cash:
    """Return the cash flow of so many iterations, from `start` on."""
    return _cash(program, Chance(program, sampler, start, count), months)


def base_cash(program: Program, months: Months) -> Cash:
    """Return the cash flow of the base plan, as the only iteration."""
    return _cash(program, Base(), months)


def _cash(program: Program, source: Source, months: Months) -> Cash:
    ledger, block = Ledger(program.network.stages), Block.empty(program, _TOTALS, source.count)
    dates = fill(block, program, source, _TOTALS, ledger=ledger)
    unposted = ledger.unposted(block.cost)
    ledger.close(block.cost)
    shape = (len(months.all), source.count)
    by_price: dict[int, FloatArray] = {}
    laying = _Laying(program, source, months, dates)
    for spending, amount in ledger.entries():
        rows = by_price.setdefault(spending.price, np.zeros(shape))
        laying.lay(spending, amount, rows)
    for rows in by_price.values():
        _drop(ledger.rounding, rows)
    cost = np.zeros(shape)
    escalation = np.zeros(shape if program.prices else (0, source.count))
    for price in sorted(by_price):
        cost += by_price[price]
        if price >= 0:
            rate = source.values(program.prices[price])
            for row, years in enumerate(months.years):
                escalation[row] += by_price[price][row] * np.expm1(years * np.log1p(rate))
    _drop(ledger.rounding, cost)
    income = np.zeros(shape if program.incomes else (0, source.count))
    for one in program.incomes:
        laying.receive(one, source.values(one.quantity), income)
    return Cash(cost, escalation, income, block.cost, unposted)


def _drop(rounding: FloatArray | float, rows: FloatArray) -> None:
    """Make what is only rounding in a month nothing."""
    rows[np.abs(rows) <= rounding] = 0.0


class _Laying:
    """Lays amounts over the months of a cash flow."""

    def __init__(self, program: Program, source: Source, months: Months, dates: Dates) -> None:
        self._program, self._months, self._dates = program, months, dates
        self._source = source
        self._tasks = tuple(range(len(program.network.durations)))
        edges, clock = months.edges, program.clock
        self._moments = np.zeros(len(edges)) if clock is None else clock.moments(edges)

    def lay(self, spending: Spending, amount: FloatArray, rows: FloatArray) -> None:
        """Add an amount to the months in which it is paid."""
        tasks = spending.tasks or self._tasks
        window = self._program.events[spending.strike].window if spending.strike >= 0 else None
        if window is not None:
            first = last = self._source.instants(window)
            marks = self._moments
        elif spending.dates is not None or not tasks:
            between = spending.dates or self._months.span
            rows += _shares(self._months.all, between)[:, None] * amount
            return
        else:
            first, last, marks = self._dates.bounds(tasks, self._moments)
        paid = np.zeros(len(amount))
        earliest, latest = first.min() - _INSTANT, last.max() + _INSTANT
        month = 0
        for month, mark in enumerate(marks):
            if mark < earliest:
                continue
            if mark > latest:
                break
            by_now = amount * _share_paid(spending.pace, first, last, float(mark))
            rows[month] += by_now - paid
            paid = by_now
        else:
            month = len(marks)
        rows[month] += amount - paid

    def receive(self, income: Income, amount: FloatArray, rows: FloatArray) -> None:
        """Add what comes in to the months in which it does."""
        begins = self._begins(income) + income.lag
        for month in range(len(rows)):
            if income.months is None:
                rows[month] += np.where(np.floor(begins) == month, amount, 0.0)
            else:
                lasts = np.minimum(begins + income.months, month + 1.0)
                lasts -= np.maximum(begins, float(month))
                rows[month] += amount * np.maximum(lasts, 0.0)

    def _begins(self, income: Income) -> FloatArray:
        """Return when an income begins, in months from the first: the day after something ends."""
        clock, first = self._program.clock, self._months.all[0]
        tasks = income.tasks or self._tasks
        if income.date is not None:
            days = np.array([income.date]).astype("datetime64[D]")
        elif tasks and clock is not None:
            instants = clock.finish(self._dates.last(tasks)) - np.timedelta64(1, "m")
            days = instants.astype("datetime64[D]") + _DAY
        else:
            days = np.array([self._months.span[1]]).astype("datetime64[D]") + _DAY
        return months_since(first, days)


def months_since(first: np.datetime64, days: DateArray) -> FloatArray:
    """Return the months from the first one to the beginning of days; parts of them count in days.

    Examples
    --------
    >>> months_since(np.datetime64("2026-01"), np.array(["2026-01-01", "2026-04-16"], "M8[D]"))
    array([0. , 3.5])
    """
    months = days.astype("datetime64[M]")
    begun = (days - months.astype("datetime64[D]")).astype(np.float64)
    length = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(float)
    since: FloatArray = (months - first).astype(np.float64) + begun / length
    return since


def _share_paid(pace: Pace, first: FloatArray, last: FloatArray, mark: float) -> FloatArray:
    """Return which share is paid before a moment, shape (count,)."""
    if pace is Pace.START:
        return (first < mark - _INSTANT).astype(np.float64)
    done: FloatArray = (last <= mark + _INSTANT).astype(np.float64)
    if pace is Pace.EVEN:
        length = last - first
        under_way = (done == 0.0) & (length > 0.0)
        np.divide(mark - first, length, out=done, where=under_way)
        np.maximum(done, 0.0, out=done)
    return done


def _shares(months: DateArray, between: tuple[int, int]) -> FloatArray:
    """Return which share of a stretch of dates lies in each month; what is outside, at the ends."""
    edges = months[1:].astype("datetime64[D]").astype(np.int64)
    first, days = between[0], between[1] - between[0] + 1
    passed = np.clip((edges - first) / days, 0.0, 1.0)
    return np.diff(passed, prepend=0.0, append=1.0)
