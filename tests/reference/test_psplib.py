"""Networks of PSPLIB (Kolisch and Sprecher 1996): exactly the expected lengths and floats."""

from __future__ import annotations

import csv
from pathlib import Path

import attrs
import pytest

import riskplan as rp
from tests.reference.psplib import read_network

FILES = ["j301_1", "j3048_10", "j601_1", "j609_5", "j1201_1", "j12060_10"]


def expected(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / "networks" / "expected.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def plan_of(shared: Path, name: str) -> rp.Plan:
    return read_network(shared / "networks" / f"{name}.sm")


def figures(plan: rp.Plan) -> dict[str, float]:
    """What the table says of a network, from its base schedule."""
    base = rp.base_schedule(plan)
    return {
        "jobs_incl_dummies": len(base.ids),
        "arcs": sum(len(activity.after) for activity in plan.activities),
        "header_mpm_time": base.duration,
        "independent_cpm": base.duration,
        "critical_jobs": sum(base.total_float == 0),
        "sum_total_float": float(base.total_float.sum()),
    }


def test_every_file_is_tested(shared):
    assert {path.stem for path in (shared / "networks").glob("*.sm")} == set(FILES)
    assert {f"{name}.sm" for name in FILES} == set(expected(shared))


@pytest.mark.parametrize("name", FILES)
def test_a_network_has_exactly_the_expected_figures(shared, name):
    row = expected(shared)[f"{name}.sm"]
    actual = figures(plan_of(shared, name))

    assert {key: float(row[key]) for key in actual} == actual


@pytest.mark.parametrize("name", FILES)
def test_every_iteration_of_a_network_without_chance_is_its_base_plan(shared, name):
    plan = plan_of(shared, name)
    run = rp.simulate(plan, iterations=50, seed=1)
    length = float(expected(shared)[f"{name}.sm"]["independent_cpm"])

    assert {length} == set(run.duration.values.tolist())
    assert set(run.criticality.values.tolist()) <= {0.0, 1.0}
    assert int(expected(shared)[f"{name}.sm"]["critical_jobs"]) == run.criticality.values.sum()


@pytest.mark.parametrize("name", FILES)
def test_a_perturbed_network_is_told_apart(shared, name):
    """Negative control: a critical job takes a day longer, or one link is lost."""
    plan, right = plan_of(shared, name), figures(plan_of(shared, name))
    slack = rp.base_schedule(plan).total_float
    row = next(
        row
        for row, activity in enumerate(plan.activities)
        if slack[row] == 0 and activity.duration.mean() > 0
    )
    critical = plan.activities[row]

    longer = attrs.evolve(critical, duration=critical.duration.mean() + 1)
    unlinked = attrs.evolve(critical, after=critical.after[1:])
    for change in (longer, unlinked):
        activities = [*plan.activities[:row], change, *plan.activities[row + 1 :]]
        assert right != figures(plan.evolve(activities=activities))
