"""Hypothesis strategies for the model: whole plans without errors, everything in them at times."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

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
    Activity,
    Band,
    Basis,
    Calendar,
    Correlation,
    CostImpact,
    CostItem,
    Delay,
    Draws,
    DurationFactor,
    Impact,
    Kind,
    Link,
    LinkType,
    Milestone,
    Phase,
    Plan,
    Reserve,
    ReserveBasis,
    Response,
    Risk,
    RiskMatrix,
    Scale,
    Status,
    Strategy,
    TimeUnit,
    Weekday,
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
def calendars(draw: st.DrawFn, name: st.SearchStrategy[str]) -> Calendar:
    """Draw calendars with working time."""
    hours = draw(st.one_of(st.just(8.0), st.floats(0.5, 24)))
    return Calendar(
        draw(st.lists(st.sampled_from(Weekday), min_size=1, max_size=7, unique=True)),
        holidays=draw(st.lists(st.dates(), max_size=3)),
        hours=hours,
        opens=draw(st.floats(0, 1)) * (24 - hours),
        id=draw(name),
    )


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
    return CostItem(
        name,
        draw(texts()),
        draw(uncertain()),
        phase=draw(one_of(stages)),
        day_rate=draw(amounts(1)) if by_the_day else 0,
        during=draw(st.sampled_from(runs)) if by_the_day else None,
        category=draw(texts()),
        note=draw(texts()),
    )


# --- schedule -------------------------------------------------------------------------------------


def links(before: Sequence[str]) -> st.SearchStrategy[list[Link]]:
    """Links of every kind to what comes before."""
    if not before:
        return st.just([])
    lags = st.one_of(st.integers(-9, 9).map(float), st.floats(-100, 100))
    link = st.builds(
        Link, st.sampled_from(before), st.sampled_from(LinkType), lags, st.sampled_from(TimeUnit)
    )
    return st.lists(st.one_of(st.sampled_from(before).map(Link), link), max_size=3)


@st.composite
def networks(
    draw: st.DrawFn, names: Sequence[str], stages: Sequence[str], known: Sequence[str]
) -> list[Activity | Milestone]:
    """Draw activities and milestones without cycles, in any order."""
    items: list[Activity | Milestone] = []
    for row, name in enumerate(names):
        after, phase = draw(links(names[:row])), draw(one_of(stages))
        if draw(st.integers(0, 3)) == 0:
            items.append(
                Milestone(name, draw(texts()), after=after, phase=phase, note=draw(texts()))
            )
            continue
        activity = Activity(
            name,
            draw(texts()),
            draw(uncertain()),
            after=after,
            phase=phase,
            day_rate=draw(st.one_of(st.just(0), uncertain())),
            unit=draw(st.sampled_from(TimeUnit)),
            calendar=draw(one_of(known)),
            note=draw(texts()),
        )
        items.append(activity)
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
        kinds.append(st.builds(Delay, on, uncertain(), unit=units, draws=draws, note=note))
        kinds.append(st.builds(DurationFactor, on, uncertain(), draws=draws, note=note))
    return draw(st.lists(st.one_of(kinds), max_size=3))


@st.composite
def responses(
    draw: st.DrawFn,
    kind: Kind,
    stages: Sequence[str],
    effects: st.SearchStrategy[list[Impact]],
    times: st.SearchStrategy[Distribution | None],
) -> list[Response]:
    """Draw responses, one of them adopted at most, so that none contradicts another."""
    return [
        Response(
            name,
            draw(texts()),
            draw(st.sampled_from(STRATEGIES[kind])),
            cost=draw(uncertain()),
            probability=draw(st.one_of(st.none(), probabilities())),
            count=draw(times),
            impacts=draw(st.one_of(st.none(), effects)),
            adopted=row == 0 and draw(st.booleans()),
            phase=draw(one_of(stages)),
            owner=draw(texts()),
            note=draw(texts()),
        )
        for row, name in enumerate(draw(tables(2)))
    ]


@st.composite
def registers(
    draw: st.DrawFn,
    names: Sequence[str],
    stages: Sequence[str],
    effects: st.SearchStrategy[list[Impact]],
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
        risks.append(risk)
    return draw(st.permutations(risks))


@st.composite
def correlations(
    draw: st.DrawFn, costs: Sequence[CostItem], activities: Sequence[Activity | Milestone]
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
    activities = draw(networks(works, stages, [calendar.id, *named]))
    lasting = [item for item in activities if isinstance(item, Activity)]
    runs = [item.id for item in lasting]
    runs += [item.phase for item in lasting if item.phase and item.phase not in works]
    costs = [draw(cost_items(name, stages, runs)) for name in lines]
    paid = lines + [item.phase for item in costs if item.phase]
    effects = impacts(stages, sorted(set(paid)), sorted(set(runs)))
    start, deadline = sorted(draw(st.tuples(st.dates(), st.dates())))
    is_dated = draw(st.booleans())
    return Plan(
        draw(texts()),
        start=start if is_dated else None,
        currency=draw(texts()),
        budget=draw(st.one_of(st.none(), amounts(1))),
        deadline=draw(st.sampled_from([None, deadline])) if is_dated else None,
        reserve=draw(reserves()),
        calendar=calendar,
        calendars=[draw(calendars(st.just(name))) for name in named],
        phases=draw(phases(stages)),
        costs=costs,
        activities=activities,
        risks=draw(registers(events, stages, effects)),
        correlations=draw(correlations(costs, activities)),
        matrix=draw(st.one_of(st.just(RiskMatrix()), matrices())),
        description=draw(texts()),
    )
