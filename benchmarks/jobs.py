"""The jobs that are measured, as plain arrays: every contestant reads the same numbers."""

from __future__ import annotations

from dataclasses import dataclass  # not attrs, which the environments of the peers lack
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "Floats",
    "Ints",
    "Network",
    "Register",
    "beta_shape",
    "load",
    "load_register",
    "network",
    "register",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

_STRUCK = 5


@dataclass(frozen=True, eq=False)
class Register:
    """Event risks and cost lines.

    Parameters
    ----------
    probabilities : Floats, shape (n_risks,)
    impacts : Floats, shape (n_risks, 3) [currency]
        PERT estimates: lowest, most likely, highest.
    lines : Floats, shape (n_lines, 3) [currency]
        PERT estimates.
    correlation : float
        Spearman coefficient of every pair of lines; 0 leaves them independent.
    """

    probabilities: Floats
    impacts: Floats
    lines: Floats
    correlation: float = 0.0

    def save(self, path: Path) -> None:
        """Write the job to a file that `load` reads."""
        np.savez(path, **vars(self))


@dataclass(frozen=True, eq=False)
class Network:
    """Activities, finish-to-start links, and risks that delay several activities at once.

    Parameters
    ----------
    durations : Floats, shape (n_activities, 3) [days]
        Lowest, most likely, highest.
    links : Ints, shape (n_links, 2)
        Predecessor and successor, which always stands behind it.
    probabilities : Floats, shape (n_risks,)
    delays : Floats, shape (n_risks, 3) [days]
        Triangular; one draw for all the activities that the risk strikes.
    struck : Ints, shape (n_risks, 5)
        Which activities the risk strikes.
    pert : bool
        Whether durations are PERT instead of triangular.
    """

    durations: Floats
    links: Ints
    probabilities: Floats
    delays: Floats
    struck: Ints
    pert: bool = False

    def save(self, path: Path) -> None:
        """Write the job to a file that `load` reads."""
        np.savez(path, **vars(self))

    def neighbours(self) -> tuple[list[list[int]], list[list[int]]]:
        """Return the predecessors and the successors of each activity."""
        before: list[list[int]] = [[] for _ in self.durations]
        behind: list[list[int]] = [[] for _ in self.durations]
        for predecessor, successor in self.links.tolist():
            before[successor].append(predecessor)
            behind[predecessor].append(successor)
        return before, behind


def load(path: Path) -> Register | Network:
    """Return the job that a file holds."""
    with np.load(path) as file:
        arrays = dict(file)
    if "lines" in arrays:
        return Register(**arrays | {"correlation": float(arrays["correlation"])})
    return Network(**arrays | {"pert": bool(arrays["pert"])})


def load_register(path: Path) -> Register:
    """Return the register that a file holds, for a contestant that knows nothing else.

    Raises
    ------
    SystemExit
        If the file holds another job.
    """
    job = load(path)
    if not isinstance(job, Register):
        raise SystemExit("this contestant knows registers only")
    return job


def register(risks: int = 100, lines: int = 50, correlation: float = 0.0) -> Register:
    """Return so many event risks with PERT impacts, beside so many PERT lines."""
    rng = np.random.default_rng(20260101)
    chances = rng.uniform(0.05, 0.5, risks)
    return Register(chances, _estimates(rng, risks), _estimates(rng, lines), correlation)


def network(activities: int, links: int, risks: int = 50, *, pert: bool = False) -> Network:
    """Return so many activities, links between near neighbours, and risks on five of them each."""
    rng = np.random.default_rng(20260102)
    pairs = {(i, i + 1) for i in range(0, activities - 1, 2)} if links else set()
    while len(pairs) < links:
        first = int(rng.integers(0, activities - 1))
        pairs.add((first, min(first + int(rng.integers(1, 30)), activities - 1)))
    return Network(
        durations=_estimates(rng, activities),
        links=np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2),
        probabilities=rng.uniform(0.1, 0.5, risks),
        delays=_estimates(rng, risks),
        struck=np.array(
            [rng.choice(activities, _STRUCK, replace=False) for _ in range(risks)], dtype=np.int64
        ).reshape(-1, _STRUCK),
        pert=pert,
    )


def beta_shape(estimate: Floats) -> tuple[float, float]:
    """Return both shape parameters of the beta distribution behind a PERT estimate."""
    low, mode, high = estimate
    return float(1 + 4 * (mode - low) / (high - low)), float(1 + 4 * (high - mode) / (high - low))


def _estimates(rng: np.random.Generator, count: int) -> Floats:
    mode = rng.uniform(10.0, 100.0, count)
    low, high = mode * rng.uniform(0.6, 0.95, count), mode * rng.uniform(1.1, 2.0, count)
    return np.column_stack([low, mode, high])
