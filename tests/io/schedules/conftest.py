"""Schedules for the tests: written by hand, read through the one Java of this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from riskplan.io.schedules import ScheduleFile, read_schedule_file


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., ScheduleFile]:
    """Write a text to a file and read it as a schedule."""

    def through_a_file(content: str | bytes, name: str = "plan.any", **how: str) -> ScheduleFile:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_schedule_file(file, **how)

    return through_a_file
