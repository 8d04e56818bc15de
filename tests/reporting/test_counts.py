"""A risk that can strike several times says how often, in both languages; no other risk does."""

# ruff: noqa: RUF001 - Chinese has punctuation of its own.

from __future__ import annotations

from functools import cache

import riskplan as rp
from riskplan.reporting import Language, report
from tests.reporting.pages import texts_in

GUARD = rp.Response("guard", "Guard", rp.Strategy.MITIGATE, cost=1, count=1)
LOCK = rp.Response("lock", "Lock", rp.Strategy.MITIGATE, probability=0.1, count=2, adopted=False)
LESS = rp.Response(
    "less", "Less", rp.Strategy.MITIGATE, count=rp.Discrete([0, 1], [0.5, 0.5]), impacts=[]
)

RISKS = [
    rp.Risk("theft", "Theft", count="poisson(2.5)", impacts=[rp.CostImpact(10)], responses=[GUARD]),
    rp.Risk("storm", "Storm", 0.25, count=3, impacts=[rp.CostImpact(10)], responses=[LOCK, LESS]),
    rp.Risk("flood", "Flood", 0.25, impacts=[rp.CostImpact(10)]),
]


@cache
def said(language: Language = Language.ENGLISH, *names: str) -> list[str]:
    risks = [risk for risk in RISKS if not names or risk.id in names]
    plan = rp.Plan("P", costs=[rp.CostItem("c", "C", 1_000)], risks=risks)
    run = rp.simulate(plan, iterations=200, seed=1)
    return list(texts_in(report(plan, run, language=language).content))


def test_the_risk_table_says_how_likely_and_how_often():
    assert "91.79 % → 100 %, strikes 2.5 → 1 times on average" in said()
    assert "25 % → 12.5 %, strikes 0.75 → 0.125 times on average" in said()
    assert "25 %" in said()


def test_the_input_says_how_often_and_by_which_law():
    assert "strikes 2.5 times on average: poisson(2.5)" in said()
    assert "25 %, and then strikes 3 times on average" in said()


def test_the_responses_say_what_remains():
    assert "strikes once on average" in said()
    assert "10 %, and then strikes 2 times on average" in said()
    assert "strikes 0.5 times on average: discrete([0, 1], [0.5, 0.5])" in said()


def test_a_remark_explains_it():
    [remark] = [text for text in said() if "each strike" in text]

    assert "the mean number of strikes times the mean impact of one" in remark


def test_chinese_has_words_of_its_own_for_it():
    chinese = said(Language.CHINESE)

    assert "91.79 % → 100 %，平均发生 2.5 → 1 次" in chinese
    assert "平均发生 2.5 次：poisson(2.5)" in chinese
    assert "25 %，此时平均发生 3 次" in chinese
    assert "平均发生 1 次" in chinese
    assert any("可多次发生的风险" in text for text in chinese)
    assert not any("strike" in text for text in chinese)


def test_a_register_without_counts_says_nothing_of_strikes():
    """Negative control."""
    for language in Language:
        assert not any(
            word in text for text in said(language, "flood") for word in ("strike", "平均发生")
        )
