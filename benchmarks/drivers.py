"""How long it takes to rank drivers, in simulations: `python -m benchmarks.drivers`."""

from __future__ import annotations

import statistics
import sys
import time

import riskplan as rp
from benchmarks.jobs import network
from benchmarks.ours import network_plan

__all__ = ["main", "ratios"]

_ACTIVITIES, _LINKS, _RISKS, _ITERATIONS, _REPEATS = 1_000, 2_000, 50, 5_000, 5


def main() -> int:
    """Print how many simulations each ranking takes, in time of the processor."""
    for name, ratio in ratios().items():
        print(f"{name}: {ratio:.1f} simulations")
    return 0


def ratios(repeats: int = _REPEATS) -> dict[str, float]:
    """Return the time of each ranking over that of one simulation, the median of several."""
    plan = network_plan(network(_ACTIVITIES, _LINKS, _RISKS))
    found: dict[str, list[float]] = {"removal of each risk": [], "sensitivity": []}
    rp.simulate(plan, iterations=_ITERATIONS, seed=1)
    for _ in range(repeats):
        start = time.process_time()
        run = rp.simulate(plan, iterations=_ITERATIONS, seed=1)
        simulated = time.process_time()
        rp.contributions(plan, run)
        removed = time.process_time()
        rp.sensitivity(run)
        driven = time.process_time()
        one = simulated - start
        found["removal of each risk"].append((removed - simulated) / one)
        found["sensitivity"].append((driven - removed) / one)
    return {name: statistics.median(some) for name, some in found.items()}


if __name__ == "__main__":
    sys.exit(main())
