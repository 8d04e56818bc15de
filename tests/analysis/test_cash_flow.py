"""Cash flow: what is spent in each month, by hand, by enumeration and in closed form."""

from __future__ import annotations

import math

import attrs
import numpy as np
import pytest

import riskplan as rp
from tests.analysis.cash_plans import WORK, flow_of, house


def months(flow: rp.CashFlow) -> dict[str, float]:
    return {
        f"{month:%Y-%m}": round(amount, 6)
        for month, amount in zip(flow.months, flow.spent[:, 0].tolist(), strict=True)
    }


# --- by hand --------------------------------------------------------------------------------------


def test_day_rates_are_paid_as_the_work_is_done():
    """Design is all in January, and so are 10 of the 20 days of building."""
    assert {"2026-01": 1_000 + 2_000, "2026-02": 2_000} == months(flow_of(house()))


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"during": "build"}, (45, 45)),
        ({"during": "build", "spend": rp.Spend.START}, (90, 0)),
        ({"during": "build", "spend": rp.Spend.FINISH}, (0, 90)),
        ({"phase": "early", "spend": rp.Spend.FINISH}, (90, 0)),
        ({"phase": "late"}, (45, 45)),
        ({"phase": "late", "during": "design"}, (90, 0)),
        ({"phase": "empty"}, (60, 30)),
        ({}, (60, 30)),
        ({"spend": rp.Spend.FINISH}, (0, 90)),
        ({"on": "2026-02-28"}, (0, 90)),
        ({"during": "build", "on": "2026-01-01"}, (90, 0)),
    ],
    ids=str,
)
def test_an_amount_is_spent_where_it_belongs(item, expected):
    """Over its activity, else its phase, else the 30 days of the plan, 20 of them in January."""
    work = [attrs.evolve(each, day_rate=0) for each in WORK]
    flow = flow_of(house(activities=work, costs=[rp.CostItem("c", "C", 90, **item)]))

    assert pytest.approx(expected) == flow.spent[:, 0].tolist()


def test_an_amount_on_a_date_may_lie_before_the_start_and_after_the_end():
    costs = [
        rp.CostItem("permit", "Permit", 10, on="2025-11-20"),
        rp.CostItem("retention", "Retention", 30, on="2026-04-01"),
    ]
    found = months(flow_of(house(costs=costs)))

    assert ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"] == list(found)
    assert (10.0, 0.0, 30.0) == (found["2025-11"], found["2025-12"], found["2026-04"])


def test_holidays_move_money():
    """With a week off in January, 5 days fewer of building are done in it."""
    week = [f"2026-01-{day}" for day in range(26, 31)]

    flow = flow_of(house(calendar=rp.Calendar(holidays=week)))

    assert {"2026-01": 1_000 + 1_000, "2026-02": 3_000} == months(flow)


def test_money_follows_the_calendar_of_its_own_activity():
    """Of 100 hours of curing from Friday 30 January 9:00 on, 39 are in January, Saturday included.

    On a calendar of weekdays from 9 to 17 it would be 8 of 32 working hours.
    """
    cure = rp.Activity(
        "cure",
        "Cure",
        100,
        unit=rp.TimeUnit.HOURS,
        calendar="24h",
        constraints="SNET 2026-01-30 09:00",
    )
    plan = rp.Plan(
        "Slab",
        start="2026-01-30",
        activities=[cure],
        costs=[rp.CostItem("heat", "Heat", 100, during="cure")],
    )

    assert {"2026-01": 39.0, "2026-02": 61.0} == months(flow_of(plan))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"impacts": [rp.CostImpact(90)]}, (60, 30)),
        ({"impacts": [rp.CostImpact(90, phase="early")]}, (90, 0)),
        ({"impacts": [rp.CostImpact(90), rp.Delay("build", 0)]}, (45, 45)),
        ({"impacts": [rp.CostImpact(90, phase="early"), rp.Delay("build", 0)]}, (90, 0)),
        (
            {
                "impacts": [rp.CostImpact(90), rp.Delay("build", 0)],
                "window": "2026-02-02 to 2026-02-03",
            },
            (0, 90),
        ),
        ({"impacts": [rp.CostImpact(share=0.9, of="crane")]}, (0, 90)),
    ],
    ids=str,
)
def test_what_a_risk_costs_falls_where_it_strikes(parts, expected):
    """In its window, or over what it delays, in its phase if it has one, or over the plan."""
    costs = [rp.CostItem("crane", "Crane", 100, during="build", spend=rp.Spend.FINISH)]
    plan = house(activities=[attrs.evolve(each, day_rate=0) for each in WORK], costs=costs)
    with_risk = plan.evolve(risks=[rp.Risk("r", "R", 1.0, **parts)])

    found = flow_of(with_risk).spent[:, 0] - flow_of(plan).spent[:, 0]

    assert pytest.approx(expected) == found.tolist()
    assert flow_of(with_risk).base.tolist() == flow_of(plan).base.tolist()


def test_a_response_is_paid_over_its_phase():
    response = rp.Response("m", "M", rp.Strategy.MITIGATE, cost=90, probability=0.0, phase="late")
    risk = rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(1)], responses=[response])

    assert (1_000 + 2_000 + 45, 2_000 + 45) == tuple(flow_of(house(risks=[risk])).spent[:, 0])


def test_what_has_begun_was_paid_for_when_it_was_done():
    """5 of 15 days were done in December; the rest goes on from the data date."""
    done = rp.Activity("a", "A", 15, day_rate=10, actual_start="2025-12-25", remaining=10)
    plan = rp.Plan(
        "Under way",
        start="2025-12-25",
        data_date="2025-12-31",
        calendar=rp.Calendar(list(rp.Weekday)),
        activities=[done],
    )

    flow = flow_of(plan)

    assert pytest.approx(7 / 17 * flow.cost.values[0]) == months(flow)["2025-12"]


def test_a_plan_without_activities_spends_day_after_day_until_a_date():
    plan = rp.Plan("Office", start="2026-01-01", costs=[rp.CostItem("rent", "Rent", 3_650)])

    flow = flow_of(plan, until="2026-12-31")

    assert 12 == len(flow.months)
    assert [310, 280, 310] == pytest.approx(flow.spent[:3, 0])
    assert flow.spent.tolist() == flow_of(plan.evolve(deadline="2026-12-31")).spent.tolist()


# --- exact laws -----------------------------------------------------------------------------------


def test_a_uniform_span_has_a_mean_in_closed_form():
    """Spread over T days, T uniform in 20..40, with 22 working days in January.

    E min(1, 22 / T) = (2 + 22 ln(40 / 22)) / 20.
    """
    dig = rp.Activity("dig", "Dig", rp.Uniform(20, 40))
    plan = rp.Plan(
        "Dig",
        start="2026-01-01",
        activities=[dig],
        costs=[rp.CostItem("c", "C", 1_000, during="dig")],
    )
    january = flow_of(plan, 20_000).month("2026-01").mean()
    exact = 1_000 * (2 + 22 * math.log(40 / 22)) / 20

    assert abs(january - exact) < 2 * january.error
    assert 0 < january.error < 5
    assert abs(january - 0.99 * exact) > 2 * january.error  # negative control


def test_a_discrete_plan_is_what_enumeration_says():
    """Work of 10 or 30 days, and a risk of 0.25 that adds 22 days and costs 100 over them."""
    plan = rp.Plan(
        "Well",
        start="2026-01-01",
        activities=[rp.Activity("dig", "Dig", rp.Discrete([10, 30], [0.5, 0.5]), day_rate=10)],
        risks=[rp.Risk("rock", "Rock", 0.25, impacts=[rp.CostImpact(100), rp.Delay("dig", 22)])],
    )
    exact: dict[tuple[float, ...], float] = {}
    for days, half in ((10, 0.5), (30, 0.5)):
        for hit, chance in ((0, 0.75), (1, 0.25)):
            length = days + 22 * hit
            done = [min(length, mark) for mark in (22, 42, 64)]  # working days to the end of each
            spent = np.diff([0, *done]) * (10 + 100 * hit / length)
            key = tuple(np.round(spent, 6).tolist())
            exact[key] = exact.get(key, 0.0) + half * chance
    flow = flow_of(plan, 8_000)
    found = [tuple(column) for column in np.round(flow.spent, 6).T.tolist()]

    assert set(exact) == set(found)
    for key, probability in exact.items():
        share = found.count(key) / len(found)
        assert abs(share - probability) < 4 * math.sqrt(probability / len(found))
    peak = {max(key) for key in exact}
    assert peak == set(np.round(flow.peak.values, 6).tolist())
    over = flow.probability_over(230)
    assert over.low <= sum(p for key, p in exact.items() if max(key) > 230) <= over.high


# --- prices ---------------------------------------------------------------------------------------


def test_prices_rise_to_the_middle_of_the_month():
    """3 % a year: by (1.03)^(m + 1/2)/12 in the m-th month after that of the start."""
    flow = flow_of(house(escalation=0.03))

    rises = [1.03 ** ((month + 0.5) / 12) for month in range(2)]
    assert [3_000 * rises[0], 2_000 * rises[1]] == pytest.approx(flow.spent[:, 0])
    assert 5_000 == pytest.approx(flow.cost.values[0])
    assert sum(flow.spent[:, 0]) - 5_000 == pytest.approx(flow.escalation.values[0])
    assert flow.base.tolist() == pytest.approx(flow.spent[:, 0])


def test_a_category_has_a_rate_of_its_own():
    escalation = [rp.Escalation(0.12, category="labour"), rp.Escalation(0.0)]
    costs = [
        rp.CostItem("crew", "Crew", 100, category="labour/site", on="2026-02-10"),
        rp.CostItem("sand", "Sand", 100, category="labours", on="2026-02-10"),
    ]
    work = [attrs.evolve(each, day_rate=0) for each in WORK]
    flow = flow_of(house(activities=work, costs=costs, escalation=escalation))

    assert 100 * (1.12 ** (1.5 / 12) - 1) == pytest.approx(flow.escalation.values[0])


def test_base_contingency_and_escalation_stand_apart_and_add_up():
    risk = rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(rp.Uniform(0, 1_000))])
    run = rp.simulate(
        house(risks=[risk], escalation="uniform(0.01, 0.05)"), iterations=4_000, seed=1
    )
    need = rp.cash_flow(run).need(80)

    assert (5_000, run.cost.overrun(80)) == (need.base, need.contingency)
    assert need.base + need.contingency + need.escalation == pytest.approx(need.total)
    assert 0 < need.escalation.low < need.escalation < need.escalation.high
    assert rp.contingency(run, at=80).cost.amount == need.contingency


def test_escalation_leaves_every_other_draw_alone():
    plan = house(risks=[rp.Risk("r", "R", 0.5, impacts=[rp.CostImpact(rp.Uniform(0, 9))])])
    runs = [
        rp.simulate(each, iterations=200, seed=1)
        for each in (plan, plan.evolve(escalation="uniform(0, 0.1)"))
    ]

    assert np.array_equal(runs[0].cost.values, runs[1].cost.values)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda flow: flow.funded("1e6"), "funding must be an amount of money"),
        (lambda flow: flow.funded([100]), "funding must be an amount of money"),
        (lambda flow: flow.funded(-1), "must not be negative"),
        (lambda flow: flow.keeping(-1), "must not be negative"),
        (lambda flow: flow.keeping("a"), "a cap must be a number"),
        (lambda flow: flow.keeping(["a", 1]), "a cap must be a number"),
    ],
)
def test_money_that_is_none_is_refused(ask, message):
    with pytest.raises(rp.RequestError, match=message):
        ask(flow_of(house()))


def test_a_need_adds_up_in_its_frame():
    frame = flow_of(house()).need(80).to_frame()

    assert ["base", "contingency", "escalation", "total"] == list(frame.index)
    assert frame["amount"].iloc[-1] == pytest.approx(frame["amount"].iloc[:-1].sum())


def test_a_month_in_which_nothing_is_paid_is_exactly_empty():
    """Sums of odd amounts in another order differ in their last bits, which no month pays."""
    costs = [
        rp.CostItem(f"c{n}", "C", rp.Pert(900, 3_300, 9_900), during="build", spend=pace)
        for n, pace in enumerate([rp.Spend.START, rp.Spend.FINISH, rp.Spend.START] * 3)
    ]
    work = [rp.Activity("build", "Build", 90)]
    run = rp.simulate(house(activities=work, costs=costs), iterations=300, seed=1, workers=1)
    spent = rp.cash_flow(run).spent

    assert 5 == len(spent)
    assert (spent[[0, -1]] > 1_000).all()
    assert (spent[1:-1] == 0.0).all()
    assert pytest.approx(run.cost.values, rel=1e-12) == spent.sum(axis=0)


def test_a_small_amount_is_no_rounding():
    """Negative control: a cent beside a hundred millions."""
    costs = [
        rp.CostItem("land", "Land", 1e8, on="2026-01-05"),
        rp.CostItem("stamp", "Stamp", 0.01, on="2026-04-01"),
    ]
    assert 0.01 == flow_of(house(activities=[], costs=costs), until="2026-04-02").spent[-1, 0]


def test_what_insurers_pay_back_in_full_leaves_exactly_nothing():
    risks = [
        rp.Risk(name, name, 0.9, impacts=[rp.CostImpact(rp.Pert(900, 3_300, 9_900))])
        for name in ("fire", "flood", "theft")
    ]
    plan = house(
        activities=[rp.Activity("build", "Build", 90)],
        costs=[rp.CostItem("land", "Land", 1_000, on="2026-01-05")],
        risks=risks,
        policies=[
            rp.Policy(f"p{part}", "Part", ["fire", "flood", "theft"], premium=0, share=part)
            for part in (0.1, 0.2, 1.0)
        ],
    )
    spent = flow_of(plan, iterations=300).spent

    assert pytest.approx(np.full(300, 1_000)) == spent[0]
    assert (spent[1:] == 0.0).all()
