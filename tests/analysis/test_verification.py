"""The simulator and the exact law referee each other, and what is wrong is found out.

The threshold is passed once in a thousand runs; the seeds below are fixed.
"""

from __future__ import annotations

import math

import attrs
import numpy as np
import pytest
from hypothesis import given, settings

import riskplan as rp
from riskplan.analysis.verification import Verification, can_verify, verify
from riskplan.distributions import Poisson
from riskplan.engine import Antithetic, LatinHypercube, Sobol
from riskplan.io import PlanRecipe
from riskplan.results import RecipeText
from tests.exact.cost_plans import plans
from tests.reference.test_enumeration import ENTANGLED, INDEPENDENT

ITERATIONS = 20_000

BUDGETED = rp.Plan(
    "Budgeted",
    currency="EUR",
    budget=1_300,
    costs=[
        rp.CostItem("a", "A", rp.Pert(400, 500, 900)),
        rp.CostItem("b", "B", rp.Triangular(200, 300, 400)),
    ],
    risks=[
        rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(rp.LogNormal(5, 0.5))]),
        rp.Risk("theft", "Theft", count=Poisson(1.5), impacts=[rp.CostImpact(rp.Uniform(10, 50))]),
        rp.Risk(
            "luck",
            "Luck",
            0.2,
            kind=rp.Kind.OPPORTUNITY,
            impacts=[rp.CostImpact(rp.Uniform(0, 80))],
        ),
    ],
)
PLANS = [BUDGETED, INDEPENDENT, ENTANGLED]


def run_of(plan: rp.Plan, seed: int = 5) -> rp.SimulationResult:
    return rp.simulate(plan, iterations=ITERATIONS, seed=seed)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_the_simulator_agrees_with_the_exact_law(plan):
    answer = verify(run_of(plan))

    assert answer.agrees
    assert 0 < answer.worst.off <= answer.threshold < 4


@pytest.mark.parametrize(
    "sampling", [LatinHypercube(), Sobol(), Antithetic()], ids=lambda sampling: sampling.spelling
)
def test_every_sampling_plan_is_judged_by_the_error_that_it_states(sampling):
    """Cells, not iterations, are independent there; distances are of the usual size."""
    iterations = 40 * sampling.cell if sampling.cell > 2 else ITERATIONS
    answers = [
        verify(rp.simulate(BUDGETED, iterations=iterations, seed=seed, sampling=sampling))
        for seed in range(4)
    ]

    assert all(answer.agrees for answer in answers)
    assert 0.4 < np.mean([np.mean([c.off for c in answer]) for answer in answers]) < 1.4


@pytest.mark.parametrize("scenario", ["planned", "inherent"])
def test_a_run_is_held_against_the_law_of_its_scenario(scenario):
    dam = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, cost=8, probability=0.05)
    flood = rp.Risk(
        "flood", "Flood", 0.3, impacts=[rp.CostImpact(rp.Uniform(50, 90))], responses=[dam]
    )
    plan = rp.Plan("P", risks=[flood])

    run = rp.simulate(plan, iterations=ITERATIONS, seed=2, scenario=scenario)
    other = rp.simulate(plan, iterations=ITERATIONS, seed=2, scenario="inherent")
    assert verify(run).agrees
    swapped = attrs.evolve(run.provenance, recipe=PlanRecipe(plan, rp.PLANNED))
    assert not verify(attrs.evolve(other, provenance=swapped)).agrees


@settings(max_examples=12, derandomize=True)
@given(plan=plans())
def test_any_cost_only_plan_agrees(plan):
    assert verify(run_of(plan)).agrees


@pytest.mark.parametrize(
    "change",
    [
        {"costs": [rp.CostItem("a", "A", rp.Pert(400, 515, 900)), BUDGETED.costs[1]]},
        {"risks": BUDGETED.risks[:2]},
        {"risks": [attrs.evolve(BUDGETED.risks[0], probability=0.33), *BUDGETED.risks[1:]]},
        {"risks": [attrs.evolve(BUDGETED.risks[1], count=Poisson(1.8)), *BUDGETED.risks[::2]]},
    ],
    ids=["a mode", "an opportunity less", "a probability", "a rate"],
)
def test_a_run_of_a_slightly_different_plan_is_found_out(change):
    """Negative control."""
    answer = verify(run_of(BUDGETED.evolve(**change)), BUDGETED)

    assert not answer.agrees
    assert "disagree" in repr(answer)


def test_iterations_that_are_used_twice_are_found_out():
    """Negative control: half as many independent draws as stated, over twenty seeds."""

    def halved(seed: int) -> float:
        run = rp.simulate(BUDGETED, iterations=ITERATIONS, seed=seed)
        values = np.tile(run.cost.values[: ITERATIONS // 4], 4)
        cost = attrs.evolve(run.cost, values=values)
        return verify(attrs.evolve(run, cost=cost)).worst.off

    honest = [verify(run_of(BUDGETED, seed)).worst.off for seed in range(20)]
    assert np.mean(honest) < 2.5 < np.mean([halved(seed) for seed in range(20)])


def test_distances_are_those_of_normal_deviates():
    """Over forty runs the distance of one figure has a mean square of one."""
    offs = [
        next(c.off for c in verify(run_of(INDEPENDENT, seed)) if c.figure == "mean")
        for seed in range(40)
    ]
    assert 0.5 < np.mean(np.square(offs)) < 1.8


def test_the_threshold_allows_for_several_comparisons():
    """Seven comparisons, and one false alarm in a thousand runs (Šidák 1967)."""
    answer = verify(run_of(BUDGETED))

    assert ["mean", "P10", "P50", "P80", "P90", "P95", "budget kept"] == [c.figure for c in answer]
    assert 3.8 == pytest.approx(answer.threshold, abs=0.01)
    single = math.erfc(answer.threshold / math.sqrt(2))
    assert 0.001 == pytest.approx(1 - (1 - single) ** 7, rel=1e-6)


def test_atoms_are_compared_by_levels_not_by_values():
    dice = rp.Plan("D", costs=[rp.CostItem("d", "D", rp.Discrete([1, 2, 6], [0.5, 0.3, 0.2]))])
    answer = verify(run_of(dice))

    assert answer.agrees
    assert [2.0, 6.0] == [c.exact.value for c in answer if c.figure in ("P80", "P90")]


def test_a_rare_overrun_is_judged_by_its_binomial_law():
    """One iteration where a hundredth is expected is no proof, as ten standard errors would be."""
    rare = rp.Risk("r", "R", 1e-6, impacts=[rp.CostImpact(100)])
    plan = rp.Plan("P", budget=50, costs=[rp.CostItem("c", "C", rp.Uniform(0, 10))], risks=[rare])
    run = run_of(plan)
    values = run.cost.values.copy()
    values[7] = 105.0
    answer = verify(attrs.evolve(run, cost=attrs.evolve(run.cost, values=values)))

    kept = next(c for c in answer if c.figure == "budget kept")
    assert 1 < kept.off < 3
    assert answer.agrees


def test_the_mean_of_a_heavy_tail_is_left_out():
    """So few losses make it that it is no normal deviate."""
    loss = rp.Risk("r", "R", 0.001, impacts=[rp.CostImpact(rp.LogNormal(10, 2))])
    answer = verify(run_of(rp.Plan("P", risks=[loss])))

    assert "mean" not in [c.figure for c in answer]
    assert answer.agrees


def test_a_certain_cost_agrees_to_the_last_digit():
    plan = rp.Plan("P", budget=1, costs=[rp.CostItem(f"c{n}", "C", 0.1) for n in range(7)])

    assert 0 == verify(rp.simulate(plan, iterations=100, seed=1)).worst.off


def test_a_plan_without_an_exact_law_is_refused_with_its_reasons():
    plan = rp.Plan("P", activities=[rp.Activity("a", "A", rp.Uniform(1, 2), day_rate=5)])

    with pytest.raises(rp.UnsupportedError, match="its cost runs with its duration"):
        verify(rp.simulate(plan, iterations=100, seed=1))


def test_a_run_that_does_not_hold_its_plan_asks_for_it():
    run = run_of(BUDGETED)
    bare = attrs.evolve(run, provenance=attrs.evolve(run.provenance, recipe=None))

    with pytest.raises(rp.RequestError, match=r"give it: verify\(run, plan\)"):
        verify(bare)
    assert verify(run) == verify(bare, BUDGETED)


WRONG = BUDGETED.evolve(costs=[rp.CostItem("a", "A", 9_999)])


@pytest.mark.parametrize(
    ("sampling", "fewest", "message"),
    [
        (rp.Random(), 72, r"too few iterations \(71\) to tell; it takes at least 72$"),
        (Antithetic(), 72, r"too few cells \(35\) to tell; it takes at least 36, 72 iterations$"),
        (
            LatinHypercube(500),
            10_000,
            r"too few cells \(19\) to tell; it takes at least 20, 10,000 iterations$",
        ),
    ],
    ids=lambda case: getattr(case, "spelling", ""),
)
def test_a_run_that_is_too_short_to_tell_its_error_does_not_agree_but_is_refused(
    sampling, fewest, message
):
    enough = rp.simulate(BUDGETED, iterations=fewest, seed=1, sampling=sampling)
    short = rp.simulate(BUDGETED, iterations=fewest - sampling.cell, seed=1, sampling=sampling)

    assert verify(enough).agrees
    assert not verify(enough, WRONG).agrees
    assert (True, False) == (can_verify(enough), can_verify(short))
    for plan in (None, WRONG):
        with pytest.raises(rp.RequestError, match=message):
            verify(short, plan)


@pytest.mark.parametrize(("what", "name"), [(BUDGETED, "Plan"), ("run.npz", "str")])
def test_what_is_no_run_is_refused(what, name):
    with pytest.raises(
        rp.RequestError, match=rf"a run is wanted \(got {name}\); simulate the plan"
    ):
        verify(what)


def test_samples_of_another_tool_are_held_against_the_planned_scenario_unless_told():
    dam = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, cost=8, probability=0.05)
    flood = rp.Risk(
        "flood", "Flood", 0.3, impacts=[rp.CostImpact(rp.Uniform(50, 90))], responses=[dam]
    )
    plan = rp.Plan("P", risks=[flood])
    planned, inherent = (
        rp.from_samples(
            rp.simulate(plan, iterations=ITERATIONS, seed=2, scenario=scenario).cost.values,
            base_cost=0,
        )
        for scenario in ("planned", "inherent")
    )

    with pytest.raises(rp.RequestError, match=r"give it: verify\(run, plan\)"):
        verify(planned)
    assert verify(planned, plan).agrees
    assert not verify(inherent, plan).agrees
    assert verify(inherent, plan, scenario="inherent").agrees
    assert not verify(planned, plan, scenario=rp.INHERENT).agrees


def test_a_run_may_be_held_against_another_scenario_of_the_plan_that_it_holds():
    """Negative control: the scenario that is asked for is the one that counts."""
    response = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, cost=8, probability=0.05)
    risk = rp.Risk("r", "R", 0.3, impacts=[rp.CostImpact(70)], responses=[response])
    run = run_of(rp.Plan("P", risks=[risk]))

    assert verify(run, scenario="planned") == verify(run)
    assert not verify(run, scenario="inherent").agrees


def test_a_recipe_that_is_only_text_will_do():
    run = run_of(BUDGETED)
    text = RecipeText(run.provenance.recipe.text())
    archived = attrs.evolve(run, provenance=attrs.evolve(run.provenance, recipe=text))

    assert verify(run) == verify(archived)


# --- the value ------------------------------------------------------------------------------------


def test_it_says_in_one_line_what_it_found():
    line = repr(verify(run_of(BUDGETED)))

    assert line.startswith("Verification(simulation and exact law agree: ")
    assert line.endswith(" allowed)")
    assert "\n" not in line


def test_it_is_a_card_and_a_frame():
    answer = verify(run_of(BUDGETED))
    html, frame = answer._repr_html_(), answer.to_frame()

    assert html.startswith("<table>")
    assert "20,000 iterations and the exact law [EUR]" in html
    assert ["simulated", "exact", "standard_errors"] == frame.columns.tolist()
    assert "figure" == frame.index.name
    assert answer.worst.off == frame["standard_errors"].max()


def test_it_cannot_be_changed():
    answer: Verification = verify(run_of(BUDGETED))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        answer.threshold = 100
