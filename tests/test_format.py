"""Numbers to text: only the digits that the error leaves, and nothing that is not a number."""

from __future__ import annotations

import datetime as dt
import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskplan._format import (
    card,
    dates_text,
    days_text,
    display_width,
    earned,
    estimate_text,
    number_text,
    percent_text,
    shortened,
)

FINITE = st.floats(-1e15, 1e15)
ERRORS = st.floats(1e-9, 1e15)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (20_500, -4),
        (19_999, -3),
        (10_000, -3),
        (9_999, -3),
        (140, -1),
        (2, 0),
        (1, 1),
        (0.034, 2),
        (0.0199, 3),
        (0, 0),
        (math.inf, 0),
        (math.nan, 0),
        (1e-30, 12),
        (sys.float_info.min, 12),
        (5e-324, 12),
    ],
)
def test_an_error_leaves_one_digit_or_two_where_it_begins_with_a_1(error, expected):
    assert expected == earned(error)


@given(error=ERRORS)
def test_what_is_shown_is_neither_much_finer_nor_coarser_than_the_error(error):
    """The last digit shown counts for between a twentieth and a half of the error, or one."""
    last_digit = 10.0 ** -earned(error)

    assert error / 20.01 <= last_digit <= error * 1.001


@pytest.mark.parametrize(
    ("value", "error", "expected"),
    [
        (41_688_412, 20_500, "41,690,000 ± 20,000"),
        (41_688_412, 1_234, "41,688,400 ± 1,200"),
        (0.8213, 0.0054, "0.821 ± 0.005"),
        (0.8213, 0.0154, "0.821 ± 0.015"),
        (7.0, 0.0, "7"),
        (7.25, 0.0, "7.25"),
        (1 / 3, 0.0, "0.333333"),
        (1234.5678, 0.0, "1,234.57"),
        (-0.0, 0.0, "0"),
        (-0.001, 0.5, "0.0 ± 0.5"),
        (1e-20, 0.0, "0"),
        (7.0, math.inf, "7 ± ?"),
        (41_688_412.0, math.inf, "41,700,000 ± ?"),
        (387.232, math.inf, "387 ± ?"),
        (-90.0, 1e-15, "-90"),
        (math.nan, 0.0, "unknown"),
        (math.inf, 0.0, "∞"),
        (-math.inf, 1.0, "-∞ ± 1.0"),
        (12_345_678.9, 0.0, "12,345,679"),
        (999_999.6, 0.0, "1,000,000"),
    ],
)
def test_a_value_is_shown_to_the_digits_that_its_error_leaves(value, error, expected):
    assert expected == estimate_text(value, error)


@given(value=FINITE, error=ERRORS)
def test_what_is_shown_is_the_value_within_its_error(value, error):
    shown = estimate_text(value, error).replace(",", "")
    number, spread = map(float, shown.split(" ± "))

    assert abs(number - value) <= 0.51 * error + 1e-9 * abs(value)
    assert spread == pytest.approx(error, rel=0.34)


@given(value=FINITE)
def test_an_exact_value_is_shown_to_six_digits(value):
    assert value == pytest.approx(float(estimate_text(value, 0.0).replace(",", "")), 1e-5, 1e-12)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (41_688_412.3, 0, "41,688,412"),
        (41_688_412.3, -4, "41,690,000"),
        (0.1234, 2, "0.12"),
        (-0.4, 0, "0"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "-∞"),
        (math.nan, 2, "unknown"),
    ],
)
def test_a_number_has_thousands_separators(value, decimals, expected):
    assert expected == number_text(value, decimals)


@pytest.mark.parametrize(
    ("value", "error", "expected"),
    [
        (0.8213, 0.0054, "82.1 % ± 0.5 %"),
        (0.8213, 0.154, "82 % ± 15 %"),
        (0.15, 0.0, "15 %"),
        (0.155, 0.0, "15.5 %"),
        (0.0, 0.0018, "0.00 % ± 0.18 %"),
    ],
)
def test_a_probability_is_shown_in_percent(value, error, expected):
    assert expected == percent_text(value, error)


def test_days_are_days():
    assert ("402.1 ± 1.2 days", "7 days") == (days_text(402.13, 1.2), days_text(7.0))


def test_dates_show_their_interval_where_its_days_differ():
    day = dt.datetime(2027, 3, 14, 9)

    assert "2027-03-14" == dates_text(day, day.replace(hour=8), day.replace(hour=17))
    assert "2027-03-14 (2027-03-13 … 2027-03-14)" == dates_text(day, day.replace(day=13), day)
    assert "2027-03-14 ± ?" == dates_text(day, dt.datetime.min, dt.datetime.max)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Supplier late", 13, "Supplier late"),
        ("Supplier late", 12, "Supplier la…"),
        ("Supplier late", 10, "Supplier…"),
        ("供应商延期", 10, "供应商延期"),
        ("供应商延期", 9, "供应商延…"),
        ("cafe\u0301 bar", 5, "cafe\u0301…"),
        ("x", 0, "…"),
    ],
)
def test_a_text_is_cut_to_columns_not_to_signs(text, width, expected):
    assert expected == shortened(text, width)


@given(text=st.text(max_size=20), width=st.integers(1, 20))
def test_a_text_that_is_cut_never_fills_more_than_its_columns(text, width):
    assert display_width(shortened(text, width)) <= width or text == shortened(text, width)


def test_a_card_lets_no_markup_through():
    html = card("<script>", [("a & b", '<img src="x">')])

    assert "<script>" not in html
    assert "<img" not in html
    assert "a &amp; b" in html
