"""The pictures of what responses are worth show the figures of the answers, and fit."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_rgba

import riskplan as rp
from riskplan import plotting
from riskplan.plotting.style import ACCENT, HELP
from tests.analysis.response_plans import tangle
from tests.plotting.boxes import outside, overlaps

VALUES = rp.value_responses(tangle(), iterations=1_000, seed=1)
FRONTIERS = {
    objective: rp.response_frontier(tangle(), objective=objective, iterations=1_000, seed=1)
    for objective in rp.Objective
}

both_languages = pytest.mark.parametrize("labels", [plotting.ENGLISH, plotting.CHINESE])
every_objective = pytest.mark.parametrize("objective", rp.Objective)


def test_bars_have_the_length_of_the_net_benefits():
    ax = plotting.response_bars(VALUES)

    nets = sorted((row.given.net_mean.value for row in VALUES), reverse=True)
    assert [net for net in nets if net] == [bar.get_width() for bar in ax.patches]


def test_bars_say_by_colour_what_is_worth_its_money():
    ax = plotting.response_bars(VALUES)

    for bar in ax.patches:
        assert to_rgba(HELP if bar.get_width() > 0 else ACCENT) == bar.get_facecolor()


def test_bars_may_show_each_response_by_itself():
    ax = plotting.response_bars(VALUES, alone=True, most=3)

    nets = sorted((abs(row.alone.net_mean.value) for row in VALUES), reverse=True)
    assert nets[:3] == sorted((abs(bar.get_width()) for bar in ax.patches), reverse=True)
    assert "by itself" in ax.get_xlabel()
    assert "more" in ax.get_xlabel()


@every_objective
def test_the_frontier_goes_through_its_points(objective):
    frontier = FRONTIERS[objective]

    ax = plotting.response_frontier(frontier)

    steps, *_ = ax.lines
    wanted = [[point.spent, point.value.value] for point in frontier]
    assert wanted == steps.get_xydata().tolist()
    _, labels = ax.get_legend_handles_labels()
    assert ["Best for the money", "In force"] == labels


@both_languages
@every_objective
def test_texts_of_the_frontier_neither_overlap_nor_leave_the_picture(labels, objective):
    ax = plotting.response_frontier(FRONTIERS[objective], labels=labels)

    assert [] == overlaps(ax)
    assert [] == outside(ax)


@both_languages
def test_texts_of_the_bars_neither_overlap_nor_leave_the_picture(labels):
    ax = plotting.response_bars(VALUES, labels=labels)

    assert [] == overlaps(ax)
    assert [] == outside(ax)


def test_benefits_of_a_plan_without_costs_are_refused():
    half = rp.Response("half", "Half", rp.Strategy.MITIGATE, probability=0.2)
    risk = rp.Risk("r", "R", 0.4, impacts=[rp.Delay("a", 5)], responses=[half])
    plan = rp.Plan("P", activities=[rp.Activity("a", "A", 10)], risks=[risk])

    with pytest.raises(rp.RequestError, match="nothing in the plan costs money"):
        plotting.response_bars(rp.value_responses(plan, iterations=100, seed=1))
