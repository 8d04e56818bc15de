"""Where a result comes from: all that is needed to repeat it."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Provenance"]


@frozen
class Provenance:
    """What was run.

    Parameters
    ----------
    plan : str
        The name of the plan.
    digest : str
        The plan's fingerprint, `Plan.digest`.
    scenario : str
        The id of the scenario.
    iterations, seed : int
        How many simulated futures, and the seed of all chance in them.
    version : str
        The version of riskplan.
    sampler : str
        The version of the mapping from seed, name and iteration to bits.
    """

    plan: str
    digest: str
    scenario: str
    iterations: int
    seed: int
    version: str
    sampler: str
