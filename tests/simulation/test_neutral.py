"""Runs again with something neutral: the same bits as a run of the plan without it."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import riskplan as rp
from riskplan.simulation import rerun
from riskplan.simulation.neutral import Rerun
from tests.laws.plans import plans

SAMPLING = [rp.Random(), rp.LatinHypercube(cell=5), rp.Antithetic()]

WEATHER = rp.Calendar(
    lost=[rp.LostDays(month, rp.Uniform(0, 12)) for month in (1, 2, 3)],
    exceptions=[rp.CalendarException("2026-01-12", "2026-01-14", name="Closed")],
)
SPRING = rp.Window("2026-01-05", "2026-02-10")
COUNTS = [rp.Constant(2), rp.Discrete([0, 1, 3], [0.25, 0.5, 0.25])]


def on_calendars(plan: rp.Plan) -> rp.Plan:
    """The plan with weather, windows and counts, so that it counts minutes."""
    risks, parents = [], {risk.given for risk in plan.risks}
    for row, risk in enumerate(plan.risks):
        takes_time = any(not isinstance(i, rp.CostImpact) for i in risk.impacts)
        simple = risk.exclusive is None and not risk.responses
        if simple and takes_time and risk.id not in parents and row % 2:
            risks.append(attrs.evolve(risk, window=SPRING))
        elif simple and risk.status is rp.Status.OPEN:
            risks.append(attrs.evolve(risk, count=COUNTS[row % 2]))
        else:
            risks.append(risk)
    return plan.evolve(start="2026-01-05", calendar=WEATHER, risks=risks)


WORKS = rp.Plan(
    "Works",
    start="2026-01-05",
    calendar=WEATHER,
    currency="EUR",
    costs=[
        rp.CostItem("steel", "Steel", rp.Pert(80, 100, 160), phase="build"),
        rp.CostItem("crane", "Crane", rp.Uniform(1, 3), day_rate=rp.Uniform(1, 2), during="build"),
    ],
    activities=[
        rp.Activity("dig", "Dig", rp.Pert(3, 5, 12), phase="build", day_rate=2),
        rp.Activity("pour", "Pour", rp.Uniform(2, 6), after="dig SS+2d", phase="build"),
        rp.Activity("maybe", "Maybe", 6, after="dig", probability=0.4, day_rate=rp.Uniform(1, 4)),
        rp.Activity("mend", "Mend", 4, after="pour", only_if="slack"),
        rp.Buffer("buffer", "Buffer", 5, after=["pour", "maybe"]),
        rp.Activity("late", "Late", 1, after="dig", constraints="ALAP"),
        rp.Activity("fit", "Fit", rp.Triangular(2, 4, 9), after=["buffer", "mend", "late"]),
        rp.Milestone("done", "Done", after="fit FF+1d"),
        rp.Hammock("site", "Site", over=["dig", "fit"]),
    ],
    risks=[
        rp.Risk("flood", "Flood", 0.5, window=SPRING, impacts=[rp.Delay("dig", rp.Uniform(1, 9))]),
        rp.Risk(
            "theft",
            "Theft",
            0.7,
            count="poisson(1.5)",
            impacts=[rp.CostImpact(rp.Uniform(1, 9)), rp.Delay("fit", rp.Uniform(0, 2))],
        ),
        rp.Risk("left", "Left", 0.3, exclusive="way", impacts=[rp.DurationFactor("pour", 1.5)]),
        rp.Risk(
            "right",
            "Right",
            0.3,
            exclusive="way",
            impacts=[rp.CostImpact(40)],
            responses=[
                rp.Response(
                    "turn", "Turn", rp.Strategy.MITIGATE, cost=rp.Uniform(1, 5), triggered=True
                )
            ],
        ),
        rp.Risk("claim", "Claim", 0.6, given="theft", impacts=[rp.CostImpact(rp.Uniform(5, 9))]),
        rp.Risk(
            "price",
            "Price",
            rp.Uniform(0.2, 0.6),
            impacts=[rp.CostImpact(share=rp.Uniform(0.1, 0.5), of=["steel", "crane"])],
            responses=[rp.Response("hedge", "Hedge", rp.Strategy.MITIGATE, cost=rp.Uniform(1, 5))],
        ),
        rp.Risk(
            "slack",
            "Slack",
            0.4,
            impacts=[rp.Delay(["maybe", "pour"], 6, combine=rp.Combine.PARALLEL)],
        ),
    ],
    policies=[
        rp.Policy(
            "cover",
            "Cover",
            ["theft", "claim"],
            premium=rp.Uniform(1, 2),
            deductible=2,
            share=0.8,
            aggregate_limit=9,
        )
    ],
    correlations=[rp.Correlation(["steel", "fit", "flood", "price"], 0.5)],
)
"""All that the engine knows, on calendars."""


def totals(run: rp.SimulationResult) -> tuple[np.ndarray, np.ndarray]:
    """Cost and days of a run, zeros where there are none."""
    nothing = np.zeros(run.iterations)
    return (
        run.cost.values if run.has_cost else nothing,
        run.duration.values if run.has_schedule else nothing,
    )


def unlike(run: rp.SimulationResult, again: Rerun, risk: str) -> int:
    """How many numbers differ between a run without a risk and the run again without it."""
    scenario = run.provenance.recipe.scenario.without(risk)
    fresh = rp.simulate(
        again.plan,
        iterations=run.iterations,
        seed=run.provenance.seed,
        scenario=scenario,
        sampling=rp.simulation.sampling_of(run.provenance.sampling),
        keep=rp.Keep.TOTALS,
    )
    [(_, without)] = again.without([again.risk(risk)])
    pairs = zip(totals(fresh), (without.cost, without.days), strict=True)
    return sum(int(np.count_nonzero(left != right)) for left, right in pairs)


@settings(max_examples=60, deadline=None)
@given(plan=plans(), scenario=st.sampled_from([rp.INHERENT, rp.PLANNED]), seed=st.integers(0, 99))
def test_without_a_risk_it_is_bit_for_bit_the_run_in_which_it_is_closed(plan, scenario, seed):
    run = rp.simulate(plan, iterations=20, seed=seed, scenario=scenario)
    again = rerun(run)

    assert [0] * len(plan.risks) == [unlike(run, again, risk.id) for risk in plan.risks]


@settings(max_examples=60, deadline=None)
@given(plan=plans().map(on_calendars), sampling=st.sampled_from(SAMPLING), seed=st.integers(0, 99))
def test_so_it_is_on_calendars_with_weather_windows_and_counts(plan, sampling, seed):
    run = rp.simulate(plan, iterations=20, seed=seed, sampling=sampling)
    again = rerun(run)

    assert [0] * len(plan.risks) == [unlike(run, again, risk.id) for risk in plan.risks]


@pytest.mark.parametrize("risk", [risk.id for risk in WORKS.risks])
@pytest.mark.parametrize("sampling", SAMPLING, ids=repr)
def test_so_it_is_with_all_that_the_engine_knows(risk, sampling):
    run = rp.simulate(WORKS, iterations=500, seed=5, sampling=sampling)

    assert unlike(run, rerun(run), risk) == 0


def test_a_run_without_another_risk_would_be_seen():
    """Negative control."""
    run = rp.simulate(WORKS, iterations=500, seed=5)
    again = rerun(run)
    [(_, other)] = again.without([again.risk("theft")])
    [(_, without)] = again.without([again.risk("flood")])

    assert (other.cost != without.cost).any()
    assert (other.days != without.days).any()


def test_blocks_play_no_part(monkeypatch):
    """A run of many blocks, several players at once, and few at once, come to the same bits."""
    run = rp.simulate(WORKS, iterations=500, seed=5)
    players = [risk.id for risk in WORKS.risks]
    expected = dict(rerun(run).without([rerun(run).risk(id_) for id_ in players]))
    monkeypatch.setattr("riskplan.simulation.neutral._LONGEST_BLOCK", 37)
    monkeypatch.setattr("riskplan.simulation.neutral._NUMBERS_AT_ONCE", 3_000)
    actual = dict(rerun(run).without([rerun(run).risk(id_) for id_ in players]))

    assert expected.keys() == actual.keys()
    for row, totals_ in expected.items():
        assert np.array_equal(totals_.cost, actual[row].cost)
        assert np.array_equal(totals_.days, actual[row].days)


def certain(item):
    """A cost item or an activity at its base values."""
    changes = {
        name: rp.Constant(getattr(item, name).most_likely())
        for name in ("amount", "duration", "day_rate")
        if hasattr(item, name)
    }
    if hasattr(item, "probability"):
        changes["probability"] = 1.0 if item.probability >= 0.5 else 0.0
    return attrs.evolve(item, **changes)


@pytest.mark.parametrize("kind", ["costs", "activities"])
@settings(max_examples=40, deadline=None)
@given(plan=plans(), seed=st.integers(0, 99), calendars=st.booleans())
def test_without_a_spread_it_is_the_run_of_the_certain_plan(kind, plan, seed, calendars):
    plan = on_calendars(plan) if calendars else plan
    run = rp.simulate(plan, iterations=20, seed=seed)
    again = rerun(run)
    for row, item in enumerate(getattr(plan, kind)):
        player = again.cost_item(item.id) if kind == "costs" else again.activity(item.id)
        if not player:
            continue
        items = list(getattr(plan, kind))
        items[row] = certain(item)
        fresh = rp.simulate(plan.evolve(**{kind: items}), iterations=20, seed=seed)
        [(_, without)] = again.without([player])

        # Where a task moves nothing but ends, the sums along its ways are rounded otherwise.
        assert np.array_equal(totals(fresh)[0], without.cost)
        assert np.allclose(totals(fresh)[1], without.days, rtol=1e-12, atol=1e-12)


def everything(again: Rerun) -> list:
    """All that can be neutral, without what is certain."""
    plan = again.plan
    players = [again.risk(risk.id) for risk in plan.risks]
    players += [again.responses(risk.id) for risk in plan.risks]
    players += [again.cost_item(item.id) for item in plan.costs]
    players += [again.activity(item.id) for item in plan.activities]
    players += [again.premium(policy.id) for policy in plan.policies]
    return [player for player in (*players, again.weather()) if player]


@settings(max_examples=60, deadline=None)
@given(plan=plans(), seed=st.integers(0, 99), calendars=st.booleans())
def test_with_all_neutral_every_iteration_is_the_base_plan(plan, seed, calendars):
    run = rp.simulate(on_calendars(plan) if calendars else plan, iterations=20, seed=seed)
    assert_base(run)


def test_so_it_is_with_all_that_the_engine_knows_neutral():
    assert_base(rp.simulate(WORKS, iterations=100, seed=5))


def assert_base(run: rp.SimulationResult) -> None:
    again = rerun(run)
    [block] = again.blocks()
    columns = np.arange(block.count)
    everywhere = np.ones(block.count, dtype=np.bool_)
    base = block.again(columns, [(player, everywhere) for player in everything(again)])

    assert not run.has_cost or {run.cost.base} == set(base.cost.tolist())
    assert not run.has_schedule or {run.duration.base} == set(base.days.tolist())


def test_a_run_that_does_not_come_out_the_same_again_is_refused():
    run = rp.simulate(WORKS, iterations=100, seed=5)
    other = attrs.evolve(run, cost=attrs.evolve(run.cost, values=run.cost.values + 1.0))

    with pytest.raises(rp.RequestError, match="do not come out the same again"):
        list(rerun(other).blocks())


def test_samples_of_another_tool_cannot_run_again():
    run = rp.from_samples(cost=np.arange(100.0), base_cost=1.0)

    with pytest.raises(rp.RequestError, match="does not hold its plan"):
        rerun(run)
