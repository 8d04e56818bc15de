"""The peer pmcontrols: PERT durations in a network without risks, with criticality."""

# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import numpy as np
import pmcontrols

from benchmarks.jobs import Network, load
from benchmarks.worker import Outcome, Run, requested, serve

__all__ = ["main"]

_TOLD = {"mc_mean": "mean", "mc_p50": "P50", "mc_p80": "P80", "mc_p95": "P95"}


def main() -> None:
    """Serve as the contestant."""
    asked = requested()
    job = load(asked.path)
    if not isinstance(job, Network) or not job.pert or len(job.probabilities):
        raise SystemExit("this contestant knows networks with PERT durations and no risks only")
    activities = _activities(job)

    def prepare() -> Run:
        return lambda: _simulate(activities, asked.iterations)

    serve("pmcontrols", asked, prepare)


def _activities(job: Network) -> list[dict[str, object]]:
    before, _ = job.neighbours()
    return [
        {"id": f"a{i}", "predecessors": [f"a{j}" for j in names], "a": low, "m": mode, "b": high}
        for i, ((low, mode, high), names) in enumerate(
            zip(job.durations.tolist(), before, strict=True)
        )
    ]


def _simulate(activities: list[dict[str, object]], iterations: int) -> Outcome:
    result = pmcontrols.pert(activities, n_sim=iterations, seed=1)
    shares = result.table.set_index("activity")["criticality_index"]
    return Outcome(
        statistics={ours: result.stats[theirs] for theirs, ours in _TOLD.items()},
        critical=np.array([shares[entry["id"]] for entry in activities]),
    )


if __name__ == "__main__":
    main()
