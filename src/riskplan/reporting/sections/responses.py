"""What to do: what each response is worth, the best set of them, and what more money buys."""

from __future__ import annotations

import math
from collections.abc import Iterator

from riskplan.analysis import (
    BestResponses,
    Objective,
    ResponseFrontier,
    ResponseValue,
    ResponseValues,
    SpendingPoint,
)
from riskplan.reporting import remarks, terms, words
from riskplan.reporting.blocks import Block, Paragraph, Picture, PictureKey, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.grids import calls_of, grid, listed
from riskplan.reporting.writer import Writer
from riskplan.results import Estimate

__all__ = ["loss_makers", "response_section"]

_MOST = 12
_SPOKEN = 3
_ROUNDING = 1e-9


def response_section(f: Evidence, w: Writer) -> Section | None:
    """Return what each response is worth, which set is best, and what spending more buys."""
    worth, best, frontier = f.answers.worth, f.answers.best, f.answers.frontier
    if worth is None or not len(worth):
        return None
    blocks: list[Block] = []
    if best is not None and best.options:
        blocks += [Paragraph(text) for text in _verdict(best, worth, w)]
    has_money = any(row.given.net_mean for row in worth)
    if has_money:
        spoken = "; ".join(
            f"{row.label}: {w.money(row.given.net_mean or 0.0)}" for row in worth.rows[:_SPOKEN]
        )
        title = w.say(terms.PICTURE_RESPONSES)
        spoken = w.say(remarks.ALT_RESPONSES, bars=spoken)
        blocks.append(Picture(PictureKey.RESPONSES, title, spoken))
    blocks += _tables(f, w, worth, best)
    blocks.append(Paragraph(w.say(remarks.WORTH, iterations=f"{worth.iterations:,}")))
    answers: list[object] = [worth, best]
    if frontier is not None and len(frontier) > 1:
        blocks += _frontier(w, frontier, worth)
        answers.append(frontier)
    blocks.append(calls_of(f, *answers))
    return Section("responses", w.say(terms.RESPONSE_SECTION), tuple(blocks))


def loss_makers(worth: ResponseValues) -> list[ResponseValue]:
    """Return what is in force and costs more than it saves on average, beyond its error."""
    return [
        row
        for row in worth
        if row.adopted and row.given.net_mean is not None and row.given.net_mean.high < 0.0
    ]


def _verdict(best: BestResponses, worth: ResponseValues, w: Writer) -> Iterator[str]:
    labels = {(row.risk, row.response): row for row in worth}
    chosen = [labels[pair] for pair in best.chosen if pair in labels]
    value = w.money(best.value)
    if chosen:
        gain = w.money(best.gain)
        names = listed(w, [row.label for row in chosen], _MOST)
        if best.spent:
            yield w.say(
                remarks.BEST_SET, spent=w.money(best.spent), names=names, gain=gain, value=value
            )
        else:
            yield w.say(remarks.BEST_FREE_SET, names=names, gain=gain, value=value)
    else:
        yield w.say(remarks.BEST_IS_NONE, value=value)
    adopted = [row for row in worth if row.adopted and row.risk]
    dropped = [row.label for row in adopted if row not in chosen and row.given.cost > 0.0]
    if dropped:
        yield w.say(remarks.NOT_IN_BEST, names=listed(w, dropped, _MOST))
    added = [row.label for row in chosen if not row.adopted]
    if added:
        yield w.say(remarks.ADDED_IN_BEST, names=listed(w, added, _MOST))
    if best.gap == 0.0:
        yield w.say(remarks.BEST_FOR_CERTAIN)
    elif math.isfinite(best.gap):
        yield w.say(remarks.BEST_WITHIN, gap=w.money(Estimate(best.gap, best.gap, best.gap)))
    else:
        yield w.say(remarks.BEST_UNKNOWN)


def _tables(
    f: Evidence, w: Writer, worth: ResponseValues, best: BestResponses | None
) -> Iterator[Block]:
    if f.run.has_cost:
        titles = (
            words.RESPONSE,
            terms.IN_FORCE,
            terms.IN_BEST,
            terms.EXPECTED_PRICE,
            terms.NET_MEAN,
            terms.NET_ALONE,
            terms.NET_P80,
        )
        rows = [
            (
                row.label,
                w.say(words.YES if row.adopted else words.NO),
                _in_best(best, row, w),
                _price(row.given.cost, w),
                _amount(row.given.net_mean, w),
                _amount(row.alone.net_mean, w),
                _amount(row.given.net_p80, w),
            )
            for row in worth
        ]
        caption = terms.CAPTION_WORTH
        yield grid(w, caption, "lllrrrr", titles, rows, unit=f.run.currency, most=_MOST)
    chances = [
        (
            row.label,
            _ratio(row.given.returns, w),
            "" if row.given.pays is None else w.percent(row.given.pays),
            _amount(row.given.mean_days, w),
            _amount(row.given.p80_days, w),
        )
        for row in worth
    ]
    heads = (words.RESPONSE, terms.RETURNS, terms.PAYS, terms.MEAN_DAYS, terms.P80_DAYS)
    yield grid(w, terms.CAPTION_CHANCES, "lrrrr", heads, chances, most=_MOST)


def _frontier(w: Writer, frontier: ResponseFrontier, worth: ResponseValues) -> Iterator[Block]:
    is_joint = frontier.objective is Objective.JOINT
    write = w.percent if is_joint else w.money
    points = "; ".join(
        f"{w.money(point.spent)}: {write(point.value)}"
        for point in (frontier.points[0], frontier.points[-1])
    )
    yield Paragraph(w.say(remarks.FRONTIER if is_joint else remarks.FRONTIER_OF_MEAN))
    title = terms.PICTURE_FRONTIER if is_joint else terms.PICTURE_FRONTIER_OF_MEAN
    spoken = w.say(remarks.ALT_FRONTIER, count=len(frontier), points=points)
    yield Picture(PictureKey.RESPONSE_FRONTIER, w.say(title), spoken)
    value = terms.PROMISE_KEPT if is_joint else terms.MEAN_COST
    titles = [
        terms.SPENT,
        *((terms.PROMISE_KEPT,) if is_joint else ()),
        terms.MEAN_COST,
        w.say(words.COST_AT, at=f"{frontier.at:g}"),
        terms.RESPONSES_OF_POINT,
    ]
    rows = [
        (
            w.amount(point.spent) if point.spent else "0",
            *((write(point.value),) if value is terms.PROMISE_KEPT else ()),
            w.amount(point.mean_cost),
            w.amount(point.level_cost),
            change,
        )
        for point, change in zip(frontier, _changes(w, frontier, worth), strict=True)
    ]
    sides = "rrrrl" if is_joint else "rrrl"
    yield grid(w, terms.CAPTION_FRONTIER, sides, titles, rows, unit=frontier.currency, most=_MOST)
    yield Paragraph(w.say(remarks.FRONTIER_STEPS))


def _changes(w: Writer, frontier: ResponseFrontier, worth: ResponseValues) -> Iterator[str]:
    """Yield which responses each point has: of the first all, then what is other than before."""
    labels = {(row.risk, row.response): row.label for row in worth}
    before: SpendingPoint | None = None
    for point in frontier:
        now = [labels[pair] for pair in point.chosen]
        past = [] if before is None else [labels[pair] for pair in before.chosen]
        new, gone = (
            [name for name in now if name not in past],
            [name for name in past if name not in now],
        )
        parts = []
        if new:
            parts.append(w.say(terms.WITH, names=listed(w, new, _MOST)))
        if gone:
            parts.append(w.say(terms.WITHOUT, names=listed(w, gone, _MOST)))
        yield w.say(terms.THEN).join(parts) or w.say(terms.NONE)
        before = point


def _price(cost: Estimate, w: Writer) -> str:
    """Return what a response is expected to cost; a certain sum without fractions of the unit."""
    return w.amount(cost if cost.error else cost.value)


def _ratio(value: Estimate | None, w: Writer) -> str:
    """Return what is saved for each unit of money; what is only rounding is nothing."""
    if value is not None and abs(value.value) + value.error < _ROUNDING:
        return "0"
    return _amount(value, w)


def _amount(value: Estimate | None, w: Writer) -> str:
    return "" if value is None else w.amount(value)


def _in_best(best: BestResponses | None, row: ResponseValue, w: Writer) -> str:
    """Return whether a response is in the best set; policies stay as they are in all of them."""
    if best is None:
        return ""
    if not row.risk:
        return "–"
    return w.say(words.YES if (row.risk, row.response) in best.chosen else words.NO)
