"""The matrix reconciled: exact counts where effects are known, and what cannot be told apart."""

from __future__ import annotations

import pytest
from scipy import stats

import riskplan as rp

RUN = {"iterations": 4_000, "seed": 1, "workers": 1}


def threat(id_: str, chance: float, loss: float, **parts) -> rp.Risk:
    impacts = [rp.CostImpact(rp.Uniform(0.9 * loss, 1.1 * loss)), *parts.pop("more", [])]
    return rp.Risk(id_, id_.title(), chance, impacts=impacts, **parts)


def plan_of(*risks: rp.Risk, **parts) -> rp.Plan:
    return rp.Plan("Dam", costs=[rp.CostItem("dam", "Dam", 1_000)], risks=risks, **parts)


def order_of(*risks: rp.Risk, **parts) -> rp.MatrixOrder:
    return rp.reconcile_matrix(rp.simulate(plan_of(*risks, **parts), **RUN)).cost


# Levels of probability end at 0.05, 0.1, 0.25 and 0.5, those of cost at 0.5, 2, 5 and 10 % of the
# base: the higher score may stand for the smaller product.
RARE_AND_HUGE = threat("huge", 0.09, 2_000)  # expected 180, score 2 × 5
EVEN = threat("even", 0.49, 45)  # expected 22, score 4 × 3


def test_an_order_that_the_matrix_has_right_is_contradicted_nowhere():
    order = order_of(threat("large", 0.6, 90), threat("little", 0.05, 5))

    assert (1, 0, 0, 0) == (order.agreeing, order.contradicted, order.tied, order.unclear)
    assert 1.0 == order.tau
    assert () == order.misplaced
    assert 0.0 == order.share_contradicted


def test_a_pair_in_the_wrong_order_is_found():
    """A loss of 2,000 once in eleven is worth more than one of 45 in every second future."""
    run = rp.simulate(plan_of(RARE_AND_HUGE, EVEN), **RUN)
    placed = {row.id: row.score for row in rp.place_risks(plan_of(RARE_AND_HUGE, EVEN))}
    order = rp.reconcile_matrix(run).cost

    assert placed["even"] > placed["huge"]
    assert (0, 1) == (order.agreeing, order.contradicted)
    assert -1.0 == order.tau
    assert 1.0 == order.share_contradicted
    assert {"huge": 1, "even": -1} == {row.id: row.misplaced for row in order.misplaced}
    assert [("huge", (2, 2), (1, 1), 1), ("even", (1, 1), (2, 2), 1)] == [
        (row.id, row.matrix_ranks, row.ranks, row.contradicted) for row in order
    ]


def test_effects_within_their_errors_contradict_nothing():
    """The same risk twice, on both sides of a level of probability."""
    order = order_of(threat("above", 0.251, 50), threat("below", 0.249, 50))

    assert (0, 0, 0, 1, 1) == (
        order.agreeing,
        order.contradicted,
        order.tied,
        order.unclear,
        order.unclear_ordered,
    )
    assert order.share_contradicted is None
    assert order.tau is None
    assert {(1, 2)} == {row.ranks for row in order}
    assert () == order.misplaced


def test_risks_of_one_score_are_ties_that_the_simulation_breaks():
    order = order_of(threat("more", 0.45, 49), threat("less", 0.31, 31))

    assert (0, 0, 1, 0) == (order.agreeing, order.contradicted, order.tied, order.unclear)
    assert {(1, 2)} == {row.matrix_ranks for row in order}
    assert () == order.misplaced


def test_the_counts_are_those_of_all_pairs():
    risks = [threat(f"r{n}", 0.05 + 0.11 * (n % 8), 10.0 * (1 + (5 * n) % 11)) for n in range(8)]
    order = order_of(*risks)
    pairs = order.agreeing + order.contradicted + order.tied + order.unclear

    assert 8 * 7 / 2 == pairs
    assert order.contradicted == sum(row.contradicted for row in order) / 2
    share = order.share_contradicted
    assert share.low <= share.value <= share.high


def test_tau_is_that_of_kendall_where_all_effects_are_told_apart():
    risks = [threat(f"r{n}", 0.05 + 0.2 * (n % 5), 3.0 ** (1 + (3 * n) % 7)) for n in range(6)]
    order = order_of(*risks)
    expected = stats.kendalltau([row.score for row in order], [row.effect.value for row in order])

    assert 0 == order.unclear
    assert expected.statistic == pytest.approx(order.tau)


def test_an_opportunity_counts_by_what_it_saves():
    chance = rp.Risk("rebate", "Rebate", 0.6, kind=rp.Kind.OPPORTUNITY, impacts=[rp.CostImpact(90)])
    order = order_of(chance, threat("little", 0.05, 5))

    assert ["rebate", "little"] == [row.id for row in order]
    assert 50 < order.rows[0].effect < 58
    assert 0 == order.contradicted


def test_days_are_ordered_by_themselves():
    """A delay that the network absorbs ranks below one that it does not."""
    works = [rp.Activity("long", "Long", 100), rp.Activity("short", "Short", 10)]
    free = rp.Risk("free", "Free", 0.5, impacts=[rp.Delay("short", 20)])
    late = rp.Risk("late", "Late", 0.5, impacts=[rp.Delay("long", 20)])
    plan = rp.Plan("Works", activities=works, risks=[free, late])
    check = rp.reconcile_matrix(rp.simulate(plan, **RUN))

    assert check.cost is None
    assert [("late", (1, 1)), ("free", (2, 2))] == [(row.id, row.ranks) for row in check.days]
    assert 0.0 == check.days.rows[1].effect


def test_the_risks_are_placed_under_the_scenario_of_the_run():
    cure = rp.Response("cure", "Cure", rp.Strategy.MITIGATE, probability=0.05)
    plan = plan_of(threat("cured", 0.6, 90, responses=[cure]))
    scores = {
        name: rp.reconcile_matrix(rp.simulate(plan, scenario=name, **RUN)).cost.rows[0].score
        for name in ("inherent", "planned")
    }

    assert scores["inherent"] > scores["planned"]


def test_closed_risks_are_not_ranked():
    order = order_of(threat("open", 0.3, 10), threat("shut", 0.3, 10, status=rp.Status.CLOSED))

    assert ["open"] == [row.id for row in order]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: rp.reconcile_matrix(plan_of(EVEN)), "a run is wanted"),
        (order_of, "no open risk"),
        (
            lambda: rp.reconcile_matrix(rp.from_samples(cost=[1.0, 2.0], base_cost=1)),
            "does not hold its plan",
        ),
    ],
)
def test_what_has_no_matrix_is_refused(ask, message):
    with pytest.raises(rp.RequestError, match=message):
        ask()


def test_a_risk_takes_part_only_where_it_can_have_an_effect():
    """A price has no place among delays, nor a delay that nobody pays for among prices."""
    work = rp.Activity("dig", "Dig", 100)
    price = threat("price", 0.3, 100)
    late = rp.Risk("late", "Late", 0.5, impacts=[rp.Delay("dig", 20)])
    both = threat("both", 0.2, 100, more=[rp.DurationFactor("dig", 1.3)])
    check = rp.reconcile_matrix(rp.simulate(plan_of(price, late, both, activities=[work]), **RUN))
    paid = plan_of(price, late, activities=[rp.Activity("dig", "Dig", 100, day_rate=9)])

    assert {"price", "both"} == {row.id for row in check.cost}
    assert {"late", "both"} == {row.id for row in check.days}
    assert {"price", "late"} == {
        row.id for row in rp.reconcile_matrix(rp.simulate(paid, **RUN)).cost
    }


def test_without_any_delay_there_is_no_order_of_days():
    plan = plan_of(EVEN, activities=[rp.Activity("dig", "Dig", 100)])

    assert rp.reconcile_matrix(rp.simulate(plan, **RUN)).days is None
