"""The JSON Schema: it is generated, it is shipped, and it knows good plans from mistyped ones."""

from __future__ import annotations

import copy
import datetime as dt
import json
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

import riskplan.io
from riskplan.io import json_schema, save
from riskplan.io.text import to_json
from riskplan.model import Plan
from tests.io.test_forms import EVERYTHING
from tests.model_strategies import plans

SHIPPED = Path(riskplan.io.__file__).parent / "plan.schema.json"
EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.toml"))

DRAFT = jsonschema.Draft202012Validator
SCHEMA = json_schema()


def mistakes(value: object, schema: dict) -> list[str]:
    """What an editor with the schema marks as wrong."""
    validator = DRAFT(schema, format_checker=DRAFT.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def as_json(text: str) -> dict:
    """TOML as an editor hands it to its validator: dates are text."""
    return json.loads(json.dumps(tomllib.loads(text), default=dt.date.isoformat))


def test_the_shipped_file_is_what_the_model_says_today():
    """If not, write it anew: riskplan schema > src/riskplan/io/plan.schema.json"""
    assert to_json(json_schema()) == SHIPPED.read_text("utf-8")


def test_it_is_a_json_schema():
    assert [] == mistakes(json_schema(), DRAFT.META_SCHEMA)
    assert [] != mistakes({"type": "plan"}, DRAFT.META_SCHEMA)


def test_each_call_returns_one_of_its_own():
    json_schema()["properties"].clear()

    assert "risks" in json_schema()["properties"]


@given(plan=plans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_every_plan_that_is_saved_is_valid(plan, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "valid.json"
    save(plan, file)

    assert [] == mistakes(json.loads(file.read_text("utf-8")), SCHEMA)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_the_examples_are_valid(file):
    assert [] == mistakes(as_json(file.read_text("utf-8")), SCHEMA)


def test_every_form_that_load_takes_is_valid():
    assert [] == mistakes(as_json(EVERYTHING), SCHEMA)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["schema"], 2),
        (["nmae"], "x"),
        (["start"], "2026-02-30"),
        (["budget"], "5"),
        (["reserve", "of"], "all"),
        (["calendar", "work_week", 0], "Mon"),
        (["costs", 0, "id"], "two words"),
        (["costs", 0, "ammount"], 5),
        (["activities", 0, "duration"], [1, 2, 3]),
        (["activities", 1, "duration"], 5),
        (["activities", 1, "milestone"], "yes"),
        (["activities", 2, "unit"], "day"),
        (["activities", 2, "after"], 5),
        (["risks", 0, "probabilty"], 0.5),
        (["risks", 0, "probability"], 20),
        (["risks", 0, "kind"], "thret"),
        (["risks", 3, "count"], 2.5),
        (["risks", 3, "count"], -1),
        (["risks", 3, "responses", 0, "count"], [1]),
        (["risks", 0, "impacts", 0], {"amount": 5}),
        (["risks", 0, "impacts", 0], {"cost": 5, "delay": 5, "on": "build"}),
        (["risks", 0, "impacts", 0], {"delay": 5}),
        (["risks", 0, "responses", 0, "adopted"], 1),
        (["matrix", "cost", "cuts"], "5"),
        (["correlations", 0, "coefficient"], "x"),
    ],
    ids=str,
)
def test_a_mistake_is_seen_by_the_editor(path, value):
    """Negative control: a file that is valid but for one value."""
    tables = copy.deepcopy(as_json(EVERYTHING))
    there = tables
    for step in path[:-1]:
        there = there[step]
    there[path[-1]] = value

    assert [] != mistakes(tables, SCHEMA)


@pytest.mark.parametrize("key", ["schema", "name"])
def test_a_missing_key_is_seen_by_the_editor(key):
    tables = as_json(EVERYTHING)
    del tables[key]

    assert [] != mistakes(tables, SCHEMA)


@pytest.mark.parametrize("key", ["probability", "count"])
def test_a_risk_has_a_probability_or_a_count(key):
    """The third risk of the file has only a probability, the fourth only a count."""
    tables = as_json(EVERYTHING)
    risk = next(r for r in tables["risks"] if key in r and not {"probability", "count"} <= set(r))
    assert [] == mistakes(tables, SCHEMA)

    del risk[key]

    assert [] != mistakes(tables, SCHEMA)


def test_keys_are_described_with_their_units():
    schema = json_schema()

    assert "The money approved. [currency]" == schema["properties"]["budget"]["description"]
    activity = schema["$defs"]["Activity"]["properties"]
    assert (
        "How long it takes; a plain number is certain. [unit]"
        == (activity["duration"]["description"])
    )
    assert ["h", "d", "w", "mo", "hours", "days", "weeks", "months"] == activity["unit"]["enum"]


def test_without_docstrings_only_the_descriptions_are_missing(monkeypatch):
    """As when Python runs with -OO."""
    monkeypatch.setattr(Plan, "__doc__", None)
    schema = json_schema()

    assert "" == schema["description"]
    assert {"type": "number"} == schema["properties"]["budget"]
