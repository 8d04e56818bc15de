"""Plans that break a rule of insurance, and one that keeps them all."""

from __future__ import annotations

import riskplan as rp
from tests.model.cases import Case, risk
from tests.model.good import GOOD, with_more


def policy(id_: str = "fire", covers: object = "flood", **terms) -> rp.Policy:
    return rp.Policy(id_, id_.title(), covers, **{"premium": 1_000, **terms})


def insured(*policies: rp.Policy, **parts) -> rp.Plan:
    return GOOD.evolve(policies=policies, **parts)


GOOD_POLICY = policy(
    covers=["flood", "leak"],
    premium="pert(900, 1_000, 1_500)",
    deductible=5_000,
    share=0.8,
    limit=60_000,
    aggregate_limit=80_000,
    phase="build",
)
WELL_INSURED = insured(GOOD_POLICY, premium_cap=0.01)

GAIN = risk("gain", kind=rp.Kind.OPPORTUNITY)
SLOW = risk("slow", impacts=[rp.Delay("deck", 5)])
MANY = [policy(f"p{row}", premium=30_000) for row in range(7)]

INSURANCE: list[Case] = [
    (
        "policies_have_names_of_their_own",
        insured(policy("flood.dam"), policy("flood.dyke")),
        [
            (
                'policies[0] "flood.dam": scenarios name a response like this, and could not tell '
                "the two apart; give the policy an id without a full stop"
            )
        ],
    ),
    (
        "policies_cover_threats",
        with_more("risks", GAIN, SLOW).evolve(
            policies=[policy("a", []), policy("b", ["floof", "gain", "slow", "floof"])]
        ),
        [
            'policies[0] "a": covers no risk; say which: covers = ["…"]',
            (
                'policies[1] "b": covers "floof" 2 times, which counts once; name it once, or the '
                "risk that was meant"
            ),
            'policies[1] "b": covers risk "floof", which does not exist; did you mean "flood"?',
            (
                'policies[1] "b": covers "gain", an opportunity, which causes no loss; name '
                "threats only"
            ),
            (
                'policies[1] "b": covers "slow", which has no cost of its own, so that nothing is '
                "paid; give the risk an impact in money: what a delay costs a day is not insured"
            ),
        ],
    ),
    (
        "terms_of_policies_make_sense",
        insured(
            policy("a", premium=-5, deductible=-1, share=80, limit=0, aggregate_limit=-3),
            policy("b", premium=rp.Normal(1, 1), share=-0.5),
            policy("c", share=800),
        ),
        [
            (
                'policies[0] "a": premium must not be negative (got constant(-5), which goes down '
                "to -5); check the signs; something that is saved is a risk of kind opportunity"
            ),
            'policies[0] "a": deductible must not be negative (got -1)',
            'policies[0] "a": share must be between 0 and 1 (got 80); did you mean 0.8?',
            'policies[0] "a": limit must be above 0 (got 0); leave it out where there is none',
            (
                'policies[0] "a": aggregate_limit must be above 0 (got -3); leave it out where '
                "there is none"
            ),
            (
                'policies[1] "b": premium normal(1, 1) is negative with probability 0.16; cut it '
                "off: truncated(normal(1, 1), low=0)"
            ),
            'policies[1] "b": share must be between 0 and 1 (got -0.5)',
            'policies[2] "c": share must be between 0 and 1 (got 800)',
        ],
    ),
    (
        "terms_of_policies_make_sense",
        insured(
            policy("a", deductible=5_000, limit=5_000),
            policy("b", limit=900, aggregate_limit=500),
        ),
        [
            (
                'policies[0] "a": the deductible of 5,000 is no less than the limit of 5,000, '
                "which is what the insurer pays above it; check the two, unless the policy is "
                "meant for what others leave"
            ),
            (
                'policies[1] "b": the aggregate limit of 500 is below the limit of 900 for one '
                "strike; did you exchange the two?"
            ),
        ],
    ),
    (
        "premiums_keep_their_cap",
        insured(premium_cap=8),
        ["premium_cap: must be between 0 and 1 (got 8); did you mean 0.08?"],
    ),
    (
        "premiums_keep_their_cap",
        insured(premium_cap=-0.1, budget=None),
        ["premium_cap: must be between 0 and 1 (got -0.1)"],
    ),
    (
        "premiums_keep_their_cap",
        insured(premium_cap=0.08, budget=None),
        ["premium_cap: without a budget, of which it is a fraction; give the plan a budget"],
    ),
    (
        "premiums_keep_their_cap",
        insured(
            policy("a", premium=120_000),
            policy("b", premium="pert(30_000, 50_000, 90_000)"),
            policy("c", premium=1e9, adopted=False),
            premium_cap=0.08,
        ),
        [
            (
                "policies: the premiums come to 170,000 (a 120,000 + b 50,000), and may come to "
                "160,000, 8 % of the budget; adopt fewer policies, or raise premium_cap to 0.085"
            )
        ],
    ),
    (
        "premiums_keep_their_cap",
        insured(*MANY, premium_cap=0.1),
        [
            (
                "policies: the premiums come to 210,000 (p0 30,000 + p1 30,000 + p2 30,000 + "
                "p3 30,000 + p4 30,000 + …), and may come to 200,000, 10 % of the budget; adopt "
                "fewer policies, or raise premium_cap to 0.105"
            )
        ],
    ),
    (
        "premiums_can_be_paid_back",
        with_more(
            "risks",
            GAIN,
            risk("theft", count=3, impacts=[rp.CostImpact(rp.Uniform(0, 1_000))]),
            risk("over", impacts=[rp.CostImpact(50)], status=rp.Status.CLOSED),
        ).evolve(
            policies=[
                policy("a", "flood", deductible=89_500),
                policy("b", ["flood", "theft"], aggregate_limit=999),
                policy("c", "theft", premium=1_501, limit=500),
                policy("d", ["over", "gain"], premium=1),
                policy("e", "theft", premium=1_500, limit=500),
                policy("f", "leak", premium=1e9),
                policy("g", "nothing", premium=1e9),
            ]
        ),
        [
            (
                'policies[0] "a": its premium is 1,000, and it can never pay back more than 500; '
                "check deductible, share and limits"
            ),
            (
                'policies[1] "b": its premium is 1,000, and it can never pay back more than 999; '
                "check deductible, share and limits"
            ),
            (
                'policies[2] "c": its premium is 1,501, and it can never pay back more than 1,500; '
                "check deductible, share and limits"
            ),
            (
                'policies[3] "d": its premium is 1, and it can never pay back more than 0; '
                "check deductible, share and limits"
            ),
        ],
    ),
]
