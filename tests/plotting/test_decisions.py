"""Pictures that decisions rest on: runs overlaid, cost against finish, the matrix reconciled."""

from __future__ import annotations

import numpy as np
import pytest

import riskplan as rp
from riskplan import plotting
from tests.plotting.boxes import outside, overlaps
from tests.plotting.plans import bridge

LANGUAGES = pytest.mark.parametrize("labels", [plotting.ENGLISH, plotting.CHINESE])

BEFORE, AFTER = (
    rp.simulate(bridge(), iterations=600, seed=1, scenario=name) for name in ("inherent", "planned")
)
STRANGER = rp.simulate(bridge(), iterations=600, seed=2)


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def is_tidy(ax):
    return [] == overlaps(ax) == outside(ax)


# --- runs overlaid --------------------------------------------------------------------------------


def test_each_curve_is_the_sample_of_its_run():
    ax = plotting.s_curves([BEFORE, AFTER])
    curves = [line for line in ax.lines if len(line.get_xdata()) > 2]

    for line, run in zip(curves, (BEFORE, AFTER), strict=True):
        ordered = np.sort(run.cost.values)
        assert (ordered[0], ordered[-1]) == (line.get_xdata()[0], line.get_xdata()[-1])
        assert 1.0 == line.get_ydata()[-1]


def test_the_legend_tells_the_change_with_its_error():
    ax = plotting.s_curves([BEFORE, AFTER], at=70)
    change = rp.compare(BEFORE, AFTER, at=[70]).cost.level(70)
    first, second = legend(ax)

    assert "inherent" == first
    assert second.startswith("planned: ")
    assert second.endswith(" at P70")
    assert ("± " in second) == (change.error > 0)


def test_runs_that_are_no_pair_say_so():
    assert legend(plotting.s_curves({"one": AFTER, "other": STRANGER}))[1].endswith(
        ", not the same futures"
    )


def test_dates_are_compared_in_calendar_days_and_durations_in_working_days():
    undated = rp.simulate(bridge().evolve(start=None, deadline=None), iterations=600, seed=1)

    assert " calendar days at P80" in legend(plotting.finish_curves([BEFORE, AFTER]))[1]
    ax = plotting.finish_curves({"dated": AFTER, "undated": undated})
    assert "Duration (working days)" == ax.get_xlabel()
    assert " working days at P80" in legend(ax)[1]


@LANGUAGES
@pytest.mark.parametrize("draw", [plotting.s_curves, plotting.finish_curves])
def test_overlaid_curves_are_tidy(draw, labels):
    assert is_tidy(draw({"before": BEFORE, "after": AFTER, "x": STRANGER}, labels=labels))


@pytest.mark.parametrize("runs", [[], [BEFORE], [BEFORE] * 6])
def test_one_run_is_not_compared_nor_are_six(runs):
    with pytest.raises(rp.RequestError, match="two to 5 runs"):
        plotting.s_curves(runs)


# --- cost against finish --------------------------------------------------------------------------


def shares(ax):
    return [text.get_text().split("\n")[1] for text in ax.texts]


def test_the_quadrants_hold_all_futures():
    cost, date = AFTER.cost.percentile(70).value, AFTER.finish.percentile(60).value
    answer = rp.jcl(AFTER, cost=cost, finish=date)
    both = answer.joint
    expected = [both, 0.7 - both, answer.finish_confidence - both]
    found = [float(share.split()[0]) / 100 for share in shares(plotting.joint(AFTER, answer))]

    assert expected == pytest.approx(found[:3], abs=0.006)
    assert 1.0 == pytest.approx(sum(found), abs=0.02)


def test_the_frontier_is_that_of_the_answer():
    answer = rp.jcl(AFTER, at=75)
    ax = plotting.joint(AFTER, answer)
    line = next(one for one in ax.lines if "75 % sure together" == one.get_label())

    assert [pair.cost.value for pair in answer] == list(line.get_ydata()[1:-1])


def test_the_trap_is_written_on_the_picture():
    answer = rp.jcl(AFTER)

    assert (
        f"P80 of each: {answer.level(80).joint * 100:.0f} % together"
        == legend(plotting.joint(AFTER, answer))[1]
    )


@LANGUAGES
@pytest.mark.parametrize(
    "asked",
    [{}, {"cost": 1.0, "finish": "2026-01-06"}, {"cost": 9e6, "days": 900}, {"cost": 6e5}],
)
def test_a_scatter_is_tidy_whatever_was_asked(asked, labels):
    assert is_tidy(plotting.joint(AFTER, rp.jcl(AFTER, **asked), labels=labels))


def test_a_scatter_wants_an_answer():
    with pytest.raises(rp.RequestError, match="is wanted here"):
        plotting.joint(AFTER, rp.summarize(AFTER))


# --- the matrix reconciled ------------------------------------------------------------------------

RISKS = [
    rp.Risk("huge", "Huge", 0.09, impacts=[rp.CostImpact(2_000)]),
    rp.Risk("even", "Even $5 to $9", 0.49, impacts=[rp.CostImpact(45)]),
    *(rp.Risk(f"r{n}", f"Risk {n}", 0.3, impacts=[rp.CostImpact(1 + n)]) for n in range(25)),
]
DAM = rp.Plan("Dam", costs=[rp.CostItem("dam", "Dam", 1_000)], risks=RISKS)
CHECK = rp.reconcile_matrix(rp.simulate(DAM, iterations=600, seed=1))


def test_a_line_joins_the_places_of_a_risk():
    few = DAM.evolve(risks=RISKS[:2])
    ax = plotting.matrix_slopes(rp.reconcile_matrix(rp.simulate(few, iterations=600, seed=1)).cost)

    assert [[1, 0], [0, 1]] == [list(line.get_ydata()) for line in ax.lines]
    assert ax.texts[0].get_text().startswith("Huge  (score 10)")


def test_of_many_risks_the_largest_are_drawn():
    ax = plotting.matrix_slopes(CHECK.cost)

    assert 20 == len(ax.lines)
    assert "the 20 largest effects of 27" == ax.get_legend().get_title().get_text()


@LANGUAGES
def test_slopes_are_tidy(labels):
    assert is_tidy(plotting.matrix_slopes(CHECK.cost, labels=labels))


def test_slopes_want_the_order_of_one_quantity():
    with pytest.raises(rp.RequestError, match="the order of one quantity"):
        plotting.matrix_slopes(CHECK)


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plotting.s_curves([BEFORE, AFTER], ax),
        lambda ax: plotting.finish_curves([BEFORE, AFTER], ax),
        lambda ax: plotting.joint(AFTER, rp.jcl(AFTER), ax),
        lambda ax: plotting.matrix_slopes(CHECK.cost, ax),
    ],
)
def test_a_picture_is_drawn_where_it_is_wanted(draw):
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()

    assert ax is draw(ax)
