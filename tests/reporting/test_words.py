"""Every phrase says the same in both languages, and a Chinese report is Chinese throughout."""

from __future__ import annotations

import re
from html import unescape
from string import Formatter

import attrs
import pytest

import riskplan as rp
from riskplan.plotting import CHINESE, ENGLISH
from riskplan.reporting import Language, remarks, report, sentences, terms, words
from riskplan.reporting.language import Phrase
from tests.plotting.plans import crowd
from tests.reporting.pages import Page, harbour, texts_in, texts_of

PHRASES = {
    f"{module.__name__}.{name}": value
    for module in (words, sentences, terms, remarks)
    for name, value in vars(module).items()
    if isinstance(value, Phrase)
} | {f"names.{name}": phrase for name, phrase in (words.NAMES | words.ONE).items()}

# What stays as it is: P-levels, the currency, names of programs and of distributions.
KEPT = re.compile(
    r"\b(P\d+|CNY|riskplan|pcg-\d+|random|planned|inherent|S|pert|r\d\d|all|[0-9a-f]{16})\b"
)
CHINESE_SIGN = re.compile(r"[\u4e00-\u9fff]")


def places(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def english_words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", KEPT.sub("", text))


@pytest.mark.parametrize("phrase", PHRASES.values(), ids=PHRASES)
def test_both_languages_have_the_same_places(phrase):
    assert places(phrase.english) == places(phrase.chinese)


@pytest.mark.parametrize("phrase", PHRASES.values(), ids=PHRASES)
def test_each_language_keeps_to_itself(phrase):
    bare = re.sub(r"\{\w+\}", "", phrase.chinese)
    assert not CHINESE_SIGN.search(phrase.english)
    assert [] == english_words(bare.replace("Python", ""))


def test_a_phrase_with_a_place_missing_is_caught():
    """Negative control."""
    assert places("hold {amount}") != places("预留")


def test_every_phrase_is_used():
    from pathlib import Path

    import riskplan.reporting as room

    source = "\n".join(path.read_text("utf-8") for path in Path(room.__file__).parent.rglob("*.py"))
    used = set(re.findall(r"\b(?=(\w+\.\w+))", source))
    unused = [
        name
        for name in PHRASES
        if not name.startswith("names.") and ".".join(name.split(".")[-2:]) not in used
    ]
    assert [] == unused


def test_the_labels_of_the_pictures_have_the_same_places():
    for name in (field.name for field in ENGLISH.__attrs_attrs__):
        english, chinese = getattr(ENGLISH, name), getattr(CHINESE, name)
        if isinstance(english, str):
            assert places(english) == places(chinese)
            words_left = english_words(re.sub(r"\{\w+\}", "", chinese))
            assert CHINESE_SIGN.search(chinese) or not words_left


@pytest.fixture(scope="module")
def chinese():
    plan = crowd(12)
    run = rp.simulate(plan, iterations=2_000, seed=1)
    return report(plan, run, language=Language.CHINESE)


def test_a_chinese_report_has_no_english_word(chinese):
    spoken = [text for text in texts_in(chinese.content) if "rp." not in text and "--" not in text]
    spoken = [text for text in spoken if "import" not in text and "iterations=" not in text]
    left = {text for text in spoken if english_words(text)}
    assert {"Python 代码", "plan", "plan.risks"} == left


def in_chinese(plan: rp.Plan) -> rp.Plan:
    """The same plan with Chinese names for all that a reader sees."""

    def renamed(parts):
        return [attrs.evolve(part, name=f"名称{number}") for number, part in enumerate(parts)]

    risks = [
        attrs.evolve(risk, category="类别", responses=renamed(risk.responses))
        for risk in renamed(plan.risks)
    ]
    return plan.evolve(
        name="港口",
        currency="CNY",
        phases=renamed(plan.phases),
        costs=renamed(plan.costs),
        activities=renamed(plan.activities),
        risks=risks,
        policies=renamed(plan.policies),
        benefits=renamed(plan.benefits),
        scenarios=renamed(plan.scenarios),
    )


def test_a_chinese_report_of_all_that_there_is_has_no_english_word():
    plan = in_chinese(harbour())
    run = rp.simulate(plan, iterations=500, seed=1)
    made = report(plan, run, language=Language.CHINESE)
    spoken = [
        text
        for section in made.content.sections
        if section.key not in {"inputs", "repeat"}  # which spell the plan and the code
        for block in section.blocks
        if type(block).__name__ != "Calls"
        for text in texts_of(block)
    ]
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", made.html())

    assert len(spoken) > 600
    assert len(drawn) > 400
    assert [] == [text for text in (*spoken, *map(unescape, drawn)) if english_words(text)]


def test_the_pictures_of_a_chinese_report_are_chinese(chinese):
    page = Page(chinese.html())
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", page.html)

    assert {"总成本 (CNY)", "概率", "影响", "威胁", "机会"} <= set(texts)
    assert [] == [text for text in map(unescape, texts) if english_words(text)]


def test_an_english_word_is_caught():
    """Negative control."""
    assert ["cost"] == english_words("成本 cost P80 CNY")


def test_names_that_the_model_supplies_are_translated():
    model = [
        *rp.RiskMatrix().probability.levels,
        *(band.name for band in rp.RiskMatrix().bands),
        *(member.value for kind in (rp.Kind, rp.Status, rp.Strategy) for member in kind),
        *(member.value for kind in (rp.Weekday, rp.TimeUnit) for member in kind),
        rp.INHERENT.id,
        rp.PLANNED.id,
    ]
    assert set(model) <= set(words.NAMES)
    assert set(rp.RiskMatrix().cost.levels) <= set(CHINESE.names)
