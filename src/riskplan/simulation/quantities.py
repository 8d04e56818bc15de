"""The samples of single quantities, drawn again as a run drew them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riskplan._typing import FloatArray, read_only
from riskplan.compiler import compile_plan, stream_of
from riskplan.engine import Chance, Random, SamplingPlan, key_of
from riskplan.errors import RequestError
from riskplan.model import Plan, Scenario
from riskplan.model.dependence import Aspect, Named, named_quantities
from riskplan.simulation.redrawn import sampler_for
from riskplan.simulation.requests import iterations_of, refuse_broken, seed_of
from riskplan.simulation.scenes import scenario_of

__all__ = ["quantity_samples"]


def quantity_samples(
    plan: Plan,
    names: Sequence[str],
    *,
    iterations: int,
    seed: int | None,
    scenario: Scenario | str,
    sampling: SamplingPlan = Random(),  # noqa: B008 - a frozen value
) -> FloatArray:
    """Return what a run draws for single quantities.

    Parameters
    ----------
    plan : Plan
    names : sequence of str
        As in `Correlation.ids`: cost items, activities, occurrences, or sizes of impacts.
    iterations, seed, scenario, sampling
        As in `simulate`.

    Returns
    -------
    FloatArray, shape (n_names, iterations)
        Amounts, durations or sizes, whether or not their risk occurs; 1 or 0 for an occurrence. A
        quantity that the scenario does away with is 0.

    Raises
    ------
    PlanError
        If the plan breaks a rule.
    RequestError
        If there is no such quantity, or an argument cannot be.

    Examples
    --------
    >>> from riskplan import CostItem, Plan, Uniform
    >>> plan = Plan("P", costs=[CostItem("steel", "Steel", Uniform(2, 3))])
    >>> steel = quantity_samples(plan, ["steel"], iterations=5, seed=1, scenario="planned")
    >>> steel.shape, bool((steel > 2).all())
    ((1, 5), True)
    """
    iterations = iterations_of(iterations, sampling)
    refuse_broken(plan, scenario)
    program, _ = compile_plan(plan, scenario_of(scenario, plan))
    sampler = sampler_for(program, sampling, seed_of(seed))
    source = Chance(program, sampler, 0, iterations)
    quantities = program.quantities
    happens = source.happenings(program).happens
    values = np.zeros((len(names), iterations))
    rows = {risk.id: row for row, risk in enumerate(plan.risks)}
    for place, name in enumerate(names):
        named = _named(plan, name)
        if named.aspect is Aspect.OCCURRENCE:
            values[place] = happens[rows[named.id]]
        elif (key := key_of(stream_of(named))) in quantities:
            values[place] = source.values(quantities[key])
    return read_only(values)


def _named(plan: Plan, name: str) -> Named:
    meanings = named_quantities(plan).get(name, ())
    if len(meanings) != 1:
        raise RequestError(
            f'"{name}" names {len(meanings) or "no"} quantities of the plan; write the id of a '
            'cost item, an activity or a risk, or the size of an impact as "risk.cost"'
        )
    return meanings[0]
