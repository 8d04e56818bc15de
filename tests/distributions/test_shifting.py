"""Laws scaled and moved: of their own family where there is one, and always the same quantiles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskplan.distributions import (
    Beta,
    Constant,
    Discrete,
    Distribution,
    Empirical,
    LogNormal,
    Normal,
    Pert,
    Poisson,
    Shifted,
    Triangular,
    Trigen,
    Truncated,
    Uniform,
    scaled,
)
from riskplan.errors import DistributionError
from tests import strategies

LEVELS = np.array([0.01, 0.2, 0.5, 0.77, 0.99])


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        (Constant(4), Constant(3)),
        (Uniform(2, 4), Uniform(2, 3)),
        (Triangular(2, 4, 8), Triangular(2, 3, 5)),
        (Pert(2, 4, 8, shape=6), Pert(2, 3, 5, shape=6)),
        (Beta(2, 3, 0, 4), Beta(2, 3, 1, 3)),
        (Trigen(2, 4, 8), Trigen(2, 3, 5)),
        (Normal(4, 2), Normal(3, 1)),
        (Discrete([2, 4], [0.3, 0.7]), Discrete([2, 3], [0.3, 0.7])),
        (Empirical([2, 4]), Empirical([2, 3])),
        (Truncated(Normal(4, 2), low=2), Truncated(Normal(3, 1), low=2)),
        (LogNormal(0, 1), Shifted(LogNormal(np.log(0.5), 1), 1)),
        (Shifted(LogNormal(0, 1), 2), Shifted(LogNormal(np.log(0.5), 1), 2)),
        (Poisson(3), Shifted(Poisson(3, 0.5), 1)),
    ],
)
def test_half_of_a_law_plus_one(law, expected):
    assert expected == scaled(law, 0.5, 1)


@settings(max_examples=60, deadline=None)
@given(strategies.continuous_distributions(), st.floats(0.1, 10), st.floats(-100, 100))
def test_every_quantile_is_scaled_and_moved(law, factor, shift):
    expected = law.ppf(LEVELS) * factor + shift
    size = np.abs(expected).max() + abs(shift) + 1

    assert expected == pytest.approx(scaled(law, factor, shift).ppf(LEVELS), abs=1e-7 * size)


@given(strategies.distributions())
@settings(max_examples=30, deadline=None)
def test_one_and_nothing_change_nothing(law):
    assert law is scaled(law, 1.0)


@given(strategies.distributions(), st.floats(-5, 5))
@settings(max_examples=30, deadline=None)
def test_nothing_of_a_law_is_the_shift_for_certain(law, shift):
    assert Constant(shift) == scaled(law, 0, shift)


def test_a_shift_of_a_shift_is_one_shift():
    assert Shifted(LogNormal(0, 1), 5) == Shifted(Shifted(LogNormal(0, 1), 2), 3)


def test_a_shift_that_is_forgotten_would_be_noticed():
    """Negative control: the comparison of quantiles sees a shift of a thousandth."""
    law = LogNormal(0, 1)

    assert law.ppf(LEVELS) + 1 != pytest.approx(scaled(law, 1, 1.001).ppf(LEVELS), abs=1e-7)


def wrong(*arguments) -> Distribution:
    return scaled(LogNormal(0, 1), *arguments)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: wrong(-1), "scaled: factor must be a positive number (got -1)"),
        (lambda: wrong("2"), "scaled: factor must be a positive number (got '2')"),
        (lambda: wrong(1, float("inf")), "scaled: shift must be a finite number (got inf)"),
        (lambda: Shifted(5, 1), "shifted: distribution must be a distribution (got 5)"),  # type: ignore[arg-type]
        (lambda: Shifted(LogNormal(0, 1), "1"), "shifted: shift must be a finite number (got '1')"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_is_refused(make, message):
    with pytest.raises(DistributionError) as caught:
        make()

    assert str(caught.value).startswith(message)
