"""What tests of several rooms need: how hypothesis runs, and the shared reference material."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure, and a test that fails in CI must fail there again.
settings.register_profile("riskplan", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("riskplan")


def pytest_collection_finish() -> None:
    """Spare the collector of garbage the thousands of tests, which stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout; where it is absent, its tests are skipped."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with the reference material is absent")
    return folder
