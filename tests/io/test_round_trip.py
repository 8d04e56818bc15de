"""What `save` writes, `load` reads back: every plan, in both formats, and exactly."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings

from riskplan.distributions import Normal, Truncated
from riskplan.errors import Severity
from riskplan.io import load, save
from riskplan.model import (
    Activity,
    Calendar,
    CostImpact,
    CostItem,
    Delay,
    DurationFactor,
    Milestone,
    Plan,
    Reserve,
    ReserveBasis,
    Response,
    Risk,
    Strategy,
    TimeUnit,
    problems_in,
)
from tests.model_strategies import plans

FORMATS = ["toml", "json"]


def returned(plan: Plan, folder, suffix: str) -> Plan:
    """The plan after a journey through a file."""
    file = folder / f"plan.{suffix}"
    save(plan, file)
    return load(file)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("plans")


@pytest.mark.parametrize("suffix", FORMATS)
@given(plan=plans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_every_plan_comes_back_equal(plan, suffix, folder):
    back = returned(plan, folder, suffix)

    assert plan == back
    assert plan.digest() == back.digest()


@given(plan=plans())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_the_strategy_draws_plans_without_errors(plan):
    errors = [problem for problem in problems_in(plan) if problem.severity is Severity.ERROR]

    assert [] == errors


def test_a_plan_that_lost_something_would_be_noticed(folder):
    """Negative control: one remark less in the file, and the plans differ."""
    plan = Plan("Dam", costs=[CostItem("dam", "Dam", 5, note="a guess")])
    file = folder / "plan.json"
    save(plan, file)
    tables = json.loads(file.read_text("utf-8"))

    del tables["costs"][0]["note"]
    file.write_text(json.dumps(tables), "utf-8")

    assert plan != load(file)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "plan",
    [
        Plan("one activity", activities=[Activity("build", "Build", 60)]),
        Plan("milestones", activities=[Milestone("a", "A"), Milestone("b", "B", after="a FS+5d")]),
        Plan("one risk", risks=[Risk("flood", "Flood", 0.1)]),
        Plan("one cost", costs=[CostItem("dam", "Dam")]),
        Plan("", risks=[Risk("洪水", "洪水", 0.1, impacts=[CostImpact("normal(9e5, 1e4)")])]),
    ],
    ids=lambda plan: plan.name or "without a name",
)
def test_the_smallest_plans_come_back(plan, suffix, folder):
    assert plan == returned(plan, folder, suffix)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "服务响应",
        'a "word"',
        "it's",
        "\\",
        "\\u0041",
        "one\ntwo",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "'''",
        '"""',
        "\x00",
        "\x1b[31m",
        "\x7f",
        "\u2028",
        "\ufeff",
        "😀",
        "# no comment",
    ],
)
def test_every_text_comes_back(text, suffix, folder):
    plan = Plan(text, costs=[CostItem("dam", text, note=text)], description=f"{text}\nand more")

    assert plan == returned(plan, folder, suffix)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("number", [0.1, 1 / 3, 1e-300, 1e300, 2.0**53, 2.0**53 + 2, 1e16, 5.0])
def test_every_number_comes_back(number, suffix, folder):
    plan = Plan("Dam", budget=number, costs=[CostItem("dam", "Dam", number)])

    assert plan == returned(plan, folder, suffix)


def test_a_plan_in_toml_reads_like_one(folder):
    plan = Plan(
        "Bridge",
        start="2026-01-05",
        currency="CNY",
        budget=2_000_000,
        reserve=0.15,
        calendar=Calendar(holidays=["2026-05-01"]),
        activities=[
            Activity("design", "Design", 6, unit=TimeUnit.WEEKS),
            Activity("build", "Build", "pert(60, 80, 130)", after=["design FS+5d"], day_rate=1_500),
            Milestone("handover", "Hand-over", after=["build", "design"]),
        ],
        risks=[
            Risk(
                "flood",
                "Flood",
                0.15,
                impacts=[
                    CostImpact("triangular(1, 2.5, 9)"),
                    CostImpact(share=0.3, of=["dam"]),
                    Delay("build", Truncated(Normal(10, 2), low=0)),
                    DurationFactor(["design", "build"], "uniform(1, 1.5)"),
                ],
                responses=[Response("dam", LONG_NAME, Strategy.MITIGATE, impacts=[])],
            )
        ],
        description="Two lines:\nthis is the second",
    )
    file = folder / "plan.toml"
    save(plan, file)

    assert EXPECTED == file.read_text("utf-8")


LONG_NAME = "Raise the dam by two metres, before the flood season of the second year begins"

EXPECTED = '''\
schema = 1
name = "Bridge"
start = 2026-01-05
currency = "CNY"
budget = 2000000
reserve = 0.15
description = """
Two lines:
this is the second"""

[calendar]
holidays = [
    2026-05-01,
]

[[activities]]
id = "design"
name = "Design"
duration = 6
unit = "w"

[[activities]]
id = "build"
name = "Build"
duration = "pert(60, 80, 130)"
after = "design FS+5d"
day_rate = 1500

[[activities]]
id = "handover"
name = "Hand-over"
milestone = true
after = [
    "build",
    "design",
]

[[risks]]
id = "flood"
name = "Flood"
probability = 0.15

[[risks.impacts]]
cost = "triangular(1, 2.5, 9)"

[[risks.impacts]]
share = 0.3
of = "dam"

[[risks.impacts]]
on = "build"
delay = "truncated(normal(10, 2), low=0)"

[[risks.impacts]]
on = [
    "design",
    "build",
]
factor = "uniform(1, 1.5)"

[[risks.responses]]
id = "dam"
name = "Raise the dam by two metres, before the flood season of the second year begins"
strategy = "mitigate"
impacts = []
'''


def test_a_plan_in_json_has_the_same_shape(folder):
    plan = Plan("Dam", start="2026-01-05", costs=[CostItem("dam", "堤坝", "uniform(1, 2)")])
    file = folder / "plan.json"
    save(plan, file)

    assert (
        '{\n  "schema": 1,\n  "name": "Dam",\n  "start": "2026-01-05",\n  "costs": [\n    {\n'
        '      "id": "dam",\n      "name": "堤坝",\n      "amount": "uniform(1, 2)"\n    }\n'
        "  ]\n}\n"
    ) == file.read_text("utf-8")


@pytest.mark.parametrize(
    ("reserve", "expected"),
    [
        (0.15, 0.15),
        (500_000, 500_000),
        (Reserve(0.15, of=ReserveBasis.TOTAL), {"share": 0.15, "of": "total"}),
        (Reserve(amount=0.5), {"amount": 0.5}),
    ],
)
def test_a_reserve_is_written_as_short_as_it_can_be(reserve, expected, folder):
    file = folder / "plan.json"
    save(Plan("Dam", reserve=reserve), file)

    assert expected == json.loads(file.read_text("utf-8"))["reserve"]
