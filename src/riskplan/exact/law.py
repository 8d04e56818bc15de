"""The answer: the law of the total cost, with percentiles that have no sampling error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from riskplan._format import card, estimate_text, percent_text
from riskplan._typing import FloatArray, read_only
from riskplan.distributions import Constant
from riskplan.distributions.parameters import is_number
from riskplan.errors import RequestError
from riskplan.exact.compose import cost_terms
from riskplan.exact.curve import Curve
from riskplan.exact.readings import MomentsReading
from riskplan.exact.refine import SAFETY, SLACK, Resolved, resolved
from riskplan.exact.support import refuse_inexact
from riskplan.exact.terms import Term, read
from riskplan.model import PLANNED, CostImpact, Plan, Scenario
from riskplan.results import Estimate, refuse_bad_level
from riskplan.simulation.requests import refuse_broken
from riskplan.simulation.scenes import scenario_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EXACT_LEVELS", "ExactCost", "exact_cost"]

EXACT_LEVELS = (5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 99.0)
_CARD_LEVELS = (10, 50, 80, 90)
_PERCENT = 100.0
_ROUNDING = 1e-13
_ZERO = Constant(0.0)


@frozen(eq=False, repr=False)
class ExactCost:
    """The law of the total cost of a plan; it answers as the samples of a run do.

    Its intervals hold no chance. They say how far a figure can be off because the law is computed
    on a grid, and close up where it is exact.

    Parameters
    ----------
    plan, scenario : str
        The name of the plan, and the id of the scenario.
    unit : str
        The currency.
    base : float [currency]
        The cost of the base plan: most likely amounts, no risk.
    """

    plan: str
    scenario: str
    unit: str
    base: float
    _certain: float
    _mean: float
    _std: float
    _law: Resolved

    @property
    def beyond(self) -> float:
        """The most probability that may lie beyond the ends of the grid, far out in the tails."""
        return self._law.below + self._law.above

    @property
    def step(self) -> float:
        """The width of the grid [currency]."""
        return self._law.fine.step

    def mean(self) -> Estimate:
        """Return the mean [currency], exactly: from the moments of the laws, not from the grid."""
        return Estimate(self._mean, self._mean, self._mean)

    def std(self) -> Estimate:
        """Return the standard deviation [currency], exactly; infinite where some law has none."""
        return Estimate(self._std, self._std, self._std)

    def percentile(self, at: float) -> Estimate:
        """Return the value that is not exceeded with a probability of `at` percent.

        Parameters
        ----------
        at : float [percent]
            The P-level: 80 for P80.

        Returns
        -------
        Estimate [currency]
            The error is an estimate, and the sum of three parts. (1) Twice the difference between
            two grids, of which the second has half the step, here and at two levels beside: the
            usual estimate of an error of discretisation (L. F. Richardson, "The deferred approach
            to the limit", Phil. Trans. Royal Society A 226, 1927; with a factor of safety, P. J.
            Roache, "Perspective: a method for uniform reporting of grid refinement studies",
            Journal of Fluids Engineering 116, 1994). Mean and variance of every law are kept, so
            that the error falls as the square of the step, and a third of the difference would do;
            beside an edge of a law it falls as the step. (2) What a straight line between two
            values of the grid may hide: a bend in it by which the density changes. (3) By how much
            separate values were moved, where they fit no common grid. Where all amounts are
            separate values on a common grid there is no error. Levels count to ten digits.

        Raises
        ------
        RequestError
            If `at` is not between 1 and 100; 0.8 is refused, because it may mean P80.
        """
        refuse_bad_level(at)
        level, law = at / _PERCENT, self._law
        value, error, (low, high) = law.quantile(level), law.error(level), law.band(level)
        found = Estimate(
            value,
            -math.inf if level <= law.below else low - error,
            math.inf if level >= 1.0 - law.above else high + error,
        )
        return found.shifted(self._certain)

    def overrun(self, at: float) -> Estimate:
        """Return how far the percentile lies above the base [currency]: the contingency."""
        return self.percentile(at).shifted(-self.base)

    def exceedance(self, x: float) -> Estimate:
        """Return the probability that the cost exceeds `x` [currency].

        Raises
        ------
        RequestError
            If `x` is not a number.
        """
        within = self.confidence(x)
        return Estimate(1.0 - within, 1.0 - within.high, 1.0 - within.low)

    def confidence(self, x: float) -> Estimate:
        """Return the probability that the cost does not exceed `x` [currency].

        Returns
        -------
        Estimate
            Its ends are the levels of what lies as far below and above `x` as the second and third
            part of the error of a percentile there, moved apart by twice the difference between
            the two grids, here and a step away, and by what may leak from `beyond` the grid.

        Raises
        ------
        RequestError
            If `x` is not a number.
        """
        if not is_number(x) or math.isnan(x):
            raise RequestError(f"the limit must be a number (got {x!r}); write it without its unit")
        law = self._law
        value = float(self.cdf(x))
        if law.coarse is None:
            return Estimate(value, value, value)
        around = law.drift + law.fine.blur(value, SLACK)
        beside = np.array([x - law.fine.step, x, x + law.fine.step])
        grids = self.cdf(beside), self._levels(law.coarse, beside)
        apart = SAFETY * float(np.abs(grids[0] - grids[1]).max()) + law.leak
        ends = self.cdf([x - around, x + around]).tolist() if around else [value, value]
        low = 0.0 if value <= law.below else max(ends[0] - apart, 0.0)
        high = 1.0 if value >= 1.0 - law.above - law.leak else min(ends[1] + apart, 1.0)
        return Estimate(value, low, high)

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Return the probability of not exceeding each of some values.

        Parameters
        ----------
        x : array_like of float, any shape [currency]

        Returns
        -------
        FloatArray, the shape of `x`, read-only
        """
        values = np.asarray(x, dtype=np.float64)
        return read_only(self._levels(self._law.fine, values.ravel()).reshape(values.shape))

    def _levels(self, curve: Curve, values: FloatArray) -> FloatArray:
        # Amounts that are added up in another order may miss an atom by an error of rounding.
        rounding = _ROUNDING * (abs(self._certain) + np.abs(values))
        return curve.level(values - self._certain, rounding)

    def to_frame(self, at: Sequence[float] = EXACT_LEVELS) -> pd.DataFrame:
        """Return a frame indexed by P-level: percentile, interval, and distance to the base."""
        import pandas as pd

        found = [self.percentile(level) for level in at]
        columns = {
            "cost": [value.value for value in found],
            "low": [value.low for value in found],
            "high": [value.high for value in found],
            "over_base": [value - self.base for value in found],
        }
        return pd.DataFrame(columns, index=pd.Index([float(level) for level in at], name="at"))

    def __repr__(self) -> str:
        shown = ", ".join(f"P{at} {self.percentile(at)}" for at in _CARD_LEVELS)
        return f"ExactCost({self.plan!r}, {self.scenario}: {shown} {self.unit}".rstrip() + ")"

    def _repr_html_(self) -> str:
        rows = [("base", estimate_text(self.base, 0.0))]
        rows += [("mean", str(self.mean())), ("standard deviation", str(self.std()))]
        rows += [(f"P{at}", str(self.percentile(at))) for at in _CARD_LEVELS]
        kept = self.confidence(self.base)
        rows.append(("not above the base", percent_text(kept, kept.error)))
        title = f"{self.plan} · {self.scenario} · exact cost"
        return card(f"{title} [{self.unit}]".replace(" []", ""), rows)


def exact_cost(plan: Plan, *, scenario: Scenario | str = PLANNED) -> ExactCost:
    """Return the law of the total cost of a plan whose cost does not depend on its schedule.

    Cost items, the costs of the responses in force, and the risks are convolved on a grid by fast
    Fourier transform (J. Heckman and G. Meyers, "The calculation of aggregate loss distributions
    from claim severity and claim count distributions", Proceedings of the Casualty Actuarial
    Society 70, 1983; Klugman, Panjer and Willmot, Loss Models, 4th ed., section 9.6): conditions,
    exclusive groups, uncertain probabilities and counts of strikes are honoured exactly. Cost
    items are independent, or move as one where a `Correlation` of exactly 1 says so.

    Parameters
    ----------
    plan : Plan
    scenario : Scenario or str
        Which responses are in force, and what is assumed otherwise: `planned` unless given.

    Returns
    -------
    ExactCost
        With percentiles that have no sampling error, and say how exact they are.

    Raises
    ------
    PlanError
        If the plan breaks a rule; it lists every rule that is broken.
    UnsupportedError
        If some of its cost cannot be computed exactly: it runs with the schedule, is correlated,
        or is an uncertain share of an uncertain item. The message names every such part; simulate
        such a plan.
    RequestError
        If nothing in the plan costs money, or there is no such scenario.

    Examples
    --------
    Three dice, each for a risk that is certain:

    >>> import riskplan as rp
    >>> die = rp.Discrete([1, 2, 3, 4, 5, 6], [1 / 6] * 6)
    >>> plan = rp.Plan("Dice", costs=[rp.CostItem(f"d{n}", "Die", die) for n in range(3)])
    >>> law = exact_cost(plan)
    >>> law.percentile(50), law.mean(), round(law.confidence(4), 6)
    (10, 10.5, 0.018519)
    """
    refuse_broken(plan, scenario)
    chosen = scenario_of(scenario, plan)
    name, plan, chosen = chosen.id, chosen.applied_to(plan), PLANNED
    refuse_inexact(plan, chosen)
    if not _has_cost(plan, chosen):
        raise RequestError("nothing in the plan costs money, so its cost has no law")
    cost = cost_terms(plan, chosen)
    mean, std = _moments(cost.term)
    return ExactCost(
        plan=plan.name,
        scenario=name,
        unit=plan.currency,
        base=_base(plan, chosen),
        certain=cost.certain,
        mean=cost.certain + mean,
        std=std,
        law=resolved(cost.term, std),
    )


def _has_cost(plan: Plan, scenario: Scenario) -> bool:
    views = [scenario.view(risk) for risk in plan.risks]
    impacts = any(isinstance(impact, CostImpact) for risk in views for impact in risk.impacts)
    responses = any(response.cost != _ZERO for risk in views for response in risk.responses)
    premiums = any(p.premium != _ZERO for p in scenario.policies_in_force(plan.policies))
    return bool(plan.costs) or impacts or responses or premiums


def _base(plan: Plan, scenario: Scenario) -> float:
    responses = [
        response
        for risk in plan.risks
        for response in scenario.in_force(risk)
        if not response.triggered
    ]
    laws = [*(item.amount for item in plan.costs), *(response.cost for response in responses)]
    laws += [policy.premium for policy in scenario.policies_in_force(plan.policies)]
    return math.fsum(law.most_likely() for law in laws)


def _moments(term: Term) -> tuple[float, float]:
    """Return mean and standard deviation; what some law does not have is infinite."""
    found = read(term, MomentsReading())
    mean, variance = (
        moment if math.isfinite(moment) else math.inf for moment in (found.mean, found.variance)
    )
    return mean, math.sqrt(variance)
