"""Working time: how many minutes a calendar has worked at an instant, and when it has.

Time is cut into cells that are wholly worked or not, so that both ways are a look-up in a table,
and whatever is a whole number of 1/1024 minute stays exact.
Behind the last exception a calendar repeats itself week by week, and so does its table.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.errors import PlanError, Problem

__all__ = ["CONTINUOUS", "Hours", "WorkTime", "worktime_of"]

Hours: TypeAlias = Sequence[tuple[int, int]]
"""When a day is worked: from and to, in minutes after midnight."""

_DAY = 24 * 60
_DAYS_A_WEEK = 7
_WEEK = _DAYS_A_WEEK * _DAY

# What most plans need, so that few have to repeat the last week.
_WEEKS_AT_ONCE = 8 * 52
_CELLS_AT_ONCE = 1_000_000
_MOST_CELLS = 12_000_000


@frozen(eq=False)
class WorkTime:
    """The working time of one calendar.

    An instant is a number of minutes since the origin of the grid. Where a calendar rests, no
    work is done: there the end of some work and the beginning of the next lie apart.

    Parameters
    ----------
    cell : int [minutes]
        The length of a cell.
    worked : IntArray, shape (n_cells + 1,)
        How many cells were worked before each cell. The last week of cells goes on for ever.
    """

    cell: int
    worked: IntArray

    def minutes_at(self, instants: FloatArray) -> FloatArray:
        """Return how many minutes have been worked at instants [minutes]."""
        instants, weeks = _folded(instants, self._limit, _WEEK)
        cell = (instants / self.cell).astype(np.intp)
        offsets, rates = self._lines
        minutes = rates.take(cell, mode="clip")
        minutes *= instants
        minutes += offsets.take(cell, mode="clip")
        if weeks is not None:
            minutes += weeks * self._minutes_a_week
        return minutes

    def begin(self, minutes: FloatArray) -> FloatArray:
        """Return the instants at which work begins that follows on so many minutes of it."""
        minutes, weeks = _folded(minutes, self._worked_limit, self._minutes_a_week)
        rested = self._rests[1:].take((minutes / self.cell).astype(np.intp), mode="clip")
        return self._instants(minutes, rested, weeks)

    def end(self, minutes: FloatArray) -> FloatArray:
        """Return the instants at which so many minutes of work have been done."""
        minutes, weeks = _folded(minutes, self._worked_limit, self._minutes_a_week)
        number = minutes / self.cell
        np.ceil(number, out=number)
        return self._instants(minutes, self._rests.take(number.astype(np.intp), mode="clip"), weeks)

    def _instants(
        self, minutes: FloatArray, rested: FloatArray, weeks: FloatArray | None
    ) -> FloatArray:
        """Return the instants of work that follows on so much rest, which is overwritten."""
        rested += minutes
        if weeks is not None:
            rested += weeks * _WEEK
        return rested

    @cached_property
    def _lines(self) -> tuple[FloatArray, FloatArray]:
        """In each cell, the minutes worked at instant t are the first plus the second times t."""
        rates = np.diff(self.worked)
        offsets = (self.worked[:-1] - rates * np.arange(len(rates))) * self.cell
        return offsets.astype(np.float64), rates.astype(np.float64)

    @cached_property
    def _rests(self) -> FloatArray:
        """The minutes of rest before each worked cell; the first one stands there twice."""
        cells = np.diff(self.worked).nonzero()[0]
        rests = (cells - np.arange(len(cells))) * float(self.cell)
        return np.concatenate([rests[:1], rests])

    @cached_property
    def _limit(self) -> float:
        """The instant up to which the table is used as it stands."""
        return float((len(self.worked) - 1) * self.cell)

    @cached_property
    def _worked_limit(self) -> float:
        return float(self.worked[-1]) * self.cell

    @cached_property
    def _minutes_a_week(self) -> float:
        return self._worked_limit - float(self.worked[-1 - _WEEK // self.cell]) * self.cell


def _folded(
    values: FloatArray, limit: float, period: float
) -> tuple[FloatArray, FloatArray | None]:
    """Return values moved back by whole weeks into the table, and by how many weeks."""
    # As `max` would tell, but at a tenth of its price where there is one iteration.
    if not values.size or values.item(values.argmax()) < limit:
        return values, None
    weeks: FloatArray = np.maximum(np.floor((values - limit) / period) + 1.0, 0.0)
    return values - weeks * period, weeks


def worktime_of(
    origin: np.datetime64, week: Sequence[Hours], exceptions: Mapping[np.datetime64, Hours]
) -> WorkTime:
    """Return the working time of a calendar, counted from the beginning of a day.

    Parameters
    ----------
    origin : numpy.datetime64 [day]
    week : sequence of Hours, seven of them
        When each day of the week is worked, Monday first; some time must be worked.
    exceptions : mapping of numpy.datetime64 [day] to Hours
        The dates that are worked otherwise. Those before the origin play no part.

    Raises
    ------
    PlanError
        If exceptions reach so far, in shifts of odd minutes, that no table could hold them.

    Examples
    --------
    >>> day = [(8 * 60, 12 * 60), (13 * 60, 17 * 60)]
    >>> monday = np.datetime64("2026-01-05")
    >>> work = worktime_of(monday, [day] * 5 + [[], []], {})
    >>> work.end(np.array([480.0])) / 60, work.begin(np.array([480.0])) / 60
    (array([17.]), array([32.]))
    """
    known = {
        int((date - origin).astype(np.int64)): hours
        for date, hours in exceptions.items()
        if date >= origin
    }
    bounds = [bound for hours in (*week, *known.values()) for pair in hours for bound in pair]
    cell = math.gcd(_DAY, *bounds)
    needed = -(-(max(known, default=-1) + 1) // _DAYS_A_WEEK)
    if needed * (_WEEK // cell) > _MOST_CELLS:
        last = origin + max(known)
        problem = Problem(
            "calendars",
            f"one has exceptions up to {last} and shifts of odd minutes, too many to hold",
            "leave out exceptions of far years, or round shifts to quarters of an hour",
        )
        raise PlanError([problem])
    # The last week is the one that is repeated, so that it holds no exception; and a look-up that
    # was moved back into it must not meet the first minute of work.
    weeks = max(needed, min(_WEEKS_AT_ONCE, _CELLS_AT_ONCE * cell // _WEEK)) + 2
    first = int((origin.astype(np.int64) + 3) % _DAYS_A_WEEK)  # 1970-01-01 was a Thursday
    pattern = np.stack([_cells(week[(first + day) % _DAYS_A_WEEK], cell) for day in range(7)])
    mask = np.tile(pattern, (weeks, 1))
    for day, hours in known.items():
        mask[day] = _cells(hours, cell)
    flat = mask.reshape(-1)
    worked = np.zeros(flat.size + 1, dtype=np.int64)
    np.cumsum(flat, out=worked[1:])
    return WorkTime(cell, worked)


def _cells(hours: Hours, cell: int) -> BoolArray:
    """Return which cells of a day are worked."""
    worked = np.zeros(_DAY // cell, dtype=np.bool_)
    for opens, closes in hours:
        worked[opens // cell : closes // cell] = True
    return worked


CONTINUOUS = worktime_of(np.datetime64("1970-01-05"), [[(0, _DAY)]] * _DAYS_A_WEEK, {})
"""Time that never rests: every instant is as many minutes of work."""
