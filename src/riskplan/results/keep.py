"""How much of a run is kept: its totals, its risks and phases as well, or every activity, too."""

from __future__ import annotations

import enum

__all__ = ["Keep"]


class Keep(enum.Enum):
    """What a run keeps of every iteration; each level holds what the one before it holds.

    What was not kept cannot be had from the run later, but the same run can be made again: with
    the same seed it keeps more of the same numbers.

    Examples
    --------
    >>> Keep("risks").covers(Keep.TOTALS), Keep.RISKS.covers(Keep.ACTIVITIES)
    (True, False)
    """

    TOTALS = "totals"
    """Cost, duration and finish, and how often each activity is critical."""

    RISKS = "risks"
    """Also the occurrence and cost of each risk, the cost of each phase, phases and milestones."""

    ACTIVITIES = "activities"
    """Also the finish of each activity."""

    def covers(self, other: Keep) -> bool:
        """Return whether a run that keeps this much keeps what another would."""
        levels = list(Keep)
        return levels.index(self) >= levels.index(other)
