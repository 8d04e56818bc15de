"""Requested and achieved rank correlations, and how sure the achieved ones are."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy

import riskplan as rp
from riskplan.analysis.dependence import correlations
from riskplan.analysis.spearman import ranked, spearman

SIZE = rp.Pert(1, 2, 5)
ROWS = [[1, 0.5, 0.2], [0.5, 1, 0.3], [0.2, 0.3, 1]]
PLAN = rp.Plan(
    "Dam",
    costs=[rp.CostItem(name, name, SIZE) for name in "abcd"],
    risks=[
        rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(SIZE)]),
        rp.Risk("closed", "Closed", 0.3, impacts=[rp.CostImpact(SIZE)], status=rp.Status.CLOSED),
    ],
    correlations=[
        rp.Correlation(["a", "b", "flood"], ROWS),
        rp.Correlation(["c", "d", "flood.cost"], -0.9, nearest=True),
        rp.Correlation(["closed", "closed.cost"], 0.1),
    ],
)
RUN = rp.simulate(PLAN, iterations=20_000, seed=1)


def test_every_named_pair_has_a_row():
    found = correlations(PLAN, RUN)

    assert [("a", "b"), ("a", "flood"), ("b", "flood")] == [
        (row.first, row.second) for row in found.rows[:3]
    ]
    assert [0.5, 0.2, 0.3, -0.9, -0.9, -0.9, 0.1] == [row.requested for row in found]
    assert 20_000 == found.iterations


def test_what_is_achieved_is_what_is_used():
    for row in correlations(PLAN, RUN).rows[:-1]:
        assert abs(row.achieved - row.used) < 2.1 * row.achieved.error


def test_what_is_used_differs_where_the_nearest_was_asked_for():
    """Three quantities cannot all be at -0.9; a normal copula reaches -0.4826."""
    used = [row.used for row in correlations(PLAN, RUN)]

    assert np.allclose([0.5, 0.2, 0.3], used[:3], atol=1e-9)
    assert np.allclose(6 / math.pi * math.asin(-0.25), used[3:6], atol=1e-6)


def test_it_tells_which_coefficient_was_used_where_another_was_asked_for():
    nearest = repr(correlations(PLAN, RUN))
    plan = PLAN.evolve(correlations=PLAN.correlations[:1])

    assert nearest.endswith(" for -0.4826, asked -0.9)")
    assert "asked" not in repr(correlations(plan, rp.simulate(plan, iterations=1_000, seed=1)))


def test_nothing_is_achieved_with_what_is_certain():
    row = correlations(PLAN, RUN).rows[-1]

    assert (None, None) == (row.used, row.achieved)
    assert "closed" == row.first


@pytest.mark.parametrize("status", rp.Status)
@pytest.mark.parametrize("probability", [0, 0.3, 1])
def test_nothing_is_used_where_one_of_the_two_is_certain(probability, status):
    fixed = rp.CostItem("fixed", "Fixed", 5)
    risk = rp.Risk("r", "R", probability, impacts=[rp.CostImpact(1)], status=status)
    pairs = [rp.Correlation(["a", "fixed"], 0.3), rp.Correlation(["b", "r", "c"], 0.2)]
    plan = PLAN.evolve(costs=[*PLAN.costs, fixed], risks=[risk], correlations=pairs)
    frame = correlations(plan, rp.simulate(plan, iterations=500, seed=1)).to_frame()
    moves = probability == 0.3 and status is rp.Status.OPEN

    assert [False, moves, True, moves] == frame["used"].notna().tolist()
    assert frame["used"].isna().tolist() == frame["achieved"].isna().tolist()


def test_what_could_have_moved_but_did_not_keeps_what_was_used():
    rare = rp.Risk("r", "R", 1e-6, impacts=[rp.CostImpact(1)])
    plan = PLAN.evolve(risks=[rare], correlations=[rp.Correlation(["a", "r"], 0.001)])
    (row,) = correlations(plan, rp.simulate(plan, iterations=50, seed=1))

    assert (0.001, None) == (pytest.approx(row.used), row.achieved)


def test_a_plan_without_correlations_has_no_rows():
    plan = PLAN.evolve(correlations=[])
    found = correlations(plan, rp.simulate(plan, iterations=100, seed=1))

    assert 0 == len(found)
    assert "Correlations(0 pairs)" == repr(found)


def test_a_run_of_another_plan_is_refused():
    with pytest.raises(rp.RequestError, match="simulate the plan again"):
        correlations(PLAN.evolve(budget=5), RUN)


def test_a_long_run_is_judged_by_its_first_iterations(monkeypatch):
    monkeypatch.setattr("riskplan.analysis.dependence._MOST_ITERATIONS", 5_000)

    assert 5_000 == correlations(PLAN, RUN).iterations


def test_it_is_a_small_value_with_a_frame_and_a_card():
    found = correlations(PLAN, RUN)
    frame = found.to_frame()

    assert 0.5 == frame.loc[("a", "b"), "requested"]
    assert frame.loc[("closed", "closed.cost"), ["used", "achieved"]].isna().all()
    assert repr(found).startswith("Correlations(7 pairs; c with ")
    assert found._repr_html_().startswith("<table>")


# --- the estimate ---------------------------------------------------------------------------------


def sample(r: float, count: int, form: str, rng: np.random.Generator) -> list[np.ndarray]:
    z = rng.standard_normal((2, count))
    z[1] = r * z[0] + math.sqrt(1 - r**2) * z[1]
    forms = {"smooth": z, "ties": z.round(0), "occurrences": (z > 0.5).astype(float)}
    return list(forms[form])


@pytest.mark.parametrize("form", ["smooth", "ties", "occurrences"])
def test_it_is_what_scipy_says(form):
    x, y = sample(0.6, 500, form, np.random.default_rng(1))
    expected = scipy.stats.spearmanr(x, y).statistic

    assert math.isclose(expected, spearman(ranked(x), ranked(y)), abs_tol=1e-12)


@pytest.mark.parametrize("form", ["smooth", "ties", "occurrences"])
@pytest.mark.parametrize("r", [0.0, 0.9])
def test_its_error_is_its_spread(form, r):
    """Over 400 samples; the standard deviation of one over so many is 3.5 % of it."""
    rng = np.random.default_rng(2)
    found = [spearman(*map(ranked, sample(r, 400, form, rng))) for _ in range(400)]
    spread = np.std([float(one) for one in found])

    assert math.isclose(spread, np.mean([one.error for one in found]) / 1.96, rel_tol=0.15)


def test_the_error_of_plain_products_would_be_wrong():
    """Negative control: without the influence through the ranks, at 0.9 four times too large."""
    x, y = sample(0.9, 400, "smooth", np.random.default_rng(3))
    left, right = ranked(x), ranked(y)
    product = 12 * left.ranks * right.ranks

    assert 1.96 * product.std() / 20 > 3 * spearman(left, right).error


def test_the_error_comes_from_the_cells():
    """Each iteration twice: only half of them tell anything."""
    x, y = sample(0.5, 4_000, "smooth", np.random.default_rng(4))
    once = spearman(ranked(x), ranked(y))
    twice = spearman(ranked(np.repeat(x, 2)), ranked(np.repeat(y, 2)), cell=2)

    assert math.isclose(once.error, twice.error, rel_tol=0.01)


def test_what_moves_as_one_is_certain():
    x = np.arange(100.0)

    assert 1.0 == spearman(ranked(x), ranked(x))
    assert spearman(ranked(x), ranked(-x)).error < 1e-9
    assert ranked(np.ones(5)) is None
