"""Laws of insurance that hold in every iteration, on plans that hypothesis makes."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import riskplan as rp
from tests.laws.plans import insured_plans

SEED = 5
ITERATIONS = 64
EXAMPLES = settings(max_examples=40)
SCENARIOS = st.sampled_from([rp.INHERENT, rp.PLANNED])


def run_of(plan: rp.Plan, **parts) -> rp.SimulationResult:
    return rp.simulate(plan, **{"iterations": ITERATIONS, "seed": SEED, "workers": 1, **parts})


def costs(run: rp.SimulationResult) -> np.ndarray:
    return run.cost.values if run.has_cost else np.zeros(run.iterations)


def with_terms(plan: rp.Plan, **terms) -> rp.Plan:
    """The plan with all its policies changed."""
    return plan.evolve(policies=[attrs.evolve(policy, **terms) for policy in plan.policies])


def with_one_policy(plan: rp.Plan) -> rp.Plan:
    assume(plan.policies)
    return plan.evolve(policies=[attrs.evolve(plan.policies[0], adopted=True)])


@EXAMPLES
@given(plan=insured_plans(), scenario=SCENARIOS)
def test_nobody_is_paid_less_than_nothing_or_more_than_a_limit(plan, scenario):
    run = run_of(plan, scenario=scenario)

    for policy in plan.policies:
        paid = run.recovery[policy.id]
        assert (paid >= 0.0).all()
        if policy.aggregate_limit is not None:
            assert (paid <= policy.aggregate_limit).all()
        if policy.limit is not None:
            most = 3 * policy.limit * sum(run.occurrence[id_] for id_ in policy.covers)
            assert (paid <= most + 1e-9).all()


@EXAMPLES
@given(plan=insured_plans())
def test_all_policies_together_pay_no_more_than_the_loss(plan):
    run = run_of(plan)
    insured = sorted({id_ for policy in plan.policies for id_ in policy.covers})
    lost = sum((run.risk_cost[id_] for id_ in insured), np.zeros(ITERATIONS))

    assert (run.recovery.values.sum(axis=0) <= lost + 1e-9).all()


@EXAMPLES
@given(plan=insured_plans())
def test_insurance_costs_its_premiums_and_brings_its_recoveries(plan):
    free = with_terms(plan, premium=0)
    insured, bare = run_of(free), run_of(plan.evolve(policies=[]))
    apart = costs(bare) - insured.recovery.values.sum(axis=0)

    assert costs(insured) == pytest.approx(apart, abs=1e-9)
    paid = run_of(plan)
    assert (paid.recovery.values == insured.recovery.values).all()
    adopted = [policy for policy in plan.policies if policy.adopted]
    least, most = (sum(p.premium.support()[end] for p in adopted) for end in (0, 1))
    premiums = costs(paid) - costs(insured)
    assert ((premiums >= least - 1e-9) & (premiums <= most + 1e-9)).all()


@EXAMPLES
@given(plan=insured_plans(), scenario=SCENARIOS)
def test_insurance_moves_nothing_but_money(plan, scenario):
    insured, bare = (run_of(each, scenario=scenario) for each in (plan, plan.evolve(policies=[])))

    for part in ("occurrence", "risk_cost", "activity_finish"):
        assert getattr(insured, part).values.tobytes() == getattr(bare, part).values.tobytes()
    assert insured.criticality.counts == bare.criticality.counts


@EXAMPLES
@given(plan=insured_plans())
def test_a_share_of_nothing_for_nothing_is_no_policy_to_the_last_bit(plan):
    empty, bare = run_of(with_terms(plan, share=0, premium=0)), run_of(plan.evolve(policies=[]))

    assert costs(empty).tobytes() == costs(bare).tobytes()
    assert 0.0 == empty.recovery.values.max(initial=0.0)


@EXAMPLES
@given(plan=insured_plans())
def test_nothing_is_insured_in_the_inherent_scenario(plan):
    insured, bare = (run_of(each, scenario="inherent") for each in (plan, plan.evolve(policies=[])))

    assert costs(insured).tobytes() == costs(bare).tobytes()
    assert (len(plan.policies), ITERATIONS) == insured.recovery.values.shape
    assert 0.0 == insured.recovery.values.max(initial=0.0)


@EXAMPLES
@given(plan=insured_plans(), by=st.sampled_from([0.5, 4.0, 100.0]))
def test_a_higher_deductible_never_pays_more(plan, by):
    plan = with_one_policy(plan)
    higher = with_terms(plan, deductible=plan.policies[0].deductible + by)
    before, after = (run_of(each).recovery.values for each in (plan, higher))

    assert (after <= before).all()


@EXAMPLES
@given(plan=insured_plans(), limit=st.sampled_from([1.0, 5.0, 40.0]))
def test_a_limit_more_never_pays_more(plan, limit):
    plan = with_one_policy(with_terms(plan, limit=None, aggregate_limit=None))
    free = run_of(plan).recovery.values

    for name in ("limit", "aggregate_limit"):
        assert (run_of(with_terms(plan, **{name: limit})).recovery.values <= free).all()


@EXAMPLES
@given(plan=insured_plans(), factor=st.sampled_from([0.5, 4.0]))
def test_in_another_currency_everything_is_multiplied(plan, factor):
    """By a power of two, to the last bit."""
    of_money = {"premium", "deductible", "limit", "aggregate_limit"}

    def scaled(policy: rp.Policy) -> rp.Policy:
        terms = {name: getattr(policy, name) for name in of_money}
        law = terms.pop("premium").scaled(factor)
        numbers = {name: value and value * factor for name, value in terms.items()}
        return attrs.evolve(policy, premium=law, **numbers)

    def dearer(impact: rp.model.Impact) -> rp.model.Impact:
        is_amount = isinstance(impact, rp.CostImpact) and impact.amount is not None
        return attrs.evolve(impact, amount=impact.amount.scaled(factor)) if is_amount else impact

    only = plan.evolve(
        costs=[], activities=[], policies=plan.policies, risks=[only_amounts(r) for r in plan.risks]
    )
    assume(only.risks)
    other = only.evolve(
        policies=[scaled(policy) for policy in only.policies],
        risks=[attrs.evolve(r, impacts=[dearer(i) for i in r.impacts]) for r in only.risks],
    )
    left, right = run_of(only), run_of(other)

    assert (left.recovery.values * factor == right.recovery.values).all()


def only_amounts(risk: rp.Risk) -> rp.Risk:
    """The risk without delays and shares."""
    kept = [i for i in risk.impacts if isinstance(i, rp.CostImpact) and i.amount is not None]
    return attrs.evolve(risk, impacts=kept, responses=())


# --- the same bits --------------------------------------------------------------------------------


@EXAMPLES
@given(plan=insured_plans(), data=st.data())
def test_the_order_of_policies_and_of_what_they_cover_changes_no_bit(plan, data):
    turned = [
        attrs.evolve(policy, covers=data.draw(st.permutations(policy.covers)))
        for policy in data.draw(st.permutations(plan.policies))
    ]
    risks = data.draw(st.permutations(plan.risks))
    left, right = run_of(plan), run_of(plan.evolve(policies=turned, risks=risks))

    assert costs(left).tobytes() == costs(right).tobytes()
    for policy in plan.policies:
        assert left.recovery[policy.id].tobytes() == right.recovery[policy.id].tobytes()


@EXAMPLES
@given(plan=insured_plans(), block=st.integers(1, 2 * ITERATIONS), workers=st.integers(1, 3))
def test_neither_blocks_nor_threads_change_a_bit(plan, block, workers):
    one, many = run_of(plan, block=ITERATIONS), run_of(plan, block=block, workers=workers)

    assert costs(one).tobytes() == costs(many).tobytes()
    assert one.recovery.values.tobytes() == many.recovery.values.tobytes()


@settings(max_examples=15)
@given(
    plan=insured_plans(),
    sampling=st.sampled_from([rp.Antithetic(), rp.LatinHypercube(32), rp.Sobol(32)]),
)
def test_every_sampling_plan_insures(plan, sampling):
    free = with_terms(plan, premium=0)
    insured, bare = (run_of(each, sampling=sampling) for each in (free, with_terms(free, share=0)))
    apart = costs(bare) - insured.recovery.values.sum(axis=0)

    assert costs(insured) == pytest.approx(apart, abs=1e-9)
    assert sampling.cell == insured.recovery.cell


def test_a_deductible_that_is_paid_back_would_be_noticed():
    """Negative control: a franchise pays the whole loss once it is above the deductible."""
    risk = rp.Risk("r", "R", 1.0, impacts=[rp.CostImpact(rp.Uniform(0, 10))])
    policy = rp.Policy("p", "P", "r", premium=0, deductible=4)
    run = run_of(rp.Plan("P", risks=[risk], policies=[policy]))
    loss = run.risk_cost["r"]
    franchise = np.where(loss > 4, loss, 0.0)

    assert run.recovery["p"] == pytest.approx(np.maximum(loss - 4, 0.0))
    assert not np.allclose(run.recovery["p"], franchise)
