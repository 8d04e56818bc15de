"""Attribution: a percentile over the base shared out among all that makes it, to the last cent."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from riskplan._format import card
from riskplan.analysis.coalitions import shapley_allocation
from riskplan.analysis.drivers import refuse_no_run
from riskplan.analysis.gradients import euler_allocation
from riskplan.analysis.joint_errors import Allocation
from riskplan.analysis.players import Grouping, NamedPlayer, named_players
from riskplan.errors import RequestError, counted
from riskplan.results import ById, Estimate, Samples, SimulationResult, refuse_bad_level
from riskplan.simulation import Rerun, rerun

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AttributedShare", "Attribution", "Measure", "Method", "attribute"]

_PERCENT = 100.0
_FEW = 8
_MOST_PLAYERS = 16
_MOST_NUMBERS = 32_000_000
_CARD_ROWS = 12

_Choice = TypeVar("_Choice", bound=enum.Enum)


class Measure(enum.Enum):
    """What is shared out."""

    COST = "cost"
    DAYS = "days"


class Method(enum.Enum):
    """How a percentile is shared out."""

    SHAPLEY = "Shapley value of the percentile, over all coalitions"
    EULER = "Euler allocation of the percentile, from the futures around it"


@frozen
class AttributedShare:
    """The part of a total that one player makes.

    Parameters
    ----------
    id, name : str
    share : Estimate [unit]
    ranks : tuple of (int, int)
        The best and the worst rank, from 1 for the largest share, that the errors leave open:
        equal where there is no doubt.
    """

    id: str
    name: str
    share: Estimate
    ranks: tuple[int, int]


@frozen(repr=False)
class Attribution:
    """A percentile over the base, shared out: the shares add up to it exactly.

    Parameters
    ----------
    rows : tuple of AttributedShare
        In the order of the plan: risks, cost items, activities; or their groups.
    total : Estimate [unit]
        The percentile less the base.
    base : float [unit]
    at : float [percent]
    measure : Measure
        Whether money or days are shared out.
    by : Grouping
    method : Method
    unit : str
        The currency, or ``"days"``.
    """

    rows: tuple[AttributedShare, ...]
    total: Estimate
    base: float
    at: float
    measure: Measure
    by: Grouping
    method: Method
    unit: str

    @property
    def shares(self) -> ById[Estimate]:
        """The share of each id [unit], in the order of the plan."""
        return ById({row.id: row.share for row in self.rows})

    def ranked(self) -> tuple[AttributedShare, ...]:
        """Return the rows, the largest share first; those that save something come last."""
        return tuple(sorted(self.rows, key=lambda row: -row.share))

    def __iter__(self) -> Iterator[AttributedShare]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by id: name, share and its error, and the ranks left open."""
        import pandas as pd

        columns = {
            "name": [row.name for row in self],
            "share": [row.share.value for row in self],
            "share_error": [row.share.error for row in self],
            "best_rank": [row.ranks[0] for row in self],
            "worst_rank": [row.ranks[1] for row in self],
        }
        return pd.DataFrame(columns, index=pd.Index([row.id for row in self], name="id"))

    def __repr__(self) -> str:
        top = ", ".join(f"{row.id or 'none'} {row.share}" for row in self.ranked()[:3])
        total = f"P{self.at:g} - base {self.total} {self.unit}".rstrip()
        parts = counted(len(self), "share")
        return f"Attribution({total} in {parts}: {top}; {self.method.name.lower()})"

    def _repr_html_(self) -> str:
        rows = [("total", f"{self.total} {self.unit}")]
        rows += [
            (f"{_rank_text(row.ranks)} {row.name}", f"{row.share} {self.unit}")
            for row in self.ranked()[:_CARD_ROWS]
        ]
        return card(f"P{self.at:g} over the base, by {self.by.value}: {self.method.value}", rows)


def attribute(
    run: SimulationResult,
    at: float = 80,
    *,
    by: Grouping | str = Grouping.ITEM,
    measure: Measure | str | None = None,
    method: Method | None = None,
) -> Attribution:
    """Return what each risk, cost item and activity adds to a percentile over the base.

    The shares add up to the percentile less the base, exactly. Each risk shares with the spread of
    what its responses cost; what is certain has no share.

    Of at most eight players, all coalitions are worked out, on the same random numbers: the
    Shapley value of the percentile. Of more, the futures around the percentile are shared out one
    by one: the Euler allocation. The result names its method.

    Parameters
    ----------
    run : SimulationResult
        A run of `simulate`, new or loaded.
    at : float [percent]
        The P-level: 80 for P80.
    by : Grouping or str
        Every item by itself unless given; else by ``"category"``, ``"owner"`` or ``"phase"``,
        where what has none shares under the id ``""``, and risks that act in several phases under
        ``"several phases"``.
    measure : Measure or str, optional
        ``"cost"`` or ``"days"``; cost unless given, or days where nothing costs money.
    method : Method, optional
        ``Method.SHAPLEY`` for at most 16 players, or ``Method.EULER``; by their number unless
        given.

    Raises
    ------
    RequestError
        If the run holds samples of another tool, or an argument cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> risks = [rp.Risk(n, n, 0.5, impacts=[rp.CostImpact(c)]) for n, c in [("a", 6), ("b", 9)]]
    >>> found = rp.attribute(rp.simulate(rp.Plan("P", risks=risks), seed=1), at=60)
    >>> found.total.value, found.shares["a"].value, found.shares["b"].value
    (9.0, 3.0, 6.0)
    """
    refuse_no_run(run)
    refuse_bad_level(at)
    grouping = chosen(Grouping, "by", by)
    usual = Measure.COST if run.has_cost else Measure.DAYS
    what = usual if measure is None else chosen(Measure, "measure", measure)
    samples = run.cost if what is Measure.COST else run.duration
    again = rerun(run)
    players = named_players(again, grouping)
    way = _way(run, len(players), None if method is None else chosen(Method, "method", method))
    level = samples.quiet_percentile(at)
    total = level.shifted(-samples.base)
    found = _allocation(again, players, samples, level, at, what, way)
    found = found.without_rounding(max(abs(level), abs(samples.base)))
    shares, errors = found.adding_up_to(total.value).tolist(), found.errors().tolist()
    rows = tuple(
        AttributedShare(player.id, player.name, Estimate(s, s - e, s + e), ranks)
        for player, s, e, ranks in zip(players, shares, errors, found.ranks(), strict=True)
    )
    unit = run.currency if what is Measure.COST else "days"
    return Attribution(rows, total, samples.base, at, what, grouping, way, unit)


def _allocation(
    again: Rerun,
    players: Sequence[NamedPlayer],
    samples: Samples,
    level: Estimate,
    at: float,
    measure: Measure,
    method: Method,
) -> Allocation:
    share, days = at / _PERCENT, measure is Measure.DAYS
    if method is Method.SHAPLEY:
        parts = [player.parts for player in players]
        return shapley_allocation(again, parts, share, samples.cell, days=days)
    named = [(player.id, player.parts) for player in players]
    return euler_allocation(again, named, samples.values, samples.base, level, share, days=days)


def _way(run: SimulationResult, players: int, wanted: Method | None) -> Method:
    fits = run.iterations << players <= _MOST_NUMBERS if players <= _MOST_PLAYERS else False
    if wanted is Method.SHAPLEY and not (fits or players <= _FEW):
        raise RequestError(
            f"{counted(players, 'player')} in {run.iterations:,} iterations have too many "
            "coalitions to work them all out; give method=Method.EULER, or group them with by="
        )
    if wanted is not None and players:
        return wanted
    return Method.SHAPLEY if players <= _FEW and fits else Method.EULER


def chosen(kind: type[_Choice], argument: str, value: _Choice | str) -> _Choice:
    """Return a choice, given as itself or by its word, where it has one.

    Raises
    ------
    RequestError
        Listing the choices.
    """
    for one in kind:
        if value in (one, one.value):
            return one
    names = ", ".join(f"{kind.__name__}.{one.name}" for one in kind)
    raise RequestError(f"{argument} must be one of {names} (got {value!r})")


def _rank_text(ranks: tuple[int, int]) -> str:
    best, worst = ranks
    return f"{best}." if best == worst else f"{best}. to {worst}."
