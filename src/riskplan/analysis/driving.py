"""What drives the totals: each risk, cost item and activity made neutral, in money and in days."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from riskplan._format import card
from riskplan._typing import FloatArray
from riskplan.analysis.driver_effects import DriverEffect, driver_effect
from riskplan.analysis.drivers import refuse_no_run
from riskplan.analysis.spearman import ranked
from riskplan.errors import counted
from riskplan.results import Estimate, Samples, SimulationResult, refuse_bad_level
from riskplan.results.labelled import row_of
from riskplan.simulation import Player, Rerun, rerun
from riskplan.simulation.requests import whole

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Driver", "DriverKind", "Sensitivity", "sensitivity"]

_MOST_NUMBERS = 12_000_000
_CARD_ROWS = 12


class DriverKind(enum.Enum):
    """What can drive a total."""

    RISK = "risk"
    COST_ITEM = "cost item"
    ACTIVITY = "activity"


@frozen
class Driver:
    """One risk, cost item or activity, and what it does to the totals.

    Parameters
    ----------
    id, name : str
    kind : DriverKind
    cost : DriverEffect, optional [currency]
        None where nothing in the plan costs money.
    days : DriverEffect, optional [working days]
        None where the plan has no schedule.
    """

    id: str
    name: str
    kind: DriverKind
    cost: DriverEffect | None
    days: DriverEffect | None


@frozen(repr=False)
class Sensitivity:
    """What drives cost and finish: risks, then cost items, then activities, in plan order.

    Parameters
    ----------
    rows : tuple of Driver
    at : float [percent]
        The P-level of the effects `at_level`.
    currency : str
    left_out : int
        How many activities are not shown that go with the totals less than those that are.
    """

    rows: tuple[Driver, ...]
    at: float
    currency: str
    left_out: int = 0

    def __iter__(self) -> Iterator[Driver]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, id: str) -> Driver:  # noqa: A002 - the field is called id
        """Return the driver of an id.

        Raises
        ------
        RequestError
            If there is none; the message lists some that there are.
        """
        return self.rows[row_of(id, tuple(row.id for row in self.rows))]

    def by_cost(self) -> tuple[Driver, ...]:
        """Return the rows, the largest effect on the P-level of cost first, either way."""
        return tuple(sorted(self.rows, key=lambda row: _size(row.cost)))

    def by_days(self) -> tuple[Driver, ...]:
        """Return the rows, the largest effect on the P-level of the finish first, either way."""
        return tuple(sorted(self.rows, key=lambda row: _size(row.days)))

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by id; errors stand beside what has one.

        Columns begin with ``cost_`` or ``days_``, as far as the plan has these; a statistic that
        there is not is missing.
        """
        import pandas as pd

        columns: dict[str, list[object]] = {
            "name": [row.name for row in self],
            "kind": [row.kind.value for row in self],
        }
        for total in ("cost", "days"):
            effects = [getattr(row, total) for row in self]
            if any(effect is None for effect in effects):
                continue
            for name, label in _columns(self.at).items():
                parts = [getattr(effect, name) for effect in effects]
                for suffix, part in (("", "value"), ("_error", "error")):
                    columns[f"{total}_{label}{suffix}"] = [
                        math.nan if one is None else getattr(one, part) for one in parts
                    ]
        return pd.DataFrame(columns, index=pd.Index([row.id for row in self], name="id"))

    def __repr__(self) -> str:
        rows, unit = self._ranked()
        top = ", ".join(f"{row.id} {value} {unit}".rstrip() for row, value in rows[:3])
        told = f"; {top}" if top else ""
        return f"Sensitivity({counted(len(self), 'driver')}, P{self.at:g}{told})"

    def _repr_html_(self) -> str:
        lines = [
            (row.name, "; ".join(self._texts(row))) for row, _ in self._ranked()[0][:_CARD_ROWS]
        ]
        return card(f"Effect of each driver on the P{self.at:g}", lines)

    def _texts(self, row: Driver) -> Iterator[str]:
        if row.cost is not None:
            yield f"{row.cost.at_level} {self.currency}".rstrip()
        if row.days is not None:
            yield f"{row.days.at_level} days"

    def _ranked(self) -> tuple[list[tuple[Driver, Estimate]], str]:
        """Return the rows with their effect on cost, or on the finish where nothing costs."""
        by_cost = [(row, row.cost.at_level) for row in self.by_cost() if row.cost is not None]
        if by_cost:
            return by_cost, self.currency
        return [(r, r.days.at_level) for r in self.by_days() if r.days is not None], "days"


def sensitivity(run: SimulationResult, *, at: float = 80, most: int = 20) -> Sensitivity:
    """Return what each risk, cost item and activity does to cost and finish.

    Each is made neutral by itself, and the iterations in which it matters are run again on the
    same random numbers. A neutral risk does not occur, nor does what depends on it, but its
    responses are paid for; a neutral cost item costs what it does in the base plan, and so does
    the day of a neutral activity, which is as much work as there. What is certain is left out.

    Parameters
    ----------
    run : SimulationResult
        A run of `simulate`, new or loaded.
    at : float [percent]
        The P-level of the effects.
    most : int
        How many activities are looked at: those whose work goes most with cost or finish. Risks
        and cost items are looked at in any case, and with 0 nothing but them.

    Raises
    ------
    RequestError
        If the run holds samples of another tool, or an argument cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> flood = rp.Risk("flood", "Flood", 0.5, impacts=[rp.CostImpact(rp.Uniform(50, 100))])
    >>> steel = rp.CostItem("steel", "Steel", rp.Triangular(80, 100, 120))
    >>> run = rp.simulate(rp.Plan("Dam", costs=[steel], risks=[flood]), seed=1)
    >>> found = rp.sensitivity(run)
    >>> [row.id for row in found.by_cost()], 36 < found["flood"].cost.mean < 39
    (['flood', 'steel'], True)
    """
    refuse_no_run(run)
    refuse_bad_level(at)
    most = whole("most", most, 0)
    again = rerun(run)
    named = _named(again)
    varying = [item.id for item in again.plan.activities if again.activity(item.id)]
    shown = set(_foremost(run, again, varying, most))
    named += [
        (item.id, item.name, DriverKind.ACTIVITY, again.activity(item.id))
        for item in again.plan.activities
        if item.id in shown
    ]
    effects = _effects(run, again, [player for *_, player in named], at)
    rows = (
        Driver(id_, name, kind, *both)
        for (id_, name, kind, _), both in zip(named, effects, strict=True)
    )
    return Sensitivity(tuple(rows), at, run.currency, len(varying) - len(shown))


def _named(again: Rerun) -> list[tuple[str, str, DriverKind, Player]]:
    plan = again.plan
    risks = [(risk.id, risk.name, DriverKind.RISK, again.risk(risk.id)) for risk in plan.risks]
    items = [
        (item.id, item.name, DriverKind.COST_ITEM, again.cost_item(item.id)) for item in plan.costs
    ]
    return risks + [item for item in items if item[3]]


def _effects(
    run: SimulationResult, again: Rerun, players: Sequence[Player], at: float
) -> list[tuple[DriverEffect | None, DriverEffect | None]]:
    """Return what each player does to cost and days, as many at a time as memory holds."""
    totals = (run.cost if run.has_cost else None, run.duration if run.has_schedule else None)
    ranks = [None if total is None else ranked(total.values) for total in totals]
    found: dict[int, tuple[DriverEffect | None, DriverEffect | None]] = {}
    together = max(_MOST_NUMBERS // run.iterations, 1)
    for first in range(0, len(players), together):
        some = players[first : first + together]
        sizes = again.sizes([min(player) for player in some])
        for row, without in again.without(some):
            cost, days = (
                None if total is None else driver_effect(total, values, sizes[row], rank, at)
                for total, values, rank in zip(
                    totals, (without.cost, without.days), ranks, strict=True
                )
            )
            found[first + row] = cost, days
    return [found[row] for row in range(len(players))]


def _foremost(run: SimulationResult, again: Rerun, ids: Sequence[str], most: int) -> list[str]:
    """Return the activities whose work goes most with cost or duration, by linear correlation."""
    if len(ids) <= most:
        return list(ids)
    totals = [_standard(total) for total in _totals(run)]
    parts = [min(again.activity(id_)) for id_ in ids]
    sums = np.zeros((len(ids), 2 + len(totals)))
    for block in again.blocks():
        part = slice(block.start, block.start + block.count)
        for row, number in enumerate(parts):
            size = block.size(number)
            products = [float(np.dot(size, total[part])) for total in totals]
            sums[row] += [float(size.sum()), float(np.dot(size, size)), *products]
    spread = np.sqrt(np.maximum(sums[:, 1] - sums[:, 0] ** 2 / run.iterations, 0.0))
    strength = np.abs(sums[:, 2:]).max(axis=1) / np.where(spread > 0.0, spread, np.inf)
    order = sorted(range(len(ids)), key=lambda row: (-strength[row], ids[row]))
    return [ids[row] for row in order[:most]]


def _totals(run: SimulationResult) -> list[Samples]:
    cost = [run.cost] if run.has_cost else []
    return cost + ([run.duration] if run.has_schedule else [])


def _standard(total: Samples) -> FloatArray:
    centred: FloatArray = total.values - np.mean(total.values)
    length = float(np.sqrt(np.dot(centred, centred)))
    return centred / length if length else centred


def _columns(at: float) -> dict[str, str]:
    return {
        "at_level": f"p{at:g}",
        "mean": "mean",
        "variance_share": "variance_share",
        "rank_correlation": "rank_correlation",
        "conditional_mean": "conditional_mean",
    }


def _size(effect: DriverEffect | None) -> tuple[bool, float, float]:
    if effect is None:
        return True, 0.0, 0.0
    return False, -abs(effect.at_level), -abs(effect.mean)
