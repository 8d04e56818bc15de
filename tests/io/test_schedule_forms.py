"""What a file may say of calendars, dates, progress, buffers, hammocks, branches and windows."""

from __future__ import annotations

import copy
import datetime as dt
import json

import jsonschema
import pytest

from riskplan.io import check, json_schema, load, save
from riskplan.io.text import to_json
from riskplan.io.unstructure import unstructured
from riskplan.model import (
    Activity,
    Buffer,
    BufferLevel,
    Calendar,
    CalendarException,
    Combine,
    Constraint,
    ConstraintKind,
    ConstraintPolicy,
    DayShifts,
    Delay,
    Hammock,
    LagCalendar,
    Link,
    LostDays,
    Milestone,
    Plan,
    Risk,
    Shift,
    TimeUnit,
    Weekday,
    Window,
)
from tests.io.texts import ACTIVITY_SURE, HEAD

TEXT = """
schema = 1
name = "Tower"
start = 2026-01-05
constraint_policy = "hard"
data_date = 2026-02-01T17:00:00

[calendar]
shifts = ["8:00-12:00", "13:00-17:00"]
week = [{ day = "fri", shifts = "08:00-12:00" }, { day = "sat" }]
lost = [{ month = 1, days = "uniform(1, 4)" }]

[[calendar.exceptions]]
first = 2026-12-24
last = 2026-12-31
name = "Shutdown"

[[calendars]]
id = "night"
name = "Night shift"
base = "plan"
exceptions = [{ first = "2026-05-01", shifts = ["20:00-00:00"] }]

[[activities]]
id = "frame"
name = "Frame"
duration = 20
calendar = "night"
constraints = ["SNET 2026-01-05", "FNLT 2026-03-01 17:00"]
deadline = 2026-03-02
actual_start = 2026-01-06
remaining = "uniform(5, 9)"
complete = 0.4
category = "steel work"

[[activities]]
id = "repair"
name = "Repair"
duration = 5
after = "frame FS+2d on 24h"
probability = 0.3
only_if = "storm"

[[activities]]
id = "spare"
name = "Spare time"
size = 2
unit = "w"
level = "stage"
after = ["repair"]

[[activities]]
id = "site"
name = "Site office"
over = ["frame", "repair"]
day_rate = 400

[[activities]]
id = "done"
name = "Done"
milestone = true
after = "spare"
constraints = "ALAP"
deadline = "2026-06-30 12:00"

[[risks]]
id = "storm"
name = "Storm"
probability = 0.2
impacts = [{ delay = 3, on = "category:steel work", combine = "parallel" }]

[[risks]]
id = "theft"
name = "Theft"
probability = 0.2
window = "2026-03-01 to 2026-05-31"
impacts = [{ delay = 3, on = "frame" }]
"""

PLAN = Plan(
    "Tower",
    start="2026-01-05",
    constraint_policy=ConstraintPolicy.HARD,
    data_date=dt.datetime(2026, 2, 1, 17),
    calendar=Calendar(
        shifts=[Shift("08:00-12:00"), Shift("13:00-17:00")],
        week=[DayShifts(Weekday.FRIDAY, ["08:00-12:00"]), DayShifts(Weekday.SATURDAY)],
        lost=[LostDays(1, "uniform(1, 4)")],
        exceptions=[CalendarException("2026-12-24", "2026-12-31", name="Shutdown")],
    ),
    calendars=[
        Calendar(
            id="night",
            name="Night shift",
            base="plan",
            exceptions=[CalendarException("2026-05-01", shifts=["20:00-24:00"])],
        )
    ],
    activities=[
        Activity(
            "frame",
            "Frame",
            20,
            calendar="night",
            constraints=[
                Constraint(ConstraintKind.SNET, dt.date(2026, 1, 5)),
                Constraint(ConstraintKind.FNLT, dt.datetime(2026, 3, 1, 17)),
            ],
            deadline=dt.date(2026, 3, 2),
            actual_start=dt.date(2026, 1, 6),
            remaining="uniform(5, 9)",
            complete=0.4,
            category="steel work",
        ),
        Activity(
            "repair",
            "Repair",
            5,
            after=[Link("frame", lag=2, lag_in=LagCalendar.CONTINUOUS)],
            probability=0.3,
            only_if="storm",
        ),
        Buffer(
            "spare",
            "Spare time",
            2,
            unit=TimeUnit.WEEKS,
            level=BufferLevel.STAGE,
            after="repair",
        ),
        Hammock("site", "Site office", ["frame", "repair"], day_rate=400),
        Milestone(
            "done",
            "Done",
            after="spare",
            constraints="ALAP",
            deadline=dt.datetime(2026, 6, 30, 12),
        ),
    ],
    risks=[
        Risk(
            "storm",
            "Storm",
            0.2,
            impacts=[Delay("category:steel work", 3, combine=Combine.PARALLEL)],
        ),
        Risk(
            "theft",
            "Theft",
            0.2,
            window=Window("2026-03-01", "2026-05-31"),
            impacts=[Delay("frame", 3)],
        ),
    ],
)

DRAFT = jsonschema.Draft202012Validator


@pytest.fixture
def written(tmp_path):
    """A function that writes a text to a file of its own."""

    def write(text, name="plan.toml"):
        file = tmp_path / name
        file.write_text(text, "utf-8")
        return file

    return write


def test_every_form_means_what_it_says(written):
    assert PLAN == load(written(TEXT))


def test_the_plan_breaks_no_rule(written):
    assert check(PLAN).ok


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_time_of_day_is_not_lost_in_a_file(suffix, tmp_path):
    file = tmp_path / f"plan.{suffix}"
    save(PLAN, file)

    assert PLAN == load(file)
    assert "17:00:00" in file.read_text("utf-8")


def marked(tables: dict) -> list[str]:
    """What an editor with the JSON Schema marks as wrong."""
    return [error.message for error in DRAFT(json_schema()).iter_errors(tables)]


def tables() -> dict:
    return json.loads(to_json(unstructured(PLAN)))


def test_every_form_is_valid():
    assert [] == marked(tables())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["data_date"], "tomorrow"),
        (["constraint_policy"], "firm"),
        (["calendar", "shifts", 0], 8),
        (["calendar", "week", 0, "day"], "Friday"),
        (["calendar", "lost", 0, "month"], "May"),
        (["activities", 0, "probability"], "often"),
        (["activities", 2, "duration"], 5),
        (["activities", 2, "level"], "task"),
        (["activities", 3, "after"], "frame"),
        (["activities", 4, "constraints"], 5),
        (["risks", 1, "window"], 5),
    ],
    ids=str,
)
def test_a_mistake_is_seen_by_the_editor(path, value):
    """Negative control: a file that is valid but for one value."""
    changed = copy.deepcopy(tables())
    there = changed
    for step in path[:-1]:
        there = there[step]
    there[path[-1]] = value

    assert [] != marked(changed)


START = "start = 2026-01-05\n"

MISTAKES = [
    (
        'id = "a"\nname = "A"\nlevel = "stage"\nszie = 5',
        'activities[0] "a": unknown key "szie"; did you mean "size"?',
    ),
    (
        'id = "a"\nname = "A"\nover = []',
        'activities[0] "a": spans no activity; name in over what it lasts as long as',
    ),
    (
        'id = "a"\nname = "A"\nsize = 5\nover = "b"',
        (
            'activities[0] "a": unknown key "over"; its keys are id, name, size, after, phase, '
            "level, unit, note"
        ),
    ),
    (
        'id = "a"\nname = "A"\nduration = 5\nconstraints = ["SNET", "soon"]\ndeadline = 5',
        'activities[0] "a": constraints[0]: SNET needs a date; write "SNET 2026-03-01"',
        (
            "activities[0] \"a\": constraints[1]: a constraint cannot be read (got 'soon'); write "
            '"SNET 2026-03-01", with one of SNET, FNET, SNLT, FNLT, MSO, MFO, ALAP'
        ),
        (
            'activities[0] "a": deadline must be a date that exists (got 5); write it as '
            "YYYY-MM-DD, or as YYYY-MM-DD HH:MM"
        ),
    ),
    (
        'id = "a"\nname = "A"\nduration = 5\ndeadline = 2026-03-01T17:00:00+08:00',
        (
            'activities[0] "a": deadline must not name a time zone (got datetime.datetime(2026, 3, '
            "1, 17, 0, tzinfo=datetime.timezon…); write the local time of the project"
        ),
    ),
]


@pytest.mark.parametrize(("text", "expected"), [(text, list(rest)) for text, *rest in MISTAKES])
def test_a_mistake_is_one_message(text, expected, written):
    found = check(written(f"{HEAD}{START}[[activities]]\n{text}\n"))

    assert expected == [str(problem) for problem in found.errors]


CALENDAR = f"{ACTIVITY_SURE}[calendar]\n"

FOLLOWED = [
    f"{CALENDAR}shifts = ['x']\nhours = 24",
    f"{CALENDAR}base = 5\nhours = 24",
    f"{CALENDAR}work_week = []\nweek = [{{ day = 'mon', shifts = [5] }}]",
    f"{CALENDAR}work_week = []\nweek = 5",
    f"{CALENDAR}exceptions = [{{ first = 'x', last = 2026-01-01 }}]",
    f"{CALENDAR}lost = [{{ month = 'x', days = 1 }}, {{ month = 1, days = 1 }}]",
    f"data_date = 'x'\nstart = 2026-01-05\n{ACTIVITY_SURE}actual_start = 2026-01-05",
    f"data_date = 2026-02-01\nstart = 'x'\n{ACTIVITY_SURE}deadline = 2026-01-05",
    (
        f"data_date = 2026-02-01\nstart = 2026-01-05\n{ACTIVITY_SURE}actual_start = 'x'\n"
        "remaining = 5\ncomplete = 0.5"
    ),
    f"{ACTIVITY_SURE}[[activities]]\nid = 'h'\nname = 'H'\nover = 5",
    (
        f"{ACTIVITY_SURE}category = 5\n[[risks]]\nid = 'r'\nname = 'R'\nprobability = 0.5\n"
        "impacts = [{ delay = 1, on = 'category:x' }]"
    ),
]


@pytest.mark.parametrize("text", FOLLOWED)
def test_what_only_follows_from_a_mistake_is_not_reported(text, written):
    found = check(written(f"{HEAD}{text}\n"))

    assert 1 == len(found.errors), found
