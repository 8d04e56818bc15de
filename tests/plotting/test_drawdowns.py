"""The staircase of the contingency still needed, and the bars of what each 5 % costs."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

import riskplan as rp
from riskplan import plotting
from tests.plotting.boxes import outside, overlaps
from tests.plotting.plans import bridge_run

RUN = bridge_run()
DRAWN = rp.drawdown(RUN)
TABLE = rp.contingency(RUN).decisions
LANGUAGES = pytest.mark.parametrize("labels", [plotting.ENGLISH, plotting.CHINESE])


def test_the_steps_are_what_is_needed_each_month():
    ax = plotting.drawdown_curve(DRAWN)
    lines = {line.get_label(): line for line in ax.lines}

    for number, level in enumerate(DRAWN.levels):
        line = lines[f"P{level:g}"]
        assert [month.needed[number].value for month in DRAWN] == list(line.get_ydata())
        assert "steps-post" == line.get_drawstyle()


def test_marks_show_what_is_held_when_a_phase_is_done():
    ax = plotting.drawdown_curve(DRAWN)
    marks = [list(line.get_ydata()) for line in ax.lines if line.get_marker() == "o"]
    held = [one.held for one in DRAWN.releases if one.id]

    assert sorted(list(levels) for levels in zip(*held, strict=True)) == sorted(marks)
    assert plotting.ENGLISH.held_after in [t.get_text() for t in ax.get_legend().get_texts()]


def test_names_of_phases_that_end_together_stand_in_rows_or_stay_away():
    names = ["Design of the northern pier", "Design of the southern pier", "Survey", "Permits"] * 2
    acts = [rp.Activity(f"a{i}", name, 20 + i / 10, phase=f"p{i}") for i, name in enumerate(names)]
    phases = [rp.Phase(f"p{i}", name) for i, name in enumerate(names)]
    late = rp.Activity("z", "Z", 200, day_rate=rp.Uniform(1, 3))
    plan = rp.Plan("Many", start="2026-01-05", activities=[*acts, late], phases=phases)
    ax = plotting.drawdown_curve(rp.drawdown(rp.simulate(plan, iterations=300, seed=1)))

    assert [] == overlaps(ax)


@LANGUAGES
def test_texts_keep_apart_and_inside(labels):
    for picture in (
        plotting.drawdown_curve(DRAWN, labels=labels),
        plotting.step_bars(TABLE, labels=labels),
        plotting.step_days_bars(TABLE, labels=labels),
    ):
        assert [] == overlaps(picture)
        assert [] == outside(picture)


def test_the_bars_are_the_steps_with_their_intervals():
    for draw, name in ((plotting.step_bars, "cost"), (plotting.step_days_bars, "days")):
        ax = draw(TABLE)
        steps = [getattr(row, f"{name}_step") for row in TABLE][1:]

        assert [step.value for step in steps] == [bar.get_height() for bar in ax.patches]
        whiskers = [tuple(line.get_ydata()) for line in ax.lines if line.get_marker() == "_"]
        assert [(step.low, step.high) for step in steps] == whiskers
        assert ax.get_xticklabels()[0].get_text().startswith("P55\n+")


def test_pictures_take_axes_and_return_them():
    for draw, answer in (
        (plotting.drawdown_curve, DRAWN),
        (plotting.step_bars, TABLE),
        (plotting.step_days_bars, TABLE),
    ):
        ax = Figure().add_subplot()
        assert ax is draw(answer, ax)


def test_what_a_plan_does_not_have_is_not_drawn():
    money = rp.Plan("Money", costs=[rp.CostItem("c", "C", rp.Uniform(0, 1))])
    time = rp.Plan("Time", activities=[rp.Activity("a", "A", rp.Uniform(0, 1))])
    of_money, of_time = (
        rp.contingency(rp.simulate(plan, iterations=300, seed=1)).decisions
        for plan in (money, time)
    )

    with pytest.raises(rp.RequestError, match="no schedule"):
        plotting.step_days_bars(of_money)
    with pytest.raises(rp.RequestError, match="nothing in the plan costs money"):
        plotting.step_bars(of_time)


@LANGUAGES
def test_an_axis_that_reaches_a_million_is_written_in_millions(labels):
    """No 1,000 k: the unit is that of the whiskers and of the ticks, not of the bars alone."""
    plan = rp.Plan("Dam", currency="EUR", costs=[rp.CostItem("a", "A", rp.Normal(20e6, 2.5e6))])
    table = rp.contingency(rp.simulate(plan, iterations=4_000, seed=1)).decisions
    largest = max(row.cost_step.value for row in table if row.cost_step is not None)
    ax = plotting.step_bars(table, labels=labels)
    names = [*ax.get_xticklabels(), *ax.get_yticklabels()]

    assert 0.9e6 < largest < 1e6
    assert not any("1,000 k" in text.get_text() for text in names)
    assert [] == overlaps(ax) == outside(ax)
