"""Plans that break a rule of correlations: what they name, and by which coefficients."""

from __future__ import annotations

import riskplan as rp
from tests.model.cases import Case, activity, risk

SIZE = rp.Pert(1, 2, 5)
FLOOD = risk("flood", 0.1, impacts=[rp.CostImpact(SIZE), rp.Delay("build", SIZE)])

PLAN = rp.Plan(
    "Dam",
    costs=[rp.CostItem(name, name, SIZE) for name in ("piles", "crane", "steel", "rent")],
    activities=[
        activity("build", duration=SIZE),
        activity("test", duration=SIZE, after="build"),
        activity("rent", duration=SIZE),
        rp.Milestone("done", "Done", after="test"),
    ],
    risks=[FLOOD, risk("frost", 0.3, impacts=[rp.CostImpact(5)])],
)


def correlated(*correlations: rp.Correlation, **parts) -> rp.Plan:
    return PLAN.evolve(correlations=correlations, **parts)


def with_risk(item: rp.Risk, *names: str) -> rp.Plan:
    """The plan with a further risk, and a correlation of it with others."""
    return correlated(rp.Correlation(names, 0.2), risks=[*PLAN.risks, item])


def matrix(*entries: float) -> list[list[float]]:
    """The matrix of three quantities with the entries 1-2, 1-3 and 2-3."""
    a, b, c = entries
    return [[1, a, b], [a, 1, c], [b, c, 1]]


THREE = ["piles", "crane", "steel"]

QUANTITIES: list[Case] = [
    (
        "correlations_name_quantities",
        correlated(
            rp.Correlation(["piles", "crank"], 0.3),
            rp.Correlation(["piles", "costs.stel"], 0.3),
            rp.Correlation(["piles", "frost.delay"], 0.3),
            rp.Correlation(["rent", "piles"], 0.3),
            rp.Correlation(["done", "piles"], 0.3),
            rp.Correlation(["flood.factor", "piles"], 0.3),
            rp.Correlation(["crane.delay", "piles"], 0.3),
        ),
        [
            (
                'correlations[0]: names quantity "crank", which does not exist; did you mean '
                '"crane"?'
            ),
            (
                'correlations[1]: names quantity "costs.stel", which does not exist; did you mean '
                '"costs.steel"?'
            ),
            (
                'correlations[2]: names quantity "frost.delay", which does not exist; there are: '
                "frost.cost, frost.cost.1"
            ),
            (
                'correlations[3]: "rent" names a cost item and an activity; write costs.rent, '
                "activities.rent or risks.rent"
            ),
            (
                'correlations[4]: names milestone "done", which takes no time; name the activity '
                "before it"
            ),
            (
                'correlations[5]: names quantity "flood.factor", which does not exist; did '
                'you mean "flood.cost"?'
            ),
            (
                'correlations[6]: names quantity "crane.delay", which does not exist; did '
                'you mean "crane"?'
            ),
        ],
    ),
    (
        "correlations_name_quantities",
        correlated(
            rp.Correlation(["piles"], 0.3),
            rp.Correlation(["piles", "piles"], 0.3),
            rp.Correlation(["flood.cost", "risks.flood.cost.1"], 0.3),
            rp.Correlation("ab", 0.3),
        ),
        [
            (
                f"correlations[{index}]: ids must be two or more different ones; list each once, "
                'as in ["a", "b"]'
            )
            for index in range(4)
        ],
    ),
    (
        "correlated_quantities_can_move",
        with_risk(risk("leak", given="flood"), "leak", "frost"),
        [
            (
                'correlations[0]: the occurrence of risk "leak" already depends on that of '
                '"flood"; correlate that one, or leave out given and correlate both'
            )
        ],
    ),
    (
        "correlated_quantities_can_move",
        with_risk(risk("north", exclusive="wind"), "frost", "north"),
        [
            (
                'correlations[0]: the occurrence of risk "north" already depends on the group '
                '"wind"; leave out exclusive, or correlate the sizes of its impacts'
            )
        ],
    ),
    (
        "correlated_quantities_can_move",
        with_risk(rp.Risk("theft", "Theft", count=3, impacts=FLOOD.impacts), "theft.cost", "piles"),
        [
            (
                'correlations[0]: risk "theft" strikes several times, each time on its own, so '
                "that there is no single draw to correlate; give it a probability instead of a "
                "count, or leave it out"
            )
        ],
    ),
    (
        "correlated_quantities_can_move",
        with_risk(
            risk("slow", impacts=[rp.Delay(["build", "test"], SIZE, draws=rp.Draws.SEPARATE)]),
            "slow.delay",
            "piles",
        ),
        [
            (
                'correlations[0]: the delay of risk "slow" is drawn separately for each activity, '
                "so that there is no single draw to correlate; leave out draws, or give the "
                "activities impacts of their own"
            )
        ],
    ),
    (
        "correlated_quantities_vary",
        correlated(
            rp.Correlation(["frost.cost", "piles"], 0.3), rp.Correlation(["sure", "flood"], 0.3)
        ).evolve(risks=[*PLAN.risks, risk("sure", 1.0)]),
        [
            (
                'correlations[0]: "frost.cost" has no spread, so that nothing can move with it; '
                "give it a distribution, or leave it out"
            ),
            (
                'correlations[1]: "sure" has no spread, so that nothing can move with it; give it '
                "a distribution, or leave it out"
            ),
        ],
    ),
]

COEFFICIENTS: list[Case] = [
    (
        "coefficients_are_correlations",
        correlated(
            rp.Correlation(["piles", "crane"], 30),
            rp.Correlation(["piles", "crane"], -1.5),
            rp.Correlation(THREE, [[1, 0.5], [0.5, 1]]),
            rp.Correlation(["piles", "crane"], [[0.9, 0.2], [0.3, 1]]),
            rp.Correlation(["piles", "crane"], [[1, 1.1], [1.1, 1]]),
            rp.Correlation(["piles", "crane"], 0.5, degrees_of_freedom=0.5),
        ),
        [
            ("correlations[0]: coefficient must be between -1 and 1 (got 30); did you mean 0.3?"),
            ("correlations[1]: coefficient must be between -1 and 1 (got -1.5)"),
            (
                "correlations[2]: coefficient must be a number or 3 rows of 3 numbers, one for "
                "each id; rows and columns stand in the order of ids"
            ),
            (
                "correlations[3]: coefficient[0][0], of piles with itself, must be 1 (got 0.9); "
                "write 1 on the diagonal"
            ),
            (
                "correlations[3]: coefficient[1][0], of crane with piles, is 0.3, and "
                "coefficient[0][1] is 0.2; the matrix must be symmetric: write the same number "
                "twice"
            ),
            (
                "correlations[4]: coefficient[1][0], of crane with piles, must be between -1 and "
                "1 (got 1.1)"
            ),
            (
                "correlations[5]: degrees_of_freedom must be at least 1 (got 0.5); 4 joins the "
                "extremes strongly; leave it out for a normal copula"
            ),
        ],
    ),
    (
        "correlations_agree",
        correlated(
            rp.Correlation(["piles", "crane"], 0.5),
            rp.Correlation(THREE, 0.4),
            rp.Correlation(["build", "test"], 0.4, degrees_of_freedom=4),
            rp.Correlation(["test", "flood"], 0.2),
        ),
        [
            (
                "correlations[1]: piles with crane is 0.4, but 0.5 in correlations[0]; name each "
                "pair once"
            ),
            (
                "correlations[3]: shares quantities with correlations[2], and their "
                "degrees_of_freedom differ (4 and none); quantities that hang together have one "
                "copula: give all the same"
            ),
        ],
    ),
    (
        "coefficients_hold_together",
        correlated(rp.Correlation(THREE, matrix(0.9, -0.9, 0.9)), rp.Correlation(THREE, -0.9)),
        [
            (
                "correlations[0]: the coefficients contradict each other: piles with crane 0.9, "
                "piles with steel -0.9, crane with steel 0.9 cannot all be true; the nearest "
                "possible matrix lies 1.022 away and has piles with crane 0.4826, piles with steel "
                "-0.4826, crane with steel 0.4826; correct them, or write nearest = true (in "
                "Python nearest=True) to use that matrix"
            ),
            (
                "correlations[1]: one coefficient for 3 quantities cannot be below -0.4825 "
                "(got -0.9): not all can move against each other; the nearest possible matrix lies "
                "1.022 away and has piles with crane -0.4826, piles with steel -0.4826, crane with "
                "steel -0.4826; raise it, or write nearest = true (in Python nearest=True) to use "
                "that matrix"
            ),
        ],
    ),
    (
        "correlations_can_be_simulated",
        correlated(rp.Correlation(THREE, -0.5)),
        [
            (
                "correlations[0]: the coefficients piles with crane -0.5, piles with steel -0.5, "
                "crane with steel -0.5 cannot all be had from one copula of this kind; the nearest "
                "possible matrix lies 0.04266 away and has piles with crane -0.4826, piles with "
                "steel -0.4826, crane with steel -0.4826; correct them, or write nearest = true "
                "(in Python nearest=True) to use that matrix"
            )
        ],
    ),
    (
        "correlations_can_be_simulated",
        correlated(rp.Correlation(THREE, -0.4826)),
        [
            (
                "correlations[0]: the coefficients piles with crane -0.4826, piles with steel "
                "-0.4826, crane with steel -0.4826 cannot all be had from one copula of this "
                "kind; the nearest possible matrix lies 3.983e-05 away and has piles with crane "
                "-0.48258, piles with steel -0.48258, crane with steel -0.48258; correct them, or "
                "write nearest = true (in Python nearest=True) to use that matrix"
            )
        ],
    ),
    (
        "coefficients_hold_together",
        correlated(rp.Correlation(["flood", "piles", "crane"], -0.9)),
        [
            (
                "correlations[0]: one coefficient for 3 quantities cannot be below about -0.3067 "
                "(got -0.9): not all can move against each other; the nearest possible matrix lies "
                "1.458 away and has piles with crane -0.2354, flood with piles -0.3425, flood with "
                "crane -0.3425; raise it, or write nearest = true (in Python nearest=True) to use "
                "that matrix"
            )
        ],
    ),
    (
        "correlations_can_be_simulated",
        correlated(rp.Correlation(["flood", "piles"], 0.9)),
        [
            (
                'correlations[0]: the ranks of "flood" and "piles" cannot correlate by 0.9, only '
                "from -0.5196 to 0.5196, because of how few values they take, and how often; "
                "choose a coefficient between, or write nearest = true (in Python nearest=True) to "
                "come as near as can be"
            )
        ],
    ),
    (
        "correlations_can_be_simulated",
        correlated(
            rp.Correlation(["piles", "crane"], 0.9),
            rp.Correlation(["crane", "steel"], 0.9),
            rp.Correlation(["steel", "build"], 0.9),
            rp.Correlation(["piles", "build"], -0.9),
        ),
        [
            (
                "correlations[0]: it shares quantities with correlations[1], correlations[2], "
                "correlations[3], and their coefficients crane with steel 0.9, piles with crane "
                "0.9, steel with build 0.9, piles with build -0.9 cannot all be true; the nearest "
                "possible matrix lies 0.5935 away and has crane with steel 0.6902, piles with "
                "crane 0.6902, steel with build 0.6902, piles with build -0.6902; correct them, or "
                "write nearest = true (in Python nearest=True) in each of these correlations to "
                "use that matrix"
            )
        ],
    ),
    (
        "correlations_can_be_simulated",
        correlated(
            rp.Correlation(["piles", "crane"], 0.9),
            rp.Correlation(["crane", "steel"], 0.9),
            rp.Correlation(["steel", "piles"], -0.9),
        ),
        [
            (
                "correlations[0]: it shares quantities with correlations[1], correlations[2], and "
                "their coefficients piles with crane 0.9, crane with steel 0.9, steel with piles "
                "-0.9 cannot all be true; the nearest possible matrix lies 1.022 away and has "
                "piles with crane 0.4826, crane with steel 0.4826, steel with piles -0.4826; "
                "correct them, or write nearest = true (in Python nearest=True) in each of these "
                "correlations to use that matrix"
            )
        ],
    ),
]
