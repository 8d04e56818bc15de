"""The drawdown, against laws that can be enumerated: independent risks with windows or phases."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import numpy as np
import pytest

import riskplan as rp
from riskplan.simulation import overrun_to_come
from tests.analysis.drawdown_plans import PHASES, without
from tests.families.harness import ENOUGH, mean_off, share_off

OBLIGATION, EXPENDITURE = rp.Convention.OBLIGATION, rp.Convention.EXPENDITURE

# One activity that is always under way, so that every strike hits it. What only costs needs none.
WORK = rp.Activity("work", "Work", 260)
WINDOWS = {  # id: probability, cost, window
    "a": (0.5, 100.0, "2026-01-12 to 2026-06-30"),
    "b": (0.3, 250.0, "2026-03-01 to 2026-04-30"),
    "c": (0.2, 700.0, "2026-02-15 to 2026-11-30"),
}
RISKS, MONEY = (
    [
        rp.Risk(id_, id_, p, window=window, impacts=[rp.CostImpact(cost), *more])
        for id_, (p, cost, window) in WINDOWS.items()
    ]
    for more in ([rp.Delay("work", 0)], [])
)
PLAN = rp.Plan("Windows", start="2026-01-05", activities=[WORK], risks=RISKS)
RUN = rp.simulate(PLAN, iterations=40_000, seed=3)
LEFT = overrun_to_come(RUN, spent=False)
ONLY_COSTS = {
    "beside work": PLAN.evolve(risks=MONEY),
    "without any work": PLAN.evolve(risks=MONEY, activities=[], deadline="2026-12-31"),
}
DRAWN = rp.drawdown(RUN, at=[50, 80, 90])


def left_of(window, date):
    """The part of a window that lies after a date, to the minute."""
    first, last = (dt.date.fromisoformat(text) for text in window.split(" to "))
    days = (last - first).days + 1
    return min(max((first - date).days + days, 0) / days, 1.0)


def exact_law(date):
    """What is to come from a date on, enumerated: which risks strike then, and how likely that is.

    They are independent, and each strikes from then on with its probability times the part of
    its window that is left.
    """
    law = {}
    for hits in itertools.product([False, True], repeat=len(WINDOWS)):
        chance, cost = 1.0, 0.0
        for hit, (p, price, window) in zip(hits, WINDOWS.values(), strict=True):
            live = p * left_of(window, date)
            chance *= live if hit else 1.0 - live
            cost += price * hit
        law[cost] = law.get(cost, 0.0) + chance
    return law


@pytest.mark.parametrize("row", range(1, len(LEFT.dates)), ids=lambda row: str(LEFT.dates[row]))
def test_what_is_to_come_has_the_enumerated_law(row):
    law, values = exact_law(LEFT.dates[row]), LEFT.at_dates[row]

    assert {0.0, *law} >= set(values.tolist())
    for cost in law:
        chance = math.fsum(p for other, p in law.items() if other <= cost)
        if chance < 1.0 - 1e-12:
            assert share_off(values <= cost, chance) < ENOUGH
        else:
            assert (values <= cost).all()


@pytest.mark.parametrize("plan", ONLY_COSTS.values(), ids=ONLY_COSTS)
def test_what_only_costs_expires_with_its_window_in_the_same_way(plan):
    run = rp.simulate(plan, iterations=40_000, seed=3)
    left = overrun_to_come(run, spent=False)

    assert rp.exact_cost(plan).mean() == pytest.approx(0.5 * 100 + 0.3 * 250 + 0.2 * 700)
    # The same draws decide the same; only the hours of the last day are counted otherwise.
    assert np.array_equal(RUN.cost.values, run.cost.values)
    for date, values in zip(left.dates[1:], left.at_dates[1:], strict=True):
        law = exact_law(date)
        mean = math.fsum(cost * chance for cost, chance in law.items())
        assert mean_off(values, mean) < ENOUGH


def test_at_the_data_date_what_only_costs_strikes_in_what_is_left_of_its_window():
    """The probability is that of now: half of what was the window tells nothing any more."""
    plan = ONLY_COSTS["beside work"].evolve(data_date="2026-04-01")
    left = overrun_to_come(rp.simulate(plan, iterations=40_000, seed=3), spent=False)
    row = left.dates.index(dt.date(2026, 5, 1))

    assert share_off(left.at_dates[0] >= 700.0, 0.2) < ENOUGH
    # Of the days from April to November, 30 of 244 are over in May.
    assert share_off(left.at_dates[row] >= 700.0, 0.2 * (244 - 30) / 244) < ENOUGH


def test_without_activities_a_last_date_is_asked_for():
    plan = ONLY_COSTS["without any work"].evolve(deadline=None)
    run = rp.simulate(plan, iterations=1_000, seed=3)

    with pytest.raises(rp.RequestError, match="give it a deadline, or add activities"):
        rp.drawdown(run)
    with pytest.raises(rp.RequestError, match="until must be a date"):
        rp.drawdown(run, until=5)
    assert () == rp.drawdown(run, until="2026-12-31").releases


def test_the_law_of_another_month_is_told_apart():
    """Negative control."""
    row = LEFT.dates.index(dt.date(2026, 4, 1))
    law = exact_law(dt.date(2026, 3, 1))
    chance = math.fsum(p for cost, p in law.items() if cost <= 100.0)

    assert share_off(LEFT.at_dates[row] <= 100.0, chance) > ENOUGH


def test_the_percentiles_are_those_of_the_enumerated_law():
    for month in DRAWN.months[1:]:
        law = sorted(exact_law(month.on).items())
        sums = list(itertools.accumulate(chance for _, chance in law))
        for level, needed in zip(DRAWN.levels, month.needed, strict=True):
            true = next(
                cost
                for (cost, _), chance in zip(law, sums, strict=True)
                if chance >= level / 100 - 1e-12
            )
            assert needed.low <= true <= needed.high


def test_at_the_start_it_is_the_contingency_to_the_last_bit():
    first = DRAWN.months[0]

    assert dt.date(2026, 1, 5) == first.on
    for level, needed in zip(DRAWN.levels, first.needed, strict=True):
        whole = rp.contingency(RUN, at=level).cost.amount
        assert (whole.value, whole.low, whole.high) == (needed.value, needed.low, needed.high)


def test_in_the_end_nothing_is_needed():
    assert 0.0 == np.abs(LEFT.at_dates[-1]).max()
    assert {0.0} == {needed.value for needed in DRAWN.months[-1].needed}


BUILT = rp.simulate(PHASES, iterations=40_000, seed=5)


def worked(date):
    """The working days before a date."""
    return int(np.busday_count("2026-01-05", date))


def test_without_a_window_a_risk_strikes_at_any_instant_of_the_work_it_hits():
    run = rp.simulate(without("late", costs=[]), iterations=40_000, seed=5)
    left = overrun_to_come(run, spent=False)

    for date, values in zip(left.dates[1:], left.at_dates[1:], strict=True):
        done = min(max((worked(date) - 60) / 100, 0.0), 1.0)
        chance = 0.4 * (1.0 - done)
        assert share_off(values > 0.0, chance) < ENOUGH if chance else not values.any()


def test_money_spent_evenly_after_a_strike_has_the_known_mean():
    """A strike at u leaves min(1, (1-x)/(1-u)) of its cost at x: (1-x)(1 - ln(1-x)) on average."""
    run = rp.simulate(without("late", costs=[]), iterations=40_000, seed=5)
    left = overrun_to_come(run, spent=True)
    told = 0
    for date, values in zip(left.dates[1:], left.at_dates[1:], strict=True):
        x = (worked(date) - 60) / 100
        if 0.0 < x < 1.0:
            told += 1
            assert mean_off(values, 0.4 * 500 * (1 - x) * (1 - math.log(1 - x))) < ENOUGH
            if x > 0.1:
                assert mean_off(values, 0.4 * 500 * (1 - x)) > ENOUGH  # negative control
    assert told == 5


def test_a_cost_item_is_decided_when_its_work_begins_and_spent_evenly():
    run = rp.simulate(without("late", "rock"), iterations=1_000, seed=5)
    overrun = run.cost.values - run.cost.base
    decided, spent = (overrun_to_come(run, spent=spent) for spent in (False, True))

    for date, one, other in zip(decided.dates, decided.at_dates, spent.at_dates, strict=True):
        done = min(max((worked(date) - 60) / 100, 0.0), 1.0)
        assert np.allclose(overrun if worked(date) <= 60 else 0.0, one)
        assert np.allclose(overrun * (1.0 - done), other)


@pytest.mark.parametrize("spend", [rp.Spend.START, rp.Spend.FINISH])
def test_a_plan_may_say_when_a_cost_item_is_spent(spend):
    steel = rp.CostItem("steel", "Steel", rp.Uniform(100, 200), phase="two", spend=spend)
    run = rp.simulate(without("late", "rock", costs=[steel]), iterations=1_000, seed=5)
    left = overrun_to_come(run, spent=True)
    end = 60 if spend is rp.Spend.START else 159

    for date, values in zip(left.dates, left.at_dates, strict=True):
        assert values.any() == (worked(date) <= end)


def test_money_on_a_date_is_decided_on_that_date():
    steel = rp.CostItem("steel", "Steel", rp.Uniform(100, 200), on="2026-05-13")
    run = rp.simulate(without("late", "rock", costs=[steel]), iterations=1_000, seed=5)
    left = overrun_to_come(run, spent=False)

    assert {date for date in left.dates if date <= dt.date(2026, 5, 13)} == {
        date for date, row in zip(left.dates, left.at_dates, strict=True) if row.any()
    }


def test_money_that_only_comes_later_needs_no_contingency():
    """The base still to come is that of the work still to do, not that of the calendar."""
    slow = rp.Activity("dig", "Dig", rp.Triangular(20, 40, 200), phase="dig")
    plan = rp.Plan(
        "Slip",
        start="2026-01-05",
        activities=[slow],
        costs=[rp.CostItem("pump", "Pump", 1_000, phase="dig")],
    )
    run = rp.simulate(plan, iterations=1_000, seed=1)

    for convention in rp.Convention:
        assert all(
            needed == 0.0
            for month in rp.drawdown(run, convention=convention)
            for needed in month.needed
        )


def test_day_rates_are_needed_until_the_work_is_done():
    slow = rp.Activity("dig", "Dig", rp.Uniform(40, 80), phase="dig", day_rate=10)
    run = rp.simulate(
        rp.Plan("Rate", start="2026-01-05", activities=[slow]), iterations=1_000, seed=1
    )
    overrun, length = run.cost.values - run.cost.base, run.duration.values
    for spent in (False, True):
        left = overrun_to_come(run, spent=spent)
        for date, values in zip(left.dates, left.at_dates, strict=True):
            done = np.minimum(worked(date) / length, 1.0)
            assert np.allclose(overrun * (1.0 - done), values)


def test_a_risk_that_has_occurred_is_only_left_to_pay():
    struck = [
        rp.Risk(
            "rock",
            "Rock",
            1.0,
            status=rp.Status.OCCURRED,
            impacts=[rp.CostImpact(500), rp.Delay("build", 0)],
        )
    ]
    run = rp.simulate(without(costs=[], risks=struck), iterations=1_000, seed=1)
    decided, spent = (rp.drawdown(run, convention=each) for each in (OBLIGATION, EXPENDITURE))

    assert (500.0, 0.0) == tuple(decided.months[i].needed[1].value for i in (0, 1))
    assert 500.0 == spent.needed("2026-03-01", at=80)
    assert 0.0 < spent.needed("2026-06-01", at=80) < 500.0


def test_insurance_pays_with_the_cost_that_it_pays_for():
    cover = rp.Policy("cover", "Cover", ["rock"], premium=0, share=0.6)
    plan = without("late", costs=[], policies=[cover])
    run = rp.simulate(plan, iterations=1_000, seed=5)
    left = overrun_to_come(run, spent=False)

    assert {0.0, 200.0} == set(np.round(left.at_dates, 9).ravel().tolist())
    assert 0.0 == np.abs(left.at_dates[-1]).max()


def test_releases_add_up_to_the_contingency():
    answer = rp.drawdown(BUILT)

    assert ["one", "two", "three"] == [release.id for release in answer.releases]
    for number, level in enumerate(answer.levels):
        released = math.fsum(release.released[number] for release in answer.releases)
        assert rp.contingency(BUILT, at=level).cost.amount == pytest.approx(released, abs=0.005)
        assert 0.0 == answer.releases[-1].held[number]


def test_a_phase_releases_what_can_only_strike_in_it():
    """After the first phase, steel and rock are to come, and no more of what came late."""
    answer = rp.drawdown(BUILT, at=30)
    first, second, third = answer.releases

    assert dt.datetime(2026, 3, 27, 17) == first.on.value
    steel = np.random.default_rng(1).uniform(-50, 50, 1_000_000)
    mixed = steel + 500 * (np.random.default_rng(2).random(1_000_000) < 0.4)
    true = float(np.quantile(mixed, 0.3))
    assert first.held[0].low - 0.5 < true < first.held[0].high + 0.5
    assert (0.0, 0.0) == (second.held[0].value, third.held[0].value)


def test_what_belongs_to_no_phase_is_released_at_the_end():
    plan = PLAN.evolve(activities=[rp.Activity("short", "Short", 20, phase="one"), WORK])
    answer = rp.drawdown(rp.simulate(plan, iterations=1_000, seed=1), at=90)

    assert ["one", ""] == [release.id for release in answer.releases]
    assert 0.0 == answer.releases[-1].held[0]


def test_a_saved_run_is_drawn_down_alike(tmp_path):
    run = rp.simulate(PHASES, iterations=1_000, seed=5)
    run.save(tmp_path / "run.npz")

    assert rp.drawdown(run) == rp.drawdown(rp.load_run(tmp_path / "run.npz"))


def test_today_is_the_data_date():
    plan = PHASES.evolve(data_date="2026-02-10")
    answer = rp.drawdown(rp.simulate(plan, iterations=300, seed=1))

    assert [dt.date(2026, 2, 10), dt.date(2026, 3, 1)] == [month.on for month in answer.months[:2]]


def test_a_plan_without_dates_is_refused_with_the_remedy():
    plans = {
        "no start": PHASES.evolve(start=None),
        "no activities": rp.Plan("Money", start="2026-01-05", costs=[rp.CostItem("c", "C", 5)]),
        "nothing in the plan costs money": rp.Plan(
            "Time", start="2026-01-05", activities=[rp.Activity("a", "A", 5)]
        ),
    }
    for reason, plan in plans.items():
        run = rp.simulate(plan, iterations=100, seed=1)
        with pytest.raises(rp.RequestError, match=reason):
            rp.drawdown(run)


def test_samples_of_another_tool_have_no_plan_to_draw_down():
    run = rp.from_samples(
        cost=np.arange(100.0),
        base_cost=40,
        finish=np.full(100, "2026-05-01", "M8[m]"),
        base_finish="2026-05-01",
        start="2026-01-05",
    )

    with pytest.raises(rp.RequestError, match="does not hold its plan"):
        rp.drawdown(run)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"at": 0.8}, "for P80 write at=80"),
        ({"at": []}, "at must name a P-level"),
        ({"convention": "spent"}, "Convention.OBLIGATION or Convention.EXPENDITURE"),
    ],
)
def test_what_is_no_request_is_refused(request_, message):
    with pytest.raises(rp.RequestError, match=message):
        rp.drawdown(BUILT, **request_)


def test_a_date_is_answered_by_its_month():
    first = DRAWN.months[0]

    assert first.needed[1] == DRAWN.needed("2026-01-31", at=80)
    assert first.needed[1] == DRAWN.needed(first.on, at=80)
    assert 0.0 == DRAWN.needed("2030-01-01", at=50)
    for on, at, message in [
        ("2026-01-04", 80, "before 2026-01-05"),
        ("soon", 80, "not a date"),
        ("2026-02-01", 75, "the P-levels here are 50, 80, 90"),
    ]:
        with pytest.raises(rp.RequestError, match=message):
            DRAWN.needed(on, at=at)


def test_endless_plans_are_refused():
    plan = rp.Plan(
        "Endless",
        start="2026-01-05",
        activities=[rp.Activity("a", "A", 60_000, day_rate=1)],
    )
    run = rp.simulate(plan, iterations=100, seed=1)

    with pytest.raises(rp.RequestError, match="more than 1,200 months"):
        rp.drawdown(run)


def test_the_drawdown_shows_itself():
    answer = rp.drawdown(BUILT)
    frame, releases = answer.to_frame(), answer.release_frame()

    assert repr(answer).startswith("Drawdown(obligation, 2026-01-05: P50 ")
    assert answer.months[2].needed[1].value == frame["p80"].iloc[2]
    assert answer.releases[1].released[0].error == releases.loc["two", "p50_released_error"]
    assert "released after one" in answer._repr_html_()
