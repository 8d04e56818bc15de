"""Which correlations the exact law can honour: those that move no money, and those of exactly 1."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from riskplan.distributions import Constant
from riskplan.errors import Problem
from riskplan.model import Correlation, CostImpact, Plan, Risk, Scenario
from riskplan.model.dependence import Aspect, Named, named_quantities

__all__ = ["groups_together", "impossible_correlations"]

_REMEDY = "simulate the plan, or give cost items the coefficient 1 or none"


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
    tied: list[tuple[set[int], set[Named]]] = []
    for row, correlation in enumerate(plan.correlations):
        if _is_free(correlation):
            continue
        rows, names = {row}, {known[name][0] for name in correlation.ids}
        apart = []
        for other in tied:
            if other[1] & names:
                rows, names = rows | other[0], names | other[1]
            else:
                apart.append(other)
        tied = [*apart, (rows, names)]
    for rows, names in tied:
        moving = sorted(
            (n for n in names if _moves_money(n, plan, scenario)), key=lambda n: n.order
        )
        if len(moving) > 1:
            is_one = all(_is_one(plan.correlations[row]) for row in rows)
            yield _Knot(tuple(sorted(rows)), tuple(moving), is_one)


def _is_free(correlation: Correlation) -> bool:
    """Return whether its quantities are independent; in a t copula they never are."""
    rows = enumerate(correlation.rows)
    none = all(value == 0.0 for i, row in rows for j, value in enumerate(row) if i != j)
    return none and correlation.degrees_of_freedom is None


def _is_one(correlation: Correlation) -> bool:
    return all(value == 1.0 for row in correlation.rows for value in row)


def _moves_money(quantity: Named, plan: Plan, scenario: Scenario) -> bool:
    if isinstance(quantity.item, Risk) and quantity.aspect is Aspect.OCCURRENCE:
        view = scenario.view(quantity.item)
        costs = any(isinstance(impact, CostImpact) for impact in view.impacts)
        return costs or any(risk.given == quantity.id for risk in plan.risks)
    law = quantity.law(scenario)
    is_money = quantity.aspect in (Aspect.AMOUNT, Aspect.COST)
    return is_money and law is not None and not isinstance(law, Constant)
