"""Money over time: what each month needs, whether the funding suffices, and what it all earns."""

from __future__ import annotations

import math
from collections.abc import Iterator

from riskplan.analysis import CashFlow, Economics, FundingCheck
from riskplan.reporting import remarks, terms, words
from riskplan.reporting.blocks import Block, Facts, Paragraph, Picture, PictureKey, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Phrase
from riskplan.reporting.sections.grids import calls_of, grid
from riskplan.reporting.writer import Writer
from riskplan.results import Estimate, Samples

__all__ = ["cash_section", "return_section"]

_MOST_MONTHS = 24
_LEVELS = (10.0, 50.0, 90.0)
_MIDDLE = 50.0


def cash_section(f: Evidence, w: Writer) -> Section | None:
    """Return what is spent when, the month that needs most, and how sure the funding is."""
    a = f.answers
    flow = a.flow
    if flow is None or not len(flow.months):
        return None
    at = f"{f.at:g}"
    facts = [
        (w.say(terms.PEAK, at="50"), w.money(flow.peak.quiet_percentile(_MIDDLE))),
        (w.say(terms.PEAK, at=at), w.money(flow.peak.quiet_percentile(f.at))),
    ]
    rises = bool(flow.escalation.values.any())
    if a.need is not None and rises:
        facts += [
            (w.say(terms.NEED_BASE), w.money(a.need.base)),
            (w.say(terms.NEED_CONTINGENCY, at=at), w.money(a.need.contingency)),
            (w.say(terms.NEED_ESCALATION), w.money(a.need.escalation)),
            (w.say(terms.NEED_TOTAL, at=at), w.money(a.need.total)),
        ]
    blocks: list[Block] = []
    if a.funded is not None:
        blocks += _verdict(a.funded, w)
    if a.capped is not None:
        blocks += _verdict(a.capped, w)
    total = flow.percentiles(f.at, cumulative=True)[-1]
    spoken = w.say(remarks.ALT_FUNDING, at=at, total=w.money(total))
    title = terms.PICTURE_SPENT if a.funded is None else terms.PICTURE_FUNDING
    blocks.append(Picture(PictureKey.FUNDING, w.say(title), spoken))
    peak = w.say(remarks.ALT_MONTHS, at=at, peak=w.money(flow.peak.quiet_percentile(f.at)))
    blocks.append(Picture(PictureKey.MONTHS, w.say(terms.PICTURE_MONTHS), peak))
    blocks.append(Facts(w.say(words.CAPTION_BRIEF), tuple(facts)))
    blocks.append(_months(f, w, flow))
    blocks.append(Paragraph(w.say(remarks.MONTHS)))
    if rises:
        blocks.append(Paragraph(w.say(remarks.ESCALATION)))
    blocks.append(calls_of(f, flow, a.need if rises else None, a.funded, a.capped))
    return Section("cash", w.say(terms.CASH_SECTION), tuple(blocks))


def _verdict(check: FundingCheck, w: Writer) -> Iterator[Block]:
    phrases = (remarks.FUNDED, remarks.FUNDING_IMPOSSIBLE)
    if not check.cumulative:
        phrases = (remarks.CAPPED, remarks.CAP_IMPOSSIBLE)
    if check.is_possible:
        yield Paragraph(w.say(phrases[0], over=w.percent(check.over)) + _needed(check, w))
    else:
        yield Paragraph(w.say(phrases[1], nearest=w.money(check.nearest)) + _needed(check, w))


def _needed(check: FundingCheck, w: Writer) -> str:
    """Return by how much the money there is has to be raised, behind the sentence before."""
    at, needed = f"{check.at:g}", check.needed
    gap = " " if w.joined(["", ""]) == " " else ""
    if needed > 0.0:
        return gap + w.say(remarks.RAISE, at=at, amount=w.money(needed))
    return gap + w.say(remarks.ENOUGH, at=at, amount=w.money(w.without_sign(needed)))


def _months(f: Evidence, w: Writer, flow: CashFlow) -> Block:
    monthly, to_date = flow.percentiles(f.at), flow.percentiles(f.at, cumulative=True)
    middle = flow.percentiles(_MIDDLE)
    check = f.answers.funded or f.answers.capped
    at = f"{f.at:g}"
    titles: list[Phrase | str] = [
        terms.MONTH,
        words.BASE,
        "P50",
        f"P{at}",
        w.say(terms.TO_DATE, at=at),
        terms.AVAILABLE,
        terms.SHORT,
    ]
    rows = []
    for row, month in enumerate(flow.months):
        cap = math.inf if check is None else float(check.caps[row])
        over = None if check is None else check.by_month[row]
        rows.append(
            (
                f"{month:%Y-%m}",
                w.amount(float(round(flow.base[row], 2))),
                w.amount(middle[row]),
                w.amount(monthly[row]),
                w.amount(to_date[row]),
                w.amount(cap) if math.isfinite(cap) else "",
                "" if over is None else w.percent(over),
            )
        )
    caption = terms.CAPTION_MONTHS
    # Months in which hardly any future still spends say nothing but what the one before does.
    spending = [row for row, each in enumerate(monthly) if each or middle[row] or flow.base[row]]
    most = min(max(spending, default=0) + 1, _MOST_MONTHS)
    return grid(w, caption, "lrrrrrr", titles, rows, unit=f.run.currency, most=most)


def return_section(f: Evidence, w: Writer) -> Section | None:
    """Return net present value, return on investment and payback, where the plan earns."""
    worth = f.answers.economics
    if worth is None:
        return None
    mean = w.money(worth.npv.mean())
    spoken = w.say(remarks.ALT_NPV, mean=mean, loss=w.percent(worth.loss))
    picture = Picture(PictureKey.NPV, w.say(terms.PICTURE_NPV), spoken)
    rate = w.percent(worth.discount_rate)
    blocks = (
        picture,
        Facts(w.say(words.CAPTION_BRIEF), tuple(_facts(worth, w))),
        _levels(worth, w),
        Paragraph(w.say(remarks.DISCOUNTED, rate=rate)),
        calls_of(f, worth),
    )
    return Section("economics", w.say(terms.RETURN_SECTION), blocks)


def _facts(worth: Economics, w: Writer) -> Iterator[tuple[str, str]]:
    yield w.say(terms.NPV_MEAN), w.money(worth.npv.mean())
    yield w.say(terms.NPV_LOSS), w.percent(worth.loss)
    yield w.say(terms.ROI_MEAN), w.percent(worth.roi.mean())
    if worth.roi_floor is not None:
        floor = w.percent(worth.roi_floor)
        yield w.say(terms.ROI_FLOOR, floor=floor), w.percent(worth.meets_floor)
    yield w.say(terms.NEVER), w.percent(worth.payback.never)


def _levels(worth: Economics, w: Writer) -> Block:
    titles = (words.LEVEL, terms.NPV, terms.ROI, terms.PAYBACK, terms.AHEAD)
    rows = [
        (
            f"P{at:g}",
            w.amount(worth.npv.quiet_percentile(at)),
            w.percent(worth.roi.quiet_percentile(at)),
            _payback(worth.payback.months, at, w),
            w.amount(worth.exposure.quiet_percentile(at)),
        )
        for at in _LEVELS
    ]
    return grid(w, terms.CAPTION_RETURNS, "lrrrr", titles, rows, unit=worth.npv.unit)


def _payback(months: Samples, at: float, w: Writer) -> str:
    level: Estimate = months.quiet_percentile(at)
    return w.amount(level) if math.isfinite(level.value) else w.say(terms.NEVER_PAID)
