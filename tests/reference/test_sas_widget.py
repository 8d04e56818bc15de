"""The widget project of the SAS/OR User's Guide: Project Management, example 4.1.

Exact dates in working days. Free float is not offered, and the lags of example 4.11 are SS links,
which cannot be simulated yet.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import riskplan as rp

COLUMNS = {
    "ES": "early_start",
    "EF": "early_finish",
    "LS": "late_start",
    "LF": "late_finish",
    "TF": "total_float",
}


def read(shared: Path) -> dict[str, Any]:
    path = shared / "reference" / "sas_or_widget_cpm.json"
    return json.loads(path.read_text("utf-8"))


def id_of(name: str) -> str:
    return name.replace(" ", "-")


def widget(reference: dict[str, Any]) -> rp.Plan:
    """Works of length nothing are milestones."""
    table = reference["ex41"]["activities"]
    before = {
        name: [id_of(other) for other, row in table.items() if name in row["successors"]]
        for name in table
    }
    return rp.Plan(
        "Widget",
        activities=[
            rp.Activity(id_of(name), name, row["duration"], after=before[name])
            if row["duration"]
            else rp.Milestone(id_of(name), name, after=before[name])
            for name, row in table.items()
        ],
    )


def test_the_project_takes_70_days(shared):
    assert 70 == rp.base_schedule(widget(read(shared))).duration
    assert 70 == read(shared)["ex41"]["expected"]["project_duration"]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_date_and_float_of_the_table(shared, column):
    reference = read(shared)
    frame = rp.base_schedule(widget(reference)).to_frame().set_index("name")
    expected = {name: row[column] for name, row in reference["ex41"]["expected"]["table"].items()}

    assert expected == frame[COLUMNS[column]].to_dict()


def test_the_critical_activities_are_those_without_float(shared):
    reference = read(shared)
    run = rp.simulate(widget(reference), iterations=10, seed=1)
    table = reference["ex41"]["expected"]["table"]

    assert {id_of(name): float(row["TF"] == 0) for name, row in table.items()} == {
        id_: run.criticality[id_].value for id_ in run.criticality
    }


def test_another_duration_would_be_seen(shared):
    """Negative control."""
    reference = read(shared)
    reference["ex41"]["activities"]["Study Market"]["duration"] = 6
    frame = rp.base_schedule(widget(reference)).to_frame().set_index("name")

    assert 70 == frame["early_finish"].max()
    assert 30 != frame.loc["Study Market", "total_float"]


def test_the_lags_of_the_next_example_are_refused_by_name(shared):
    plan = widget(read(shared))
    links = {"Materials": "Prototype SS+9d", "Facility": "Prototype SS+9d"}
    activities = [
        rp.Activity(a.id, a.name, a.duration, after=links[a.id])
        if a.id in links and isinstance(a, rp.Activity)
        else a
        for a in plan.activities
    ]

    with pytest.raises(rp.UnsupportedError) as caught:
        rp.base_schedule(plan.evolve(activities=activities))
    assert 2 == str(caught.value).count('link "Prototype SS+9d" is SS')


def test_a_mode_outside_its_range_is_refused(shared):
    """Prototype of example 4.21: the published estimates are 9, 15, 12."""
    estimates = read(shared)["ex421"]["optimistic_mode_pessimistic"]["Prototype"]

    assert [9, 15, 12] == estimates
    with pytest.raises(rp.DistributionError, match="mode must not exceed max"):
        rp.Pert(*estimates)
