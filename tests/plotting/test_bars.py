"""Bars have the lengths, the errors and the order of the answers they show."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

import riskplan as rp
from riskplan import plotting
from riskplan.plotting.style import HELP, MAIN
from tests.plotting.boxes import outside, overlaps
from tests.plotting.plans import bridge, bridge_run, crowd

RUN = bridge_run()
ANSWER = rp.contributions(bridge(), RUN)
NEEDED = rp.contingency(RUN)


@pytest.fixture(scope="module")
def many():
    plan = crowd(30)
    return rp.contributions(plan, rp.simulate(plan, iterations=500, seed=1))


def whiskers(ax, axis):
    """The two ends of each interval, across or upwards."""
    lines = [line.get_xydata()[:, axis].tolist() for line in ax.lines if line.zorder == 4]
    return [tuple(ends) for ends in lines]


def ticks(axis):
    return [text.get_text() for text in axis.get_ticklabels()]


def test_risks_are_ranked_by_their_effect_on_cost():
    ax = plotting.risk_bars(ANSWER)

    ranked = ANSWER.by_cost()
    effective = [row for row in ranked if row.cost_effect]
    assert [row.cost_effect.value for row in effective] == [bar.get_width() for bar in ax.patches]
    assert [row.name for row in effective] == ticks(ax.yaxis)[::-1]
    assert "Effect on the mean cost (CNY)" == ax.get_xlabel()


def test_the_first_bar_is_on_top():
    heights = [bar.get_y() for bar in plotting.risk_bars(ANSWER).patches]
    assert sorted(heights, reverse=True) == heights


def test_each_bar_carries_its_error():
    ax = plotting.delay_bars(ANSWER)

    effective = [row.days_effect for row in ANSWER.by_days() if row.days_effect]
    assert [(value.low, value.high) for value in effective] == whiskers(ax, 0)
    assert list(map(str, effective)) == [text.get_text() for text in ax.texts]


def test_savings_have_a_colour_of_their_own():
    ax = plotting.risk_bars(ANSWER)
    colours = {bar.get_width() > 0: bar.get_facecolor() for bar in ax.patches}

    assert {True: to_rgba(MAIN), False: to_rgba(HELP)} == colours
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert ["Raises the cost", "Lowers the cost"] == legend
    assert plotting.delay_bars(ANSWER).get_legend() is None


def test_a_note_says_how_many_are_left_out(many):
    ax = plotting.risk_bars(many, most=5)

    assert 5 == len(ax.patches)
    effective = sum(row.cost_effect != 0.0 for row in many)
    assert f"and {effective - 5} more with smaller effects" in ax.get_xlabel()
    assert "more" not in plotting.risk_bars(many, most=30).get_xlabel()


def test_risks_without_effect_leave_a_note(many):
    ax = plotting.delay_bars(many)
    assert ["No risk has an effect"] == [text.get_text() for text in ax.texts]


def test_one_iteration_has_bars_without_whiskers():
    run = rp.simulate(bridge(), iterations=1, seed=1)
    ax = plotting.delay_bars(rp.contributions(bridge(), run))

    assert ax.patches
    assert [] == whiskers(ax, 0)
    assert not any("unknown" in text.get_text() for text in ax.texts)


def test_contingency_bars_have_the_amounts_and_their_intervals():
    ax = plotting.contingency_bars(NEEDED)

    amounts = [margin.amount for margin in NEEDED.cost_levels]
    assert [amount.value for amount in amounts] == [bar.get_height() for bar in ax.patches]
    assert [(amount.low, amount.high) for amount in amounts] == whiskers(ax, 1)
    assert ["P50", "P70", "P80", "P90"] == [text.split("\n")[0] for text in ticks(ax.xaxis)]


def test_the_level_asked_for_stands_out():
    ax = plotting.contingency_bars(rp.contingency(RUN, at=85))
    dark = [bar.get_facecolor() == to_rgba(MAIN) for bar in ax.patches]
    assert [False, False, False, True, False] == dark


def test_the_reserve_of_the_plan_is_a_line():
    ax = plotting.contingency_bars(NEEDED)

    reserve, bought = NEEDED.audit.reserve, f"{NEEDED.audit.confidence:.0%}".replace("%", " %")
    assert reserve in [line.get_ydata()[0] for line in ax.lines]
    assert f"Plan's reserve\n{reserve / 1e3:g} k\n({bought})" in [t.get_text() for t in ax.texts]


def test_the_days_up_to_the_deadline_are_a_line():
    ax = plotting.contingency_days_bars(NEEDED)

    amounts = [margin.amount.value for margin in NEEDED.days_levels]
    assert amounts == [bar.get_height() for bar in ax.patches]
    assert NEEDED.deadline_margin in [line.get_ydata()[0] for line in ax.lines]


def test_without_reserve_and_deadline_there_is_no_line():
    plan = bridge(reserve=None, deadline=None)
    needed = rp.contingency(rp.simulate(plan, iterations=500, seed=1))

    assert not plotting.contingency_bars(needed).texts
    assert not plotting.contingency_days_bars(needed).texts


def test_what_is_not_there_is_refused():
    only_cost = rp.Plan("C", costs=[rp.CostItem("a", "A", rp.Uniform(1, 2))])
    only_time = rp.Plan("S", activities=[rp.Activity("a", "A", 3)])

    with pytest.raises(rp.RequestError, match="no schedule"):
        plotting.contingency_days_bars(
            rp.contingency(rp.simulate(only_cost, iterations=500, seed=1))
        )
    with pytest.raises(rp.RequestError, match="costs money"):
        plotting.contingency_bars(rp.contingency(rp.simulate(only_time, iterations=500, seed=1)))


@pytest.mark.parametrize("labels", [plotting.ENGLISH, plotting.CHINESE], ids=["en", "zh"])
def test_no_text_overlaps_another_or_leaves_the_figure(labels, many):
    pictures = [
        plotting.risk_bars(ANSWER, labels=labels),
        plotting.risk_bars(many, labels=labels),
        plotting.delay_bars(ANSWER, labels=labels),
        plotting.contingency_bars(rp.contingency(RUN, at=85), labels=labels),
        plotting.contingency_days_bars(rp.contingency(RUN, at=85), labels=labels),
    ]

    assert [[]] * 5 == list(map(overlaps, pictures))
    assert [[]] * 5 == list(map(outside, pictures))


def test_given_axes_are_drawn_on_and_returned():
    for draw, answer in (
        (plotting.risk_bars, ANSWER),
        (plotting.delay_bars, ANSWER),
        (plotting.contingency_bars, NEEDED),
        (plotting.contingency_days_bars, NEEDED),
    ):
        ax = Figure().subplots()
        assert ax is draw(answer, ax)
