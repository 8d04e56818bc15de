"""Numbers on the axes and beside the marks: money in millions, percentages, days and dates."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from matplotlib import rcParams
from matplotlib.axis import Axis
from matplotlib.dates import (
    DAILY,
    HOURLY,
    MONTHLY,
    AutoDateLocator,
    DateFormatter,
    DateLocator,
    date2num,
)
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import FuncFormatter, MaxNLocator

from riskplan._format import earned, estimate_text, number_text
from riskplan._typing import DateArray, FloatArray
from riskplan.plotting.labels import Labels
from riskplan.results import Estimate

__all__ = [
    "date_axis",
    "date_number",
    "date_numbers",
    "days_axis",
    "exact_percent",
    "money_axis",
    "money_text",
    "percent_axis",
    "reach",
    "short_date",
    "short_percent",
    "two_lines",
]

# An axis reaches beyond its largest value: from here on, into the next unit.
_NEARLY = 0.9

# With so few ticks, months are at least one month apart from here on.
_DAYS_WITH_MONTHS_ONLY = 200
_SIGNIFICANT = 4

# The width of a sign, and of the gap between two dates, in heights of the letters.
_SIGN_WIDTH = 0.6
_GAP = 1.0
_FEWEST_DATES = 3
_WIDE_STEPS = {HOURLY: (24, 48), DAILY: (31, 62), MONTHLY: (12, 24)}


def money_text(value: float, labels: Labels, largest: float | None = None) -> str:
    """Return an amount of money: an estimate to its earned digits, anything else to four.

    The unit is the one that suits the amount, or the largest one on the same axis.

    Examples
    --------
    >>> from riskplan.plotting.labels import CHINESE, ENGLISH
    >>> money_text(22_312_345, ENGLISH), money_text(22_312_345, CHINESE)
    ('22.31 M', '2,231 万')
    >>> money_text(Estimate(22_312_345, 22_290_000, 22_330_000), ENGLISH)
    '22.31 ± 0.02 M'
    >>> money_text(999_960, ENGLISH), money_text(920_000, ENGLISH, largest=980_000)
    ('1 M', '0.92 M')
    """
    scale, suffix = _unit(_shown(value), labels) if largest is None else _axis_unit(largest, labels)
    if isinstance(value, Estimate) and value.error:
        text = estimate_text(value / scale, value.error / scale)
    else:
        text = _plain(value / scale, _SIGNIFICANT)
    return f"{text} {suffix}".rstrip()


def short_percent(probability: float) -> str:
    """Return a probability as a percentage without decimals, unless it is close to 0 or to 100.

    Examples
    --------
    >>> short_percent(0.547), short_percent(0.9961), short_percent(0.0), short_percent(1.0)
    ('55 %', '99.6 %', '0 %', '100 %')
    """
    percent = 100.0 * probability
    is_near_an_end = 0.0 < percent < 1.0 or 99.0 < percent < 100.0
    return f"{number_text(percent, 1 if is_near_an_end else 0)} %"


def exact_percent(fraction: float) -> str:
    """Return a fraction as a percentage with whatever decimals it has.

    Examples
    --------
    >>> exact_percent(0.005), exact_percent(0.25)
    ('0.5 %', '25 %')
    """
    return f"{_plain(100.0 * fraction, _SIGNIFICANT)} %"


def short_date(moment: dt.date) -> str:
    """Return a date, without the time of day.

    Examples
    --------
    >>> short_date(dt.datetime(2026, 3, 1, 17, 0))
    '2026-03-01'
    """
    return f"{moment:%Y-%m-%d}"


def money_axis(axis: Axis, largest: float, labels: Labels) -> None:
    """Write an axis in the unit that suits its largest value, such as 12.5 M."""
    scale, suffix = _axis_unit(largest, labels)
    axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(
        _formatter(lambda value: f"{_plain(value / scale, 6)} {suffix}" if value else "0")
    )


def reach(values: Iterable[Estimate]) -> float:
    """Return how far from 0 bars reach, with their whiskers.

    Examples
    --------
    >>> reach([Estimate(-5, -7, -3), Estimate(6, -math.inf, math.inf)])
    7.0
    """
    ends = (abs(end) for value in values for end in (value.value, value.low, value.high))
    return max(filter(math.isfinite, ends), default=1.0)


def days_axis(axis: Axis) -> None:
    """Write an axis in whole days wherever they are enough."""
    axis.set_major_locator(MaxNLocator(7, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(_formatter(lambda value: _plain(value, 6)))


def percent_axis(axis: Axis) -> None:
    """Write an axis of fractions in percent."""
    axis.set_major_formatter(_formatter(lambda value: f"{_plain(100.0 * value, 6)} %"))


def date_number(moment: dt.date) -> float:
    """Return where a date, or a moment of it, stands on an axis of dates [days]."""
    return float(date2num(moment))  # type: ignore[no-untyped-call]


def date_numbers(moments: DateArray) -> FloatArray:
    """Return where dates stand on an axis of dates [days]."""
    return np.asarray(date2num(moments), dtype=np.float64)  # type: ignore[no-untyped-call]


def date_axis(axis: Axis, days: float, most: int = 6) -> None:
    """Write at most so many dates on an axis, in the international order; months if enough."""
    form, signs = ("%Y-%m", 7) if days > _DAYS_WITH_MONTHS_ONLY else ("%Y-%m-%d", 10)
    axis.set_major_locator(_DatesWithRoom(most, signs))
    axis.set_major_formatter(DateFormatter(form))  # type: ignore[no-untyped-call]


class _DatesWithRoom(AutoDateLocator):
    """No more dates than fit beside each other, however narrow long names leave the picture."""

    def __init__(self, most: int, signs: int) -> None:
        super().__init__(minticks=_FEWEST_DATES, maxticks=most)  # type: ignore[no-untyped-call]
        self._most = most
        size = FontProperties(size=rcParams["xtick.labelsize"]).get_size_in_points()
        self._width = (signs * _SIGN_WIDTH + _GAP) * size
        # Without these steps it gives up where few dates are to span many days or months.
        for frequency, steps in _WIDE_STEPS.items():
            self.intervald[frequency] = [*self.intervald[frequency], *steps]

    def get_locator(self, dmin: dt.datetime, dmax: dt.datetime) -> DateLocator:
        """Return what places the dates between two moments."""
        most = max(min(self._most, int(self._room() / self._width)), _FEWEST_DATES)
        self.maxticks = dict.fromkeys(self.maxticks, most)
        found: DateLocator = super().get_locator(dmin, dmax)  # type: ignore[no-untyped-call]
        return found

    def __call__(self) -> list[float]:
        """Return the dates, without those that the end of a month puts beside another."""
        low, high = self.viewlim_to_dt()  # type: ignore[no-untyped-call]
        apart = self._width / self._room() * abs(date_number(high) - date_number(low))
        kept: list[float] = []
        for tick in super().__call__():  # type: ignore[no-untyped-call]
            if not kept or tick - kept[-1] >= apart:
                kept.append(float(tick))
        return kept

    def _room(self) -> float:
        """Return the length of the axis [points]; a picture without any room has one."""
        axis: Any = self.axis
        return max(float(axis.axes.bbox.width * 72.0 / axis.get_figure(root=True).dpi), 1.0)


def two_lines(text: str) -> str:
    """Put the error of an estimate below its value, to keep labels of neighbours apart."""
    value, sign, error = text.partition(" ± ")
    if not sign:
        return text
    number, _, unit = error.partition(" ")
    return f"{value} {unit}".rstrip() + f"\n± {number} {unit}".rstrip()


def _unit(amount: float, labels: Labels) -> tuple[float, str]:
    """Return the largest unit in which an amount is 1 or more."""
    return next(((scale, suffix) for scale, suffix in labels.units if amount >= scale), (1.0, ""))


def _axis_unit(largest: float, labels: Labels) -> tuple[float, str]:
    """Return the unit of an axis: one with 950 k on it reads up to 1 M."""
    scale, _ = _unit(largest, labels)
    return _unit(largest if scale == 1.0 else largest / _NEARLY, labels)


def _shown(value: float) -> float:
    """Return how large an amount is once it is rounded, or its error if that is larger."""
    if isinstance(value, Estimate) and math.isfinite(value.error):
        largest = max(abs(value), value.error)
        return round(largest, earned(value.error)) if value.error else largest
    return float(f"{abs(value):.{_SIGNIFICANT}g}")


def _plain(value: float, digits: int) -> str:
    """Return a number to so many significant digits, never with an exponent."""
    if value == 0:
        return "0"
    text = f"{float(f'{value:.{digits}g}'):,.{digits}f}"
    return text.rstrip("0").rstrip(".").replace("-", "−")


def _formatter(write: Callable[[float], str]) -> FuncFormatter:
    return FuncFormatter(lambda value, _position: write(value).rstrip())
