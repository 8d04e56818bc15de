"""Names and rows: which phases there are, and what they stand for."""

from __future__ import annotations

import riskplan as rp
from riskplan.compiler import index_of
from riskplan.compiler.index import NONE, rows_by_id

PLAN = rp.Plan(
    "P",
    costs=[
        rp.CostItem("c1", "C", 1, phase="late"),
        rp.CostItem("c0", "C", 1, phase="late"),
        rp.CostItem("c2", "C", 1),
    ],
    activities=[
        rp.Activity("a", "A", 1, phase="early"),
        rp.Milestone("m", "M", phase="early"),
        rp.Activity("b", "B", 1, phase="early"),
    ],
    risks=[
        rp.Risk(
            "r",
            "R",
            0.5,
            impacts=[rp.CostImpact(1, phase="claims")],
            responses=[
                rp.Response(
                    "m",
                    "M",
                    rp.Strategy.TRANSFER,
                    phase="insurance",
                    impacts=[rp.CostImpact(1, phase="deductible"), rp.Delay("a", 1)],
                )
            ],
        )
    ],
)


def test_phases_are_those_that_items_name_unless_the_plan_lists_them():
    declared = PLAN.evolve(phases=[rp.Phase("late", "Late"), rp.Phase("early", "Early")])

    assert ["early", "late", "insurance", "claims", "deductible"] == list(index_of(PLAN).phase_rows)
    assert {"late": 0, "early": 1} == index_of(declared).phase_rows


def test_a_phase_stands_for_its_activities_or_its_cost_items_each_once():
    index = index_of(PLAN)

    assert (0, 2) == index.tasks(("early",))
    assert (2, 0) == index.tasks(("b", "early"))
    assert (1, 0) == index.lines(("late",))
    assert (2, 1, 0) == index.lines(("c2", "late", "c0"))


def test_a_category_stands_for_its_activities():
    def work(id_, **more):
        return rp.Activity(id_, id_, 1, **more)

    plan = rp.Plan(
        "P",
        activities=[
            work("a", category="site"),
            work("b", phase="site"),
            work("c", category="site", phase="early"),
            rp.Buffer("x", "X", 1, phase="early"),
        ],
    )
    index = index_of(plan)

    assert (0, 2) == index.tasks(("category:site",))
    assert (1,) == index.tasks(("site",))
    assert (2, 0) == index.tasks(("early", "category:site"))


def test_no_phase_is_no_row():
    assert (NONE, 1) == (index_of(PLAN).phase(None), index_of(PLAN).phase("late"))


def test_rows_are_added_up_in_the_order_of_their_ids():
    assert (1, 0, 2) == rows_by_id(PLAN.costs)
    assert () == rows_by_id([])
