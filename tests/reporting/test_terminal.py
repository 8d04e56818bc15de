"""The text for a terminal: at most 100 columns, aligned, Chinese names included."""

# ruff: noqa: RUF001 - Chinese has punctuation of its own.

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import riskplan as rp
from riskplan.reporting import Language, report
from riskplan.reporting.blocks import Align
from riskplan.reporting.terminal import WIDTH
from riskplan.reporting.wrapping import longest_piece, padded, wrapped
from tests.plotting.plans import crowd
from tests.reporting.pages import bridge_report, hostile, odd_plans


def columns(text: str) -> int:
    """How wide a terminal shows a text (Unicode Standard Annex 11)."""
    wide = sum(unicodedata.east_asian_width(sign) in {"W", "F"} for sign in text)
    return len(text) + wide - sum(bool(unicodedata.combining(sign)) for sign in text)


def too_wide(text: str) -> list[str]:
    return [line for line in text.splitlines() if columns(line) > WIDTH]


@pytest.fixture(scope="module")
def chinese() -> str:
    plan = crowd(30)
    run = rp.simulate(plan, iterations=300, seed=1)
    return report(plan, run, language=Language.CHINESE).text()


def table(text: str, caption: str) -> list[str]:
    """The lines of a table, from its heads to the blank line behind it."""
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(caption)) + 1
    return lines[first : lines.index("", first)]


@pytest.mark.parametrize("language", Language, ids=lambda language: language.name)
def test_no_line_is_too_wide(language, chinese):
    assert [] == too_wide(bridge_report(language).text())
    assert [] == too_wide(chinese)


@pytest.mark.parametrize("name", ["huge", "tiny", "other units", "avoided"])
def test_no_line_of_an_odd_plan_is_too_wide(name):
    plan = odd_plans()[name]
    made = report(plan, rp.simulate(plan, iterations=300, seed=2**128 - 1))
    assert [] == too_wide(made.text())


def test_a_line_that_is_too_wide_is_caught():
    """Negative control; it counts columns, not signs."""
    assert too_wide("风" * 51)
    assert not too_wide("风" * 50)


def test_columns_are_aligned_with_chinese_names(chinese):
    heads, rule, *rows = table(chinese, "风险数据")
    ends = [n for n, sign in enumerate(rule + " ") if sign == " " and (rule + " ")[n - 1] == "-"]

    assert columns(heads) <= len(rule)
    assert len(rows) >= 30
    for row in rows:
        cells = "".join(sign * (1 + (columns(sign) == 2)) for sign in row).ljust(len(rule))
        gaps = [cells[end : end + 2] for end in ends[:-1]]
        assert ["  "] * len(gaps) == gaps


def test_numbers_stand_to_the_right():
    _, rule, *rows = table(bridge_report().text(), "Percentiles of the total cost")
    assert {len(rule)} == {len(row) for row in rows}


def test_titles_are_underlined_across_their_width(chinese):
    lines = chinese.splitlines()
    assert "-" * 4 == lines[lines.index("成本") + 1]


def test_a_plan_cannot_break_the_lines():
    plan = rp.Plan("a\nb", costs=[rp.CostItem("c", "C\tD\n\nE", rp.Uniform(1, 2))])
    text = report(plan, rp.simulate(plan, iterations=300, seed=1)).text()
    assert text.startswith("a b\n")
    assert "C D E" in text


def test_hostile_texts_stay_as_they_are():
    plan = hostile()
    text = report(plan, rp.simulate(plan, iterations=300, seed=1)).text()
    assert plan.name in text


TEXTS = st.text("ab风险，。±% …\n\t-0", max_size=60)


@given(TEXTS, st.integers(2, 30))
@example("", 5)
@example("supplier", 3)
@example("风，，，，", 2)
def test_wrapping_keeps_the_signs_and_the_width(text, width):
    lines = wrapped(text, width)

    assert lines
    assert all(columns(line) <= width for line in lines)
    assert "".join(text.split()) == "".join("".join(lines).split())


@given(TEXTS)
def test_nothing_is_cut_where_the_longest_piece_fits(text):
    width = max(longest_piece(text), 1)
    whole = set(" ".join(wrapped(text, 10_000)).replace(" ", "").split())
    assert whole == set("".join(wrapped(text, width)).replace(" ", "").split())


@given(TEXTS.map(lambda text: " ".join(text.split())), st.sampled_from(Align))
def test_padding_fills_the_width(text, align):
    assert 200 == columns(padded(text, 200, align))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("hold 1,000 ± 20 more", 12, ["hold 1,000", "± 20 more"]),
        ("10.4 % of it", 7, ["10.4 %", "of it"]),
        ("供应商延期，交付", 10, ["供应商延", "期，交付"]),
        ("2026-06-04 (2026-06-03 … 2026-06-05)", 26, ["2026-06-04", "(2026-06-03 … 2026-06-05)"]),
    ],
)
def test_figures_and_punctuation_hold_together(text, width, expected):
    assert expected == wrapped(text, width)
