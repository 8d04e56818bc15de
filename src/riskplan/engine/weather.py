"""Weather: calendars of which every iteration loses other days, drawn month by month.

A day is lost as a whole. A task on such a calendar takes its work from the days that are left, so
that between its beginning and its end lies more of the calendar's time than it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.engine.quantities import Quantity
from riskplan.engine.streams import Key, key_of
from riskplan.engine.worktime import WorkTime
from riskplan.errors import PlanError, Problem

__all__ = ["LostTime", "Month", "Weather", "lost_days"]

_DAY = 24 * 60.0
_MONTHS_A_YEAR = 12
_MOST_YEARS = 200


@frozen
class Month:
    """A month of a year, and the streams of what it loses.

    Parameters
    ----------
    name : str
        The name that its streams begin with.
    """

    name: str

    @property
    def count(self) -> Key:
        """The stream of how many days are lost."""
        return key_of(self.name)

    @property
    def part(self) -> Key:
        """The stream that decides about a part of a day."""
        return key_of(f"{self.name}/part")

    def day(self, number: int) -> Key:
        """Return the stream that decides about a working day of the month."""
        return key_of(f"{self.name}/{number}")


@frozen(eq=False)
class Weather:
    """What the weather takes from a calendar.

    Parameters
    ----------
    name : str
        The name that its streams begin with.
    lost : mapping of int to Quantity
        The days lost in each month of the year, 1 to 12, if any.
    origin : numpy.datetime64 [day]
        The day that instants are counted from.
    first : int
        The number of the day, counted from the origin, from which weather is drawn.
    """

    name: str
    lost: Mapping[int, Quantity]
    origin: np.datetime64
    first: int

    def months(self) -> Iterator[tuple[Month, Quantity | None, int, int]]:
        """Yield the months for ever: streams, days lost, first day and day after the last."""
        day = self.first
        while True:
            month = (self.origin + day).astype("datetime64[M]")
            after = int(((month + 1).astype("datetime64[D]") - self.origin).astype(np.int64))
            number = int(month.astype(np.int64)) % _MONTHS_A_YEAR + 1
            yield Month(f"{self.name}/{month}"), self.lost.get(number), day, after
            day = after


def lost_days(
    needed: FloatArray, part: FloatArray | float, chances: Callable[[int], FloatArray], days: int
) -> BoolArray:
    """Return which days of a month are lost, every choice of as many being equally likely.

    Selection sampling (Knuth, *The Art of Computer Programming*, volume 2, 3.4.2, algorithm S).

    Parameters
    ----------
    needed : FloatArray, shape (count,) [days]
        How many are lost; a part of a day is a chance of a whole one.
    part : FloatArray, shape (count,), or float
        The uniform that decides about that chance.
    chances : callable
        Returns the uniforms that decide about a day, shape (count,).
    days : int
        How many there are.

    Returns
    -------
    BoolArray, shape (days, count)
    """
    needed = np.clip(needed, 0.0, days)
    whole = np.floor(needed)
    left = whole + (part < needed - whole)
    lost = np.empty((days, len(left)), dtype=np.bool_)
    for day in range(days):
        np.less(chances(day) * (days - day), left, out=lost[day])
        left -= lost[day]
    return lost


class LostTime:
    """The working time of a calendar that is left in each iteration of a block.

    It counts *minutes left*: those of the calendar without the days that are lost. More months are
    drawn as they are needed.
    """

    def __init__(
        self,
        weather: Weather,
        work: WorkTime,
        draw: Callable[[Month, Quantity, int], BoolArray],
        count: int,
    ) -> None:
        self._work, self._draw, self._count = work, draw, count
        self._months = weather.months()
        start = work.minutes_at(np.array([weather.first * _DAY]))
        self._edges = [float(start[0])]
        self._left: list[FloatArray] = [np.full(count, self._edges[0])]
        self._years = 0
        self._table = self._known()

    def advance(self, start: FloatArray, minutes: FloatArray) -> FloatArray:
        """Return when work ends that begins at some minutes of the calendar and takes so many."""
        return self._at(self._left_at(start) + minutes, last=True)

    def retreat(self, finish: FloatArray, minutes: FloatArray) -> FloatArray:
        """Return when work begins that ends at some minutes of the calendar."""
        return self._at(self._left_at(finish) - minutes, last=False)

    def _left_at(self, minutes: FloatArray) -> FloatArray:
        """Return the minutes left before some minutes of the calendar."""
        while self._edges[-1] < minutes.max(initial=0.0):
            self._extend_by_a_year()
        edges, left = self._table
        row = np.clip(edges.searchsorted(minutes, side="right") - 1, 0, len(edges) - 2)
        column = np.arange(self._count)
        before, after = left[row, column], left[row + 1, column]
        passed = minutes - edges[row]
        # A day that is lost leaves nothing; before the first day nothing is ever lost.
        return np.where((after > before) | (passed < 0.0), before + passed, before)

    def _at(self, left: FloatArray, *, last: bool) -> FloatArray:
        """Return the minutes of the calendar at which so many are left behind."""
        while self._left[-1].min() <= left.max(initial=0.0):
            self._extend_by_a_year()
        edges, table = self._table
        row = self._row(table, left, last=last)
        minutes: FloatArray = edges[row] + (left - table[row, np.arange(self._count)])
        return minutes

    def _row(self, table: FloatArray, left: FloatArray, *, last: bool) -> IntArray:
        """Return the day on which so many minutes are left behind: its end counts if `last`."""
        low = np.zeros(self._count, dtype=np.int64)
        high = np.full(self._count, len(table) - 1)
        column = np.arange(self._count)
        while (high - low > 1).any():
            middle = (low + high) // 2
            value = table[middle, column]
            below = value < left if last else value <= left
            low = np.where(below, middle, low)
            high = np.where(below, high, middle)
        return low

    def _extend_by_a_year(self) -> None:
        """Draw twelve more months.

        Raises
        ------
        PlanError
            If work goes on for so long that hardly a day can be left to do it on.
        """
        if self._years == _MOST_YEARS:
            problem = Problem(
                "calendar",
                f"with the days that it loses, work may take longer than {_MOST_YEARS} years",
                "check lost days and durations, and cut off long tails: truncated(…, high=…)",
            )
            raise PlanError([problem])
        for _ in range(_MONTHS_A_YEAR):
            self._extend()
        self._years += 1
        self._table = self._known()

    def _extend(self) -> None:
        """Draw one more month."""
        month, quantity, first, after = next(self._months)
        bounds = self._work.minutes_at(np.arange(first, after + 1, dtype=np.float64) * _DAY)
        worked = np.diff(bounds)
        days = worked.nonzero()[0]
        lost = None
        if quantity is not None and len(days):
            lost = self._draw(month, quantity, len(days))
        for number, day in enumerate(days.tolist()):
            left = self._left[-1] + worked[day]
            if lost is not None:
                left = np.where(lost[number], self._left[-1], left)
            self._left.append(left)
            self._edges.append(float(bounds[day + 1]))

    def _known(self) -> tuple[FloatArray, FloatArray]:
        return np.array(self._edges), np.array(self._left)
