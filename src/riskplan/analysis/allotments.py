"""Allotments: the contingency split into sums to set aside, which add up to it to the cent."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from riskplan._format import card
from riskplan.analysis.attribution import Attribution, Measure, Method, attribute
from riskplan.analysis.players import Grouping
from riskplan.results import Estimate, SimulationResult

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Allotment", "Allotments", "allotments_of"]

_CENTS = 100


@frozen
class Allotment:
    """The part of the contingency that is set aside for one risk, cost item, activity or group.

    Parameters
    ----------
    id, name : str
        The id is empty for what belongs to no group.
    amount : float [unit]
        In hundredths of the unit, never negative.
    share : Estimate [unit]
        What it adds to the percentile, with its error; negative where it saves.
    """

    id: str
    name: str
    amount: float
    share: Estimate


@frozen(repr=False)
class Allotments:
    """The contingency, split up.

    What saves money gets none, and takes off the others in proportion to what they add: nobody can
    set aside less than nothing. All amounts are hundredths of the unit, and their sum is the
    contingency, rounded to hundredths; where no contingency is needed, all of them are 0.

    Parameters
    ----------
    rows : tuple of Allotment
        In the order of the plan.
    at : float [percent]
    measure : Measure
        Whether money or days are split up.
    by : Grouping
    method : Method
        How the percentile is shared out.
    unit : str
        The currency, or ``"days"``.
    contingency : Estimate [unit]
        What is split up; negative where the level is below the base.
    """

    rows: tuple[Allotment, ...]
    at: float
    measure: Measure
    by: Grouping
    method: Method
    unit: str
    contingency: Estimate

    @property
    def is_negative(self) -> bool:
        """Whether the level is below the base, so that there is nothing to set aside."""
        return round(self.contingency.value * _CENTS) < 0

    @property
    def total(self) -> float:
        """What is set aside in all: the contingency, to the cent [unit]."""
        return sum(round(row.amount * _CENTS) for row in self.rows) / _CENTS

    def __iter__(self) -> Iterator[Allotment]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def ranked(self) -> tuple[Allotment, ...]:
        """Return the rows, the largest amount first."""
        return tuple(sorted(self.rows, key=lambda row: (-row.amount, row.id)))

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by id: name, amount, and the share of the percentile."""
        import pandas as pd

        columns = {
            "name": [row.name for row in self],
            "amount": [row.amount for row in self],
            "share": [row.share.value for row in self],
            "share_error": [row.share.error for row in self],
        }
        index = pd.Index([row.id for row in self], name=self.by.value, dtype=object)
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        if self.is_negative:
            return f"Allotments(P{self.at:g} by {self.by.value}, {self._nothing()})"
        top = ", ".join(f"{row.id or 'none'} {row.amount:,.2f}" for row in self.ranked()[:3])
        total = _amount(self.total, self.unit)
        return f"Allotments(P{self.at:g} by {self.by.value}, {total}: {top})"

    def _repr_html_(self) -> str:
        rows = [(row.name, _amount(row.amount, self.unit)) for row in self.ranked() if row.amount]
        rows.append(("total", _amount(self.total, self.unit)))
        if self.is_negative:
            rows.append(("remark", self._nothing()))
        return card(f"P{self.at:g} contingency, split by {self.by.value}", rows)

    def _nothing(self) -> str:
        short = _amount(self.contingency.value, self.unit)
        return f"all 0: the contingency is negative, {short}"


def allotments_of(
    run: SimulationResult, at: float, by: Grouping | str, measure: Measure
) -> Allotments:
    """Return the contingency of a level, split up by what makes it.

    Parameters
    ----------
    run : SimulationResult
    at : float [percent]
    by : Grouping or str
    measure : Measure

    Examples
    --------
    >>> import riskplan as rp
    >>> risks = [rp.Risk(n, n, 1, impacts=[rp.CostImpact(c)]) for n, c in [("a", 20), ("b", 80)]]
    >>> split = allotments_of(rp.simulate(rp.Plan("P", risks=risks)), 80, "item", Measure.COST)
    >>> [row.amount for row in split], split.total
    ([20.0, 80.0], 100.0)
    """
    shared = attribute(run, at, by=by, measure=measure)
    amounts = _split(shared)
    rows = tuple(
        Allotment(row.id, row.name, amount, row.share)
        for row, amount in zip(shared.rows, amounts, strict=True)
    )
    return Allotments(rows, float(at), measure, shared.by, shared.method, shared.unit, shared.total)


def _split(shared: Attribution) -> list[float]:
    """Return amounts in whole cents that add up to the total, in proportion to what adds to it."""
    adding = [max(row.share.value, 0.0) for row in shared.rows]
    whole, cents = math.fsum(adding), max(round(shared.total.value * _CENTS), 0)
    if whole <= 0.0:
        return [0.0] * len(adding)
    return [amount / _CENTS for amount in _whole_parts([one / whole for one in adding], cents)]


def _whole_parts(parts: Sequence[float], total: int) -> list[int]:
    """Split a whole number: what rounding down leaves goes to the largest remainders."""
    exact = [part * total for part in parts]
    split = [math.floor(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda row: (split[row] - exact[row], row))
    for row in order[: total - sum(split)]:
        split[row] += 1
    return split


def _amount(amount: float, unit: str) -> str:
    return f"{amount:,.2f} {unit}".rstrip()
