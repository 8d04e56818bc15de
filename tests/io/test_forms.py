"""What may be written in a file: every form that the format allows means what it says."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from riskplan.distributions import Constant, Normal, Pert, Poisson, Truncated, Uniform
from riskplan.io import check, load
from riskplan.model import (
    Activity,
    Basis,
    Calendar,
    Correlation,
    CostImpact,
    CostItem,
    Delay,
    Draws,
    DurationFactor,
    Kind,
    Link,
    LinkType,
    Milestone,
    Phase,
    Plan,
    Policy,
    Reserve,
    ReserveBasis,
    Response,
    Risk,
    RiskMatrix,
    Scale,
    Status,
    Strategy,
    TimeUnit,
    Weekday,
)
from riskplan.model.scales import Band
from tests.io.texts import COST, HEAD

EVERYTHING = """
schema = 1
name = "Bridge"
start = 2026-01-05
currency = "CNY"
budget = 2_000_000
deadline = "2026-12-18"
reserve = { share = 0.15, of = "total" }
premium_cap = 0.08
description = "All of it"
correlations = [
  { ids = ["piling", "build"], coefficient = 0.3, degrees_of_freedom = 4, nearest = true }
]

[calendar]
work_week = ["mon", "tuesday"]
holidays = [2026-05-01, "2026-10-01"]
hours = 7.5
opens = 8
id = "site"

[[calendars]]
id = "nights"
opens = 0

[[phases]]
id = "plan"
name = "Planning"
share = 0.25

[[phases]]
id = "make"
name = "Making"
share = 0.75
note = "most of it"

[[costs]]
id = "piling"
name = "Piling"
amount = "pert(1, 2, 3)"
phase = "make"
category = "labour"

[[costs]]
id = "office"
name = "Office"
day_rate = 200
during = "make"

[[activities]]
id = "design"
name = "Design"
duration = "uniform(20, 30)"
milestone = false

[[activities]]
id = "ready"
name = "Ready"
milestone = true
after = "design"

[[activities]]
id = "build"
name = "Build"
duration = 4
unit = "weeks"
after = ["design SS+5d", "ready"]
phase = "make"
day_rate = 1_500
calendar = "nights"
note = "assumed"

[[risks]]
id = "flood"
name = "Flood"
probability = "uniform(10%, 0.3)"
kind = "threat"
cause = "rain"
event = "flood"
effect = "late"
category = "external/weather"
owner = "site manager"
status = "open"
impacts = [
    { cost = "truncated(normal(5, 2), low=0)", phase = "make", note = "a guess" },
    { share = 0.3, of = ["piling", "make"] },
    { delay = 2, unit = "mo", on = "build", draws = "separate" },
    { factor = 1.5, on = ["design", "build"] },
]

[[risks.responses]]
id = "dam"
name = "Dam"
strategy = "mitigate"
cost = 0.1
probability = 0.05
impacts = [{ cost = 1 }]
adopted = false
phase = "make"
owner = "crew"

[[risks]]
id = "leak"
name = "Leak"
probability = "20%"
given = "flood"
impacts = [{ cost = 1 }]

[[risks]]
id = "luck"
name = "Luck"
probability = 0
kind = "opportunity"
exclusive = "wind"
impacts = [{ cost = 1 }]

[[risks]]
id = "theft"
name = "Theft"
count = "poisson(2.5)"
impacts = [{ cost = 1 }]
responses = [{ id = "guard", name = "Guard", strategy = "mitigate", count = 1 }]

[[risks]]
id = "storm"
name = "Storm"
probability = 0.3
count = 2
impacts = [{ cost = 1 }]

[[policies]]
id = "burglary"
name = "Burglary"
covers = "theft"
premium = "uniform(0.1, 0.2)"

[[policies]]
id = "water"
name = "Water"
covers = ["flood", "leak"]
premium = 1
deductible = 2
share = 0.8
limit = 50
aggregate_limit = 75
adopted = false
phase = "make"
note = "an offer"

[matrix]
probability = { levels = ["low", "medium", "high"], cuts = [0.1, 0.3] }
cost = { levels = ["s", "m", "l"], cuts = [5, 10] }
delay = { levels = ["s", "m", "l"], cuts = [0.1, 0.2], basis = "share of base" }
scores = [[1, 2, 3], [2, 4, 6], [3, 6, 9]]
bands = [{ name = "green", lowest = 0 }, { name = "red", lowest = 6 }]
"""


def test_a_file_with_everything_is_the_plan_it_describes(written):
    expected = Plan(
        "Bridge",
        start=dt.date(2026, 1, 5),
        currency="CNY",
        budget=2e6,
        deadline=dt.date(2026, 12, 18),
        reserve=Reserve(0.15, of=ReserveBasis.TOTAL),
        calendar=Calendar(
            [Weekday.MONDAY, Weekday.TUESDAY],
            holidays=[dt.date(2026, 5, 1), dt.date(2026, 10, 1)],
            hours=7.5,
            opens=8,
            id="site",
        ),
        calendars=[Calendar(opens=0, id="nights")],
        phases=[
            Phase("plan", "Planning", share=0.25),
            Phase("make", "Making", share=0.75, note="most of it"),
        ],
        costs=[
            CostItem("piling", "Piling", Pert(1, 2, 3), phase="make", category="labour"),
            CostItem("office", "Office", day_rate=Constant(200), during="make"),
        ],
        activities=[
            Activity("design", "Design", Uniform(20, 30)),
            Milestone("ready", "Ready", after=[Link("design")]),
            Activity(
                "build",
                "Build",
                Constant(4),
                unit=TimeUnit.WEEKS,
                after=[Link("design", LinkType.SS, 5), Link("ready")],
                phase="make",
                day_rate=Constant(1500),
                calendar="nights",
                note="assumed",
            ),
        ],
        risks=[
            Risk(
                "flood",
                "Flood",
                Uniform(0.1, 0.3),
                cause="rain",
                event="flood",
                effect="late",
                category="external/weather",
                owner="site manager",
                impacts=[
                    CostImpact(Truncated(Normal(5, 2), low=0), phase="make", note="a guess"),
                    CostImpact(share=Constant(0.3), of=["piling", "make"]),
                    Delay("build", 2, unit=TimeUnit.MONTHS, draws=Draws.SEPARATE),
                    DurationFactor(["design", "build"], 1.5),
                ],
                responses=[
                    Response(
                        "dam",
                        "Dam",
                        Strategy.MITIGATE,
                        cost=0.1,
                        probability=0.05,
                        impacts=[CostImpact(1)],
                        adopted=False,
                        phase="make",
                        owner="crew",
                    )
                ],
                status=Status.OPEN,
            ),
            Risk("leak", "Leak", 0.2, given="flood", impacts=[CostImpact(1)]),
            Risk(
                "luck",
                "Luck",
                0.0,
                kind=Kind.OPPORTUNITY,
                exclusive="wind",
                impacts=[CostImpact(1)],
            ),
            Risk(
                "theft",
                "Theft",
                1.0,
                count=Poisson(2.5),
                impacts=[CostImpact(1)],
                responses=[Response("guard", "Guard", Strategy.MITIGATE, count=Constant(1))],
            ),
            Risk("storm", "Storm", 0.3, count=Constant(2), impacts=[CostImpact(1)]),
        ],
        policies=[
            Policy("burglary", "Burglary", "theft", premium=Uniform(0.1, 0.2)),
            Policy(
                "water",
                "Water",
                ["flood", "leak"],
                premium=1,
                deductible=2,
                share=0.8,
                limit=50,
                aggregate_limit=75,
                adopted=False,
                phase="make",
                note="an offer",
            ),
        ],
        premium_cap=0.08,
        correlations=[Correlation(["piling", "build"], 0.3, degrees_of_freedom=4, nearest=True)],
        matrix=RiskMatrix(
            Scale(["low", "medium", "high"], [0.1, 0.3]),
            cost=Scale(["s", "m", "l"], [5, 10]),
            delay=Scale(["s", "m", "l"], [0.1, 0.2], basis=Basis.SHARE_OF_BASE),
            scores=[[1, 2, 3], [2, 4, 6], [3, 6, 9]],
            bands=[Band("green", 0), Band("red", 6)],
        ),
        description="All of it",
    )

    assert expected == load(written(EVERYTHING))


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("h", "h"),
        ("hours", "h"),
        ("d", "d"),
        ("days", "d"),
        ("w", "w"),
        ("weeks", "w"),
        ("mo", "mo"),
        ("months", "mo"),
    ],
)
def test_units_have_a_short_and_a_long_word(word, unit, plan_of):
    plan = plan_of(f'activities = [{{ id = "a", name = "A", duration = 1, unit = "{word}" }}]')

    assert TimeUnit(unit) == plan.activities[0].unit


@pytest.mark.parametrize(
    ("text", "reserve"),
    [
        ("0.15", Reserve(0.15)),
        ("0", Reserve(0.0)),
        ("500_000", Reserve(amount=5e5)),
        ("{ amount = 500_000 }", Reserve(amount=5e5)),
        ("{ share = 0.15 }", Reserve(0.15)),
        ('{ share = 0.15, of = "base" }', Reserve(0.15)),
    ],
)
def test_a_reserve_is_a_number_or_a_table(text, reserve, plan_of):
    assert reserve == plan_of(f"{COST}reserve = {text}").reserve


def test_a_correlation_may_be_a_matrix(plan_of):
    other = '[[costs]]\nid = "a"\nname = "A"\n[[costs]]\nid = "b"\nname = "B"\n'
    rows = '[[correlations]]\nids = ["a", "b"]\ncoefficient = [[1, 0.5], [0.5, 1]]'

    assert ((1.0, 0.5), (0.5, 1.0)) == plan_of(other + rows).correlations[0].coefficient


def test_the_order_of_activities_and_milestones_is_kept(plan_of):
    plan = plan_of(
        'activities = [{ id = "z", name = "Z", duration = 1 }, '
        '{ id = "m", name = "M", milestone = true }, { id = "a", name = "A", duration = 1 }]'
    )

    assert ["z", "m", "a"] == [item.id for item in plan.activities]


def test_dates_are_text_in_json(written):
    tables = {
        "schema": 1,
        "name": "Dam",
        "start": "2026-01-05",
        "calendar": {"holidays": ["2026-05-01"]},
        "risks": [{"id": "a", "name": "A", "probability": 1}],
    }

    plan = load(written(json.dumps(tables), "plan.json"))

    assert dt.date(2026, 1, 5) == plan.start
    assert (dt.date(2026, 5, 1),) == plan.calendar.holidays


def test_json_may_tell_the_editor_where_its_schema_is(written):
    tables = {"$schema": "plan.schema.json", "schema": 1, "name": "Dam"}
    tables["costs"] = [{"id": "dam", "name": "Dam", "amount": 5}]

    assert check(written(json.dumps(tables), "plan.json")).ok


def test_a_mark_of_the_byte_order_does_no_harm(written):
    """Some editors put it in front of UTF-8."""
    assert "Plan" == load(written(b"\xef\xbb\xbf" + (HEAD + COST).encode())).name


def test_lines_may_end_as_on_windows(written):
    assert "Plan" == load(written((HEAD + COST).replace("\n", "\r\n"))).name


def test_the_suffix_may_be_in_capitals(written):
    assert "Plan" == load(written(HEAD + COST, "PLAN.TOML")).name


def test_warnings_do_not_stand_in_the_way(written):
    file = written(HEAD + 'risks = [{ id = "a", name = "A", probability = 0.5 }]')

    assert "Plan" == load(file).name
    assert ["has no impact, so it changes no result"] == [w.message for w in check(file).warnings]
