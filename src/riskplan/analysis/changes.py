"""What changes between two runs, quantity by quantity: totals, phases, milestones and risks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from attrs import frozen

from riskplan.errors import RequestError
from riskplan.results import (
    DateSamples,
    Estimate,
    Keep,
    PairedSamples,
    Samples,
    SimulationResult,
)

__all__ = ["COST", "DURATION", "FINISH", "GROUPS", "TOTAL", "Meter", "RunDifference"]

TOTAL, PHASE, MILESTONE, RISK = "total", "phase", "milestone", "risk"
GROUPS = (TOTAL, PHASE, MILESTONE, RISK)
COST, DURATION, FINISH = "cost", "duration", "finish"
_WORKING_DAYS, _CALENDAR_DAYS = "working days", "calendar days"
_MINUTES_A_DAY = 1_440.0


@frozen
class RunDifference:
    """How far one quantity lies higher in the second run than in the first.

    Parameters
    ----------
    by : str
        ``"total"``, ``"phase"``, ``"milestone"`` or ``"risk"``.
    id, name : str
        Of the phase, milestone or risk; empty for a total, and for what belongs to no phase.
    quantity : str
        ``"cost"``, ``"duration"`` or ``"finish"``.
    unit : str
        The currency, ``"working days"``, or ``"calendar days"`` between dates.
    base : float [unit]
        The change in the base plan.
    mean : Estimate [unit]
        The change of the mean.
    at : tuple of float [percent]
        The P-levels.
    levels : tuple of Estimate [unit]
        The change of each percentile.
    """

    by: str
    id: str
    name: str
    quantity: str
    unit: str
    base: float
    mean: Estimate
    at: tuple[float, ...]
    levels: tuple[Estimate, ...]

    def level(self, at: float) -> Estimate:
        """Return the change of a percentile [unit].

        Raises
        ------
        RequestError
            If it is none of those compared.
        """
        if at not in self.at:
            known = ", ".join(f"{level:g}" for level in self.at)
            raise RequestError(
                f"the P-levels compared are {known} (got {at!r}); compare(..., at=[...]) takes any"
            )
        return self.levels[self.at.index(at)]


class Meter:
    """What measures every change between two runs, and remembers what only one of them has.

    Parameters
    ----------
    first, second : SimulationResult
    at : tuple of float [percent]
    paired : bool
        Whether the iterations are the same futures.
    """

    def __init__(
        self,
        first: SimulationResult,
        second: SimulationResult,
        at: tuple[float, ...],
        *,
        paired: bool,
    ) -> None:
        self.first, self.second, self.at, self.paired = first, second, at, paired
        self.left_out: list[str] = []

    def totals(self) -> Iterator[RunDifference]:
        """Yield the changes of cost, duration and finish, as far as both runs have them."""
        a, b = self.first, self.second
        if self._both(a.has_cost, b.has_cost, "a cost"):
            if a.currency == b.currency:
                yield self._change((TOTAL, "", ""), COST, a.currency, a.cost, b.cost)
            else:
                self.left_out.append(f"costs are in {a.currency or '?'} and in {b.currency or '?'}")
        if self._both(a.has_schedule, b.has_schedule, "a schedule"):
            yield self._change((TOTAL, "", ""), DURATION, _WORKING_DAYS, a.duration, b.duration)
        if self._both(a.has_dates, b.has_dates, "dates"):
            yield self._change(
                (TOTAL, "", ""), FINISH, _CALENDAR_DAYS, *_minutes(a.finish, b.finish)
            )

    def parts(self) -> Iterator[RunDifference]:
        """Yield the changes of phases, milestones and risks, as far as both runs kept them."""
        a, b = self.first, self.second
        if not self._both(_has_parts(a), _has_parts(b), "phases, milestones and risks"):
            return
        costs = a.has_cost and b.has_cost and a.currency == b.currency
        if costs:
            yield from self._costs(PHASE, _phase_costs(a), _phase_costs(b))
        names = dict(zip(a.phase_cost.ids, a.phase_cost.names, strict=True))
        yield from self._finishes(PHASE, a.phases, b.phases, names)
        names = dict(zip(a.schedule.ids, a.schedule.names, strict=True))
        yield from self._finishes(MILESTONE, a.milestones, b.milestones, names)
        if costs:
            yield from self._costs(RISK, _risk_costs(a), _risk_costs(b))

    def _costs(
        self, by: str, first: Mapping[str, _Named], second: Mapping[str, _Named]
    ) -> Iterator[RunDifference]:
        """Yield the changes of costs; what a run does not have costs it nothing."""
        for id_ in dict.fromkeys([*first, *second]):
            known = first.get(id_) or second[id_]
            one, other = (
                runs[id_].samples if id_ in runs else _nothing(run)
                for runs, run in ((first, self.first), (second, self.second))
            )
            if one.values.any() or other.values.any():
                place = (by, id_, known.name)
                yield self._change(place, COST, self.first.currency, one, other)

    def _finishes(
        self,
        by: str,
        first: Mapping[str, DateSamples | Samples],
        second: Mapping[str, DateSamples | Samples],
        names: Mapping[str, str],
    ) -> Iterator[RunDifference]:
        for id_ in dict.fromkeys([*first, *second]):
            if not self._both(id_ in first, id_ in second, f'the {by} "{id_}"'):
                continue
            one, other = first[id_], second[id_]
            place = (by, id_, names.get(id_, ""))
            if isinstance(one, DateSamples) and isinstance(other, DateSamples):
                yield self._change(place, FINISH, _CALENDAR_DAYS, *_minutes(one, other))
            elif isinstance(one, Samples) and isinstance(other, Samples):
                yield self._change(place, FINISH, _WORKING_DAYS, one, other)
            else:
                self.left_out.append(f'only one run has the {by} "{id_}" as a date')

    def _both(self, first: bool, second: bool, what: str) -> bool:
        """Return whether both runs are the same in this, and note what only one has."""
        if first != second:
            self.left_out.append(f"only the {'first' if first else 'second'} run has {what}")
        return first and second

    def _change(
        self, place: tuple[str, str, str], quantity: str, unit: str, one: Samples, other: Samples
    ) -> RunDifference:
        pair = PairedSamples(other, one, paired=self.paired)
        per = _MINUTES_A_DAY if unit == _CALENDAR_DAYS else 1.0
        by, id_, name = place
        return RunDifference(
            by=by,
            id=id_,
            name=name,
            quantity=quantity,
            unit=unit,
            base=(other.base - one.base) / per,
            mean=_divided(pair.mean(), per),
            at=self.at,
            levels=tuple(_divided(pair.percentile(at), per) for at in self.at),
        )


@frozen(eq=False)
class _Named:
    name: str
    samples: Samples


def _has_parts(run: SimulationResult) -> bool:
    """Return whether a run kept its phases and risks; samples of another tool never do."""
    return run.provenance.seed is not None and run.keep is not Keep.TOTALS


def _phase_costs(run: SimulationResult) -> dict[str, _Named]:
    ids, names = run.phase_cost.ids, run.phase_cost.names
    return {id_: _Named(name, run.phase_total(id_)) for id_, name in zip(ids, names, strict=True)}


def _risk_costs(run: SimulationResult) -> dict[str, _Named]:
    rows = run.risk_cost
    return {
        id_: _Named(name, Samples(rows[id_], 0.0, run.currency, rows.cell))
        for id_, name in zip(rows.ids, rows.names, strict=True)
    }


def _nothing(run: SimulationResult) -> Samples:
    return Samples(np.zeros(run.iterations), 0.0, run.currency, run.provenance.cell)


def _minutes(first: DateSamples, second: DateSamples) -> tuple[Samples, Samples]:
    """Return dates as minutes from the first base finish, which differ without rounding."""
    start = np.datetime64(first.base, "m")
    one, other = (
        Samples(
            (dates.values - start).astype("m8[m]").astype(np.float64),
            (dates.base - first.base).total_seconds() / 60.0,
            "minutes",
            dates.cell,
        )
        for dates in (first, second)
    )
    return one, other


def _divided(value: Estimate, by: float) -> Estimate:
    return Estimate(value.value / by, value.low / by, value.high / by)
