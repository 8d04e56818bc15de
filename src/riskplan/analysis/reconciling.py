"""The matrix reconciled: its order of the risks beside the one that the simulation finds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from attrs import frozen

from riskplan._format import card, percent_text
from riskplan.analysis.drivers import Contributions, contributions, refuse_no_run
from riskplan.analysis.placement import Placements, place_risks
from riskplan.errors import RequestError, counted
from riskplan.model import PLANNED, CostImpact, Kind, Plan
from riskplan.results import Estimate, SimulationResult
from riskplan.results.paired import independent_difference
from riskplan.simulation import recipe_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MatrixCheck", "MatrixOrder", "RankedRisk", "reconcile_matrix"]

_MOST_SHOWN = 3


@frozen
class RankedRisk:
    """One risk in both orders.

    Parameters
    ----------
    id, name : str
    kind : Kind
    score : float
        On the matrix.
    band : str
        The band of the score.
    effect : Estimate [unit]
        What it does to the mean, by removing it: positive where a threat hurts or an opportunity
        helps.
    matrix_ranks, ranks : tuple of (int, int)
        The best and the worst rank that the matrix gives it, and those that the simulation leaves
        open: from 1, equal where there is no doubt.
    contradicted : int
        With how many other risks the matrix has it in the wrong order.
    """

    id: str
    name: str
    kind: Kind
    score: float
    band: str
    effect: Estimate
    matrix_ranks: tuple[int, int]
    ranks: tuple[int, int]
    contradicted: int

    @property
    def misplaced(self) -> int:
        """By how many ranks at least it stands too low on the matrix, or too high if negative.

        0 where one of the ranks that the matrix gives it is one of those that are left open.
        """
        if self.matrix_ranks[0] > self.ranks[1]:
            return self.matrix_ranks[0] - self.ranks[1]
        return min(self.matrix_ranks[1] - self.ranks[0], 0)


@frozen(repr=False)
class MatrixOrder:
    """How the order of the matrix agrees with that of one simulated effect.

    Parameters
    ----------
    quantity : str
        ``"cost"`` or ``"days"``.
    unit : str
    rows : tuple of RankedRisk
        The largest effect first.
    agreeing, contradicted : int
        Pairs of risks that the matrix has in the order of their effects, and in the wrong one.
    tied : int
        Pairs of different effects that have the same score.
    unclear : int
        Pairs whose effects the simulation cannot tell apart: their difference is within its error.
    unclear_ordered : int
        Those of them that the matrix does order.
    """

    quantity: str
    unit: str
    rows: tuple[RankedRisk, ...]
    agreeing: int
    contradicted: int
    tied: int
    unclear: int
    unclear_ordered: int

    @property
    def share_contradicted(self) -> Estimate | None:
        """How many of the pairs that both order the matrix has wrong; None where there are none.

        The interval is what it may be once the pairs are counted that are not told apart: all of
        them right, or all wrong.
        """
        decided = self.agreeing + self.contradicted
        if not decided:
            return None
        all_of_them = decided + self.unclear_ordered
        return Estimate(
            self.contradicted / decided,
            self.contradicted / all_of_them,
            (self.contradicted + self.unclear_ordered) / all_of_them,
        )

    @property
    def tau(self) -> float | None:
        """Kendall's rank correlation of the two orders, tau-b; None where one has only ties.

        Pairs that are not told apart are ties of the simulated order (M. G. Kendall, "The
        treatment of ties in ranking problems", *Biometrika* 33 (1945), 239-251).
        """
        decided = self.agreeing + self.contradicted
        scale = math.sqrt((decided + self.tied) * (decided + self.unclear_ordered))
        return (self.agreeing - self.contradicted) / scale if scale else None

    @property
    def misplaced(self) -> tuple[RankedRisk, ...]:
        """The risks that the matrix ranks wrongly beyond doubt, the worst placed first."""
        wrong = [row for row in self.rows if row.misplaced]
        return tuple(sorted(wrong, key=lambda row: (-abs(row.misplaced), row.ranks, row.id)))

    def __iter__(self) -> Iterator[RankedRisk]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by risk id: score, effect with error, ranks, wrong pairs."""
        import pandas as pd

        columns = {
            "name": [row.name for row in self],
            "score": [row.score for row in self],
            "band": [row.band for row in self],
            "effect": [row.effect.value for row in self],
            "effect_error": [row.effect.error for row in self],
            "matrix_rank_best": [row.matrix_ranks[0] for row in self],
            "matrix_rank_worst": [row.matrix_ranks[1] for row in self],
            "rank_best": [row.ranks[0] for row in self],
            "rank_worst": [row.ranks[1] for row in self],
            "misplaced": [row.misplaced for row in self],
            "contradicted": [row.contradicted for row in self],
        }
        return pd.DataFrame(columns, index=pd.Index([row.id for row in self], name="id"))

    def __repr__(self) -> str:
        parts = [self.quantity, self._verdict()]
        wrong = [f"{row.id} {_placed_wrongly(row)}" for row in self.misplaced[:_MOST_SHOWN]]
        return f"MatrixOrder({'; '.join([*parts, *wrong])})"

    def _verdict(self) -> str:
        share = self.share_contradicted
        if share is None:
            return "no pair of risks that both the matrix and the simulation order"
        pairs = self.agreeing + self.contradicted
        return f"{self.contradicted} of {counted(pairs, 'pair')} contradicted"

    def _repr_html_(self) -> str:
        rows = [("order", self._verdict())]
        share = self.share_contradicted
        if share is not None:
            ends = f"{percent_text(round(share.low, 3))} … {percent_text(round(share.high, 3))}"
            rows.append(("share contradicted", f"{percent_text(round(share, 3))} ({ends})"))
        rows += [
            ("same score, different effect", str(self.tied)),
            ("effects not told apart", str(self.unclear)),
        ]
        rows += [(row.name, _placed_wrongly(row)) for row in self.misplaced]
        return card(f"Matrix against simulated {self.quantity}", rows)


@frozen(repr=False)
class MatrixCheck:
    """How the order of the matrix agrees with the simulated effects of the risks.

    Parameters
    ----------
    cost : MatrixOrder, optional [currency]
        Of the risks that cost money, by their impacts or by day rates; None where none does.
    days : MatrixOrder, optional [working days]
        Of the risks with delays or factors; None where there are none, or no schedule.
    """

    cost: MatrixOrder | None
    days: MatrixOrder | None

    def __iter__(self) -> Iterator[MatrixOrder]:
        return iter(order for order in (self.cost, self.days) if order is not None)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by quantity and risk id, the orders one below the other."""
        import pandas as pd

        if not list(self):
            return pd.DataFrame()
        return pd.concat({order.quantity: order.to_frame() for order in self}, names=["quantity"])

    def __repr__(self) -> str:
        parts = [f"{order.quantity} {order._verdict()}" for order in self]
        return f"MatrixCheck({'; '.join(parts)})"

    def _repr_html_(self) -> str:
        return "".join(order._repr_html_() for order in self)


def reconcile_matrix(run: SimulationResult) -> MatrixCheck:
    """Return how often the risk matrix contradicts the simulated order of the risks.

    A matrix ranks risks by levels of probability and impact. Levels are coarse, and neither sees
    what a delay does to a network that may wait elsewhere, nor a cost that runs with time: so it
    may rank the smaller of two risks higher (L. A. Cox, "What's wrong with risk matrices?", *Risk
    Analysis* 28 (2008), 497-512). Here the scores stand beside what the simulation finds when each
    risk is removed.

    Two effects are told apart where the 95 % interval of their difference leaves out 0; pairs that
    are not, are counted by themselves and contradict nothing.

    Parameters
    ----------
    run : SimulationResult
        Under any scenario; the risks are placed under the same.

    Returns
    -------
    MatrixCheck
        Against the effects on the mean cost, and on the mean finish.

    Raises
    ------
    RequestError
        If it is no run, if it does not hold its plan, as samples of another tool do not, or if
        the plan has no open risk.

    Examples
    --------
    >>> import riskplan as rp
    >>> often = rp.Risk("often", "Often", 0.69, impacts=[rp.CostImpact(rp.Uniform(10, 19))])
    >>> dear = rp.Risk("dear", "Dear", 0.31, impacts=[rp.CostImpact(rp.Uniform(190, 390))])
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("dam", "Dam", 1_000)], risks=[often, dear])
    >>> check = rp.reconcile_matrix(rp.simulate(plan, iterations=5_000, seed=1))
    >>> check.cost.contradicted, [risk.id for risk in check.cost]
    (0, ['dear', 'often'])
    """
    refuse_no_run(run)
    recipe = recipe_of(run)
    placements = place_risks(recipe.plan, recipe.scenario)
    if not placements.rows:
        raise RequestError(f'plan "{recipe.plan.name}" has no open risk to place on the matrix')
    found = contributions(recipe.plan, run)
    money, time = _taking_part(recipe.plan, placements, found)
    cost = days = None
    if run.has_cost and money:
        cost = _order("cost", run.currency, placements, money)
    if run.has_schedule and time:
        days = _order("days", "working days", placements, time)
    return MatrixCheck(cost, days)


def _taking_part(
    plan: Plan, placements: Placements, found: Contributions
) -> tuple[dict[str, Estimate], dict[str, Estimate]]:
    """Return the effects on cost and on days of the risks that can have any.

    A risk without delays is no small risk of the schedule: it is none.
    """
    risks = placements.scenario.applied_to(plan).risks
    kinds = {
        risk.id: [isinstance(i, CostImpact) for i in PLANNED.view(risk).impacts] for risk in risks
    }
    placed = {row.id for row in placements}
    rows = [row for row in found if row.id in placed]
    money = {r.id: r.cost_effect for r in rows if any(kinds[r.id]) or _is_felt(r.cost_effect)}
    time = {r.id: r.days_effect for r in rows if not all(kinds[r.id]) or _is_felt(r.days_effect)}
    return money, time


def _is_felt(effect: Estimate) -> bool:
    return effect.value != 0.0 or effect.error > 0.0


def _order(
    quantity: str,
    unit: str,
    placements: Placements,
    effects: dict[str, Estimate],
) -> MatrixOrder:
    places = [row for row in placements if row.id in effects]
    oriented = [_oriented(effects[row.id], row.kind) for row in places]
    count = len(places)
    larger, smaller = [0] * count, [0] * count
    higher, lower = [0] * count, [0] * count
    wrong = [0] * count
    agreeing = tied = unclear = unclear_ordered = 0
    for one, other in combinations(range(count), 2):
        by_matrix = _sign(places[one].score - places[other].score)
        by_effect = _order_of(oriented[one], oriented[other])
        if by_matrix:
            first, last = (one, other) if by_matrix > 0 else (other, one)
            higher[last] += 1
            lower[first] += 1
        if by_effect:
            first, last = (one, other) if by_effect > 0 else (other, one)
            larger[last] += 1
            smaller[first] += 1
        if not by_effect:
            unclear += 1
            unclear_ordered += bool(by_matrix)
        elif not by_matrix:
            tied += 1
        elif by_matrix == by_effect:
            agreeing += 1
        else:
            wrong[one] += 1
            wrong[other] += 1
    rows = [
        RankedRisk(
            id=place.id,
            name=place.name,
            kind=place.kind,
            score=place.score,
            band=placements.matrix.bands[place.band].name,
            effect=oriented[row],
            matrix_ranks=(higher[row] + 1, count - lower[row]),
            ranks=(larger[row] + 1, count - smaller[row]),
            contradicted=wrong[row],
        )
        for row, place in enumerate(places)
    ]
    rows.sort(key=lambda row: (-row.effect.value, row.id))
    return MatrixOrder(
        quantity, unit, tuple(rows), agreeing, sum(wrong) // 2, tied, unclear, unclear_ordered
    )


def _oriented(effect: Estimate, kind: Kind) -> Estimate:
    """Return an effect as the magnitude that the matrix knows."""
    if kind is Kind.THREAT:
        return effect
    return Estimate(-effect.value, -effect.high, -effect.low)


def _order_of(one: Estimate, other: Estimate) -> int:
    """Return +1 where the first is the larger beyond its error, -1 for the second, else 0."""
    difference = independent_difference(one, other)
    if difference.low > 0.0:
        return 1
    return -1 if difference.high < 0.0 else 0


def _sign(value: float) -> int:
    return (value > 0.0) - (value < 0.0)


def _placed_wrongly(row: RankedRisk) -> str:
    by_matrix, found = _span(row.matrix_ranks), _span(row.ranks)
    return f"ranked {by_matrix} by the matrix, {found} by its effect"


def _span(ranks: tuple[int, int]) -> str:
    return str(ranks[0]) if ranks[0] == ranks[1] else f"{ranks[0]}-{ranks[1]}"
