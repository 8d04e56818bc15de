"""Rules of other tools by which imported dates are compared, as their own schedulers apply them."""

from __future__ import annotations

import datetime as dt

import pytest

from riskplan.analysis.imports import checked
from riskplan.io.schedules import imported
from riskplan.io.schedules.inspection import harmless_xml
from riskplan.io.schedules.raw import Amount, FileTask, ScheduleFile
from tests.io.schedules.test_importing import MONDAY, P6, PROJECT, STANDARD, link, task


def day(number: int, hour: int = 8) -> dt.datetime:
    return dt.datetime(2026, 1, number, hour)


def check_of(*tasks, settings=PROJECT, **more):
    file = ScheduleFile(source="x", settings=settings, calendars=(STANDARD,), tasks=tasks, **more)
    source = imported(file)
    return checked(source.plan, file, source)


@pytest.mark.parametrize(("late", "matches"), [(MONDAY, 1), (day(7), 0)])
def test_in_project_what_has_been_begun_keeps_its_start_as_its_late_start(late, matches):
    begun = task(1, actual_start=MONDAY, remaining=Amount(3, "d"), late_start=late)
    longer = task(2, 7)

    assert (matches, 1) == check_of(begun, longer).agreement["late_start"]


def level_of_effort(**stored: dt.datetime) -> FileTask:
    return task(9, 0, activity_type="LEVEL_OF_EFFORT", early_finish=day(12, 17), **stored)


@pytest.mark.parametrize(("late", "matches"), [(day(19), 1), (day(20), 0)])
def test_a_level_of_effort_is_held_back_with_what_it_spans(late, matches):
    """Three days and then three, beside four weeks: ten working days of float, for it as well."""
    spans = level_of_effort(late_start=late, late_finish=day(26, 17))
    links = (link(1, 2), link(1, 9, "SS"), link(2, 9, "FF"))
    check = check_of(task(1, 3), task(2, 3), task(3, 16), spans, settings=P6, links=links)

    assert (matches, 1) == check.agreement["late_start"]
    assert (1, 1) == check.agreement["late_finish"]
    assert (1, 1) == check.agreement["total_float"]


def test_a_forbidden_character_that_primavera_writes_behind_notes_is_left_out():
    assert b"<a>&lt;/HTML&gt;</a>" == harmless_xml(b"<a>&lt;/HTML&gt;&#0;</a>", "x.xml")
