"""Plans with responses, small enough to try every set of them by hand."""

from __future__ import annotations

import itertools
import math

import riskplan as rp

MITIGATE = rp.Strategy.MITIGATE


def response(name, cost, **after):
    return rp.Response(name, name.upper(), MITIGATE, cost=cost, **after)


def knapsack():
    """Four risks with three responses each, all numbers constant: the exact mean is arithmetic."""
    losses = {"a": (0.5, 80), "b": (0.4, 60), "c": (0.3, 100), "d": (0.6, 30)}
    prices = {"x": 6, "y": 9, "z": 13}
    factors = {"x": 0.6, "y": 0.45, "z": 0.3}
    risks = [
        rp.Risk(
            risk,
            risk.upper(),
            chance,
            impacts=[rp.CostImpact(loss)],
            responses=[
                response(name, price * (1 + place / 7), probability=chance * factors[name])
                for name, price in prices.items()
            ],
        )
        for place, (risk, (chance, loss)) in enumerate(losses.items())
    ]
    return rp.Plan("Knapsack", risks=risks, costs=[rp.CostItem("base", "Base", 500)])


def exact_mean(plan, chosen):
    """The expected cost of a plan of constants with a set of responses, by arithmetic."""
    total = 500.0
    for risk in plan.risks:
        held = [one for one in risk.responses if (risk.id, one.id) in chosen]
        ratios = [one.probability / risk.probability for one in held]
        loss = risk.impacts[0].amount.mean()
        total += risk.probability * math.prod(ratios) * loss + sum(one.cost.mean() for one in held)
    return total


def exact_cost_of(plan, chosen):
    return sum(
        one.cost.mean()
        for risk in plan.risks
        for one in risk.responses
        if (risk.id, one.id) in chosen
    )


def every_set(plan):
    pairs = [(risk.id, one.id) for risk in plan.risks for one in risk.responses]
    for size in range(len(pairs) + 1):
        yield from itertools.combinations(pairs, size)


def tangle():
    """Responses that meet in every way: one schedule, a policy, conditions, secondary risks."""
    activities = [
        rp.Activity("a", "A", rp.Pert(10, 12, 20), day_rate=3),
        rp.Activity("b", "B", rp.Pert(10, 12, 20)),
        rp.Milestone("end", "End", after=["a", "b"]),
    ]
    risks = [
        rp.Risk(
            "r1",
            "One",
            0.3,
            impacts=[rp.CostImpact(rp.Uniform(10, 40))],
            responses=[
                response("x", 2, probability=0.1),
                response("y", rp.Uniform(1, 3), cost_impact="-50%"),
            ],
        ),
        rp.Risk(
            "r2",
            "Two",
            0.4,
            impacts=[rp.Delay("a", rp.Uniform(3, 12)), rp.CostImpact(5)],
            responses=[
                response("x", 4, probability=0.1),
                response("y", 3, delay_cap=4, triggered=True),
            ],
        ),
        rp.Risk(
            "r3",
            "Three",
            0.5,
            impacts=[rp.Delay("b", rp.Uniform(3, 9))],
            responses=[response("x", 3, probability=0.1)],
        ),
        rp.Risk(
            "r4",
            "Four",
            0.4,
            impacts=[rp.CostImpact(share=0.2, of="c")],
            responses=[response("x", 2, probability=0.2)],
        ),
        rp.Risk(
            "r5",
            "Five",
            0.5,
            given="r1",
            impacts=[rp.CostImpact(30)],
            responses=[response("x", 1, probability=0.2)],
        ),
        rp.Risk(
            "r6",
            "Six",
            0.5,
            impacts=[rp.CostImpact(rp.Uniform(10, 60))],
            responses=[response("x", 5, probability=0.2)],
        ),
        rp.Risk("r7", "Seven", 0.3, impacts=[rp.CostImpact(rp.Uniform(10, 60))]),
        rp.Risk(
            "r8",
            "Eight",
            0.5,
            arises_from="r1.x",
            impacts=[rp.CostImpact(6)],
            responses=[response("x", 1, probability=0.1)],
        ),
    ]
    policy = rp.Policy("p", "P", ["r6", "r7"], premium=4, deductible=5, aggregate_limit=50)
    return rp.Plan(
        "Tangle",
        start="2026-01-05",
        deadline="2026-01-23",
        budget=130,
        currency="EUR",
        activities=activities,
        risks=risks,
        policies=[policy],
        costs=[rp.CostItem("c", "C", rp.Pert(30, 40, 60))],
    )


def in_force(plan, chosen):
    """The scenario with just these responses, and the insurance that the plan has adopted."""
    policies = [policy.id for policy in plan.policies if policy.adopted]
    names = [f"{risk}.{name}" for risk, name in chosen]
    return rp.Scenario("s", "S", rp.Adoption.NONE, adopt=sorted([*names, *policies]))
