"""What each risk contributes: its expected value beside its simulated effect on cost and finish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from riskplan._format import card
from riskplan.analysis.expectation import expected_cost, occurrence_probability
from riskplan.errors import RequestError, counted
from riskplan.model import Plan, Risk
from riskplan.results import Estimate, SimulationResult, mean_estimate
from riskplan.simulation import Totals, rerun, scenario_of_run

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Contribution", "Contributions", "contributions", "refuse_foreign", "refuse_no_run"]


@frozen
class Contribution:
    """What one risk contributes to the totals.

    Parameters
    ----------
    id, name, category : str
    probability : float
        The exact probability that it occurs.
    expected_cost : float, optional [currency]
        The exact expected value of its own cost impacts; None where only simulation can tell.
    simulated_cost : Estimate [currency]
        The simulated mean of the same: it should agree with `expected_cost` within its error.
    cost_effect : Estimate [currency]
        How much lower the mean cost would be without the risk: its own impacts, and what its
        delays cost at day rates.
    days_effect : Estimate [working days]
        How much earlier the mean finish would be without the risk.
    """

    id: str
    name: str
    category: str
    probability: float
    expected_cost: float | None
    simulated_cost: Estimate
    cost_effect: Estimate
    days_effect: Estimate


@frozen(repr=False)
class Contributions:
    """What each risk contributes, in the order of the plan.

    Parameters
    ----------
    rows : tuple of Contribution
    currency : str
    """

    rows: tuple[Contribution, ...]
    currency: str

    def __iter__(self) -> Iterator[Contribution]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def by_cost(self) -> tuple[Contribution, ...]:
        """Return the rows, the largest effect on cost first, in either direction."""
        return tuple(sorted(self.rows, key=lambda row: -abs(row.cost_effect)))

    def by_days(self) -> tuple[Contribution, ...]:
        """Return the rows, the largest effect on the finish first, in either direction."""
        return tuple(sorted(self.rows, key=lambda row: -abs(row.days_effect)))

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by risk id; errors stand beside the simulated columns."""
        import pandas as pd

        columns = {
            "name": [row.name for row in self],
            "category": [row.category for row in self],
            "probability": [row.probability for row in self],
            "expected_cost": [row.expected_cost for row in self],
            "simulated_cost": [row.simulated_cost.value for row in self],
            "simulated_cost_error": [row.simulated_cost.error for row in self],
            "cost_effect": [row.cost_effect.value for row in self],
            "cost_effect_error": [row.cost_effect.error for row in self],
            "days_effect": [row.days_effect.value for row in self],
            "days_effect_error": [row.days_effect.error for row in self],
        }
        return pd.DataFrame(columns, index=pd.Index([row.id for row in self], name="id"))

    def __repr__(self) -> str:
        top = ", ".join(f"{row.id} {row.cost_effect}" for row in self.by_cost()[:3])
        return f"Contributions({counted(len(self), 'risk')}; {top})"

    def _repr_html_(self) -> str:
        rows = [
            (row.name, f"{row.cost_effect} {self.currency}, {row.days_effect} days")
            for row in self.by_cost()
        ]
        return card("Effect of each risk on mean cost and mean finish", rows)


def contributions(plan: Plan, run: SimulationResult) -> Contributions:
    """Return what each risk contributes to cost and finish.

    The effects come from simulating the plan again without the risk, on the same random numbers:
    no other draw changes, so that the error is that of the paired difference.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result.

    Raises
    ------
    RequestError
        If the run is not one of this plan.

    Examples
    --------
    >>> import riskplan as rp
    >>> flood = rp.Risk("flood", "Flood", 0.2, impacts=[rp.CostImpact(rp.Uniform(0, 100))])
    >>> plan = rp.Plan("Dam", risks=[flood])
    >>> row = rp.contributions(plan, rp.simulate(plan, iterations=10_000, seed=1)).rows[0]
    >>> row.expected_cost, abs(row.simulated_cost - 10) < 2 * row.simulated_cost.error
    (10.0, True)
    """
    refuse_foreign(plan, run)
    again = rerun(run, plan)
    reaching = [risk for risk in plan.risks if not again.only_costs(risk.id)]
    effects = {
        reaching[row].id: _effects(run, without)
        for row, without in again.without([again.risk(risk.id) for risk in reaching])
    }
    nothing = mean_estimate(np.zeros(run.iterations), run.risk_cost.cell)
    rows = []
    for risk in plan.risks:
        own = mean_estimate(run.risk_cost[risk.id], run.risk_cost.cell)
        rows.append(_contribution(plan, run, risk, own, effects.get(risk.id, (own, nothing))))
    return Contributions(tuple(rows), run.currency)


def refuse_foreign(plan: Plan, run: SimulationResult) -> None:
    """Refuse a result that did not come from the plan.

    Raises
    ------
    RequestError
        If the fingerprints differ.
    """
    given: tuple[object, object] = (plan, run)
    if not isinstance(given[0], Plan) or not isinstance(given[1], SimulationResult):
        kinds = " and ".join(type(value).__name__ for value in given)
        raise RequestError(f"a plan and its run are wanted, in this order (got {kinds})")
    if not run.provenance.digest:
        raise RequestError(
            f'"{run.provenance.plan}" holds samples of another tool, without a plan; this '
            "needs a run of rp.simulate(plan), as every analysis that takes a plan does. "
            "rp.summarize, rp.contingency, rp.precision and rp.plotting.s_curve work on samples"
        )
    if plan.digest() != run.provenance.digest:
        raise RequestError(
            f'the run is of plan "{run.provenance.plan}" ({run.provenance.digest}), which differs '
            f'from "{plan.name}" ({plan.digest()}); simulate the plan again'
        )


def refuse_no_run(run: object) -> None:
    """Refuse what is no result of a simulation, such as the plan itself.

    Raises
    ------
    RequestError
        Saying how to make one.
    """
    if not isinstance(run, SimulationResult):
        raise RequestError(
            f"a run is wanted here (got {type(run).__name__}); rp.simulate(plan) makes one"
        )


def _effects(run: SimulationResult, without: Totals) -> tuple[Estimate, Estimate]:
    """Return by how much cost and finish are lower on average without a risk."""
    cell, nothing = run.provenance.cell, np.zeros(run.iterations)
    cost = run.cost.values - without.cost if run.has_cost else nothing
    days = run.duration.values - without.days if run.has_schedule else nothing
    return mean_estimate(cost, cell), mean_estimate(days, cell)


def _contribution(
    plan: Plan,
    run: SimulationResult,
    risk: Risk,
    own_cost: Estimate,
    effects: tuple[Estimate, Estimate],
) -> Contribution:
    scenario = scenario_of_run(run, plan)
    return Contribution(
        id=risk.id,
        name=risk.name,
        category=risk.category,
        probability=occurrence_probability(plan, risk.id, scenario),
        expected_cost=expected_cost(plan, risk.id, scenario),
        simulated_cost=own_cost,
        cost_effect=effects[0],
        days_effect=effects[1],
    )
