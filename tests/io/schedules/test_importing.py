"""A schedule of another tool becomes a plan: each rule on values made by hand, without any Java."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import riskplan as rp
from riskplan.io.schedules import Imported, ScheduleFile, imported
from riskplan.io.schedules.raw import (
    Amount,
    FileAssignment,
    FileCalendar,
    FileConstraint,
    FileException,
    FileLink,
    FileResource,
    FileSettings,
    FileTask,
    FileWeek,
    Lengths,
    Stretch,
)

MONDAY = dt.datetime(2026, 1, 5, 8)
DAY = (Stretch(8 * 60, 12 * 60), Stretch(13 * 60, 17 * 60))
STANDARD = FileCalendar(1, "Standard", None, FileWeek((DAY,) * 5 + ((), ())))
SIX_DAYS = FileCalendar(2, "Six days", 1, FileWeek((None,) * 5 + (DAY, ())))
PROJECT = FileSettings(application="Microsoft", kind="MSPDI", name="P", start=MONDAY, calendar=1)
P6 = attrs.evolve(PROJECT, application="Primavera", kind="XER")


def task(uid: int, days: float = 5, **more) -> FileTask:
    more.setdefault("duration", Amount(days, "d"))
    return FileTask(uid=uid, id=uid, name=f"Task {uid}", **more)


def link(before: int, after: int, kind: str = "FS", lag: Amount | None = None) -> FileLink:
    return FileLink(before, after, kind, lag or Amount(0.0))


def read(*tasks: FileTask, settings: FileSettings = PROJECT, **more) -> Imported:
    more.setdefault("calendars", (STANDARD, SIX_DAYS))
    return imported(ScheduleFile(source="x.xml", settings=settings, tasks=tasks, **more))


def starts(found: Imported) -> dict[str, dt.datetime]:
    base = rp.base_schedule(found.plan)
    return dict(zip(base.ids, base.start_dates, strict=True))


def finishes(found: Imported) -> dict[str, dt.datetime]:
    base = rp.base_schedule(found.plan)
    return dict(zip(base.ids, base.finish_dates, strict=True))


def test_headings_and_empty_lines_are_no_work_and_top_headings_are_phases():
    found = read(
        FileTask(uid=0, summary=True, name="Project"),
        FileTask(uid=7, summary=True, name="Works", parent=0),
        FileTask(uid=8, null=True),
        task(1, parent=7),
        task(2, parent=0),
    )

    assert ["1", "2"] == [item.id for item in found.plan.activities]
    assert [("works", "Works")] == [(phase.id, phase.name) for phase in found.plan.phases]
    assert ["works", None] == [item.phase for item in found.plan.activities]
    assert () == found.losses


def test_a_link_of_a_summary_is_one_of_all_that_it_holds():
    found = read(
        FileTask(uid=7, summary=True, name="Works"),
        task(1, 3, parent=7),
        task(2, 5, parent=7),
        task(3, 1),
        links=(link(7, 3),),
    )

    assert dt.datetime(2026, 1, 12, 8) == starts(found)["3"]


def test_a_constraint_of_a_summary_holds_all_that_it_holds():
    at = FileConstraint("START_NO_EARLIER_THAN", dt.datetime(2026, 1, 8, 8))
    found = read(
        FileTask(uid=7, summary=True, name="Works", constraint=at), task(1, parent=7), task(2)
    )

    assert {"1": dt.datetime(2026, 1, 8, 8), "2": MONDAY} == starts(found)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("AS_SOON_AS_POSSIBLE", []),
        ("START_NO_LATER_THAN", ["SNLT 2026-01-08 08:00"]),
        ("MUST_FINISH_ON", ["MFO 2026-01-08 08:00"]),
        ("START_ON", ["SNET 2026-01-08 08:00", "SNLT 2026-01-08 08:00"]),
        ("AS_LATE_AS_POSSIBLE", ["ALAP"]),
    ],
)
def test_constraints_keep_their_meaning(kind, expected):
    at = None if kind.startswith("AS_") else dt.datetime(2026, 1, 8, 8)
    found = read(task(1, constraint=FileConstraint(kind, at)))

    assert expected == [str(constraint) for constraint in found.plan.activities[0].constraints]


def test_what_cannot_be_said_is_listed_and_stands_in_the_plan():
    found = read(
        task(1, constraint=FileConstraint("EXPECTED_FINISH", MONDAY)),
        task(2, active=False),
        task(3, external=True),
    )

    assert (
        "inactive, and left out: 2",
        "of another project, and left out: 3",
        "without its constraint EXPECTED_FINISH: 1",
    ) == found.losses
    assert all(loss in found.plan.description for loss in found.losses)


def test_a_lag_is_measured_as_the_tool_measures_it():
    lag = Amount(2, "d")
    tasks = task(1, calendar=2), task(2)
    project = read(*tasks, links=(link(1, 2, "FS", lag),))
    primavera = read(*tasks, settings=P6, links=(link(1, 2, "FS", lag),))
    elapsed = read(*tasks, links=(link(1, 2, "FS", Amount(2, "d", elapsed=True)),))

    assert "1 FS+16h on successor" == str(project.plan.activities[1].after[0])
    assert "1 FS+16h" == str(primavera.plan.activities[1].after[0])
    assert "1 FS+48h on 24h" == str(elapsed.plan.activities[1].after[0])


def test_a_percentage_is_one_of_the_predecessors_duration():
    found = read(task(1, 5), task(2), links=(link(1, 2, "FS", Amount(50, "%")),))

    assert "1 FS+20h on successor" == str(found.plan.activities[1].after[0])


def test_a_calendar_inherits_and_is_made_only_once():
    named_again = attrs.evolve(SIX_DAYS, uid=3, name="Six again")
    off = FileException(dt.date(2026, 1, 6), dt.date(2026, 1, 7))
    found = read(
        task(1, calendar=2),
        task(2, calendar=3),
        task(3, calendar=4),
        calendars=(
            STANDARD,
            SIX_DAYS,
            named_again,
            FileCalendar(4, "Shut", 2, FileWeek((None,) * 7), exceptions=(off,)),
        ),
    )

    assert ["six-days", "six-days", "shut"] == [a.calendar for a in found.plan.activities]
    assert 6 == found.plan.calendar_named("six-days").days_in(rp.TimeUnit.WEEKS)
    assert dt.datetime(2026, 1, 12, 17) == finishes(found)["3"]


def test_a_task_is_done_when_its_own_calendar_and_its_resource_work():
    """On Saturdays the resource is off, and on them alone the calendars differ."""
    worker = FileResource(1, kind="WORK", calendar=1)
    both = read(
        task(1, 6, calendar=2),
        resources=(worker,),
        assignments=(FileAssignment(task=1, resource=1),),
    )
    ignoring = read(
        task(1, 6, calendar=2, ignore_resource_calendar=True),
        resources=(worker,),
        assignments=(FileAssignment(task=1, resource=1),),
    )

    assert dt.datetime(2026, 1, 12, 17) == finishes(both)["1"]
    assert dt.datetime(2026, 1, 10, 17) == finishes(ignoring)["1"]


def test_an_interruption_is_part_of_the_duration():
    parts = (
        (MONDAY, dt.datetime(2026, 1, 5, 17)),
        (dt.datetime(2026, 1, 8, 8), dt.datetime(2026, 1, 8, 17)),
    )
    found = read(task(1, 2, splits=parts))

    assert dt.datetime(2026, 1, 8, 17) == finishes(found)["1"]
    assert ("interrupted, which counts as part of the duration: 1",) == found.losses


def test_what_is_put_by_hand_stays_there_and_holds_nothing_back_where_it_can():
    by_hand = task(2, 1, manual=True, start=dt.datetime(2026, 1, 14, 8))
    found = read(task(1), by_hand, links=(link(1, 2),))

    assert dt.datetime(2026, 1, 14, 8) == starts(found)["2"]
    assert ["SNET 2026-01-14 08:00"] == [str(c) for c in found.plan.activities[1].constraints]


def test_what_is_put_by_hand_against_its_links_is_listed():
    first = task(1, start=MONDAY, finish=dt.datetime(2026, 1, 9, 17))
    by_hand = task(2, 1, manual=True, start=dt.datetime(2026, 1, 6, 8))
    found = read(first, by_hand, links=(link(1, 2),))
    firm = found.plan.evolve(constraint_policy=rp.ConstraintPolicy.HARD)

    assert ("put by hand where its links forbid it: 2",) == found.losses
    assert dt.datetime(2026, 1, 6, 8) == rp.base_schedule(firm).start_dates[1]


def test_progress_of_primavera_goes_on_from_the_data_date():
    status = attrs.evolve(P6, status_date=dt.datetime(2026, 1, 14, 8))
    found = read(
        task(1, 5, actual_start=MONDAY, actual_finish=dt.datetime(2026, 1, 9, 17)),
        task(2, 5, actual_start=dt.datetime(2026, 1, 12, 8), remaining=Amount(2, "d")),
        settings=status,
        links=(link(1, 2),),
    )

    assert dt.datetime(2026, 1, 15, 17) == finishes(found)["2"]


def test_progress_of_project_goes_on_from_where_it_began():
    found = read(task(1, 5, actual_start=dt.datetime(2026, 1, 6, 8), percent_complete=40))

    assert dt.datetime(2026, 1, 12, 17) == finishes(found)["1"]


def test_a_level_of_effort_is_a_hammock():
    found = read(
        task(1),
        task(2, 3),
        task(9, 0, activity_type="LEVEL_OF_EFFORT"),
        settings=P6,
        links=(link(1, 2), link(1, 9, "SS"), link(9, 2, "FF")),
    )

    assert rp.Hammock("9", "Task 9", ["1", "2"]) == found.plan.activities[2]


def test_an_elapsed_duration_runs_around_the_clock():
    found = read(task(1, duration=Amount(2, "d", elapsed=True)))

    assert dt.datetime(2026, 1, 7, 8) == finishes(found)["1"]


def test_three_points_come_from_custom_fields():
    fields = {"Duration1": Amount(4, "d"), "Duration2": Amount(5, "d"), "Duration3": Amount(9, "d")}
    file = ScheduleFile(
        source="x.xml",
        settings=PROJECT,
        calendars=(STANDARD,),
        tasks=(task(1, custom=fields), task(2, custom={**fields, "Duration1": Amount(6, "d")})),
    )
    found = imported(file, ["Duration1", "Duration2", "Duration3"])

    assert [rp.Pert(4, 5, 9), rp.Constant(5)] == [a.duration for a in found.plan.activities]
    assert ("without three ordered estimates, so certain: 2",) == found.losses


def test_activity_ids_are_kept_where_they_are_unique():
    found = read(task(1, activity_id="A10"), task(2, activity_id="B 2"), task(3, activity_id="A10"))

    assert ["A10-1", "B2", "A10-3"] == [item.id for item in found.plan.activities]


def test_a_project_without_any_date_is_refused():
    with pytest.raises(rp.FileError, match="no start date"):
        read(task(1), settings=attrs.evolve(PROJECT, start=None))


def test_units_of_the_file_are_those_of_its_calendars():
    short = attrs.evolve(STANDARD, lengths=Lengths(day=240.0))
    found = read(task(1, 2), calendars=(short,))

    assert dt.datetime(2026, 1, 5, 17) == finishes(found)["1"]
