"""Economics: present values of known streams, payback by hand, and what a delay costs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.analysis.returns import _payback

RATE = 0.08


def worth_of(plan: rp.Plan, iterations: int = 1, **parts) -> rp.Economics:
    run = rp.simulate(plan, iterations=iterations, seed=1, workers=1)
    return rp.economics(run, **{"discount_rate": RATE, **parts})


def mill(*benefits: rp.Benefit, **parts) -> rp.Plan:
    """1,000 on the first day, and what comes in for it."""
    costs = [rp.CostItem("mill", "Mill", 1_000, on="2026-01-01")]
    parts = {"start": "2026-01-01", "deadline": "2026-01-31", "costs": costs, **parts}
    return rp.Plan("Mill", benefits=benefits, **parts)


def factor(month: int, rate: float = RATE, within: float = 0.5) -> float:
    """What money in the m-th month is worth at the beginning of the first, counted from 0."""
    return (1 + rate) ** -((month + within) / 12)


# --- known streams --------------------------------------------------------------------------------


def test_the_present_value_of_an_annuity_is_its_closed_form():
    """100 a month from February to January: a geometric series."""
    monthly = rp.Benefit("flour", "Flour", 100, on="2026-02-01", months=12)
    worth = worth_of(mill(monthly))

    step = factor(1, within=0)
    series = 100 * factor(1) * (1 - step**12) / (1 - step)
    assert pytest.approx(series) == worth.benefit_value.values[0]
    assert pytest.approx(1_000 * factor(0)) == worth.cost_value.values[0]
    assert pytest.approx(series - 1_000 * factor(0)) == worth.npv.values[0]
    assert pytest.approx(series - 1_000 * factor(0)) == worth.npv.base
    assert pytest.approx(0.2) == worth.roi.values[0]


def test_a_year_later_is_worth_one_over_one_plus_the_rate():
    """The rate is an effective annual one, wherever in a month money counts as paid."""
    now, later = (rp.Benefit("b", "B", 500, on=day) for day in ("2026-03-10", "2027-03-10"))
    for discounting in rp.Discounting:
        values = [
            worth_of(mill(each), discounting=discounting).benefit_value.values[0]
            for each in (now, later)
        ]
        assert values[0] / (1 + RATE) == pytest.approx(values[1])


def test_the_end_of_the_month_is_half_a_month_later_than_its_middle():
    plan = mill(rp.Benefit("b", "B", 500, on="2026-03-10"))

    found = worth_of(plan, discounting=rp.Discounting.END_OF_MONTH).benefit_value.values[0]

    assert 500 * factor(2, within=1) == pytest.approx(found)


def test_nothing_is_discounted_at_a_rate_of_0():
    worth = worth_of(mill(rp.Benefit("b", "B", 100, months=12)), discount_rate=0)

    assert 200 == pytest.approx(worth.npv.values[0])


def test_parts_of_months_count_by_their_days():
    """From 16 April, half a month of April; and 2.25 months are 2.25 monthly amounts."""
    worth = worth_of(mill(rp.Benefit("b", "B", 100, on="2026-04-16", months=2.25)), discount_rate=0)
    values = worth_of(mill(rp.Benefit("b", "B", 100, on="2026-04-16", months=2.25)))

    assert 225 == pytest.approx(worth.benefit_value.values[0])
    series = 50 * factor(3) + 100 * factor(4) + 75 * factor(5)
    assert series == pytest.approx(values.benefit_value.values[0])


def test_a_benefit_after_the_plan_waits_for_its_end_and_its_lag():
    """A plan without activities ends with its deadline, so that this one comes in in April."""
    worth = worth_of(mill(rp.Benefit("b", "B", 500, lag=2)))

    assert 500 * factor(3) == pytest.approx(worth.benefit_value.values[0])


def test_a_benefit_moves_with_the_finish_that_it_waits_for():
    """Ready on Friday 30 January or Tuesday 31 March: it comes a month after the following day."""
    work = rp.Activity("a", "A", rp.Discrete([22, 64], [0.5, 0.5]))
    ready = rp.Milestone("ready", "Ready", after="a")
    benefit = rp.Benefit("b", "B", 500, after="ready", lag=1)
    plan = mill(benefit, activities=[work, ready], deadline=None)

    worth = worth_of(plan, 100)

    exact = [500 * factor(1), 500 * factor(4)]
    found = np.unique(np.round(worth.benefit_value.values, 6)).tolist()
    assert sorted(exact) == pytest.approx(found)


def test_a_phase_and_an_activity_can_bring_benefits_too():
    """They end on 30 January, 27 February and 24 April."""
    work = [
        rp.Activity("a", "A", 22, phase="first"),
        rp.Activity("b", "B", 20, after="a", phase="first"),
        rp.Activity("c", "C", 40, after="b"),
    ]
    for after, month in (("a", 0), ("first", 1), ("c", 3), (None, 3)):
        worth = worth_of(
            mill(rp.Benefit("x", "X", 500, after=after), activities=work, deadline=None)
        )
        assert 500 * factor(month) == pytest.approx(worth.benefit_value.values[0])


def test_escalation_makes_costs_dearer_and_benefits_not():
    plan = mill(rp.Benefit("b", "B", 2_000, on="2026-06-01"))

    plain, risen = worth_of(plan), worth_of(plan.evolve(escalation=RATE))

    assert plain.benefit_value.values == risen.benefit_value.values
    assert 1_000 == pytest.approx(risen.cost_value.values[0])


def test_an_uncertain_benefit_has_the_mean_of_its_law():
    plan = mill(rp.Benefit("b", "B", rp.Uniform(50, 150), on="2026-02-01", months=12))
    worth = worth_of(plan, 4_000)
    exact = worth_of(mill(rp.Benefit("b", "B", 100, on="2026-02-01", months=12))).npv.values[0]

    assert abs(worth.npv.mean() - exact) < 2 * worth.npv.mean().error
    # NPV is linear in the amount: it is below 0 where the amount is below the cost's share.
    value_of_one = (exact + 1_000 * factor(0)) / 100
    loss = (1_000 * factor(0) / value_of_one - 50) / 100
    assert worth.loss.low < loss < worth.loss.high


# --- payback --------------------------------------------------------------------------------------


def test_payback_counts_from_the_month_of_the_start():
    """1,000 in January, 100 a month from February on: paid back at the end of November."""
    worth = worth_of(mill(rp.Benefit("b", "B", 100, on="2026-02-01", months=12)))

    assert [11.0] == pytest.approx(worth.payback.months.values)
    assert 1.0 == worth.payback.confidence(11.01)
    assert 0.0 == worth.payback.never


def test_what_is_never_paid_back_takes_for_ever():
    worth = worth_of(mill(rp.Benefit("b", "B", 99, on="2026-02-01", months=10)), 40)

    assert 1.0 == worth.payback.never
    assert math.isinf(worth.payback.months.quiet_percentile(50))
    assert "never 100" in repr(worth.payback)
    assert 0.0 == worth.payback.confidence(1e6)


@pytest.mark.parametrize(
    ("net", "expected"),
    [
        ([-100, 50, 50], 3.0),
        ([-100, 200, 0], 1.5),
        ([-100, 200, -150, 100], 3.5),
        ([5, 5], 0.0),
        ([0, 0], 0.0),
        ([-100, 50], math.inf),
        ([-100, 0, 400], 2.25),
    ],
    ids=str,
)
def test_payback_is_when_the_sum_stays_at_0_or_above(net, expected):
    years = np.arange(len(net)) / 12

    assert [expected] == pytest.approx(_payback(np.array(net, dtype=float)[:, None], years))


def test_exposure_is_the_most_that_costs_run_ahead():
    costs = [
        rp.CostItem("a", "A", 600, on="2026-01-10"),
        rp.CostItem("b", "B", 500, on="2026-03-10"),
    ]
    worth = worth_of(mill(rp.Benefit("b", "B", 400, on="2026-02-01"), costs=costs))

    assert [700.0] == pytest.approx(worth.exposure.values)


# --- laws -----------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(wait=st.integers(0, 200), longer=st.integers(2, 200), rate=st.floats(0, 0.5))
def test_a_later_finish_never_makes_benefits_worth_more(wait, longer, rate):
    values = []
    for days in (wait, wait + longer):
        work = [rp.Activity("a", "A", days)]
        plan = mill(rp.Benefit("b", "B", 100, months=12), activities=work, deadline=None)
        values.append(worth_of(plan, discount_rate=rate).benefit_value.values[0])

    assert values[1] <= values[0] * (1 + 1e-12)
    if rate > 0.01:  # negative control: it is not always the same
        assert values[1] < values[0]


@settings(max_examples=20)
@given(rates=st.lists(st.floats(0, 0.99), min_size=2, max_size=2, unique=True).map(sorted))
def test_a_higher_rate_makes_later_money_worth_less(rates):
    plan = mill(rp.Benefit("b", "B", 100, on="2026-06-01", months=12))

    lower, higher = (worth_of(plan, discount_rate=rate).npv.values[0] for rate in rates)

    assert higher <= lower


# --- floors, and refusals -------------------------------------------------------------------------


def test_the_floor_is_met_where_the_return_reaches_it():
    """20 % for certain: it reaches 20 %, and not 21 %."""
    plan = mill(rp.Benefit("b", "B", 100, on="2026-02-01", months=12), roi_floor=0.2)

    assert 1.0 == worth_of(plan).meets_floor
    assert 0.0 == worth_of(plan, roi_floor=0.21).meets_floor
    assert "at least 20 % with" in repr(worth_of(plan))


def test_the_frame_has_a_row_for_each_figure():
    frame = worth_of(mill(rp.Benefit("b", "B", 100, months=12)), 200).to_frame()

    assert ["npv", "cost_value", "benefit_value", "roi", "payback", "exposure"] == list(frame.index)
    assert ["base", "mean", "error", "p10", "p50", "p90"] == list(frame.columns)


@pytest.mark.parametrize(
    ("plan", "parts", "message"),
    [
        (mill(), {}, "has no benefits, so nothing pays its costs back"),
        (
            mill(rp.Benefit("b", "B", 1)),
            {"discount_rate": None},
            "there is no discount rate; give the plan one, or write",
        ),
        (
            mill(rp.Benefit("b", "B", 1)),
            {"discount_rate": -1},
            r"discount_rate must be a fraction above -1 \(got -1\); 8 % is 0.08",
        ),
        (
            mill(rp.Benefit("b", "B", 1)),
            {"discount_rate": 8},
            r"discount_rate: a rate of 800 % a year; .*; did you mean 0.08\?",
        ),
        (
            mill(rp.Benefit("b", "B", 1)),
            {"roi_floor": "high"},
            "roi_floor must be a fraction above -1",
        ),
        (
            mill(rp.Benefit("b", "B", 1)),
            {"discounting": "mid"},
            "discounting must be one of rp.Discounting.MID_MONTH, rp.Discounting.END_OF_MONTH",
        ),
        (
            mill(rp.Benefit("b", "B", 1), costs=[rp.CostItem("c", "C", 0)]),
            {},
            "in some iterations the plan costs nothing, so that there is no return on it",
        ),
    ],
    ids=["benefits", "rate", "a rate of -1", "percents", "floor", "discounting", "costs"],
)
def test_what_cannot_be_judged_is_refused(plan, parts, message):
    with pytest.raises(rp.RequestError, match=message):
        worth_of(plan, **parts)


def test_without_a_floor_none_is_met():
    with pytest.raises(rp.RequestError, match="there is no roi_floor"):
        worth_of(mill(rp.Benefit("b", "B", 1))).meets_floor  # noqa: B018
