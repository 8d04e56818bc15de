"""Everything that is wrong in a file, at once, each with its place and a remedy."""

from __future__ import annotations

import json

import pytest

from riskplan.errors import PlanError
from riskplan.io import check, load
from tests.io.conftest import COST, HEAD

COMBINED = """
schema = 1
name = "Bridge"
start = 2026-02-30

[[activities]]
id = "design"
name = "Design"
duration = 30
after = "deck"

[[activities]]
id = "piles"
name = "Piles"
duration = 80
after = ["design FS+5d", "surveys"]

[[activities]]
id = "deck"
name = "Deck"
duration = 20
after = "piles"

[[activities]]
id = "deck"
name = "Deck again"
duration = 20

[[risks]]
id = "flood"
name = "Flood"
probability = 20
catgory = "external"
impacts = [{ delay = "pert(5, 10, 30)", on = "pile" }]
"""

COMBINED_PROBLEMS = [
    "start: must be a date that exists (got '2026-02-30'); write it as YYYY-MM-DD",
    'risks[0] "flood": unknown key "catgory"; did you mean "category"?',
    'activities[3] "deck": the id is already taken by [2]; give each item of a table its own id',
    'activities[1] "piles": after names activity "surveys", which does not exist; '
    "there are: deck, design, piles",
    'risks[0] "flood", impacts[0]: impact on activity "pile", which does not exist; '
    'did you mean "piles"?',
    'activities[0] "design": the links form a cycle: design → piles → deck → design; '
    "remove one of these links",
    'risks[0] "flood": probability must be between 0 and 1 (got 20); did you mean 0.20?',
]


def test_one_error_lists_everything_that_is_wrong(written):
    """Cycle, duplicate id, unknown key, false date, a percent, unknown references: all together."""
    file = written(COMBINED)

    with pytest.raises(PlanError) as caught:
        load(file)

    assert COMBINED_PROBLEMS == [str(problem) for problem in caught.value.problems]
    assert "\n  ".join([f"7 problems in {file}", *COMBINED_PROBLEMS]) == str(caught.value)
    assert str(file) == caught.value.source


def test_the_same_in_json(written):
    toml = written(COMBINED.replace("2026-02-30", '"2026-02-30"'))
    tables = __import__("tomllib").loads(toml.read_text("utf-8"))

    findings = check(written(json.dumps(tables), "plan.json"))

    assert COMBINED_PROBLEMS == [str(problem) for problem in findings]
