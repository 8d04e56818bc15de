"""Spending: draw the iterations of a run again, and lay their money over the months."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
from attrs import field, frozen

from riskplan._typing import DateArray, FloatArray, locked
from riskplan.compiler import compile_plan
from riskplan.engine import (
    Months,
    Program,
    base_cash,
    cash_of,
    months_since,
)
from riskplan.errors import RequestError
from riskplan.model import Plan, fields
from riskplan.results import SimulationResult
from riskplan.simulation.redrawn import refuse_others, sampler_of, spans, whole_cells
from riskplan.simulation.scenes import recipe_of

__all__ = ["MOST_MONTHS", "MonthlyCash", "monthly_cash", "span_of"]

_NUMBERS_AT_ONCE = 2_000_000
MOST_MONTHS = 1_200
"""How long a plan may be laid out by month."""


@frozen(eq=False)
class MonthlyCash:
    """What each iteration of a run pays and receives, month by month.

    Parameters
    ----------
    plan : Plan
        The plan as the scenario of the run has it.
    months : DateArray, shape (n_months,) [month]
    years : FloatArray, shape (n_months,) [years]
        From the beginning of the month in which the plan starts to the middle of each month.
    cost : FloatArray, shape (n_months, n) [currency]
        At the prices of the month in which the plan starts.
    escalation : FloatArray, shape (n_months, n) [currency]
        What the rise of prices adds; of no rows where the plan has no escalation.
    income : FloatArray, shape (n_months, n) [currency]
        Of no rows where the plan has no benefits.
    base_cost, base_escalation, base_income : FloatArray, shape (n_months,) [currency]
        The same of the base plan; zeros where there are none.
    spending : int
        How many of the months there are until nothing can be spent any more.
    """

    plan: Plan
    months: DateArray = field(converter=locked)
    years: FloatArray = field(converter=locked)
    cost: FloatArray = field(converter=locked)
    escalation: FloatArray = field(converter=locked)
    income: FloatArray = field(converter=locked)
    base_cost: FloatArray = field(converter=locked)
    base_escalation: FloatArray = field(converter=locked)
    base_income: FloatArray = field(converter=locked)
    spending: int


def monthly_cash(run: SimulationResult, until: dt.date | str | None = None) -> MonthlyCash:
    """Return what each iteration of a run pays and receives, month by month.

    Parameters
    ----------
    run : SimulationResult
    until : datetime.date or str, optional
        Up to when a plan without activities spends its money; its deadline unless given.

    Raises
    ------
    RequestError
        If the run does not hold its plan, costs nothing, or has no dates; or if its iterations do
        not come out the same again.

    Examples
    --------
    >>> from riskplan import Activity, Plan, Uniform, simulate
    >>> dig = Activity("dig", "Dig", Uniform(20, 40), day_rate=100)
    >>> run = simulate(Plan("Dig", start="2026-01-05", activities=[dig]), iterations=1_000, seed=1)
    >>> cash = monthly_cash(run)
    >>> cash.months.tolist()[0], bool(np.allclose(cash.cost.sum(axis=0), run.cost.values))
    (datetime.date(2026, 1, 1), True)
    """
    recipe = recipe_of(run)
    run.cost  # noqa: B018 - it says what is missing where nothing costs money
    plan = recipe.scenario.applied_to(recipe.plan)
    span = span_of(plan, run, until)
    program, _ = compile_plan(recipe.plan, recipe.scenario)
    months, spending = _months(plan, program, span)
    sampler = sampler_of(run, program)
    count, rows = run.iterations, len(months.all)
    cost = np.empty((rows, count))
    escalation = np.empty((rows if program.prices else 0, count))
    income = np.empty((rows if program.incomes else 0, count))
    for start, some in spans(count, whole_cells(_block_size(program, rows), run.provenance.cell)):
        part = cash_of(program, sampler, start, some, months)
        refuse_others(run, start, cost=part.total)
        columns = slice(start, start + some)
        cost[:, columns] = part.cost
        escalation[:, columns] = part.escalation
        income[:, columns] = part.income
    base, nothing = base_cash(program, months), np.zeros(rows)
    return MonthlyCash(
        plan=plan,
        months=months.all,
        years=months.years,
        cost=cost,
        escalation=escalation,
        income=income,
        base_cost=base.cost[:, 0],
        base_escalation=base.escalation[:, 0] if program.prices else nothing,
        base_income=base.income[:, 0] if program.incomes else nothing.copy(),
        spending=spending,
    )


def span_of(
    plan: Plan, run: SimulationResult, until: dt.date | str | None
) -> tuple[np.datetime64, np.datetime64]:
    """Return the first and the last date of the plan in any iteration.

    Raises
    ------
    RequestError
        If the plan has no start; or if it has activities and a last date is given, or neither.
    """
    given = fields.to_date(until)
    if given is not None and not isinstance(given, dt.date):
        raise RequestError(f"until must be a date (got {until!r}); write it as YYYY-MM-DD")
    if plan.start is None:
        raise RequestError(
            f'the plan "{plan.name}" has no start, so its money falls into no month; '
            "give it a start date"
        )
    start = np.datetime64(plan.start, "D")
    if run.has_dates:
        if given is not None:
            raise RequestError(
                f"until (got {given}) is for plans without activities; this one spends its money "
                "by its schedule"
            )
        base = np.datetime64(run.finish.base, "D")
        begun = [np.datetime64(date, "D") for date in run.schedule.start_dates]
        last = run.finish.values.max().astype("datetime64[D]")
        return min([start, *begun]), max(base, last)
    last_date = plan.deadline if given is None else given
    if last_date is None:
        raise RequestError(
            f'the plan "{plan.name}" has no activities, so nobody knows how long it spends money; '
            'write until="2027-06-30", give it a deadline, or add activities'
        )
    if last_date < plan.start:
        raise RequestError(f"until {last_date} lies before the start of the plan, {plan.start}")
    return start, np.datetime64(last_date, "D")


def _months(
    plan: Plan, program: Program, span: tuple[np.datetime64, np.datetime64]
) -> tuple[Months, int]:
    """Return the months in which money can move, and how many there are until all is paid."""
    spendings = [*(line.spending for line in program.lines)]
    spendings += [effect.spending for effect in program.cost_effects]
    fixed = [day for each in spendings if each is not None for day in each.dates or ()]
    windows = [risk.window.last for risk in plan.risks if risk.window and not risk.must_hit]
    dates = [*span, *(np.datetime64(day, "D") for day in fixed)]
    dates += [np.datetime64(day, "D") for day in windows]
    first, last = min(dates).astype("datetime64[M]"), max(dates).astype("datetime64[M]")
    last_paid = last
    for income in program.incomes:
        begins = span[1] if income.date is None else np.datetime64(income.date, "D")
        after = months_since(first, np.array([begins + np.timedelta64(1, "D")]))[0]
        ends = math.floor(after + income.lag + (income.months or 0.0))
        first = min(first, begins.astype("datetime64[M]"))
        last = max(last, first + np.timedelta64(ends, "M"))
    count = int((last - first).astype(np.int64)) + 1
    if count > MOST_MONTHS:
        raise RequestError(
            f'the money of the plan "{plan.name}" is spread over {count:,} months, from {first} to '
            f"{last}, and {MOST_MONTHS:,} is the most; check its dates, and the months of benefits"
        )
    origin = np.datetime64(plan.start, "M")
    whole = tuple(int(date.astype(np.int64)) for date in span)
    months = Months(
        np.arange(first, last + np.timedelta64(1, "M")),
        int((origin - first).astype(np.int64)),
        (whole[0], whole[1]),
    )
    return months, int((last_paid - first).astype(np.int64)) + 1


def _block_size(program: Program, months: int) -> int:
    """Return how many iterations at once leave memory alone."""
    rows = len(program.network.durations) + 2 * len(program.lines) + len(program.cost_effects)
    return _NUMBERS_AT_ONCE // (rows + (3 + len(program.prices)) * months)
