"""Hypothesis strategies for whole plans that can be simulated, everything in them now and then."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

import riskplan as rp

PHASES = [None, "early", "late"]


def laws(lowest: int = 0, highest: int = 20) -> st.SearchStrategy[rp.Distribution]:
    """Laws in closed form between two whole numbers, so that plain arithmetic can follow them."""
    bounds = st.lists(st.integers(lowest, highest), min_size=3, max_size=3, unique=True).map(sorted)
    return st.one_of(
        st.integers(lowest, highest).map(rp.Constant),
        bounds.map(lambda ends: rp.Uniform(ends[0], ends[2])),
        bounds.map(lambda ends: rp.Triangular(*ends)),
        bounds.map(lambda values: rp.Discrete(values, [0.5, 0.25, 0.25])),
    )


def shares() -> st.SearchStrategy[rp.Distribution]:
    """Laws of fractions."""
    return st.sampled_from([rp.Constant(0.5), rp.Uniform(0, 0.5), rp.Triangular(0, 0.25, 1)])


def factors() -> st.SearchStrategy[rp.Distribution]:
    """Laws of factors that slow down, or do nothing."""
    return st.sampled_from([rp.Constant(1.5), rp.Uniform(1, 2), rp.Triangular(1, 1.25, 2)])


def probabilities() -> st.SearchStrategy[float | rp.Distribution]:
    """Probabilities, impossible, certain and uncertain ones among them."""
    return st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1.0, rp.Uniform(0.25, 0.5)])


@st.composite
def networks(draw: st.DrawFn, most: int = 6) -> list[rp.Activity | rp.Milestone]:
    """Draw activities and milestones in any order, with lags and leads, and without cycles."""
    items: list[rp.Activity | rp.Milestone] = []
    for row in range(draw(st.integers(0, most))):
        before = draw(st.lists(st.sampled_from(items), unique_by=id)) if items else []
        lags = st.sampled_from([0.0, 0.0, 2.0, 0.5, -1.5, -8.0])
        units = st.sampled_from([rp.TimeUnit.DAYS, rp.TimeUnit.DAYS, rp.TimeUnit.WEEKS])
        links = [rp.Link(item.id, lag=draw(lags), unit=draw(units)) for item in before]
        phase = draw(st.sampled_from(PHASES))
        if draw(st.integers(0, 4)) == 0:
            items.append(rp.Milestone(f"a{row}", f"Point {row}", after=links, phase=phase))
        else:
            rates = st.sampled_from([rp.Constant(0), rp.Constant(3), rp.Uniform(1, 2)])
            items.append(
                rp.Activity(
                    f"a{row}",
                    f"Work {row}",
                    draw(laws()),
                    after=links,
                    phase=phase,
                    day_rate=draw(rates),
                    unit=draw(units),
                )
            )
    return draw(st.permutations(items))


@st.composite
def budgets(draw: st.DrawFn, activities: Sequence[rp.Activity | rp.Milestone]) -> list[rp.CostItem]:
    """Draw lines of a budget, some of them paid by the day."""
    runs = sorted({a.id for a in activities} | {a.phase for a in activities if a.phase})
    items = []
    for row in range(draw(st.integers(0, 4))):
        during = draw(st.sampled_from([None, *runs]))
        items.append(
            rp.CostItem(
                f"c{row}",
                f"Line {row}",
                draw(laws()),
                phase=draw(st.sampled_from(PHASES)),
                day_rate=0 if during is None else draw(laws(1)),
                during=during,
            )
        )
    return draw(st.permutations(items))


@st.composite
def impacts(draw: st.DrawFn, plan: rp.Plan) -> list[rp.model.Impact]:
    """Draw what a risk does to the budget and the schedule of a plan."""
    work = [a for a in plan.activities if isinstance(a, rp.Activity)]
    times = sorted({a.id for a in work} | {a.phase for a in work if a.phase})
    lines = sorted({c.id for c in plan.costs} | {c.phase for c in plan.costs if c.phase})
    draws = st.sampled_from(list(rp.Draws))
    kinds = [
        st.builds(rp.CostImpact, laws(), phase=st.sampled_from(PHASES)),
    ]
    if lines:
        of = st.lists(st.sampled_from(lines), min_size=1, max_size=2, unique=True)
        kinds.append(st.builds(rp.CostImpact, share=shares(), of=of, phase=st.sampled_from(PHASES)))
    if times:
        hit = st.lists(st.sampled_from(times), min_size=1, max_size=2, unique=True)
        kinds.append(st.builds(rp.Delay, hit, laws(), draws=draws))
        kinds.append(st.builds(rp.Delay, hit, laws(), unit=st.just(rp.TimeUnit.WEEKS)))
        kinds.append(st.builds(rp.DurationFactor, hit, factors(), draws=draws))
    return draw(st.lists(st.one_of(kinds), max_size=3))


@st.composite
def risks(draw: st.DrawFn, plan: rp.Plan, most: int = 4) -> list[rp.Risk]:
    """Draw a register for a plan: conditions, exclusive groups, responses, every status."""
    items: list[rp.Risk] = []
    for row in range(draw(st.integers(0, most))):
        exclusive = draw(st.sampled_from([None, None, None, "group"]))
        probability = 0.25 if exclusive else draw(probabilities())
        status = st.sampled_from([*[rp.Status.OPEN] * 6, rp.Status.CLOSED, rp.Status.OCCURRED])
        earlier = [item.id for item in items]
        items.append(
            rp.Risk(
                f"r{row}",
                f"Risk {row}",
                probability,
                kind=draw(st.sampled_from([rp.Kind.THREAT, rp.Kind.THREAT, rp.Kind.OPPORTUNITY])),
                impacts=draw(impacts(plan)),
                responses=draw(responses(plan)) if isinstance(probability, float) else (),
                status=rp.Status.OPEN if exclusive else draw(status),
                given=None if exclusive else draw(st.sampled_from([None, None, *earlier])),
                exclusive=exclusive,
            )
        )
    return draw(st.permutations(items))


@st.composite
def responses(draw: st.DrawFn, plan: rp.Plan) -> list[rp.Response]:
    """Draw up to two responses, of which only the first may say which impacts remain."""
    return [
        rp.Response(
            f"m{row}",
            f"Measure {row}",
            draw(st.sampled_from([rp.Strategy.MITIGATE, rp.Strategy.AVOID])),
            cost=draw(laws()),
            probability=draw(st.sampled_from([None, 0.05, 0.0])),
            impacts=draw(st.one_of(st.none(), impacts(plan))) if row == 0 else None,
            adopted=draw(st.booleans()),
            phase=draw(st.sampled_from(PHASES)),
        )
        for row in range(draw(st.integers(0, 2)))
    ]


@st.composite
def plans(draw: st.DrawFn) -> rp.Plan:
    """Draw a plan that keeps every rule and can be simulated."""
    activities = draw(networks())
    plan = rp.Plan(
        "Drawn",
        start=draw(st.sampled_from([None, "2026-01-05"])),
        activities=activities,
        costs=draw(budgets(activities)),
    )
    plan = plan.evolve(risks=draw(risks(plan)))
    if plan.activities or plan.costs or plan.risks:
        return plan
    return plan.evolve(costs=[rp.CostItem("c0", "Line 0", draw(laws()))])
