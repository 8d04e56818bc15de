"""What a single activity does to the finish: cruciality, schedule sensitivity, and days."""

from __future__ import annotations

import numpy as np

from riskplan._typing import BoolArray, FloatArray
from riskplan.analysis.spearman import Ranked, ranked, spearman
from riskplan.results import Estimate, mean_estimate, share_estimate

__all__ = ["cruciality", "overrun", "schedule_sensitivity"]


def cruciality(length: FloatArray, end: Ranked | None, cell: int = 1) -> Estimate | None:
    """Return how closely the duration of the plan follows that of an activity.

    The size of Spearman's coefficient of the two: the cruciality of T. M. Williams, "Criticality in
    stochastic networks", *Journal of the Operational Research Society* 43 (1992), 353-357.

    Parameters
    ----------
    length : FloatArray, shape (n,) [days]
        How long the activity takes.
    end : Ranked, optional
        The duration of the plan; None where it is certain.
    cell : int
        The iterations in a cell: those of different cells are independent.

    Returns
    -------
    Estimate or None
        None where one of the two is certain, so that nothing can follow anything.
    """
    mine = ranked(length)
    if mine is None or end is None:
        return None
    found = spearman(mine, end, cell)
    if found < 0.0:
        found = Estimate(-found, -found.high, -found.low)
    return Estimate(found, max(found.low, 0.0), found.high)


def schedule_sensitivity(
    length: FloatArray, end: FloatArray, critical: BoolArray, cell: int = 1
) -> Estimate | None:
    """Return the schedule sensitivity index of an activity: criticality x sd / sd of the plan.

    The index of the PMBOK Guide, as M. Vanhoucke states it in "Using activity sensitivity and
    network topology information to monitor project time performance", *Omega* 38 (2010), 359-370,
    section 2: SSI = sqrt(Var(d) / Var(T)) · CI. The error is that of the mean of the influence of
    each iteration on the three factors, to first order.

    Parameters
    ----------
    length, end : FloatArray, shape (n,) [days]
        How long the activity takes, and the plan.
    critical : BoolArray, shape (n,)
        Where the activity is critical.
    cell : int
        The iterations in a cell: those of different cells are independent.

    Returns
    -------
    Estimate or None
        None where the duration of the plan is certain.
    """
    spread, whole = float(np.std(length)), float(np.std(end))
    if whole == 0.0:
        return None
    share, ratio = share_estimate(critical, cell), spread / whole
    if not critical.any() or spread == 0.0:
        return share.scaled(ratio) if ratio else Estimate(0.0, 0.0, 0.0)
    index = share.value * ratio
    influence = critical / share.value
    influence += ((length - np.mean(length)) / spread) ** 2 / 2.0
    influence -= ((end - np.mean(end)) / whole) ** 2 / 2.0
    error = index * mean_estimate(influence, cell).error
    return Estimate(index, max(index - error, 0.0), index + error)


def overrun(length: FloatArray, base: float, critical: BoolArray, cell: int = 1) -> Estimate:
    """Return the mean days by which an activity takes longer than its base while it is critical.

    E[(d - b) · 1{critical}]. The finish is a convex function of the durations where links tie ends
    to beginnings, and where the activity is critical it grows day by day with its duration; so
    this is never less than what the mean finish would gain if the activity took its base duration.
    """
    return mean_estimate((length - base) * critical, cell)
