"""Joint confidence: exact on small plans, honest elsewhere, and the impossible is answered."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from tests.families.harness import ENOUGH, share_off

# --- exact answers by enumeration -----------------------------------------------------------------

CHANCES = {"flood": 0.3, "strike": 0.5, "permit": 0.2}
COST = {"flood": 40.0, "strike": 0.0, "permit": 10.0}
DAYS = {"flood": 5.0, "strike": 8.0, "permit": 0.0}


def small_plan(**parts) -> rp.Plan:
    """Three risks that cost money, time, or both: eight futures."""
    impacts = {
        name: [rp.CostImpact(COST[name])] * (COST[name] > 0)
        + [rp.Delay("dig", DAYS[name])] * (DAYS[name] > 0)
        for name in CHANCES
    }
    return rp.Plan(
        "Dam",
        costs=[rp.CostItem("dam", "Dam", 100)],
        activities=[rp.Activity("dig", "Dig", 20)],
        risks=[rp.Risk(name, name, CHANCES[name], impacts=impacts[name]) for name in CHANCES],
        **parts,
    )


def futures() -> list[tuple[float, float, float]]:
    """Probability, cost and days of every future."""
    found = []
    for occurs in itertools.product((False, True), repeat=3):
        names = [name for name, it_does in zip(CHANCES, occurs, strict=True) if it_does]
        chance = math.prod(p if name in names else 1 - p for name, p in CHANCES.items())
        cost, days = sum(COST[name] for name in names), sum(DAYS[name] for name in names)
        found.append((chance, 100 + cost, 20 + days))
    return found


def exact_joint(cost: float, days: float) -> float:
    return sum(chance for chance, c, d in futures() if c <= cost and d <= days)


def exact_frontier(at: float) -> list[tuple[float, float]]:
    """The pairs of a cost and days of some future that are sure enough, none of them to spare."""
    costs, days = sorted({c for _, c, _ in futures()}), sorted({d for _, _, d in futures()})
    enough = [(c, d) for c in costs for d in days if exact_joint(c, d) >= at / 100]
    return sorted(
        (d, c)
        for c, d in enough
        if not any((x, y) != (c, d) and x <= c and y <= d for x, y in enough)
    )


SMALL = rp.simulate(small_plan(), iterations=40_000, seed=3)


@pytest.mark.parametrize("cost", [100, 110, 140, 150])
@pytest.mark.parametrize("days", [20, 25, 28, 33])
def test_a_joint_probability_is_that_of_the_futures_that_keep_both(cost, days):
    answer = rp.jcl(SMALL, cost=cost, days=days)
    exact = exact_joint(cost, days)
    hits = (SMALL.cost.values <= cost) & (SMALL.duration.values <= days)

    assert hits.mean() == answer.joint.value
    assert share_off(hits, exact) < ENOUGH if 0 < exact < 1 else exact == answer.joint


@pytest.mark.parametrize("at", [55, 60, 72, 90])
def test_the_frontier_of_a_small_plan_is_that_of_its_futures(at):
    found = [(pair.finish.value, pair.cost.value) for pair in rp.jcl(SMALL, at=at)]

    assert exact_frontier(at) == found


def test_a_frontier_at_another_level_is_caught():
    """Negative control."""
    found = [(pair.finish.value, pair.cost.value) for pair in rp.jcl(SMALL, at=60)]

    assert exact_frontier(80) != found


# --- laws -----------------------------------------------------------------------------------------

SETTINGS = {"seed": 1, "workers": 1}


def bridge(**parts) -> rp.Plan:
    return rp.Plan(
        "Bridge",
        start="2026-01-05",
        currency="CNY",
        costs=[rp.CostItem("crew", "Crew", rp.Pert(50, 60, 100), day_rate=2, during="build")],
        activities=[rp.Activity("build", "Build", rp.Pert(60, 80, 130))],
        risks=[rp.Risk("rock", "Rock", 0.3, impacts=[rp.Delay("build", 20), rp.CostImpact(60)])],
        **parts,
    )


BRIDGE = rp.simulate(bridge(), iterations=10_000, **SETTINGS)


@settings(max_examples=30)
@given(st.floats(5, 95), st.floats(5, 95))
def test_both_are_never_surer_than_one_and_never_less_than_what_both_leave(one, other):
    """The bounds of Fréchet and Hoeffding."""
    cost, days = BRIDGE.cost.percentile(one).value, BRIDGE.duration.percentile(other).value
    answer = rp.jcl(BRIDGE, cost=cost, days=days)
    alone = answer.cost_confidence.value, answer.finish_confidence.value

    assert max(sum(alone) - 1, 0) - 1e-12 <= answer.joint.value <= min(alone)


def test_cost_and_finish_that_are_independent_multiply():
    plan = rp.Plan(
        "Apart",
        costs=[rp.CostItem("c", "C", rp.Uniform(0, 100))],
        activities=[rp.Activity("a", "A", rp.Uniform(0, 100))],
    )
    run = rp.simulate(plan, iterations=40_000, **SETTINGS)
    answer = rp.jcl(run, cost=60, days=70)

    assert share_off((run.cost.values <= 60) & (run.duration.values <= 70), 0.42) < ENOUGH
    assert answer.independent == pytest.approx(0.42, abs=0.01)
    assert answer.dependence.low < 0 < answer.dependence.high
    assert answer.level(80).joint.low <= 0.64 <= answer.level(80).joint.high


def test_cost_that_is_time_times_money_hides_no_trap():
    """Comonotone: P80 with P80 is 80 % sure, and no error is left."""
    plan = rp.Plan("One", activities=[rp.Activity("a", "A", rp.Uniform(10, 20), day_rate=3)])
    answer = rp.jcl(rp.simulate(plan, iterations=5_000, **SETTINGS))

    assert 1.0 == answer.dependence.value
    assert [0.5, 0.7, 0.8, 0.9] == pytest.approx([one.joint.value for one in answer.levels])
    assert 1 == len(answer)


def test_p80_with_p80_is_less_than_80_percent_sure():
    trap = rp.jcl(BRIDGE).level(80)

    assert 0.6 < trap.joint.low < trap.joint.high < 0.8


def test_every_pair_of_the_frontier_is_just_sure_enough():
    answer = rp.jcl(BRIDGE, at=70)
    ends = [pair.finish.value for pair in answer]
    costs = [pair.cost.value for pair in answer]

    assert 5 < len(answer) <= 40
    assert sorted(set(ends)) == ends
    assert sorted(set(costs), reverse=True) == costs
    for pair in answer:
        again = rp.jcl(BRIDGE, cost=pair.cost.value, finish=pair.finish.value)
        assert again.joint.value == pair.joint.value
        assert 0.7 <= pair.joint.value < 0.7002
    balanced = answer.balanced
    assert balanced.cost_confidence == pytest.approx(balanced.finish_confidence, abs=0.02)


def test_the_chances_of_two_percentiles_together_are_covered_honestly():
    """Two independent laws: 64 %, whatever the percentiles come to."""
    plan = rp.Plan(
        "Apart",
        costs=[rp.CostItem("c", "C", rp.Uniform(0, 100))],
        activities=[rp.Activity("a", "A", rp.Uniform(0, 100))],
    )
    held = half = 0
    for seed in range(250):
        run = rp.simulate(plan, iterations=1_000, seed=seed, workers=1)
        joint = rp.jcl(run).level(80).joint
        held += joint.low <= 0.64 <= joint.high
        half += abs(joint - 0.64) <= joint.error / 2

    assert 0.92 <= held / 250 <= 0.98
    assert half / 250 < 0.8  # negative control: half the width is too narrow


# --- what can be asked ----------------------------------------------------------------------------


def test_the_plan_is_asked_about_its_own_promises():
    run = rp.simulate(bridge(budget=300, deadline="2026-05-29"), iterations=2_000, **SETTINGS)
    asked = rp.jcl(run, cost=300, finish=dt.date(2026, 5, 29))

    assert asked.joint.value == rp.jcl(run).joint.value
    assert (300.0, dt.datetime(2026, 5, 29, 23, 59)) == (rp.jcl(run).cost, rp.jcl(run).finish)


@pytest.mark.parametrize(
    "finish",
    ["2026-05-29", dt.date(2026, 5, 29), dt.datetime(2026, 5, 29, 23, 59), "2026-05-29T23:59"],
)
def test_a_finish_is_a_date_in_any_form(finish):
    kept = (BRIDGE.cost.values <= 260) & (BRIDGE.finish.values <= np.datetime64("2026-05-29T23:59"))

    assert kept.mean() == rp.jcl(BRIDGE, cost=260, finish=finish).joint.value


def test_days_count_from_the_start():
    kept = (BRIDGE.cost.values <= 260) & (BRIDGE.duration.values <= 100)

    assert kept.mean() == rp.jcl(BRIDGE, cost=260, days=100).joint.value


def test_what_it_takes_at_this_cost_and_by_this_finish():
    answer = rp.jcl(BRIDGE, cost=310, finish="2026-06-05", at=70)
    by_cost = rp.jcl(BRIDGE, cost=310, finish=answer.at_this_cost.finish.value)
    by_finish = rp.jcl(BRIDGE, cost=answer.at_this_finish.cost.value, finish="2026-06-05")

    assert 0.7 == pytest.approx(by_cost.joint.value, abs=2e-4)
    assert 0.7 == pytest.approx(by_finish.joint.value, abs=2e-4)
    assert answer.reached
    assert "" == answer.remark


def test_a_cost_below_every_future_is_answered_with_the_nearest_pair():
    answer = rp.jcl(BRIDGE, cost=10, finish="2026-06-05", at=99)

    assert answer.remark.startswith("none of 10,000 simulated futures costs 10 or less; least ")
    assert 0.0 == answer.joint
    assert answer.joint.high > 0.0
    assert not answer.reached
    assert answer.at_this_cost is None
    assert answer.nearest.joint >= 0.99
    assert "nearest at 99 %" in answer.answer


def test_a_finish_before_every_future_is_answered_too():
    answer = rp.jcl(BRIDGE, cost=300, finish="2026-01-06")

    assert answer.remark.startswith("none of 10,000 simulated futures is finished by 2026-01-06")
    assert answer.at_this_finish is None


def test_a_cost_and_a_finish_that_are_both_impossible_are_both_named():
    remark = rp.jcl(BRIDGE, cost=10, finish="2026-01-06").remark

    assert re.fullmatch(
        r"none of 10,000 simulated futures costs 10 or less; least [\d.,]+; "
        r"and none is finished by 2026-01-06; first 2026-\d\d-\d\d",
        remark,
    )


def test_a_cost_that_no_finish_makes_sure_enough_says_so():
    low = BRIDGE.cost.percentile(60).value
    answer = rp.jcl(BRIDGE, cost=low, at=99)

    assert "99 % sure: alone it is 60" in answer.remark
    assert answer.joint is None
    assert answer.at_this_cost is None


def test_what_is_shown_has_no_more_digits_than_are_earned():
    """The least of the futures to four digits, upwards, so that some future keeps what is shown."""
    run = rp.simulate(bridge(), iterations=2_000, **SETTINGS)
    answer = rp.jcl(run, cost=10, days=500, at=70)
    early = rp.jcl(run, cost=500, days=3, at=70)

    for shown, values in ((answer, run.cost.values), (early, run.duration.values)):
        told = shown.remark.removesuffix(" days").split()[-1]
        assert len(told.replace(".", "").replace(",", "").lstrip("0")) <= 4
        assert values.min() <= float(told) <= 1.001 * values.min()
    for shown in (repr(answer), answer._repr_html_(), repr(early)):
        assert not re.search(r"\d\d\.\d\d\d", shown)


def test_promises_that_no_future_keeps_together_say_so():
    """Either half of a coin."""
    laws = {"dear": rp.CostImpact(50), "late": rp.Delay("dig", 10)}
    plan = rp.Plan(
        "Coin",
        costs=[rp.CostItem("c", "C", 1)],
        activities=[rp.Activity("dig", "Dig", 5)],
        risks=[
            rp.Risk(name, name, 0.5, exclusive="coin", impacts=[impact])
            for name, impact in laws.items()
        ],
    )
    answer = rp.jcl(rp.simulate(plan, iterations=500, **SETTINGS), cost=1, days=5)

    assert "none of 500 simulated futures keeps both" == answer.remark


def test_more_confidence_than_the_iterations_support_is_said():
    answer = rp.jcl(rp.simulate(bridge(), iterations=200, **SETTINGS), at=99)

    assert "200 simulated futures cannot support a confidence of 99 %; it takes 368" == (
        answer.remark
    )
    assert all(math.isinf(pair.cost.error) for pair in answer)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: rp.jcl(bridge()), "a run is wanted"),
        (lambda: rp.jcl(BRIDGE, at=0.7), "for P70 write at=70"),
        (lambda: rp.jcl(BRIDGE, cost="20M"), "cost must be an amount"),
        (lambda: rp.jcl(BRIDGE, finish="soon"), "is not a date"),
        (lambda: rp.jcl(BRIDGE, finish=100), "finish must be a date"),
        (lambda: rp.jcl(BRIDGE, days="x"), "a number of working days"),
        (lambda: rp.jcl(BRIDGE, finish="2026-06-05", days=3), "give one of them"),
        (lambda: rp.jcl(SMALL, finish="2026-06-05"), "no start.*give days="),
        (lambda: rp.jcl(BRIDGE).level(33), "the P-levels here are 50, 70, 80, 90"),
    ],
)
def test_a_question_that_makes_no_sense_says_what_does(ask, message):
    with pytest.raises(rp.RequestError, match=message):
        ask()


def test_a_plan_without_money_has_no_joint_confidence():
    plan = rp.Plan("Time", activities=[rp.Activity("a", "A", 3)])

    with pytest.raises(rp.RequestError, match="no cost"):
        rp.jcl(rp.simulate(plan, iterations=10, **SETTINGS))


def test_certain_cost_and_finish_are_certain_together():
    plan = rp.Plan("Sure", costs=[rp.CostItem("c", "C", 5)], activities=[rp.Activity("a", "A", 3)])
    answer = rp.jcl(rp.simulate(plan, iterations=500, **SETTINGS), cost=5, days=3)

    assert answer.dependence is None
    assert 1.0 == answer.joint
    assert [(5.0, 3.0)] == [(pair.cost.value, pair.finish.value) for pair in answer]


# --- where cost and finish have atoms -------------------------------------------------------------

ATOMS = [("a", 0.3, 500, 10), ("b", 0.2, 0, 5), ("c", 0.25, 200, 0)]


def stepped(risks) -> rp.Plan:
    """Risks with an id, a probability, a cost and a delay each, so that P80 is kept in more."""
    return rp.Plan(
        "Steps",
        costs=[rp.CostItem("item", "Item", 1_000)],
        activities=[rp.Activity("dig", "Dig", 10)],
        risks=[
            rp.Risk(
                name,
                name,
                chance,
                impacts=[rp.CostImpact(cost)] * (cost > 0) + [rp.Delay("dig", days)] * (days > 0),
            )
            for name, chance, cost, days in risks
        ],
    )


@pytest.mark.parametrize(
    ("risks", "exact"), [(ATOMS, 0.88), ([("a", 0.12, 500, 10)], 0.88)], ids=["apart", "together"]
)
def test_two_percentiles_that_are_kept_more_often_than_they_say_are_covered(risks, exact):
    """Not 80 %: P80 is the lower level, kept in 92.5 % and 94 %, or in 88 %, of all futures."""
    plan = stepped(risks)
    covered = 0
    for seed in range(60):
        run = rp.simulate(plan, iterations=2_000, seed=seed, workers=1)
        joint = rp.jcl(run).level(80).joint
        covered += joint.low <= exact <= joint.high

    assert covered >= 54


def test_a_confidence_within_its_error_is_not_called_impossible():
    run = rp.simulate(bridge(), iterations=2_000, **SETTINGS)
    nearly, far = (run.cost.percentile(at).value for at in (69.5, 50))

    assert "is not shown to be 70 % sure with any finish: alone it is 70 % ± 2 %" in (
        rp.jcl(run, cost=nearly).remark
    )
    assert rp.jcl(run, cost=far).remark.startswith("no finish makes a cost of")
