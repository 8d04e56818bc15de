"""What names in a correlation stand for, and the joint laws that correlations come to."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

import riskplan as rp
from riskplan.model import INHERENT, PLANNED, problems_in
from riskplan.model.dependence import Aspect, joint_laws, named_quantities
from riskplan.model.dependence.refusals import offenders

SIZE = rp.Pert(1, 2, 5)
WALL = rp.Response(
    "wall", "Wall", rp.Strategy.MITIGATE, impacts=[rp.CostImpact(7), rp.CostImpact(share=SIZE)]
)
FLOOD = rp.Risk(
    "flood",
    "Flood",
    0.15,
    impacts=[rp.CostImpact(SIZE), rp.DurationFactor("build", SIZE)],
    responses=[WALL],
)
PLAN = rp.Plan(
    "Dam",
    costs=[rp.CostItem("steel", "Steel", SIZE), rp.CostItem("build", "Build", SIZE)],
    activities=[rp.Activity("build", "Build", SIZE), rp.Milestone("done", "Done")],
    risks=[FLOOD],
)


@pytest.mark.parametrize(
    ("name", "id_", "aspect", "number"),
    [
        ("steel", "steel", Aspect.AMOUNT, 0),
        ("costs.build", "build", Aspect.AMOUNT, 0),
        ("activities.build", "build", Aspect.DURATION, 0),
        ("flood", "flood", Aspect.OCCURRENCE, 0),
        ("flood.cost", "flood", Aspect.COST, 0),
        ("flood.cost.1", "flood", Aspect.COST, 0),
        ("risks.flood.cost.2", "flood", Aspect.COST, 1),
        ("flood.factor", "flood", Aspect.FACTOR, 0),
    ],
)
def test_a_name_stands_for_one_quantity(name, id_, aspect, number):
    (found,) = named_quantities(PLAN)[name]

    assert (id_, aspect, number) == (found.id, found.aspect, found.number)


def test_some_names_stand_for_none_or_for_two():
    names = named_quantities(PLAN)

    assert 2 == len(names["build"])
    assert not {"done", "flood.delay", "flood.cost.3", "steel.cost"} & set(names)


def test_sizes_are_those_of_the_scenario():
    """The wall leaves other impacts than there were: one that costs 7, and a share."""
    names = named_quantities(PLAN)
    first, second = names["flood.cost"][0], names["flood.cost.2"][0]
    factor = names["flood.factor"][0]

    assert (SIZE, None, SIZE) == tuple(one.law(INHERENT) for one in (first, second, factor))
    assert (rp.Constant(7), SIZE, None) == tuple(
        one.law(PLANNED) for one in (first, second, factor)
    )
    assert [True, False] == [first.varies(scenario) for scenario in (INHERENT, PLANNED)]


def test_a_closed_risk_is_tied_as_if_it_were_open():
    closed = rp.Risk("flood", "Flood", 0.15, impacts=FLOOD.impacts, status=rp.Status.CLOSED)
    (found,) = named_quantities(PLAN.evolve(risks=[closed]))["flood"]

    assert 0.15 == found.law(PLANNED)
    assert found.varies(PLANNED)


def test_a_law_tells_the_coefficients_that_it_has():
    plan = PLAN.evolve(
        correlations=[
            rp.Correlation(["steel", "flood"], 0.3),
            rp.Correlation(["steel", "activities.build"], 0.6),
        ]
    )
    (law,), problems = joint_laws(plan, PLANNED)
    amount, duration, flood = law.members

    assert () == problems
    assert ["amount", "duration", "occurrence"] == [one.aspect.value for one in law.members]
    assert np.allclose([0.6, 0.3], law.spearman([(amount, duration), (flood, amount)]), atol=1e-9)
    assert 0.1 < law.spearman([(duration, flood)])[0] < 0.2


def test_a_plan_without_correlations_has_no_joint_laws():
    assert ((), ()) == joint_laws(PLAN, PLANNED)


def test_a_warning_that_nothing_moves_is_none_where_a_scenario_moves_it():
    plan = PLAN.evolve(correlations=[rp.Correlation(["flood.cost.2", "steel"], 0.3)])

    assert [] == [problem for problem in problems_in(plan) if "spread" in problem.message]


def test_many_coefficients_name_the_worst_few():
    """Ten lines of which two contradict a third: these are named, the other 42 pairs are not."""
    ids = [f"c{number}" for number in range(10)]
    rows = np.full((10, 10), 0.1) + 0.9 * np.eye(10)
    for i, j, value in ((2, 5, 0.9), (5, 7, 0.9), (2, 7, -0.9)):
        rows[i, j] = rows[j, i] = value
    plan = rp.Plan(
        "Lines",
        costs=[rp.CostItem(id_, id_, SIZE) for id_ in ids],
        correlations=[rp.Correlation(ids, rows.tolist())],
    )
    (problem,) = problems_in(plan)

    assert [2, 5, 7] == offenders(rows)
    assert "c2 with c7 -0.9" in problem.message
    assert "c0 with c1 0.1" not in problem.message.split(";")[0]
    assert problem.message.endswith("and 39 more")


def test_rounding_in_a_matrix_is_no_contradiction():
    """Two quantities that move as one, and a third: singular, and wrong in the last digits."""
    r = 0.123456789
    rows = [[1 - 2e-16, 1 + 2e-16, r], [1, 1, r], [r, r + 1e-16, 1]]
    plan = rp.Plan(
        "Lines",
        costs=[rp.CostItem(id_, id_, SIZE) for id_ in "abc"],
        correlations=[rp.Correlation(["a", "b", "c"], rows)],
    )

    assert [] == list(problems_in(plan))


def test_nearest_is_as_near_as_the_laws_let_it():
    plan = PLAN.evolve(correlations=[rp.Correlation(["flood", "steel"], 0.9, nearest=True)])
    (law,), problems = joint_laws(plan, INHERENT)

    assert () == problems
    assert np.isclose(np.sqrt(3 * 0.15 * 0.85), law.spearman([law.members])[0], atol=1e-7)


TRIO = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]
RING = {"ab": 0.9, "bc": 0.7, "cd": 0.9, "ad": -0.9, "de": 0.8}


def lines(*correlations: rp.Correlation) -> rp.Plan:
    costs = [rp.CostItem(id_, id_, SIZE) for id_ in "abcde"]
    return rp.Plan("Lines", costs=costs, correlations=correlations)


def coefficients_of(plan: rp.Plan) -> dict[str, float]:
    """The coefficients that are simulated, by the two letters of a pair."""
    (law,), _ = joint_laws(plan, PLANNED)
    pairs = list(combinations(law.members, 2))
    found = law.spearman(pairs)
    return {f"{i.id}{j.id}": float(r) for (i, j), r in zip(pairs, found, strict=True)}


@pytest.mark.parametrize(
    "stated",
    [
        [(["a", "b", "c"], TRIO)],
        [(["a", "b", "c"], -0.9)],
        [(["a", "b", "c"], -0.5)],
        [(list(pair), r) for pair, r in {"ab": 0.9, "bc": 0.9, "ac": -0.9}.items()],
    ],
    ids=["matrix", "one coefficient", "at the edge", "pairs"],
)
@pytest.mark.parametrize("freedom", [None, 4])
def test_a_refusal_states_what_nearest_would_simulate(stated, freedom):
    """Every coefficient that it lists, and the distance over all that were asked for."""
    asked, nearest = (
        lines(
            *(rp.Correlation(*one, degrees_of_freedom=freedom, nearest=is_near) for one in stated)
        )
        for is_near in (False, True)
    )
    (problem,) = problems_in(asked)
    told = problem.message.split("nearest possible matrix")[1]
    used = coefficients_of(nearest)
    wanted = {
        one.ids[i] + one.ids[j]: one.rows[i][j]
        for one in asked.correlations
        for i, j in combinations(range(len(one.ids)), 2)
    }
    distance = np.sqrt(2 * sum((used[pair] - r) ** 2 for pair, r in wanted.items()))

    assert () == problems_in(nearest)
    assert f"lies {distance:.4g} away" in told
    for first, second in wanted:
        assert f"{first} with {second} {used[first + second]:.4g}" in told


def test_what_does_not_clash_stays_as_it_was_asked():
    """Beside a ring that contradicts itself, d with e is true, and ties e to the ring by d only."""
    (problem,) = problems_in(lines(*(rp.Correlation(list(p), r) for p, r in RING.items())))
    used = coefficients_of(
        lines(*(rp.Correlation(list(p), r, nearest=True) for p, r in RING.items()))
    )
    scores = {pair: 2 * np.sin(np.pi * r / 6) for pair, r in used.items()}

    assert "d with e" not in problem.message.split("cannot all be true")[0]
    assert f"a with b {used['ab']:.4g}" in problem.message
    assert np.isclose(0.8, used["de"], atol=1e-4)
    assert np.isclose(scores["ad"] * scores["de"], scores["ae"], atol=1e-3)


def test_nearest_must_be_asked_for_in_every_correlation_that_clashes():
    some = [rp.Correlation(list(pair), 0.9, nearest=True) for pair in ("ab", "bc")]
    (problem,) = problems_in(lines(*some, rp.Correlation(["a", "c"], -0.9)))

    assert "in each of these correlations" in problem.remedy


@pytest.mark.parametrize("name", ["theft", "theft.cost"])
def test_a_risk_that_strikes_several_times_is_refused_without_a_warning(name):
    theft = rp.Risk("theft", "Theft", count=3, impacts=[rp.CostImpact(5)])
    plan = PLAN.evolve(risks=[theft], correlations=[rp.Correlation([name, "steel"], 0.3)])

    assert ["several times"] == [
        "several times" if "several times" in problem.message else problem.message
        for problem in problems_in(plan)
        if problem.place.startswith("correlations")
    ]


def test_a_large_matrix_is_told_by_its_size():
    ids = [f"c{number}" for number in range(60)]
    small, large = (rp.Correlation(ids[:n], np.eye(n).tolist()) for n in (2, 60))

    assert "coefficient=((1.0, 0.0), (0.0, 1.0))" in repr(small)
    assert "coefficient=matrix of 60 × 60" in repr(large)


def test_names_belong_to_the_plan_that_is_asked():
    """Whether or not the tables of another one were asked for just before."""
    other = PLAN.evolve(costs=[rp.CostItem("steel", "Steel", 7)])
    for plan in (PLAN, other, PLAN.evolve(name="Weir"), other):
        (found,) = named_quantities(plan)["steel"]
        assert found.item is plan.costs[0]
