"""P-dates handed back: what is written is read again as it was, by MPXJ and as a table."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import attrs
import pandas as pd
import pytest

import riskplan as rp
from riskplan.io.schedules import ScheduleFile, imported, read_schedule_file
from riskplan.io.schedules.raw import FileConstraint, FileException, FileTask, Stretch
from riskplan.simulation import as_in_project, schedule_as_in

DAY = (Stretch(8 * 60, 12 * 60), Stretch(13 * 60, 17 * 60))
NIGHT = (Stretch(0, 6 * 60), Stretch(22 * 60, 24 * 60))

PLAN = rp.Plan(
    "Brücke <A & B> 桥梁",
    start="2026-01-05",
    currency="CNY",
    calendar=rp.Calendar(
        name="Day", shifts=["08:00-12:00", "13:00-17:00"], holidays=["2026-01-13", "2026-01-14"]
    ),
    calendars=[
        rp.Calendar(
            tuple(rp.Weekday),
            shifts=["00:00-06:00", "22:00-24:00"],
            exceptions=[
                rp.CalendarException("2026-01-20", "2026-01-22", name="Frost & ice"),
                rp.CalendarException("2026-02-01", shifts=["08:00-16:00"], name="Extra"),
            ],
            id="night",
        )
    ],
    phases=[rp.Phase("works", "Works <1>")],
    activities=[
        rp.Activity("design", 'Design <&> "x"', rp.Pert(4, 5, 9)),
        rp.Activity(
            "piles",
            "打桩",
            rp.Pert(8, 10, 19),
            after="design SS+2d on successor",
            calendar="night",
            phase="works",
        ),
        rp.Activity(
            "deck",
            "Deck",
            rp.Uniform(3, 5),
            after=["design FF+4h", "piles FS-1d on successor"],
            constraints="SNET 2026-01-19",
            deadline="2026-02-20",
            phase="works",
        ),
        rp.Activity("cure", "Cure", rp.Uniform(2, 4), after="deck FS+2d on 24h", calendar="24h"),
        rp.Activity(
            "rail",
            "Rail",
            rp.Uniform(20, 60),
            unit=rp.TimeUnit.HOURS,
            after="deck SF+30h",
            constraints="FNLT 2026-03-01 17:00",
        ),
        rp.Milestone("open", "Open", after=["cure", "rail"]),
    ],
)

LINKS = [
    ("design", "piles", "SS", 960, False),
    ("design", "deck", "FF", 240, False),
    ("piles", "deck", "FS", -480, False),
    ("deck", "cure", "FS", 2880, True),
    ("deck", "rail", "SF", 1800, False),
    ("cure", "open", "FS", 0, False),
    ("rail", "open", "FS", 0, False),
]


@cache
def run_of(plan: rp.Plan = PLAN) -> rp.SimulationResult:
    return rp.simulate(plan, iterations=1_000, seed=1)


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("written") / "bridge.xml"
    losses = rp.write_schedule(PLAN, run_of(), file)
    assert () == losses
    return file


@pytest.fixture(scope="module")
def file(path) -> ScheduleFile:
    return read_schedule_file(path)


def by_id(file: ScheduleFile) -> dict[str, FileTask]:
    return {str(task.custom["Activity ID"]): task for task in file.tasks if not task.summary}


def links_of(file: ScheduleFile) -> list[tuple[str, str, str, float, bool]]:
    ids = {task.uid: name for name, task in by_id(file).items()}
    return [
        (
            ids[link.predecessor],
            ids[link.successor],
            link.type,
            link.lag.minutes(file.settings.lengths),
            link.lag.elapsed and bool(link.lag.number),
        )
        for link in file.links
    ]


def dates_of(base: rp.BaseSchedule) -> list[tuple[dt.datetime, ...]]:
    columns = base.start_dates, base.finish_dates, base.late_start_dates, base.late_finish_dates
    return list(zip(*columns, strict=True))


def as_read(path: Path) -> dict[str, tuple[dt.datetime, ...]]:
    """Return the base dates of a file read as a plan, by the ids of the plan it came from."""
    found = imported(read_schedule_file(path))
    dates = dict(zip(found.tasks, dates_of(rp.base_schedule(found.plan)), strict=True))
    return {str(task.custom["Activity ID"]): dates[id_] for id_, task in found.tasks.items()}


# --- XML ------------------------------------------------------------------------------------------


def test_names_are_read_as_they_were_whatever_signs_they_hold(file):
    assert PLAN.name == file.settings.name
    assert {item.id: item.name for item in PLAN.activities} == {
        id_: task.name for id_, task in by_id(file).items()
    }


def test_all_types_of_links_are_read_with_their_lags(file):
    assert sorted(LINKS) == sorted(links_of(file))


def test_another_lag_is_noticed(tmp_path):
    """Negative control."""
    deck = PLAN.activities[2]
    shorter = attrs.evolve(deck, after=["design FF+3h", "piles FS-1d on successor"])
    items = [shorter if item is deck else item for item in PLAN.activities]
    plan = PLAN.evolve(activities=items)
    rp.write_schedule(plan, run_of(plan), tmp_path / "other.xml")

    assert {LINKS[1]} == set(LINKS) - set(links_of(read_schedule_file(tmp_path / "other.xml")))


def test_calendars_are_read_with_their_hours_and_exceptions(file):
    day, night = file.calendars

    assert ("Day", "night") == (day.name, night.name)
    assert (DAY,) * 5 + ((), ()) == day.week.days
    assert (NIGHT,) * 7 == night.week.days
    assert (FileException(dt.date(2026, 1, 13), dt.date(2026, 1, 14)),) == day.exceptions
    assert (
        FileException(dt.date(2026, 1, 20), dt.date(2026, 1, 22), (), "Frost & ice"),
        FileException(
            dt.date(2026, 2, 1), dt.date(2026, 2, 1), (Stretch(8 * 60, 16 * 60),), "Extra"
        ),
    ) == night.exceptions
    assert {"piles": night.uid} == {
        id_: task.calendar for id_, task in by_id(file).items() if task.calendar is not None
    }


def test_constraints_deadlines_and_milestones_are_read(file):
    tasks = by_id(file)

    first, last = dt.datetime(2026, 1, 19), dt.datetime(2026, 3, 1, 17)
    assert FileConstraint("START_NO_EARLIER_THAN", first) == tasks["deck"].constraint
    assert FileConstraint("FINISH_NO_LATER_THAN", last) == tasks["rail"].constraint
    assert dt.datetime(2026, 2, 21) == tasks["deck"].deadline  # all of the day before
    assert ["open"] == [id_ for id_, task in tasks.items() if task.milestone]
    assert tasks["cure"].duration.elapsed


def test_the_dates_are_those_of_the_base_schedule_and_late_as_in_project(file):
    tasks, base = by_id(file), schedule_as_in(PLAN, as_in_project)

    assert run_of().schedule.start_dates == base.start_dates
    assert run_of().schedule.finish_dates == base.finish_dates

    for row, id_ in enumerate(base.ids):
        task = tasks[id_]
        assert dates_of(base)[row] == (task.start, task.finish, task.late_start, task.late_finish)
        assert (task.start, task.finish) == (task.early_start, task.early_finish)


def test_the_p_dates_are_custom_fields(file):
    tasks, run = by_id(file), run_of()

    assert run.finish.percentile(80).value == file.tasks[0].custom["P80 finish"]
    for task in (tasks["open"], file.tasks[0]):
        assert run.milestones["open"].percentile(50).value == task.custom["P50 finish"]
    for id_, task in tasks.items():
        assert pytest.approx(run.criticality[id_], abs=1e-9) == task.custom["Criticality"]
    table = rp.timetable(PLAN, run, low=50, high=80)
    dates = {row.id: row.dates for row in table}["design"]
    assert (dates.low, dates.high) == tuple(
        tasks["design"].custom[name] for name in ("P50 finish", "P80 finish")
    )


def test_phases_are_summaries_with_p_dates(file):
    summary = next(task for task in file.tasks if task.summary and task.uid)

    assert "Works <1>" == summary.name
    assert run_of().phases["works"].percentile(80).value == summary.custom["P80 finish"]
    assert {"piles", "deck"} == {
        id_ for id_, task in by_id(file).items() if task.parent == summary.uid
    }


def test_it_is_read_as_a_plan_with_the_same_base_schedule(path):
    base = run_of().schedule

    assert dict(zip(base.ids, dates_of(base), strict=True)) == as_read(path)
    assert ["Works <1>"] == [phase.name for phase in rp.read_schedule(path).phases]


def test_import_check_agrees_with_what_was_written(path):
    check = rp.import_check(rp.read_schedule(path), path)

    assert () == check.differences
    assert {(6, 6)} == set(check.agreement.values())


def test_progress_is_read_with_the_same_dates(tmp_path):
    plan = rp.Plan(
        "Under way",
        start="2026-01-05",
        data_date="2026-01-14 17:00",
        activities=[
            rp.Activity("a", "A", 5, actual_start="2026-01-05", actual_finish="2026-01-12"),
            rp.Activity("b", "B", 10, actual_start="2026-01-06", remaining=6),
            rp.Activity("c", "C", 3, after="a"),
            rp.Activity("d", "D", 3, after="b"),
        ],
    )
    run, path = run_of(plan), tmp_path / "progress.xml"

    assert () == rp.write_schedule(plan, run, path)
    dates = as_read(path)
    for id_, expected in zip(run.schedule.ids, dates_of(run.schedule), strict=True):
        assert expected[:2] == dates[id_][:2], id_
    tasks = by_id(read_schedule_file(path))
    assert (100.0, 0.0) == (tasks["a"].percent_complete, tasks["c"].percent_complete)
    assert 6.0 == tasks["b"].remaining.number
    held = FileConstraint("START_NO_EARLIER_THAN", dt.datetime(2026, 1, 14, 17))
    assert (held, "AS_SOON_AS_POSSIBLE") == (tasks["c"].constraint, tasks["d"].constraint.kind)


def test_what_the_file_cannot_say_is_named_and_keeps_its_base_dates(tmp_path):
    plan = rp.Plan(
        "Odd",
        start="2026-01-05",
        calendars=[rp.Calendar(tuple(rp.Weekday)[:4], hours=10, id="four")],
        activities=[
            rp.Activity("a", "A", 5, calendar="four"),
            rp.Activity("b", "B", 4, after=["a FS+2d", "a SS+1d"]),
            rp.Activity("maybe", "Maybe", 4, after="b", probability=0.2),
            rp.Activity("late", "Late", 1, constraints=["SNET 2026-01-07", "FNLT 2026-02-27"]),
            rp.Buffer("spare", "Spare", 5, after="maybe"),
            rp.Hammock("site", "Site office", over=["a", "spare"]),
        ],
    )
    run, path = run_of(plan), tmp_path / "odd.xml"
    losses = rp.write_schedule(plan, run, path)
    named = {
        "a day of calendar": '"four" counts 8 hours',
        "in every case": "maybe",
        "a buffer": "spare",
        "a hammock": "site",
        "several constraints": "late",
        "several links": "b",
        "a lag": "b",
    }

    assert len(named) == len(losses)
    for what, where in named.items():
        assert any(what in line and where in line for line in losses), what
    dates = as_read(path)
    for id_, expected in zip(run.schedule.ids, dates_of(run.schedule), strict=True):
        assert (min(expected[:2]), expected[1]) == dates[id_][:2], id_


def test_tasks_of_a_file_keep_their_numbers(path, tmp_path):
    """The ids of a plan that was read are the numbers of its tasks."""
    again = tmp_path / "again.xml"
    plan = rp.read_schedule(path)
    rp.write_schedule(plan, run_of(plan), again)

    first, second = read_schedule_file(path), read_schedule_file(again)
    assert {task.uid: task.name for task in first.tasks if not task.summary} == {
        task.uid: task.name for task in second.tasks if not task.summary
    }
    assert set(rp.base_schedule(plan).start_dates) == set(
        rp.base_schedule(rp.read_schedule(again)).start_dates
    )


def test_the_same_plan_gives_the_same_bytes(path, tmp_path):
    for suffix in ("xml", "csv"):
        for name in ("one", "two"):
            rp.write_schedule(PLAN, run_of(), tmp_path / f"{name}.{suffix}")
        one, two = (tmp_path / f"{name}.{suffix}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    assert path.read_bytes() == (tmp_path / "one.xml").read_bytes()


def test_signs_that_xml_cannot_hold_are_replaced(tmp_path):
    plan = rp.Plan("P\x00", start="2026-01-05", activities=[rp.Activity("a", "A\x07 ]]>", 1)])
    rp.write_schedule(plan, run_of(plan), tmp_path / "odd.xml")

    text = (tmp_path / "odd.xml").read_text("utf-8")
    assert "<Name>A\ufffd ]]&gt;</Name>" in text
    assert "<Name>P\ufffd</Name>" in text


# --- CSV ------------------------------------------------------------------------------------------


def test_the_table_is_read_with_dates(tmp_path):
    path = tmp_path / "bridge.csv"
    rp.write_schedule(PLAN, run_of(), path, at=[50, 92.5])
    frame = pd.read_csv(path, parse_dates=[3, 4, 5, 6]).set_index("id")

    expected = ["name", "phase", "base_start", "base_finish", "p50_finish", "p92.5_finish"]
    assert [*expected, "criticality"] == list(frame.columns)
    assert [item.id for item in PLAN.activities] == list(frame.index)
    assert [item.name for item in PLAN.activities] == list(frame["name"])
    assert list(run_of().schedule.finish_dates) == list(frame["base_finish"])
    assert run_of().finish.percentile(92.5).value == frame.loc["open", "p92.5_finish"]
    assert run_of().criticality["design"] == frame.loc["design", "criticality"]


def test_without_a_start_the_table_holds_working_days(tmp_path):
    path = tmp_path / "dig.csv"
    plan = rp.Plan("Dig", activities=[rp.Activity("dig", "Dig, deep", rp.Uniform(0, 1000))])

    assert () == rp.write_schedule(plan, run_of(plan), path, at=80)
    row = pd.read_csv(path).iloc[0]
    assert ("Dig, deep", 0.0, 500.0, 1.0) == (
        row["name"],
        row["base_start"],
        row["base_finish"],
        row["criticality"],
    )
    p80 = float(run_of(plan).duration.percentile(80))
    assert pytest.approx(p80, abs=1e-6) == row["p80_finish"]


# --- what is refused ------------------------------------------------------------------------------

UNDATED = PLAN.evolve(start=None, activities=[rp.Activity("a", "A", 1)], phases=[])


@pytest.mark.parametrize(
    ("plan", "name", "at", "error", "message"),
    [
        (UNDATED, "x.xml", 80, rp.RequestError, "no start.*write a .csv"),
        (PLAN, "x.mpp", 80, rp.FileError, "written as .xml or .csv; rename it"),
        (PLAN, "x", 80, rp.FileError, "written as .xml or .csv; rename it"),
        (PLAN, "x.xml", 0.8, rp.RequestError, "for P80 write at=80"),
        (PLAN, "x.xml", "80", rp.RequestError, "must be a P-level in percent"),
        (PLAN, "x.xml", (), rp.RequestError, "got none"),
        (PLAN, "x.xml", range(1, 12), rp.RequestError, "for 10 dates .got 11 levels."),
        (PLAN, "no/folder/x.xml", 80, rp.FileError, "does not exist; check the path"),
    ],
    ids=str,
)
def test_what_cannot_be_written_is_refused(plan, name, at, error, message, tmp_path):
    with pytest.raises(error, match=message):
        rp.write_schedule(plan, run_of(plan), tmp_path / name, at=at)
    assert [] == list(tmp_path.iterdir())


def test_the_run_of_another_plan_is_refused(tmp_path):
    with pytest.raises(rp.RequestError, match="simulate the plan again"):
        rp.write_schedule(PLAN.evolve(name="Other"), run_of(), tmp_path / "x.xml")


def test_a_plan_without_activities_is_refused(tmp_path):
    plan = rp.Plan("Money", costs=[rp.CostItem("c", "C", 5)])
    with pytest.raises(rp.RequestError, match="no activities"):
        rp.write_schedule(plan, run_of(plan), tmp_path / "x.csv")


def test_a_run_that_kept_its_totals_alone_is_refused(tmp_path):
    run = rp.simulate(PLAN, iterations=100, seed=1, keep=rp.Keep.TOTALS)
    with pytest.raises(rp.RequestError, match="activities"):
        rp.write_schedule(PLAN, run, tmp_path / "x.csv")


@pytest.mark.parametrize("other", ["FNET 2026-01-21", "ALAP"])
def test_of_two_constraints_the_one_that_drives_is_written(other, tmp_path):
    """The other one says no more than that a calendar opens earlier than the project begins."""
    early = rp.Calendar(shifts=["07:00-12:00", "13:00-16:00"], id="early")
    plan = rp.Plan(
        "Two",
        start="2026-01-05",
        calendar=rp.Calendar(shifts=["08:00-12:00", "13:00-17:00"]),
        calendars=[early],
        activities=[
            rp.Activity("a", "A", 10),
            rp.Activity(
                "b", "B", 1, calendar="early", constraints=["SNET 2026-01-05 08:00", other]
            ),
        ],
    )
    path = tmp_path / "two.xml"
    rp.write_schedule(plan, run_of(plan), path)
    again = rp.read_schedule(path)

    assert rp.base_schedule(plan).start_dates == rp.base_schedule(again).start_dates
    assert other[:4] in {c.kind.name for c in again.activities[1].constraints}
    # Project keeps the early dates of what is done late; that the check can be made is enough.
    assert rp.import_check(again, path).agreement["early_start"][1] == 2
