"""All strikes of a risk as one: its mean impact, given that it occurs."""

from __future__ import annotations

import math

import attrs
import numpy as np

from riskplan.distributions import Constant, Distribution, atoms_of, limited_mean, mean_if_any
from riskplan.distributions.parameters import LARGEST
from riskplan.model.impact import CostImpact, Delay, Impact

__all__ = ["all_strikes"]


def all_strikes(impact: Impact, count: Distribution | None) -> Impact:
    """Return the certain impact that a risk has on average when it occurs, all strikes together.

    Parameters
    ----------
    impact : Impact
        Of one strike.
    count : Distribution, optional [strikes]
        How often it strikes; once unless given.

    Returns
    -------
    Impact
        Costs and delays are the mean of one times the mean count, given that it is not 0; a
        factor is the mean of the product, E[mᴺ | N > 0] with m the mean of one.

    Examples
    --------
    >>> from riskplan.distributions import Discrete
    >>> twice = Discrete([0, 2], [0.5, 0.5])
    >>> all_strikes(CostImpact("uniform(0, 100)"), twice).amount
    constant(100)
    """
    times = 1.0 if count is None else mean_if_any(count)
    if isinstance(impact, CostImpact):
        amount, share = (
            None if law is None else Constant(law.mean() * times)
            for law in (impact.amount, impact.share)
        )
        return attrs.evolve(impact, amount=amount, share=share)
    if isinstance(impact, Delay):
        cap = impact.cap
        days = impact.days.mean() if cap is None else limited_mean(impact.days, cap)
        return attrs.evolve(impact, days=Constant(days * times), cap=None)
    factor = impact.factor.mean()
    return attrs.evolve(
        impact, factor=Constant(factor if count is None else _mean_power(factor, count))
    )


def _mean_power(base: float, count: Distribution) -> float:
    """Return the mean of a number to the power of a count that is not 0."""
    atoms = atoms_of(count)
    if atoms is None or not (atoms[0] > 0).any():
        return 1.0
    some = atoms[0] > 0
    values, weights = atoms[0][some], atoms[1][some]
    with np.errstate(over="ignore"):  # a power beyond a float is as large as a factor can be
        powers = np.minimum(base**values, LARGEST)
    return math.fsum(powers * weights) / math.fsum(weights)
