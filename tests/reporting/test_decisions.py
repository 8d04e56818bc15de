"""What a board decides by: there where the plan has what it needs, cut where it is long."""

from __future__ import annotations

import pytest

import riskplan as rp
from riskplan.reporting import Language, report
from tests.plotting.plans import crowd
from tests.reporting.pages import (
    Page,
    harbour,
    harbour_report,
    rows_of,
    section_of,
    sections,
    texts_in,
)


def made(plan: rp.Plan, language: Language = Language.ENGLISH, iterations: int = 300):
    return report(plan, rp.simulate(plan, iterations=iterations, seed=3), language=language).content


def without_responses() -> list[rp.Risk]:
    return [
        rp.Risk("storm", "Storm", 0.3, impacts=[rp.CostImpact(50)]),
        rp.Risk("theft", "Theft", 0.3, impacts=[rp.CostImpact(20)]),
    ]


@pytest.mark.parametrize(
    ("changes", "absent"),
    [
        ({"benefits": []}, {"economics"}),
        ({"policies": []}, {"insurance"}),
        ({"start": None, "deadline": None, "funding": []}, {"cash", "economics", "drawdown"}),
        ({"risks": without_responses(), "policies": [], "scenarios": []}, {"responses"}),
        ({"risks": [], "policies": [], "scenarios": []}, {"risks", "matrix", "register"}),
    ],
    ids=["no benefits", "no insurance", "no dates", "no responses", "no risks"],
)
def test_a_section_is_there_where_the_plan_has_what_it_needs(changes, absent):
    found = set(sections(made(harbour(**changes))))

    assert absent <= set(sections(harbour_report().content))
    assert not absent & found


def test_a_plan_without_responses_has_no_inherent_scenario_beside_it():
    plan = harbour(risks=without_responses(), policies=[])
    rows = rows_of(made(plan), "scenarios", "Scenarios")
    assert ["planned (adopted responses)", "A year of gales"] == [row[0] for row in rows]


def test_the_run_itself_is_not_compared_with_itself():
    run = rp.simulate(harbour(), iterations=300, seed=3, scenario="inherent")
    rows = rows_of(report(harbour(), run).content, "scenarios", "Scenarios")
    names = ["inherent (no responses)", "planned (adopted responses)", "A year of gales"]

    assert names == [row[0] for row in rows]


DEADLINES = [
    ("2026-06-12", "The deadline is the base finish itself", "截止日期就是基准完工日期"),
    ("2026-06-15", "The deadline lies 1 working day after", "截止日期晚于基准完工 1 个工作日"),
    ("2026-06-16", "The deadline lies 2 working days after", "截止日期晚于基准完工 2 个工作日"),
    ("2026-06-11", "The deadline lies 1 working day before", "截止日期早于基准完工 1 个工作日"),
]


@pytest.mark.parametrize(("deadline", "english", "chinese"), DEADLINES)
def test_how_the_deadline_lies_to_the_base_finish_reads_well(deadline, english, chinese):
    plan = harbour(deadline=deadline)
    for language, sentence in ((Language.ENGLISH, english), (Language.CHINESE, chinese)):
        assert any(text.startswith(sentence) for text in texts_in(made(plan, language)))


def test_nothing_lies_zero_days_after_anything():
    for language in Language:
        text = " ".join(texts_in(made(harbour(deadline="2026-06-12"), language)))
        assert "lies 0 working days" not in text
        assert "基准完工 0 个" not in text


def test_the_gaps_and_changes_have_a_sign():
    rows = rows_of(harbour_report().content, "contingency", "Contingency in money")
    assert {row[-1][0] for row in rows} == {"+", "-"}


def test_long_tables_say_how_many_rows_are_not_shown():
    content = made(crowd(40))
    notes = {
        block.caption: block.note
        for key in ("drivers", "risks", "matrix")
        for block in section_of(content, key).blocks
        if type(block).__name__ == "Table"
    }

    assert "… and 10 more rows." == notes["The risks in numbers (CNY)"]
    assert 30 == len(rows_of(content, "risks", "The risks in numbers"))
    assert "more rows" in notes["What drives the cost (CNY)"]
    assert 12 == len(rows_of(content, "drivers", "What drives the cost"))


def test_short_tables_say_nothing_of_more():
    """Negative control."""
    notes = [
        block.note
        for section in harbour_report().content.sections
        if section.key != "cash"  # which leaves out the months in which hardly anything is spent
        for block in section.blocks
        if type(block).__name__ == "Table"
    ]
    assert len(notes) > 15
    assert not any(notes)


def test_the_notes_stand_on_the_page_and_in_the_terminal():
    plan = crowd(40)
    shown = report(plan, rp.simulate(plan, iterations=300, seed=3))

    assert "… and 10 more rows." in Page(shown.html()).text
    assert "\n… and 10 more rows.\n" in shown.text()


def test_the_answer_names_what_costs_more_than_it_saves():
    last = harbour_report().content.answer[-2]
    worth = harbour_report().evidence.answers.worth

    assert worth.row("storm.wall").given.net_mean.high < 0
    assert "“Wall”" in last
    assert "“Fence”" not in last


def test_a_promise_that_no_budget_helps_is_told_so():
    content = made(harbour(deadline="2026-05-15"))
    assert any("No budget makes that date 70 % sure" in text for text in texts_in(content))


def test_a_promise_that_is_kept_is_told_so():
    text = " ".join(texts_in(harbour_report().content))
    assert "So both together are 70 % sure, as they should be." in text


def test_a_cap_that_no_future_keeps_is_told_with_the_nearest():
    content = made(harbour(monthly_cap=1))
    nearest = report(
        harbour(monthly_cap=1), rp.simulate(harbour(monthly_cap=1), iterations=300, seed=3)
    ).evidence.answers.capped.nearest
    text = next(t for t in texts_in(content) if "keeps within the monthly cap" in t)

    assert f"the nearest needs EUR {nearest:,.6g}"[:30] in text


def test_the_inputs_hold_no_figure_of_the_run_that_is_rounding():
    assert not any("0.0000000" in text for text in texts_in(harbour_report().content))


def test_a_risk_that_a_response_brings_has_a_number_of_its_own():
    wall = rp.Response("wall", "Wall", rp.Strategy.MITIGATE, cost=3, probability=0.1)
    flood = rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(90)], responses=[wall])
    crack = rp.Risk("crack", "Crack", 0.2, arises_from="flood.wall", impacts=[rp.CostImpact(10)])
    plan = rp.Plan("Dam", costs=[rp.CostItem("c", "C", 1_000)], risks=[crack, flood])
    shown = report(plan, rp.simulate(plan, iterations=300, seed=1))

    rows = rows_of(shown.content, "risks", "The risks in numbers")
    assert [("1", "Flood"), ("2", "Crack")] == [row[:2] for row in rows]
    assert "20 %" == rows[1][2]
    assert 'id="figure-heat-map"' in shown.html()
