"""The risks: on the matrix, in numbers, in words, and what is done about them."""

from __future__ import annotations

from collections.abc import Iterator

from riskplan.analysis import Contribution, Placement
from riskplan.model import Risk
from riskplan.reporting import sentences, words
from riskplan.reporting.blocks import (
    Block,
    Paragraph,
    Picture,
    PictureKey,
    Section,
    Table,
)
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.effects import cost_of, effects_of
from riskplan.reporting.sections.grids import calls_of, grid
from riskplan.reporting.writer import Writer

__all__ = ["register_section", "risk_section"]

_SPOKEN = 3
_MOST = 30
_MOST_WORDS = 100


def risk_section(f: Evidence, w: Writer) -> Section | None:
    """Return the risks on the matrix, and in numbers."""
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
    blocks.append(calls_of(f, f.inherent, f.planned, f.contributions))
    return Section("risks", w.say(words.RISK_SECTION), tuple(blocks))


def register_section(f: Evidence, w: Writer) -> Section | None:
    """Return the register in words, and the responses."""
    if not f.plan.risks:
        return None
    blocks: list[Block] = [_register(f, w)]
    if any(risk.responses for risk in f.plan.risks):
        blocks.append(_responses(f, w))
    blocks.append(calls_of(f, others=("plan.risks",)))
    return Section("register", w.say(words.REGISTER_SECTION), tuple(blocks))


def _by_number(f: Evidence) -> list[Risk]:
    """Return the risks in the order of their numbers; closed ones, which have none, come last."""
    numbers = f.numbers
    return sorted(f.plan.risks, key=lambda risk: numbers.get(risk.id, len(numbers) + 1))


def _number(f: Evidence, risk: Risk) -> str:
    return str(f.numbers.get(risk.id, "–"))


def _numbers(f: Evidence, w: Writer) -> Table:
    before = {row.id: row for row in f.inherent}
    after = {row.id: row for row in f.planned}
    effects = {row.id: row for row in f.contributions}
    titles = (
        words.NUMBER,
        words.RISK,
        words.PROBABILITY,
        words.SCORE,
        words.EXPECTED,
        words.SIMULATED,
        words.COST_EFFECT,
        words.DAYS_EFFECT,
    )
    rows = [
        (
            _number(f, risk),
            risk.name,
            *_before_and_after(f, w, before.get(risk.id), after.get(risk.id)),
            *_effects(f, w, effects[risk.id]),
        )
        for risk in _by_number(f)
    ]
    unit = f.run.currency if f.run.has_cost else ""
    return grid(w, words.CAPTION_RISK_TABLE, "rlrlrrrr", titles, rows, unit=unit, most=_MOST)


def _before_and_after(
    f: Evidence, w: Writer, before: Placement | None, after: Placement | None
) -> tuple[str, str]:
    if after is None:
        return "", ""
    before = before or after  # a risk that a response brings is not there before
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
    return grid(w, words.CAPTION_REGISTER, "r" + "l" * 7, titles, rows, most=_MOST_WORDS)


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
            cost_of(response, w),
            effects_of(response, w),
            w.say(words.YES if response.adopted else words.NO),
            response.owner,
            response.note,
        )
        for risk in _by_number(f)
        for response in risk.responses
    ]
    caption, unit = words.CAPTION_RESPONSES, f.run.currency
    return grid(w, caption, "lllrrlll", titles, rows, unit=unit, most=_MOST_WORDS)
