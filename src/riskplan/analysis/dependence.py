"""Dependence as it was asked for, and as it came out: the rank correlation of every named pair."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from attrs import frozen

from riskplan import simulation
from riskplan._format import card
from riskplan.analysis.drivers import refuse_foreign
from riskplan.analysis.spearman import ranked, spearman
from riskplan.errors import counted
from riskplan.model import Plan, Risk, Scenario, Status
from riskplan.model.dependence import Aspect, Named, joint_laws, named_by, named_quantities
from riskplan.results import Estimate, SimulationResult

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Correlations", "PairCorrelation", "correlations"]

_MOST_ITERATIONS = 100_000
_CARD_ROWS = 12
_ROUNDING = 1e-6


@frozen
class PairCorrelation:
    """The rank correlation of two quantities.

    Parameters
    ----------
    first, second : str
        As the correlation names them.
    requested : float
        The Spearman coefficient that the plan states.
    used : float, optional
        That of the law which is simulated: another one only where the plan asks for the nearest
        possible coefficients; None where one of the two is certain in this scenario, so that
        nothing can move with it.
    achieved : Estimate, optional
        That of the simulated values, with ties by mid-ranks; None where one of the two is certain,
        or came out the same in every iteration.
    """

    first: str
    second: str
    requested: float
    used: float | None
    achieved: Estimate | None


@frozen(repr=False)
class Correlations:
    """The rank correlation of every pair that a plan names, in the order of the plan.

    Parameters
    ----------
    rows : tuple of PairCorrelation
    iterations : int
        How many iterations the achieved coefficients come from.
    """

    rows: tuple[PairCorrelation, ...]
    iterations: int

    def __iter__(self) -> Iterator[PairCorrelation]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def by_difference(self) -> tuple[PairCorrelation, ...]:
        """Return the pairs, those first that came out furthest from what was asked for."""
        return tuple(sorted(self.rows, key=_difference, reverse=True))

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by the two names, with the ends of the intervals.

        What is used and achieved, and its interval, are NaN where one of the two is certain in
        this scenario.
        """
        import pandas as pd

        achieved = [row.achieved for row in self]
        columns = {
            "requested": [row.requested for row in self],
            "used": [row.used for row in self],
            "achieved": [None if one is None else one.value for one in achieved],
            "low": [None if one is None else one.low for one in achieved],
            "high": [None if one is None else one.high for one in achieved],
        }
        pairs = [(row.first, row.second) for row in self]
        index = pd.MultiIndex.from_tuples(pairs, names=["first", "second"])
        return pd.DataFrame(columns, index=index, dtype="float64")

    def __repr__(self) -> str:
        worst = [f"{row.first} with {row.second} {_told(row)}" for row in self.by_difference()[:1]]
        return f"Correlations({'; '.join([counted(len(self), 'pair'), *worst])})"

    def _repr_html_(self) -> str:
        rows = [(f"{row.first}, {row.second}", _told(row)) for row in self.by_difference()]
        return card(f"Rank correlations, {counted(len(self), 'pair')}", rows[:_CARD_ROWS])


def correlations(plan: Plan, run: SimulationResult) -> Correlations:
    """Return the rank correlations that a plan asks for beside those of its simulated quantities.

    The quantities are drawn again as the run drew them: all of its iterations, or the first
    100,000 of them.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result.

    Raises
    ------
    RequestError
        If the run is not one of this plan.

    Examples
    --------
    >>> import riskplan as rp
    >>> lines = [rp.CostItem(name, name, rp.Pert(1, 2, 5)) for name in ("steel", "crane")]
    >>> plan = rp.Plan("Dam", costs=lines, correlations=[rp.Correlation(["steel", "crane"], 0.5)])
    >>> row = correlations(plan, rp.simulate(plan, iterations=10_000, seed=1)).rows[0]
    >>> row.requested, row.used, row.achieved.low < 0.5 < row.achieved.high
    (0.5, 0.5, True)
    """
    refuse_foreign(plan, run)
    origin = run.provenance
    scenario = simulation.scenario_of_run(run, plan)
    whole_cells = _MOST_ITERATIONS - _MOST_ITERATIONS % origin.cell
    iterations = min(run.iterations, max(whole_cells, origin.cell))
    meanings = named_quantities(plan)
    named = {name: meanings[name][0] for one in plan.correlations for name in one.ids}
    if not named:
        return Correlations((), iterations)
    samples = simulation.quantity_samples(
        plan,
        list(named),
        iterations=iterations,
        seed=origin.seed,
        scenario=scenario,
        sampling=simulation.sampling_of(origin.sampling),
    )
    ranks = {name: ranked(values) for name, values in zip(named, samples, strict=True)}
    used = _used(scenario.applied_to(plan), scenario)
    rows = []
    for one in plan.correlations:
        asked = one.rows
        for i, j in combinations(range(len(one.ids)), 2):
            first, second = one.ids[i], one.ids[j]
            left, right = ranks[first], ranks[second]
            achieved = None
            if left is not None and right is not None:
                achieved = spearman(left, right, origin.cell)
            law = used.get((named[first], named[second]))
            rows.append(PairCorrelation(first, second, asked[i][j], law, achieved))
    return Correlations(tuple(rows), iterations)


def _used(plan: Plan, scenario: Scenario) -> dict[tuple[Named, Named], float]:
    """Return the coefficients of the joint laws that are simulated, of all pairs that can move."""
    meanings = named_quantities(plan)
    law_of = {member: law for law in joint_laws(plan, scenario)[0] for member in law.members}
    used: dict[tuple[Named, Named], float] = {}
    for one in plan.correlations:
        members = named_by(one, meanings)
        moving = [member for member in members if _can_move(member, scenario)]
        pairs = list(combinations(moving, 2))
        if not pairs:
            continue
        found = law_of[members[0]].spearman(pairs).round(9).tolist()
        used |= dict(zip(pairs, found, strict=True))
    return used


def _can_move(member: Named, scenario: Scenario) -> bool:
    """Return whether a quantity varies, and is no occurrence that its status has decided."""
    is_decided = (
        isinstance(member.item, Risk)
        and member.aspect is Aspect.OCCURRENCE
        and member.item.status is not Status.OPEN
    )
    return not is_decided and member.varies(scenario)


def _difference(row: PairCorrelation) -> float:
    return -1.0 if row.achieved is None else abs(row.achieved - row.requested)


def _told(row: PairCorrelation) -> str:
    achieved = "nothing" if row.achieved is None else str(row.achieved)
    if row.used is None or abs(row.used - row.requested) <= _ROUNDING:
        return f"{achieved} for {row.requested:.4g}"
    return f"{achieved} for {row.used:.4g}, asked {row.requested:.4g}"
