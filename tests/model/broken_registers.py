"""Plans that break a rule of the register."""

from __future__ import annotations

import riskplan as rp
from riskplan.distributions import Poisson
from tests.model.cases import Case, risk
from tests.model.good import GOOD, with_dam, with_flood, with_more

A_COUNT = "write for example poisson(2.5), or discrete([0, 1, 2], [0.5, 0.3, 0.2])"


def mitigation(id_: str = "m", **parts) -> rp.Response:
    return rp.Response(id_, id_, rp.Strategy.MITIGATE, **parts)


RISKS: list[Case] = [
    (
        "probabilities_are_between_0_and_1",
        with_flood(probability=20),
        [
            'risks[0] "flood": probability must be between 0 and 1 (got 20); did you mean 0.20?',
        ],
    ),
    (
        "probabilities_are_between_0_and_1",
        with_more(
            "risks",
            risk("a", -0.1),
            risk("b", 101),
            risk("c", float("nan")),
            risk("d", float("inf")),
            risk("e", rp.Uniform(10, 20)),
            risk("f", rp.Normal(0.2, 0.1)),
            risk("g", rp.Poisson(2)),
        ),
        [
            (
                'risks[5] "a": probability must be between 0 and 1 (got -0.1); a probability is a '
                "number such as 0.2"
            ),
            (
                'risks[6] "b": probability must be between 0 and 1 (got 101); a probability is a '
                "number such as 0.2"
            ),
            (
                'risks[7] "c": probability must be between 0 and 1 (got nan); a probability is a '
                "number such as 0.2"
            ),
            (
                'risks[8] "d": probability must be between 0 and 1 (got inf); a probability is a '
                "number such as 0.2"
            ),
            (
                'risks[9] "e": probability must be between 0 and 1 (got uniform(10, 20)); divide '
                "its parameters by 100"
            ),
            (
                'risks[10] "f": probability must be between 0 and 1 (got normal(0.2, 0.1)); a '
                "probability is a number such as 0.2"
            ),
            (
                'risks[11] "g": probability must be between 0 and 1 (got poisson(2)); how often a '
                "risk strikes is its count: count='poisson(2)'"
            ),
        ],
    ),
    (
        "probabilities_are_between_0_and_1",
        with_dam(probability=5),
        [
            (
                'risks[0] "flood", responses[0] "dam": probability must be between 0 and 1 (got '
                "5); did you mean 0.05?"
            )
        ],
    ),
    (
        "counts_are_whole_numbers",
        with_more(
            "risks",
            risk("a", count="uniform(0, 3)"),
            risk("b", count=2.5),
            risk("c", count=-1),
            risk("d", count=rp.Empirical([0, 1.5])),
            risk("e", count=Poisson(2.5).scaled(0.5)),
            risk("f", count=3, responses=[mitigation(count=0.5)]),
        ),
        [
            (
                f"risks[{row}] {what}: count must hold whole numbers from 0 upwards only (got "
                f"{law}); {remedy}"
            )
            for row, what, law, remedy in [
                (5, '"a"', "uniform(0, 3)", A_COUNT),
                (6, '"b"', "constant(2.5)", "for as many on average write poisson(2.5)"),
                (7, '"c"', "constant(-1)", A_COUNT),
                (8, '"d"', "empirical([0, 1.5])", A_COUNT),
                (9, '"e"', "poisson(2.5, factor=0.5)", A_COUNT),
                (
                    10,
                    '"f", responses[0] "m"',
                    "constant(0.5)",
                    "for as many on average write poisson(0.5)",
                ),
            ]
        ],
    ),
    (
        "counts_are_whole_numbers",
        with_more(
            "risks",
            risk("a", count=Poisson(1_001)),
            risk("b", count=rp.Discrete([0, 10_001], [0.999, 0.001])),
            risk("c", count='scipy("zipf", 1.5)'),
            risk("most", count=Poisson(1_000)),
            risk("far", count=rp.Discrete([0, 10_000], [0.999, 0.001])),
        ),
        [
            (
                f"risks[{row}] {what}: count must be at most 1,000 on average and 10,000 in the "
                f"extreme (got {law}), since every strike is drawn; let one strike stand for many, "
                "or cut off a long tail: truncated(…, high=100)"
            )
            for row, what, law in [
                (5, '"a"', "poisson(1001)"),
                (6, '"b"', "discrete([0, 10001], [0.999, 0.001])"),
                (7, '"c"', 'scipy("zipf", 1.5)'),
            ]
        ],
    ),
    (
        "counts_contradict_nothing",
        with_more(
            "risks",
            risk("a", 0.1, count=2, exclusive="wind"),
            risk("b", count=Poisson(2), status=rp.Status.OCCURRED),
            risk("c", count=2, status=rp.Status.OCCURRED, responses=[mitigation(count=0)]),
            risk("d", count="truncated(poisson(2), low=1)", status=rp.Status.OCCURRED),
            risk("e", count=Poisson(2), status=rp.Status.CLOSED),
            risk("f", count="uniform(0, 3)", status=rp.Status.OCCURRED),
        ),
        [
            (
                'risks[5] "a": a risk with a count cannot stand in the exclusive group "wind"; '
                "leave out count or exclusive"
            ),
            (
                'risks[6] "b": the risk has occurred, but its count may be 0 (got poisson(2)); '
                "write truncated(poisson(2), low=1), or the number of strikes that is known"
            ),
            (
                'risks[7] "c", responses[0] "m": the risk has occurred, but its count may be 0 '
                "(got constant(0)); write truncated(constant(0), low=1), or the number of strikes "
                "that is known"
            ),
        ],
    ),
    (
        "counts_fit_the_responses",
        with_more(
            "risks",
            risk("a", responses=[mitigation(count=1)]),
            risk("b", count=2, responses=[mitigation(count=1), mitigation("n", count=1)]),
            risk("c", count=2, responses=[mitigation(count=1), mitigation("n", probability=0.1)]),
            risk("d", count=2, responses=[mitigation(count=Poisson(3))]),
            risk("e", count=2, kind=rp.Kind.OPPORTUNITY, responses=[mitigation(count=1)]),
            risk("f", count=2, responses=[mitigation(count="uniform(5, 9)")]),
        ),
        [
            (
                'risks[5] "a", responses[0] "m": gives a count after it to a risk that has none; '
                "give the risk a count, too, or the response a probability"
            ),
            (
                'risks[8] "d", responses[0] "m": moves the mean count of the threat the wrong way, '
                "from 2 to 3; check the two counts"
            ),
            (
                'risks[9] "e", responses[0] "m": moves the mean count of the opportunity the wrong '
                "way, from 2 to 1; check the two counts"
            ),
        ],
    ),
    (
        "exclusive_risks_fit_into_certainty",
        with_more(
            "risks",
            risk("east", 0.1, exclusive="wind"),
            risk("a", exclusive="g", given="flood"),
            risk("b", exclusive="g"),
        ),
        [
            (
                'risks[2] "north": the exclusive group "wind" (north, south, east) adds up to 1.1, '
                "more than 1; at most one of them can occur, so their probabilities must fit into 1"
            ),
            (
                'risks[6] "a": the exclusive group "g" (a, b) mixes different conditions; give all '
                "its risks the same given"
            ),
        ],
    ),
    (
        "exclusive_risks_fit_into_certainty",
        GOOD.evolve(
            risks=[
                risk("a", exclusive="g", status=rp.Status.OCCURRED),
                risk("b", 0.25, exclusive="g"),
            ]
        ),
        [
            (
                'risks[0] "a": the exclusive group "g" (a, b) adds up to 1.25, more than 1; at '
                "most one of them can occur, so their probabilities must fit into 1"
            )
        ],
    ),
    (
        "exclusive_risks_fit_into_certainty",
        GOOD.evolve(
            risks=[
                risk(
                    "a",
                    exclusive="g",
                    kind=rp.Kind.OPPORTUNITY,
                    responses=[rp.Response("m", "M", rp.Strategy.ENHANCE, probability=0.8)],
                ),
                risk("b", exclusive="g"),
            ]
        ),
        [
            (
                'risks[0] "a": the exclusive group "g" (a, b) adds up to 1.3, more than 1; at most '
                "one of them can occur, so their probabilities must fit into 1"
            )
        ],
    ),
    (
        "impacts_are_magnitudes",
        with_flood(
            impacts=[
                rp.CostImpact(-5),
                rp.CostImpact(share=-0.5, of="piling"),
                rp.Delay("deck", rp.Uniform(-3, -1)),
                rp.DurationFactor("deck", -1),
            ]
        ),
        [
            f'risks[0] "flood", impacts[{row}]: {name} must not be negative (got {law}, which goes '
            f"down to {low}); check the signs; something that is saved is a risk of kind "
            "opportunity"
            for row, name, law, low in [
                (0, "amount", "constant(-5)", "-5"),
                (1, "share", "constant(-0.5)", "-0.5"),
                (2, "days", "uniform(-3, -1)", "-3"),
                (3, "factor", "constant(-1)", "-1"),
            ]
        ],
    ),
    (
        "impacts_are_magnitudes",
        with_flood(
            impacts=[
                rp.CostImpact(),
                rp.CostImpact(1, share=0.1, of="piling"),
                rp.CostImpact(share=0.1),
                rp.CostImpact(1, of="piling"),
            ]
        ),
        [
            (
                'risks[0] "flood", impacts[0]: a cost impact has either an amount or a share; give '
                "exactly one of the two"
            ),
            (
                'risks[0] "flood", impacts[1]: a cost impact has either an amount or a share; give '
                "exactly one of the two"
            ),
            'risks[0] "flood", impacts[2]: a share of what?; name cost items or phases in of',
            'risks[0] "flood", impacts[3]: of names items, but there is no share; give share',
        ],
    ),
    (
        "risks_do_something",
        with_more(
            "risks", risk("idle", impacts=[]), risk("done", impacts=[], status=rp.Status.CLOSED)
        ),
        [
            'risks[5] "idle": has no impact, so it changes no result; say what it costs or delays',
        ],
    ),
    (
        "responses_are_consistent",
        with_flood(
            responses=[
                rp.Response("a", "A", rp.Strategy.MITIGATE, impacts=[]),
                rp.Response("b", "B", rp.Strategy.MITIGATE, impacts=[]),
                rp.Response("c", "C", rp.Strategy.MITIGATE, impacts=[], adopted=False),
            ]
        ),
        [
            (
                'risks[0] "flood": two adopted responses both say which impacts remain; give their '
                "combined effect to one of them"
            )
        ],
    ),
    (
        "responses_are_consistent",
        with_flood(
            responses=[
                rp.Response("a", "A", rp.Strategy.MITIGATE, probability=rp.Uniform(0, 0.1)),
                rp.Response("b", "B", rp.Strategy.AVOID),
            ]
        ),
        [
            (
                'risks[0] "flood": two adopted responses change a probability that is uncertain; '
                "give their combined effect to one of them"
            )
        ],
    ),
    (
        "responses_are_consistent",
        with_more(
            "risks", risk("b", count=2, responses=[mitigation(count=1), mitigation("n", count=1)])
        ),
        [
            (
                'risks[5] "b": two adopted responses both say which count remains; give their '
                "combined effect to one of them"
            )
        ],
    ),
    (
        "responses_are_consistent",
        with_dam(probability=None, cost=-10),
        [
            (
                'risks[0] "flood", responses[0] "dam": cost must not be negative (got '
                "constant(-10), which goes down to -10); check the signs; something that is saved "
                "is a risk of kind opportunity"
            )
        ],
    ),
    (
        "responses_achieve_something",
        with_dam(probability=None),
        [
            (
                'risks[0] "flood", responses[0] "dam": costs money and changes neither probability '
                "nor impacts; say what it achieves: probability or impacts after it"
            )
        ],
    ),
    (
        "responses_achieve_something",
        GOOD.evolve(
            risks=[
                risk("a", count=2, responses=[mitigation(cost=1)]),
                risk("b", count=2, responses=[mitigation(cost=1, count=1)]),
            ]
        ),
        [
            (
                'risks[0] "a", responses[0] "m": costs money and changes neither probability, '
                "count nor impacts; say what it achieves: probability, count or impacts after it"
            )
        ],
    ),
    (
        "responses_are_consistent",
        with_dam(probability=0.3),
        [
            (
                'risks[0] "flood", responses[0] "dam": moves the probability of the threat the '
                "wrong way, from 0.15 to 0.3; check the two numbers"
            )
        ],
    ),
    (
        "responses_are_consistent",
        with_flood(kind=rp.Kind.OPPORTUNITY),
        [
            (
                'risks[0] "flood", responses[0] "dam": moves the probability of the opportunity '
                "the wrong way, from 0.15 to 0.05; check the two numbers"
            )
        ],
    ),
    (
        "delays_on_phases_are_meant",
        with_flood(impacts=[rp.Delay("build", 1), rp.Delay("plan", 1), rp.Delay("deck", 1)]),
        [
            (
                'risks[0] "flood", impacts[0]: the delay on phase "build" is added to each of its '
                "2 activities; name the one activity that is hit, unless this is meant"
            )
        ],
    ),
    (
        "strategies_fit_the_kind",
        with_dam(strategy=rp.Strategy.EXPLOIT),
        [
            (
                'risks[0] "flood", responses[0] "dam": the strategy "exploit" is not for threats; '
                "choose from avoid, transfer, mitigate, accept"
            )
        ],
    ),
    (
        "strategies_fit_the_kind",
        with_flood(kind=rp.Kind.OPPORTUNITY),
        [
            (
                'risks[0] "flood", responses[0] "dam": the strategy "mitigate" is not for '
                "opportunities; choose from exploit, share, enhance, accept"
            )
        ],
    ),
    (
        "factors_fit_the_kind",
        with_flood(impacts=[rp.CostImpact(1), rp.DurationFactor("deck", 0.8)]),
        [
            (
                'risks[0] "flood", impacts[1]: the threat shortens durations, by a mean factor of '
                "0.8; check the factor, or the kind of the risk"
            )
        ],
    ),
    (
        "factors_fit_the_kind",
        with_flood(
            kind=rp.Kind.OPPORTUNITY,
            impacts=[rp.DurationFactor("deck", 0.5), rp.DurationFactor("deck", rp.Uniform(1, 2))],
        ),
        [
            (
                'risks[0] "flood", impacts[1]: the opportunity lengthens durations, by a mean '
                "factor of 1.5; check the factor, or the kind of the risk"
            )
        ],
    ),
]
