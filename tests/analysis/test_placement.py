"""Where risks sit on the matrix: levels of probability and of the higher of two impacts."""

from __future__ import annotations

import attrs
import pytest

import riskplan as rp

THREE = ["low", "medium", "high"]

MATRIX = rp.RiskMatrix(
    rp.Scale(THREE, [0.1, 0.5]),
    cost=rp.Scale(THREE, [100, 1_000]),
    delay=rp.Scale(THREE, [5, 10]),
    bands=[rp.Band("green", 0), rp.Band("amber", 3), rp.Band("red", 6)],
)

PLAN = rp.Plan(
    "P",
    currency="CNY",
    matrix=MATRIX,
    activities=[
        rp.Activity("a", "A", rp.Triangular(5, 10, 20), day_rate=rp.Uniform(1, 3)),
        rp.Activity("b", "B", 20),
    ],
    costs=[rp.CostItem("c", "C", rp.Pert(1_000, 2_000, 9_000))],
)


def place(
    *impacts: rp.model.Impact, probability=0.3, plan: rp.Plan = PLAN, **parts
) -> rp.Placement:
    risk = rp.Risk("r", "R", probability, impacts=impacts, **parts)
    return rp.place_risks(plan.evolve(risks=[risk])).rows[0]


@pytest.mark.parametrize(("probability", "row"), [(0.1, 0), (0.11, 1), (0.5, 1), (0.9, 2)])
def test_the_row_is_the_level_of_the_probability(probability, row):
    assert row == place(rp.CostImpact(1), probability=probability).row


@pytest.mark.parametrize(("amount", "column"), [(100, 0), (101, 1), (1_000, 1), (5_000, 2)])
def test_the_column_is_the_level_of_the_mean_cost(amount, column):
    placed = place(rp.CostImpact(rp.Uniform(0, 2 * amount)))

    assert (amount, column) == (placed.cost, placed.column)


def test_amounts_and_shares_add_up_over_the_base():
    """A share counts of the most likely cost, as the base plan has it."""
    placed = place(rp.CostImpact(50), rp.CostImpact(share=rp.Uniform(0, 0.2), of="c"))

    assert 250.0 == placed.cost


@pytest.mark.parametrize(
    ("impact", "delay"),
    [
        (rp.Delay("b", rp.Uniform(0, 12)), 6.0),
        (rp.Delay("a", 8), 0.0),
        (rp.Delay("a", 13), 3.0),
        (rp.DurationFactor("b", rp.Uniform(1, 2)), 10.0),
        (rp.DurationFactor("b", 0.7), 6.0),
    ],
)
def test_the_delay_is_that_of_the_finish_in_the_base_plan(impact, delay):
    assert delay == pytest.approx(place(impact).delay)


@pytest.mark.parametrize(
    ("amount", "days", "column"), [(50, 20, 2), (5_000, 1, 2), (50, 1, 0), (500, 1, 1)]
)
def test_the_higher_of_two_impacts_counts(amount, days, column):
    assert column == place(rp.CostImpact(amount), rp.Delay("b", days)).column


def test_what_a_delay_costs_at_day_rates_is_no_cost_of_the_risk():
    assert 0.0 == place(rp.Delay("a", 500)).cost


def test_an_opportunity_sits_by_its_magnitude():
    placed = place(rp.CostImpact(500), rp.Delay("b", 3), kind=rp.Kind.OPPORTUNITY)

    assert (rp.Kind.OPPORTUNITY, 500.0, 3.0) == (placed.kind, placed.cost, placed.delay)


def test_the_score_and_its_band_are_those_of_the_matrix():
    placed = place(rp.CostImpact(5_000), probability=0.9)

    assert (9.0, 2) == (placed.score, placed.band)


@pytest.mark.parametrize(("share", "column"), [(0.004, 0), (0.02, 1), (0.03, 2), (0.2, 4)])
def test_the_default_scales_are_shares_of_the_base(share, column):
    plan = rp.Plan("P", costs=[rp.CostItem("c", "C", 1_000)])

    assert column == place(rp.CostImpact(1_000 * share), plan=plan).column


def test_beside_a_base_of_nothing_any_impact_is_the_highest():
    plan = rp.Plan("P")

    assert 4 == place(rp.CostImpact(1), plan=plan).column
    assert 0 == place(plan=plan).column


def test_a_condition_lowers_the_probability_but_not_the_impact():
    parent = rp.Risk("parent", "Parent", 0.2)
    child = rp.Risk("child", "Child", 0.4, given="parent", impacts=[rp.CostImpact(500)])
    placed = {row.id: row for row in rp.place_risks(PLAN.evolve(risks=[parent, child]))}

    assert (0.08, 500.0) == pytest.approx((placed["child"].probability, placed["child"].cost))


def test_the_scenario_decides_which_responses_count():
    response = rp.Response(
        "m", "M", rp.Strategy.MITIGATE, probability=0.05, impacts=[rp.CostImpact(50)]
    )
    risk = rp.Risk("r", "R", 0.6, impacts=[rp.CostImpact(5_000)], responses=[response])
    plan = PLAN.evolve(risks=[risk])
    cells = {
        scenario: [(row.row, row.column) for row in rp.place_risks(plan, scenario)]
        for scenario in ("inherent", "planned")
    }

    assert {"inherent": [(2, 2)], "planned": [(0, 0)]} == cells


TWO_OR_NONE = rp.Discrete([0, 2, 4], [0.5, 0.25, 0.25])


@pytest.mark.parametrize(
    ("impact", "cost", "delay"),
    [
        (rp.CostImpact(rp.Uniform(0, 100)), 150.0, 0.0),
        (rp.CostImpact(share=rp.Uniform(0, 0.02), of="c"), 60.0, 0.0),
        (rp.Delay("b", rp.Uniform(1, 3)), 0.0, 6.0),
        (rp.DurationFactor("b", rp.Uniform(1, 1.2)), 0.0, 20 * ((1.1**2 + 1.1**4) / 2 - 1)),
    ],
)
def test_all_strikes_of_a_risk_that_occurs_count_together(impact, cost, delay):
    """Three strikes on average, given one; two or four factors of 1.1 with equal chances."""
    placed = place(impact, probability=0.4, count=TWO_OR_NONE)

    assert (cost, delay) == pytest.approx((placed.cost, placed.delay))
    assert (0.2, 1, 0.6) == pytest.approx((placed.probability, placed.row, placed.strikes))


def test_a_risk_that_strikes_once_sits_where_one_without_a_count_does():
    impacts = [rp.CostImpact(500), rp.Delay("b", 3), rp.DurationFactor("b", 1.3)]
    counted, plain = place(*impacts, count=1), place(*impacts)

    assert attrs.evolve(counted, strikes=None) == plain
    assert (0.3, None) == (counted.strikes, plain.strikes)


def test_more_strikes_move_a_risk_to_the_right():
    """Negative control: the count is not lost on the way to the matrix."""
    assert place(rp.CostImpact(60)).column < place(rp.CostImpact(60), count=2).column


def test_a_risk_that_never_strikes_is_the_least_of_all():
    placed = place(rp.CostImpact(500), rp.DurationFactor("b", 2), count=0)

    assert (0.0, 0.0, 0.0, 0, 0) == (
        placed.probability,
        placed.cost,
        placed.delay,
        placed.row,
        placed.column,
    )


def test_closed_risks_are_left_out_and_the_rest_ranked_by_score():
    risks = [
        rp.Risk("small", "Small", 0.05, impacts=[rp.CostImpact(1)]),
        rp.Risk("z", "Z", 0.3, impacts=[rp.CostImpact(500)]),
        rp.Risk("a", "A", 0.3, impacts=[rp.CostImpact(500)]),
        rp.Risk("gone", "Gone", 0.9, impacts=[rp.CostImpact(9_999)], status=rp.Status.CLOSED),
        rp.Risk("here", "Here", 0.1, impacts=[rp.CostImpact(9_999)], status=rp.Status.OCCURRED),
    ]
    placed = rp.place_risks(PLAN.evolve(risks=risks))

    assert ["here", "a", "z", "small"] == [row.id for row in placed]
    assert {"here": 1, "a": 2, "z": 3, "small": 4} == placed.numbers
    assert (4, 1.0) == (len(placed), placed.rows[0].probability)


def test_placements_do_not_depend_on_chance():
    plan = PLAN.evolve(risks=[rp.Risk("r", "R", 0.3, impacts=[rp.Delay("b", rp.Uniform(1, 9))])])

    assert rp.place_risks(plan).rows == rp.place_risks(plan).rows


def test_a_run_is_no_scenario():
    with pytest.raises(rp.RequestError, match=r"\(got SimulationResult\); it needs no run"):
        rp.place_risks(PLAN, rp.simulate(PLAN, iterations=1, seed=1))


def test_a_broken_plan_is_refused_with_all_its_problems():
    plan = PLAN.evolve(risks=[rp.Risk("r", "R", 20), rp.Risk("r", "R", 30)])

    with pytest.raises(rp.PlanError, match="3 problems"):
        rp.place_risks(plan)


def test_placements_show_themselves():
    placed = rp.place_risks(
        PLAN.evolve(risks=[rp.Risk("r", "Flood", 0.9, impacts=[rp.CostImpact(500)])])
    )
    frame = placed.to_frame()

    assert "Placements(planned: r 6)" == repr(placed)
    assert "6 (red)" in placed._repr_html_()
    assert ["high", "medium", 6.0, "red"] == frame.loc[
        "r", ["probability_level", "impact_level", "score", "band"]
    ].tolist()
    assert ("planned", "CNY", MATRIX) == (placed.scenario.id, placed.currency, placed.matrix)
