"""The decision table and the management reserve: steps between percentiles, with paired errors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

import riskplan as rp
from riskplan.analysis.differences import level_step
from riskplan.results import Samples

PLAN = rp.Plan(
    "Bell",
    start="2026-01-05",
    currency="CNY",
    costs=[rp.CostItem("all", "All", rp.Normal(100, 10))],
    activities=[rp.Activity("a", "A", rp.Uniform(4, 14))],
)
RUN = rp.simulate(PLAN, iterations=20_000, seed=1)
ANSWER = rp.contingency(RUN, management=95)
TABLE = ANSWER.decisions

MONEY = rp.Plan("Money", costs=[rp.CostItem("c", "C", rp.Uniform(0, 100))])
TIME = rp.Plan("Time", activities=[rp.Activity("a", "A", rp.Uniform(0, 100))])


def share_covered(law, at, above, *, error=1.0, count=1_000, trials=400):
    """How often the interval of a step, its width times `error`, holds the true one."""
    generator = np.random.default_rng(7)
    true = law.ppf(above / 100) - law.ppf(at / 100)
    held = 0
    for _ in range(trials):
        step = level_step(Samples(law.rvs(count, random_state=generator), 0.0), at, above)
        low = step.value - error * (step.value - step.low)
        high = step.value + error * (step.high - step.value)
        held += low <= true <= high
    return held / trials


@pytest.mark.parametrize("law", [stats.norm(100, 10), stats.expon(), stats.lognorm(1.0)])
@pytest.mark.parametrize(("at", "above"), [(50, 80), (80, 95), (90, 95)])
def test_the_interval_of_a_step_holds_the_true_one_at_least_19_times_in_20(law, at, above):
    assert share_covered(law, at, above) > 0.93


def test_an_interval_of_half_the_width_does_not():
    """Negative control."""
    assert share_covered(stats.expon(), 80, 95, error=0.5) < 0.8


def test_a_step_is_known_better_than_independent_percentiles_would_tell():
    step = level_step(RUN.cost, 75, 80)
    low, high = RUN.cost.percentile(75), RUN.cost.percentile(80)

    assert high.value - low.value == step.value
    assert step.error < 0.8 * math.hypot(low.error, high.error)


def test_the_steps_of_the_table_lead_from_the_median_to_p95():
    for name in ("cost", "days"):
        margins = [getattr(row, name) for row in TABLE]
        steps = [getattr(row, f"{name}_step") for row in TABLE]

        assert [50 + 5 * number for number in range(10)] == [margin.at for margin in margins]
        assert steps[0] is None
        total = math.fsum(steps[1:])
        assert margins[-1].amount - margins[0].amount == pytest.approx(total)


def test_the_steps_of_a_uniform_law_are_all_the_same():
    rows = rp.contingency(rp.simulate(MONEY, iterations=20_000, seed=1)).decisions.rows

    assert all(row.cost_step.low < 5.0 < row.cost_step.high for row in rows[1:])


@pytest.mark.parametrize("sampling", [rp.LatinHypercube(500), rp.Antithetic(), rp.Sobol(512)])
def test_cells_make_steps_no_less_honest(sampling):
    count = 10_240 if isinstance(sampling, rp.Sobol) else 10_000
    run = rp.simulate(MONEY, iterations=count, seed=1, sampling=sampling)
    step = level_step(run.cost, 80, 95)

    assert step.low <= 15.0 <= step.high


def test_a_step_between_equal_values_is_nothing_for_certain():
    step = level_step(Samples(np.full(1_000, 5.0), 5.0), 50, 80)

    assert (0.0, 0.0, 0.0) == (step.value, step.low, step.high)


def test_too_few_iterations_leave_a_step_open():
    step = level_step(Samples(np.arange(20.0), 0.0), 80, 95)

    assert (0.0, math.inf) == (step.low, step.high)


def test_the_management_reserve_lies_between_two_levels():
    reserve = ANSWER.management

    assert (95.0, 80.0) == (reserve.at, reserve.above)
    assert RUN.cost.percentile(95) - RUN.cost.percentile(80) == reserve.cost.value
    assert RUN.duration.percentile(95) - RUN.duration.percentile(80) == reserve.days.value
    assert reserve.cost.low < 10 * (stats.norm.ppf(0.95) - stats.norm.ppf(0.8)) < reserve.cost.high
    assert "management reserve, P80 to P95" in ANSWER._repr_html_()


def test_without_a_level_there_is_no_management_reserve():
    assert rp.contingency(RUN).management is None


@pytest.mark.parametrize("level", [80, 50])
def test_a_management_reserve_below_the_contingency_is_refused(level):
    with pytest.raises(rp.RequestError) as caught:
        rp.contingency(RUN, at=80, management=level)

    assert f"management must be a P-level above 80 (got {level})" in str(caught.value)


def test_an_amount_buys_a_level_and_the_next_one_is_named():
    needed = TABLE.rows[6].cost.amount
    bought = TABLE.within(needed)

    assert bought.possible
    assert (80.0, 85.0) == (bought.decision.at, bought.next.at)
    assert TABLE.rows[7].cost.amount - needed == bought.lacking
    assert "pays for P80; P85 needs" in str(bought)


def test_an_amount_that_buys_nothing_is_told_the_nearest_level():
    bought = TABLE.within(-5)

    assert not bought.possible
    assert (None, 50.0) == (bought.decision, bought.next.at)
    assert str(bought).startswith("-5 pays for no level of the table; P50 needs")


def test_an_amount_that_buys_everything_lacks_nothing():
    bought = TABLE.within(1_000)

    assert (95.0, None, None) == (bought.decision.at, bought.next, bought.lacking)
    assert "1,000 pays for P95" == str(bought)


def test_confidence_in_a_date_is_not_bought_with_money():
    table = rp.contingency(rp.simulate(TIME, iterations=1_000, seed=1)).decisions

    with pytest.raises(rp.RequestError, match="nothing in the plan costs money"):
        table.within(5)
    assert ["days", "days_error", "days_step", "days_step_error"] == list(table.to_frame())


def test_the_frame_has_money_and_days_side_by_side():
    frame = TABLE.to_frame()

    assert (10, 8) == frame.shape
    assert TABLE.rows[3].cost_step.error == frame.loc[65.0, "cost_step_error"]
    assert math.isnan(frame.loc[50.0, "days_step"])


def test_the_table_shows_itself():
    assert repr(TABLE).startswith("DecisionTable(P50: ")
    assert "+" in TABLE._repr_html_()


@pytest.mark.parametrize("amount", ["a", None, float("nan")])
def test_an_amount_that_is_no_money_is_refused(amount):
    with pytest.raises(rp.RequestError, match="amount must be a sum of money"):
        TABLE.within(amount)
