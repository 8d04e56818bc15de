"""Phases and milestones: what each phase costs, and when each part is done."""

from __future__ import annotations

from riskplan.analysis import PhaseCosts
from riskplan.reporting import sentences, words
from riskplan.reporting.blocks import (
    Align,
    Block,
    Paragraph,
    Section,
    Table,
    table,
)
from riskplan.reporting.evidence import Evidence
from riskplan.reporting.sections.grids import calls_of
from riskplan.reporting.writer import Writer

__all__ = ["phase_section"]


def phase_section(f: Evidence, w: Writer) -> Section | None:
    """Return the cost of the phases, and the finish of phases and milestones."""
    blocks: list[Block] = []
    if f.phases is not None:
        blocks += [_costs(f.phases, w), Paragraph(w.say(sentences.PHASE_REMARK))]
    if f.run.milestones or f.run.phases:
        blocks.append(_finishes(f, w))
    if not blocks:
        return None
    others = ("run.milestones", "run.phases") if f.run.has_schedule else ()
    blocks.append(calls_of(f, f.phases, others=others))
    return Section("phases", w.say(words.PHASE_SECTION), tuple(blocks))


def _costs(phases: PhaseCosts, w: Writer) -> Table:
    right = Align.RIGHT
    columns = [
        (w.say(words.PHASE), Align.LEFT),
        (w.say(words.SHARE), right),
        (w.say(words.PHASE_BUDGET), right),
        (w.say(words.BASE), right),
        (w.say(words.MEAN), right),
        (f"P{phases.at:g}", right),
        (w.say(words.PHASE_EXCEEDANCE), right),
    ]
    rows = [
        (
            row.name or w.say(words.NO_PHASE),
            "" if row.share is None else w.percent(row.share),
            "" if row.budget is None else w.amount(row.budget),
            w.amount(row.base),
            w.amount(row.mean),
            w.amount(row.level),
            "" if row.exceedance is None else w.percent(row.exceedance),
        )
        for row in phases
    ]
    caption = w.say(words.CAPTION_PHASES)
    return table(f"{caption} ({phases.currency})" if phases.currency else caption, columns, rows)


def _finishes(f: Evidence, w: Writer) -> Table:
    run = f.run
    names = {activity.id: activity.name for activity in f.plan.activities}
    parts = [(names[id_], samples) for id_, samples in run.milestones.items()]
    phase_names = dict(zip(run.phase_cost.ids, run.phase_cost.names, strict=True))
    parts += [
        (w.say(words.PHASE_END, name=phase_names[id_]), samples)
        for id_, samples in run.phases.items()
    ]
    columns = [
        (w.say(words.MILESTONE), Align.LEFT),
        (w.say(words.BASE), Align.LEFT),
        ("P50", Align.LEFT),
        (f"P{f.at:g}", Align.LEFT),
    ]
    rows = [(name, w.base(s), w.time(s, 50), w.time(s, f.at)) for name, s in parts]
    caption = w.say(words.CAPTION_MILESTONES)
    if not run.has_dates:
        caption = f"{caption} ({w.say(words.WORKING_DAYS)})"
    return table(caption, columns, rows)
