"""Plans whose risks count twice, come too late or are weighted, or whose spread cancels."""

from __future__ import annotations

import attrs

import riskplan as rp
from tests.model.cases import Case, activity, risk

MEANT = "if both mean the same spread, leave the risk out; else give the estimate without it"
OVERRUN = "if both mean the same, leave the risk out, or take the overrun out of the estimate"
CLOSE = "close it (status closed), or name the work that it still threatens"
UNWEIGHT = "give what it does when the risk occurs; the simulation draws whether it does"

DIG = '"dig" is pert(8, 10, 16)'
STEEL = '"steel" is pert(80, 100, 150)'
FIRE = 'risks[0] "fire", impacts[0]:'

SPREAD = rp.Pert(8, 10, 16)


def works(*risks: rp.Risk, **parts) -> rp.Plan:
    """Work that varies, work that is certain, and a cost item of each kind."""
    plan = rp.Plan(
        "Works",
        costs=[
            rp.CostItem("steel", "Steel", rp.Pert(80, 100, 150)),
            rp.CostItem("fee", "Fee", 50),
        ],
        activities=[
            activity("dig", duration=SPREAD, phase="ground"),
            activity("pile", duration=rp.Pert(18, 20, 30), after="dig", phase="ground"),
            activity("move", duration=5, after="pile"),
        ],
        risks=risks,
    )
    return plan.evolve(**parts)


def driver(id_: str, on, chance: float = 1.0, **parts) -> rp.Risk:
    return risk(id_, chance, impacts=[rp.DurationFactor(on, rp.Uniform(0.9, 1.3), **parts)])


def dug(**changes) -> rp.Plan:
    """The first activity is finished."""
    first, *rest = works().activities
    done = attrs.evolve(first, actual_start="2026-01-05", actual_finish="2026-01-20", **changes)
    return works(start="2026-01-05", data_date="2026-02-02", activities=[done, *rest])


def priced(chance: float, amount, note: str = "", after: float | None = None) -> rp.Plan:
    responses = []
    if after is not None:
        impacts = [rp.CostImpact(after)]
        responses = [rp.Response("r", "R", rp.Strategy.MITIGATE, impacts=impacts)]
    impacts = [rp.CostImpact(amount, note=note)]
    return works(risk("fire", chance, impacts=impacts, responses=responses))


def chain(count: int, duration=SPREAD, **parts) -> rp.Plan:
    links = [{"after": f"a{n - 1}"} if n else {} for n in range(count)]
    items = [activity(f"a{n}", duration=duration, phase="all", **links[n]) for n in range(count)]
    return rp.Plan("Chain", activities=items, **parts)


CERTAIN = "is as good as certain ({}) and acts only on what varies already: the estimate of {}; "
HELD = "is an overrun that the estimate of {}, holds already; "
STILL = "it delays nothing, and what it costs still counts"
FINISHED = "acts only on work that is finished (dig): "

LOGIC: list[Case] = [
    (
        "events_are_no_spread",
        works(driver("slow", "dig")),
        [f'risks[0] "slow": {CERTAIN.format(1, DIG)}{MEANT}'],
    ),
    (
        "events_are_no_spread",
        works(
            driver("slow", ["dig", "pile"], 0.97, draws=rp.Draws.SEPARATE),
            risk("dear", 0.95, impacts=[rp.CostImpact(share=rp.Uniform(0, 0.2), of="steel")]),
        ),
        [
            f'risks[0] "slow": {CERTAIN.format(0.97, DIG)}{MEANT}',
            f'risks[1] "dear": {CERTAIN.format(0.95, STEEL)}{MEANT}',
        ],
    ),
    (
        "events_are_no_spread",
        works(
            rp.Risk("over", "Steel overruns", 0.4, impacts=[rp.CostImpact(share=0.2, of="steel")]),
            rp.Risk("later", "土方工期低估", 0.3, impacts=[rp.Delay("dig", 3)]),
        ),
        [
            f'risks[0] "over": {HELD.format(STEEL.replace(" is", ","))}{OVERRUN}',
            f'risks[1] "later": {HELD.format(DIG.replace(" is", ","))}{OVERRUN}',
        ],
    ),
    (
        "events_are_no_spread",
        works(*(driver(f"slow{n}", "dig") for n in range(11))),
        [
            (
                "risks: an event may be what the estimates hold already, and count twice, in 11 "
                "risks: slow0, slow1, slow2, slow3, slow4, slow5, slow6, slow7, slow8, slow9, …; "
                f"{MEANT}"
            ),
        ],
    ),
    (
        "risks_threaten_open_work",
        dug().evolve(
            risks=[
                risk("rain", impacts=[rp.Delay("dig", 2)]),
                risk("cave", impacts=[rp.DurationFactor("dig", 2), rp.CostImpact(7)]),
            ]
        ),
        [
            f'risks[0] "rain": {FINISHED}it does nothing; {CLOSE}',
            f'risks[1] "cave": {FINISHED}{STILL}; {CLOSE}',
        ],
    ),
    (
        "impacts_are_not_weighted",
        priced(0.2, 100_000, "EMV of the claim"),
        [f'{FIRE} its note speaks of "EMV", and the probability is 0.2; {UNWEIGHT}'],
    ),
    (
        "impacts_are_not_weighted",
        priced(0.2, 100_000, "20 % of 500,000 in the contract"),
        [f"{FIRE} 100,000 is 0.2 times the 500,000 of its note; {UNWEIGHT}"],
    ),
    (
        "impacts_are_not_weighted",
        priced(0.3, rp.Discrete({0: 0.7, 90: 0.3})),
        [
            (
                f"{FIRE} discrete([0, 90], [0.7, 0.3]) is nothing with a probability of 0.7, which "
                f"the probability of 0.3 says already; {UNWEIGHT}"
            ),
        ],
    ),
    (
        "impacts_are_not_weighted",
        priced(0.2, 20_000, after=100_000),
        [
            f'{FIRE} 20,000 is 0.2 times the 100,000 that remain after response "r"; {UNWEIGHT}',
        ],
    ),
    (
        "chains_keep_their_spread",
        chain(25),
        [
            (
                "activities: 25 activities in a row vary independently, so that their spread "
                "cancels: a standard deviation of 13 % each, but 2.7 % of the whole chain (a0, a1, "
                "a2, a3, a4, a5, a6, a7, a8, a9, …); tie together what shares a crew, a method or "
                "an estimator, by a risk with a factor on all of it or by a correlation: at 0.3 "
                "the whole has 7.7 %"
            ),
        ],
    ),
]

MEMBERS = tuple(f"a{n}" for n in range(25))

NEAR_MISSES: dict[str, list[rp.Plan]] = {
    "events_are_no_spread": [
        works(driver("crew", ["dig", "pile"])),
        works(driver("crew", "ground")),
        works(driver("slow", "dig", 0.9)),
        works(driver("slow", "move")),
        works(attrs.evolve(driver("slow", "dig"), status=rp.Status.OCCURRED)),
        works(
            risk("strike", 0.3),
            attrs.evolve(driver("slow", "dig"), given="strike"),
        ),
        works(risk("fine", 1.0, impacts=[rp.CostImpact(rp.Uniform(5, 9))])),
        # An overrun beyond what the estimate holds, and one of several items at once.
        works(
            rp.Risk("over", "Steel overruns", 0.4, impacts=[rp.CostImpact(share=0.9, of="steel")])
        ),
        works(
            rp.Risk(
                "over", "Overspent", 0.4, impacts=[rp.CostImpact(share=0.2, of=["steel", "fee"])]
            )
        ),
        works(rp.Risk("rock", "Rock", 0.4, impacts=[rp.Delay("dig", 3)])),
    ],
    "risks_threaten_open_work": [
        dug().evolve(risks=[risk("rain", impacts=[rp.Delay(["dig", "pile"], 2)])]),
        dug().evolve(risks=[risk("rain", impacts=[rp.Delay("ground", 2)])]),
        dug().evolve(risks=[risk("claim", impacts=[rp.CostImpact(7)])]),
        dug().evolve(risks=[risk("r", impacts=[rp.Delay("dig", 2)], status=rp.Status.CLOSED)]),
    ],
    "impacts_are_not_weighted": [
        priced(0.2, 100_000, "offer of 2024, expected in March"),
        priced(0.2, 500_000, "20 % of 500,000 would be insured"),
        priced(0.2, 100_000, "95 % of the 480,000 insured"),
        priced(0.3, rp.Discrete({0: 0.2, 90: 0.8})),
        priced(0.2, 100_000, after=20_000),
        priced(1.0, 100_000, "EMV of the claim"),
    ],
    "chains_keep_their_spread": [
        chain(15),
        chain(25, duration=10),
        chain(25, correlations=[rp.Correlation(MEMBERS, 0.2)]),
        chain(25, risks=[driver("crew", "all")]),
        rp.Plan("Side by side", activities=[activity(m, duration=SPREAD) for m in MEMBERS]),
    ],
}
"""For each rule, plans that come close to what it warns of and are right."""
