"""Arguments of a simulation, turned into what they mean or refused with a remedy."""

from __future__ import annotations

from typing import Any

import numpy as np

from riskplan.engine import LARGEST_SEED, fresh_seed
from riskplan.errors import PlanError, RequestError, Severity
from riskplan.model import INHERENT, PLANNED, Plan, Scenario, problems_in

__all__ = ["refuse_broken", "scenario_of", "seed_of", "whole"]


def scenario_of(scenario: Scenario | str) -> Scenario:
    """Return a scenario by its id.

    Raises
    ------
    RequestError
        If there is none of that name.
    """
    if isinstance(scenario, Scenario):
        return scenario
    known = {known.id: known for known in (INHERENT, PLANNED)}
    if scenario not in known:
        raise RequestError(f'there is no scenario "{scenario}"; there are: {", ".join(known)}')
    return known[scenario]


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


def refuse_broken(plan: Plan) -> None:
    """Refuse a plan that breaks its rules.

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
