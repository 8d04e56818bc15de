"""Hypothesis strategies for the model: whole plans without errors, everything in them at times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any

import attrs
from hypothesis import strategies as st

from riskplan.distributions import (
    Constant,
    Discrete,
    Distribution,
    Poisson,
    Truncated,
    Uniform,
)
from riskplan.distributions.counting import atoms_of
from riskplan.model import (
    BAND,
    CATEGORY,
    Activity,
    Adoption,
    Band,
    Basis,
    Benefit,
    Buffer,
    BufferLevel,
    Calendar,
    CalendarException,
    Change,
    Combine,
    Constraint,
    ConstraintKind,
    ConstraintPolicy,
    Correlation,
    CostImpact,
    CostItem,
    DayShifts,
    Delay,
    Draws,
    DurationFactor,
    Escalation,
    Funding,
    Hammock,
    Impact,
    Kind,
    LagCalendar,
    Link,
    LinkType,
    LostDays,
    Milestone,
    Moment,
    Phase,
    Plan,
    Policy,
    Reserve,
    ReserveBasis,
    Response,
    Risk,
    RiskMatrix,
    Scale,
    Scenario,
    ScheduleItem,
    Shift,
    Spend,
    Status,
    Strategy,
    TimeUnit,
    Weekday,
    Window,
    beginning,
)
from tests.strategies import positive_distributions

MOST = 4

# --- words and numbers ----------------------------------------------------------------------------

# Everything that a file can hold: quotes, line breaks, Chinese, signs of no width, …
ANY_SIGN = st.characters(exclude_categories=["Cs"])
TRICKY = [
    "",
    "服务响应",
    "it's",
    'a "word"',
    "two\nlines",
    "end\r\n",
    "\\u0041",
    "'''",
    '"""',
    "\x00",
]


STRATEGIES = {
    Kind.THREAT: (Strategy.AVOID, Strategy.TRANSFER, Strategy.MITIGATE, Strategy.ACCEPT),
    Kind.OPPORTUNITY: (Strategy.EXPLOIT, Strategy.SHARE, Strategy.ENHANCE, Strategy.ACCEPT),
}


@cache  # to build a strategy takes longer than to draw from it
def texts() -> st.SearchStrategy[str]:
    """Text that people may write."""
    return st.one_of(st.sampled_from(TRICKY), st.text(ANY_SIGN, max_size=8))


@cache
def ids() -> st.SearchStrategy[str]:
    """Ids: anything without white space."""
    strange = st.text(ANY_SIGN, min_size=1, max_size=6).filter(lambda text: text.split() == [text])
    return st.one_of(st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True), strange)


@cache
def tables(most: int = MOST) -> st.SearchStrategy[list[str]]:
    """The ids of a table."""
    return st.lists(ids(), max_size=most, unique=True)


@cache
def amounts(low: float = 0.0, high: float = 1e12) -> st.SearchStrategy[float]:
    """Numbers, whole ones among them."""
    return st.one_of(st.integers(int(low) + 1, 10**6).map(float), st.floats(low, high))


def one_of(names: Sequence[str]) -> st.SearchStrategy[str | None]:
    """One of the names, or none."""
    return st.sampled_from([None, *names])


def some_of(names: Sequence[str], least: int = 1) -> st.SearchStrategy[list[str]]:
    """Some of the names, each once."""
    return st.lists(st.sampled_from(names), min_size=least, max_size=MOST, unique=True)


@cache
def uncertain() -> st.SearchStrategy[Distribution]:
    """Amounts and durations."""
    return positive_distributions()


@cache
@st.composite
def probabilities(draw: st.DrawFn, high: float = 1.0) -> float | Distribution:
    """Draw probabilities, uncertain ones among them."""
    low, up = sorted(draw(st.tuples(st.floats(0, high), st.floats(0, high))))
    return Uniform(low, up) if draw(st.booleans()) and low < up else up


@cache
def counts() -> st.SearchStrategy[Distribution | None]:
    """How often a risk strikes, and None for those that strike once."""
    some = st.sampled_from([Constant(2), Discrete([0, 3], [0.25, 0.75]), Truncated(Poisson(3), 1)])
    return st.one_of(st.none(), st.none(), some, st.floats(0, 1_000).map(Poisson))


# --- calendars, scales ----------------------------------------------------------------------------


@cache
@st.composite
def shifts(draw: st.DrawFn, least: int = 0) -> list[Shift]:
    """Draw the shifts of a day, in any order."""
    cuts = st.lists(st.integers(0, 1_440), max_size=6, unique=True).map(sorted)
    ends = draw(cuts.filter(lambda found: len(found) // 2 >= least))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return draw(st.permutations([Shift.between(first, last) for first, last in pairs]))


@cache
@st.composite
def exceptions(draw: st.DrawFn) -> CalendarException:
    """Draw stretches of dates that are worked otherwise."""
    first = draw(st.dates(max_value=dt.date(9000, 1, 1)))
    days = draw(st.one_of(st.none(), st.integers(0, 40)))
    last = None if days is None else first + dt.timedelta(days)
    return CalendarException(first, last, shifts=draw(shifts()), name=draw(texts()))


@cache
@st.composite
def calendars(draw: st.DrawFn, name: st.SearchStrategy[str]) -> Calendar:
    """Draw calendars with working time."""
    hours = draw(st.one_of(st.just(8.0), st.floats(0.5, 24)))
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        days = draw(st.lists(st.sampled_from(list(Weekday)[:-1]), max_size=2, unique=True))
        months = draw(st.lists(st.integers(1, 12), max_size=2, unique=True))
        more = {
            "name": draw(texts()),
            "shifts": draw(shifts(1)),
            "week": [DayShifts(day, draw(shifts())) for day in days],
            "exceptions": draw(st.lists(exceptions(), max_size=2)),
            "lost": [LostDays(month, draw(st.floats(0, 9))) for month in months],
        }
    worked = draw(st.lists(st.sampled_from(Weekday), min_size=1, max_size=7, unique=True))
    if more.get("week"):
        worked = [*dict.fromkeys([*worked, Weekday.SUNDAY])]
    return Calendar(
        worked,
        holidays=draw(st.lists(st.dates(), max_size=3)),
        hours=hours,
        opens=draw(st.floats(0, 1)) * (24 - hours),
        id=draw(name),
        **more,
    )


@cache
@st.composite
def heirs(draw: st.DrawFn, name: str, base: str) -> Calendar:
    """Draw calendars that inherit from another."""
    days = draw(st.lists(st.sampled_from(Weekday), max_size=2, unique=True))
    return Calendar(
        holidays=draw(st.lists(st.dates(), max_size=2)),
        hours=draw(st.floats(0.5, 24)),
        id=name,
        base=base,
        week=[DayShifts(day, draw(shifts(1))) for day in days],
        exceptions=draw(st.lists(exceptions(), max_size=2)),
    )


@st.composite
def further_calendars(draw: st.DrawFn, names: Sequence[str], main: str) -> list[Calendar]:
    """Draw calendars, some of which inherit from one before, or from the plan's own."""
    found: list[Calendar] = []
    for name in names:
        base = draw(one_of(["24h", main, *(calendar.id for calendar in found)]))
        one = calendars(st.just(name)) if base is None else heirs(name, base)
        found.append(draw(one))
    return found


@cache
@st.composite
def scales(draw: st.DrawFn, levels: int) -> Scale:
    """Draw scales of so many levels."""
    cuts = st.lists(amounts(0.001), min_size=levels - 1, max_size=levels - 1, unique=True)
    names = st.lists(texts(), min_size=levels, max_size=levels)
    return Scale(draw(names), sorted(draw(cuts)), basis=draw(st.sampled_from(Basis)))


@cache
@st.composite
def matrices(draw: st.DrawFn) -> RiskMatrix:
    """Draw matrices of 3 × 3 to 5 × 5."""
    rows, columns = draw(st.integers(3, 5)), draw(st.integers(3, 5))
    step = draw(amounts(0, 100))
    scores = [[step * (row + column) for column in range(columns)] for row in range(rows)]
    lowest = sorted(draw(st.lists(amounts(0, 50), min_size=1, max_size=4, unique=True)))
    return RiskMatrix(
        draw(scales(rows)),
        cost=draw(scales(columns)),
        delay=draw(scales(columns)),
        scores=draw(st.sampled_from([None, scores])),
        bands=[Band(draw(texts()), score) for score in lowest],
    )


# --- budget ---------------------------------------------------------------------------------------


@st.composite
def phases(draw: st.DrawFn, names: Sequence[str]) -> list[Phase]:
    """Draw phases with the names, with shares that add up to 1 or with none."""
    weights = [draw(st.integers(1, 9)) for _ in names]
    shares: list[float | None] = [weight / sum(weights) for weight in weights]
    if draw(st.booleans()):
        shares = [None] * len(names)
    pairs = zip(names, shares, strict=True)
    return [Phase(name, draw(texts()), share=share, note=draw(texts())) for name, share in pairs]


@cache
def reserves() -> st.SearchStrategy[Reserve | float | None]:
    """Every way to state a reserve."""
    fractions = st.floats(0, 0.99)
    return st.one_of(
        st.none(),
        fractions,
        st.builds(Reserve, fractions, of=st.sampled_from(ReserveBasis)),
        amounts(101).map(lambda amount: Reserve(amount=amount)),
        st.floats(0, 0.9).map(lambda amount: Reserve(amount=amount)),
    )


@st.composite
def cost_items(draw: st.DrawFn, name: str, stages: Sequence[str], runs: Sequence[str]) -> CostItem:
    """Draw a line of the budget, now and then one that is paid by the day."""
    by_the_day = bool(runs) and draw(st.booleans())
    on = draw(st.one_of(st.none(), st.none(), st.dates()))
    return CostItem(
        name,
        draw(texts()),
        draw(uncertain()),
        phase=draw(one_of(stages)),
        day_rate=draw(amounts(1)) if by_the_day else 0,
        during=draw(st.sampled_from(runs)) if by_the_day else None,
        spend=draw(st.sampled_from(Spend)) if on is None else Spend.UNIFORM,
        on=on,
        category=draw(texts()),
        note=draw(texts()),
    )


# --- cash -----------------------------------------------------------------------------------------


@st.composite
def benefits(draw: st.DrawFn, name: str, runs: Sequence[str]) -> Benefit:
    """Draw what comes in: after something, on a date, or after the plan; once or for months."""
    after = draw(one_of(runs))
    return Benefit(
        name,
        draw(texts()),
        draw(uncertain()),
        after=after,
        on=None if after is not None else draw(st.one_of(st.none(), st.dates())),
        lag=draw(st.floats(0, 24)),
        months=draw(st.one_of(st.none(), st.floats(0.5, 60))),
        note=draw(texts()),
    )


@st.composite
def cash(draw: st.DrawFn, runs: Sequence[str]) -> dict[str, Any]:
    """Draw what a plan says of cash, besides its costs."""
    rates = st.one_of(st.floats(0, 0.2), st.just(Uniform(0.01, 0.05)))
    categories = draw(st.lists(texts(), max_size=2, unique=True))
    funding = st.builds(Funding, amounts(1), st.dates(), note=texts())
    return {
        "benefits": [draw(benefits(name, runs)) for name in draw(tables(2))],
        "discount_rate": draw(st.one_of(st.none(), st.floats(-0.5, 0.9))),
        "roi_floor": draw(st.one_of(st.none(), st.floats(-0.5, 5))),
        "escalation": [
            Escalation(draw(rates), category=name, note=draw(texts())) for name in categories
        ],
        "funding": draw(st.lists(funding, max_size=2)),
        "monthly_cap": draw(st.one_of(st.none(), amounts(1))),
    }


# --- schedule -------------------------------------------------------------------------------------


def links(before: Sequence[str]) -> st.SearchStrategy[list[Link]]:
    """Links of every kind to what comes before."""
    if not before:
        return st.just([])
    lags = st.one_of(st.integers(-9, 9).map(float), st.floats(-100, 100))
    link = st.builds(
        Link,
        st.sampled_from(before),
        st.sampled_from(LinkType),
        lags,
        st.sampled_from(TimeUnit),
        lag_in=st.sampled_from(LagCalendar),
    )
    return st.lists(st.one_of(st.sampled_from(before).map(Link), link), max_size=3)


@cache
def moments() -> st.SearchStrategy[Moment]:
    """Dates, and dates with a time of day to the minute."""
    times = st.datetimes().map(lambda time: time.replace(second=0, microsecond=0))
    return st.one_of(st.dates(), times)


@cache
@st.composite
def dates_of(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the dates that hold an activity or a milestone besides its links."""
    kinds = draw(st.lists(st.sampled_from(ConstraintKind), max_size=2, unique=True))
    constraints = [
        Constraint(kind, None if kind is ConstraintKind.ALAP else draw(moments())) for kind in kinds
    ]
    return {"constraints": constraints, "deadline": draw(st.one_of(st.none(), moments()))}


@st.composite
def progress(draw: st.DrawFn, known: Moment) -> dict[str, Any]:
    """Draw what has happened to an activity up to a data date."""
    latest = beginning(known)
    before = st.datetimes(max_value=latest).map(lambda t: t.replace(second=0, microsecond=0))
    started, finished = sorted(draw(st.tuples(before, before)))
    done = draw(st.one_of(st.none(), st.floats(0, 1)))
    match draw(st.sampled_from(["to come", "begun", "done"])):
        case "to come":
            return {"complete": draw(st.sampled_from([None, 0.0]))}
        case "begun":
            remaining = draw(st.one_of(st.none(), uncertain()))
            return {"actual_start": started, "complete": done, "remaining": remaining}
        case _:
            complete = draw(st.sampled_from([None, 1.0]))
            return {"actual_start": started, "actual_finish": finished, "complete": complete}


@st.composite
def activities_named(
    draw: st.DrawFn,
    name: str,
    known: Sequence[str],
    events: Sequence[str],
    since: tuple[bool, Moment | None],
    **place: Any,
) -> Activity:
    """Draw an activity, now and then one that has begun, or one that may not be needed."""
    is_dated, data_date = since
    return Activity(
        name,
        draw(texts()),
        draw(uncertain()),
        day_rate=draw(st.one_of(st.just(0), uncertain())),
        unit=draw(st.sampled_from(TimeUnit)),
        calendar=draw(one_of(known)),
        probability=draw(st.one_of(st.just(1.0), st.floats(0, 1))),
        only_if=draw(one_of(events)),
        category=draw(st.one_of(st.none(), texts())),
        **(draw(dates_of()) if is_dated else {}),
        **({} if data_date is None else draw(progress(data_date))),
        **place,
    )


@st.composite
def networks(
    draw: st.DrawFn,
    names: Sequence[str],
    stages: Sequence[str],
    known: Sequence[str],
    events: Sequence[str],
    since: tuple[bool, Moment | None],
) -> list[ScheduleItem]:
    """Draw activities, milestones, buffers and hammocks without cycles, in any order."""
    items: list[ScheduleItem] = []
    linked: list[str] = []
    for name in names:
        phase, note = draw(one_of(stages)), draw(texts())
        kind = draw(st.sampled_from([Activity, Activity, Activity, Milestone, Buffer, Hammock]))
        if kind is Hammock and linked:
            rate = draw(st.one_of(st.just(0), uncertain()))
            over = draw(some_of(linked))
            items.append(Hammock(name, draw(texts()), over, phase=phase, day_rate=rate, note=note))
            continue
        place = {"after": draw(links(linked)), "phase": phase, "note": note}
        linked.append(name)
        if kind is Milestone:
            is_dated, data_date = since
            reached = st.datetimes(max_value=beginning(data_date)) if data_date else st.none()
            done = draw(st.one_of(st.none(), reached))
            done = done and done.replace(second=0, microsecond=0)
            held = draw(dates_of()) if is_dated else {}
            items.append(Milestone(name, draw(texts()), actual_finish=done, **held, **place))
        elif kind is Buffer:
            level, unit = draw(st.sampled_from(BufferLevel)), draw(st.sampled_from(TimeUnit))
            size = draw(uncertain())
            items.append(Buffer(name, draw(texts()), size, level=level, unit=unit, **place))
        else:
            items.append(draw(activities_named(name, known, events, since, **place)))
    return draw(st.permutations(items))


# --- register -------------------------------------------------------------------------------------


@st.composite
def impacts(
    draw: st.DrawFn, stages: Sequence[str], paid: Sequence[str], runs: Sequence[str]
) -> list[Impact]:
    """Draw impacts of every kind that the plan allows."""
    phase, note, draws = one_of(stages), texts(), st.sampled_from(Draws)
    kinds: list[st.SearchStrategy[Impact]] = [
        st.builds(CostImpact, uncertain(), phase=phase, note=note)
    ]
    if paid:
        kinds.append(st.builds(CostImpact, share=uncertain(), of=some_of(paid), phase=phase))
    if runs:
        units, on = st.sampled_from(TimeUnit), some_of(runs)
        how = {"draws": draws, "combine": st.sampled_from(Combine), "note": note}
        caps = st.one_of(st.none(), amounts())
        kinds.append(st.builds(Delay, on, uncertain(), unit=units, cap=caps, **how))
        kinds.append(st.builds(DurationFactor, on, uncertain(), **how))
    return draw(st.lists(st.one_of(kinds), max_size=3))


@cache
def reductions() -> st.SearchStrategy[Change | None]:
    """Changes in percent by less, and none."""
    return st.one_of(st.none(), st.none(), st.floats(-1, 0).map(Change))


@st.composite
def achievements(
    draw: st.DrawFn,
    effects: st.SearchStrategy[list[Impact]],
    times: st.SearchStrategy[Distribution | None],
) -> dict[str, Any]:
    """Draw what a response leaves: impacts of its own, or changes of those of the risk."""
    found: dict[str, Any] = {
        "probability": draw(st.one_of(st.none(), probabilities(), reductions())),
        "count": draw(times),
    }
    if draw(st.booleans()):
        return found | {"impacts": draw(effects)}
    names = ("impact", "cost_impact", "time_impact")
    share = draw(st.one_of(st.none(), st.floats(0.01, 1)))
    return found | {name: draw(reductions()) for name in names} | {"share": share}


@st.composite
def responses(
    draw: st.DrawFn,
    kind: Kind,
    stages: Sequence[str],
    effects: st.SearchStrategy[list[Impact]],
    times: st.SearchStrategy[Distribution | None],
) -> list[Response]:
    """Draw responses, one of them adopted at most, so that none contradicts another."""
    found = []
    for row, name in enumerate(draw(tables(2))):
        strategy = draw(st.sampled_from(STRATEGIES[kind]))
        changed = {} if strategy is Strategy.ACCEPT else draw(achievements(effects, times))
        if strategy is Strategy.TRANSFER:
            changed["share"] = draw(st.floats(0.01, 1))
        found.append(
            Response(
                name,
                draw(texts()),
                strategy,
                cost=draw(uncertain()),
                triggered=draw(st.booleans()),
                delay_cap=draw(st.one_of(st.none(), amounts())) if kind is Kind.THREAT else None,
                adopted=row == 0 and draw(st.booleans()),
                phase=draw(one_of(stages)),
                owner=draw(texts()),
                note=draw(texts()),
                **changed,
            )
        )
    return found


def _hits_no_time(impacts_: Sequence[Impact] | None) -> bool:
    return bool(impacts_) and all(isinstance(impact, CostImpact) for impact in impacts_)


@st.composite
def windows(draw: st.DrawFn, risk: Risk, deciding: Sequence[str]) -> Window | None:
    """Draw dates between which a risk may strike, where it may have such dates."""
    sets = [risk.impacts, *(response.impacts for response in risk.responses)]
    if risk.id in deciding or any(map(_hits_no_time, sets)) or draw(st.booleans()):
        return None
    return Window(*sorted(draw(st.tuples(st.dates(), st.dates()))))


@st.composite
def registers(
    draw: st.DrawFn,
    names: Sequence[str],
    stages: Sequence[str],
    effects: st.SearchStrategy[list[Impact]],
    is_dated: bool,
    deciding: Sequence[str],
) -> list[Risk]:
    """Draw risks, conditional and exclusive ones among them, in any order."""
    risks = []
    for row, name in enumerate(names):
        group = draw(st.sampled_from([None, None, "either", "或"]))
        share = 1.0 if group is None else 1.0 / len(names)
        kind = draw(st.sampled_from(Kind))
        status = draw(st.sampled_from(Status)) if group is None else Status.OPEN
        times = counts() if group is None and status is not Status.OCCURRED else st.none()
        count = draw(times)
        risk = Risk(
            name,
            draw(texts()),
            draw(probabilities(share)),
            kind=kind,
            count=count,
            impacts=draw(effects),
            responses=(
                draw(responses(kind, stages, effects, st.none() if count is None else times))
                if group is None
                else []
            ),
            cause=draw(texts()),
            event=draw(texts()),
            effect=draw(texts()),
            category=draw(texts()),
            owner=draw(texts()),
            status=status,
            given=draw(one_of(names[:row])) if group is None else None,
            exclusive=group,
            note=draw(texts()),
        )
        window = draw(windows(risk, deciding)) if is_dated else None
        before = [f"{other.id}.{r.id}" for other in risks for r in other.responses]
        arises = draw(one_of(before)) if group is None else None
        risks.append(attrs.evolve(risk, window=window, arises_from=arises))
    return draw(st.permutations(risks))


@st.composite
def scenarios(draw: st.DrawFn, plan: Plan) -> list[Scenario]:
    """Draw scenarios that assume what may be assumed of a plan."""
    known = [f"{risk.id}.{r.id}" for risk in plan.risks for r in risk.responses]
    known += [policy.id for policy in plan.policies]
    bands = [BAND + band.name for band in plan.matrix.bands]
    closed = [risk.id for risk in plan.risks] + bands
    names = [name for name in draw(tables(2)) if name not in ("inherent", "planned")]
    open_ = [risk.id for risk in plan.risks if risk.exclusive is None]
    is_once = len(set(known)) == len(known)
    return [
        Scenario(
            name,
            draw(texts()),
            draw(st.sampled_from([Adoption.NONE, Adoption.ADOPTED])),
            drop=draw(some_of(known)) if known and is_once else (),
            close=draw(some_of(closed, least=0)),
            cost_factor=draw(st.floats(0.5, 2)),
            duration_factor=draw(st.floats(0.5, 2)),
            probabilities={one: draw(probabilities()) for one in open_[:1]},
            # A law of few values may be too coarse for a coefficient.
            estimates={
                f"costs.{item.id}": draw(uncertain())
                for item in plan.costs[: 0 if plan.correlations else 1]
            },
            note=draw(texts()),
        )
        for name in names
    ]


@st.composite
def policies(draw: st.DrawFn, risks: Sequence[Risk], stages: Sequence[str]) -> list[Policy]:
    """Draw insurance of threats, on any terms."""
    threats = sorted(risk.id for risk in risks if risk.kind is Kind.THREAT)
    responses_ = {f"{risk.id}.{response.id}" for risk in risks for response in risk.responses}
    limits = st.one_of(st.none(), amounts(0.001))
    return [
        Policy(
            name,
            draw(texts()),
            draw(some_of(threats)),
            premium=draw(uncertain()),
            deductible=draw(st.one_of(st.just(0.0), amounts())),
            share=draw(st.floats(0, 1)),
            limit=draw(limits),
            aggregate_limit=draw(limits),
            adopted=draw(st.booleans()),
            phase=draw(one_of(stages)),
            note=draw(texts()),
        )
        for name in draw(tables(2) if threats else st.just([]))
        if name not in responses_
    ]


def caps(policies_: Sequence[Policy], budget: float | None) -> st.SearchStrategy[float | None]:
    """Caps that the premiums keep, where there may be one."""
    if budget is None:
        return st.none()
    premiums = sum(policy.premium.most_likely() for policy in policies_ if policy.adopted)
    least = premiums / budget
    return st.none() if least > 0.99 else st.one_of(st.none(), st.floats(least, 1))


@st.composite
def correlations(
    draw: st.DrawFn, costs: Sequence[CostItem], activities: Sequence[ScheduleItem]
) -> list[Correlation]:
    """Draw a group with one coefficient, or with a matrix; none where there are no two quantities.

    Laws of few values cannot reach every coefficient, so that only continuous ones are named.
    """
    names = [f"costs.{item.id}" for item in costs if atoms_of(item.amount) is None]
    names += [
        f"activities.{item.id}"
        for item in activities
        if isinstance(item, Activity) and atoms_of(item.duration) is None
    ]
    if len(names) < 2 or draw(st.booleans()):
        return []
    group, rho = draw(some_of(names, least=2)), draw(st.floats(0, 0.95))
    count = range(len(group))
    rows = [[1.0 if row == column else rho for column in count] for row in count]
    return [
        Correlation(
            group,
            rows if draw(st.booleans()) else rho,
            degrees_of_freedom=draw(st.sampled_from([None, 1.0, 4.5])),
            nearest=draw(st.booleans()),
        )
    ]


# --- plans ----------------------------------------------------------------------------------------


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw plans without errors; there may be warnings."""
    calendar = draw(st.one_of(st.just(Calendar()), calendars(ids())))
    stages, named = draw(tables(3)), [name for name in draw(tables(2)) if name != calendar.id]
    lines, works, events = draw(tables()), draw(tables()), draw(tables())
    if not (lines or works or events):
        lines = ["line"]
    start, deadline, data_date = sorted(draw(st.tuples(st.dates(), st.dates(), st.dates())))
    is_dated = draw(st.booleans())
    known = draw(st.sampled_from([None, data_date])) if is_dated else None
    ids_of_calendars = ["24h", calendar.id, *named]
    activities = draw(networks(works, stages, ids_of_calendars, events, (is_dated, known)))
    lasting = [item for item in activities if isinstance(item, Activity)]
    runs = [item.id for item in lasting]
    runs += [item.phase for item in lasting if item.phase and item.phase not in works]
    timed = runs + [CATEGORY + item.category for item in lasting if item.category is not None]
    costs = [draw(cost_items(name, stages, runs)) for name in lines]
    paid = lines + [item.phase for item in costs if item.phase]
    effects = impacts(stages, sorted(set(paid)), sorted(set(timed)))
    deciding = [item.only_if for item in lasting if item.only_if is not None]
    risks = draw(registers(events, stages, effects, is_dated, deciding))
    insured, budget = draw(policies(risks, stages)), draw(st.one_of(st.none(), amounts(1)))
    plan = Plan(
        draw(texts()),
        start=start if is_dated else None,
        currency=draw(texts()),
        budget=budget,
        deadline=draw(st.sampled_from([None, deadline])) if is_dated else None,
        reserve=draw(reserves()),
        calendar=calendar,
        calendars=draw(further_calendars(named, calendar.id)),
        phases=draw(phases(stages)),
        costs=costs,
        activities=activities,
        risks=risks,
        policies=insured,
        premium_cap=draw(caps(insured, budget)),
        correlations=draw(correlations(costs, activities)),
        matrix=draw(st.one_of(st.just(RiskMatrix()), matrices())),
        constraint_policy=draw(st.sampled_from(ConstraintPolicy)),
        data_date=known,
        description=draw(texts()),
        **draw(cash(runs)),
    )
    return plan.evolve(scenarios=draw(scenarios(plan)))
