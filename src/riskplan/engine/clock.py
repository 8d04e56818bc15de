"""From moments to dates and back: working days on one day calendar, or instants."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, DateArray, FloatArray, IntArray
from riskplan.engine.timing import Timing

__all__ = ["Clock", "InstantClock"]

_DAY = np.timedelta64(1, "D")
_MINUTES_A_DAY = 24 * 60


@frozen(eq=False)
class Clock:
    """Working time since the start, in dates.

    Parameters
    ----------
    start : numpy.datetime64 [day]
        The first day; where it is not worked, the next working day counts.
    week : BoolArray, shape (7,)
        Which days of the week are worked, Monday first.
    holidays : DateArray, shape (n_holidays,) [day]
    opens, minutes : int [minutes]
        When a working day begins after midnight, and how long it is.
    """

    start: np.datetime64
    week: BoolArray
    holidays: DateArray
    opens: int
    minutes: int

    def finish(self, days: FloatArray) -> DateArray:
        """Return when work that takes so many days from the start ends [minute].

        Work that fills a whole number of days ends at the close of the last of them, not at the
        opening of the next.
        """
        minutes = self._minutes(days)
        whole = np.maximum(-(-minutes // self.minutes) - 1, 0)
        last_minute = _MINUTES_A_DAY - 1 - self.opens  # midnight already belongs to the next date
        return self._at(whole, np.minimum(minutes - whole * self.minutes, last_minute))

    def after(self, days: FloatArray) -> DateArray:
        """Return the dates so many working days after the start [minute]."""
        return self.finish(days)

    def begin(self, days: FloatArray) -> DateArray:
        """Return when work begins that waits so many days from the start [minute]."""
        whole, rest = np.divmod(self._minutes(days), self.minutes)
        return self._at(whole, rest)

    def days_until(self, date: np.datetime64) -> float:
        """Return the working days from the start to the close of a date."""
        first = self._offset(np.zeros(1, dtype=np.int64))[0]
        day_after = date + _DAY
        count = np.busday_count(
            first, day_after, weekmask=self.week.tolist(), holidays=self.holidays
        )
        return float(count)

    def moments(self, dates: DateArray) -> FloatArray:
        """Return when dates begin, in working days from the start, shape (n_dates,)."""
        return np.array([self.days_until(date - _DAY) for date in dates])

    def _minutes(self, days: FloatArray) -> IntArray:
        return np.rint(np.asarray(days) * self.minutes).astype(np.int64)

    def _at(self, whole: IntArray, minutes: IntArray) -> DateArray:
        day = self._offset(whole).astype("datetime64[m]")
        moments: DateArray = day + (minutes + self.opens).astype("timedelta64[m]")
        return moments

    def _offset(self, whole: IntArray) -> DateArray:
        days: DateArray = np.busday_offset(
            self.start, whole, roll="forward", weekmask=self.week.tolist(), holidays=self.holidays
        )
        return days


@frozen(eq=False)
class InstantClock:
    """Minutes since the midnight that instants are counted from, in dates.

    Parameters
    ----------
    origin : numpy.datetime64 [minute]
    timing : Timing
    """

    origin: np.datetime64
    timing: Timing

    def finish(self, instants: FloatArray) -> DateArray:
        """Return the dates of instants [minute]."""
        dates: DateArray = np.empty(np.shape(instants), dtype="datetime64[m]")
        origin = int(self.origin.astype("datetime64[m]").astype(np.int64))
        # A row at a time, because what is larger leaves the cache.
        for row, some in zip(
            np.atleast_2d(dates.view(np.int64)), np.atleast_2d(instants), strict=True
        ):
            whole = np.rint(some)
            whole += origin
            np.copyto(row, whole, casting="unsafe")
        return dates

    def after(self, days: FloatArray) -> DateArray:
        """Return the dates so many working days after the start [minute]."""
        return self.finish(self.timing.instants(days))

    def begin(self, instants: FloatArray) -> DateArray:
        """Return the dates of instants [minute]."""
        return self.finish(instants)

    def days_until(self, date: np.datetime64) -> float:
        """Return the working days from the start to the close of a date."""
        day_after = (date.astype("datetime64[D]") + _DAY).astype("datetime64[m]")
        instant = (day_after - self.origin).astype(np.float64)
        return float(self.timing.days(np.array([instant]))[0])

    def moments(self, dates: DateArray) -> FloatArray:
        """Return the instants at which dates begin, shape (n_dates,)."""
        instants: FloatArray = (dates.astype("datetime64[m]") - self.origin).astype(np.float64)
        return instants
