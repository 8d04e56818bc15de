"""From what a plan says of cash to spendings: over what time each amount is paid, at which prices.

What is not told by the plan follows from where the money belongs: to an activity, to a phase, or
to the plan as a whole.
"""

from __future__ import annotations

import datetime as dt

from riskplan.compiler import names
from riskplan.compiler.index import Index
from riskplan.compiler.quantities import Quantities
from riskplan.engine import Income, Pace, Quantity, Spending
from riskplan.model import CostImpact, CostItem, Plan, Response, Risk, ScheduleItem, Spend

__all__ = ["Spendings"]

_PACES = {
    Spend.UNIFORM: Pace.EVEN,
    Spend.START: Pace.START,
    Spend.FINISH: Pace.FINISH,
}
_EPOCH = dt.date(1970, 1, 1)


class Spendings:
    """Tells when the money of a plan is paid."""

    def __init__(self, plan: Plan, index: Index) -> None:
        self._benefits, self._index = plan.benefits, index
        self._rises = sorted(plan.escalation, key=lambda each: each.category)
        self._prices = {each.category: row for row, each in enumerate(self._rises)}
        self._in_phase: dict[str, tuple[int, ...]] = {}
        for row, activity in enumerate(plan.activities):
            if activity.phase is not None:
                before = self._in_phase.get(activity.phase, ())
                self._in_phase[activity.phase] = (*before, row)

    def of_item(self, item: CostItem) -> Spending:
        """Return when the amount of a cost item is spent."""
        price = self._price(item.category)
        if item.on is not None:
            return Spending(dates=(_day(item.on), _day(item.on)), price=price)
        tasks = self._tasks(item.phase if item.during is None else item.during)
        return Spending(tasks, _PACES[item.spend], price=price)

    def of_item_rate(self, item: CostItem) -> Spending:
        """Return when the day rate of a cost item is paid."""
        return Spending(self._tasks(item.during), price=self._price(item.category))

    def of_task_rate(self, item: ScheduleItem) -> Spending:
        """Return when the day rate of an activity is paid."""
        price = self._price(getattr(item, "category", None) or "")
        return Spending((self._index.task_rows[item.id],), price=price)

    def of_response(self, response: Response) -> Spending:
        """Return when a response is paid: over its phase, or else over the plan."""
        return Spending(self._tasks(response.phase), price=self._price(""))

    def of_impact(self, impact: CostImpact, risk: Risk, event: int) -> Spending:
        """Return when an amount is paid that a risk costs.

        When it strikes, if it has a window. Without one, over the activities that the risk delays:
        if the impact names a phase, over those of them in it, or else over the phase. And over
        the plan, if neither is named.
        """
        price = self._price("")
        if risk.window is not None:
            return Spending(strike=event, price=price)
        hit = dict.fromkeys(
            task
            for each in risk.impacts
            if not isinstance(each, CostImpact)
            for task in self._index.tasks(each.activities)
        )
        if impact.phase is None:
            return Spending(tuple(sorted(hit)), price=price)
        inside = self._tasks(impact.phase)
        return Spending(tuple(task for task in inside if task in hit) or inside, price=price)

    def prices(self, quantities: Quantities) -> tuple[Quantity, ...]:
        """Return how fast prices rise, by category."""
        return tuple(
            quantities.quantity(names.escalation(each.category), each.rate) for each in self._rises
        )

    def incomes(self, quantities: Quantities) -> tuple[Income, ...]:
        """Return what comes in, by id."""
        return tuple(
            Income(
                quantity=quantities.quantity(names.benefit(benefit.id), benefit.amount),
                tasks=self._tasks(benefit.after),
                date=None if benefit.on is None else _day(benefit.on),
                lag=benefit.lag,
                months=benefit.months,
            )
            for benefit in sorted(self._benefits, key=lambda benefit: benefit.id)
        )

    def _tasks(self, name: str | None) -> tuple[int, ...]:
        """Return the task of an id, or those of a phase; none stand for the whole plan."""
        if name in self._index.task_rows:
            return (self._index.task_rows[name],)
        return self._in_phase.get(name or "", ())

    def _price(self, category: str) -> int:
        """Return the row of the rate of a category: its own, or that of the nearest above it."""
        while category and category not in self._prices:
            category = category.rpartition("/")[0]
        return self._prices.get(category, -1)


def _day(date: dt.date) -> int:
    return (date - _EPOCH).days
