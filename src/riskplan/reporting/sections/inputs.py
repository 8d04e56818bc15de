"""What the plan says: everything that went into the run, as the plan spells it, notes included."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import attrs

from riskplan.analysis import PairCorrelation
from riskplan.distributions import Distribution
from riskplan.model import (
    Basis,
    Buffer,
    Change,
    CostImpact,
    CostItem,
    Delay,
    Draws,
    Hammock,
    Impact,
    Kind,
    Milestone,
    Plan,
    Reserve,
    ReserveBasis,
    Response,
    Risk,
    Scale,
    ScheduleItem,
    Status,
    TimeUnit,
)
from riskplan.model.residual import residual
from riskplan.reporting import sentences, words
from riskplan.reporting.blocks import Block, Facts, Paragraph, Section, Table
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Phrase
from riskplan.reporting.sections.grids import calls_of, grid, with_unit
from riskplan.reporting.writer import Writer

__all__ = ["input_section"]

_MOST_PAIRS = 15
_MOST_ROWS = 100


def input_section(f: Evidence, w: Writer) -> Section:
    """Return the plan: its frame, phases, activities, cost items, impacts and correlations."""
    plan = f.plan
    tables = [
        _phases(plan, w),
        _activities(plan, w),
        _costs(plan, w),
        _impacts(plan, w),
        _correlations(f, w),
    ]
    blocks: list[Block] = [Paragraph(plan.description)] if plan.description else []
    blocks += [_frame(plan, w), Paragraph(w.say(sentences.ASSUMED_REMARK))]
    blocks += [block for block in tables if block.rows]
    blocks.append(calls_of(f, *((f.correlations,) if plan.correlations else ()), others=("plan",)))
    return Section("inputs", w.say(words.INPUT_SECTION), tuple(blocks))


def _frame(plan: Plan, w: Writer) -> Facts:
    calendar = plan.calendar
    facts = [
        (words.CURRENCY, plan.currency),
        (words.BUDGET, "" if plan.budget is None else w.money(plan.budget)),
        (words.RESERVE, "" if plan.reserve is None else _reserve(plan.reserve, w)),
    ]
    if plan.activities:
        facts += [
            (words.START, "" if plan.start is None else w.date(plan.start)),
            (words.DEADLINE, "" if plan.deadline is None else w.date(plan.deadline)),
            (words.WORK_WEEK, ", ".join(w.named(day.value) for day in calendar.work_week)),
            (words.HOURS, w.amount(calendar.hours)),
            (words.HOLIDAYS, ", ".join(map(w.date, calendar.holidays))),
        ]
    if plan.risks:
        facts += [
            (words.PROBABILITY_SCALE, _scale(plan.matrix.probability, w, w.percent)),
            (words.COST_SCALE, _scale(plan.matrix.cost, w, w.money)),
            (words.DELAY_SCALE, _scale(plan.matrix.delay, w, w.days)),
            (words.BANDS, ", ".join(_bands(plan, w))),
        ]
    rows = tuple((w.say(label), text) for label, text in facts if text)
    return Facts(w.say(words.CAPTION_PLAN), rows)


def _reserve(reserve: Reserve, w: Writer) -> str:
    if reserve.share is None or reserve.amount is not None:
        return w.money(reserve.amount or 0.0)
    is_of_total = reserve.of is ReserveBasis.TOTAL
    phrase = words.RESERVE_OF_TOTAL if is_of_total else words.RESERVE_OF_BASE
    return w.say(phrase, share=w.percent(reserve.share))


def _scale(scale: Scale, w: Writer, write: Callable[[float], str]) -> str:
    of_base = scale.basis is Basis.SHARE_OF_BASE
    phrase = words.SHARE_OF_BASE_UP_TO if of_base else words.UP_TO
    write = w.percent if of_base else write
    parts = [
        w.say(phrase, level=w.named(level), cut=write(cut))
        for level, cut in zip(scale.levels, scale.cuts, strict=False)
    ]
    return ", ".join([*parts, w.say(words.ABOVE, level=w.named(scale.levels[-1]))])


def _bands(plan: Plan, w: Writer) -> Iterator[str]:
    for band in plan.matrix.bands:
        yield w.say(words.FROM_SCORE, band=w.named(band.name), score=f"{band.lowest:g}")


def _phases(plan: Plan, w: Writer) -> Table:
    rows = [
        (phase.id, phase.name, "" if phase.share is None else w.percent(phase.share), phase.note)
        for phase in plan.phases
    ]
    titles = (words.ID, words.PHASE, words.SHARE, words.NOTE)
    return _table(w, words.CAPTION_PHASE_INPUT, titles, rows)


def _activities(plan: Plan, w: Writer) -> Table:
    titles = (
        words.ID,
        words.ACTIVITY,
        words.PHASE,
        words.ESTIMATE,
        words.AFTER,
        words.DAY_RATE,
        words.CALENDAR,
        words.NOTE,
    )
    rows = [
        (
            activity.id,
            activity.name,
            activity.phase or "",
            *_estimates(activity, w),
            activity.note,
        )
        for activity in plan.activities
    ]
    return _table(w, words.CAPTION_ACTIVITIES, titles, rows)


def _estimates(item: ScheduleItem, w: Writer) -> tuple[str, str, str, str]:
    """Return estimate, predecessors, day rate and calendar of what stands in the schedule."""
    after = ", ".join(map(str, item.after))
    if isinstance(item, Milestone):
        return w.say(words.MILESTONE), after, "", ""
    if isinstance(item, Buffer):
        size = _in_unit(item.size, item.unit, w)
        return w.say(words.BUFFER, size=size), after, "", ""
    if isinstance(item, Hammock):
        over = w.say(words.HAMMOCK, over=", ".join(item.over))
        return over, after, w.law(item.day_rate), ""
    duration = _in_unit(item.duration, item.unit, w)
    return duration, after, w.law(item.day_rate), item.calendar or ""


def _in_unit(law: Distribution, unit: TimeUnit, w: Writer) -> str:
    """Return an estimate of time, with its unit where that is not the working day."""
    return (w.law(law) or "0") if unit is TimeUnit.DAYS else with_unit(w, law, unit)


def _costs(plan: Plan, w: Writer) -> Table:
    titles = (
        words.ID,
        words.COST_ITEM,
        words.PHASE,
        words.ESTIMATE,
        words.CATEGORY,
        words.NOTE,
    )
    rows = [
        (
            item.id,
            item.name,
            item.phase or "",
            _amount(item, w),
            item.category,
            item.note,
        )
        for item in plan.costs
    ]
    return _table(w, words.CAPTION_COSTS, titles, rows, plan.currency)


def _amount(item: CostItem, w: Writer) -> str:
    """Return what a cost item costs: an amount, something for each day, or both."""
    rate = w.law(item.day_rate)
    if rate and item.during is not None:
        rate = w.say(words.A_DAY, amount=rate, during=item.during)
    return " + ".join(filter(None, (w.law(item.amount), rate))) or "0"


def _impacts(plan: Plan, w: Writer) -> Table:
    titles = (words.RISK, words.WHEN, words.PROBABILITY, words.IMPACT, words.ON, words.NOTE)
    rows = [row for risk in plan.risks for row in _impacts_of(risk, w)]
    return _table(w, words.CAPTION_IMPACTS, titles, rows, plan.currency)


def _impacts_of(risk: Risk, w: Writer) -> Iterator[tuple[str, ...]]:
    """Yield the impacts of a risk without responses, and those that a response changes."""
    chance = w.chance(risk.probability, risk.count)
    when = w.say(words.WITHOUT_RESPONSES)
    for impact in risk.impacts:
        yield (risk.name, when, chance, *_impact(impact, risk.kind, w))
    for response in risk.responses:
        for impact in response.impacts or ():
            after = w.say(words.AFTER_THE_RESPONSE, name=response.name)
            yield (
                risk.name,
                after,
                _chance_after(risk, response, w),
                *_impact(impact, risk.kind, w),
            )


def _chance_after(risk: Risk, response: Response, w: Writer) -> str:
    """Return how likely a risk is after a response, and how often it strikes then."""
    probability, count = response.probability, response.count
    if isinstance(probability, Change):
        probability = residual(attrs.evolve(risk, status=Status.OPEN), (response,)).probability
    return w.chance(
        risk.probability if probability is None else probability,
        risk.count if count is None else count,
    )


def _impact(impact: Impact, kind: Kind, w: Writer) -> tuple[str, str, str]:
    """Return what an impact does, on what, and its note."""
    if isinstance(impact, CostImpact):
        law, phrase = impact.amount, words.COST_IMPACT
        if law is None:
            law, phrase = impact.share, words.SHARE_IMPACT
        spelled = "0" if law is None else w.law(law) or "0"
        text = w.say(phrase, amount=spelled, share=spelled)
        on = ", ".join(impact.of or filter(None, (impact.phase,)))
    elif isinstance(impact, Delay):
        text = w.say(words.DELAY_IMPACT, days=with_unit(w, impact.days, impact.unit))
        if impact.cap is not None:
            text += w.say(words.AND_SO) + w.say(words.DELAY_AT_MOST, cap=f"{impact.cap:g}")
        on = ", ".join(impact.activities)
    else:
        text = w.say(words.FACTOR_IMPACT, factor=w.law(impact.factor) or "0")
        on = ", ".join(impact.activities)
    if not isinstance(impact, CostImpact) and impact.draws is Draws.SEPARATE:
        text = w.say(words.SEPARATE, impact=text)
    is_saved = kind is Kind.OPPORTUNITY and isinstance(impact, CostImpact | Delay)
    return (w.say(words.SAVING, impact=text) if is_saved else text), on, impact.note


def _correlations(f: Evidence, w: Writer) -> Table:
    """Return the correlations asked for, beside those of the simulated quantities.

    A row for each pair of a matrix, but one for all pairs where there are many.
    """
    pairs = iter(f.correlations)
    rows = []
    for correlation in f.plan.correlations:
        count = math.comb(len(correlation.ids), 2)
        mine = list(islice(pairs, count))
        is_one = count == 1 or not isinstance(correlation.coefficient, float)
        freedom = correlation.degrees_of_freedom
        copula = (
            w.say(words.GAUSSIAN)
            if freedom is None
            else w.say(words.STUDENT, freedom=f"{freedom:g}")
        )
        if is_one and count <= _MOST_PAIRS:
            rows += [
                (
                    f"{pair.first}, {pair.second}",
                    f"{pair.requested:g}",
                    _achieved([pair], w),
                    copula,
                )
                for pair in mine
            ]
        else:
            asked = sorted({pair.requested for pair in mine})
            requested = " … ".join(f"{end:g}" for end in dict.fromkeys((asked[0], asked[-1])))
            rows.append((", ".join(correlation.ids), requested, _achieved(mine, w), copula))
    titles = (words.QUANTITIES, words.REQUESTED, words.ACHIEVED, words.COPULA)
    return _table(w, words.CAPTION_CORRELATIONS, titles, rows)


def _achieved(pairs: Sequence[PairCorrelation], w: Writer) -> str:
    """Return the coefficient of one pair with its error, or the range of several."""
    found = sorted(pair.achieved for pair in pairs if pair.achieved is not None)
    ends = dict.fromkeys((found[0], found[-1])) if found else {}
    return " … ".join(w.amount(end) for end in ends) or "–"


def _table(
    w: Writer,
    caption: Phrase,
    titles: Sequence[Phrase],
    rows: Iterable[Sequence[str]],
    unit: str = "",
) -> Table:
    return grid(w, caption, "l" * len(titles), titles, rows, unit=unit, most=_MOST_ROWS)
