"""From a plan under a scenario to the expression of its total cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations

from attrs import frozen

from riskplan.compiler import Index, index_of
from riskplan.distributions import Constant, Distribution, atoms_of, chance_of_any
from riskplan.exact.dependence import groups_together
from riskplan.exact.insurance import left_by, policies_by_risk
from riskplan.exact.terms import Amount, Cases, Strikes, Term, Total
from riskplan.exact.together import moving_together
from riskplan.model import CostImpact, Plan, Policy, Risk, Scenario

__all__ = ["Hit", "Sum", "cost_terms", "hit_of", "uncertain_rows"]

_NEGLIGIBLE = 1e-15
_ZERO = Constant(0.0)


@frozen
class Sum:
    """The total cost: what is certain of it, and what is not.

    Parameters
    ----------
    certain : float [currency]
        It moves the whole law, and is never rounded to a grid.
    term : Term
        The rest.
    """

    certain: float
    term: Total


@frozen
class Hit:
    """What one strike of a risk does to the cost.

    Parameters
    ----------
    amounts : tuple of Amount
        What it costs by itself, saved money being negative.
    pulls : dict of int to float
        By which fraction it raises uncertain cost items, by their rows.
    """

    amounts: tuple[Amount, ...]
    pulls: dict[int, float]


@frozen
class _Register:
    """The risks of a scenario as a forest: groups of which one occurs, under their conditions."""

    risks: dict[str, Risk]
    hits: dict[str, Hit]
    groups: dict[str | None, tuple[tuple[str, ...], ...]]
    policies: dict[str, Policy]

    @property
    def pulling(self) -> tuple[str, ...]:
        """The risks that raise uncertain cost items."""
        return tuple(id_ for id_, hit in self.hits.items() if hit.pulls)

    def below(self, ids: Iterable[str]) -> frozenset[str]:
        """Return some risks, and all that depend on them."""
        found: set[str] = set()
        waiting = list(ids)
        while waiting:
            found.add(id_ := waiting.pop())
            waiting += chain.from_iterable(self.groups.get(id_, ()))
        return frozenset(found)


def cost_terms(plan: Plan, scenario: Scenario) -> Sum:
    """Return the expression of the total cost of a plan in which nothing is refused."""
    register = _register(plan, scenario, index_of(plan))
    pulled = {row for hit in register.hits.values() for row in hit.pulls}
    parts: list[Term] = [Amount(law) for law in _free_lines(plan, scenario, pulled)]
    parts += [
        Amount(response.cost)
        for risk in register.risks.values()
        for response in sorted(risk.responses, key=lambda response: response.id)
        if not response.triggered
    ]
    in_force = scenario.policies_in_force(plan.policies)
    parts += [Amount(policy.premium) for policy in sorted(in_force, key=lambda policy: policy.id)]
    bound = []
    for group in register.groups.get(None, ()):
        if register.below(group).isdisjoint(register.pulling):
            parts.append(_group(group, register, frozenset()))
        else:
            bound.append(group)
    if bound:
        parts.append(_pulled(plan, pulled, bound, register))
    return _with_the_certain_apart(parts)


def uncertain_rows(plan: Plan, names: tuple[str, ...], index: Index) -> tuple[int, ...]:
    """Return the rows of the named cost items whose amount is not certain."""
    rows = index.lines(names)
    return tuple(row for row in rows if not isinstance(plan.costs[row].amount, Constant))


def hit_of(risk: Risk, plan: Plan, index: Index) -> Hit:
    """Return what one strike of a risk does to the cost; nothing where it cannot occur."""
    amounts = []
    pulls: dict[int, float] = {}
    for impact in () if risk.probability == 0.0 else risk.impacts:
        if not isinstance(impact, CostImpact):
            continue
        if impact.amount is not None:
            amounts.append(Amount(impact.amount, risk.sign))
        elif impact.share is not None:
            uncertain = uncertain_rows(plan, impact.of, index)
            for row in uncertain:
                pulls[row] = pulls.get(row, 0.0) + risk.sign * impact.share.mean()
            certain = math.fsum(
                plan.costs[row].amount.most_likely()
                for row in index.lines(impact.of)
                if row not in uncertain
            )
            if certain:
                amounts.append(Amount(impact.share, risk.sign * certain))
    return Hit(tuple(amounts), {row: share for row, share in pulls.items() if share})


def _register(plan: Plan, scenario: Scenario, index: Index) -> _Register:
    risks = {risk.id: scenario.view(risk) for risk in sorted(plan.risks, key=lambda risk: risk.id)}
    groups: dict[str | None, dict[str, list[str]]] = {}
    for risk in risks.values():
        name = f"alone {risk.id}" if risk.exclusive is None else f"group {risk.exclusive}"
        groups.setdefault(risk.given, {}).setdefault(name, []).append(risk.id)
    return _Register(
        risks=risks,
        hits={risk.id: hit_of(risk, plan, index) for risk in risks.values()},
        groups={given: tuple(map(tuple, named.values())) for given, named in groups.items()},
        policies=policies_by_risk(plan, scenario),
    )


def _free_lines(plan: Plan, scenario: Scenario, pulled: set[int]) -> Iterator[Distribution]:
    """Yield the laws of the cost items that no risk raises; what moves together is one law."""
    rows = {item.id: row for row, item in enumerate(plan.costs)}
    together = [tuple(rows[id_] for id_ in group) for group in groups_together(plan, scenario)]
    grouped = set(chain.from_iterable(together))
    for group in together:
        yield moving_together([plan.costs[row].amount for row in group])
    for row in sorted(rows.values(), key=lambda row: plan.costs[row].id):
        if row not in grouped and row not in pulled:
            yield plan.costs[row].amount


def _group(members: Sequence[str], register: _Register, occurring: frozenset[str]) -> Term:
    """Return the cost of risks of which at most one occurs, and of all that depend on them.

    Of the risks that raise uncertain cost items, exactly the `occurring` ones do occur.
    """
    chances = {id_: _chance(register.risks[id_]) for id_ in members}
    everyone = register.below(members)
    cases: list[tuple[float, Term]] = []
    for id_ in (None, *members):
        alive = register.below([] if id_ is None else [id_])
        if occurring & (everyone - alive):
            continue
        if id_ is None:
            cases.append((1.0 - math.fsum(chances.values()), Total()))
        elif id_ in occurring or not register.hits[id_].pulls:
            below = (_group(g, register, occurring) for g in register.groups.get(id_, ()))
            cases.append((chances[id_], Total((_struck(id_, register), *below))))
    kept = tuple(case for case in cases if case[0] > _NEGLIGIBLE)
    is_certain = len(kept) == 1 and kept[0][0] == 1.0
    return kept[0][1] if is_certain else Cases(kept)


def _struck(id_: str, register: _Register) -> Term:
    """Return what a risk that occurs costs by itself, with the responses that it sets off."""
    amounts, policy = register.hits[id_].amounts, register.policies.get(id_)
    each: Term = Total(amounts) if policy is None else left_by(policy, amounts)
    risk = register.risks[id_]
    struck = each if risk.count is None else Strikes(risk.count, each)
    set_off = [Amount(r.cost) for r in risk.responses if r.triggered and r.cost != _ZERO]
    return Total((struck, *set_off)) if set_off else struck


def _chance(risk: Risk) -> float:
    """Return the probability that a risk occurs, given its condition.

    Of an uncertain probability only the mean counts, because everything is linear in it.
    """
    probability = risk.probability
    live = probability.mean() if isinstance(probability, Distribution) else probability
    return live if risk.count is None else live * chance_of_any(risk.count)


def _pulled(
    plan: Plan, rows: set[int], groups: Sequence[Sequence[str]], register: _Register
) -> Term:
    """Return the cost items that risks raise, with those risks: one case for each combination."""
    everyone = register.pulling
    combined = chain.from_iterable(
        combinations(everyone, size) for size in range(len(everyone) + 1)
    )
    cases: list[tuple[float, Term]] = []
    for chosen in map(frozenset, combined):
        raised = _raised(rows, (register.hits[id_].pulls for id_ in sorted(chosen)))
        lines = (Amount(plan.costs[row].amount, by) for row, by in raised.items() if by)
        cases.append((1.0, Total((*lines, *(_group(g, register, chosen) for g in groups)))))
    return Cases(tuple(cases))


def _raised(rows: set[int], pulls: Iterable[Mapping[int, float]]) -> dict[int, float]:
    """Return by which factor each of some cost items is multiplied."""
    held = list(pulls)
    return {row: 1.0 + math.fsum(pull.get(row, 0.0) for pull in held) for row in sorted(rows)}


def _with_the_certain_apart(parts: Iterable[Term]) -> Sum:
    """Return a sum without nested ones, and without what is certain in it.

    Of a law of separate values its least one, and of a continuous law its mean, counts as certain,
    so that what is left lies well on any grid.
    """
    certain: list[float] = []
    rest: list[Term] = []
    waiting = list(parts)[::-1]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Total):
            waiting += part.parts[::-1]
        elif isinstance(part, Amount):
            atoms = atoms_of(part.law)
            start = _centre(part.law) if atoms is None else float(atoms[0][0])
            apart = part.scale * start + part.offset
            certain.append(apart)
            if atoms is None or len(atoms[0]) > 1:
                rest.append(Amount(part.law, part.scale, part.offset - apart))
        elif not isinstance(part, Cases) or any(_costs(inner) for _, inner in part.cases):
            rest.append(part)
    return Sum(math.fsum(certain), Total(tuple(rest)))


def _centre(law: Distribution) -> float:
    """Return the mean, or the median where there is no mean."""
    mean = law.mean()
    return mean if math.isfinite(mean) else float(law.ppf(0.5))


def _costs(term: Term) -> bool:
    """Return whether a term can be anything but nothing."""
    return term != Total() and not (
        isinstance(term, Total) and all(not _costs(part) for part in term.parts)
    )
