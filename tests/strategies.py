"""Hypothesis strategies for every room: each new kind of value joins here."""

from __future__ import annotations

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
    ScipyDistribution,
    Shifted,
    Triangular,
    Trigen,
    Truncated,
    Uniform,
)

# --- numbers --------------------------------------------------------------------------------------


def numbers(low: float = -1e4, high: float = 1e4) -> st.SearchStrategy[float]:
    """Finite numbers of a size that leaves room for exact comparisons."""
    return st.floats(low, high, allow_subnormal=False)


def spans() -> st.SearchStrategy[float]:
    """Widths that are not lost beside such numbers."""
    return st.floats(0.1, 1e4)


def levels() -> st.SearchStrategy[list[float]]:
    """Probabilities in ascending order, the ends now and then among them."""
    return st.lists(st.floats(0, 1), min_size=1, max_size=8).map(sorted)


# --- distributions --------------------------------------------------------------------------------


@st.composite
def three_estimates(draw: st.DrawFn, low: float = -1e4) -> tuple[float, float, float]:
    """Draw min <= mode <= max with min < max; the mode is now and then at an end."""
    start, span = draw(numbers(low)), draw(spans())
    share = draw(st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1)))
    return start, min(start + share * span, start + span), start + span


@st.composite
def three_point_distributions(draw: st.DrawFn, low: float = -1e4) -> Distribution:
    """Draw the laws of three estimates."""
    estimates = draw(three_estimates(low))
    family = draw(st.sampled_from(["triangular", "trigen", "pert", "narrow or wide pert"]))
    if family == "triangular":
        return Triangular(*estimates)
    if family == "trigen":
        return Trigen(*estimates)
    return Pert(*estimates, shape=4.0 if family == "pert" else draw(st.floats(0.1, 50)))


@st.composite
def two_ended_distributions(draw: st.DrawFn, low: float = -1e4) -> Distribution:
    """Draw Uniform and Beta."""
    start, span = draw(numbers(low)), draw(spans())
    if draw(st.booleans()):
        return Uniform(start, start + span)
    shape = st.floats(0.5, 50)
    return Beta(draw(shape), draw(shape), min=start, max=start + span)


@st.composite
def stepped_distributions(draw: st.DrawFn, low: float = -1e4) -> Distribution:
    """Draw Constant, Discrete and Empirical."""
    values = draw(st.lists(numbers(low), min_size=1, max_size=8))
    family = draw(st.sampled_from([Constant, Discrete, Empirical]))
    if family is Constant:
        return Constant(values[0])
    if family is Empirical:
        return Empirical(values)
    weights = draw(st.lists(st.integers(0, 9), min_size=len(values), max_size=len(values)))
    weights[0] += 1
    return Discrete(values, [weight / sum(weights) for weight in weights])


def normals() -> st.SearchStrategy[Distribution]:
    """Normal distributions."""
    return st.builds(Normal, numbers(), spans())


def lognormals() -> st.SearchStrategy[Distribution]:
    """Lognormal distributions, from nearly normal to very skewed."""
    return st.builds(LogNormal, st.floats(-5, 10), st.floats(0.01, 2))


def poissons() -> st.SearchStrategy[Distribution]:
    """Counts, rare and frequent ones, and multiples of them."""
    rates = st.one_of(st.just(0.0), st.floats(0.01, 200))
    return st.builds(Poisson, rates, st.one_of(st.just(1.0), st.floats(0.1, 1e3)))


def external_distributions() -> st.SearchStrategy[Distribution]:
    """A few positive distributions of scipy.stats, continuous ones and of whole numbers."""
    shape, scale = st.floats(0.5, 20), st.floats(0.1, 1e3)
    continuous = st.builds(
        lambda name, shape, scale: ScipyDistribution(name, [shape], {"scale": scale}),
        st.sampled_from(["gamma", "weibull_min"]),
        shape,
        scale,
    )
    whole = st.builds(lambda rate: ScipyDistribution("poisson", [rate]), st.floats(0.1, 50))
    return st.one_of(continuous, whole)


def shifted() -> st.SearchStrategy[Distribution]:
    """Laws that stay of no family when they are moved."""
    unbounded = st.one_of(lognormals(), poissons(), external_distributions())
    return st.builds(Shifted, unbounded, spans())


@st.composite
def truncated(
    draw: st.DrawFn, of: st.SearchStrategy[Distribution], *, both: bool = False
) -> Distribution:
    """Draw truncations of others that leave a fair share of their probability."""
    whole = draw(of)
    low, middle, high = whole.ppf([draw(st.floats(0.01, 0.4)), 0.5, draw(st.floats(0.6, 0.99))])
    ends = "both" if both else draw(st.sampled_from(["low", "high", "both"]))
    return Truncated(
        whole,
        low=None if ends == "high" else min(low, middle),
        high=None if ends == "low" else max(high, middle),
    )


def continuous_distributions() -> st.SearchStrategy[Distribution]:
    """Every family with a density, truncated ones among them."""
    plain = st.one_of(
        two_ended_distributions(), three_point_distributions(), normals(), lognormals()
    )
    return st.one_of(plain, truncated(plain))


def bounded_distributions() -> st.SearchStrategy[Distribution]:
    """Every distribution between two finite ends."""
    plain = st.one_of(
        two_ended_distributions(), three_point_distributions(), stepped_distributions()
    )
    return st.one_of(plain, truncated(normals(), both=True))


def positive_distributions() -> st.SearchStrategy[Distribution]:
    """Distributions of nothing below zero, as durations and costs are."""
    return st.one_of(
        two_ended_distributions(0),
        three_estimates(0).map(lambda estimates: Pert(*estimates)),
        three_estimates(0).map(lambda estimates: Triangular(*estimates)),
        stepped_distributions(0),
        lognormals(),
        poissons(),
        external_distributions(),
        shifted(),
    )


def distributions() -> st.SearchStrategy[Distribution]:
    """Every kind of distribution."""
    return st.one_of(
        continuous_distributions(),
        stepped_distributions(),
        poissons(),
        external_distributions(),
        shifted(),
        truncated(st.one_of(stepped_distributions(), poissons(), external_distributions())),
    )
