"""Whatever a plan says, the rules answer with problems, and a simulation with an error of ours."""

from __future__ import annotations

import warnings

import attrs
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.model import problems_in
from tests.laws.plans import insured_plans
from tests.model.wild import CALENDARS, LAWS, WILD_PLANS

WILDLY = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@WILDLY
@given(plan=WILD_PLANS)
def test_no_plan_is_too_wild_for_the_rules(plan):
    """Every problem says where and what."""
    for problem in problems_in(plan):
        assert problem.place
        assert problem.message
        assert "\n" not in str(problem)


@st.composite
def extreme_plans(draw: st.DrawFn) -> rp.Plan:
    """Draw good plans, with huge, tiny and long-tailed numbers in some places."""
    plan = draw(insured_plans())

    def extreme(item, name):
        return attrs.evolve(item, **{name: draw(LAWS)}) if draw(st.booleans()) else item

    return plan.evolve(
        costs=[extreme(item, "amount") for item in plan.costs],
        activities=[
            extreme(extreme(item, "duration"), "day_rate")
            if isinstance(item, rp.Activity)
            else item
            for item in plan.activities
        ],
        calendar=draw(st.one_of(st.just(rp.Calendar()), CALENDARS)),
    )


@WILDLY
@given(plan=st.one_of(WILD_PLANS, extreme_plans(), extreme_plans()))
def test_a_wild_plan_is_simulated_or_refused_by_an_error_of_ours(plan):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # numbers of 1e300 may overflow
        try:
            run = rp.simulate(plan, iterations=20, seed=1, workers=1)
        except rp.RiskplanError as error:
            event(type(error).__name__)
            return
        event("simulated")
        assert "\n" not in repr(run)
        assert isinstance(run._repr_html_(), str)


def test_premiums_are_held_against_a_budget_of_nothing():
    policy = rp.Policy("p", "P", covers="r", premium=20)
    risk = rp.Risk("r", "R", 0.1, impacts=[rp.CostImpact(500)])
    plan = rp.Plan("P", budget=0, premium_cap=0.08, risks=[risk], policies=[policy])

    assert any("give the plan a larger budget" in str(problem) for problem in rp.check(plan))
