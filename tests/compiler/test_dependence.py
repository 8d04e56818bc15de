"""Correlations of a plan as streams that move together: which, in what order, and how stably."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
import scipy

import riskplan as rp
from riskplan.compiler import stream_of
from riskplan.compiler.dependence import dependence_of, root_of
from riskplan.engine.dependence import OneFactor, Triangular
from riskplan.engine.streams import Stream, key_of
from riskplan.model import INHERENT, PLANNED
from riskplan.model.dependence import named_quantities

COUNT = 50_000
SIZE = rp.Pert(1, 2, 5)
ERROR = 4 / np.sqrt(COUNT)


def risk(id_: str, probability=0.5, **parts) -> rp.Risk:
    parts.setdefault("impacts", [rp.CostImpact(SIZE)])
    return rp.Risk(id_, id_, probability, **parts)


PLAN = rp.Plan(
    "Dam",
    costs=[rp.CostItem(name, name, SIZE) for name in "abcdef"],
    activities=[rp.Activity("build", "Build", SIZE), rp.Activity("test", "Test", SIZE)],
    risks=[risk("flood", 0.2), risk("frost", 0.4), risk("storm", rp.Uniform(0.1, 0.5))],
)


def correlated(*correlations: rp.Correlation, **parts) -> rp.Plan:
    return PLAN.evolve(correlations=correlations, **parts)


def uniforms(plan: rp.Plan, *names: str, scenario: rp.Scenario = PLANNED) -> np.ndarray:
    """The uniforms of quantities, moved by their groups."""
    stream = Stream(1, 0, COUNT)
    moved = {}
    for group in dependence_of(plan, scenario):
        row = group.rows(stream.uniforms)
        moved |= {key: row(place) for place, key in enumerate(group.keys)}
    keys = [key_of(stream_of(named_quantities(plan)[name][0])) for name in names]
    return np.array([moved.get(key, stream.uniforms(key)) for key in keys])


def spearman(plan: rp.Plan, *names: str) -> float:
    """The rank correlation of two quantities of the plan, occurrences as 0 and 1."""
    first, second = (
        row < 0.2 if name == "flood" else row < 0.4 if name == "frost" else row
        for name, row in zip(names, uniforms(plan, *names), strict=True)
    )
    return float(scipy.stats.spearmanr(first, second).statistic)


def test_one_coefficient_among_continuous_quantities_shares_one_factor():
    (group,) = dependence_of(correlated(rp.Correlation(["a", "build", "flood.cost"], 0.3)), PLANNED)

    assert isinstance(group, OneFactor)
    assert group.factor == key_of("correlation/activity/build/duration")


@pytest.mark.parametrize(
    "correlation",
    [
        rp.Correlation(["a", "b"], -0.3),
        rp.Correlation(["a", "b"], [[1, 0.3], [0.3, 1]]),
        rp.Correlation(["a", "flood"], 0.3),
    ],
    ids=["negative", "matrix", "occurrence"],
)
def test_everything_else_has_a_matrix(correlation):
    (group,) = dependence_of(correlated(correlation), PLANNED)

    assert isinstance(group, Triangular)


def test_groups_that_share_nothing_stay_apart():
    plan = correlated(rp.Correlation(["a", "b"], 0.9), rp.Correlation(["c", "d"], 0.9))

    assert 2 == len(dependence_of(plan, PLANNED))
    assert abs(spearman(plan, "a", "c")) < ERROR


def test_what_two_groups_have_in_common_ties_them():
    """a and c are independent given b: the normal scores correlate by the product."""
    plan = correlated(rp.Correlation(["a", "b"], 0.9), rp.Correlation(["b", "c"], 0.9))
    scores = scipy.stats.norm.ppf(uniforms(plan, "a", "b", "c"))
    r = 2 * np.sin(np.pi * 0.9 / 6)
    found = np.corrcoef(scores)

    assert 1 == len(dependence_of(plan, PLANNED))
    assert abs(r**2 - found[0, 2]) < ERROR
    assert abs(np.linalg.inv(found)[0, 2]) < 0.2


@pytest.mark.parametrize("coefficient", [-0.2, 0.0, 0.25, 0.5])
@pytest.mark.parametrize(
    ("first", "second"),
    [("a", "b"), ("flood", "a"), ("flood", "frost"), ("flood.cost", "build")],
)
def test_what_is_asked_for_is_achieved(first, second, coefficient):
    plan = correlated(rp.Correlation([first, second], coefficient))

    assert abs(coefficient - spearman(plan, first, second)) < ERROR


def test_two_copulas_hold_the_same_coefficient():
    for freedom in (None, 3):
        plan = correlated(rp.Correlation(["a", "b", "flood"], 0.4, degrees_of_freedom=freedom))
        for pair in (("a", "b"), ("a", "flood")):
            assert abs(0.4 - spearman(plan, *pair)) < ERROR


def test_a_matrix_of_its_own_order_is_read_in_it():
    rows = [[1, 0.6, -0.2], [0.6, 1, 0.1], [-0.2, 0.1, 1]]
    plan = correlated(rp.Correlation(["c", "a", "b"], rows))

    assert abs(0.6 - spearman(plan, "c", "a")) < ERROR
    assert abs(-0.2 - spearman(plan, "c", "b")) < ERROR


def test_the_order_of_ids_and_correlations_plays_no_part():
    one = correlated(rp.Correlation(["a", "b"], -0.5), rp.Correlation(["b", "flood"], 0.3))
    other = correlated(rp.Correlation(["flood", "b"], 0.3), rp.Correlation(["b", "a"], -0.5))

    assert np.array_equal(uniforms(one, "a", "b", "flood"), uniforms(other, "a", "b", "flood"))


def test_a_member_more_or_less_leaves_the_others_untouched():
    few = correlated(rp.Correlation(["a", "b"], 0.5))
    more = correlated(rp.Correlation(["a", "b", "c", "d"], 0.5))

    assert np.array_equal(uniforms(few, "a", "b"), uniforms(more, "a", "b"))


def test_a_certain_member_leaves_the_others_untouched():
    """Of one coefficient as of a matrix: the plan is compared with itself, edited."""
    certain = [rp.CostItem("a", "A", 5), *PLAN.costs[1:]]
    for coefficient in (0.5, -0.2):
        plan = correlated(rp.Correlation(["a", "b", "c"], coefficient))

        assert np.array_equal(
            uniforms(plan, "b", "c"), uniforms(plan.evolve(costs=certain), "b", "c")
        )


def test_a_closed_risk_leaves_the_others_untouched():
    """So that what a risk contributes is a paired difference, whatever it is tied to."""
    plan = correlated(rp.Correlation(["a", "flood", "frost", "storm"], 0.2))
    closed = attrs.evolve(PLAN.risks[0], status=rp.Status.CLOSED)
    without = plan.evolve(risks=[closed, *PLAN.risks[1:]])
    names = ("a", "frost", "storm")

    assert np.array_equal(uniforms(plan, *names), uniforms(without, *names))


def test_a_response_leaves_what_is_no_occurrence_untouched():
    """Occurrences come last: only they depend on probabilities."""
    dam = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, probability=0.05)
    plan = correlated(
        rp.Correlation(["storm", "flood", "a"], 0.1),
        risks=[attrs.evolve(PLAN.risks[0], responses=[dam]), *PLAN.risks[1:]],
    )

    assert np.array_equal(
        uniforms(plan, "a", scenario=INHERENT), uniforms(plan, "a", scenario=PLANNED)
    )


def test_an_impact_that_a_response_removes_leaves_the_others_untouched():
    gone = rp.Response("dam", "Dam", rp.Strategy.MITIGATE, impacts=[rp.Delay("build", SIZE)])
    plan = correlated(
        rp.Correlation(["flood.cost", "b", "c"], -0.2),
        risks=[attrs.evolve(PLAN.risks[0], responses=[gone])],
    )

    assert np.array_equal(
        uniforms(plan, "b", "c", scenario=INHERENT), uniforms(plan, "b", "c", scenario=PLANNED)
    )


def test_the_nearest_coefficients_are_used_on_request_only():
    rows = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]
    plan = correlated(rp.Correlation(["a", "b", "c"], rows, nearest=True))

    assert rp.check(plan).ok
    assert abs(0.5 - spearman(plan, "a", "b")) < 0.03
    assert not rp.check(correlated(rp.Correlation(["a", "b", "c"], rows))).ok


@pytest.mark.parametrize(
    "matrix",
    [
        [[1, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 1]],
        [[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]],
        [[1, -1], [-1, 1]],
    ],
    ids=["regular", "twins", "opposites"],
)
def test_a_root_of_a_matrix_multiplies_to_it(matrix):
    matrix = np.array(matrix, dtype=float)
    root = root_of(matrix)

    assert np.allclose(matrix, root @ root.T, atol=1e-12)
    assert np.allclose(root, np.tril(root))


def test_means_stay_what_they_are():
    """The same plan with and without correlations, each mean within four standard errors."""
    plan = correlated(
        rp.Correlation(["a", "b", "c", "flood"], 0.4, degrees_of_freedom=3),
        rp.Correlation(["d", "e"], -0.8),
        rp.Correlation(["frost", "frost.cost"], 0.6),
    )
    run = rp.simulate(plan, iterations=COUNT, seed=3)
    # Size and occurrence of frost are correlated, so its cost has another mean than their product.
    expected = 6 * SIZE.mean() + (0.2 + 0.3) * SIZE.mean()
    frost = run.risk_cost["frost"]
    rest = run.cost.values - frost

    assert abs(rest.mean() - expected) < 4 * rest.std() / np.sqrt(COUNT)
    assert abs(run.occurrence["frost"].mean() - 0.4) < 4 * 0.5 / np.sqrt(COUNT)
    assert frost.mean() > 1.1 * 0.4 * SIZE.mean()
