"""What other tools say besides work and links: status, codes, external work, and what is lost."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import riskplan as rp
from riskplan.io.schedules import imported
from riskplan.io.schedules.raw import (
    Amount,
    FileConstraint,
    FileException,
    FileTask,
    ScheduleFile,
)
from tests.io.schedules.test_importing import (
    MONDAY,
    P6,
    PROJECT,
    STANDARD,
    finishes,
    link,
    read,
    starts,
    task,
)

WEDNESDAY = dt.datetime(2026, 1, 7, 8)
FRIDAY = dt.datetime(2026, 1, 9, 8)


def not_before(date: dt.datetime) -> FileConstraint:
    return FileConstraint("START_NO_EARLIER_THAN", date)


def test_of_several_earliest_dates_the_latest_counts():
    """Of the project's start within a day, of a summary, and of the task itself."""
    late_in_the_day = attrs.evolve(PROJECT, start=MONDAY.replace(hour=9))
    found = read(
        FileTask(uid=7, summary=True, name="Works", constraint=not_before(WEDNESDAY)),
        task(1, parent=7, constraint=not_before(FRIDAY)),
        task(2, constraint=not_before(WEDNESDAY)),
        task(3),
        settings=late_in_the_day,
    )

    expected = {"1": FRIDAY, "2": WEDNESDAY, "3": MONDAY.replace(hour=9)}
    assert expected == starts(found)
    assert rp.check(found.plan) is not None


def test_of_several_latest_dates_the_earliest_counts():
    by = [FileConstraint("FINISH_NO_LATER_THAN", date) for date in (FRIDAY, WEDNESDAY)]
    found = read(task(1, constraint=by[0], secondary_constraint=by[1]), settings=P6)

    assert ["FNLT 2026-01-07 08:00"] == [str(c) for c in found.plan.activities[0].constraints]


def test_a_level_of_effort_before_an_activity_leaves_the_plan_usable():
    found = read(
        task(1),
        task(9, 0, activity_type="LEVEL_OF_EFFORT"),
        task(2, 3),
        settings=P6,
        links=(link(1, 9, "SS"), link(9, 2, "FS", Amount(1, "d")), link(1, 2)),
    )

    assert ("1", "2") == found.plan.activities[1].over
    assert dt.datetime(2026, 1, 12, 8) == starts(found)["2"]
    what = "of a level of effort, which spans what it is linked to"
    assert (f"{what}: 9 → 2",) == found.losses


def status_of(**more) -> ScheduleFile:
    begun = task(
        1, 10, actual_start=MONDAY, remaining=Amount(1, "d"), finish=dt.datetime(2026, 1, 16, 17)
    )
    settings = attrs.evolve(PROJECT, status_date=dt.datetime(2026, 1, 16, 8))
    return ScheduleFile(
        source="x.xml",
        settings=settings,
        calendars=(STANDARD,),
        tasks=(begun, task(2, 2, **more)),
    )


def test_what_is_left_in_the_past_is_named_and_the_plan_keeps_the_dates_of_the_file():
    found = imported(status_of(early_start=MONDAY))

    assert (None, 0.9) == (found.plan.data_date, found.plan.activities[0].complete)
    assert dt.datetime(2026, 1, 16, 17) == finishes(found)["1"]
    assert 'plan.evolve(data_date="2026-01-16 08:00") goes on from that date: 2' in found.losses[0]


def test_the_remedy_takes_the_rest_of_the_work_behind_the_status_date():
    plan = imported(status_of(early_start=MONDAY)).plan.evolve(data_date="2026-01-16 08:00")

    expected = (dt.datetime(2026, 1, 16, 17), dt.datetime(2026, 1, 19, 17))
    assert expected == rp.base_schedule(plan).finish_dates


def test_a_status_date_behind_which_all_that_is_left_lies_is_the_data_date():
    found = imported(status_of(early_start=dt.datetime(2026, 1, 16, 8)))

    assert dt.datetime(2026, 1, 16, 8) == found.plan.data_date
    assert () == found.losses


def test_a_data_date_before_the_first_day_is_left_out_where_nothing_has_happened():
    early = attrs.evolve(P6, status_date=MONDAY.replace(hour=0))

    assert read(task(1), settings=early).plan.data_date is None
    assert read(task(1), settings=attrs.evolve(P6, status_date=MONDAY)).plan.data_date == MONDAY


FIELDS = {"Optimistic": "Duration1", "Likely": "Duration2", "Pessimistic": "Duration3"}


def with_fields() -> ScheduleFile:
    days = (4, 5, 9)
    custom = {name: Amount(n, "d") for name, n in zip(FIELDS, days, strict=True)}
    return ScheduleFile(
        source="x.xml",
        settings=PROJECT,
        calendars=(STANDARD,),
        tasks=(task(1, custom=custom),),
        fields=FIELDS,
    )


@pytest.mark.parametrize(
    "names", [list(FIELDS), list(FIELDS.values()), ["DURATION1", "likely", "duration3"]]
)
def test_fields_are_called_by_their_own_names_or_what_the_file_calls_them(names):
    found = imported(with_fields(), names)

    assert rp.Pert(4, 5, 9) == found.plan.activities[0].duration
    assert () == found.losses


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("Duration1", "must name three custom fields"),
        (["Duration1"], "must name three custom fields"),
        (["Nope", "Duration2", "Duration3"], r"'Nope', .* Likely \(Duration2\)"),
    ],
)
def test_fields_that_cannot_be_meant_are_refused(names, message):
    with pytest.raises(rp.RequestError, match=message):
        imported(with_fields(), names)


def coded(*codes: dict[str, str]) -> ScheduleFile:
    tasks = tuple(task(n, codes=own) for n, own in enumerate(codes, 1))
    return ScheduleFile(source="x.xer", settings=P6, calendars=(STANDARD,), tasks=tasks)


def test_the_only_activity_code_is_the_category():
    found = imported(coded({"Discipline": "CIV"}, {"Discipline": "ELE"}))
    wider = rp.spread(found.plan, low=0.9, high=1.3, by="category:CIV")

    assert ["CIV", "ELE"] == [item.category for item in found.plan.activities]
    assert rp.Constant(5) != wider.activities[0].duration
    assert rp.Constant(5) == wider.activities[1].duration


def test_of_several_codes_one_is_chosen_and_the_others_are_listed():
    file = coded({"Discipline": "CIV", "Area": "North"})

    assert imported(file).plan.activities[0].category is None
    assert "are left out: Area, Discipline;" in imported(file).losses[0]
    assert "North" == imported(file, category="area").plan.activities[0].category
    with pytest.raises(rp.RequestError, match="category names 'Zone'"):
        imported(file, category="Zone")


def test_summaries_are_phases_and_the_second_level_can_be_the_category():
    summaries = [("Wing", None, 5), ("Design", 5, 6), ("Build", 5, 7), ("Yard", None, 8)]
    lines = [FileTask(uid=u, summary=True, name=n, parent=p) for n, p, u in summaries]
    tasks = (*lines, task(1, parent=6), task(2, parent=7), task(3, parent=8))
    file = ScheduleFile(source="x.xml", settings=PROJECT, calendars=(STANDARD,), tasks=tasks)

    assert ["wing", "wing", "yard"] == [i.phase for i in imported(file).plan.activities]
    assert "of 2 levels of summaries only the first is kept" in imported(file).losses[0]
    found = imported(file, category="WBS 2")
    assert ["Design", "Build", None] == [item.category for item in found.plan.activities]
    assert () == found.losses


def test_a_task_of_another_project_holds_what_waits_for_it():
    outside = task(8, external=True, start=WEDNESDAY, finish=dt.datetime(2026, 1, 14, 17))
    found = read(outside, task(1), links=(link(8, 1),))

    assert dt.datetime(2026, 1, 15, 8) == starts(found)["1"]
    assert "of another project, kept as a milestone at the date of the file: 8" in found.losses


def test_dates_of_other_projects_are_constraints():
    found = read(task(1, external_early_start=FRIDAY), settings=P6)

    assert FRIDAY == starts(found)["1"]
    assert ("bound by dates of other projects, taken as constraints: 1",) == found.losses


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"suspend_date": MONDAY}, "suspended and resumed, which is left out"),
        ({"leveling_delay": Amount(2, "d")}, "levelled by a delay, which is left out"),
        ({"calendar": 99}, "on a calendar that the file does not hold, so on that of the plan"),
        ({"duration": None}, "without a duration that can be read, so a milestone"),
    ],
)
def test_what_a_plan_cannot_say_of_a_task_is_listed(more, what):
    assert (f"{what}: 1",) == read(task(1, **more)).losses
    assert () == read(task(1)).losses


def test_ids_that_change_are_listed():
    assert ("of another id in the plan: B 2",) == read(task(1, activity_id="B 2")).losses


def test_a_project_that_must_finish_by_a_date_has_a_deadline():
    must = attrs.evolve(P6, must_finish_by=dt.datetime(2026, 1, 16, 17))
    found = read(task(1), settings=must)

    assert dt.date(2026, 1, 16) == found.plan.deadline
    assert "must finish by 2026-01-16 17:00" in found.losses[0]


def test_large_summaries_are_linked_through_one_point():
    """As many links as tasks, not as pairs of them, and the same dates."""
    count = 60
    heads = [FileTask(uid=u, summary=True, name=str(u)) for u in (501, 502)]
    firsts = [task(n, n % 3 + 1, parent=501) for n in range(1, count + 1)]
    seconds = [task(n + 100, parent=502) for n in range(1, count + 1)]
    found = read(*heads, *firsts, *seconds, links=(link(501, 502, "FS", Amount(1, "d")),))

    assert 2 * count == sum(len(item.after) for item in found.plan.activities)
    assert {dt.datetime(2026, 1, 9, 8)} == {
        starts(found)[f"{n + 100}"] for n in range(1, count + 1)
    }
    assert 2 * count == len(found.tasks)


def test_small_summaries_need_no_point():
    """Negative control."""
    heads = [FileTask(uid=u, summary=True, name=str(u)) for u in (501, 502)]
    found = read(*heads, task(1, parent=501), task(2, parent=502), links=(link(501, 502),))

    assert ["1", "2"] == [item.id for item in found.plan.activities]


def test_what_waits_for_the_start_of_a_summary_waits_for_its_first_task():
    early = [task(1, 3, parent=9, start=MONDAY), task(2, 2, parent=9, start=FRIDAY)]
    head = FileTask(uid=9, summary=True, name="Works")
    after = (link(1, 2, "FS", Amount(1, "d")), link(9, 3, "SS", Amount(2, "d")))
    found = read(head, early[1], early[0], task(3), links=after)

    assert WEDNESDAY == starts(found)["3"]
    what = "bound to the start of a summary, so to the first task that it holds"
    assert (f"{what}: 9 → 3",) == found.losses


def test_a_link_of_a_task_to_itself_is_listed():
    found = read(task(1), task(2), links=(link(1, 2), link(2, 2)))

    assert ("of a task to itself, and left out: 2 → 2",) == found.losses
    assert 1 == len(found.plan.activities[1].after)


def in_progress(*, goes_on: dt.datetime) -> rp.BaseSchedule:
    """What has been begun out of sequence: two days before its predecessor, a week long."""
    begun = {"actual_start": MONDAY, "remaining": Amount(3, "d"), "early_start": goes_on}
    override = attrs.evolve(P6, progress="PROGRESS_OVERRIDE", status_date=WEDNESDAY)
    before = task(1, early_finish=dt.datetime(2026, 1, 13, 17))
    found = read(before, task(2, **begun), settings=override, links=(link(1, 2),))
    return rp.base_schedule(found.plan)


def test_progress_overrides_a_link_where_the_file_says_so():
    expected = dt.datetime(2026, 1, 9, 17)
    assert expected == in_progress(goes_on=WEDNESDAY).finish_dates[1]


def test_progress_overrides_no_link_that_the_dates_of_the_file_keep():
    """Negative control: a tool that does not know the option has computed them."""
    expected = dt.datetime(2026, 1, 16, 17)
    assert expected == in_progress(goes_on=dt.datetime(2026, 1, 14, 8)).finish_dates[1]


def test_an_exception_without_end_is_cut_off():
    shut = FileException(dt.date(2027, 1, 1), dt.date(2900, 1, 1))
    found = read(task(1), calendars=(attrs.evolve(STANDARD, exceptions=(shut,)),))

    assert dt.date(2066, 12, 31) == found.plan.calendar.exceptions[-1].last
    assert "has no exceptions after 2066-12-31" in found.losses[0]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"name": "project.xml", "title": "Bid"}, "Bid"),
        ({"name": "C:\\plans\\old bid.mpx"}, "old bid"),
        ({"name": "Bid 2.0"}, "Bid 2.0"),
    ],
)
def test_a_plan_is_not_called_like_a_file(settings, expected):
    assert expected == read(task(1), settings=attrs.evolve(PROJECT, **settings)).plan.name
