"""The result of a simulation: labelled samples, the base plan beside them, and their provenance."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from attrs import frozen

from riskplan._files import PathLike
from riskplan._format import card, days_text, estimate_text
from riskplan.errors import RequestError, counted
from riskplan.results.keep import Keep
from riskplan.results.labelled import ById, LabelledSamples, Shares, row_of
from riskplan.results.provenance import Provenance
from riskplan.results.samples import CARD_LEVELS, DateSamples, Samples
from riskplan.results.schedule import BaseSchedule
from riskplan.results.stopping import Stopping

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SimulationResult", "Targets"]

_Part = TypeVar("_Part")

_TAKES = "from_samples(..., {}=...) takes them where the tool has them"
_KEPT = {
    Keep.TOTALS: "totals only",
    Keep.RISKS: "totals, risks and phases only",
    Keep.ACTIVITIES: "all there was",
}


@frozen
class Targets:
    """What the plan promises.

    Parameters
    ----------
    budget : float, optional [currency]
        The money approved.
    reserve : float, optional [currency]
        The flat reserve, as money over the base.
    deadline : datetime.date, optional
        The last day.
    deadline_days : float, optional [working days]
        The close of the deadline, counted from the start.
    """

    budget: float | None = None
    reserve: float | None = None
    deadline: dt.date | None = None
    deadline_days: float | None = None


@frozen(eq=False, repr=False, kw_only=True)
class SimulationResult:
    """What a simulation came to; `iterations` values of every quantity, in the same order.

    Parts that the run did not keep (see `Keep`) are None here, and their names raise an error
    that says how to have them.

    Parameters
    ----------
    currency : str
    cost : Samples [currency]
        None where nothing costs money.
    duration : Samples [working days]
        None where there is no schedule.
    finish : DateSamples
        None where there is no schedule, or no start.
    occurrence : LabelledSamples, shape (n_risks, n) of bool
        Which risk occurred in which iteration.
    risk_cost : LabelledSamples, shape (n_risks, n) [currency]
        What each risk cost by its own impacts; negative where an opportunity saved money.
    recovery : LabelledSamples, shape (n_policies, n) [currency]
        What each insurance policy paid back; the cost of risks is that before insurance.
    phase_cost : LabelledSamples, shape (n_phases + 1, n) [currency]
        The last row, with the id ``""``, holds what belongs to no phase.
    phase_base : tuple of float, n_phases + 1 of them [currency]
    activity_finish : LabelledSamples, shape (n_activities, n) [working days]
        When each activity ends, counted from the start.
    activity_dates : LabelledSamples, shape (n_activities, n), optional
        When each activity ends, as dates, where activities have calendars of their own.
    criticality : Shares
        In how many iterations each activity was critical.
    milestones : ById of DateSamples, or of Samples where the plan has no start
    phases : ById of DateSamples, or of Samples where the plan has no start
        When the last activity of each phase ends.
    schedule : BaseSchedule
    targets : Targets
    provenance : Provenance
    stopping : Stopping, optional
        How a run ended that went on until a precision was reached; None for any other.
    """

    currency: str
    _cost: Samples | None
    _duration: Samples | None
    _finish: DateSamples | None
    _occurrence: LabelledSamples | None
    _risk_cost: LabelledSamples | None
    _phase_cost: LabelledSamples | None
    phase_base: tuple[float, ...]
    _activity_finish: LabelledSamples | None
    criticality: Shares
    _milestones: ById[DateSamples | Samples] | None
    _phases: ById[DateSamples | Samples] | None
    schedule: BaseSchedule
    targets: Targets
    provenance: Provenance
    stopping: Stopping | None = None
    _activity_dates: LabelledSamples | None = None
    _recovery: LabelledSamples | None = None

    @property
    def has_cost(self) -> bool:
        """Whether the plan says anything about money."""
        return self._cost is not None

    @property
    def has_schedule(self) -> bool:
        """Whether the plan has activities or milestones."""
        return self._duration is not None

    @property
    def has_dates(self) -> bool:
        """Whether the plan has a schedule that starts on a date."""
        return self._finish is not None

    @property
    def iterations(self) -> int:
        """How many simulated futures the result holds."""
        return self.provenance.iterations

    @property
    def keep(self) -> Keep:
        """How much of every iteration the run kept."""
        return Keep(self.provenance.keep)

    @property
    def cost(self) -> Samples:
        """Total cost [currency].

        Raises
        ------
        RequestError
            If nothing in the plan costs money.
        """
        if self._cost is None:
            raise self._absent("cost", "nothing in the plan costs money, so the run has no cost")
        return self._cost

    @property
    def duration(self) -> Samples:
        """Working days from the start to the finish of the plan.

        Raises
        ------
        RequestError
            If the plan has no activities.
        """
        if self._duration is None:
            raise self._absent("duration", "the plan has no activities, so the run has no duration")
        return self._duration

    @property
    def finish(self) -> DateSamples:
        """The date on which the plan is finished.

        Raises
        ------
        RequestError
            If the plan has no activities or no start.
        """
        if self._finish is None:
            reason = "no start, so the run has a duration but no dates"
            if self._duration is None:
                reason = "no activities, so the run has no finish"
            raise self._absent("finish", f"the plan has {reason}")
        return self._finish

    @property
    def occurrence(self) -> LabelledSamples:
        """Which risk occurred in which iteration, shape (n_risks, n) of bool."""
        return self._kept(self._occurrence, Keep.RISKS, "the occurrence of risks", "occurrence")

    @property
    def risk_cost(self) -> LabelledSamples:
        """What each risk cost by its own impacts, shape (n_risks, n) [currency]."""
        return self._kept(self._risk_cost, Keep.RISKS, "the cost of risks", "risk_cost")

    @property
    def recovery(self) -> LabelledSamples:
        """What each policy paid back, shape (n_policies, n) [currency]; no row without policies."""
        part = self._recovery
        is_ours = self.provenance.seed is not None
        if part is None and is_ours and self.keep.covers(Keep.RISKS):
            part = LabelledSamples(np.empty((0, self.iterations)), (), (), self.provenance.cell)
        return self._kept(part, Keep.RISKS, "what insurance paid back")

    @property
    def phase_cost(self) -> LabelledSamples:
        """What each phase cost, shape (n_phases + 1, n) [currency]; the last row is the rest."""
        return self._kept(self._phase_cost, Keep.RISKS, "the cost of phases")

    @property
    def activity_finish(self) -> LabelledSamples:
        """When each activity ended, shape (n_activities, n) [working days]."""
        return self._kept(
            self._activity_finish, Keep.ACTIVITIES, "the finish of activities", "activity_finish"
        )

    @property
    def activity_dates(self) -> LabelledSamples | None:
        """When each activity ended, shape (n_activities, n), as dates.

        None where all is done on one day calendar, so that the working days of `activity_finish`
        tell the dates, too; there they may lie where the plan's calendar rests.
        """
        self.activity_finish  # noqa: B018 - says how to have what the run did not keep
        return self._activity_dates

    @property
    def milestones(self) -> ById[DateSamples | Samples]:
        """When each milestone was reached: dates, or working days where the plan has no start."""
        return self._kept(self._milestones, Keep.RISKS, "the dates of milestones")

    @property
    def phases(self) -> ById[DateSamples | Samples]:
        """When the last activity of each phase ended: dates, or working days."""
        return self._kept(self._phases, Keep.RISKS, "the finish of phases")

    def phase_total(self, id: str) -> Samples:  # noqa: A002 - the field is called id
        """Return the cost of a phase [currency]; ``""`` is what belongs to none."""
        total = self.phase_cost
        row = row_of(id, total.ids)
        return Samples(total.values[row], self.phase_base[row], self.currency, total.cell)

    def save(self, path: PathLike) -> None:
        """Write the run to a file, from which `load_run` reads it back bit for bit.

        A file that was there is replaced at the end, as a whole.

        Parameters
        ----------
        path : str or os.PathLike
            Where to; the suffix tells the format: ``.npz``, arrays that NumPy can read, or
            ``.parquet``, a table with a row for each iteration that many tools can read.

        Raises
        ------
        FileError
            If the file cannot be written.
        MissingDependencyError
            If the format needs a package that is not installed.

        Examples
        --------
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> import riskplan as rp
        >>> plan = rp.Plan("Dam", costs=[rp.CostItem("all", "All", rp.Normal(100, 10))])
        >>> run = rp.simulate(plan, iterations=1_000, seed=7)
        >>> with TemporaryDirectory() as folder:
        ...     run.save(Path(folder) / "dam.npz")
        ...     rp.load_run(Path(folder) / "dam.npz")
        SimulationResult('Dam', planned, 1,000 iterations, seed 7, cost P80 ...)
        """
        from riskplan.results.archive import save_run

        save_run(self, path)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame with a row for each iteration: cost, duration and finish."""
        import pandas as pd

        totals = {"cost": self._cost, "duration": self._duration, "finish": self._finish}
        frames = {
            name: part.to_frame().iloc[:, 0] for name, part in totals.items() if part is not None
        }
        return pd.DataFrame(frames, index=pd.RangeIndex(self.iterations, name="iteration"))

    def __repr__(self) -> str:
        p = self.provenance
        parts = [repr(p.plan), *self._origin()]
        if self.has_cost:
            parts.append(f"cost P80 {self.cost.quiet_percentile(80)} {self.currency}".strip())
        if self.has_schedule:
            parts.append(f"finish P80 {self._finish_text(80)}")
        return f"SimulationResult({', '.join(parts)})"

    def _finish_text(self, at: float) -> str:
        if self._finish is not None:
            return str(self._finish.quiet_percentile(at))
        level = self.duration.quiet_percentile(at)
        return days_text(level, level.error)

    def _repr_html_(self) -> str:
        p = self.provenance
        rows = []
        if self.has_cost:
            rows.append(("Cost, base", f"{estimate_text(self.cost.base, 0.0)} {self.currency}"))
            rows += [
                (f"Cost, P{at}", f"{self.cost.quiet_percentile(at)} {self.currency}")
                for at in CARD_LEVELS
            ]
        if self.has_schedule:
            rows.append(("Duration, base", days_text(self.duration.base)))
            rows += [(f"Finish, P{at}", self._finish_text(at)) for at in CARD_LEVELS]
        return card(" · ".join([p.plan, *self._origin()]), rows)

    def _origin(self) -> list[str]:
        p = self.provenance
        count = counted(p.iterations, "iteration")
        if p.seed is None:
            return [f"{count} of another tool"]
        return [p.scenario, f"{p.iterations:,} iterations", f"seed {p.seed}"]

    def _absent(self, name: str, reason: str) -> RequestError:
        """Return the error for a total that the plan does not have, or that was not brought."""
        if self.provenance.seed is None:
            reason = f"these samples of another tool came without {name}; {_TAKES.format(name)}"
        return RequestError(reason)

    def _kept(self, part: _Part | None, keep: Keep, what: str, name: str = "") -> _Part:
        """Return a part of the run, or refuse what it did not keep, by its name in from_samples."""
        if part is not None:
            return part
        if self.provenance.seed is None:
            remedy = _TAKES.format(name)
            raise RequestError(
                f"these samples of another tool came without {what}; "
                f"{remedy if name else 'only a run of simulate has them'}"
            )
        raise RequestError(
            f"this run kept {_KEPT[self.keep]}; "
            f"simulate(..., keep=rp.Keep.{keep.name}) keeps {what}"
        )
