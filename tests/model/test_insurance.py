"""Policies as values: what they pay for one strike, and what the rules are silent about."""

from __future__ import annotations

import math

import attrs
import pytest

import riskplan as rp
from riskplan.model import policies_covering, problems_in
from tests.model.broken_insurance import WELL_INSURED, insured, policy
from tests.model.good import GOOD


def test_a_well_insured_plan_breaks_no_rule():
    assert problems_in(GOOD) == problems_in(WELL_INSURED)


def test_premiums_may_fill_their_cap_to_the_last_bit():
    """A tenth of a budget is not exact in binary numbers."""
    thirds = [policy(f"p{row}", premium=200_000 / 3) for row in range(3)]

    assert () == problems_in(insured(*thirds, premium_cap=0.1))


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, math.inf),
        ({"limit": 5}, 5),
        ({"aggregate_limit": 7}, 7),
        ({"limit": 5, "aggregate_limit": 3}, 3),
    ],
    ids=str,
)
def test_the_most_for_one_strike_is_the_least_limit(terms, expected):
    assert expected == policy(**terms).most_per_strike


def test_of_a_loss_without_bound_a_share_of_nothing_is_nothing():
    assert 0.0 == policy(share=0).pays(math.inf)
    assert math.inf == policy(share=0.1).pays(math.inf)
    assert 9.0 == policy(limit=9).pays(math.inf)


def test_the_policies_of_a_risk_come_in_the_order_in_which_they_pay():
    three = [policy("b", ["flood", "fire"]), policy("c", "fire"), policy("a", "flood")]

    assert ["a", "b"] == [one.id for one in policies_covering(three, "flood")]
    assert () == policies_covering(three, "theft")


def test_a_policy_may_cover_one_risk_without_a_list():
    assert ("flood",) == policy(covers="flood").covers == policy(covers=["flood"]).covers


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"premium": "five"}, 'Policy "fire": premium: '),
        ({"deductible": "5"}, "deductible must be a finite number (got '5')"),
        ({"share": "30%"}, "share must be a finite number (got '30%')"),
        ({"limit": math.inf}, "limit must be a finite number (got inf)"),
        ({"covers": 5}, "covers must be a list of str (got 5)"),
        ({"adopted": 1}, "adopted must be true or false (got 1)"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(terms, message):
    with pytest.raises(rp.PlanError) as caught:
        policy(**terms)

    assert message in str(caught.value)


def test_a_policy_needs_a_premium():
    with pytest.raises(TypeError, match="premium"):
        rp.Policy("p", "P", "flood")


def test_a_plan_without_policies_keeps_its_fingerprint():
    """A regression: that of the plan before there were policies."""
    plan = rp.Plan("Bridge", activities=[rp.Activity("build", "Build", 60)])

    assert plan.digest() == plan.evolve(policies=[], premium_cap=None).digest()
    assert plan.digest() != plan.evolve(premium_cap=0.08).digest()
    assert insured(policy()).digest() != insured(attrs.evolve(policy(), share=0.5)).digest()
