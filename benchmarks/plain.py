"""The contestant plain NumPy: the scripts that an analyst would write for the same jobs."""

from __future__ import annotations

import numpy as np

from benchmarks.answers import rank_correlation
from benchmarks.jobs import Floats, Network, Register, beta_shape, load
from benchmarks.worker import Outcome, Run, requested, serve

__all__ = ["main", "reordered_lines", "simulate_network", "simulate_register"]

_BLOCK = 2_000


def main() -> None:
    """Serve as the contestant."""
    asked = requested()
    job = load(asked.path)

    def prepare() -> Run:
        if isinstance(job, Register):
            return lambda: Outcome(simulate_register(job, asked.iterations, 1))
        return lambda: Outcome(*simulate_network(job, asked.iterations, 1))

    def fact() -> str:
        if isinstance(job, Network) or not job.correlation:
            return ""
        lines = reordered_lines(np.random.default_rng(1), job, asked.iterations)
        return rank_correlation(lines, job.correlation)

    serve("numpy", asked, prepare, fact)


def simulate_register(job: Register, iterations: int, seed: int) -> Floats:
    """Return the total cost of each iteration, shape (iterations,)."""
    rng = np.random.default_rng(seed)
    total = np.zeros(iterations)
    for probability, estimate in zip(job.probabilities, job.impacts, strict=True):
        occurs = rng.random(iterations) < probability
        total += occurs * _pert(rng, estimate, iterations)
    if job.correlation:
        total += reordered_lines(rng, job, iterations).sum(axis=0)
    else:
        for estimate in job.lines:
            total += _pert(rng, estimate, iterations)
    return total


def _pert(rng: np.random.Generator, estimate: Floats, iterations: int) -> Floats:
    low, _, high = estimate
    values: Floats = low + (high - low) * rng.beta(*beta_shape(estimate), iterations)
    return values


def reordered_lines(rng: np.random.Generator, job: Register, iterations: int) -> Floats:
    """Return the lines, each put into the order of one of as many correlated normals."""
    count = len(job.lines)
    matrix = np.full((count, count), 2 * np.sin(np.pi * job.correlation / 6))
    np.fill_diagonal(matrix, 1.0)
    normals = rng.multivariate_normal(np.zeros(count), matrix, iterations, method="cholesky").T
    lines = np.empty((count, iterations))
    for line, normal, estimate in zip(lines, normals, job.lines, strict=True):
        line[normal.argsort()] = np.sort(_pert(rng, estimate, iterations))
    return lines


def simulate_network(job: Network, iterations: int, seed: int) -> tuple[Floats, Floats]:
    """Return the end of each iteration, and the criticality of each activity, in blocks."""
    rng = np.random.default_rng(seed)
    before, behind = job.neighbours()
    ends, hits = [], np.zeros(len(job.durations))
    for start in range(0, iterations, _BLOCK):
        days = _durations(rng, job, min(_BLOCK, iterations - start))
        early = np.zeros_like(days)
        finish = np.empty_like(days)
        for task, names in enumerate(before):
            for predecessor in names:
                np.maximum(early[task], finish[predecessor], out=early[task])
            np.add(early[task], days[task], out=finish[task])
        end = finish.max(axis=0)
        late = np.empty_like(days)
        for task in reversed(range(len(days))):
            late[task] = end
            for successor in behind[task]:
                np.minimum(late[task], late[successor], out=late[task])
            late[task] -= days[task]
        hits += (late - early < 1e-9).sum(axis=1)
        ends.append(end)
    return np.concatenate(ends), hits / iterations


def _durations(rng: np.random.Generator, job: Network, size: int) -> Floats:
    low, mode, high = job.durations.T[:, :, None]
    shape = (len(job.durations), size)
    if job.pert:
        alpha, beta = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
        days: Floats = low + (high - low) * rng.beta(alpha, beta, shape)
    else:
        days = rng.triangular(low, mode, high, shape)
    for probability, delay, struck in zip(job.probabilities, job.delays, job.struck, strict=True):
        least, likely, most = delay.tolist()
        occurs = rng.random(size) < probability
        days[struck] += occurs * rng.triangular(least, likely, most, size)
    return days


if __name__ == "__main__":
    main()
