"""Every section shows the calls that repeat its figures, and they do."""

from __future__ import annotations

import enum
from functools import cache

import pytest

import riskplan as rp
from riskplan.errors import RequestError
from riskplan.reporting import Language, answers, report
from riskplan.reporting.asking import Asker
from tests.reporting.pages import (
    harbour,
    harbour_report,
    rows_of,
    section_of,
    sections,
    texts_in,
    texts_of,
)

# Nothing in these is a figure, or all of it stands in the plan.
WITHOUT_CALLS = {"method", "repeat"}


def calls_in(section) -> list[str]:
    return [line for b in section.blocks if type(b).__name__ == "Calls" for line in b.lines]


@cache
def repeated() -> dict[str, list[tuple[str, object]]]:
    """What the calls of each section give, run after the code at the front of the report."""
    content = harbour_report().content
    code = next(b.text for b in content.origin if type(b).__name__ == "Code")
    found: dict[str, list[tuple[str, object]]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rp, "load", lambda _name: harbour())
        names: dict[str, object] = {}
        exec(compile(code, "front", "exec"), names)  # noqa: S102
        for section in content.sections:
            found[section.key] = []
            for line in calls_in(section):
                if " = rp." in line:
                    exec(compile(line, section.key, "exec"), names)  # noqa: S102
                else:
                    found[section.key].append((line, eval(line, names)))  # noqa: S307
    return found


def answer_of(key: str, start: str):
    return next(answer for line, answer in repeated()[key] if line.startswith(start))


def test_every_section_with_figures_shows_its_calls():
    content = harbour_report().content
    without = {section.key for section in content.sections if not calls_in(section)}
    assert WITHOUT_CALLS == without


def test_the_shown_calls_give_the_very_answers_of_the_page():
    made = {repr(value) for value, _ in harbour_report().evidence.asker._calls.values()}
    shown = [
        (line, answer)
        for answers_ in repeated().values()
        for line, answer in answers_
        if line.startswith("rp.")
    ]

    assert len(shown) > 25
    assert [] == [line for line, answer in shown if repr(answer) not in made]


def test_a_run_of_another_seed_gives_other_answers():
    """Negative control."""
    other = report(harbour(), rp.simulate(harbour(), iterations=2_000, seed=4))
    made = {repr(value) for value, _ in other.evidence.asker._calls.values()}
    assert repr(answer_of("contingency", "rp.contingency(run, at=80, man")) not in made


def test_what_drives_the_cost_is_what_the_call_says():
    shares = answer_of("drivers", "rp.attribute(run, at=80)")
    effects = answer_of("drivers", "rp.sensitivity")
    first = rows_of(harbour_report().content, "drivers", "What drives the cost")[0]
    top = shares.ranked()[0]

    assert (top.name, str(top.share)) == (first[1], first[3])
    assert (str(effects[top.id].cost.at_level), str(effects[top.id].cost.mean)) == first[4:6]


def test_the_worth_of_a_response_is_what_the_call_says():
    worth = answer_of("responses", "rp.value_responses").row("storm.wall")
    rows = rows_of(harbour_report().content, "responses", "What each response is worth")
    wall = next(row for row in rows if row[0] == "Wall")

    assert "yes" == wall[1]
    assert (str(worth.given.net_mean), str(worth.alone.net_mean)) == wall[4:6]


def test_the_best_set_is_named():
    best = answer_of("responses", "rp.best_responses")
    rows = rows_of(harbour_report().content, "responses", "What each response is worth")
    chosen = {row[0] for row in rows if row[2] == "yes"}
    text = " ".join(texts_in(harbour_report().content))

    assert {one.label for one in best.options if one.chosen} == chosen
    assert f"EUR {best.gain} less than without any response" in text


def test_each_step_of_confidence_is_what_the_call_says():
    table = answer_of("contingency", "rp.contingency(run, at=80, man").decisions
    rows = rows_of(harbour_report().content, "contingency", "Contingency in money")

    assert [f"P{row.at:g}" for row in table] == [row[0] for row in rows]
    assert ["", *(f"+{row.cost_step}" for row in table.rows[1:])] == [row[2] for row in rows]


def test_the_parts_of_the_contingency_are_all_of_it():
    split = answer_of("contingency", 'rp.contingency(run, at=80, by="phase")').cost_allotments
    rows = rows_of(harbour_report().content, "contingency", "The contingency by phase")
    shares = [float(row[2].removesuffix(" %")) for row in rows]

    assert split.total == round(harbour_report().evidence.contingency.cost.amount.value, 2)
    assert abs(sum(shares) - 100.0) <= 0.05 * len(shares)


def test_the_drawdown_begins_with_the_contingency():
    drawn = answer_of("drawdown", "rp.drawdown(run, at=(50, 80))")
    rows = rows_of(harbour_report().content, "drawdown", "Contingency still needed")

    assert (str(drawn.months[0].needed[0]), str(drawn.months[0].needed[1])) == rows[0][1:]
    assert str(harbour_report().evidence.contingency.cost.amount) == rows[0][2]


def test_the_trap_is_told_with_the_figure_of_the_call():
    trap = answer_of("joint", "rp.jcl").level(80).joint
    told = " ".join(texts_of(section_of(harbour_report().content, "joint").blocks[2]))

    assert f"{100 * trap:.1f} %" in " ".join(texts_in(harbour_report().content))
    assert "Two promises of 80 % are not one of 80 %" in told


def test_the_funding_is_what_the_call_says():
    check = answer_of("cash", "rp.cash_flow(run).funded(at=80)")
    rows = rows_of(harbour_report().content, "cash", "What is spent by month")

    assert [f"{cap:,.0f}" for cap in check.caps[: len(rows)]] == [row[5] for row in rows]


def test_what_it_earns_is_what_the_call_says():
    worth = answer_of("economics", "rp.economics")
    assert f"EUR {worth.npv.mean()}" in " ".join(harbour_report().content.answer)


def test_what_insurance_pays_back_is_what_the_call_says():
    (row,) = rows_of(harbour_report().content, "insurance", "What insurance costs")
    mean, share, high = (
        answer_of("insurance", start)
        for start in ("paid.mean()", "paid.exceedance(0)", "paid.percentile(95)")
    )

    assert (str(mean), str(high)) == (row[4], row[6])
    assert f"{100 * share:.1f} %" == row[5].split(" ±")[0]
    assert 8 == answer_of("insurance", "sum(")


def test_a_frontier_that_is_not_shown_has_no_call():
    """Of one point there is no line, and only a free response leaves one point."""
    free = rp.Response("wall", "Wall", rp.Strategy.MITIGATE, probability=0.1)
    storm = rp.Risk("storm", "Storm", 0.3, impacts=[rp.CostImpact(90)], responses=[free])
    plan = harbour(risks=[storm], policies=[], scenarios=[])
    content = report(plan, rp.simulate(plan, iterations=300, seed=3)).content
    section = section_of(content, "responses")

    assert "best_responses" in " ".join(calls_in(section))
    assert "response_frontier" not in " ".join(calls_in(section))


def test_a_frontier_that_is_shown_says_which_steps_are_chance():
    for language, words in (
        (Language.ENGLISH, "smaller than its error"),
        (Language.CHINESE, "误差"),
    ):
        section = section_of(harbour_report(language).content, "responses")
        assert "response_frontier" in " ".join(calls_in(section))
        assert any(words in text for b in section.blocks[-2:] for text in texts_of(b))


def test_a_buffer_lets_through_what_the_call_says():
    finish = answer_of("schedule", 'run.activity_finish["spare"]')
    (row,) = rows_of(harbour_report().content, "schedule", "Buffers")
    run = harbour_report().evidence.run
    base = run.schedule.early_finish[run.schedule.ids.index("spare")]

    assert "1 week" != row[2] == "5 days"
    assert f"{100 * (finish > base).mean():.0f} %" == row[3].split(" ±")[0]


def test_the_scenarios_are_compared_as_the_call_says():
    changes = [answer for line, answer in repeated()["scenarios"]]
    rows = rows_of(harbour_report().content, "scenarios", "Scenarios")

    assert ["", *(f"+{each.cost.level(80)}" for each in changes)] == [row[2] for row in rows]
    assert ["planned (adopted responses)", "inherent (no responses)", "A year of gales"] == [
        row[0] for row in rows
    ]


def test_a_scenario_by_hand_is_made_in_front():
    windy = rp.Scenario("windy", "Windy", occur=["storm"], cost_factor=1.1)
    run = rp.simulate(harbour(), iterations=300, seed=3, scenario=windy)
    content = report(harbour(), run).content
    code = next(b.text for b in content.origin if type(b).__name__ == "Code")

    assert "scenario = rp.Scenario(" in code
    assert any("scenario=scenario" in line for line in calls_in(section_of(content, "responses")))


def test_what_would_take_long_is_named_and_left_out(monkeypatch):
    monkeypatch.setattr(answers, "_MOST_SETS", 1)
    content = report(harbour(), rp.simulate(harbour(), iterations=300, seed=3)).content
    lines = calls_in(section_of(content, "method"))

    assert ["rp.best_responses(plan, iterations=300, seed=3)"] == lines
    assert not any("lowest mean cost" in text for text in texts_in(content))
    assert any("for so large a plan they take long" in text for text in texts_in(content))


def test_an_answer_that_is_refused_is_named_by_its_call():
    free = harbour(
        costs=[rp.CostItem("steel", "Steel", rp.Discrete([0, 300], [0.5, 0.5]), phase="build")],
        activities=[rp.Activity("quay", "Quay", rp.Pert(70, 90, 140), phase="build")],
        benefits=[rp.Benefit("fees", "Fees", 5, after="quay", months=3)],
        risks=[],
        policies=[],
        scenarios=[],
    )
    run = rp.simulate(free, iterations=300, seed=3)
    with pytest.raises(RequestError, match="costs nothing"):
        rp.economics(run)
    content = report(free, run).content

    assert ["rp.economics(run)"] == calls_in(section_of(content, "method"))
    assert "economics" not in sections(content)


class Tree(enum.Enum):
    OAK = "oak"


def grow(*_given: object, **_named: object) -> list[object]:
    return []


@pytest.mark.parametrize(
    ("given", "named", "call"),
    [
        ((), {"at": 80.0}, "rp.grow(at=80)"),
        ((), {"at": (80.0,)}, "rp.grow(at=(80,))"),
        ((), {"at": 100 / 3}, f"rp.grow(at={100 / 3!r})"),
        ((Tree.OAK,), {"by": "phase"}, 'rp.grow(rp.Tree.OAK, by="phase")'),
        ((), {"sampling": rp.LatinHypercube(100)}, "rp.grow(sampling=rp.LatinHypercube(cell=100))"),
    ],
)
def test_a_call_is_spelled_as_it_is_made(given, named, call):
    asker = Asker()
    assert (call,) == asker.calls(asker.ask(grow, *given, **named))


def test_what_has_a_name_brings_the_line_that_makes_it():
    asker = Asker()
    oak = asker.ask(grow)
    asker.assign("oak", oak)

    assert ("oak = rp.grow()", "rp.grow(oak)") == asker.calls(asker.ask(grow, oak))


def test_what_was_not_asked_has_no_call():
    """Negative control."""
    assert () == Asker().calls(None, [], "nothing")


def test_a_chinese_report_shows_the_same_calls():
    english, chinese = harbour_report().content, harbour_report(Language.CHINESE).content

    assert [calls_in(one) for one in english.sections if one.key != "repeat"] == [
        calls_in(one) for one in chinese.sections if one.key != "repeat"
    ]
