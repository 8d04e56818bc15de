"""Funding curves and net present values are drawn as they are, and their labels keep apart."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

import riskplan as rp
from riskplan import plotting
from tests.plotting.boxes import outside, overlaps, texts_of

PLAN = rp.Plan(
    "Mill",
    start="2026-01-05",
    currency="CNY",
    activities=[
        rp.Activity("dig", "Dig", rp.Uniform(60, 90), day_rate=10_000),
        rp.Activity("build", "Build", rp.Uniform(60, 120), after="dig", day_rate=25_000),
    ],
    benefits=[rp.Benefit("flour", "Flour", rp.Uniform(80_000, 200_000), months=36)],
    funding=[rp.Funding(1_500_000, "2026-01-01"), rp.Funding(2_500_000, "2026-06-01")],
    monthly_cap=540_000,
    discount_rate=0.08,
)
RUN = rp.simulate(PLAN, iterations=1_000, seed=1)
FLOW, WORTH = rp.cash_flow(RUN), rp.economics(RUN)

every_language = pytest.mark.parametrize(
    "labels", [plotting.ENGLISH, plotting.CHINESE], ids=["en", "zh"]
)
every_kind = pytest.mark.parametrize("cumulative", [True, False], ids=["to date", "by month"])


def line(ax, gid: str) -> list[float]:
    return next(each for each in ax.lines if each.get_gid() == gid).get_ydata().tolist()


def test_the_curve_goes_through_what_is_spent_up_to_each_month():
    ax = plotting.funding_curve(FLOW, at=50)

    assert [0.0, *FLOW.percentiles(50, cumulative=True)] == line(ax, "level")
    assert [0.0, *np.cumsum(FLOW.base)] == pytest.approx(line(ax, "base"))
    assert [*FLOW.funded().caps, 4_000_000] == line(ax, "cap")


def test_the_steps_are_what_is_spent_in_each_month():
    ax = plotting.funding_curve(FLOW, cumulative=False)

    assert list(FLOW.percentiles(80)) == line(ax, "level")[:-1]
    assert {540_000.0} == set(line(ax, "cap"))
    assert "Spent in a month (CNY)" == ax.get_ylabel()


@every_kind
def test_the_band_has_the_percentiles_as_its_edges(cumulative):
    (band,) = plotting.funding_curve(FLOW, band=(20, 95), cumulative=cumulative).collections
    heights = set(band.get_paths()[0].vertices[:, 1].tolist())

    for at in (20, 95):
        assert set(FLOW.percentiles(at, cumulative=cumulative)) <= heights


def test_another_cap_takes_the_place_of_the_plans_own():
    ax = plotting.funding_curve(FLOW, cumulative=False, cap=600_000)

    assert {600_000.0} == set(line(ax, "cap"))


@every_kind
def test_without_any_cap_none_is_drawn(cumulative):
    free = rp.simulate(PLAN.evolve(funding=[], monthly_cap=None), iterations=100, seed=1)
    ax = plotting.funding_curve(rp.cash_flow(free), cumulative=cumulative)

    assert "cap" not in {each.get_gid() for each in ax.lines}


@every_language
@every_kind
def test_no_label_of_a_funding_curve_overlaps_or_leaves_the_figure(cumulative, labels):
    ax = plotting.funding_curve(FLOW, cumulative=cumulative, labels=labels)

    assert [] == overlaps(ax)
    assert [] == outside(ax)


@every_language
def test_no_label_of_a_net_present_value_overlaps_or_leaves_the_figure(labels):
    ax = plotting.npv_histogram(WORTH, labels=labels)

    assert [] == overlaps(ax)
    assert [] == outside(ax)


def test_the_histogram_says_how_often_the_plan_breaks_even():
    ax = plotting.npv_histogram(WORTH)
    words = [text.get_text() for text in texts_of(ax)]

    assert any(word.startswith("Break-even (") for word in words)
    assert "Net present value (CNY)" == ax.get_xlabel()
    assert 0.99 < sum(bar.get_height() for bar in ax.patches) <= 1.0


def test_given_axes_are_drawn_on_and_returned():
    ax, other = Figure().subplots(1, 2)

    assert ax is plotting.funding_curve(FLOW, ax)
    assert other is plotting.npv_histogram(WORTH, other)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (plotting.funding_curve, "a cash flow is wanted"),
        (plotting.npv_histogram, "the economics of a plan are wanted"),
    ],
)
def test_what_is_neither_is_refused(draw, message):
    with pytest.raises(rp.RequestError, match=message):
        draw(RUN)
