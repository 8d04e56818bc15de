"""Simulate: check the plan, compile it, run it, label what it comes to."""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np
import scipy

from riskplan._version import VERSION
from riskplan.compiler import compile_plan
from riskplan.engine import (
    SAMPLER,
    Random,
    SamplingPlan,
    refuse_too_many_dimensions,
)
from riskplan.io import PlanRecipe
from riskplan.model import PLANNED, Plan, Scenario
from riskplan.results import Keep, Precision, Provenance, SimulationResult, judged
from riskplan.simulation.blocks import Outcome, Task, run_blocks, run_on
from riskplan.simulation.labels import Labels
from riskplan.simulation.memory import fits, refuse_too_large
from riskplan.simulation.redrawn import sampler_for
from riskplan.simulation.requests import (
    executor_of,
    iterations_of,
    kept_of,
    refuse_broken,
    refuse_impossible,
    refuse_weather,
    seed_of,
    whole,
    workers_of,
)
from riskplan.simulation.scenes import scenario_of

__all__ = ["simulate"]


def simulate(  # noqa: PLR0913 - each argument is one independent choice, named at every call
    plan: Plan,
    *,
    iterations: int | None = None,
    seed: int | None = None,
    scenario: Scenario | str = PLANNED,
    sampling: SamplingPlan = Random(),  # noqa: B008 - a frozen value
    keep: Keep = Keep.ACTIVITIES,
    precision: Precision | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    block: int | None = None,
) -> SimulationResult:
    """Simulate a plan.

    The result is a function of the plan, the scenario, the seed, the sampling plan and the number
    of iterations, bit for bit: neither the executor, nor the number of workers, nor the size of a
    block, nor the order of the risks plays a part, and the first 10 000 iterations of a run of
    30 000 are the run of 10 000.

    Parameters
    ----------
    plan : Plan
    iterations : int, optional
        How many futures to simulate: a whole number of cells of the sampling plan; unless given,
        10 000, rounded up to whole cells.
    seed : int, optional
        From 0 to 2**128 - 1; unless given, one is drawn, and recorded in the result.
    scenario : Scenario or str
        Which responses are in force, and what is assumed otherwise: `planned` unless given,
        `inherent`, one of the plan's own by its id, or one made by hand.
    sampling : SamplingPlan
        How the iterations are spread: `Random()` unless given, `LatinHypercube()`, `Sobol()` or
        `Antithetic()`. Runs of two plans with the same seed are paired, draw by draw; under
        `Sobol()` they lose that where one plan has a quantity more.
    keep : Keep
        What to keep of every iteration: the finish of each activity, too, unless given.
    precision : Precision, optional
        How precisely a percentile is to be known. Then `iterations` are only the first, and the
        run goes on until it is known that well, to its cap, or until the next step would not fit
        in memory; `run.stopping` says how it ended.
    executor : concurrent.futures.Executor, optional
        What runs the blocks, such as a pool of processes, or `client.get_executor()` of a Dask
        client; threads unless given.
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
        If an argument cannot be, or the first iterations would not fit in memory.
    RiskplanError
        If the executor breaks under way, or its workers have other versions.

    Examples
    --------
    >>> from riskplan import Activity, Pert, Plan
    >>> plan = Plan("Bridge", activities=[Activity("build", "Build", Pert(60, 80, 130))])
    >>> run = simulate(plan, iterations=2_000, seed=1)
    >>> run.duration.base, 90 < run.duration.percentile(80) < 110
    (80.0, True)
    """
    seed = seed_of(seed)
    iterations = iterations_of(iterations, sampling)
    refuse_impossible(precision, iterations)
    executor = executor_of(executor)
    workers = workers_of(workers, executor)
    block = None if block is None else whole("block", block, 1)
    refuse_broken(plan, scenario)
    chosen = scenario_of(scenario, plan)
    program, index = compile_plan(plan, chosen)
    kept = kept_of(keep, plan)
    sampler = sampler_for(program, sampling, seed)
    refuse_too_many_dimensions(sampler)
    refuse_weather(sampling, program)
    task = Task(program, sampler, kept, block)
    threads = workers if executor is None else 0

    def run(iterations: int, before: Outcome | None = None) -> Outcome:
        if executor is None:
            return run_blocks(task, iterations, workers, before)
        return run_on(executor, task, iterations, before)

    labels = Labels(chosen.applied_to(plan), program, index, kept, sampling.cell)
    refuse_too_large(task, plan, keep, iterations, threads)
    outcome, stopping = run(iterations), None
    if precision is not None:
        stopping = judged(precision, *labels.totals(outcome))
        while (wanted := stopping.next_iterations()) and fits(task, plan, wanted, threads):
            outcome = run(wanted, outcome)
            stopping = judged(precision, *labels.totals(outcome))
    provenance = Provenance(
        plan=plan.name,
        digest=plan.digest(),
        scenario=chosen.id,
        iterations=outcome.critical.iterations,
        seed=seed,
        version=VERSION,
        sampler=SAMPLER,
        sampling=sampling.spelling,
        cell=sampling.cell,
        keep=keep.value,
        numpy=np.__version__,
        scipy=scipy.__version__,
        recipe=PlanRecipe(plan, chosen),
    )
    return labels.result(outcome, provenance, stopping)
