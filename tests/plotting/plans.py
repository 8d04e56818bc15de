"""Plans to draw and to report on, from the usual one to those with something missing."""

# ruff: noqa: RUF001 - Chinese has punctuation of its own.

from __future__ import annotations

from functools import cache

import riskplan as rp

NAMES = (
    "旧系统接口不兼容",
    "客服人员抵触变革",
    "预算超支",
    "数据迁移缺陷",
    "供应商延期交付",
    "流程改进收益低于计划",
    "监管政策变化",
    "自然灾害",
    "突发事件导致业务中断",
    "核心人员流失",
)


def bridge(**changes) -> rp.Plan:
    """A plan with a bit of everything: money, time, phases, threats, an opportunity, responses."""
    plan = rp.Plan(
        "Bridge",
        start="2026-01-05",
        currency="CNY",
        deadline="2026-07-31",
        budget=900_000,
        reserve=0.15,
        description="A bridge; all ranges are assumed.",
        phases=[
            rp.Phase("prepare", "Preparation", share=0.3),
            rp.Phase("build", "Building", share=0.7, note="assumed: one crew"),
        ],
        costs=[
            rp.CostItem("piling", "Piling", rp.Pert(400_000, 500_000, 800_000), phase="build"),
            rp.CostItem("permits", "Permits", 40_000, phase="prepare", note="assumed: flat fee"),
        ],
        activities=[
            rp.Activity("survey", "Survey", rp.Triangular(10, 15, 25), phase="prepare"),
            rp.Activity("design", "Design", rp.Triangular(20, 30, 45), phase="prepare"),
            rp.Milestone("approved", "Approved", after=["survey", "design"], phase="prepare"),
            rp.Activity(
                "build",
                "Build",
                rp.Pert(60, 80, 130),
                after=["approved"],
                phase="build",
                day_rate=1_500,
                note="assumed: no night work",
            ),
            rp.Milestone("handover", "Hand-over", after=["build FS+5d"], phase="build"),
        ],
        risks=[
            rp.Risk(
                "flood",
                "Flood in the cofferdam",
                0.15,
                category="external/weather",
                owner="site manager",
                cause="Heavy rain upstream",
                event="the cofferdam is flooded",
                effect="piling stops",
                note="assumed: ten years of records",
                impacts=[
                    rp.CostImpact(rp.Triangular(20_000, 50_000, 90_000), note="assumed: pumps"),
                    rp.Delay("build", rp.Triangular(5, 10, 30)),
                ],
                responses=[
                    rp.Response(
                        "dam",
                        "Raise the cofferdam",
                        rp.Strategy.MITIGATE,
                        cost=8_000,
                        probability=0.05,
                        note="assumed: half a metre",
                    )
                ],
            ),
            rp.Risk(
                "skill",
                "Crew slower than planned",
                1.0,
                impacts=[rp.DurationFactor(["design", "build"], rp.Triangular(0.9, 1.0, 1.3))],
            ),
            rp.Risk(
                "reuse",
                "Reuse of the formwork",
                0.3,
                kind=rp.Kind.OPPORTUNITY,
                impacts=[rp.CostImpact(rp.Uniform(10_000, 30_000))],
            ),
            rp.Risk("strike", "Strike", 0.1, status=rp.Status.CLOSED),
        ],
    )
    return plan.evolve(**changes)


def crowd(count: int, *, in_one_cell: bool = False, responses: bool = True) -> rp.Plan:
    """A plan with so many risks, called in Chinese; every third one has a response."""
    risks = []
    for number in range(count):
        probability = 0.2 if in_one_cell else (0.03, 0.08, 0.2, 0.4, 0.7)[number % 5]
        share = 0.03 if in_one_cell else (0.003, 0.01, 0.03, 0.07, 0.2)[number % 3 + number % 2]
        kind = rp.Kind.OPPORTUNITY if number % 7 == 6 else rp.Kind.THREAT
        is_threat = kind is rp.Kind.THREAT
        strategy = rp.Strategy.MITIGATE if is_threat else rp.Strategy.ENHANCE
        cure = rp.Response("cure", "加强监控", strategy, probability=0.04)
        has_cure = responses and number % 3 == 0 and probability > 0.04
        risks.append(
            rp.Risk(
                f"r{number:02d}",
                f"{NAMES[number % len(NAMES)]}（{number + 1}）",
                probability,
                kind=kind,
                impacts=[rp.CostImpact(share * 1e6)],
                responses=[cure] if has_cure else [],
            )
        )
    item = rp.CostItem("all", "全部工作", rp.Pert(0.9e6, 1e6, 1.4e6))
    return rp.Plan("客户服务提升", currency="CNY", costs=[item], risks=risks)


def network(count: int, *, phases: int = 0) -> rp.Plan:
    """A schedule of so many activities in two chains, one of which has float."""
    activities = []
    for number in range(count):
        after = [f"a{number - 2}"] if number >= 2 else []
        longest = 12 if number % 2 else 30
        phase = f"p{number * phases // count}" if phases else None
        law = rp.Triangular(8, 10, longest)
        activities.append(
            rp.Activity(f"a{number}", f"Activity {number}", law, after=after, phase=phase)
        )
    return rp.Plan("Network", start="2026-01-05", activities=activities)


@cache
def bridge_run(iterations: int = 4_000) -> rp.SimulationResult:
    """A run of the bridge; one for all tests, because a result never changes."""
    return rp.simulate(bridge(), iterations=iterations, seed=1)
