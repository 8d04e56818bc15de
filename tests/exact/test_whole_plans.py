"""What a plan says beyond sums: conditions, savings, shares, responses, and what moves as one.

Registers with constant impacts are held against all that can happen in them; the others against
mixtures written out by hand.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import optimize, stats

import riskplan as rp
from riskplan.exact import exact_cost
from tests.reference.enumeration import cost, law_of, mean_of
from tests.reference.test_enumeration import CONDITIONAL_GROUP, ENTANGLED, INDEPENDENT, registers

PLANS = [INDEPENDENT, ENTANGLED, CONDITIONAL_GROUP]


def agrees_with_the_enumeration(plan: rp.Plan, enumerated: rp.Plan) -> bool:
    """Whether the exact law of one plan is the enumerated one of another."""
    law, true = exact_cost(plan), law_of(enumerated, cost)
    values, levels = np.array(list(true)), np.cumsum(list(true.values()))
    middles = (values[1:] + values[:-1]) / 2
    spread = math.sqrt(sum(p * (v - mean_of(true)) ** 2 for v, p in true.items()))
    return (
        levels == pytest.approx(law.cdf(values), abs=1e-11)
        and levels[:-1] == pytest.approx(law.cdf(middles), abs=1e-11)
        and mean_of(true) == pytest.approx(law.mean(), abs=1e-8)
        and spread == pytest.approx(law.std(), abs=1e-7)
    )


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_register_has_its_enumerated_law(plan):
    assert agrees_with_the_enumeration(plan, plan)


@settings(max_examples=40)
@given(plan=registers())
def test_any_small_register_has_its_enumerated_law(plan):
    assert agrees_with_the_enumeration(plan, plan)


def test_a_register_without_its_condition_is_told_apart():
    """Negative control."""
    rain, flood, *rest = ENTANGLED.risks
    free = rp.Risk("flood", "Flood", flood.probability, impacts=flood.impacts)

    assert not agrees_with_the_enumeration(ENTANGLED.evolve(risks=[rain, free, *rest]), ENTANGLED)


def test_of_an_uncertain_probability_only_the_mean_counts():
    def plan(chance: float | rp.Distribution) -> rp.Plan:
        return rp.Plan("P", risks=[rp.Risk("r", "R", chance, impacts=[rp.CostImpact(5)])])

    assert agrees_with_the_enumeration(plan(rp.Uniform(0.1, 0.5)), plan(0.3))


def test_several_impacts_of_a_risk_come_together():
    risk = rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(3), rp.CostImpact(rp.Uniform(0, 2))])
    law = exact_cost(rp.Plan("P", risks=[risk]))

    assert 0.5 == pytest.approx(law.confidence(2.9), abs=1e-12)
    assert [3.5, 4.0, 4.5] == pytest.approx([law.percentile(at) for at in (62.5, 75, 87.5)])


def test_an_opportunity_saves():
    saving = rp.Risk(
        "s", "S", 0.5, kind=rp.Kind.OPPORTUNITY, impacts=[rp.CostImpact(rp.Uniform(0, 10))]
    )
    law = exact_cost(rp.Plan("P", costs=[rp.CostItem("c", "C", 100)], risks=[saving]))

    assert [91.0, 95.0, 100.0, 100.0] == pytest.approx(
        [law.percentile(at) for at in (5, 25, 50.1, 99)], abs=1e-9
    )
    assert 1.0 == law.confidence(100)
    assert 97.5 == law.mean()


def test_what_is_certain_moves_the_law_and_is_not_rounded():
    risk = rp.Risk("r", "R", 0.25, impacts=[rp.CostImpact(rp.LogNormal(0, 1))])
    bare = exact_cost(rp.Plan("P", risks=[risk]))
    odd = 1_234_567.890123
    moved = exact_cost(rp.Plan("P", costs=[rp.CostItem("c", "C", odd)], risks=[risk]))

    assert odd == moved.base == moved.percentile(50) == moved.percentile(75)
    assert 0.75 == pytest.approx(moved.confidence(moved.base), abs=1e-12)
    assert bare.percentile(90) + odd == pytest.approx(moved.percentile(90), abs=1e-8)


def test_a_plan_without_chance_has_a_law_of_one_value():
    law = exact_cost(rp.Plan("P", costs=[rp.CostItem("a", "A", 3), rp.CostItem("b", "B", 4.5)]))

    assert [7.5] * 3 == [law.percentile(at) for at in (1, 50, 99)]
    assert [0.0, 1.0] == law.cdf([7.4, 7.5]).tolist()
    assert (7.5, 0.0) == (law.mean(), law.std())


# --- shares ---------------------------------------------------------------------------------------


def test_a_share_of_certain_items_is_the_law_of_the_share():
    costs = [rp.CostItem("a", "A", 300), rp.CostItem("b", "B", 700)]
    rise = rp.Risk("r", "R", 1.0, impacts=[rp.CostImpact(share=rp.Uniform(0, 0.1), of=["a", "b"])])
    law = exact_cost(rp.Plan("P", costs=costs, risks=[rise]))

    assert [1010, 1050, 1090] == pytest.approx([law.percentile(at) for at in (10, 50, 90)])


def test_a_share_of_an_uncertain_item_goes_with_that_item():
    """Half the time the item is a fifth dearer: a mixture of two normal laws, not a convolution."""
    rise = rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(share=0.2, of="a")])
    law = exact_cost(rp.Plan("P", costs=[rp.CostItem("a", "A", rp.Normal(100, 10))], risks=[rise]))

    def cdf(x: float) -> float:
        return float(stats.norm(100, 10).cdf(x) + stats.norm(120, 12).cdf(x)) / 2

    for at in (1, 10, 50, 80, 99):
        true = optimize.brentq(lambda x, p=at / 100: cdf(x) - p, 0, 300)
        assert true == pytest.approx(law.percentile(at), abs=1e-3)
    assert 110 == law.mean()
    assert math.sqrt((10**2 + 12**2) / 2 + 10**2) == pytest.approx(law.std(), rel=1e-13)


def test_shares_of_the_same_item_add_up_case_by_case():
    """Two risks, one conditional on the other, and an opportunity, against all their cases."""
    costs = [rp.CostItem("a", "A", rp.Uniform(0, 10)), rp.CostItem("b", "B", 4)]
    first = rp.Risk("r1", "R", 0.4, impacts=[rp.CostImpact(share=0.5, of=["a", "b"])])
    then = rp.Risk("r2", "R", 0.5, given="r1", impacts=[rp.CostImpact(share=0.25, of="a")])
    less = rp.Risk(
        "o", "O", 0.2, kind=rp.Kind.OPPORTUNITY, impacts=[rp.CostImpact(share=0.1, of="a")]
    )
    law = exact_cost(rp.Plan("P", costs=costs, risks=[first, then, less]))
    values = np.linspace(0, 25, 101)
    true = np.zeros_like(values)
    for chance, factor, rest in [
        (0.6 * 0.8, 1.0, 4), (0.6 * 0.2, 0.9, 4),
        (0.2 * 0.8, 1.5, 6), (0.2 * 0.2, 1.4, 6),
        (0.2 * 0.8, 1.75, 6), (0.2 * 0.2, 1.65, 6),
    ]:  # fmt: skip
        true += chance * stats.uniform(rest, 10 * factor).cdf(values)

    assert np.abs(true - law.cdf(values)).max() < 1e-4


# --- dependence -----------------------------------------------------------------------------------


def tied(coefficient, *laws: rp.Distribution, **fields) -> rp.Plan:
    costs = [rp.CostItem(f"c{row}", "Line", law) for row, law in enumerate(laws)]
    correlation = rp.Correlation([item.id for item in costs], coefficient, **fields)
    return rp.Plan("Tied", costs=costs, correlations=[correlation])


def test_what_moves_as_one_adds_its_quantiles():
    laws = [rp.Normal(10, 2), rp.Triangular(5, 10, 15), rp.Uniform(8, 12)]
    law = exact_cost(tied(1, *laws))

    for at in (1, 10, 50, 80, 95, 99):
        together = sum(float(one.ppf(at / 100)) for one in laws)
        assert together == pytest.approx(law.percentile(at), abs=2e-4)
    assert 30 == law.mean()
    middles = (np.arange(100_000) + 0.5) / 100_000
    sums = np.sum([one.ppf(middles) for one in laws], axis=0)
    assert np.std(sums) == pytest.approx(law.std(), rel=1e-4)
    assert law.std() < 5.195942  # of the three spreads together, since their laws differ


def test_blocks_that_move_as_one_are_independent_of_one_another():
    """By pairs the same: a matrix of 0 and 1 says it all at once, in any order of its rows."""
    laws = [rp.Normal(10, 2), rp.Uniform(8, 12), rp.Normal(20, 3), rp.Pert(1, 2, 5)]
    at_once = tied([[1, 0, 1, 0], [0, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 1]], *laws)
    in_a_pair = at_once.evolve(correlations=[rp.Correlation(["c0", "c2"], 1)])
    variances = [5**2, *(law.std() ** 2 for law in (laws[1], laws[3]))]

    assert exact_cost(in_a_pair).to_frame().equals(exact_cost(at_once).to_frame())
    assert math.sqrt(sum(variances)) == pytest.approx(exact_cost(at_once).std(), rel=1e-6)


def test_normal_amounts_that_move_as_one_add_their_spreads():
    law = exact_cost(tied([[1, 1], [1, 1]], rp.Normal(10, 2), rp.Normal(20, 3)))

    assert 5 == pytest.approx(law.std(), rel=1e-9)
    assert stats.norm(30, 5).ppf(0.8) == pytest.approx(law.percentile(80), abs=1e-4)


def test_dice_that_move_as_one_show_the_same():
    die = rp.Discrete([1, 2, 3, 4, 5, 6], [1 / 6] * 6)
    law = exact_cost(tied(1, die, die, nearest=True))

    assert [k / 6 for k in range(1, 7)] == pytest.approx(law.cdf([2, 4, 6, 8, 10, 12]), abs=1e-12)
    assert law.percentile(50).error == 0


def test_a_coefficient_of_nothing_ties_nothing():
    free = rp.Plan("Free", costs=[rp.CostItem(f"c{n}", "Line", rp.Uniform(0, 1)) for n in range(2)])

    law = exact_cost(tied(0, rp.Uniform(0, 1), rp.Uniform(0, 1)))
    assert exact_cost(free).percentile(80) == law.percentile(80)


def test_correlations_that_move_no_money_are_no_obstacle():
    activities = [rp.Activity("a", "A", rp.Uniform(1, 2)), rp.Activity("b", "B", rp.Uniform(1, 2))]
    plan = rp.Plan(
        "P",
        activities=activities,
        costs=[rp.CostItem("c", "C", rp.Uniform(0, 1))],
        correlations=[rp.Correlation(["a", "b", "c"], 0.5)],
    )

    assert 0.8 == pytest.approx(exact_cost(plan).percentile(80))


# --- scenarios ------------------------------------------------------------------------------------


def test_each_scenario_has_a_law_of_its_own():
    dam = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, cost=rp.Uniform(6, 10), probability=0.1)
    flood = rp.Risk("flood", "Flood", 0.4, impacts=[rp.CostImpact(50)], responses=[dam])
    plan = rp.Plan("P", risks=[flood])
    planned, inherent = exact_cost(plan), exact_cost(plan, scenario="inherent")

    assert (8.0, 0.0) == (planned.base, inherent.base)
    assert (13.0, 20.0) == pytest.approx((planned.mean().value, inherent.mean().value))
    assert 0.9 == pytest.approx(planned.confidence(20), abs=1e-9)
    assert 0.6 == pytest.approx(inherent.confidence(20), abs=1e-12)


def test_the_order_of_the_file_plays_no_part():
    forwards = exact_cost(ENTANGLED)
    backwards = exact_cost(
        ENTANGLED.evolve(risks=ENTANGLED.risks[::-1], costs=ENTANGLED.costs[::-1])
    )

    assert repr(forwards) == repr(backwards)
    assert forwards.percentile(80).value == backwards.percentile(80).value
