"""Sampling plans: uniform on the margin, even within a cell, and the same bits for any block."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from riskplan.engine import Antithetic, LatinHypercube, Random, Sampler, Sobol, key_of, sampling_of
from riskplan.engine.streams import Stream
from riskplan.errors import RequestError

KEYS = tuple(key_of(name) for name in ("a", "b", "c"))
PLANS = [Random(), Antithetic(), LatinHypercube(100), LatinHypercube(3), Sobol(64)]
EVEN = [LatinHypercube(128), Sobol(128)]


def drawn(plan, key=KEYS[0], *, seed=1, start=0, count=19_200) -> np.ndarray:
    return Sampler(plan, seed, KEYS).uniforms(Stream(seed, start, count), key)


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_uniforms_are_uniform_and_strictly_inside(plan):
    values = drawn(plan)

    assert 0 < values.min() < values.max() < 1
    assert stats.kstest(values, "uniform").pvalue > 1e-4
    assert stats.kstest(drawn(plan, KEYS[1]), "uniform").pvalue > 1e-4


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_the_first_iteration_of_a_cell_is_uniform_over_the_cells(plan):
    """Over the cells every place of a cell takes any value: that makes each estimate unbiased."""
    firsts = drawn(plan, count=plan.cell * 2_000)[:: plan.cell]

    assert stats.kstest(firsts, "uniform").pvalue > 1e-4


@pytest.mark.parametrize("plan", PLANS, ids=str)
@settings(max_examples=25)
@given(first=st.integers(0, 30), cells=st.integers(1, 9), seed=st.integers(0, 2**128 - 1))
def test_any_cells_have_the_same_bits(plan, first, cells, seed):
    start, count = first * plan.cell, cells * plan.cell
    whole = drawn(plan, seed=seed, count=start + count)

    assert np.array_equal(whole[start:], drawn(plan, seed=seed, start=start, count=count))


@pytest.mark.parametrize("plan", EVEN, ids=str)
def test_every_stratum_of_every_cell_holds_one_value(plan):
    strata = np.sort((drawn(plan, count=12_800) * 128).astype(int).reshape(-1, 128), axis=1)

    assert np.array_equal(strata, np.tile(np.arange(128), (100, 1)))


def test_random_sampling_leaves_strata_empty():
    """Negative control of the test above."""
    strata = np.sort((drawn(Random(), count=12_800) * 128).astype(int).reshape(-1, 128), axis=1)

    assert not np.array_equal(strata, np.tile(np.arange(128), (100, 1)))


def test_antithetic_iterations_mirror_one_another():
    values = drawn(Antithetic())

    assert np.allclose(1.0, values[0::2] + values[1::2], atol=1e-15)


def test_the_smallest_uniform_mirrors_below_one():
    class Least(Stream):
        def places(self, key, start, count, lane=0):
            return np.full(count, 2.0**-54)

    assert drawn(Antithetic(), count=2).max() < 1
    assert Sampler(Antithetic(), 1).uniforms(Least(1, 0, 2), KEYS[0]).max() < 1


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_streams_are_independent(plan):
    left, right = drawn(plan, KEYS[0]), drawn(plan, KEYS[2])

    assert abs(np.corrcoef(left, right)[0, 1]) * len(left) ** 0.5 < 4


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_cells_are_independent(plan):
    cells = drawn(plan, count=plan.cell * 4_000).reshape(-1, plan.cell)

    assert abs(np.corrcoef(cells[:-1, 0], cells[1:, 0])[0, 1]) * 4_000**0.5 < 4


def test_a_sobol_cell_fills_the_square_evenly():
    """Elementary intervals of base 2: eight points in each of 8 × 8 squares at 512 points."""
    plan = Sobol(512)
    sampler = Sampler(plan, 1, KEYS[:2])
    cell = [sampler.uniforms(Stream(1, 512, 512), key) for key in sorted(KEYS[:2])]

    squares = np.histogram2d(*cell, bins=8, range=[[0, 1], [0, 1]])[0]

    assert {8.0} == set(squares.ravel().tolist())


def test_a_stream_that_goes_leaves_nearly_all_others_in_their_dimension():
    keys = tuple(key_of(f"cost/c{i}/amount") for i in range(100))
    before = Sampler(Sobol(), 1, keys).dimensions
    moved = []
    for gone in range(100):
        after = Sampler(Sobol(), 1, keys[:gone] + keys[gone + 1 :]).dimensions
        moved.append(sum(before[key] != dimension for key, dimension in after.items()))

    assert 100 == len(set(before.values()))
    assert sum(moved) / 100 < 2


def test_a_stream_without_a_dimension_is_random():
    key = key_of("strike")

    assert np.array_equal(drawn(Sobol(64), key), drawn(Random(), key))


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_a_plan_is_read_back_from_its_spelling(plan):
    assert plan == sampling_of(plan.spelling)


def test_a_spelling_without_a_cell_is_the_usual_plan():
    assert (LatinHypercube(), Sobol()) == (sampling_of("latin-hypercube"), sampling_of("sobol"))


@pytest.mark.parametrize("spelling", ["", "Random", "sobol()", "sobol(-2)", "lhs(3)"])
def test_an_unknown_spelling_is_refused(spelling):
    with pytest.raises(RequestError, match="there are: random, antithetic"):
        sampling_of(spelling)


@pytest.mark.parametrize(
    ("kind", "cell", "message"),
    [
        (LatinHypercube, 1, "at least 2 iterations"),
        (LatinHypercube, 2.5, "whole number"),
        (LatinHypercube, True, "whole number"),
        (Sobol, 500, "write cell=512"),
        (Sobol, 1, "at least 2 iterations"),
    ],
)
def test_an_impossible_cell_is_refused(kind, cell, message):
    with pytest.raises(RequestError, match=message):
        kind(cell)
