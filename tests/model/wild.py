"""Hypothesis strategies for plans that can be written down and may break every rule at once."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

import riskplan as rp
from riskplan.distributions import Poisson

NAMES = st.sampled_from(["a", "b", "c", "x"])
NO_NAME = st.one_of(st.none(), NAMES)
NUMBERS = st.sampled_from([-1e300, -20.0, -1.0, 0.0, 0.001, 0.5, 1.0, 20.0, 1e9, 1e300])
NO_NUMBER = st.one_of(st.none(), NUMBERS)
UNITS = st.sampled_from(rp.TimeUnit)
DATES = st.one_of(st.none(), st.dates())
LAWS = st.one_of(
    NUMBERS.map(rp.Constant),
    st.sampled_from(
        [
            rp.Normal(0, 1),
            rp.Normal(10, 5),
            rp.LogNormal(0, 3),
            rp.Uniform(-1, 1),
            rp.Pert(1, 2, 9),
            rp.Discrete([0, 1e9], [0.5, 0.5]),
            rp.Trigen(1, 1, 10),
        ]
    ),
)
NO_LAW = st.one_of(st.none(), LAWS)
LISTS = st.lists(NAMES, max_size=3)
LINKS = st.lists(
    st.builds(
        rp.Link,
        NAMES,
        st.sampled_from(rp.LinkType),
        NUMBERS,
        UNITS,
        lag_in=st.sampled_from(rp.LagCalendar),
    ),
    max_size=3,
)
MOMENTS = st.one_of(
    st.none(),
    st.dates(),
    st.sampled_from([dt.datetime(2026, 3, 1, 17), dt.datetime.min, dt.date.max, dt.date.min]),
)
CONSTRAINTS = st.lists(
    st.sampled_from(
        ["ALAP", "SNET 2026-03-01", "SNLT 2026-02-01", "MFO 9999-12-31", "MSO 0001-01-01"]
    ),
    max_size=3,
)
SHIFTS = st.lists(
    st.sampled_from(["00:00-24:00", "08:00-12:00", "11:00-13:00", "23:59-24:00"]), max_size=2
)
DAYS = st.lists(st.builds(rp.DayShifts, st.sampled_from(rp.Weekday), SHIFTS), max_size=3)
EXCEPTIONS = st.lists(st.builds(rp.CalendarException, st.dates(), DATES, shifts=SHIFTS), max_size=2)
CATEGORIES = st.sampled_from([None, "a", "category:a"])
GROUPS = st.lists(st.sampled_from(["a", "b", "x", "category:a", "category:z"]), max_size=3)

CALENDARS = st.builds(
    rp.Calendar,
    st.lists(st.sampled_from(rp.Weekday), max_size=3),
    holidays=st.lists(st.dates(), max_size=2),
    hours=NUMBERS,
    opens=NUMBERS,
    id=st.one_of(NAMES, st.just("24h")),
    shifts=SHIFTS,
    week=DAYS,
    exceptions=EXCEPTIONS,
    base=st.one_of(st.none(), st.none(), NAMES, st.just("24h")),
    lost=st.lists(st.builds(rp.LostDays, st.integers(-1, 13), LAWS), max_size=2),
)
SCALES = st.builds(
    rp.Scale,
    st.lists(st.just("level"), max_size=6),
    st.lists(NUMBERS, max_size=5),
    basis=st.sampled_from(rp.Basis),
)
MATRICES = st.builds(
    rp.RiskMatrix,
    SCALES,
    cost=SCALES,
    delay=SCALES,
    scores=st.one_of(st.none(), st.lists(st.lists(NUMBERS, max_size=5), max_size=5)),
    bands=st.lists(st.builds(rp.Band, st.just("band"), NUMBERS), max_size=3),
)
ACTIVITIES = st.one_of(
    st.builds(
        rp.Activity,
        NAMES,
        st.just("Work"),
        LAWS,
        after=LINKS,
        phase=NO_NAME,
        day_rate=LAWS,
        unit=UNITS,
        calendar=NO_NAME,
        constraints=CONSTRAINTS,
        deadline=MOMENTS,
        actual_start=MOMENTS,
        actual_finish=MOMENTS,
        remaining=NO_LAW,
        complete=NO_NUMBER,
        probability=NUMBERS,
        only_if=NO_NAME,
        category=CATEGORIES,
    ),
    st.builds(
        rp.Milestone,
        NAMES,
        st.just("Point"),
        after=LINKS,
        phase=NO_NAME,
        constraints=CONSTRAINTS,
        deadline=MOMENTS,
        actual_finish=MOMENTS,
    ),
    st.builds(
        rp.Buffer,
        NAMES,
        st.just("Spare"),
        LAWS,
        after=LINKS,
        phase=NO_NAME,
        level=st.sampled_from(rp.BufferLevel),
        unit=UNITS,
    ),
    st.builds(rp.Hammock, NAMES, st.just("Span"), LISTS, phase=NO_NAME, day_rate=LAWS),
)
COSTS = st.builds(
    rp.CostItem,
    NAMES,
    st.just("Line"),
    LAWS,
    phase=NO_NAME,
    day_rate=LAWS,
    during=NO_NAME,
    spend=st.sampled_from(rp.Spend),
    on=st.one_of(st.none(), st.dates()),
)
BENEFITS = st.builds(
    rp.Benefit,
    NAMES,
    st.just("Benefit"),
    LAWS,
    after=NO_NAME,
    on=st.one_of(st.none(), st.dates()),
    lag=NUMBERS,
    months=NO_NUMBER,
)
COMBINATIONS = st.sampled_from(rp.Combine)
IMPACTS = st.one_of(
    st.builds(rp.CostImpact, NO_LAW, share=NO_LAW, of=LISTS, phase=NO_NAME),
    st.builds(rp.Delay, GROUPS, LAWS, unit=UNITS, combine=COMBINATIONS),
    st.builds(rp.DurationFactor, GROUPS, LAWS, combine=COMBINATIONS),
)
COUNTS = st.one_of(NO_LAW, st.sampled_from([Poisson(2.5), Poisson(5_000), rp.Constant(3)]))
CHANCES = st.one_of(NUMBERS, st.just(float("nan")), LAWS)
RESPONSES = st.builds(
    rp.Response,
    NAMES,
    st.just("Measure"),
    st.sampled_from(rp.Strategy),
    cost=LAWS,
    probability=st.one_of(st.none(), CHANCES),
    count=COUNTS,
    impacts=st.one_of(st.none(), st.lists(IMPACTS, max_size=2)),
    adopted=st.booleans(),
    phase=NO_NAME,
)
RISKS = st.builds(
    rp.Risk,
    NAMES,
    st.just("Risk"),
    CHANCES,
    count=COUNTS,
    kind=st.sampled_from(rp.Kind),
    impacts=st.lists(IMPACTS, max_size=3),
    responses=st.lists(RESPONSES, max_size=2),
    status=st.sampled_from(rp.Status),
    given=NO_NAME,
    exclusive=NO_NAME,
    window=st.one_of(st.none(), st.builds(rp.Window, st.dates(), st.dates())),
)
POLICIES = st.builds(
    rp.Policy,
    NAMES,
    st.just("Policy"),
    LISTS,
    premium=LAWS,
    deductible=NUMBERS,
    share=NUMBERS,
    limit=NO_NUMBER,
    aggregate_limit=NO_NUMBER,
    adopted=st.booleans(),
    phase=NO_NAME,
)
WILD_PLANS = st.builds(
    rp.Plan,
    st.text(max_size=5),
    start=DATES,
    budget=NO_NUMBER,
    deadline=DATES,
    reserve=st.one_of(NO_NUMBER, st.builds(rp.Reserve, NO_NUMBER, amount=NO_NUMBER)),
    calendar=st.one_of(st.just(rp.Calendar()), CALENDARS),
    calendars=st.lists(CALENDARS, max_size=1),
    phases=st.lists(st.builds(rp.Phase, NAMES, st.just("Phase"), share=NO_NUMBER), max_size=3),
    costs=st.lists(COSTS, max_size=3),
    activities=st.lists(ACTIVITIES, max_size=4),
    risks=st.lists(RISKS, max_size=3),
    policies=st.lists(POLICIES, max_size=2),
    premium_cap=NO_NUMBER,
    correlations=st.lists(st.builds(rp.Correlation, LISTS, NUMBERS), max_size=1),
    matrix=st.one_of(st.just(rp.RiskMatrix()), MATRICES),
    constraint_policy=st.sampled_from(rp.ConstraintPolicy),
    data_date=MOMENTS,
    benefits=st.lists(BENEFITS, max_size=2),
    discount_rate=NO_NUMBER,
    roi_floor=NO_NUMBER,
    escalation=st.lists(st.builds(rp.Escalation, LAWS, category=st.text(max_size=2)), max_size=2),
    funding=st.lists(st.builds(rp.Funding, NUMBERS, st.dates()), max_size=2),
    monthly_cap=NO_NUMBER,
)
