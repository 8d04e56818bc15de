"""Plans that break a rule of money or of the risk matrix."""

from __future__ import annotations

import riskplan as rp
from tests.model.cases import Case, risk
from tests.model.good import GOOD

LEVELS = ["very low", "low", "medium", "high", "very high"]


def matrix(**parts) -> rp.Plan:
    return GOOD.evolve(matrix=rp.RiskMatrix(**parts))


MITIGATE = rp.Strategy.MITIGATE
SAVED = "that it saves of an expected 400; it pays only if it serves more than this risk"

MONEY: list[Case] = [
    (
        "shares_add_up",
        GOOD.evolve(phases=[rp.Phase("plan", "Plan", share=0.3), rp.Phase("build", "Build")]),
        [
            'phases[1] "build": has no share while other phases have; give all a share, or none',
            "phases: the shares add up to 0.3 instead of 1 (0.3); 0.7 is missing",
        ],
    ),
    (
        "shares_add_up",
        GOOD.evolve(
            phases=[rp.Phase("plan", "Plan", share=25), rp.Phase("build", "Build", share=-0.5)]
        ),
        [
            'phases[0] "plan": share must be between 0 and 1 (got 25); did you mean 0.25?',
            'phases[1] "build": share must be between 0 and 1 (got -0.5)',
            "phases: the shares add up to 24.5 instead of 1 (25 + -0.5); 23.5 is too much",
        ],
    ),
    (
        "phases_keep_their_share",
        GOOD.evolve(budget=500_000),
        [
            (
                'phases[1] "build": its work and cost items come to 530,000, its share of the '
                "budget to 375,000; adjust the share or the items"
            )
        ],
    ),
    (
        "reserve_is_a_fraction_or_an_amount",
        GOOD.evolve(reserve=rp.Reserve()),
        ["reserve: is either a share or an amount; give exactly one of the two"],
    ),
    (
        "reserve_is_a_fraction_or_an_amount",
        GOOD.evolve(reserve=rp.Reserve(1.5, amount=-5)),
        [
            "reserve: is either a share or an amount; give exactly one of the two",
            "reserve: share must be from 0 to below 1 (got 1.5); 15 % is 0.15",
            "reserve: must not be negative (got -5)",
        ],
    ),
    (
        "reserve_is_a_fraction_or_an_amount",
        GOOD.evolve(reserve=15),
        ["reserve: an amount of 15 beside costs of 530,000; did you mean 0.15, which is 15 %?"],
    ),
    (
        "responses_are_worth_their_cost",
        GOOD.evolve(
            risks=[
                risk(
                    "fire",
                    0.4,
                    impacts=[rp.CostImpact(1_000)],
                    responses=[
                        rp.Response("alarm", "A", MITIGATE, cost=101, probability=0.3),
                        rp.Response("doors", "D", MITIGATE, cost=99, probability=0.3),
                        rp.Response("walls", "W", MITIGATE, cost=81, impact="-20%"),
                        rp.Response("glass", "G", MITIGATE, cost=79, impact="-20%"),
                        rp.Response(
                            "spare", "S", MITIGATE, cost=201, impact="-20%", triggered=True
                        ),
                        rp.Response(
                            "truck", "T", MITIGATE, cost=199, impact="-20%", triggered=True
                        ),
                    ],
                ),
            ]
        ),
        [
            f'risks[0] "fire", responses[0] "alarm": costs 101, more than the 100 {SAVED}',
            f'risks[0] "fire", responses[2] "walls": costs 81, more than the 80 {SAVED}',
            f'risks[0] "fire", responses[4] "spare": costs 80, more than the 80 {SAVED}',
        ],
    ),
    (
        "responses_are_worth_their_cost",
        GOOD.evolve(
            risks=[
                risk(
                    "a",
                    impacts=[
                        rp.CostImpact(100),
                        rp.CostImpact(share=0.001, of=["piling", "build"]),
                    ],
                    responses=[
                        rp.Response("dear", "D", rp.Strategy.AVOID, cost=1_000),
                        rp.Response("cheap", "C", rp.Strategy.AVOID, cost=300),
                    ],
                ),
                risk(
                    "time",
                    impacts=[rp.Delay("deck", 1)],
                    responses=[rp.Response("m", "M", rp.Strategy.AVOID, cost=1_000)],
                ),
                risk(
                    "gain",
                    kind=rp.Kind.OPPORTUNITY,
                    responses=[rp.Response("m", "M", rp.Strategy.EXPLOIT, cost=1_000)],
                ),
                risk(
                    "maybe",
                    rp.Uniform(0, 0.5),
                    impacts=[rp.CostImpact(100)],
                    responses=[rp.Response("m", "M", rp.Strategy.AVOID, cost=26)],
                ),
                risk(
                    "often",
                    count="poisson(4)",
                    impacts=[rp.CostImpact(100)],
                    responses=[
                        rp.Response("dear", "D", rp.Strategy.AVOID, cost=201),
                        rp.Response("cheap", "C", rp.Strategy.AVOID, cost=200),
                    ],
                ),
            ]
        ),
        [
            (
                'risks[0] "a", responses[0] "dear": costs 1,000, more than the risk\'s expected '
                "loss of 317; it pays only if it serves more than this risk"
            ),
            (
                'risks[1] "time", responses[0] "m": costs 1,000, more than the risk\'s expected '
                "loss of 750; it pays only if the days that it saves are worth the rest"
            ),
            (
                'risks[3] "maybe", responses[0] "m": costs 26, more than the risk\'s expected '
                "loss of 25; it pays only if it serves more than this risk"
            ),
            (
                'risks[4] "often", responses[0] "dear": costs 201, more than the risk\'s expected '
                "loss of 200; it pays only if it serves more than this risk"
            ),
        ],
    ),
]

MATRIX: list[Case] = [
    (
        "matrix_is_well_formed",
        matrix(probability=rp.Scale(["low", "high"], [0.5])),
        ["matrix.probability: has 2 levels; a matrix has 3 to 5 on each side"],
    ),
    (
        "matrix_is_well_formed",
        matrix(cost=rp.Scale(LEVELS, [1, 2, 3]), delay=rp.Scale(LEVELS, [4, 3, 0, -1])),
        [
            (
                "matrix.cost: 5 levels need 4 cuts between them (got 3); give the value that ends "
                "each level but the last"
            ),
            "matrix.delay: cuts must be above 0 and rise (got [4.0, 3.0, 0.0, -1.0]); sort them",
        ],
    ),
    (
        "matrix_is_well_formed",
        matrix(cost=rp.Scale(LEVELS[:4], [1, 2, 3])),
        [
            (
                "matrix: cost has 4 levels and delay 5; give both the same number, since they "
                "share the columns"
            )
        ],
    ),
    (
        "matrix_is_well_formed",
        matrix(scores=[[1, 2], [3, 4]]),
        [
            (
                "matrix.scores: must have 5 rows of 5 numbers; one row for each level of "
                "probability, lowest first"
            )
        ],
    ),
    (
        "matrix_is_well_formed",
        matrix(scores=[[1, 2, 3, 4, 5]] * 4 + [[1, 2, 3, 4, 3]]),
        ["matrix.scores: must not fall as probability or impact rises; check them"],
    ),
    (
        "matrix_is_well_formed",
        matrix(bands=[rp.Band("high", 5), rp.Band("low", 0)]),
        ["matrix.bands: must rise (got lowest scores [5.0, 0.0]); sort them"],
    ),
    (
        "matrix_is_well_formed",
        matrix(bands=[]),
        ["matrix.bands: must rise (got lowest scores []); sort them"],
    ),
]
