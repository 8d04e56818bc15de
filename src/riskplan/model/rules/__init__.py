"""Every rule that a plan must keep, each a small function that yields the problems it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from riskplan.errors import DistributionError, Problem, Severity
from riskplan.model.plan import Plan
from riskplan.model.rules import (
    branches,
    calendars,
    cash,
    chains,
    coefficients,
    constraints,
    counts,
    dependence,
    identity,
    insurance,
    logic,
    matrix,
    money,
    network,
    references,
    responses,
    risks,
    scenarios,
    spans,
    status,
    values,
)
from riskplan.model.rules.places import placed
from riskplan.model.scenario import Scenario

__all__ = ["RULES", "problems_in", "problems_under"]

Rule = Callable[[Plan], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    identity.something_to_simulate,
    identity.ids_are_unique,
    values.plan_values_make_sense,
    calendars.calendar_has_working_time,
    calendars.shifts_follow_each_other,
    calendars.exceptions_are_stretches_of_dates,
    calendars.calendars_inherit_from_calendars,
    calendars.hours_are_those_of_a_day,
    calendars.lost_days_fit_into_months,
    values.durations_are_not_negative,
    values.rates_are_not_negative,
    values.lags_stand_where_they_can,
    constraints.dates_have_a_start,
    constraints.constraints_agree,
    constraints.constraints_leave_room_for_risk,
    constraints.deadlines_follow_the_start,
    status.status_has_a_data_date,
    status.data_date_follows_the_start,
    status.actual_dates_are_in_order,
    status.progress_fits_the_actual_dates,
    status.progress_follows_the_links,
    spans.buffers_absorb_something,
    spans.hammocks_span_something,
    spans.nothing_waits_for_hammocks,
    branches.branches_can_be_decided,
    branches.windows_can_be_hit,
    references.links_lead_somewhere,
    references.phases_are_declared,
    references.cost_items_run_with_something,
    references.calendars_are_declared,
    references.impacts_hit_something,
    references.conditions_name_risks,
    dependence.correlations_name_quantities,
    dependence.correlated_quantities_can_move,
    dependence.correlated_quantities_vary,
    coefficients.coefficients_are_correlations,
    coefficients.correlations_agree,
    coefficients.coefficients_hold_together,
    coefficients.correlations_can_be_simulated,
    network.links_form_no_cycle,
    network.conditions_form_no_cycle,
    risks.probabilities_are_between_0_and_1,
    counts.counts_are_whole_numbers,
    counts.counts_contradict_nothing,
    counts.counts_fit_the_responses,
    risks.exclusive_risks_fit_into_certainty,
    risks.impacts_are_magnitudes,
    risks.factors_fit_the_kind,
    risks.risks_do_something,
    risks.responses_are_consistent,
    risks.strategies_fit_the_kind,
    responses.strategies_do_what_they_say,
    responses.responses_achieve_something,
    responses.changes_make_sense,
    responses.caps_have_delays_to_cap,
    responses.secondary_risks_arise_from_responses,
    risks.delays_on_phases_are_meant,
    money.shares_add_up,
    money.phases_keep_their_share,
    money.reserve_is_a_fraction_or_an_amount,
    money.responses_are_worth_their_cost,
    logic.events_are_no_spread,
    logic.risks_threaten_open_work,
    logic.impacts_are_not_weighted,
    chains.chains_keep_their_spread,
    matrix.matrix_is_well_formed,
    scenarios.scenarios_make_sense,
    insurance.policies_have_names_of_their_own,
    insurance.policies_cover_threats,
    insurance.terms_of_policies_make_sense,
    insurance.premiums_keep_their_cap,
    insurance.premiums_can_be_paid_back,
    cash.money_is_spent_at_one_time,
    cash.benefits_can_begin,
    cash.rates_of_return_are_fractions,
    cash.escalations_make_sense,
    cash.funding_makes_sense,
)


def problems_in(plan: Plan) -> tuple[Problem, ...]:
    """Return every problem of a plan, in the order of the rules, then those of its scenarios."""
    own = tuple(problem for rule in RULES for problem in rule(plan))
    if not plan.scenarios:
        return own
    broken = {problem.place for problem in own if problem.severity is Severity.ERROR}
    return own + tuple(
        problem
        for place, scenario in placed("scenarios", plan.scenarios)
        if place not in broken
        for problem in _new_under(scenario, plan, place, own)
    )


def problems_under(scenario: Scenario, plan: Plan) -> tuple[Problem, ...]:
    """Return every problem of a scenario that was made by hand, in a plan that has none."""
    place = f'scenario "{scenario.id}"'
    direct = tuple(scenarios.contradictions_in(scenario, plan, place))
    if any(problem.severity is Severity.ERROR for problem in direct):
        return direct
    return direct + tuple(_new_under(scenario, plan, place, ()))


def _new_under(
    scenario: Scenario, plan: Plan, place: str, known: Collection[Problem]
) -> Iterator[Problem]:
    """Yield the errors that a plan has under a scenario, and not as it stands."""
    try:
        under = scenarios.without_bands(scenario).applied_to(plan.evolve(scenarios=()))
    except DistributionError as error:
        yield Problem(place, str(error))
        return
    if under == plan.evolve(scenarios=()):
        return
    for problem in (problem for rule in RULES for problem in rule(under)):
        if problem.severity is Severity.ERROR and problem not in known:
            yield Problem(place, f"in it, {problem.place}: {problem.message}", problem.remedy)
