"""Files for the tests of io: written, loaded and checked in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from riskplan.io import check, load
from riskplan.model import Plan
from tests.io.texts import HEAD


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a text to a file."""

    def write(text: str | bytes, name: str = "plan.toml") -> Path:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


@pytest.fixture
def plan_of(written) -> Callable[..., Plan]:
    """Load a text that follows schema and name."""
    return lambda text: load(written(HEAD + text))


@pytest.fixture
def problems_of(written) -> Callable[..., list[str]]:
    """Check a text that follows schema and name, a cost item and nothing else wrong."""
    return lambda text: [str(problem) for problem in check(written(HEAD + text)).errors]
