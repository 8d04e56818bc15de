"""Parameters that break a rule are refused with the rule, the value and the remedy."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from riskplan.distributions import (
    Beta,
    Constant,
    Discrete,
    Empirical,
    LogNormal,
    Normal,
    Pert,
    Poisson,
    Triangular,
    Trigen,
    Truncated,
    Uniform,
    as_distribution,
)
from riskplan.errors import DistributionError, RiskplanError

TEXT: Any = "5"
MISSING: Any = {}

MESSAGES = [
    (
        lambda: Pert(9, 4, 10),
        "pert: min must not exceed mode (got min 9, mode 4); order the 3 values as min, mode, max",
    ),
    (
        lambda: Triangular(9, 4, 2),
        (
            "triangular: min must not exceed mode (got min 9, mode 4)"
            " and mode must not exceed max (got mode 4, max 2)"
            "; order the 3 values as min, mode, max"
        ),
    ),
    (
        lambda: Uniform(5, 5),
        (
            "uniform: min and max must differ (got 5 for both)"
            "; use Constant(5) for a value without spread"
        ),
    ),
    (
        lambda: Pert(5, 5, 5),
        (
            "pert: min and max must differ (got 5 for both)"
            "; use Constant(5) for a value without spread"
        ),
    ),
    (
        lambda: Pert(0, 1, 2, shape=0),
        "pert: shape must be positive (got 0); 2 to 6 is usual",
    ),
    (
        lambda: Pert(0, 1, 2, shape=1e6),
        "pert: shape must be at most 100,000 (got 1000000); such a law hardly varies: use Constant",
    ),
    (
        lambda: Pert(3, 1, 2, shape=-1),
        (
            "pert: min must not exceed mode (got min 3, mode 1)"
            "; order the 3 values as min, mode, max"
            "; also, shape must be positive (got -1); 2 to 6 is usual"
        ),
    ),
    (
        lambda: Uniform(math.nan, math.inf),
        (
            "uniform: min must be a finite number (got nan); give a number such as 5 or 0.25"
            "; also, max must lie within ±1e+300 (got inf); use a larger unit, or a Constant"
        ),
    ),
    (
        lambda: Constant(True),
        "constant: value must be a finite number (got True); give a number such as 5 or 0.25",
    ),
    (
        lambda: Constant(TEXT),
        "constant: value must be a finite number (got '5'); give a number such as 5 or 0.25",
    ),
    (
        lambda: Normal(10, 0),
        "normal: sigma must be positive (got 0); use Constant(10) for a value without spread",
    ),
    (
        lambda: Normal(10, -2),
        "normal: sigma must be positive (got -2); give the spread without a sign",
    ),
    (
        lambda: LogNormal(1, 0),
        "lognormal: sigma must be positive (got 0); use Constant for a value without spread",
    ),
    (
        lambda: LogNormal(50_000, 8_000),
        (
            "lognormal: mu and sigma are those of the logarithm, and give a mean or a standard"
            " deviation beyond a float (got mu 50000, sigma 8000)"
            "; for those of the quantity use LogNormal.from_mean_std(mean, std)"
        ),
    ),
    (
        lambda: LogNormal.from_mean_std(-5, 1),
        (
            "lognormal: mean must be a positive finite number (got -5)"
            "; mean and std are those of the quantity"
        ),
    ),
    (
        lambda: LogNormal.from_mean_std(1, 1e-200),
        (
            "lognormal: std / mean must lie between 1e-150 and 1e150 (got 1e-200)"
            "; use Constant for a value without spread"
        ),
    ),
    (
        lambda: Beta(0, 2, min=3, max=1),
        (
            "beta: alpha must be positive (got 0); 2 to 6 is usual"
            "; also, min must not exceed max (got min 3, max 1); order the 2 values as min, max"
        ),
    ),
    (
        lambda: Discrete([60, 80], [0.4, 0.5]),
        (
            "discrete: probabilities must add up to 1 (got 0.9)"
            "; is a value missing, for the case that nothing happens?"
        ),
    ),
    (
        lambda: Discrete([60, 80], [40, 60]),
        "discrete: probabilities must lie between 0 and 1 (got 40); write 20 % as 0.2",
    ),
    (
        lambda: Discrete([60, 80, 90], [0.4, 0.6]),
        (
            "discrete: values and probabilities must have the same length (got 3 and 2)"
            "; give one probability for each value"
        ),
    ),
    (
        lambda: Discrete([], []),
        "discrete: values must not be empty; give at least one value with its probability",
    ),
    (
        lambda: Discrete([1, 2]),
        (
            "discrete: probabilities must be given, one for each value"
            "; for equally likely values use Empirical"
        ),
    ),
    (
        lambda: Discrete({1: 1.0}, [1.0]),
        (
            "discrete: probabilities must not be given twice (got a mapping and a list)"
            "; leave out the list"
        ),
    ),
    (
        lambda: Discrete([1, math.nan, TEXT], [0.5, 0.5, 0]),
        (
            "discrete: values[1] must be a finite number (got nan); give a number such as 5 or 0.25"
            ", and 1 more like it"
        ),
    ),
    (lambda: Empirical([]), "empirical: values must not be empty; give at least one observation"),
    (
        lambda: Empirical(TEXT),
        (
            "empirical: values must be a list of numbers (got '5')"
            "; write them in brackets, such as [3, 5, 8]"
        ),
    ),
    (
        lambda: Empirical(np.array(5.0)),
        (
            "empirical: values must be a list of numbers (got array(5.))"
            "; write them in brackets, such as [3, 5, 8]"
        ),
    ),
    (
        lambda: Empirical(range(1_000_001)),
        "empirical: values must hold at most 1,000,000 numbers (got 1,000,001); thin them out",
    ),
    (
        lambda: Poisson(-1),
        "poisson: rate must not be negative (got -1); give how often it happens on average",
    ),
    (
        lambda: Poisson(10_001, factor=0),
        (
            "poisson: rate must be at most 10,000 (got 10001); let one count stand for many"
            "; also, factor must be positive (got 0); leave it out"
        ),
    ),
    (
        lambda: Trigen(10, 25, 20),
        (
            "trigen: mode must not exceed p90 (got mode 25, p90 20)"
            "; order the 3 values as p10, mode, p90"
        ),
    ),
    (
        lambda: Trigen(10, 10, 10),
        (
            "trigen: p10 and p90 must differ (got 10 for both)"
            "; use Constant(10) for a value without spread"
        ),
    ),
    (
        lambda: Truncated(Normal(10, 2)),
        "truncated: low and high must not both be left out; give the end that should be cut",
    ),
    (
        lambda: Truncated(Normal(10, 2), 5, 1),
        "truncated: low must not exceed high (got low 5, high 1); order the two ends as low, high",
    ),
    (
        lambda: Truncated(Uniform(0, 1), low=2),
        (
            "truncated: the range must hold some probability (got low 2, high inf)"
            "; uniform(0, 1) has hardly any there, and runs from 0 to 1"
        ),
    ),
    (
        lambda: Truncated(Uniform(0, 1), low=TEXT),
        "truncated: low must be a finite number (got '5'); give a number such as 5 or 0.25",
    ),
    (
        lambda: Truncated(Truncated(Uniform(0, 1), low=0.5), low=TEXT),
        "truncated: low must be a finite number (got '5'); give a number such as 5 or 0.25",
    ),
    (
        lambda: Uniform(0, 1).scaled(0),
        (
            "scaled: factor must be a positive number (got 0)"
            "; give the new units per old unit, such as 5 for days per week"
        ),
    ),
    (
        lambda: Uniform(0, 1).cdf("high"),
        "cdf: x must be numbers (got 'high'); give a number or an array",
    ),
    (
        lambda: as_distribution(MISSING),
        (
            "a distribution must be a distribution, a number or a text (got {})"
            "; give for example Pert(2, 4, 9)"
        ),
    ),
]


@pytest.mark.parametrize(("make", "message"), MESSAGES, ids=[text[:60] for _, text in MESSAGES])
def test_a_bad_parameter_is_refused_with_rule_value_and_remedy(make, message):
    with pytest.raises(DistributionError) as refused:
        make()

    assert message == str(refused.value)


@pytest.mark.parametrize(
    "bad",
    [True, "5", None, [5], 1 + 2j, math.nan, math.inf, -math.inf, 10**400, 1e301],
    ids=lambda bad: repr(bad)[:9],
)
@pytest.mark.parametrize(
    ("family", "good"),
    [
        (Constant, [5]),
        (Uniform, [1, 2]),
        (Triangular, [1, 2, 3]),
        (Pert, [1, 2, 3, 4]),
        (Normal, [1, 2]),
        (LogNormal, [1, 2]),
        (Beta, [2, 3, 0, 1]),
        (Poisson, [3, 1]),
        (Trigen, [1, 2, 3]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_no_parameter_takes_anything_but_a_finite_number(family, good, bad):
    family(*good)

    for place in range(len(good)):
        with pytest.raises(DistributionError, match=re.escape(f"{family.__name__.lower()}: ")):
            family(*good[:place], bad, *good[place + 1 :])


@pytest.mark.parametrize("factor", [0, -1, math.nan, math.inf, True, "5", None])
def test_a_factor_that_is_not_positive_is_refused(factor):
    with pytest.raises(DistributionError, match="factor must be a positive number"):
        Pert(2, 4, 9).scaled(factor)


def test_a_factor_that_leads_too_far_is_refused():
    with pytest.raises(DistributionError, match=r"within ±1e\+300"):
        Pert(2, 4, 9).scaled(1e300)


def test_a_wrong_level_is_told_what_a_probability_is():
    with pytest.raises(DistributionError, match=r"got 80\); .* for the 80th percentile give 0.8"):
        Pert(2, 4, 9).ppf(80)


def test_a_refusal_is_a_value_error_and_one_of_ours():
    with pytest.raises(ValueError, match="uniform") as refused:
        Uniform(2, 1)

    assert isinstance(refused.value, RiskplanError)


def test_probabilities_may_miss_1_by_a_rounding_error():
    assert pytest.approx(0.5) == Discrete([0, 1], [0.5, 0.5 + 9e-10]).mean()


def test_probabilities_that_miss_1_by_more_are_refused():
    """Negative control of the tolerance."""
    with pytest.raises(DistributionError, match=r"got 1\.000000002"):
        Discrete([0, 1], [0.5, 0.5 + 2e-9])
