"""The look: nothing global is touched, fonts are there, and colours can be told apart."""

from __future__ import annotations

import logging
import subprocess
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import riskplan as rp
from riskplan import analysis, plotting
from riskplan.plotting import style
from riskplan.plotting.ticks import money_text, short_percent
from tests.plotting.boxes import texts_of
from tests.plotting.plans import bridge, bridge_run

RUN = bridge_run()
DRAWN = {
    "s_curve": lambda ax: plotting.s_curve(RUN, ax),
    "finish_curve": lambda ax: plotting.finish_curve(RUN, ax),
    "cost_histogram": lambda ax: plotting.cost_histogram(RUN, ax),
    "finish_histogram": lambda ax: plotting.finish_histogram(RUN, ax),
    "heat_map": lambda ax: plotting.heat_map(rp.place_risks(bridge()), ax),
    "heat_maps": lambda ax: plotting.heat_maps(
        rp.place_risks(bridge(), "inherent"), rp.place_risks(bridge()), ax
    ),
    "risk_bars": lambda ax: plotting.risk_bars(rp.contributions(bridge(), RUN), ax),
    "delay_bars": lambda ax: plotting.delay_bars(rp.contributions(bridge(), RUN), ax),
    "contingency_bars": lambda ax: plotting.contingency_bars(rp.contingency(RUN), ax),
    "contingency_days_bars": lambda ax: plotting.contingency_days_bars(rp.contingency(RUN), ax),
    "convergence_curve": lambda ax: plotting.convergence_curve(analysis.precision(RUN).cost, ax),
    "path_bars": lambda ax: plotting.path_bars(rp.critical_paths(bridge(), RUN), ax),
    "gantt": lambda ax: plotting.gantt(rp.timetable(bridge(), RUN), ax),
}


def luminance(colour):
    """Relative luminance (WCAG 2.1, section 1.4.3)."""
    parts = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_picture_changes_no_setting_of_matplotlib(draw):
    before = dict(mpl.rcParams)
    draw(None)
    assert before == dict(mpl.rcParams)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_given_axes_leave_pyplot_alone(draw):
    draw(Figure().subplots())
    assert [] == plt.get_fignums()


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_without_axes_there_is_one_figure_of_pyplot(draw):
    """So that a notebook shows it."""
    ax = draw(None)
    assert [ax.figure.number] == plt.get_fignums()


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_every_text_can_be_chinese(draw):
    """Also where the axes were made without our fonts, and for ticks made only when drawn."""
    ax = Figure(figsize=(9, 6)).subplots()
    draw(ax)
    ours = style.fonts()
    assert all(text.get_fontfamily() == ours for text in texts_of(ax))


def test_only_installed_fonts_are_named(caplog):
    installed = {font.name for font in font_manager.fontManager.ttflist}
    assert set(style.fonts()) <= installed

    with caplog.at_level(logging.WARNING):
        plotting.s_curve(RUN).figure.draw_without_rendering()
    assert "findfont" not in caplog.text


def test_without_any_of_the_fonts_the_usual_one_stands_in(monkeypatch):
    monkeypatch.setattr(font_manager, "get_font_names", lambda: ["Comic Sans MS"])
    assert ["sans-serif"] == style.fonts()


@pytest.mark.parametrize("count", range(1, 8))
def test_bands_grow_darker(count):
    lights = [luminance(colour) for colour in style.band_colours(count)]
    assert count == len(lights)
    assert sorted(lights, reverse=True) == lights


def test_shades_grow_darker():
    lights = [luminance(colour) for colour in style.shades(5)]
    assert sorted(set(lights), reverse=True) == lights


def test_numbers_can_be_read_on_their_markers():
    """White on the markers of threats and opportunities (WCAG 2.1 asks for 4.5, 3 if large)."""
    assert contrast("white", style.MAIN) > 4.5
    assert contrast("white", style.HELP) > 4.0
    assert contrast("white", style.INK) > 7.0


def test_a_pale_colour_is_seen_to_lack_contrast():
    """Negative control."""
    assert contrast("white", style.GRID) < 1.5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"),
        (12.5, "12.5"),
        (999.4, "999.4"),
        (999_960, "1 M"),
        (950_000, "950 k"),
        (1_000, "1 k"),
        (-2_500_000, "−2.5 M"),
        (3.2e9, "3.2 bn"),
        (rp.Estimate(2_312_345, 2_290_000, 2_330_000), "2.31 ± 0.02 M"),
        (rp.Estimate(500, 500, 500), "500"),
        (rp.Estimate(996_000, 976_000, 1_016_000), "1.00 ± 0.02 M"),
        (rp.Estimate(40, -2_960, 3_040), "0 ± 3 k"),
    ],
)
def test_money_is_written_in_its_best_unit(value, expected):
    assert expected == money_text(value, plotting.ENGLISH)


def test_a_chance_close_to_certainty_is_not_rounded_to_it():
    assert ["0 %", "0.4 %", "50 %", "99.6 %", "100 %"] == [
        short_percent(p) for p in (0, 0.004, 0.5, 0.996, 1)
    ]


def test_labels_of_ones_own_replace_the_usual_ones():
    ax = plotting.s_curve(RUN, labels=plotting.Labels(cost="Everything"))
    assert "Everything (CNY)" == ax.get_xlabel()


def test_the_public_names_are_these():
    assert [
        "CHINESE",
        "ENGLISH",
        "Labels",
        "contingency_bars",
        "contingency_days_bars",
        "convergence_curve",
        "cost_histogram",
        "delay_bars",
        "drawdown_curve",
        "finish_curve",
        "finish_curves",
        "finish_histogram",
        "fonts",
        "funding_curve",
        "gantt",
        "heat_map",
        "heat_maps",
        "inline_svg",
        "joint",
        "matrix_slopes",
        "npv_histogram",
        "path_bars",
        "response_bars",
        "response_frontier",
        "risk_bars",
        "s_curve",
        "s_curves",
        "step_bars",
        "step_days_bars",
        "styled",
        "tornado",
        "waterfall",
    ] == plotting.__all__


def test_importing_the_pictures_starts_no_pyplot():
    code = "import riskplan.plotting, sys; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_dollars_in_names_are_no_formula():
    """Also on axes made by somebody else, whose ticks exist already."""
    plan = rp.Plan("M", activities=[rp.Activity("a", "from $5 to $9 or \\alpha", 3)])
    ax = Figure().subplots()
    ax.plot([0, 1])
    ax.figure.draw_without_rendering()
    plotting.gantt(rp.timetable(plan, rp.simulate(plan, iterations=5, seed=1)), ax)
    (label,) = ax.get_yticklabels()
    assert not label.get_parse_math()
