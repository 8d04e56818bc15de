"""From the joint laws of a plan to the streams that move together."""

from __future__ import annotations

import numpy as np

from riskplan._typing import FloatArray
from riskplan.compiler import names
from riskplan.engine import Group, key_of
from riskplan.engine.dependence import OneFactor, Tail, Triangular
from riskplan.model import Plan, Scenario
from riskplan.model.dependence import JointLaw, joint_laws

__all__ = ["dependence_of"]

_NO_VARIANCE = 1e-9


def dependence_of(plan: Plan, scenario: Scenario) -> tuple[Group, ...]:
    """Return the streams that move together under a scenario.

    Every quantity that a correlation names has its place in a group, even where the scenario
    makes it certain, so that the others are drawn as before. Only among those of one coefficient
    it plays no part for them, and is left out.

    Parameters
    ----------
    plan : Plan
        A plan that keeps its rules.
    scenario : Scenario
    """
    laws, _ = joint_laws(plan, scenario)
    groups = (_group(law, scenario) for law in laws)
    return tuple(group for group in groups if group.keys)


def _group(law: JointLaw, scenario: Scenario) -> Group:
    common = names.correlation(law.members)
    tail = None
    if law.degrees_of_freedom is not None:
        tail = Tail(key_of(names.mixing(common)), law.degrees_of_freedom)
    if isinstance(law.latent, float):
        varying = [member for member in law.members if member.varies(scenario)]
        keys = tuple(key_of(names.stream_of(member)) for member in varying)
        return OneFactor(keys, key_of(common), law.latent, tail)
    keys = tuple(key_of(names.stream_of(member)) for member in law.members)
    return Triangular(keys, root_of(law.latent), tail)


def root_of(matrix: FloatArray) -> FloatArray:
    """Return the lower triangular root of a correlation matrix, which may be singular.

    Cholesky's method, entry by entry, so that no bit depends on a library for linear algebra.

    Examples
    --------
    >>> root_of(np.array([[1.0, 0.6], [0.6, 1.0]]))
    array([[1. , 0. ],
           [0.6, 0.8]])
    """
    rest = matrix.copy()
    root = np.zeros_like(matrix)
    for place in range(len(matrix)):
        variance = rest[place, place]
        if variance > _NO_VARIANCE:  # else the member says nothing that those before it do not
            root[place:, place] = rest[place:, place] / np.sqrt(variance)
            below = root[place + 1 :, place]
            rest[place + 1 :, place + 1 :] -= below[:, None] * below
    lengths = np.sqrt(np.add.reduce(root.T**2))
    root /= lengths[:, None]
    return root
