"""Changes in percent, and what they leave of probabilities, impacts and delays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riskplan as rp
from riskplan import PLANNED, Change, Strategy
from riskplan.errors import PlanError

IMPACTS = [
    rp.CostImpact(rp.Uniform(0, 100)),
    rp.CostImpact(share=0.2, of="steel"),
    rp.Delay("build", rp.Triangular(2, 4, 8)),
    rp.DurationFactor("build", rp.Uniform(1, 1.5)),
]


def response(id_: str = "m", strategy: Strategy = Strategy.MITIGATE, **parts) -> rp.Response:
    return rp.Response(id_, id_, strategy, **parts)


def after(*responses: rp.Response, probability=0.4, **parts) -> rp.Risk:
    return PLANNED.view(
        rp.Risk("r", "R", probability, impacts=IMPACTS, responses=responses, **parts)
    )


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("-55%", -0.55),
        (" \u2212 55 % ", -0.55),
        ("\u20135.5\uff05", -0.055),
        ("+30%", 0.3),
        ("-100%", -1.0),
    ],
)
def test_a_change_is_read_as_people_write_it(text, by):
    assert Change(by) == Change.from_text(text)


@given(st.floats(-1, 1e6))
def test_a_change_reads_its_own_text(by):
    assert Change(by) == Change.from_text(str(Change(by)))


@pytest.mark.parametrize("text", ["55%", "-55", "-5x%", "", "%"])
def test_other_text_is_no_change(text):
    with pytest.raises(PlanError, match='write "-55%" for less by 55 %'):
        Change.from_text(text)


def test_more_than_all_cannot_be_taken():
    with pytest.raises(PlanError, match="must not take more than all"):
        response(impact="-101%")


def test_what_is_no_change_is_refused_at_its_place():
    with pytest.raises(PlanError, match='Response "m": a change in percent cannot be read'):
        response(impact="little")
    with pytest.raises(PlanError, match="impact must be a Change"):
        response(impact=-0.5)  # type: ignore[arg-type]


def test_a_probability_without_a_sign_is_the_one_after():
    assert 0.55 == response(probability="55%").probability
    assert Change(-0.55) == response(probability="-55%").probability


def test_a_probability_becomes_less_by_a_part_of_itself():
    assert 0.18 == pytest.approx(after(response(probability="-55%")).probability)


def test_an_uncertain_probability_does_so_too():
    view = after(response(probability="-50%"), probability=rp.Uniform(0.2, 0.4))

    assert rp.Uniform(0.1, 0.2) == view.probability


def test_changes_of_several_responses_multiply():
    """0.4 is halved outright by one, and the others leave half and a quarter of that."""
    view = after(
        response("a", probability=0.2),
        response("b", probability="-50%"),
        response("c", probability="-75%"),
    )

    assert 0.025 == pytest.approx(view.probability)


def test_no_change_makes_a_probability_larger_than_1():
    assert 1.0 == after(response(probability="+900%")).probability


def test_all_impacts_become_less():
    """Half of a factor that stretches by 0 to 50 % stretches by 0 to 25 %."""
    assert (
        rp.CostImpact(rp.Uniform(0, 50)),
        rp.CostImpact(share=0.1, of="steel"),
        rp.Delay("build", rp.Triangular(1, 2, 4)),
        rp.DurationFactor("build", rp.Uniform(1, 1.25)),
    ) == after(response(impact="-50%")).impacts


def test_costs_and_delays_become_less_by_themselves():
    money = after(response(cost_impact="-50%")).impacts
    time = after(response(time_impact="-50%")).impacts

    assert (rp.CostImpact(rp.Uniform(0, 50)), *IMPACTS[2:]) == (money[0], *money[2:])
    assert (*IMPACTS[:2], rp.Delay("build", rp.Triangular(1, 2, 4))) == time[:3]


def test_nothing_is_left_of_what_is_taken_away():
    cost, share, delay, factor = after(response(impact="-100%")).impacts

    assert (rp.Constant(0), rp.Constant(0)) == (cost.amount, share.share)
    assert (rp.Constant(0), rp.Constant(1)) == (delay.days, factor.factor)


def test_changes_work_on_the_impacts_that_another_response_leaves():
    view = after(response("a", impacts=[rp.CostImpact(10)]), response("b", impact="-60%"))

    assert (rp.CostImpact(4),) == view.impacts


def test_another_carries_a_share_of_the_money_and_none_of_the_time():
    view = after(response(strategy=Strategy.TRANSFER, share=0.3))

    assert rp.Uniform(0, 70) == view.impacts[0].amount
    assert tuple(IMPACTS[2:]) == view.impacts[2:]


def test_the_lowest_cap_holds():
    view = after(response("a", delay_cap=6), response("b", delay_cap=5))

    assert rp.Delay("build", rp.Triangular(2, 4, 8), cap=5) == view.impacts[2]


def test_an_avoidance_that_says_what_remains_is_no_certainty():
    assert 0.4 == after(response(strategy=Strategy.AVOID, impact="-70%")).probability
    assert 0.12 == pytest.approx(
        after(response(strategy=Strategy.AVOID, probability="-70%")).probability
    )


def test_status_comes_before_every_change():
    view = after(response(probability="-50%"), status=rp.Status.OCCURRED)

    assert 1.0 == view.probability
