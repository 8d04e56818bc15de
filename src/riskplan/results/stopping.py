"""When a run may stop: the precision that is wished for, how far off it is, and how it ended."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from attrs import Attribute, field, frozen

from riskplan._format import days_text, estimate_text, percent_text
from riskplan.distributions.parameters import is_number
from riskplan.errors import RequestError
from riskplan.results.estimate import Estimate
from riskplan.results.ranks import refuse_bad_level
from riskplan.results.samples import Samples

__all__ = ["Precision", "Stopping", "judged"]

# The error of an error is about 8 % at 10 000 iterations. Stopping at the first lucky one would
# make intervals cover too seldom; with so much to spare the next look is nearly always the last.
_TO_SPARE = 1.2
_LARGEST_STEP = 10.0
_SIGNIFICANT = 2
_ROUNDING = 1e-9


def _is_a_level(_instance: Any, _attribute: Attribute[Any], value: Any) -> None:
    refuse_bad_level(value)


def _is_an_error(_instance: Any, attribute: Attribute[Any], value: Any) -> None:
    if value is None:
        return
    if not is_number(value) or not 0.0 < value < math.inf:
        raise RequestError(
            f"Precision: {attribute.name} must be a number above 0, half the width of an interval "
            f"(got {value!r})"
        )
    if attribute.name == "relative" and value >= 1.0:
        raise RequestError(
            f"Precision: relative must be a fraction below 1 (got {value!r}); "
            f"for {value:g} % write relative={value / 100:g}"
        )


def _is_a_cap(_instance: Any, _attribute: Attribute[Any], value: Any) -> None:
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not is_whole or value < 1:
        raise RequestError(
            f"Precision: cap must be a whole number of at least 1 iteration (got {value!r})"
        )


@frozen
class Precision:
    """How precisely a percentile is to be known: half the width of its 95 % interval.

    Parameters
    ----------
    at : float [percent]
        The P-level.
    relative : float, optional [fraction of the percentile]
        Of the cost and of the duration, of whatever the plan has.
    cost : float, optional [currency]
        Of the cost alone; instead of `relative`.
    days : float, optional [working days]
        Of the duration alone; instead of `relative`.
    cap : int
        The most iterations to spend on it.

    Raises
    ------
    RequestError
        If no error is wished for, or one both ways; or if a number cannot be.

    Examples
    --------
    >>> Precision(at=80, relative=0.005)
    Precision(at=80, relative=0.005, cost=None, days=None, cap=1000000)
    >>> Precision(relative=0.5, cost=10_000)
    Traceback (most recent call last):
    riskplan.errors.RequestError: Precision: relative is instead of cost and days; drop one of them
    """

    at: float = field(default=80, validator=_is_a_level)
    relative: float | None = field(default=None, validator=_is_an_error, kw_only=True)
    cost: float | None = field(default=None, validator=_is_an_error, kw_only=True)
    days: float | None = field(default=None, validator=_is_an_error, kw_only=True)
    cap: int = field(default=1_000_000, validator=_is_a_cap, kw_only=True)

    def __attrs_post_init__(self) -> None:
        absolute = self.cost is not None or self.days is not None
        if self.relative is not None and absolute:
            raise RequestError("Precision: relative is instead of cost and days; drop one of them")
        if self.relative is None and not absolute:
            raise RequestError(
                "Precision: which error is wished for? "
                "give relative=0.005, or cost in money, or days"
            )


@frozen(repr=False)
class Stopping:
    """How far the iterations so far are from the precision that is wished for.

    Parameters
    ----------
    precision : Precision
    iterations : int
        How many there were.
    cost : Estimate, optional [currency]
        The percentile of the cost; None where nothing in the plan costs money.
    days : Estimate, optional [working days]
        The percentile of the duration; None where the plan has no schedule.
    cell : int
        The iterations in a cell of the sampling plan, which stay together.

    Raises
    ------
    RequestError
        If a precision is wished for a total that the plan does not have.
    """

    precision: Precision
    iterations: int
    cost: Estimate | None
    days: Estimate | None
    cell: int = 1

    def __attrs_post_init__(self) -> None:
        wish = self.precision
        if self.cost is None and self.days is None:
            raise RequestError("the plan has neither costs nor activities, and so no percentile")
        if wish.cost is not None and self.cost is None:
            raise RequestError("nothing in the plan costs money; wish for a precision in days")
        if wish.days is not None and self.days is None:
            raise RequestError("the plan has no activities; wish for a precision of the cost")

    @property
    def reached(self) -> bool:
        """Whether the intervals are as narrow as they should be."""
        return self._excess <= 1.0

    @property
    def needed(self) -> int | None:
        """About how many iterations it takes in all; None where there are too few to tell.

        Errors fall with the square root of the number of iterations. The number is rounded up to
        two digits, because the error is itself known no better.
        """
        if self._excess == math.inf:
            return None
        needed = self.iterations * self._excess**2
        digit: int = 10 ** max(math.floor(math.log10(max(needed, 1.0))) + 1 - _SIGNIFICANT, 0)
        return max(math.ceil(needed / digit - _ROUNDING), 1) * digit

    def next_iterations(self) -> int | None:
        """Return how many iterations to simulate in all before looking again.

        It aims beyond what the error so far calls for, and in one step where it can: an interval
        that is watched until it happens to be narrow covers the truth too seldom (Law, Simulation
        Modeling and Analysis, 5th ed., section 9.4.1).

        Returns
        -------
        int or None
            A whole number of cells; None where the precision is reached, or the cap.
        """
        if self.reached:
            return None
        growth = min(self._excess**2 * _TO_SPARE, _LARGEST_STEP)
        wanted = math.ceil(self.iterations * growth / self.cell) * self.cell
        most = self.precision.cap // self.cell * self.cell
        return min(wanted, most) if most > self.iterations else None

    @property
    def sentence(self) -> str:
        """How it ended, in plain English.

        Short of the precision and of the cap, a run ends for want of memory alone.
        """
        known = f"{self._known} after {self.iterations:,} iterations"
        if self.reached:
            return f"{known}, as precise as was asked for ({self._wanted})."
        needed = "it takes more" if self.needed is None else f"it takes about {self.needed:,}"
        wanted = self.next_iterations()
        limit = (
            f"{self.precision.cap:,} were the most allowed"
            if wanted is None
            else f"the next step, to {wanted:,}, did not fit in memory"
        )
        return f"{known}, less precise than was asked for ({self._wanted}): {needed}, and {limit}."

    def __repr__(self) -> str:
        how = "reached" if self.reached else "not reached"
        return f"Stopping({how} after {self.iterations:,} iterations: {self._known})"

    @property
    def _excess(self) -> float:
        """How many times too wide the intervals are: the worst of those asked for."""
        wish, excess = self.precision, 0.0
        for level, absolute in ((self.cost, wish.cost), (self.days, wish.days)):
            if level is not None and wish.relative is not None:
                excess = max(excess, _times(level.error, wish.relative * abs(level)))
            if level is not None and absolute is not None:
                excess = max(excess, _times(level.error, absolute))
        return excess

    @property
    def _known(self) -> str:
        name, wish, parts = f"P{self.precision.at:g}", self.precision, []
        if self.cost is not None and (wish.relative or wish.cost):
            parts.append(f"{name} of the cost is {self.cost}")
        if self.days is not None and (wish.relative or wish.days):
            parts.append(f"{name} of the duration is {days_text(self.days, self.days.error)}")
        return " and ".join(parts)

    @property
    def _wanted(self) -> str:
        wish, parts = self.precision, []
        if wish.relative is not None:
            parts.append(f"± {percent_text(wish.relative)}")
        if wish.cost is not None:
            parts.append(f"± {estimate_text(wish.cost, 0.0)}")
        if wish.days is not None:
            parts.append(f"± {days_text(wish.days)}")
        return ", ".join(parts)


def judged(precision: Precision, cost: Samples | None, duration: Samples | None) -> Stopping:
    """Return how far some iterations are from a precision.

    Parameters
    ----------
    precision : Precision
    cost, duration : Samples, optional [currency] [working days]
        The totals so far; None where the plan has no such total.

    Raises
    ------
    RequestError
        If a precision is wished for a total that the plan does not have.

    Examples
    --------
    >>> cost = Samples(np.arange(1_000.0), 0.0)
    >>> so_far = judged(Precision(relative=0.01), cost, None)
    >>> so_far
    Stopping(not reached after 1,000 iterations: P80 of the cost is 800 ± 20)
    >>> so_far.next_iterations(), judged(Precision(cost=30), cost, None).next_iterations()
    (10000, None)
    """
    totals = [total for total in (cost, duration) if total is not None]
    return Stopping(
        precision,
        iterations=max((len(total) for total in totals), default=0),
        cell=max((total.cell for total in totals), default=1),
        cost=None if cost is None else cost.quiet_percentile(precision.at),
        days=None if duration is None else duration.quiet_percentile(precision.at),
    )


def _times(error: float, wished: float) -> float:
    """Return how many times an error is as large as the one wished for; none is never too large."""
    if error == 0.0:
        return 0.0
    return error / wished if wished else math.inf
