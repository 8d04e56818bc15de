"""Distributions from percentiles have exactly these percentiles, or are refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from riskplan.distributions import (
    Beta,
    LogNormal,
    Normal,
    Pert,
    Triangular,
    Trigen,
    Uniform,
    from_percentiles,
)
from riskplan.errors import DistributionError
from tests import strategies


@settings(max_examples=60, deadline=None)
@given(strategies.three_estimates())
def test_a_trigen_has_the_given_percentiles_and_mode(estimates):
    p10, mode, p90 = estimates
    triangle = Trigen(*estimates)
    unit = p90 - p10

    assert [p10, p90] == pytest.approx(triangle.ppf([0.1, 0.9]).tolist(), abs=1e-9 * unit)
    assert mode == triangle.most_likely() == triangle.triangular.mode
    assert (triangle.mean(), triangle.std()) == (
        triangle.triangular.mean(),
        triangle.triangular.std(),
    )


def test_a_symmetric_trigen_is_known_in_closed_form():
    """Of the triangle on -1 to 1, the 10th percentile is √0.2 - 1."""
    p90 = 1 - 0.2**0.5
    triangle = Trigen(-p90, 0, p90)

    assert (-1, 1) == pytest.approx(triangle.support(), rel=1e-14)


@pytest.mark.parametrize("family", [Normal, Uniform])
@pytest.mark.parametrize("percentiles", [{10: 2, 90: 9}, {90: 9, 10: 2}, {1: -5, 99.9: 8}])
def test_two_percentiles_are_met(family, percentiles):
    levels = [level / 100 for level in percentiles]

    found = from_percentiles(percentiles, family)

    assert type(found) is family
    assert list(percentiles.values()) == pytest.approx(found.ppf(levels).tolist(), rel=1e-13)


@settings(max_examples=80, deadline=None)
@given(
    strategies.three_estimates(),
    st.sampled_from([Triangular, Pert]),
    st.sampled_from([(5, 50, 95), (10, 50, 90), (1, 20, 60), (40, 80, 99)]),
)
def test_three_percentiles_of_a_known_law_are_met(estimates, family, levels):
    known = family(*estimates)
    values = known.ppf([level / 100 for level in levels]).tolist()
    assume(values[0] < values[1] < values[2])

    found = from_percentiles(dict(zip(levels, values, strict=True)), family)

    assert type(found) is family
    met = found.ppf([level / 100 for level in levels]).tolist()
    assert values == pytest.approx(met, abs=1e-8 * (values[2] - values[0]))


@pytest.mark.parametrize("family", [Triangular, Pert])
def test_three_percentiles_bring_back_the_law_they_came_from(family):
    known = family(2, 4, 9)
    values = known.ppf([0.1, 0.5, 0.9]).tolist()

    found = from_percentiles(dict(zip([10, 50, 90], values, strict=True)), family)

    assert [2, 4, 9] == pytest.approx([found.min, found.mode, found.max], rel=1e-7)


@pytest.mark.parametrize("family", [Triangular, Pert])
@pytest.mark.parametrize("middle", [2.01, 8.99])
def test_three_percentiles_that_no_law_has_are_refused_with_the_range(family, middle):
    with pytest.raises(DistributionError, match=r"P50, must lie between .* \(got .*\); move it"):
        from_percentiles({10: 2, 50: middle, 90: 9}, family)


@pytest.mark.parametrize("family", [Triangular, Pert])
def test_the_range_in_the_refusal_is_the_range_that_works(family):
    with pytest.raises(DistributionError) as refused:
        from_percentiles({10: 2, 50: 2.01, 90: 9}, family)
    least, greatest = map(float, re.findall(r"between (\S+) and (\S+) ", str(refused.value))[0])

    for inside in (least + 1e-3, greatest - 1e-3):
        from_percentiles({10: 2, 50: inside, 90: 9}, family)
    for outside in (least - 1e-3, greatest + 1e-3):
        with pytest.raises(DistributionError):
            from_percentiles({10: 2, 50: outside, 90: 9}, family)


@pytest.mark.parametrize(
    ("percentiles", "family", "message"),
    [
        ({0.05: 1, 0.95: 10}, Normal, "a level must be a percent, .* did you mean 5[?] Also, .*95"),
        ({0: 1, 95: 10}, Uniform, "(got 0); where the ends are known, give them to the class"),
        ({5: 1, 100: 10}, Uniform, "(got 100); where the ends are known"),
        ({5: 1, 120: 10}, Normal, "(got 120); for the 80th percentile write 80"),
        ({"5": 1, 95: 10}, Normal, "(got '5'); for the 80th percentile write 80"),
        ({True: 1, 95: 10}, Normal, "(got True)"),
        ({float("nan"): 1, 95: 10}, Normal, "(got nan)"),
        ({5: 1}, Normal, "Normal takes exactly 2 percentiles (got 1); write for example {10: 2"),
        ({5: 1, 50: 2, 95: 9}, LogNormal, "LogNormal takes exactly 2 percentiles (got 3)"),
        ({5: 1, 95: 9}, Pert, "Pert takes exactly 3 percentiles (got 2)"),
        ({}, Triangular, "(got 0)"),
        ({5: 10, 95: 1}, Normal, "P5 must be below P95 (got 10 and 1); give values that increase"),
        ({5: 1, 95: 1}, Uniform, "P5 must be below P95 (got 1 and 1)"),
        ({5: 0, 95: 1}, LogNormal, "a LogNormal is positive (got the percentile 0); use Normal"),
        ({5: "1", 95: 10}, Normal, "a percentile must be a finite number (got '1')"),
        ({5: float("inf"), 95: 10}, Normal, "a percentile must be a finite number (got inf)"),
        ([1, 10], Normal, "percentiles must map levels to values (got [1, 10]); write {10: 2"),
        ({5: 1, 95: 10}, "normal", "family must be a class (got 'normal'); give one of Normal, "),
        ({5: 1, 95: 10}, Beta, "family must be a class"),
        ({5: 1, 95: 10}, [], "family must be a class (got [])"),
    ],
)
def test_bad_percentiles_are_refused(percentiles, family, message):
    pattern = message if ".*" in message else re.escape(message)

    with pytest.raises(DistributionError, match=pattern):
        from_percentiles(percentiles, family)
