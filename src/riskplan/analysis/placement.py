"""Where each risk sits on the matrix: levels of probability and impact, score and band."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from riskplan._format import card
from riskplan.analysis.expectation import expected_strikes
from riskplan.errors import RequestError
from riskplan.model import PLANNED, Kind, Plan, Risk, RiskMatrix, Scenario
from riskplan.simulation import Standing, refuse_broken, scenario_of, standings

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
        return self.numbers_with(self)

    def numbers_with(self, after: Placements) -> dict[str, int]:
        """Return the numbers here, and then those of the risks that only responses bring."""
        ids = dict.fromkeys(row.id for row in (*self.rows, *after.rows))
        return {id_: number for number, id_ in enumerate(ids, start=1)}

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
    refuse_broken(plan, scenario)
    chosen = scenario_of(scenario, plan)
    plan = chosen.applied_to(plan)
    placed = standings(plan)
    rows = [_placement(plan, risk, placed[risk.id]) for risk in plan.risks if risk.id in placed]
    rows.sort(key=lambda row: (-row.score, row.id))
    return Placements(tuple(rows), chosen, plan.matrix, plan.currency)


def _placement(plan: Plan, risk: Risk, standing: Standing) -> Placement:
    is_counted = PLANNED.view(risk).count is not None
    return Placement(
        id=risk.id,
        name=risk.name,
        kind=risk.kind,
        probability=standing.probability,
        cost=standing.cost,
        delay=standing.delay,
        row=standing.row,
        column=standing.column,
        score=standing.score,
        band=standing.band,
        strikes=expected_strikes(plan, risk.id) if is_counted else None,
    )
