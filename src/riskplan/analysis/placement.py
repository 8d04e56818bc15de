"""Where each risk sits on the matrix: levels of probability and impact, score and band."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from riskplan._format import card
from riskplan.analysis.expectation import expected_strikes, occurrence_probability
from riskplan.analysis.strikes import all_strikes
from riskplan.distributions import Constant, Distribution
from riskplan.errors import RequestError
from riskplan.model import (
    PLANNED,
    Activity,
    Basis,
    Buffer,
    Calendar,
    Hammock,
    Kind,
    Plan,
    Risk,
    RiskMatrix,
    Scale,
    Scenario,
    ScheduleItem,
    Status,
    is_in_base,
)
from riskplan.simulation import refuse_broken, scenario_of, simulate

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Placement", "Placements", "place_risks"]


@frozen
class Placement:
    """Where one risk sits.

    Parameters
    ----------
    id, name : str
    kind : Kind
    probability : float
        The exact probability that it occurs; with a count, that it strikes at least once.
    cost : float [currency]
        Mean cost when it occurs, as a magnitude; with a count, of all its strikes together.
    delay : float [working days]
        Mean delay of the finish when it occurs in the base plan, as a magnitude.
    row, column : int
        Levels of probability and impact, from 0.
    score : float
    band : int
        The band of the score, from 0 for the lowest.
    strikes : float, optional
        How often a risk with a count strikes on average; None for one without.
    """

    id: str
    name: str
    kind: Kind
    probability: float
    cost: float
    delay: float
    row: int
    column: int
    score: float
    band: int
    strikes: float | None = None


@frozen(repr=False)
class Placements:
    """Where the risks of a plan sit under one scenario; closed risks are left out.

    Parameters
    ----------
    rows : tuple of Placement
        Highest score first.
    scenario : Scenario
    matrix : RiskMatrix
    currency : str
    """

    rows: tuple[Placement, ...]
    scenario: Scenario
    matrix: RiskMatrix
    currency: str

    def __iter__(self) -> Iterator[Placement]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each risk on the matrix, by its id: 1 for the highest score."""
        return {row.id: number for number, row in enumerate(self.rows, start=1)}

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by risk id with levels, score and band."""
        import pandas as pd

        columns = {
            "name": [row.name for row in self],
            "kind": [row.kind.value for row in self],
            "probability": [row.probability for row in self],
            "cost": [row.cost for row in self],
            "delay": [row.delay for row in self],
            "probability_level": [self.matrix.probability.levels[row.row] for row in self],
            "impact_level": [self.matrix.cost.levels[row.column] for row in self],
            "score": [row.score for row in self],
            "band": [self.matrix.bands[row.band].name for row in self],
        }
        return pd.DataFrame(columns, index=pd.Index([row.id for row in self], name="id"))

    def __repr__(self) -> str:
        top = ", ".join(f"{row.id} {row.score:g}" for row in self.rows[:3])
        return f"Placements({self.scenario.id}: {top})"

    def _repr_html_(self) -> str:
        rows = [(r.name, f"{r.score:g} ({self.matrix.bands[r.band].name})") for r in self]
        return card(f"Risk matrix, {self.scenario.name}", rows)


def place_risks(plan: Plan, scenario: Scenario | str = PLANNED) -> Placements:
    """Place the risks of a plan on its matrix.

    The impact is the mean one: the cost when the risk occurs, and the delay of the finish when it
    alone occurs, with mean impacts, in the base plan; the higher of the two levels counts. For a
    risk with a count, its row is that of the probability that it strikes at all, and its impact
    that of all its strikes together: the mean impact times the mean count, given a strike.

    Parameters
    ----------
    plan : Plan
    scenario : Scenario or str
        `inherent` for the risks before responses, `planned` for what remains.

    Raises
    ------
    PlanError, UnsupportedError
        If the plan breaks a rule, or says something that cannot be computed yet.
    RequestError
        If there is no such scenario, or if a run is given, which this does not need.

    Examples
    --------
    >>> import riskplan as rp
    >>> flood = rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(8)])
    >>> plan = rp.Plan("Dam", costs=[rp.CostItem("dam", "Dam", 100)], risks=[flood])
    >>> row = rp.place_risks(plan).rows[0]
    >>> row.score, rp.place_risks(plan).to_frame().loc["flood", "band"]
    (16.0, 'high')
    """
    if not isinstance(scenario, Scenario | str):
        raise RequestError(
            "a plan and a scenario are wanted, such as rp.place_risks(plan, rp.INHERENT) "
            f"(got {type(scenario).__name__}); it needs no run"
        )
    chosen = scenario_of(scenario)
    refuse_broken(plan)
    still = _deterministic(plan)
    rows = [
        _placement(plan, still, risk, chosen)
        for risk in plan.risks
        if risk.status is not Status.CLOSED
    ]
    rows.sort(key=lambda row: (-row.score, row.id))
    return Placements(tuple(rows), chosen, plan.matrix, plan.currency)


def _placement(plan: Plan, still: Plan, risk: Risk, scenario: Scenario) -> Placement:
    view = scenario.view(risk)
    struck = attrs.evolve(
        view,
        status=Status.OCCURRED,
        count=None,
        impacts=[all_strikes(impact, view.count) for impact in view.impacts],
        responses=(),
        given=None,
        exclusive=None,
    )
    future = simulate(still.evolve(risks=[struck]), iterations=1, seed=0, workers=1)
    cost = abs(float(future.risk_cost[risk.id][0]))
    base_cost = future.cost.base if future.has_cost else 0.0
    base_days = future.duration.base if future.has_schedule else 0.0
    delay = abs(float(future.duration.values[0]) - base_days) if future.has_schedule else 0.0
    probability = occurrence_probability(plan, risk.id, scenario)
    matrix = plan.matrix
    row = matrix.probability.level(probability)
    column = max(
        _level(matrix.cost, cost, base_cost),
        _level(matrix.delay, delay, base_days),
    )
    score = matrix.score(row, column)
    return Placement(
        id=risk.id,
        name=risk.name,
        kind=risk.kind,
        probability=probability,
        cost=cost,
        delay=delay,
        row=row,
        column=column,
        score=score,
        band=matrix.band_index(score),
        strikes=None if view.count is None else expected_strikes(plan, risk.id, scenario),
    )


def _level(scale: Scale, value: float, base: float) -> int:
    if scale.basis is Basis.SHARE_OF_BASE:
        return scale.level(value / base) if base > 0 else scale.level(0.0 if value == 0 else 1.0)
    return scale.level(value)


def _deterministic(plan: Plan) -> Plan:
    """Return the base plan as a plan: most likely values, and no risks."""
    return plan.evolve(
        calendar=_without_weather(plan.calendar),
        calendars=[_without_weather(calendar) for calendar in plan.calendars],
        activities=[_certain(item) for item in plan.activities],
        costs=[
            attrs.evolve(
                item,
                amount=_most_likely(item.amount),
                day_rate=_most_likely(item.day_rate),
            )
            for item in plan.costs
        ],
        risks=(),
        correlations=(),
    )


def _certain(item: ScheduleItem) -> ScheduleItem:
    """Return what stands in the schedule as the base plan has it."""
    if isinstance(item, Activity):
        return attrs.evolve(
            item,
            duration=_most_likely(item.duration),
            remaining=None if item.remaining is None else _most_likely(item.remaining),
            day_rate=_most_likely(item.day_rate),
            probability=float(is_in_base(item)),
            only_if=None,
        )
    if isinstance(item, Buffer):
        return attrs.evolve(item, size=_most_likely(item.size))
    if isinstance(item, Hammock):
        return attrs.evolve(item, day_rate=_most_likely(item.day_rate))
    return item


def _without_weather(calendar: Calendar) -> Calendar:
    lost = [attrs.evolve(month, days=_most_likely(month.days)) for month in calendar.lost]
    return attrs.evolve(calendar, lost=lost)


def _most_likely(law: Distribution) -> Constant:
    return Constant(law.most_likely())
