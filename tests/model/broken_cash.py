"""Plans that break a rule of cash: of spending, benefits, rates or funding."""

from __future__ import annotations

import riskplan as rp
from tests.model.cases import Case
from tests.model.good import GOOD, with_first

CASH: list[Case] = [
    (
        "money_is_spent_at_one_time",
        with_first("costs", on="2026-02-01", spend=rp.Spend.START),
        [
            (
                'costs[0] "piling": spent on 2026-02-01 and, by spend = "start", at another time; '
                "give one of the two"
            )
        ],
    ),
    (
        "benefits_can_begin",
        GOOD.evolve(
            benefits=[
                rp.Benefit("a", "A", 1, after="handovr"),
                rp.Benefit("b", "B", 1, after="handover", on="2026-02-01"),
                rp.Benefit("c", "C", -1, lag=-2, months=0),
            ]
        ),
        [
            (
                'benefits[0] "a": after names activity, milestone or phase "handovr", which does '
                'not exist; did you mean "handover"?'
            ),
            ('benefits[1] "b": begins on 2026-02-01 and after "handover"; give one of the two'),
            (
                'benefits[2] "c": amount must not be negative (got constant(-1), which goes down '
                "to -1); check the signs; something that is saved is a risk of kind opportunity"
            ),
            'benefits[2] "c": lag must not be negative (got -2); in months',
            (
                'benefits[2] "c": months must be above 0 (got 0); leave it out where the benefit '
                "comes once"
            ),
        ],
    ),
    (
        "rates_of_return_are_fractions",
        GOOD.evolve(discount_rate=8, roi_floor=10),
        [
            ("discount_rate: a rate of 800 % a year; write it as a fraction; did you mean 0.08?"),
            "roi_floor: benefits of 11 times the costs; did you mean 0.1?",
        ],
    ),
    (
        "rates_of_return_are_fractions",
        GOOD.evolve(discount_rate=-1, roi_floor=-2),
        [
            "discount_rate: must be above -1 (got -1); 8 % is 0.08",
            "roi_floor: must be above -1 (got -2); 10 % is 0.1",
        ],
    ),
    (
        "escalations_make_sense",
        GOOD.evolve(
            escalation=[
                rp.Escalation(3),
                rp.Escalation(-1, category="labour"),
                rp.Escalation(0.03),
            ]
        ),
        [
            ("escalation[0]: a rate of 300 % a year; write it as a fraction; did you mean 0.03?"),
            "escalation[1]: rate must stay above -1 (got constant(-1)); 3 % is 0.03",
            (
                'escalation[1]: no cost item and no activity is of category "labour"; the plan has '
                "none"
            ),
            "escalation[2]: a second rate for everything; give one rate for each category",
        ],
    ),
    (
        "funding_makes_sense",
        GOOD.evolve(funding=[rp.Funding(0, "2026-01-01")], monthly_cap=-5),
        [
            "funding[0]: amount must be above 0 (got 0)",
            "monthly_cap: must be above 0 (got -5); leave it out if none",
        ],
    ),
]
