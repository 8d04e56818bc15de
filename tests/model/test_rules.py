"""Every rule: the message of each way to break it, and its silence about a good plan."""

from __future__ import annotations

import pytest

import riskplan as rp
from riskplan.model.rules import RULES, problems_in
from riskplan.model.rules.places import nearest
from tests.model import (
    broken_calendars,
    broken_cash,
    broken_dependence,
    broken_insurance,
    broken_logic,
    broken_money,
    broken_plans,
    broken_registers,
    broken_responses,
    broken_schedules,
)
from tests.model.cases import activity, risk
from tests.model.good import GOOD

CASES = [
    *broken_plans.IDENTITY,
    *broken_plans.VALUES,
    *broken_plans.REFERENCES,
    *broken_plans.NETWORK,
    *broken_calendars.TIME,
    *broken_schedules.DATES,
    *broken_schedules.PROGRESS,
    *broken_schedules.SPANS,
    *broken_schedules.BRANCHES,
    *broken_dependence.QUANTITIES,
    *broken_dependence.COEFFICIENTS,
    *broken_registers.RISKS,
    *broken_responses.RESPONSES,
    *broken_responses.SCENARIOS,
    *broken_money.MONEY,
    *broken_money.MATRIX,
    *broken_logic.LOGIC,
    *broken_insurance.INSURANCE,
    *broken_cash.CASH,
]

WARNINGS = {
    "chains_keep_their_spread",
    "events_are_no_spread",
    "impacts_are_not_weighted",
    "risks_threaten_open_work",
    "constraints_leave_room_for_risk",
    "correlated_quantities_vary",
    "data_date_follows_the_start",
    "deadlines_follow_the_start",
    "hours_are_those_of_a_day",
    "lags_stand_where_they_can",
    "risks_do_something",
    "delays_on_phases_are_meant",
    "phases_keep_their_share",
    "premiums_can_be_paid_back",
    "progress_follows_the_links",
    "responses_achieve_something",
    "responses_are_worth_their_cost",
}

BY_NAME = {rule.__name__: rule for rule in RULES}


@pytest.mark.parametrize(
    ("name", "plan", "expected"), CASES, ids=[f"{case[0]}-{i}" for i, case in enumerate(CASES)]
)
def test_a_rule_names_place_rule_value_and_remedy(name, plan, expected):
    assert expected == [str(problem) for problem in BY_NAME[name](plan)]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_rule_is_silent_about_a_good_plan(name):
    assert [] == list(BY_NAME[name](GOOD))


@pytest.mark.parametrize(
    ("name", "plan"),
    [(name, plan) for name, plans in broken_logic.NEAR_MISSES.items() for plan in plans],
)
def test_a_rule_of_logic_is_silent_about_a_near_miss(name, plan):
    assert [] == [str(problem) for problem in BY_NAME[name](plan)]


def test_every_rule_has_a_plan_that_breaks_it():
    """Negative control of the silence above: no rule is deaf."""
    assert set(BY_NAME) == {name for name, _, _ in CASES}


def test_a_matrix_with_scores_of_its_own_is_good():
    scores = [[row * column for column in range(5)] for row in range(5)]

    assert [] == list(
        BY_NAME["matrix_is_well_formed"](GOOD.evolve(matrix=rp.RiskMatrix(scores=scores)))
    )


@pytest.mark.parametrize("name", sorted(WARNINGS))
def test_some_rules_only_warn(name):
    plans = [plan for case, plan, _ in CASES if case == name]
    found = {problem.severity for plan in plans for problem in BY_NAME[name](plan)}

    assert {rp.Severity.WARNING} == found


def test_all_problems_come_at_once_in_the_order_of_the_rules():
    plan = GOOD.evolve(
        budget=-1,
        risks=[risk("a", 20), risk("a", 0.5)],
        activities=[activity("x", duration=-1, after="x")],
    )
    places = [problem.place for problem in problems_in(plan)]

    assert ['risks[1] "a"', "budget", 'activities[0] "x"', 'activities[0] "x"'] == [
        place for place in places if not place.startswith(("costs", "corr"))
    ][:4]
    assert 'risks[0] "a"' in places


@pytest.mark.parametrize("hours", [0, -8])
def test_a_calendar_without_hours_breaks_its_own_rule_and_no_other(hours):
    """Other rules count days in hours: they must not divide by them."""
    plan = rp.Plan(
        "P",
        calendar=rp.Calendar(hours=hours),
        budget=10,
        phases=[rp.Phase("p", "P", share=1)],
        activities=[activity("a", unit=rp.TimeUnit.HOURS, day_rate=5, phase="p")],
        risks=[risk("r", impacts=[rp.Delay("a", 1, unit=rp.TimeUnit.HOURS)])],
    )

    assert ["calendar"] == [problem.place for problem in problems_in(plan)]


def test_a_long_list_of_names_is_cut_short():
    plan = rp.Plan("P", activities=[activity(f"work-{i}") for i in range(9)]).evolve(
        risks=[risk("r", impacts=[rp.Delay("zzz", 1)])]
    )

    assert ["there are: work-0, work-1, work-2, work-3, work-4, work-5, …"] == [
        problem.remedy for problem in problems_in(plan)
    ]


def test_a_chain_of_ten_thousand_activities_has_no_cycle():
    """Deeper than Python's stack; and one link more closes the circle."""
    chain = [activity(f"a{i}", after=[f"a{i + 1}"]) for i in range(9_999)]
    rule = BY_NAME["links_form_no_cycle"]

    assert [] == list(rule(rp.Plan("P", activities=[*chain, activity("a9999")])))
    assert 1 == len(list(rule(rp.Plan("P", activities=[*chain, activity("a9999", after="a0")]))))


def test_a_name_is_found_among_many_without_comparing_all():
    """Of thousands, only those that begin alike are compared."""
    many = {f"activity-{number}" for number in range(3_000)} | {"cutover"}

    assert 'did you mean "cutover"?' == nearest("cutover2", many)
    assert nearest("zzz", many).startswith("there are: activity-0, activity-1, ")


def test_a_share_that_was_meant_in_percent_is_reported_and_stops_no_other_rule():
    """Not even those that look at what the response leaves of the risk."""
    carried = rp.Response("ins", "Ins", rp.Strategy.TRANSFER, share=30, cost=1)
    flood = rp.Risk("flood", "Flood", 0.2, impacts=[rp.CostImpact(50)], responses=[carried])

    assert [
        (
            'risks[0] "flood", responses[0] "ins": share must be above 0 and at most 1 (got 30); '
            "did you mean 0.3?"
        )
    ] == [str(problem) for problem in rp.check(rp.Plan("Dam", risks=[flood]))]
