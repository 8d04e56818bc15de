"""Funding: laws of the months, caps and tranches, and what cannot be answered."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.compiler import compile_plan
from riskplan.engine import Ledger, Months, Sampler, Spending, cash_of
from riskplan.simulation import monthly_cash, spending
from tests.analysis.cash_plans import flow_of, house
from tests.laws.plans import plans
from tests.laws.test_laws import without_rates_of_phases

EXAMPLES = settings(max_examples=25)

# --- laws -----------------------------------------------------------------------------------------


@EXAMPLES
@given(plan=plans(), escalation=st.sampled_from([(), (rp.Escalation(0.05),)]))
def test_months_add_up_to_the_cost_of_the_run(plan, escalation):
    """To the cent, in every iteration; with nothing that had no time of its own."""
    plan = plan.evolve(start="2026-01-05", deadline="2026-12-31", escalation=escalation)
    run = rp.simulate(plan, iterations=64, seed=5, workers=1)
    if not run.has_cost:
        return
    flow = rp.cash_flow(run)

    total = run.cost.values + flow.escalation.values
    assert np.abs(flow.spent.sum(axis=0) - total).max() < 0.005
    assert abs(flow.base.sum() - run.cost.base - flow.escalation.base) < 0.005
    assert unposted(plan, run) <= 1e-9 * np.abs(run.cost.values).max()


def unposted(plan: rp.Plan, run: rp.SimulationResult) -> float:
    """The most that is only known to belong to the plan, because no part of it was entered."""
    program, _ = compile_plan(plan, rp.PLANNED)
    sampler = Sampler(rp.Random(), 5, program.keys())
    some = Months(np.array(["2026-01"], dtype="M8[M]"), 0, (0, 0))
    return cash_of(program, sampler, 0, run.iterations, some).unposted


def test_a_ledger_knows_what_nobody_entered():
    """Negative control of the law above: it is able to fail."""
    ledger = Ledger(())
    ledger.post(Spending(), -1, np.array([1.0, 2.0]))

    assert 3.0 == ledger.unposted(np.array([1.0, 5.0]))
    ledger.close(np.array([1.0, 5.0]))
    assert 0.0 == ledger.unposted(np.array([1.0, 5.0]))


@EXAMPLES
@given(plan=plans().map(without_rates_of_phases), days=st.integers(0, 60))
def test_to_begin_later_spends_no_more_up_to_any_month(plan, days):
    """So that the present value of costs never rises, at a discount rate above 0.

    Rates of phases apart: a phase may last shorter where only its first work begins later.
    """
    if not plan.activities:
        return
    plan = plan.evolve(start="2026-01-05", risks=())
    first = rp.Activity("wait", "Wait", days)
    later = [each if each.after else attrs.evolve(each, after="wait") for each in plan.activities]
    runs = [
        rp.simulate(each, iterations=32, seed=5, workers=1)
        for each in (
            plan.evolve(activities=[attrs.evolve(first, duration=0), *later]),
            plan.evolve(activities=[first, *later]),
        )
    ]
    if not runs[0].has_cost:
        return
    values = []
    for run in runs:
        cash = monthly_cash(run)
        values.append(np.exp(-0.1 * cash.years) @ cash.cost)

    assert (values[1] <= values[0] * (1 + 1e-9) + 1e-9).all()


@EXAMPLES
@given(caps=st.lists(st.floats(0, 10_000), min_size=2, max_size=2).map(sorted))
def test_a_higher_cap_is_exceeded_no_more_often(caps):
    flow = CAPPED

    lower, higher = (flow.probability_over(cap) for cap in caps)
    assert higher <= lower
    lower, higher = (flow.funded(cap).over for cap in caps)
    assert higher <= lower


RISKY = house(risks=[rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(rp.Uniform(0, 3_000))])])
CAPPED = flow_of(RISKY, 500)


def test_blocks_make_no_difference_to_any_bit(monkeypatch):
    run = rp.simulate(RISKY.evolve(escalation="uniform(0, 0.1)"), iterations=300, seed=1)
    whole = rp.cash_flow(run)
    monkeypatch.setattr(spending, "_NUMBERS_AT_ONCE", 1_000)

    assert np.array_equal(whole.spent, rp.cash_flow(run).spent)


@pytest.mark.parametrize("sampling", [rp.LatinHypercube(50), rp.Sobol(64), rp.Antithetic()])
def test_every_sampling_plan_comes_out_the_same_again(sampling):
    plan = RISKY.evolve(
        escalation="uniform(0, 0.1)", benefits=[rp.Benefit("b", "B", "pert(1,2,4)")]
    )
    count = 20 * sampling.cell
    run = rp.simulate(plan, iterations=count, seed=1, sampling=sampling)

    flow = rp.cash_flow(run)

    assert np.allclose(run.cost.values, flow.spent.sum(axis=0) - flow.escalation.values)
    assert sampling.cell == flow.peak.cell


def test_a_run_that_was_saved_has_the_same_cash_flow(tmp_path):
    run = rp.simulate(RISKY, iterations=100, seed=1)
    run.save(tmp_path / "run.npz")

    again = rp.cash_flow(rp.load_run(tmp_path / "run.npz"))

    assert np.array_equal(rp.cash_flow(run).spent, again.spent)


# --- caps and funding -----------------------------------------------------------------------------


def test_a_cap_below_the_certain_cost_says_so_with_the_nearest_that_holds():
    """January costs 3,000 for certain; a cap of 2,500 needs at least 500 more."""
    check = CAPPED.keeping(2_500)

    assert (1.0, False) == (check.over.value, check.is_possible)
    assert 500 == pytest.approx(check.nearest)
    assert str(check).startswith("out of reach: no simulated future keeps the cap; the nearest ")
    assert CAPPED.keeping(2_500 + check.nearest).is_possible


def test_a_cap_is_kept_at_a_level_with_what_it_needs_more():
    check = CAPPED.keeping(3_500, at=80)

    raised = CAPPED.keeping(3_500 + check.needed.value, at=80)

    assert 0.2 >= raised.over
    assert 0.2 < CAPPED.keeping(3_500 + check.needed.value - 1, at=80).over
    assert "exceeded in some month with" in str(check)
    assert check.nearest == 0.0


def test_funding_is_held_against_what_is_spent_up_to_each_month():
    funding = [rp.Funding(3_000, "2026-01-01"), rp.Funding(1_000, "2026-02-15")]
    certain = flow_of(house(funding=funding), 3)

    check = certain.funded()

    assert [3_000, 4_000] == check.caps.tolist()
    assert [0.0, 1.0] == [each.value for each in check.by_month]
    assert 1_000 == pytest.approx(check.nearest)
    assert certain.funded(5_000).is_possible
    assert 0.0 == certain.funded(5_000).over


def test_a_cap_for_each_month_is_one_for_each():
    certain = flow_of(house(), 3)

    assert 0.0 == certain.probability_over([3_000, 2_000])
    assert 1.0 == certain.probability_over([3_000, 1_999])
    with pytest.raises(rp.RequestError, match="the plan spends money in 2 months, but there are 3"):
        certain.probability_over([1, 2, 3])


# --- what the frame says, and refusals ------------------------------------------------------------


def test_the_frame_has_base_and_percentiles_of_each_month_and_to_its_end():
    frame = flow_of(RISKY, 500, levels=(50, 80)).to_frame()

    assert ["2026-01-01", "2026-02-01"] == [f"{month:%Y-%m-%d}" for month in frame.index]
    assert [3_000, 5_000] == pytest.approx(frame["base_to_date"])
    assert (frame["p50"] <= frame["p80"]).all()
    assert (frame["p80_low"] <= frame["p80"]).all()
    assert frame["p80_to_date"].iloc[-1] == CAPPED.total.percentile(80)


@pytest.mark.parametrize(
    ("plan", "parts", "message"),
    [
        (
            house(start=None),
            {},
            'the plan "House" has no start, so its money falls into no month; give it a start date',
        ),
        (
            rp.Plan("Office", start="2026-01-01", costs=[rp.CostItem("rent", "Rent", 1)]),
            {},
            (
                'the plan "Office" has no activities, so nobody knows how long it spends money; '
                'write until="2027-06-30", give it a deadline, or add activities'
            ),
        ),
        (
            rp.Plan("Office", start="2026-01-01", costs=[rp.CostItem("rent", "Rent", 1)]),
            {"until": "2025-12-31"},
            "until 2025-12-31 lies before the start of the plan, 2026-01-01",
        ),
        (
            house(),
            {"until": "2026-12-31"},
            (
                "until (got 2026-12-31) is for plans without activities; this one spends its money "
                "by its schedule"
            ),
        ),
        (
            house(costs=[rp.CostItem("c", "C", 1, on="2326-01-01")]),
            {},
            (
                'the money of the plan "House" is spread over 3,601 months, from 2026-01 to '
                "2326-01, and 1,200 is the most; check its dates, and the months of benefits"
            ),
        ),
        (
            house(),
            {"levels": (0.8,)},
            "at must be a P-level in percent (got 0.8); for P80 write at=80",
        ),
    ],
    ids=["no start", "no end", "until the past", "until", "a far date", "a level"],
)
def test_what_cannot_be_laid_out_is_refused(plan, parts, message):
    with pytest.raises(rp.RequestError) as caught:
        flow_of(plan, **parts)

    assert message == str(caught.value)


def test_samples_of_another_tool_have_no_cash_flow():
    run = rp.from_samples(cost=np.arange(200.0), base_cost=100.0)

    with pytest.raises(rp.RequestError, match="does not hold its plan"):
        rp.cash_flow(run)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (CAPPED.probability_over, "the plan has no monthly_cap"),
        (lambda: CAPPED.probability_over("much"), "a cap must be a number"),
        (CAPPED.funded, "the plan has no funding"),
        (lambda: CAPPED.month("2027-01"), "none of the months, which go from 2026-01 to 2026-02"),
        (lambda: rp.cash_flow(RISKY), "a run is wanted here"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(ask, message):
    with pytest.raises(rp.RequestError, match=message):
        ask()
