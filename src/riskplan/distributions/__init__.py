"""Uncertain numbers as values: their laws, exact moments and quantiles, and one text spelling."""

from __future__ import annotations

from riskplan.distributions.base import Distribution
from riskplan.distributions.beta import Beta, Pert
from riskplan.distributions.bounded import Triangular, Uniform
from riskplan.distributions.counting import (
    Poisson,
    atoms_of,
    chance_of_any,
    is_count,
    mean_if_any,
)
from riskplan.distributions.discrete import Constant, Discrete, Empirical
from riskplan.distributions.elicitation import Trigen, from_percentiles
from riskplan.distributions.external import ScipyDistribution, from_scipy
from riskplan.distributions.shifting import Shifted, scaled
from riskplan.distributions.text import as_distribution, parse_distribution
from riskplan.distributions.truncation import Truncated, limited_mean
from riskplan.distributions.unbounded import LogNormal, Normal

__all__ = [
    "Beta",
    "Constant",
    "Discrete",
    "Distribution",
    "Empirical",
    "LogNormal",
    "Normal",
    "Pert",
    "Poisson",
    "ScipyDistribution",
    "Shifted",
    "Triangular",
    "Trigen",
    "Truncated",
    "Uniform",
    "as_distribution",
    "atoms_of",
    "chance_of_any",
    "from_percentiles",
    "from_scipy",
    "is_count",
    "limited_mean",
    "mean_if_any",
    "parse_distribution",
    "scaled",
]
