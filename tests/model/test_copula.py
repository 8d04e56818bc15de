"""From rank correlations to those of normal scores: closed forms, limits, and samples."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.model.dependence.copula import (
    latent_correlations,
    orthant,
    rank_correlations,
    reachable,
)
from riskplan.model.dependence.ranks import SMOOTH, Rank, rank_of, rank_of_event

COEFFICIENTS = (-1.0, -0.95, -0.5, -0.1, 0.0, 0.3, 0.7, 0.99, 1.0)

RANKS = st.one_of(
    st.just(SMOOTH),
    st.floats(0.01, 0.99).map(rank_of_event),
    st.sampled_from(
        [
            rank_of_event(rp.Uniform(0.1, 0.3)),
            rank_of(rp.Discrete([1, 2, 5], [0.2, 0.5, 0.3])),
            rank_of(rp.Empirical([1, 1, 1, 2, 3, 4])),
        ]
    ),
)
FREEDOMS = st.sampled_from([None, 2.0, 5.0])


def latent(first: Rank, second: Rank, coefficient: float, freedom: float | None = None) -> float:
    return float(latent_correlations(((first, second),), (coefficient,), freedom)[0])


def achieved(first: Rank, second: Rank, r: float, freedom: float | None = None) -> float:
    return float(rank_correlations([(first, second)], np.array([r]), freedom)[0])


def test_an_orthant_is_what_scipy_integrates():
    h = np.array([0.0, 0.0, 0.5, -1.2, 0.0, 2.5, 1.0, 1.0])
    k = np.array([0.0, 0.7, 0.0, 1.1, -0.3, 2.5, 1.0, -1.0])
    r = np.array([0.5, 0.5, -0.8, 0.999, -0.3, 0.9, 1.0, -1.0])
    expected = [
        scipy.stats.multivariate_normal.cdf([-a, -b], cov=[[1, c], [c, 1]], allow_singular=True)
        for a, b, c in zip(h, k, r, strict=True)
    ]

    assert np.allclose(expected, orthant(h, k, r), rtol=0, atol=1e-7)


def test_an_orthant_at_the_medians_is_sheppards():
    """W. F. Sheppard (1899): 1/4 + arcsin(r) / 2π."""
    r = np.linspace(-0.999, 0.999, 21)
    zero = np.zeros(21)

    assert np.allclose(0.25 + np.arcsin(r) / (2 * math.pi), orthant(zero, zero, r), atol=1e-15)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_continuous_quantities_have_pearsons_closed_form(coefficient):
    """r = 2 sin(πρ/6)."""
    expected = 2 * math.sin(math.pi * coefficient / 6)

    assert math.isclose(expected, latent(SMOOTH, SMOOTH, coefficient), abs_tol=1e-12)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_two_even_chances_have_a_closed_form(coefficient):
    """The phi coefficient of two medians is (2/π) arcsin r: for 0.5 asked, r = 0.7071."""
    even = rank_of_event(0.5)
    expected = math.sin(math.pi * coefficient / 2)

    assert math.isclose(expected, latent(even, even, coefficient), abs_tol=1e-12)


@pytest.mark.parametrize("coefficient", [-0.8, -0.3, 0.0, 0.5, 0.86])
def test_an_even_chance_and_a_continuous_quantity_have_a_closed_form(coefficient):
    """Their covariance is arcsin(r/√2) / 2π; an occurrence is a small uniform, hence the sign."""
    expected = -math.sqrt(2) * math.sin(math.pi * coefficient / math.sqrt(12))

    assert math.isclose(expected, latent(rank_of_event(0.5), SMOOTH, coefficient), abs_tol=1e-12)


@given(first=RANKS, second=RANKS, share=st.floats(0.01, 0.99), freedom=FREEDOMS)
@settings(max_examples=60)
def test_what_is_asked_for_comes_out(first, second, share, freedom):
    """To 1e-6, for any pair within its limits, whatever the copula."""
    least, most = reachable(first, second)
    coefficient = least + share * (most - least)

    r = latent(first, second, coefficient, freedom)

    assert -1 <= r <= 1
    assert math.isclose(coefficient, achieved(first, second, r, freedom), abs_tol=1e-6)


def test_a_normal_correlation_taken_for_the_rank_correlation_misses():
    """Negative control: without the conversion 0.5 comes out as 0.48, and as 0.33 for chances."""
    even = rank_of_event(0.5)

    assert 0.4826 == round(achieved(SMOOTH, SMOOTH, 0.5), 4)
    assert 0.3333 == round(achieved(even, even, 0.5), 4)


def test_the_limits_of_two_chances_are_frechets():
    """φ from p < q: at most √(p(1-q) / q(1-p)), at least -√(pq / (1-p)(1-q))."""
    p, q = 0.15, 0.3
    expected = (
        -math.sqrt(p * q / ((1 - p) * (1 - q))),
        math.sqrt(p * (1 - q) / (q * (1 - p))),
    )

    assert np.allclose(expected, reachable(rank_of_event(p), rank_of_event(q)), atol=1e-14)


def test_the_limit_of_a_chance_and_a_continuous_quantity():
    """√(3p(1-p)), either way."""
    limit = math.sqrt(3 * 0.1 * 0.9)

    assert np.allclose((-limit, limit), reachable(SMOOTH, rank_of_event(0.1)), atol=1e-14)


def test_equal_laws_reach_1_and_continuous_ones_minus_1():
    steps = rank_of(rp.Discrete([1, 2, 5], [0.2, 0.5, 0.3]))

    assert math.isclose(1.0, reachable(steps, steps)[1], abs_tol=1e-12)
    assert (-1.0, 1.0) == reachable(SMOOTH, SMOOTH)


def test_beyond_the_limits_it_is_as_near_as_can_be():
    assert -1.0 == latent(SMOOTH, rank_of_event(0.1), 0.9)
    assert 1.0 == latent(SMOOTH, rank_of_event(0.1), -0.9)


def scores(r: float, freedom: float | None, count: int = 400_000) -> np.ndarray:
    """Uniforms of a copula, drawn in the most direct way."""
    rng = np.random.default_rng(1)
    z = rng.standard_normal((2, count))
    z[1] = r * z[0] + math.sqrt(1 - r**2) * z[1]
    if freedom is None:
        return scipy.stats.norm.cdf(z)
    return scipy.stats.t.cdf(z / np.sqrt(rng.chisquare(freedom, count) / freedom), freedom)


@pytest.mark.parametrize("freedom", [None, 1.0, 4.0, 30.0])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (rp.Pert(1, 2, 5), rp.Pert(1, 2, 5)),
        (0.2, rp.Pert(1, 2, 5)),
        (0.2, 0.4),
        (rp.Discrete([1, 2, 5], [0.2, 0.5, 0.3]), 0.4),
    ],
    ids=["smooth-smooth", "event-smooth", "event-event", "steps-event"],
)
def test_samples_agree(first, second, freedom):
    """Within 4 standard errors of what was drawn in the most direct way."""
    u = scores(0.6, freedom)
    values, ranks = [], []
    for row, law in zip(u, (first, second), strict=True):
        is_event = isinstance(law, float)
        values.append(row < law if is_event else law.ppf(row))
        ranks.append(rank_of_event(law) if is_event else rank_of(law))
    expected = scipy.stats.spearmanr(*values).statistic

    assert abs(expected - achieved(*ranks, 0.6, freedom)) < 4 / math.sqrt(u.shape[1])


def test_an_uncertain_probability_is_mixed_over():
    """0.1 or 0.5, even odds: the covariance is the mean of both, the chance is 0.3."""
    mixed = rank_of_event(rp.Discrete([0.1, 0.5], [0.5, 0.5]))
    parts = [rank_of_event(p) for p in (0.1, 0.5)]
    covariances = [achieved(part, SMOOTH, 0.7) * part.spread for part in parts]

    assert math.isclose(np.mean(covariances), achieved(mixed, SMOOTH, 0.7) * mixed.spread)
    assert math.isclose(math.sqrt(0.3 * 0.7), mixed.spread)


def test_a_continuous_probability_is_mixed_finely_enough():
    """Against a midpoint rule of 4,000 nodes; 16 of Gauss and Legendre come within 1e-4."""
    law = rp.Pert(0.05, 0.1, 0.4)
    fine = rank_of_event(
        rp.Discrete(law.ppf((np.arange(4_000) + 0.5) / 4_000), np.full(4_000, 1 / 4_000))
    )

    assert abs(achieved(fine, SMOOTH, 0.7) - achieved(rank_of_event(law), SMOOTH, 0.7)) < 1e-4


def test_many_small_steps_count_as_none():
    """A hundred observations are 1e-4 away from a continuous quantity; large steps are kept."""
    many = rp.Empirical(np.arange(100.0))
    lumpy = rank_of(rp.Empirical([0.0] * 300 + list(range(1, 701))))

    assert SMOOTH == rank_of(many)
    assert not lumpy.is_smooth
    assert len(lumpy.levels) <= 64
    assert math.isclose(math.sqrt((1 - 0.3**3 - 700 * 0.001**3) / 12), lumpy.spread, rel_tol=1e-9)


def test_what_never_varies_is_as_good_as_continuous():
    """So that the rest of a matrix stays what it is."""
    assert SMOOTH == rank_of(rp.Constant(5))
    assert SMOOTH == rank_of(None)
    assert Rank(falls=True) == rank_of_event(0.0) == rank_of_event(1.0)
    assert -0.3 == round(achieved(SMOOTH, rank_of_event(0.0), 2 * math.sin(math.pi * 0.05)), 9)


def test_a_large_batch_of_pairs_is_solved_in_pieces(monkeypatch):
    pairs = tuple((rank_of_event(0.1 + 0.01 * n), SMOOTH) for n in range(20))
    whole = latent_correlations(pairs, (0.2,) * 20, None)
    latent_correlations.cache_clear()
    monkeypatch.setattr("riskplan.model.dependence.copula._TERMS_AT_ONCE", 3)

    assert np.array_equal(whole, latent_correlations(pairs, (0.2,) * 20, None))
