"""What single activities do to the finish, against futures that can be written down."""

from __future__ import annotations

import datetime as dt
import math

import attrs
import numpy as np
import pytest

import riskplan as rp
from riskplan import simulation
from tests.analysis.schedule_plans import MODES, fork

every_mode = pytest.mark.parametrize("mode", MODES)

RUNS = {mode: rp.simulate(fork(mode), iterations=20_000, seed=1) for mode in MODES}
RISKS = {mode: rp.activity_risks(fork(mode), RUNS[mode]) for mode in MODES}


def of(mode, id_):
    return next(row for row in RISKS[mode] if row.id == id_)


def agrees(expected, found):
    """Within twice the error: about four standard errors."""
    return abs(found - expected) <= 2.0 * found.error


SPREAD = math.sqrt(1.5)  # of 4, 6, 7 and 7 days
FIGURES = [
    ("sea", "criticality", 1 / 2),
    ("sea", "mean_float", (1 + 3 + 0 + 0) / 4),
    ("sea", "sensitivity", 1 / 2 * 2 / SPREAD),
    ("sea", "overrun", (0 + 0 + 4 + 4) / 4),
    ("sea", "days_effect", 6 - (4 + 6) / 2),
    ("road", "criticality", 1 / 2),
    ("road", "mean_float", (0 + 0 + 3 + 1) / 4),
    ("road", "sensitivity", 1 / 2 * 1 / SPREAD),
    ("road", "overrun", (0 + 2 + 0 + 0) / 4),
    ("road", "days_effect", 6 - (4 + 7) / 2),
    # Mid-ranks of 4, 6, 7 and 7 are 1/8, 3/8, 3/4 and 3/4, with a variance of 9/128.
    ("sea", "cruciality", 1 / 16 / math.sqrt(1 / 16 * 9 / 128)),
    ("road", "cruciality", 1 / 64 / math.sqrt(1 / 16 * 9 / 128)),
]


@every_mode
@pytest.mark.parametrize(("id_", "figure", "expected"), FIGURES, ids=str)
def test_a_figure_is_that_of_the_four_futures(mode, id_, figure, expected):
    assert agrees(expected, getattr(of(mode, id_), figure))


@pytest.mark.parametrize(("id_", "figure", "expected"), FIGURES, ids=str)
def test_another_figure_would_be_seen(id_, figure, expected):
    """Negative control: a tenth more is too much."""
    assert not agrees(1.2 * expected, getattr(of("days", id_), figure))


@every_mode
def test_the_overruns_along_a_path_add_up_to_the_finish(mode):
    """The mean duration is the base length of the path it took, and what that ran over."""
    base = np.where(RUNS[mode].activity_finish["sea"] > RUNS[mode].activity_finish["road"], 3, 4)

    total = np.mean(base) + sum(row.overrun for row in RISKS[mode])
    assert pytest.approx(RUNS[mode].duration.mean()) == total


@every_mode
def test_what_is_certain_moves_nothing(mode):
    unload = of(mode, "unload")

    assert (None, 0.0, 0.0) == (unload.cruciality, unload.sensitivity, unload.overrun)
    assert (0.0, 0.0) == (unload.days_effect, unload.days_effect.error)
    assert 1.0 == unload.criticality


@every_mode
def test_float_in_the_base_plan_stands_beside_the_simulated_one(mode):
    assert [(1.0, 1.0), (0.0, 0.0), (0.0, 0.0)] == [
        (row.total_float, row.free_float) for row in RISKS[mode]
    ]


def test_levels_are_those_of_the_run():
    risks = rp.activity_risks(fork("calendars"), RUNS["calendars"], levels=(60,))
    row = risks.rows[1]
    samples = rp.Samples(RUNS["calendars"].activity_finish["road"].copy(), 0.0)

    assert (60,) == risks.levels
    assert (samples.percentile(60),) == row.days
    assert [dt.datetime(2026, 1, 12, 17)] == [date.value for date in row.dates]  # two days closed


def test_without_a_start_there_are_no_dates():
    assert () == of("days", "sea").dates
    assert "p80_date" not in RISKS["days"].to_frame()
    assert "p80_date" in RISKS["calendars"].to_frame()


def test_dates_of_an_activity_are_those_of_its_own_calendar():
    """Monday to Saturday: six days end on Saturday at 17:00, where the plan's calendar rests."""
    six = rp.Calendar(id="six", work_week=tuple(rp.Weekday)[:6])
    dig = rp.Activity("dig", "Dig", 6, calendar="six")
    done = rp.Milestone("done", "Done", after="dig")
    plan = rp.Plan("P", start="2026-01-05", activities=[dig, done], calendars=[six])
    run = rp.simulate(plan, iterations=500, seed=1)
    saturday = dt.datetime(2026, 1, 10, 17)

    assert saturday == run.milestones["done"].percentile(80).value
    assert [[saturday] * 3] * 2 == [
        [date.value for date in row.dates] for row in rp.activity_risks(plan, run)
    ]


def test_dates_of_an_activity_agree_with_those_of_its_milestone():
    """Work around the clock: every level, and how sure it is."""
    always = rp.Calendar(id="always", work_week=list(rp.Weekday), shifts=["00:00-24:00"])
    dig = rp.Activity("dig", "Dig", rp.Uniform(4, 8), calendar="always")
    done = rp.Milestone("done", "Done", after="dig")
    plan = rp.Plan("P", start="2026-01-05", activities=[dig, done], calendars=[always])
    run = rp.simulate(plan, iterations=2_000, seed=1)
    first, second = rp.activity_risks(plan, run, levels=(10, 50, 80))

    assert first.dates == second.dates
    assert tuple(run.milestones["done"].percentile(at) for at in (10, 50, 80)) == second.dates


def test_too_few_iterations_leave_a_date_open():
    plan = fork("calendars")
    row = rp.activity_risks(plan, rp.simulate(plan, iterations=5, seed=1)).rows[0]

    assert dt.datetime.max == row.dates[2].high


def test_the_effect_in_days_is_worked_out_for_those_asked_for():
    risks = rp.activity_risks(fork(), RUNS["days"], most=1)

    assert [False, True, True] == [row.days_effect is None for row in risks]
    assert ["sea", "road", "unload"] == [row.id for row in risks.by_days()]
    assert risks.to_frame()["days_effect"].isna().tolist() == [False, True, True]


@every_mode
def test_the_effect_is_that_of_a_plan_in_which_the_activity_is_certain(mode):
    """Simulated anew with the same seed, the other draws are the same."""
    plan = fork(mode)
    sea = attrs.evolve(plan.activities[0], duration=1)
    pinned = plan.evolve(activities=[sea, *plan.activities[1:]])
    again = rp.simulate(pinned, iterations=20_000, seed=1)

    gain = np.mean(RUNS[mode].duration.values - again.duration.values)
    assert pytest.approx(gain) == of(mode, "sea").days_effect


@every_mode
def test_what_risks_do_to_a_duration_is_part_of_it(mode):
    storm = rp.Risk("storm", "Storm", 0.5, impacts=[rp.Delay("sail", 4)])
    plan = rp.Plan("P", activities=[rp.Activity("sail", "Sail", 3)], risks=[storm])
    plan = plan.evolve(**MODES[mode])
    (row,) = rp.activity_risks(plan, rp.simulate(plan, iterations=4_000, seed=1))

    assert (1.0, 1.0) == (pytest.approx(row.cruciality), pytest.approx(row.sensitivity))
    assert agrees(2.0, row.days_effect)
    assert row.overrun == row.days_effect


def test_a_risk_that_strikes_at_an_instant_is_part_of_it_too():
    window = rp.Window("2026-01-05", "2026-01-09")
    storm = rp.Risk("storm", "Storm", 1.0, window=window, impacts=[rp.Delay("sail", 4)])
    plan = fork("calendars", risks=[attrs.evolve(storm, impacts=[rp.Delay("sea", 4)])])
    run = rp.simulate(plan, iterations=2_000, seed=1)
    sea = rp.activity_risks(plan, run).rows[0]

    assert 0.0 < run.occurrence["storm"].mean() < 1.0
    assert sea.overrun > RISKS["calendars"].rows[0].overrun
    assert sea.days_effect > RISKS["calendars"].rows[0].days_effect


def test_the_days_that_the_weather_takes_are_part_of_a_duration_but_not_of_its_effect():
    """The work is the same in every iteration; what moves the finish is the weather alone."""
    calendar = rp.Calendar(shifts=["09:00-17:00"], lost=[rp.LostDays(1, rp.Uniform(0, 10))])
    plan = rp.Plan("P", start="2026-01-01", calendar=calendar)
    plan = plan.evolve(activities=[rp.Activity("dig", "Dig", 22)])
    run = rp.simulate(plan, iterations=1_000, seed=1)
    (row,) = rp.activity_risks(plan, run)

    assert pytest.approx(1.0) == row.cruciality
    assert (0.0, 0.0) == (row.days_effect, row.days_effect.error)
    assert pytest.approx(run.duration.mean() - run.duration.base) == row.overrun


def test_the_less_of_something_the_earlier_the_finish():
    """Base durations that are too long make a negative effect, not none."""
    early = rp.Risk("early", "Early", 1.0, impacts=[rp.DurationFactor("a", 0.5)])
    plan = rp.Plan("P", activities=[rp.Activity("a", "A", 10)], risks=[early])
    (row,) = rp.activity_risks(plan, rp.simulate(plan, iterations=100, seed=1))

    assert (-5.0, -5.0) == (row.overrun, row.days_effect)


def test_the_size_of_a_contrary_correlation_counts():
    """A buffer is the shorter, the later the plan ends."""
    plan = rp.Plan(
        "P",
        activities=[
            rp.Activity("a", "A", rp.Uniform(0, 10)),
            rp.Buffer("b", "Buffer", 5, after="a"),
            rp.Milestone("m", "Done", after="b"),
        ],
    )
    rows = {row.id: row for row in rp.activity_risks(plan, rp.simulate(plan, seed=1))}

    assert rows["b"].days_effect is None
    assert 0.0 < rows["b"].cruciality.low < rows["b"].cruciality


@pytest.mark.parametrize(
    "sampling", [rp.LatinHypercube(cell=100), rp.Sobol(cell=64), rp.Antithetic()], ids=str
)
def test_every_sampling_plan_is_drawn_again(sampling):
    plan = fork()
    run = rp.simulate(plan, iterations=6_400, seed=1, sampling=sampling)
    sea = rp.activity_risks(plan, run).rows[0]

    assert agrees(1.0, sea.days_effect)
    assert agrees(0.5, sea.criticality)


def test_a_run_that_comes_out_otherwise_is_refused():
    """Negative control of the claim that the very iterations of the run are looked at."""
    run = RUNS["days"]
    values = run.duration.values.copy()
    values[7] += 1e-9
    other = attrs.evolve(run, duration=attrs.evolve(run.duration, values=values))

    with pytest.raises(rp.RequestError, match="do not come out the same again"):
        rp.activity_risks(fork(), other)


@pytest.mark.parametrize(
    ("plan", "options", "message"),
    [
        (fork(), {"levels": (0.8,)}, "for P80 write at=80"),
        (fork(), {"most": -1}, "most must be a whole number of at least 0"),
        (fork(name="Other"), {}, "differs"),
    ],
    ids=["level", "most", "plan"],
)
def test_what_cannot_be_is_refused(plan, options, message):
    with pytest.raises(rp.RequestError, match=message):
        rp.activity_risks(plan, RUNS["days"], **options)


def test_a_plan_without_activities_has_no_activity_risks():
    plan = rp.Plan("P", costs=[rp.CostItem("c", "C", 1)])
    with pytest.raises(rp.RequestError, match="no activities"):
        rp.activity_risks(plan, rp.simulate(plan, iterations=10, seed=1))


EXAMPLE = rp.load("examples/service-response.toml")


def test_a_trace_counts_criticality_as_the_run_does():
    """On a plan with calendars, buffers, constraints and windows; a block at a time."""
    run = rp.simulate(EXAMPLE, iterations=1_000, seed=3)
    seen = simulation.retrace(EXAMPLE, run).first(10**9)

    assert run.criticality.counts == tuple(np.count_nonzero(seen.critical, axis=1).tolist())
    assert np.array_equal(run.duration.values, seen.end)


def test_no_effect_is_larger_than_the_overrun():
    """The finish is convex in the durations; so it is here, though calendars may break it."""
    run = rp.simulate(EXAMPLE, iterations=1_000, seed=3)
    known = [row for row in rp.activity_risks(EXAMPLE, run) if row.days_effect is not None]

    assert len(known) > 5
    for row in known:
        assert row.days_effect <= row.overrun + row.overrun.error
