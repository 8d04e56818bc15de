"""The tables of percentiles, against laws whose percentiles are known."""

from __future__ import annotations

import pytest

import riskplan as rp
from tests.families.harness import ENOUGH, levels_off, mean_off, share_off, std_off

PLAN = rp.Plan(
    "P",
    start="2026-01-05",
    currency="CNY",
    budget=80,
    deadline="2026-01-14",
    costs=[rp.CostItem("c", "C", rp.Uniform(0, 100))],
    activities=[rp.Activity("a", "A", rp.Triangular(4, 6, 14))],
)

RUN = rp.simulate(PLAN, iterations=20_000, seed=1)
SUMMARY = rp.summarize(RUN)


def test_the_table_has_the_usual_levels():
    assert [5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95] == [level.at for level in SUMMARY.cost]


def test_cost_has_the_percentiles_of_its_law():
    assert (
        levels_off(RUN.cost.values, {level.at / 100: level.at for level in SUMMARY.cost}) < ENOUGH
    )
    assert mean_off(RUN.cost.values, 50) < ENOUGH
    assert std_off(RUN.cost.values, 100 / 12**0.5) < ENOUGH
    assert (RUN.cost.mean(), RUN.cost.std()) == (SUMMARY.cost.mean, SUMMARY.cost.std)


def test_the_levels_of_another_law_would_be_seen():
    """Negative control."""
    assert levels_off(RUN.cost.values, {0.8: 81.5}) > ENOUGH
    assert mean_off(RUN.cost.values, 51) > ENOUGH
    assert std_off(RUN.cost.values, 1.03 * 100 / 12**0.5) > ENOUGH


def test_each_level_lies_over_the_base():
    assert (50.0, 6.0) == (SUMMARY.cost.base, SUMMARY.duration.base)
    for table in (SUMMARY.cost, SUMMARY.duration):
        assert [level.value - table.base for level in table] == [level.over_base for level in table]


def test_the_chances_of_base_budget_and_deadline():
    cost, duration = SUMMARY.cost, SUMMARY.duration

    assert (80, 8.0) == (cost.target, duration.target)
    assert share_off(RUN.cost.values > 80, 0.2) < ENOUGH
    assert (RUN.cost.values > 80).mean() == cost.target_exceedance
    assert RUN.finish.exceedance("2026-01-14") == duration.target_exceedance
    assert (RUN.duration.values <= 6).mean() == duration.base_probability
    assert share_off(RUN.duration.values <= 6, 0.2) < ENOUGH


def test_a_schedule_with_a_start_has_dates():
    assert [RUN.finish.percentile(level.at) for level in SUMMARY.duration] == [
        level.date for level in SUMMARY.duration
    ]
    assert {None} == {level.date for level in SUMMARY.cost}


def test_any_levels_can_be_asked_for():
    assert [25, 75.5] == [level.at for level in rp.summarize(RUN, at=[25, 75.5]).cost]
    with pytest.raises(rp.RequestError, match="for P80 write at=80"):
        rp.summarize(RUN, at=[0.8])


def test_a_plan_without_targets_has_none():
    run = rp.simulate(PLAN.evolve(budget=None, start=None, deadline=None), iterations=99, seed=1)
    summary = rp.summarize(run)

    assert (None, None) == (summary.cost.target, summary.cost.target_exceedance)
    assert (None, None) == (summary.duration.target, summary.duration.levels[0].date)


def test_what_a_plan_does_not_say_has_no_table():
    money = rp.simulate(PLAN.evolve(activities=[]), iterations=99, seed=1)
    time = rp.simulate(PLAN.evolve(costs=[]), iterations=99, seed=1)
    nothing = rp.simulate(rp.Plan("P", risks=[rp.Risk("r", "R", 0.5)]), iterations=99, seed=1)

    assert rp.summarize(money).duration is None
    assert rp.summarize(time).cost is None
    assert "Summary()" == repr(rp.summarize(nothing))
    assert rp.summarize(nothing).to_frame().empty
    assert "" == rp.summarize(nothing)._repr_html_()


def test_frames_have_a_row_for_each_level():
    frame = SUMMARY.duration.to_frame()

    assert ["duration", "low", "high", "over_base", "over_target", "date"] == list(frame.columns)
    assert SUMMARY.duration.levels[8].value == frame.loc[80.0, "duration"]
    assert list(frame.columns)[:-1] == ["duration", *SUMMARY.cost.to_frame().columns[1:]]
    assert SUMMARY.cost.levels[8].value == SUMMARY.to_frame().loc[("cost", 80.0), "value"]


def test_overrun_is_told_over_the_base_and_over_what_the_plan_promises():
    level = SUMMARY.cost.levels[8]

    assert level.value - SUMMARY.cost.base == level.over_base
    assert level.value - SUMMARY.cost.target == level.over_target
    assert level.value.high - SUMMARY.cost.target == level.over_target.high
    free = rp.summarize(rp.simulate(PLAN.evolve(budget=None), iterations=99, seed=1))
    assert [None] * 11 == [level.over_target for level in free.cost]
    assert "over_target" not in free.cost.to_frame()


def test_tables_show_themselves():
    html = SUMMARY._repr_html_()

    assert repr(SUMMARY).startswith("Summary(Percentiles(cost [CNY]: P10 1")
    for text in ("cost [CNY]", "duration [days]", "not above the base", "2026-01-"):
        assert text in html
