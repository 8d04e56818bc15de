"""The contestant riskplan: the plan exists; compiling, checks and digest are measured."""

from __future__ import annotations

import functools

import numpy as np

import riskplan as rp
from benchmarks.answers import rank_correlation
from benchmarks.jobs import Floats, Ints, Network, Register, load
from benchmarks.worker import Outcome, Request, Run, requested, serve

__all__ = ["main", "network_plan", "register_plan"]


def main() -> None:
    """Serve as the contestant."""
    asked = requested()
    job = load(asked.path)
    serve("riskplan", asked, functools.partial(_prepare, job, asked), lambda: _fact(job, asked))


def _prepare(job: Register | Network, asked: Request) -> Run:
    # A new plan each time, so that nothing is remembered from the run before.
    plan = register_plan(job) if isinstance(job, Register) else network_plan(job)
    workers = int(asked.options.get("workers", 0)) or None
    keep = rp.Keep(asked.options.get("keep", "activities"))
    how_many = asked.iterations

    def run() -> Outcome:
        result = rp.simulate(plan, iterations=how_many, seed=1, workers=workers, keep=keep)
        if isinstance(job, Register):
            return Outcome(result.cost.values)
        return Outcome(result.duration.values, result.criticality.values)

    return run


def register_plan(job: Register, *, phases: bool = False) -> rp.Plan:
    """Return a register as a plan; where asked, each line in a phase of its own."""
    risks = [
        rp.Risk(f"r{i}", f"Risk {i}", float(p), impacts=[rp.CostImpact(_pert(x))])
        for i, (p, x) in enumerate(zip(job.probabilities, job.impacts, strict=True))
    ]
    costs = [
        rp.CostItem(f"c{i}", f"Line {i}", _pert(x), phase=f"p{i}" if phases else None)
        for i, x in enumerate(job.lines)
    ]
    names = [item.id for item in costs]
    groups = [rp.Correlation(names, job.correlation)] if job.correlation else []
    return rp.Plan("Register", costs=costs, risks=risks, correlations=groups)


def network_plan(job: Network) -> rp.Plan:
    """Return a network as a plan."""
    before, _ = job.neighbours()
    law = _pert if job.pert else _triangular
    activities = [
        rp.Activity(f"a{i}", f"Activity {i}", law(x), after=[f"a{j}" for j in names])
        for i, (x, names) in enumerate(zip(job.durations, before, strict=True))
    ]
    risks = [
        rp.Risk(f"r{i}", f"Risk {i}", float(p), impacts=[rp.Delay(_names(s), _triangular(x))])
        for i, (p, x, s) in enumerate(zip(job.probabilities, job.delays, job.struck, strict=True))
    ]
    return rp.Plan("Network", activities=activities, risks=risks)


def _fact(job: Register | Network, asked: Request) -> str:
    if isinstance(job, Network) or not job.correlation:
        return ""
    plan = register_plan(job, phases=True).evolve(risks=[])
    result = rp.simulate(plan, iterations=asked.iterations, seed=1)
    lines = np.asarray(result.phase_cost.values[: len(job.lines)], dtype=np.float64)
    return rank_correlation(lines, job.correlation)


def _names(rows: Ints) -> list[str]:
    return [f"a{row}" for row in rows.tolist()]


def _pert(estimate: Floats) -> rp.Pert:
    return rp.Pert(*estimate.tolist())


def _triangular(estimate: Floats) -> rp.Triangular:
    return rp.Triangular(*estimate.tolist())


if __name__ == "__main__":
    main()
