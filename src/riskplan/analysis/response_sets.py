"""Sets of responses: what the futures come to with any of them, put together from separate parts.

Responses to risks that have nothing to do with each other add up, iteration by iteration. So the
risks fall into clusters, and each set of responses within a cluster is worked out once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs
import numpy as np
from attrs import field, frozen

from riskplan._typing import BoolArray, FloatArray
from riskplan.analysis.response_bonds import Bonds
from riskplan.analysis.response_prices import chances_of_payment
from riskplan.analysis.response_rivals import response_name, rivals_in
from riskplan.model import Adoption, Plan, Response, Risk, Scenario
from riskplan.simulation import Variants

__all__ = ["Candidate", "Cluster", "Part", "ResponseSets", "Together"]

_NUMBERS_KEPT = 30_000_000
_FREE = 0.0


@frozen
class Candidate:
    """A response or a policy that may be in force or not.

    Parameters
    ----------
    name : str
        What scenarios call it: ``"flood.dam"``, or the id of a policy.
    risk : str
        The id of its risk; empty for a policy.
    id, label : str
        Its own id, and its name.
    adopted : bool
        Whether the plan has adopted it.
    """

    name: str
    risk: str
    id: str
    label: str
    adopted: bool


@frozen
class Cluster:
    """Risks that cannot be told apart, and the candidates that have a say in them.

    Parameters
    ----------
    members : tuple of str
        The candidates.
    risks, policies : tuple of str
    is_entangled : bool
        Whether the schedule, or what is paid by time, has to be worked out again.
    """

    members: tuple[str, ...]
    risks: tuple[str, ...]
    policies: tuple[str, ...]
    is_entangled: bool


@frozen(eq=False)
class Part:
    """What a set within a cluster changes, against none of the cluster in force.

    Parameters
    ----------
    cost : FloatArray, shape (n,) [currency]
    days : FloatArray, shape (n,), optional [working days]
        What the plan takes with it; None where the cluster does not move the schedule.
    in_time : BoolArray, shape (n,), optional
        Where the plan is then done by the finish asked about.
    """

    cost: FloatArray
    days: FloatArray | None
    in_time: BoolArray | None


@frozen(eq=False)
class Together:
    """What the iterations come to with a set of candidates in force.

    Parameters
    ----------
    cost : FloatArray, shape (n,) [currency]
    days : FloatArray, shape (n,) [working days]
    in_time : BoolArray, shape (n,)
    """

    cost: FloatArray
    days: FloatArray
    in_time: BoolArray


@frozen(eq=False, slots=False)
class ResponseSets:
    """Every set of candidates of a plan, on the same random numbers.

    Parameters
    ----------
    variants : Variants
    scenario : Scenario
        What is assumed besides the responses.
    fixed : frozenset of str
        What is in force in every set.
    with_policies : bool
        Whether policies are candidates, too.
    finish : numpy.datetime64 or float, optional
        The finish asked about: a point in time, or working days.
    """

    variants: Variants
    scenario: Scenario
    fixed: frozenset[str] = frozenset()
    with_policies: bool = False
    finish: np.datetime64 | float | None = None
    _parts: dict[tuple[Cluster, frozenset[str]], Part] = field(factory=dict, init=False)
    _prices: dict[tuple[Cluster, frozenset[str]], float] = field(factory=dict, init=False)

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.variants.plan

    @property
    def cell(self) -> int:
        """The iterations in a cell."""
        return self.variants.sampling.cell

    @property
    def rows(self) -> int:
        """How much there is to work out in an iteration."""
        plan = self.plan
        return 1 + len(plan.activities) + len(plan.costs) + len(plan.risks)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The candidates, responses first, in the order of the plan."""
        found = [
            Candidate(response_name(risk, one), risk.id, one.id, one.name, one.adopted)
            for risk in self.plan.risks
            for one in risk.responses
        ]
        if self.with_policies:
            found += [Candidate(p.id, "", p.id, p.name, p.adopted) for p in self.plan.policies]
        return tuple(found)

    @cached_property
    def has_cost(self) -> bool:
        """Whether anything costs money."""
        return self.variants.costs(self.scene(one.name for one in self.candidates))

    @cached_property
    def adopted(self) -> frozenset[str]:
        """The candidates that the scenario has in force."""
        return frozenset(
            one.name
            for one in self.candidates
            if self.scenario.puts_in_force(one.name, one.adopted)
        )

    @cached_property
    def rivals(self) -> dict[str, frozenset[str]]:
        """By name, the responses that cannot be in force beside one another."""
        return rivals_in(self.scenario.applied_to(self._register))

    def allows(self, chosen: Iterable[str]) -> bool:
        """Return whether some candidates can be in force together."""
        names = frozenset(chosen)
        return all(names.isdisjoint(self.rivals.get(name, ())) for name in names)

    def scene(self, chosen: Iterable[str]) -> Scenario:
        """Return the scenario with just some candidates in force, besides what is fixed."""
        names = tuple(sorted({*chosen, *self.fixed}))
        return attrs.evolve(self.scenario, adoption=Adoption.NONE, adopt=names, drop=())

    def of(self, chosen: Iterable[str]) -> Together:
        """Return what the iterations come to with some candidates in force."""
        names, whole = frozenset(chosen), self.nothing
        for cluster in self.clusters:
            whole = self.with_part(whole, cluster, names.intersection(cluster.members))
        return whole

    def with_part(self, whole: Together, cluster: Cluster, within: frozenset[str]) -> Together:
        """Return what it comes to with a set within a cluster, none of which was in force."""
        if not within:
            return whole
        part = self.part(cluster, within)
        return Together(
            whole.cost + part.cost,
            whole.days if part.days is None else part.days,
            whole.in_time if part.in_time is None else part.in_time,
        )

    def spent(self, chosen: Iterable[str]) -> float:
        """Return the expected cost of some candidates [currency]."""
        names = frozenset(chosen)
        parts = ((cluster, names.intersection(cluster.members)) for cluster in self.clusters)
        return math.fsum(self.price(cluster, within) for cluster, within in parts if within)

    @cached_property
    def nothing(self) -> Together:
        """What the iterations come to with nothing but what is fixed in force."""
        found = self.variants.totals(self.scene(()))
        in_time = (
            np.ones(len(found.cost), dtype=np.bool_)
            if self.finish is None
            else found.by(self.finish)
        )
        return Together(found.cost, found.days, in_time)

    def part(self, cluster: Cluster, within: frozenset[str]) -> Part:
        """Return what a set within a cluster changes; what was asked last is remembered."""
        key = (cluster, within)
        if key not in self._parts:
            self._parts[key] = self._part(cluster, within)
            while len(self._parts) * 2 * self.variants.iterations > _NUMBERS_KEPT:
                self._parts.pop(next(iter(self._parts)))
        return self._parts[key]

    def price(self, cluster: Cluster, within: frozenset[str]) -> float:
        """Return the expected cost of a set within a cluster [currency], remembered."""
        key = (cluster, within)
        if key not in self._prices:
            self._prices[key] = self._price(cluster, within)
        return self._prices[key]

    def _price(self, cluster: Cluster, within: frozenset[str]) -> float:
        """Return the expected cost of a set within a cluster [currency].

        What is paid where its risk occurs counts with that probability. Where only the iterations
        tell it, it is counted in them: by how much they would be cheaper if it were free.
        """
        costs = self._costs(within)
        triggered = {name for name, _, triggered in costs if triggered}
        chances = {name: 1.0 for name, _, _ in costs if name not in triggered}
        if triggered:  # most sets need no plan of their own for their price
            chances |= chances_of_payment(self.scene(within).applied_to(self._register), triggered)
        known = sum(cost * chances[name] for name, cost, _ in costs if name in chances)
        counted = frozenset(name for name, _, _ in costs if name not in chances)
        return known + float(np.mean(self._paid(cluster, within, counted)) if counted else _FREE)

    def own_cost(self, name: str, chosen: frozenset[str]) -> tuple[float, FloatArray | None]:
        """Return what one candidate of a set costs on average [currency].

        Also what it costs in each iteration, where that varies with its risk.
        """
        cluster = next(one for one in self.clusters if name in one.members)
        within = chosen.intersection(cluster.members)
        for known, cost, triggered in self._costs(within):
            if known == name:
                if not triggered:
                    return cost, None
                paid = self._paid(cluster, within, frozenset([name]))
                return float(np.mean(paid)), paid
        return _FREE, None

    def _paid(self, cluster: Cluster, within: frozenset[str], names: frozenset[str]) -> FloatArray:
        """Return what is paid for some responses in force, shape (n,) [currency]."""
        scene, free = self.scene(within), self._variants_without_cost(names)
        if cluster.is_entangled:
            whole: FloatArray = self.variants.totals(scene).cost - free.totals(scene).cost
            return whole
        asked = (scene, cluster.risks, cluster.policies)
        return self.variants.cost_of(*asked) - free.cost_of(*asked)

    def for_nothing(self) -> Together:
        """Return what it comes to with all candidates in force, and free of charge."""
        names = frozenset(one.name for one in self.candidates)
        found = self._variants_without_cost(names).totals(self.scene(names))
        in_time = self.nothing.in_time if self.finish is None else found.by(self.finish)
        return Together(found.cost, found.days, in_time)

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The clusters, that of the schedule first, the others in the order of the plan."""
        bonds = Bonds(risk.id for risk in self.plan.risks)
        for bound in self._bound():
            bonds.bind(bound)
        policies = [p for p in self.plan.policies if p.id in self._policies]
        entangled = self._entangled
        found = []
        for risks in bonds.groups():
            mine = tuple(p.id for p in policies if risks.intersection(p.covers))
            members = tuple(
                one.name for one in self.candidates if one.risk in risks or one.name in mine
            )
            if members:
                ids = tuple(risk.id for risk in self.plan.risks if risk.id in risks)
                found.append(Cluster(members, ids, mine, bool(risks & entangled)))
        return tuple(sorted(found, key=lambda cluster: not cluster.is_entangled))

    def _part(self, cluster: Cluster, within: frozenset[str]) -> Part:
        scene = self.scene(within)
        if not cluster.is_entangled:
            cost = self.variants.cost_of(scene, cluster.risks, cluster.policies)
            return Part(cost - self._alone(cluster), None, None)
        found = self.variants.totals(scene)
        in_time = None if self.finish is None else found.by(self.finish)
        return Part(found.cost - self.nothing.cost, found.days, in_time)

    def _alone(self, cluster: Cluster) -> FloatArray:
        """Return what a cluster costs with none of it in force."""
        if cluster not in self._starts:
            self._starts[cluster] = self.variants.cost_of(
                self.scene(()), cluster.risks, cluster.policies
            )
        return self._starts[cluster]

    @cached_property
    def _starts(self) -> dict[Cluster, FloatArray]:
        return {}

    @cached_property
    def _policies(self) -> frozenset[str]:
        """The policies that are in force in any set."""
        ids = {policy.id for policy in self.plan.policies}
        return frozenset(ids if self.with_policies else ids & self.fixed)

    def _costs(self, within: Iterable[str]) -> list[tuple[str, float, bool]]:
        """Return what each of some candidates costs, and whether only where its risk occurs.

        To a risk that does not exist nobody responds, and nobody pays for that.
        """
        plan, names = self.scene(within).applied_to(self._register), frozenset(within)
        found = [
            (response_name(risk, response), response.cost.mean(), response.triggered)
            for risk in plan.risks
            for response in risk.responses
            if response.adopted and response_name(risk, response) in names
        ]
        found += [(p.id, p.premium.mean(), False) for p in plan.policies if p.id in names]
        return found

    def _bound(self) -> Iterator[set[str]]:
        """Yield risks that cannot be told apart."""
        plan = self.plan
        groups: dict[str, set[str]] = {}
        for risk in plan.risks:
            if risk.given is not None:
                yield {risk.id, risk.given}
            if risk.exclusive is not None:
                groups.setdefault(risk.exclusive, set()).add(risk.id)
        yield from groups.values()
        yield from (set(p.covers) for p in plan.policies if p.id in self._policies)
        before = _viewed(self.scene(()), self._register)
        for one in self.candidates:
            after = _viewed(self.scene([one.name]), self._register)
            changed = {name for name, risk in after.items() if risk != before[name]}
            yield changed | ({one.risk} if one.risk else set())
        yield set(self._entangled)

    @cached_property
    def _register(self) -> Plan:
        """The plan without its schedule, which no response changes and which may be long."""
        return self.plan.evolve(activities=())

    @cached_property
    def _entangled(self) -> frozenset[str]:
        """The risks that have a say in the schedule under any set of candidates."""
        layers: list[list[str]] = [[]]
        for risk in self.plan.risks:
            for number, response in enumerate(risk.responses):
                if number + 1 == len(layers):
                    layers.append([])
                layers[number + 1].append(response_name(risk, response))
        found = (self.variants.entangled(self.scene(layer)) for layer in layers)
        return frozenset().union(*found)

    def _variants_without_cost(self, names: frozenset[str]) -> Variants:
        """Return the futures in which some responses cost nothing."""
        risks = tuple(_freed(risk, names) for risk in self.plan.risks)
        return attrs.evolve(self.variants, plan=self.plan.evolve(risks=risks))


def _viewed(scenario: Scenario, plan: Plan) -> dict[str, Risk]:
    """Return the risks as a scenario leaves them, but for what is done about them."""
    applied = scenario.applied_to(plan)
    return {risk.id: attrs.evolve(scenario.view(risk), responses=()) for risk in applied.risks}


def _freed(risk: Risk, names: frozenset[str]) -> Risk:
    """Return a risk some of whose responses cost nothing."""

    def change(response: Response) -> Response:
        free = response_name(risk, response) in names
        return attrs.evolve(response, cost=_FREE) if free else response

    return attrs.evolve(risk, responses=tuple(map(change, risk.responses)))
