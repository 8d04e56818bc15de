"""The simulation held against the exact law of the cost: how many standard errors lie between."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import scipy
from attrs import frozen

from riskplan._format import card
from riskplan.errors import RequestError
from riskplan.exact import ExactCost, exact_cost
from riskplan.model import PLANNED, Plan, Scenario
from riskplan.results import Estimate, SimulationResult, fewest_iterations
from riskplan.simulation import recipe_of, scenario_of_run

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Comparison", "Verification", "can_verify", "verify"]

_LEVELS = (10.0, 50.0, 80.0, 90.0, 95.0)
_FEWEST_CELLS = 20
_FALSE_ALARMS = 0.001
_ERRORS = 1.959963984540054  # half a 95 % interval, in standard errors
_MANY = 25.0
_FEW_SHARE = 0.1
_ROUNDING = 1e-9
_PERCENT = 100.0


@frozen
class Comparison:
    """One figure of the simulation, and the exact one.

    Parameters
    ----------
    figure : str
        ``"mean"``, a P-level such as ``"P80"``, or ``"budget kept"``.
    simulated, exact : Estimate [currency, or probability]
    off : float [standard errors]
        How far they are apart. Percentiles are compared by their levels.
    """

    figure: str
    simulated: Estimate
    exact: Estimate
    off: float


@frozen(repr=False)
class Verification:
    """How far a simulation and the exact law of the cost are apart.

    Parameters
    ----------
    comparisons : tuple of Comparison
    threshold : float [standard errors]
        The largest distance that chance explains: a right simulator exceeds it, in any of the
        comparisons, once in a thousand runs.
    iterations : int
    unit : str
        The currency.
    """

    comparisons: tuple[Comparison, ...]
    threshold: float
    iterations: int
    unit: str = ""

    @property
    def worst(self) -> Comparison:
        """The comparison with the greatest distance."""
        return max(self.comparisons, key=lambda comparison: comparison.off)

    @property
    def agrees(self) -> bool:
        """Whether chance explains all the distances."""
        return self.worst.off <= self.threshold

    def __iter__(self) -> Iterator[Comparison]:
        return iter(self.comparisons)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by figure: simulated, exact, and how far they are apart."""
        import pandas as pd

        columns = {
            "simulated": [comparison.simulated.value for comparison in self],
            "exact": [comparison.exact.value for comparison in self],
            "standard_errors": [comparison.off for comparison in self],
        }
        index = pd.Index([comparison.figure for comparison in self], name="figure")
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        worst = f"{self.worst.off:.1f} standard errors apart at worst ({self.worst.figure})"
        return f"Verification({self._verdict}: {worst}, {self.threshold:.1f} allowed)"

    def _repr_html_(self) -> str:
        rows = [
            (c.figure, f"{c.simulated} · exact {c.exact} · {c.off:.1f} standard errors")
            for c in self
        ]
        rows.append(("verdict", f"{self._verdict}; {self.threshold:.1f} allowed"))
        unit = f" [{self.unit}]" if self.unit else ""
        return card(f"{self.iterations:,} iterations and the exact law{unit}", rows)

    @property
    def _verdict(self) -> str:
        return "simulation and exact law " + ("agree" if self.agrees else "disagree")


def can_verify(run: SimulationResult) -> bool:
    """Return whether a run is long enough for `verify` to tell anything."""
    return run.iterations >= _fewest(run.provenance.cell)


def verify(
    run: SimulationResult, plan: Plan | None = None, *, scenario: Scenario | str | None = None
) -> Verification:
    """Hold the simulated cost of a run against its exact law.

    Compared are the mean, P10, P50, P80, P90 and P95, and the probability of keeping the budget.
    A percentile q of level p is compared by its level, |F(q) - p| / √(p (1 - p) / n), with the
    share of iterations up to q for F; where there are few, by the binomial law of their number;
    and where iterations are no independent draws, in units of the error that the run states. The
    mean is left out where a single iteration out of so many is likely to move it by a tenth of its
    standard error, since it is no normal deviate then.

    It takes at least 72 iterations, as the interval of P95 does, and at least 20 cells of a
    sampling plan: fewer do not tell their own error well enough to find anything wrong.

    Parameters
    ----------
    run : SimulationResult
    plan : Plan, optional
        What the run is held against; the plan that was run unless given.
    scenario : Scenario or str, optional
        Which responses are in force in it; those of the run unless given, and `planned` for the
        samples of another tool.

    Returns
    -------
    Verification
        Its threshold allows for several comparisons (Z. Šidák, "Rectangular confidence regions
        for the means of multivariate normal distributions", JASA 62, 1967): a right simulator
        passes it once in a thousand runs.

    Raises
    ------
    UnsupportedError
        If the cost of the plan cannot be computed exactly; the message names every reason.
    RequestError
        If it is no run, if it has too few iterations or cells to tell, if it does not hold its
        plan and none is given, or if it has no cost.

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Dam", budget=120, costs=[rp.CostItem("all", "All", rp.Normal(100, 10))])
    >>> answer = verify(rp.simulate(plan, iterations=10_000, seed=1))
    >>> answer.agrees, round(answer.threshold, 1), [comparison.figure for comparison in answer]
    (True, 3.8, ['mean', 'P10', 'P50', 'P80', 'P90', 'P95', 'budget kept'])
    """
    _refuse_untold(run)
    law = _law(run, plan, scenario)
    comparisons = [*_mean(run, law), *(_level(run, law, at) for at in _LEVELS)]
    if run.targets.budget is not None:
        budget = run.targets.budget
        simulated, exact = run.cost.confidence(budget), law.confidence(budget)
        off = _share_off(run, simulated, exact)
        comparisons.append(Comparison("budget kept", simulated, exact, off))
    chance = 1.0 - (1.0 - _FALSE_ALARMS) ** (1.0 / len(comparisons))
    return Verification(
        comparisons=tuple(comparisons),
        threshold=-float(scipy.special.ndtri(chance / 2.0)),
        iterations=run.iterations,
        unit=run.currency,
    )


def _fewest(cell: int) -> int:
    """Return the fewest iterations, in whole cells, that tell their own error."""
    fewest = max(fewest_iterations(at, cell) for at in _LEVELS)
    return fewest if cell == 1 else max(fewest, _FEWEST_CELLS * cell)


def _refuse_untold(run: SimulationResult) -> None:
    """Refuse what is no run, or one that is too short to tell anything."""
    given: object = run
    if not isinstance(given, SimulationResult):
        raise RequestError(
            f"a run is wanted (got {type(given).__name__}); simulate the plan first: "
            "verify(simulate(plan))"
        )
    if not can_verify(given):
        cell, fewest = given.provenance.cell, _fewest(given.provenance.cell)
        unit = "iterations" if cell == 1 else "cells"
        at_least = f"{fewest:,}" if cell == 1 else f"{fewest // cell:,}, {fewest:,} iterations"
        raise RequestError(
            f"too few {unit} ({given.iterations // cell:,}) to tell; it takes at least {at_least}"
        )


def _law(run: SimulationResult, plan: Plan | None, scenario: Scenario | str | None) -> ExactCost:
    if plan is not None:
        if scenario is not None:
            return exact_cost(plan, scenario=scenario)
        is_foreign = not run.provenance.scenario
        return exact_cost(plan, scenario=PLANNED if is_foreign else scenario_of_run(run, plan))
    if run.provenance.recipe is None:
        raise RequestError("the run does not hold its plan; give it: verify(run, plan)")
    held = recipe_of(run)
    return exact_cost(held.plan, scenario=held.scenario if scenario is None else scenario)


def _mean(run: SimulationResult, law: ExactCost) -> Iterator[Comparison]:
    """Yield the comparison of the means, where the simulated one is close to a normal deviate."""
    std, count = law.std().value, run.iterations
    if not math.isfinite(std):
        return
    simulated, exact = run.cost.mean(), law.mean()
    error = std / math.sqrt(count) if run.provenance.cell == 1 else simulated.error / _ERRORS
    farthest = law.percentile(_PERCENT * (1.0 - 1.0 / (count + 1.0))) - exact
    if farthest / count <= _FEW_SHARE * std / math.sqrt(count):
        yield Comparison("mean", simulated, exact, _apart(simulated - exact, error, law))


def _level(run: SimulationResult, law: ExactCost, at: float) -> Comparison:
    exact = law.percentile(at)
    # What is added up in another order may pass an atom by an error of rounding.
    reached = exact + _ROUNDING * (abs(exact) + (law.std() if math.isfinite(law.std()) else 0.0))
    off = _share_off(run, run.cost.confidence(reached), law.confidence(reached))
    return Comparison(f"P{at:g}", run.cost.quiet_percentile(at), exact, off)


def _share_off(run: SimulationResult, share: Estimate, exact: Estimate) -> float:
    """Return how many standard errors a share of iterations is off the exact probability."""
    count = run.iterations
    probability = min(max(share.value, exact.low), exact.high)
    apart = abs(share - probability)
    if run.provenance.cell > 1:
        return _ratio(apart, share.error / _ERRORS)
    spread = count * probability * (1.0 - probability)
    plain = _ratio(apart, math.sqrt(spread) / count)
    if spread >= _MANY or not apart:
        return plain
    hits = round(share * count)
    low = scipy.special.bdtr(hits, count, probability)
    high = scipy.special.bdtrc(hits - 1, count, probability) if hits else 1.0
    return min(plain, max(0.0, -float(scipy.special.ndtri(min(low, high)))))


def _apart(distance: float, error: float, law: ExactCost) -> float:
    """Return a distance in standard errors; nothing where it is no more than rounding."""
    is_rounding = abs(distance) <= _ROUNDING * (abs(law.mean()) + law.std())
    return 0.0 if is_rounding else _ratio(abs(distance), error)


def _ratio(distance: float, error: float) -> float:
    if not distance:
        return 0.0
    return distance / error if error else math.inf
