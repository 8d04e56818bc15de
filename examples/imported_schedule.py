"""From a schedule of Microsoft Project to P-dates, and back into it.

Needs the extra for schedules: ``pip install "riskplan[schedules]"``. Run it from the folder that
holds this file: ``python imported_schedule.py``.
"""

from __future__ import annotations

from pathlib import Path

import riskplan as rp

HERE = Path(__file__).parent


def main(folder: Path = Path()) -> rp.SimulationResult:
    """Read, check, spread, simulate, and write back into a folder."""
    file = HERE / "bridge.xml"
    plan = rp.read_schedule(file)

    # Are our dates those of the tool that the schedule came from?
    print(rp.import_check(plan, file))
    print(rp.schedule_health(plan))

    # The file has one duration for each activity: work on the river is the least certain.
    plan = rp.spread(plan, low=0.9, high=1.3, by={"river-works": (0.85, 1.0, 1.8)})
    flood = rp.Risk(
        "flood",
        "Flood in the cofferdam",
        0.25,
        impacts=[rp.Delay("4", "triangular(5, 10, 30)")],
        window="2026-02-23 to 2026-04-30",
    )
    plan = plan.evolve(risks=[flood])

    run = rp.simulate(plan, iterations=5_000, seed=7)
    print(run)
    print(rp.critical_paths(plan, run))
    losses = rp.write_schedule(plan, run, folder / "bridge-with-p-dates.xml", at=(50, 80))
    print("not said in the file:", *losses or ["nothing"])
    rp.write_schedule(plan, run, folder / "bridge-with-p-dates.csv", at=(50, 80))
    return run


if __name__ == "__main__":
    main()
