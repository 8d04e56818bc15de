"""Replay repeats a run from nothing but its provenance, and sees every bit that is not the same."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

import riskplan as rp
from riskplan.results import Keep, RecipeText, from_samples, load_run
from riskplan.simulation.repeat import Difference, Replay, replay

PLAN = rp.Plan(
    "Bridge",
    start="2026-01-05",
    budget=130,
    phases=[rp.Phase("x", "X")],
    costs=[rp.CostItem("c", "C", rp.Uniform(90, 130), phase="x")],
    activities=[
        rp.Activity("a", "A", rp.Pert(2, 4, 9), phase="x"),
        rp.Milestone("m", "M", after=["a"]),
    ],
    risks=[
        rp.Risk(
            "r",
            "R",
            0.3,
            impacts=[rp.CostImpact(20), rp.Delay("a", rp.Uniform(1, 4))],
            responses=[rp.Response("s", "S", rp.Strategy.MITIGATE, probability=0.1)],
        )
    ],
)


def run_of(**arguments: object) -> rp.SimulationResult:
    return rp.simulate(PLAN, **{"iterations": 500, "seed": 4, **arguments})


def with_provenance(run: rp.SimulationResult, **changes: object) -> rp.SimulationResult:
    return attrs.evolve(run, provenance=attrs.evolve(run.provenance, **changes))


def with_cost(run: rp.SimulationResult, change) -> rp.SimulationResult:
    values = run.cost.values.copy()
    change(values)
    return attrs.evolve(run, cost=attrs.evolve(run.cost, values=values))


def refused(run: object) -> str:
    with pytest.raises(rp.RequestError) as caught:
        replay(run)
    return str(caught.value)


def test_a_run_is_repeated_bit_for_bit():
    again = replay(run_of())

    assert again.identical
    assert () == again.differences
    assert "Replay('Bridge', identical in 500 iterations)" == repr(again)
    assert "identical in 500 iterations" in again._repr_html_()
    assert [] == again.to_frame().index.tolist()


@pytest.mark.parametrize(
    "arguments",
    [
        {"scenario": "inherent"},
        {"iterations": 1},
        {"seed": 0},
        {"seed": 2**128 - 1},
        {"keep": Keep.TOTALS},
        {"keep": Keep.RISKS},
        {"sampling": rp.Antithetic()},
        {"sampling": rp.LatinHypercube(250)},
        {"sampling": rp.Sobol(256), "iterations": 512},
        {"workers": 1, "block": 7},
    ],
    ids=str,
)
def test_every_choice_is_repeated(arguments):
    assert replay(run_of(**arguments), workers=2).identical


def test_a_scenario_of_ones_own_is_repeated():
    scenario = rp.Scenario("bare", "Nothing done", rp.Adoption.NONE)
    run = run_of(scenario=scenario)

    assert replay(run).identical
    assert not np.array_equal(run.cost.values, run_of().cost.values)


def test_a_file_is_enough(tmp_path):
    run_of().save(tmp_path / "run.npz")

    assert replay(load_run(tmp_path / "run.npz")).identical


def last_bit(values: np.ndarray) -> None:
    values[3] = np.nextafter(values[3], np.inf)


def sign_of_zero(values: np.ndarray) -> None:
    values[0] *= -1


def test_the_last_bit_of_one_sample_is_noticed():
    """Negative control."""
    run = run_of()
    again = replay(with_cost(run, last_bit))
    ulp = float(np.spacing(run.cost.values[3]))

    assert not again.identical
    assert (Difference("cost", 1, ulp),) == again.differences
    assert f"Replay('Bridge', differs in cost (1 value, at most by {ulp:.2g}))" == repr(again)
    assert [1] == again.to_frame()["count"].tolist()
    assert "cost" in again._repr_html_()


def test_the_sign_of_zero_is_a_bit():
    plan = rp.Plan("Free", costs=[rp.CostItem("c", "C", 0.0)])
    again = replay(with_cost(rp.simulate(plan, iterations=5, seed=1), sign_of_zero))

    assert (Difference("cost", 1, 0.0),) == again.differences


def test_dates_differ_by_minutes_and_milestones_by_their_ids():
    run = run_of()
    finish = run.finish.values.copy()
    finish[:2] += np.timedelta64(90, "m")
    changed = attrs.evolve(run, milestones={"m": attrs.evolve(run.finish, values=finish)})
    changed = attrs.evolve(changed, milestones=type(run.milestones)(changed.milestones))

    assert (Difference("milestones.m", 2, 90.0),) == replay(changed).differences


def test_what_is_not_sampled_is_compared_too():
    run = run_of()
    changed = attrs.evolve(
        run,
        targets=attrs.evolve(run.targets, budget=131.0),
        cost=attrs.evolve(run.cost, base=run.cost.base + 2, unit="EUR"),
        phase_base=(*run.phase_base, 1.0),
    )

    assert (
        Difference("cost", 2, 2.0),
        Difference("phase_base[2]", 1, None),
        Difference("targets.budget", 1, 1.0),
    ) == replay(changed).differences


def test_what_was_lost_is_a_difference():
    run = attrs.evolve(run_of(), activity_finish=None)
    found = replay(run).differences

    assert Difference("activity_finish", 1_000, None) in found


def test_the_versions_stand_beside_each_other():
    run = with_provenance(with_cost(run_of(), last_bit), numpy="1.0", scipy="")
    again = replay(run)

    assert ("1.0", np.__version__) == again.versions["numpy"]
    assert f"numpy 1.0, now {np.__version__}; scipy unknown, now " in repr(again)
    assert f"1.0, now {np.__version__}" in again._repr_html_()


def test_samples_of_another_tool_cannot_be_repeated():
    assert "those of another tool, which alone could repeat them" in refused(
        from_samples([1.0, 2.0], base_cost=1)
    )


def test_a_run_without_its_plan_says_how_to_go_on():
    run = with_provenance(run_of(), recipe=None)

    assert (
        "the run does not hold the plan it came from; simulate the plan again with seed=4 "
        "and compare"
    ) == refused(run)


def test_another_sampler_is_refused_before_anything_is_run():
    run = with_provenance(run_of(), sampler="dice-1", version="0.0.9")

    assert "the run was drawn by the sampler dice-1" in refused(run)
    assert "replay it with riskplan 0.0.9" in refused(run)


def test_a_plan_that_was_exchanged_is_refused():
    run = run_of()
    other = rp.simulate(PLAN.evolve(name="Tunnel"), iterations=1, seed=1)

    assert "it holds plan" in refused(with_provenance(run, recipe=other.provenance.recipe))


def test_a_recipe_that_is_none_is_refused():
    with pytest.raises(rp.FileError, match="the recipe of the run"):
        replay(with_provenance(run_of(), recipe=RecipeText("{}")))


def test_what_is_no_run_is_refused():
    assert (
        "a run is wanted (got Plan); read one from its file with riskplan.load_run(path) first"
    ) == refused(PLAN)


def test_a_replay_is_a_value():
    again = replay(run_of(iterations=10))

    assert isinstance(again, Replay)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        again.differences = ()
