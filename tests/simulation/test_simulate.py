"""Running a plan: arguments, seeds, blocks, threads, progress."""

from __future__ import annotations

import sys
import threading

import numpy as np
import pytest

import riskplan as rp
from riskplan.compiler import compile_plan
from riskplan.simulation import blocks
from tests.model.good import GOOD

PLAN = GOOD.evolve(correlations=[])


def same_bits(left: rp.SimulationResult, right: rp.SimulationResult) -> bool:
    pairs = [
        (left.cost.values, right.cost.values),
        (left.finish.values, right.finish.values),
        (left.occurrence.values, right.occurrence.values),
        (left.risk_cost.values, right.risk_cost.values),
        (left.phase_cost.values, right.phase_cost.values),
        (left.activity_finish.values, right.activity_finish.values),
        (left.criticality.values, right.criticality.values),
    ]
    return all(np.array_equal(one, other) for one, other in pairs)


def run_of(iterations: int = 500, **settings) -> rp.SimulationResult:
    return rp.simulate(PLAN, iterations=iterations, **{"seed": 9, **settings})


@pytest.mark.parametrize("block", [1, 3, 4, 7, 64, 499, 500, 1_000])
@pytest.mark.parametrize("workers", [1, 3])
def test_neither_blocks_nor_threads_change_a_bit(block, workers):
    assert same_bits(run_of(workers=2), run_of(block=block, workers=workers))


def test_another_seed_changes_the_bits():
    """Negative control."""
    assert not same_bits(run_of(), run_of(seed=10))


@pytest.mark.parametrize("iterations", [1, 2, 3, 50, 499])
def test_the_first_iterations_of_a_longer_run_are_the_shorter_run(iterations):
    short, long = run_of(iterations), run_of()

    assert np.array_equal(short.cost.values, long.cost.values[:iterations])
    assert np.array_equal(short.finish.values, long.finish.values[:iterations])
    assert np.array_equal(short.occurrence.values, long.occurrence.values[:, :iterations])


def test_seed_0_is_a_seed():
    run = run_of(seed=0)

    assert 0 == run.provenance.seed
    assert same_bits(run, run_of(seed=0))
    assert not same_bits(run, run_of(seed=1))


def test_without_a_seed_one_is_drawn_and_recorded():
    run, other = run_of(seed=None), run_of(seed=None)

    assert run.provenance.seed != other.provenance.seed
    assert same_bits(run, run_of(seed=run.provenance.seed))


def test_any_whole_number_type_is_a_number_of_iterations():
    run = run_of(np.int64(5), seed=np.uint8(3))

    assert (5, 3) == (run.iterations, run.provenance.seed)
    assert int is type(run.provenance.iterations) is type(run.provenance.seed)


LARGEST = 2**128 - 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"iterations": 0}, "iterations must be a whole number of at least 1 (got 0)"),
        ({"iterations": 1e4}, "iterations must be a whole number of at least 1 (got 10000.0)"),
        ({"iterations": True}, "iterations must be a whole number of at least 1 (got True)"),
        ({"iterations": "9"}, "iterations must be a whole number of at least 1 (got '9')"),
        ({"workers": 0}, "workers must be a whole number of at least 1 (got 0)"),
        ({"block": -4}, "block must be a whole number of at least 1 (got -4)"),
        (
            {"seed": -1},
            f"seed must be a whole number of at least 0 and at most {LARGEST} (got -1)",
        ),
        (
            {"seed": LARGEST + 1},
            f"seed must be a whole number of at least 0 and at most {LARGEST} (got {LARGEST + 1})",
        ),
        ({"scenario": "best"}, 'there is no scenario "best"; there are: inherent, planned'),
    ],
    ids=str,
)
def test_an_impossible_argument_is_refused(settings, message):
    with pytest.raises(rp.RequestError) as caught:
        rp.simulate(PLAN, **settings)

    assert message == str(caught.value)


@pytest.mark.parametrize("scenario", [rp.INHERENT, "inherent"], ids=["value", "id"])
def test_a_scenario_is_a_value_or_its_id(scenario):
    run = run_of(scenario=scenario)

    assert "inherent" == run.provenance.scenario
    assert 0.10 < run.occurrence["flood"].mean() < 0.2


def test_a_broken_plan_is_refused_with_every_error_and_without_warnings():
    plan = PLAN.evolve(
        budget=-1,
        risks=[rp.Risk("r", "R", 20), rp.Risk("r", "R", 0.5)],
        activities=[
            rp.Activity("a", "A", -1, after="b"),
            rp.Activity("b", "B", 1, after="a"),
        ],
        costs=[],
    )
    with pytest.raises(rp.PlanError) as caught:
        rp.simulate(plan)

    assert str(caught.value).startswith('5 problems in plan "Bridge"\n')
    assert {rp.Severity.ERROR} == {problem.severity for problem in caught.value.problems}
    for text in ("budget: ", "already taken", "did you mean 0.20?", "negative", "a → b → a"):
        assert text in str(caught.value)


@pytest.mark.parametrize("verb", [rp.simulate, rp.base_schedule, rp.place_risks])
def test_what_is_no_plan_is_refused(verb):
    with pytest.raises(rp.RequestError, match=r"a plan is wanted \(got str\); load a file with"):
        verb("plan.toml")


def test_warnings_do_not_stop_a_simulation():
    idle = PLAN.evolve(risks=[rp.Risk("idle", "Idle", 0.5)])

    assert rp.model.problems_in(idle)
    assert 5 == rp.simulate(idle, iterations=5, seed=1).iterations


@pytest.mark.parametrize("days", [2_500_000, 1e15, 1e200])
def test_dates_after_the_year_9999_are_refused(days):
    plan = rp.Plan("Long", start="2026-01-05", activities=[rp.Activity("a", "A", days)])

    for verb in (rp.simulate, rp.base_schedule):
        with pytest.raises(rp.PlanError, match="working days, and so end after the year 9999"):
            verb(plan)
    assert days == rp.base_schedule(plan.evolve(start=None)).duration


def test_a_tail_after_the_year_9999_is_refused_too():
    law = rp.Discrete([1, 3_000_000], [0.9, 0.1])
    plan = rp.Plan("Tail", start="2026-01-05", activities=[rp.Activity("a", "A", law)])

    assert 1.0 == rp.base_schedule(plan).duration
    with pytest.raises(rp.PlanError, match="may take 3,000,000 working days"):
        rp.simulate(plan, seed=1)


def test_every_iteration_runs_once_whatever_the_number_of_threads(monkeypatch):
    program, _ = compile_plan(PLAN, rp.PLANNED)
    seen, threads = [], set()
    run_block = blocks.run_block

    def spy(program, seed, start, count):
        seen.extend(range(start, start + count))
        threads.add(threading.get_ident())
        return run_block(program, seed, start, count)

    monkeypatch.setattr(blocks, "run_block", spy)
    blocks.run_blocks(program, 1, 1_000, 7, 4)

    assert list(range(1_000)) == sorted(seen)
    assert threading.get_ident() not in threads


def test_an_error_in_a_block_reaches_the_caller_and_stops_the_rest(monkeypatch):
    program, _ = compile_plan(PLAN, rp.PLANNED)
    begun = []

    def fail(program, seed, start, count):
        begun.append(start)
        raise ArithmeticError("this block cannot be run")

    monkeypatch.setattr(blocks, "run_block", fail)
    with pytest.raises(ArithmeticError, match="this block"):
        blocks.run_blocks(program, 1, 100_000, 10, 2)
    assert len(begun) < 100


def test_blocks_fit_the_caches_and_waste_no_word():
    small, _ = compile_plan(rp.Plan("P", costs=[rp.CostItem("c", "C", 1)]), rp.PLANNED)
    many = [rp.Activity(f"a{i}", "A", 1) for i in range(5_000)]
    large, _ = compile_plan(rp.Plan("P", activities=many), rp.PLANNED)
    sizes = blocks.block_size(small), blocks.block_size(large)

    assert sizes[0] > sizes[1] > 0
    assert [0, 0] == [size % 4 for size in sizes]


class Terminal:
    """A terminal that remembers what was written on it."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("delay", "shown"), [(0.0, True), (60.0, False)])
def test_a_long_run_shows_its_progress_on_a_terminal(monkeypatch, delay, shown):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(blocks, "_SECONDS_WITHOUT_PROGRESS_BAR", delay)
    run_of(20_000, block=500)

    assert shown == ("20.0k" in terminal.text)


def test_a_long_run_shows_its_progress_in_a_notebook(capfd, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    monkeypatch.setattr(blocks, "_SECONDS_WITHOUT_PROGRESS_BAR", 0.0)
    run_of()

    assert "500" in capfd.readouterr().err


def test_nothing_is_written_where_nobody_watches(capfd, monkeypatch):
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    monkeypatch.setattr(blocks, "_SECONDS_WITHOUT_PROGRESS_BAR", 0.0)
    run_of()

    assert ("", "") == capfd.readouterr()
