"""The contingency split up: to the cent, never below nothing, and in proportion."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.analysis.allotments import _whole_parts


def certain(*costs, **changes):
    """Risks that occur for certain, each with its cost; a negative one saves."""
    risks = [
        rp.Risk(
            f"r{number}",
            f"R{number}",
            1.0,
            kind=rp.Kind.THREAT if cost >= 0 else rp.Kind.OPPORTUNITY,
            category="even" if number % 2 == 0 else "odd",
            impacts=[rp.CostImpact(abs(cost), phase=f"p{number}")],
        )
        for number, cost in enumerate(costs)
    ]
    return rp.simulate(
        rp.Plan("Certain", currency="CNY", risks=risks, **changes), iterations=100, seed=1
    )


def split_of(run, by="item", at=80):
    return rp.contingency(run, at=at, by=by).cost_allotments


def test_what_is_certain_gets_what_it_costs():
    split = split_of(certain(20, 30, 50))

    assert [("r0", 20.0), ("r1", 30.0), ("r2", 50.0)] == [(row.id, row.amount) for row in split]
    assert 100.0 == split.total


def test_what_saves_gets_nothing_and_takes_off_the_others_in_proportion():
    split = split_of(certain(60, -30, 40))

    assert [42.0, 0.0, 28.0] == [row.amount for row in split]
    assert -30.0 == pytest.approx(split.rows[1].share)
    assert 70.0 == split.total


def test_where_nothing_is_needed_nothing_is_set_aside():
    split = split_of(certain(10, -30))

    assert ([0.0, 0.0], 0.0) == ([row.amount for row in split], split.total)


def test_thirds_add_up_to_the_cent():
    split = split_of(certain(*[100 / 3] * 3))

    assert [33.34, 33.33, 33.33] == [row.amount for row in split]
    assert 100.0 == split.total


def test_a_split_by_rounding_alone_would_not_add_up():
    """Negative control."""
    assert 100.0 != math.fsum(round(share, 2) for share in [100 / 3] * 3)


@settings(max_examples=100, deadline=None)
@given(
    weights=st.lists(st.floats(0.0, 1e6), min_size=1, max_size=30).filter(lambda w: sum(w) > 1e-3),
    total=st.integers(0, 10**12),
)
def test_whole_parts_add_up_and_are_never_off_by_more_than_one(weights, total):
    whole = math.fsum(weights)
    parts = [weight / whole for weight in weights]
    split = _whole_parts(parts, total)

    assert total == sum(split)
    assert all(
        abs(one - part * total) <= 1.0 + 1e-3 for one, part in zip(split, parts, strict=True)
    )
    assert min(split) >= 0


@pytest.mark.parametrize("by", ["item", "category", "owner", "phase"])
def test_every_grouping_adds_up_in_money_and_in_days(by):
    plan = rp.load("examples/service-response.toml")
    run = rp.simulate(plan, iterations=2_000, seed=7)
    answer = rp.contingency(run, by=by)

    for split, margin in (
        (answer.cost_allotments, answer.cost),
        (answer.days_allotments, answer.days),
    ):
        assert round(margin.amount, 2) == split.total
        assert split.total == round(math.fsum(row.amount for row in split), 2)
        assert min(row.amount for row in split) >= 0.0


def test_groups_are_asked_for_by_name_or_by_choice():
    run = certain(20, 30, 50)

    assert {"even": 70.0, "odd": 30.0} == {
        row.id: row.amount for row in split_of(run, rp.Grouping.CATEGORY)
    }
    assert 3 == len(split_of(run, "phase"))
    with pytest.raises(rp.RequestError, match=r"by must be one of Grouping\.ITEM"):
        split_of(run, "colour")


def test_nothing_is_split_unless_asked():
    answer = rp.contingency(certain(1))

    assert (None, None) == (answer.cost_allotments, answer.days_allotments)


def test_samples_of_another_tool_cannot_be_split():
    run = rp.from_samples(cost=np.arange(100.0), base_cost=40)

    with pytest.raises(rp.RequestError, match="plan"):
        rp.contingency(run, by="item")


def test_the_split_shows_itself():
    split = split_of(certain(60, -30, 40))

    assert "Allotments(P80 by item, 70.00 CNY: r0 42.00, r2 28.00, r1 0.00)" == repr(split)
    assert "R1" not in split._repr_html_()
    assert 70.0 == split.to_frame()["amount"].sum()
    assert "item" == split.to_frame().index.name


def test_a_negative_contingency_is_said():
    split = split_of(certain(10, -30))

    assert "Allotments(P80 by item, all 0: the contingency is negative, -20.00 CNY)" == repr(split)
    assert "is negative" in split._repr_html_()
    assert not split_of(certain(10)).is_negative
