"""Attribution: shares that add up to the last bit, exact where all futures can be written down."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from tests.analysis.drivers_by_hand import (
    DAYS,
    DAYS_COINS,
    MONEY,
    MONEY_COINS,
    days_total,
    level,
    money_total,
    shapley,
)
from tests.laws.plans import plans

MONEY_RUN = rp.simulate(MONEY, iterations=100_000, seed=2)
DAYS_RUN = rp.simulate(DAYS, iterations=100_000, seed=2)

SPREADS = [9.0, 7.0, 5.0, 5.0, 3.0, 3.0, 2.0, 1.0, 1.0, 1.0]
NORMAL = rp.Plan(
    "Normal",
    costs=[rp.CostItem(f"c{i}", f"C {i}", rp.Normal(100, s)) for i, s in enumerate(SPREADS)],
)
"""Ten quantities that add up: Euler's share of each is known."""

GROUPS = rp.Plan(
    "Groups",
    phases=[rp.Phase("early", "Early works"), rp.Phase("late", "Late works")],
    costs=[
        rp.CostItem("a", "A", rp.Uniform(1, 9), phase="early", category="steel"),
        rp.CostItem("b", "B", rp.Uniform(1, 9), phase="late"),
        rp.CostItem("fixed", "Fixed", 7, phase="late"),
    ],
    risks=[
        rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(5, phase="late")], owner="Ann"),
        rp.Risk("s", "S", 0.5, impacts=[rp.CostImpact(share=0.5, of="a")], category="steel"),
        rp.Risk(
            "t",
            "T",
            0.5,
            impacts=[rp.CostImpact(1, phase="early"), rp.CostImpact(1, phase="late")],
            responses=[rp.Response("m", "M", rp.Strategy.MITIGATE, cost=rp.Uniform(1, 2))],
        ),
    ],
)


def euler_share(spread: float, at: float) -> float:
    """Of normal quantities that add up: the quantile times the share of the variance."""
    from scipy import stats

    whole = math.hypot(*SPREADS)
    return stats.norm.ppf(at / 100) * spread**2 / whole


@pytest.mark.parametrize(
    ("run", "coins", "total", "at"),
    [
        *[(MONEY_RUN, MONEY_COINS, money_total, at) for at in (45, 52, 90)],
        *[(DAYS_RUN, DAYS_COINS, days_total, at) for at in (40, 45, 93)],
    ],
    ids=lambda value: f"P{value}" if isinstance(value, int) else None,
)
def test_few_players_share_by_shapleys_value_of_all_coalitions(run, coins, total, at):
    """At levels that no coalition reaches with a probability near to them."""
    found = rp.attribute(run, at=at)
    expected = shapley(coins, total, at)

    assert rp.Method.SHAPLEY is found.method
    assert expected == pytest.approx({id_: found.shares[id_].value for id_ in expected}, abs=1e-9)


def test_shapleys_value_of_another_level_would_be_seen():
    """Negative control."""
    found = rp.attribute(MONEY_RUN, at=80)
    expected = shapley(MONEY_COINS, money_total, 93)

    assert expected != pytest.approx({id_: found.shares[id_].value for id_ in expected}, abs=1.0)


def test_the_total_is_the_percentile_over_the_base():
    found = rp.attribute(MONEY_RUN, at=80)

    assert MONEY_RUN.cost.overrun(80) == found.total
    assert level(MONEY_COINS, money_total, 80) - 100 == found.total


@settings(max_examples=40, deadline=None)
@given(plan=plans(), at=st.sampled_from([20, 50, 80, 95]), method=st.sampled_from(rp.Method))
def test_shares_add_up_exactly(plan, at, method):
    run = rp.simulate(plan, iterations=200, seed=1)
    measures = ["cost"] * run.has_cost + ["days"] * run.has_schedule
    for measure in measures:
        found = rp.attribute(run, at=at, method=method, measure=measure)
        if not found.rows:
            assert found.total == 0.0
            continue
        samples = run.cost if measure == "cost" else run.duration

        rest = math.fsum(found.shares.values()) - found.total.value
        assert abs(rest) <= np.spacing(max(map(abs, found.shares.values())))
        assert samples.quiet_percentile(at) - samples.base == found.total


@pytest.mark.parametrize("by", list(rp.Grouping))
@pytest.mark.parametrize("method", list(rp.Method))
def test_so_they_do_by_every_grouping(by, method):
    found = rp.attribute(rp.simulate(GROUPS, iterations=2_000, seed=4), by=by, method=method)

    assert math.fsum(found.shares.values()) == found.total.value
    assert (by, method) == (found.by, found.method)


def test_items_are_grouped_by_what_they_say():
    run = rp.simulate(GROUPS, iterations=500, seed=4)
    ids = {by: list(rp.attribute(run, by=by.value).shares) for by in rp.Grouping}

    assert ["r", "s", "t", "a", "b"] == ids[rp.Grouping.ITEM]
    assert ["", "steel"] == ids[rp.Grouping.CATEGORY]
    assert ["Ann", ""] == ids[rp.Grouping.OWNER]
    assert ["late", "early", "several phases"] == ids[rp.Grouping.PHASE]
    assert ["Late works", "Early works", "several phases"] == [
        row.name for row in rp.attribute(run, by=rp.Grouping.PHASE)
    ]


def test_what_is_in_no_phase_stands_apart_from_what_acts_in_several():
    nowhere = rp.CostItem("n", "N", rp.Uniform(1, 9))
    half = rp.Risk("h", "H", 0.5, impacts=[rp.CostImpact(3, phase="early"), rp.CostImpact(2)])
    plan = GROUPS.evolve(costs=[*GROUPS.costs, nowhere], risks=[*GROUPS.risks, half])
    groups = rp.attribute(rp.simulate(plan, iterations=500, seed=4), by=rp.Grouping.PHASE)

    assert ["late", "early", "several phases", ""] == list(groups.shares)
    assert math.fsum(groups.shares.values()) == groups.total.value


def test_a_group_shares_by_the_value_of_its_members_together():
    """Two groups: the mean of joining first and joining last."""
    run = rp.simulate(GROUPS, iterations=5_000, seed=4)
    steel = rp.attribute(run, by="category", method=rp.Method.SHAPLEY).shares["steel"]
    others = rp.simulate(
        GROUPS.evolve(
            costs=[rp.CostItem("a", "A", 5, phase="early"), *GROUPS.costs[1:]],
            risks=[risk for risk in GROUPS.risks if risk.id != "s"],
        ),
        iterations=5_000,
        seed=4,
    )
    alone = rp.simulate(
        GROUPS.evolve(
            costs=[GROUPS.costs[0], rp.CostItem("b", "B", 5), GROUPS.costs[2]],
            risks=[GROUPS.risks[1]],
        ),
        iterations=5_000,
        seed=4,
    )
    base = 1.5  # what the response costs in the base plan
    first = alone.cost.percentile(80) - alone.cost.base
    last = run.cost.percentile(80) - others.cost.percentile(80)

    assert pytest.approx((first + last) / 2, abs=1e-9) == steel.value
    assert run.cost.base == alone.cost.base + base


@pytest.mark.parametrize("at", [50, 80, 95])
def test_many_players_share_by_eulers_theorem(at):
    run = rp.simulate(NORMAL, iterations=50_000, seed=3)
    found = rp.attribute(run, at=at)

    assert rp.Method.EULER is found.method
    for row, spread in zip(found, SPREADS, strict=True):
        assert abs(row.share - euler_share(spread, at)) < 2.0 * row.share.error


def test_eulers_share_of_another_spread_would_be_seen():
    """Negative control."""
    found = rp.attribute(rp.simulate(NORMAL, iterations=50_000, seed=3), at=80)

    assert abs(found.rows[0].share - euler_share(7.0, 80)) > 3.0 * found.rows[0].share.error


@pytest.mark.parametrize("method", list(rp.Method))
def test_errors_cover_as_they_say(method):
    """Of normal quantities that add up, both methods know the answer."""
    plan = NORMAL.evolve(costs=NORMAL.costs[:3])
    spreads, hits = np.array(SPREADS[:3]), []
    from scipy import stats

    whole, z = math.hypot(*spreads), stats.norm.ppf(0.8)
    if method is rp.Method.EULER:
        expected = z * spreads**2 / whole
    else:
        expected = np.zeros(3)
        for order in itertools.permutations(range(3)):
            for place in range(3):
                levels = [z * math.hypot(*spreads[list(order[:k])]) for k in (place, place + 1)]
                expected[order[place]] += (levels[1] - levels[0]) / 6
    for seed in range(150):
        found = rp.attribute(rp.simulate(plan, iterations=1_000, seed=seed), method=method)
        hits += [
            row.share.low <= e <= row.share.high for row, e in zip(found, expected, strict=True)
        ]

    assert 0.91 < np.mean(hits) < 0.99


@pytest.mark.parametrize("method", list(rp.Method))
def test_errors_shrink_like_one_over_the_root_of_the_iterations(method):
    plan = NORMAL.evolve(costs=NORMAL.costs[:4])
    few, many = (
        np.mean(
            [
                [row.share.error for row in rp.attribute(run, method=method)]
                for run in (rp.simulate(plan, iterations=n, seed=s) for s in range(5))
            ]
        )
        for n in (2_000, 32_000)
    )

    assert pytest.approx(0.25, rel=0.25) == many / few


@pytest.mark.parametrize("sampling", [rp.LatinHypercube(), rp.Sobol(), rp.Antithetic()], ids=repr)
def test_errors_count_cells(sampling):
    plan = NORMAL.evolve(costs=NORMAL.costs[:3])
    run = rp.simulate(plan, iterations=16_000 - 16_000 % sampling.cell, seed=1, sampling=sampling)
    for method in rp.Method:
        found = rp.attribute(run, method=method)

        assert math.fsum(found.shares.values()) == found.total.value
        assert all(0.0 < row.share.error < 1.0 for row in found)


def test_ranks_say_which_shares_cannot_be_told_apart():
    found = rp.attribute(rp.simulate(NORMAL, iterations=20_000, seed=3), at=80)
    ranks = {row.id: row.ranks for row in found}

    assert (1, 1) == ranks["c0"]
    assert (2, 2) == ranks["c1"]
    assert {(3, 4)} == {ranks["c2"], ranks["c3"]}
    assert all(best < worst for best, worst in (ranks["c7"], ranks["c8"], ranks["c9"]))
    assert ["c0", "c1"] == [row.id for row in found.ranked()[:2]]


def test_an_atom_shares_the_futures_that_meet_it():
    """Where many futures come to exactly the percentile, the shares are their means."""
    risks = [
        rp.Risk(f"r{i}", f"R {i}", 0.5, impacts=[rp.CostImpact(c)])
        for i, c in enumerate([1, 1, 1, 1])
    ]
    run = rp.simulate(rp.Plan("Atoms", risks=risks), iterations=10_000, seed=1)
    found = rp.attribute(run, at=60, method=rp.Method.EULER)
    met = run.cost.values == 2.0

    assert 2.0 == found.total
    assert [run.occurrence[f"r{i}"][met].mean() for i in range(4)] == pytest.approx(
        [row.share.value for row in found]
    )


def test_euler_on_a_network_agrees_with_the_mean_over_orders_in_each_future():
    """Two orders at most for each future; over the futures around the percentile they average."""
    found = rp.attribute(DAYS_RUN, at=58, method=rp.Method.EULER)
    values = DAYS_RUN.duration.values
    met = (values == values[np.argsort(values)[int(0.58 * len(values))]]).nonzero()[0]
    shares = dict.fromkeys((coin.id for coin in DAYS_COINS), 0.0)
    for x, weight in _futures(DAYS_RUN, met).items():
        future, neutral = dict(x), {coin.id: coin.neutral for coin in DAYS_COINS}
        for order in itertools.permutations(shares):
            now = dict(neutral)
            for id_ in order:
                before = days_total(now)
                now[id_] = future[id_]
                shares[id_] += weight * (days_total(now) - before) / math.factorial(len(order))

    for id_, share in shares.items():
        assert abs(found.shares[id_] - share) <= 2.0 * found.shares[id_].error + 1e-9


def _futures(run, iterations):
    """The futures of some iterations, as weights."""
    traced = rp.simulation.quantity_samples(
        DAYS, ["sea", "road"], iterations=run.iterations, seed=2, scenario="planned"
    )
    found: dict[tuple, float] = {}
    for i in iterations.tolist():
        occurs = {r: float(run.occurrence[r][i]) for r in ("storm", "queue", "snow")}
        future = tuple({**occurs, "sea": traced[0][i], "road": traced[1][i]}.items())
        found[future] = found.get(future, 0.0) + 1.0 / len(iterations)
    return found


def test_the_same_run_gives_the_same_shares():
    run = rp.simulate(NORMAL, iterations=2_000, seed=3)
    first, second = (rp.attribute(run).to_frame() for _ in range(2))

    assert first.equals(second)


def test_days_are_shared_out_where_nothing_costs_money():
    assert (rp.Measure.DAYS, "days") == (
        rp.attribute(DAYS_RUN).measure,
        rp.attribute(DAYS_RUN).unit,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"by": "colour"}, "by must be one of Grouping.ITEM"),
        ({"at": 0.8}, "write at=80"),
        ({"measure": "days"}, "no activities"),
        ({"method": "guess"}, "method must be one of Method.SHAPLEY"),
        ({"method": "shapley"}, "method must be one of Method.SHAPLEY"),
        ({"measure": ""}, "measure must be one of Measure.COST, Measure.DAYS"),
        ({"by": "ITEM"}, "by must be one of Grouping.ITEM"),
    ],
)
def test_what_cannot_be_is_refused(arguments, message):
    with pytest.raises(rp.RequestError, match=message):
        rp.attribute(MONEY_RUN, **arguments)


def test_too_many_coalitions_are_refused():
    plan = rp.Plan(
        "Many", costs=[rp.CostItem(f"c{i}", f"C {i}", rp.Uniform(0, 1)) for i in range(20)]
    )
    run = rp.simulate(plan, iterations=500, seed=1)

    assert rp.Method.EULER is rp.attribute(run).method
    with pytest.raises(rp.RequestError, match="too many coalitions"):
        rp.attribute(run, method=rp.Method.SHAPLEY)


def test_a_plan_takes_the_place_of_no_run():
    with pytest.raises(rp.RequestError, match="a run is wanted"):
        rp.attribute(MONEY)


@pytest.mark.parametrize("iterations", [1, 2, 3, 5, 30])
@pytest.mark.parametrize("by", [rp.Grouping.ITEM, rp.Grouping.PHASE])
def test_too_few_iterations_leave_errors_and_ranks_open(iterations, by):
    """Of one future nothing is known of the errors: all ranks are open, and nothing warns."""
    plan = NORMAL if by is rp.Grouping.ITEM else GROUPS
    found = rp.attribute(rp.simulate(plan, iterations=iterations, seed=1), by=by)

    assert math.fsum(found.shares.values()) == found.total.value
    if not math.isfinite(found.rows[0].share.error):
        assert {(1, len(found))} == {row.ranks for row in found}
        assert str(found.rows[0].share).endswith("± ?")
    if iterations == 1:
        assert found.rows[0].share.error == math.inf
