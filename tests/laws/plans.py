"""Hypothesis strategies for whole plans that can be simulated, everything in them now and then.

A strategy is checked when it is first used, which takes longer than a draw: hence those that are
made once, as constants, and `chance`, which needs none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

import attrs
from hypothesis import strategies as st

import riskplan as rp

_Item = TypeVar("_Item")

PHASES = st.sampled_from([None, "early", "late"])
LAGS = st.sampled_from([0.0, 0.0, 2.0, 0.5, -1.5, -8.0])
UNITS = st.sampled_from([rp.TimeUnit.DAYS, rp.TimeUnit.DAYS, rp.TimeUnit.WEEKS])
RATES = st.sampled_from([rp.Constant(0), rp.Constant(3), rp.Uniform(1, 2)])
SHARES = st.sampled_from([rp.Constant(0.5), rp.Uniform(0, 0.5), rp.Triangular(0, 0.25, 1)])
FACTORS = st.sampled_from([rp.Constant(1.5), rp.Uniform(1, 2), rp.Triangular(1, 1.25, 2)])
PROBABILITIES = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1.0, rp.Uniform(0.25, 0.5)])
KINDS = st.sampled_from([rp.Kind.THREAT, rp.Kind.THREAT, rp.Kind.OPPORTUNITY])
STATUSES = st.sampled_from([*[rp.Status.OPEN] * 6, rp.Status.CLOSED, rp.Status.OCCURRED])
STRATEGIES = {
    rp.Kind.THREAT: st.sampled_from([rp.Strategy.MITIGATE, rp.Strategy.AVOID]),
    rp.Kind.OPPORTUNITY: st.sampled_from([rp.Strategy.ENHANCE, rp.Strategy.SHARE]),
}
REMAINING = st.sampled_from([None, 0.5, 0.0])
DRAWS = st.sampled_from(list(rp.Draws))
NUMBERS = st.integers(0, 4)
BOOLEANS = st.booleans()
COUNTS = st.sampled_from([None, None, rp.Constant(2), rp.Discrete([0, 1, 3], [0.25, 0.5, 0.25])])
DEDUCTIBLES = st.sampled_from([0.0, 0.0, 3.0, 10.5])
PARTS = st.sampled_from([1.0, 1.0, 0.75, 0.3, 0.0])
LIMITS = st.sampled_from([None, None, 2.0, 9.5, 30.0])


@cache
def laws(lowest: int = 0, highest: int = 20) -> st.SearchStrategy[rp.Distribution]:
    """Laws in closed form between two whole numbers, so that plain arithmetic can follow them."""
    number = st.integers(lowest, highest)
    bounds = st.tuples(number, st.integers(1, 9), st.integers(1, 9)).map(
        lambda parts: (parts[0], parts[0] + parts[1], parts[0] + parts[1] + parts[2])
    )
    return st.one_of(
        number.map(rp.Constant),
        bounds.map(lambda ends: rp.Uniform(ends[0], ends[2])),
        bounds.map(lambda ends: rp.Triangular(*ends)),
        bounds.map(lambda values: rp.Discrete(values, [0.5, 0.25, 0.25])),
    )


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


def chance(draw: st.DrawFn, items: Sequence[_Item]) -> _Item:
    """Draw one of some items."""
    return items[draw(_below(len(items)))]


def some(draw: st.DrawFn, items: Sequence[_Item], most: int) -> list[_Item]:
    """Draw one or several different items."""
    chosen = {draw(_below(len(items))) for _ in range(1 + draw(_below(most)))}
    return [items[row] for row in sorted(chosen)]


def shuffled(draw: st.DrawFn, items: Sequence[_Item]) -> list[_Item]:
    """Draw an order."""
    order: list[_Item] = []
    for item in items:
        order.insert(draw(_below(len(order) + 1)), item)
    return order


@st.composite
def networks(draw: st.DrawFn, most: int = 5) -> list[rp.Activity | rp.Milestone]:
    """Draw activities and milestones in any order, with lags and leads, and without cycles."""
    items: list[rp.Activity | rp.Milestone] = []
    for row in range(draw(_below(most + 1))):
        before = [item for item in items if draw(BOOLEANS)]
        links = [rp.Link(item.id, lag=draw(LAGS), unit=draw(UNITS)) for item in before]
        phase = draw(PHASES)
        if draw(NUMBERS) == 0:
            items.append(rp.Milestone(f"a{row}", f"Point {row}", after=links, phase=phase))
            continue
        items.append(
            rp.Activity(
                f"a{row}",
                f"Work {row}",
                draw(laws()),
                after=links,
                phase=phase,
                day_rate=draw(RATES),
                unit=draw(UNITS),
            )
        )
    return shuffled(draw, items)


@st.composite
def budgets(draw: st.DrawFn, activities: Sequence[rp.Activity | rp.Milestone]) -> list[rp.CostItem]:
    """Draw lines of a budget, some of them paid by the day."""
    runs = sorted({a.id for a in activities} | {a.phase for a in activities if a.phase})
    items = []
    for row in range(draw(NUMBERS)):
        during = chance(draw, [None, *runs])
        items.append(
            rp.CostItem(
                f"c{row}",
                f"Line {row}",
                draw(laws()),
                phase=draw(PHASES),
                day_rate=0 if during is None else draw(laws(1)),
                during=during,
            )
        )
    return shuffled(draw, items)


@st.composite
def impacts(draw: st.DrawFn, plan: rp.Plan) -> list[rp.model.Impact]:
    """Draw what a risk does to the budget and the schedule of a plan; factors never shorten."""
    work = [a for a in plan.activities if isinstance(a, rp.Activity)]
    times = sorted({a.id for a in work} | {a.phase for a in work if a.phase})
    lines = sorted({c.id for c in plan.costs} | {c.phase for c in plan.costs if c.phase})
    kinds = ["amount", *["share"] * bool(lines), *["delay", "weeks", "factor"] * bool(times)]
    found: list[rp.model.Impact] = []
    for _ in range(draw(_below(4))):
        kind = chance(draw, kinds)
        if kind == "amount":
            found.append(rp.CostImpact(draw(laws()), phase=draw(PHASES)))
        elif kind == "share":
            of = some(draw, lines, 2)
            found.append(rp.CostImpact(share=draw(SHARES), of=of, phase=draw(PHASES)))
        elif kind == "factor":
            hit = some(draw, times, 2)
            found.append(rp.DurationFactor(hit, draw(FACTORS), draws=draw(DRAWS)))
        else:
            unit = rp.TimeUnit.WEEKS if kind == "weeks" else rp.TimeUnit.DAYS
            hit = some(draw, times, 2)
            found.append(rp.Delay(hit, draw(laws()), unit=unit, draws=draw(DRAWS)))
    return found


@st.composite
def responses(
    draw: st.DrawFn, plan: rp.Plan, probability: float, kind: rp.Kind
) -> list[rp.Response]:
    """Draw up to two responses, of which only the first may say which impacts remain."""
    found = []
    for row in range(draw(_below(3))):
        remaining = draw(REMAINING)
        found.append(
            rp.Response(
                f"m{row}",
                f"Measure {row}",
                draw(STRATEGIES[kind]),
                cost=draw(laws()),
                probability=None if remaining is None else remaining * probability,
                impacts=draw(impacts(plan)) if row == 0 and draw(BOOLEANS) else None,
                adopted=draw(BOOLEANS),
                phase=draw(PHASES),
            )
        )
    return found


@st.composite
def risks(draw: st.DrawFn, plan: rp.Plan, most: int = 4) -> list[rp.Risk]:
    """Draw a register for a plan: conditions, an exclusive group, responses, every status."""
    items: list[rp.Risk] = []
    for row in range(draw(_below(most + 1))):
        exclusive = "group" if draw(NUMBERS) == 0 else None
        probability = 0.25 if exclusive else draw(PROBABILITIES)
        certain = isinstance(probability, float)
        kind = draw(KINDS)
        items.append(
            rp.Risk(
                f"r{row}",
                f"Risk {row}",
                probability,
                kind=kind,
                impacts=draw(impacts(plan)),
                responses=draw(responses(plan, probability, kind)) if certain else (),
                status=rp.Status.OPEN if exclusive else draw(STATUSES),
                given=None if exclusive else chance(draw, [None, None, *(r.id for r in items)]),
                exclusive=exclusive,
            )
        )
    return shuffled(draw, items)


@st.composite
def policies(draw: st.DrawFn, plan: rp.Plan) -> list[rp.Policy]:
    """Draw policies for the threats of a plan, several of which may cover one."""
    threats = sorted(risk.id for risk in plan.risks if risk.kind is rp.Kind.THREAT)
    found = [
        rp.Policy(
            f"p{row}",
            f"Policy {row}",
            some(draw, threats, 3),
            premium=draw(laws()),
            deductible=draw(DEDUCTIBLES),
            share=draw(PARTS),
            limit=draw(LIMITS),
            aggregate_limit=draw(LIMITS),
            adopted=draw(NUMBERS) > 0,
            phase=draw(PHASES),
        )
        for row in range(draw(_below(4)) if threats else 0)
    ]
    return shuffled(draw, found)


@st.composite
def insured_plans(draw: st.DrawFn) -> rp.Plan:
    """Draw a plan with threats that may strike several times, and with policies for them."""
    plan = draw(plans())
    risks_ = [
        attrs.evolve(risk, count=draw(COUNTS))
        if risk.exclusive is None and risk.status is rp.Status.OPEN
        else risk
        for risk in plan.risks
    ]
    plan = plan.evolve(risks=risks_)
    return plan.evolve(policies=draw(policies(plan)))


@st.composite
def plans(draw: st.DrawFn) -> rp.Plan:
    """Draw a plan that keeps every rule and can be simulated."""
    activities = draw(networks())
    plan = rp.Plan(
        "Drawn",
        start="2026-01-05" if draw(BOOLEANS) else None,
        activities=activities,
        costs=draw(budgets(activities)),
    )
    plan = plan.evolve(risks=draw(risks(plan)))
    if plan.activities or plan.costs or plan.risks:
        return plan
    return plan.evolve(costs=[rp.CostItem("c0", "Line 0", draw(laws()))])
