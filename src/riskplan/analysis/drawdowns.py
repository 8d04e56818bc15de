"""The drawdown: how much contingency is still needed each month, and what each phase releases."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from riskplan._format import card, estimate_text
from riskplan.analysis.drivers import refuse_no_run
from riskplan.analysis.releases import Release, releases_of
from riskplan.errors import RequestError
from riskplan.results import Estimate, Samples, SimulationResult, refuse_bad_level
from riskplan.simulation import overrun_to_come

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Convention", "Drawdown", "DrawdownMonth", "drawdown"]


class Convention(enum.Enum):
    """When money counts as gone.

    Under `OBLIGATION`, when it is decided: a cost item when the work that it belongs to begins, a
    day rate day by day, a risk at the instant at which it strikes. Under `EXPENDITURE`, when it is
    spent: a cost item as the plan says (evenly over its work unless given otherwise), a day rate
    day by day, a risk evenly from the instant at which it strikes to the end of the work that it
    hits.
    """

    OBLIGATION = "obligation"
    EXPENDITURE = "expenditure"


@frozen
class DrawdownMonth:
    """What contingency is needed from one date on.

    Parameters
    ----------
    on : datetime.date
        The start of the plan, or the first day of a month.
    needed : tuple of Estimate, one for each level [currency]
    """

    on: dt.date
    needed: tuple[Estimate, ...]


@frozen(repr=False)
class Drawdown:
    """The contingency that is still needed as work is done and risks expire, as seen from today.

    Parameters
    ----------
    levels : tuple of float [percent]
        The P-levels.
    convention : Convention
        When money counts as gone.
    months : tuple of DrawdownMonth
        The start of the plan, and every first day of a month until none of the levels needs
        anything any more.
    releases : tuple of Release
        What can be released at the end of each phase, in order of time; they add up to the
        contingency. None where the plan has no activities.
    currency : str
    """

    levels: tuple[float, ...]
    convention: Convention
    months: tuple[DrawdownMonth, ...]
    releases: tuple[Release, ...]
    currency: str

    def __iter__(self) -> Iterator[DrawdownMonth]:
        return iter(self.months)

    def __len__(self) -> int:
        return len(self.months)

    def needed(self, on: dt.date | str, at: float) -> Estimate:
        """Return the contingency that is needed on a date: that of the last month begun by then.

        Parameters
        ----------
        on : datetime.date or str
        at : float [percent]
            One of the levels.

        Raises
        ------
        RequestError
            If the date lies before the start, or the level is none of those.
        """
        try:
            date = dt.date.fromisoformat(on) if isinstance(on, str) else on
        except ValueError as error:
            raise RequestError(f"{on!r} is not a date; write it as YYYY-MM-DD") from error
        if at not in self.levels:
            known = ", ".join(f"{level:g}" for level in self.levels)
            raise RequestError(f"the P-levels here are {known} (got {at!r})")
        begun = [month for month in self.months if month.on <= date]
        if not begun:
            raise RequestError(
                f"{date} lies before {self.months[0].on}, when the drawdown begins; ask for that"
            )
        return begun[-1].needed[self.levels.index(at)]

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by date, with the contingency of each level and its interval."""
        import pandas as pd

        columns: dict[str, list[float]] = {}
        for number, level in enumerate(self.levels):
            needed = [month.needed[number] for month in self]
            columns[f"p{level:g}"] = [one.value for one in needed]
            columns[f"p{level:g}_low"] = [one.low for one in needed]
            columns[f"p{level:g}_high"] = [one.high for one in needed]
        index = pd.DatetimeIndex([month.on for month in self], name="month")
        return pd.DataFrame(columns, index=index)

    def release_frame(self) -> pd.DataFrame:
        """Return a frame indexed by phase: its end, and what is held and released at each level."""
        import pandas as pd

        columns: dict[str, list[object]] = {
            "name": [release.name for release in self.releases],
            "on": [release.on.value for release in self.releases],
        }
        for number, level in enumerate(self.levels):
            for part in ("held", "released"):
                found = [getattr(release, part)[number] for release in self.releases]
                columns[f"p{level:g}_{part}"] = [one.value for one in found]
                columns[f"p{level:g}_{part}_error"] = [one.error for one in found]
        index = pd.Index([release.id for release in self.releases], name="phase", dtype=object)
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        first, last = self.months[0], self.months[-1]
        needs = ", ".join(
            f"P{level:g} {needed}" for level, needed in zip(self.levels, first.needed, strict=True)
        )
        return f"Drawdown({self.convention.value}, {first.on}: {needs}; nothing from {last.on} on)"

    def _repr_html_(self) -> str:
        rows = [
            (
                month.on.isoformat(),
                " / ".join(f"{needed} {self.currency}".strip() for needed in month.needed),
            )
            for month in self
        ]
        rows += [
            (
                f"released after {release.name}",
                " / ".join(estimate_text(one, one.error) for one in release.released),
            )
            for release in self.releases
        ]
        levels = " / ".join(f"P{level:g}" for level in self.levels)
        return card(f"Contingency still needed, {levels}, by {self.convention.value}", rows)


def drawdown(
    run: SimulationResult,
    at: float | Sequence[float] = (50, 80),
    *,
    convention: Convention = Convention.OBLIGATION,
    until: dt.date | str | None = None,
) -> Drawdown:
    """Return the contingency that is still needed at each month, and what each phase releases.

    What is needed from a date on is the percentile, over all futures, of the money still to come
    from then on beyond the base of the work still to come. It is seen from today: whatever may
    happen before the date is weighed by its chance, not known. So on the first date it is the
    contingency itself, exactly, and it ends at 0. The base is that of the work which is still to
    be done in that future, so that money which only comes later needs no contingency.

    A risk can strike until its window is past; without a window, at any instant of the work that
    it delays, all equally likely, or else of the phases in which it costs; or else of the plan.
    From then on nothing is needed for it. One that has occurred already is only left to pay. What
    insurance pays back comes with the cost that it pays for.

    Parameters
    ----------
    run : SimulationResult
        Of a plan with a start.
    at : float or sequence of float [percent]
        The P-levels.
    convention : Convention
        When money counts as gone.
    until : datetime.date or str, optional
        Up to when a plan without activities goes on; its deadline unless given.

    Returns
    -------
    Drawdown

    Raises
    ------
    RequestError
        If the run has no cost, or does not hold its plan; if the plan has no start, or neither
        activities nor an end; or if a level cannot be.

    Examples
    --------
    >>> import riskplan as rp
    >>> storm = rp.Risk(
    ...     "storm", "Storm", 1, window="2026-01-05 to 2026-05-04",
    ...     impacts=[rp.CostImpact(100)],
    ... )
    >>> plan = rp.Plan(
    ...     "Dam", start="2026-01-05", activities=[rp.Activity("dig", "Dig", 100)], risks=[storm]
    ... )
    >>> answer = rp.drawdown(rp.simulate(plan, iterations=10_000, seed=1), at=[20, 80])
    >>> answer.needed("2026-02-10", at=80), answer.needed("2026-02-10", at=20)
    (100, 0)
    """
    refuse_no_run(run)
    levels = _levels(at)
    chosen: object = convention
    if not isinstance(chosen, Convention):
        known = " or ".join(f"Convention.{one.name}" for one in Convention)
        raise RequestError(f"convention must be {known} (got {chosen!r})")
    left = overrun_to_come(run, spent=convention is Convention.EXPENDITURE, until=until)
    cell = run.cost.cell
    months = []
    for date, values in zip(left.dates, left.at_dates, strict=True):
        samples = Samples(values, 0.0, run.currency, cell)
        needed = tuple(samples.quiet_percentile(level) for level in levels)
        months.append(DrawdownMonth(date, needed))
    while len(months) > 1 and _is_over(months[-1]) and _is_over(months[-2]):
        months.pop()  # what only a few futures need later shows at none of the levels
    return Drawdown(
        levels=levels,
        convention=convention,
        months=tuple(months),
        releases=releases_of(run, left, levels),
        currency=run.currency,
    )


def _is_over(month: DrawdownMonth) -> bool:
    return all(one.value == one.low == one.high == 0.0 for one in month.needed)


def _levels(at: float | Sequence[float]) -> tuple[float, ...]:
    """Return the levels, each once, the lowest first."""
    given = [at] if isinstance(at, float | int | str) else list(at)
    if not given:
        raise RequestError("at must name a P-level at least, such as 80")
    for level in given:
        refuse_bad_level(level)
    return tuple(sorted({float(level) for level in given}))
