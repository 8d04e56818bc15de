"""Plans that break a rule of identity, of single values, of reference or of order."""

from __future__ import annotations

import riskplan as rp
from tests.model.cases import Case, activity, risk
from tests.model.good import FLOOD, GOOD, with_dam, with_first, with_flood, with_more

EMPTY = rp.Plan("Nothing")

IDENTITY: list[Case] = [
    (
        "something_to_simulate",
        EMPTY,
        [
            (
                "the plan: it has no cost items, no activities and no risks, so there is nothing "
                "to simulate; add at least one of costs, activities or risks"
            )
        ],
    ),
    (
        "ids_are_unique",
        with_more("costs", rp.CostItem("piling", "Again", 1)),
        ['costs[2] "piling": the id is already taken by [0]; give each item of a table its own id'],
    ),
    (
        "ids_are_unique",
        with_more("activities", activity("deck"), activity("deck")),
        [
            (
                'activities[4] "deck": the id is already taken by [2]; give each item of a table '
                "its own id"
            ),
            (
                'activities[5] "deck": the id is already taken by [2]; give each item of a table '
                "its own id"
            ),
        ],
    ),
    (
        "ids_are_unique",
        with_flood(responses=[*FLOOD.responses, *FLOOD.responses]),
        [
            (
                'risks[0] "flood", responses[1] "dam": the id is already taken by [0]; give each '
                "item of a table its own id"
            )
        ],
    ),
    (
        "ids_are_unique",
        with_more("calendars", rp.Calendar()),
        [
            (
                'calendars[1] "plan": the id is already taken by the plan\'s own calendar; give '
                "each item of a table its own id"
            )
        ],
    ),
]

VALUES: list[Case] = [
    (
        "plan_values_make_sense",
        GOOD.evolve(budget=0, deadline="2025-12-31"),
        [
            "budget: must be above 0 (got 0); leave it out if open",
            "deadline: 2025-12-31 lies before the start 2026-01-05; check both dates",
        ],
    ),
    (
        "plan_values_make_sense",
        GOOD.evolve(start=None),
        ["deadline: it needs a start to count from; give the plan a start date"],
    ),
    (
        "durations_are_not_negative",
        with_first("activities", duration=-3),
        [
            (
                'activities[0] "design": duration must not be negative (got constant(-3), which '
                "goes down to -3); check the signs; something that is saved is a risk of kind "
                "opportunity"
            )
        ],
    ),
    (
        "durations_are_not_negative",
        with_first("activities", duration=rp.Trigen(1, 1, 10)),
        [
            (
                'activities[0] "design": duration must not be negative (got trigen(1, 1, 10), '
                "which goes down to -0.5); check the signs, or cut it off: truncated(trigen(1, 1, "
                "10), low=0)"
            )
        ],
    ),
    (
        "durations_are_not_negative",
        with_first("activities", duration=rp.Normal(10, 5)),
        [
            (
                'activities[0] "design": duration normal(10, 5) is negative with probability '
                "0.023; cut it off: truncated(normal(10, 5), low=0)"
            )
        ],
    ),
    (
        "rates_are_not_negative",
        with_first("costs", amount=rp.Uniform(-2, -1), day_rate=-1),
        [
            (
                'costs[0] "piling": amount must not be negative (got uniform(-2, -1), which goes '
                "down to -2); check the signs; something that is saved is a risk of kind "
                "opportunity"
            ),
            (
                'costs[0] "piling": day_rate must not be negative (got constant(-1), which goes '
                "down to -1); check the signs; something that is saved is a risk of kind "
                "opportunity"
            ),
        ],
    ),
    (
        "rates_are_not_negative",
        with_first("activities", day_rate=rp.Normal(-10, 1)),
        [
            (
                'activities[0] "design": day_rate must not be negative (got normal(-10, 1), which '
                "goes down to -inf); check the signs; something that is saved is a risk of kind "
                "opportunity"
            )
        ],
    ),
    (
        "lags_stand_where_they_can",
        with_more("activities", activity("x", after=["deck", "deck FS+2d", "deck SS"])),
        [
            'activities[4] "x": two FS links to "deck"; the later date holds; keep one link',
        ],
    ),
]

REFERENCES: list[Case] = [
    (
        "links_lead_somewhere",
        with_more("activities", activity("x", after=["desing", "zzz"])),
        [
            (
                'activities[4] "x": after names activity "desing", which does not exist; did you '
                'mean "design"?'
            ),
            (
                'activities[4] "x": after names activity "zzz", which does not exist; there are: '
                "deck, design, handover, piles, x"
            ),
        ],
    ),
    (
        "phases_are_declared",
        GOOD.evolve(
            costs=[rp.CostItem("c", "C", 1, phase="biuld")],
            activities=[activity("a", phase="x")],
            risks=[
                risk(
                    "r",
                    impacts=[rp.CostImpact(1, phase="x")],
                    responses=[rp.Response("m", "M", rp.Strategy.ACCEPT, phase="x")],
                )
            ],
        ),
        [
            'costs[0] "c": phase "biuld", which does not exist; did you mean "build"?',
            'activities[0] "a": phase "x", which does not exist; there are: build, plan',
            'risks[0] "r", impacts[0]: phase "x", which does not exist; there are: build, plan',
            (
                'risks[0] "r", responses[0] "m": phase "x", which does not exist; there are: '
                "build, plan"
            ),
        ],
    ),
    (
        "cost_items_run_with_something",
        GOOD.evolve(
            costs=[
                rp.CostItem("a", "A", day_rate=1, during="dek"),
                rp.CostItem("b", "B", day_rate=1),
                rp.CostItem("c", "C", during="deck"),
            ]
        ),
        [
            (
                'costs[0] "a": during names activity or phase "dek", which does not exist; did you '
                'mean "deck"?'
            ),
            (
                'costs[1] "b": a day rate needs to know for how long; name an activity or phase in '
                "during"
            ),
            (
                'costs[2] "c": during "deck" without a day rate or an amount; give day_rate, or '
                "the amount that is spent in it"
            ),
        ],
    ),
    (
        "calendars_are_declared",
        with_first("activities", calendar="nights"),
        [
            (
                'activities[0] "design": calendar "nights", which does not exist; there are: '
                "24h, always, plan"
            )
        ],
    ),
    (
        "impacts_hit_something",
        with_flood(
            impacts=[
                rp.Delay("deck2", 1),
                rp.DurationFactor("handover", 1.5),
                rp.Delay([], 1),
                rp.CostImpact(share=0.1, of="pilling"),
            ]
        ),
        [
            (
                'risks[0] "flood", impacts[0]: impact on activity "deck2", which does not exist; '
                'did you mean "deck"?'
            ),
            (
                'risks[0] "flood", impacts[1]: impact on milestone "handover", which takes no '
                "time; name the activity before it"
            ),
            'risks[0] "flood", impacts[2]: names no activity; say which activities it hits',
            (
                'risks[0] "flood", impacts[3]: impact on cost item or phase "pilling", which does '
                'not exist; did you mean "piling"?'
            ),
        ],
    ),
    (
        "impacts_hit_something",
        with_dam(impacts=[rp.Delay("deck2", 1)]),
        [
            (
                'risks[0] "flood", responses[0] "dam", impacts[0]: impact on activity "deck2", '
                'which does not exist; did you mean "deck"?'
            )
        ],
    ),
    (
        "impacts_hit_something",
        rp.Plan(
            "P",
            activities=[rp.Milestone("m", "M", phase="close")],
            risks=[risk("r", impacts=[rp.Delay("close", 1)])],
        ),
        [
            (
                'risks[0] "r", impacts[0]: impact on activity "close", which does not exist; there '
                "are: m"
            )
        ],
    ),
    (
        "impacts_hit_something",
        rp.Plan("P", risks=[risk("r", impacts=[rp.Delay("a", 1)])]),
        [
            (
                'risks[0] "r", impacts[0]: impact on activity "a", which does not exist; the plan '
                "has none"
            )
        ],
    ),
    (
        "conditions_name_risks",
        with_flood(given="raim"),
        [
            (
                'risks[0] "flood": given names risk "raim", which does not exist; there are: crew, '
                "flood, leak, north, south"
            )
        ],
    ),
]

NETWORK: list[Case] = [
    (
        "links_form_no_cycle",
        with_more(
            "activities",
            activity("x", after="z"),
            activity("y", after="x"),
            activity("z", after=["y", "deck"]),
            activity("self", after="self"),
        ),
        [
            'activities[4] "x": the links form a cycle: x → y → z → x; remove one of these links',
            'activities[7] "self": the links form a cycle: self → self; remove one of these links',
        ],
    ),
    (
        "conditions_form_no_cycle",
        with_more("risks", risk("a", given="b"), risk("b", given="a")),
        [
            (
                'risks[5] "a": given forms a cycle: a → b → a; one of these risks must be possible '
                "by itself"
            )
        ],
    ),
]
