"""Sensitivity: what each risk, cost item and activity does, exact, honest and fast to read."""

from __future__ import annotations

import numpy as np
import pytest

import riskplan as rp
from benchmarks.drivers import ratios
from tests.analysis.drivers_by_hand import (
    DAYS,
    DAYS_COINS,
    MONEY,
    MONEY_COINS,
    days_total,
    level,
    money_total,
)

RUNS = {
    "cost": (rp.simulate(MONEY, iterations=100_000, seed=2), MONEY_COINS, money_total, 45),
    "days": (rp.simulate(DAYS, iterations=100_000, seed=2), DAYS_COINS, days_total, 45),
}

BOTH = rp.Plan(
    "Both",
    currency="EUR",
    activities=[
        rp.Activity("dig", "Dig", rp.Uniform(5, 15), day_rate=3),
        rp.Activity("lay", "Lay", rp.Uniform(8, 12), after="dig"),
        rp.Activity("talk", "Talk", 4),
    ],
    costs=[
        rp.CostItem("steel", "Steel", rp.Normal(100, 10)),
        rp.CostItem("desk", "Desk", 5),
    ],
    risks=[
        rp.Risk("rain", "Rain", 0.3, impacts=[rp.Delay("dig", rp.Uniform(2, 8))]),
        rp.Risk(
            "gift", "Gift", 0.5, kind=rp.Kind.OPPORTUNITY, impacts=[rp.CostImpact(rp.Uniform(5, 9))]
        ),
    ],
)
RUN = rp.simulate(BOTH, iterations=5_000, seed=1)
FOUND = rp.sensitivity(RUN)


@pytest.mark.parametrize("total", RUNS)
def test_removal_at_a_level_is_that_of_the_written_down_futures(total):
    run, coins, of, at = RUNS[total]
    found = rp.sensitivity(run, at=at)
    whole = level(coins, of, at)
    expected = {coin.id: whole - level(coins, of, at, [coin.id]) for coin in coins}

    actual = {id_: getattr(found[id_], total).at_level.value for id_ in expected}
    assert expected == pytest.approx(actual, abs=1e-9)


@pytest.mark.parametrize("total", RUNS)
def test_removal_of_another_part_would_be_seen(total):
    """Negative control."""
    run, coins, of, at = RUNS[total]
    found, whole = rp.sensitivity(run, at=93), level(coins, of, at)
    expected = {coin.id: whole - level(coins, of, at, [coin.id]) for coin in coins}

    actual = {id_: getattr(found[id_], total).at_level.value for id_ in expected}
    assert expected != pytest.approx(actual, abs=0.1)


def test_what_is_certain_is_left_out():
    assert ["rain", "gift", "steel", "dig", "lay"] == [row.id for row in FOUND]
    kinds = [row.kind for row in FOUND]
    assert [rp.DriverKind.RISK] * 2 + [rp.DriverKind.COST_ITEM] == kinds[:3]


def test_rows_are_ranked_by_what_they_do_to_the_level():
    by_cost = [abs(row.cost.at_level) for row in FOUND.by_cost()]
    by_days = [abs(row.days.at_level) for row in FOUND.by_days()]

    assert (sorted(by_cost)[::-1], sorted(by_days)[::-1]) == (by_cost, by_days)
    assert {row.id for row in FOUND} == {row.id for row in FOUND.by_cost()}


def test_what_does_nothing_does_exactly_nothing():
    for row in (FOUND["steel"], FOUND["gift"]):
        assert (0.0, 0.0) == (row.days.at_level, row.days.at_level.error)
        assert (0.0, 0.0) == (row.days.mean, row.days.mean.error)


def test_an_opportunity_lowers_the_cost():
    assert FOUND["gift"].cost.mean < 0 > FOUND["gift"].cost.at_level


def test_risks_do_what_their_contributions_say():
    for row in rp.contributions(BOTH, RUN):
        assert pytest.approx(row.cost_effect.value) == FOUND[row.id].cost.mean.value
        assert pytest.approx(row.days_effect.value) == FOUND[row.id].days.mean.value


def test_shares_of_the_variance_of_what_adds_up_add_up():
    plan = rp.Plan(
        "Sum", costs=[rp.CostItem(f"c{s}", f"C {s}", rp.Normal(100, s)) for s in (3, 4, 12)]
    )
    shares = [row.cost.variance_share for row in rp.sensitivity(rp.simulate(plan, seed=1))]

    assert pytest.approx(1.0) == sum(shares)
    for share, variance in zip(shares, (9, 16, 144), strict=True):
        assert abs(share - variance / 169) < 1.5 * share.error


def truth():
    """What 400,000 iterations say."""
    return rp.sensitivity(rp.simulate(BOTH, iterations=400_000, seed=99))


def test_every_error_covers_as_it_says():
    known, hits = truth(), {}
    for seed in range(120):
        for row in rp.sensitivity(rp.simulate(BOTH, iterations=1_000, seed=seed)):
            for total in ("cost", "days"):
                mine, true = getattr(row, total), getattr(known[row.id], total)
                for name in (
                    "at_level",
                    "mean",
                    "variance_share",
                    "rank_correlation",
                    "conditional_mean",
                ):
                    one, right = getattr(mine, name), getattr(true, name)
                    if one is not None and right:
                        hits.setdefault(name, []).append(one.low <= right <= one.high)
    shares = {name: float(np.mean(found)) for name, found in hits.items()}

    assert 5 == len(shares)
    assert all(0.92 < share < 0.985 for share in shares.values()), shares


@pytest.mark.parametrize("sampling", [rp.LatinHypercube(cell=50), rp.Antithetic()], ids=repr)
def test_errors_count_cells(sampling):
    """Spread evenly, a mean is known far better."""
    plain = rp.sensitivity(rp.simulate(BOTH, iterations=5_000, seed=1))
    even = rp.sensitivity(rp.simulate(BOTH, iterations=5_000, seed=1, sampling=sampling))

    assert even["steel"].cost.mean.error < 0.5 * plain["steel"].cost.mean.error


def test_a_full_ranking_takes_no_more_than_twelve_simulations():
    """50 risks on 1,000 activities and 2,000 links, in 5,000 iterations."""
    first = max(ratios(repeats=1).values())

    assert first <= 12.0 or max(ratios(repeats=3).values()) <= 12.0


def test_of_many_activities_the_foremost_are_shown():
    ways = [rp.Activity(f"a{i}", f"A {i}", rp.Uniform(1, 2 + i)) for i in range(30)]
    plan = rp.Plan("Ways", activities=[*ways, rp.Milestone("m", "M", after=[w.id for w in ways])])
    found = rp.sensitivity(rp.simulate(plan, iterations=1_000, seed=1), most=5)

    assert {row.id for row in found} <= {f"a{i}" for i in range(22, 30)}
    assert 25 == found.left_out


def test_the_frame_has_every_statistic_with_its_error():
    frame = FOUND.to_frame()

    assert ["rain", "gift", "steel", "dig", "lay"] == list(frame.index)
    for name in ("p80", "mean", "variance_share", "rank_correlation", "conditional_mean"):
        assert {f"cost_{name}", f"cost_{name}_error", f"days_{name}"} <= set(frame.columns)


def test_a_total_that_the_plan_does_not_have_has_no_columns():
    frame = rp.sensitivity(RUNS["cost"][0]).to_frame()

    assert not [name for name in frame.columns if name.startswith("days")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"at": 0.8}, "write at=80"),
        ({"most": -1}, "most must be"),
        ({"most": 1.5}, "most must be"),
        ({"most": None}, "most must be"),
    ],
)
def test_what_cannot_be_is_refused(arguments, message):
    with pytest.raises(rp.RequestError, match=message):
        rp.sensitivity(RUN, **arguments)


def test_samples_of_another_tool_are_refused():
    with pytest.raises(rp.RequestError, match="does not hold its plan"):
        rp.sensitivity(rp.from_samples(cost=np.arange(100.0), base_cost=1.0))


def test_a_loaded_run_has_the_same_drivers(tmp_path):
    RUN.save(tmp_path / "run.npz")

    assert FOUND.to_frame().equals(rp.sensitivity(rp.load_run(tmp_path / "run.npz")).to_frame())
