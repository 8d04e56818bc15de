"""The best set of responses is that of trying every set, whatever ties the responses together."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.analysis.frontier import rounded_up
from riskplan.analysis.response_goals import Goal
from riskplan.analysis.response_requests import Asked, sets_of
from riskplan.analysis.response_search import EVERY_SET, LOCAL_SEARCH, MILP, MILP_WITH_CUTS, Search
from tests.analysis.response_plans import (
    every_set,
    exact_cost_of,
    exact_mean,
    in_force,
    knapsack,
    response,
    tangle,
)

ITERATIONS = 400
TANGLE = tangle()
KNAPSACK = knapsack()

every_objective = pytest.mark.parametrize("objective", rp.Objective)


def sets(plan, objective, iterations=ITERATIONS):
    return sets_of(
        plan,
        Asked(objective, 80, None, None, None),
        iterations=iterations,
        seed=3,
        scenario="planned",
        sampling=rp.Random(),
    )


@cache
def brute_force():
    """Cost, money spent and dates of every set of the tangle, each by a run of its own."""
    rows = []
    for chosen in every_set(TANGLE):
        run = rp.simulate(
            TANGLE,
            iterations=ITERATIONS,
            seed=3,
            scenario=in_force(TANGLE, chosen),
            keep=rp.Keep.RISKS,
        )
        rows.append((chosen, spent_on(chosen), run))
    return rows


def spent_on(chosen):
    """What responses cost: by hand, the triggered one only where its risk occurs."""
    price = {("r1", "x"): 2, ("r1", "y"): 2, ("r2", "x"): 4, ("r3", "x"): 3, ("r4", "x"): 2}
    price |= {("r5", "x"): 1, ("r6", "x"): 5, ("r8", "x"): 1 if ("r1", "x") in chosen else 0}
    # It is paid where the risk occurs, which the other response makes less likely.
    price[("r2", "y")] = 3 * (0.1 if ("r2", "x") in chosen else 0.4)
    return sum(price[pair] for pair in chosen)


def figure(objective, run):
    if objective is rp.Objective.MEAN_COST:
        return run.cost.mean().value
    if objective is rp.Objective.PERCENTILE_COST:
        return run.cost.quiet_percentile(80).value
    if objective is rp.Objective.CVAR:
        worst = np.sort(run.cost.values)[int(0.8 * ITERATIONS) :]
        return float(np.mean(worst))
    kept = (run.cost.values <= 130) & (run.finish.values < np.datetime64("2026-01-24"))
    return -float(np.mean(kept))


@every_objective
@pytest.mark.parametrize("budget", [0.0, 4.0, 8.5, 30.0])
def test_the_chosen_set_is_that_of_trying_every_set(objective, budget):
    """Delays at day rates, one policy for two risks, conditions, secondary and fall-back risks."""
    affordable = [row for row in brute_force() if row[1] <= budget + 1e-9]
    best = min(figure(objective, run) for _, _, run in affordable)

    answer = rp.best_responses(TANGLE, budget, objective=objective, iterations=ITERATIONS, seed=3)

    assert answer.gap == 0.0
    assert answer.spent <= budget + 1e-9
    mine = next(row for row in affordable if row[0] == answer.chosen)
    assert best == pytest.approx(figure(objective, mine[2]), abs=1e-9)
    assert best == pytest.approx(abs(answer.value) * np.sign(best), abs=1e-9)
    assert mine[1] == pytest.approx(answer.spent, abs=1e-9)


@pytest.mark.parametrize("budget", [10, 20, 30, 40, 60, 200])
def test_twelve_responses_give_the_set_of_exact_arithmetic(budget):
    """4,096 sets of constants, the mean of each by hand; responses to one risk multiply."""
    exact = min(
        (one for one in every_set(KNAPSACK) if exact_cost_of(KNAPSACK, one) <= budget + 1e-9),
        key=lambda one: exact_mean(KNAPSACK, one),
    )

    answer = rp.best_responses(KNAPSACK, budget, iterations=100_000, seed=1)

    assert answer.method == MILP
    assert exact == answer.chosen
    assert abs(answer.value - exact_mean(KNAPSACK, exact)) < 2 * answer.value.error


def test_growing_a_set_greedily_is_not_enough():
    """The negative control: trying every set finds what a simple rule misses."""
    search = Search(
        sets(KNAPSACK, rp.Objective.MEAN_COST, 20_000), Goal(rp.Objective.MEAN_COST, 80)
    )

    budgets = [float(budget) for budget in range(5, 60)]
    missed = [b for b in budgets if search._loss(search._greedy(b)) > search.best(b).loss + 1e-9]

    assert missed


@every_objective
def test_the_parts_add_up_to_what_a_run_of_the_whole_set_says(objective):
    found = sets(TANGLE, objective)
    for chosen, _, run in brute_force()[::37]:
        whole = found.of(f"{risk}.{name}" for risk, name in chosen)
        assert np.allclose(whole.cost, run.cost.values, rtol=0, atol=1e-9)
        assert np.array_equal(whole.days, run.duration.values)
        if objective is rp.Objective.JOINT:
            assert whole.in_time.mean() == run.finish.confidence("2026-01-23").value


@pytest.mark.parametrize("objective", [rp.Objective.PERCENTILE_COST, rp.Objective.JOINT])
@pytest.mark.parametrize("budget", [4.0, 8.5, 30.0])
def test_a_search_is_within_the_gap_that_it_states(objective, budget):
    search = sets(TANGLE, objective)
    goal = Goal(objective, 80, 130)
    exact, searched = Search(search, goal).best(budget), Search(search, goal, 1).best(budget)

    assert (exact.method, searched.method) == (EVERY_SET, LOCAL_SEARCH)
    assert searched.bound - 1e-9 <= exact.loss <= searched.loss
    assert searched.loss - exact.loss <= 0.01 * exact.loss


@pytest.mark.parametrize("budget", [4.0, 8.5, 30.0, np.inf])
def test_cuts_find_the_lowest_mean_of_the_worst_futures(budget):
    search, goal = sets(TANGLE, rp.Objective.CVAR), Goal(rp.Objective.CVAR, 80)

    exact, cut = Search(search, goal).best(budget), Search(search, goal, 1).best(budget)

    assert (exact.method, cut.method) == (EVERY_SET, MILP_WITH_CUTS)
    assert cut.is_exact
    assert exact.loss == pytest.approx(cut.loss, abs=1e-6)


@every_objective
@settings(max_examples=15, deadline=None)
@given(less=st.floats(0, 25), more=st.floats(0, 25))
def test_more_money_is_never_worse(objective, less, more):
    search = search_of(objective)

    assert search.best(less + more).loss <= search.best(less).loss


@cache
def search_of(objective):
    return Search(sets(TANGLE, objective), Goal(objective, 80, 130))


@every_objective
def test_a_free_response_that_does_nothing_is_never_chosen(objective):
    useless = response("idle", 0, probability=0.5)
    useful = response("guard", 0, probability=0.1)
    risk = rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(50)], responses=[useless, useful])
    plan = rp.Plan("P", risks=[risk], costs=[rp.CostItem("c", "C", rp.Uniform(50, 90))])

    answer = rp.best_responses(plan, 10, objective=objective, cost=100, iterations=500, seed=1)

    assert answer.chosen == (("r", "guard"),)


def test_a_response_that_is_not_worth_its_price_is_not_chosen():
    plan = rp.Plan(
        "P",
        risks=[
            rp.Risk(
                "r",
                "R",
                0.1,
                impacts=[rp.CostImpact(50)],
                responses=[response("wall", 9, probability=0.0)],
            )
        ],
    )

    answer = rp.best_responses(plan, 100, iterations=2_000, seed=1)

    assert answer.chosen == ()
    assert answer.spent == 0.0
    assert answer.note == "no response within the budget makes the mean cost better"


def test_a_budget_below_the_cheapest_response_gets_an_answer_that_says_so():
    answer = rp.best_responses(TANGLE, 0.5, iterations=500, seed=1)

    assert answer.chosen == ()
    assert answer.note == (
        "the budget of 0.5 EUR is below the cheapest response, r5.x, which costs 1 EUR"
    )


def test_a_promise_that_no_future_keeps_gets_an_answer_with_the_nearest_one():
    joint = {"objective": rp.Objective.JOINT, "iterations": 500, "seed": 1}

    dear = rp.best_responses(TANGLE, cost=10, **joint)
    early = rp.best_responses(TANGLE, cost=500, days=5, **joint)

    assert dear.chosen == early.chosen == ()
    assert dear.value.value == early.value.value == 0.0
    never = "no set looked at meets budget and date in any of 500 futures"
    run = rp.simulate(TANGLE, iterations=500, seed=1, scenario=in_force(TANGLE, ()))
    assert dear.note.startswith(f"{never}; the least cost of one is ")
    least = float(dear.note.split()[-2])
    assert least == pytest.approx(run.cost.values.min(), rel=1e-3)
    assert least >= run.cost.values.min()
    shortest = rounded_up(run.duration.values.min())
    assert early.note == f"{never}; the shortest takes {shortest:g} days"


def test_a_plan_without_responses_gets_an_answer_that_says_so():
    plan = rp.Plan("P", costs=[rp.CostItem("c", "C", rp.Uniform(1, 2))])

    answer = rp.best_responses(plan, 5, iterations=100, seed=1)

    assert answer.chosen == ()
    assert answer.note == "the plan has no responses to choose from"


@pytest.mark.parametrize("budget", [-1, float("nan"), "much", True])
def test_a_budget_that_is_no_sum_of_money_is_refused(budget):
    with pytest.raises(rp.RequestError, match="budget must be the most that responses may cost"):
        rp.best_responses(KNAPSACK, budget)


@pytest.mark.parametrize(
    ("changes", "request_", "message"),
    [
        ({"objective": "mean"}, {}, r"objective must be one of Objective\.MEAN_COST"),
        ({"objective": rp.Objective.JOINT}, {}, r"has no budget \(write cost=20e6\)"),
        ({"at": 0.8}, {}, "write at=80"),
        ({"sampling": rp.Sobol()}, {"iterations": 1_024}, "Sobol"),
        ({"cost": "dear"}, {}, "cost must be an amount of money"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_remedy(changes, request_, message):
    with pytest.raises(rp.RequestError, match=message):
        rp.best_responses(KNAPSACK, 10, **changes, **request_)


def test_a_plan_with_a_schedule_needs_a_finish_for_its_joint_probability():
    with pytest.raises(rp.RequestError, match=r'no deadline \(write finish="2026-06-30"\)'):
        rp.best_responses(TANGLE.evolve(deadline=None), 10, objective=rp.Objective.JOINT)


def test_a_finish_may_be_given_as_a_date_or_in_working_days():
    joint = {"objective": rp.Objective.JOINT, "iterations": 500, "seed": 1, "cost": 130}

    by_date = rp.best_responses(TANGLE, 8, finish="2026-01-23", **joint)
    in_days = rp.best_responses(TANGLE, 8, days=15, **joint)

    assert by_date.value == in_days.value
    assert by_date.chosen == in_days.chosen


def test_the_scenario_of_an_answer_can_be_simulated():
    answer = rp.best_responses(TANGLE, 8, iterations=500, seed=1)

    run = rp.simulate(TANGLE, scenario=answer.scenario, iterations=500, seed=1)

    assert run.cost.mean().value == pytest.approx(answer.value.value, abs=1e-9)


def test_what_a_set_gains_carries_the_error_of_the_pair():
    answer = rp.best_responses(KNAPSACK, 40, iterations=5_000, seed=1)
    none = rp.best_responses(KNAPSACK, 0, iterations=5_000, seed=1)

    assert answer.gain.value == pytest.approx(none.value - answer.value)
    assert answer.gain.error < none.value.error


def crowded():
    risks = [
        rp.Risk(
            f"r{n}",
            f"R{n}",
            0.3,
            impacts=[rp.Delay("a", 1 + n)],
            responses=[response("x", 1, probability=0.0)],
        )
        for n in range(13)
    ]
    return rp.Plan("P", activities=[rp.Activity("a", "A", 20, day_rate=2)], risks=risks)


def test_more_responses_than_can_be_tried_on_one_schedule_are_searched_with_a_gap():
    plan = crowded()

    answer = rp.best_responses(plan, 5, iterations=200, seed=1)

    assert answer.method == LOCAL_SEARCH
    assert [f"r{n}" for n in range(8, 13)] == [risk for risk, _ in answer]
    assert answer.value.value - 40 == pytest.approx(answer.gap)
    assert answer.note == ""


def test_where_responses_may_do_harm_the_gap_of_a_search_is_not_known():
    plan = crowded()
    risk = rp.Risk("z", "Z", 0.2, arises_from="r1.x", impacts=[rp.CostImpact(3)])

    answer = rp.best_responses(plan.evolve(risks=[*plan.risks, risk]), 5, iterations=200, seed=1)

    assert answer.gap == np.inf
    assert "too many responses act on each other" in answer.note


def test_the_frame_names_all_responses_and_says_which_are_chosen():
    answer = rp.best_responses(KNAPSACK, 30, iterations=500, seed=1)

    frame = answer.to_frame()

    assert len(frame) == 12
    assert list(frame.index[frame["chosen"]]) == list(answer.chosen)
    assert frame.loc[list(answer.chosen), "cost"].sum() == pytest.approx(answer.spent)


def test_an_impossible_budget_is_said_by_the_answer_itself():
    answer = rp.best_responses(TANGLE, 0.5, iterations=500, seed=1)

    assert repr(answer).endswith(f"; {answer.note})")
    assert "note" in answer._repr_html_()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_paid_when_a_risk_occurs_has_its_exact_price(seed):
    """A budget of exactly that affords it, however often the risk happened to occur."""
    half = rp.Response("x", "X", rp.Strategy.MITIGATE, cost=10, triggered=True, cost_impact="-50%")
    risk = rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(100)], responses=[half])
    plan = rp.Plan("P", costs=[rp.CostItem("c", "C", 100)], risks=[risk])
    enough, less = (
        rp.best_responses(plan, budget=budget, iterations=500, seed=seed) for budget in (5, 4.9)
    )

    assert ((("r", "x"),), 5.0) == (enough.chosen, enough.spent)
    assert () == less.chosen
    assert "below the cheapest response, r.x, which costs 5" in less.note


def test_what_hits_only_work_in_its_window_is_counted():
    work = rp.Activity("a", "A", 10)
    late = rp.Response("x", "X", rp.Strategy.MITIGATE, cost=10, triggered=True, time_impact="-50%")
    risk = rp.Risk(
        "r", "R", 0.5, window="2026-01-05 to 2026-06-30", impacts=[rp.Delay("a", 5)],
        responses=[late],
    )  # fmt: skip
    plan = rp.Plan("P", start="2026-01-05", activities=[work], risks=[risk], budget=1)
    option = rp.best_responses(plan, iterations=2_000, seed=1).options[0]

    # The work is under way in about a tenth of the window.
    assert 0.0 < option.cost < 1.5
