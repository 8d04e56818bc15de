"""Measure the jobs side by side and print a table: ``python -m benchmarks``."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

import riskplan as rp
from benchmarks.jobs import network, register
from benchmarks.plain import simulate_network, simulate_register

_REPEATS = 5
_KIB = 1024.0
_IMPORTS = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"


def main() -> None:
    """Run the jobs and print a row for each."""
    if len(sys.argv) > 1 and sys.argv[1] == "memory":
        rp.simulate(network().plan(), iterations=10_000, seed=1)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB)
        return
    print("| job | riskplan [s] | plain NumPy [s] | ratio | answers |\n|---|---|---|---|---|")
    _register_row()
    _network_row()
    memory = _subprocess_number([sys.executable, "-m", "benchmarks", "memory"])
    print(f"\nnetwork, peak memory of the whole process: {memory:.0f} MB")
    for name in ("numpy", "riskplan"):
        seconds = [
            _subprocess_number([sys.executable, "-c", _IMPORTS.format(name)])
            for _ in range(_REPEATS)
        ]
        print(f"import {name}: {statistics.median(seconds):.3f} s")


def _register_row() -> None:
    job, iterations = register(), 100_000
    ours, theirs = _side_by_side(
        lambda: rp.simulate(job.plan(), iterations=iterations, seed=1).cost.values,
        lambda: simulate_register(job, iterations, 1),
    )
    _row("100 risks, 50 lines, 100 000 iterations", ours, theirs)


def _network_row() -> None:
    job, iterations = network(), 10_000
    ours, theirs = _side_by_side(
        lambda: rp.simulate(job.plan(), iterations=iterations, seed=1).duration.values,
        lambda: simulate_network(job, iterations, 1)[0],
    )
    _row("1 000 activities, 2 000 links, 10 000 iterations", ours, theirs)


def _side_by_side(
    *calls: Callable[[], np.ndarray],
) -> list[tuple[float, np.ndarray]]:
    """Return the median seconds and the answer of each call, measured in turns."""
    seconds: list[list[float]] = [[] for _ in calls]
    answers = [call() for call in calls]
    for _ in range(_REPEATS):
        for index, call in enumerate(calls):
            start = time.perf_counter()
            call()
            seconds[index].append(time.perf_counter() - start)
    return [(statistics.median(s), a) for s, a in zip(seconds, answers, strict=True)]


def _row(name: str, ours: tuple[float, np.ndarray], theirs: tuple[float, np.ndarray]) -> None:
    """Print a row; it is void where the two answers differ by more than chance."""
    error = np.hypot(*(np.std(a) / np.sqrt(len(a)) for _, a in (ours, theirs)))
    distance = abs(np.mean(ours[1]) - np.mean(theirs[1])) / error
    verdict = f"means {distance:.1f} standard errors apart"
    if distance > 4:
        verdict = f"VOID: {verdict}"
    print(f"| {name} | {ours[0]:.3f} | {theirs[0]:.3f} | {ours[0] / theirs[0]:.2f} | {verdict} |")


def _subprocess_number(command: list[str]) -> float:
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
