"""All that the analysis says about a run, gathered once for every part of the report."""

from __future__ import annotations

import warnings

from attrs import frozen

from riskplan.analysis import (
    Contingency,
    Contributions,
    Correlations,
    PhaseCosts,
    Placements,
    Summary,
    Timetable,
    contingency,
    contributions,
    correlations,
    phase_costs,
    place_risks,
    refuse_foreign,
    summarize,
    timetable,
)
from riskplan.analysis.verification import Verification, can_verify, verify
from riskplan.errors import PrecisionWarning, RequestError
from riskplan.exact import inexact_in, uncertain_amounts
from riskplan.model import INHERENT, PLANNED, Plan, Scenario
from riskplan.results import Keep, SimulationResult
from riskplan.simulation import scenario_of

__all__ = ["MOST_AMOUNTS", "Evidence", "gather"]

MOST_AMOUNTS = 1_000
"""So many uncertain amounts have an exact law within a second or two."""


@frozen(eq=False)
class Evidence:
    """The answers of the analysis.

    Parameters
    ----------
    plan : Plan
    run : SimulationResult
    at : float [percent]
        The level of confidence that the report is about.
    scenario : Scenario
        That of the run.
    summary : Summary
    contingency : Contingency
    contributions : Contributions
    inherent, planned : Placements
        The risks on the matrix, before and after the adopted responses.
    phases : PhaseCosts, optional
        None where the plan has no phases, or costs nothing.
    timetable : Timetable, optional
        None where the plan has no schedule.
    correlations : Correlations
        Those asked for beside those achieved.
    is_rough : bool
        Whether the iterations are too few for some of the percentiles.
    verification : Verification, optional
        The simulated cost beside its exact law; None where that is not known or left out, or where
        the iterations are too few to tell.
    is_large : bool
        Whether it is left out only because it would take long.
    """

    plan: Plan
    run: SimulationResult
    at: float
    scenario: Scenario
    summary: Summary
    contingency: Contingency
    contributions: Contributions
    inherent: Placements
    planned: Placements
    phases: PhaseCosts | None
    timetable: Timetable | None
    correlations: Correlations
    is_rough: bool
    verification: Verification | None
    is_large: bool

    @property
    def has_responses(self) -> bool:
        """Whether any response is adopted, so that before and after differ."""
        return any(PLANNED.in_force(risk) for risk in self.plan.risks)


def gather(plan: Plan, run: SimulationResult, at: float) -> Evidence:
    """Return all answers about a run.

    A warning of too few iterations is not passed on: the report itself says so in its first lines.

    Raises
    ------
    RequestError
        If the run is not one of this plan, if it kept too little, or if the level cannot be.
    """
    refuse_foreign(plan, run)
    _refuse_little(run)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PrecisionWarning)
        summary, needed = summarize(run), contingency(run, at)
        has_phases = run.has_cost and any(run.phase_cost.ids)
        phases = phase_costs(plan, run, at) if has_phases else None
    scenario = scenario_of(run.provenance.scenario)
    amounts = uncertain_amounts(plan, scenario) if run.has_cost else 0
    has_law = amounts > 0 and not any(inexact_in(plan, scenario))
    is_large = has_law and amounts > MOST_AMOUNTS
    return Evidence(
        plan=plan,
        run=run,
        at=at,
        scenario=scenario,
        summary=summary,
        contingency=needed,
        contributions=contributions(plan, run),
        inherent=place_risks(plan, INHERENT),
        planned=place_risks(plan, PLANNED),
        phases=phases,
        timetable=timetable(plan, run) if run.has_schedule else None,
        correlations=correlations(plan, run),
        is_rough=any(issubclass(warning.category, PrecisionWarning) for warning in caught),
        verification=verify(run, plan) if has_law and can_verify(run) and not is_large else None,
        is_large=is_large,
    )


def _refuse_little(run: SimulationResult) -> None:
    """Refuse a run that kept less than a report tells."""
    needed = Keep.ACTIVITIES if run.has_schedule else Keep.RISKS
    if not run.keep.covers(needed):
        raise RequestError(
            f"a report needs all of every iteration, and this run kept Keep.{run.keep.name}; "
            f"simulate it with keep=rp.Keep.{Keep.ACTIVITIES.name}, which is the default, or read "
            "the totals with rp.summarize and rp.contingency"
        )
