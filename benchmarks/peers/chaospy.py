"""The peer chaospy: each distribution sampled by itself, which is faster than their joint."""

# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

from typing import Any

import chaospy
import numpy as np

from benchmarks.jobs import Floats, Register, beta_shape, load_register
from benchmarks.worker import Outcome, Run, requested, serve

__all__ = ["main"]


def main() -> None:
    """Serve as the contestant."""
    asked = requested()
    job = load_register(asked.path)

    def prepare() -> Run:
        np.random.seed(1)  # noqa: NPY002 - chaospy draws from the global generator
        return lambda: Outcome(_simulate(job, asked.iterations))

    serve("chaospy", asked, prepare)


def _simulate(job: Register, iterations: int) -> Floats:
    """Return the total cost of each iteration."""
    total = np.zeros(iterations)
    for probability, impact in zip(job.probabilities.tolist(), job.impacts, strict=True):
        occurs = chaospy.Binomial(1, probability).sample(iterations)
        total += occurs * _pert(impact).sample(iterations)
    for line in job.lines:
        total += _pert(line).sample(iterations)
    return total


def _pert(estimate: Floats) -> Any:
    # Not its PERT, whose mean is wrong where the estimate is skewed.
    low, _, high = estimate.tolist()
    return chaospy.Beta(*beta_shape(estimate), low, high)


if __name__ == "__main__":
    main()
