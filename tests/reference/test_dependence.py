"""Dependence against what others publish and get wrong, and against Iman and Conover's example."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import scipy

import riskplan as rp

COUNT = 100_000


def read(shared: Path, name: str) -> dict:
    return json.loads((shared / "reference" / f"{name}.json").read_text("utf-8"))


# --- Iman and Conover (1982), the example of 20 rows and 4 columns --------------------------------


def reordered(x: np.ndarray, scores: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The samples in the order that gives them the rank correlations of the scores.

    R. L. Iman and W. J. Conover, "A distribution-free approach to inducing rank correlation among
    input variables", Communications in Statistics B 11 (1982), 311-334: the scores are made
    uncorrelated, given the target correlation, and each column is sorted as its scores are.
    """
    own = np.linalg.cholesky(np.cov(scores.T, bias=True) / scores.std() ** 2)
    wished = np.linalg.cholesky(target)
    moved = scores @ np.linalg.inv(own).T @ wished.T
    places = moved.argsort(axis=0).argsort(axis=0)
    return np.take_along_axis(np.sort(x, axis=0), places, axis=0)


def test_the_published_cells_of_iman_and_conover_are_understood(shared):
    """All 80 of them, and the matrices on the way."""
    reference = read(shared, "iman_conover_mildenhall_20x4")
    x, scores, target = (
        np.array(reference[key], dtype=float) for key in ("X", "score_matrix_M", "target_S")
    )
    published = reference["published"]
    found = reordered(x, scores, target)

    assert np.array_equal(np.array(published["reordered_Y"], dtype=float), found)
    assert np.allclose(published["cholesky_C"], np.linalg.cholesky(target).T, atol=5e-4)
    assert np.allclose(published["EE"], np.corrcoef(scores.T), atol=6e-4)
    assert np.allclose(published["linear_corr"], np.corrcoef(found.T), atol=6e-3)


def test_without_taking_the_own_correlation_out_they_are_not_met(shared):
    """Negative control."""
    reference = read(shared, "iman_conover_mildenhall_20x4")
    x, scores, target = (
        np.array(reference[key], dtype=float) for key in ("X", "score_matrix_M", "target_S")
    )
    moved = scores @ np.linalg.cholesky(target).T
    places = moved.argsort(axis=0).argsort(axis=0)
    found = np.take_along_axis(np.sort(x, axis=0), places, axis=0)

    assert np.any(found != np.array(reference["published"]["reordered_Y"]))


def test_the_copula_gives_the_same_laws_the_same_rank_correlations(shared):
    """The four columns as observed values: what reordering aims at, the copula achieves."""
    reference = read(shared, "iman_conover_mildenhall_20x4")
    columns = np.array(reference["X"], dtype=float).T
    ids = ["first", "second", "third", "fourth"]
    plan = rp.Plan(
        "Mildenhall",
        costs=[rp.CostItem(i, i, rp.Empirical(c)) for i, c in zip(ids, columns, strict=True)],
        correlations=[rp.Correlation(ids, reference["target_S"])],
    )
    samples = rp.simulation.quantity_samples(
        plan, ids, iterations=COUNT, seed=1, scenario="planned"
    )
    found = scipy.stats.spearmanr(samples.T).statistic

    assert np.abs(found - np.array(reference["target_S"])).max() < 4 / math.sqrt(COUNT)
    assert all(set(column) == set(values) for column, values in zip(columns, samples, strict=True))


# --- a mean that correlation cannot move ----------------------------------------------------------


def three_tasks(shared: Path, *correlations: rp.Correlation) -> rp.Plan:
    inputs = read(shared, "pra_three_task_independent")["inputs"]
    laws = {"normal": rp.Normal, "triangular": rp.Triangular, "uniform": rp.Uniform}
    costs = [rp.CostItem(id_, id_, laws[law](*parts)) for id_, (law, *parts) in inputs.items()]
    return rp.Plan("PRA", costs=costs, correlations=correlations)


def test_correlation_leaves_the_mean_at_30(shared):
    """The source prints 38.6: it multiplies the samples themselves with a Cholesky factor."""
    limits = read(shared, "pra_three_task_independent")["correlated_limits"]
    matrix = limits["linear_corr_matrix"]
    plan = three_tasks(shared, rp.Correlation(["A", "B", "C"], matrix))
    cost = rp.simulate(plan, iterations=COUNT, seed=1).cost

    assert abs(cost.mean() - 30) < 4 * cost.values.std() / math.sqrt(COUNT)
    assert abs(cost.mean() - 38.6) > 100 * cost.values.std() / math.sqrt(COUNT)
    # A rank correlation is nearly the linear one for such laws, so the spread nearly agrees.
    assert math.isclose(limits["sd_if_pearson_exact"], cost.values.std(), rel_tol=0.02)


def test_a_cholesky_factor_on_raw_samples_prints_38_6(shared):
    """Negative control: the published mistake, made again."""
    limits = read(shared, "pra_three_task_independent")["correlated_limits"]
    factor = np.linalg.cholesky(np.array(limits["linear_corr_matrix"]))
    plan = three_tasks(shared)
    samples = rp.simulation.quantity_samples(
        plan, ["A", "B", "C"], iterations=COUNT, seed=1, scenario="planned"
    )

    assert 38.6 == round(float((factor @ samples).sum(axis=0).mean()), 1)


def test_moving_as_one_gives_the_sum_of_the_spreads(shared):
    """Coefficient 1: the exact standard deviation is 2 + √(25/6) + 2/√3."""
    plan = three_tasks(shared, rp.Correlation(["A", "B", "C"], 1))
    cost = rp.simulate(plan, iterations=COUNT, seed=1).cost
    expected = 2 + math.sqrt(25 / 6) + 4 / math.sqrt(12)

    assert abs(cost.mean() - 30) < 4 * expected / math.sqrt(COUNT)
    assert math.isclose(expected, cost.values.std(), rel_tol=0.02)


# --- occurrences ----------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [0.2, 0.5, 0.9])
def test_occurrences_correlate_by_what_is_asked_for(asked):
    """Others set them all to 0, or leave them at -0.006 when asked for 0.5, in silence."""
    risks = [rp.Risk(id_, id_, 0.3, impacts=[rp.CostImpact(10)]) for id_ in ("flood", "frost")]
    plan = rp.Plan("Two", risks=risks, correlations=[rp.Correlation(["flood", "frost"], asked)])
    run = rp.simulate(plan, iterations=COUNT, seed=1)
    flood, frost = run.occurrence["flood"], run.occurrence["frost"]
    both = 0.3 * 0.3 + asked * 0.3 * 0.7

    assert abs(np.corrcoef(flood, frost)[0, 1] - asked) < 4 / math.sqrt(COUNT)
    for share, expected in ((flood, 0.3), (frost, 0.3), (flood & frost, both)):
        assert abs(share.mean() - expected) < 4 * math.sqrt(expected * (1 - expected) / COUNT)


def test_a_correlation_of_the_uniforms_is_not_that_of_the_occurrences():
    """Negative control: 0.5 among the uniforms leaves 0.31 of it among the occurrences."""
    rng = np.random.default_rng(1)
    z = rng.multivariate_normal([0, 0], [[1, 0.518], [0.518, 1]], COUNT).T
    flood, frost = scipy.stats.norm.cdf(z) < 0.3

    assert abs(np.corrcoef(flood, frost)[0, 1] - 0.5) > 0.1
