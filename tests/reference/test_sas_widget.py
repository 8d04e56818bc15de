"""The widget project of the SAS/OR User's Guide: Project Management, examples 4.1 and 4.11.

Exact dates and floats in working days.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

import riskplan as rp

COLUMNS = {
    "ES": "early_start",
    "EF": "early_finish",
    "LS": "late_start",
    "LF": "late_finish",
    "TF": "total_float",
    "FF": "free_float",
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


LAGGED = {"Materials": "Prototype SS+9d", "Facility": "Prototype SS+9d"}


def lagged(reference):
    """Example 4.11: three links of example 4.1 get lags."""
    plan = widget(reference)
    links = {id_of(name): [spelled(text)] for name, text in LAGGED.items()}
    links[id_of("Init. Prod.")] = [id_of("Materials"), spelled("Facility FS+2d")]
    return plan.evolve(
        activities=[attrs.evolve(a, after=links.get(a.id, a.after)) for a in plan.activities]
    )


def spelled(text):
    name, lag = text.rsplit(" ", 1)
    return f"{id_of(name)} {lag}"


@pytest.mark.parametrize("column", COLUMNS)
def test_the_lagged_example_is_reproduced(column, shared):
    reference = read(shared)
    frame = rp.base_schedule(lagged(reference)).to_frame().set_index("name")
    expected = {name: row[column] for name, row in reference["ex411"]["expected"]["table"].items()}

    assert expected == frame[COLUMNS[column]].to_dict()


def test_without_the_lags_it_would_be_another_answer(shared):
    """Negative control."""
    reference = read(shared)
    bases = [rp.base_schedule(plan(reference)).duration for plan in (widget, lagged)]

    assert [70.0, 66.0] == bases


def test_a_mode_outside_its_range_is_refused(shared):
    """Prototype of example 4.21: the published estimates are 9, 15, 12."""
    estimates = read(shared)["ex421"]["optimistic_mode_pessimistic"]["Prototype"]

    assert [9, 15, 12] == estimates
    with pytest.raises(rp.DistributionError, match="mode must not exceed max"):
        rp.Pert(*estimates)
