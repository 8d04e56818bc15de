"""Real files of other tools read to what they store; expected values were read by hand."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from riskplan.io.schedules import read_schedule_file

STORED = {
    "EarlyStart": "early_start",
    "EarlyFinish": "early_finish",
    "LateStart": "late_start",
    "LateFinish": "late_finish",
}


@pytest.fixture(scope="session")
def folder(shared: Path) -> Path:
    return shared / "schedules"


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "expected" / f"{name}.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_every_file_is_read(folder):
    files = [file for file in sorted(folder.iterdir()) if file.suffix not in (".md", "")]

    assert 13 == len(files)
    for file in files:
        assert read_schedule_file(file).tasks, file.name


def test_the_dates_and_floats_of_mspdi_files_are_those_in_the_text(folder):
    files = sorted(folder.glob("*.mspdi.xml"))
    checked = 0
    for file in files:
        tasks = {task.uid: task for task in read_schedule_file(file).tasks}
        for row in rows_of(folder, file.name):
            task = tasks[int(row["UID"])]
            for key, name in STORED.items():
                if row[key]:
                    assert dt.datetime.fromisoformat(row[key]) == getattr(task, name), (file, row)
                    checked += 1
            if row["TotalSlack"] and task.total_float is not None:
                assert float(row["TotalSlack"]) / 10 == task.total_float.number
                checked += 1
    assert checked > 500


def test_the_dates_of_xer_files_are_those_in_the_text(folder):
    keys = {"early_start_date": "early_start", "late_end_date": "late_finish"}
    for file in sorted(folder.glob("*.xer")):
        tasks = {task.uid: task for task in read_schedule_file(file).tasks}
        for row in rows_of(folder, file.name):
            task = tasks.get(int(row["task_id"]))
            for key, name in keys.items():
                if task is not None and row[key]:
                    assert dt.datetime.fromisoformat(row[key]) == getattr(task, name)


def test_a_file_with_the_euro_sign_of_a_russian_code_page_has_russian_names(folder):
    """Its byte 0x88 is the euro sign in cp1251 and a lone accent in cp1252."""
    schedule = read_schedule_file(folder / "aspose_encoding1251.xer")

    names = [task.name for task in schedule.tasks if not task.summary]

    assert "Задача 1" == names[0]
