"""Pairs of a cost and a finish that are sure enough together, and the futures that tell."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

import numpy as np
from attrs import frozen

from riskplan._format import days_text, estimate_text, percent_text
from riskplan._typing import BoolArray, FloatArray
from riskplan.distributions.parameters import is_number
from riskplan.errors import RequestError, counted
from riskplan.results import (
    DateEstimate,
    Estimate,
    Samples,
    SimulationResult,
    fewest_iterations,
    share_estimate,
)
from riskplan.results.samples import end_of

__all__ = ["Futures", "JointPair", "rounded_up"]

_POINTS = 40
_DIGITS = 4
_PERCENT = 100.0
_MINUTES = 60.0


@frozen
class JointPair:
    """A cost and a finish that are just as sure together as wanted.

    Parameters
    ----------
    cost : Estimate [currency]
        Without error where it is the one asked about.
    finish : DateEstimate or Estimate
        A date, or working days; without error where the cost has one.
    joint, cost_confidence, finish_confidence : Estimate
        How sure both are together, and each alone.
    """

    cost: Estimate
    finish: DateEstimate | Estimate
    joint: Estimate
    cost_confidence: Estimate
    finish_confidence: Estimate


@frozen(eq=False)
class Futures:
    """Cost and finish of every iteration, on two plain axes.

    Parameters
    ----------
    cost : Samples [currency]
    time : Samples
        Minutes from the base finish, or working days.
    origin : datetime.datetime, optional
        The base finish; None where time is in working days.
    currency : str
    """

    cost: Samples
    time: Samples
    origin: dt.datetime | None
    currency: str

    @classmethod
    def of(cls, run: SimulationResult, *, in_days: bool = False) -> Futures:
        """Return the futures of a run, in dates where it has them unless days are wanted.

        Raises
        ------
        RequestError
            If the run has no cost or no schedule.
        """
        cost, duration = run.cost, run.duration
        if in_days or not run.has_dates:
            return cls(cost, duration, None, run.currency)
        finish = run.finish
        since = (finish.values - np.datetime64(finish.base, "m")).astype("m8[m]")
        minutes = Samples(since.astype(np.float64), 0.0, "minutes", finish.cell)
        return cls(cost, minutes, finish.base, run.currency)

    def cost_asked(self, cost: float | None) -> float | None:
        """Return a cost that somebody asks about, or refuse what is none."""
        if cost is None:
            return None
        if not is_number(cost) or math.isnan(cost):
            raise RequestError(f"cost must be an amount of money (got {cost!r}), such as 20e6")
        return float(cost)

    def finish_asked(self, finish: dt.date | str | float | None) -> float | None:
        """Return where a finish that somebody asks about stands on the axis of time.

        Raises
        ------
        RequestError
            If it is no date, or no number of days, whichever the axis is in.
        """
        if finish is None:
            return None
        if isinstance(finish, dt.date | str):
            if self.origin is None:
                raise RequestError(
                    f"the plan has no start, so that no date can be asked about (got {finish!r}); "
                    "give days=…, in working days from the start"
                )
            since = end_of(finish) - np.datetime64(self.origin, "s")
            return float(since / np.timedelta64(1, "m"))
        if self.origin is not None or not is_number(finish) or math.isnan(finish):
            raise RequestError(
                f"finish must be a date such as 2026-06-30, and days a number of working days "
                f"(got {finish!r})"
            )
        return float(finish)

    def told(self, time: float) -> dt.datetime | float:
        """Return an instant, or working days, of a place on the axis of time."""
        if self.origin is None:
            return time
        if not math.isfinite(time):
            return dt.datetime.max if time > 0 else dt.datetime.min
        try:
            return self.origin + dt.timedelta(minutes=time)
        except OverflowError:
            return dt.datetime.max if time > 0 else dt.datetime.min

    def joint(self, cost: float | None, time: float | None) -> Estimate | None:
        """Return the probability of keeping both, where both are given."""
        if cost is None or time is None:
            return None
        return share_estimate(
            (self.cost.values <= cost) & (self.time.values <= time), self.cost.cell
        )

    def frontier(self, at: float) -> tuple[JointPair, ...]:
        """Return pairs that are just sure enough, the earliest finish first."""
        ordered = np.sort(self.time.values)
        needed = math.ceil(at / _PERCENT * len(ordered) - 1e-9)
        pairs: list[JointPair] = []
        for time in _spread_out(ordered[needed - 1 :]):
            pair = self.at_finish(time, at)
            # Where more time saves no money, the earlier finish will do.
            if pair is not None and (not pairs or pair.cost < pairs[-1].cost):
                pairs.append(pair)
        return tuple(pairs)

    def at_finish(self, time: float, at: float) -> JointPair | None:
        """Return the pair of the lowest cost that is sure enough with a finish."""
        cost = _within(self.cost, self.time.values <= time).quiet_percentile(at)
        return self._pair(cost, Estimate(time, time, time))

    def at_cost(self, cost: float, at: float) -> JointPair | None:
        """Return the pair of the earliest finish that is sure enough with a cost."""
        time = _within(self.time, self.cost.values <= cost).quiet_percentile(at)
        return self._pair(Estimate(cost, cost, cost), time)

    def nearest(
        self, pairs: Iterable[JointPair | None], cost: float | None, time: float | None
    ) -> JointPair | None:
        """Return the pair nearest to what was asked, in standard deviations."""
        if cost is None and time is None:
            return None

        def distance(pair: JointPair) -> float:
            away = 0.0
            if cost is not None:
                away += ((pair.cost - cost) / (self.cost.std() or 1.0)) ** 2
            if time is not None:
                away += ((self._place(pair) - time) / (self.time.std() or 1.0)) ** 2
            return away

        return min((pair for pair in pairs if pair is not None), key=distance, default=None)

    def remark(self, cost: float | None, time: float | None, at: float) -> str:
        """Return why what was asked is impossible, or nothing."""
        count = counted(len(self.cost), "simulated future")
        money = "" if cost is None else estimate_text(cost, 0.0)
        never = []
        if cost is not None and cost < self.cost.values.min():
            least = estimate_text(rounded_up(float(self.cost.values.min())), 0.0)
            never.append(f"costs {money} or less; least {least}")
        if time is not None and time < self.time.values.min():
            least_time = float(self.time.values.min())
            first = self.shown(least_time if self.origin else rounded_up(least_time))
            never.append(f"is finished by {self.shown(time)}; first {first}")
        if never:
            return f"none of {count} {'; and none '.join(never)}"
        if self.joint(cost, time) == 0.0:
            return f"none of {count} keeps both"
        fewest = fewest_iterations(at, self.cost.cell)
        if fewest > len(self.cost):
            return f"{count} cannot support a confidence of {at:g} %; it takes {fewest:,}"
        if cost is not None:
            kept = self.cost.confidence(cost)
            if kept < at / _PERCENT:
                return _too_unsure("finish", f"cost of {money}", kept, at)
        if time is not None:
            kept = self.time.confidence(time)
            if kept < at / _PERCENT:
                return _too_unsure("cost", f"finish by {self.shown(time)}", kept, at)
        return ""

    def shown(self, time: float) -> str:
        """Return a place on the axis of time as text."""
        told = self.told(time)
        return f"{told:%Y-%m-%d}" if isinstance(told, dt.datetime) else days_text(told)

    def finish_of(self, time: Estimate) -> DateEstimate | Estimate:
        """Return an estimate on the axis of time as a date, or as working days."""
        value, low, high = (self.told(end) for end in (time.value, time.low, time.high))
        if isinstance(value, dt.datetime):
            return DateEstimate(value, low, high)  # type: ignore[arg-type]  # all are instants
        return time

    def _place(self, pair: JointPair) -> float:
        finish = pair.finish
        if isinstance(finish, Estimate):
            return finish.value
        return (finish.value - (self.origin or finish.value)).total_seconds() / _MINUTES

    def _pair(self, cost: Estimate, time: Estimate) -> JointPair | None:
        joint = self.joint(cost.value, time.value)
        if joint is None or not (math.isfinite(cost) and math.isfinite(time)):
            return None
        return JointPair(
            cost=cost,
            finish=self.finish_of(time),
            joint=joint,
            cost_confidence=self.cost.confidence(cost.value),
            finish_confidence=self.time.confidence(time.value),
        )


def rounded_up(value: float) -> float:
    """Return what one future comes to, to four digits, so that it is kept by what is shown.

    Examples
    --------
    >>> rounded_up(356.325), rounded_up(17_073_306.2), rounded_up(0.0)
    (356.4, 17080000.0, 0.0)
    """
    if value == 0.0 or not math.isfinite(value):
        return value
    decimals = _DIGITS - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, decimals)
    return rounded if rounded >= value else round(value + 0.5 * 10.0**-decimals, decimals)


def _too_unsure(other: str, what: str, kept: Estimate, at: float) -> str:
    """Return that one thing alone is too unsure, as far as the iterations show it."""
    alone = f"alone it is {percent_text(kept, kept.error)}"
    if kept.high < at / _PERCENT:
        return f"no {other} makes a {what} {at:g} % sure: {alone}"
    return f"a {what} is not shown to be {at:g} % sure with any {other}: {alone}"


def _within(samples: Samples, kept: BoolArray) -> Samples:
    """Return samples that are beyond all bounds where something else is not kept.

    A percentile of them is what it takes to keep both with that probability.
    """
    return Samples(np.where(kept, samples.values, math.inf), samples.base, "", samples.cell)


def _spread_out(ordered: FloatArray) -> list[float]:
    """Return some values of an ascending sample, each once, both ends among them."""
    values = np.unique(ordered)
    if len(values) > _POINTS:
        values = np.unique(ordered[np.linspace(0, len(ordered) - 1, _POINTS).astype(int)])
    return [float(value) for value in values]
