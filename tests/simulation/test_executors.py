"""Executors: threads, processes and a Dask cluster come to the same bits, whatever happens."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import attrs
import numpy as np
import pytest

import riskplan as rp
from riskplan.compiler import compile_plan
from riskplan.engine import Sampler
from riskplan.simulation import blocks, parcels
from riskplan.simulation.blocks import Task
from riskplan.simulation.requests import kept_of
from tests.model.good import GOOD
from tests.results.runs import apart

MONEY = rp.Plan(
    "Money",
    costs=[rp.CostItem(f"c{i}", "C", rp.Pert(1 + i, 5 + i, 20 + i)) for i in range(20)],
    risks=[rp.Risk("r", "R", 0.3, impacts=[rp.CostImpact(rp.LogNormal(2, 0.5))])],
)
TIME = rp.Plan(
    "Time",
    activities=[
        rp.Activity(f"a{i}", "A", rp.Triangular(1, 2, 5), after=[f"a{i // 2}"] if i else [])
        for i in range(30)
    ],
)
COUNTED = rp.Plan(
    "Counted",
    risks=[
        rp.Risk("theft", "Theft", count=rp.Poisson(1.5), impacts=[rp.CostImpact(rp.Pert(1, 2, 4))])
    ],
)
PLANS = [GOOD, MONEY, TIME, COUNTED]
SAMPLINGS = [rp.Random(), rp.Antithetic(), rp.LatinHypercube(100), rp.Sobol(128)]


def run_of(plan: rp.Plan = GOOD, iterations: int = 3_200, **settings) -> rp.SimulationResult:
    return rp.simulate(plan, iterations=iterations, **{"seed": 4, **settings})


def task_of(plan: rp.Plan, sampling: rp.SamplingPlan | None = None) -> Task:
    program, _ = compile_plan(plan, rp.PLANNED)
    sampler = Sampler(sampling or rp.Random(), 4, program.keys())
    return Task(program, sampler, kept_of(rp.Keep.ACTIVITIES, plan))


@pytest.fixture(scope="module")
def processes():
    """Two processes that inherit nothing, so that all that they need must travel."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="module")
def cluster():
    """A Dask cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed", reason="distributed is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs="CRITICAL"
    ) as local:
        yield local


@pytest.fixture(scope="module")
def client(cluster):
    with cluster.get_client() as client:
        yield client


@pytest.fixture(params=["threads", "processes", "dask"])
def executor(request):
    """Every kind of executor."""
    if request.param == "threads":
        with ThreadPoolExecutor(2) as pool:
            yield pool
    elif request.param == "processes":
        yield request.getfixturevalue("processes")
    else:
        with request.getfixturevalue("client").get_executor() as pool:
            yield pool


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_executor_comes_to_the_bits_of_threads(plan, executor):
    assert [] == apart(run_of(plan), run_of(plan, executor=executor))


@pytest.mark.parametrize("sampling", SAMPLINGS, ids=lambda plan: plan.spelling)
@pytest.mark.parametrize("block", [1, 333, 10_000])
def test_no_sampling_plan_or_block_changes_that(sampling, block, executor):
    settings = {"sampling": sampling, "iterations": 1_280 if sampling.cell == 128 else 1_300}
    if block == 1:
        settings["iterations"] = 4 * sampling.cell

    expected = run_of(**settings)
    assert [] == apart(expected, run_of(**settings, executor=executor, block=block))


@pytest.mark.parametrize("keep", rp.Keep)
def test_what_is_kept_changes_nothing_else(keep, executor):
    run = run_of(keep=keep, executor=executor)

    assert [] == apart(run_of(keep=keep), run)
    assert np.array_equal(run_of().cost.values, run.cost.values)


def test_another_seed_is_seen_by_the_comparison():
    """Negative control."""
    run = run_of(seed=5)
    run = attrs.evolve(run, provenance=attrs.evolve(run.provenance, seed=4))

    assert "run._cost.values" in apart(run_of(), run)


def test_iterations_can_be_added_on_an_executor(processes):
    task = task_of(GOOD)
    whole = blocks.run_blocks(task, 3_000, 2)
    longer = blocks.run_on(processes, task, 3_000, before=blocks.run_on(processes, task, 1_000))

    assert np.array_equal(whole.samples.cost, longer.samples.cost)
    assert np.array_equal(whole.critical.counts, longer.critical.counts)


def test_results_that_were_computed_once_do_not_travel():
    """What a task has worked out for itself, such as its links, is left behind when it is sent."""
    task = task_of(GOOD, rp.Sobol(128))
    before = pickle.dumps(task)
    blocks.run_blocks(task, 1_280, 1)

    assert task.program.network.links
    assert len(task.sampler.points)
    assert before == pickle.dumps(task)
    assert pickle.loads(before).program.network.links == task.program.network.links


def test_a_worker_unpacks_a_task_once():
    parcel = parcels.Parcel.of(task_of(MONEY))
    same = pickle.loads(pickle.dumps(parcel))

    assert parcel.opened() is same.opened()


def test_a_worker_with_another_version_is_refused_naming_both(monkeypatch):
    monkeypatch.setattr(parcels, "VERSION", "0.0.1")
    parcel = parcels.Parcel.of(task_of(MONEY))
    monkeypatch.undo()

    with pytest.raises(rp.RiskplanError) as caught:
        parcel.opened()
    assert str(caught.value).startswith(
        f"a worker has riskplan {rp.__version__}, but the run was started with riskplan 0.0.1; "
    )


class FailingError(Exception):
    """What a worker fails with."""


@attrs.frozen
class Failing(rp.Random):
    """A sampling plan that fails when it is used, wherever that is."""

    def uniforms(self, sampler, stream, key):
        raise FailingError("on purpose")


def test_the_error_of_a_worker_reaches_the_caller(executor):
    with pytest.raises(FailingError, match="on purpose"):
        run_of(sampling=Failing(), executor=executor)

    assert 4 == executor.submit(pow, 2, 2).result()


def test_a_process_that_dies_is_an_error_in_plain_words():
    """A pool of processes cannot do without one of them, and takes no work ever after."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pid = pool.submit(os.getpid).result()
        slow = Diary(pool, Path(os.devnull))
        threading.Timer(0.2, os.kill, [pid, signal.SIGKILL]).start()
        for _ in range(2):
            with pytest.raises(rp.RiskplanError, match=r"executor broke.*; make a new") as caught:
                run_of(executor=slow)
            assert isinstance(caught.value.__cause__, BrokenProcessPool)


SECONDS_OF_A_BLOCK = 0.15
BLOCKS_BEFORE_THE_KILL = 4


class Diary(Executor):
    """An executor that takes its time, and writes down which worker begins and ends which block."""

    def __init__(self, inner: Executor, path: Path) -> None:
        self.inner, self.path = inner, path

    def submit(self, work, /, *arguments) -> Future:
        return self.inner.submit(diligently, str(self.path), work, *arguments)

    def entries(self) -> list[tuple[str, int, int]]:
        """What was written: the word, the first iteration of the block, and the process."""
        lines = [line.split() for line in self.path.read_text("ascii").splitlines()]
        return [(word, int(start), int(pid)) for word, start, pid in lines]

    def at_work(self) -> list[int]:
        """The processes that are in the middle of a block."""
        last = {pid: word for word, _, pid in self.entries()}
        return [pid for pid, word in last.items() if word == "begin"]


def diligently(path: str, work, *arguments):
    with Path(path).open("a", encoding="ascii") as diary:
        diary.write(f"begin {arguments[1]} {os.getpid()}\n")
        diary.flush()
        time.sleep(SECONDS_OF_A_BLOCK)
        result = work(*arguments)
        diary.write(f"end {arguments[1]} {os.getpid()}\n")
    return result


def kill_a_worker(diary: Diary, workers: set[int], killed: list[int]) -> None:
    """Kill a worker in the middle of a block, once some blocks are done.

    It is stopped first, so that what the diary says of it stays true until it is dead.
    """
    while not killed:
        time.sleep(0.01)
        if sum(word == "end" for word, *_ in diary.entries()) < BLOCKS_BEFORE_THE_KILL:
            continue
        for pid in workers & set(diary.at_work()):
            os.kill(pid, signal.SIGSTOP)
            if pid in diary.at_work():
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                return
            os.kill(pid, signal.SIGCONT)


def test_a_run_survives_the_death_of_a_worker_to_the_last_bit(cluster, client, tmp_path):
    diary = Diary(client.get_executor(), tmp_path / "diary")
    diary.path.touch()
    workers, killed = set(client.run(os.getpid).values()), []
    killer = threading.Thread(target=kill_a_worker, args=(diary, workers, killed))
    killer.start()
    run = run_of(iterations=2_000, block=100, executor=diary)
    killer.join()

    assert [] == apart(run_of(iterations=2_000), run)
    (dead,) = killed
    begun = {(start, pid) for word, start, pid in diary.entries() if word == "begin"}
    ended = {(start, pid) for word, start, pid in diary.entries() if word == "end"}
    assert set(range(0, 2_000, 100)) == {start for start, _ in ended}
    # The block in the hands of the worker that died was begun again by another.
    (lost,) = {start for start, pid in begun - ended}
    assert (lost, dead) in begun
    assert {pid for start, pid in ended if start == lost} - {dead}


def test_the_diary_of_a_quiet_run_tells_of_no_lost_block(client, tmp_path):
    """Negative control: blocks are begun twice only where a worker dies."""
    diary = Diary(client.get_executor(), tmp_path / "diary")
    diary.path.touch()
    run_of(iterations=400, block=100, executor=diary)

    assert 4 == sum(word == "begin" for word, *_ in diary.entries())
