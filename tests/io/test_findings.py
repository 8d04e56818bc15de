"""`Findings`: to read, to count, to put into a table."""

from __future__ import annotations

import pytest

from riskplan.errors import PlanError, Problem, Severity
from riskplan.io import Findings, check, load
from riskplan.model import CostImpact, CostItem, Plan, Risk

ERROR = Problem("budget", "must be above 0 (got -5)", "leave it out")
WARNING = Problem('risks[0] "a<b"', "has no impact", severity=Severity.WARNING)


def test_they_count_and_sort_their_problems():
    findings = Findings([ERROR, WARNING], "plan.toml")

    assert (2, [ERROR, WARNING]) == (len(findings), list(findings))
    assert ((ERROR,), (WARNING,)) == (findings.errors, findings.warnings)
    assert not findings.ok


def test_warnings_alone_are_well():
    assert Findings([WARNING]).ok
    assert Findings([]).ok


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        ([], "no problems in plan.toml"),
        ([ERROR], "1 error in plan.toml\n  error   budget: must be above 0 (got -5); leave it out"),
        ([WARNING], '1 warning in plan.toml\n  warning risks[0] "a<b": has no impact'),
    ],
)
def test_they_read_as_one_line_each(problems, expected):
    assert expected == repr(Findings(problems, "plan.toml"))


def test_they_have_a_table_for_notebooks():
    html = Findings([ERROR, WARNING])._repr_html_()

    assert "<caption>1 error and 1 warning in the plan</caption>" in html
    assert "risks[0] &quot;a&lt;b&quot;" in html
    assert 2 == html.count("<tr>")


def test_none_of_them_is_one_line_in_notebooks():
    assert "<p>no problems in the plan</p>" == Findings([])._repr_html_()


def test_they_become_a_frame():
    frame = Findings([ERROR, WARNING]).to_frame()

    assert ["severity", "place", "message", "remedy"] == list(frame.columns)
    assert ["error", "warning"] == list(frame["severity"])
    assert [] == list(Findings([]).to_frame().index)


def test_a_plan_made_by_hand_is_checked_like_a_file():
    risk = Risk("late", "Late", 20, impacts=[CostImpact(5)])

    findings = check(Plan("Dam", costs=[CostItem("dam", "Dam", 5)], risks=[risk]))

    assert "the plan" == findings.source
    assert ['risks[0] "late"'] == [problem.place for problem in findings]


def test_check_and_load_say_the_same_of_a_file(written):
    file = written('schema = 1\nname = "a"\nbudget = -5\nrisks = [{ id = "a", name = "A" }]')

    with pytest.raises(PlanError) as caught:
        load(file)

    assert check(file).errors == caught.value.problems
    assert check(str(file)).source == str(file)
