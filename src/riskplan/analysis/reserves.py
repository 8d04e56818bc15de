"""Contingency: what a stated confidence needs over the base, and what a flat reserve buys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from riskplan._format import card, days_text, estimate_text, percent_text
from riskplan.analysis.allotments import Allotments, allotments_of
from riskplan.analysis.attribution import Measure
from riskplan.analysis.decisions import DecisionTable, decision_table
from riskplan.analysis.differences import level_step
from riskplan.analysis.drivers import refuse_no_run
from riskplan.analysis.exposure import Exposure, exposure_beyond
from riskplan.analysis.margins import Margin, days_margin, margin
from riskplan.analysis.players import Grouping
from riskplan.errors import RequestError
from riskplan.results import Estimate, SimulationResult, refuse_bad_level

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AUDIT_LEVELS", "Contingency", "ManagementReserve", "ReserveAudit", "contingency"]

AUDIT_LEVELS = (50.0, 70.0, 80.0, 90.0)


@frozen
class ManagementReserve:
    """What lies between the contingency and a higher level of confidence.

    Parameters
    ----------
    at : float [percent]
        The level that contingency and management reserve reach together.
    above : float [percent]
        The level of the contingency.
    cost : Estimate, optional [currency]
        None where nothing in the plan costs money.
    days : Estimate, optional [working days]
        None where the plan has no schedule.
    """

    at: float
    above: float
    cost: Estimate | None
    days: Estimate | None


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
    management : ManagementReserve, optional
        None unless a level was asked for.
    cost_beyond, days_beyond : Exposure, optional
        What is left to fear beyond the level asked for, in money and in working days.
    decisions : DecisionTable, optional
        What each level from P50 to P95 needs, and what each extra 5 % costs.
    cost_allotments, days_allotments : Allotments, optional
        The contingency split up; None unless a grouping was asked for.
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
    management: ManagementReserve | None = None
    cost_beyond: Exposure | None = None
    days_beyond: Exposure | None = None
    decisions: DecisionTable | None = None
    cost_allotments: Allotments | None = None
    days_allotments: Allotments | None = None

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
        rows += self._rows_beyond()
        return card(f"Contingency, P{self.at:g}", rows)

    def _rows_beyond(self) -> list[tuple[str, str]]:
        """Return what stands above the contingency, as rows of the card."""
        rows = []
        if self.management is not None:
            label = f"management reserve, P{self.management.above:g} to P{self.management.at:g}"
            if self.management.cost is not None:
                rows.append((label, f"{self.management.cost} {self.currency}"))
            if self.management.days is not None:
                rows.append((label, days_text(self.management.days, self.management.days.error)))
        label = f"mean overrun beyond P{self.at:g}"
        if self.cost_beyond is not None:
            rows.append((label, f"{self.cost_beyond.beyond} {self.currency}"))
        if self.days_beyond is not None:
            rows.append((label, f"{self.days_beyond.beyond} days"))
        return rows


def contingency(
    run: SimulationResult,
    at: float = 80,
    *,
    management: float | None = None,
    by: Grouping | str | None = None,
) -> Contingency:
    """Return the contingency that a level of confidence needs, and what the flat reserve buys.

    Parameters
    ----------
    run : SimulationResult
    at : float [percent]
        The level of confidence, as a P-level.
    management : float, optional [percent]
        A higher level: contingency and management reserve together reach it.
    by : Grouping or str, optional
        Split the contingency up: ``"item"`` for every risk, cost item and activity, or by
        ``"category"``, ``"owner"`` or ``"phase"``. It takes a run that holds its plan.

    Raises
    ------
    RequestError
        If it is no run, if a level is not between 1 and 100, or if that of the management
        reserve does not lie above that of the contingency.

    Examples
    --------
    >>> import riskplan as rp
    >>> plan = rp.Plan("Dam", reserve=0.15, costs=[rp.CostItem("all", "All", rp.Normal(100, 10))])
    >>> run = rp.simulate(plan, iterations=10_000, seed=1)
    >>> answer = rp.contingency(run, management=95)
    >>> 8 < answer.cost.amount < 9, 0.92 < answer.audit.confidence < 0.94
    (True, True)
    >>> 7 < answer.management.cost < 9, 5 < answer.cost_beyond.beyond < 6
    (True, True)
    >>> split = rp.contingency(run, by="item").cost_allotments
    >>> round(answer.cost.amount, 2) == split.total == split.rows[0].amount
    True
    """
    refuse_no_run(run)
    refuse_bad_level(at)
    _refuse_low_management(at, management)
    levels = tuple(sorted({*AUDIT_LEVELS, float(at)}))
    cost_levels: tuple[Margin, ...] = ()
    days_levels: tuple[Margin, ...] = ()
    audit = deadline_confidence = deadline_margin = None
    if run.has_cost:
        cost_levels = tuple(margin(run.cost, level) for level in levels)
        audit = _audit(run, cost_levels)
    if run.has_schedule:
        days_levels = tuple(days_margin(run, level) for level in levels)
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
        management=None if management is None else _management(run, at, management),
        cost_beyond=exposure_beyond(run.cost, at) if run.has_cost else None,
        days_beyond=exposure_beyond(run.duration, at) if run.has_schedule else None,
        decisions=decision_table(run),
        cost_allotments=_allotted(run, at, by, Measure.COST) if run.has_cost else None,
        days_allotments=_allotted(run, at, by, Measure.DAYS) if run.has_schedule else None,
    )


def _allotted(
    run: SimulationResult, at: float, by: Grouping | str | None, measure: Measure
) -> Allotments | None:
    return None if by is None else allotments_of(run, at, by, measure)


def _management(run: SimulationResult, at: float, level: float) -> ManagementReserve:
    return ManagementReserve(
        at=float(level),
        above=float(at),
        cost=level_step(run.cost, at, level) if run.has_cost else None,
        days=level_step(run.duration, at, level) if run.has_schedule else None,
    )


def _refuse_low_management(at: float, management: float | None) -> None:
    """Refuse a management reserve that would end below the contingency."""
    if management is None:
        return
    refuse_bad_level(management)
    if management <= at:
        raise RequestError(
            f"the management reserve stands above the contingency: management must be a P-level "
            f"above {at:g} (got {management:g})"
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


def _at(margins: tuple[Margin, ...], at: float) -> Margin | None:
    return next((one for one in margins if one.at == at), None)


def _needed(margins: tuple[Margin, ...], at: float) -> Estimate:
    """Return the amount that one of the levels needs, or refuse the level."""
    found = _at(margins, at)
    if found is None:
        levels = ", ".join(f"{one.at:g}" for one in margins)
        raise RequestError(f"the P-levels here are {levels} (got {at!r})")
    return found.amount
