"""Insurance, simulated: each strike a claim, policies one after the other, premiums in the base."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import attrs
import numpy as np
import pytest

import riskplan as rp
from riskplan.compiler import compile_plan
from riskplan.engine import Sampler, key_of
from riskplan.simulation.blocks import Task
from riskplan.simulation.memory import bytes_needed
from riskplan.simulation.requests import kept_of
from tests.families.harness import ENOUGH, mean_off, share_off
from tests.results.runs import apart

ITERATIONS = 20_000


def risk(id_: str, probability: float = 1.0, cost: object = 100, **parts) -> rp.Risk:
    return rp.Risk(id_, id_.title(), probability, impacts=[rp.CostImpact(cost)], **parts)


def policy(id_: str = "p", covers: object = "r", premium: object = 0, **terms) -> rp.Policy:
    return rp.Policy(id_, id_.upper(), covers, premium=premium, **terms)


def plan_of(risks: list[rp.Risk], *policies: rp.Policy, **parts) -> rp.Plan:
    return rp.Plan("P", risks=risks, policies=policies, **parts)


def run_of(plan: rp.Plan, iterations: int = 200, **parts) -> rp.SimulationResult:
    return rp.simulate(plan, **{"iterations": iterations, "seed": 3, **parts})


def paid(*policies: rp.Policy, risks: list[rp.Risk] | None = None) -> dict[str, float]:
    """What each policy pays where everything is certain: of a loss of 100, unless given."""
    run = run_of(plan_of(risks or [risk("r")], *policies), 4)
    assert (run.recovery.values == run.recovery.values[:, :1]).all()
    return {id_: float(run.recovery[id_][0]) for id_ in run.recovery}


# --- one strike -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, 100),
        ({"deductible": 30}, 70),
        ({"deductible": 100}, 0),
        ({"deductible": 130}, 0),
        ({"share": 0.25}, 25),
        ({"deductible": 20, "share": 0.5}, 40),
        ({"limit": 60}, 60),
        ({"deductible": 20, "share": 0.5, "limit": 30}, 30),
        ({"deductible": 20, "share": 0.5, "limit": 50}, 40),
        ({"limit": 60, "aggregate_limit": 45}, 45),
        ({"aggregate_limit": 300}, 100),
    ],
    ids=str,
)
def test_a_claim_is_settled_by_the_terms(terms, expected):
    assert {"p": expected} == paid(policy(**terms))
    assert expected == policy(**terms).pays(100)


def test_all_the_money_of_a_strike_is_one_claim():
    costs = [rp.CostItem("steel", "Steel", 200)]
    hit = rp.Risk("r", "R", 1.0, impacts=[rp.CostImpact(30), rp.CostImpact(share=0.25, of="steel")])
    run = run_of(plan_of([hit], policy(deductible=35), costs=costs))

    assert {45.0} == set(run.recovery["p"].tolist())
    assert {80.0} == set(run.risk_cost["r"].tolist())
    assert {200.0 + 80.0 - 45.0} == set(run.cost.values.tolist())


def test_what_a_delay_costs_a_day_is_not_insured():
    work = [rp.Activity("dig", "Dig", 10, day_rate=7)]
    late = rp.Risk("r", "R", 1.0, impacts=[rp.Delay("dig", 4), rp.CostImpact(5)])
    run = run_of(plan_of([late], policy(), activities=work))

    assert {5.0} == set(run.recovery["p"].tolist())
    assert {14 * 7.0} == set(run.cost.values.tolist())


def test_the_claim_is_what_responses_leave():
    weaker = rp.Response("w", "W", rp.Strategy.MITIGATE, cost=9, impacts=[rp.CostImpact(60)])
    plan = plan_of([risk("r", responses=[weaker])], policy(deductible=10))

    assert {50.0} == set(run_of(plan).recovery["p"].tolist())
    assert {9.0 + 60.0 - 50.0} == set(run_of(plan).cost.values.tolist())


def test_a_closed_risk_makes_no_claim():
    assert {"p": 0.0} == paid(policy(), risks=[risk("r", status=rp.Status.CLOSED)])


# --- several strikes ------------------------------------------------------------------------------


def test_deductible_and_limit_are_for_each_strike():
    three = [risk("r", count=3)]

    assert {"p": 3 * 70} == paid(policy(deductible=30), risks=three)
    assert {"p": 3 * 60} == paid(policy(limit=60), risks=three)
    assert {"p": 100} == paid(policy(limit=60, aggregate_limit=100), risks=three)


def test_an_aggregate_limit_is_for_all_covered_risks():
    two = [risk("fire", cost=80), risk("flood", cost=50)]

    assert {"p": 100} == paid(policy(covers=["fire", "flood"], aggregate_limit=100), risks=two)


# --- several policies -----------------------------------------------------------------------------


def test_policies_pay_in_the_order_of_their_ids_for_what_is_left():
    first, second = policy("a", limit=60), policy("b", deductible=5, share=0.5)

    assert {"a": 60, "b": 17.5} == paid(first, second)
    assert {"b": 17.5, "a": 60} == paid(second, first)
    renamed = attrs.evolve(first, id="z")
    assert {"b": 47.5, "z": 52.5} == paid(second, renamed)


def test_an_aggregate_limit_is_used_up_risk_by_risk_in_the_order_of_the_ids():
    """So that the second policy gets what is left of the second risk."""
    two = [risk("b-risk", cost=50), risk("a-risk", cost=80)]
    both = policy("a", covers=["a-risk", "b-risk"], aggregate_limit=100)

    assert {"a": 100, "b": 30.0} == paid(both, policy("b", covers="b-risk"), risks=two)
    assert {"a": 100, "b": 0.0} == paid(both, policy("b", covers="a-risk"), risks=two)


def test_and_strike_by_strike():
    """Of three strikes of 100 the first policy pays 100, 50 and nothing, the second up to 70."""
    first, second = policy("a", aggregate_limit=150), policy("b", limit=70)

    assert {"a": 150, "b": 50 + 70} == paid(first, second, risks=[risk("r", count=3)])


# --- against all that can happen ------------------------------------------------------------------

CHANCES = {"fire": (0.3, 80.0), "flood": (0.5, 50.0), "theft": (0.4, 30.0)}
POLICIES = [
    policy("a", ["fire", "flood"], deductible=10, share=0.8, limit=50, aggregate_limit=75),
    policy("b", ["flood", "theft"], deductible=5, aggregate_limit=30),
    policy("c", "fire", limit=20),
]


def claims(happened: dict[str, bool]) -> dict[str, float]:
    """What the policies pay for a combination of risks, by hand."""
    got = {one.id: 0.0 for one in POLICIES}
    for id_ in sorted(CHANCES):
        left = CHANCES[id_][1] if happened[id_] else 0.0
        for one in POLICIES:
            if id_ in one.covers:
                room = (one.aggregate_limit or math.inf) - got[one.id]
                pays = min(one.pays(left), room)
                got[one.id] += pays
                left -= pays
    return got


def enumerated() -> list[tuple[float, dict[str, bool]]]:
    found = []
    for flags in product([True, False], repeat=len(CHANCES)):
        happened = dict(zip(CHANCES, flags, strict=True))
        chances = (p if happened[id_] else 1 - p for id_, (p, _) in CHANCES.items())
        found.append((math.prod(chances), happened))
    return found


ENTANGLED = plan_of([risk(id_, p, cost) for id_, (p, cost) in CHANCES.items()], *POLICIES)


def test_expected_recoveries_are_those_of_the_enumeration():
    run = run_of(ENTANGLED, ITERATIONS)
    for one in POLICIES:
        expected = math.fsum(chance * claims(happened)[one.id] for chance, happened in enumerated())
        assert mean_off(run.recovery[one.id], expected) < ENOUGH
        nothing = math.fsum(c for c, happened in enumerated() if claims(happened)[one.id] == 0)
        assert share_off(run.recovery[one.id] == 0, nothing) < ENOUGH


def test_every_iteration_is_one_of_the_enumeration():
    run = run_of(ENTANGLED, 1_000)
    for column in range(run.iterations):
        happened = {id_: bool(run.occurrence[id_][column]) for id_ in run.occurrence}
        got = {id_: run.recovery[id_][column] for id_ in run.recovery}
        assert claims(happened) == pytest.approx(got)


def test_another_order_of_the_policies_would_be_seen():
    """Negative control."""
    turned = [attrs.evolve(one, id=id_) for one, id_ in zip(POLICIES, "cba", strict=True)]
    run = run_of(ENTANGLED.evolve(policies=turned), ITERATIONS)
    expected = math.fsum(chance * claims(happened)["a"] for chance, happened in enumerated())

    assert mean_off(run.recovery["c"], expected) > ENOUGH


# --- money ----------------------------------------------------------------------------------------


def test_premium_and_recovery_are_counted_in_the_phase_of_the_policy():
    hit = rp.Risk("r", "R", 1.0, impacts=[rp.CostImpact(100, phase="build")])
    run = run_of(plan_of([hit], policy(premium=8, limit=60, phase="plan")))

    assert ("build", "plan", "") == run.phase_cost.ids
    assert [100.0, 8.0 - 60.0, 0.0] == run.phase_cost.values[:, 0].tolist()
    assert (0.0, 8.0, 0.0) == run.phase_base
    assert (8.0, {48.0}) == (run.cost.base, set(run.cost.values.tolist()))


def test_a_premium_is_drawn_from_the_stream_of_its_name():
    plan = plan_of([risk("r")], policy(premium=rp.Uniform(1, 2)))
    program, _ = compile_plan(plan, rp.PLANNED)

    assert key_of("policy/p/premium") == program.lines[-1].amount.key


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (rp.INHERENT, []),
        (rp.PLANNED, ["a"]),
        (rp.Scenario("more", "More", adopt=["b"]), ["a", "b"]),
        (rp.Scenario("other", "Other", adopt=["b"], drop=["a"]), ["b"]),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_a_scenario_says_which_policies_are_in_force(scenario, expected):
    two = [policy("a", limit=10, premium=3), policy("b", limit=20, premium=5, adopted=False)]
    run = run_of(plan_of([risk("r")], *two), scenario=scenario)

    assert expected == [id_ for id_ in run.recovery if run.recovery[id_].any()]
    assert sum({"a": 3.0, "b": 5.0}[id_] for id_ in expected) == run.cost.base
    assert ("a", "b") == run.recovery.ids


# --- the run --------------------------------------------------------------------------------------

WHOLE = plan_of(
    [risk("r", cost=rp.Uniform(0, 100), count="poisson(1.5)"), risk("s", 0.4)],
    policy("a", ["r", "s"], premium=rp.Uniform(5, 9), deductible=20, aggregate_limit=90),
    policy("b", "r", premium=2, adopted=False),
)


def test_a_plan_without_policies_has_no_recoveries():
    run = run_of(plan_of([risk("r")]))

    assert (0, 200) == run.recovery.values.shape
    assert () == run.recovery.ids
    assert [0, 200] == [len(run.recovery), len(run.recovery.to_frame())]


def test_recoveries_are_kept_with_the_risks():
    totals, risks = (run_of(WHOLE, keep=keep) for keep in (rp.Keep.TOTALS, rp.Keep.RISKS))

    with pytest.raises(rp.RequestError, match=r"keep=rp\.Keep\.RISKS\) keeps what insurance paid"):
        totals.recovery  # noqa: B018
    assert (totals.cost.values == risks.cost.values).all()
    with pytest.raises(rp.RequestError, match="without what insurance paid back"):
        rp.from_samples([1.0], base_cost=1).recovery  # noqa: B018


@pytest.mark.parametrize("suffix", ["npz", "parquet"])
def test_a_saved_run_has_its_recoveries(suffix, tmp_path):
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    run = run_of(WHOLE)
    run.save(tmp_path / f"run.{suffix}")
    back = rp.load_run(tmp_path / f"run.{suffix}")

    assert [] == apart(run, back)
    assert rp.replay(back).identical


def test_a_recovery_that_differs_is_noticed():
    """Negative control of the replay."""
    run = run_of(WHOLE)
    values = run.recovery.values.copy()
    values[0, 7] += 1.0
    other = attrs.evolve(run, recovery=attrs.evolve(run.recovery, values=values))

    assert ["recovery"] == [difference.part for difference in rp.replay(other).differences]


def test_an_executor_comes_to_the_same_bits():
    with ThreadPoolExecutor(2) as executor:
        elsewhere = run_of(WHOLE, executor=executor, block=64)

    assert [] == apart(run_of(WHOLE), elsewhere)


def test_the_first_iterations_of_a_run_are_those_of_a_shorter_one():
    short, long_ = run_of(WHOLE, 100), run_of(WHOLE, 300)

    assert np.array_equal(short.recovery.values, long_.recovery.values[:, :100])


def test_memory_counts_a_row_for_each_policy():
    """Negative control inside: totals alone keep none."""

    def needed(plan: rp.Plan, keep: rp.Keep) -> float:
        program, _ = compile_plan(plan, rp.PLANNED)
        task = Task(program, Sampler(rp.Random(), 1), kept_of(keep, plan))
        return bytes_needed(task, plan, 10**9, 2)

    bare = WHOLE.evolve(policies=[])
    rows = {keep: (needed(WHOLE, keep) - needed(bare, keep)) / (8 * 10**9) for keep in rp.Keep}

    assert 2.0 == pytest.approx(rows[rp.Keep.RISKS], abs=1e-3)
    assert 0.0 == pytest.approx(rows[rp.Keep.TOTALS], abs=1e-3)
