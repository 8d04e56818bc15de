"""The peer mcprojsim: triangular durations in a network without risks, with criticality."""

# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import numpy as np
from mcprojsim import Project, SimulationEngine, Task
from mcprojsim.models.project import ProjectMetadata, TaskEstimate

from benchmarks.jobs import Network, load
from benchmarks.worker import Outcome, Run, requested, serve

__all__ = ["main"]


def main() -> None:
    """Serve as the contestant."""
    asked = requested()
    job = load(asked.path)
    if not isinstance(job, Network) or job.pert or len(job.probabilities):
        raise SystemExit("this contestant knows networks of triangular durations only, no risks")
    project = _project(job)

    def prepare() -> Run:
        return lambda: _simulate(project, asked.iterations)

    serve("mcprojsim", asked, prepare)


def _project(job: Network) -> Any:
    before, _ = job.neighbours()
    tasks = [
        Task(
            id=f"a{i}",
            name=f"Activity {i}",
            estimate=TaskEstimate(low=low, expected=mode, high=high, unit="hours"),
            dependencies=[f"a{j}" for j in names],
        )
        for i, ((low, mode, high), names) in enumerate(
            zip(job.durations.tolist(), before, strict=True)
        )
    ]
    day = dt.date(2026, 1, 5)
    return Project(project=ProjectMetadata(name="Network", start_date=day), tasks=tasks)


def _simulate(project: Any, iterations: int) -> Outcome:
    engine = SimulationEngine(
        iterations=iterations, random_seed=1, show_progress=False, workers=os.cpu_count() or 1
    )
    result = engine.run(project)
    shares = result.get_critical_path()
    return Outcome(
        np.asarray(result.durations), np.array([shares[entry.id] for entry in project.tasks])
    )


if __name__ == "__main__":
    main()
