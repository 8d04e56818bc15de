"""Two runs side by side: what changes from one to the other, on the same futures if it can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from riskplan._format import card
from riskplan._typing import BoolArray
from riskplan.analysis.changes import COST, DURATION, FINISH, GROUPS, TOTAL, Meter, RunDifference
from riskplan.analysis.drivers import refuse_no_run
from riskplan.analysis.summary import LEVELS
from riskplan.errors import RequestError, counted
from riskplan.results import (
    Estimate,
    SimulationResult,
    refuse_bad_level,
    share_difference,
    share_estimate,
    why_unpaired,
)
from riskplan.results.paired import independent_difference
from riskplan.results.samples import end_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RunComparison", "compare"]

_CARD_LEVELS = (50.0, 80.0, 90.0)


@frozen(repr=False)
class RunComparison:
    """What changes from a first run to a second one; positive where the second has more of it.

    Parameters
    ----------
    first, second : str
        What the runs are called.
    unpaired : str
        Why the iterations of the runs are not the same futures; empty where they are, so that
        the errors are those of paired differences.
    iterations : int
        Of the first run.
    changes : tuple of RunDifference
        Totals first, then phases, milestones and risks.
    budget_kept, deadline_kept : Estimate, optional
        By how much likelier the second run keeps its budget or deadline than the first keeps its
        own; None where one has none.
    left_out : tuple of str
        What only one of the runs has, so that it cannot be compared.
    """

    first: str
    second: str
    unpaired: str
    iterations: int
    changes: tuple[RunDifference, ...]
    budget_kept: Estimate | None = None
    deadline_kept: Estimate | None = None
    left_out: tuple[str, ...] = ()

    @property
    def paired(self) -> bool:
        """Whether the iterations of both runs are the same futures."""
        return not self.unpaired

    @property
    def cost(self) -> RunDifference:
        """The change of the total cost [currency].

        Raises
        ------
        RequestError
            If one of the runs has no cost.
        """
        return self.change(COST)

    @property
    def duration(self) -> RunDifference:
        """The change from start to finish [working days].

        Raises
        ------
        RequestError
            If one of the runs has no schedule.
        """
        return self.change(DURATION)

    @property
    def finish(self) -> RunDifference:
        """The change of the date of the finish [calendar days].

        Raises
        ------
        RequestError
            If one of the runs has no dates.
        """
        return self.change(FINISH)

    def by(self, group: str) -> tuple[RunDifference, ...]:
        """Return the changes by ``"total"``, ``"phase"``, ``"milestone"`` or ``"risk"``.

        Raises
        ------
        RequestError
            If the group is none of these.
        """
        if group not in GROUPS:
            raise RequestError(f"by must be one of {', '.join(GROUPS)} (got {group!r})")
        return tuple(change for change in self if change.by == group)

    def change(self, quantity: str, by: str = TOTAL, id: str = "") -> RunDifference:  # noqa: A002
        """Return one change: of ``"cost"``, ``"duration"`` or ``"finish"``.

        Raises
        ------
        RequestError
            If it was not compared.
        """
        for change in self:
            if (change.quantity, change.by, change.id) == (quantity, by, id):
                return change
        there = ", ".join(
            " ".join(filter(None, (c.by, c.id, c.quantity))) for c in self.changes[:8]
        )
        wanted = " ".join(filter(None, (by, id, quantity)))
        raise RequestError(f'there is no "{wanted}" in both runs; there are: {there}')

    def __iter__(self) -> Iterator[RunDifference]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by group, id, quantity and figure: the change and its interval."""
        import pandas as pd

        rows = [
            ((c.by, c.id, c.quantity, figure), c.name, c.unit, value)
            for c in self
            for figure, value in [
                ("mean", c.mean),
                *((f"P{at:g}", level) for at, level in zip(c.at, c.levels, strict=True)),
            ]
        ]
        names = ["by", "id", "quantity", "figure"]
        columns = {
            "name": [name for _, name, _, _ in rows],
            "unit": [unit for _, _, unit, _ in rows],
            "change": [value.value for *_, value in rows],
            "low": [value.low for *_, value in rows],
            "high": [value.high for *_, value in rows],
        }
        index = pd.MultiIndex.from_tuples([place for place, *_ in rows], names=names)
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        parts = [f"{self.first} → {self.second}", "paired" if self.paired else "not paired"]
        for c in self.by(TOTAL):
            shown = 80.0 if 80.0 in c.at else c.at[-1]
            parts.append(
                f"{c.quantity} mean {c.mean}, P{shown:g} {c.level(shown)} {c.unit}".strip()
            )
        return f"RunComparison({'; '.join(parts)})"

    def _repr_html_(self) -> str:
        rows = []
        for c in self.by(TOTAL):
            rows.append((f"{c.quantity}, mean", f"{c.mean} {c.unit}".strip()))
            rows += [
                (f"{c.quantity}, P{at:g}", f"{level} {c.unit}".strip())
                for at, level in zip(c.at, c.levels, strict=True)
                if at in _CARD_LEVELS
            ]
        rows.append(("pairing", self.pairing))
        return card(f"{self.first} → {self.second}", rows)

    @property
    def pairing(self) -> str:
        """One sentence that says what the errors are those of."""
        if self.paired:
            return f"paired: {counted(self.iterations, 'iteration')} of the same futures"
        return f"not paired: {self.unpaired}; errors are those of independent runs"


def compare(
    a: SimulationResult, b: SimulationResult, *, at: float | Sequence[float] = LEVELS
) -> RunComparison:
    """Return what changes from one run to another, with errors.

    Two runs of one seed, as many iterations and one sampling plan hold the same futures: what is
    drawn the same in both cancels, and the errors are those of the paired differences. Whether
    the runs are such a pair is found out here. If not, the errors are those of independent runs,
    and the answer says why.

    Parameters
    ----------
    a, b : SimulationResult
        The change is that from `a` to `b`: positive where `b` costs more or takes longer. They
        may be of two scenarios of a plan, or of two plans.
    at : float or sequence of float [percent]
        One P-level, or several.

    Returns
    -------
    RunComparison
        By total, phase, milestone and risk. What a phase or a risk costs is 0 in the run whose
        plan has none such.

    Raises
    ------
    RequestError
        If one is no run, if a level cannot be, or if the runs have nothing in common: neither a
        cost in one currency nor a schedule.

    Examples
    --------
    >>> import riskplan as rp
    >>> wall = rp.Response("wall", "Wall", rp.Strategy.MITIGATE, cost=2, probability=0.1)
    >>> loss = rp.CostImpact(rp.Uniform(20, 40))
    >>> flood = rp.Risk("flood", "Flood", 0.3, impacts=[loss], responses=[wall])
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("dam", "Dam", rp.Normal(100, 9))], risks=[flood])
    >>> bare, walled = (rp.simulate(plan, iterations=20_000, seed=1, scenario=name)
    ...                 for name in ("inherent", "planned"))
    >>> change = rp.compare(bare, walled)
    >>> change.paired, abs(change.cost.mean + 4) < 2 * change.cost.mean.error < 0.5
    (True, True)
    """
    refuse_no_run(a)
    refuse_no_run(b)
    levels = _levels(at)
    unpaired = why_unpaired(a.provenance, b.provenance)
    meter = Meter(a, b, levels, paired=not unpaired)
    changes = (*meter.totals(), *meter.parts())
    if not changes:
        reasons = "; ".join(meter.left_out) or "neither has a cost or a schedule"
        raise RequestError(f"the runs have nothing to compare: {reasons}")
    first, second = _names(a, b)
    return RunComparison(
        first=first,
        second=second,
        unpaired=unpaired,
        iterations=a.iterations,
        changes=changes,
        budget_kept=_kept(_within_budget(a), _within_budget(b), meter),
        deadline_kept=_kept(_by_the_deadline(a), _by_the_deadline(b), meter),
        left_out=tuple(meter.left_out),
    )


def _levels(at: object) -> tuple[float, ...]:
    """Return P-levels, of which there is at least one."""
    levels = tuple(at) if isinstance(at, Iterable) and not isinstance(at, str) else (at,)
    if not levels:
        raise RequestError("at must name a P-level, such as at=80, or several (got none)")
    for level in levels:
        refuse_bad_level(level)
    return tuple(float(level) for level in levels)


def _kept(first: BoolArray | None, second: BoolArray | None, meter: Meter) -> Estimate | None:
    """Return by how much likelier the second run keeps its promise."""
    if first is None or second is None:
        return None
    cells = [run.provenance.cell for run in (meter.first, meter.second)]
    if meter.paired:
        return share_difference(second, first, cells[0])
    one, other = share_estimate(first, cells[0]), share_estimate(second, cells[1])
    return independent_difference(other, one)


def _within_budget(run: SimulationResult) -> BoolArray | None:
    budget = run.targets.budget
    return None if budget is None or not run.has_cost else run.cost.values <= budget


def _by_the_deadline(run: SimulationResult) -> BoolArray | None:
    deadline, days = run.targets.deadline, run.targets.deadline_days
    if deadline is not None and run.has_dates:
        return run.finish.values <= end_of(deadline)
    if days is not None and run.has_schedule:
        return run.duration.values <= days
    return None


def _names(a: SimulationResult, b: SimulationResult) -> tuple[str, str]:
    """Return what tells the runs apart: scenarios, plans or seeds, whichever differ."""
    origins = [run.provenance for run in (a, b)]
    parts = [[p.plan for p in origins], [p.scenario for p in origins]]
    parts.append([f"seed {p.seed}" for p in origins])
    differing = [pair for pair in parts if pair[0] != pair[1]] or parts[:1]
    one, other = (" ".join(filter(None, row)) for row in zip(*differing, strict=True))
    return one, other
