"""The release plan: how much contingency the end of each phase sets free."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from riskplan._typing import FloatArray
from riskplan.results import (
    DateEstimate,
    DateSamples,
    Estimate,
    PairedSamples,
    Samples,
    SimulationResult,
)
from riskplan.simulation import OverrunToCome

__all__ = ["Release", "releases_of"]

_MIDDLE = 50


@frozen
class Release:
    """What the end of one phase sets free.

    Parameters
    ----------
    id, name : str
        The id is empty for what only the end of the whole plan sets free.
    on : DateEstimate
        When the phase ends: the date that is as likely to be met as not.
    held : tuple of Estimate, one for each level [currency]
        The contingency that must still be held when the phase is done, whenever that is.
    released : tuple of Estimate, one for each level [currency]
        By how much that is less than at the end of the phase before; negative where more is
        needed then, because what went well is over and what may go badly is not.
    """

    id: str
    name: str
    on: DateEstimate
    held: tuple[Estimate, ...]
    released: tuple[Estimate, ...]


def releases_of(
    run: SimulationResult, left: OverrunToCome, levels: Sequence[float]
) -> tuple[Release, ...]:
    """Return what each phase releases, in the order in which they end; none without a schedule.

    Parameters
    ----------
    run : SimulationResult
    left : OverrunToCome
    levels : sequence of float [percent]
    """
    names = dict(zip(run.phase_cost.ids, run.phase_cost.names, strict=True))
    ends = {id_: _dated(run, id_) for id_ in left.phases}
    rows = dict(zip(left.phases, left.at_phases, strict=True))
    order = sorted(left.phases, key=lambda id_: (ends[id_].value, id_))
    before, found = left.at_dates[0], []
    for id_ in order:
        found.append(_release(run, id_, names[id_], ends[id_], before, rows[id_], levels))
        before = rows[id_]
    if run.has_dates and (before.any() or not order):
        end, nothing = run.finish.quiet_percentile(_MIDDLE), np.zeros(run.iterations)
        found.append(_release(run, "", "", end, before, nothing, levels))
    return tuple(found)


def _release(
    run: SimulationResult,
    id: str,  # noqa: A002 - the field is called id
    name: str,
    on: DateEstimate,
    before: FloatArray,
    after: FloatArray,
    levels: Sequence[float],
) -> Release:
    cell = run.cost.cell
    first, second = (Samples(values, 0.0, run.currency, cell) for values in (before, after))
    pair = PairedSamples(first, second)
    return Release(
        id=id,
        name=name,
        on=on,
        held=tuple(second.quiet_percentile(level) for level in levels),
        released=tuple(pair.percentile(level) for level in levels),
    )


def _dated(run: SimulationResult, id: str) -> DateEstimate:  # noqa: A002 - the field is called id
    """Return the middle date on which a phase ends."""
    times = run.phases[id]
    if not isinstance(times, DateSamples):  # a run with dates has those of its phases, too
        return run.finish.quiet_percentile(_MIDDLE)
    return times.quiet_percentile(_MIDDLE)
