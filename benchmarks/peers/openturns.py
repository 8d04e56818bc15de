"""The peer OpenTURNS: a joint distribution, and a symbolic function of its random vector."""

# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

from typing import Any

import numpy as np
import openturns as ot

from benchmarks.jobs import Floats, Register, beta_shape, load_register
from benchmarks.worker import Outcome, Run, requested, serve

__all__ = ["main"]


def main() -> None:
    """Serve as the contestant."""
    asked = requested()
    job = load_register(asked.path)

    def prepare() -> Run:
        ot.RandomGenerator.SetSeed(1)
        total = _total(job)
        return lambda: Outcome(np.asarray(total.getSample(asked.iterations))[:, 0])

    serve("openturns", asked, prepare)


def _total(job: Register) -> Any:
    """Return the total cost as a random vector of one dimension."""
    risks, lines = range(len(job.impacts)), range(len(job.lines))
    occurs, impacts = [f"o{i}" for i in risks], [f"i{i}" for i in risks]
    names = [f"c{i}" for i in lines]
    marginals = [ot.Bernoulli(p) for p in job.probabilities.tolist()]
    marginals += [_pert(estimate) for estimate in (*job.impacts, *job.lines)]
    products = [f"{one}*{other}" for one, other in zip(occurs, impacts, strict=True)]
    function = ot.SymbolicFunction(occurs + impacts + names, ["+".join(products + names)])
    return ot.CompositeRandomVector(function, ot.RandomVector(ot.JointDistribution(marginals)))


def _pert(estimate: Floats) -> Any:
    low, _, high = estimate.tolist()
    return ot.Beta(*beta_shape(estimate), low, high)


if __name__ == "__main__":
    main()
