"""Every figure that a test opens is closed behind it."""

from __future__ import annotations

import matplotlib as mpl
import pytest


@pytest.fixture(autouse=True)
def _closed_figures():
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")
