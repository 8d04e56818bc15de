"""Contingency, cost and finish of the plan as a whole: tables of confidence, curves, percentiles."""

from __future__ import annotations

from collections.abc import Iterable

from riskplan.analysis import Margin, Percentiles
from riskplan.reporting import sentences, words
from riskplan.reporting.blocks import (
    Align,
    Block,
    Facts,
    Paragraph,
    Picture,
    PictureKey,
    Section,
    Table,
    table,
)
from riskplan.reporting.findings import Findings
from riskplan.reporting.language import Phrase
from riskplan.reporting.writer import Writer

__all__ = ["contingency_section", "cost_section", "finish_section"]

_SHOWN = (50.0, 80.0, 90.0)


def contingency_section(f: Findings, w: Writer) -> Section:
    """Return what each confidence needs, in money and in time, beside what the plan keeps."""
    blocks: list[Block] = []
    audit = f.contingency.audit
    if f.contingency.cost_levels:
        blocks.append(_money_table(f, w))
        if audit is not None:
            reserve = w.money(audit.reserve)
            blocks.append(Paragraph(w.say(sentences.RESERVE_REMARK, reserve=reserve)))
        levels = _listed(w, f.contingency.cost_levels, w.money)
        blocks.append(_picture(w, PictureKey.CONTINGENCY, words.PICTURE_CONTINGENCY, levels))
    if f.contingency.days_levels:
        blocks.append(_time_table(f, w))
        margin = f.contingency.deadline_margin
        if margin is not None:
            remark = sentences.MARGIN_REMARK if margin >= 0 else sentences.MARGIN_BEFORE_REMARK
            blocks.append(Paragraph(w.say(remark, days=w.days(abs(margin)))))
        levels = _listed(w, f.contingency.days_levels, w.days)
        title = words.PICTURE_CONTINGENCY_DAYS
        blocks.append(_picture(w, PictureKey.CONTINGENCY_DAYS, title, levels))
    title = words.RESERVE_SECTION if audit is None else words.RESERVE_AUDIT_SECTION
    return Section("contingency", w.say(title), tuple(blocks))
