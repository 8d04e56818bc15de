"""Where a result comes from: all that is needed to repeat it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from attrs import field, frozen

__all__ = ["Provenance", "Recipe", "RecipeText"]


@runtime_checkable
class Recipe(Protocol):
    """The plan and the scenario that were run, as text, which is all that a result knows of them.

    What the text means is known to `riskplan.io` alone, which writes it and reads it.
    """

    def text(self) -> str:
        """Return the plan and the scenario as text that describes them completely."""
        ...


@frozen
class RecipeText:
    """A recipe that was read from a file: the text itself.

    Parameters
    ----------
    content : str

    Examples
    --------
    >>> RecipeText("{}").text()
    '{}'
    """

    content: str = field(repr=lambda content: f"{len(content):,} signs")

    def text(self) -> str:
        """Return the text."""
        return self.content


@frozen
class Provenance:
    """What was run.

    Parameters
    ----------
    plan : str
        The name of the plan.
    digest : str
        The plan's fingerprint, `Plan.digest`; empty for samples of another tool.
    scenario : str
        The id of the scenario; empty for samples of another tool.
    iterations : int
        How many simulated futures.
    seed : int, optional
        The seed of all chance in them; None for samples of another tool.
    version : str
        The version of riskplan.
    sampler : str
        The version of the mapping from seed, name and iteration to bits.
    sampling : str
        The sampling plan, as it is spelled.
    cell : int
        How many consecutive iterations the sampling plan lays out together: cells are independent
        of one another, the iterations within one are not. 1 where all are independent.
    keep : str
        What the run keeps of every iteration: the value of a `Keep`.
    numpy, scipy : str
        The versions of these libraries, which may change the last bits of a number.
    recipe : Recipe, optional
        The plan and the scenario themselves; no part of the comparison, because `digest` stands
        for them.

    Examples
    --------
    >>> Provenance("Bridge", "0f3a", "planned", 10_000, 7, "1.0", "pcg-1")
    Provenance(plan='Bridge', digest='0f3a', scenario='planned', iterations=10000, seed=7, ...)
    """

    plan: str
    digest: str
    scenario: str
    iterations: int
    seed: int | None
    version: str
    sampler: str
    sampling: str = "random"
    cell: int = 1
    keep: str = "activities"
    numpy: str = ""
    scipy: str = ""
    recipe: Recipe | None = field(default=None, eq=False, repr=False)
