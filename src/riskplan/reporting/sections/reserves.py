"""How much to hold, and where: what each confidence needs, what lies above it, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.analysis import Allotment, Allotments, Contingency, Margin
from riskplan.analysis.players import SEVERAL_PHASES
from riskplan.reporting import remarks, sentences, terms, words
from riskplan.reporting.blocks import Block, Facts, Paragraph, Picture, PictureKey, Section, Table
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Phrase
from riskplan.reporting.sections.grids import calls_of, grid
from riskplan.reporting.writer import Writer
from riskplan.results import Estimate

__all__ = ["contingency_section"]

_MOST = 12


def contingency_section(f: Evidence, w: Writer) -> Section | None:
    """Return what each confidence needs and what a step more costs, and where it is to be held."""
    needed = f.contingency
    blocks: list[Block] = []
    if needed.cost_levels:
        blocks += [_summary(needed, w), *_money(f, w)]
        split = (f.answers.by_phase, f.answers.by_category)
        titles = ((words.PHASE, words.NO_PHASE), (words.CATEGORY, terms.NO_CATEGORY))
        captions = (terms.CAPTION_BY_PHASE, terms.CAPTION_BY_CATEGORY)
        parts: list[Block] = [
            table
            for each, title, caption in zip(split, titles, captions, strict=True)
            if each is not None
            and each.cost_allotments is not None
            and (table := _allotted(w, each.cost_allotments, caption, *title)) is not None
        ]
        if parts:
            blocks += [*parts, Paragraph(w.say(remarks.ALLOTTED))]
    if needed.days_levels:
        if not needed.cost_levels:
            blocks.append(_summary(needed, w))
        blocks += _time(f, w)
    if not blocks:
        return None
    blocks += _bars(f, w)
    blocks.append(calls_of(f, needed, f.answers.by_phase, f.answers.by_category))
    return Section("contingency", w.say(terms.RESERVE_SECTION), tuple(blocks))


def _summary(needed: Contingency, w: Writer) -> Facts:
    """Return what to hold, what lies above it, and what is left to fear."""
    at = f"{needed.at:g}"
    rows: list[tuple[str, str]] = []
    above = needed.management
    if needed.cost is not None:
        rows.append((w.say(words.CONTINGENCY_AT, at=at), w.money(needed.cost.amount)))
    if needed.days is not None:
        rows.append((w.say(terms.DAYS_FOR, at=at), w.days(needed.days.amount)))
    if above is not None:
        label = w.say(terms.MANAGEMENT, low=at, high=f"{above.at:g}")
        if above.cost is not None:
            rows.append((label, w.money(above.cost)))
        if above.days is not None:
            rows.append(
                (w.say(terms.MANAGEMENT_DAYS, low=at, high=f"{above.at:g}"), w.days(above.days))
            )
    beyond = needed.cost_beyond
    if beyond is not None:
        rows.append((w.say(terms.LACKING, at=at), w.money(beyond.beyond)))
        share = w.percent(1.0 - needed.at / 100.0)
        rows.append((w.say(terms.TAIL_MEAN, share=share), w.money(beyond.tail_mean)))
    late = needed.days_beyond
    if late is not None:
        rows.append((w.say(terms.LATER, at=at), w.days(late.beyond)))
    return Facts(w.say(words.CAPTION_BRIEF), tuple(rows))


def _money(f: Evidence, w: Writer) -> Iterator[Block]:
    needed = f.contingency
    steps = _steps(needed, in_money=True)
    titles = (
        words.LEVEL,
        words.NEEDED,
        terms.STEP,
        words.SHARE_OF_BASE,
        words.SHARE_OF_TOTAL,
        words.GAP,
    )
    rows = [
        (
            _level(margin.at),
            w.amount(margin.amount),
            "" if step is None else w.change(step),
            "" if margin.share_of_base is None else w.percent(margin.share_of_base),
            "" if margin.share_of_total is None else w.percent(margin.share_of_total),
            "" if needed.audit is None else w.change(margin.amount.shifted(-needed.audit.reserve)),
        )
        for margin, step in steps
    ]
    yield grid(w, words.CAPTION_AUDIT, "lrrrrr", titles, rows, unit=f.run.currency)
    if needed.audit is not None:
        reserve = w.money(needed.audit.reserve)
        yield Paragraph(w.say(sentences.RESERVE_REMARK, reserve=reserve))
    if any(step for _, step in steps):
        told = "; ".join(f"P{m.at:g}: {w.money(step)}" for m, step in steps if step is not None)
        yield _bar(w, PictureKey.STEPS, terms.PICTURE_STEPS, told)


def _time(f: Evidence, w: Writer) -> Iterator[Block]:
    needed, margin = f.contingency, f.contingency.deadline_margin
    steps = _steps(needed, in_money=False)
    titles = (words.LEVEL, words.TIME_NEEDED, terms.STEP, words.DATE, words.MARGIN_GAP)
    rows = [
        (
            _level(each.at),
            w.number(each.amount),
            "" if step is None else w.change(step),
            "" if each.date is None else w.date(each.date),
            "" if margin is None else w.change(each.amount.shifted(-margin)),
        )
        for each, step in steps
    ]
    yield grid(w, words.CAPTION_DAYS, "lrrlr", titles, rows, unit=w.say(words.WORKING_DAYS))
    if margin is not None:
        yield Paragraph(_margin_remark(margin, w))
    if any(step for _, step in steps):
        told = "; ".join(f"P{m.at:g}: {w.days(step)}" for m, step in steps if step is not None)
        yield _bar(w, PictureKey.STEPS_DAYS, terms.PICTURE_STEPS_DAYS, told)


def _bars(f: Evidence, w: Writer) -> Iterator[Picture]:
    """Yield what the usual levels need, beside what the plan keeps, in money and in days."""
    needed = f.contingency
    if any(margin.amount for margin in needed.cost_levels):
        title = words.PICTURE_CONTINGENCY if needed.audit else words.PICTURE_CONTINGENCY_ALONE
        told = "; ".join(f"P{m.at:g}: {w.money(m.amount)}" for m in needed.cost_levels)
        yield _bar(w, PictureKey.CONTINGENCY, title, told)
    if any(margin.amount for margin in needed.days_levels):
        title = words.PICTURE_CONTINGENCY_DAYS
        if needed.deadline_margin is None:
            title = words.PICTURE_CONTINGENCY_DAYS_ALONE
        told = "; ".join(f"P{m.at:g}: {w.days(m.amount)}" for m in needed.days_levels)
        yield _bar(w, PictureKey.CONTINGENCY_DAYS, title, told)


def _steps(needed: Contingency, *, in_money: bool) -> list[tuple[Margin, Estimate | None]]:
    """Return each level with what it adds to the one before; that asked for without, if odd."""
    table = needed.decisions or ()
    found = [
        (margin, row.cost_step if in_money else row.days_step)
        for row in table
        if (margin := row.cost if in_money else row.days) is not None
    ]
    asked = needed.cost if in_money else needed.days
    if asked is not None and asked.at not in {margin.at for margin, _ in found}:
        found.append((asked, None))
    return sorted(found, key=lambda pair: pair[0].at)


def _holder(w: Writer, row: Allotment, none: Phrase) -> str:
    if row.id == SEVERAL_PHASES:
        return w.say(terms.SEVERAL_PHASES)
    return row.name if row.id else w.say(none)


def _allotted(
    w: Writer, split: Allotments, caption: Phrase, title: Phrase, none: Phrase
) -> Table | None:
    """Return who holds which part of the contingency; None where it is not split."""
    rows = [row for row in split.ranked() if row.amount]
    if len(rows) < 2:
        return None
    cells = [
        (
            _holder(w, row, none),
            w.amount(
                Estimate(row.amount, row.amount - row.share.error, row.amount + row.share.error)
            ),
            w.percent(round(row.amount / split.total, 3)),
        )
        for row in rows
    ]
    titles = (title, terms.SET_ASIDE, terms.OF_CONTINGENCY)
    return grid(w, caption, "lrr", titles, cells, unit=split.unit, most=_MOST)


def _margin_remark(margin: float, w: Writer) -> str:
    if margin == 0.0:
        return w.say(sentences.NO_MARGIN_REMARK)
    remark = sentences.MARGIN_REMARK if margin > 0 else sentences.MARGIN_BEFORE_REMARK
    return w.say(remark, days=w.days(abs(margin)))


def _bar(w: Writer, key: PictureKey, title: Phrase, texts: str) -> Picture:
    return Picture(key, w.say(title), w.say(sentences.ALT_LEVELS, levels=texts))


def _level(at: float) -> str:
    return f"P{at:g}"
