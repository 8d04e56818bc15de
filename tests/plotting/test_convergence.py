"""The course of a percentile is drawn as it is, with its band, and its labels keep apart."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from matplotlib.figure import Figure

import riskplan as rp
from riskplan import plotting
from riskplan.analysis import precision
from riskplan.simulation import LatinHypercube
from tests.plotting.boxes import outside, overlaps, texts_of
from tests.plotting.plans import bridge, bridge_run

ANSWER = precision(bridge_run())
COURSES = {"cost": ANSWER.cost, "duration": ANSWER.duration}

every_course = pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)


def words(ax):
    return [text.get_text() for text in texts_of(ax)]


@every_course
def test_the_line_is_the_course(course):
    ax = plotting.convergence_curve(course)
    line = next(artist for artist in ax.lines if artist.get_gid() == "course")

    assert list(course.iterations) == line.get_xdata().tolist()
    assert [level.value for level in course.values] == line.get_ydata().tolist()


@every_course
def test_the_band_is_the_interval(course):
    (band,) = plotting.convergence_curve(course).collections
    corners = {tuple(corner) for corner in band.get_paths()[0].vertices.tolist()}

    for count, level in course:
        assert {(count, level.low), (count, level.high)} <= corners


def test_the_percentile_stands_at_the_end_with_its_error():
    level = ANSWER.cost.last

    shown = rp.Estimate(*(x / 1e3 for x in (level, level.low, level.high)))
    assert f"P80  {shown} k" in words(plotting.convergence_curve(ANSWER.cost))


def test_axes_say_what_they_measure():
    cost, days = (plotting.convergence_curve(course) for course in COURSES.values())

    assert ("Iterations", "Total cost (CNY)") == (cost.get_xlabel(), cost.get_ylabel())
    assert "Duration (working days)" == days.get_ylabel()
    assert "log" == cost.get_xscale()


@pytest.mark.parametrize("labels", [plotting.ENGLISH, plotting.CHINESE], ids=["en", "zh"])
@every_course
def test_no_label_overlaps_another_or_leaves_the_figure(course, labels):
    ax = plotting.convergence_curve(course, labels=labels)

    assert [] == overlaps(ax)
    assert [] == outside(ax)


@pytest.mark.parametrize("iterations", [1, 20, 100, 3_000, 20_000])
def test_a_run_of_any_length_is_drawn(iterations):
    run = rp.simulate(bridge(), iterations=iterations, seed=1)
    ax = plotting.convergence_curve(precision(run).cost)

    low, high = ax.get_xlim()
    assert low < iterations < high
    assert np.isfinite(ax.get_ylim()).all()
    assert [] == overlaps(ax)


def test_cells_are_drawn_and_one_cell_without_a_band():
    run = rp.simulate(bridge(), iterations=500, seed=1, sampling=LatinHypercube(500))
    ax = plotting.convergence_curve(precision(run).cost)

    assert any("± ?" in text for text in words(ax))


def test_of_a_whole_precision_the_cost_is_drawn_or_else_the_duration():
    days = precision(rp.simulate(bridge().evolve(costs=[], risks=[]), iterations=100, seed=1))
    no_money = attrs.evolve(days, cost=None)

    assert words(plotting.convergence_curve(ANSWER.cost)) == words(
        plotting.convergence_curve(ANSWER)
    )
    assert words(plotting.convergence_curve(days.duration)) == words(
        plotting.convergence_curve(no_money)
    )


@pytest.mark.parametrize(
    "given", [bridge(), bridge_run(), attrs.evolve(ANSWER, cost=None, duration=None)]
)
def test_what_has_no_course_is_refused(given):
    with pytest.raises(rp.RequestError, match=r"rp.precision\(run\).cost or"):
        plotting.convergence_curve(given)


def test_given_axes_are_drawn_on_and_returned():
    ax = Figure().subplots()
    assert ax is plotting.convergence_curve(ANSWER.cost, ax)
