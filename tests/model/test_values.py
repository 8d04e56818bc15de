"""What the values of the model work out by themselves: reserves, calendars, scales, the plan."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from tests.laws.plans import plans
from tests.model.good import FLOOD, GOOD

FLOOD_TWICE = attrs.evolve(FLOOD, probability=0.3, count=2)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (None, None),
        (0.15, rp.Reserve(0.15)),
        (0, rp.Reserve(0.0)),
        (1, rp.Reserve(amount=1)),
        (80_000, rp.Reserve(amount=80_000)),
        ("15%", rp.Reserve(0.15)),
        (rp.Reserve(amount=0.5), rp.Reserve(amount=0.5)),
    ],
)
def test_a_reserve_below_1_is_a_fraction_and_from_1_an_amount(given_, expected):
    assert expected == rp.Plan("P", reserve=given_).reserve


def test_a_fraction_says_of_what():
    """80 in a total of 860 is 9.3 % of the total and 10.3 % of the base (DESIGN, section 1)."""
    of_total = rp.Reserve(80 / 860, of=rp.ReserveBasis.TOTAL)

    assert 80 == pytest.approx(of_total.over(780))
    assert 80 == pytest.approx(rp.Reserve(80 / 780).over(780))
    assert 80 == rp.Reserve(amount=80).over(780)


def test_an_empty_reserve_is_nothing():
    assert 0 == rp.Reserve().over(780)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (rp.TimeUnit.HOURS, 0.1),
        (rp.TimeUnit.DAYS, 1),
        (rp.TimeUnit.WEEKS, 6),
        (rp.TimeUnit.MONTHS, 26),
    ],
)
def test_units_are_those_of_the_calendar(unit, expected):
    calendar = rp.Calendar([*list(rp.Weekday)[:6], rp.Weekday.MONDAY], hours=10)

    assert expected == calendar.days_in(unit)


def test_a_calendar_knows_its_working_days():
    calendar = rp.Calendar(holidays=["2026-01-06"])
    week = [dt.date(2026, 1, day) for day in range(5, 12)]

    assert [True, False, True, True, True, False, False] == list(map(calendar.works_on, week))


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, 0), (0.1, 0), (0.15, 0), (0.1500001, 1), (0.25, 1), (0.9, 2)]
)
def test_a_value_on_a_cut_belongs_to_the_lower_level(value, expected):
    assert expected == rp.Scale(["low", "medium", "high"], [0.15, 0.25]).level(value)


def test_a_level_has_a_middle():
    scale = rp.Scale(["low", "medium", "high"], [0.1, 0.3])

    assert pytest.approx([0.05, 0.2, 0.65]) == [scale.midpoint(i, top=1.0) for i in range(3)]


def test_scores_are_products_unless_they_are_given():
    scores = [[1, 2, 3], [2, 4, 6], [3, 6, 100]]

    assert 9.0 == rp.RiskMatrix().score(2, 2)
    assert 100.0 == rp.RiskMatrix(scores=scores).score(2, 2)


@pytest.mark.parametrize(
    ("score", "expected"), [(0, "low"), (4.9, "low"), (5, "medium"), (11, "medium"), (12, "high")]
)
def test_a_band_begins_with_its_lowest_score(score, expected):
    assert expected == rp.RiskMatrix().band(score).name


def test_a_score_below_all_bands_is_in_the_first():
    assert 0 == rp.RiskMatrix(bands=[rp.Band("some", 3), rp.Band("more", 9)]).band_index(1)


def test_the_sign_of_a_risk_is_its_kind():
    assert (1.0, -1.0) == tuple(rp.Risk("r", "R", 1, kind=kind).sign for kind in rp.Kind)


def test_a_plan_cannot_be_changed_only_copied():
    copy = GOOD.evolve(name="Other")

    assert ("Bridge", "Other") == (GOOD.name, copy.name)
    assert GOOD.risks is copy.risks
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        GOOD.name = "Other"


def test_a_plan_finds_its_risks():
    assert FLOOD == GOOD.risk("flood")
    with pytest.raises(rp.RequestError, match='no risk "fire"; its risks are: flood, leak, north'):
        GOOD.risk("fire")
    with pytest.raises(rp.RequestError, match='no risk "fire"; its risks are: none'):
        rp.Plan("P").risk("fire")


def test_a_plan_says_what_it_holds():
    assert "Plan('Bridge': 2 cost items, 4 activities, 5 risks)" == repr(GOOD)


def test_a_notebook_shows_the_card_of_a_plan():
    html = GOOD._repr_html_()

    for text in ("Bridge", "2026-01-05", "2,000,000 CNY", GOOD.digest()):
        assert text in html
    assert "deadline" not in rp.Plan("P")._repr_html_()


def test_equal_plans_have_equal_fingerprints():
    assert GOOD.digest() == attrs.evolve(GOOD).digest()
    assert 16 == len(GOOD.digest())


def test_a_fingerprint_never_changes():
    """A regression value: it names the plan of a run, so later versions must find it again."""
    plan = rp.Plan("P", start="2026-01-05", activities=[rp.Activity("a", "A", 3, after="b SS+2d")])

    assert "2826181535cc624e" == plan.digest()


def test_a_count_leaves_the_fingerprint_of_plans_without_one_alone():
    """A regression value, taken before there were counts."""
    response = rp.Response("m", "M", rp.Strategy.MITIGATE, cost=1, probability=0.1)
    impacts = [rp.CostImpact(5), rp.CostImpact("uniform(1, 2)")]
    risks = [
        rp.Risk("r", "R", 0.3, impacts=impacts, responses=[response]),
        rp.Risk("s", "S", "uniform(0.1, 0.2)"),
        rp.Risk("t", "T", 1.0),
    ]

    assert "ec4b8e2ca8df6c5a" == rp.Plan("P", risks=risks).digest()


def test_a_count_makes_a_risk_certain_unless_it_is_said_how_likely_it_is():
    assert (1.0, 0.3) == (rp.Risk("r", "R", count=2).probability, FLOOD_TWICE.probability)
    assert rp.Risk("r", "R", 1, count=2) == rp.Risk("r", "R", count="2")
    assert rp.Risk("r", "R", 1) != rp.Risk("r", "R", count=1)


CHANGES = [
    {"risks": [FLOOD_TWICE, *GOOD.risks[1:]]},
    {"name": "Bridge 2"},
    {"start": None, "deadline": None},
    {"currency": "EUR"},
    {"budget": 2_000_001},
    {"deadline": "2026-12-19"},
    {"reserve": 0.16},
    {"calendar": rp.Calendar(hours=7)},
    {"calendar": rp.Calendar(list(rp.Weekday))},
    {"calendars": []},
    {"phases": GOOD.phases[::-1]},
    {"costs": GOOD.costs[:1]},
    {"activities": GOOD.activities[::-1]},
    {"risks": GOOD.risks[1:]},
    {"risks": [attrs.evolve(FLOOD, status=rp.Status.CLOSED), *GOOD.risks[1:]]},
    {"correlations": [rp.Correlation(["design", "piling"], 0.31)]},
    {"matrix": rp.RiskMatrix(bands=[rp.Band("all", 0)])},
    {"description": "x"},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_every_change_changes_the_fingerprint(change):
    assert GOOD.digest() != GOOD.evolve(**change).digest()


@settings(max_examples=30)
@given(first=plans(), second=plans())
def test_plans_are_equal_where_their_fingerprints_are(first, second):
    assert (first == second) == (first.digest() == second.digest())


@settings(max_examples=30)
@given(first=plans(), data=st.data())
def test_a_fingerprint_is_a_function_of_the_plan(first, data):
    field = data.draw(st.sampled_from(attrs.fields(rp.Plan))).name

    assert first.digest() == first.evolve(**{field: getattr(first, field)}).digest()
