"""Run the blocks of a program on threads or on any executor, and join what they come to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import closing, contextmanager
from itertools import islice
from threading import Event, Lock
from typing import TypeVar

from attrs import field, frozen

from riskplan._typing import FloatArray
from riskplan.engine import Block, Criticality, Kept, Key, Program, Sampler, run_into
from riskplan.engine.dependence import Triangular
from riskplan.engine.streams import Stream
from riskplan.errors import RiskplanError
from riskplan.simulation.parcels import Parcel

__all__ = ["Outcome", "Task", "run_blocks", "run_on"]

_LONGEST_BLOCK = 65_536
_SHORTEST_BLOCK = 4_096
_ROWS_TIMES_ITERATIONS = 20_000_000
_WORTH_A_THREAD = 4_096
_PAIRS_TO_A_ROW = 20
_SHARES = 8
_MOST_WAITING = 1_024
_SECONDS_WITHOUT_PROGRESS_BAR = 2.0

_Result = TypeVar("_Result")


@frozen(eq=False)
class Task:
    """What is to be run.

    Parameters
    ----------
    program : Program
    sampler : Sampler
    kept : Kept
    block : int, optional
        Iterations in a block; by the size of the program unless given.
    """

    program: Program
    sampler: Sampler
    kept: Kept
    block: int | None = None

    def block_size(self, iterations: int, workers: int) -> int:
        """Return a length of block that suits the program: a whole number of cells.

        Long rows, because threads wait for the interpreter's lock between two operations, and the
        waiting costs more than a short operation; but few enough of them to leave memory alone,
        and as many blocks as keep all workers busy.
        """
        cell = self.sampler.plan.cell
        if self.block is not None:
            return -(-self.block // cell) * cell
        longest = min(max(_ROWS_TIMES_ITERATIONS // self._rows(), _SHORTEST_BLOCK), _LONGEST_BLOCK)
        blocks = -(-iterations // longest)
        if longest > _SHORTEST_BLOCK:
            blocks = -(-blocks // workers) * workers
        return -(-iterations // (blocks * cell)) * cell

    def size_on_threads(self, iterations: int, workers: int) -> int:
        """Return a length of block for so many threads.

        A short run keeps only some of them busy, because a thread must have enough to do to be
        worth its start.
        """
        return self.block_size(iterations, min(workers, max(iterations // _WORTH_A_THREAD, 1)))

    def size_on_executor(self, iterations: int) -> int:
        """Return a length of block for an executor, which does not say how many workers it has."""
        return self.block_size(iterations, _SHARES)

    def _rows(self) -> int:
        """Return how much a block has to do, in rows; mixing many pairs takes as long as a row."""
        program = self.program
        pairs = sum(len(g.keys) ** 2 // 2 for g in program.groups if isinstance(g, Triangular))
        rows = 1 + len(program.network.durations) + len(program.lines) + len(program.events)
        return rows + pairs // _PAIRS_TO_A_ROW


@frozen(eq=False)
class Outcome:
    """The samples of a run, and in how many iterations each task is critical."""

    samples: Block
    critical: Criticality

    @classmethod
    def empty(cls, task: Task, iterations: int, before: Outcome | None = None) -> Outcome:
        """Return room for so many iterations, of which some may have been run before."""
        samples = Block.empty(task.program, task.kept, iterations)
        critical = Criticality(len(task.program.network.durations), task.sampler.plan.cell)
        if before is not None:
            samples.put(0, before.samples)
            critical.join(before.critical)
        return cls(samples, critical)


@frozen(eq=False)
class _Watched(Sampler):
    """A sampler that draws no more once the run has ended, so that its block ends, too."""

    ended: Event = field(kw_only=True)

    def uniforms(self, stream: Stream, key: Key) -> FloatArray:
        """Return the uniforms of a stream."""
        if self.ended.is_set():
            raise CancelledError
        return self.plan.uniforms(self, stream, key)


def run_blocks(task: Task, iterations: int, workers: int, before: Outcome | None = None) -> Outcome:
    """Run the iterations that are not there yet, in blocks on so many threads.

    Every block fills its own columns of the outcome, so that memory holds that and little
    besides. An error or an interrupt cancels the blocks that have not begun, and ends the others
    at their next draw.
    """
    outcome = Outcome.empty(task, iterations, before)
    first = outcome.critical.iterations
    size = task.size_on_threads(iterations - first, workers)
    ended, turn = Event(), Lock()
    sampler = _Watched(task.sampler.plan, task.sampler.seed, task.sampler.keys, ended=ended)

    def run(start: int) -> tuple[int, Criticality]:
        part = outcome.samples.columns(start, min(start + size, iterations))
        return len(part.cost), run_into(part, task.program, sampler, task.kept, start, turn)

    with _progress(iterations - first) as advance, ThreadPoolExecutor(workers) as pool:
        futures = (pool.submit(run, start) for start in range(first, iterations, size))
        try:
            with closing(_completed(futures, 2 * workers)) as parts:
                for count, critical in parts:
                    outcome.critical.join(critical)
                    advance(count)
        finally:
            ended.set()
    return outcome


def run_on(
    executor: Executor, task: Task, iterations: int, before: Outcome | None = None
) -> Outcome:
    """Run the iterations that are not there yet, in blocks on an executor of the caller.

    The executor is left running; an error or an interrupt cancels what has not begun.

    Raises
    ------
    RiskplanError
        If a worker has other versions, which might not come to the same bits, or if the executor
        breaks.
    """
    outcome = Outcome.empty(task, iterations, before)
    first = outcome.critical.iterations
    size = task.size_on_executor(iterations - first)
    parcel = Parcel.of(task)
    futures = (
        executor.submit(_simulated, parcel, start, min(start + size, iterations))
        for start in range(first, iterations, size)
    )
    with (
        _plainly_broken(),
        _progress(iterations - first) as advance,
        closing(_completed(futures, _MOST_WAITING)) as parts,
    ):
        for start, block, critical in parts:
            outcome.samples.put(start, block)
            outcome.critical.join(critical)
            advance(len(block.cost))
    return outcome


@contextmanager
def _plainly_broken() -> Iterator[None]:
    """Say in plain words that an executor broke: nothing was wrong with what was asked."""
    try:
        yield
    except BrokenExecutor as error:
        raise RiskplanError(
            f"the executor broke under way ({error}); make a new one: with fewer workers, or fewer "
            "iterations in a block (block=), where memory ran out"
        ) from error


def _simulated(parcel: Parcel, start: int, stop: int) -> tuple[int, Block, Criticality]:
    """Simulate one block, perhaps in another process or on another machine."""
    task: Task = parcel.opened()
    block = Block.empty(task.program, task.kept, stop - start)
    return start, block, run_into(block, task.program, task.sampler, task.kept, start)


def _completed(futures: Iterator[Future[_Result]], window: int) -> Generator[_Result, None, None]:
    """Yield results as they come, with only so many futures waiting at any time.

    Each is let go of before the next, so that no result stays in memory.
    """
    running: set[Future[_Result]] = set()
    try:
        while True:
            running.update(islice(futures, window - len(running)))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            while done:
                yield done.pop().result()
    finally:
        for future in running:
            future.cancel()


@contextmanager
def _progress(iterations: int) -> Iterator[Callable[[int], object]]:
    """Show a progress bar where somebody watches a long run: on a terminal, or in a notebook."""
    if not (sys.stderr.isatty() or "ipykernel" in sys.modules):
        yield lambda _count: None
        return
    from tqdm import tqdm

    with tqdm(
        total=iterations,
        delay=_SECONDS_WITHOUT_PROGRESS_BAR,
        unit="it",
        unit_scale=True,
        leave=False,
    ) as bar:
        yield bar.update
