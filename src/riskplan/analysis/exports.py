"""P-dates handed back to scheduling tools: beside the base schedule, as XML or as a table."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from attrs import frozen

from riskplan._files import PathLike, as_path, write_file
from riskplan.analysis.drivers import refuse_foreign
from riskplan.compiler import PlanClock, plan_clock
from riskplan.errors import FileError, RequestError
from riskplan.io.schedules.exporting import CustomFields, exported
from riskplan.io.schedules.mspdi import MOST_DATES, mspdi
from riskplan.io.schedules.raw import CustomValue
from riskplan.model import Plan
from riskplan.results import DateSamples, Samples, SimulationResult, refuse_bad_level
from riskplan.simulation import as_in_project, plan_under, schedule_as_in

__all__ = ["write_schedule"]

_XML, _CSV = ".xml", ".csv"
_DIGITS = 6
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_Moment: TypeAlias = float | dt.datetime


def write_schedule(
    plan: Plan,
    run: SimulationResult,
    path: PathLike,
    *,
    at: float | Iterable[float] = (50, 80),
) -> tuple[str, ...]:
    """Write the base schedule with the P-dates of a run, for scheduling tools or spreadsheets.

    A file that was there is replaced at the end, as a whole. The same plan and run give the same
    bytes.

    Parameters
    ----------
    plan : Plan
        The plan that was simulated.
    run : SimulationResult
        Its result.
    path : str or os.PathLike
        Where to; the suffix tells the format. ``.xml`` is that of Microsoft Project (MSPDI): base
        dates, calendars, links and constraints, and as custom fields ``P50 finish``,
        ``P80 finish``, ``Criticality`` [fraction] and ``Activity ID``. ``.csv`` is a table with
        dates, or with working days where the plan has no start.
    at : float or sequence of float [percent]
        The P-levels of the finish of each activity; at most ten in XML.

    Returns
    -------
    tuple of str
        What the file leaves out or says otherwise than the plan, a line for each kind.

    Raises
    ------
    RequestError
        If the run is not one of this plan, or did not keep its activities; if the plan has none,
        or no start for XML; or if a level cannot be.
    FileError
        If the suffix is another, or the file cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import riskplan as rp
    >>> dig = rp.Activity("dig", "Dig", rp.Uniform(4, 8))
    >>> plan = rp.Plan("Cellar", start="2026-01-05", activities=[dig])
    >>> run = rp.simulate(plan, iterations=10_000, seed=1)
    >>> with TemporaryDirectory() as folder:
    ...     _ = rp.write_schedule(plan, run, Path(folder) / "cellar.csv", at=80)
    ...     print(Path(folder, "cellar.csv").read_text("utf-8-sig").splitlines()[0])
    id,name,phase,base_start,base_finish,p80_finish,criticality
    """
    refuse_foreign(plan, run)
    if not plan.activities:
        raise RequestError("the plan has no activities, so there is no schedule to write")
    run.activity_finish  # noqa: B018 - says how to have what the run did not keep
    levels = _levels(at)
    kind = as_path(path).suffix.lower()
    if kind == _XML and len(levels) > MOST_DATES:
        raise RequestError(
            f"an XML schedule has custom fields for {MOST_DATES} dates (got {len(levels)} levels); "
            "ask for fewer, or write a .csv"
        )
    forecast = _Forecast(plan, run, levels, plan_clock(plan_under(run, plan)))
    if kind == _XML:
        # Late dates as Project shows them, which are its own as soon as it calculates.
        base = schedule_as_in(plan_under(run, plan), as_in_project)
        file, losses = exported(plan, base, forecast.custom_fields())
        write_file(path, mspdi(file))
        return tuple(losses)
    if kind == _CSV:
        write_file(path, forecast.table())
        return ()
    raise FileError(f"{path}: a schedule is written as {_XML} or {_CSV}; rename it")


def _levels(at: float | Iterable[float]) -> tuple[float, ...]:
    """Return the P-levels, each once.

    Raises
    ------
    RequestError
        If there is none, or if one cannot be.
    """
    given: object = at
    if isinstance(given, str):  # which would be taken for its letters
        raise RequestError(f"at must be a P-level in percent (got {at!r}); write at=80")
    levels = tuple(dict.fromkeys(at if isinstance(at, Iterable) else [at]))
    if not levels:
        raise RequestError("at must name a P-level in percent (got none); write at=80")
    for level in levels:
        refuse_bad_level(level)
    return levels


@frozen
class _Forecast:
    plan: Plan
    run: SimulationResult
    levels: tuple[float, ...]
    clock: PlanClock | None

    def custom_fields(self) -> CustomFields:
        """Return the custom fields of the project, its phases and its activities."""
        run, items = self.run, self.plan.activities
        return CustomFields(
            self._fields(self._percentiles(run.finish if run.has_dates else run.duration)),
            {id_: self._fields(self._percentiles(run.phases[id_])) for id_ in run.phases},
            tuple(
                {**self._fields(self._finishes(row)), "Criticality": self._criticality(row)}
                for row in range(len(items))
            ),
        )

    def table(self) -> bytes:
        """Return the table, in the encoding by which spreadsheets know that it is UTF-8."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        levels = (f"p{level:g}_finish" for level in self.levels)
        writer.writerow(
            ["id", "name", "phase", "base_start", "base_finish", *levels, "criticality"]
        )
        writer.writerows(self._lines())
        return text.getvalue().encode("utf-8-sig")

    def _lines(self) -> Iterator[list[str]]:
        base = self.run.schedule
        starts: Sequence[_Moment] = base.start_dates or base.early_start.tolist()
        finishes: Sequence[_Moment] = base.finish_dates or base.early_finish.tolist()
        for row, item in enumerate(self.plan.activities):
            moments = (starts[row], finishes[row], *self._finishes(row))
            critical = _cell(self._criticality(row))
            texts = map(_harmless, (item.id, item.name, item.phase or ""))
            yield [*texts, *map(_cell, moments), critical]

    def _criticality(self, row: int) -> float:
        return float(self.run.criticality[self.plan.activities[row].id])

    def _fields(self, finishes: Sequence[_Moment]) -> dict[str, CustomValue]:
        names = (f"P{level:g} finish" for level in self.levels)
        return dict(zip(names, finishes, strict=True))

    def _finishes(self, row: int) -> Sequence[_Moment]:
        """Return the percentiles of the finish of an activity."""
        id_, finish = self.plan.activities[row].id, self.run.activity_finish
        if id_ in self.run.milestones:
            return self._percentiles(self.run.milestones[id_])
        if (dates := self.run.activity_dates) is not None:
            base_date = self.run.schedule.finish_dates[row]
            return self._percentiles(DateSamples(dates.values[row], base_date, dates.cell))
        base = float(self.run.schedule.early_finish[row])
        return self._percentiles(Samples(finish.values[row], base, "days", finish.cell))

    def _percentiles(self, samples: Samples | DateSamples) -> Sequence[_Moment]:
        if isinstance(samples, DateSamples):
            return [samples.quiet_percentile(level).value for level in self.levels]
        days = [float(samples.quiet_percentile(level)) for level in self.levels]
        if self.clock is None:
            return days
        dates: list[dt.datetime] = self.clock.after(np.array(days)).astype("M8[s]").tolist()
        return dates


def _harmless(text: str) -> str:
    """Return a text that spreadsheets do not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(value: _Moment) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return f"{round(value, _DIGITS):.12g}"
