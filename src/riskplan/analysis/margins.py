"""Margins: what must be added to the base so that a stated confidence is reached."""

from __future__ import annotations

from attrs import frozen

from riskplan.results import DateEstimate, Estimate, Samples, SimulationResult

__all__ = ["Margin", "days_margin", "margin", "quiet_days_margin", "quiet_margin"]


@frozen
class Margin:
    """What must be added to the base for a stated confidence.

    Parameters
    ----------
    at : float [percent]
        The confidence, as a P-level.
    base : float [unit]
    level : Estimate [unit]
        The percentile itself.
    amount : Estimate [unit]
        The percentile less the base; negative where the base is more than is needed.
    date : DateEstimate, optional
        The percentile as a date, for days.
    """

    at: float
    base: float
    level: Estimate
    amount: Estimate
    date: DateEstimate | None = None

    @property
    def share_of_base(self) -> Estimate | None:
        """The amount as a fraction of the base; None where the base is not above 0."""
        if self.base <= 0:
            return None
        return self.amount.scaled(1.0 / self.base)

    @property
    def share_of_total(self) -> Estimate | None:
        """The amount as a fraction of base and amount together; None where that is not above 0."""
        if self.level.low <= 0:
            return None
        shares = (1.0 - self.base / x for x in (self.level, self.level.low, self.level.high))
        return Estimate(*shares)


def margin(samples: Samples, at: float) -> Margin:
    """Return the margin of a level; it warns where the iterations are too few for an interval."""
    return Margin(at, samples.base, samples.percentile(at), samples.overrun(at))


def quiet_margin(samples: Samples, at: float) -> Margin:
    """Return the margin of a level without a warning."""
    level = samples.quiet_percentile(at)
    return Margin(at, samples.base, level, level.shifted(-samples.base))


def days_margin(run: SimulationResult, at: float) -> Margin:
    """Return the margin of a level in working days, with its date where there is one."""
    samples = run.duration
    date = run.finish.percentile(at) if run.has_dates else None
    return Margin(at, samples.base, samples.percentile(at), samples.overrun(at), date)


def quiet_days_margin(run: SimulationResult, at: float) -> Margin:
    """Return the same without a warning."""
    level = run.duration.quiet_percentile(at)
    date = run.finish.quiet_percentile(at) if run.has_dates else None
    return Margin(at, run.duration.base, level, level.shifted(-run.duration.base), date)
