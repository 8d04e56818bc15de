"""What holds of every drawdown: it never rises for threats, adds up, and depends on no accident."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.simulation import overrun_to_come
from tests.analysis.drawdown_plans import PHASES, without

threats = st.lists(
    st.tuples(
        st.floats(0.05, 1.0),
        st.integers(1, 1_000),
        st.sampled_from(["one", "two", "three", None]),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


def cost_only(drawn, kind=rp.Kind.THREAT):
    risks = [
        rp.Risk(
            f"r{number}",
            "R",
            p,
            kind=kind,
            window="2026-02-01 to 2026-06-30" if windowed else None,
            impacts=[rp.CostImpact(cost, phase=phase)]
            + ([rp.Delay("build", 0)] if windowed else []),
        )
        for number, (p, cost, phase, windowed) in enumerate(drawn)
    ]
    return without(costs=[], risks=risks)


@settings(max_examples=15, deadline=None)
@given(drawn=threats, convention=st.sampled_from(list(rp.Convention)))
def test_the_need_of_threats_that_only_cost_never_rises(drawn, convention):
    run = rp.simulate(cost_only(drawn), iterations=300, seed=2)
    answer = rp.drawdown(run, convention=convention)

    for number, level in enumerate(answer.levels):
        needs = [month.needed[number].value for month in answer]
        assert all(later <= before + 1e-9 for before, later in itertools.pairwise(needs))
        assert rp.contingency(run, at=level).cost.amount.value == needs[0]
        assert 0.0 == needs[-1]
        released = math.fsum(release.released[number] for release in answer.releases)
        assert needs[0] == pytest.approx(released, abs=0.005)


def test_the_need_beside_opportunities_may_rise():
    """Negative control: what can still be saved is lost as it expires."""
    run = rp.simulate(cost_only([(1.0, 500, "one", False)], rp.Kind.OPPORTUNITY), seed=2)
    needs = [month.needed[1].value for month in rp.drawdown(run)]

    assert any(later > before + 1.0 for before, later in itertools.pairwise(needs))


@settings(max_examples=15, deadline=None)
@given(drawn=threats)
def test_money_is_spent_no_earlier_than_it_is_decided(drawn):
    run = rp.simulate(cost_only(drawn), iterations=300, seed=2)
    decided, spent = (overrun_to_come(run, spent=each) for each in (False, True))

    assert (decided.at_dates <= spent.at_dates + 1e-9).all()
    assert (decided.at_phases <= spent.at_phases + 1e-9).all()


@pytest.mark.parametrize("sampling", [rp.LatinHypercube(500), rp.Antithetic(), rp.Sobol(512)])
def test_every_sampling_plan_starts_at_its_contingency(sampling):
    count = 2_048 if isinstance(sampling, rp.Sobol) else 2_000
    run = rp.simulate(PHASES, iterations=count, seed=1, sampling=sampling)
    first = rp.drawdown(run).months[0].needed[1]
    whole = rp.contingency(run).cost.amount

    assert (whole.value, whole.low, whole.high) == (first.value, first.low, first.high)


def test_the_order_of_the_file_makes_no_difference():
    turned = PHASES.evolve(risks=PHASES.risks[::-1])
    one, other = (
        overrun_to_come(rp.simulate(plan, iterations=1_000, seed=5), spent=True)
        for plan in (PHASES, turned)
    )

    assert np.array_equal(one.at_dates, other.at_dates)
    assert np.array_equal(one.at_phases, other.at_phases)


def test_blocks_make_no_difference(monkeypatch):
    run = rp.simulate(PHASES, iterations=1_000, seed=5)
    whole = overrun_to_come(run, spent=True)
    monkeypatch.setattr("riskplan.simulation.expiry._NUMBERS_AT_ONCE", 1_000)
    parts = overrun_to_come(run, spent=True)

    assert np.array_equal(whole.at_dates, parts.at_dates)
