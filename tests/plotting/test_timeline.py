"""The Gantt chart has the base plan as bars and the simulated finishes as whiskers."""

from __future__ import annotations

import datetime as dt

import pytest
from matplotlib.colors import to_rgba
from matplotlib.dates import date2num
from matplotlib.figure import Figure

import riskplan as rp
from riskplan import plotting
from riskplan.plotting.style import ACCENT, INK, shades
from tests.plotting.boxes import outside, overlaps, texts_of
from tests.plotting.plans import bridge, bridge_run, network

TABLE = rp.timetable(bridge(), bridge_run())


def table_of(plan):
    return rp.timetable(plan, rp.simulate(plan, iterations=300, seed=1))


def names(ax):
    return [text.get_text() for text in ax.get_yticklabels()]


def bar_of(ax, name):
    position = names(ax).index(name)
    return next(
        bar for bar in ax.patches if abs(bar.get_y() + bar.get_height() / 2 - position) < 0.01
    )


def whisker_of(ax, name):
    position = names(ax).index(name)
    (line,) = (
        line for line in ax.lines if line.get_color() == ACCENT and line.get_ydata()[0] == position
    )
    return tuple(map(float, line.get_xdata()))


def row_of(table, id_):
    return next(row for row in (*table.rows, *table.phases) if row.id == id_)


def test_activities_stand_behind_their_phases_in_order_of_time():
    assert [
        "Preparation",
        "Survey",
        "Design",
        "Approved",
        "Building",
        "Build",
        "Hand-over",
    ] == names(plotting.gantt(TABLE))


def test_bars_are_the_base_plan():
    bar = bar_of(plotting.gantt(TABLE), "Build")
    dates = row_of(TABLE, "build").dates

    assert date2num(dates.start) == bar.get_x()
    assert pytest.approx(date2num(dates.finish)) == bar.get_x() + bar.get_width()


def test_whiskers_reach_from_p10_to_p90_of_the_finish():
    ax = plotting.gantt(TABLE)
    for name, id_ in (("Build", "build"), ("Hand-over", "handover"), ("Building", "build")):
        phase = name == "Building"
        row = next(r for r in (TABLE.phases if phase else TABLE.rows) if r.id == id_)
        assert (date2num(row.dates.low), date2num(row.dates.high)) == whisker_of(ax, name)


def test_milestones_are_diamonds():
    ax = plotting.gantt(TABLE)
    diamonds = {float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "D"}

    milestones = {date2num(row.dates.finish) for row in TABLE if row.is_milestone}
    assert milestones == diamonds


def test_the_shade_is_the_criticality():
    ax = plotting.gantt(TABLE)

    assert row_of(TABLE, "build").criticality > 0.8
    assert row_of(TABLE, "survey").criticality < 0.05
    assert to_rgba(shades(5)[-1]) == bar_of(ax, "Build").get_facecolor()
    assert to_rgba(shades(5)[0]) == bar_of(ax, "Survey").get_facecolor()
    assert to_rgba(INK) == bar_of(ax, "Building").get_facecolor()


def test_the_legend_says_what_the_shades_mean():
    legend = plotting.gantt(TABLE).get_legend()
    assert ["below 5 %", "5 % – 25 %", "25 % – 50 %", "50 % – 80 %", "≥ 80 %"] == [
        text.get_text() for text in legend.get_texts()
    ][:5]
    assert "critical" in legend.get_title().get_text()


def test_the_deadline_is_a_line_at_the_end_of_its_day():
    ax = plotting.gantt(TABLE)

    assert date2num(dt.datetime(2026, 8, 1)) in [line.get_xdata()[0] for line in ax.lines]
    assert "Deadline 2026-07-31" in [text.get_text() for text in texts_of(ax)]


def test_without_a_start_the_axis_is_in_working_days():
    ax = plotting.gantt(table_of(bridge(start=None, deadline=None)))

    assert "Working day" == ax.get_xlabel()
    assert (30.0, 80.0) == (bar_of(ax, "Build").get_x(), bar_of(ax, "Build").get_width())


def test_many_activities_are_rolled_up_to_their_phases():
    ax = plotting.gantt(table_of(network(70, phases=3)))

    assert ["p0", "p1", "p2"] == names(ax)
    assert (
        "70 activities, rolled up to their phases; each phase has the shade of its most critical "
        "activity"
    ) == ax.get_xlabel()


@pytest.mark.parametrize("count", [70, 500])
def test_phases_of_many_activities_have_the_shade_of_their_most_critical_one(count):
    """Those of a chain are always critical; a phase of its own beside it never is."""
    chain = network(count, phases=3)
    aside = rp.Activity("aside", "Aside", 1, phase="aside")
    table = table_of(chain.evolve(activities=[*chain.activities, aside]))
    ax = plotting.gantt(table)
    peaks = {
        phase.name: max(float(row.criticality) for row in table if row.phase == phase.id)
        for phase in table.phases
    }
    cuts = (0.05, 0.25, 0.5, 0.8)

    assert peaks["aside"] < 0.05
    assert max(peaks.values()) > 0.8
    assert {
        name: to_rgba(shades(5)[sum(peak >= cut for cut in cuts)]) for name, peak in peaks.items()
    } == {name: bar_of(ax, name).get_facecolor() for name in peaks}
    assert "critical" in ax.get_legend().get_title().get_text()


def test_those_that_move_the_finish_most_are_singled_out_of_what_is_rolled_up():
    plan = network(500, phases=9)
    run = rp.simulate(plan, iterations=300, seed=1)
    risks = rp.activity_risks(plan, run, most=8)
    ax = plotting.gantt(rp.timetable(plan, run), risks=risks)

    drivers = {row.name for row in risks if row.days_effect}
    assert 8 == len(drivers)
    assert {*drivers, *(f"p{number}" for number in range(9))} == set(names(ax))
    assert ax.get_xlabel().endswith("\nsingled out: the 8 that move the finish most")
    assert [] == overlaps(ax)
    assert [] == outside(ax)


def test_where_all_can_be_drawn_nothing_is_singled_out():
    risks = rp.activity_risks(bridge(), bridge_run())
    assert names(plotting.gantt(TABLE)) == names(plotting.gantt(TABLE, risks=risks))


def test_more_phases_than_can_be_read_give_way_to_the_most_critical_activities():
    ax = plotting.gantt(table_of(network(70, phases=35)), most=20)

    assert "The 20 most critical of 70 activities" == ax.get_xlabel()


def test_without_phases_the_most_critical_of_many_are_kept():
    table = table_of(network(70))
    ax = plotting.gantt(table, most=20)

    assert "The 20 most critical of 70 activities" == ax.get_xlabel()
    kept = {row.name for row in table if row.name in names(ax)}
    least = min(row.criticality for row in table if row.name in kept)
    assert 20 == len(kept)
    assert all(row.criticality <= least for row in table if row.name not in kept)


def test_as_many_as_can_be_read_are_all_drawn():
    assert 60 == len(names(plotting.gantt(table_of(network(60)))))


@pytest.mark.parametrize("labels", [plotting.ENGLISH, plotting.CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("plan", [bridge(), network(35, phases=4), network(70, phases=3)])
def test_no_text_overlaps_another_or_leaves_the_figure(plan, labels):
    ax = plotting.gantt(table_of(plan), labels=labels)

    assert [] == overlaps(ax)
    assert [] == outside(ax)


def test_names_squeezed_into_a_low_picture_are_seen_to_overlap():
    """Negative control for the check above."""
    ax = plotting.gantt(table_of(network(35)))
    ax.figure.set_size_inches(8, 2)
    assert overlaps(ax)


@pytest.mark.parametrize("days", [2, 9, 21, 45, 66, 90, 140, 260, 500, 720, 1300, 3000, 8000])
@pytest.mark.parametrize(
    "name", ["Dig", "An activity of a name that leaves little room for any date"]
)
def test_dates_on_the_axis_keep_apart_however_long_the_plan(days, name):
    dig = rp.Activity("dig", name, rp.Uniform(0.9 * days, 1.1 * days))
    ax = plotting.gantt(table_of(rp.Plan("P", start="2026-03-30", activities=[dig])))

    assert [] == overlaps(ax)
    assert [] == outside(ax)


@pytest.mark.parametrize("start", [None, "2026-01-05"])
def test_milestones_alone_are_drawn(start):
    plan = rp.Plan("M", start=start, activities=[rp.Milestone("m", "Done")])
    assert ["Done"] == names(plotting.gantt(table_of(plan)))


def test_given_axes_are_drawn_on_and_returned():
    ax = Figure().subplots()
    assert ax is plotting.gantt(TABLE, ax)
