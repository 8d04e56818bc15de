"""Everything that is wrong in a file, at once, each with its place and a remedy."""

from __future__ import annotations

import json
import tomllib

import pytest

from riskplan.errors import PlanError
from riskplan.io import check, load
from tests.io.mistakes import MISTAKES
from tests.io.texts import COST, RISK_SURE

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
    (
        'activities[1] "piles": after names activity "surveys", which does not exist; '
        "there are: deck, design, piles"
    ),
    (
        'risks[0] "flood", impacts[0]: impact on activity "pile", which does not exist; '
        'did you mean "piles"?'
    ),
    (
        'activities[0] "design": the links form a cycle: design → piles → deck → design; '
        "remove one of these links"
    ),
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
    tables = tomllib.loads(toml.read_text("utf-8"))

    findings = check(written(json.dumps(tables), "plan.json"))

    assert COMBINED_PROBLEMS == [str(problem) for problem in findings]


def test_a_plan_without_mistakes_is_not_complained_about(problems_of):
    """Negative control for the cases below."""
    assert [] == problems_of(COST)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, list(expected)) for text, *expected in MISTAKES],
)
def test_a_mistake_is_one_message(text, expected, problems_of):
    assert expected == problems_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 'the plan: missing key "schema"; write schema = 1 at the top of the file'),
        (
            "schema = 2\n",
            (
                "schema: must be 1 (got 2); a newer riskplan wrote the file; "
                "update this one to read it"
            ),
        ),
        ("schema = 0\n", "schema: must be 1 (got 0); write schema = 1 at the top of the file"),
        ("schema = '1'\n", "schema: must be 1 (got '1'); write schema = 1 at the top of the file"),
        (
            "schema = true\n",
            "schema: must be 1 (got True); write schema = 1 at the top of the file",
        ),
        ("shema = 1\n", 'the plan: unknown key "shema"; did you mean "schema"?'),
    ],
)
def test_the_number_of_the_schema_is_demanded(text, expected, written):
    findings = check(written(f'{text}name = "Plan"\n{COST}'))

    assert [expected] == [str(problem) for problem in findings]


def test_an_empty_plan_holds_nothing_to_simulate(problems_of):
    assert [
        (
            "the plan: it has no cost items, no activities and no risks, so there is nothing to "
            "simulate; add at least one of costs, activities or risks"
        )
    ] == problems_of("")


def test_null_is_no_value(written):
    """TOML has no null; in JSON, too, a key without a value is left out."""
    tables = {"schema": 1, "name": None, "budget": None, "costs": [{"id": "a", "name": "A"}, None]}

    assert [
        "name: is null; leave the key out",
        "budget: is null; leave the key out",
        "costs[1]: must be a table (got None); write { key = value, … }",
    ] == [str(problem) for problem in check(written(json.dumps(tables), "plan.json"))]


def test_nan_in_json_is_refused_like_nan_in_toml(written):
    text = '{"schema": 1, "name": "a", "budget": NaN, "costs": [{"id": "a", "name": "A"}]}'

    assert ["budget: must be a finite number (got nan); write a number"] == [
        str(problem) for problem in check(written(text, "plan.json"))
    ]


def test_hundreds_of_unknown_keys_are_summed_up(problems_of):
    problems = problems_of(COST + "".join(f"x{number} = 1\n" for number in range(300)))

    assert 21 == len(problems)
    assert problems[-1].startswith("the plan: 280 more unknown keys; its keys are")


def test_thousands_of_misfits_are_summed_up(problems_of):
    problems = problems_of(f"risks = [{'5, ' * 3_000}]")

    assert 1_001 == len(problems)
    assert (
        "the plan: 2,000 more values do not fit; mend these first; is it the right file?"
        == (problems[-1])
    )


def test_megabytes_of_text_are_cut_in_messages(problems_of):
    long = "x" * 1_000_000
    problems = problems_of(
        f'{RISK_SURE}exclusive = "{long}"\n[[risks]]\nid = "b"\nname = "B"\nprobability = 0.9\n'
        f'exclusive = "{long}"\n[[costs]]\nid = "{long}"\nname = "x"\n{long} = 1'.replace(COST, "")
    )

    assert 3 == len(problems)
    assert all(len(problem) < 1_500 for problem in problems)


def test_a_share_in_percent_is_reported_from_a_file_too(problems_of):
    (problem,) = problems_of(
        """
        [[risks]]
        id = "flood"
        name = "Flood"
        probability = 0.2
        impacts = [{ cost = 50 }]
        responses = [{ id = "ins", name = "Ins", strategy = "transfer", share = 30, cost = 1 }]
        """
    )

    assert 'risks[0] "flood", responses[0] "ins": share must be' in problem
    assert problem.endswith("did you mean 0.3?")
