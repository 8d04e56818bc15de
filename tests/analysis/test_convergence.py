"""Convergence: a percentile after so many iterations, and how many a wished error takes."""

from __future__ import annotations

import math

import numpy as np
import pytest

import riskplan as rp
from riskplan.analysis import Course, precision
from riskplan.results import Keep
from riskplan.simulation import LatinHypercube

PLAN = rp.Plan(
    "Bridge",
    currency="EUR",
    costs=[rp.CostItem("steel", "Steel", rp.Uniform(0, 100))],
    activities=[rp.Activity("build", "Build", rp.Uniform(10, 20))],
)
RUN = rp.simulate(PLAN, iterations=10_000, seed=1)
ANSWER = precision(RUN)


def run_of(iterations: int, **options) -> rp.SimulationResult:
    return rp.simulate(PLAN, iterations=iterations, seed=1, **options)


def test_every_point_is_the_percentile_of_a_shorter_run():
    """The first iterations of a run are the shorter run."""
    for count, level in list(ANSWER.cost)[::8]:
        shorter = run_of(count).cost.percentile(80)
        assert (shorter, shorter.low, shorter.high) == (level, level.low, level.high)


def test_the_points_lie_by_equal_ratios_from_the_first_interval_to_all_iterations():
    counts = np.array(ANSWER.cost.iterations)

    assert (17, 10_000) == (counts[0], counts[-1])
    assert 30 < len(counts) <= 40
    assert np.diff(np.log(counts[10:])).std() < 0.02


def test_the_last_point_is_the_answer_of_the_run():
    assert RUN.cost.percentile(80) == ANSWER.cost.last
    assert RUN.duration.percentile(80) == ANSWER.duration.last
    assert RUN.cost.percentile(50) == precision(RUN, at=50).cost.last


def test_the_band_narrows_with_the_square_root_of_the_iterations():
    errors = {count: level.error for count, level in ANSWER.cost}
    first, *_, last = (count for count in errors if count >= 300)

    assert (last / first) ** 0.5 == pytest.approx(errors[first] / errors[last], rel=0.2)


def test_as_many_iterations_as_it_says_give_the_wished_error():
    """The P80 of this law has an error of 100 * 0.784 / sqrt(n)."""
    needed = ANSWER.needed(cost=0.4)

    assert (0.784 * 100 / 0.4) ** 2 == pytest.approx(needed, rel=0.15)
    assert 0.4 == pytest.approx(run_of(needed).cost.percentile(80).error, rel=0.1)


def test_a_relative_error_takes_what_the_harder_of_the_two_takes():
    cost, days = ANSWER.cost.last, ANSWER.duration.last
    wished = 0.001

    expected = max(ANSWER.needed(cost=wished * cost), ANSWER.needed(days=wished * days))
    assert expected == ANSWER.needed(relative=wished) == ANSWER.needed(cost=wished * cost)


def test_an_error_that_is_there_already_takes_fewer_iterations():
    assert ANSWER.needed(cost=2 * ANSWER.cost.last.error) == 2_500
    assert ANSWER.needed(cost=1e9) == 17


def test_the_number_of_iterations_is_round():
    assert [str(ANSWER.needed(cost=error))[2:].strip("0") for error in (0.3, 0.07, 0.011)] == [
        ""
    ] * 3


def test_a_sampling_plan_is_counted_in_whole_cells():
    run = run_of(5_000, sampling=LatinHypercube(250))
    answer = precision(run)

    assert {0} == {count % 250 for count in answer.cost.iterations}
    assert all(math.isfinite(level.error) for _, level in answer.cost)
    assert 0 == answer.needed(cost=0.03) % 250
    assert 500 == answer.needed(cost=1e9)


def test_one_cell_is_one_open_point_that_cannot_tell():
    answer = precision(run_of(500, sampling=LatinHypercube(500)))

    assert ((500,), math.inf) == (answer.cost.iterations, answer.cost.last.error)
    with pytest.raises(rp.RequestError, match=r"500 iterations cannot tell.*simulate 1,000 first"):
        answer.needed(cost=1)


def test_too_few_iterations_cannot_tell_either():
    with pytest.raises(rp.RequestError, match=r"5 iterations cannot tell .* simulate 17 first"):
        precision(run_of(5)).needed(relative=0.1)


@pytest.mark.parametrize("wish", [{}, {"relative": 0.1, "cost": 1}, {"cost": -1}, {"relative": 5}])
def test_an_error_that_cannot_be_wished_for_is_refused(wish):
    with pytest.raises(rp.RequestError, match=r"^Precision: "):
        ANSWER.needed(**wish)


def test_a_plan_has_a_course_for_each_of_its_totals():
    cost = precision(rp.simulate(PLAN.evolve(activities=[]), iterations=100, seed=1))
    time = precision(rp.simulate(PLAN.evolve(costs=[]), iterations=100, seed=1))

    assert ([cost.cost], None) == (list(cost), cost.duration)
    assert ([time.duration], None) == (list(time), time.cost)
    with pytest.raises(rp.RequestError, match="the plan has no activities"):
        cost.needed(days=1)


def test_a_level_that_cannot_be_is_refused():
    with pytest.raises(rp.RequestError, match="for P80 write at=80"):
        precision(RUN, at=0.8)


def test_it_asks_for_no_more_than_the_totals():
    assert RUN.cost.percentile(80) == precision(run_of(10_000, keep=Keep.TOTALS)).cost.last


def test_one_line_says_how_sure_the_percentiles_are():
    answer = precision(run_of(1_000))
    cost, days = answer.cost.last, answer.duration.last

    assert f"Course(P80 of the cost {cost} EUR after 1,000 iterations)" == repr(answer.cost)
    assert (
        f"Convergence(P80 of the cost {cost} EUR after 1,000 iterations and "
        f"P80 of the duration {days} days after 1,000 iterations)" == repr(answer)
    )


def test_frames_have_a_row_for_each_point():
    frame = ANSWER.to_frame()

    assert ["value", "low", "high"] == list(frame.columns)
    assert ["quantity", "iterations"] == list(frame.index.names)
    assert ANSWER.cost.last == frame.loc[("cost", 10_000), "value"]
    assert len(ANSWER.cost) + len(ANSWER.duration) == len(frame)
    assert "iterations" == ANSWER.cost.to_frame().index.name


def test_a_card_shows_the_course_to_its_end():
    html = ANSWER.cost._repr_html_()

    assert "P80 of the cost" in html
    assert f'10,000 iterations</th><td style="text-align:right">{ANSWER.cost.last} EUR' in html
    assert 2 == ANSWER._repr_html_().count("<table>")
    assert isinstance(ANSWER.cost, Course)
