"""Simulate: check the plan, compile it, run it, label what it comes to."""

from __future__ import annotations

import os

from riskplan._version import VERSION
from riskplan.compiler import compile_plan
from riskplan.engine import SAMPLER
from riskplan.model import PLANNED, Plan, Scenario
from riskplan.results import Provenance, SimulationResult
from riskplan.simulation.blocks import block_size, run_blocks
from riskplan.simulation.labels import labelled_result
from riskplan.simulation.requests import refuse_broken, scenario_of, seed_of, whole

__all__ = ["simulate"]


def simulate(
    plan: Plan,
    *,
    iterations: int = 10_000,
    seed: int | None = None,
    scenario: Scenario | str = PLANNED,
    workers: int | None = None,
    block: int | None = None,
) -> SimulationResult:
    """Simulate a plan.

    The result is a function of the plan, the scenario, the seed and the number of iterations, bit
    for bit: neither the number of workers, nor the size of a block, nor the order of the risks
    plays a part, and the first 10 000 iterations of a run of 30 000 are the run of 10 000.

    Parameters
    ----------
    plan : Plan
    iterations : int
        How many futures to simulate.
    seed : int, optional
        From 0 to 2**128 - 1; unless given, one is drawn, and recorded in the result.
    scenario : Scenario or str
        Which responses are in force: `planned` unless given, or `inherent`.
    workers : int, optional
        How many threads; one for each core unless given.
    block : int, optional
        Iterations a block; by the size of the plan unless given.

    Returns
    -------
    SimulationResult

    Raises
    ------
    PlanError
        If the plan breaks a rule; it lists every rule that is broken.
    UnsupportedError
        If the plan says something that cannot be simulated yet.
    RequestError
        If an argument cannot be.

    Examples
    --------
    >>> from riskplan import Activity, Pert, Plan
    >>> plan = Plan("Bridge", activities=[Activity("build", "Build", Pert(60, 80, 130))])
    >>> run = simulate(plan, iterations=2_000, seed=1)
    >>> run.duration.base, 90 < run.duration.percentile(80) < 110
    (80.0, True)
    """
    iterations = whole("iterations", iterations, 1)
    workers = (os.cpu_count() or 1) if workers is None else whole("workers", workers, 1)
    seed = seed_of(seed)
    chosen = scenario_of(scenario)
    refuse_broken(plan)
    program, index = compile_plan(plan, chosen)
    size = block_size(program) if block is None else whole("block", block, 1)
    joined = run_blocks(program, seed, iterations, size, workers)
    provenance = Provenance(
        plan=plan.name,
        digest=plan.digest(),
        scenario=chosen.id,
        iterations=iterations,
        seed=seed,
        version=VERSION,
        sampler=SAMPLER,
    )
    return labelled_result(plan, program, index, joined, provenance)
