"""Samples that another tool simulated, as a result: checked whole, and then like any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
from attrs import evolve, frozen
from numpy.typing import ArrayLike, NDArray

from riskplan._typing import DateArray, FloatArray
from riskplan._version import VERSION
from riskplan.results.intake import Intake
from riskplan.results.labelled import ById, LabelledSamples, Shares
from riskplan.results.provenance import Provenance
from riskplan.results.result import SimulationResult, Targets
from riskplan.results.samples import DateSamples, Samples
from riskplan.results.schedule import BaseSchedule

__all__ = ["from_samples"]

DateLike: TypeAlias = dt.date | str
Columns: TypeAlias = Mapping[str, NDArray[Any]]


@runtime_checkable
class OverBase(Protocol):
    """A reserve that knows how much money it is over a base, as that of a plan does."""

    def over(self, base: float) -> float:
        """Return the money [currency] over a base [currency]."""
        ...


def from_samples(  # noqa: PLR0913 - each is a part of its own, and named at every call
    cost: ArrayLike | Mapping[str, Any] | None = None,
    *,
    duration: ArrayLike | None = None,
    finish: ArrayLike | None = None,
    occurrence: Any = None,
    risk_cost: Any = None,
    activity_finish: Any = None,
    base_cost: float | None = None,
    base_duration: float | None = None,
    base_finish: DateLike | None = None,
    start: DateLike | None = None,
    week: str = "Mon Tue Wed Thu Fri",
    holidays: Iterable[DateLike] = (),
    budget: float | None = None,
    reserve: float | OverBase | None = None,
    deadline: DateLike | None = None,
    currency: str = "",
    name: str = "samples",
) -> SimulationResult:
    """Make a result of samples that another tool simulated, so that the analyses serve it, too.

    Arrays, lists and pandas Series will do; values are taken by position, one for each
    iteration. The iterations are taken to be independent of one another. Where cost, duration and
    finish are columns of one table, give the table in place of `cost`.

    A contingency is counted from the base, the plan without any chance. It must be given for what
    it is asked of: no sample can tell it. Where the tool does not state it, ``base_cost=
    numpy.median(cost)`` counts from the P50 instead, and says so in the call.

    Parameters
    ----------
    cost : array_like, shape (n,) [currency]
        Or a DataFrame or dict with columns among ``cost``, ``duration`` and ``finish``.
    duration : array_like, shape (n,) [working days]
        From start to finish. Without it, the days from `start` to `finish` are counted, in whole
        working days.
    finish : array_like of dates, shape (n,)
        When everything is done, to the minute, without a time zone.
    occurrence : DataFrame or dict of id and values, shape (n,) each
        Which risk occurred in which iteration.
    risk_cost : DataFrame or dict of id and values, shape (n,) each [currency]
        0 where the risk did not occur.
    activity_finish : DataFrame or dict of id and values, shape (n,) each [working days]
        Counted from the start.
    base_cost : float [currency]
        Needed beside `cost`.
    base_duration : float [working days]
        Needed beside `duration`.
    base_finish : datetime.date or str
        Needed beside `finish`.
    start : datetime.date or str
        The first day, needed to count working days: to a deadline, or to `finish` where there is
        no `duration`.
    week : str
        The working days of a week, as NumPy spells them.
    holidays : iterable of datetime.date or str
        Days on which nobody works.
    budget : float [currency]
        The money approved.
    reserve : float or Reserve
        The flat reserve over the base, as in a plan: a number below 1 is a fraction of the base,
        any other is money [currency].
    deadline : datetime.date or str
        Beside `finish`, or beside `duration`: then it counts in working days from `start`.
    currency, name : str
        What money is counted in, and what messages call the samples.

    Returns
    -------
    SimulationResult
        Its provenance has no seed and no recipe; nothing in it is critical, because samples do
        not tell.

    Raises
    ------
    RequestError
        Listing everything that does not fit.

    Examples
    --------
    >>> import riskplan as rp
    >>> run = from_samples([105, 98, 131, 120] * 250, base_cost=100, budget=125, currency="EUR")
    >>> run
    SimulationResult('samples', 1,000 iterations of another tool, cost P80 131 EUR)
    >>> rp.contingency(run, at=75).cost.amount.value
    20.0
    """
    intake = Intake()
    given = intake.totals(cost, duration, finish)
    money = _samples(intake, "cost", given["cost"], base_cost, currency)
    days = _samples(intake, "duration", given["duration"], base_duration, "days")
    ends = _date_samples(intake, given["finish"], base_finish)
    workdays = _workdays(intake, start, week, holidays)
    parts = {
        "occurrence": intake.table("occurrence", occurrence, intake.booleans),
        "risk_cost": intake.table("risk_cost", risk_cost, intake.numbers),
        "activity_finish": intake.table("activity_finish", activity_finish, intake.days),
    }
    targets = Targets(
        budget=intake.number("budget", budget),
        reserve=_reserve(intake, reserve, 0.0 if money is None else money.base),
        deadline=_day(intake.date("deadline", deadline)),
    )
    _note_missing(intake, given, start, budget=budget, reserve=reserve, deadline=deadline)
    if ends is not None and workdays is not None:
        intake.note_early(ends.values, workdays.start)
    _note_other_risks(intake, parts)
    intake.refuse()
    if workdays is not None:
        days = workdays.duration(ends) if days is None and ends is not None else days
        targets = workdays.counted(targets)
    provenance = Provenance(
        plan=name,
        digest="",
        scenario="",
        iterations=next(iter(intake.lengths.values())),
        seed=None,
        version=VERSION,
        sampler="",
    )
    return _result(currency, money, days, ends, parts, targets, provenance)


@frozen(eq=False)
class _Workdays:
    """The days on which people work, counted from the first of them."""

    start: dt.date
    calendar: np.busdaycalendar

    def until(self, dates: DateArray) -> FloatArray:
        """Return the working days from the start to the close of dates."""
        after = dates.astype("datetime64[D]") + np.timedelta64(1, "D")
        days = np.busday_count(self.start, after, busdaycal=self.calendar)
        return np.asarray(days, dtype=np.float64)

    def duration(self, ends: DateSamples) -> Samples:
        """Return the working days until each date, and until that of the base."""
        base = self.until(np.array([ends.base], dtype="datetime64[m]"))
        return Samples(self.until(ends.values), float(base[0]), "days")

    def counted(self, targets: Targets) -> Targets:
        """Return the targets with the working days until the deadline, if there is one."""
        if targets.deadline is None:
            return targets
        days = self.until(np.array([targets.deadline], dtype="datetime64[D]"))
        return evolve(targets, deadline_days=float(days[0]))


def _workdays(
    intake: Intake, start: DateLike | None, week: str, holidays: Iterable[DateLike]
) -> _Workdays | None:
    first = _day(intake.date("start", start))
    off = [intake.date(f"holidays[{row}]", day) for row, day in enumerate(holidays)]
    try:
        calendar = np.busdaycalendar(week, [day.date() for day in off if day is not None])
    except (TypeError, ValueError):
        intake.problems.append(
            f"week must name working days, such as 'Mon Tue Wed Thu Fri' (got {week!r:.60})"
        )
        return None
    return None if first is None else _Workdays(first, calendar)


def _samples(
    intake: Intake, name: str, values: Any, base: float | None, unit: str
) -> Samples | None:
    if name == "duration":
        array, origin = intake.days(name, values), intake.least(f"base_{name}", base)
    else:
        array, origin = intake.numbers(name, values), intake.number(f"base_{name}", base)
    intake.note_unpaired(
        name, values, base, f"where no base is known, numpy.median({name}) counts from the P50"
    )
    return None if array is None or origin is None else Samples(array, origin, unit)


def _date_samples(intake: Intake, values: Any, base: DateLike | None) -> DateSamples | None:
    array, moment = intake.dates("finish", values), intake.date("base_finish", base)
    intake.note_unpaired("finish", values, base, "give the finish without any chance")
    return None if array is None or moment is None else DateSamples(array, moment)


def _reserve(intake: Intake, reserve: Any, base: float) -> float | None:
    """Return a reserve as money over the base, where a number below 1 is a fraction of it."""
    if isinstance(reserve, OverBase):
        try:
            return intake.least("reserve", reserve.over(base))
        except ZeroDivisionError:
            intake.problems.append("reserve must be less than the total that contains it")
            return None
    found = intake.least("reserve", reserve)
    return found if found is None or found >= 1.0 else found * base


def _note_missing(
    intake: Intake, given: Mapping[str, Any], start: DateLike | None, **targets: Any
) -> None:
    """Note that there are no samples, or targets without what they are targets of."""
    if all(values is None for values in given.values()):
        intake.problems.append("there are none; give cost, duration or finish")
    deadline = targets.pop("deadline")
    intake.note_lonely("cost", given["cost"], **targets)
    when = given["duration"] if given["finish"] is None else given["finish"]
    intake.note_lonely("finish or duration", when, deadline=deadline)
    intake.note_lonely("start", start, deadline=deadline)
    if given["duration"] is None:
        intake.note_lonely("start", start, finish=given["finish"])


def _note_other_risks(intake: Intake, parts: Mapping[str, Columns | None]) -> None:
    """Note risks that only occur or only cost, and what they cost where they did not occur."""
    occurrence, cost = parts["occurrence"], parts["risk_cost"]
    if occurrence is None or cost is None:
        return
    for id_ in [id_ for id_ in occurrence if id_ in cost]:
        intake.note_idle_costs(f'risk_cost["{id_}"]', cost[id_], occurrence[id_])
    if set(occurrence) != set(cost):
        odd = ", ".join(f'"{id_}"' for id_ in sorted(set(occurrence) ^ set(cost))[:5])
        intake.problems.append(
            f"occurrence and risk_cost must be of the same risks (only one has {odd})"
        )


def _result(
    currency: str,
    money: Samples | None,
    days: Samples | None,
    ends: DateSamples | None,
    parts: Mapping[str, Columns | None],
    targets: Targets,
    provenance: Provenance,
) -> SimulationResult:
    count, nothing = provenance.iterations, np.zeros(0)
    risks = parts["occurrence"] or parts["risk_cost"] or {}
    return SimulationResult(
        currency=currency,
        cost=money,
        duration=days,
        finish=ends,
        occurrence=_labelled(parts["occurrence"], risks, np.zeros((0, count), dtype=np.bool_)),
        risk_cost=_labelled(parts["risk_cost"], risks, np.zeros((0, count))),
        phase_cost=None,
        phase_base=(),
        activity_finish=_labelled(
            parts["activity_finish"], parts["activity_finish"] or {}, np.zeros((0, count))
        ),
        criticality=Shares((), count, (), ()),
        milestones=ById({}),
        phases=ById({}),
        schedule=BaseSchedule((), (), (), nothing, nothing, nothing, nothing),
        targets=targets,
        provenance=provenance,
    )


def _labelled(
    columns: Columns | None, ids: Iterable[str], empty: NDArray[Any]
) -> LabelledSamples | None:
    """Return columns as rows, in the order of the ids."""
    if columns is None:
        return None
    names = tuple(ids)
    values = np.stack([columns[id_] for id_ in names]) if names else empty
    return LabelledSamples(values, names, names)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return None if moment is None else moment.date()
