"""Two runs side by side: exact changes where all futures move alike, and honest words elsewhere."""

from __future__ import annotations

import math

import numpy as np
import pytest

import riskplan as rp
from riskplan.results import Keep

RUN = {"iterations": 4_000, "workers": 1}

WALL = rp.Response("wall", "Wall", rp.Strategy.MITIGATE, cost=2, probability=0.1, phase="build")
FLOOD = rp.Risk(
    "flood",
    "Flood",
    0.3,
    impacts=[rp.CostImpact(rp.Uniform(20, 40), phase="build"), rp.Delay("dig", 5)],
    responses=[WALL],
)
DAM = rp.Plan(
    "Dam",
    start="2026-01-05",
    deadline="2026-02-13",
    budget=120,
    currency="CNY",
    phases=[rp.Phase("plan", "Planning"), rp.Phase("build", "Building")],
    costs=[
        rp.CostItem("design", "Design", rp.Uniform(10, 20), phase="plan"),
        rp.CostItem("dam", "Dam", rp.Normal(90, 6), phase="build"),
    ],
    activities=[
        rp.Activity("dig", "Dig", rp.Uniform(20, 30), phase="build"),
        rp.Milestone("done", "Done", after=["dig"]),
    ],
    risks=[FLOOD],
)


def run(plan: rp.Plan = DAM, **how) -> rp.SimulationResult:
    return rp.simulate(plan, **{**RUN, "seed": 1, **how})


BARE, WALLED = run(scenario="inherent"), run()
CHANGE = rp.compare(BARE, WALLED)


def test_a_plan_compared_with_itself_changes_nothing():
    for change in rp.compare(BARE, BARE):
        for value in (change.mean, *change.levels):
            assert (0.0, 0.0, 0.0) == pytest.approx((value.value, value.low, value.high))


def test_money_on_every_future_moves_every_level_by_itself():
    dearer = DAM.evolve(costs=[*DAM.costs, rp.CostItem("fee", "Fee", 7, phase="plan")])
    change = rp.compare(run(), run(dearer))

    for part in (change.cost, change.change("cost", "phase", "plan")):
        assert part.base == 7.0
        for value in (part.mean, *part.levels):
            assert (7.0, 7.0, 7.0) == pytest.approx((value.value, value.low, value.high))
    build = change.change("cost", "phase", "build")
    assert {0.0} == {build.mean.value, build.mean.error, *build.levels}


def test_a_change_is_what_the_percentiles_differ_by():
    for at, level in zip(CHANGE.cost.at, CHANGE.cost.levels, strict=True):
        expected = WALLED.cost.percentile(at) - BARE.cost.percentile(at)
        assert expected == pytest.approx(level.value)


def test_a_finish_is_compared_in_calendar_days_and_in_working_days():
    late = run(DAM.evolve(start="2026-01-12"))
    change = rp.compare(WALLED, late)

    assert 7.0 == change.finish.mean.value == change.finish.level(80).value
    assert 0.0 == change.duration.mean.value
    assert 7.0 == change.change("finish", "milestone", "done").level(50).value
    assert change.change("finish", "milestone", "done").name == "Done"


def test_phases_add_up_to_the_total_at_the_mean():
    parts = [c.mean.value for c in CHANGE.by("phase") if c.quantity == "cost"]

    assert CHANGE.cost.mean.value == pytest.approx(math.fsum(parts))


def test_a_risk_that_is_gone_cost_something_before():
    without = run(DAM.evolve(risks=[]))
    change = rp.compare(WALLED, without).change("cost", "risk", "flood")

    assert -WALLED.risk_cost["flood"].mean() == pytest.approx(change.mean.value)
    assert change.name == "Flood"


def test_pairs_are_far_more_precise_than_strangers():
    strangers = rp.compare(BARE, run(seed=2))
    fee = DAM.evolve(costs=[*DAM.costs, rp.CostItem("fee", "Fee", rp.Uniform(5, 9))])
    pair, apart = (rp.compare(WALLED, run(fee, seed=seed)).cost for seed in (1, 2))

    assert apart.mean.error > 5 * pair.mean.error
    assert apart.level(50).error > 2 * pair.level(50).error
    assert CHANGE.paired
    assert "paired: 4,000 iterations of the same futures" == CHANGE.pairing
    assert not strangers.paired
    assert (
        "not paired: their seeds are 1 and 2; errors are those of independent runs"
        == strangers.pairing
    )


def test_runs_of_different_lengths_are_compared_as_strangers():
    change = rp.compare(BARE, run(iterations=2_000))

    assert "their iterations are 4,000 and 2,000" == change.unpaired
    assert math.isfinite(change.cost.level(95).error)


def test_the_chance_of_keeping_a_promise_is_compared_too():
    kept = [np.mean(one.cost.values <= 120) for one in (BARE, WALLED)]

    assert kept[1] - kept[0] == pytest.approx(CHANGE.budget_kept.value)
    assert CHANGE.deadline_kept.low > 0.0
    assert rp.compare(BARE, run(DAM.evolve(deadline=None))).deadline_kept is None


def test_the_names_say_what_differs():
    assert ("inherent", "planned") == (CHANGE.first, CHANGE.second)
    other = rp.compare(BARE, run(DAM.evolve(name="Weir"), seed=3))
    assert ("Dam inherent seed 1", "Weir planned seed 3") == (other.first, other.second)


def test_what_only_one_run_has_is_left_out_and_said():
    bare = run(DAM.evolve(start=None, deadline=None, activities=[], risks=[]))
    change = rp.compare(BARE, bare)

    assert [("cost", "total")] == [(c.quantity, c.by) for c in change.by("total")]
    assert "only the first run has a schedule" in change.left_out
    assert 'only the first run has the milestone "done"' in change.left_out


def test_totals_are_compared_where_no_more_was_kept():
    change = rp.compare(BARE, run(keep=Keep.TOTALS))

    assert {"total"} == {c.by for c in change}
    assert ("only the first run has phases, milestones and risks",) == change.left_out


def test_samples_of_another_tool_are_strangers():
    other = rp.from_samples(cost=BARE.cost.values, base_cost=100, currency="CNY")
    change = rp.compare(BARE, other)

    assert "samples of another tool have no seed" == change.unpaired
    assert 0.0 == change.cost.mean.value < change.cost.mean.error


def test_runs_without_anything_in_common_are_refused():
    yuan = run(DAM.evolve(activities=[], risks=[]))
    euro = run(DAM.evolve(currency="EUR", activities=[], risks=[]))

    with pytest.raises(rp.RequestError, match="nothing to compare: costs are in CNY and in EUR"):
        rp.compare(yuan, euro)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: rp.compare(DAM, BARE), "a run is wanted here"),
        (lambda: rp.compare(BARE, WALLED, at=[0.8]), "for P80 write at=80"),
        (lambda: rp.compare(BARE, WALLED, at=[]), "at must name a P-level"),
        (lambda: rp.compare(BARE, WALLED, at="80"), "at must be a P-level in percent"),
        (lambda: CHANGE.cost.level(33), "compare\\(..., at="),
        (lambda: CHANGE.by("owner"), "by must be one of total, phase, milestone, risk"),
        (lambda: CHANGE.change("cost", "risk", "fire"), 'there is no "risk fire cost"'),
    ],
)
def test_a_question_that_has_no_answer_says_what_has(ask, message):
    with pytest.raises(rp.RequestError, match=message):
        ask()


def test_the_frame_has_a_row_for_every_figure():
    frame = CHANGE.to_frame()

    assert ["by", "id", "quantity", "figure"] == list(frame.index.names)
    assert len(CHANGE) * (1 + len(CHANGE.cost.at)) == len(frame)
    assert CHANGE.cost.mean.value == frame.loc[("total", "", "cost", "mean"), "change"]


def test_one_level_may_be_given_by_itself():
    assert (80.0,) == rp.compare(BARE, WALLED, at=80).cost.at


def test_a_later_start_shows_in_one_line_although_nothing_takes_longer():
    change = rp.compare(run(), run(DAM.evolve(start="2026-01-12")))

    assert "duration mean 0, P80 0 working days" in repr(change)
    assert repr(change).endswith("finish mean 7, P80 7 calendar days)")
