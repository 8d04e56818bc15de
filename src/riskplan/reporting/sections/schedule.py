"""Phases, milestones and activities: what each phase costs, and when each part is done."""

from __future__ import annotations

from riskplan.analysis import PhaseCosts, Timetable, TimetableRow
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
from riskplan.reporting.writer import Writer

__all__ = ["phase_section", "schedule_section"]

_MOST = 15


def phase_section(f: Evidence, w: Writer) -> Section | None:
    """Return the cost of the phases, and the finish of phases and milestones."""
    blocks: list[Block] = []
    if f.phases is not None:
        blocks += [_costs(f.phases, w), Paragraph(w.say(sentences.PHASE_REMARK))]
    if f.run.milestones or f.run.phases:
        blocks.append(_finishes(f, w))
    if not blocks:
        return None
    return Section("phases", w.say(words.PHASE_SECTION), tuple(blocks))


def schedule_section(f: Evidence, w: Writer) -> Section | None:
    """Return the Gantt chart."""
    if f.timetable is None:
        return None
    spoken = w.say(sentences.ALT_GANTT, count=len(f.timetable))
    picture = Picture(PictureKey.GANTT, w.say(words.PICTURE_GANTT), spoken)
    blocks = (picture, _most_critical(f.timetable, w))
    return Section("schedule", w.say(words.SCHEDULE_SECTION), blocks)


def _most_critical(timetable: Timetable, w: Writer) -> Table:
    """Return the activities that are critical most often, in the order of time."""
    ranked = sorted(
        (row for row in timetable if row.criticality and not row.is_milestone),
        key=lambda row: (-(row.criticality or 0.0), row.days.start),
    )
    shown = sorted(ranked[:_MOST], key=lambda row: (row.days.start, row.days.finish))
    rows = [
        (
            row.name,
            "" if row.criticality is None else w.percent(row.criticality),
            *_base_and_range(row, w),
        )
        for row in shown
    ]
    columns = [
        (w.say(words.ACTIVITY), Align.LEFT),
        (w.say(words.CRITICALITY), Align.RIGHT),
        (w.say(words.BASE), Align.RIGHT),
        (f"P{timetable.low:g}", Align.RIGHT),
        (f"P{timetable.high:g}", Align.RIGHT),
    ]
    caption = w.say(words.CAPTION_CRITICAL)
    if not timetable.has_dates:
        caption = f"{caption} ({w.say(words.WORKING_DAYS)})"
    return table(caption, columns, rows)


def _base_and_range(row: TimetableRow, w: Writer) -> tuple[str, str, str]:
    if row.dates is not None:
        return w.date(row.dates.finish), w.date(row.dates.low), w.date(row.dates.high)
    return w.number(row.days.finish), w.number(row.days.low), w.number(row.days.high)


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
