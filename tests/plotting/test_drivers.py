"""The tornado and the waterfall show the answers they are given, and nothing overlaps."""

from __future__ import annotations

import itertools

import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

import riskplan as rp
from riskplan import plotting
from riskplan.plotting.style import ACCENT, HELP
from tests.plotting.boxes import outside, overlaps
from tests.plotting.plans import bridge, bridge_run, crowd

RUN = bridge_run()
DRIVERS = rp.sensitivity(RUN)
SHARES = rp.attribute(RUN, at=80)
LANGUAGES = pytest.mark.parametrize(
    "labels", [plotting.ENGLISH, plotting.CHINESE], ids=["English", "Chinese"]
)


@pytest.fixture(scope="module")
def many():
    return rp.simulate(crowd(30), iterations=500, seed=1)


def ticks(axis):
    return [text.get_text() for text in axis.get_ticklabels()]


def test_a_tornado_ranks_drivers_by_their_effect_on_the_level():
    ax = plotting.tornado(DRIVERS)

    effective = [row for row in DRIVERS.by_cost() if row.cost.at_level]
    assert [row.cost.at_level.value for row in effective] == [b.get_width() for b in ax.patches]
    assert [row.name for row in effective] == ticks(ax.yaxis)[::-1]
    assert "Effect on the P80 of the cost (CNY)" == ax.get_xlabel()


def test_a_tornado_in_days():
    ax = plotting.tornado(DRIVERS, measure=rp.Measure.DAYS)

    effective = [row.days.at_level for row in DRIVERS.by_days() if row.days.at_level]
    assert [value.value for value in effective] == [bar.get_width() for bar in ax.patches]
    assert list(map(str, effective)) == [text.get_text() for text in ax.texts]


def test_a_tornado_of_what_the_plan_does_not_have_is_refused(many):
    with pytest.raises(rp.RequestError, match="the plan has no days"):
        plotting.tornado(rp.sensitivity(many), measure=rp.Measure.DAYS)


def test_a_waterfall_leads_from_the_base_to_the_level():
    ax = plotting.waterfall(SHARES)
    *steps, total = ax.patches

    assert 0.0 == steps[0].get_x() == total.get_x()
    for step, following in itertools.pairwise(steps):
        assert step.get_x() + step.get_width() == pytest.approx(following.get_x())
    assert steps[-1].get_x() + steps[-1].get_width() == pytest.approx(total.get_width())
    assert SHARES.total.value == total.get_width()
    assert to_rgba(ACCENT) == total.get_facecolor()


def test_what_saves_has_a_colour_of_its_own():
    ax = plotting.waterfall(SHARES)

    helping = [bar for bar in ax.patches if bar.get_facecolor() == to_rgba(HELP)]
    assert helping
    assert all(bar.get_width() < 0 for bar in helping)
    assert ["Adds", "Saves"] == [text.get_text() for text in ax.get_legend().get_texts()]


def test_the_others_make_one_step(many):
    found = rp.attribute(many, at=80)
    ax = plotting.waterfall(found, most=4)
    effective = sum(row.share != 0.0 for row in found)

    assert 6 == len(ax.patches)
    assert f"{effective - 4} others" == ticks(ax.yaxis)[1]
    widths = [bar.get_width() for bar in ax.patches]
    assert sum(widths[:-1]) == pytest.approx(widths[-1])


@LANGUAGES
@pytest.mark.parametrize("most", [3, 12])
def test_no_text_overlaps_or_leaves_the_picture(labels, most, many):
    pictures = [
        plotting.tornado(DRIVERS, most=most, labels=labels),
        plotting.tornado(DRIVERS, measure=rp.Measure.DAYS, most=most, labels=labels),
        plotting.waterfall(SHARES, most=most, labels=labels),
        plotting.waterfall(rp.attribute(many), most=most, labels=labels),
        plotting.tornado(rp.sensitivity(many), most=most, labels=labels),
    ]
    for ax in pictures:
        assert [] == overlaps(ax)
        assert [] == outside(ax)


def test_they_draw_where_they_are_told():
    axes = Figure().add_subplot()

    assert axes is plotting.tornado(DRIVERS, axes)
    assert axes is plotting.waterfall(SHARES, axes)


def test_nothing_to_share_out_is_a_picture_too():
    run = rp.simulate(rp.Plan("Sure", costs=[rp.CostItem("c", "C", 5)]), iterations=100, seed=1)

    assert 1 == len(plotting.waterfall(rp.attribute(run)).patches)
    assert [] == list(plotting.tornado(rp.sensitivity(run)).patches)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plotting.tornado(RUN), r"rp.sensitivity\(run\) is wanted"),
        (lambda: plotting.waterfall(RUN.provenance), r"rp.attribute\(run, at=80\) is wanted"),
        (lambda: plotting.drawdown_curve(RUN), r"rp.drawdown\(run\) is wanted"),
        (lambda: plotting.s_curves(RUN), "a list of several runs.*is wanted"),
        (lambda: plotting.s_curves([RUN, DRIVERS]), "a run, as of rp.simulate"),
    ],
)
def test_a_picture_of_something_else_says_what_is_wanted(draw, message):
    with pytest.raises(rp.RequestError, match=message):
        draw()


@pytest.mark.parametrize(("labels", "unit"), [(plotting.ENGLISH, " k"), (plotting.CHINESE, " 万")])
@pytest.mark.parametrize(
    "draw",
    [
        lambda run, **how: plotting.tornado(rp.sensitivity(run), **how),
        lambda run, **how: plotting.waterfall(rp.attribute(run), **how),
        lambda run, **how: plotting.risk_bars(rp.contributions(crowd(30), run), **how),
    ],
    ids=["tornado", "waterfall", "risk_bars"],
)
def test_amounts_beside_the_bars_have_a_unit_of_the_language(many, draw, labels, unit):
    ax = draw(many, labels=labels)

    assert any(text.get_text().endswith(unit) for text in ax.texts)
    assert not any("0,000" in text.get_text() for text in ax.texts)
    assert [] == overlaps(ax) == outside(ax)


def test_a_measure_may_be_given_by_its_word():
    assert "working days" in plotting.tornado(DRIVERS, measure="days").get_xlabel()
    assert "CNY" in plotting.tornado(DRIVERS, measure="cost").get_xlabel()
    with pytest.raises(rp.RequestError, match=r"measure must be one of Measure\.COST"):
        plotting.tornado(DRIVERS, measure="weeks")


@pytest.mark.parametrize("most", [-1, 1.5, "all", None, True])
def test_a_number_of_bars_that_is_none_is_refused(most):
    for draw, answer in ((plotting.tornado, DRIVERS), (plotting.waterfall, SHARES)):
        with pytest.raises(rp.RequestError, match="most must be a whole number of at least 0"):
            draw(answer, most=most)


@pytest.mark.parametrize(
    ("labels", "name"), [(plotting.ENGLISH, "several phases"), (plotting.CHINESE, "跨阶段")]
)
def test_risks_of_several_phases_make_a_step_with_a_name(labels, name):
    both = [rp.CostImpact(50_000, phase="prepare"), rp.CostImpact(70_000, phase="build")]
    plan = bridge(risks=[*bridge().risks, rp.Risk("x", "X", 0.5, impacts=both)])
    run = rp.simulate(plan, iterations=500, seed=1)

    ax = plotting.waterfall(rp.attribute(run, by=rp.Grouping.PHASE), labels=labels)

    assert name in ticks(ax.yaxis)
