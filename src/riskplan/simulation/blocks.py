"""Run the blocks of a program on threads, and join what they come to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice

import numpy as np
from attrs import frozen

from riskplan._typing import BoolArray, FloatArray, IntArray
from riskplan.engine import WORDS, Block, Program, run_block

__all__ = ["Joined", "block_size", "run_blocks"]

_LONGEST_BLOCK = 16_384
_SHORTEST_BLOCK = 1_024
_ROWS_TIMES_ITERATIONS = 4_200_000
_SECONDS_WITHOUT_PROGRESS_BAR = 2.0


@frozen(eq=False)
class Joined:
    """The arrays of all blocks, side by side."""

    happens: BoolArray
    cost: FloatArray
    stage_cost: FloatArray
    event_cost: FloatArray
    end: FloatArray
    task_finish: FloatArray
    critical_count: IntArray

    @classmethod
    def empty(cls, program: Program, iterations: int) -> Joined:
        """Return arrays for so many iterations, still to be filled."""
        events, tasks = len(program.events), len(program.network.durations)
        return cls(
            happens=np.empty((events, iterations), dtype=np.bool_),
            cost=np.empty(iterations),
            stage_cost=np.empty((program.stage_count + 1, iterations)),
            event_cost=np.empty((events, iterations)),
            end=np.empty(iterations),
            task_finish=np.empty((tasks, iterations)),
            critical_count=np.zeros(tasks, dtype=np.int64),
        )

    def add(self, block: Block) -> None:
        """Put a block where it belongs."""
        columns = slice(block.start, block.start + len(block.cost))
        self.happens[:, columns] = block.happens
        self.cost[columns] = block.cost
        self.stage_cost[:, columns] = block.stage_cost
        self.event_cost[:, columns] = block.event_cost
        self.end[columns] = block.end
        self.task_finish[:, columns] = block.task_finish
        self.critical_count[:] += block.critical_count


def block_size(program: Program) -> int:
    """Return a length of block that suits the program.

    Long rows, because threads wait for the interpreter's lock between two operations, but few
    enough of them to leave memory alone.
    """
    rows = 1 + len(program.network.durations) + len(program.lines) + len(program.events)
    size = min(max(_ROWS_TIMES_ITERATIONS // rows, _SHORTEST_BLOCK), _LONGEST_BLOCK)
    return size - size % WORDS


def run_blocks(program: Program, seed: int, iterations: int, size: int, workers: int) -> Joined:
    """Run all iterations in blocks of the given size, on so many threads.

    Only a few blocks wait at any time, so that memory holds the result and little besides. An
    error or an interrupt cancels the blocks that have not begun.
    """
    joined = Joined.empty(program, iterations)
    with _progress(iterations) as advance, ThreadPoolExecutor(workers) as pool:
        tasks = (
            pool.submit(run_block, program, seed, start, min(size, iterations - start))
            for start in range(0, iterations, size)
        )
        running: set[Future[Block]] = set(islice(tasks, 2 * workers))
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    block = future.result()
                    joined.add(block)
                    advance(len(block.cost))
                running |= set(islice(tasks, len(done)))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return joined


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
