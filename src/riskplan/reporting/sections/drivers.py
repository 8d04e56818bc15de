"""What drives cost and finish: what each driver adds to the P-level, and what goes without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from riskplan.analysis import AttributedShare, Attribution, Driver, DriverEffect, DriverKind, Method
from riskplan.reporting import remarks, terms, words
from riskplan.reporting.blocks import Block, Paragraph, Picture, PictureKey, Section
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Phrase
from riskplan.reporting.sections.grids import calls_of, grid, ranks_text
from riskplan.reporting.writer import Writer

__all__ = ["driver_section"]

_MOST = 12
_SPOKEN = 3
_KINDS = {
    DriverKind.RISK: terms.KIND_RISK,
    DriverKind.COST_ITEM: terms.KIND_COST_ITEM,
    DriverKind.ACTIVITY: terms.KIND_ACTIVITY,
}
_WEATHER = "weather"
_METHODS = {Method.SHAPLEY: terms.SHAPLEY, Method.EULER: terms.EULER}


def driver_section(f: Evidence, w: Writer) -> Section | None:
    """Return what makes the contingency, in money and in days, and what goes without each."""
    a = f.answers
    parts = [shares for shares in (a.cost_shares, a.days_shares) if shares is not None]
    parts = [shares for shares in parts if any(row.share for row in shares)]
    if not parts or a.sensitivity is None or not len(a.sensitivity):
        return None
    blocks: list[Block] = []
    for shares in parts:
        blocks += _blocks(f, w, shares)
    blocks.append(Paragraph(w.say(remarks.SHARES, at=f"{f.at:g}")))
    if a.sensitivity.left_out:
        blocks.append(Paragraph(w.say(remarks.LEFT_OUT, count=f"{a.sensitivity.left_out:,}")))
    blocks.append(calls_of(f, a.sensitivity, *parts))
    return Section("drivers", w.say(terms.DRIVER_SECTION), tuple(blocks))


def _blocks(f: Evidence, w: Writer, shares: Attribution) -> Iterator[Block]:
    in_money = shares is f.answers.cost_shares
    effects = {row.id: row.cost if in_money else row.days for row in f.answers.sensitivity or ()}
    total = w.money(shares.total) if in_money else w.days(shares.total)
    remark = remarks.ADDS_UP if in_money else remarks.DAYS_ADD_UP
    method = w.say(_METHODS[shares.method])
    yield Paragraph(w.say(remark, at=f"{f.at:g}", total=total, method=method))
    top = [row for row in shares.ranked() if row.share > 0.0][:_SPOKEN]
    write = w.money if in_money else w.days
    spoken = w.say(
        remarks.ALT_WATERFALL,
        total=total,
        bars="; ".join(f"{_name(w, row)}: {write(row.share)}" for row in top),
    )
    key, title = (PictureKey.WATERFALL, terms.PICTURE_WATERFALL)
    if not in_money:
        key, title = (PictureKey.WATERFALL_DAYS, terms.PICTURE_WATERFALL_DAYS)
    yield Picture(key, w.say(title, at=f"{f.at:g}"), spoken)
    if any(effect is not None and effect.at_level for effect in effects.values()):
        yield _tornado(f, w, in_money=in_money)
    yield _table(f, w, shares, effects)


def _tornado(f: Evidence, w: Writer, *, in_money: bool) -> Picture:
    key, title = PictureKey.TORNADO, terms.PICTURE_TORNADO
    if not in_money:
        key, title = PictureKey.TORNADO_DAYS, terms.PICTURE_TORNADO_DAYS
    return Picture(key, w.say(title, at=f"{f.at:g}"), w.say(remarks.ALT_TORNADO, at=f"{f.at:g}"))


def _table(
    f: Evidence, w: Writer, shares: Attribution, effects: Mapping[str, DriverEffect | None]
) -> Block:
    """Return the largest shares in either direction, and what goes without each."""
    kinds = {row.id: row for row in f.answers.sensitivity or ()}
    rows = sorted((row for row in shares if row.share), key=lambda row: -abs(row.share))
    rows = sorted(rows[:_MOST], key=lambda row: -row.share) + rows[_MOST:]
    in_money = shares is f.answers.cost_shares
    at = f"{f.at:g}"
    titles: list[Phrase | str] = [
        terms.RANK,
        terms.DRIVER,
        words.KIND,
        w.say(terms.ADDS_TO, at=at),
        w.say(terms.LESS_AT if in_money else terms.EARLIER_AT, at=at),
        terms.LESS_ON_AVERAGE if in_money else terms.EARLIER_ON_AVERAGE,
        terms.VARIANCE,
    ]
    unit = f.run.currency if in_money else w.say(words.WORKING_DAYS)
    return grid(
        w,
        terms.CAPTION_DRIVERS if in_money else terms.CAPTION_DAYS_DRIVERS,
        "rllrrrr",
        titles,
        [_row(w, row, kinds.get(row.id), effects.get(row.id)) for row in rows],
        unit=unit,
        most=_MOST,
    )


def _row(
    w: Writer, row: AttributedShare, driver: Driver | None, effect: DriverEffect | None
) -> tuple[str, ...]:
    share = None if effect is None else effect.variance_share
    return (
        ranks_text(row.ranks),
        _name(w, row),
        "" if driver is None else w.say(_KINDS[driver.kind]),
        w.amount(row.share),
        "" if effect is None else w.amount(effect.at_level),
        "" if effect is None else w.amount(effect.mean),
        "" if share is None else w.percent(share),
    )


def _name(w: Writer, row: AttributedShare) -> str:
    """Return the name of a share; that of the weather is riskplan's own."""
    return w.say(terms.WEATHER) if (row.id, row.name) == (_WEATHER, "Weather") else row.name
