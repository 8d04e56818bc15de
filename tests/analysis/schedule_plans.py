"""Tiny schedules whose every future can be written down, in both of the ways the engine counts."""

from __future__ import annotations

import riskplan as rp

MODES = {
    "days": {},
    "calendars": {
        "start": "2026-01-05",
        "calendar": rp.Calendar(
            exceptions=[rp.CalendarException("2026-01-07", "2026-01-08", name="Closed")]
        ),
    },
}
"""One day calendar in working days; and a calendar with an exception, which counts in minutes."""


def fork(mode: str = "days", **changes) -> rp.Plan:
    """Two ways at once, 1 or 5 days and 2 or 4, all equally likely; then two days of unloading.

    The futures are (1, 2), (1, 4), (5, 2), (5, 4): road, road, sea, sea is the longer way. The
    plan takes 4, 6, 7, 7 days; in the base plan 3 + 2 by either way.
    """
    ways = [
        rp.Activity("sea", "By sea", rp.Discrete([1, 5], [0.5, 0.5])),
        rp.Activity("road", "By road", rp.Discrete([2, 4], [0.5, 0.5])),
        rp.Activity("unload", "Unload", 2, after=["sea", "road"]),
    ]
    return rp.Plan("Fork", activities=ways, **MODES[mode]).evolve(**changes)
