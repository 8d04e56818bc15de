"""The page: complete, self-contained, accessible, and never a word of nonsense on it."""

from __future__ import annotations

import json
import re
import shlex
from importlib.resources import files

import pytest

import riskplan as rp
from riskplan.cli import main
from riskplan.reporting import Language, report
from riskplan.reporting.html import pieces
from tests.plotting.plans import bridge, bridge_run
from tests.reporting.pages import (
    Page,
    bridge_page,
    bridge_report,
    harbour_report,
    hostile,
    odd_page,
    odd_plans,
    odd_report,
    sections,
    texts_in,
)

TOGETHER = {"responses", "scenarios", "drawdown", "joint", "cash", "matrix"}
LANGUAGES = pytest.mark.parametrize("language", Language, ids=lambda language: language.name)
NONSENSE = re.compile(
    r"\b(?:nan|none|inf|unknown|undefined|datetime)\b|∞|\{\w*\}", flags=re.IGNORECASE
)
REACHING_OUT = re.compile(r"https?:|//|\bsrc=|@import|url\((?!#)|<script|<link|<iframe|\bon\w+=")


def nonsense(text: str) -> list[str]:
    return [match[0] for match in NONSENSE.finditer(text)]


@LANGUAGES
def test_every_text_of_the_report_is_on_the_page_and_in_the_terminal(language):
    """One source for both: nothing is said in one place alone."""
    content = bridge_report(language).content
    on_page = "".join(bridge_page(language).text.split())
    in_terminal = "".join(bridge_report(language).text().split())
    said = ["".join(text.split()) for text in texts_in(content)]

    assert len(said) > 200
    assert [] == [text for text in said if text not in on_page]
    # A cell that is wrapped is scattered over several lines, so there its words are looked for.
    words = {word for text in texts_in(content) for word in re.findall(r"[\w.,-]+", text)}
    if language is Language.ENGLISH:
        assert [] == [word for word in words if word not in in_terminal]


def test_the_sections_stand_in_the_order_in_which_a_board_reads():
    assert [
        "cost",
        "finish",
        "drivers",
        "responses",
        "insurance",
        "scenarios",
        "contingency",
        "drawdown",
        "joint",
        "cash",
        "economics",
        "phases",
        "schedule",
        "risks",
        "matrix",
        "register",
        "inputs",
        "method",
        "repeat",
    ] == sections(harbour_report().content)


@LANGUAGES
def test_the_page_names_its_language_and_its_title(language):
    page = bridge_page(language)
    assert [language.value] == [html["lang"] for html in page.all("html")]
    assert re.search(r"<title>Bridge – .+</title>", page.html)


@LANGUAGES
def test_the_page_reaches_for_nothing(language):
    without_style = re.sub(r"<style>.*?</style>", "", bridge_page(language).html, flags=re.DOTALL)
    # What is in the page is not reached for: the points of a picture are an image of their own.
    without_style = re.sub(r"data:image/png;base64,[\w+/=\s]+", "", without_style)
    assert not REACHING_OUT.search(without_style)
    assert not re.search(r"https?:|@import|url\(", bridge_page(language).html.split("</style>")[0])


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="logo.png">',
        '<link rel="stylesheet">',
        "<script>1</script>",
        '<p onclick="x()">',
        "<style>@import 'x'</style>",
        '<a href="https://example.org">',
    ],
)
def test_a_page_that_reaches_out_is_caught(markup):
    """Negative control."""
    assert REACHING_OUT.search(markup)


def test_ids_are_unique_and_links_lead_somewhere():
    page = bridge_page()
    targets = [link["href"] for link in page.all("a")]

    assert len(page.ids) == len(set(page.ids))
    assert targets
    assert {target.removeprefix("#") for target in targets} <= set(page.ids)


def test_elements_are_closed():
    assert [] == bridge_page().open


def test_every_picture_has_a_title_and_a_description():
    page = bridge_page()
    pictures = [a for tag, a in page.elements if tag == "div" and a.get("role") == "img"]

    assert 25 == len(page.all("svg")) == len(page.all("figcaption")) == len(pictures)
    assert all(len(attributes["aria-label"]) > 40 for attributes in pictures)


def test_tables_have_captions_and_headers():
    page = bridge_page()
    assert len(page.all("table")) == len(page.all("caption"))
    assert {"col", "row"} == {attributes.get("scope") for attributes in page.all("th")}


def test_everything_that_is_assumed_is_visible():
    assumed = [
        "all ranges are assumed",
        "assumed: one crew",
        "assumed: flat fee",
        "assumed: no night work",
        "assumed: ten years of records",
        "assumed: pumps",
        "assumed: half a metre",
    ]
    assert [] == [note for note in assumed if note not in bridge_page().text]


def test_estimates_are_spelled_as_in_the_plan():
    text = bridge_page().text
    for law in (
        "pert(400000, 500000, 800000)",
        "triangular(20, 30, 45)",
        "triangular(0.9, 1, 1.3)",
    ):
        assert law in text


def test_what_a_response_leaves_is_among_the_inputs():
    text = odd_report("other units").text()

    assert "5 + uniform(1, 2) a day during a" in text
    assert "after: Push" in text
    assert "uniform(1,2) months" in "".join(text.split()).replace("months", " months")
    assert "uniform(0.01,0.05)" in "".join(text.split())


def test_the_run_can_be_repeated_from_the_page():
    text, p = bridge_page().text, bridge_run().provenance

    for part in (p.version, p.digest, p.sampler, "4,000"):
        assert part in text
    assert 'plan, iterations=4000, seed=1, scenario="planned"' in text
    assert "riskplan report PLAN --out report.html --at 80 --scenario planned" in text
    assert "--iterations 4000 --seed 1" in text


def test_the_call_on_the_page_gives_the_same_page(monkeypatch, tmp_path):
    from riskplan.reporting.blocks import Code

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rp, "load", lambda _name: bridge())
    (section,) = (s for s in bridge_report().content.sections if s.key == "repeat")
    code = next(block.text for block in section.blocks if isinstance(block, Code))

    exec(compile(code, "page", "exec"), {})  # noqa: S102
    assert bridge_page().html == (tmp_path / "report.html").read_text("utf-8")


@pytest.fixture
def latin_section(monkeypatch, tmp_path):
    """How to repeat the report of a latin hypercube, in a folder with its plan as `PLAN`."""
    plan = odd_plans()["cost only"]  # whose pictures are few, and quickly drawn
    monkeypatch.chdir(tmp_path)
    rp.save(plan, tmp_path / "PLAN.toml")
    run = rp.simulate(plan, iterations=1_000, seed=1, sampling=rp.LatinHypercube(100))
    content = report(plan, run).content
    (section,) = (s for s in content.sections if s.key == "repeat")
    return run, section


def codes(section) -> list[str]:
    """The recipe in Python and the command, for the plan where the fixture put it."""
    texts = [block.text for block in section.blocks if type(block).__name__ == "Code"]
    return [text.replace("PLAN", "PLAN.toml") for text in texts]


def test_the_python_recipe_repeats_a_latin_hypercube(latin_section):
    run, section = latin_section
    names: dict[str, rp.SimulationResult] = {}

    exec(compile(codes(section)[0], "page", "exec"), names)  # noqa: S102
    assert run.cost.percentile(80) == names["run"].cost.percentile(80)
    assert run.provenance == names["run"].provenance


def test_the_command_repeats_a_latin_hypercube(latin_section, capsys):
    run, section = latin_section
    words = shlex.split(codes(section)[1].replace("\\\n", ""))

    assert 0 == main([*words[1:], "--json"])
    answer = json.loads(capsys.readouterr().out)
    p80 = next(level for level in answer["cost"]["percentiles"] if level["at"] == 80)
    assert run.cost.percentile(80) == p80["value"]
    assert "latin-hypercube(100)" == answer["provenance"]["sampling"]


def test_the_run_table_names_the_sampling_plan_and_the_recipes_no_random_one(latin_section):
    _, section = latin_section
    (facts,) = (block for block in section.blocks if type(block).__name__ == "Facts")
    (usual,) = (s for s in bridge_report().content.sections if s.key == "repeat")

    assert ("Sampling plan", "latin-hypercube(100)") in facts.rows
    assert all("sampling" in code for code in codes(section))
    assert not any("sampling" in code for code in codes(usual))


def test_the_scenario_without_responses_is_reported_as_such():
    run = rp.simulate(bridge(), iterations=500, seed=1, scenario="inherent")
    content = report(bridge(), run).content

    assert "inherent (no responses)" in content.subtitle
    assert "15 %" in "".join(texts_in(content))


def test_markup_in_a_plan_stays_text():
    plan = hostile()
    page = Page(report(plan, rp.simulate(plan, iterations=300, seed=1)).html())

    assert [] == page.all("script")
    assert [] == page.all("b")
    assert page.text.count(plan.name) > 5
    assert [] == page.open


@pytest.mark.parametrize(
    ("iterations", "language"), [(1, Language.CHINESE), (300, Language.ENGLISH)]
)
@pytest.mark.parametrize("name", odd_plans())
def test_odd_plans_are_reported_without_nonsense(name, iterations, language):
    made, page = (made(name, iterations, language) for made in (odd_report, odd_page))

    assert [] == nonsense(page.text)
    assert [] == nonsense(made.text())
    assert [] == page.open
    assert len(page.ids) == len(set(page.ids))
    assert made.content.answer


@pytest.mark.parametrize("text", ["nan", "CNY inf", "None", "{amount}", "± unknown", "∞"])
def test_nonsense_is_caught(text):
    """Negative control."""
    assert nonsense(text)


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("cost only", {"finish", "schedule", "risks", "register", "phases", *TOGETHER}),
        ("schedule only", {"cost", "risks", "register", "phases", *TOGETHER}),
        (
            "one silent risk",
            {"contingency", "cost", "drivers", "finish", "schedule", "phases", *TOGETHER},
        ),
        ("one risk", {"finish", "schedule", "phases", *TOGETHER}),
    ],
)
def test_what_does_not_apply_is_left_out(name, absent):
    everything = set(sections(bridge_report().content))
    assert everything - absent == set(sections(odd_report(name).content))


def test_a_page_is_small():
    assert len(odd_page("crowd").html.encode()) < 400_000


def test_figures_hold_together():
    text = "of CNY 1,984,000 ± 19,000 (10.4 % ± 0.1 %) by 2026-06-04 (2026-06-03 … 2026-06-05)"
    assert [
        "CNY 1,984,000",
        "± 19,000",
        "10.4 %",
        "± 0.1 %",
        "2026-06-04",
        "(2026-06-03 … 2026-06-05)",
    ] == [part for part, is_figure in pieces(text) if is_figure]
    assert text == "".join(part for part, _ in pieces(text))


def test_the_templates_are_shipped():
    folder = files("riskplan.reporting") / "templates"
    assert {"report.css", "report.html.j2"} <= {entry.name for entry in folder.iterdir()}
