"""Numbers to text: money and dates with only the digits that are earned, and the HTML card."""

from __future__ import annotations

import datetime as dt
import html
import math
import unicodedata
from collections.abc import Iterable

__all__ = [
    "card",
    "dates_text",
    "days_text",
    "display_width",
    "earned",
    "estimate_text",
    "interval_text",
    "number_text",
    "percent_text",
    "shortened",
]

_MOST_DECIMALS = 12
_EXACT_DIGITS = 6
_UNSURE_DIGITS = 3
_LEAST_ERROR = 0.5 * 10.0**-_MOST_DECIMALS


def number_text(value: float, decimals: int = 0) -> str:
    """Return a number with thousands separators, rounded to so many decimals.

    Examples
    --------
    >>> number_text(41688412.3), number_text(0.1234, 2), number_text(41688412, -4)
    ('41,688,412', '0.12', '41,690,000')
    """
    if not math.isfinite(value):
        return "∞" if value > 0 else "-∞" if value < 0 else "unknown"
    return f"{round(value, decimals) + 0.0:,.{max(decimals, 0)}f}"


def earned(error: float) -> int:
    """Return how many decimals an error leaves meaningful, negative for tens and hundreds.

    The error keeps one digit, or two where it begins with a 1, which one digit would round too
    coarsely.

    Examples
    --------
    >>> earned(20_500), earned(0.034), earned(140)
    (-4, 2, -1)
    """
    if error == 0.0 or not math.isfinite(error):
        return 0
    exponent = math.floor(math.log10(error))
    if exponent < -_MOST_DECIMALS:
        return _MOST_DECIMALS
    leading = error / 10.0**exponent
    return min(-exponent + (1 if leading < 2 else 0), _MOST_DECIMALS)


def estimate_text(value: float, error: float) -> str:
    """Return a value and its error, both to the digits that the error leaves.

    Examples
    --------
    >>> estimate_text(41_688_412, 20_500), estimate_text(0.8213, 0.0054)
    ('41,690,000 ± 20,000', '0.821 ± 0.005')

    Where the error is not known, three digits are enough; one that no digit shows is none.

    >>> estimate_text(41_688_412, math.inf), estimate_text(0.3, 1e-17)
    ('41,700,000 ± ?', '0.3')
    """
    if not math.isfinite(error):
        return f"{_exact_text(float(f'{value:.{_UNSURE_DIGITS}g}'))} ± ?"
    if error < _LEAST_ERROR:
        return _exact_text(value)
    decimals = earned(error)
    return f"{number_text(value, decimals)} ± {number_text(error, decimals)}"


def interval_text(value: float, low: float, high: float) -> str:
    """Return a value with its error, or with the ends of its interval where it sits off centre.

    A ± would put half the interval of a rare event below zero.

    Examples
    --------
    >>> interval_text(0.8213, 0.8159, 0.8267), interval_text(0.004, 0.0006, 0.0144)
    ('0.821 ± 0.005', '0.004 (0.001 … 0.014)')
    """
    near, far = sorted((value - low, high - value))
    if not math.isfinite(far) or 2.0 * near >= far:
        return estimate_text(value, (high - low) / 2.0)
    decimals = earned(near or far)
    ends = f"{number_text(low, decimals)} … {number_text(high, decimals)}"
    return f"{number_text(value, decimals)} ({ends})"


def percent_text(value: float, error: float = 0.0) -> str:
    """Return a probability between 0 and 1 as a percentage with its error.

    Examples
    --------
    >>> percent_text(0.8213, 0.0054), percent_text(0.15)
    ('82.1 % ± 0.5 %', '15 %')
    """
    if error == 0.0:
        return f"{_exact_text(100.0 * value)} %"
    return f"{estimate_text(100.0 * value, 100.0 * error).replace(' ±', ' % ±')} %"


def days_text(value: float, error: float = 0.0) -> str:
    """Return working days with their error.

    Examples
    --------
    >>> days_text(402.13, 1.2)
    '402.1 ± 1.2 days'
    """
    return f"{estimate_text(value, error)} days"


def dates_text(value: dt.datetime, low: dt.datetime, high: dt.datetime) -> str:
    """Return a date, and the dates between which it lies where they differ or are not known.

    Examples
    --------
    >>> dates_text(dt.datetime(2027, 3, 14, 17), dt.datetime(2027, 3, 13), dt.datetime(2027, 3, 16))
    '2027-03-14 (2027-03-13 … 2027-03-16)'
    >>> dates_text(dt.datetime(2027, 3, 14, 17), dt.datetime.min, dt.datetime.max)
    '2027-03-14 ± ?'
    """
    day = f"{value:%Y-%m-%d}"
    if high == dt.datetime.max:
        return f"{day} ± ?"
    return day if low.date() == high.date() else f"{day} ({low:%Y-%m-%d} … {high:%Y-%m-%d})"


def card(title: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a small HTML table for a notebook: a title, and pairs of label and text."""
    cells = "".join(
        f'<tr><th style="text-align:left">{html.escape(label)}</th>'
        f'<td style="text-align:right">{html.escape(text)}</td></tr>'
        for label, text in rows
    )
    return f"<table><caption>{html.escape(title)}</caption><tbody>{cells}</tbody></table>"


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text fills; a Chinese character fills two.

    Examples
    --------
    >>> display_width("risk"), display_width("风险")
    (4, 4)
    """
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def shortened(text: str, width: int) -> str:
    """Return a text cut to a number of columns, with an ellipsis where something is missing.

    Examples
    --------
    >>> shortened("Supplier late", 20), shortened("Supplier late", 9), shortened("供应商延期", 7)
    ('Supplier late', 'Supplier…', '供应商…')
    """
    if display_width(text) <= width:
        return text
    while text and display_width(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _exact_text(value: float) -> str:
    """Return a number that has no error: in full where it is whole, else to six digits."""
    if not math.isfinite(value):
        return number_text(value)
    if float(value).is_integer():
        return f"{value + 0.0:,.0f}"
    digits = _EXACT_DIGITS - 1 - math.floor(math.log10(abs(value)))
    text = f"{value:,.{min(max(digits, 0), _MOST_DECIMALS)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
