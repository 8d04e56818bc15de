"""The exact cost stands beside the simulated one where it is known, and is not missed elsewhere."""

from __future__ import annotations

import attrs
import pytest

import riskplan as rp
from riskplan.analysis.verification import verify
from riskplan.reporting import Language, evidence, report
from tests.plotting.plans import bridge, bridge_run
from tests.reporting.pages import Page, odd_plans, texts_in

PLAN = rp.Plan(
    "Dam",
    currency="CNY",
    budget=1_300_000,
    costs=[rp.CostItem("a", "A", rp.Pert(4e5, 5e5, 9e5)), rp.CostItem("b", "B", 300_000)],
    risks=[rp.Risk("f", "F", 0.3, impacts=[rp.CostImpact(rp.Triangular(1e5, 2e5, 5e5))])],
)
RUN = rp.simulate(PLAN, iterations=10_000, seed=7)


def table_of(content) -> list[tuple[str, ...]]:
    """The rows of the table of exact figures, or none."""
    return [
        row
        for section in content.sections
        if section.key == "cost"
        for block in section.blocks
        if "exact" in getattr(block, "caption", "").lower()
        or "精确" in getattr(block, "caption", "")
        for row in block.rows
    ]


def test_the_exact_percentiles_stand_beside_the_simulated_ones():
    rows, answer = table_of(report(PLAN, RUN).content), verify(RUN)

    assert ["P50", "P80", "P90"] == [row[0] for row in rows]
    for row in rows:
        comparison = next(c for c in answer if c.figure == row[0])
        assert f"{comparison.exact.value:,.0f}" == row[1]
        assert str(comparison.simulated) == row[2]
        assert f"{comparison.off:.1f}" == row[3]


def test_the_report_says_that_both_agree():
    text = " ".join(report(PLAN, RUN).summary().split())

    assert f"at most {verify(RUN).worst.off:.1f} standard errors apart" in text


def test_the_report_says_where_they_do_not_agree():
    """Negative control: samples that are a hundredth too high."""
    cost = attrs.evolve(RUN.cost, values=RUN.cost.values * 1.01)
    text = " ".join(report(PLAN, attrs.evolve(RUN, cost=cost)).summary().split())

    assert "The simulation does not agree with it" in text
    assert "Rely on the exact figures" in text


def test_a_chinese_report_says_the_same():
    content = report(PLAN, RUN, language=Language.CHINESE).content

    english = table_of(report(PLAN, RUN).content)
    assert english == table_of(content)
    assert any("精确计算" in text and "个标准误差" in text for text in texts_in(content))


def test_the_page_holds_the_table():
    page = Page(report(PLAN, RUN).html())

    assert "The exact total cost beside the simulated one (CNY)" in page.text


def test_nothing_is_said_where_the_schedule_drives_the_cost():
    text = report(bridge(), bridge_run()).summary()

    assert [] == table_of(report(bridge(), bridge_run()).content)
    assert "computed exactly" not in text


@pytest.mark.parametrize("name", ["schedule only", "certain", "closed", "one silent risk"])
def test_nothing_is_said_where_there_is_no_chance_or_no_money(name):
    plan = odd_plans()[name]

    assert [] == table_of(report(plan, rp.simulate(plan, iterations=100, seed=1)).content)


def test_nothing_is_said_where_the_iterations_are_too_few_to_tell():
    assert [] == table_of(report(PLAN, rp.simulate(PLAN, iterations=50, seed=1)).content)


@pytest.mark.parametrize(
    "name", ["cost only", "one risk", "a saving", "huge", "tiny", "heavy tail"]
)
def test_odd_plans_have_their_exact_figures(name):
    plan = odd_plans()[name]
    rows = table_of(report(plan, rp.simulate(plan, iterations=1_000, seed=1)).content)

    assert ["P50", "P80", "P90"] == [row[0] for row in rows]


def test_a_plan_of_very_many_amounts_is_left_out_with_a_word(monkeypatch):
    monkeypatch.setattr(evidence, "MOST_AMOUNTS", 1)
    content = report(PLAN, RUN).content

    assert [] == table_of(content)
    assert any("the exact total cost is left out here" in text for text in texts_in(content))
