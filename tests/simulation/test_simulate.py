"""Running a plan: arguments, seeds, blocks, threads, progress."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor

import numpy as np
import pytest

import riskplan as rp
from riskplan.compiler import compile_plan
from riskplan.engine import Sampler
from riskplan.simulation import blocks
from riskplan.simulation.requests import kept_of
from tests.model.good import GOOD

PLAN = GOOD


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


SAMPLINGS = [rp.Antithetic(), rp.LatinHypercube(50), rp.Sobol(64)]


@pytest.mark.parametrize("sampling", SAMPLINGS, ids=str)
def test_no_sampling_plan_depends_on_blocks_or_threads(sampling):
    iterations = 20 * sampling.cell
    expected = run_of(iterations, sampling=sampling, workers=2)

    for block, workers in ((1, 2), (sampling.cell, 3), (7 * sampling.cell, 1)):
        run = run_of(iterations, sampling=sampling, block=block, workers=workers)
        assert same_bits(expected, run)
    first = run_of(sampling.cell, sampling=sampling)
    assert np.array_equal(first.cost.values, expected.cost.values[: sampling.cell])
    assert (sampling.spelling, sampling.cell) == (
        expected.provenance.sampling,
        expected.provenance.cell,
    )


@pytest.mark.parametrize("sampling", SAMPLINGS, ids=str)
def test_a_sampling_plan_narrows_the_mean(sampling):
    """Variance between cells against that of plain random sampling, on a sum of many parts."""
    plan = rp.Plan("P", costs=[rp.CostItem(f"c{i}", "C", rp.Pert(1, 2, 5)) for i in range(20)])

    def spread(plan_of_sampling):
        run = rp.simulate(plan, iterations=400 * sampling.cell, seed=3, sampling=plan_of_sampling)
        return run.cost.values.reshape(-1, sampling.cell).mean(axis=1).std()

    assert spread(sampling) < 0.5 * spread(rp.Random())


def test_sobol_refuses_more_quantities_than_it_has_dimensions(monkeypatch):
    from scipy.stats import qmc

    monkeypatch.setattr(qmc.Sobol, "MAXDIM", 5)
    with pytest.raises(rp.RequestError, match=r"quantities, and the sequence has 5 dimensions"):
        run_of(512, sampling=rp.Sobol())


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
        (
            {"iterations": 1_200, "sampling": rp.LatinHypercube(500)},
            (
                "iterations must be a whole number of cells of 500 iterations for "
                "LatinHypercube(cell=500) (got 1,200); write 1,000 or 1,500"
            ),
        ),
        (
            {"iterations": 3, "sampling": rp.Sobol()},
            (
                "iterations must be a whole number of cells of 512 iterations for "
                "Sobol(cell=512) (got 3); write 512"
            ),
        ),
        (
            {"sampling": "sobol"},
            (
                "sampling must be a sampling plan: Random(), Antithetic(), LatinHypercube() or "
                "Sobol() (got 'sobol')"
            ),
        ),
        (
            {"keep": "totals"},
            "keep must be one of Keep.TOTALS, Keep.RISKS, Keep.ACTIVITIES (got 'totals')",
        ),
        ({"scenario": "best"}, 'there is no scenario "best"; there are: inherent, planned'),
        ({"scenario": []}, 'there is no scenario "[]"; there are: inherent, planned'),
        (
            {"executor": 4},
            (
                "executor must be a concurrent.futures.Executor (got 4); "
                "for so many threads write workers=4"
            ),
        ),
        (
            {"executor": "processes"},
            (
                "executor must be a concurrent.futures.Executor (got 'processes'); "
                "such as concurrent.futures.ProcessPoolExecutor(); threads need none"
            ),
        ),
        (
            {"executor": ThreadPoolExecutor},
            (
                f"executor must be a concurrent.futures.Executor (got {ThreadPoolExecutor!r}); "
                "that is a class, make one of it: with ThreadPoolExecutor() as executor"
            ),
        ),
    ],
    ids=str,
)
def test_an_impossible_argument_is_refused(settings, message):
    with pytest.raises(rp.RequestError) as caught:
        rp.simulate(PLAN, **settings)

    assert message == str(caught.value)


class Client:
    """What a Dask client has, and an executor does not."""

    def get_executor(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1)

    def submit(self, *_: object) -> None:
        pytest.fail("the run began")


def test_the_client_of_a_cluster_is_told_from_its_executor():
    with pytest.raises(rp.RequestError, match=r"makes one: executor=client.get_executor\(\)$"):
        run_of(executor=Client())
    with Client().get_executor() as executor:
        assert same_bits(run_of(), run_of(executor=executor))


def test_an_executor_that_was_shut_down_is_refused():
    with ThreadPoolExecutor(1) as executor:
        pass
    with pytest.raises(rp.RequestError, match=r"takes no work .*after shutdown.*inside its with"):
        run_of(executor=executor)


def test_an_executor_that_broke_is_not_taken_for_one_that_was_shut_down():
    """Negative control."""

    class Broken(ThreadPoolExecutor):
        def submit(self, *_: object) -> None:
            raise BrokenExecutor("a worker died")

    with pytest.raises(rp.RiskplanError, match="executor broke") as caught:
        run_of(executor=Broken(1))
    assert isinstance(caught.value.__cause__, BrokenExecutor)


@pytest.mark.parametrize(
    ("sampling", "iterations"),
    [
        (rp.Random(), 10_000),
        (rp.Antithetic(), 10_000),
        (rp.LatinHypercube(), 10_000),
        (rp.LatinHypercube(30_000), 30_000),
        (rp.Sobol(), 10_240),
    ],
    ids=str,
)
def test_unless_given_iterations_are_10_000_in_whole_cells(sampling, iterations):
    assert iterations == rp.simulate(PLAN, seed=1, sampling=sampling).iterations


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
        correlations=[],
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


def task_of(
    plan: rp.Plan, block: int | None = None, sampling: rp.SamplingPlan | None = None
) -> blocks.Task:
    program, _ = compile_plan(plan, rp.PLANNED)
    return blocks.Task(
        program, Sampler(sampling or rp.Random(), 1), kept_of(rp.Keep.ACTIVITIES, plan), block
    )


def test_every_iteration_runs_once_whatever_the_number_of_threads(monkeypatch):
    seen, threads = [], set()
    run_into = blocks.run_into

    def spy(block, program, sampler, kept, start, turn):
        seen.extend(range(start, start + len(block.cost)))
        threads.add(threading.get_ident())
        return run_into(block, program, sampler, kept, start, turn)

    monkeypatch.setattr(blocks, "run_into", spy)
    blocks.run_blocks(task_of(PLAN, block=7), 1_000, 4)

    assert list(range(1_000)) == sorted(seen)
    assert threading.get_ident() not in threads


def test_an_error_in_a_block_reaches_the_caller_and_stops_the_rest(monkeypatch):
    begun = []

    def fail(block, program, sampler, kept, start, turn):
        begun.append(start)
        raise ArithmeticError("this block cannot be run")

    monkeypatch.setattr(blocks, "run_into", fail)
    with pytest.raises(ArithmeticError, match="this block"):
        blocks.run_blocks(task_of(PLAN, block=10), 100_000, 2)
    assert len(begun) < 100


def test_a_run_that_is_extended_is_the_longer_run():
    task = task_of(PLAN)
    longer = blocks.run_blocks(task, 3_000, 2, before=blocks.run_blocks(task, 1_000, 2))
    whole = blocks.run_blocks(task, 3_000, 2)

    assert np.array_equal(whole.samples.cost, longer.samples.cost)
    assert np.array_equal(whole.samples.task_finish, longer.samples.task_finish)
    assert np.array_equal(whole.critical.counts, longer.critical.counts)
    assert 3_000 == longer.critical.iterations


def test_blocks_fit_the_caches_and_keep_all_workers_busy():
    small = task_of(rp.Plan("P", costs=[rp.CostItem("c", "C", 1)]))
    large = task_of(rp.Plan("P", activities=[rp.Activity(f"a{i}", "A", 1) for i in range(5_000)]))

    assert 65_536 >= small.block_size(10**6, 2) > 4_096 > large.block_size(10**6, 2) > 2_048
    assert 5_000 == small.block_size(10_000, 2)
    assert 5_000 == small.size_on_threads(10_000, 8)


@pytest.mark.parametrize("block", [None, 1, 999])
def test_a_block_is_a_whole_number_of_cells(block):
    task = task_of(PLAN, block, rp.LatinHypercube(500))

    assert 0 == task.block_size(30_000, 7) % 500


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
