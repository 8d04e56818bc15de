"""The contestant numba: job C as one fused compiled loop, written for this comparison only."""

# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import numba
import numpy as np

from benchmarks.jobs import Floats, Ints, Network, load
from benchmarks.worker import Outcome, Run, requested, serve

__all__ = ["main"]

_PARTS = 64
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_ULP = 2.0**-53


def main() -> None:
    """Serve as the contestant."""
    asked = requested()
    job = load(asked.path)
    if not isinstance(job, Network):
        raise SystemExit("this contestant knows networks only")

    def prepare() -> Run:
        return lambda: Outcome(*_simulate_network(job, asked.iterations, 1))

    serve("numba", asked, prepare)


def _simulate_network(job: Network, iterations: int, seed: int) -> tuple[Floats, Floats]:
    """Return the end of each iteration, and the criticality of each activity."""
    before, behind = job.neighbours()
    ends = np.empty(iterations)
    hits = np.zeros((_PARTS, len(job.durations)), dtype=np.int64)
    _run(
        _parameters(job.durations),
        *_rows(before),
        *_rows(behind),
        job.probabilities,
        _parameters(job.delays),
        job.struck,
        np.uint64(seed),
        ends,
        hits,
    )
    return ends, hits.sum(axis=0) / iterations


def _rows(neighbours: list[list[int]]) -> tuple[Ints, Ints]:
    """Return all neighbours in one array, and where those of each activity start."""
    starts = np.cumsum([0, *map(len, neighbours)])
    flat = [name for names in neighbours for name in names]
    return starts.astype(np.int64), np.array(flat, dtype=np.int64)


def _parameters(estimates: Floats) -> Floats:
    """Return low, high, the share below the mode, and what its two roots are taken of."""
    low, mode, high = estimates.T
    width = high - low
    columns = [low, high, (mode - low) / width, width * (mode - low), width * (high - mode)]
    return np.ascontiguousarray(np.column_stack(columns))


@numba.njit(inline="always")  # type: ignore[untyped-decorator, unused-ignore]
def _uniform(state: np.uint64) -> float:
    """Return the uniform of a state: the output function of SplitMix64 (Steele et al. 2014)."""
    bits = (state ^ (state >> _S30)) * _FIRST
    bits = (bits ^ (bits >> _S27)) * _SECOND
    return ((bits ^ (bits >> _S31)) >> _S11) * _ULP


@numba.njit(inline="always")  # type: ignore[untyped-decorator, unused-ignore]
def _triangular(row: Floats, u: float) -> float:
    if u < row[2]:
        return row[0] + np.sqrt(u * row[3])  # type: ignore[no-any-return]
    return row[1] - np.sqrt((1.0 - u) * row[4])  # type: ignore[no-any-return]


@numba.njit(parallel=True)  # type: ignore[untyped-decorator, unused-ignore]
def _run(  # noqa: C901, PLR0913, PLR0917 - one fused loop is what this contestant is for
    durations: Floats,
    before_starts: Ints,
    before: Ints,
    behind_starts: Ints,
    behind: Ints,
    probabilities: Floats,
    delays: Floats,
    struck: Ints,
    seed: np.uint64,
    ends: Floats,
    hits: Ints,
) -> None:
    count, parts = len(durations), len(hits)
    draws = np.uint64(count + 2 * len(probabilities))
    for part in numba.prange(parts):
        days, early, late = np.empty(count), np.empty(count), np.empty(count)
        for iteration in range(part, len(ends), parts):
            state = (seed * np.uint64(len(ends)) + np.uint64(iteration)) * draws * _STEP
            for step in range(count):
                state += _STEP
                days[step] = _triangular(durations[step], _uniform(state))
            for risk in range(len(probabilities)):
                state += _STEP
                occurs = _uniform(state) < probabilities[risk]
                state += _STEP
                if occurs:
                    delay = _triangular(delays[risk], _uniform(state))
                    for place in range(struck.shape[1]):
                        days[struck[risk, place]] += delay
            end = 0.0
            for step in range(count):
                start = 0.0
                for place in range(before_starts[step], before_starts[step + 1]):
                    predecessor = before[place]
                    start = max(start, early[predecessor] + days[predecessor])
                early[step] = start
                end = max(end, start + days[step])
            for step in range(count - 1, -1, -1):
                latest = end
                for place in range(behind_starts[step], behind_starts[step + 1]):
                    latest = min(latest, late[behind[place]])
                late[step] = latest - days[step]
                if late[step] - early[step] < 1e-9:
                    hits[part, step] += 1
            ends[iteration] = end


if __name__ == "__main__":
    main()
