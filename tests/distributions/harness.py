"""The laws that every distribution obeys: all members must pass, and broken ones must not."""

from __future__ import annotations

import copy
import pickle

import attrs
import numpy as np
import pytest
from scipy import special

from riskplan.distributions import Distribution, parse_distribution
from riskplan.errors import DistributionError

LEVELS = np.array([0.0, 1e-6, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1 - 1e-6, 1.0])

# Equal steps of a normal deviate, for integrals over the levels.
DEVIATES = np.linspace(-8.2, 8.2, 4001)


def obey(distribution: Distribution) -> None:
    """Check every law."""
    for law in (
        is_a_value,
        reads_its_own_text,
        has_ordered_quantiles_within_its_support,
        keeps_the_shape_and_its_input,
        refuses_what_is_no_probability,
        has_a_cdf_that_answers_its_quantiles,
        has_the_moments_of_its_quantiles,
        has_a_possible_most_likely_value,
        scales,
    ):
        law(distribution)


def size(distribution: Distribution) -> float:
    """What a rounding error is measured by."""
    low, high = distribution.ppf([0.001, 0.999])
    return float(max(abs(low), abs(high), 1e-300))


def is_a_value(distribution: Distribution) -> None:
    again = pickle.loads(pickle.dumps(distribution))
    assert distribution == again == copy.deepcopy(distribution)
    assert hash(distribution) == hash(again)
    assert 1 == len({distribution, again})
    other: object = repr(distribution)
    assert distribution != other
    first, *_ = attrs.fields(type(distribution))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(distribution, first.name, 1.0)


def reads_its_own_text(distribution: Distribution) -> None:
    assert distribution == parse_distribution(repr(distribution))


def has_ordered_quantiles_within_its_support(distribution: Distribution) -> None:
    low, high = distribution.support()
    values = distribution.ppf(LEVELS)
    assert (low, high) == (values[0], values[-1])
    inner = values[1:-1]
    assert np.isfinite(inner).all()
    assert (np.diff(inner) >= -1e-12 * size(distribution)).all()
    assert (low <= inner).all()
    assert (inner <= high).all()


def keeps_the_shape_and_its_input(distribution: Distribution) -> None:
    u = np.array([[0.2, 0.4, 0.6], [0.8, 0.9, 0.5]])
    before = u.copy()
    values = distribution.ppf(u)
    assert (2, 3) == values.shape == distribution.cdf(values).shape
    assert np.array_equal(before, u)
    assert u.flags.writeable
    assert not values.flags.writeable
    assert not np.shares_memory(u, values)
    assert () == distribution.ppf(0.2).shape
    assert values[0, 0] == distribution.ppf(0.2)
    assert (0,) == distribution.ppf([]).shape


def refuses_what_is_no_probability(distribution: Distribution) -> None:
    for wrong in (-1e-9, 1 + 1e-9, 80, np.nan, np.inf, [0.5, np.nan], "0.5?"):
        with pytest.raises(DistributionError):
            distribution.ppf(wrong)
    with pytest.raises(DistributionError):
        distribution.cdf(np.nan)


def has_a_cdf_that_answers_its_quantiles(distribution: Distribution) -> None:
    assert [0.0, 1.0] == distribution.cdf([-np.inf, np.inf]).tolist()
    values = distribution.ppf(LEVELS[1:-1])
    # A step beyond a rounding error, which a cdf may magnify near an end of its support.
    step = 1e-12 * size(distribution)
    assert (distribution.cdf(values + step) >= LEVELS[1:-1] - 1e-9).all()
    below = distribution.cdf(values - step)
    assert (below <= LEVELS[1:-1] + 1e-9).all()


def has_the_moments_of_its_quantiles(distribution: Distribution) -> None:
    unit = size(distribution)
    weights = np.exp(-(DEVIATES**2) / 2)
    weights /= weights.sum()
    values = distribution.ppf(special.ndtr(DEVIATES))
    values = np.clip(values, *distribution.ppf([1e-16, 1 - 1e-16])) / unit
    mean = float(weights @ values)
    std = float(np.sqrt(weights @ (values - mean) ** 2))
    # The sums are rough where the law has steps or a long tail; exact moments have tests of theirs.
    assert mean == pytest.approx(distribution.mean() / unit, abs=5e-3 * std + 1e-12)
    assert std == pytest.approx(distribution.std() / unit, rel=0.02, abs=1e-12)


def has_a_possible_most_likely_value(distribution: Distribution) -> None:
    low, high = distribution.support()
    assert low <= distribution.most_likely() <= high


def scales(distribution: Distribution) -> None:
    weeks, days = distribution, distribution.scaled(5)
    unit = size(days)

    def near(value: object) -> object:
        return pytest.approx(value, rel=1e-9, abs=1e-9 * unit)

    assert 5 * weeks.mean() == near(days.mean())
    assert 5 * weeks.std() == near(days.std())
    assert 5 * weeks.most_likely() == near(days.most_likely())
    assert 5 * weeks.ppf(LEVELS) == near(days.ppf(LEVELS))
    assert weeks == weeks.scaled(1)
