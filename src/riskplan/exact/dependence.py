"""Which correlations the exact law can honour: those that move no money, and those of exactly 1."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen

from riskplan.distributions import Constant
from riskplan.errors import Problem
from riskplan.model import Correlation, CostImpact, Plan, Risk, Scenario
from riskplan.model.dependence import Aspect, Named, connected, named_quantities

__all__ = ["groups_together", "impossible_correlations"]

_REMEDY = "simulate the plan, or give cost items the coefficient 1 or none"


@frozen
class _Tie:
    """Quantities that a correlation ties together, all by 1 or otherwise."""

    row: int
    ids: tuple[str, ...]
    is_one: bool


@frozen
class _Knot:
    """Correlations that share quantities, with those of their quantities that move money."""

    rows: tuple[int, ...]
    moving: tuple[Named, ...]
    is_one: bool

    @property
    def moves_together(self) -> bool:
        """Whether it is several cost items that always stand at the same level."""
        amounts = all(quantity.aspect is Aspect.AMOUNT for quantity in self.moving)
        return self.is_one and amounts


def groups_together(plan: Plan, scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """Return the groups of cost items that move as one, by their ids."""
    return tuple(
        tuple(sorted(quantity.id for quantity in knot.moving))
        for knot in _knots(plan, scenario)
        if knot.moves_together
    )


def impossible_correlations(plan: Plan, scenario: Scenario) -> Iterator[Problem]:
    """Yield the correlations under which the law of the total is not known exactly."""
    for knot in _knots(plan, scenario):
        for row in () if knot.moves_together else knot.rows:
            names = ", ".join(plan.correlations[row].ids)
            message = f"{names} are correlated, otherwise than cost items by exactly 1"
            yield Problem(f"correlations[{row}]", message, _REMEDY)


def _knots(plan: Plan, scenario: Scenario) -> Iterator[_Knot]:
    """Yield the correlations by what they share, where they tie money to money."""
    known = named_quantities(plan) if plan.correlations else {}
    ties = [tie for row, one in enumerate(plan.correlations) for tie in _ties(row, one)]
    named = [[known[name][0] for name in tie.ids] for tie in ties]
    for places in connected(named):
        names = {name for place in places for name in named[place]}
        moving = sorted(
            (n for n in names if _moves_money(n, plan, scenario)), key=lambda n: n.order
        )
        if len(moving) > 1:
            rows = sorted({ties[place].row for place in places})
            yield _Knot(tuple(rows), tuple(moving), all(ties[place].is_one for place in places))


def _ties(row: int, correlation: Correlation) -> Iterator[_Tie]:
    """Yield what a correlation ties together.

    Coefficients of 0 and 1 alone part its quantities into blocks that move as one, independent of
    one another; but in a t copula nothing is independent.
    """
    ids, rows = correlation.ids, np.array(correlation.rows)
    blocks = {tuple(np.flatnonzero(entries == 1.0).tolist()) for entries in rows}
    parted = np.zeros_like(rows)
    for block in blocks:
        parted[np.ix_(block, block)] = 1.0
    has_others = correlation.degrees_of_freedom is not None and len(blocks) > 1
    if has_others or not np.array_equal(parted, rows):
        yield _Tie(row, ids, is_one=False)
        return
    for block in sorted(blocks):
        if len(block) > 1:
            yield _Tie(row, tuple(ids[place] for place in block), is_one=True)


def _moves_money(quantity: Named, plan: Plan, scenario: Scenario) -> bool:
    if isinstance(quantity.item, Risk) and quantity.aspect is Aspect.OCCURRENCE:
        view = scenario.view(quantity.item)
        costs = any(isinstance(impact, CostImpact) for impact in view.impacts)
        costs = costs or any(response.triggered for response in view.responses)
        return costs or any(risk.given == quantity.id for risk in plan.risks)
    law = quantity.law(scenario)
    is_money = quantity.aspect in (Aspect.AMOUNT, Aspect.COST)
    return is_money and law is not None and not isinstance(law, Constant)
