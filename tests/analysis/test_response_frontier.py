"""The efficient frontier: each point is the best for its money, and more money buys more."""

from __future__ import annotations

import pytest

import riskplan as rp
from tests.analysis.response_plans import every_set, exact_cost_of, exact_mean, knapsack, tangle

ITERATIONS = 1_000
JOINT = rp.response_frontier(tangle(), iterations=ITERATIONS, seed=1)

every_objective = pytest.mark.parametrize("objective", rp.Objective)


@every_objective
def test_more_money_buys_more(objective):
    frontier = rp.response_frontier(tangle(), objective=objective, iterations=ITERATIONS, seed=1)
    sign = -1 if objective is rp.Objective.JOINT else 1

    spent = [point.spent for point in frontier]
    values = [sign * point.value for point in frontier]

    assert sorted(spent) == spent
    assert sorted(values, reverse=True) == values
    assert len(set(spent)) == len(set(values)) == len(frontier)
    assert 0.0 == spent[0]
    assert () == frontier.points[0].chosen


def test_each_point_is_the_best_set_for_its_money():
    for point in JOINT.points[::5]:
        best = rp.best_responses(
            tangle(), point.spent, objective=rp.Objective.JOINT, iterations=ITERATIONS, seed=1
        )
        assert best.chosen == point.chosen
        assert best.value == point.value


def test_no_set_lies_beyond_the_frontier_of_exact_arithmetic():
    """All 4,096 sets by hand: none is cheaper in the mean for less than the frontier's money."""
    plan = knapsack()
    frontier = rp.response_frontier(
        plan, objective=rp.Objective.MEAN_COST, iterations=50_000, seed=1
    )
    means = [exact_mean(plan, point.chosen) for point in frontier]
    for chosen in every_set(plan):
        spent = exact_cost_of(plan, chosen) + 1e-9
        affordable = [
            mean for mean, point in zip(means, frontier, strict=True) if point.spent <= spent
        ]
        assert min(affordable) <= exact_mean(plan, chosen) + 0.25


def test_what_is_in_force_stands_beside_the_best_for_its_money():
    inside = JOINT.in_force
    best = rp.best_responses(
        tangle(), inside.spent, objective=rp.Objective.JOINT, iterations=ITERATIONS, seed=1
    )

    assert 9 == len(inside.chosen)
    assert inside.gap == pytest.approx(best.value - inside.value)


def test_a_frontier_stops_at_a_budget():
    frontier = rp.response_frontier(tangle(), 5, iterations=ITERATIONS, seed=1)

    assert [p.spent for p in JOINT if p.spent <= 5] == [p.spent for p in frontier]


def test_a_plan_without_responses_is_a_point():
    plan = rp.Plan("P", budget=1.5, costs=[rp.CostItem("c", "C", rp.Uniform(1, 2))])

    frontier = rp.response_frontier(plan, iterations=ITERATIONS, seed=1)

    assert [(0.0, ())] == [(point.spent, point.chosen) for point in frontier]


def test_the_frame_has_a_row_for_each_point():
    frame = JOINT.to_frame()

    assert [point.spent for point in JOINT] == frame.index.tolist()
    assert [point.value.value for point in JOINT] == frame["value"].tolist()
    assert "r3.x" in frame["chosen"].iloc[-1]
