"""The recipe of a run is exact text: plan and scenario come back from it as they were."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskplan.errors import FileError, PlanError
from riskplan.io import PlanRecipe, recipe_from
from riskplan.model import INHERENT, PLANNED, Adoption, CostItem, Plan, Scenario
from tests.model_strategies import ids, plans, texts

PLAN = Plan("Dam", costs=[CostItem("dam", "Dam", "pert(2, 4, 9)")])
RECIPE = PlanRecipe(PLAN, PLANNED)


@given(plan=plans(), scenario=st.builds(Scenario, ids(), texts(), st.sampled_from(Adoption)))
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_every_recipe_comes_back_equal(plan, scenario):
    recipe = PlanRecipe(plan, scenario)
    back = recipe_from(recipe.text())

    assert recipe == back
    assert plan.digest() == back.plan.digest()
    assert recipe.text() == back.text()


def test_a_digit_that_was_lost_would_be_noticed():
    """Negative control: the fingerprint sees the last digit of an estimate."""
    text = RECIPE.text().replace("pert(2, 4, 9)", "pert(2, 4, 9.000000000000002)")

    assert RECIPE != recipe_from(text)
    assert PLAN.digest() != recipe_from(text).plan.digest()


def test_equal_recipes_have_equal_text():
    same = PlanRecipe(Plan("Dam", costs=[CostItem("dam", "Dam", "PERT(2,4,9)")]), PLANNED)

    assert RECIPE.text() == same.text()
    assert RECIPE.text() != PlanRecipe(PLAN, INHERENT).text()


def test_the_text_is_plain_json():
    tables = json.loads(RECIPE.text())

    assert "Dam" == tables["plan"]["name"]
    assert {
        "id": "planned",
        "name": "Planned (adopted responses)",
        "adoption": "adopted",
    } == tables["scenario"]


def test_a_recipe_survives_pickling():
    assert RECIPE == pickle.loads(pickle.dumps(RECIPE))


def test_half_a_sign_cannot_be_written():
    with pytest.raises(FileError, match="half a sign"):
        PlanRecipe(PLAN.evolve(name="\ud83d"), PLANNED).text()


@pytest.mark.parametrize("pair", [(None, PLANNED), (PLAN, "planned")])
def test_a_recipe_needs_a_plan_and_a_scenario(pair):
    with pytest.raises(PlanError):
        PlanRecipe(*pair)


def changed(**parts: object) -> str:
    return json.dumps({**json.loads(RECIPE.text()), **parts})


def scenario(**parts: object) -> str:
    return changed(scenario={"id": "a", "name": "A", "adoption": "none", **parts})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: this is not JSON"),
        ("[]", "a plan in JSON is one object"),
        ("{}", 'its keys must be "plan" and "scenario"'),
        (changed(more=1), 'its keys must be "plan" and "scenario"'),
        (changed(plan=5), 'its keys must be "plan" and "scenario"'),
        (changed(plan={"schema": 1}), 'missing key "name"'),
        (changed(plan={"schema": 9, "name": "A"}), "a newer riskplan wrote the file"),
        (changed(scenario=None), "its scenario must have the keys id, name, adoption"),
        (changed(scenario={}), "its scenario must have the keys id, name, adoption"),
        (scenario(adoption="some"), 'must be one of "none", "adopted", "all" (got \'some\')'),
        (scenario(adoption=[]), 'must be one of "none", "adopted", "all" (got [])'),
        (scenario(id="a b"), "id must be text without spaces (got 'a b')"),
        (scenario(name=5), "name must be text (got 5)"),
        ('{"plan": {"name": "\\ud83d"}, "scenario": {}}', "half a sign"),
        ("[" * 100_000, "more than 30 deep"),
    ],
)
def test_what_is_no_recipe_is_refused(text, message):
    with pytest.raises(FileError) as caught:
        recipe_from(text)

    assert str(caught.value).startswith("the recipe of the run")
    assert message in str(caught.value)
