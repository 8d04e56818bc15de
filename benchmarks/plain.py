"""The plain NumPy scripts that an analyst would write for the same jobs."""

from __future__ import annotations

import numpy as np

from benchmarks.jobs import Network, Register

__all__ = ["simulate_network", "simulate_register"]


def simulate_register(job: Register, iterations: int, seed: int) -> np.ndarray:
    """Return the total cost of each iteration, shape (iterations,)."""
    rng = np.random.default_rng(seed)
    total = np.zeros(iterations)
    for probability, estimate in zip(job.probabilities, job.impacts, strict=True):
        occurs = rng.random(iterations) < probability
        total += occurs * _pert(rng, estimate, iterations)
    for estimate in job.lines:
        total += _pert(rng, estimate, iterations)
    return total


def _pert(rng: np.random.Generator, estimate: np.ndarray, iterations: int) -> np.ndarray:
    low, mode, high = estimate
    alpha = 1 + 4 * (mode - low) / (high - low)
    beta = 1 + 4 * (high - mode) / (high - low)
    values: np.ndarray = low + (high - low) * rng.beta(alpha, beta, iterations)
    return values


def simulate_network(
    job: Network, iterations: int, seed: int, block: int = 2_000
) -> tuple[np.ndarray, np.ndarray]:
    """Return the finish of each iteration and the criticality of each activity, in blocks."""
    rng = np.random.default_rng(seed)
    count = len(job.durations)
    low, mode, high = job.durations.T
    before: list[list[int]] = [[] for _ in range(count)]
    behind: list[list[int]] = [[] for _ in range(count)]
    for predecessor, successor in job.links.tolist():
        before[successor].append(predecessor)
        behind[predecessor].append(successor)
    ends, hits = [], np.zeros(count)
    for start in range(0, iterations, block):
        size = min(block, iterations - start)
        days = rng.triangular(low[:, None], mode[:, None], high[:, None], (count, size))
        early = np.zeros((count, size))
        for task in range(count):
            for predecessor in before[task]:
                np.maximum(early[task], early[predecessor] + days[predecessor], out=early[task])
        end = (early + days).max(axis=0)
        late = np.empty((count, size))
        for task in reversed(range(count)):
            latest = end.copy()
            for successor in behind[task]:
                np.minimum(latest, late[successor], out=latest)
            late[task] = latest - days[task]
        hits += (late - early < 1e-9).sum(axis=1)
        ends.append(end)
    return np.concatenate(ends), hits / iterations
