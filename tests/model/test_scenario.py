"""What a risk looks like under a scenario: responses worked in, status first."""

from __future__ import annotations

import pytest

import riskplan as rp
from riskplan import INHERENT, PLANNED, Strategy
from riskplan.distributions import Poisson

IMPACT, LESS = rp.CostImpact(100), rp.CostImpact(10)


def response(id_: str = "m", strategy: Strategy = Strategy.MITIGATE, **parts) -> rp.Response:
    return rp.Response(id_, id_, strategy, **parts)


def risk(*responses: rp.Response, probability=0.4, **parts) -> rp.Risk:
    return rp.Risk("r", "R", probability, impacts=[IMPACT], responses=responses, **parts)


def test_inherent_knows_no_response():
    view = INHERENT.view(risk(response(probability=0.1, impacts=[LESS])))

    assert (0.4, (IMPACT,), ()) == (view.probability, view.impacts, view.responses)


def test_planned_has_the_adopted_responses_in_force():
    adopted = response(probability=0.1, impacts=[LESS])
    view = PLANNED.view(risk(adopted, response("wish", probability=0.0, adopted=False)))

    assert (0.1, (LESS,), (adopted,)) == (view.probability, view.impacts, view.responses)


def test_a_response_changes_only_what_it_states():
    assert (IMPACT,) == PLANNED.view(risk(response(probability=0.1))).impacts
    assert 0.4 == PLANNED.view(risk(response(impacts=[LESS]))).probability
    assert () == PLANNED.view(risk(response(impacts=[]))).impacts


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        (Strategy.AVOID, 0.0),
        (Strategy.EXPLOIT, 1.0),
        (Strategy.TRANSFER, 0.4),
        (Strategy.MITIGATE, 0.4),
        (Strategy.ACCEPT, 0.4),
        (Strategy.SHARE, 0.4),
        (Strategy.ENHANCE, 0.4),
    ],
)
def test_to_avoid_is_to_make_impossible_and_to_exploit_to_make_certain(strategy, expected):
    assert expected == PLANNED.view(risk(response(strategy=strategy))).probability


def test_an_avoidance_that_says_what_remains_is_taken_at_its_word():
    assert 0.1 == PLANNED.view(risk(response(strategy=Strategy.AVOID, probability=0.1))).probability
    view = PLANNED.view(risk(response(strategy=Strategy.AVOID, impacts=[LESS])))
    assert (0.4, (LESS,)) == (view.probability, view.impacts)


def test_a_response_changes_the_count():
    counted = risk(response(count=1), count="poisson(2.5)")

    assert Poisson(2.5) == INHERENT.view(counted).count
    assert (rp.Constant(1), 0.4) == (PLANNED.view(counted).count, PLANNED.view(counted).probability)


def test_a_count_stays_where_no_response_changes_it():
    counted = risk(response(probability=0.1), count=2)

    assert (rp.Constant(2), 0.1) == (PLANNED.view(counted).count, PLANNED.view(counted).probability)
    assert PLANNED.view(risk(response())).count is None


def test_the_last_count_in_force_holds():
    counted = risk(
        response("a", count=2), response("b", count=1), response("c", count=0, adopted=False)
    )

    assert rp.Constant(1) == PLANNED.view(counted).count


def test_an_avoidance_that_leaves_a_count_is_taken_at_its_word():
    counted = risk(response(strategy=Strategy.AVOID, count=1), count=3)

    assert 0.4 == PLANNED.view(counted).probability
    assert 0.0 == PLANNED.view(risk(response(strategy=Strategy.AVOID), count=3)).probability


def test_several_responses_multiply():
    """0.4 is halved by one and quartered by the other, as by measures that act independently."""
    both = risk(response("a", probability=0.2), response("b", probability=0.1))

    assert 0.05 == pytest.approx(PLANNED.view(both).probability)


def test_responses_never_make_a_probability_larger_than_1():
    both = risk(response("a", probability=0.9), response("b", strategy=Strategy.EXPLOIT))

    assert 1.0 == PLANNED.view(both).probability


def test_responses_to_the_impossible_do_not_divide_by_zero():
    both = risk(response("a", probability=0.2), response("b", probability=0.1), probability=0)

    assert 0.2 == PLANNED.view(both).probability


def test_a_response_can_leave_an_uncertain_probability():
    law = rp.Uniform(0, 0.1)

    assert law == PLANNED.view(risk(response(probability=law))).probability


@pytest.mark.parametrize("scenario", [INHERENT, PLANNED], ids=lambda s: s.id)
@pytest.mark.parametrize(
    ("status", "expected"), [(rp.Status.CLOSED, 0.0), (rp.Status.OCCURRED, 1.0)]
)
def test_status_comes_before_every_response(scenario, status, expected):
    view = scenario.view(risk(response(probability=0.1), status=status))

    assert expected == view.probability


def test_what_remains_of_an_occurred_risk_is_what_its_responses_leave():
    occurred = risk(response(impacts=[LESS]), status=rp.Status.OCCURRED)

    assert (LESS,) == PLANNED.view(occurred).impacts
