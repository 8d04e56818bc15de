"""The peer squigglepy: the total as a sum of distributions, sampled at once."""

# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

from typing import Any

import numpy as np
import squigglepy as sq

from benchmarks.jobs import Floats, Register, load_register
from benchmarks.worker import Outcome, Run, requested, serve

__all__ = ["main"]


def main() -> None:
    """Serve as the contestant."""
    asked = requested()
    job = load_register(asked.path)

    def prepare() -> Run:
        sq.set_seed(1)
        total = _total(job)
        return lambda: Outcome(np.asarray(sq.sample(total, n=asked.iterations, verbose=False)))

    serve("squigglepy", asked, prepare)


def _total(job: Register) -> Any:
    """Return the distribution of the total cost."""
    risks = zip(job.probabilities.tolist(), job.impacts, strict=True)
    costs = [sq.bernoulli(probability) * _pert(impact) for probability, impact in risks]
    return sum(costs + [_pert(line) for line in job.lines], sq.const(0))


def _pert(estimate: Floats) -> Any:
    return sq.pert(*estimate.tolist())


if __name__ == "__main__":
    main()
