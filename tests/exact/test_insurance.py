"""The exact law of an insured cost: piece by piece, against closed forms and against the engine."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate

import riskplan as rp
from riskplan.distributions import Poisson
from riskplan.exact import exact_cost
from tests.exact.cost_plans import laws
from tests.families.harness import ENOUGH, mean_off, share_off

ITERATIONS = 20_000


def plan_of(*risks: rp.Risk, **terms) -> rp.Plan:
    covers = [risk.id for risk in risks]
    policy = rp.Policy("p", "Policy", covers, **{"premium": 0, **terms})
    return rp.Plan("P", risks=risks, policies=[policy])


def risk(id_: str = "r", probability: float = 1.0, cost: object = 100, **parts) -> rp.Risk:
    return rp.Risk(id_, id_, probability, impacts=[rp.CostImpact(cost)], **parts)


def test_a_uniform_loss_is_left_in_three_pieces():
    """All up to 20, a fifth of the next 50, all but 40 beyond 70."""
    law = exact_cost(
        plan_of(risk(cost=rp.Uniform(0, 100)), deductible=20, share=0.8, limit=40, premium=5)
    )

    for at, left in {10: 10, 20: 20, 45: 25, 70: 30, 90: 50}.items():
        found = law.percentile(at)
        assert 5 + left == pytest.approx(found, abs=found.error + 1e-9)
    pays = 0.8 * (50 * 25 / 100) + 40 * 0.3
    assert 5 + 50 - pays == pytest.approx(law.mean(), rel=1e-9)
    assert 5 == law.base


def test_what_is_wholly_insured_is_an_atom_at_the_deductible():
    law = exact_cost(plan_of(risk(probability=0.5, cost=rp.Uniform(0, 100)), deductible=30))

    assert [0.5, 0.5 + 0.5 * 0.1, 0.5 + 0.5 * 0.29, 1.0] == pytest.approx(
        [law.confidence(x) for x in (0, 10, 29, 30)], abs=1e-9
    )
    assert 0.5 * (0.3 * 15 + 0.7 * 30) == pytest.approx(law.mean())


@pytest.mark.parametrize("share", [1.0, 0.6])
def test_a_lognormal_loss_is_left_with_its_limited_expected_value(share):
    """E[min(X, d)] = ∫ (1 - F) over 0 to d (Klugman, Panjer and Willmot, equation 3.9)."""
    loss, deductible, limit = rp.LogNormal(3, 1), 15.0, 30.0
    law = exact_cost(
        plan_of(risk(cost=loss), deductible=deductible, share=share, limit=share * limit)
    )

    def limited(up_to: float) -> float:
        value, _ = integrate.quad(lambda x: 1 - float(loss.cdf(x)), 0, up_to)
        return value

    left = loss.mean() - share * (limited(deductible + limit) - limited(deductible))
    assert left == pytest.approx(law.mean(), rel=1e-8)


def test_a_certain_part_of_the_loss_uses_up_the_deductible():
    both = rp.Risk("r", "R", 1.0, impacts=[rp.CostImpact(15), rp.CostImpact(rp.Uniform(0, 10))])
    law = exact_cost(plan_of(both, deductible=20))

    assert [16, 18, 20, 20] == pytest.approx([law.percentile(at) for at in (10, 30, 50, 90)])


def test_a_limit_in_all_is_one_for_each_strike_where_there_is_but_one():
    one, other = (
        exact_cost(plan_of(risk(cost=rp.Uniform(0, 100)), **{name: 35}))
        for name in ("limit", "aggregate_limit")
    )

    assert one.mean() == other.mean()
    assert one.percentile(80) == other.percentile(80)


def test_a_policy_that_is_not_in_force_is_no_obstacle():
    plan = plan_of(risk(count=Poisson(2), cost=rp.Uniform(0, 9)), aggregate_limit=5, premium=3)

    assert 9.0 == pytest.approx(exact_cost(plan, scenario="inherent").mean())


TERMS = st.fixed_dictionaries(
    {
        "deductible": st.sampled_from([0.0, 0.5, 4.0, 25.0]),
        "share": st.sampled_from([0.0, 0.3, 0.8, 1.0]),
        "limit": st.sampled_from([None, 0.7, 6.0, 40.0]),
        "premium": st.sampled_from([rp.Constant(0), rp.Uniform(1, 2)]),
    }
)


@settings(max_examples=25)
@given(
    losses=st.lists(laws(), min_size=1, max_size=3),
    counts=st.lists(st.sampled_from([None, Poisson(0.7)]), min_size=3, max_size=3),
    terms=TERMS,
)
def test_the_engine_agrees(losses, counts, terms):
    """An atom in the law of the total stands for several values: levels between two are passed."""
    risks = [risk(f"r{row}", 0.6, law, count=counts[row]) for row, law in enumerate(losses)]
    plan = plan_of(*risks, **terms)
    law = exact_cost(plan)
    run = rp.simulate(plan, iterations=ITERATIONS, seed=2)

    assert mean_off(run.cost.values, law.mean(), max(law.std(), 1e-9)) < ENOUGH
    for at in (30, 60, 90):
        value = law.percentile(at)
        slack = value.error + 1e-6 * max(1.0, law.std())
        below, above = (float(law.confidence(value + by)) for by in (-slack, slack))
        reached = float(np.mean(run.cost.values <= value + slack))
        short = float(np.mean(run.cost.values <= value - slack))
        noise = ENOUGH * math.sqrt(0.25 / ITERATIONS)
        assert short <= above + noise
        assert reached >= below - noise


def test_another_limit_would_be_seen():
    """Negative control."""
    plan = plan_of(risk(probability=0.5, cost=rp.Uniform(0, 100)), deductible=10, limit=40)
    run = rp.simulate(plan, iterations=ITERATIONS, seed=2)
    right, wrong = (
        exact_cost(plan_of(*plan.risks, deductible=10, limit=limit)) for limit in (40, 44)
    )

    assert mean_off(run.cost.values, right.mean()) < ENOUGH
    assert share_off(run.cost.values <= right.percentile(90), 0.9) < ENOUGH
    assert share_off(run.cost.values <= wrong.percentile(90), 0.9) > ENOUGH


# --- expected recoveries --------------------------------------------------------------------------


def test_expected_recoveries_are_the_difference_that_the_policy_makes_to_the_mean():
    plan = plan_of(
        risk("a", rp.Uniform(0.2, 0.4), rp.LogNormal(2, 1)),
        risk("b", 0.5, rp.Uniform(0, 50), count=Poisson(2), given="a"),
        deductible=5,
        share=0.7,
        limit=20,
    )
    bare = exact_cost(plan.evolve(policies=[])).mean()

    assert bare - exact_cost(plan).mean() == pytest.approx(rp.expected_recovery(plan, "p"))
    assert 0.0 == rp.expected_recovery(plan, "p", "inherent")


def test_expected_recoveries_are_those_of_the_run():
    plan = plan_of(risk(cost=rp.Triangular(0, 10, 80), count=Poisson(0.6)), deductible=15)
    run = rp.simulate(plan, iterations=ITERATIONS, seed=4)

    assert mean_off(run.recovery["p"], rp.expected_recovery(plan, "p")) < ENOUGH
    other = plan_of(*plan.risks, deductible=17)
    assert mean_off(run.recovery["p"], rp.expected_recovery(other, "p")) > ENOUGH


def test_the_first_policy_of_a_risk_pays_whatever_comes_after_it():
    policies = [rp.Policy(id_, "P", "r", premium=0, deductible=40) for id_ in ("p", "q")]
    plan = rp.Plan("P", risks=[risk(probability=0.5)], policies=policies)

    assert 30.0 == rp.expected_recovery(plan, "p")
    with pytest.raises(rp.UnsupportedError, match="as another policy does"):
        rp.expected_recovery(plan, "q")


def test_a_schedule_beside_the_loss_is_no_obstacle_but_one_within_it_is():
    work = [rp.Activity("dig", "Dig", rp.Uniform(5, 9), day_rate=10)]
    site = rp.CostItem("site", "Site", 100, day_rate=3, during="dig")
    hit = rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(80), rp.Delay("dig", 3)])
    plan = plan_of(hit, deductible=30).evolve(activities=work, costs=[site])
    shared = rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(share=0.5, of="site")])

    assert 25.0 == rp.expected_recovery(plan, "p")
    with pytest.raises(rp.UnsupportedError, match="a share of a cost that runs with the schedule"):
        rp.expected_recovery(plan.evolve(risks=[shared]), "p")


def test_an_unknown_policy_is_refused():
    with pytest.raises(rp.RequestError) as caught:
        rp.expected_recovery(plan_of(risk()), "q")

    assert 'the plan has no policy "q"; its policies are: p' == str(caught.value)


# --- what is refused ------------------------------------------------------------------------------

TWO = [rp.CostImpact(rp.Uniform(0, 1)), rp.CostImpact(rp.Uniform(0, 1))]
SEVERAL = 'policies[0] "p": its aggregate limit is for several strikes together; simulate the plan'


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (plan_of(risk("a"), risk("b"), aggregate_limit=5), SEVERAL),
        (plan_of(risk(count=2), aggregate_limit=5), SEVERAL),
        (
            plan_of(rp.Risk("r", "R", 0.5, impacts=TWO), deductible=1),
            (
                'policies[0] "p": covers "r", whose loss has several uncertain parts; simulate '
                "the plan"
            ),
        ),
        (
            plan_of(rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(share=0.1, of="c")])).evolve(
                costs=[rp.CostItem("c", "C", rp.Uniform(1, 2))]
            ),
            (
                'policies[0] "p": covers "r", whose loss is a share of uncertain cost items; '
                "simulate the plan"
            ),
        ),
        (
            plan_of(risk(cost="scipy('pareto', 0.9)")),
            (
                'policies[0] "p": covers "r", whose loss has no finite mean and standard '
                "deviation; simulate the plan"
            ),
        ),
        (
            rp.Plan(
                "P",
                risks=[risk()],
                policies=[rp.Policy(id_, "P", "r", premium=1) for id_ in ("p", "q")],
            ),
            'policies[1] "q": covers "r", as another policy does; simulate the plan',
        ),
    ],
    ids=["two risks", "a count", "two parts", "a share", "no mean", "two policies"],
)
def test_what_has_no_law_here_is_named(plan, reason):
    with pytest.raises(rp.UnsupportedError) as caught:
        exact_cost(plan)

    assert f'the cost of plan "P" cannot be computed exactly:\n  {reason}' == str(caught.value)
