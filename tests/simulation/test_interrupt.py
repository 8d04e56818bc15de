"""Ctrl-C ends a run at once: the blocks that run, those that wait, and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest

import riskplan as rp
from riskplan.simulation import blocks

pty = pytest.importorskip("pty", reason="there are no terminals of this kind")
termios = pytest.importorskip("termios")

LARGE = rp.Plan(
    "Large",
    activities=[
        rp.Activity(f"a{i}", "A", rp.Pert(1, 2, 5), after=[f"a{i // 2}"] if i else [])
        for i in range(2_000)
    ],
)
SMALL = rp.Plan("Small", costs=[rp.CostItem("c", "C", rp.Pert(1, 2, 5))])
BLOCK = 10_000


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def run_interrupted(plan: rp.Plan, **settings) -> None:
    with pytest.raises(KeyboardInterrupt):
        rp.simulate(plan, seed=1, keep=rp.Keep.TOTALS, **settings)


def test_an_interrupt_ends_running_blocks_early(monkeypatch):
    """Not even the blocks that run go on to their end, and no thread lives on."""
    original, times = blocks.run_into, []

    def run_into(*arguments):
        times.append(time.perf_counter())
        if len(times) == 2:
            interrupt()
        return original(*arguments)

    monkeypatch.setattr(blocks, "run_into", run_into)
    threads = threading.active_count()
    run_interrupted(LARGE, iterations=100 * BLOCK, block=BLOCK, workers=1)
    end = time.perf_counter()

    begin, second = times
    assert end - second < (second - begin) / 2
    assert threads == threading.active_count()
    busy = time.process_time()
    time.sleep(0.2)
    assert time.process_time() - busy < 0.1


def test_an_unwatched_block_would_run_on(monkeypatch):
    """Negative control: it is the watched sampler that ends a block."""
    task = blocks.Task(*parts_of(LARGE))
    ended = threading.Event()
    ended.set()
    sampler = task.sampler
    watched = blocks._Watched(sampler.plan, sampler.seed, sampler.keys, ended=ended)

    with pytest.raises(CancelledError):
        blocks.run_into(room_for(task), task.program, watched, task.kept, 0)
    assert 8 == blocks.run_into(room_for(task), task.program, sampler, task.kept, 0).iterations


def parts_of(plan: rp.Plan):
    from riskplan.compiler import compile_plan
    from riskplan.engine import Sampler
    from riskplan.simulation.requests import kept_of

    return (
        compile_plan(plan, rp.PLANNED)[0],
        Sampler(rp.Random(), 1),
        kept_of(rp.Keep.TOTALS, plan),
    )


def room_for(task: blocks.Task):
    from riskplan.engine import Block

    return Block.empty(task.program, task.kept, 8)


def test_an_error_ends_the_other_blocks_as_well(monkeypatch):
    original, seen = blocks.run_into, []

    def run_into(*arguments):
        seen.append(arguments[4])
        if arguments[4] == 0:
            time.sleep(0.05)
            raise ZeroDivisionError
        return original(*arguments)

    monkeypatch.setattr(blocks, "run_into", run_into)
    with pytest.raises(ZeroDivisionError):
        rp.simulate(LARGE, iterations=100 * BLOCK, block=BLOCK, workers=2, keep=rp.Keep.TOTALS)

    assert len(seen) < 10


class Interrupted(Executor):
    """An executor that keeps its futures, and during whose second block Ctrl-C comes."""

    def __init__(self, inner: Executor) -> None:
        self.inner = inner
        self.futures: list[Future] = []

    def submit(self, work, /, *arguments) -> Future:
        future = self.inner.submit(work, *arguments)
        if not self.futures:
            future.add_done_callback(lambda _: interrupt())
        self.futures.append(future)
        return future


@contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@contextmanager
def dask() -> Iterator[Executor]:
    distributed = pytest.importorskip("distributed", reason="distributed is not installed")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=":0", silence_logs="CRITICAL"
        ) as cluster,
        cluster.get_client() as client,
    ):
        yield client.get_executor()


@pytest.mark.parametrize("kind", [processes, dask], ids=lambda kind: kind.__name__)
def test_an_interrupt_cancels_what_waits_and_leaves_the_executor_usable(kind):
    settings = {"iterations": 200_000, "block": 2_000}
    with kind() as executor:
        guarded = Interrupted(executor)
        run_interrupted(LARGE, executor=guarded, **settings)
        assert sum(future.cancelled() for future in guarded.futures) > 50
        run = rp.simulate(SMALL, iterations=1_000, seed=1, executor=executor)

        # The same blocks once more: nothing that was cancelled stands in their way.
        few = {"iterations": 4_000, "block": 2_000, "seed": 1, "keep": rp.Keep.TOTALS}
        again = rp.simulate(LARGE, executor=executor, **few)

    assert np.array_equal(rp.simulate(SMALL, iterations=1_000, seed=1).cost.values, run.cost.values)
    assert np.array_equal(rp.simulate(LARGE, **few).duration.values, again.duration.values)


# --- the command ----------------------------------------------------------------------------------

COMMAND = """
import sys
from riskplan.cli import main
from riskplan.simulation import blocks

original = blocks.run_into

def run_into(*arguments):
    sys.stdout.write("begun\\n")  # at once, since another thread says it, too
    sys.stdout.flush()
    return original(*arguments)

blocks.run_into = run_into
blocks._SECONDS_WITHOUT_PROGRESS_BAR = 0.0
raise SystemExit(main())
"""


@pytest.fixture
def words(tmp_path):
    """The command with a run that takes a minute, and files that it would write."""
    costs = [rp.CostItem(f"c{i}", "C", rp.Pert(1, 2, 5)) for i in range(500)]
    rp.save(rp.Plan("Long", costs=costs), tmp_path / "long.json")
    long_run = ["--iterations", "4000000", "--seed", "1", "--out", str(tmp_path / "answers.json")]
    return [sys.executable, "-c", COMMAND, "simulate", str(tmp_path / "long.json"), *long_run]


def test_the_command_ends_at_once_with_one_line_and_no_file(words, tmp_path):
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline().startswith("begun")
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)

    assert time.monotonic() - begin < 2.0
    assert (130, "riskplan: interrupted\n") == (process.returncode, errors)
    assert ["long.json"] == [path.name for path in tmp_path.iterdir()]


def test_the_progress_bar_is_cleared_away(words):
    """On a terminal, what stands in the last line is the message and nothing else."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while b"k/4.00M" not in shown:
            shown += os.read(ours, 1_000)
        process.send_signal(signal.SIGINT)
        shown += b"".join(rest_of(ours))

    assert 130 == process.returncode
    *_, cleared, last = shown.decode().split("\r")[:-1]
    assert "" == cleared.strip()
    assert "riskplan: interrupted" == last


def rest_of(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            yield os.read(terminal, 1_000)
        except OSError:  # how a terminal says that nobody writes to it any more
            os.close(terminal)
            return
