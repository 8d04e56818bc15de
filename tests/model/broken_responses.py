"""Plans whose responses, secondary risks or scenarios break a rule."""

from __future__ import annotations

import riskplan as rp
from tests.model.cases import Case, risk
from tests.model.good import GOOD, with_dam, with_flood, with_more

DAM = 'risks[0] "flood", responses[0] "dam"'
DRY = 'scenarios[0] "dry"'


def answered(id_: str, **parts) -> rp.Risk:
    return risk(
        id_, responses=[rp.Response("m", "M", rp.Strategy.MITIGATE, probability=0.1)], **parts
    )


def under(**parts) -> rp.Plan:
    return GOOD.with_scenario("dry", "A dry year", **parts)


RESPONSES: list[Case] = [
    (
        "strategies_do_what_they_say",
        with_dam(strategy=rp.Strategy.ACCEPT, impact="-10%"),
        [
            (
                f"{DAM}: accepts the risk, and changes its probability and impact; choose the "
                "strategy that it is, or leave out what it changes"
            )
        ],
    ),
    (
        "strategies_do_what_they_say",
        with_dam(strategy=rp.Strategy.TRANSFER, probability=None),
        [
            (
                f"{DAM}: transfers the risk, and does not say what of it; give the share that "
                "another carries, what remains, or a policy that covers it"
            )
        ],
    ),
    (
        "changes_make_sense",
        with_dam(share=30, impacts=[], impact="-10%"),
        [
            f"{DAM}: share must be above 0 and at most 1 (got 30); did you mean 0.3?",
            f"{DAM}: says which impacts remain, and how they change by impact; give one of the two",
        ],
    ),
    (
        "changes_make_sense",
        with_dam(cost_impact="+10%"),
        [
            (
                f"{DAM}: moves the impacts of the threat the wrong way, by +10%; check the sign of "
                "cost_impact"
            )
        ],
    ),
    (
        "responses_are_consistent",
        with_dam(probability="+10%"),
        [
            (
                f"{DAM}: moves the probability of the threat the wrong way, by +10%; check the "
                "sign of the change"
            )
        ],
    ),
    (
        "probabilities_are_between_0_and_1",
        with_dam(probability=-55),
        [
            (
                f"{DAM}: probability must be between 0 and 1 (got -55); did you mean "
                '"-55%", which is a change?'
            )
        ],
    ),
    (
        "caps_have_delays_to_cap",
        with_flood(
            impacts=[rp.Delay("piles", 5, cap=-1), rp.Delay("piles", 1, unit=rp.TimeUnit.WEEKS)],
            responses=[rp.Response("dam", "Dam", rp.Strategy.MITIGATE, delay_cap=-2)],
        ),
        [
            'risks[0] "flood", impacts[0]: cap must not be negative (got -1); 0 leaves no delay',
            f"{DAM}: delay_cap must not be negative (got -2); 0 leaves no delay",
            (
                f"{DAM}: delay_cap counts for delays in different units, d and w; give the delays "
                "one unit, or each a cap of its own"
            ),
        ],
    ),
    (
        "caps_have_delays_to_cap",
        with_dam(delay_cap=5, impacts=[]),
        [f"{DAM}: delay_cap finds no delay; leave it out"],
    ),
    (
        "caps_have_delays_to_cap",
        with_flood(
            kind=rp.Kind.OPPORTUNITY,
            responses=[rp.Response("dam", "Dam", rp.Strategy.ENHANCE, delay_cap=5)],
        ),
        [
            (
                f"{DAM}: delay_cap limits the time that an opportunity saves; leave it out, or "
                "check the kind of the risk"
            )
        ],
    ),
    (
        "secondary_risks_arise_from_responses",
        with_more(
            "risks",
            risk("a", arises_from="flood.dm"),
            answered("b", arises_from="b.m"),
            answered("c", arises_from="d.m"),
            answered("d", arises_from="c.m"),
        ),
        [
            (
                'risks[5] "a": arises_from names response "flood.dm", which does not exist; did '
                'you mean "flood.dam"?'
            ),
            ('risks[6] "b": arises from its own response "b.m"; name a response to another risk'),
            (
                'risks[7] "c": arises_from forms a cycle: c → d → c; one of these risks must '
                "exist by itself"
            ),
        ],
    ),
]

SCENARIOS: list[Case] = [
    (
        "scenarios_make_sense",
        GOOD.with_scenario("planned", "Mine"),
        [
            (
                'scenarios[0] "planned": the id "planned" means a scenario that every plan has; '
                "give it another id"
            )
        ],
    ),
    (
        "scenarios_make_sense",
        under(adopt=["flood.dm", "flood.dam"], drop="flood.dam"),
        [
            (
                f'{DRY}: adopt names response or policy "flood.dm", which does not exist; did you '
                'mean "flood.dam"?'
            ),
            f'{DRY}: adopts and drops "flood.dam"; choose one of the two',
        ],
    ),
    (
        "scenarios_make_sense",
        GOOD.evolve(
            risks=[
                risk("a", responses=[rp.Response("b.c", "X", rp.Strategy.AVOID)]),
                risk("a.b", responses=[rp.Response("c", "X", rp.Strategy.AVOID)]),
            ],
            scenarios=[rp.Scenario("dry", "Dry", drop="a.b.c")],
        ),
        [
            (
                f'{DRY}: drop names "a.b.c", which two responses are called; give one of them an '
                "id without a dot"
            )
        ],
    ),
    (
        "scenarios_make_sense",
        under(occur=["flod", "band:hgh", "crew"], close="crew"),
        [
            f'{DRY}: occur names risk "flod", which does not exist; did you mean "flood"?',
            f'{DRY}: occur names risk "band:hgh", which does not exist; did you mean "band:high"?',
            f'{DRY}: lets occur and closes "crew"; choose one of the two',
        ],
    ),
    (
        "scenarios_make_sense",
        under(occur=["north", "south"]),
        [
            (
                f'{DRY}: north, south of the exclusive group "wind" cannot all occur; let one of '
                "them occur"
            )
        ],
    ),
    (
        "scenarios_make_sense",
        with_more("risks", risk("never", count=0)).with_scenario("dry", "Dry", occur="never"),
        [
            (
                f'{DRY}: occur names "never", which by its count never strikes; give the risk '
                "another count"
            )
        ],
    ),
    (
        "scenarios_make_sense",
        under(cost_factor=0, duration_factor=-1),
        [
            (
                f"{DRY}: cost_factor must be above 0 (got 0); 1.2 makes everything dearer or "
                "longer by a fifth"
            ),
            (
                f"{DRY}: duration_factor must be above 0 (got -1); 1.2 makes everything dearer or "
                "longer by a fifth"
            ),
        ],
    ),
    (
        "scenarios_make_sense",
        GOOD.evolve(activities=[], correlations=[]).with_scenario("dry", "Dry", duration_factor=2),
        [f"{DRY}: duration_factor finds no activity in the plan; leave it out"],
    ),
    (
        "scenarios_make_sense",
        under(probabilities={"floods": 0.5, "flood": 0.5}, close="flood"),
        [
            (
                f'{DRY}: the probability of "flood" changes nothing, since it is decided; leave it '
                "out of probabilities, or open the risk"
            ),
            (
                f'{DRY}: probabilities names risk "floods", which does not exist; did you mean '
                '"flood"?'
            ),
        ],
    ),
    (
        "scenarios_make_sense",
        under(estimates={"pilling": 5, "flood": 0.5, "piling": 5, "costs.piling": 6}),
        [
            (
                f'{DRY}: estimates names "flood", which is a risk; write it under probabilities, '
                "or the size of an impact as flood.cost"
            ),
            (
                f'{DRY}: estimates names "costs.piling" and "piling", which are the same; keep one '
                "of the two"
            ),
            (
                f'{DRY}: estimates names quantity "pilling", which does not exist; did you mean '
                '"piling"?'
            ),
        ],
    ),
    (
        "scenarios_make_sense",
        with_more("activities", rp.Activity("piling", "Piling", 5)).with_scenario(
            "dry", "Dry", estimates={"piling": 5}
        ),
        [
            (
                f'{DRY}: estimates names "piling", which means several things; write costs.piling, '
                "activities.piling or risks.piling"
            )
        ],
    ),
]
