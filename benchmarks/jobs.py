"""The jobs that are measured: their numbers, as a plan and as plain arrays."""

from __future__ import annotations

import numpy as np
from attrs import frozen

import riskplan as rp

__all__ = ["Network", "Register", "network", "register"]


@frozen(eq=False)
class Register:
    """Event risks and cost lines, each with PERT parameters (min, mode, max) in rows."""

    probabilities: np.ndarray
    impacts: np.ndarray
    lines: np.ndarray

    def plan(self) -> rp.Plan:
        """Return the register as a plan."""
        risks = [
            rp.Risk(
                f"r{i}", f"Risk {i}", float(p), impacts=[rp.CostImpact(rp.Pert(*map(float, x)))]
            )
            for i, (p, x) in enumerate(zip(self.probabilities, self.impacts, strict=True))
        ]
        costs = [
            rp.CostItem(f"c{i}", f"Line {i}", rp.Pert(*map(float, x)))
            for i, x in enumerate(self.lines)
        ]
        return rp.Plan("Register", costs=costs, risks=risks)


@frozen(eq=False)
class Network:
    """Activities with triangular durations in rows, and finish-to-start links in rows."""

    durations: np.ndarray
    links: np.ndarray

    def plan(self) -> rp.Plan:
        """Return the network as a plan."""
        after: list[list[str]] = [[] for _ in self.durations]
        for predecessor, successor in self.links.tolist():
            after[successor].append(f"a{predecessor}")
        activities = [
            rp.Activity(f"a{i}", f"Activity {i}", rp.Triangular(*map(float, x)), after=names)
            for i, (x, names) in enumerate(zip(self.durations, after, strict=True))
        ]
        return rp.Plan("Network", activities=activities)


def register(risks: int = 100, lines: int = 50) -> Register:
    """Return job A: so many event risks with PERT impacts beside so many PERT lines."""
    rng = np.random.default_rng(20260101)
    return Register(rng.uniform(0.05, 0.5, risks), _estimates(rng, risks), _estimates(rng, lines))


def network(activities: int = 1_000, links: int = 2_000) -> Network:
    """Return job C: so many triangular activities, and so many links between near neighbours."""
    rng = np.random.default_rng(20260102)
    pairs = {(i, i + 1) for i in range(0, activities - 1, 2)}
    while len(pairs) < links:
        first = int(rng.integers(0, activities - 1))
        pairs.add((first, min(first + int(rng.integers(1, 30)), activities - 1)))
    return Network(_estimates(rng, activities), np.array(sorted(pairs)))


def _estimates(rng: np.random.Generator, count: int) -> np.ndarray:
    mode = rng.uniform(10.0, 100.0, count)
    return np.column_stack(
        [mode * rng.uniform(0.6, 0.95, count), mode, mode * rng.uniform(1.1, 2.0, count)]
    )
