"""From cost items and responses in force to the lines of the program."""

from __future__ import annotations

from collections.abc import Sequence

from riskplan.compiler import names
from riskplan.compiler.index import NONE, Index
from riskplan.compiler.quantities import ZERO, Quantities
from riskplan.compiler.spending import Spendings
from riskplan.engine import Line, Rate
from riskplan.model import CostItem, Plan, Risk

__all__ = ["lines_of"]


def lines_of(
    plan: Plan,
    risks: Sequence[Risk],
    index: Index,
    quantities: Quantities,
    spendings: Spendings,
) -> tuple[Line, ...]:
    """Return the lines of the budget, and behind them, by id, the responses in force that cost.

    What a risk sets off by occurring is no line, but an effect of it.
    """
    items = [
        Line(
            amount=quantities.quantity(names.amount(item.id), item.amount),
            rate=_rate(item, index, quantities, spendings),
            stage=index.phase(item.phase),
            spending=spendings.of_item(item),
        )
        for item in plan.costs
    ]
    responses = [
        Line(
            amount=quantities.quantity(names.response(risk.id, response.id), response.cost),
            stage=index.phase(response.phase),
            spending=spendings.of_response(response),
        )
        for risk in sorted(risks, key=lambda risk: risk.id)
        for response in sorted(risk.responses, key=lambda response: response.id)
        if response.cost != ZERO and not response.triggered
    ]
    return (*items, *responses)


def _rate(
    item: CostItem, index: Index, quantities: Quantities, spendings: Spendings
) -> Rate | None:
    if item.during is None or item.day_rate == ZERO:
        return None
    task = index.task_rows.get(item.during, NONE)
    return Rate(
        quantity=quantities.quantity(names.item_rate(item.id), item.day_rate),
        task=task,
        stage=index.phase(item.during) if task == NONE else NONE,
        spending=spendings.of_item_rate(item),
    )
