"""Percentiles of cost and finish, and the chances of keeping base, budget and deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from riskplan._format import card, percent_text
from riskplan.analysis.drivers import refuse_no_run
from riskplan.results import DateEstimate, Estimate, Samples, SimulationResult

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LEVELS", "Level", "Percentiles", "Summary", "summarize"]

LEVELS = (5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0)


@frozen
class Level:
    """One row of a table of percentiles.

    Parameters
    ----------
    at : float [percent]
        The P-level.
    value : Estimate [unit]
        The percentile.
    over_base : Estimate [unit]
        How far it lies above the base: the overrun, or the delay.
    over_target : Estimate, optional [unit]
        How far it lies above the budget or the deadline; None where the plan gives none.
    date : DateEstimate, optional
        The percentile as a date, for a finish.
    """

    at: float
    value: Estimate
    over_base: Estimate
    over_target: Estimate | None = None
    date: DateEstimate | None = None


@frozen(repr=False)
class Percentiles:
    """A table of percentiles of one quantity.

    Parameters
    ----------
    quantity, unit : str
        What it is, and what it is measured in.
    base : float [unit]
        The value in the base plan.
    base_probability : Estimate
        The probability of not exceeding the base.
    mean, std : Estimate [unit]
    levels : tuple of Level
    target : float, optional [unit]
        The budget or the deadline.
    target_exceedance : Estimate, optional
        The probability of exceeding the target.
    """

    quantity: str
    unit: str
    base: float
    base_probability: Estimate
    mean: Estimate
    std: Estimate
    levels: tuple[Level, ...]
    target: float | None = None
    target_exceedance: Estimate | None = None

    def __iter__(self) -> Iterator[Level]:
        return iter(self.levels)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by P-level: percentile, interval, and distance to the base."""
        import pandas as pd

        columns: dict[str, list[Any]] = {
            self.quantity: [level.value.value for level in self],
            "low": [level.value.low for level in self],
            "high": [level.value.high for level in self],
            "over_base": [level.over_base.value for level in self],
        }
        if self.target is not None:
            columns["over_target"] = [level.value - self.target for level in self]
        if all(level.date is not None for level in self):
            columns["date"] = [level.date.value for level in self if level.date is not None]
        return pd.DataFrame(columns, index=pd.Index([level.at for level in self], name="at"))

    def __repr__(self) -> str:
        shown = ", ".join(
            f"P{level.at:g} {level.value}" for level in self if level.at in (10, 50, 80, 90)
        )
        return f"Percentiles({self.quantity} [{self.unit}]: {shown})"

    def _repr_html_(self) -> str:
        rows = [("base", f"{self.base:,.6g}"), ("mean", str(self.mean))]
        rows += [
            (f"P{level.at:g}", str(level.value if level.date is None else level.date))
            for level in self
        ]
        rows.append(
            ("not above the base", percent_text(self.base_probability, self.base_probability.error))
        )
        return card(f"{self.quantity} [{self.unit}]", rows)


@frozen(repr=False)
class Summary:
    """What a run says about the plan as a whole.

    Parameters
    ----------
    cost : Percentiles, optional
        Money; None where nothing in the plan costs any.
    duration : Percentiles, optional
        Working days, with dates where the plan has a start; None without a schedule.
    """

    cost: Percentiles | None = field()
    duration: Percentiles | None = field()

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by quantity and P-level, with the tables one below the other."""
        import pandas as pd

        tables = {
            part.quantity: part.to_frame().rename(columns={part.quantity: "value"})
            for part in (self.cost, self.duration)
            if part is not None
        }
        if not tables:
            return pd.DataFrame()
        return pd.concat(tables, names=["quantity"])

    def __repr__(self) -> str:
        parts = [repr(part) for part in (self.cost, self.duration) if part is not None]
        return f"Summary({', '.join(parts)})"

    def _repr_html_(self) -> str:
        return "".join(p._repr_html_() for p in (self.cost, self.duration) if p is not None)


def summarize(run: SimulationResult, at: Sequence[float] = LEVELS) -> Summary:
    """Return percentiles of cost and finish, and the chances of keeping what the plan promises.

    Parameters
    ----------
    run : SimulationResult
    at : sequence of float [percent]
        The P-levels of the tables.

    Raises
    ------
    RequestError
        If it is no run, or if a level is not between 1 and 100.

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Bridge", costs=[rp.CostItem("piling", "Piling", rp.Uniform(0, 100))])
    >>> table = rp.summarize(rp.simulate(plan, iterations=1_000, seed=1)).cost
    >>> [level.at for level in table if level.value > 75]
    [80.0, 90.0, 95.0]
    """
    refuse_no_run(run)
    cost = duration = None
    if run.has_cost:
        cost = _percentiles(run.cost, "cost", at, run.targets.budget)
    if run.has_schedule:
        dates = run.finish.percentile if run.has_dates else lambda _level: None
        duration = _percentiles(run.duration, "duration", at, run.targets.deadline_days, dates)
        if run.targets.deadline is not None and run.has_dates:
            # Dates are whole minutes; days may exceed the deadline by an error of rounding.
            missed = run.finish.exceedance(run.targets.deadline)
            duration = evolve(duration, target_exceedance=missed)
    return Summary(cost, duration)


def _percentiles(
    samples: Samples,
    quantity: str,
    at: Sequence[float],
    target: float | None,
    dates: Callable[[float], DateEstimate | None] = lambda _level: None,
) -> Percentiles:
    return Percentiles(
        quantity=quantity,
        unit=samples.unit,
        base=samples.base,
        base_probability=samples.confidence(samples.base),
        mean=samples.mean(),
        std=samples.std(),
        levels=tuple(_level(samples, level, target, dates(level)) for level in at),
        target=target,
        target_exceedance=None if target is None else samples.exceedance(target),
    )


def _level(samples: Samples, at: float, target: float | None, date: DateEstimate | None) -> Level:
    value = samples.percentile(at)
    over_target = None if target is None else value.shifted(-target)
    return Level(at, value, value.shifted(-samples.base), over_target, date)
