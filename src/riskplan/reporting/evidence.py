"""All that the analysis says about a run, gathered once for every part of the report."""

from __future__ import annotations

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
from riskplan.errors import RequestError
from riskplan.exact import inexact_in, uncertain_amounts
from riskplan.model import INHERENT, PLANNED, Plan, Scenario
from riskplan.reporting.answers import Answers, answers_of
from riskplan.reporting.asking import Asker
from riskplan.results import Keep, SimulationResult, refuse_bad_level
from riskplan.simulation import scenario_of, scenario_of_run

__all__ = ["MOST_AMOUNTS", "Evidence", "gather"]

_MANAGEMENT, _HIGHEST = 95.0, 99.0

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
        With the management reserve up to P95, or P99 above that.
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
    answers : Answers
        All that goes beyond the totals.
    asker : Asker
        Knows the call of each answer.
    is_by_hand : bool
        Whether the scenario is none that the plan knows.
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
    answers: Answers
    asker: Asker
    is_by_hand: bool

    @property
    def has_responses(self) -> bool:
        """Whether any response is adopted, so that before and after differ."""
        return any(PLANNED.in_force(risk) for risk in self.plan.risks)

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each risk on the matrix; those that responses bring come last."""
        return self.inherent.numbers_with(self.planned)


def gather(plan: Plan, run: SimulationResult, at: float) -> Evidence:
    """Return all answers about a run.

    A warning of too few iterations is not passed on: the report itself says so in its first lines.

    Raises
    ------
    RequestError
        If the run is not one of this plan, if it kept too little, or if the level cannot be.
    """
    refuse_foreign(plan, run)
    refuse_bad_level(at)
    _refuse_little(run)
    scenario = scenario_of_run(run, plan)
    is_by_hand = _is_by_hand(run.provenance.scenario, scenario, plan)
    names = {"scenario": scenario} if is_by_hand else {}
    asker = Asker(plan=plan, run=run, **names)
    summary = asker.ask(summarize, run)
    needed = asker.ask(contingency, run, at=at, **_management(at))
    has_phases = run.has_cost and any(run.phase_cost.ids)
    phases = asker.ask(phase_costs, plan, run, at=at) if has_phases else None
    is_rough = asker.is_rough
    amounts = uncertain_amounts(plan, scenario) if run.has_cost else 0
    has_law = amounts > 0 and not any(inexact_in(plan, scenario))
    is_large = has_law and amounts > MOST_AMOUNTS
    verified = has_law and can_verify(run) and not is_large
    return Evidence(
        plan=plan,
        run=run,
        at=at,
        scenario=scenario,
        summary=summary,
        contingency=needed,
        contributions=asker.ask(contributions, plan, run),
        inherent=asker.ask(place_risks, plan, INHERENT.id),
        planned=asker.ask(place_risks, plan, PLANNED.id),
        phases=phases,
        timetable=asker.ask(timetable, plan, run) if run.has_schedule else None,
        correlations=asker.ask(correlations, plan, run),
        is_rough=is_rough,
        verification=asker.ask(verify, run) if verified else None,
        is_large=is_large,
        answers=answers_of(plan, run, scenario, at, asker),
        asker=asker,
        is_by_hand=is_by_hand,
    )


def _management(at: float) -> dict[str, float]:
    """Return up to which level there is a management reserve, as an argument."""
    above = [level for level in (_MANAGEMENT, _HIGHEST) if level > at]
    return {"management": above[0]} if above else {}


def _is_by_hand(id: str, scenario: Scenario, plan: Plan) -> bool:  # noqa: A002 - it is called id
    known = {one.id for one in (INHERENT, PLANNED, *plan.scenarios)}
    return id not in known or scenario_of(id, plan) != scenario


def _refuse_little(run: SimulationResult) -> None:
    """Refuse a run that kept less than a report tells."""
    needed = Keep.ACTIVITIES if run.has_schedule else Keep.RISKS
    if not run.keep.covers(needed):
        raise RequestError(
            f"a report needs all of every iteration, and this run kept Keep.{run.keep.name}; "
            f"simulate it with keep=rp.Keep.{Keep.ACTIVITIES.name}, which is the default, or read "
            "the totals with rp.summarize and rp.contingency"
        )
