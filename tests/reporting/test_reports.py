"""A report says what the analysis says, saves itself whole or not at all, and is repeatable."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import riskplan as rp
from riskplan.reporting import Language, report
from tests.plotting.plans import bridge, bridge_run
from tests.reporting.pages import Page, bridge_report, odd_page, odd_plans

RUN = bridge_run()
NEEDED = rp.contingency(RUN)


@pytest.fixture(scope="module")
def small():
    """A report with one picture alone, which is quickly drawn."""
    plan = odd_plans()["one silent risk"]
    return report(plan, rp.simulate(plan, iterations=100, seed=1))


def test_the_answer_says_what_the_analysis_says():
    first, second, third, fourth, both, fifth, sixth = bridge_report().content.answer
    cost, days = NEEDED.cost, NEEDED.days
    summary = rp.summarize(RUN)

    assert f"hold CNY {cost.amount} over the base estimate of CNY 668,000" in first
    assert "The plan's reserve of CNY 100,200 (15 % of the base) buys a confidence of" in second
    assert f"{100 * NEEDED.audit.confidence:.1f} %" in second
    assert f"P80 needs CNY {NEEDED.audit.gap(80)} more." in second
    assert f"{100 * summary.cost.base_probability:.1f} %" in third
    assert "The budget of CNY 900,000 is exceeded" in third
    assert f"The base finish, {RUN.finish.base:%Y-%m-%d}, is met" in fourth
    assert f"plan for {days.date.value:%Y-%m-%d}, {days.amount} working days later" in fourth
    assert "The deadline, 2026-07-31, is missed with a probability of" in fourth
    slow = next(row for row in rp.contributions(bridge(), RUN) if row.id == "skill")
    assert fifth == (
        "“Crew slower than planned” moves both most: the mean cost by"
        f" CNY {slow.cost_effect}, the mean finish by {slow.days_effect} working days."
    )
    joint = rp.jcl(RUN).joint
    assert f"both kept with a probability of {100 * joint:.1f} %" in both
    inherent = rp.simulate(bridge(), iterations=4_000, seed=1, scenario="inherent")
    assert sixth == (
        "Without the responses in force, the P80 of the cost would be"
        f" CNY {rp.compare(RUN, inherent).cost.level(80)} higher."
    )


@pytest.mark.parametrize("keep", [rp.Keep.TOTALS, rp.Keep.RISKS])
def test_a_run_that_kept_too_little_is_told_at_once_what_a_report_needs(keep):
    run = rp.simulate(bridge(), iterations=100, seed=1, keep=keep)

    with pytest.raises(rp.RequestError, match=rf"kept Keep.{keep.name}; .* keep=rp.Keep.ACTIVIT"):
        report(bridge(), run)


def test_a_plan_without_a_schedule_needs_its_risks_alone():
    plan = odd_plans()["one silent risk"]
    run = rp.simulate(plan, iterations=100, seed=1, keep=rp.Keep.RISKS)

    assert not run.has_schedule
    assert "P80" in report(plan, run).text()


def test_the_largest_risks_are_named_one_by_one_where_they_differ():
    late = rp.Risk("late", "Late", 0.5, impacts=[rp.Delay("build", 40)])
    dear = rp.Risk("dear", "Dear", 0.5, impacts=[rp.CostImpact(900_000)])
    plan = bridge(risks=[late, dear])
    last = report(plan, rp.simulate(plan, iterations=500, seed=1)).content.answer[-1]

    assert last.startswith("“Dear” moves the mean cost most: by CNY")
    assert "“Late” moves the mean finish most: by" in last


def test_a_risk_alone_is_not_the_largest_of_any():
    plan = bridge(risks=[bridge().risks[0]])
    answer = report(plan, rp.simulate(plan, iterations=500, seed=1)).content.answer
    assert "most" not in "".join(answer)


def test_a_reserve_that_is_ample_or_fits_is_told_so():
    base = RUN.cost.base
    for reserve, verdict in (
        (300_000.0, "more than P80 needs."),
        (RUN.cost.percentile(80).value - base, "that is what P80 needs."),
    ):
        plan = bridge(reserve=rp.Reserve(amount=reserve))
        run = rp.simulate(plan, iterations=4_000, seed=1)
        assert report(plan, run).content.answer[1].endswith(verdict)


def test_a_base_that_is_enough_is_told_so():
    saving = rp.Risk("s", "S", 0.9, kind=rp.Kind.OPPORTUNITY, impacts=[rp.CostImpact(5)])
    for risks, words in (([saving], "it leaves 5 over"), ([], "just enough")):
        plan = rp.Plan("K", costs=[rp.CostItem("a", "A", 100)], risks=risks)
        assert words in report(plan, rp.simulate(plan, iterations=500, seed=1)).content.answer[0]


def test_the_level_can_be_another_one():
    content = report(bridge(), RUN, at=95).content
    assert content.answer[0].startswith("To be 95 % sure")
    assert f"CNY {rp.contingency(RUN, at=95).cost.amount}" in content.answer[0]
    assert "Cost, P95" in [tile.label for tile in content.tiles]


def test_the_same_run_gives_the_same_bytes():
    plan = odd_plans()["one risk"]
    again = report(plan, rp.simulate(plan, iterations=300, seed=1))
    assert odd_page("one risk").html == again.html()


def test_a_run_of_another_plan_is_refused():
    with pytest.raises(rp.RequestError, match="simulate the plan again"):
        report(bridge(name="Another"), RUN)


@pytest.mark.parametrize("at", [0.8, 0, 100, "80"])
def test_a_level_that_cannot_be_is_refused(at):
    with pytest.raises(rp.RequestError, match="at must be a P-level in percent"):
        report(bridge(), RUN, at=at)


def test_a_language_that_is_none_is_refused_with_those_that_are():
    with pytest.raises(rp.RequestError, match=r"Language\.ENGLISH or Language\.CHINESE"):
        report(bridge(), RUN, language="zh")  # type: ignore[arg-type]


def test_it_is_saved_and_says_where(tmp_path, small):
    file = small.save(tmp_path / "bridge.html")

    assert tmp_path / "bridge.html" == file
    assert small.html() == file.read_text("utf-8")
    assert [file] == list(tmp_path.iterdir())


def test_a_name_can_be_text(tmp_path, monkeypatch, small):
    monkeypatch.chdir(tmp_path)
    assert Path("bridge.HTM") == small.save("bridge.HTM")


@pytest.mark.parametrize("name", ["bridge.pdf", "bridge", "bridge.html.txt"])
def test_another_suffix_is_refused_with_the_right_name(tmp_path, name, small):
    with pytest.raises(rp.FileError, match=r"call it for example bridge(\.html)?\.html"):
        small.save(tmp_path / name)
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_refused(tmp_path, small):
    with pytest.raises(rp.FileError, match="cannot be written"):
        small.save(tmp_path / "nowhere" / "bridge.html")


@pytest.mark.parametrize("path", [None, ""])
def test_a_report_is_not_saved_to_what_is_no_path(small, path):
    with pytest.raises(rp.RequestError, match="a path is text or a Path"):
        small.save(path)


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch, small):
    file = tmp_path / "bridge.html"
    file.write_text("the old report", "utf-8")

    def full(_path, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(rp.FileError, match="No space left on device"):
        small.save(file)
    assert [file] == list(tmp_path.iterdir())
    assert "the old report" == file.read_text("utf-8")


def test_it_shows_itself_in_one_line():
    assert "Report('Bridge', planned, P80, 4,000 iterations)" == repr(bridge_report())


def test_a_notebook_shows_the_text_as_text():
    shown = Page(bridge_report()._repr_html_())
    assert ["pre"] == [tag for tag, _ in shown.elements]
    assert bridge_report().text() == shown.text


def test_too_few_iterations_are_told_in_the_first_lines_and_warn_nobody():
    """Warnings are errors in these tests; and a page must not depend on who reads the terminal."""
    rough = report(bridge(), rp.simulate(bridge(), iterations=20, seed=1))

    (caution,) = rough.content.cautions
    assert caution.startswith("20 iterations are too few")
    assert caution in rough.text().replace("\n  ", " ")
    assert () == bridge_report().content.cautions


def test_the_room_loads_neither_templates_nor_pictures_until_they_are_needed():
    code = (
        "import riskplan.reporting, sys;"
        "sys.exit(', '.join({'jinja2', 'matplotlib', 'pandas'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)


def test_the_languages_are_these():
    assert ["en", "zh-Hans"] == [language.value for language in Language]


def test_the_summary_answers_without_repeating_the_plan():
    page = bridge_report()
    titles = {section.key: section.title for section in page.content.sections}

    assert page.summary().startswith(page.text()[:200])
    assert titles["inputs"] in page.text()
    assert titles["inputs"] not in page.summary()
    assert all(titles[key] in page.summary() for key in ("contingency", "cost", "repeat"))
