"""Laws that are known in closed form, and those that Panjer's recursion gives.

Continuous laws are compared within the error that the answer states, discrete ones to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import optimize, stats

import riskplan as rp
from riskplan.distributions import Poisson
from riskplan.exact import ExactCost, exact_cost

LEVELS = (1, 5, 10, 20, 50, 80, 90, 95, 99, 99.9)


def lines(*laws: rp.Distribution | float, **fields) -> rp.Plan:
    """A plan with one cost item for each law."""
    costs = [rp.CostItem(f"c{row}", "Line", law) for row, law in enumerate(laws)]
    return rp.Plan("Lines", costs=costs, **fields)


def strikes(count: rp.Distribution, severity: rp.Distribution | float) -> rp.Plan:
    """A plan with nothing but a risk that strikes several times."""
    risk = rp.Risk("r", "R", count=count, impacts=[rp.CostImpact(severity)])
    return rp.Plan("Strikes", risks=[risk])


def misses(law: ExactCost, quantile: Callable[[float], float]) -> list[str]:
    """Every level at which the true quantile lies outside the stated interval."""
    rounding = 1e-12 * (law.mean() + law.std())
    off = []
    for at in LEVELS:
        found, true = law.percentile(at), quantile(at / 100)
        if not found.low - rounding <= true <= found.high + rounding:
            off.append(f"P{at}: {found!r} instead of {true!r}")
    return off


def irwin_hall(count: int) -> Callable[[float], float]:
    """The quantiles of a sum of standard uniforms (Johnson et al., vol. 2, section 26.9)."""

    def cdf(x: float) -> float:
        terms = range(math.floor(x) + 1)
        parts = ((-1) ** k * math.comb(count, k) * (x - k) ** count for k in terms)
        return math.fsum(parts) / math.factorial(count)

    return lambda level: optimize.brentq(lambda x: cdf(x) - level, 0, count, xtol=1e-13)


@pytest.mark.parametrize("count", [1, 2, 3, 6, 12])
def test_a_sum_of_uniforms_is_that_of_irwin_and_hall(count):
    law = exact_cost(lines(*[rp.Uniform(0, 1)] * count))

    assert [] == misses(law, irwin_hall(count))
    assert count / 2 == law.mean()
    assert math.sqrt(count / 12) == pytest.approx(law.std(), rel=1e-14)


def test_another_number_of_uniforms_is_told_apart():
    """Negative control."""
    assert len(LEVELS) == len(misses(exact_cost(lines(*[rp.Uniform(0, 1)] * 7)), irwin_hall(6)))


def test_a_sum_of_normals_is_normal():
    laws = [rp.Normal(100 + n, 1 + n / 3) for n in range(20)]
    law = exact_cost(lines(*laws))
    true = stats.norm(sum(one.mu for one in laws), math.hypot(*(one.sigma for one in laws)))

    assert [] == misses(law, true.ppf)
    assert true.std() == pytest.approx(law.std(), rel=1e-14)
    assert max(law.percentile(at).error for at in LEVELS[1:-1]) < 1e-4 * true.std()


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e12])
def test_the_size_of_the_money_plays_no_part(scale):
    law = exact_cost(lines(rp.Normal(10 * scale, scale), rp.Normal(5 * scale, 2 * scale)))

    assert [] == misses(law, stats.norm(15 * scale, math.sqrt(5) * scale).ppf)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_dice_are_counted_exactly(count):
    die = rp.Discrete([1, 2, 3, 4, 5, 6], [1 / 6] * 6)
    law = exact_cost(lines(*[die] * count))
    ways = np.ones(1)
    for _ in range(count):
        ways = np.convolve(ways, [0, 1, 1, 1, 1, 1, 1])
    cumulative = np.cumsum(ways) / 6**count

    assert cumulative == pytest.approx(law.cdf(np.arange(6 * count + 1)), abs=1e-13)
    for at in LEVELS:
        assert float(np.argmax(cumulative >= at / 100 - 1e-12)) == law.percentile(at)
        assert law.percentile(at).error == 0


def test_a_share_of_hits_is_binomial():
    risks = [rp.Risk(f"r{n:02}", "R", 0.3, impacts=[rp.CostImpact(7.5)]) for n in range(40)]
    law = exact_cost(rp.Plan("Hits", risks=risks))
    true = stats.binom(40, 0.3)

    assert true.cdf(np.arange(41)) == pytest.approx(law.cdf(7.5 * np.arange(41)), abs=1e-13)
    assert [7.5 * true.ppf(at / 100) for at in LEVELS] == [law.percentile(at) for at in LEVELS]
    assert 7.5 * true.mean() == pytest.approx(law.mean(), rel=1e-14)
    assert 7.5 * true.std() == pytest.approx(law.std(), rel=1e-14)


def test_tenths_are_tenths():
    """Values as people write them: 0.7 is 7 tenths, not 0.7000000000000001."""
    law = exact_cost(lines(*[rp.Discrete([0, 0.1], [0.5, 0.5])] * 9))

    assert [0.3, 0.4, 0.7] == [law.percentile(at) for at in (20, 50, 98)]


@pytest.mark.parametrize("rate", [0.05, 2.0, 30.0])
def test_poisson_strikes_of_exponential_losses_have_their_series(rate):
    """F(x) = Σ P(N = n) · Gamma(n)(x): Klugman, Panjer and Willmot, 4th ed., example 9.7."""
    counts = np.arange(1, 200)
    weights = stats.poisson(rate).pmf(counts)

    def cdf(x: float) -> float:
        return math.exp(-rate) + float(weights @ stats.gamma(counts).cdf(x))

    def quantile(level: float) -> float:
        if level <= math.exp(-rate):
            return 0.0
        return float(optimize.brentq(lambda x: cdf(x) - level, 0, 500, xtol=1e-12))

    law = exact_cost(strikes(Poisson(rate), rp.from_scipy(stats.expon())))

    assert [] == misses(law, quantile)
    assert math.exp(-rate) == pytest.approx(law.confidence(0), abs=1e-12)
    assert [rate, math.sqrt(2 * rate)] == pytest.approx([law.mean(), law.std()], rel=1e-12)


def panjer(rate: float, severity: dict[int, float], most: int) -> np.ndarray:
    """The probabilities of a compound Poisson sum (H. H. Panjer, ASTIN Bulletin 12, 1981)."""
    found = [math.exp(-rate)]
    for total in range(1, most + 1):
        parts = (k * p * found[total - k] for k, p in severity.items() if k <= total)
        found.append(rate / total * math.fsum(parts))
    return np.array(found)


@pytest.mark.parametrize("rate", [0.3, 5.0, 60.0])
def test_poisson_strikes_of_separate_losses_follow_panjer(rate):
    severity = {1: 0.5, 2: 0.25, 5: 0.15, 20: 0.1}
    law = exact_cost(strikes(Poisson(rate), rp.Discrete(severity)))
    most = int(rate * 40 + 200)
    cumulative = np.cumsum(panjer(rate, severity, most))

    assert cumulative == pytest.approx(law.cdf(np.arange(most + 1)), abs=1e-11)
    assert law.percentile(99).error == 0


def test_another_rate_is_told_apart():
    """Negative control."""
    severity = {1: 0.5, 2: 0.5}
    law = exact_cost(strikes(Poisson(5.01), rp.Discrete(severity)))

    assert np.cumsum(panjer(5.0, severity, 40)) != pytest.approx(law.cdf(np.arange(41)), abs=1e-4)


@pytest.mark.parametrize("count", [Poisson(3), rp.Discrete([0, 2, 7], [0.5, 0.25, 0.25])])
def test_strikes_that_cost_the_same_are_as_many_as_the_count(count):
    law = exact_cost(strikes(count, 2.5))
    numbers = np.arange(30)

    assert count.cdf(numbers) == pytest.approx(law.cdf(2.5 * numbers), abs=1e-11)
