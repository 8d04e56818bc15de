"""Contingency, and what a flat reserve buys, against laws whose percentiles are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

import riskplan as rp
from tests.families.harness import ENOUGH, share_off

LAW = stats.norm(100, 10)

PLAN = rp.Plan(
    "Bell",
    start="2026-01-05",
    currency="CNY",
    reserve=0.15,
    deadline="2026-01-14",
    costs=[rp.CostItem("all", "All", rp.Normal(100, 10))],
    activities=[rp.Activity("a", "A", rp.Uniform(4, 14))],
)

RUN = rp.simulate(PLAN, iterations=20_000, seed=1)
ANSWER = rp.contingency(RUN)


@pytest.mark.parametrize("margin", ANSWER.cost_levels, ids=lambda margin: f"P{margin.at:g}")
def test_the_contingency_is_the_percentile_over_the_base(margin):
    assert 100.0 == margin.base
    assert share_off(RUN.cost.values <= LAW.ppf(margin.at / 100), margin.at / 100) < ENOUGH
    assert RUN.cost.percentile(margin.at) == margin.level
    assert margin.level - 100.0 == margin.amount
    assert margin.level.error == pytest.approx(margin.amount.error)


def test_a_flat_reserve_buys_the_confidence_of_base_and_reserve_together():
    audit = ANSWER.audit

    assert (15.0, 100.0) == (audit.reserve, audit.base)
    assert share_off(RUN.cost.values <= 115.0, LAW.cdf(115)) < ENOUGH
    assert (RUN.cost.values <= 115.0).mean() == audit.confidence
    assert audit.confidence.low < LAW.cdf(115) < audit.confidence.high


def test_another_reserve_would_buy_another_confidence():
    """Negative control."""
    assert share_off(RUN.cost.values <= 115.0, LAW.cdf(114)) > ENOUGH


def test_the_audit_says_what_each_level_needs_and_lacks():
    audit = ANSWER.audit

    assert [50.0, 70.0, 80.0, 90.0] == [margin.at for margin in audit.needed]
    for margin in audit.needed:
        assert margin.amount - 15.0 == audit.gap(margin.at)
        assert margin.amount.error == pytest.approx(audit.gap(margin.at).error)


def test_a_level_without_a_gap_is_refused_with_those_there_are():
    for gap in (ANSWER.audit.gap, ANSWER.days_gap):
        with pytest.raises(rp.RequestError) as caught:
            gap(85)
        assert "the P-levels here are 50, 70, 80, 90 (got 85)" == str(caught.value)


def test_the_deadline_is_a_reserve_of_time_with_a_gap_of_its_own():
    assert -1.0 == ANSWER.deadline_margin
    assert ANSWER.days.amount + 1.0 == ANSWER.days_gap(80)
    assert ANSWER.days.amount.error == pytest.approx(ANSWER.days_gap(80).error)


def test_a_plan_without_a_deadline_has_no_gap_of_days():
    plan = PLAN.evolve(deadline=None)
    answer = rp.contingency(rp.simulate(plan, iterations=100, seed=1))

    assert (None, None) == (answer.deadline_margin, answer.days_gap(80))


def test_a_deadline_is_kept_to_the_minute():
    """In floats, these three durations add up to a little more than five days."""
    parts = [2.1, 2.2, 0.7]
    activities = [
        rp.Activity(f"a{i}", "A", days, after=[f"a{i - 1}"] if i else [])
        for i, days in enumerate(parts)
    ]
    plan = rp.Plan("P", start="2026-01-05", deadline="2026-01-09", activities=activities)
    run = rp.simulate(plan, iterations=100, seed=1)

    assert run.duration.base > run.targets.deadline_days
    assert 1.0 == rp.contingency(run, at=50).deadline_confidence
    assert 0.0 == rp.summarize(run, at=[50]).duration.target_exceedance


def test_reserves_are_shares_of_base_and_of_total():
    """80 in a total of 860 is 9.3 % of the total and 10.3 % of the base (DESIGN, section 1)."""
    plan = rp.Plan("P", reserve=80, costs=[rp.CostItem("c", "C", 780)])
    audit = rp.contingency(rp.simulate(plan, iterations=100, seed=1)).audit

    assert (80 / 780, 80 / 860) == pytest.approx((audit.share_of_base, audit.share_of_total))


def test_a_reserve_of_the_total_is_counted_from_the_base():
    share = rp.Reserve(80 / 860, of=rp.ReserveBasis.TOTAL)
    plan = rp.Plan("P", reserve=share, costs=[rp.CostItem("c", "C", 780)])

    assert 80 == pytest.approx(rp.contingency(rp.simulate(plan, seed=1)).audit.reserve)


def test_margins_are_shares_of_base_and_of_total():
    margin = ANSWER.cost

    assert margin.amount / 100 == margin.share_of_base
    assert margin.amount / margin.level == pytest.approx(margin.share_of_total)
    assert margin.share_of_total.low < margin.share_of_total < margin.share_of_total.high


def test_nothing_is_a_share_of_nothing():
    plan = rp.Plan("P", reserve=0.1, risks=[rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(5)])])
    answer = rp.contingency(rp.simulate(plan, iterations=1_000, seed=1), at=1)

    assert (None, None) == (answer.audit.share_of_base, answer.audit.share_of_total)
    assert answer.cost.share_of_base is None
    assert answer.cost.share_of_total is None


def test_days_come_with_dates():
    margin = ANSWER.days

    assert (9.0, RUN.duration.percentile(80) - 9.0) == (margin.base, margin.amount)
    assert RUN.finish.percentile(80) == margin.date
    assert ANSWER.cost.date is None


def test_the_deadline_has_a_confidence():
    """Eight working days end with it, of four to fourteen."""
    assert share_off(RUN.duration.values <= 8, 0.4) < ENOUGH
    assert RUN.finish.confidence("2026-01-14") == ANSWER.deadline_confidence
    assert abs(ANSWER.deadline_confidence - (RUN.duration.values <= 8).mean()) < 1e-3


def test_the_level_asked_for_joins_the_usual_ones():
    answer = rp.contingency(RUN, at=85)

    assert 85.0 == answer.at == answer.cost.at == answer.days.at
    assert [50, 70, 80, 85, 90] == [margin.at for margin in answer.cost_levels]
    assert [50, 70, 80, 90] == [margin.at for margin in rp.contingency(RUN).days_levels]
    assert answer.cost == rp.contingency(RUN, at=np.int64(85)).cost


@pytest.mark.parametrize("at", [0.8, "80", 100, True, None])
def test_what_is_no_level_is_refused(at):
    with pytest.raises(rp.RequestError, match="at must be a P-level in percent"):
        rp.contingency(RUN, at=at)


def test_a_plan_without_a_schedule_has_no_days_and_one_without_money_no_cost():
    money = rp.Plan("Money", costs=[rp.CostItem("c", "C", 5)])
    time = rp.Plan("Time", activities=[rp.Activity("a", "A", 5)])
    of_money, of_time = (rp.contingency(rp.simulate(plan, seed=1)) for plan in (money, time))

    assert (None, None, None) == (of_money.days, of_money.audit, of_money.deadline_confidence)
    assert (None, None) == (of_time.cost, of_time.days.date)
    assert "Contingency(P80, 0)" == repr(of_money)
    assert "Contingency(P80, 0 days)" == repr(of_time)
    for answer in (of_money, of_time):
        assert "reserve" not in answer._repr_html_()
        assert 4 == len(answer.to_frame())


def test_contingency_shows_itself():
    html = ANSWER._repr_html_()

    assert repr(ANSWER).startswith("Contingency(P80, 8.")
    assert "the reserve of 15 buys 93.4 %" in repr(ANSWER)
    for text in ("P90 contingency", "days", "reserve of 15", "buys 93.4 %"):
        assert text in html


def test_a_small_reserve_is_shown_in_full():
    plan = rp.Plan("Millions", reserve=0.1, costs=[rp.CostItem("c", "C", 0.25)])

    assert "the reserve of 0.025 buys 100" in repr(rp.contingency(rp.simulate(plan, seed=1)))


def test_the_frame_has_all_margins():
    frame = ANSWER.to_frame()

    assert [("cost", 50.0), ("days", 90.0)] == [frame.index[0], frame.index[-1]]
    assert ANSWER.cost.amount == frame.loc[("cost", 80.0), "contingency"]
    assert math.isclose(ANSWER.days.amount.low, frame.loc[("days", 80.0), "low"])
