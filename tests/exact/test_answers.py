"""What the answer looks like, and what it refuses to answer."""

from __future__ import annotations

import math
import pickle

import attrs
import numpy as np
import pytest

import riskplan as rp
from riskplan.distributions import Poisson
from riskplan.exact import exact_cost, inexact_in

BRIDGE = rp.Plan(
    "Bridge",
    currency="CNY",
    costs=[rp.CostItem("piling", "Piling", rp.Pert(400, 500, 800))],
    risks=[rp.Risk("flood", "Flood", 0.2, impacts=[rp.CostImpact(rp.Uniform(50, 90))])],
)
LAW = exact_cost(BRIDGE)


def test_it_answers_as_samples_do():
    run = rp.simulate(BRIDGE, iterations=20_000, seed=1)

    for name in ("mean", "std"):
        assert getattr(run.cost, name)() == pytest.approx(getattr(LAW, name)(), rel=0.02)
    for name, value in (("percentile", 80), ("exceedance", 560), ("confidence", 560)):
        assert getattr(run.cost, name)(value) == pytest.approx(getattr(LAW, name)(value), rel=0.05)
    assert run.cost.base == LAW.base == 500
    assert run.cost.unit == LAW.unit == "CNY"
    assert LAW.percentile(80) - 500 == LAW.overrun(80).value


def test_it_says_in_one_line_what_it_is():
    line = repr(LAW)

    assert line.startswith("ExactCost('Bridge', planned: P10 ")
    assert line.endswith(" CNY)")
    assert "\n" not in line
    assert repr(LAW) == repr(pickle.loads(pickle.dumps(LAW)))


def test_it_is_a_card_in_a_notebook():
    html = LAW._repr_html_()

    assert html.startswith("<table>")
    assert "exact cost [CNY]" in html
    assert "not above the base" in html


def test_it_is_a_frame_of_levels_with_their_errors():
    frame = LAW.to_frame([50, 80])

    assert [50.0, 80.0] == frame.index.tolist()
    assert ["cost", "low", "high", "over_base"] == frame.columns.tolist()
    assert (frame["low"] <= frame["cost"]).all()
    assert (frame["cost"] <= frame["high"]).all()
    assert LAW.percentile(80).value == frame["cost"][80]


def test_it_cannot_be_changed():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        LAW.base = 3
    assert not LAW.cdf([500, 600]).flags.writeable
    assert not LAW._law.fine.values.flags.writeable


def test_probabilities_of_several_values_keep_their_shape():
    values = np.array([[450.0, 500.0], [550.0, 1e6]])

    assert (2, 2) == LAW.cdf(values).shape
    assert LAW.confidence(550) == LAW.cdf(values)[1, 0]
    assert 1.0 == pytest.approx(LAW.cdf(values)[1, 1])


@pytest.mark.parametrize("at", [0.8, 0, 100, "80", None])
def test_a_level_that_cannot_be_is_refused(at):
    with pytest.raises(rp.RequestError, match="P-level in percent"):
        LAW.percentile(at)


@pytest.mark.parametrize("x", [math.nan, "1000 CNY"])
def test_a_limit_that_is_no_number_is_refused(x):
    with pytest.raises(rp.RequestError, match="the limit must be a number"):
        LAW.exceedance(x)


def test_a_law_without_moments_says_so():
    from scipy import stats

    loss = rp.from_scipy(stats.pareto(0.9))
    law = exact_cost(rp.Plan("P", costs=[rp.CostItem("c", "C", loss)]))

    assert (math.inf, math.inf) == (law.mean(), law.std())
    assert float(loss.ppf(0.8)) == pytest.approx(law.percentile(80), rel=1e-2)


# --- refusals -------------------------------------------------------------------------------------

WORK = [rp.Activity("build", "Build", rp.Uniform(10, 20), phase="build", day_rate=100)]
TWO = [rp.CostItem("a", "A", rp.Uniform(1, 2)), rp.CostItem("b", "B", rp.Uniform(1, 2))]


def risk(id_: str = "r", **fields) -> rp.Risk:
    fields.setdefault("probability", 0.5)
    fields.setdefault("impacts", [rp.CostImpact(share=0.1, of="a")])
    return rp.Risk(id_, "R", **fields)


REFUSED = {
    'activities[0] "build": its cost runs with its duration': rp.Plan("P", activities=WORK),
    'costs[0] "office": its cost runs with "build"': rp.Plan(
        "P", activities=WORK, costs=[rp.CostItem("office", "O", day_rate=5, during="build")]
    ),
    'risks[0] "r": takes an uncertain share of the uncertain a': rp.Plan(
        "P", costs=TWO, risks=[risk(impacts=[rp.CostImpact(share=rp.Uniform(0, 1), of="a")])]
    ),
    'risks[0] "r": takes a share of the uncertain a, and strikes several times': rp.Plan(
        "P", costs=TWO, risks=[risk(count=Poisson(2))]
    ),
    'risks[0] "r": takes a share of the uncertain a, which are correlated': rp.Plan(
        "P", costs=TWO, risks=[risk()], correlations=[rp.Correlation(["a", "b"], 1)]
    ),
    "more than 6 of them take shares of uncertain cost items": rp.Plan(
        "P", costs=TWO, risks=[risk(f"r{n}") for n in range(7)]
    ),
    "correlations[0]: a, b are correlated, otherwise than cost items by exactly 1": rp.Plan(
        "P", costs=TWO, correlations=[rp.Correlation(["a", "b"], 0.3)]
    ),
    "correlations[0]: r, s are correlated": rp.Plan(
        "P",
        costs=TWO,
        risks=[risk(id_, impacts=[rp.CostImpact(1)]) for id_ in ("r", "s")],
        correlations=[rp.Correlation(["r", "s"], 0.3)],
    ),
    "correlations[0]: a, r.cost are correlated": rp.Plan(
        "P",
        costs=TWO,
        risks=[risk(impacts=[rp.CostImpact(rp.Uniform(1, 2))])],
        correlations=[rp.Correlation(["a", "r.cost"], 1)],
    ),
    "correlations[0]: a, b, c are correlated, otherwise": rp.Plan(
        "P",
        costs=[*TWO, rp.CostItem("c", "C", rp.Uniform(1, 2))],
        correlations=[rp.Correlation(["a", "b", "c"], [[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]])],
    ),
    "correlations[0]: b, a are correlated, otherwise": rp.Plan(
        "P",
        costs=TWO,
        correlations=[
            rp.Correlation(["b", "a"], [[1, 0], [0, 1]], degrees_of_freedom=4),
        ],
    ),
    'risks[50] "r50": ends a chain of more than 50 conditions': rp.Plan(
        "P", risks=[risk(f"r{n}", impacts=[rp.CostImpact(1)], given=f"r{n - 1}" if n else None)
                    for n in range(60)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_computed_exactly_is_named_with_the_remedy(reason):
    with pytest.raises(rp.UnsupportedError) as caught:
        exact_cost(REFUSED[reason])

    assert reason in str(caught.value)
    assert "; simulate the plan" in str(caught.value)


def test_every_reason_is_named_at_once():
    plan = rp.Plan(
        "P",
        activities=WORK,
        costs=TWO,
        risks=[risk(impacts=[rp.CostImpact(share=rp.Uniform(0, 1), of="b")])],
        correlations=[rp.Correlation(["a", "b"], 0.3)],
    )

    assert ["activities[0]", "risks[0]", "correlations[0]"] == [
        problem.place.split(" ")[0] for problem in inexact_in(plan, rp.PLANNED)
    ]


def test_a_schedule_that_costs_nothing_is_no_obstacle():
    free = rp.Activity("build", "Build", rp.Uniform(10, 20))
    late = rp.Risk("late", "Late", 0.5, impacts=[rp.Delay("build", 5), rp.CostImpact(10)])
    plan = rp.Plan("P", activities=[free], risks=[late])

    assert [] == list(inexact_in(plan, rp.PLANNED))
    assert 5 == exact_cost(plan).mean()


def test_a_closed_risk_is_no_obstacle():
    closed = risk(status=rp.Status.CLOSED, impacts=[rp.CostImpact(share=rp.Uniform(0, 1), of="a")])

    assert 3 == pytest.approx(exact_cost(rp.Plan("P", costs=TWO, risks=[closed])).mean())


def test_a_plan_without_money_is_refused():
    with pytest.raises(rp.RequestError, match="nothing in the plan costs money"):
        exact_cost(rp.Plan("P", activities=[rp.Activity("a", "A", 3)]))


def test_a_broken_plan_is_refused():
    with pytest.raises(rp.PlanError, match="probability must be between 0 and 1"):
        exact_cost(rp.Plan("P", risks=[rp.Risk("r", "R", 20)]))


def test_an_unknown_scenario_is_refused():
    with pytest.raises(rp.RequestError, match='no scenario "worst"'):
        exact_cost(BRIDGE, scenario="worst")
