"""S-curves and histograms show the samples, and their labels keep apart."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from matplotlib.dates import date2num, num2date
from matplotlib.figure import Figure

import riskplan as rp
from riskplan import plotting
from riskplan.plotting import curves
from tests.plotting.boxes import outside, overlaps, texts_of
from tests.plotting.plans import bridge, bridge_run

RUN = bridge_run()
DRAWN = [
    plotting.s_curve,
    plotting.finish_curve,
    plotting.cost_histogram,
    plotting.finish_histogram,
]


def line(ax, gid):
    return next(artist for artist in ax.lines if artist.get_gid() == gid)


def words(ax):
    return [text.get_text() for text in texts_of(ax)]


def dots(ax):
    return [
        tuple(map(float, artist.get_xydata()[0]))
        for artist in ax.lines
        if len(artist.get_xdata()) == 1
    ]


def verticals(ax):
    return [
        float(artist.get_xdata()[0])
        for artist in ax.lines
        if len(artist.get_xdata()) == 2 and artist.get_xdata()[0] == artist.get_xdata()[1]
    ]


def test_the_s_curve_is_the_empirical_distribution():
    x, y = line(plotting.s_curve(RUN), "curve").get_data()

    ordered = np.sort(RUN.cost.values)
    expected = np.searchsorted(ordered, x[1:], side="right") / len(ordered)
    assert (0.0, 1.0) == (y[0], y[-1])
    assert (ordered[0], ordered[-1]) == (x[0], x[-1])
    assert np.array_equal(expected, y[1:])


def test_a_curve_of_a_million_iterations_has_a_few_hundred_points():
    assert len(line(plotting.s_curve(RUN), "curve").get_xdata()) <= 301


def test_the_levels_stand_at_their_percentiles():
    levels = (10, 50, 80, 90)
    expected = [(RUN.cost.percentile(at).value, at / 100) for at in levels]

    assert expected == dots(plotting.s_curve(RUN, levels=levels))


def test_the_base_and_the_budget_are_marked():
    assert {RUN.cost.base, 900_000.0} == set(verticals(plotting.s_curve(RUN)))


def test_the_labels_give_base_budget_and_levels_with_their_probabilities_and_errors():
    shown = words(plotting.s_curve(RUN))

    level, kept = RUN.cost.percentile(80), RUN.cost.confidence(RUN.cost.base)
    assert 668_000 == RUN.cost.base
    assert f"Base 0.668 M ({kept:.0%})".replace("%", " %") in shown
    assert f"Budget 0.9 M ({RUN.cost.confidence(900_000):.0%})".replace("%", " %") in shown
    assert f"P80  {rp.Estimate(*(x / 1e6 for x in (level, level.low, level.high)))} M" in shown


def test_the_finish_is_drawn_in_dates():
    ax = plotting.finish_curve(RUN)

    finish = RUN.finish.percentile(80).value
    assert f"P80  {finish:%Y-%m-%d}" in words(ax)
    assert (date2num(finish), 0.8) in dots(ax)
    assert 2026 == num2date(ax.get_xlim()[0]).year


def test_a_deadline_is_kept_until_the_end_of_its_day():
    ends = [num2date(x).replace(tzinfo=None) for x in verticals(plotting.finish_curve(RUN))]
    assert dt.datetime(2026, 8, 1) in ends


def test_a_plan_without_a_start_is_drawn_in_days():
    plan = bridge(start=None, deadline=None)
    ax = plotting.finish_curve(rp.simulate(plan, iterations=500, seed=1))

    assert "Duration (working days)" == ax.get_xlabel()
    assert any(text.startswith("P80  ") and "±" in text for text in words(ax))


@pytest.mark.parametrize("draw", [plotting.cost_histogram, plotting.finish_histogram])
def test_a_histogram_holds_all_but_the_outermost_iterations(draw):
    heights = [bar.get_height() for bar in draw(RUN).patches]
    assert 0.99 < sum(heights) <= 1.0 + 1e-12


def test_a_histogram_changes_its_shade_at_each_level():
    ax = plotting.cost_histogram(RUN, levels=(50, 80))
    level = [RUN.cost.percentile(at).value for at in (50, 80)]
    bars = {(b.get_x() + b.get_width() / 2, b.get_facecolor()) for b in ax.patches}

    zones = [{colour for x, colour in bars if sum(x > at for at in level) == n} for n in range(3)]
    assert [1, 1, 1] == list(map(len, zones))
    assert 3 == len(set.union(*zones))
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert ["up to P50", "up to P80", "beyond P80"] == legend


def test_bins_of_dates_are_whole_weeks():
    """Otherwise some bins hold two weekends and others one, and the histogram is ragged."""
    widths = {round(bar.get_width(), 6) for bar in plotting.finish_histogram(RUN).patches}
    assert 1 == len(widths)
    assert 0.0 == widths.pop() % 7


def test_bins_of_few_weeks_are_days():
    """Three weeks in three bars would say next to nothing."""
    dig = rp.Activity("dig", "Dig", rp.Uniform(10, 25))
    run = rp.simulate(rp.Plan("P", start="2026-01-05", activities=[dig]), iterations=500, seed=1)
    bars = plotting.finish_histogram(run).patches

    assert {1.0} == {round(bar.get_width(), 6) for bar in bars}
    assert 15 == sum(bar.get_height() > 0 for bar in bars)


def test_the_legend_of_a_histogram_names_only_shades_that_are_there():
    """Three working days, with the P80 and the P90 within the last of them."""
    law = rp.Discrete([1, 2, 3], [0.3, 0.3, 0.4])
    plan = rp.Plan("P", start="2026-01-05", activities=[rp.Activity("dig", "Dig", law)])
    ax = plotting.finish_histogram(rp.simulate(plan, iterations=500, seed=1))
    colours = {bar.get_facecolor() for bar in ax.patches if bar.get_height() > 0}

    assert colours == {patch.get_facecolor() for patch in ax.get_legend().get_patches()}
    assert len(colours) < 4


@pytest.mark.parametrize("labels", [plotting.ENGLISH, plotting.CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_no_label_overlaps_another_or_leaves_the_figure(draw, labels):
    ax = draw(RUN, levels=(5, 50, 79, 80, 81, 95), labels=labels)

    assert [] == overlaps(ax)
    assert [] == outside(ax)


def test_labels_of_close_levels_would_overlap_were_they_not_spread(monkeypatch):
    """Negative control: the check sees the overlap that `spread` removes."""
    monkeypatch.setattr(curves, "spread", lambda heights, _gap: list(heights))
    assert overlaps(plotting.s_curve(RUN, levels=(80, 81)))


def test_base_and_budget_close_to_each_other_do_not_collide():
    plan = bridge(budget=bridge_run().cost.base + 1_000)
    assert [] == overlaps(plotting.s_curve(rp.simulate(plan, iterations=500, seed=1)))


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_a_certain_plan_is_drawn_all_the_same(draw):
    plan = rp.Plan(
        "Certain",
        start="2026-01-05",
        costs=[rp.CostItem("a", "A", 100)],
        activities=[rp.Activity("a", "A", 10)],
    )
    ax = draw(rp.simulate(plan, iterations=100, seed=1))

    low, high = ax.get_xlim()
    assert low < high
    assert [] == overlaps(ax)


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_one_iteration_is_drawn_all_the_same(draw):
    assert draw(rp.simulate(bridge(), iterations=1, seed=1)).has_data()


def test_cost_and_finish_that_are_not_there_are_refused():
    no_time = rp.simulate(
        rp.Plan("C", costs=[rp.CostItem("a", "A", rp.Uniform(1, 2))]), iterations=10, seed=1
    )
    no_money = rp.simulate(
        rp.Plan("S", activities=[rp.Activity("a", "A", 3)]), iterations=10, seed=1
    )

    with pytest.raises(rp.RequestError, match="no activities"):
        plotting.finish_curve(no_time)
    with pytest.raises(rp.RequestError, match="nothing in the plan costs money"):
        plotting.s_curve(no_money)


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_a_plan_is_not_drawn_before_it_is_simulated(draw):
    with pytest.raises(rp.RequestError, match=r"\(got Plan\); rp.simulate\(plan\) makes one"):
        draw(bridge())


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_given_axes_are_drawn_on_and_returned(draw):
    ax = Figure().subplots()
    assert ax is draw(RUN, ax)


@pytest.mark.parametrize(
    ("heights", "expected"),
    [
        ([], []),
        ([0.5], [0.5]),
        ([0.2, 0.8], [0.2, 0.8]),
        ([0.5, 0.5], [0.45, 0.55]),
        ([0.5, 0.52, 0.9], [0.46, 0.56, 0.9]),
        ([0.5, 0.55, 0.6], [0.45, 0.55, 0.65]),
    ],
)
def test_heights_are_spread_no_further_than_needed(heights, expected):
    assert pytest.approx(expected) == curves.spread(heights, 0.1)


def test_thin_bars_are_drawn_without_the_white_edges_that_would_hide_them():
    """A deadline that is years away leaves the bars little of the axis."""
    far = bridge(deadline="2031-07-31")
    thin = plotting.finish_histogram(rp.simulate(far, iterations=300, seed=1))
    usual = plotting.finish_histogram(bridge_run())

    assert {0.0} == {bar.get_linewidth() for bar in thin.patches}
    assert {0.5} == {bar.get_linewidth() for bar in usual.patches}
