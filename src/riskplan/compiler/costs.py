"""From cost items and responses in force to the lines of the program."""

from __future__ import annotations

from collections.abc import Sequence

from riskplan.compiler import names
from riskplan.compiler.index import NONE, Index
from riskplan.compiler.quantities import ZERO, Quantities
from riskplan.engine import Line, Rate
from riskplan.model import CostItem, Plan, Risk

__all__ = ["lines_of"]


def lines_of(
    plan: Plan, risks: Sequence[Risk], index: Index, quantities: Quantities
) -> tuple[Line, ...]:
    """Return the lines of the budget, and behind them, by id, the responses in force that cost."""
    items = [
        Line(
            amount=quantities.quantity(names.amount(item.id), item.amount),
            rate=_rate(item, index, quantities),
            stage=index.phase(item.phase),
        )
        for item in plan.costs
    ]
    responses = [
        Line(
            amount=quantities.quantity(names.response(risk.id, response.id), response.cost),
            stage=index.phase(response.phase),
        )
        for risk in sorted(risks, key=lambda risk: risk.id)
        for response in sorted(risk.responses, key=lambda response: response.id)
        if response.cost != ZERO
    ]
    return (*items, *responses)


def _rate(item: CostItem, index: Index, quantities: Quantities) -> Rate | None:
    if item.during is None:
        return None
    task = index.task_rows.get(item.during, NONE)
    return Rate(
        quantity=quantities.quantity(names.item_rate(item.id), item.day_rate),
        task=task,
        stage=index.phase(item.during) if task == NONE else NONE,
    )
