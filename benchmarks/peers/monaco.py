"""The peer monaco: a variable for each risk and each line, and a function of each single case."""

# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

from typing import Any

import monaco
import numpy as np
import scipy.stats

from benchmarks.jobs import Floats, Register, beta_shape, load_register
from benchmarks.worker import Outcome, Run, requested, serve

__all__ = ["main"]


def main() -> None:
    """Serve as the contestant."""
    asked = requested()
    job = load_register(asked.path)

    def prepare() -> Run:
        return lambda: Outcome(_simulate(job, asked.iterations))

    serve("monaco", asked, prepare)


def _simulate(job: Register, iterations: int) -> Floats:
    """Return the total cost of each case."""
    risks, lines = range(len(job.impacts)), range(len(job.lines))

    def preprocess(case: Any) -> tuple[list[float]]:
        value = case.invals
        costs = [value[f"occurs {i}"].val * value[f"impact {i}"].val for i in risks]
        return (costs + [value[f"line {i}"].val for i in lines],)

    def run(costs: list[float]) -> tuple[float]:
        return (sum(costs),)

    def postprocess(case: Any, total: float) -> None:
        case.addOutVal(name="total", val=total)

    sim = monaco.Sim(
        name="register",
        ndraws=iterations,
        fcns={
            monaco.SimFunctions.PREPROCESS: preprocess,
            monaco.SimFunctions.RUN: run,
            monaco.SimFunctions.POSTPROCESS: postprocess,
        },
        samplemethod=monaco.SampleMethod.RANDOM,
        seed=1,
        verbose=False,
    )
    for i, p in enumerate(job.probabilities.tolist()):
        sim.addInVar(f"occurs {i}", dist=scipy.stats.bernoulli, distkwargs={"p": p})
    for i in risks:
        sim.addInVar(f"impact {i}", dist=scipy.stats.beta, distkwargs=_pert(job.impacts[i]))
    for i in lines:
        sim.addInVar(f"line {i}", dist=scipy.stats.beta, distkwargs=_pert(job.lines[i]))
    sim.runSim()
    return np.array(sim.outvars["total"].nums, dtype=np.float64)


def _pert(estimate: Floats) -> dict[str, float]:
    low, _, high = estimate.tolist()
    alpha, beta = beta_shape(estimate)
    return {"a": alpha, "b": beta, "loc": low, "scale": high - low}


if __name__ == "__main__":
    main()
