"""Arguments of a simulation, turned into what they mean or refused with a remedy."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, TypeVar

import numpy as np
from attrs import frozen

from riskplan.engine import (
    LARGEST_SEED,
    SAMPLING_PLANS,
    Kept,
    Program,
    SamplingPlan,
    Sobol,
    fresh_seed,
)
from riskplan.errors import PlanError, RequestError, Severity
from riskplan.model import INHERENT, PLANNED, Milestone, Plan, Scenario, problems_in, problems_under
from riskplan.results import Keep, Precision

__all__ = [
    "executor_of",
    "iterations_of",
    "kept_of",
    "refuse_broken",
    "refuse_impossible",
    "refuse_weather",
    "seed_of",
    "whole",
    "workers_of",
]

_ITERATIONS = 10_000

_Result = TypeVar("_Result")


def seed_of(seed: int | None) -> int:
    """Return the seed, or a fresh one where none is given; 0 is a seed.

    Raises
    ------
    RequestError
        If it is not a whole number from 0 to 2**128 - 1.
    """
    return fresh_seed() if seed is None else whole("seed", seed, 0, LARGEST_SEED)


def whole(name: str, value: Any, lowest: int, highest: int | None = None) -> int:
    """Return a whole number within its limits.

    Raises
    ------
    RequestError
        If it is something else.
    """
    iswhole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not iswhole or value < lowest or (highest is not None and value > highest):
        limit = "" if highest is None else f" and at most {highest}"
        raise RequestError(
            f"{name} must be a whole number of at least {lowest}{limit} (got {value!r})"
        )
    return int(value)


def iterations_of(iterations: int | None, sampling: SamplingPlan, usual: int = _ITERATIONS) -> int:
    """Return a number of iterations that fills the cells of a sampling plan.

    Unless given, it is the usual one, rounded up to whole cells.

    Raises
    ------
    RequestError
        If it does not; the message names the nearest that do. Also if it is no sampling plan.
    """
    if not isinstance(sampling, SAMPLING_PLANS):
        raise RequestError(
            "sampling must be a sampling plan: Random(), Antithetic(), LatinHypercube() or Sobol() "
            f"(got {sampling!r})"
        )
    cell = sampling.cell
    if iterations is None:
        return -(-usual // cell) * cell
    iterations = whole("iterations", iterations, 1)
    if iterations % cell:
        below, above = iterations // cell * cell, -(-iterations // cell) * cell
        nearest = f"{above:,}" if below == 0 else f"{below:,} or {above:,}"
        raise RequestError(
            f"iterations must be a whole number of cells of {cell} iterations for {sampling} "
            f"(got {iterations:,}); write {nearest}"
        )
    return iterations


def refuse_weather(sampling: SamplingPlan, program: Program) -> None:
    """Refuse a sequence with so many dimensions for weather, which has one for each day.

    Raises
    ------
    RequestError
        If both are asked for.
    """
    timing = program.network.timing
    if isinstance(sampling, Sobol) and timing is not None and timing.weather:
        raise RequestError(
            "Sobol: a calendar loses days to the weather, and nobody knows beforehand how many "
            "months are needed, each with dimensions of its own; use LatinHypercube()"
        )


def refuse_impossible(precision: Precision | None, iterations: int) -> None:
    """Refuse a precision that the first iterations already rule out.

    Raises
    ------
    RequestError
        If they are more than its cap, or if it is no `Precision`.
    """
    given: object = precision
    if given is None:
        return
    if not isinstance(given, Precision):
        example = 0.005
        if isinstance(given, float) and 0.0 < given < 1.0:
            example = given
        raise RequestError(
            "precision must say of which P-level, and how an error is counted; "
            f"write Precision(at=80, relative={example:g}) (got {precision!r})"
        )
    if iterations > given.cap:
        raise RequestError(
            f"the first {iterations:,} iterations are more than the cap of {given.cap:,}; "
            f"give fewer iterations, or Precision(..., cap={iterations}) or more"
        )


@frozen(eq=False)
class _Asked(Executor):
    """An executor of the caller, which may have been shut down."""

    executor: Executor

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        """Hand work on, or refuse an executor that takes none."""
        try:
            return self.executor.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            raise
        except RuntimeError as error:
            raise RequestError(
                f"the executor takes no work ({error}); simulate before it is shut down, "
                "inside its with block"
            ) from error


def executor_of(executor: Executor | None) -> Executor | None:
    """Return the executor, which refuses in plain words if it was shut down.

    Raises
    ------
    RequestError
        If it is none; the message says how to come by one.
    """
    given: object = executor
    if given is None:
        return None
    if isinstance(given, Executor):
        return _Asked(given)
    if isinstance(given, type) and issubclass(given, Executor):
        remedy = f"that is a class, make one of it: with {given.__name__}() as executor"
    elif callable(getattr(given, "get_executor", None)):
        remedy = "a Dask client makes one: executor=client.get_executor()"
    elif isinstance(given, int) and not isinstance(given, bool):
        remedy = f"for so many threads write workers={given}"
    else:
        remedy = "such as concurrent.futures.ProcessPoolExecutor(); threads need none"
    raise RequestError(f"executor must be a concurrent.futures.Executor (got {given!r}); {remedy}")


def workers_of(workers: int | None, executor: Executor | None) -> int:
    """Return how many threads to use: one for each core unless given.

    Raises
    ------
    RequestError
        If it is no such number, or an executor is given, which has workers of its own.
    """
    if workers is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else _cores()
    if executor is not None:
        raise RequestError(
            f"workers (got {workers!r}) counts the threads of a run without an executor; "
            "give the executor its workers where it is made"
        )
    return whole("workers", workers, 1)


def _cores() -> int:
    return os.cpu_count() or 1


def kept_of(keep: Keep, plan: Plan) -> Kept:
    """Return which samples the engine is to keep.

    Raises
    ------
    RequestError
        If it is no `Keep`.
    """
    given: object = keep
    if not isinstance(given, Keep):
        known = ", ".join(f"Keep.{level.name}" for level in Keep)
        raise RequestError(f"keep must be one of {known} (got {keep!r})")
    if keep is Keep.ACTIVITIES:
        tasks: tuple[int, ...] = tuple(range(len(plan.activities)))
    elif keep is Keep.RISKS:
        tasks = tuple(
            row for row, item in enumerate(plan.activities) if isinstance(item, Milestone)
        )
    else:
        tasks = ()
    return Kept(events=keep is not Keep.TOTALS, stages=keep is not Keep.TOTALS, tasks=tasks)


def refuse_broken(plan: Plan, scenario: Scenario | str = PLANNED) -> None:
    """Refuse a plan that breaks its rules, or a scenario made by hand that does not fit it.

    Raises
    ------
    PlanError
        Listing every rule that is broken; warnings do not count.
    RequestError
        If it is no plan at all.
    """
    given: object = plan
    if not isinstance(given, Plan):
        raise RequestError(
            f"a plan is wanted (got {type(given).__name__}); "
            "load a file with riskplan.load(path) first"
        )
    problems = [p for p in problems_in(plan) if p.severity is Severity.ERROR]
    if problems:
        raise PlanError(problems, f'plan "{plan.name}"')
    if isinstance(scenario, Scenario) and scenario not in (PLANNED, INHERENT, *plan.scenarios):
        misfits = [p for p in problems_under(scenario, plan) if p.severity is Severity.ERROR]
        if misfits:
            raise PlanError(misfits, f'plan "{plan.name}"')
