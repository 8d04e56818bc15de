"""Chance: uniforms that are functions of seed, name and iteration, and of nothing else."""

from __future__ import annotations

import hashlib
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from riskplan.engine.streams import (
    LARGEST_SEED,
    SAMPLER,
    Stream,
    fresh_seed,
    generator_of,
    key_of,
    strike_key,
)

COUNT = 20_000
NAMES = [f"risk/r{i}/occurrence" for i in range(40)]

_WORD = 2**64
_MULTIPLIER = 0xDA942042E4DD58B5


def uniforms(name: str = "a", seed: int = 1, start: int = 0, count: int = COUNT) -> np.ndarray:
    return Stream(seed, start, count).uniforms(key_of(name))


def dxsm(state: int) -> int:
    """The output function "double xorshift multiply" of PCG64, in plain integers."""
    high, low = divmod(state, _WORD)
    high ^= high >> 32
    high = high * _MULTIPLIER % _WORD
    high ^= high >> 48
    return high * (low | 1) % _WORD


@pytest.mark.parametrize("seed", [0, 1, 2**64 + 5, LARGEST_SEED])
@pytest.mark.parametrize("iteration", [0, 3, 4, 101])
def test_a_uniform_is_the_published_function_of_seed_name_and_iteration(seed, iteration):
    """A second implementation: a congruential sequence whose start and increment are a hash."""
    name = hashlib.blake2b(b"risk/flood/occurrence", digest_size=16).digest()
    digest = hashlib.blake2b(name, key=seed.to_bytes(16, "little"), digest_size=32).digest()
    state = int.from_bytes(digest[:16], "little")
    increment = int.from_bytes(digest[16:], "little") | 1
    for _ in range(iteration):
        state = (state * _MULTIPLIER + increment) % _WORD**2
    expected = (dxsm(state) >> 11) * 2.0**-53

    assert expected == Stream(seed, iteration, 1).uniforms(key_of("risk/flood/occurrence"))[0]


def test_the_first_uniforms_never_change():
    """Golden values of the sampler: whoever changes them must give it a new name."""
    expected = [0.38081188106184316, 0.4093586481678252, 0.7426675977444958, 0.7635808072089636]

    assert "pcg-1" == SAMPLER
    assert expected == uniforms("risk/flood/occurrence", seed=7, count=4).tolist()


def test_the_lanes_of_a_sequence_never_meet():
    stream = Stream(7, 0, COUNT)
    lanes = [stream.places(key_of("a"), 0, COUNT, lane) for lane in range(3)]

    assert np.array_equal(lanes[0], uniforms(seed=7))
    assert all(abs(correlation(a, b)) < 4 for a, b in itertools.combinations(lanes, 2))


def test_each_strike_has_a_stream_of_its_own():
    key = key_of("risk/flood/cost/0")
    keys = [strike_key(key, number) for number in range(100)]

    assert key == keys[0]
    assert 100 == len(set(keys))


def test_what_a_library_draws_by_itself_hangs_on_the_seed_and_the_name():
    first = generator_of(7, "a").random(3)

    assert np.array_equal(first, generator_of(7, "a").random(3))
    assert not np.array_equal(first, generator_of(8, "a").random(3))
    assert not np.array_equal(first, generator_of(7, "b").random(3))


def test_uniforms_lie_strictly_between_0_and_1():
    values = np.concatenate([uniforms(name) for name in NAMES])

    assert 0 < values.min()
    assert values.max() < 1


def test_a_uniform_of_zero_becomes_the_smallest_there_is():
    """One word in 2**53 is zero, where most quantile functions end: nobody can wait for it."""

    class Zeros:
        def random(self, count):
            return np.zeros(count)

    stream = Stream(1, 0, 3)
    stream._generator = Zeros()

    assert [2.0**-54] * 3 == stream.uniforms(key_of("a")).tolist()


def test_uniforms_are_uniform():
    """Kolmogorov and Smirnov on forty streams; of so many, the least p-value is about 1/40."""
    p_values = [stats.kstest(uniforms(name), "uniform").pvalue for name in NAMES]

    assert min(p_values) > 1e-4
    assert stats.kstest(p_values, "uniform").pvalue > 1e-3


def test_the_test_of_uniformity_can_fail():
    """Negative control: uniforms that are a little too small."""
    assert stats.kstest(uniforms() ** 1.1, "uniform").pvalue < 1e-4


def correlation(left: np.ndarray, right: np.ndarray) -> float:
    """The correlation in its own standard errors."""
    return float(np.corrcoef(left, right)[0, 1]) * len(left) ** 0.5


def test_streams_of_different_names_are_independent():
    base = uniforms("base")
    off = [correlation(base, uniforms(name)) for name in NAMES]

    assert max(map(abs, off)) < 4
    assert stats.kstest(off, "norm").pvalue > 1e-3


def test_streams_of_different_seeds_are_independent():
    base = uniforms(seed=0)
    seeds = [1, 2, 3, 2**32, 2**64, 2**64 + 1, LARGEST_SEED]

    assert max(abs(correlation(base, uniforms(seed=seed))) for seed in seeds) < 4


def test_iterations_are_independent():
    values = uniforms(count=COUNT + 8)

    assert max(abs(correlation(values[lag:], values[:-lag])) for lag in range(1, 9)) < 4


def test_neighbouring_iterations_fill_the_square():
    """Chi-square on 10 × 10 cells of successive pairs."""
    first, second = uniforms()[::2], uniforms()[1::2]
    cells = np.histogram2d(first, second, bins=10, range=[[0, 1], [0, 1]])[0]

    assert 1e-4 < stats.chisquare(cells.ravel()).pvalue < 1 - 1e-4


def test_the_tests_of_independence_can_fail():
    """Negative control: one stream passed off as another."""
    assert abs(correlation(uniforms("a"), 1 - uniforms("a"))) > 4
    assert abs(correlation(uniforms("a"), uniforms("a") + uniforms("b"))) > 4


@settings(max_examples=60)
@given(start=st.integers(0, 10_000), count=st.integers(1, 300), seed=st.integers(0, LARGEST_SEED))
def test_any_slice_of_the_iterations_has_the_same_bits(start, count, seed):
    whole = uniforms(seed=seed, count=start + count)

    assert np.array_equal(whole[start:], uniforms(seed=seed, start=start, count=count))


def test_one_draw_leaves_the_next_one_alone():
    stream = Stream(3, 17, 100)
    first = stream.uniforms(key_of("a"))
    stream.uniforms(key_of("b"))

    assert np.array_equal(first, stream.uniforms(key_of("a")))


def test_draws_belong_to_the_caller():
    stream = Stream(3, 0, 10)
    first = stream.uniforms(key_of("a")).copy()
    stream.uniforms(key_of("a"))[:] = 0.0

    assert np.array_equal(first, stream.uniforms(key_of("a")))


def test_a_fresh_seed_can_be_read_out_and_typed():
    seeds = {fresh_seed() for _ in range(20)}

    assert all(0 <= seed < 2**32 for seed in seeds)
    assert len(seeds) > 15
