"""What each phase may cost: its share of the budget beside its base, its mean and a P-level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from riskplan._format import card
from riskplan.analysis.drivers import refuse_foreign
from riskplan.model import Plan
from riskplan.results import Estimate, SimulationResult

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PhaseCost", "PhaseCosts", "phase_costs"]


@frozen
class PhaseCost:
    """What one phase may cost.

    Parameters
    ----------
    id, name : str
        Both empty for what belongs to no phase.
    share : float, optional [fraction of the plan's budget]
    budget : float, optional [currency]
        That share of the budget; None where the plan gives none.
    base : float [currency]
    mean : Estimate [currency]
    level : Estimate [currency]
        The percentile asked for.
    exceedance : Estimate, optional
        The probability of exceeding the budget of the phase.
    """

    id: str
    name: str
    share: float | None
    budget: float | None
    base: float
    mean: Estimate
    level: Estimate
    exceedance: Estimate | None


@frozen(repr=False)
class PhaseCosts:
    """What each phase may cost.

    Parameters
    ----------
    rows : tuple of PhaseCost
        In the order of the plan; what belongs to no phase comes last, where it costs anything.
    at : float [percent]
        The P-level of each `level`.
    currency : str
    """

    rows: tuple[PhaseCost, ...]
    at: float
    currency: str

    def __iter__(self) -> Iterator[PhaseCost]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by phase id with budget, base, mean and percentile [currency]."""
        import pandas as pd

        columns = {
            "name": [row.name for row in self],
            "share": [row.share for row in self],
            "budget": [row.budget for row in self],
            "base": [row.base for row in self],
            "mean": [row.mean.value for row in self],
            f"p{self.at:g}": [row.level.value for row in self],
            "exceedance": [
                None if row.exceedance is None else row.exceedance.value for row in self
            ],
        }
        return pd.DataFrame(columns, index=pd.Index([row.id for row in self], name="id"))

    def __repr__(self) -> str:
        shown = ", ".join(f"{row.id or '-'} {row.level}" for row in self.rows[:4])
        return f"PhaseCosts(P{self.at:g}: {shown})"

    def _repr_html_(self) -> str:
        rows = [(row.name, f"{row.level} {self.currency}".strip()) for row in self]
        return card(f"Cost of each phase, P{self.at:g}", rows)


def phase_costs(plan: Plan, run: SimulationResult, at: float = 80) -> PhaseCosts:
    """Return what each phase may cost, beside its share of the budget.

    Percentiles of phases do not add up to the percentile of the whole: the phases do not all turn
    out badly at once.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result.
    at : float [percent]
        The P-level.

    Raises
    ------
    RequestError
        If the run is not one of this plan, or if the level cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> build = rp.CostItem("build", "Build", rp.Uniform(0, 100), phase="works")
    >>> works = rp.Phase("works", "Works", share=1)
    >>> plan = rp.Plan("Dam", budget=80, phases=[works], costs=[build])
    >>> row = phase_costs(plan, rp.simulate(plan, iterations=10_000, seed=1)).rows[0]
    >>> row.budget, row.base, 79 < row.level < 81, 0.19 < row.exceedance < 0.21
    (80.0, 50.0, True, True)
    """
    refuse_foreign(plan, run)
    shares = {phase.id: phase.share for phase in plan.phases}
    rows = [
        _phase_cost(plan, run, at, id_, name, shares.get(id_))
        for id_, name in zip(run.phase_cost.ids, run.phase_cost.names, strict=True)
        if id_ or run.phase_cost[id_].any()
    ]
    return PhaseCosts(tuple(rows), at, run.currency)


def _phase_cost(
    plan: Plan,
    run: SimulationResult,
    at: float,
    id: str,  # noqa: A002 - the field is called id
    name: str,
    share: float | None,
) -> PhaseCost:
    total = run.phase_total(id)
    budget = None if share is None or plan.budget is None else share * plan.budget
    return PhaseCost(
        id=id,
        name=name,
        share=share,
        budget=budget,
        base=total.base,
        mean=total.mean(),
        level=total.percentile(at),
        exceedance=None if budget is None else total.exceedance(budget),
    )
