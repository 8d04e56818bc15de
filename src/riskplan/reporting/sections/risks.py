"""The risks: on the matrix, in numbers, ranked, in words, and what is done about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riskplan.analysis import Contribution, Placement
from riskplan.model import Response, Risk
from riskplan.reporting import sentences, words
from riskplan.reporting.blocks import (
    Align,
    Block,
    Paragraph,
    Picture,
    PictureKey,
    Section,
    Table,
    table,
)
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.language import Phrase
from riskplan.reporting.writer import Writer

__all__ = ["register_section", "risk_section"]

_SPOKEN = 3


def risk_section(f: Evidence, w: Writer) -> Section | None:
    """Return the risks on the matrix, in numbers, and ranked in money and in days."""
    if not f.plan.risks:
        return None
    blocks: list[Block] = []
    if len(f.inherent):
        before_and_after = f.has_responses
        title = words.PICTURE_HEAT_MAPS if before_and_after else words.PICTURE_HEAT_MAP
        top = ", ".join(f"{row.name} ({row.score:g})" for row in f.inherent.rows[:_SPOKEN])
        spoken = w.say(sentences.ALT_MATRIX, count=len(f.inherent), top=top)
        blocks.append(Picture(PictureKey.HEAT_MAP, w.say(title), spoken))
        blocks.append(Paragraph(w.say(sentences.MATRIX_REMARK)))
    blocks.append(_numbers(f, w))
    remarks = [w.say(sentences.RISK_REMARK)] if f.run.has_cost else []
    if any(risk.count is not None for risk in f.plan.risks):
        remarks.append(w.say(sentences.COUNT_REMARK))
    if f.has_responses:
        remarks.append(w.say(sentences.BEFORE_AFTER_REMARK))
    if remarks:
        blocks.append(Paragraph(w.joined(remarks)))
    blocks += _ranked(f, w)
    return Section("risks", w.say(words.RISK_SECTION), tuple(blocks))


def register_section(f: Evidence, w: Writer) -> Section | None:
    """Return the register in words, and the responses."""
    if not f.plan.risks:
        return None
    blocks = [_register(f, w)]
    if any(risk.responses for risk in f.plan.risks):
        blocks.append(_responses(f, w))
    return Section("register", w.say(words.REGISTER_SECTION), tuple(blocks))


def _by_number(f: Evidence) -> list[Risk]:
    """Return the risks in the order of their numbers; closed ones, which have none, come last."""
    numbers = f.inherent.numbers
    return sorted(f.plan.risks, key=lambda risk: numbers.get(risk.id, len(numbers) + 1))


def _number(f: Evidence, risk: Risk) -> str:
    return str(f.inherent.numbers.get(risk.id, "–"))


def _numbers(f: Evidence, w: Writer) -> Table:
    before = {row.id: row for row in f.inherent}
    after = {row.id: row for row in f.planned}
    effects = {row.id: row for row in f.contributions}
    left, right = Align.LEFT, Align.RIGHT
    columns = [
        (w.say(words.NUMBER), right),
        (w.say(words.RISK), left),
        (w.say(words.PROBABILITY), right),
        (w.say(words.SCORE), left),
        (w.say(words.EXPECTED), right),
        (w.say(words.SIMULATED), right),
        (w.say(words.COST_EFFECT), right),
        (w.say(words.DAYS_EFFECT), right),
    ]
    rows = [
        (
            _number(f, risk),
            risk.name,
            *_before_and_after(f, w, before.get(risk.id), after.get(risk.id)),
            *_effects(f, w, effects[risk.id]),
        )
        for risk in _by_number(f)
    ]
    caption = w.say(words.CAPTION_RISK_TABLE)
    unit = f" ({f.run.currency})" if f.run.has_cost and f.run.currency else ""
    return table(caption + unit, columns, rows)


def _before_and_after(
    f: Evidence, w: Writer, before: Placement | None, after: Placement | None
) -> tuple[str, str]:
    if before is None or after is None:
        return "", ""
    bands = f.plan.matrix.bands

    def score(row: Placement) -> str:
        return f"{row.score:g} {w.named(bands[row.band].name)}"

    return (
        _chances(before, after, w),
        _change(score(before), score(after)),
    )


def _chances(before: Placement, after: Placement, w: Writer) -> str:
    """Return the probability of a risk, and how often it strikes where it can do so repeatedly."""
    chance = _change(w.percent(before.probability), w.percent(after.probability))
    if before.strikes is None or after.strikes is None:
        return chance
    strikes = w.on_average(_change(w.times(before.strikes), w.times(after.strikes)))
    return w.say(words.CHANCE_AND_STRIKES, chance=chance, strikes=strikes)


def _change(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _effects(f: Evidence, w: Writer, row: Contribution) -> Iterator[str]:
    has_cost, has_schedule = f.run.has_cost, f.run.has_schedule
    yield w.amount(row.expected_cost) if has_cost and row.expected_cost is not None else ""
    yield w.amount(row.simulated_cost) if has_cost else ""
    yield w.amount(row.cost_effect) if has_cost else ""
    yield w.number(row.days_effect) if has_schedule else ""


def _ranked(f: Evidence, w: Writer) -> Iterator[Block]:
    in_money = [
        (row.name, w.money(row.cost_effect)) for row in f.contributions.by_cost() if row.cost_effect
    ]
    in_days = [
        (row.name, w.days(row.days_effect)) for row in f.contributions.by_days() if row.days_effect
    ]
    if in_money:
        spoken = w.say(sentences.ALT_RANKED, bars=_listed(in_money))
        yield Picture(PictureKey.RISK_BARS, w.say(words.PICTURE_RISK_BARS), spoken)
    if in_days:
        spoken = w.say(sentences.ALT_RANKED, bars=_listed(in_days))
        yield Picture(PictureKey.DELAY_BARS, w.say(words.PICTURE_DELAY_BARS), spoken)


def _listed(bars: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {text}" for name, text in list(bars)[:_SPOKEN])


def _register(f: Evidence, w: Writer) -> Table:
    titles = (
        words.NUMBER,
        words.RISK,
        words.KIND,
        words.CHAIN,
        words.CATEGORY,
        words.OWNER,
        words.STATUS,
        words.NOTE,
    )
    rows = [
        (
            _number(f, risk),
            risk.name,
            w.named(risk.kind.value),
            " → ".join(filter(None, (risk.cause, risk.event, risk.effect))),
            risk.category,
            risk.owner,
            w.named(risk.status.value),
            risk.note,
        )
        for risk in _by_number(f)
    ]
    return table(w.say(words.CAPTION_REGISTER), _heads(w, titles), rows)


def _responses(f: Evidence, w: Writer) -> Table:
    titles = (
        words.RISK,
        words.RESPONSE,
        words.STRATEGY,
        words.RESPONSE_COST,
        words.AFTER_RESPONSE,
        words.ADOPTED,
        words.OWNER,
        words.NOTE,
    )
    rows = [
        (
            risk.name,
            response.name,
            w.named(response.strategy.value),
            w.law(response.cost),
            _after(response, w),
            w.say(words.YES if response.adopted else words.NO),
            response.owner,
            response.note,
        )
        for risk in _by_number(f)
        for response in risk.responses
    ]
    caption = w.caption(words.CAPTION_RESPONSES, f.run.currency)
    return table(caption, _heads(w, titles), rows)


def _after(response: Response, w: Writer) -> str:
    """Return what a response says of the probability and of the count after it."""
    probability, count = response.probability, response.count
    if probability is None:
        return "" if count is None else w.strikes(count)
    return w.chance(probability, count)


def _heads(w: Writer, titles: Iterable[Phrase]) -> list[tuple[str, Align]]:
    right = {words.NUMBER, words.RESPONSE_COST, words.AFTER_RESPONSE}
    return [(w.say(t), Align.RIGHT if t in right else Align.LEFT) for t in titles]
