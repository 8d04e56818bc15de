"""Replay: run again what a result says it came from, and compare the two to the last bit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from riskplan._format import card
from riskplan.engine import SAMPLER, sampling_of
from riskplan.errors import RequestError, counted
from riskplan.io import PlanRecipe, recipe_from
from riskplan.results import Keep, Provenance, SimulationResult, judged, packed
from riskplan.simulation.runner import simulate

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Difference", "Replay", "replay"]

_VERSIONS = ("version", "sampler", "numpy", "scipy")


@frozen
class Difference:
    """A part of a run that is not the same when it is run again.

    Parameters
    ----------
    part : str
        Which: ``"cost"``, ``"risk_cost"``, ``"milestones.handover"``, ``"schedule"``, …
    count : int
        How many of its values differ.
    largest : float, optional
        By how much at most, in the unit of the part (minutes for dates); None where it is not a
        matter of numbers.
    """

    part: str
    count: int
    largest: float | None


@frozen(eq=False, repr=False)
class Replay:
    """A run beside the one that its provenance leads to.

    Parameters
    ----------
    run, again : SimulationResult
        The run, and the new one.
    differences : tuple of Difference
        Every part that is not the same to the last bit.
    """

    run: SimulationResult
    again: SimulationResult
    differences: tuple[Difference, ...]

    @property
    def identical(self) -> bool:
        """Whether the two runs are the same, bit for bit."""
        return not self.differences

    @property
    def versions(self) -> dict[str, tuple[str, str]]:
        """The versions of what ran, then and now; empty text where they are not known."""
        then, now = self.run.provenance, self.again.provenance
        return {name: (getattr(then, name), getattr(now, name)) for name in _VERSIONS}

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by the parts that differ, with count and largest difference."""
        import pandas as pd

        columns = {
            "count": [difference.count for difference in self.differences],
            "largest": [difference.largest for difference in self.differences],
        }
        parts = [difference.part for difference in self.differences]
        return pd.DataFrame(columns, index=pd.Index(parts, name="part", dtype=object))

    def __repr__(self) -> str:
        return f"Replay({self.run.provenance.plan!r}, {self._verdict()})"

    def _repr_html_(self) -> str:
        rows = [(d.part, _amount(d)) for d in self.differences]
        rows += [
            (name, then if then == now else f"{then or 'unknown'}, now {now}")
            for name, (then, now) in self.versions.items()
        ]
        return card(f"{self.run.provenance.plan}: {self._verdict()}", rows)

    def _verdict(self) -> str:
        if self.identical:
            return f"identical in {counted(self.run.iterations, 'iteration')}"
        worst = ", ".join(f"{d.part} ({_amount(d)})" for d in self.differences[:3])
        more = ", …" if len(self.differences) > 3 else ""
        changed = [
            f"{name} {then or 'unknown'}, now {now}"
            for name, (then, now) in self.versions.items()
            if then != now
        ]
        return "; ".join([f"differs in {worst}{more}", *changed])


def replay(run: SimulationResult, *, workers: int | None = None) -> Replay:
    """Run again what a result came from, and say whether it is the same, bit for bit.

    Plan, scenario, seed and all else come from the provenance of the run, so that a run which was
    loaded from a file can be checked where nothing but the file is left.

    Parameters
    ----------
    run : SimulationResult
        A run, new or loaded.
    workers : int, optional
        How many threads; one for each core unless given. They make no difference to any bit.

    Returns
    -------
    Replay

    Raises
    ------
    RequestError
        If the run cannot be repeated: its samples are those of another tool, it does not hold
        the plan, or another sampler drew it.

    Examples
    --------
    >>> from riskplan import CostItem, Normal, Plan
    >>> plan = Plan("Dam", costs=[CostItem("all", "All", Normal(100, 10))])
    >>> replay(simulate(plan, iterations=1_000, seed=7))
    Replay('Dam', identical in 1,000 iterations)
    """
    given: object = run
    if not isinstance(given, SimulationResult):
        raise RequestError(
            f"a run is wanted (got {type(given).__name__}); "
            "read one from its file with riskplan.load_run(path) first"
        )
    recipe = _recipe_of(run.provenance)
    again = simulate(
        recipe.plan, scenario=recipe.scenario, workers=workers, **_arguments(run.provenance)
    )
    if run.stopping is not None:
        cost = again.cost if again.has_cost else None
        duration = again.duration if again.has_schedule else None
        again = attrs.evolve(again, stopping=judged(run.stopping.precision, cost, duration))
    return Replay(run, again, tuple(_differences(run, again)))


def _arguments(provenance: Provenance) -> dict[str, Any]:
    """Return the arguments of the simulation, but for the plan and its scenario."""
    return {
        "iterations": provenance.iterations,
        "seed": provenance.seed,
        "sampling": sampling_of(provenance.sampling),
        "keep": Keep(provenance.keep),
    }


def _recipe_of(provenance: Provenance) -> PlanRecipe:
    """Return plan and scenario of a run that can be repeated."""
    if provenance.seed is None:
        raise RequestError(
            "the samples are those of another tool, which alone could repeat them; "
            "replay takes a run of simulate"
        )
    if provenance.recipe is None:
        raise RequestError(
            "the run does not hold the plan it came from; simulate the plan again with "
            f"seed={provenance.seed} and compare"
        )
    if provenance.sampler != SAMPLER:
        raise RequestError(
            f"the run was drawn by the sampler {provenance.sampler}, and this riskplan draws by "
            f"{SAMPLER}: the numbers are bound to differ; replay it with riskplan "
            f"{provenance.version}"
        )
    recipe = recipe_from(provenance.recipe.text())
    found = (recipe.plan.digest(), recipe.scenario.id)
    if found != (provenance.digest, provenance.scenario):
        raise RequestError(
            f"the run says that it is of plan {provenance.digest} ({provenance.scenario}), but it "
            f"holds plan {found[0]} ({found[1]}); simulate the right plan again"
        )
    return recipe


def _differences(run: SimulationResult, again: SimulationResult) -> Iterator[Difference]:
    """Yield what differs: first the samples, by array; then all else, by part of the run."""
    (tables, arrays), (new_tables, new_arrays) = packed(run), packed(again)
    for name in {**arrays, **new_arrays}:
        left, right = arrays.get(name), new_arrays.get(name)
        if left is None or right is None or left.shape != right.shape or left.dtype != right.dtype:
            yield Difference(name, max(_size(left), _size(right)), None)
        else:
            yield from _array_difference(name, left, right)
    for part in tables:
        if part == "provenance":
            continue
        leaves, new_leaves = (dict(_leaves(t.get(part), part)) for t in (tables, new_tables))
        apart = {
            place: (leaves.get(place), new_leaves.get(place))
            for place in {**leaves, **new_leaves}
            if leaves.get(place) != new_leaves.get(place)
        }
        if apart:
            name = next(iter(apart)) if len(apart) == 1 else part
            yield Difference(name, len(apart), _largest(apart.values()))


def _array_difference(name: str, left: NDArray[Any], right: NDArray[Any]) -> Iterator[Difference]:
    bits = np.dtype(f"u{left.itemsize}")
    apart = np.ascontiguousarray(left).view(bits) != np.ascontiguousarray(right).view(bits)
    if apart.any():
        numbers = [
            side[apart].astype(np.int64 if side.dtype.kind == "M" else np.float64)
            for side in (left, right)
        ]
        largest = float(np.abs(numbers[0] - numbers[1]).max())
        yield Difference(name, int(np.count_nonzero(apart)), largest)


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Yield the single values in plain tables, each with its place."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{place}.{key}")
    elif isinstance(value, list):
        for row, item in enumerate(value):
            yield from _leaves(item, f"{place}[{row}]")
    else:
        yield place, value


def _largest(pairs: Iterable[tuple[Any, Any]]) -> float | None:
    """Return the largest difference of numbers, or None where there are none."""
    numbers = [
        abs(left - right)
        for left, right in pairs
        if isinstance(left, int | float) and isinstance(right, int | float)
    ]
    return float(max(numbers)) if numbers else None


def _size(array: NDArray[Any] | None) -> int:
    return 0 if array is None else array.size


def _amount(difference: Difference) -> str:
    by = "" if difference.largest is None else f", at most by {difference.largest:.2g}"
    return f"{counted(difference.count, 'value')}{by}"
