"""The other worked examples keep the figures of their cases, and mark every other one as assumed.

The figures are those of ../shared/cases/operations-sprint.md and customer-acquisition.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

import riskplan as rp

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = ("operations-sprint", "customer-acquisition")


@pytest.fixture(scope="module", params=NAMES)
def plan(request: pytest.FixtureRequest) -> rp.Plan:
    return rp.load(EXAMPLES / f"{request.param}.toml")


@pytest.fixture(scope="module")
def sprint() -> rp.Plan:
    return rp.load(EXAMPLES / "operations-sprint.toml")


@pytest.fixture(scope="module")
def acquisition() -> rp.Plan:
    return rp.load(EXAMPLES / "customer-acquisition.toml")


@pytest.fixture(scope="module")
def run(sprint: rp.Plan) -> rp.SimulationResult:
    return rp.simulate(sprint, iterations=5_000, seed=7)


def notes(plan: rp.Plan) -> Iterator[tuple[str, str]]:
    """Yield everything that holds a figure, with its note."""
    for item in (*plan.phases, *plan.costs, *plan.activities, *plan.policies, *plan.benefits):
        yield item.id, item.note
    for item in (*plan.escalation, *plan.funding):
        yield repr(item), item.note
    for risk in plan.risks:
        for impact in risk.impacts:
            yield risk.id, impact.note or risk.note
        for response in risk.responses:
            yield f"{risk.id}.{response.id}", response.note


def months_from_start(plan: rp.Plan, moment: dt.datetime) -> float:
    assert plan.start is not None
    return (moment.date() - plan.start).days / (365.25 / 12)


def test_every_figure_says_whether_it_is_the_case_s_or_ours(plan):
    unsaid = [name for name, note in notes(plan) if "case:" not in note and "assumed" not in note]
    assert unsaid == []


def test_a_plan_keeps_its_rules_and_comes_back_from_a_file(plan, tmp_path):
    assert rp.check(plan).errors == ()
    rp.save(plan, tmp_path / "plan.toml")
    assert rp.load(tmp_path / "plan.toml") == plan


@pytest.mark.parametrize("scenario", ["planned", "inherent"])
def test_a_plan_can_be_simulated_in_each_of_its_scenarios(plan, scenario):
    for name in (scenario, *(named.id for named in plan.scenarios)):
        simulated = rp.simulate(plan, iterations=500, seed=1, scenario=name)
        assert simulated.provenance.scenario == name
        assert simulated.cost.mean() > simulated.cost.base


def test_the_sprint_spends_its_budget_by_phase_as_the_case_does(sprint, run):
    assert sprint.budget == 33_500_000
    assert run.cost.base == pytest.approx(sprint.budget, rel=0.01)
    for phase, millions in zip(run.phase_base, (12.0, 15.0, 6.5), strict=False):
        assert phase == pytest.approx(millions * 1e6, rel=0.03)


def test_at_least_half_of_the_sprint_s_spending_is_platform(sprint):
    platform = sum(
        item.amount.most_likely()
        for item in sprint.costs
        if item.category.split("/")[0] == "platform"
    )
    assert platform >= 0.5 * sprint.budget


@pytest.mark.parametrize(
    ("milestone", "month"),
    [
        ("governance-designed", 3),
        ("core-data-integrated", 6),
        ("models-live", 9),
        ("pilot-covers", 12),
        ("first-rollout", 15),
        ("closed", 18),
    ],
)
def test_a_milestone_of_the_sprint_is_reached_in_its_month(sprint, milestone, month):
    schedule = rp.base_schedule(sprint)
    finish = schedule.finish_dates[schedule.ids.index(milestone)]
    assert month - 1 < months_from_start(sprint, finish) <= month


def test_a_complete_plan_cuts_probability_and_loss_as_the_case_says(sprint):
    before, after = (
        rp.expected_cost(sprint, "breach", scenario) for scenario in ("inherent", "planned")
    )
    assert after == pytest.approx(before * (1 - 0.28) * (1 - 0.60))


def test_the_flat_reserve_of_the_sprint_has_a_confidence_and_its_return_a_floor(sprint, run):
    audit = rp.contingency(run, at=80).audit
    assert audit.share_of_base == pytest.approx(0.15)
    assert 0.5 < audit.confidence < 0.99
    assert sprint.roi_floor == 0.10
    assert 0.5 < rp.economics(run).meets_floor < 1.0


def test_the_stages_of_the_acquisition_take_the_weeks_of_the_case(acquisition):
    chains = {
        "prepare": ("analysis", "content"),
        "push": ("launch", "scale-channels"),
        "optimise": ("tests", "rework"),
        "cycle": ("iterate-1", "validate-1", "scale-1"),
    }
    items = {item.id: item for item in acquisition.activities}
    weeks = {
        stage: sum(items[name].duration.most_likely() for name in names)
        for stage, names in chains.items()
    }
    assert weeks == {"prepare": 3, "push": 4, "optimise": 5, "cycle": 6}


def test_each_stage_of_the_acquisition_has_a_week_of_slack(acquisition):
    slack = [item for item in acquisition.activities if isinstance(item, rp.Buffer)]
    assert [item.phase for item in slack] == [phase.id for phase in acquisition.phases]
    assert {(item.size.most_likely(), item.unit) for item in slack} == {(1.0, rp.TimeUnit.WEEKS)}


@pytest.mark.parametrize(
    ("risk", "response", "part", "remains"),
    [
        ("preference", "stay-out", "probability", 0.30),
        ("competition", "redesign", "impact", 0.45),
    ],
)
def test_a_strategy_of_the_acquisition_has_its_stated_effect(
    acquisition, risk, response, part, remains
):
    options = {item.id: item for item in acquisition.risk(risk).responses}
    assert getattr(options[response], part).factor == pytest.approx(remains)


def test_the_acquisition_transfers_30_percent_of_a_loss(acquisition):
    assert acquisition.risk("leak").responses[0].share == 0.3


def test_the_best_responses_of_the_acquisition_keep_within_the_money(acquisition):
    best = rp.best_responses(acquisition, budget=60_000, seed=7, iterations=2_000)
    assert best.chosen
    assert best.spent <= 60_000
