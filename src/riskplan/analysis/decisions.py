"""The decision table: what each level of confidence needs, and what each extra 5 % costs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from riskplan._format import card, days_text, estimate_text
from riskplan.analysis.differences import level_step
from riskplan.analysis.margins import Margin, quiet_days_margin, quiet_margin
from riskplan.distributions.parameters import is_number
from riskplan.errors import RequestError
from riskplan.results import Estimate, Samples, SimulationResult

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DECISION_LEVELS", "Affordable", "Decision", "DecisionTable", "decision_table"]

DECISION_LEVELS = (50.0, 55.0, 60.0, 65.0, 70.0, 75.0, 80.0, 85.0, 90.0, 95.0)


@frozen
class Decision:
    """One level of confidence, and what it costs more than the level before.

    Parameters
    ----------
    at : float [percent]
    cost : Margin, optional [currency]
        None where nothing in the plan costs money.
    cost_step : Estimate, optional [currency]
        What it needs beyond the level before; None for the first.
    days : Margin, optional [working days]
        None where the plan has no schedule.
    days_step : Estimate, optional [working days]
    """

    at: float
    cost: Margin | None
    cost_step: Estimate | None
    days: Margin | None
    days_step: Estimate | None


@frozen
class Affordable:
    """Which level of confidence an amount of contingency pays for.

    Parameters
    ----------
    amount : float [currency]
    decision : Decision, optional
        The highest level in the table that it pays for; None where it pays for none.
    next : Decision, optional
        The lowest one that it does not pay for; None where it pays for all.
    lacking : Estimate, optional [currency]
        What is lacking to that one.
    """

    amount: float
    decision: Decision | None
    next: Decision | None
    lacking: Estimate | None

    @property
    def possible(self) -> bool:
        """Whether the amount pays for any level of the table."""
        return self.decision is not None

    def __str__(self) -> str:
        amount = estimate_text(self.amount, 0.0)
        if self.decision is not None:
            paid = f"{amount} pays for P{self.decision.at:g}"
        else:
            paid = f"{amount} pays for no level of the table"
        if self.next is None or self.next.cost is None:
            return paid
        return f"{paid}; P{self.next.at:g} needs {self.next.cost.amount}, {self.lacking} more"


@frozen(repr=False)
class DecisionTable:
    """What each level of confidence needs over the base, P50 to P95.

    Parameters
    ----------
    rows : tuple of Decision
        In order of level.
    currency : str
    """

    rows: tuple[Decision, ...]
    currency: str

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def within(self, amount: float) -> Affordable:
        """Return the highest level of confidence that so much contingency pays for [currency].

        Where it pays for none, the answer says so, with the nearest level and what is lacking.

        Raises
        ------
        RequestError
            If nothing in the plan costs money, or if the amount is none.
        """
        if not is_number(amount) or math.isnan(amount):
            raise RequestError(f"amount must be a sum of money (got {amount!r}), such as 100_000")
        if not self.rows or any(row.cost is None for row in self.rows):
            raise RequestError(
                "nothing in the plan costs money, so that no amount of it buys confidence"
            )
        needs = [(row, row.cost.amount) for row in self.rows if row.cost is not None]
        paid = [row for row, need in needs if need <= amount]
        beyond = [(row, need) for row, need in needs if need > amount]
        best = paid[-1] if paid else None
        if not beyond:
            return Affordable(float(amount), best, None, None)
        row, need = beyond[0]
        return Affordable(float(amount), best, row, need.shifted(-amount))

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by P-level: contingency, step and errors, in money and in days."""
        import pandas as pd

        columns: dict[str, list[float | None]] = {}
        for name in ("cost", "days"):
            margins: list[Margin | None] = [getattr(row, name) for row in self]
            if all(margin is None for margin in margins):
                continue
            amounts = [None if margin is None else margin.amount for margin in margins]
            steps: list[Estimate | None] = [getattr(row, f"{name}_step") for row in self]
            columns[name], columns[f"{name}_error"] = _split(amounts)
            columns[f"{name}_step"], columns[f"{name}_step_error"] = _split(steps)
        index = pd.Index([row.at for row in self], name="at")
        return pd.DataFrame(columns, index=index, dtype=float)

    def __repr__(self) -> str:
        ends = [_needs_text(row, self.currency) for row in (self.rows[0], self.rows[-1])]
        return f"DecisionTable({' … '.join(ends)})"

    def _repr_html_(self) -> str:
        rows = []
        for row in self:
            steps = []
            if row.cost_step is not None:
                steps.append(f"+{row.cost_step} {self.currency}".strip())
            if row.days_step is not None:
                steps.append(f"+{days_text(row.days_step, row.days_step.error)}")
            needs = _needs_text(row, self.currency).partition(": ")[2]
            rows.append((f"P{row.at:g}", needs + (f" ({', '.join(steps)})" if steps else "")))
        return card("Contingency by confidence, and what each step adds", rows)


def decision_table(run: SimulationResult) -> DecisionTable:
    """Return what each level from P50 to P95 needs, and what each extra 5 % costs.

    Parameters
    ----------
    run : SimulationResult

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("all", "All", rp.Uniform(0, 100))])
    >>> table = decision_table(rp.simulate(plan, iterations=10_000, seed=1))
    >>> [row.at for row in table][:3], 4 < table.rows[-1].cost_step < 6
    ([50.0, 55.0, 60.0], True)
    """
    cost = run.cost if run.has_cost else None
    duration = run.duration if run.has_schedule else None
    rows: list[Decision] = []
    for at in DECISION_LEVELS:
        before = rows[-1].at if rows else None
        rows.append(
            Decision(
                at=at,
                cost=None if cost is None else quiet_margin(cost, at),
                cost_step=_step(cost, before, at),
                days=None if duration is None else quiet_days_margin(run, at),
                days_step=_step(duration, before, at),
            )
        )
    return DecisionTable(tuple(rows), run.currency)


def _step(samples: Samples | None, before: float | None, at: float) -> Estimate | None:
    if samples is None or before is None:
        return None
    return level_step(samples, before, at)


def _split(
    estimates: list[Estimate | None],
) -> tuple[list[float | None], list[float | None]]:
    """Return the values and the errors of estimates."""
    values = [None if item is None else item.value for item in estimates]
    return values, [None if item is None else item.error for item in estimates]


def _needs_text(row: Decision, currency: str) -> str:
    parts = []
    if row.cost is not None:
        parts.append(f"{row.cost.amount} {currency}".strip())
    if row.days is not None:
        parts.append(days_text(row.days.amount, row.days.amount.error))
    return f"P{row.at:g}: {', '.join(parts)}"
