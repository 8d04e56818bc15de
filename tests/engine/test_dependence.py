"""Streams that move together: uniform each by itself, and joined as the law says."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import scipy

from riskplan.engine.dependence import Group, OneFactor, Tail, Triangular
from riskplan.engine.streams import Key, Stream, key_of

COUNT = 40_000
KEYS = tuple(key_of(name) for name in ("a", "b", "c"))
FACTOR, MIXING = key_of("factor"), key_of("mixing")
TAIL = Tail(MIXING, 3.0)
MATRIX = np.array([[1.0, 0.6, -0.3], [0.6, 1.0, 0.2], [-0.3, 0.2, 1.0]])
ROOT = np.linalg.cholesky(MATRIX)

GROUPS: dict[str, Group] = {
    "one factor": OneFactor(KEYS, FACTOR, 0.6),
    "one factor, tail": OneFactor(KEYS, FACTOR, 0.6, TAIL),
    "matrix": Triangular(KEYS, ROOT),
    "matrix, tail": Triangular(KEYS, ROOT, TAIL),
}

every_group = pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)


def moved(group: Group, source: Callable[[Key], np.ndarray]) -> np.ndarray:
    row = group.rows(source)
    return np.array([row(place) for place in range(len(group.keys))])


def drawn(group: Group, start: int = 0, count: int = COUNT) -> np.ndarray:
    return moved(group, Stream(1, start, count).uniforms)


def uniform_error(values: np.ndarray) -> float:
    """How far the values are from uniform: Kolmogorov's distance, in its own scale."""
    levels = np.arange(1, len(values) + 1) / len(values)
    return float(np.abs(np.sort(values) - levels).max()) * math.sqrt(len(values))


@every_group
def test_each_stream_stays_uniform(group):
    """Kolmogorov's statistic exceeds 2.2 once in 10,000 times."""
    u = drawn(group)

    assert (len(KEYS), COUNT) == u.shape
    assert u.min() > 0
    assert u.max() < 1
    assert max(uniform_error(row) for row in u) < 2.2


def test_what_is_not_uniform_is_noticed():
    """Negative control: a correlation matrix taken for its root changes the marginals."""
    assert uniform_error(drawn(Triangular(KEYS, MATRIX))[1]) > 2.2


@every_group
def test_the_normal_scores_correlate_as_stated(group):
    """By Kendall's coefficient, (2/π) arcsin r for normal and t alike (Lindskog et al. 2003)."""
    u = drawn(group)[:, :4_000]
    for i, j in ((0, 1), (0, 2), (1, 2)):
        r = 0.6 if isinstance(group, OneFactor) else MATRIX[i, j]
        found = scipy.stats.kendalltau(u[i], u[j]).statistic
        assert abs(2 / math.pi * math.asin(r) - found) < 4 * 0.7 / math.sqrt(4_000)


@every_group
def test_the_size_of_a_block_makes_no_difference(group):
    """To the last bit, pieces within a block included."""
    whole = drawn(group, 0, 20_000)
    parts = [
        drawn(group, a, b - a) for a, b in ((0, 1), (1, 9_000), (9_000, 9_004), (9_004, 20_000))
    ]

    assert np.array_equal(whole, np.concatenate(parts, axis=1))


@every_group
def test_all_streams_that_are_read_are_sources(group):
    read: set[Key] = set()

    def source(key: Key) -> np.ndarray:
        read.add(key)
        return Stream(1, 0, 10).uniforms(key)

    moved(group, source)

    assert read == set(group.sources)
    assert set(group.keys) <= set(group.sources)


@pytest.mark.parametrize("tail", [None, TAIL])
def test_members_of_one_factor_know_nothing_of_one_another(tail):
    """Adding and removing members leaves the others as they are, to the last bit."""
    few = drawn(OneFactor((KEYS[0], KEYS[2]), FACTOR, 0.6, tail))
    all_ = drawn(OneFactor(KEYS, FACTOR, 0.6, tail))

    assert np.array_equal(few, all_[[0, 2]])


def test_in_a_matrix_members_know_those_before_them_only():
    few = drawn(Triangular(KEYS[:2], ROOT[:2, :2]))

    assert np.array_equal(few, drawn(Triangular(KEYS, ROOT))[:2])


def test_what_moves_as_one_is_one():
    """Coefficients of 1 and -1, by both ways."""
    common = drawn(OneFactor(KEYS, FACTOR, 1.0))
    opposite = drawn(Triangular(KEYS[:2], np.array([[1.0, 0.0], [-1.0, 0.0]])))

    assert np.array_equal(common[0], common[1])
    assert np.allclose(1.0, opposite.sum(axis=0), atol=1e-12)


def tail_dependence(u: np.ndarray, level: float = 0.995) -> float:
    """How often the second is beyond a level where the first is, at both ends."""
    high, low = u > level, u < 1 - level
    return float((high[0] & high[1]).sum() + (low[0] & low[1]).sum()) / (high[0] | low[0]).sum()


def beyond(r: float, freedom: float, level: float = 0.995) -> float:
    """The same of a t copula, exactly."""
    t = scipy.stats.t.ppf(1 - level, freedom)
    law = scipy.stats.multivariate_t([0, 0], [[1, r], [r, 1]], df=freedom, seed=1)
    return float(law.cdf([t, t])) / (1 - level)


def test_the_extremes_of_a_t_copula_come_together():
    """In the limit 2 t₍ν₊₁₎(-√((ν+1)(1-r)/(1+r))) (Demarta and McNeil 2005, equation 9)."""
    u = drawn(GROUPS["one factor, tail"], count=400_000)[:2]
    limit = 2 * scipy.stats.t.cdf(-math.sqrt(4 * 0.4 / 1.6), 4)
    expected = beyond(0.6, 3)
    error = math.sqrt(expected * (1 - expected) / (400_000 * 0.01))

    assert abs(expected - tail_dependence(u)) < 4 * error
    assert abs(limit - expected) < 0.05


def test_those_of_a_normal_copula_do_not():
    """Negative control: with the same correlation, half as often."""
    u = drawn(GROUPS["one factor"], count=400_000)[:2]

    assert tail_dependence(u) < 0.7 * beyond(0.6, 3)


def quantile_ends(group: Group) -> Callable[[Key], np.ndarray]:
    return lambda key: np.array([2.0**-54, 0.5, 1 - 2.0**-53])


@every_group
def test_the_outermost_uniforms_stay_inside(group):
    u = moved(group, quantile_ends(group))

    assert np.isfinite(u).all()
    assert u.min() > 0
    assert u.max() < 1
