"""Contingency: what a stated confidence needs over the base, and what a flat reserve buys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from riskplan._format import card, days_text, estimate_text, percent_text
from riskplan.analysis.drivers import refuse_no_run
from riskplan.errors import RequestError
from riskplan.results import DateEstimate, Estimate, Samples, SimulationResult, refuse_bad_level

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AUDIT_LEVELS", "Contingency", "Margin", "ReserveAudit", "contingency"]

AUDIT_LEVELS = (50.0, 70.0, 80.0, 90.0)


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


@frozen
class ReserveAudit:
    """What the plan's own flat reserve buys.

    Parameters
    ----------
    reserve, base : float [currency]
    confidence : Estimate
        The probability that base and reserve together suffice.
    needed : tuple of Margin
        The reserves that the usual levels of confidence need, and the one asked for.
    """

    reserve: float
    base: float
    confidence: Estimate
    needed: tuple[Margin, ...]

    @property
    def share_of_base(self) -> float | None:
        """The reserve as a fraction of the base; None where the base is not above 0."""
        return self.reserve / self.base if self.base > 0 else None

    @property
    def share_of_total(self) -> float | None:
        """The reserve as a fraction of base and reserve; None where that is not above 0."""
        total = self.base + self.reserve
        return self.reserve / total if total > 0 else None

    def gap(self, at: float) -> Estimate:
        """Return how much the reserve falls short at one of the levels needed [currency].

        Negative where it is more than is needed.

        Raises
        ------
        RequestError
            If the level is none of those.
        """
        return _needed(self.needed, at).shifted(-self.reserve)


@frozen(repr=False)
class Contingency:
    """The contingency for one level of confidence.

    Parameters
    ----------
    at : float [percent]
        The level asked for.
    cost : Margin, optional [currency]
        None where nothing in the plan costs money.
    days : Margin, optional [working days]
        None where the plan has no schedule.
    cost_levels, days_levels : tuple of Margin
        The same for the usual levels, P50, P70, P80 and P90, and the one asked for.
    audit : ReserveAudit, optional
        None where the plan keeps no reserve.
    deadline_confidence : Estimate, optional
        The probability of meeting the deadline; None where the plan has none.
    currency : str
    deadline_margin : float, optional [working days]
        How far the deadline lies behind the base finish: the reserve of time that the plan keeps.
    """

    at: float
    cost: Margin | None
    days: Margin | None
    cost_levels: tuple[Margin, ...]
    days_levels: tuple[Margin, ...]
    audit: ReserveAudit | None
    deadline_confidence: Estimate | None
    currency: str
    deadline_margin: float | None = None

    def days_gap(self, at: float) -> Estimate | None:
        """Return how far one of the levels lies behind the deadline [working days].

        Negative where there is time to spare; None where the plan has no deadline.

        Raises
        ------
        RequestError
            If the level is none of those.
        """
        if self.deadline_margin is None:
            return None
        return _needed(self.days_levels, at).shifted(-self.deadline_margin)

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by quantity and P-level, with the margins and their intervals."""
        import pandas as pd

        rows = [("cost", margin) for margin in self.cost_levels]
        rows += [("days", margin) for margin in self.days_levels]
        index = pd.MultiIndex.from_tuples(
            [(quantity, margin.at) for quantity, margin in rows], names=["quantity", "at"]
        )
        columns = {
            "base": [margin.base for _, margin in rows],
            "level": [margin.level.value for _, margin in rows],
            "contingency": [margin.amount.value for _, margin in rows],
            "low": [margin.amount.low for _, margin in rows],
            "high": [margin.amount.high for _, margin in rows],
        }
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        parts = [f"P{self.at:g}"]
        if self.cost is not None:
            parts.append(f"{self.cost.amount} {self.currency}".strip())
        if self.days is not None:
            parts.append(days_text(self.days.amount, self.days.amount.error))
        if self.audit is not None:
            bought = percent_text(self.audit.confidence, self.audit.confidence.error)
            parts.append(f"the reserve of {estimate_text(self.audit.reserve, 0.0)} buys {bought}")
        return f"Contingency({', '.join(parts)})"

    def _repr_html_(self) -> str:
        rows = [
            (f"P{margin.at:g} contingency", f"{margin.amount} {self.currency}")
            for margin in self.cost_levels
        ]
        rows += [
            (f"P{margin.at:g} contingency", days_text(margin.amount, margin.amount.error))
            for margin in self.days_levels
        ]
        if self.audit is not None:
            bought = percent_text(self.audit.confidence, self.audit.confidence.error)
            rows.append((f"reserve of {estimate_text(self.audit.reserve, 0.0)}", f"buys {bought}"))
        return card(f"Contingency, P{self.at:g}", rows)


def contingency(run: SimulationResult, at: float = 80) -> Contingency:
    """Return the contingency that a level of confidence needs, and what the flat reserve buys.

    Parameters
    ----------
    run : SimulationResult
    at : float [percent]
        The level of confidence, as a P-level.

    Raises
    ------
    RequestError
        If it is no run, or if `at` is not between 1 and 100.

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Dam", reserve=0.15, costs=[rp.CostItem("all", "All", rp.Normal(100, 10))])
    >>> answer = rp.contingency(rp.simulate(plan, iterations=10_000, seed=1))
    >>> 8 < answer.cost.amount < 9, 0.92 < answer.audit.confidence < 0.94
    (True, True)
    """
    refuse_no_run(run)
    refuse_bad_level(at)
    levels = tuple(sorted({*AUDIT_LEVELS, float(at)}))
    cost_levels: tuple[Margin, ...] = ()
    days_levels: tuple[Margin, ...] = ()
    audit = deadline_confidence = deadline_margin = None
    if run.has_cost:
        cost_levels = tuple(_margin(run.cost, level) for level in levels)
        audit = _audit(run, cost_levels)
    if run.has_schedule:
        days_levels = tuple(_days_margin(run, level) for level in levels)
        if run.targets.deadline is not None and run.targets.deadline_days is not None:
            deadline_confidence = (
                run.finish.confidence(run.targets.deadline)
                if run.has_dates
                else run.duration.confidence(run.targets.deadline_days)
            )
            deadline_margin = run.targets.deadline_days - run.duration.base
    return Contingency(
        at=float(at),
        cost=_at(cost_levels, at),
        days=_at(days_levels, at),
        cost_levels=cost_levels,
        days_levels=days_levels,
        audit=audit,
        deadline_confidence=deadline_confidence,
        currency=run.currency,
        deadline_margin=deadline_margin,
    )


def _audit(run: SimulationResult, levels: tuple[Margin, ...]) -> ReserveAudit | None:
    reserve, base = run.targets.reserve, run.cost.base
    if reserve is None:
        return None
    return ReserveAudit(
        reserve=reserve,
        base=base,
        confidence=run.cost.confidence(base + reserve),
        needed=levels,
    )


def _margin(samples: Samples, at: float, date: DateEstimate | None = None) -> Margin:
    return Margin(at, samples.base, samples.percentile(at), samples.overrun(at), date)


def _days_margin(run: SimulationResult, at: float) -> Margin:
    return _margin(run.duration, at, run.finish.percentile(at) if run.has_dates else None)


def _at(margins: tuple[Margin, ...], at: float) -> Margin | None:
    return next((margin for margin in margins if margin.at == at), None)


def _needed(margins: tuple[Margin, ...], at: float) -> Estimate:
    """Return the amount that one of the levels needs, or refuse the level."""
    margin = _at(margins, at)
    if margin is None:
        levels = ", ".join(f"{margin.at:g}" for margin in margins)
        raise RequestError(f"the P-levels here are {levels} (got {at!r})")
    return margin.amount
