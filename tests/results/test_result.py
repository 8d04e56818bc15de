"""The result of a run: what it holds, what it refuses, how it shows itself."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

import attrs
import numpy as np
import pytest
import scipy

import riskplan as rp
from riskplan.io import recipe_from
from riskplan.results import Keep
from tests.results.runs import COST_ONLY, RISK_ONLY, TIME_ONLY, full_plan

FULL = full_plan("b", "m")


def run_of(plan: rp.Plan = FULL, iterations: int = 1_000) -> rp.SimulationResult:
    return rp.simulate(plan, iterations=iterations, seed=4)


def test_a_run_holds_every_total_by_its_name():
    run = run_of()

    assert (1_000, "CNY") == (run.iterations, run.currency)
    assert (("r",), ("R",)) == (run.occurrence.ids, run.occurrence.names)
    assert ("x", "y", "") == run.phase_cost.ids
    assert ("a", "b", "m") == run.activity_finish.ids == run.criticality.ids
    assert (["m"], ["x", "y"]) == (list(run.milestones), list(run.phases))
    assert (True, True, True) == (run.has_cost, run.has_schedule, run.has_dates)


def test_the_finish_is_the_duration_as_a_date():
    run = run_of()
    order = np.argsort(run.duration.values, kind="stable")

    assert np.array_equal(np.sort(run.finish.values), run.finish.values[order])
    assert np.datetime64("2026-01-12T17:00") == np.datetime64(run.finish.base)
    assert 6.0 == run.duration.base == run.schedule.duration


def test_milestones_and_phases_have_their_dates():
    run = run_of()

    assert np.array_equal(run.finish.values, run.milestones["m"].values)
    assert "2026-01-05T17:00:00" == run.phases["y"].base.isoformat()
    assert run.phases["x"].percentile(50).value < run.finish.percentile(50).value


PARTS = {
    "occurrence": (Keep.RISKS, "the occurrence of risks"),
    "risk_cost": (Keep.RISKS, "the cost of risks"),
    "phase_cost": (Keep.RISKS, "the cost of phases"),
    "phases": (Keep.RISKS, "the finish of phases"),
    "milestones": (Keep.RISKS, "the dates of milestones"),
    "activity_finish": (Keep.ACTIVITIES, "the finish of activities"),
}
KEPT = {Keep.TOTALS: "totals only", Keep.RISKS: "totals, risks and phases only"}


@pytest.mark.parametrize("keep", Keep)
@pytest.mark.parametrize("part", PARTS)
def test_what_was_not_kept_is_refused_with_the_keep_that_has_it(part, keep):
    run = rp.simulate(FULL, iterations=10, seed=4, keep=keep)
    needed, what = PARTS[part]

    if keep.covers(needed):
        assert len(getattr(run, part)) > 0
    else:
        with pytest.raises(rp.RequestError) as caught:
            getattr(run, part)
        assert (
            f"this run kept {KEPT[keep]}; simulate(..., keep=rp.Keep.{needed.name}) keeps {what}"
        ) == str(caught.value)


@pytest.mark.parametrize("keep", Keep)
def test_what_was_kept_is_the_same_whatever_else_was(keep):
    run, full = rp.simulate(FULL, iterations=1_000, seed=4, keep=keep), run_of()

    assert (keep, Keep.ACTIVITIES) == (run.keep, full.keep)
    assert np.array_equal(full.cost.values, run.cost.values)
    assert np.array_equal(full.finish.values, run.finish.values)
    assert full.criticality.counts == run.criticality.counts
    assert rp.contingency(full) == rp.contingency(run)
    assert repr(full) == repr(run)
    assert full._repr_html_() == run._repr_html_()


def test_each_keep_holds_what_the_one_before_it_holds():
    order = [Keep.TOTALS, Keep.RISKS, Keep.ACTIVITIES]

    assert order == list(Keep)
    assert [[True, False, False], [True, True, False], [True, True, True]] == [
        [left.covers(right) for right in order] for left in order
    ]


def test_the_provenance_holds_the_recipe_but_shows_it_nowhere():
    said = run_of().provenance
    other = attrs.evolve(said, recipe=None)

    assert FULL == recipe_from(said.recipe.text()).plan
    assert "recipe" not in repr(said)
    assert "\n" not in repr(said)
    assert said == other
    assert said != attrs.evolve(said, digest="")
    assert (said, said.recipe) == (copy := pickle.loads(pickle.dumps(said)), copy.recipe)


def test_the_provenance_names_the_libraries_that_ran():
    said = run_of().provenance

    assert (np.__version__, scipy.__version__) == (said.numpy, said.scipy)
    assert ("random", 1, "activities") == (said.sampling, said.cell, said.keep)


def test_without_a_start_dates_are_days():
    run = run_of(TIME_ONLY)

    assert "days" == run.milestones["m"].unit
    assert (5.0, 5.0) == (run.milestones["m"].base, run.milestones["m"].percentile(50))
    assert () == run.schedule.start_dates


def test_the_cost_of_a_phase_has_its_base():
    run = run_of()

    assert (110.0, 0.0, 0.0) == tuple(run.phase_total(id_).base for id_ in ("x", "y", ""))
    assert np.array_equal(run.phase_cost["x"], run.phase_total("x").values)
    with pytest.raises(rp.RequestError, match='there is no "z"; there are: x, y'):
        run.phase_total("z")


def test_the_targets_are_those_of_the_plan():
    targets = run_of().targets

    assert (130, 11.0, 8.0) == (targets.budget, targets.reserve, targets.deadline_days)
    assert "2026-01-14" == str(targets.deadline)
    assert rp.Targets() == run_of(COST_ONLY).targets


def test_the_provenance_is_all_that_a_repetition_needs():
    run = run_of()
    said = run.provenance
    again = rp.simulate(FULL, iterations=said.iterations, seed=said.seed, scenario=said.scenario)

    assert ("Full", "planned", 1_000, 4) == (said.plan, said.scenario, said.iterations, said.seed)
    assert (FULL.digest(), rp.__version__, "pcg-1") == (said.digest, said.version, said.sampler)
    assert np.array_equal(run.cost.values, again.cost.values)


@pytest.mark.parametrize(
    ("plan", "part", "message"),
    [
        (TIME_ONLY, "cost", "nothing in the plan costs money, so the run has no cost"),
        (COST_ONLY, "duration", "the plan has no activities, so the run has no duration"),
        (COST_ONLY, "finish", "the plan has no activities, so the run has no finish"),
        (TIME_ONLY, "finish", "the plan has no start, so the run has a duration but no dates"),
    ],
)
def test_what_a_plan_does_not_say_its_run_refuses(plan, part, message):
    with pytest.raises(rp.RequestError) as caught:
        getattr(run_of(plan), part)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (FULL, ", cost P80 {cost} CNY, finish P80 2026-01-14)"),
        (COST_ONLY, ", cost P80 {cost})"),
        (TIME_ONLY, ", finish P80 5 days)"),
        (RISK_ONLY, ")"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_one_line_says_what_a_run_came_to(plan, expected):
    run = run_of(plan)
    figures = {"cost": run.cost.percentile(80)} if run.has_cost else {}
    start = f"SimulationResult({plan.name!r}, planned, 1,000 iterations, seed 4"

    assert f"{start}{expected.format(**figures)}" == repr(run)


def test_a_run_of_one_iteration_shows_itself_without_a_warning():
    run = run_of(iterations=1)

    assert "finish P80" in repr(run)
    assert "± ?" in run._repr_html_()


def test_a_notebook_shows_a_card():
    html = run_of()._repr_html_()

    for text in ("Full · planned · 1,000 iterations · seed 4", "Cost, P80", "110 CNY", "6 days"):
        assert text in html


def test_small_money_is_shown_in_full():
    plan = rp.Plan("Millions", costs=[rp.CostItem("c", "C", 0.25)])

    assert "0.25" in run_of(plan)._repr_html_()


def test_a_frame_has_a_row_for_each_iteration():
    frame, run = run_of().to_frame(), run_of()

    assert ["cost", "duration", "finish"] == list(frame.columns)
    assert np.array_equal(run.cost.values, frame["cost"])
    assert np.array_equal(run.finish.values.astype("datetime64[s]"), frame["finish"])
    assert (1_000, 0) == run_of(RISK_ONLY).to_frame().shape


def arrays(value: object) -> list[np.ndarray]:
    """Every array within a result."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, Mapping):
        return [array for item in value.values() for array in arrays(item)]
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return [array for field in fields for array in arrays(getattr(value, field.name))]
    return []


def test_every_array_is_read_only():
    found = arrays(run_of())

    assert len(found) > 10
    assert not any(array.flags.writeable for array in found)


def test_a_run_survives_pickling():
    run = run_of()
    copy = pickle.loads(pickle.dumps(run))

    assert repr(run) == repr(copy)
    assert run.provenance == copy.provenance
    pairs = zip(arrays(run), arrays(copy), strict=True)
    assert all(np.array_equal(left, right) for left, right in pairs)


def test_milestones_and_phases_are_found_by_id():
    milestones = run_of().milestones

    assert (["m"], 1, True, False) == (
        list(milestones),
        len(milestones),
        "m" in milestones,
        "n" in milestones,
    )
    assert (milestones["m"], None, 5) == (
        milestones.get("m"),
        milestones.get("n"),
        milestones.get("n", 5),
    )
    assert repr(milestones).startswith("ById({'m': DateSamples(1,000 iterations")
    with pytest.raises(rp.RequestError, match='there is no "n"; there are: m'):
        milestones["n"]


def test_values_by_id_are_shown_up_to_the_third():
    three = {"a": 1, "b": 2, "c": 3}

    assert "ById({})" == repr(rp.results.ById({}))
    assert "ById({'a': 1, 'b': 2, 'c': 3})" == repr(rp.results.ById(three))
    assert "ById({'a': 1, 'b': 2, 'c': 3, …})" == repr(rp.results.ById({**three, "d": 4}))


def test_a_result_cannot_be_changed():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        run_of().currency = "EUR"


def test_the_base_schedule_shows_dates_and_float():
    schedule = run_of().schedule
    frame = schedule.to_frame()

    assert "BaseSchedule(3 activities, 6 days)" == repr(schedule)
    assert [0.0, 5.0, 0.0] == frame["total_float"].tolist()
    dates = ["start", "finish", "late_start_date", "late_finish_date"]
    assert dates == list(frame.columns)[-4:]
    assert (frame["start"] <= frame["late_start_date"]).all()
    assert "day 1, float 5" in schedule._repr_html_()
    assert "start" not in run_of(TIME_ONLY).schedule.to_frame()


def test_a_base_schedule_without_activities_is_empty():
    assert 0.0 == run_of(COST_ONLY).schedule.duration
