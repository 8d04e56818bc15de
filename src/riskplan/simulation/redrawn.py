"""Redrawn: the iterations of a run drawn once more, in blocks, and seen to be the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from riskplan._typing import FloatArray
from riskplan.engine import Program, Sampler, SamplingPlan, Sobol, sampling_of
from riskplan.errors import RequestError
from riskplan.results import SimulationResult
from riskplan.simulation.requests import seed_of

__all__ = ["refuse_others", "sampler_for", "sampler_of", "spans", "whole_cells"]


def sampler_for(program: Program, sampling: SamplingPlan, seed: int) -> Sampler:
    """Return what draws a program; only Sobol's points ask which quantities there are."""
    return Sampler(sampling, seed, program.keys() if isinstance(sampling, Sobol) else ())


def sampler_of(run: SimulationResult, program: Program) -> Sampler:
    """Return what drew a run."""
    origin = run.provenance
    return sampler_for(program, sampling_of(origin.sampling), seed_of(origin.seed))


def whole_cells(count: int, cell: int) -> int:
    """Return the largest whole number of cells in so many iterations, but one at least.

    Examples
    --------
    >>> whole_cells(1_000, 256), whole_cells(100, 256)
    (768, 256)
    """
    return max(count - count % cell, cell)


def spans(iterations: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the first iteration of each block, and how many it has.

    Examples
    --------
    >>> list(spans(1_000, 400))
    [(0, 400), (400, 400), (800, 200)]
    """
    for start in range(0, iterations, size):
        yield start, min(size, iterations - start)


def refuse_others(
    run: SimulationResult,
    start: int,
    *,
    cost: FloatArray | None = None,
    days: FloatArray | None = None,
) -> None:
    """Raise a `RequestError` where iterations are not those of a run from `start` on.

    Parameters
    ----------
    run : SimulationResult
    start : int
    cost : FloatArray, shape (count,), optional [currency]
    days : FloatArray, shape (count,), optional [working days]
    """
    same = cost is None or np.array_equal(cost, run.cost.values[start : start + len(cost)])
    same &= days is None or np.array_equal(days, run.duration.values[start : start + len(days)])
    if not same:
        raise RequestError(
            f"the iterations of the run of {run.provenance.plan!r} do not come out the same again: "
            f"it is of riskplan {run.provenance.version}; simulate the plan again, and ask the new "
            "run"
        )
