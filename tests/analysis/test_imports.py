"""Dates beside those that files of other tools store: exact where the files are consistent."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import attrs
import pytest

import riskplan as rp
from riskplan.analysis.imports import checked
from riskplan.io.schedules import imported, read_schedule_file
from riskplan.io.schedules.raw import (
    Amount,
    FileCalendar,
    FileConstraint,
    FileLink,
    FileSettings,
    FileTask,
    FileWeek,
    ScheduleFile,
    Stretch,
)

FIGURES = ["early_start", "early_finish", "late_start", "late_finish", "total_float"]

ALL = dict.fromkeys(FIGURES, 0)

# How many do not match, and why.
EXPECTED = {
    "aspose_multiproject_external.xer": ALL,
    "aspose_ozbuild_16_orig.from_mpp.mspdi.xml": ALL,
    "aspose_residential_construction.from_mpp.mspdi.xml": ALL,
    # Four tasks were put by hand where their links forbid it, and are not late for it.
    "aspose_schedule-conflict.from_mpp.mspdi.xml": ALL
    | {"late_start": 8, "late_finish": 8, "total_float": 8},
    "mpxj_null_tasks.mspdi.xml": ALL,
    "mpxj_percent_complete.pmxml": ALL,
    "mpxj_relations.mspdi.xml": ALL,
    "mpxj_sample.mspdi.xml": ALL,
    # Dates without times of day: what ends at midnight ends the day before.
    "mpxj_sample.mpx": ALL
    | {"early_finish": 2, "late_start": 3, "late_finish": 4, "total_float": 2},
    "mpxj_split_task.mspdi.xml": ALL,
    # All put by hand: nothing holds the start of a predecessor back where a link leads from it.
    "mpxj_task_links_2019.mspdi.xml": ALL | {"late_start": 2, "late_finish": 2, "total_float": 2},
}


@pytest.fixture(scope="session")
def folder(shared: Path) -> Path:
    return shared / "schedules"


@pytest.mark.parametrize("name", EXPECTED)
def test_the_dates_of_a_file_are_reproduced(name, folder):
    check = rp.import_check(rp.read_schedule(folder / name), folder / name)
    off = {figure: stored - matched for figure, (matched, stored) in check.agreement.items()}

    assert check.comparisons
    assert EXPECTED[name] == off
    assert all(difference.cause for difference in check.differences)


def test_another_duration_is_noticed(folder):
    """Negative control."""
    path = folder / "aspose_residential_construction.from_mpp.mspdi.xml"
    plan = rp.read_schedule(path)
    longer = attrs.evolve(plan.activities[0], duration=plan.activities[0].duration.scaled(1.1))
    check = rp.import_check(plan.evolve(activities=[longer, *plan.activities[1:]]), path)
    matched, stored = check.agreement["early_start"]

    assert matched < stored == 89
    assert {"early_start", "early_finish"} <= {c.figure for c in check.differences}


def test_one_minute_is_a_difference(folder):
    """Negative control."""
    file = read_schedule_file(folder / "mpxj_relations.mspdi.xml")
    source = imported(file)
    late = {
        name: attrs.evolve(task, early_start=task.early_start.replace(minute=1))
        for name, task in source.tasks.items()
    }
    check = checked(source.plan, file, attrs.evolve(source, tasks=late))

    assert (0, 5) == check.agreement["early_start"]
    assert (5, 5) == check.agreement["early_finish"]


def test_a_check_shows_both_values_and_the_difference(folder):
    path = folder / "aspose_schedule-conflict.from_mpp.mspdi.xml"
    check = rp.import_check(rp.read_schedule(path), path)
    frame = check.to_frame()

    assert ("ours", "stored", "difference", "matches", "cause") == tuple(frame.columns)[1:]
    assert -960 == frame.loc[("1", "late_start"), "difference"]
    assert repr(check).startswith("ImportCheck(early_start 10/10, early_finish 10/10, late_start 2")
    assert "manually scheduled in Microsoft Project" in check._repr_html_()
    assert len(frame) == len(check.comparisons)


def test_an_activity_that_was_taken_out_is_named(folder):
    path = folder / "mpxj_relations.mspdi.xml"
    plan = rp.read_schedule(path)
    check = rp.import_check(plan.evolve(activities=plan.activities[:-1]), path)

    assert (plan.activities[-1].id,) == check.missing


def test_a_plan_of_another_file_is_refused(folder):
    other = rp.Plan("P", activities=[rp.Activity("zz", "Z", 1)])
    with pytest.raises(rp.RequestError, match="no activity in common"):
        rp.import_check(other, folder / "mpxj_relations.mspdi.xml")


MONDAY = dt.datetime(2026, 1, 5, 8)


def check_of(tasks, links=(), **settings):
    day = (Stretch(8 * 60, 12 * 60), Stretch(13 * 60, 17 * 60))
    week = FileWeek((day,) * 5 + ((), ()))
    given = {"application": "Microsoft", "kind": "MSPDI", "start": MONDAY, "calendar": 1}
    file = ScheduleFile(
        source="x",
        settings=FileSettings(**given | settings),
        calendars=(FileCalendar(1, "Standard", None, week),),
        tasks=tasks,
        links=links,
    )
    source = imported(file)
    return checked(source.plan, file, source)


def day(number: int, hour: int = 8) -> dt.datetime:
    return dt.datetime(2026, 1, number, hour)


@pytest.mark.parametrize(("is_kept", "begins"), [(True, day(8)), (False, day(12))])
def test_constraints_give_way_to_links_where_the_file_says_so(is_kept, begins):
    first = FileTask(uid=1, duration=Amount(5, "d"))
    must = FileConstraint("MUST_START_ON", day(8))
    second = FileTask(uid=2, duration=Amount(1, "d"), constraint=must, early_start=begins)
    link = FileLink(1, 2, "FS", Amount(0.0))

    for honor in (True, False):
        check = check_of((first, second), (link,), honor_constraints=honor)
        assert (int(honor is is_kept), 1) == check.agreement["early_start"]


def test_late_dates_of_primavera_are_counted_from_when_the_project_must_finish():
    work = FileTask(
        uid=1,
        duration=Amount(2, "d"),
        early_start=MONDAY,
        late_start=day(15),
        late_finish=day(16, 17),
    )
    must = check_of((work,), application="Primavera", must_finish_by=day(16, 17))
    free = check_of((work,), application="Primavera")

    assert (1, 1) == must.agreement["late_start"] == must.agreement["late_finish"]
    assert (0, 1) == free.agreement["late_start"]


def test_a_check_tells_causes_and_losses_in_one_line():
    levelled = FileTask(
        uid=1,
        name="Dig",
        duration=Amount(2, "d"),
        leveling_delay=Amount(1, "d"),
        early_start=day(6),
    )
    after = FileTask(uid=2, duration=Amount(2, "d"), early_start=day(8))
    check = check_of((levelled, after), (FileLink(1, 2, "FS", Amount(0.0)),))

    assert "because resources were levelled; Dig bears on it" in repr(check)
    assert repr(check).endswith("1 kind of loss)")


def test_of_several_projects_the_one_of_the_plan_is_compared(folder):
    path = folder / "aspose_multiproject_external.xer"
    for other in ("1", "2"):
        try:
            plan = rp.read_schedule(path, project=other)
        except rp.RequestError as error:
            names = re.findall(r'"([^"]+)" \(', str(error))
            plan = rp.read_schedule(path, project=names[int(other) - 1])
        check = rp.import_check(plan, path)
        assert () == check.missing
        assert {c.id for c in check} <= {item.id for item in plan.activities}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"category": 3}, "category must be a name"),
        ({"encoding": 5}, "encoding must be a name"),
        ({"encoding": ""}, "encoding must be a name"),
        ({"three_points": [1, 2, 3]}, "three_points must be the names of three custom fields"),
        ({"three_points": "Duration1"}, "three_points must be the names of three custom fields"),
        ({"category": "WBS 9"}, "no activity of .* lies so deep in the outline"),
    ],
)
def test_what_names_nothing_is_refused(options, message, folder):
    with pytest.raises(rp.RequestError, match=message):
        rp.read_schedule(folder / "mpxj_sample.mspdi.xml", **options)


def test_plan_and_file_the_wrong_way_round_are_told_apart(folder):
    path = folder / "mpxj_sample.mspdi.xml"

    with pytest.raises(rp.RequestError, match="the plan comes first"):
        rp.import_check(path, rp.Plan("P"))
