"""What may be typed into a value of the model, and the message about what may not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import attrs
import numpy as np
import pytest

import riskplan as rp
from riskplan.model.fields import LONGEST_ID, is_a

Build = Callable[[], object]


def refusal(build: Build) -> str:
    with pytest.raises(rp.PlanError) as caught:
        build()
    assert 1 == len(caught.value.problems)
    return str(caught.value.problems[0])


BAD: list[tuple[Build, str]] = [
    (
        lambda: rp.CostItem("site prep", "Site", 1),
        (
            "CostItem \"site prep\": id must be text without spaces (got 'site prep'); "
            "write for example site-prep"
        ),
    ),
    (
        lambda: rp.CostItem("", "Site", 1),
        "CostItem: id must be text without spaces (got ''); write for example site-prep",
    ),
    (
        lambda: rp.Phase(7, "Build"),
        "Phase: id must be text without spaces (got 7); write for example site-prep",
    ),
    (
        lambda: rp.Phase("a", None),
        'Phase "a": name must be text (got None); put it in quotes',
    ),
    (
        lambda: rp.Phase("a", "A", share="half"),
        "Phase \"a\": share must be a finite number (got 'half'); write it without quotes",
    ),
    (
        lambda: rp.Plan("P", budget=float("nan")),
        "Plan: budget must be a finite number (got nan); write a number",
    ),
    (
        lambda: rp.Plan("P", budget=True),
        "Plan: budget must be a finite number (got True); write a number",
    ),
    (
        lambda: rp.Plan("P", reserve=float("inf")),
        "Reserve: amount must be a finite number (got inf); write a number",
    ),
    (
        lambda: rp.Plan("P", reserve="fifteen"),
        "Plan: reserve must be a Reserve (got 'fifteen'); pass a Reserve",
    ),
    (
        lambda: rp.Plan("P", start="2026-02-30"),
        "Plan: start must be a date that exists (got '2026-02-30'); write it as YYYY-MM-DD",
    ),
    (
        lambda: rp.Plan("P", deadline=20261218),
        "Plan: deadline must be a date that exists (got 20261218); write it as YYYY-MM-DD",
    ),
    (
        lambda: rp.Calendar(holidays=["2026-01-01", "2026-13-01"]),
        (
            "Calendar \"plan\": holidays has a wrong entry at [1] (got '2026-13-01'); "
            "each entry must be of type date"
        ),
    ),
    (
        lambda: rp.Calendar(holidays="2026-01-01"),
        "Calendar \"plan\": holidays must be a list of date (got '2026-01-01'); use [ … ]",
    ),
    (
        lambda: rp.Calendar(["monday"]),
        (
            "Calendar \"plan\": work_week has a wrong entry at [0] (got 'monday'); "
            "each entry must be of type Weekday"
        ),
    ),
    (
        lambda: rp.Risk("r", "R", 0.5, kind="threat"),
        ("Risk \"r\": kind must be a Kind (got 'threat'); write rp.Kind.THREAT"),
    ),
    (
        lambda: rp.Risk("r", "R", True),
        (
            'Risk "r": probability: a distribution must be a distribution, a number or a text '
            "(got True); give for example Pert(2, 4, 9)"
        ),
    ),
    *(
        (
            build,
            (
                'Risk "r": probability is missing, and so is a count; give a number such as 0.2, '
                'or how often it strikes as count="poisson(2.5)"'
            ),
        )
        for build in (lambda: rp.Risk("r", "R"), lambda: rp.Risk("r", "R", None))
    ),
    (
        lambda: rp.Risk("r", "R", count=True),
        (
            'Risk "r": count: a distribution must be a distribution, a number or a text '
            "(got True); give for example Pert(2, 4, 9)"
        ),
    ),
    (
        lambda: rp.Response("m", "M", rp.Strategy.AVOID, count="poison(2)"),
        (
            'Response "m": count: cannot read "poison(2)" at character 1: unknown distribution '
            '"poison"; did you mean "poisson"?'
        ),
    ),
    (
        lambda: rp.Risk("r", "R", 0.5, impacts=rp.CostImpact(1)),
        (
            'Risk "r": impacts must be a list of CostImpact or Delay or DurationFactor '
            "(got CostImpact(amount=constant(1), share=None, of=(), phase=None…); use [ … ]"
        ),
    ),
    (
        lambda: rp.Risk("r", "R", 0.5, impacts=[100]),
        (
            'Risk "r": impacts has a wrong entry at [0] (got 100); '
            "each entry must be of type CostImpact or Delay or DurationFactor"
        ),
    ),
    (
        lambda: rp.Response("m", "M", rp.Strategy.AVOID, adopted="yes"),
        "Response \"m\": adopted must be true or false (got 'yes'); write true or false",
    ),
    (
        lambda: rp.Activity("a", "A", 3, after=5),
        'Activity "a": after must be a list of Link (got 5); use [ … ]',
    ),
    (
        lambda: rp.Activity("a", "A", 3, after=["b", 5]),
        'Activity "a": after has a wrong entry at [1] (got 5); each entry must be of type Link',
    ),
    (
        lambda: rp.Milestone("m", "M", after=["a", "a FS+5x"]),
        (
            "Milestone \"m\": a link cannot be read (got 'a FS+5x'); "
            'write "A40", "A40 SS+5d" or "A40 FF-2w on 24h"'
        ),
    ),
    (
        lambda: rp.Link("a", lag=float("inf")),
        "Link: lag must be a finite number (got inf); write a number",
    ),
    (
        lambda: rp.Scale(["low", "high"], ["a"]),
        "Scale: cuts has a wrong entry at [0] (got 'a'); each entry must be of type float",
    ),
    (
        lambda: rp.Scale(["low", "high"], [float("nan")]),
        "Scale: cuts must be a finite number (got nan); write a number",
    ),
    (
        lambda: rp.RiskMatrix(scores=[[1, 2], 3]),
        "RiskMatrix: scores has a wrong entry at [1] (got 3); each entry must be of type tuple",
    ),
    (
        lambda: rp.Correlation(["a", "b"], "strong"),
        "Correlation: coefficient must be a finite number (got 'strong'); write it without quotes",
    ),
    (
        lambda: rp.Correlation(["a", "b"], [[1, float("nan")], [0, 1]]),
        "Correlation: coefficient must be a finite number (got nan); write a number",
    ),
]


@pytest.mark.parametrize(("build", "expected"), BAD, ids=[text[:50] for _, text in BAD])
def test_a_bad_value_is_refused_with_its_item_its_field_and_a_remedy(build, expected):
    assert expected == refusal(build)


def test_a_number_beyond_all_floats_is_refused():
    assert refusal(lambda: rp.Plan("P", budget=10**400)).startswith(
        "Plan: budget must be a finite number (got "
    )


def test_an_id_is_short_enough_to_be_shown():
    longest = "x" * LONGEST_ID

    assert longest == rp.Phase(longest, "X").id
    assert f"id must have at most {LONGEST_ID} signs" in refusal(
        lambda: rp.Phase(longest + "x", "")
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), "nan"])
def test_a_duration_is_a_finite_number(value):
    assert refusal(lambda: rp.Activity("a", "A", value)).startswith('Activity "a": duration: ')


def test_a_bad_spelling_of_a_distribution_is_passed_on():
    assert refusal(lambda: rp.CostItem("c", "C", "pert(9, 4, 10)")).startswith(
        'CostItem "c": amount: pert: min must not exceed mode (got min 9, mode 4)'
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (5, rp.Constant(5)),
        (2.5, rp.Constant(2.5)),
        (np.int64(5), rp.Constant(5)),
        ("5", rp.Constant(5)),
        ("pert(2, 4, 9)", rp.Pert(2, 4, 9)),
        (rp.Uniform(1, 2), rp.Uniform(1, 2)),
    ],
)
def test_an_estimate_is_a_number_a_spelling_or_a_distribution(given, expected):
    assert expected == rp.CostItem("c", "C", given).amount


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (0.2, 0.2),
        (1, 1.0),
        ("20%", 0.2),
        ("0.2", 0.2),
        (np.float64(0.2), 0.2),
        (rp.Constant(0.2), 0.2),
        ("uniform(0.1, 0.3)", rp.Uniform(0.1, 0.3)),
    ],
)
def test_a_probability_is_a_number_a_percentage_or_a_distribution(given, expected):
    probability = rp.Risk("r", "R", given).probability

    assert expected == probability
    assert type(expected) is type(probability)


@pytest.mark.parametrize("given", [5, 5.0, np.int64(5), np.float32(5)])
def test_any_real_number_is_a_number(given):
    budget = rp.Plan("P", budget=given).budget

    assert 5.0 == budget
    assert float is type(budget)


@pytest.mark.parametrize(
    "given", ["2026-01-05", dt.date(2026, 1, 5), dt.datetime(2026, 1, 5, 9, 30)]
)
def test_a_date_is_a_date_or_its_spelling(given):
    assert dt.date(2026, 1, 5) == rp.Plan("P", start=given).start


def test_one_id_stands_for_a_list_of_one():
    assert rp.Delay(["a"], 1) == rp.Delay("a", 1)
    assert rp.Activity("b", "B", 1, after=["a"]) == rp.Activity("b", "B", 1, after="a")
    assert rp.Activity("b", "B", 1, after="a") == rp.Activity("b", "B", 1, after=rp.Link("a"))


def test_any_iterable_is_a_list():
    risks = (rp.Risk(f"r{i}", "R", 0.5) for i in range(3))

    assert ["r0", "r1", "r2"] == [risk.id for risk in rp.Plan("P", risks=risks).risks]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: rp.Buffer("b", "B", 2, level="project"), "write rp.BufferLevel.PROJECT"),
        (lambda: rp.Delay("a", 2, combine="parallel"), "PARALLEL"),
        (lambda: rp.Buffer("b", "B", 2, level="programme"), "choose from rp.BufferLevel."),
    ],
)
def test_the_text_of_a_choice_is_answered_with_its_member(make, expected):
    with pytest.raises(rp.PlanError, match=re.escape(expected)):
        make()


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(rp.Adoption, "must be an Adoption"), (rp.Status, "must be a Status")],
)
def test_a_kind_has_its_article(kind, rule):
    with pytest.raises(rp.PlanError, match=rule):
        is_a(kind)(None, attrs.fields(rp.Risk).status, 5)
