"""What each response is worth: what it saves, alone and given the others, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from attrs import frozen

from riskplan._format import card, percent_text
from riskplan._typing import FloatArray
from riskplan.analysis.response_requests import sets_of
from riskplan.analysis.response_sets import Candidate, ResponseSets
from riskplan.errors import RequestError, counted
from riskplan.model import PLANNED, Plan, Scenario
from riskplan.results import Estimate, PairedSamples, Samples, mean_estimate, share_estimate
from riskplan.results.cells import half_width
from riskplan.simulation import Random, SamplingPlan

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ResponseValue", "ResponseValues", "Worth", "value_responses"]

_Changes: TypeAlias = tuple[Estimate | None, Estimate | None, Estimate | None]

_NO_CHANGES: _Changes = (None, None, None)
_FIGURES = ("mean_cost", "p50_cost", "p80_cost", "mean_days", "p50_days", "p80_days")


@frozen
class Worth:
    """What a response changes, against the same futures without it.

    Parameters
    ----------
    cost : Estimate [currency]
        What the response is expected to cost; without error where its law tells that.
    mean_cost, p50_cost, p80_cost : Estimate, optional [currency]
        The change of the total cost, with what the response costs in it: negative where the
        response saves more than it costs. None where nothing costs money.
    mean_days, p50_days, p80_days : Estimate, optional [working days]
        The change of the finish: negative where the response brings it forward. None where the
        plan has no schedule.
    returns : Estimate, optional
        What it saves for each unit of money that it costs: 1 pays for itself. None where it costs
        nothing.
    pays : Estimate, optional
        The probability that it saves more than it costs.
    """

    cost: Estimate
    mean_cost: Estimate | None
    p50_cost: Estimate | None
    p80_cost: Estimate | None
    mean_days: Estimate | None
    p50_days: Estimate | None
    p80_days: Estimate | None
    returns: Estimate | None
    pays: Estimate | None

    @property
    def net_mean(self) -> Estimate | None:
        """What it saves beyond its cost on average [currency]."""
        return _negative(self.mean_cost)

    @property
    def net_p80(self) -> Estimate | None:
        """By how much it lowers the P80 of the cost, its own cost included [currency]."""
        return _negative(self.p80_cost)


@frozen
class ResponseValue:
    """One response, or one insurance policy, and what it is worth.

    Parameters
    ----------
    name : str
        What scenarios call it: ``"flood.dam"``, or the id of a policy.
    risk, response : str
        The ids of the risk and of the response; of a policy the first is empty.
    label : str
        The name that people read.
    adopted : bool
        Whether the scenario has it in force.
    alone : Worth
        With it as the only one in force, against none.
    given : Worth
        With it among those in force in the scenario, against those without it.
    instead_of : tuple of str
        What the scenario has in force and cannot be in force beside it, as where both say which
        impacts remain: `given` is without these.
    """

    name: str
    risk: str
    response: str
    label: str
    adopted: bool
    alone: Worth
    given: Worth
    instead_of: tuple[str, ...] = ()


@frozen(repr=False)
class ResponseValues:
    """What the responses of a plan are worth, the largest net benefit given the others first.

    Parameters
    ----------
    rows : tuple of ResponseValue
    currency : str
    scenario : str
        The id of the scenario that says what is in force besides.
    iterations, seed : int
    """

    rows: tuple[ResponseValue, ...]
    currency: str
    scenario: str
    iterations: int
    seed: int

    def __iter__(self) -> Iterator[ResponseValue]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, name: str) -> ResponseValue:
        """Return one of them, such as ``"flood.dam"``, or a policy by its id.

        Raises
        ------
        RequestError
            If there is none of that name.
        """
        for row in self:
            if row.name == name:
                return row
        known = ", ".join(row.name for row in self) or "none"
        raise RequestError(f'there is no response "{name}"; there are: {known}')

    def to_frame(self) -> pd.DataFrame:
        """Return a frame indexed by name, and by ``"alone"`` or ``"given"``, with errors."""
        import pandas as pd

        places, rows = [], []
        for row in self:
            for how, worth in (("alone", row.alone), ("given", row.given)):
                places.append((row.name, how))
                told = {"label": row.label, "adopted": row.adopted}
                told["instead_of"] = ", ".join(row.instead_of)
                rows.append({**told, **_columns(worth)})
        index = pd.MultiIndex.from_tuples(places, names=["response", "others"])
        return pd.DataFrame(rows, index=index)

    def __repr__(self) -> str:
        top = ", ".join(f"{row.name} {_net_text(row.given)}" for row in self.rows[:3])
        return f"ResponseValues({counted(len(self), 'response')}; net {top or 'nothing'})"

    def _repr_html_(self) -> str:
        rows = [(f"{row.label} ({row.name})", self._told(row)) for row in self]
        return card("Net benefit of each response given the others, at the mean", rows)

    def _told(self, row: ResponseValue) -> str:
        worth = row.given
        parts = [f"{_net_text(worth)} {self.currency}".strip()]
        if worth.returns is not None:
            parts.append(f"returns {worth.returns}")
        if worth.pays is not None:
            parts.append(f"pays in {percent_text(worth.pays, worth.pays.error)}")
        if worth.mean_days is not None:
            parts.append(f"{worth.mean_days} days")
        if row.instead_of:
            parts.append(f"instead of {', '.join(row.instead_of)}")
        return "; ".join(parts)


def value_responses(
    plan: Plan,
    *,
    iterations: int | None = None,
    seed: int | None = None,
    scenario: Scenario | str = PLANNED,
    sampling: SamplingPlan = Random(),  # noqa: B008 - a frozen value
) -> ResponseValues:
    """Return what each response and each insurance policy of a plan is worth.

    Everything is worked out on the same random numbers, so that the errors are those of paired
    differences.

    Parameters
    ----------
    plan : Plan
    iterations, seed, sampling
        As in `simulate`.
    scenario : Scenario or str
        Which responses are in force besides the one that is looked at, and what else is assumed.

    Returns
    -------
    ResponseValues
        Of all responses, adopted or not: alone, against nothing in force; and given the others,
        against all that the scenario has in force but itself and what contradicts it.

    Raises
    ------
    PlanError
        If the plan breaks a rule.
    RequestError
        If an argument cannot be; also for `Sobol()`, which does not keep scenarios paired.

    Examples
    --------
    >>> import riskplan as rp
    >>> dam = rp.Response("dam", "Raise the dam", rp.Strategy.MITIGATE, cost=3, probability=0.1)
    >>> flood = rp.Risk("flood", "Flood", 0.3, impacts=[rp.CostImpact(40)], responses=[dam])
    >>> values = rp.value_responses(rp.Plan("Dam", risks=[flood]), iterations=20_000, seed=1)
    >>> worth = values.row("flood.dam").alone
    >>> abs(worth.net_mean - 5) < 2 * worth.net_mean.error < 0.7, 2 < worth.returns < 3.2
    (True, True)
    """
    sets = sets_of(
        plan, None, iterations=iterations, seed=seed, scenario=scenario, sampling=sampling
    )
    rows = [_row(sets, one) for one in sets.candidates]
    rows.sort(key=lambda row: -(row.given.net_mean or 0.0))
    variants = sets.variants
    return ResponseValues(
        tuple(rows), plan.currency, sets.scenario.id, variants.iterations, variants.seed
    )


def _row(sets: ResponseSets, one: Candidate) -> ResponseValue:
    rivals = sets.rivals.get(one.name, frozenset()) & sets.adopted
    others = sets.adopted - {one.name} - rivals
    return ResponseValue(
        name=one.name,
        risk=one.risk,
        response=one.id,
        label=one.label,
        adopted=one.name in sets.adopted,
        alone=_worth(sets, one.name, frozenset()),
        given=_worth(sets, one.name, others),
        instead_of=tuple(other.name for other in sets.candidates if other.name in rivals),
    )


def _worth(sets: ResponseSets, name: str, others: frozenset[str]) -> Worth:
    """Return what a candidate is worth besides some others."""
    held = others | {name}
    found, before = sets.of(held), sets.of(others)
    price, paid = sets.own_cost(name, held)
    cost = Estimate(price, price, price) if paid is None else mean_estimate(paid, sets.cell)
    money, days, returns, pays = _NO_CHANGES, _NO_CHANGES, None, None
    if sets.has_cost:
        money = _changes(found.cost, before.cost, sets)
        saved = before.cost - found.cost
        returns = _returns(saved, cost, paid, sets.cell)
        pays = share_estimate(saved > 0.0, sets.cell)
    if sets.plan.activities:
        days = _changes(found.days, before.days, sets)
    return Worth(
        cost=cost,
        mean_cost=money[0],
        p50_cost=money[1],
        p80_cost=money[2],
        mean_days=days[0],
        p50_days=days[1],
        p80_days=days[2],
        returns=returns,
        pays=pays,
    )


def _changes(found: FloatArray, before: FloatArray, sets: ResponseSets) -> _Changes:
    pair = PairedSamples(*(Samples(values, 0.0, "", sets.cell) for values in (found, before)))
    return pair.mean(), pair.percentile(50), pair.percentile(80)


def _returns(
    saved: FloatArray, cost: Estimate, paid: FloatArray | None, cell: int
) -> Estimate | None:
    """Return what is saved for each unit of money: a ratio of means.

    Where the cost varies with the risk, its error goes along with that of what is saved, and the
    error is that of the residuals (W. G. Cochran, *Sampling Techniques*, 3rd ed., equation 2.39).
    """
    if cost <= 0.0:
        return None
    if paid is None:
        return mean_estimate(saved, cell).shifted(cost.value).scaled(1.0 / cost.value)
    ratio = (float(np.mean(saved)) + cost.value) / cost.value
    half = half_width((saved + paid - ratio * paid) / cost.value, cell)
    return Estimate(ratio, ratio - half, ratio + half)


def _negative(value: Estimate | None) -> Estimate | None:
    if value is None:
        return None
    return Estimate(0.0 - value, 0.0 - value.high, 0.0 - value.low)


def _net_text(worth: Worth) -> str:
    net = worth.net_mean
    return "no money" if net is None else str(net)


def _columns(worth: Worth) -> dict[str, float]:
    """Return the figures of a worth, each with its error beside it."""
    figures = [(name, getattr(worth, name)) for name in ("cost", *_FIGURES)]
    figures += [("net_mean", worth.net_mean), ("net_p80", worth.net_p80)]
    figures += [("returns", worth.returns), ("pays", worth.pays)]
    columns: dict[str, float] = {}
    for name, value in figures:
        columns[name] = math.nan if value is None else value.value
        columns[f"{name}_error"] = math.nan if value is None else value.error
    return columns
