"""What only follows from a mistake is not reported; everything else is."""

from __future__ import annotations

import pytest

from riskplan.io import check
from tests.io.texts import ACTIVITY, ACTIVITY_SURE, COST, HEAD, RISK, RISK_SURE

POLICY = '[[policies]]\nid = "p"\nname = "P"\npremium = 9\n'


@pytest.mark.parametrize(
    "text",
    [
        (
            f'{ACTIVITY}duration = "x"\n'
            '[[activities]]\nid = "b"\nname = "B"\nduration = 1\nafter = "dig"'
        ),
        f'costs = [{{ id = "a", name = "A", day_rate = "x", during = "dig" }}]\n{ACTIVITY_SURE}',
        f'costs = [{{ id = "a", name = "A", day_rate = 1, during = 5 }}]\n{ACTIVITY_SURE}',
        'activities = ["dig"]\ncosts = [{ id = "a", name = "A", day_rate = 1, during = "dig" }]',
        f'{COST}start = "x"\ndeadline = 2026-12-18',
        f"{COST}[calendar]\nhours = 'x'\nopens = 20",
        f"{COST}[calendar]\nhours = 22\nopens = 'x'",
        f"{COST}[calendar]\nwork_week = ['x']",
        (
            f'{COST}[[phases]]\nid = "a"\nname = "A"\nshare = "x"\n'
            '[[phases]]\nid = "b"\nname = "B"\nshare = 0.5'
        ),
        (
            f"{RISK}probability = 'x'\nresponses = "
            "[{ id = 'r', name = 'R', strategy = 'mitigate', cost = 9e9, probability = 0.1 }]"
        ),
        f"{RISK_SURE}impacts = 'x'",
        f"{RISK}count = 'x'",
        f"{RISK}cuont = 2",
        f"{RISK}probability = 'x'\ncount = 2",
        f"{RISK}probability = 'x'\nexclusive = 'a'",
        (
            f"{RISK}count = 'x'\nimpacts = [{{ cost = 1 }}]\nresponses = "
            "[{ id = 'r', name = 'R', strategy = 'mitigate', count = 'poisson(9)' }]"
        ),
        f"{RISK_SURE}impacts = [{{ share = 0.5, of = 5 }}]",
        f"{RISK_SURE}impacts = [{{ delay = 1, on = [5] }}]",
        (
            f"{RISK_SURE}given = 5\nexclusive = 'a'\n[[risks]]\nid = 'b'\nname = 'B'\n"
            "probability = 0.5\nexclusive = 'a'\nimpacts = [{ cost = 1 }]"
        ),
        (
            f"{RISK_SURE}impacts = [{{ cost = 1 }}]\nresponses = [\n"
            "{ id = 'r', name = 'R', strategy = 'mitigate', adopted = 5, impacts = [] },\n"
            "{ id = 's', name = 'S', strategy = 'mitigate', impacts = [] }]"
        ),
        f"{COST}reserve = {{ share = 'x' }}",
        f"budget = 'x'\npremium_cap = 0.08\n{COST}",
        f"{RISK_SURE}impacts = 'x'\n{POLICY}covers = 'late'",
        f"{RISK_SURE}impacts = [{{ cost = 1 }}]\n{POLICY}covers = [5]",
        f"{RISK_SURE}impacts = [{{ cost = 1 }}]\n{POLICY}covers = 'late'\nshare = 'x'",
        f"risks = ['late']\n{COST}{POLICY}covers = 'late'",
        f"escalation = [5, {{ rate = 0.02 }}]\n{COST}",
        (
            f"{RISK_SURE}kind = 'x'\nimpacts = [{{ cost = 1 }}]\nresponses = "
            "[{ id = 'r', name = 'R', strategy = 'mitigate', probability = 0.1 }]\n"
            "[[scenarios]]\nid = 's'\nname = 'S'\ndrop = ['late.r']"
        ),
        'costs = "none"',
        "cost = [5]",
        f"{RISK_SURE}impacts = [{{ cost = 1 }}]\n[[calendars]]\nid = 'two shifts'",
    ],
)
def test_what_only_follows_from_a_mistake_is_not_reported(text, written):
    """Neither errors nor warnings: they would vanish with the mistake, or change."""
    assert 1 == len(check(written(HEAD + text)))


def test_other_mistakes_in_the_same_entry_are_reported(problems_of):
    assert [
        'risks[0] "late": kind must be one of "threat", "opportunity" (got 5); choose one of these',
        (
            'risks[0] "late", impacts[0]: delay: cannot read "x" at character 1: unknown '
            'distribution "x"; known: beta, constant, discrete, empirical, lognormal, normal, '
            "pert, poisson, scipy, shifted, triangular, trigen, truncated, uniform"
        ),
        (
            'risks[0] "late", impacts[0]: impact on activity "dog", which does not exist; '
            'did you mean "dig"?'
        ),
        'risks[0] "late": probability must be between 0 and 1 (got 20); did you mean 0.20?',
    ] == problems_of(
        f"{RISK}probability = 20\nkind = 5\nimpacts = [{{ delay = 'x', on = 'dog' }}]\n"
        f"{ACTIVITY_SURE}"
    )


def test_an_entry_keeps_its_number_when_the_one_before_cannot_be_read(problems_of):
    assert [
        "risks[0]: must be a table (got 5); write { key = value, … }",
        'risks[1] "late": probability must be between 0 and 1 (got 20); did you mean 0.20?',
    ] == problems_of(f"{COST}risks = [5, {{ id = 'late', name = 'Late', probability = 20 }}]")


@pytest.mark.parametrize(
    "text",
    [
        f"{COST}deadline = 2026-12-18",
        f'costs = [{{ id = "a", name = "A", during = "dig" }}]\n{ACTIVITY_SURE}',
        "reserve = {}",
        f"{COST}[calendar]\nwork_week = []",
        RISK,
    ],
)
def test_the_same_without_the_mistake_is_reported(text, problems_of):
    """Negative control: what is left out above is not left out always."""
    assert 1 <= len(problems_of(text))
