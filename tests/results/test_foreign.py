"""Samples of another tool become a result that every analysis of a result can work on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskplan as rp
from riskplan.plotting import ENGLISH
from riskplan.plotting.quantities import finish_of
from riskplan.results import from_samples
from tests.results.runs import FULL, run_of

RUN = run_of(FULL, 2_000)


def given_back(**changes: object) -> rp.SimulationResult:
    """The arrays of a real run, as another tool would hand them over."""
    parts = {
        "cost": RUN.cost.values,
        "duration": RUN.duration.values,
        "finish": RUN.finish.values,
        "base_cost": RUN.cost.base,
        "base_duration": RUN.duration.base,
        "base_finish": RUN.finish.base,
        "start": "2026-01-05",
        "budget": 130,
        "reserve": RUN.targets.reserve,
        "deadline": dt.date(2026, 1, 14),
        "currency": "CNY",
        "name": "Full",
    }
    return from_samples(**{**parts, **changes})


def refused(*args: object, **kwargs: object) -> list[str]:
    with pytest.raises(rp.RequestError) as caught:
        from_samples(*args, **kwargs)
    title, *problems = str(caught.value).split("\n  ")
    assert f"{len(problems)} problem{'s' * (len(problems) > 1)} in the samples" == title
    return problems


# --- the same answers -----------------------------------------------------------------------------


def test_the_arrays_of_a_run_give_the_same_contingency():
    assert rp.contingency(RUN, at=85) == rp.contingency(given_back(), at=85)


def test_the_arrays_of_a_run_give_the_same_summary():
    assert rp.summarize(RUN) == rp.summarize(given_back())


def test_other_arrays_would_not():
    """Negative control: one unit more in one sample, and the answers differ."""
    cost = RUN.cost.values.copy()
    cost[0] += 1.0

    assert rp.summarize(RUN) != rp.summarize(given_back(cost=cost))


@pytest.mark.parametrize(
    "ask",
    [
        lambda run: run.cost.percentile(80),
        lambda run: run.cost.exceedance(130),
        lambda run: run.cost.mean(),
        lambda run: run.cost.std(),
        lambda run: run.duration.overrun(80),
        lambda run: run.finish.percentile(80),
        lambda run: run.finish.confidence("2026-01-14"),
        lambda run: run.targets,
        lambda run: run.to_frame().to_dict(),
        lambda run: repr(run.cost),
    ],
)
def test_every_question_has_the_same_answer(ask):
    assert ask(RUN) == ask(given_back())


def test_the_parts_of_a_run_are_the_same():
    table = RUN.risk_cost.to_frame()
    again = given_back(
        occurrence=RUN.occurrence.to_frame(),
        risk_cost={"r": table["r"]},
        activity_finish=RUN.activity_finish.to_frame(),
    )

    for part in ("occurrence", "risk_cost", "activity_finish"):
        left, right = getattr(RUN, part), getattr(again, part)
        assert left.ids == right.ids
        assert left.values.dtype == right.values.dtype
        assert np.array_equal(left.values, right.values)


def test_days_are_counted_from_dates_where_they_are_not_given():
    """Whole working days, to the close of the day on which the work ends."""
    run = from_samples(
        finish=["2026-01-05", "2026-01-09T17:00", "2026-01-12", "2026-01-18T08:00"],
        base_finish="2026-01-06",
        start="2026-01-04",  # a Sunday
        holidays=["2026-01-07"],
        deadline="2026-01-12",
    )

    assert [1.0, 4.0, 5.0, 9.0] == run.duration.values.tolist()
    assert (2.0, 5.0) == (run.duration.base, run.targets.deadline_days)
    assert 0.75 == run.finish.confidence("2026-01-12")


def test_other_weeks_have_other_days():
    run = from_samples(
        finish=["2026-01-09"],
        base_finish="2026-01-08",
        start="2026-01-04",
        week="Sun Mon Tue Wed Thu",
    )

    assert (5.0, 5.0) == (run.duration.values[0], run.duration.base)


# --- what is taken --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 3],
        (1.0, 2.0, 3.0),
        np.array([1, 2, 3], dtype=np.int8),
        np.array([1, 2, 3], dtype=np.float32),
        pd.Series([1, 2, 3], index=[9, 8, 7]),
        pd.Series([1, 2, 3], dtype="Int64"),
        [Decimal(1), Decimal(2), Decimal(3)],
        range(1, 4),
    ],
    ids=lambda values: type(values).__name__,
)
def test_numbers_come_in_many_forms(values):
    run = from_samples(values, base_cost=np.float32(2))

    assert [1.0, 2.0, 3.0] == run.cost.values.tolist()
    assert (np.float64, float) == (run.cost.values.dtype, type(run.cost.base))


@pytest.mark.parametrize(
    "values",
    [
        ["2026-01-05", "2026-01-06T17:30"],
        [dt.date(2026, 1, 5), dt.datetime(2026, 1, 6, 17, 30, 59)],
        np.array(["2026-01-05T00:00:00", "2026-01-06T17:30:59"], dtype="datetime64[ns]"),
        pd.Series(pd.to_datetime(["2026-01-05T00:00", "2026-01-06T17:30"])),
        [np.datetime64("2026-01-05"), pd.Timestamp("2026-01-06T17:30")],
    ],
    ids=lambda values: type(values).__name__,
)
def test_dates_come_in_many_forms(values):
    run = from_samples(
        duration=[1, 2], finish=values, base_duration=1, base_finish=dt.date(2026, 1, 5)
    )

    assert ["2026-01-05T00:00", "2026-01-06T17:30"] == run.finish.values.astype(str).tolist()
    assert np.dtype("datetime64[m]") == run.finish.values.dtype
    assert dt.datetime(2026, 1, 5) == run.finish.base


@pytest.mark.parametrize("values", [[True, False], [1, 0], np.array([1.0, 0.0])], ids=str)
def test_occurrence_is_true_or_1(values):
    run = from_samples([1, 2], base_cost=1, occurrence={"r": values})

    assert [[True, False]] == run.occurrence.values.tolist()


def test_nobody_can_change_the_samples_afterwards():
    given = np.array([1.0, 2.0])
    run = from_samples(given, base_cost=1)
    given[0] = 99.0

    assert [1.0, 2.0] == run.cost.values.tolist()
    assert given.flags.writeable
    assert not run.cost.values.flags.writeable


def test_risks_stand_in_the_order_of_their_occurrence():
    run = from_samples(
        [1], base_cost=1, occurrence={"a": [1], "b": [1]}, risk_cost={"b": [2.0], "a": [1.0]}
    )

    assert ("a", "b") == run.risk_cost.ids
    assert [[1.0], [2.0]] == run.risk_cost.values.tolist()


@pytest.mark.parametrize("form", [pd.DataFrame, dict])
def test_totals_may_stand_in_one_table(form):
    table = form({"duration": [3.0, 4.0], "cost": [1.0, 2.0]})
    run = from_samples(table, base_cost=1, base_duration=3)

    assert [1.0, 2.0] == run.cost.values.tolist()
    assert [3.0, 4.0] == run.duration.values.tolist()
    assert not run.has_dates


def test_the_table_of_a_run_is_taken_back_whole():
    bases = (RUN.cost.base, RUN.duration.base, RUN.finish.base)
    again = from_samples(
        RUN.to_frame(), base_cost=bases[0], base_duration=bases[1], base_finish=bases[2]
    )

    assert RUN.to_frame().equals(again.to_frame())


def test_series_with_the_same_labels_are_taken():
    """However the index says it: a range, or the same numbers one by one."""
    run = from_samples(
        pd.Series([1.0, 2.0]),
        base_cost=1,
        duration=pd.Series([3.0, 4.0], index=[0, 1]),
        base_duration=3,
    )

    assert 2 == run.iterations


def test_a_masked_array_without_masked_values_is_taken():
    run = from_samples(np.ma.array([1.0, 2.0], mask=False), base_cost=1)

    assert [1.0, 2.0] == run.cost.values.tolist()


@pytest.mark.parametrize(
    ("reserve", "money"),
    [
        (0.15, 30.0),
        (0, 0.0),
        (1, 1.0),
        (30, 30.0),
        (rp.Reserve(0.15), 30.0),
        (rp.Reserve(0.2, of=rp.ReserveBasis.TOTAL), 50.0),
        (rp.Reserve(amount=0.5), 0.5),
    ],
    ids=str,
)
def test_a_reserve_means_what_it_means_in_a_plan(reserve, money):
    plan = rp.Plan("Dam", costs=[rp.CostItem("all", "All", 200)], reserve=reserve)

    assert money == from_samples([210.0], base_cost=200, reserve=reserve).targets.reserve
    assert money == rp.simulate(plan, iterations=1, seed=1).targets.reserve


def test_a_table_without_columns_is_empty():
    run = from_samples([1, 2], base_cost=1, occurrence={}, activity_finish=pd.DataFrame())

    assert ((0, 2), (0, 2)) == (run.occurrence.values.shape, run.activity_finish.values.shape)


# --- what such a result says ----------------------------------------------------------------------


def test_it_says_where_it_comes_from():
    run = from_samples([1, 2, 3], base_cost=1, name="Bridge in a spreadsheet")

    assert repr(run).startswith(
        "SimulationResult('Bridge in a spreadsheet', 3 iterations of another tool, cost P80 3"
    )
    assert "Bridge in a spreadsheet · 3 iterations of another tool" in run._repr_html_()
    assert (None, None, 3) == (run.provenance.seed, run.provenance.recipe, run.iterations)


@pytest.mark.parametrize("part", ["occurrence", "risk_cost", "activity_finish"])
def test_what_it_came_without_is_refused_with_the_remedy(part):
    run = from_samples([1], base_cost=1)

    with pytest.raises(rp.RequestError, match=rf"came without .*from_samples\(..., {part}=...\)"):
        getattr(run, part)


def test_it_has_no_cost_of_phases_and_promises_none():
    run = from_samples([1], base_cost=1)

    with pytest.raises(rp.RequestError, match="the cost of phases; only a run of simulate has"):
        run.phase_total("x")


def test_it_has_no_milestones_and_nothing_is_critical():
    run = from_samples(duration=[1], base_duration=1)

    assert ([], [], []) == (list(run.milestones), list(run.phases), list(run.criticality))
    assert (False, True, False) == (run.has_cost, run.has_schedule, run.has_dates)


def test_an_analysis_that_needs_the_plan_refuses_it():
    with pytest.raises(rp.RequestError, match='"Full" holds samples of another tool') as refusal:
        rp.contributions(FULL, given_back())

    assert "rp.simulate(plan)" in str(refusal.value)
    assert "()" not in str(refusal.value)


# --- what is refused ------------------------------------------------------------------------------


def test_everything_is_told_at_once():
    assert [
        "cost[1] must be a finite number within ±1e+300 (got nan), and 1 more like it",
        (
            "base_cost is missing: contingency is counted from it; where no base is known, "
            "numpy.median(cost) counts from the P50"
        ),
        'occurrence["r"][2] must be True or False (got 2)',
        "budget must be a finite number (got 'much')",
        'occurrence["r"] has 4 values and cost has 3; each needs one for every iteration',
    ] == refused([1.0, np.nan, np.inf], occurrence={"r": [0, 1, 2, 1]}, budget="much")


def one(**arguments: object) -> str:
    parts = {"cost": [1.0, 2.0], "base_cost": 1.0}
    problems = refused(**{**parts, **arguments})
    assert 1 == len(problems)
    return problems[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"cost": ["1", "2"]}, 'cost must hold numbers (got text such as "1")'),
        ({"cost": [True, False]}, "cost must hold numbers (got bool)"),
        ({"cost": [1j, 2.0]}, "cost must hold numbers (got complex128)"),
        ({"cost": [1.0, None]}, "cost must hold numbers (got None)"),
        ({"cost": pd.Series([1, None], dtype="Int64")}, "cost[1] must be a finite number"),
        ({"cost": ["2026-01-05"]}, "cost must hold numbers (got text such as"),
        ({"cost": [[1.0], [2.0]]}, "cost must be a list with one value for every iteration"),
        ({"cost": [[1.0], [2.0, 3.0]]}, "cost must be a list with one value for every iteration"),
        ({"cost": 5.0}, "cost must be a list with one value for every iteration"),
        ({"cost": []}, "cost must be a list with one value for every iteration"),
        ({"cost": [1e301, 0]}, "cost[0] must be a finite number within ±1e+300 (got 1e+301)"),
        ({"base_cost": np.nan}, "base_cost must be a finite number (got nan)"),
        ({"base_cost": True}, "base_cost must be a finite number (got True)"),
        ({"base_duration": 3}, "base_duration needs duration, too; give both or neither"),
        ({"deadline": "soon", "finish": None}, None),
        ({"occurrence": [[True, False]]}, "occurrence must be a DataFrame with a column for each"),
        (
            {"occurrence": {"r": ["yes", "no"]}},
            'occurrence["r"] must hold True and False (got text',
        ),
        (
            {"cost": np.ma.array([1.0, 2.0, 3.0], mask=[0, 1, 1])},
            "cost has 2 masked values; fill them (.filled), or leave out their iterations",
        ),
        ({"duration": [1, -2], "base_duration": 1}, "duration[1] must not be negative (got -2.0)"),
        ({"duration": [1, 2], "base_duration": -1}, "base_duration must not be negative (got -1"),
        ({"activity_finish": {"a": [-1, 2]}}, 'activity_finish["a"][0] must not be negative'),
        ({"reserve": -0.1}, "reserve must not be negative (got -0.1)"),
        ({"reserve": rp.Reserve(1, of=rp.ReserveBasis.TOTAL)}, "reserve must be less than the tot"),
        (
            {"occurrence": {"r": [1, 0]}, "risk_cost": {"r": [1, 2]}},
            'risk_cost["r"][1] must be 0 where the risk does not occur (got 2.0)',
        ),
        (
            {
                "cost": pd.Series([1.0, 2.0]),
                "duration": pd.Series([1.0, 2.0], index=[1, 0]),
                "base_duration": 1,
            },
            "duration has another index than cost, and values are taken by position; align them",
        ),
        (
            {"cost": pd.DataFrame({"cost": [1, 2], "costs": [1, 2]})},
            'the table has a column "costs", which is none of cost, duration, finish; did you m',
        ),
        (
            {"cost": pd.DataFrame({"Cost": [1.0, 2.0], "cost": [1.0, 2.0]})},
            'the table has a column "Cost", which is none of cost, duration, finish; did you mean',
        ),
        (
            {"cost": pd.DataFrame({"cost": [1, 2], "profit": [1, 2]})},
            'the table has a column "profit", which is none of cost, duration, finish; rename it',
        ),
        (
            {"cost": {"duration": [1, 2], "cost": [1, 2]}, "duration": [1, 2], "base_duration": 1},
            "duration stands in the table, too; give it once",
        ),
        ({"risk_cost": {"r": [1.0, np.nan]}}, 'risk_cost["r"][1] must be a finite number'),
        ({"risk_cost": {"1": [1, 2], 1: [1, 2]}}, 'risk_cost has two columns "1"; rename one'),
        (
            {"risk_cost": {"a": [1, 2]}, "occurrence": {"b": [1, 0]}},
            'occurrence and risk_cost must be of the same risks (only one has "a", "b")',
        ),
        ({"week": "Montag"}, "week must name working days, such as 'Mon Tue Wed Thu Fri'"),
        ({"week": "0000000"}, "week must name working days"),
        ({"week": 5}, "week must name working days"),
        ({"holidays": ["x"]}, "holidays[0] must be a date without a time zone"),
        ({"start": 5}, "start must be a date without a time zone, such as 2026-01-31 (got 5)"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, message):
    if message is None:
        assert 3 == len(refused([1.0], base_cost=1.0, **arguments))
    else:
        assert one(**arguments).startswith(message)


FINISH_RULE = "must be a date without a time zone, such as 2026-01-31"


@pytest.mark.parametrize(
    ("finish", "message"),
    [
        (["2026-02-30"], f"finish[0] {FINISH_RULE} (got '2026-02-30')"),
        (["2026-01-05T00:00Z"], f"finish[0] {FINISH_RULE} (got '2026-01-05T00:00Z')"),
        ([pd.NaT], f"finish[0] {FINISH_RULE} (got NaT)"),
        ([None], f"finish[0] {FINISH_RULE} (got None)"),
        (np.array(["NaT"], dtype="datetime64[s]"), f"finish[0] {FINISH_RULE} (got None)"),
        (np.array([10**15], dtype="datetime64[s]"), f"finish[0] {FINISH_RULE}"),
        ([46_000.5], "finish must hold dates (got float64)"),
        (pd.Series(pd.to_datetime(["2026-01-05"]).tz_localize("UTC")), f"finish[0] {FINISH_RULE}"),
    ],
)
def test_what_is_no_date_is_refused(finish, message):
    problems = refused(finish=finish, base_finish="2026-01-05", start="2026-01-05")

    assert 1 == len(problems)
    assert problems[0].startswith(message)


def test_nothing_at_all_is_refused():
    assert ["there are none; give cost, duration or finish"] == refused()


def test_targets_need_what_they_are_targets_of():
    assert [
        "budget needs cost, too; give both or neither",
        "reserve needs cost, too; give both or neither",
        "deadline needs start, too; give both or neither",
    ] == refused(duration=[1.0], base_duration=1, budget=1, reserve=1, deadline="2026-01-05")
    assert [
        "deadline needs finish or duration, too; give both or neither",
    ] == refused(cost=[1.0], base_cost=1, start="2026-01-01", deadline="2026-01-05")


def test_a_start_counts_the_working_days_to_a_deadline():
    """Without any dates: 2026-01-05 is a Monday, so the Friday after the next is the tenth day."""
    run = from_samples(
        duration=[8, 9, 10, 11] * 50, base_duration=8, start="2026-01-05", deadline="2026-01-16"
    )
    late, mark = rp.summarize(run).duration, finish_of(run, [80], ENGLISH).target

    assert (10.0, 0.25) == (late.target, late.target_exceedance)
    assert (0.75, 2.0) == (
        rp.contingency(run, at=50).deadline_confidence,
        rp.contingency(run, at=50).deadline_margin,
    )
    assert (10.0, "Deadline 10.0 (75 %)") == (mark.x, mark.text)


@pytest.mark.parametrize("name", ["cost", "duration", "finish"])
def test_a_total_it_came_without_is_refused_with_the_remedy(name):
    given = {"cost": [1.0], "base_cost": 1} if name != "cost" else {}
    run = from_samples(**given) if given else from_samples(duration=[1.0], base_duration=1)

    with pytest.raises(rp.RequestError, match=rf"tool came without {name}; from_samples.*{name}="):
        getattr(run, name)


def test_a_run_of_a_plan_without_activities_speaks_of_the_plan():
    """Negative control."""
    run = rp.simulate(rp.Plan("P", costs=[rp.CostItem("c", "C", 1)]), iterations=1, seed=1)

    with pytest.raises(rp.RequestError, match=r"^the plan has no activities, so the run"):
        run.duration.percentile(80)


def test_a_start_is_needed_to_count_days():
    assert ["finish needs start, too; give both or neither"] == refused(
        finish=["2026-01-05"], base_finish="2026-01-05"
    )


def test_a_finish_before_the_start_is_refused():
    assert [
        "finish[1] must not lie before the start, 2026-01-05 (got 2026-01-02 00:00:00)",
    ] == refused(finish=["2026-01-05", "2026-01-02"], base_finish="2026-01-05", start="2026-01-05")


@given(
    st.lists(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()), max_size=4)
)
def test_whatever_is_given_is_taken_or_refused(values):
    for arguments in (
        {"cost": values, "base_cost": 1},
        {"finish": values, "base_finish": "2026-01-05", "start": "2026-01-05"},
        {"duration": [1.0], "base_duration": 1, "occurrence": {"r": values}},
    ):
        try:
            run = from_samples(**arguments)
        except rp.RequestError:
            continue
        assert repr(run)
        assert run.iterations == len(values)


def test_the_result_is_a_result_like_any_other():
    run = attrs.evolve(given_back(), currency="EUR")

    assert "EUR" == run.currency
