"""Joint confidence: how sure a cost and a date are together, and which pairs are sure enough."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from riskplan._format import card, days_text, estimate_text, percent_text
from riskplan._typing import FloatArray, IntArray
from riskplan.analysis.drivers import refuse_no_run
from riskplan.analysis.frontier import Futures, JointPair, rounded_up
from riskplan.analysis.spearman import ranked, spearman
from riskplan.distributions.parameters import is_number
from riskplan.errors import RequestError
from riskplan.results import (
    DateEstimate,
    Estimate,
    SimulationResult,
    refuse_bad_level,
    share_estimate,
)
from riskplan.results.cells import half_width
from riskplan.results.paired import bandwidth

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["JointConfidence", "JointLevel", "jcl"]

TRAP_LEVELS = (50.0, 70.0, 80.0, 90.0)
_TRAP = 80.0
_TIED = 0.1
_PERCENT = 100.0


@frozen
class JointLevel:
    """Cost and finish, each at one P-level of its own, and how sure they are together.

    Parameters
    ----------
    at : float [percent]
        The P-level of both.
    cost : Estimate [currency]
    finish : DateEstimate or Estimate
        A date, or working days where the answer is in days.
    joint : Estimate
        The probability of keeping both: less than `at`, unless cost and finish always go together.
    """

    at: float
    cost: Estimate
    finish: DateEstimate | Estimate
    joint: Estimate


@frozen(repr=False)
class JointConfidence:
    """How sure a cost and a finish are together.

    Parameters
    ----------
    at : float [percent]
        The confidence wanted of both together.
    cost : float, optional [currency]
        The cost asked about; None where nobody said one.
    finish : datetime.datetime or float, optional
        The finish asked about: an instant, or working days; None where nobody said one.
    joint : Estimate, optional
        The probability of keeping both; None where one of them is not given.
    cost_confidence, finish_confidence : Estimate, optional
        The probability of keeping each, whatever becomes of the other.
    dependence : Estimate, optional
        The rank correlation (Spearman) of cost and finish; None where one never varies.
    levels : tuple of JointLevel
        What P50, P70, P80 and P90 of each are worth together: the trap.
    frontier : tuple of JointPair
        The pairs that are just sure enough: no lower cost does with the same finish. Earliest
        first.
    at_this_cost, at_this_finish : JointPair, optional
        The earliest finish that is sure enough at the cost asked about, and the lowest cost with
        the finish asked about; None where there is none, or where neither was asked about.
    nearest : JointPair, optional
        The pair of the frontier nearest to what was asked, counted in standard deviations.
    remark : str
        Why what was asked is impossible, or not shown to be possible; empty where it is.
    currency : str
    """

    at: float
    cost: float | None
    finish: dt.datetime | float | None
    joint: Estimate | None
    cost_confidence: Estimate | None
    finish_confidence: Estimate | None
    dependence: Estimate | None
    levels: tuple[JointLevel, ...]
    frontier: tuple[JointPair, ...]
    at_this_cost: JointPair | None
    at_this_finish: JointPair | None
    nearest: JointPair | None
    remark: str
    currency: str

    @property
    def reached(self) -> bool | None:
        """Whether the pair asked about is as sure as wanted; None where no pair was given."""
        return None if self.joint is None else self.joint >= self.at / _PERCENT

    @property
    def independent(self) -> float | None:
        """The probability of keeping both if cost and finish had nothing to do with each other."""
        if self.cost_confidence is None or self.finish_confidence is None:
            return None
        return self.cost_confidence.value * self.finish_confidence.value

    @property
    def balanced(self) -> JointPair | None:
        """The pair of the frontier whose cost and finish are the most nearly equally sure."""
        return min(
            self.frontier,
            key=lambda pair: abs(pair.cost_confidence - pair.finish_confidence),
            default=None,
        )

    def level(self, at: float) -> JointLevel:
        """Return what cost and finish at one P-level are worth together.

        Raises
        ------
        RequestError
            If the level is none of those at hand.
        """
        for level in self.levels:
            if level.at == at:
                return level
        known = ", ".join(f"{level.at:g}" for level in self.levels)
        raise RequestError(f"the P-levels here are {known} (got {at!r})")

    def __iter__(self) -> Iterator[JointPair]:
        return iter(self.frontier)

    def __len__(self) -> int:
        return len(self.frontier)

    def to_frame(self) -> pd.DataFrame:
        """Return the frontier as a frame: finish, cost with its interval, and confidences."""
        import pandas as pd

        columns = {
            "finish": [pair.finish for pair in self],
            "cost": [pair.cost.value for pair in self],
            "cost_low": [pair.cost.low for pair in self],
            "cost_high": [pair.cost.high for pair in self],
            "cost_confidence": [pair.cost_confidence.value for pair in self],
            "finish_confidence": [pair.finish_confidence.value for pair in self],
            "joint": [pair.joint.value for pair in self],
        }
        return pd.DataFrame(columns).rename_axis("pair")

    def __repr__(self) -> str:
        trap = self.level(_TRAP)
        parts = [self.answer] if self.answer else []
        parts.append(f"P80 cost with P80 finish {percent_text(trap.joint, trap.joint.error)}")
        return f"JointConfidence({'; '.join(parts)})"

    @property
    def answer(self) -> str:
        """What was asked, in one line: how sure, and the nearest pair that is sure enough."""
        if self.joint is None:
            asked = self.remark
        else:
            sure = percent_text(self.joint, self.joint.error)
            asked = f"{self._asked()} {sure}"
            if self.remark:
                asked = f"{asked}: {self.remark}"
        if self.reached is not True and self.nearest is not None:
            asked = f"{asked}; nearest at {self.at:g} %: {self._told(self.nearest)}"
        return asked.removeprefix("; ")

    def _asked(self) -> str:
        cost = 0.0 if self.cost is None else self.cost
        return f"{estimate_text(cost, 0.0)} {self.currency}".strip() + f" by {_when(self.finish)}"

    def _told(self, pair: JointPair) -> str:
        return f"{pair.cost} {self.currency}".strip() + f" by {_when(pair.finish)}"

    def _repr_html_(self) -> str:
        rows = []
        if self.joint is not None:
            rows.append((self._asked(), percent_text(self.joint, self.joint.error)))
        for label, share in (
            ("cost alone", self.cost_confidence),
            ("finish alone", self.finish_confidence),
        ):
            if share is not None:
                rows.append((label, percent_text(share, share.error)))
        if self.remark:
            rows.append(("remark", self.remark))
        for label, pair in (
            (f"{self.at:g} % at this cost", self.at_this_cost),
            (f"{self.at:g} % by this finish", self.at_this_finish),
            (f"{self.at:g} %, nearest", self.nearest),
            (f"{self.at:g} %, balanced", self.balanced),
        ):
            if pair is not None:
                rows.append((label, self._told(pair)))
        rows += [
            (f"P{one.at:g} cost with P{one.at:g} finish", percent_text(one.joint, one.joint.error))
            for one in self.levels
        ]
        if self.dependence is not None:
            rows.append(("rank correlation", str(self.dependence)))
        return card("Joint confidence", rows)


def jcl(
    run: SimulationResult,
    cost: float | None = None,
    finish: dt.date | str | None = None,
    *,
    days: float | None = None,
    at: float = 70,
) -> JointConfidence:
    """Return how sure a cost and a finish are together, and which pairs are sure enough.

    The confidence of both together is never above that of either: a cost and a date that are each
    80 % sure are kept both in fewer than 80 of 100 futures, unless money and time always go wrong
    together (NASA, *Cost Estimating Handbook*, version 4.0, appendix J, which asks for a joint
    confidence of 70 %).

    Parameters
    ----------
    run : SimulationResult
        With a cost and a schedule.
    cost : float, optional [currency]
        The plan's budget unless given.
    finish : datetime.date, datetime.datetime or str, optional
        A date alone means the end of that day; the plan's deadline unless given.
    days : float, optional [working days]
        The finish counted from the start, instead of a date; for plans without a start.
    at : float [percent]
        The confidence wanted of both together, for which the frontier is drawn.

    Returns
    -------
    JointConfidence
        What cannot be is answered, too: its `remark` says why, and `nearest` is what can.

    Raises
    ------
    RequestError
        If it is no run, if it lacks a cost or a schedule, if the level cannot be, if cost or
        finish is no such thing, or if a finish is given twice.

    Examples
    --------
    >>> import riskplan as rp
    >>> dig = rp.Activity("dig", "Dig", rp.Uniform(10, 20))
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("c", "C", rp.Uniform(0, 100))], activities=[dig])
    >>> run = rp.simulate(plan, iterations=20_000, seed=1)
    >>> answer = rp.jcl(run, cost=80, days=18)
    >>> 0.63 < answer.joint < 0.65, 0.63 < answer.level(80).joint < 0.65, answer.reached
    (True, True, False)
    >>> rp.jcl(run, cost=60, at=70).remark
    'no finish makes a cost of 60 70 % sure: alone it is 60... %'
    """
    refuse_no_run(run)
    refuse_bad_level(at)
    futures = Futures.of(run, in_days=days is not None)
    asked_cost = futures.cost_asked(run.targets.budget if cost is None else cost)
    asked_finish = futures.finish_asked(_finish_of(run, finish, days))
    pairs = futures.frontier(at)
    by_cost = None if asked_cost is None else futures.at_cost(asked_cost, at)
    by_finish = None if asked_finish is None else futures.at_finish(asked_finish, at)
    return JointConfidence(
        at=float(at),
        cost=asked_cost,
        finish=None if asked_finish is None else futures.told(asked_finish),
        joint=futures.joint(asked_cost, asked_finish),
        cost_confidence=None if asked_cost is None else futures.cost.confidence(asked_cost),
        finish_confidence=None if asked_finish is None else futures.time.confidence(asked_finish),
        dependence=_dependence(futures),
        levels=tuple(_level(futures, level) for level in sorted({*TRAP_LEVELS, float(at)})),
        frontier=pairs,
        at_this_cost=by_cost,
        at_this_finish=by_finish,
        nearest=futures.nearest((*pairs, by_cost, by_finish), asked_cost, asked_finish),
        remark=futures.remark(asked_cost, asked_finish, at),
        currency=run.currency,
    )


def _finish_of(
    run: SimulationResult, finish: dt.date | str | None, days: float | None
) -> dt.date | str | float | None:
    """Return the finish asked about: the one given, or what the plan promises."""
    if finish is not None and days is not None:
        raise RequestError(f"finish={finish!r} and days={days!r} both say when; give one of them")
    if days is not None:
        if not is_number(days):
            raise RequestError(f"days must be a number of working days (got {days!r})")
        return days
    if finish is not None:
        return finish
    return run.targets.deadline if run.has_dates else run.targets.deadline_days


def _dependence(futures: Futures) -> Estimate | None:
    cost, time = ranked(futures.cost.values), ranked(futures.time.values)
    if cost is None or time is None:
        return None
    return spearman(cost, time, futures.cost.cell)


def _level(futures: Futures, at: float) -> JointLevel:
    cost, time = futures.cost.quiet_percentile(at), futures.time.quiet_percentile(at)
    return JointLevel(at, cost, futures.finish_of(time), _together(futures, at, cost, time))


def _together(futures: Futures, at: float, cost: float, time: float) -> Estimate:
    """Return how sure two percentiles are together, with the error that they are estimates, too.

    Each percentile is where its own share of iterations lies below it: what an iteration does to
    the joint share, it also does through either of them (J.-D. Fermanian, D. Radulovic and
    M. Wegkamp, "Weak convergence of empirical copula processes", *Bernoulli* 10 (2004),
    theorem 3).
    """
    sides = (futures.cost, futures.time)
    kept = [samples.values <= level for samples, level in zip(sides, (cost, time), strict=True)]
    both = kept[0] & kept[1]
    share, cell = at / _PERCENT, futures.cost.cell
    influence, most = both.astype(np.float64), 1.0
    for mine, other in ((0, 1), (1, 0)):
        around = _around(sides[mine].values, at)
        if around is None:
            # A percentile at an atom is kept more often than its level says.
            most = min(most, share_estimate(kept[mine], cell).high)
        else:
            influence -= float(np.mean(kept[other][around])) * kept[mine]
            most = min(most, share)
    value, half = float(np.mean(both)), half_width(influence, cell)
    low, high = max(2.0 * share - 1.0, value - half, 0.0), min(most, value + half)
    return Estimate(value, min(low, value), max(high, value))


def _around(values: FloatArray, at: float) -> IntArray | None:
    """Return the iterations that stand around a percentile.

    None where many of them share its value: then the percentile is known.
    """
    count, share = len(values), at / _PERCENT
    order = np.argsort(values, kind="stable")
    reach = max(round(bandwidth(share, count) * count), 1)
    rank = min(max(math.ceil(share * count - 1e-9), 1), count) - 1
    around = order[max(rank - reach, 0) : rank + reach + 1]
    if np.count_nonzero(values[around] == values[order[rank]]) > len(around) * _TIED:
        return None
    return around


def _when(finish: object) -> str:
    if isinstance(finish, dt.datetime):
        return f"{finish:%Y-%m-%d}"
    if isinstance(finish, Estimate):
        # Without error, it is that of one future.
        return days_text(finish if finish.error else rounded_up(finish), finish.error)
    return days_text(finish) if isinstance(finish, float) else str(finish)
