"""The worked example keeps every figure of its case, and marks every other one as assumed.

The figures are those of ../shared/cases/service-response.md; each test names its line there.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import attrs
import pytest

import riskplan as rp

FILE = Path(__file__).resolve().parents[2] / "examples" / "service-response.toml"

# What the case says completely, so that its note has nothing to assume.
STATED = {
    "startup", "build", "pilot", "rollout",
    "baseline-measured", "chosen", "tested", "pilot-evaluated", "company-wide", "closed",
    "legacy", "legacy-resources", "resistance", "overspend", "migration-defects", "supplier",
    "process-gains", "regulation", "disaster", "incident",
}  # fmt: skip

CHAINS = {
    "system": ("requirements", "design", "interfaces", "test", "pilot-go-live", "evaluation"),
    "service": ("training-concept", "knowledge-base", "process", "configuration", "appraisal"),
    "data": ("coordination", "stakeholders", "data-migration", "cut-over", "improvement"),
    "supply (assumed)": ("market-survey", "tender", "technology", "delivery", "environments"),
    "measurement (assumed)": ("baseline", "dashboards", "pilot-measurement", "final-measurement"),
}


@pytest.fixture(scope="module")
def plan() -> rp.Plan:
    return rp.load(FILE)


@pytest.fixture(scope="module")
def schedule(plan: rp.Plan) -> rp.BaseSchedule:
    return rp.base_schedule(plan)


@pytest.fixture(scope="module")
def planned(plan: rp.Plan) -> rp.SimulationResult:
    return rp.simulate(plan, iterations=20_000, seed=7)


@pytest.fixture(scope="module")
def inherent(plan: rp.Plan) -> rp.SimulationResult:
    return rp.simulate(plan, iterations=20_000, seed=7, scenario="inherent")


def item(plan: rp.Plan, name: str) -> rp.CostItem:
    return next(item for item in plan.costs if item.id == name)


def response(plan: rp.Plan, risk: str, name: str) -> rp.Response:
    return next(response for response in plan.risk(risk).responses if response.id == name)


def finish(schedule: rp.BaseSchedule, name: str) -> dt.date:
    return schedule.finish_dates[schedule.ids.index(name)].date()


def start(schedule: rp.BaseSchedule, name: str) -> dt.date:
    return schedule.start_dates[schedule.ids.index(name)].date()


def quarter(date: dt.date) -> str:
    return f"{date.year} Q{(date.month + 2) // 3}"


def predecessors(plan: rp.Plan, name: str) -> set[str]:
    """Everything that must come before an activity, however many links away."""
    links = {activity.id: activity.after for activity in plan.activities}
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = {link.predecessor for link in links[waiting.pop()]} - found
        found |= new
        waiting += new
    return found


def is_chain(plan: rp.Plan, chain: Sequence[str]) -> bool:
    return all(first in predecessors(plan, second) for first, second in pairwise(chain))


def notes(plan: rp.Plan) -> Iterator[tuple[str, str]]:
    """Every place that can hold a figure, with its note."""
    for entry in (*plan.phases, *plan.costs, *plan.activities):
        yield entry.id, entry.note
    for risk in plan.risks:
        yield risk.id, risk.note
        for index, impact in enumerate(risk.impacts):
            yield f"{risk.id}, impact {index}", impact.note
        for answer in risk.responses:
            yield f"{risk.id}, {answer.id}", answer.note
            for index, impact in enumerate(answer.impacts or ()):
                yield f"{risk.id}, {answer.id}, impact {index}", impact.note


def unmarked(plan: rp.Plan) -> list[str]:
    """Places whose note says neither that a figure is assumed nor that the case states it."""
    return [
        place
        for place, note in notes(plan)
        if not note.startswith("case: " if place in STATED else "assumed: ")
    ]


# --- the file ------------------------------------------------------------------------------------


def test_the_case_that_the_figures_come_from_exists(shared: Path):
    assert (shared / "cases" / "service-response.md").is_file()


def test_the_first_line_leads_an_editor_to_the_schema():
    first = FILE.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#:schema ")
    assert (FILE.parent / first.removeprefix("#:schema ")).is_file()


def test_check_remarks_on_the_holiday_and_on_two_responses_that_money_alone_does_not_justify(plan):
    findings = rp.check(plan)
    assert findings.ok
    assert [
        "start",
        'risks[2] "resistance", responses[0] "phased-change"',
        'risks[8] "disaster", responses[0] "second-site"',
    ] == [problem.place for problem in findings.warnings]


def test_every_figure_is_marked_as_stated_or_as_assumed(plan):
    assert [] == unmarked(plan)
    assert STATED <= {place for place, _ in notes(plan)}


def test_the_marking_test_finds_a_figure_without_a_mark(plan):
    """Negative control."""
    bare = rp.CostItem("bare", "Bare", 1_000, phase="build")
    assert ["bare"] == unmarked(plan.evolve(costs=[*plan.costs, bare]))


# --- money ("Budget.") ---------------------------------------------------------------------------


def test_total_and_phases_are_those_of_the_case(plan):
    """Total CNY 20 million (assumed). Start-up 10 %, build 55 %, pilot 20 %, rollout 15 %."""
    assert (20_000_000, "CNY") == (plan.budget, plan.currency)
    assert [0.10, 0.55, 0.20, 0.15] == [phase.share for phase in plan.phases]


def test_there_are_23_line_items_in_classes_a_b_and_c(plan):
    """23 line items in classes A/B/C (labour, outsourcing, …, training, travel, emergency …)."""
    assert 23 == len(plan.costs)
    classes, kinds = zip(*(item.category.split("/") for item in plan.costs), strict=True)
    assert {"A", "B", "C"} == set(classes)
    named = {"labour", "outsourcing", "hardware", "software licences", "training", "travel"}
    assert named | {"emergency"} <= set(kinds)


def test_named_amounts_are_in_the_budget(plan):
    """Test budget 3.0 M, 15 person-months of experts; training 0.8 M; two meetings a month."""
    assert 3_000_000 == item(plan, "test-budget").amount.most_likely()
    assert 0 == item(plan, "experts").amount.most_likely() % 15
    assert 800_000 == item(plan, "training").amount.most_likely()
    assert 0 == item(plan, "meetings").amount.most_likely() % (2 * 18)


def test_base_and_reserve_together_come_to_the_budget(plan, planned):
    """Elastic resources 15 %."""
    assert rp.Reserve(0.15) == plan.reserve
    assert 0.999 < planned.cost.base * 1.15 / plan.budget <= 1


def test_the_base_of_each_phase_keeps_its_share(plan, planned):
    shares = [planned.phase_total(p.id).base / planned.cost.base for p in plan.phases]
    assert shares == pytest.approx([p.share for p in plan.phases], abs=0.001)


def test_some_labour_runs_with_time(plan):
    assert {"build", "rollout"} == {item.during for item in plan.costs if item.during}
    rates = [a.day_rate.mean() for a in plan.activities if isinstance(a, rp.Activity)]
    assert 10 < sum(rate > 0 for rate in rates) < len(rates)


# --- time ("Schedule.") --------------------------------------------------------------------------


def test_the_plan_runs_for_18_months_from_the_start_of_2025(plan, schedule):
    """18 months. Start 2025-01-01."""
    assert (dt.date(2025, 1, 1), dt.date(2026, 6, 30)) == (plan.start, plan.deadline)
    assert dt.date(2026, 6, 1) <= finish(schedule, "closed") <= plan.deadline


def test_phases_take_the_months_of_the_case(plan, schedule):
    """Start-up 3, build 6, pilot 4, rollout 5."""
    lengths = []
    for phase in plan.phases:
        rows = [row for row, name in enumerate(schedule.phases) if name == phase.id]
        first = min(schedule.start_dates[row] for row in rows)
        last = max(schedule.finish_dates[row] for row in rows)
        lengths.append(round((last - first).days / 30.4))
    assert [3, 6, 4, 5] == lengths


def test_the_base_reaches_each_milestone_in_its_quarter(schedule):
    """Q1 2025, Q2, Q3, Q4, Q1 2026."""
    milestones = {
        "baseline-measured": "2025 Q1",
        "chosen": "2025 Q2",
        "tested": "2025 Q3",
        "pilot-evaluated": "2025 Q4",
        "company-wide": "2026 Q1",
        "closed": "2026 Q2",
    }
    assert milestones == {name: quarter(finish(schedule, name)) for name in milestones}


BUFFERS = {
    "startup-buffer": "baseline-measured",
    "build-buffer": "tested",
    "pilot-buffer": "pilot-evaluated",
    "rollout-buffer": "company-wide",
    "project-buffer": "closed",
}


def test_buffers_come_in_the_three_tiers_of_the_case(plan):
    """Buffers in three tiers: project 2 weeks, stage 1 week, task 0.5 day."""
    tiers: dict[rp.BufferLevel, set[tuple[float, str]]] = {level: set() for level in rp.BufferLevel}
    for buffer in plan.activities:
        if isinstance(buffer, rp.Buffer):
            tiers[buffer.level].add((buffer.size.most_likely(), buffer.unit.value))
    assert {
        rp.BufferLevel.PROJECT: {(2.0, "w")},
        rp.BufferLevel.STAGE: {(1.0, "w")},
        rp.BufferLevel.ACTIVITY: {(0.5, "d")},
    } == tiers


@pytest.mark.parametrize("buffer", BUFFERS)
def test_a_milestone_waits_for_its_buffer_and_for_nothing_else(plan, buffer):
    milestone = next(item for item in plan.activities if item.id == BUFFERS[buffer])
    assert (buffer,) == tuple(link.predecessor for link in milestone.after)


@pytest.mark.parametrize("buffer", BUFFERS)
def test_the_base_is_done_with_the_work_a_buffer_before_its_milestone(schedule, buffer):
    milestone = finish(schedule, BUFFERS[buffer])
    room = (end_of_quarter(milestone) - start(schedule, buffer)).days
    assert room >= (14 if buffer == "project-buffer" else 6)


def test_buffers_absorb_delays_up_to_their_size_and_not_beyond(plan):
    """A week late in the build keeps the milestone; two weeks late cost it one."""

    def tested_after(days: float) -> float:
        risk = rp.Risk("late", "Late", 1.0, impacts=[rp.Delay("test", days)])
        certain = [
            attrs.evolve(item, duration=item.duration.most_likely())
            if isinstance(item, rp.Activity)
            else item
            for item in plan.activities
        ]
        bare = plan.evolve(activities=certain, risks=[risk], policies=[], scenarios=[])
        run = rp.simulate(bare, iterations=1, seed=1)
        return float(run.activity_finish["tested"][0])

    assert [178.0, 178.0, 183.0] == [tested_after(days) for days in (0, 5, 10)]


def end_of_quarter(date: dt.date) -> dt.date:
    month = (date.month + 2) // 3 * 3
    return dt.date(date.year, month, months.monthrange(date.year, month)[1])


def test_policies_have_the_limits_of_the_case_and_stay_under_its_cap(plan, planned):
    """IT liability up to 5.0 million, cyber up to 3.0; all premiums at most 8 % of the total."""
    assert [(policy.id, policy.limit) for policy in plan.policies] == [
        ("it-liability", 5_000_000),
        ("cyber", 3_000_000),
    ]
    assert plan.premium_cap == 0.08
    premiums = sum(policy.premium.mean() for policy in plan.policies)
    assert premiums <= plan.premium_cap * plan.budget
    insured = rp.simulate(plan, iterations=20_000, seed=7, scenario="insured")
    assert insured.cost.base == pytest.approx(planned.cost.base + premiums)
    assert (insured.recovery.values.sum(axis=1) > 0).all()
    assert (insured.recovery.values[1] <= 2 * 3_000_000).all()


def test_there_are_at_least_30_activities(plan):
    assert sum(isinstance(activity, rp.Activity) for activity in plan.activities) >= 30


@pytest.mark.parametrize("name", CHAINS)
def test_five_chains_keep_their_order(plan, name):
    """Requirements → design → build → test → …; training → …; coordination → …"""
    assert is_chain(plan, CHAINS[name])


def test_a_chain_read_backwards_is_none(plan):
    """Negative control."""
    assert not is_chain(plan, CHAINS["system"][::-1])


@pytest.mark.parametrize("activity", ["pilot-go-live", "cut-over", "wave-2"])
def test_base_cut_overs_avoid_the_business_peaks(schedule, activity):
    """Business peaks block cut-overs: Spring Festival, 18 June, 11 November."""
    assert not in_a_peak(start(schedule, activity), finish(schedule, activity))


def test_the_pilot_itself_runs_through_a_peak(schedule):
    """Negative control: the pilot is in operation on 11 November."""
    assert in_a_peak(start(schedule, "pilot-run"), finish(schedule, "pilot-run"))


@pytest.mark.parametrize("days", range(20, 45, 3))
def test_a_late_cut_over_stands_still_over_a_peak(plan, days):
    """The pilot's go-live, pushed towards 11 November day by day."""
    late = [
        attrs.evolve(item, duration=item.duration.most_likely() + days)
        if item.id == "test"
        else item
        for item in plan.activities
    ]
    schedule = rp.base_schedule(plan.evolve(activities=late))
    ends = start(schedule, "pilot-go-live"), finish(schedule, "pilot-go-live")
    assert not any(in_a_peak(day, day) for day in ends)
    assert 6 == sum(
        plan.calendar_named("cut-overs").works_on(ends[0] + dt.timedelta(days=number))
        for number in range((ends[1] - ends[0]).days + 1)
    )


def test_cut_overs_keep_the_calendar_of_the_peaks(plan):
    assert {"pilot-go-live", "cut-over", "wave-2"} == {
        item.id
        for item in plan.activities
        if isinstance(item, rp.Activity) and item.calendar == "cut-overs"
    }
    calendar = plan.calendar_named("cut-overs")
    peaks = [dt.date.fromisoformat(day) for ends in PEAKS for day in ends]
    assert not any(calendar.works_on(day) for day in peaks)
    assert any(plan.calendar.works_on(day) for day in peaks)


PEAKS = [
    ("2025-01-28", "2025-02-04"),
    ("2025-06-18", "2025-06-18"),
    ("2025-11-11", "2025-11-11"),
    ("2026-02-15", "2026-02-23"),
    ("2026-06-18", "2026-06-18"),
    ("2026-11-11", "2026-11-11"),
]


def in_a_peak(first: dt.date, last: dt.date) -> bool:
    return any(f"{first}" <= end and begin <= f"{last}" for begin, end in PEAKS)


def test_holidays_are_weekdays_in_order(plan):
    holidays = plan.calendar.holidays
    assert sorted(set(holidays)) == list(holidays)
    assert all(day.weekday() < 5 for day in holidays)


# --- risks ("Risks.") ----------------------------------------------------------------------------


def test_all_nine_risks_have_the_probabilities_of_the_case(plan):
    stated = {
        "legacy": ("technical", 0.42),
        "resistance": ("people", 0.35),
        "overspend": ("resource", 0.28),
        "migration-defects": ("technical", 0.22),
        "supplier": ("resource", 0.20),
        "process-gains": ("process", 0.18),
        "regulation": ("external", 0.12),
        "disaster": ("external", 0.08),
        "incident": ("external", 0.05),
    }
    nine = {r.id: (r.category, r.probability) for r in plan.risks if r.given is None}
    assert stated == nine


def test_every_risk_is_told_in_three_parts_and_owned(plan):
    assert all(r.cause and r.event and r.effect and r.owner for r in plan.risks)


def test_legacy_delays_by_6_to_12_months_if_nothing_is_done(plan):
    (impact,) = plan.risk("legacy").impacts
    assert isinstance(impact, rp.Delay)
    assert (6, 12) == impact.days.support()
    assert rp.TimeUnit.MONTHS is impact.unit


def test_80_percent_of_legacy_cases_need_30_percent_more_it_resources(plan):
    resources = plan.risk("legacy-resources")
    (impact,) = resources.impacts
    assert rp.CostImpact(share=0.3, of=impact.of, note=impact.note) == impact
    assert (0.8, "legacy") == (resources.probability, resources.given)
    together = rp.occurrence_probability(plan, "legacy-resources", "inherent")
    assert 0.42 * 0.8 == pytest.approx(together)


def test_rows_of_the_matrix_are_the_bands_of_the_case(plan):
    """Bands: high 28 % and above, medium 18–22 %, low 12 % and below."""
    levels = rp.place_risks(plan, "inherent").to_frame()["probability_level"]
    assert {"low"} == set(levels[["regulation", "disaster", "incident"]])
    assert {"medium"} == set(levels[["migration-defects", "supplier", "process-gains"]])
    assert {"high"} == set(levels[["legacy", "resistance", "overspend"]])


def test_the_key_triangle_is_what_the_matrix_calls_high(plan):
    """Three of them (compatibility, resistance, overspend) are the "key triangle"."""
    bands = rp.place_risks(plan, "inherent").to_frame()["band"]
    assert {"legacy", "resistance", "overspend"} == set(bands[bands == "high"].index)


def test_resistance_drives_the_durations_of_the_rollout(plan):
    driver = next(i for i in plan.risk("resistance").impacts if isinstance(i, rp.DurationFactor))
    phases = {activity.phase for activity in plan.activities if activity.id in driver.activities}
    assert {"rollout"} == phases


# --- responses ("Responses.") --------------------------------------------------------------------


def test_responses_are_those_of_the_case(plan):
    named = {
        "legacy": {"interface-tests", "reserve-solution", "supplier-penalties"},
        "resistance": {"phased-change"},
        "overspend": {"monitoring"},
        "supplier": {"monitoring"},
        "disaster": {"second-site"},
        "incident": {"outsourced-posts"},
    }
    found = {risk.id: {r.id for r in risk.responses} for risk in plan.risks if risk.responses}
    assert named == found
    assert rp.Strategy.TRANSFER is response(plan, "incident", "outsourced-posts").strategy


def test_responses_cost_what_the_case_says_and_nothing_twice(plan):
    """Resistance 0.8 M, backup servers 2.0 M; interface tests are paid from the test budget."""
    answers = [answer for risk in plan.risks for answer in risk.responses]
    costs = {answer.id: answer.cost.mean() for answer in answers if answer.cost.mean() > 0}
    assert {"phased-change": 800_000, "second-site": 2_000_000} == costs


def test_monitoring_has_the_effect_that_the_case_claims(plan):
    """Monitoring is said to cut the chance of delay by 60 % and of overrun by 55 %."""
    delay = rp.occurrence_probability(plan, "supplier") / plan.risk("supplier").probability
    overrun = rp.occurrence_probability(plan, "overspend") / plan.risk("overspend").probability
    assert (0.40, 0.45) == pytest.approx((delay, overrun))


# --- what the simulation makes of it -------------------------------------------------------------


def test_the_flat_reserve_buys_something_but_not_P80(planned):
    audit = rp.contingency(planned).audit
    assert audit is not None
    assert 0.5 < audit.confidence.low
    assert audit.confidence.high < 0.8
    assert audit.gap(80).low > 0


def test_the_deadline_is_less_certain_than_the_budget(planned):
    deadline = rp.contingency(planned).deadline_confidence
    assert deadline is not None
    assert 0 < deadline.low
    assert deadline.high < 1 - planned.cost.exceedance(20e6).high


def test_doing_nothing_is_clearly_worse(planned, inherent):
    assert inherent.cost.percentile(80).low > planned.cost.percentile(80).high
    assert inherent.cost.exceedance(20e6).low > planned.cost.exceedance(20e6).high
    assert inherent.duration.percentile(80).low > planned.duration.percentile(80).high + 100


def test_no_single_chain_decides_the_finish(planned):
    rivals = ("tender", "design", "process", "delivery", "platform")
    assert all(0.1 < planned.criticality[name] < 0.9 for name in rivals)


def test_legacy_leads_in_money_and_in_days(plan, planned):
    drivers = rp.contributions(plan, planned)
    assert "legacy" == drivers.by_cost()[0].id == drivers.by_days()[0].id
